package bwe_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/media/bwe"
	"github.com/cumbre-meet/cumbre/internal/testkit/simnet"
	"github.com/cumbre-meet/cumbre/internal/units"
)

const seeds = 4

// dsl is a path of 4 Mbit/s, 50 ms each way with a little jitter, and 300 ms of queue.
func dsl() simnet.Conditions {
	return simnet.Conditions{Delay: 50 * ms, Jitter: 2 * ms, Rate: 4 * mbps, Queue: 300 * ms}
}

// applications are what may send: one that takes all it may, and one whose rate comes in steps.
func applications() map[string]func() wish {
	return map[string]func() wish{
		"greedy":  func() wish { return greedy(20 * mbps) },
		"layered": func() wish { return layered(150*kbps, 500*kbps, 1700*kbps, 3*mbps, 6*mbps) },
	}
}

// each runs a test for each application and seed.
func each(t *testing.T, test func(t *testing.T, seed uint64, name string, app func() wish)) {
	t.Helper()
	for name, app := range applications() {
		for seed := range uint64(seeds) {
			t.Run(fmt.Sprintf("%s/%d", name, seed), func(t *testing.T) { test(t, seed, name, app) })
		}
	}
}

func between(t *testing.T, what string, got, least, most float64) {
	t.Helper()
	if got < least || got > most {
		t.Errorf("%s is %.2f, want %.2f to %.2f", what, got, least, most)
	}
}

func TestConvergesOnTheCapacity(t *testing.T) {
	each(t, func(t *testing.T, seed uint64, name string, app func() wish) {
		t.Helper()
		f := newPath(seed, dsl()).join(bwe.Config{}, 8*mbps, app())
		took := f.reach(3200*kbps, 10*time.Second)
		t.Logf("80 %% of 4 Mbit/s after %v", took)
		f.measure(10*time.Second).log(t, "first 10 s")
		m := f.measure(60 * time.Second)
		m.log(t, "next 60 s")
		between(t, "the time to 80 % of the capacity, s", took.Seconds(), 0, 2)
		between(t, "the mean target, of the capacity", in(m.mean)/4, 0.80, 1)
		between(t, "the longest queueing, s", m.queued.Seconds(), 0, 0.2)
		if name == "greedy" {
			between(t, "what arrived, of the capacity", in(m.arrived)/4, 0.80, 0.95)
		}
	})
}

// TestConvergesOnOtherPaths has slower and faster paths, shorter and longer ones, and deep and shallow queues.
func TestConvergesOnOtherPaths(t *testing.T) {
	for _, c := range []simnet.Conditions{
		{Delay: 5 * ms, Rate: 1 * mbps, Queue: 200 * ms},
		{Delay: 20 * ms, Rate: 12 * mbps, Queue: 100 * ms},
		{Delay: 150 * ms, Rate: 2 * mbps, Queue: 500 * ms},
		{Delay: 30 * ms, Rate: 300 * kbps, Queue: time.Second},
		{Delay: 50 * ms, Rate: 4 * mbps, Queue: 50 * ms},
		{Delay: 50 * ms, Rate: 4 * mbps, Queue: 2 * time.Second},
	} {
		c.Jitter = 2 * ms
		t.Run(fmt.Sprintf("%.1f Mbit/s, %v, queue %v", in(c.Rate), c.Delay, c.Queue), func(t *testing.T) {
			f := newPath(1, c).join(bwe.Config{}, 40*mbps, greedy(40*mbps))
			f.measure(10*time.Second).log(t, "first 10 s")
			m := f.measure(30 * time.Second)
			m.log(t, "next 30 s")
			between(t, "the mean target, of the capacity", in(m.mean)/in(c.Rate), 0.70, 1.02)
			between(t, "the longest queueing, s", m.queued.Seconds(), 0, 0.35)
		})
	}
}

