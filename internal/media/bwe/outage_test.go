package bwe_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/media/bwe"
	"github.com/cumbre-meet/cumbre/internal/testkit/simnet"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// TestAnOutageIsForgotten has a path carry nothing for a while. Afterwards the estimate begins anew, as on a new path, also
// where nothing at all is sent meanwhile: the controller knocks.
func TestAnOutageIsForgotten(t *testing.T) {
	for _, outage := range []time.Duration{5 * time.Second, 30 * time.Second} {
		for name, send := range map[string]bool{"sends on": true, "sends nothing": false} {
			t.Run(fmt.Sprint(outage, name), func(t *testing.T) {
				f := newPath(1, dsl()).join(bwe.Config{}, 3*mbps, constant(1*mbps))
				f.measure(10*time.Second).log(t, "first 10 s")
				between(t, "the target before, Mbit/s", in(f.ctl.Target()), 1, 30)
				f.path.down.Loss = 1
				f.measure(3500 * ms) // what is sent in the first seconds makes the silence
				if !send {
					f.wish = constant(0)
				}
				f.measure(outage-3500*ms).log(t, "the outage")
				f.path.down.Loss = 0
				took := f.reach(600*kbps, 20*time.Second)
				between(t, "time until the first guess is back, s", took.Seconds(), 0, 0.6)
				f.wish = constant(1 * mbps)
				took = f.reach(1200*kbps, 20*time.Second)
				between(t, "time until what was sent before may be, s", took.Seconds(), 0, 1)
				if f.ctl.Congested(f.path.net.Now()) {
					t.Error("the outage counts as congestion")
				}
			})
		}
	}
}

// TestAnswersThatTakeSeconds has feedback come after four seconds: that is a silence once, and not again.
func TestAnswersThatTakeSeconds(t *testing.T) {
	f := newPath(1, simnet.Conditions{Delay: 10 * ms}).join(bwe.Config{}, 3*mbps, constant(1*mbps))
	f.up.Delay = 4 * time.Second
	f.measure(30*time.Second).log(t, "the beginning")
	m := f.measure(30 * time.Second)
	m.log(t, "next 30 s")
	between(t, "the least target, Mbit/s", in(m.least), 0.6, 30)
	if m.state.Limited == "silence" {
		t.Error("silent")
	}
}

// TestWhoNeverAnswersIsNotKnockedAt: a client without feedback costs no padding, but for the first probes.
func TestWhoNeverAnswersIsNotKnockedAt(t *testing.T) {
	c, now, padding := bwe.New(bwe.Config{}), units.Instant(time.Second), 0
	for i := range 3000 {
		now = now.Add(10 * ms)
		c.Sent(now, 1000, false)
		c.Tick(now)
		if n := c.Padding(now); n > 0 && i > 100 {
			padding++
		}
	}
	if padding > 0 || c.Answers() {
		t.Errorf("padded %d times, answers %v", padding, c.Answers())
	}
}

// TestRestart begins anew on another path, where reports about packets of the former one come late.
func TestRestart(t *testing.T) {
	f := newPath(1, simnet.Conditions{Delay: 50 * ms, Rate: 300 * kbps, Queue: time.Second}).join(bwe.Config{}, 4*mbps, greedy(4*mbps))
	f.measure(20*time.Second).log(t, "a poor path")
	between(t, "the target, Mbit/s", in(f.ctl.Target()), 0.1, 0.35)
	f.path.down.Rate = 20 * mbps
	f.ctl.Restart(0)
	between(t, "the target at once, Mbit/s", in(f.ctl.Target()), 0.6, 0.6)
	between(t, "time until 3 Mbit/s, s", f.reach(3*mbps, 10*time.Second).Seconds(), 0, 2)
}

// TestWhatWasSentBeforeARestartDoesNotCount has reports of it come afterwards.
func TestWhatWasSentBeforeARestartDoesNotCount(t *testing.T) {
	c, now := bwe.New(bwe.Config{}), units.Instant(time.Second)
	var reports []bwe.Report
	for range 10 {
		now = now.Add(10 * ms)
		reports = append(reports, bwe.Report{Seq: c.Sent(now, 1200, false), Received: true, Arrival: time.Duration(now)})
	}
	c.Restart(0)
	c.Feedback(now.Add(50*ms), reports)
	if s := c.State(now); s.RTT != 0 || s.Lies.Unknown != 10 {
		t.Errorf("%+v", s)
	}
	seq := c.Sent(now.Add(60*ms), 1200, false)
	c.Feedback(now.Add(100*ms), []bwe.Report{{Seq: seq, Received: true, Arrival: time.Duration(now.Add(70 * ms))}})
	if s := c.State(now); s.RTT != 40*ms {
		t.Errorf("%+v", s)
	}
}

