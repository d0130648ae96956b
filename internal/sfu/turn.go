package sfu

import (
	"time"

	"github.com/cumbre-meet/cumbre/internal/media/history"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// Pictures are forwarded at the end of the loop's turn (Config.Turns): all that came of a stream goes to the first who
// watches it, then to the next. So each one's state is fetched from memory once in a turn instead of once a packet, and
// the packets lie one behind the other in the send arena: a run, without a list of where they are.

// maxQueued is how many packets of one stream wait for the turn's end: a batch of the socket. The ring keeps at least twice
// as many. More would let a flood overwrite what waits, less cuts runs.
const maxQueued = 64

// A frame's packets come one after the other, and the first of them mostly wakes the loop. Where many watch, it waits for the others, so
// that the frame is one run for each who watches: the kernel's part of a packet by itself is twice to three times that of one in a run.
const (
	// frameGap is how long the next packet of an unfinished frame is waited for. Less cuts frames that their sender's processor stopped in
	// the middle of, more delays those that are spread over time anyway.
	frameGap = time.Millisecond
	// frameWait is how long its first packet waits at most.
	frameWait = 3 * time.Millisecond
	// frameWatchers is from how many who watch. Less delays small meetings' pictures, for next to nothing.
	frameWatchers = 4
)

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

// Turn ends a turn of the loop: what came in it is forwarded, but for frames that have not come whole. until is when it must be called
// again for these; 0: there are none.
func (r *Room) Turn(now units.Instant) (until units.Instant) {
	kept := r.queued[:0]
	for _, st := range r.queued {
		u := st.awaits()
		if u <= now {
			st.queuedAt = now // when it leaves, for those who measure how long it takes
			st.catchUp()
			continue
		}
		kept = append(kept, st)
		if until.IsZero() || u < until {
			until = u
		}
	}
	clear(r.queued[len(kept):])
	r.queued = kept
	return until
}

// awaits is until when what the stream brought waits for the rest of its frame; 0: it does not.
func (st *stream) awaits() units.Instant {
	if len(st.queue) == 0 || len(st.subs) < frameWatchers {
		return 0
	}
	first, last := st.ring.Get(st.queue[0]), st.ring.Get(st.queue[len(st.queue)-1])
	if first == nil || last == nil || last.Marker {
		return 0
	}
	return min(first.At.Add(frameWait), last.At.Add(frameGap))
}

// catchUp forwards all that waits. Whatever changes who gets what does this first: what came before it is treated as it
// was then.
func (r *Room) catchUp() {
	for _, st := range r.queued {
		st.catchUp()
	}
	clear(r.queued)
	r.queued = r.queued[:0]
}
