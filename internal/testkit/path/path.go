// Package path is a model of one direction of a network path: it decides when a packet arrives, or that it is lost. It
// has no clock and carries nothing: the simulated network (simnet) uses it in virtual time, the laboratory's relay between
// network namespaces (relay) in real time, with the same conditions.
package path

import (
	"math/rand/v2"
	"time"

	"github.com/cumbre-meet/cumbre/internal/units"
)

// Conditions are those of one direction of a path. The zero Conditions are a perfect one.
type Conditions struct {
	Delay  time.Duration // of every packet
	Jitter time.Duration // up to this much more; order is kept
	Loss   float64       // probability
	Bursts *Bursts       // losses in bursts, besides Loss
	// Reorder is the probability that a packet is ReorderBy later than its time, overtaken by others.
	Reorder   float64
	ReorderBy time.Duration
	Duplicate float64       // probability that a packet comes twice
	Rate      units.Bitrate // 0: no limit
	Queue     time.Duration // how long a packet waits for the Rate at most; longer ones are lost
}

// Bursts is the Gilbert–Elliott model: a good state without loss and a bad one where most is lost.
type Bursts struct {
	GoodToBad float64 // probability per packet
	BadToGood float64
	LossInBad float64
}

// Counters say what became of the packets that were sent.
type Counters struct {
	Sent        int // all of them
	LostRandom  int // by Loss
	LostBursts  int // in Bursts' bad state
	LostQueue   int // the Queue was full
	Duplicated  int
	Overtaken   int           // by Reorder
	LongestWait time.Duration // in the queue
}

// Lost is the packets lost for any cause.
func (c *Counters) Lost() int { return c.LostRandom + c.LostBursts + c.LostQueue }

// Way is one direction of a path. Its Conditions may be changed at any time; those who sent more before wait as they did.
type Way struct {
	Conditions
	Counters

	rand *rand.Rand
	last units.Instant // latest delivery in order
	free units.Instant // when the limited link has sent what waits
	bad  bool
}

// NewWay makes a Way whose chance is r's, which others may draw from as well.
func NewWay(c Conditions, r *rand.Rand) Way { return Way{Conditions: c, rand: r} }

// Fate is what becomes of a packet: it is delivered at At, and at Again once more. Zero is never, so that no At is a
// lost packet.
type Fate struct{ At, Again units.Instant }

// Send decides about a packet of size bytes that is sent at now. Calls are in the order of now.
func (w *Way) Send(now units.Instant, size int) Fate {
	w.Sent++
	wait, ok := w.queue(now, size)
	if !ok {
		w.LostQueue++
		return Fate{}
	}
	if w.lose() {
		return Fate{}
	}
	w.LongestWait = max(w.LongestWait, wait)
	fate := Fate{At: w.schedule(now.Add(wait))}
	if w.chance(w.Duplicate) {
		w.Duplicated++
		fate.Again = w.schedule(now.Add(wait))
	}
	return fate
}

// Waiting is how long a packet that is sent now would wait for the Rate.
func (w *Way) Waiting(now units.Instant) time.Duration { return max(w.free.Sub(now), 0) }

func (w *Way) chance(p float64) bool { return p > 0 && w.rand.Float64() < p }

// lose says whether chance loses a packet, and counts it.
func (w *Way) lose() bool {
	random, burst := w.chance(w.Loss), false
	if b := w.Bursts; b != nil {
		if w.bad {
			w.bad = !w.chance(b.BadToGood)
		} else {
			w.bad = w.chance(b.GoodToBad)
		}
		burst = !random && w.bad && w.chance(b.LossInBad)
	}
	switch {
	case random:
		w.LostRandom++
	case burst:
		w.LostBursts++
	}
	return random || burst
}

// queue is how long a packet waits until the limited link has sent it; ok is false where the queue is full.
func (w *Way) queue(now units.Instant, size int) (wait time.Duration, ok bool) {
	if w.Rate == 0 {
		return 0, true
	}
	w.free = max(w.free, now)
	if w.free.Sub(now) > w.Queue {
		return 0, false
	}
	w.free = w.free.Add(time.Duration(float64(size*8) / float64(w.Rate) * float64(time.Second)))
	return w.free.Sub(now), true
}

// schedule is when a packet that left the queue at sent arrives.
func (w *Way) schedule(sent units.Instant) units.Instant {
	at := sent.Add(w.Delay)
	if w.Jitter > 0 {
		at = at.Add(time.Duration(w.rand.Int64N(int64(w.Jitter))))
	}
	if w.chance(w.Reorder) {
		w.Overtaken++
		return at.Add(w.ReorderBy)
	}
	w.last = max(at, w.last)
	return w.last
}
