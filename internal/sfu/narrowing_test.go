package sfu_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/sfu"
	"github.com/cumbre-meet/cumbre/internal/testkit/simnet"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// unheard is the longest run of a sound's packets, in time, that never came in any form; silence the longest time between two
// packets that came.
func unheard(in *simnet.Inbox, since, until units.Instant) (run, silence time.Duration) {
	heard := map[uint32]bool{}
	first, last := uint32(0), uint32(0)
	at := since
	for _, a := range in.Arrivals {
		if a.At < since {
			continue
		}
		if a.Sampled > until {
			break
		}
		if first == 0 {
			first = a.Frame
		}
		silence = max(silence, a.At.Sub(at))
		at = a.At
		for _, t := range append(a.Redundant, a.Tag) {
			heard[t.Frame] = true
			last = max(last, t.Frame)
		}
	}
	n := 0
	for f := first; f <= last; f++ {
		if n++; heard[f] {
			n = 0
		}
		run = max(run, time.Duration(n)*20*time.Millisecond)
	}
	return run, silence
}

// TestSoundWhileAPathNarrows goes from 4 Mbit/s to 500 kbit/s. Sound waits in the queue that the pictures made, which is 300 ms
// long: at six times too much a packet comes 120 ms after the one before. What was sent between the time when it was full
// and the time when the first message can tell is lost for good, unless it is in RED or asked for again.
func TestSoundWhileAPathNarrows(t *testing.T) {
	const ms = time.Millisecond
	for _, v := range []struct {
		name         string
		red          int
		repair       bool
		obey         time.Duration // how long publishers need to send a layer that is needed; 0: they send all
		median, most time.Duration // without sound
	}{
		{"plain", 0, false, 0, 40 * ms, 60 * ms},
		{"RED", 1, false, 0, 0, 20 * ms},
		{"NACK", 0, true, 0, 0, 0},
		{"layers on demand", 0, false, 300 * ms, 40 * ms, 60 * ms},
	} {
		t.Run(v.name, func(t *testing.T) {
			var runs, silences, stood []time.Duration
			for seed := range uint64(20) {
				m, bob := gatheringIn(seed, simnet.Shape{Down: dsl(), RED: v.red, SoundRepair: v.repair})
				if v.obey > 0 {
					m.Obey(v.obey)
				}
				player := bob.Inboxes["stage-picture"].Play(2 * dsl().Delay)
				m.Net.Run(15*time.Second + time.Duration(seed)*7*ms)
				player.Reset()
				from := m.Net.Now()
				bob.Down.Rate = 500_000
				m.Net.Run(10 * time.Second)
				run, silence := unheard(bob.Inboxes["stage-sound"], from, m.Net.Now().Add(-2*time.Second))
				runs, silences, stood = append(runs, run), append(silences, silence), append(stood, player.Longest)
			}
			for _, l := range [][]time.Duration{runs, silences, stood} {
				slices.Sort(l)
			}
			t.Logf("never heard at a stretch: %v in the median, %v at worst; longest between two packets %v, %v; the picture stood for %v, %v",
				runs[10], runs[19], silences[10].Round(ms), silences[19].Round(ms), stood[10].Round(ms), stood[19].Round(ms))
			if runs[10] > v.median || runs[19] > v.most {
				t.Errorf("sound lost at a stretch: %v", runs)
			}
			if silences[19] > 200*ms {
				t.Errorf("longest time between two packets of sound: %v", silences)
			}
			if stood[19] > 800*ms {
				t.Errorf("the picture stood for %v", stood)
			}
		})
	}
}

// TestAStepBeforeABusyReceiver has one picture of 1.8 Mbit/s, whose publisher sends only what is needed, on a path that falls to
// 500 kbit/s, and a viewer that reads what comes up to 40 ms late, in heaps, as browsers on a busy machine do.
func TestAStepBeforeABusyReceiver(t *testing.T) {
	const ms = time.Millisecond
	for name, before := range map[string]simnet.Conditions{"4 Mbit/s": dsl(), "a perfect path": {}} {
		t.Run(name, func(t *testing.T) {
			var stood []time.Duration
			for seed := range uint64(20) {
				m := simnet.NewMeeting(seed, sfu.Config{})
				ana := m.Join("ana", simnet.Shape{Camera: true, Mic: true, Simulcast: true})
				for i, w := range [][2]int{{8, 930}, {2, 1000}, {1, 600}} {
					ana.Camera.Layers[i].Weigh(w[0], w[1])
				}
				ana.Camera.Start()
				ana.Mic.Start()
				m.Obey(100 * ms)
				bob := m.Join("bob", simnet.Shape{StagePair: true, Down: before, Up: simnet.Conditions{Delay: before.Delay}})
				bob.Busy = 40 * ms
				player := bob.Inboxes["stage-picture"].Play(2 * (before.Delay + 10*ms))
				m.Net.Run(15*time.Second + time.Duration(seed)*7*ms)
				player.Reset()
				bob.Down.Conditions = dsl()
				bob.Down.Rate, bob.Up.Delay = 500_000, dsl().Delay
				m.Net.Run(10 * time.Second)
				stood = append(stood, player.Longest)
			}
			slices.Sort(stood)
			t.Logf("the picture stood for %v in the median, %v in 17 of 20 at most, %v at worst", stood[10].Round(ms), stood[16].Round(ms), stood[19].Round(ms))
			if stood[16] > time.Second {
				t.Errorf("the picture stood for %v", stood)
			}
		})
	}
}

