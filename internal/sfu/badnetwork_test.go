package sfu_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/media/bwe"
	"github.com/cumbre-meet/cumbre/internal/sfu"
	"github.com/cumbre-meet/cumbre/internal/testkit/simnet"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// dsl is a path of 4 Mbit/s.
func dsl() simnet.Conditions {
	return simnet.Conditions{Delay: 40 * time.Millisecond, Jitter: 3 * time.Millisecond, Rate: 4_000_000, Queue: 300 * time.Millisecond}
}

// sees tells which of bob's picture slots got packets in a time.
func sees(bob *simnet.Client, from, until units.Instant) map[string]bool {
	seen := map[string]bool{}
	for _, mid := range []string{"stage-picture", "pic-0", "pic-1", "pic-2"} {
		layers, _ := gotSince(bob.Inboxes[mid], from, until)
		seen[mid] = layers != [3]int{}
	}
	return seen
}

// TestLossesPauseNothing has paths that lose by themselves: the pictures stay, the stage's does not stand for a second,
// and sound loses no more than the path does.
func TestLossesPauseNothing(t *testing.T) {
	bursts := &simnet.Bursts{GoodToBad: 0.01, BadToGood: 0.2, LossInBad: 0.7} // 3 % on average
	for name, c := range map[string]simnet.Conditions{
		"1 %": {Loss: 0.01}, "5 %": {Loss: 0.05}, "10 %": {Loss: 0.1}, "bursts": {Bursts: bursts},
		"reordering": {Reorder: 0.05, ReorderBy: 25 * time.Millisecond},
	} {
		t.Run(name, func(t *testing.T) {
			down := dsl()
			down.Rate = 20_000_000
			down.Loss, down.Bursts, down.Reorder, down.ReorderBy = c.Loss, c.Bursts, c.Reorder, c.ReorderBy
			m, bob := gathering(3, down)
			m.Net.Run(5 * time.Second)
			for range 10 {
				from := m.Net.Now()
				m.Net.Run(4 * time.Second)
				layers, gap := gotSince(bob.Inboxes["stage-picture"], from, m.Net.Now())
				sound, _ := gotSince(bob.Inboxes["stage-sound"], from, m.Net.Now())
				t.Logf("stage %v, gap %v, sound %d, estimate %.2f Mbit/s", layers, gap.Round(time.Millisecond), sound[0], downTo(t, bob))
				if gap > time.Second {
					t.Errorf("the stage's picture stood for %v", gap)
				}
				if float64(sound[0]) < 200*(1-1.6*c.Loss)-15 {
					t.Errorf("%d of 200 packets of sound", sound[0])
				}
				if p := pausedNow(m); len(p) > 0 {
					t.Errorf("paused: %v", p)
				}
			}
		})
	}
}

// TestAfterAnOutage cuts bob off for 30 s, both ways: all pictures are back within 2 s of its end, whether or not the
// transport says that there is a path again, and the stage's best layer within 10 s.
func TestAfterAnOutage(t *testing.T) {
	for _, told := range []bool{false, true} {
		t.Run(fmt.Sprintf("told %v", told), func(t *testing.T) {
			m, bob := gathering(5, dsl())
			m.Net.Run(15 * time.Second)
			bob.Down.Loss, bob.Up.Loss = 1, 1
			m.Net.Run(30 * time.Second)
			bob.Down.Loss, bob.Up.Loss = 0, 0
			m.Net.Run(300 * time.Millisecond)
			if told {
				bob.Endpoint.Resumed(m.Net.Now())
			}
			m.Net.Run(1200 * time.Millisecond)
			from := m.Net.Now()
			m.Net.Run(500 * time.Millisecond)
			for mid, ok := range sees(bob, from, m.Net.Now()) {
				if !ok {
					t.Errorf("%s has no picture 2 s after the outage; paused %v, estimate %.2f", mid, pausedNow(m), downTo(t, bob))
				}
			}
			m.Net.Run(7 * time.Second)
			from = m.Net.Now()
			m.Net.Run(time.Second)
			if layers, _ := gotSince(bob.Inboxes["stage-picture"], from, m.Net.Now()); layers[0] < 50 {
				t.Errorf("stage %v 10 s after the outage, estimate %.2f", layers, downTo(t, bob))
			}
		})
	}
}

// TestAnotherNetwork: what a poor network carried does not count on the next one.
func TestAnotherNetwork(t *testing.T) {
	poor := dsl()
	poor.Rate = 300_000
	m, bob := gathering(5, poor)
	m.Net.Run(20 * time.Second)
	if len(pausedNow(m)) == 0 {
		t.Fatal("300 kbit/s carry everything")
	}
	bob.Down.Rate = 4_000_000
	bob.Endpoint.Resumed(m.Net.Now())
	m.Net.Run(1500 * time.Millisecond)
	if p := pausedNow(m); len(p) > 0 {
		t.Errorf("paused on 4 Mbit/s: %v, estimate %.2f", p, downTo(t, bob))
	}
}

