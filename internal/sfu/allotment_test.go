package sfu_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/media/remb"
	"github.com/cumbre-meet/cumbre/internal/media/rtp"
	"github.com/cumbre-meet/cumbre/internal/sfu"
	"github.com/cumbre-meet/cumbre/internal/testkit/simnet"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// lifelike makes a camera's layers cost what they do in browsers: about 1.5 Mbit/s, 500 and 140 kbit/s.
func lifelike(c *simnet.Client) {
	for i, w := range [][2]int{{6, 800}, {2, 800}, {1, 350}} {
		c.Camera.Layers[i].Weigh(w[0], w[1])
	}
	c.Camera.Start()
}

// gathering is a meeting of publishers with cameras, and bob, who watches the stage and three of them.
func gathering(seed uint64, down simnet.Conditions) (m *simnet.Meeting, bob *simnet.Client) {
	return gatheringIn(seed, simnet.Shape{Down: down})
}

// gatheringIn has bob's path down, and how sound is sent, as shape says.
func gatheringIn(seed uint64, shape simnet.Shape) (m *simnet.Meeting, bob *simnet.Client) {
	m = simnet.NewMeeting(seed, sfu.Config{})
	for i := range 4 {
		lifelike(m.Join(sfu.EndpointID(fmt.Sprintf("p%d", i)), simnet.Shape{Camera: true, Mic: true, Simulcast: true, RED: shape.RED}))
	}
	m.Clients["p0"].Mic.Start() // 100 kbit/s, in this network
	m.Room.SetFloor(m.Net.Now(), "p0")
	shape.StagePair, shape.FloorSounds, shape.Pictures = true, 2, 3
	shape.Up = simnet.Conditions{Delay: shape.Down.Delay}
	bob = m.Join("bob", shape)
	for i := range 3 {
		bob.Endpoint.Want(m.Net.Now(), []sfu.Want{{
			MID: fmt.Sprintf("pic-%d", i), Height: 180, Priority: 3 - i,
			Source: sfu.SourceID{Endpoint: sfu.EndpointID(fmt.Sprintf("p%d", i+1)), Kind: sfu.SourceCamera},
		}})
	}
	return m, bob
}

// gotSince counts a slot's packets by layer; its longest time without one is gap.
func gotSince(in *simnet.Inbox, since, until units.Instant) (layers [3]int, gap time.Duration) {
	last := since
	for _, a := range in.Arrivals {
		if a.At < since || a.At > until {
			continue
		}
		layers[a.Layer]++
		gap = max(gap, a.At.Sub(last))
		last = a.At
	}
	return layers, max(gap, until.Sub(last))
}

// pausedNow is the slots that were last told to be paused.
func pausedNow(m *simnet.Meeting) map[string]bool {
	paused := map[string]bool{}
	for _, s := range m.Told.Slots {
		if delete(paused, s.MID); s.Paused {
			paused[s.MID] = true
		}
	}
	return paused
}

// TestAPathThatNarrows goes from 4 Mbit/s to 500 kbit/s and back: the stage's picture stands for at most a second, and what
// was seen before is back within 10 s. Sound is lost only while a queue drops all alike that is full before the server can
// know (0.67 s at most in these runs: two round trips, the feedback's interval, and the queue itself).
func TestAPathThatNarrows(t *testing.T) {
	for seed := range uint64(5) {
		down := simnet.Conditions{Delay: 40 * time.Millisecond, Jitter: 3 * time.Millisecond, Rate: 4_000_000, Queue: 300 * time.Millisecond}
		m, bob := gathering(seed, down)
		stage, sound := bob.Inboxes["stage-picture"], bob.Inboxes["stage-sound"]
		phase := func(name string, d time.Duration) ([3]int, time.Duration) {
			from := m.Net.Now()
			m.Net.Run(d)
			layers, gap := gotSince(stage, from, m.Net.Now())
			_, quiet := gotSince(sound, from, m.Net.Now())
			t.Logf("%d %s: stage's packets by layer %v, longest gap %v, of sound %v; paused %v, estimate %.2f Mbit/s", seed, name,
				layers, gap.Round(time.Millisecond), quiet.Round(time.Millisecond), pausedNow(m), downTo(t, bob))
			if quiet > 220*time.Millisecond {
				t.Errorf("%d %s: no sound for %v", seed, name, quiet)
			}
			return layers, gap
		}
		phase("begins", 5*time.Second)
		if wide, _ := phase("4 Mbit/s", 10*time.Second); wide[0] < 1000 {
			t.Errorf("%d: the stage's best layer is not shown on 4 Mbit/s", seed)
		}
		bob.Down.Rate = 500_000
		if _, gap := phase("narrows", 5*time.Second); gap > 1200*time.Millisecond {
			t.Errorf("%d: the picture stood for %v", seed, gap)
		}
		if narrow, _ := phase("0.5 Mbit/s", 15*time.Second); narrow[0] > 0 {
			t.Errorf("%d: the best layer on 0.5 Mbit/s", seed)
		}
		bob.Down.Rate = 4_000_000
		phase("widens", 10*time.Second)
		if wide, _ := phase("4 Mbit/s again", 10*time.Second); wide[0] < 1000 || len(pausedNow(m)) > 0 {
			t.Errorf("%d: not back: %v, paused %v", seed, wide, pausedNow(m))
		}
	}
}

