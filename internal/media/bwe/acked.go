package bwe

import (
	"math"
	"time"

	"github.com/cumbre-meet/cumbre/internal/units"
)

// Follows jitsi-videobridge a29d97d bandwidthestimation2/BitrateEstimator.kt and AcknowledgedBitrateEstimator.kt
// (libwebrtc goog_cc/bitrate_estimator.cc). New here: what arrives in a window counts at most at the rate at
// which it was sent, so that compressed arrival times, made by a radio link or by a liar, do not look like capacity; and
// an increase is trusted as much as a decrease by the same factor, because a layer that is added multiplies the rate.

const (
	ackedFirstWindow = 500 * time.Millisecond
	ackedWindow      = 150 * time.Millisecond
	// ackedCompression is how much faster than sent a window may have arrived: jitter of 30 ms does that.
	ackedCompression = 1.25
)

// ackedRate estimates the bitrate that arrives, by weighing each window's sample with how far off it is.
type ackedRate struct {
	known    bool
	rate     float64 // bit/s
	variance float64

	last      units.Instant // newest arrival
	passed    time.Duration // of the window
	sum       int           // bytes in the window
	firstSent units.Instant // of the packets in the window
	lastSent  units.Instant

	changed units.Instant // packets sent after this may bring another rate; 0: no such
}

func newAckedRate() ackedRate { return ackedRate{variance: 50} }

// add takes one packet's arrival. Packets come in order of arrival; a late one adds bytes and no time.
func (a *ackedRate) add(sent, arrival units.Instant, size int) {
	if !a.changed.IsZero() && sent > a.changed {
		a.variance += 200
		a.changed = 0
	}
	window := ackedFirstWindow
	if a.known {
		window = ackedWindow
	}
	if !a.last.IsZero() && arrival > a.last {
		gap := arrival.Sub(a.last)
		a.passed += gap
		if gap > window { // nothing came for a whole window
			a.sum, a.firstSent = 0, 0
			a.passed %= window
		}
	}
	a.last = max(a.last, arrival)
	if a.passed >= window {
		spread := time.Duration(float64(a.lastSent.Sub(a.firstSent)) / ackedCompression)
		a.sample(float64(a.sum) * 8 / max(window, spread).Seconds())
		a.passed = min(a.passed-window, window)
		a.sum, a.firstSent = 0, 0
	}
	a.sum += size
	if a.firstSent.IsZero() {
		a.firstSent, a.lastSent = sent, sent
	}
	a.firstSent, a.lastSent = min(a.firstSent, sent), max(a.lastSent, sent)
}

// set takes a rate that is known better.
func (a *ackedRate) set(rate float64) { a.known, a.rate = true, rate }

// sample is a Bayesian update: the further a sample is from the estimate, the less it counts.
func (a *ackedRate) sample(s float64) {
	if !a.known {
		a.known, a.rate = true, s
		return
	}
	uncertainty := 10 * math.Abs(a.rate-s) / max(a.rate, s, 1)
	sampleVariance := uncertainty * uncertainty
	predicted := a.variance + 5
	a.rate = (sampleVariance*a.rate + predicted*s) / (sampleVariance + predicted)
	a.variance = sampleVariance * predicted / (sampleVariance + predicted)
}

// forgetClock makes the next arrival the first one: the receiver's clock has changed.
func (a *ackedRate) forgetClock() {
	a.last, a.passed, a.sum, a.firstSent = 0, 0, 0, 0
}
