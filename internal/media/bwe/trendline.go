package bwe

import (
	"math"
	"time"

	"github.com/cumbre-meet/cumbre/internal/units"
)

// Follows jitsi-videobridge a29d97d bandwidthestimation2/TrendlineEstimator.kt (libwebrtc
// goog_cc/trendline_estimator.cc; draft-ietf-rmcat-gcc-02 section 5.4 has the adaptive threshold).

const (
	trendWindow     = 20 // groups that the line is fitted to
	trendSmoothing  = 0.9
	trendGain       = 4.0
	trendMostDeltas = 60 // with so many groups seen, the trend counts in full

	thresholdStart = 12.5 // ms
	thresholdLeast = 6.0
	thresholdMost  = 600.0
	thresholdUp    = 0.0087 // per ms
	thresholdDown  = 0.039
	// thresholdIgnore is how far above the threshold a trend does not move it: a sudden drop of capacity.
	thresholdIgnore = 15.0
	// overuseTime is how long the trend must be above the threshold, in ms of sending time.
	overuseTime = 10.0
)

// usage is what the delay says about the path.
type usage uint8

const (
	usageNormal usage = iota
	usageOver
	usageUnder
)

// trendline fits a line to the delay of the latest groups: its slope is (sent - capacity)/capacity while a queue
// fills.
type trendline struct {
	deltas      int
	firstAt     units.Instant
	accumulated float64 // ms
	smoothed    float64
	points      [trendWindow]trendPoint
	count       int
	next        int

	threshold   float64
	updatedAt   units.Instant
	slope       float64
	modified    float64 // slope as compared with the threshold, ms
	overusing   float64 // ms of sending time; < 0: not
	overusedFor int
	state       usage
}

type trendPoint struct{ at, delay float64 } // ms

func newTrendline() trendline { return trendline{threshold: thresholdStart, overusing: -1} }

// update takes what lies between two groups, the later of which ends at arrival.
func (t *trendline) update(d groupDelta, arrival units.Instant) {
	if t.firstAt.IsZero() {
		t.firstAt = arrival
	}
	t.deltas = min(t.deltas+1, 1000)
	t.accumulated += millis(d.arrival - d.sent)
	t.smoothed = trendSmoothing*t.smoothed + (1-trendSmoothing)*t.accumulated
	t.points[t.next] = trendPoint{at: millis(arrival.Sub(t.firstAt)), delay: t.smoothed}
	t.next = (t.next + 1) % trendWindow
	t.count = min(t.count+1, trendWindow)
	slope := t.slope
	if t.count == trendWindow {
		if fit, ok := t.fit(); ok {
			slope = fit
		}
	}
	t.detect(slope, millis(d.sent), arrival)
}

// fit is the slope of the least-squares line.
func (t *trendline) fit() (slope float64, ok bool) {
	var x, y float64
	for _, p := range t.points {
		x += p.at
		y += p.delay
	}
	x, y = x/trendWindow, y/trendWindow
	var above, below float64
	for _, p := range t.points {
		above += (p.at - x) * (p.delay - y)
		below += (p.at - x) * (p.at - x)
	}
	if below == 0 {
		return 0, false
	}
	return above / below, true
}

func (t *trendline) detect(slope, sent float64, at units.Instant) {
	if t.deltas < 2 {
		t.state = usageNormal
		return
	}
	t.modified = float64(min(t.deltas, trendMostDeltas)) * slope * trendGain
	switch {
	case t.modified > t.threshold:
		t.over(slope, sent)
	case t.modified < -t.threshold:
		t.overusing, t.overusedFor, t.state = -1, 0, usageUnder
	default:
		t.overusing, t.overusedFor, t.state = -1, 0, usageNormal
	}
	t.slope = slope
	t.adapt(at)
}

// over notes a trend above the threshold: overuse once it has lasted and does not fall.
func (t *trendline) over(slope, sent float64) {
	if t.overusing < 0 {
		t.overusing = sent / 2 // it began somewhere between the two groups
	} else {
		t.overusing += sent
	}
	t.overusedFor++
	if t.overusing > overuseTime && t.overusedFor > 1 && slope >= t.slope {
		t.overusing, t.overusedFor, t.state = 0, 0, usageOver
	}
}

// adapt moves the threshold towards the trend: up slowly, so that flows that fill queues do not starve us; down
// faster.
func (t *trendline) adapt(at units.Instant) {
	if t.updatedAt.IsZero() {
		t.updatedAt = at
	}
	passed := min(millis(at.Sub(t.updatedAt)), 100)
	t.updatedAt = at
	size := math.Abs(t.modified)
	if size > t.threshold+thresholdIgnore {
		return
	}
	k := thresholdUp
	if size < t.threshold {
		k = thresholdDown
	}
	t.threshold += k * (size - t.threshold) * max(passed, 0)
	t.threshold = min(max(t.threshold, thresholdLeast), thresholdMost)
}

func millis(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
