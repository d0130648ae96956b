package bwe

import (
	"math"
	"time"

	"github.com/cumbre-meet/cumbre/internal/units"
)

// Follows jitsi-videobridge a29d97d bandwidthestimation2/LossBasedBweV2.kt (libwebrtc goog_cc/loss_based_bwe_v2.cc),
// with the byte loss rate, without padding (so that a recovering estimate is lossIncreasing, never "increasing using
// padding"), and without what its field trials leave off.

const (
	lossRampup         = 1.5 // × what arrives: how far the estimate rises at once while losses limit it
	lossRampupInHold   = 1.2
	lossHoldThreshold  = 1.3 // × the held rate: what must arrive to leave the hold's factor
	lossFirstHold      = 300 * time.Millisecond
	lossLongestHold    = 60 * time.Second
	lossHoldFactor     = 2
	lossIncreaseWindow = 300 * time.Millisecond
	lossIncreaseMost   = 1.3 // in such a window
	lossReady          = 3   // observations
)

// lossState is what the losses say about the path.
type lossState uint8

const (
	lossNone lossState = iota // the delay decides
	lossIncreasing
	lossDecreasing
)

// lossEstimator tells how much the path carries by its losses.
type lossEstimator struct {
	model       lossModel
	least, most float64
	acked       float64 // 0: unknown
	proven      float64 // by a probe; counts until provenUntil
	provenUntil units.Instant
	delayed     float64 // the delay-based estimate

	best channel // best.limit 0: none yet

	rate  float64 // the result
	state lossState

	windowFrom  units.Instant // the increase is bounded until lossIncreaseWindow later; 0: no such
	windowLimit float64

	holdUntil units.Instant
	hold      time.Duration // the next one's length
	holdRate  float64
}

func newLossEstimator(c Config) lossEstimator {
	l := lossEstimator{
		least: float64(c.Min), most: float64(c.Max), windowLimit: math.Inf(1), best: channel{inherent: 0.01},
	}
	l.unhold()
	return l
}

func (l *lossEstimator) unhold() {
	l.holdUntil, l.hold, l.holdRate = 0, lossFirstHold, math.Inf(1)
}

// ready tells whether enough was observed for rate to mean something.
func (l *lossEstimator) ready() bool { return l.best.limit > 0 && l.model.observed >= lossReady }

// lowest is what surely passes: it arrives.
func (l *lossEstimator) lowest() float64 { return max(l.acked, l.least) }

// evidence is what the path is known to have carried of late. New here: a probe's result counts like what arrives, since
// an application-limited sender has nothing else, and does not pad.
func (l *lossEstimator) evidence() float64 {
	if l.model.lastSent < l.provenUntil {
		return max(l.acked, l.proven)
	}
	return l.acked
}

// prove takes a probe's result.
func (l *lossEstimator) prove(now units.Instant, rate float64) {
	l.proven, l.provenUntil = rate, now.Add(provenFor)
}

// limited tells whether losses decide.
func (l *lossEstimator) limited() bool { return l.state != lossNone }

// update makes a new estimate if what was reported makes a new observation.
func (l *lossEstimator) update(delayed float64, inALR bool) {
	l.delayed = delayed
	if l.model.observed == 0 { // the first, or after a pause
		l.best, l.state, l.windowFrom = channel{inherent: 0.01}, lossNone, 0
		l.unhold()
	}
	if !l.model.observe() {
		return
	}
	if l.best.limit == 0 {
		l.best.limit, l.rate = delayed, delayed
	}
	candidate := l.likeliest(inALR)
	if l.model.lossRatio > candidate.inherent && l.best.limit < candidate.limit {
		candidate.limit = l.best.limit // more is lost than the path loses by itself: no time to rise
	}
	if l.limited() {
		l.boundIncrease(&candidate)
	}
	bounded := max(l.lowest(), min(candidate.limit, l.instantLimit(), l.delayed))
	if bounded < candidate.limit {
		l.best = channel{limit: bounded}
	} else {
		l.best = candidate
		l.best.limit = max(l.best.limit, l.lowest())
	}
	l.settle(bounded)
}

// likeliest is the channel, among a few near the present one, that explains the observations best.
func (l *lossEstimator) likeliest(inALR bool) channel {
	limits := [...]float64{1.02 * l.best.limit, l.best.limit, 0.95 * l.best.limit, 0, 0}
	n := 3
	if e := l.evidence(); e > 0 && (!inALR || e > l.acked) {
		limits[n] = e
		n++
	}
	if l.delayed > l.best.limit {
		limits[n] = l.delayed
		n++
	}
	highest := l.most
	if l.limited() && !math.IsInf(l.windowLimit, 1) {
		highest = l.windowLimit
	}
	highest = max(highest, l.best.limit)
	best, objective := l.best, math.Inf(-1)
	for _, limit := range limits[:n] {
		c := channel{limit: min(limit, highest), inherent: l.best.inherent}
		l.model.fit(&c)
		if o := l.model.objective(c); o > objective {
			best, objective = c, o
		}
	}
	return best
}

// boundIncrease lets the estimate rise only as far as what arrives, and a time since the last rise, support.
func (l *lossEstimator) boundIncrease(c *channel) {
	at := l.model.lastSent
	if !l.windowFrom.IsZero() && l.windowFrom.Add(lossIncreaseWindow) > at {
		c.limit = min(c.limit, l.windowLimit)
	}
	evidence := l.evidence()
	if !l.increases(l.best.limit, c.limit) || evidence == 0 {
		return
	}
	factor := lossRampup
	if evidence < lossHoldThreshold*l.holdRate && !math.IsInf(l.holdRate, 1) {
		factor = lossRampupInHold
	}
	c.limit = max(l.best.limit, min(c.limit, factor*evidence))
	if l.state == lossDecreasing && c.limit == l.best.limit {
		c.limit++ // leaves the decreasing state
	}
}

// increases tells whether losses limit the estimate and it rises.
func (l *lossEstimator) increases(from, to float64) bool {
	return l.limited() && (from < to || (from == to && l.state == lossIncreasing))
}

// settle makes the result and its state of the bounded estimate.
func (l *lossEstimator) settle(bounded float64) {
	at := l.model.lastSent
	if l.state == lossDecreasing && l.holdUntil > at && bounded < l.delayed {
		l.holdRate = max(l.lowest(), l.holdRate)
		l.rate = min(l.holdRate, bounded)
		return
	}
	below := bounded < l.delayed && bounded < l.most
	switch {
	case below && l.increases(l.rate, bounded):
		l.state = lossIncreasing
	case below:
		if l.state != lossDecreasing {
			l.holdUntil, l.holdRate = at.Add(l.hold), bounded
			l.hold = min(lossLongestHold, l.hold*lossHoldFactor)
		}
		l.state = lossDecreasing
	default:
		l.unhold()
		l.state = lossNone
	}
	l.rate = bounded
	if l.limited() && (l.windowFrom.IsZero() || l.windowFrom.Add(lossIncreaseWindow) < at) {
		l.windowLimit = max(l.least, l.best.limit*lossIncreaseMost)
		l.windowFrom = at
	}
}

// instantLimit is what heavy loss allows at once, whatever the model says.
func (l *lossEstimator) instantLimit() float64 {
	const balance, offset = 100_000.0, 0.05
	if l.model.lossRatio <= offset {
		return l.most
	}
	return balance / (l.model.lossRatio - offset)
}