// TestNothingIsPausedForAGuess has an estimate that cannot reach what the base layers cost, on a path that carries them.
func TestNothingIsPausedForAGuess(t *testing.T) {
	m := simnet.NewMeeting(1, sfu.Config{Downlink: bwe.Config{Start: 200_000, Max: 250_000}})
	lifelike(m.Join("ana", simnet.Shape{Camera: true, Simulcast: true}))
	lifelike(m.Join("eva", simnet.Shape{Camera: true, Simulcast: true}))
	bob := m.Join("bob", simnet.Shape{StagePair: true, Pictures: 1, Down: dsl()})
	bob.Want("pic-0", "eva", 180)
	m.Net.Run(20 * time.Second)
	for _, s := range m.Told.Slots {
		if s.Paused {
			t.Fatalf("%s was paused", s.MID)
		}
	}
	if layers, gap := gotSince(bob.Inboxes["stage-picture"], m.Net.Now().Add(-10*time.Second), m.Net.Now()); layers[0]+layers[1] > 0 || gap > time.Second {
		t.Errorf("the stage's picture: %v, %v", layers, gap)
	}
}

// TestTwoShareABottleneck has two viewers behind one link, who want more than it carries: over forty seconds they share it
// within 30 % in most of ten runs (51 of 60 seeds do, 0.36 is the least of them), and a third viewer elsewhere is untouched.
func TestTwoShareABottleneck(t *testing.T) {
	var ratios []float64
	for seed := range uint64(10) {
		m, bob := gathering(seed, dsl())
		eve := m.Join("eve", simnet.Shape{StagePair: true, Pictures: 3, Down: dsl(), Up: simnet.Conditions{Delay: 40 * time.Millisecond}})
		dan := m.Join("dan", simnet.Shape{StagePair: true})
		eve.Down = bob.Down
		for _, c := range []*simnet.Client{bob, eve} {
			for i := range 3 {
				c.Want(fmt.Sprintf("pic-%d", i), sfu.EndpointID(fmt.Sprintf("p%d", i+1)), 720)
			}
		}
		m.Net.Run(20 * time.Second)
		from := m.Net.Now()
		sum, n := map[*simnet.Client]float64{}, 40
		for range n {
			m.Net.Run(time.Second)
			for _, c := range []*simnet.Client{bob, eve} {
				sum[c] += downTo(t, c)
			}
		}
		a, b := sum[bob]/float64(n), sum[eve]/float64(n)
		t.Logf("%d: %.2f and %.2f Mbit/s", seed, a, b)
		ratios = append(ratios, min(a, b)/max(a, b))
		if layers, gap := gotSince(dan.Inboxes["stage-picture"], from, m.Net.Now()); layers[1]+layers[2] > 0 || gap > 100*time.Millisecond {
			t.Errorf("another's picture suffers: %v, %v", layers, gap)
		}
	}
	slices.Sort(ratios)
	if ratios[3] < 0.7 || ratios[0] < 0.3 {
		t.Errorf("the lesser share over the greater: %.2f", ratios)
	}
}

// TestTheLinkIsUsedAgain goes from 4 Mbit/s to 500 kbit/s and back with more wanted than the link carries: within 10 s
// after it is wide again 80 % of it may be used. How much is, depends on the steps of the layers.
func TestTheLinkIsUsedAgain(t *testing.T) {
	for seed := range uint64(5) {
		m, bob := gathering(seed, dsl())
		for i := range 3 {
			bob.Want(fmt.Sprintf("pic-%d", i), sfu.EndpointID(fmt.Sprintf("p%d", i+1)), 720)
		}
		m.Net.Run(15 * time.Second)
		bob.Down.Rate = 500_000
		m.Net.Run(20 * time.Second)
		bob.Down.Rate = 4_000_000
		best := 0.0
		for range 10 {
			m.Net.Run(time.Second)
			best = max(best, downTo(t, bob))
		}
		t.Logf("%d: %.2f Mbit/s at best within 10 s", seed, best)
		if best < 3.2 {
			t.Errorf("%d: %.2f Mbit/s", seed, best)
		}
	}
}

// TestNothingIsRepairedFromBeforeAnOutage: after a move to another network the pictures begin anew, and repairs of what was sent
// into the void do not keep them waiting.
func TestNothingIsRepairedFromBeforeAnOutage(t *testing.T) {
	const ms = time.Millisecond
	var waits []time.Duration
	for seed := range uint64(10) {
		m := simnet.NewMeeting(seed, sfu.Config{})
		ana := m.Join("ana", simnet.Shape{Camera: true, Mic: true, Simulcast: true})
		ana.Camera.Layers[0].Weigh(8, 930)
		ana.Camera.Start()
		ana.Mic.Start()
		bob := m.Join("bob", simnet.Shape{StagePair: true, Down: dsl(), Up: simnet.Conditions{Delay: 40 * ms}})
		player := bob.Inboxes["stage-picture"].Play(100 * ms)
		m.Net.Run(15*time.Second + time.Duration(seed)*7*ms)
		bob.Down.Loss, bob.Up.Loss = 1, 1
		m.Net.Run(2500 * ms)
		bob.Down.Loss, bob.Up.Loss = 0, 0
		retransmitted := func() (n uint64) {
			m.Room.Stats(func(s sfu.Stats) { n = s.Retransmitted })
			return n
		}
		before, shown, from := retransmitted(), player.Frames, m.Net.Now()
		bob.Endpoint.Resumed(from)
		for player.Frames < shown+3 && m.Net.Now().Sub(from) < 3*time.Second {
			m.Net.Run(10 * ms)
		}
		waits = append(waits, m.Net.Now().Sub(from))
		m.Net.Run(time.Second)
		if n := retransmitted() - before; n > 20 {
			t.Errorf("%d packets sent again", n)
		}
	}
	slices.Sort(waits)
	t.Logf("pictures move %v after the path is back in the median, %v at worst", waits[5], waits[9])
	if waits[9] > 500*ms {
		t.Errorf("pictures move after %v", waits)
	}
}
