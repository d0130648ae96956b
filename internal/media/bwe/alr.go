package bwe

import (
	"time"

	"github.com/cumbre-meet/cumbre/internal/units"
)

// Follows jitsi-videobridge a29d97d bandwidthestimation2/AlrDetector.kt and IntervalBudget.kt (libwebrtc
// goog_cc/alr_detector.cc), with the numbers that both use where the application's rate comes in steps
// (kDefaultProbingScreenshareBweSettings), as that of simulcast layers does. Unlike there, time passes without
// packets as well, and the region ends at alrStop.

const (
	alrUsage  = 0.80 // of the estimate: less is limited by the application
	alrStart  = 0.40 // of the budget saved
	alrStop   = -0.60
	alrWindow = 500 * time.Millisecond // the budget holds what may be sent in this time
)

// alrDetector tells whether the application sends less than it may: an application-limited region.
type alrDetector struct {
	rate   float64 // bit/s that fill the budget
	budget float64 // bytes
	last   units.Instant
	since  units.Instant // 0: not limited by the application
}

// setEstimate follows the estimate.
func (a *alrDetector) setEstimate(rate float64) {
	a.rate = rate * alrUsage
	a.budget = min(max(a.budget, -a.most()), a.most())
}

func (a *alrDetector) most() float64 { return a.rate * alrWindow.Seconds() / 8 }

// sent notes the bytes that the application sent since it was last called.
func (a *alrDetector) sent(now units.Instant, size int) {
	if a.last.IsZero() {
		a.last = now
		return
	}
	most := a.most()
	a.budget = max(a.budget-float64(size), -most)
	a.budget = min(a.budget+a.rate/8*now.Sub(a.last).Seconds(), most)
	a.last = now
	switch {
	case a.since.IsZero() && a.budget > alrStart*most:
		a.since = now
	case !a.since.IsZero() && a.budget < alrStop*most:
		a.since = 0
	}
}
