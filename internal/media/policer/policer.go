// Package policer bounds a sender's flow of packets, by token buckets: what is beyond its rate is refused at once and not
// delayed.
package policer

import (
	"time"

	"github.com/cumbre-meet/cumbre/internal/units"
)

// Limit is what may come in the long run. As much as of one second may come at once.
type Limit struct {
	Bytes   units.ByteCount // per second
	Packets int             // per second
}

// Policer is the state of one flow. The zero Policer has its whole second left. It has one owner and allocates nothing.
type Policer struct {
	started bool
	at      units.Instant
	bytes   float64 // left
	packets float64 // left
}

// Fits tells whether a packet of that size, in bytes, is within the limit now. It takes nothing: whether the packet
// counts may turn out later.
func (p *Policer) Fits(now units.Instant, l Limit, size int) bool {
	p.fill(now, l)
	return p.packets >= 1 && p.bytes >= float64(size)
}

// Take counts a packet. What has been refused does not count, so that a flow beyond its limit still has its share.
func (p *Policer) Take(size int) {
	p.packets--
	p.bytes -= float64(size)
}

// fill adds what time has brought.
func (p *Policer) fill(now units.Instant, l Limit) {
	passed := now.Sub(p.at)
	if !p.started || passed > time.Second {
		passed = time.Second
	}
	p.started = true
	if passed <= 0 {
		return
	}
	p.at = now
	p.bytes = min(float64(l.Bytes), p.bytes+float64(l.Bytes)*passed.Seconds())
	p.packets = min(float64(l.Packets), p.packets+float64(l.Packets)*passed.Seconds())
}
