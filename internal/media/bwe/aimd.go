package bwe

import (
	"math"
	"time"

	"github.com/cumbre-meet/cumbre/internal/units"
)

// Follows jitsi-videobridge a29d97d bandwidthestimation2/AimdRateControl.kt and LinkCapacityEstimator.kt (libwebrtc
// remote_bitrate_estimator/aimd_rate_control.cc, goog_cc/link_capacity_estimator.cc).

const (
	backoff    = 0.85 // of what arrives, at overuse
	defaultRTT = 200 * time.Millisecond
	// growth is per second while the capacity is unknown.
	growth = 1.08
	// growthLimit × what arrives + growthSlack bounds the estimate's growth.
	growthLimit = 1.5
	growthSlack = 10_000.0
	// gentleEvery is how often the estimate falls by a step. Less falls faster where the path did narrow, more makes a busy
	// processor at the receiver cost less.
	gentleEvery = 200 * time.Millisecond
	// provenFor is how long a probe's result counts.
	provenFor = 5 * time.Second
)

type aimdState uint8

const (
	aimdHold aimdState = iota
	aimdIncrease
	aimdDecrease
)

// aimd is additive increase and multiplicative decrease of the delay-based estimate.
type aimd struct {
	least, most float64
	rate        float64
	arriving    float64 // what arrived, as last known
	state       aimdState
	changedAt   units.Instant
	capacity    linkCapacity
	rtt         time.Duration
	proven      float64 // what a probe found; counts once, until provenUntil
	provenUntil units.Instant
	holds       bool // the estimate must not rise: nothing would tell that it is too high
	gentle      bool // the application limits what arrives, and no queue stands: overuse lowers the estimate by a step
}

func newAIMD(c Config) aimd {
	return aimd{
		least: float64(c.Min), most: float64(c.Max), rate: float64(c.Start), arriving: float64(c.Start),
		rtt: defaultRTT, capacity: linkCapacity{deviation: 0.4},
	}
}

// mayReduce tells whether the last decrease has had time to work, or did not do.
func (a *aimd) mayReduce(now units.Instant, arriving float64) bool {
	wait := min(max(a.rtt, 10*time.Millisecond), 200*time.Millisecond)
	if a.gentle {
		return now.Sub(a.changedAt) >= gentleEvery
	}
	return now.Sub(a.changedAt) >= wait || arriving < a.rate/2
}

// set takes a measured rate.
func (a *aimd) set(now units.Instant, rate float64) {
	a.rate = a.clamp(rate)
	a.changedAt = now
}

// prove takes a rate that a probe found. New here: the first overuse after it, which is often the probe's own queue, falls
// from it rather than from what arrives, which says little while the application limits that. A further one does not.
func (a *aimd) prove(now units.Instant, rate float64) {
	a.set(now, rate)
	a.proven, a.provenUntil = a.rate, now.Add(provenFor)
}

// update follows the detector. acked is what arrives, 0 where unknown.
func (a *aimd) update(now units.Instant, u usage, acked float64) {
	if acked > 0 {
		a.arriving = acked
	}
	switch u {
	case usageOver:
		a.state = aimdDecrease
	case usageUnder:
		a.state = aimdHold // the queue empties
	default:
		if a.state == aimdHold {
			a.changedAt, a.state = now, aimdIncrease
		}
	}
	switch a.state {
	case aimdIncrease:
		a.increase(now)
	case aimdDecrease:
		a.decrease(now)
	case aimdHold:
	}
	a.rate = a.clamp(a.rate)
}

func (a *aimd) increase(now units.Instant) {
	if a.arriving > a.capacity.upper() {
		a.capacity.known = false
	}
	passed := now.Sub(a.changedAt).Seconds()
	a.changedAt = now
	limit := growthLimit*a.arriving + growthSlack
	if a.rate >= limit || a.holds {
		return
	}
	more := a.additive() * passed
	if !a.capacity.known {
		more = max(a.rate*(math.Pow(growth, min(passed, 1))-1), 1000)
	}
	a.rate = min(a.rate+more, limit)
}

// additive is the increase near capacity, bit/s per second: one packet in the time in which overuse would be noticed.
func (a *aimd) additive() float64 {
	const frames, packet = 30, 1200 * 8
	frame := a.rate / frames
	size := frame / math.Ceil(frame/packet)
	response := 2 * (a.rtt + 100*time.Millisecond)
	return max(size/response.Seconds(), 4000)
}

func (a *aimd) decrease(now units.Instant) {
	if a.gentle && a.arriving < a.rate {
		a.ease(now)
		return
	}
	arriving := a.arriving
	if now < a.provenUntil {
		arriving = max(arriving, a.proven)
	}
	rate := arriving * backoff // below what arrives, so that the queue empties
	if rate > 5000 {
		rate -= 5000
	}
	if rate > a.rate && a.capacity.known {
		rate = a.capacity.estimate() * backoff
	}
	a.rate = min(a.rate, rate)
	if arriving < a.capacity.lower() {
		a.capacity.known = false
	}
	a.capacity.overused(arriving)
	a.state = aimdHold // until the queue is empty
	a.proven = 0
	a.changedAt = now
}

// ease lowers the estimate by one step. New here: what arrives says nothing about the path while the application limits
// it, as the steps of simulcast layers mostly do, so that one short delay would lower the estimate to what happens to be
// sent. A path that did narrow says so again and again.
func (a *aimd) ease(now units.Instant) {
	a.rate = max(a.rate*backoff, min(a.rate, a.arriving))
	a.state, a.proven, a.changedAt = aimdHold, 0, now
}

func (a *aimd) clamp(rate float64) float64 { return min(max(rate, a.least), a.most) }

// linkCapacity is what arrived when the path was overused: an average in kbit/s, and its normalised variance.
type linkCapacity struct {
	known     bool
	kbps      float64
	deviation float64
}

func (c *linkCapacity) overused(rate float64) {
	const alpha = 0.05
	sample := rate / 1000
	if !c.known {
		c.known, c.kbps = true, sample
	} else {
		c.kbps += alpha * (sample - c.kbps)
	}
	off := c.kbps - sample
	c.deviation = (1-alpha)*c.deviation + alpha*off*off/max(c.kbps, 1)
	c.deviation = min(max(c.deviation, 0.4), 2.5)
}

func (c *linkCapacity) estimate() float64 { return c.kbps * 1000 }
func (c *linkCapacity) sigma() float64    { return math.Sqrt(c.deviation * c.kbps) }

// upper and lower are three standard deviations off; without an estimate nothing is beyond them.
func (c *linkCapacity) upper() float64 {
	if !c.known {
		return math.Inf(1)
	}
	return (c.kbps + 3*c.sigma()) * 1000
}

func (c *linkCapacity) lower() float64 {
	if !c.known {
		return 0
	}
	return max(0, c.kbps-3*c.sigma()) * 1000
}