// TestCapacityDropsAndComesBack goes from 4 Mbit/s to 0.5 and back, 20 times for each application.
func TestCapacityDropsAndComesBack(t *testing.T) {
	for name, app := range applications() {
		t.Run(name, func(t *testing.T) {
			least, most := 0.8, 1.0
			if name == "layered" { // between two layers the estimate grows by probes alone, and a probe errs by some percent
				least, most = 0.7, 1.05
			}
			var tooks, drained, low, back, used []float64
			for seed := range uint64(20) {
				p := newPath(seed, dsl())
				f := p.join(bwe.Config{}, 8*mbps, app())
				p.net.Run(20 * time.Second)
				p.down.Rate = 500 * kbps
				drained = append(drained, f.drains(200*ms, 15*time.Second).Seconds())
				low = append(low, in(f.measure(15*time.Second).mean)/0.5)
				p.down.Rate = 4 * mbps
				took := f.reach(3200*kbps, 20*time.Second)
				tooks = append(tooks, took.Seconds())
				p.net.Run(20*time.Second - took)
				m := f.measure(20 * time.Second)
				back, used = append(back, in(m.mean)/4), append(used, in(m.arrived)/4)
			}
			for _, l := range [][]float64{tooks, drained, low, back, used} {
				slices.Sort(l)
			}
			t.Logf("queue below 200 ms for good after the drop, s: %.1f", drained)
			t.Logf("target while low, of the capacity: %.2f", low)
			t.Logf("80 %% of the capacity after it came back, s: %.1f", tooks)
			t.Logf("target from 20 s on, of the capacity: %.2f", back)
			t.Logf("arrived from 20 s on, of the capacity: %.2f", used)
			between(t, "the longest time until the queue is empty, s", drained[19], 0, 6)
			between(t, "the median time until the queue is empty, s", drained[10], 0, 2)
			between(t, "the least target while low, of the capacity", low[0], 0.40, 1)
			between(t, "the highest target while low, of the capacity", low[19], 0.6, most)
			between(t, "the median time until 80 % of the capacity, s", tooks[10], 0, 6)
			between(t, "the second longest of 20, s", tooks[18], 0, 10)
			between(t, "the least target when back, of the capacity", back[0], least, 1)
			if name == "greedy" {
				between(t, "the least that arrives when back, of the capacity", used[0], 0.80, 0.95)
			}
		})
	}
}

// drains is how long it takes until queueing stays below a bound, looked at for d.
func (f *flow) drains(bound, d time.Duration) time.Duration {
	last := time.Duration(0)
	for passed := 100 * ms; passed <= d; passed += 100 * ms {
		f.slowest = 0
		f.path.net.Run(100 * ms)
		if f.slowest > bound {
			last = passed
		}
	}
	return last
}

// TestRandomLoss has losses that no rate makes less. The estimate may sink, and must not collapse.
func TestRandomLoss(t *testing.T) {
	for _, c := range []struct {
		loss  float64
		least float64 // Mbit/s of 4: mean
		worst float64 // and lowest
	}{{0.01, 3.0, 2.2}, {0.05, 2.5, 1.2}, {0.10, 1.2, 0.75}} {
		t.Run(fmt.Sprint(c.loss), func(t *testing.T) {
			each(t, func(t *testing.T, seed uint64, _ string, app func() wish) {
				t.Helper()
				conditions := dsl()
				conditions.Loss = c.loss
				f := newPath(seed, conditions).join(bwe.Config{}, 8*mbps, app())
				f.measure(10*time.Second).log(t, "first 10 s")
				m := f.measure(60 * time.Second)
				m.log(t, "next 60 s")
				between(t, "the mean target, Mbit/s", in(m.mean), c.least, 4.6)
				between(t, "the lowest target, Mbit/s", in(m.least), c.worst, 4.6)
			})
		})
	}
}

// TestLossInBursts is the Gilbert–Elliott model: 3 % in bursts of 5 packets.
func TestLossInBursts(t *testing.T) {
	each(t, func(t *testing.T, seed uint64, _ string, app func() wish) {
		t.Helper()
		c := dsl()
		c.Bursts = &simnet.Bursts{GoodToBad: 0.0077, BadToGood: 0.2, LossInBad: 0.8}
		f := newPath(seed, c).join(bwe.Config{}, 8*mbps, app())
		f.measure(10*time.Second).log(t, "first 10 s")
		m := f.measure(60 * time.Second)
		m.log(t, "next 60 s")
		between(t, "the mean target, Mbit/s", in(m.mean), 2, 4.6)
	})
}

