package sfu

import (
	"github.com/cumbre-meet/cumbre/internal/media/history"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// Pictures are forwarded at the end of the loop's turn (Config.Turns): all that came of a stream goes to the first who
// watches it, then to the next. So each one's state is fetched from memory once in a turn instead of once a packet, and
// the packets lie one behind the other in the send arena: a run, without a list of where they are.

// maxQueued is how many packets of one stream wait for the turn's end: a batch of the socket. The ring keeps at least twice
// as many. More would let a flood overwrite what waits, less cuts runs.
const maxQueued = 64

// enqueue lets a stored packet wait for the end of the turn.
func (st *stream) enqueue(now units.Instant, e *history.Entry) {
	if len(st.queue) == 0 {
		r := st.src.ep.room
		r.queued = append(r.queued, st)
	}
	st.queue, st.queuedAt = append(st.queue, e.Seq), now
	if len(st.queue) == maxQueued {
		st.catchUp()
	}
}

// catchUp forwards what waits.
func (st *stream) catchUp() {
	if len(st.queue) == 0 {
		return
	}
	r := st.src.ep.room
	list := r.entries[:0]
	for _, seq := range st.queue {
		if e := st.ring.Get(seq); e != nil {
			list = append(list, e)
		}
	}
	st.queue = st.queue[:0]
	r.entries = list
	for _, s := range st.subs {
		for _, e := range list {
			s.forward(st.queuedAt, e)
		}
	}
}

// Turn ends a turn of the loop: what came in it is forwarded.
func (r *Room) Turn(units.Instant) { r.catchUp() }

// catchUp forwards all that waits. Whatever changes who gets what does this first: what came before it is treated as it
// was then.
func (r *Room) catchUp() {
	for _, st := range r.queued {
		st.catchUp()
	}
	clear(r.queued)
	r.queued = r.queued[:0]
}
