package bwe_test

import (
	"slices"
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/media/bwe"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// TestAQueueThatFillsIsToldAtOnce goes from 4 Mbit/s to 0.5 with 3 sent: that pictures shall be held is known within the round
// trip, the path's share of two messages and a queue of 100 ms, how narrow the path is soon after, and that the queue is empty
// when it is.
func TestAQueueThatFillsIsToldAtOnce(t *testing.T) {
	each(t, func(t *testing.T, seed uint64, _ string, _ func() wish) {
		t.Helper()
		p := newPath(seed, dsl())
		f := p.join(bwe.Config{}, 8*mbps, constant(3*mbps))
		f.measure(20 * time.Second)
		holds := func() bool { return f.ctl.Filling(p.net.Now()) }
		until := func(what bool) time.Duration {
			took := time.Duration(0)
			for ; holds() != what && took < time.Second; took += 10 * ms {
				p.net.Run(10 * ms)
			}
			return took
		}
		p.down.Rate = 500 * kbps
		told := until(true)
		f.wish = constant(0)
		known := told + f.reachDown(500*kbps)
		emptied := until(false)
		t.Logf("told after %v, the rate after %v, over %v later", told, known, emptied)
		between(t, "until it is told, s", told.Seconds(), 0.1, 0.26)
		between(t, "until the rate is known, s", known.Seconds(), 0.1, 0.35)
		between(t, "until the queue is empty, s", emptied.Seconds(), 0.1, 0.6)
	})
}

// reachDown is how long it takes the target to fall to a rate, at most a second.
func (f *flow) reachDown(rate units.Bitrate) time.Duration {
	took := time.Duration(0)
	for ; f.ctl.Target() > rate && took < time.Second; took += 10 * ms {
		f.path.net.Run(10 * ms)
	}
	return took
}

// TestOwnBurstsAreNoQueue: a frame that is sent at once waits for itself, and so does a probe.
func TestOwnBurstsAreNoQueue(t *testing.T) {
	f := newPath(1, dsl()).join(bwe.Config{}, 8*mbps, layered(500*kbps, 1700*kbps, 3*mbps))
	held := 0
	for range 6000 {
		f.path.net.Run(10 * ms)
		if f.ctl.Filling(f.path.net.Now()) {
			held++
		}
	}
	t.Logf("held for %d of 6000 ticks", held)
	if held > 60 {
		t.Error("held")
	}
}

// TestAProbeDoesNotFillAPathThatGotNarrow: after the drop of TestAQueueThatFillsIsToldAtOnce 300 kbit/s are sent, and 8 Mbit/s wanted.
// What there was before is probed for, in steps that the path can carry if the drop lasts.
func TestAProbeDoesNotFillAPathThatGotNarrow(t *testing.T) {
	var longest []time.Duration
	for seed := range uint64(20) {
		p := newPath(seed, dsl())
		f := p.join(bwe.Config{}, 8*mbps, constant(3*mbps))
		f.measure(20 * time.Second)
		p.down.Rate = 500 * kbps
		f.reachDown(500 * kbps)
		f.wish = constant(300 * kbps)
		p.net.Run(time.Second)
		longest = append(longest, f.measure(10*time.Second).queued)
	}
	slices.Sort(longest)
	t.Logf("the longest queue from 1 to 11 s after the drop: %v", longest)
	between(t, "the longest queue at worst, s", longest[19].Seconds(), 0, 0.25)
}