// TestTwoFlowsShare has a second flow come up to 25 s after the first. Google congestion control comes to a fair share
// slowly, and not in each minute of each run: it is the median that counts.
func TestTwoFlowsShare(t *testing.T) {
	var ratios, used []float64
	for seed := range uint64(20) {
		p := newPath(seed, dsl())
		a := p.join(bwe.Config{}, 8*mbps, greedy(20*mbps))
		p.net.Run(time.Duration(seed%6) * 5 * time.Second)
		b := p.join(bwe.Config{}, 8*mbps, greedy(20*mbps))
		p.net.Run(30 * time.Second)
		a.received, b.received = 0, 0
		p.net.Run(time.Minute)
		ratios = append(ratios, float64(min(a.received, b.received))/float64(max(a.received, b.received)))
		used = append(used, float64(a.received+b.received)*8/60/float64(4*mbps))
	}
	slices.Sort(ratios)
	slices.Sort(used)
	t.Logf("the smaller's share of the larger's: %.2f", ratios)
	t.Logf("of the capacity used: %.2f", used)
	between(t, "the median", ratios[len(ratios)/2], 0.7, 1)
	between(t, "the fifth worst of 20", ratios[4], 0.5, 1)
	between(t, "the worst", ratios[0], 0.3, 1)
	between(t, "the least used", used[0], 0.75, 1)
}

func TestJitterIsNotOveruse(t *testing.T) {
	for _, jitter := range []time.Duration{5 * ms, 10 * ms, 30 * ms} {
		t.Run(fmt.Sprint(jitter), func(t *testing.T) {
			c := simnet.Conditions{Delay: 50 * ms, Rate: 20 * mbps, Queue: 300 * ms, Jitter: jitter}
			f := newPath(1, c).join(bwe.Config{}, 3*mbps, constant(1*mbps))
			f.measure(10*time.Second).log(t, "first 10 s")
			before := f.ctl.State(f.path.net.Now()).Overuses
			m := f.measure(60 * time.Second)
			m.log(t, "next 60 s")
			if n := m.state.Overuses - before; n > 0 {
				t.Errorf("%d decreases for jitter", n)
			}
			between(t, "the lowest target, Mbit/s", in(m.least), 3, 8)
		})
	}
}

// TestLimitedByTheApplication has a little sound and picture on a good path: the estimate goes as far as probes for what
// is wanted, no further, and is there when more is sent.
func TestLimitedByTheApplication(t *testing.T) {
	p := newPath(1, simnet.Conditions{Delay: 50 * ms, Rate: 50 * mbps, Queue: 300 * ms, Jitter: 2 * ms})
	rate := 300 * kbps
	f := p.join(bwe.Config{}, 3*mbps, func(units.Bitrate) units.Bitrate { return rate })
	f.measure(10*time.Second).log(t, "300 kbit/s, 3 Mbit/s wanted")
	m := f.measure(5 * time.Minute)
	m.log(t, "5 min later")
	between(t, "the highest target, Mbit/s", in(m.most), 3, 6.01)
	between(t, "padding, Mbit/s", in(m.padding), 0, 0.001)
	if !m.state.ALR {
		t.Error("not known to be limited by the application")
	}
	f.ctl.SetDemand(10 * mbps)
	took := f.reach(10*mbps, 20*time.Second)
	t.Logf("10 Mbit/s wanted: found after %v", took)
	between(t, "time until 10 Mbit/s are found, s", took.Seconds(), 0, 6)
	rate = 9 * mbps
	m = f.measure(10 * time.Second)
	m.log(t, "9 Mbit/s")
	between(t, "the lowest target, Mbit/s", in(m.least), 8, 21)
}

// TestWithoutDemandNoProbes: what is wanted is less than the estimate.
func TestWithoutDemandNoProbes(t *testing.T) {
	f := newPath(1, dsl()).join(bwe.Config{}, 400*kbps, constant(300*kbps))
	f.measure(10 * time.Second)
	m := f.measure(time.Minute)
	m.log(t, "a minute")
	if m.padding != 0 {
		t.Error("padding without need:", m.padding)
	}
}