// busy makes a receiver whose processor has other things to do: it is given its turn later and later, then in time again,
// and is left out now and then while it reads what came. Its feedback is as late.
type busy struct {
	f       *flow
	waiting [][]byte
	phase   int
}

func (b *busy) turn() {
	net := b.f.path.net
	some := func(most time.Duration) time.Duration { return time.Duration(net.Rand().Int64N(int64(most))) }
	took := time.Duration(0)
	for _, p := range b.waiting {
		took += some(ms)
		if net.Rand().IntN(6) == 0 {
			took += some(30 * ms)
		}
		net.After(took, func() { b.f.deliver(p) })
	}
	b.waiting = b.waiting[:0]
	b.phase = (b.phase + 1) % 30
	pause := some(ms * time.Duration(1+5*b.phase))
	if net.Rand().IntN(100) == 0 {
		pause += some(time.Second)
	}
	net.After(took+pause, b.turn)
}

// TestABusyReceiverIsNoCongestion: on a path that carries everything, a receiver that is short of processor time makes the
// estimate fall to what happens to be sent now and then, not for long, and is never taken for a path that carries less.
func TestABusyReceiverIsNoCongestion(t *testing.T) {
	const sent, samples, seeds = 400 * kbps, 600, 20
	spared, overuses, congested, held := 0, uint64(0), 0, 0
	for seed := range uint64(seeds) {
		p := newPath(seed, simnet.Conditions{Delay: ms})
		f := p.join(bwe.Config{}, 2*mbps, constant(sent))
		b := &busy{f: f}
		p.down = simnet.NewLink(p.net, simnet.Conditions{Delay: ms}, func(packet []byte) { b.waiting = append(b.waiting, packet) })
		b.turn()
		f.measure(15 * time.Second)
		for range samples {
			p.net.Run(100 * ms)
			if f.ctl.Congested(p.net.Now()) {
				congested++
			}
			if f.ctl.Filling(p.net.Now()) {
				held++
			}
			if f.ctl.Target() >= 2*sent {
				spared++
			}
		}
		overuses += f.ctl.State(p.net.Now()).Overuses
	}
	share := float64(spared) / (samples * seeds)
	t.Logf("at least twice what is sent for %.2f of the time, %d overuses, congested %d times", share, overuses, congested)
	between(t, "the share of the time in which the target is twice what is sent", share, 0.95, 1)
	t.Logf("pictures held for %.3f of the time", float64(held)/(samples*seeds))
	between(t, "the share of the time in which pictures are held", float64(held)/(samples*seeds), 0, 0.02)
	if congested > 0 {
		t.Errorf("congested %d times", congested)
	}
}

// TestTight: a path is tight once its queue has filled or a probe has found it full, neither because no more is wanted nor by a few losses at
// random; and it is so for a while only.
func TestTight(t *testing.T) {
	for _, c := range []struct {
		name  string
		rate  units.Bitrate
		loss  float64
		tight bool
	}{
		{name: "wide", rate: 50 * mbps},
		{name: "wide, and loses a hundredth", rate: 50 * mbps, loss: 0.01},
		{name: "narrow", rate: 2 * mbps, tight: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newPath(3, simnet.Conditions{Delay: 20 * ms, Rate: c.rate, Queue: 300 * ms, Loss: c.loss})
			f := p.join(bwe.DefaultConfig(), 2200*kbps, constant(1800*kbps))
			tight := 0
			for range 300 {
				p.net.Run(100 * ms)
				if f.ctl.Tight(p.net.Now()) {
					tight++
				}
			}
			if c.tight && tight < 250 || !c.tight && tight > 0 {
				t.Fatalf("tight for %d of 300 tenths of a second, %+v", tight, f.ctl.State(p.net.Now()))
			}
			p.down.Rate = 50 * mbps
			if p.net.Run(6 * time.Minute); f.ctl.Tight(p.net.Now()) {
				t.Error("still tight long after it got wide")
			}
		})
	}
}