// TestTheLeastImportantIsPaused: 550 kbit/s carry sound and two base layers, or three; the stage and the most important
// stay.
func TestTheLeastImportantIsPaused(t *testing.T) {
	m, bob := gathering(1, simnet.Conditions{Delay: 20 * time.Millisecond, Rate: 550_000, Queue: 300 * time.Millisecond})
	m.Net.Run(30 * time.Second)
	paused := pausedNow(m)
	t.Logf("paused %v, estimate %.2f Mbit/s", paused, downTo(t, bob))
	if !paused["pic-2"] || paused["stage-picture"] || (paused["pic-0"] && !paused["pic-1"]) {
		t.Error("not the least important")
	}
	m.Room.Stats(func(s sfu.Stats) {
		if s.Paused == 0 {
			t.Error("not counted")
		}
	})
	from := m.Net.Now()
	m.Net.Run(5 * time.Second)
	if layers, _ := gotSince(bob.Inboxes["pic-2"], from, m.Net.Now()); layers != [3]int{} {
		t.Error("paused, and sent:", layers)
	}
	bob.Down.Rate = 10_000_000
	m.Net.Run(12 * time.Second)
	if paused := pausedNow(m); len(paused) > 0 {
		t.Error("still paused:", paused)
	}
}

// TestASenderThatBeginsLow has only the best layer come, for less than a base layer usually costs, to viewers with and
// without feedback: nobody's picture is paused.
func TestASenderThatBeginsLow(t *testing.T) {
	for _, without := range []bool{false, true} {
		m := simnet.NewMeeting(1, sfu.Config{})
		ana := m.Join("ana", simnet.Shape{Camera: true, Simulcast: true})
		ana.Camera.Layers[0].Weigh(1, 0)
		ana.Camera.Layers[1].Off, ana.Camera.Layers[2].Off = true, true
		ana.Camera.Start()
		bob := m.Join("bob", simnet.Shape{StagePair: true, NoTWCC: without})
		m.Net.Run(5 * time.Second)
		if n := len(bob.Inboxes["stage-picture"].Arrivals); n < 100 || len(pausedNow(m)) > 0 {
			t.Errorf("without feedback %v: %d packets, paused %v", without, n, pausedNow(m))
		}
	}
}

// TestDownAtOnce: what says that the path carries less is followed within a tick.
func TestDownAtOnce(t *testing.T) {
	m := simnet.NewMeeting(1, sfu.Config{})
	m.Join("ana", simnet.Shape{Camera: true}).Camera.Start()
	bob := m.Join("bob", simnet.Shape{StagePair: true, NoTWCC: true})
	for range 5 { // at different times between two rounds of choices
		bob.SendRaw(remb.Append(rtp.AppendRR(nil, 1, nil), 1, 5_000_000, 2))
		m.Net.Run(3*time.Second + 70*time.Millisecond)
		if len(pausedNow(m)) > 0 {
			t.Fatal("paused on 5 Mbit/s")
		}
		bob.SendRaw(remb.Append(rtp.AppendRR(nil, 1, nil), 1, 50_000, 2))
		m.Net.Run(20 * time.Millisecond)
		if !pausedNow(m)["stage-picture"] {
			t.Fatal("not paused on 50 kbit/s")
		}
	}
}

// TestOnesBadPathIsNotAnothers: what bob's path cannot carry does not touch what eve sees.
func TestOnesBadPathIsNotAnothers(t *testing.T) {
	m, bob := gathering(1, simnet.Conditions{Delay: 20 * time.Millisecond, Rate: 300_000, Queue: 300 * time.Millisecond, Loss: 0.1})
	eve := m.Join("eve", simnet.Shape{StagePair: true})
	m.Net.Run(5 * time.Second)
	from := m.Net.Now()
	m.Net.Run(20 * time.Second)
	layers, gap := gotSince(eve.Inboxes["stage-picture"], from, m.Net.Now())
	t.Logf("eve: %v, longest gap %v; bob's estimate %.2f Mbit/s", layers, gap, downTo(t, bob))
	if layers[1]+layers[2] > 0 || gap > 100*time.Millisecond {
		t.Error("eve's picture suffers")
	}
}
