package bwe

import (
	"time"

	"github.com/cumbre-meet/cumbre/internal/units"
)

const (
	// maxFeedback is how many feedback messages a second count. libwebrtc sends 4 to 20, and more when many packets are
	// lost; further ones are dropped unread.
	maxFeedback = 100
	// clockSlack is how much earlier than sent, or later than reported, a packet may seem to have come: the receiver's
	// tick is 250 µs, our packets of one turn share an instant.
	clockSlack = 10 * time.Millisecond
	// clockDrift is how fast (1 in so many) the receiver's clock may leave ours.
	clockDrift = 1000
	// clockJumpEvery is how often the receiver's clock may be set. What comes between does not count.
	clockJumpEvery = 5 * time.Second
	// arrivalWrap is where the reference time of 24 bits of 64 ms wraps.
	arrivalWrap = (1 << 24) * 64 * time.Millisecond
)

// Lies counts what feedback said that could not be, or was beyond bounds, and was left out. Honest receivers cause a
// few of Repeated (feedback overlaps) and Forgotten.
type Lies struct {
	Flooded    uint64 // messages beyond 100 a second, or with more reports than MaxReports
	Unknown    uint64 // reports of packets that were never sent, or are forgotten
	Repeated   uint64 // reports of what was reported before
	Impossible uint64 // messages by which packets came before they were sent, or after they were reported
	ClockJumps uint64 // messages after which the receiver's clock must have been set
}

// receiverClock bounds how far the receiver's clock is from ours: each packet came after it was sent, and before it was
// reported. What is kept is the interval that all reports agree with.
type receiverClock struct {
	known     bool
	last      time.Duration // newest arrival, unwrapped
	low, high time.Duration // our clock less the receiver's
	at        units.Instant // when these were last made wider for drift
	offset    time.Duration // that arrivals are moved by; constant until a jump
	jumpedAt  units.Instant

	second int64
	count  int // messages in that second
}

type clockVerdict uint8

const (
	clockGood clockVerdict = iota
	clockJumped
	clockImpossible
)

// allow counts a message.
func (c *receiverClock) allow(now units.Instant) bool {
	if second := int64(now) / int64(time.Second); second != c.second {
		c.second, c.count = second, 0
	}
	c.count++
	return c.count <= maxFeedback
}

// unwrap extends an arrival to the one nearest to the last.
func (c *receiverClock) unwrap(arrival time.Duration) time.Duration {
	arrival %= arrivalWrap
	if !c.known {
		return arrival
	}
	away := c.last - arrival
	rest := away % arrivalWrap
	arrival += away - rest // whole turns
	switch {
	case rest > arrivalWrap/2:
		arrival += arrivalWrap
	case rest < -arrivalWrap/2:
		arrival -= arrivalWrap
	}
	return arrival
}

// judge takes the packets that a message reports to have come. low is the latest that one of them was sent, less its
// arrival; newest the newest arrival.
func (c *receiverClock) judge(now units.Instant, low, newest time.Duration) clockVerdict {
	high := time.Duration(now) - newest
	if low > high+clockSlack {
		return clockImpossible
	}
	verdict := clockGood
	if c.known {
		drift := now.Sub(c.at) / clockDrift
		c.low, c.high, c.at = c.low-drift, c.high+drift, now
		if low > c.high+clockSlack || high < c.low-clockSlack {
			if !c.jumpedAt.IsZero() && now.Sub(c.jumpedAt) < clockJumpEvery {
				return clockImpossible
			}
			c.jumpedAt = now
			c.known, verdict = false, clockJumped
		}
	}
	if !c.known {
		c.known, c.at, c.low, c.high, c.offset = true, now, low, high, high
	}
	c.low, c.high, c.last = max(c.low, low), min(c.high, high), newest
	return verdict
}

// instant is an arrival on our clock, late by at most the shortest way back.
func (c *receiverClock) instant(arrival time.Duration) units.Instant {
	return max(units.Instant(arrival+c.offset), 1)
}
