package sfu

import (
	"time"

	"github.com/cumbre-meet/cumbre/internal/media/history"
	"github.com/cumbre-meet/cumbre/internal/units"
)

const (
	// paceFrom × what is sent: a path that carries less is paced, until it carries paceUntil ×. More paces paths whose
	// queues do not mind a frame's packets at once, and delays them for nothing.
	paceFrom, paceUntil = 1.5, 2.0
	// paceFactor × the estimate is how fast packets leave: a keyframe shall not wait for long (libwebrtc
	// pacing/pacing_controller.h kDefaultPaceMultiplier).
	paceFactor = 2.5
	// paceShort is the same for a path that does not carry the base layers of all pictures: there a keyframe that comes twice as fast as the
	// path carries it makes a queue, which is taken for less of a path, which pauses the picture that it was of.
	paceShort = 1.25
	// paceLongest is how long a packet waits at most. More spreads keyframes further, and is felt as delay.
	paceLongest = 150 * time.Millisecond
	// paceCarry is how much unused time counts later: so much leaves at once.
	paceCarry = 4 * time.Millisecond
	// holdLong is how long pictures must have been held for them to begin anew with keyframes: what waits by then is more
	// than a keyframe, and the frames before it have lost packets. Less asks for keyframes without need, more shows late
	// what nobody waits for.
	holdLong = 200 * time.Millisecond
	// paceCalm is how long packets leave no faster than the estimate after that: else the keyframes would fill the queue again.
	paceCalm = time.Second
	// paceReplayAge is how old a keyframe of the cache gets at most, with all that came since, where the path is not known to carry much
	// more than is sent: a new one costs it less than seconds of frames at once.
	paceReplayAge = 300 * time.Millisecond
	// paceMend × the estimate is what repairs get of a paced path at least, and what pictures leave of it where that is more. A viewer asks
	// for all that a full queue drops, again and again: unbounded, that is ten times what the path carries, and keeps the queue full. Less
	// leaves the losses of a bad radio unmended.
	paceMend = 0.25
	// paceMendFor is how much of that counts later: the losses of so long are mended at once.
	paceMendFor = 500 * time.Millisecond
	// paceQueue is how many packets wait at once, a power of two; when it is full the oldest leaves. 32 bytes each, for
	// clients that are paced or were.
	paceQueue = 512
)

// held is a picture's packet that waits; the stream's ring has it.
type held struct {
	slot   *slot
	stream *stream
	seq    units.Seq64
	at     units.Instant
}

// pacer spreads the packets of pictures to one endpoint over time, where its path carries little more than is sent. Sound
// and repairs do not wait.
type pacer struct {
	on        bool
	near      bool          // the path is not known to carry much more than is sent: it is not paced for that alone
	held      bool          // nothing that waits leaves
	heldAt    units.Instant // since then
	calmUntil units.Instant // packets leave at the estimate's rate until then
	queue     []held        // a ring; made when it is first on
	head      int
	count     int
	budget    float64 // bytes that may leave now; < 0: too many did
	plain     float64 // what the path carries, bytes a second
	rate      float64 // what may leave, bytes a second
	mend      float64 // what repairs may have of it, bytes a second
	mends     float64 // bytes of repairs that may leave now
	last      units.Instant
}

// set follows the estimate and what is sent; tight: the estimate is the path's limit.
func (p *pacer) set(now units.Instant, estimate, sent units.Bitrate, tight, short bool) {
	factor := paceFactor
	if short {
		factor = paceShort
	}
	p.plain = float64(max(estimate, sent)) / 8 // base layers are sent for want of proof, whatever the estimate says
	p.rate = p.plain * factor
	p.mend = max(p.plain*paceMend, float64(estimate-sent)/8)
	limit := float64(estimate) / float64(max(sent, 1))
	p.near = limit < paceFrom || p.near && limit < paceUntil
	switch {
	case p.held:
	case !tight || limit >= paceUntil:
		p.on = false // what waits leaves with the next tick
	case limit < paceFrom:
		p.start(now)
	}
}

func (p *pacer) start(now units.Instant) {
	if p.on {
		return
	}
	p.on, p.last, p.budget, p.mends = true, now, 0, 0
	if p.queue == nil {
		p.queue = make([]held, paceQueue)
	}
}

// hold stops pictures, or lets them go on: while a queue on the path fills, only sound is added to it. It tells that they
// were held for long.
func (p *pacer) hold(now units.Instant, hold bool) (long bool) {
	switch {
	case hold && !p.held:
		p.start(now)
		p.heldAt = now
	case p.held && !hold:
		if long = now.Sub(p.heldAt) >= holdLong; long {
			p.calmUntil = now.Add(paceCalm)
		}
		for i := range p.count { // spread what was held, too
			p.queue[(p.head+i)%paceQueue].at = now
		}
	}
	p.held = hold
	return long
}

// holds tells whether a packet has to wait, and keeps it then.
func (p *pacer) holds(now units.Instant, s *slot, e *history.Entry) bool {
	if s.via != nil { // a channel's picture ends between two packets
		return false
	}
	if p.count == 0 && p.budget >= 0 && !p.held {
		return false
	}
	if p.count == len(p.queue) {
		p.release(now)
	}
	p.queue[(p.head+p.count)%paceQueue] = held{slot: s, stream: s.current, seq: e.Seq, at: now}
	p.count++
	return true
}

// tick lets go what may leave.
func (p *pacer) tick(now units.Instant) {
	if p.queue == nil {
		return
	}
	if p.held {
		p.last, p.budget = now, 0
		return
	}
	rate := p.rate
	if now < p.calmUntil {
		rate = p.plain
	}
	passed := now.Sub(p.last).Seconds()
	p.mends = min(p.mends+p.mend*passed, p.mend*paceMendFor.Seconds())
	p.budget += rate * passed
	p.last = now
	for p.count > 0 && (p.budget >= 0 || !p.on || now.Sub(p.queue[p.head].at) >= paceLongest) {
		p.release(now)
	}
	p.budget = min(p.budget, p.rate*paceCarry.Seconds())
}

// release lets the oldest packet go. It is dropped where its slot has turned to something else.
func (p *pacer) release(now units.Instant) {
	h := p.queue[p.head]
	p.queue[p.head] = held{}
	p.head = (p.head + 1) % paceQueue
	p.count--
	if h.slot == nil || h.slot.current != h.stream || h.slot.via != nil || h.stream.src.muted {
		return
	}
	if e := h.stream.ring.Get(h.seq); e != nil {
		h.slot.forwardNow(now, e)
	}
}

// hurry lets a slot's packets go at once: it turns to another stream. Held ones are dropped.
func (p *pacer) hurry(now units.Instant, s *slot) {
	for i := range p.count {
		h := &p.queue[(p.head+i)%paceQueue]
		if h.slot != s {
			continue
		}
		if e := h.stream.ring.Get(h.seq); e != nil && !p.held && s.current == h.stream && s.via == nil && !h.stream.src.muted {
			s.forwardNow(now, e)
		}
		h.slot = nil
	}
}

// spent notes bytes of a picture that left.
func (p *pacer) spent(n int) { p.budget -= float64(n) }

// mended notes bytes of a repair that left.
func (p *pacer) mended(n int) { p.mends -= float64(n) }

// mayMend tells whether a repair may leave now. What it is larger than what was saved is owed: on a path of 60 kbit/s a whole packet is more
// than is ever saved.
func (p *pacer) mayMend() bool { return !p.on || p.mends > 0 }
