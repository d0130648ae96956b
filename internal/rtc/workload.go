package rtc

import (
	"time"

	"github.com/cumbre-meet/cumbre/internal/units"
)

// When the loop has senders help. Handing packets to another processor costs 5 to 25 % more of its time in all (their bytes are in
// this one's cache), so it is done only where the loop alone would soon not keep up.
const (
	// workWindow is over how long it is looked at. Shorter takes a keyframe's burst for a busy loop, longer lets packets queue
	// for as long.
	workWindow = 200 * time.Millisecond
	// busyFrom and busyUntil are shares of that time in which the loop worked. A lower one costs more than it helps, a higher
	// one leaves no room for bursts; what helpers take off the loop must not send them away again.
	busyFrom, busyUntil = 0.6, 0.25
	// keepFrom and keepUntil are the same for keeping Go's processor (a P) while the loop waits. Lower ones take it from others for a
	// small meeting's sake; higher ones leave the runtime's monitor to take it away thousands of times a second and look every 20 µs for
	// whether it may, a tenth of all that the server does at a third of a core.
	keepFrom, keepUntil = 0.1, 0.05
)

// workload tells whether the loop is busy, and whether it has so much to do that it keeps its processor.
type workload struct {
	from   units.Instant
	worked time.Duration
	busy   bool
	keeps  bool
}

// note takes a turn of the loop's into account.
func (w *workload) note(began, ended units.Instant) {
	w.worked += ended.Sub(began)
	took := ended.Sub(w.from)
	if took < workWindow {
		return
	}
	share := float64(w.worked) / float64(took)
	w.busy = share >= busyFrom || w.busy && share >= busyUntil
	w.keeps = share >= keepFrom || w.keeps && share >= keepUntil
	w.from, w.worked = ended, 0
}
