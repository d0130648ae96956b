package bwe

import (
	"time"

	"github.com/cumbre-meet/cumbre/internal/units"
)

// Follows jitsi-videobridge a29d97d bandwidthestimation2/DelayBasedBwe.kt (libwebrtc goog_cc/delay_based_bwe.cc).

// delayTimeout is how long without feedback makes the groups begin anew.
const delayTimeout = 2 * time.Second

// delayEstimator is the delay-based estimate.
type delayEstimator struct {
	groups arrivalGroups
	trend  trendline
	rates  aimd
	seenAt units.Instant

	waits     bool // even the quickest packets had to wait, in this report
	recovered bool // the queue emptied, in this report
}

func newDelayEstimator(c Config) delayEstimator {
	return delayEstimator{trend: newTrendline(), rates: newAIMD(c)}
}

// begin starts a report.
func (d *delayEstimator) begin(now units.Instant) {
	if now.Sub(d.seenAt) > delayTimeout {
		d.groups = arrivalGroups{}
	}
	d.seenAt, d.recovered = now, false
}

// add takes one packet of the report, in order of arrival.
func (d *delayEstimator) add(now, sent, arrival units.Instant) {
	before := d.trend.state
	if delta, ok := d.groups.add(sent, arrival, now); ok {
		d.trend.update(delta, d.groups.previous.lastArrival)
	}
	if before == usageUnder && d.trend.state == usageNormal {
		d.recovered = true
	}
}

// forgetClock begins anew: the receiver's clock has changed.
func (d *delayEstimator) forgetClock() {
	d.groups = arrivalGroups{}
	threshold := d.trend.threshold
	d.trend = newTrendline()
	d.trend.threshold = threshold
}

// end closes a report. acked is what arrives (0: unknown), probed what a probe found (0: none); full: a queue stands.
// probe: the estimate is now that.
func (d *delayEstimator) end(now units.Instant, acked, probed float64, full bool) (updated, probe bool) {
	state := d.trend.state
	if state == usageOver && !d.waits {
		state = usageNormal
	}
	switch {
	case full:
		d.rates.update(now, usageOver, acked)
		return true, false
	case state == usageOver && acked > 0:
		if !d.rates.mayReduce(now, acked) {
			return false, false
		}
	case state == usageOver:
		if now.Sub(d.rates.changedAt) >= min(max(d.rates.rtt, 10*time.Millisecond), 200*time.Millisecond) {
			d.rates.set(now, d.rates.rate/2)
			return true, false
		}
		return false, false
	case probed > 0:
		d.rates.prove(now, probed)
		return true, true
	}
	d.rates.update(now, state, acked)
	return true, false
}
