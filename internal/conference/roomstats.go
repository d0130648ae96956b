package conference

import (
	"sync/atomic"
	"time"

	"github.com/cumbre-meet/cumbre/internal/sfu"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// roomStatsTimeout bounds the wait for the media loop: a scrape must not hang on a loop that stops. The loop's turns take
// well under a millisecond.
const roomStatsTimeout = time.Second

// rooms adds up the counters of all Rooms, those that are gone included: counters never go back.
type rooms struct {
	media Media

	// Media loop only.
	open map[*sfu.Room]struct{}
	gone sfu.Stats

	last atomic.Pointer[sfu.Stats] // the latest sum, for when the loop does not answer
}

func newRooms(media Media) *rooms {
	r := &rooms{media: media, open: map[*sfu.Room]struct{}{}}
	r.last.Store(&sfu.Stats{})
	return r
}

// opened takes a Room in.
func (r *rooms) opened(room *sfu.Room) {
	r.media.Run(func(units.Instant) { r.open[room] = struct{}{} })
}

// closed keeps what a Room has counted, without its gauges. Nothing happens in the Room after it.
func (r *rooms) closed(room *sfu.Room) {
	r.media.Run(func(units.Instant) {
		if _, ok := r.open[room]; !ok {
			return
		}
		delete(r.open, room)
		room.Stats(func(s sfu.Stats) { r.gone.Add(s.WithoutGauges()) })
	})
}

// stats is the sum as of now.
func (r *rooms) stats() sfu.Stats {
	sum := make(chan sfu.Stats, 1)
	r.media.Run(func(units.Instant) {
		total := r.gone
		for room := range r.open {
			room.Stats(total.Add)
		}
		sum <- total
	})
	timeout := time.NewTimer(roomStatsTimeout)
	defer timeout.Stop()
	select {
	case s := <-sum:
		r.last.Store(&s)
		return s
	case <-timeout.C: // the server stops
		return *r.last.Load()
	}
}
