package simnet

import (
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

// Link carries packets one way.
type Link struct {
	Conditions
	// Sent and Lost count packets.
	Sent, Lost int

	net     *Net
	deliver func(packet []byte)
	last    units.Instant // latest delivery in order
	free    units.Instant // when the limited link has sent what waits
	bad     bool
}

// NewLink makes a link that hands packets to deliver.
func NewLink(n *Net, c Conditions, deliver func(packet []byte)) *Link {
	return &Link{Conditions: c, net: n, deliver: deliver}
}

// Send puts a packet on the link, which takes it over.
func (l *Link) Send(packet []byte) { l.SendTo(packet, l.deliver) }

// SendTo is Send for a link that several share: deliver gets the packet.
func (l *Link) SendTo(packet []byte, deliver func(packet []byte)) {
	l.Sent++
	wait, ok := l.queue(len(packet))
	if !ok || l.lose() {
		l.Lost++
		return
	}
	l.schedule(packet, wait, deliver)
	if l.chance(l.Duplicate) {
		l.schedule(append([]byte(nil), packet...), wait, deliver)
	}
}

func (l *Link) chance(p float64) bool { return p > 0 && l.net.rand.Float64() < p }

func (l *Link) lose() bool {
	lost := l.chance(l.Loss)
	if b := l.Bursts; b != nil {
		if l.bad {
			l.bad = !l.chance(b.BadToGood)
		} else {
			l.bad = l.chance(b.GoodToBad)
		}
		lost = lost || (l.bad && l.chance(b.LossInBad))
	}
	return lost
}

// queue is how long a packet waits until the limited link has sent it; ok is false where the queue is full.
func (l *Link) queue(size int) (time.Duration, bool) {
	if l.Rate == 0 {
		return 0, true
	}
	now := l.net.now
	l.free = max(l.free, now)
	if l.free.Sub(now) > l.Queue {
		return 0, false
	}
	l.free = l.free.Add(time.Duration(float64(size*8) / float64(l.Rate) * float64(time.Second)))
	return l.free.Sub(now), true
}

func (l *Link) schedule(packet []byte, wait time.Duration, deliver func([]byte)) {
	at := l.net.now.Add(l.Delay + wait)
	if l.Jitter > 0 {
		at = at.Add(time.Duration(l.net.rand.Int64N(int64(l.Jitter))))
	}
	if l.chance(l.Reorder) {
		at = at.Add(l.ReorderBy)
	} else {
		at = max(at, l.last)
		l.last = at
	}
	l.net.At(at, func() { deliver(packet) })
}