// TestSixPicturesOnANarrowPath has six cameras whose publishers send only what is needed, on a path that falls from 4 Mbit/s to
// 500 kbit/s, which does not carry their base layers: the stage's goes on, the others are paused.
func TestSixPicturesOnANarrowPath(t *testing.T) {
	const ms = time.Millisecond
	for _, v := range []struct {
		name  string
		busy  time.Duration
		short bool // the path was shorter by its whole delay until ten seconds before
		late  int  // of 20 runs, how many may stand for longer than a second
	}{{"in time", 0, false, 0}, {"busy", 40 * ms, false, 0}, {"longer of late", 0, true, 0}, {"busy, longer of late", 40 * ms, true, 3}} {
		t.Run(v.name, func(t *testing.T) {
			var stood, silences []time.Duration
			var shares []float64
			for seed := range uint64(20) {
				m, bob := sixCameras(seed)
				bob.Busy = v.busy
				player := bob.Inboxes["stage-picture"].Play(2 * (dsl().Delay + 10*ms))
				if v.short {
					bob.Down.Conditions, bob.Up.Delay = simnet.Conditions{}, 0
				}
				m.Net.Run(5*time.Second + time.Duration(seed)*7*ms)
				bob.Down.Conditions, bob.Up.Delay = dsl(), dsl().Delay
				m.Net.Run(10 * time.Second)
				player.Reset()
				from := m.Net.Now()
				bob.Down.Rate = 500_000
				before := repairedTo(m)
				m.Net.Run(10 * time.Second)
				_, silence := unheard(bob.Inboxes["stage-sound"], from, m.Net.Now().Add(-time.Second))
				stood, silences = append(stood, player.Longest), append(silences, silence)
				shares = append(shares, float64(repairedTo(m)-before))
			}
			slices.Sort(stood)
			slices.Sort(silences)
			slices.Sort(shares)
			t.Logf("the picture stood for %v in the median, %v at worst; longest between two packets of sound %v, %v; packets repeated %v, %v",
				stood[10].Round(ms), stood[19].Round(ms), silences[10].Round(ms), silences[19].Round(ms), shares[10], shares[19])
			if stood[19-v.late] > time.Second {
				t.Errorf("the picture stood for %v", stood)
			}
			if silences[19-v.late] > 400*ms {
				t.Errorf("longest time between two packets of sound: %v", silences)
			}
		})
	}
}

// TestRepairsDoNotFillANarrowPath has a viewer on 500 kbit/s who asks for the last hundred packets all the time, as one does before
// whom a queue is full: what is repeated is a share of the path, and sound and the stage go on.
func TestRepairsDoNotFillANarrowPath(t *testing.T) {
	const seconds = 10
	m, bob := sixCameras(1)
	in := bob.Inboxes["stage-picture"]
	player := in.Play(100 * time.Millisecond)
	m.Net.Run(10 * time.Second)
	bob.Down.Rate = 500_000
	m.Net.Run(10 * time.Second)
	m.Net.Every(20*time.Millisecond, func() bool {
		var last []uint16
		for _, a := range in.Arrivals[max(len(in.Arrivals)-100, 0):] {
			last = append(last, uint16(a.Seq))
		}
		player.Ask(last)
		return true
	})
	from, before := m.Net.Now(), repairedTo(m)
	player.Reset()
	m.Net.Run(seconds * time.Second)
	repeated := float64(repairedTo(m)-before) * 1000 * 8 / seconds
	run, silence := unheard(bob.Inboxes["stage-sound"], from, m.Net.Now().Add(-time.Second))
	t.Logf("%.0f bit/s are repeated at most; %d frames; sound is not heard for %v, %v between two packets", repeated, player.Frames, run, silence)
	if repeated == 0 || repeated > 200_000 {
		t.Errorf("%.0f bit/s of 500,000 are repeated", repeated)
	}
	if player.Frames < seconds*15 || run > 40*time.Millisecond {
		t.Errorf("%d frames in %d s, sound not heard for %v", player.Frames, seconds, run)
	}
}

// repairedTo is how many packets the Room has sent again.
func repairedTo(m *simnet.Meeting) (n int) {
	m.Room.Stats(func(s sfu.Stats) { n = int(s.Retransmitted) })
	return n
}

// sixCameras is a meeting of six in three layers as browsers send them; bob sees the first on stage, the others small.
func sixCameras(seed uint64) (m *simnet.Meeting, bob *simnet.Client) {
	m = simnet.NewMeeting(seed, sfu.Config{})
	for i := range 6 {
		p := m.Join(sfu.EndpointID(fmt.Sprintf("p%d", i)), simnet.Shape{Camera: true, Mic: true, Simulcast: true})
		for j, w := range [][3]int{{8, 930, 40}, {2, 1000, 20}, {1, 600, 8}} {
			p.Camera.Layers[j].Weigh(w[0], w[1])
			p.Camera.Layers[j].WeighKeyframes(w[2])
		}
		p.Camera.Start()
	}
	m.Clients["p0"].Mic.Start()
	m.Room.SetFloor(m.Net.Now(), "p0")
	m.Obey(100 * time.Millisecond)
	bob = m.Join("bob", simnet.Shape{StagePair: true, FloorSounds: 2, Pictures: 5, Down: dsl(), Up: simnet.Conditions{Delay: dsl().Delay}})
	for i := range 5 {
		bob.Endpoint.Want(m.Net.Now(), []sfu.Want{{
			MID: fmt.Sprintf("pic-%d", i), Height: 180, Priority: 5 - i,
			Source: sfu.SourceID{Endpoint: sfu.EndpointID(fmt.Sprintf("p%d", i+1)), Kind: sfu.SourceCamera},
		}})
	}
	return m, bob
}
