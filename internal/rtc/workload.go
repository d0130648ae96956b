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
)

// workload tells whether the loop is busy.
type workload struct {
	from   units.Instant
	worked time.Duration
	busy   bool
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
	w.from, w.worked = ended, 0
}
