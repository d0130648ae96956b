package sfu_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/sfu"
	"github.com/cumbre-meet/cumbre/internal/testkit/simnet"
)

// person is a client as the web client makes it.
func person() simnet.Shape {
	return simnet.Shape{Camera: true, Mic: true, StagePair: true, FloorSounds: 3, Pictures: 4}
}

func lastStage(m *simnet.Meeting) sfu.EndpointID {
	if len(m.Told.Stages) == 0 {
		return ""
	}
	return m.Told.Stages[len(m.Told.Stages)-1]
}

// heardBy counts the packets of sound that a client got from each other one since an instant.
func heardBy(c *simnet.Client, since simnet.Arrival) map[sfu.EndpointID]int {
	heard := map[sfu.EndpointID]int{}
	for mid, in := range c.Inboxes {
		if mid == "stage-picture" || mid[0] == 'p' {
			continue
		}
		for _, a := range in.Arrivals {
			if a.At >= since.At {
				heard[a.Client]++
			}
		}
	}
	return heard
}

func TestStageFollowsSpeakerAndFloor(t *testing.T) {
	m := simnet.NewMeeting(20, sfu.Config{})
	ana, ben, eva := m.Join("ana", person()), m.Join("ben", person()), m.Join("eva", person())
	for _, c := range []*simnet.Client{ben, ana, eva} {
		c.Camera.Start()
		m.Net.Run(50 * time.Millisecond)
	}
	for _, c := range []*simnet.Client{ana, ben, eva} {
		c.Mic.Level = 127
		c.Mic.Start()
	}
	m.Net.Run(time.Second)
	if got := lastStage(m); got != "ben" {
		t.Errorf("before anyone has spoken %q is on stage, want the first camera's ben", got)
	}
	steps := []struct {
		speaks *simnet.Client
		floor  sfu.EndpointID
		want   sfu.EndpointID
	}{
		{eva, "", "eva"}, {ana, "", "ana"}, {nil, "", "ana"}, {eva, "ben", "ben"}, {eva, "", "eva"},
	}
	for i, step := range steps {
		for _, c := range []*simnet.Client{ana, ben, eva} {
			c.Mic.Level = 127
			if c == step.speaks {
				c.Mic.Level = 30
			}
		}
		m.Room.SetFloor(m.Net.Now(), step.floor)
		m.Net.Run(4 * time.Second)
		if got := lastStage(m); got != step.want {
			t.Errorf("step %d: %q is on stage, want %q", i, got, step.want)
		}
	}
	eva.Leave()
	m.Net.Run(time.Second)
	if got := lastStage(m); got == "eva" || got == "" {
		t.Errorf("after eva left %q is on stage", got)
	}
	for _, c := range []*simnet.Client{ana, ben} {
		in := c.Inboxes["stage-picture"]
		checkStream(t, in)
		for _, a := range in.Arrivals {
			if a.Client == c.ID {
				t.Fatalf("%s got its own picture", c.ID)
			}
		}
	}
}

func TestNobodyHearsThemselvesOrAnyoneTwice(t *testing.T) {
	m := simnet.NewMeeting(21, sfu.Config{})
	var all []*simnet.Client
	for i := range 6 {
		c := m.Join(sfu.EndpointID(fmt.Sprintf("p%d", i)), person())
		c.Mic.Level = 127
		c.Mic.Start()
		all = append(all, c)
	}
	for range 30 { // everybody interrupts everybody
		all[m.Net.Rand().IntN(len(all))].Mic.Level = uint8(20 + m.Net.Rand().IntN(30))
		all[m.Net.Rand().IntN(len(all))].Mic.Level = 127
		m.Net.Run(700 * time.Millisecond)
	}
	for _, c := range all {
		seen := map[string]string{}
		for mid, in := range c.Inboxes {
			list := in.InOrder()
			for i, a := range list {
				if a.Client == c.ID {
					t.Fatalf("%s hears itself", c.ID)
				}
				packet := fmt.Sprintf("%s/%d", a.Client, a.Frame)
				if other, ok := seen[packet]; ok {
					t.Fatalf("%s got %s in %s and in %s", c.ID, packet, other, mid)
				}
				seen[packet] = mid
				if i > 0 && (a.Seq != list[i-1].Seq+1 || a.Time <= list[i-1].Time) {
					t.Fatalf("%s %s: packet %d at %d follows %d at %d", c.ID, mid, a.Seq, a.Time, list[i-1].Seq, list[i-1].Time)
				}
				if i > 0 && a.Client != list[i-1].Client && !a.Marker {
					t.Fatalf("%s %s: a new sound begins without a marker", c.ID, mid)
				}
			}
		}
	}
}

func TestSilenceIsDroppedUnlessTheFloorIsHeld(t *testing.T) {
	m := simnet.NewMeeting(22, sfu.Config{})
	ana, ben := m.Join("ana", person()), m.Join("ben", person())
	ana.Mic.Start()
	m.Net.Run(2 * time.Second)
	ana.Mic.Level = 90
	m.Net.Run(1500 * time.Millisecond)
	mark := simnet.Arrival{At: m.Net.Now()}
	m.Net.Run(2 * time.Second)
	if heard := heardBy(ben, mark); heard["ana"] != 0 {
		t.Errorf("%d packets of silence came", heard["ana"])
	}
	ana.Mic.Level = 30
	mark.At = m.Net.Now()
	m.Net.Run(time.Second)
	if heard := heardBy(ben, mark); heard["ana"] < 48 {
		t.Errorf("after silence %d packets of 50 came", heard["ana"])
	}
	m.Room.SetFloor(m.Net.Now(), "ana")
	ana.Mic.Level = 90
	m.Net.Run(2 * time.Second)
	mark.At = m.Net.Now()
	m.Net.Run(time.Second)
	if heard := heardBy(ben, mark); heard["ana"] < 48 {
		t.Errorf("the floor holder's silence: %d packets of 50 came", heard["ana"])
	}
}

func TestMutedAndUnheardAreNotForwarded(t *testing.T) {
	m := simnet.NewMeeting(23, sfu.Config{})
	ana, eva, ben := m.Join("ana", person()), m.Join("eva", person()), m.Join("ben", person())
	ana.Mic.Start()
	eva.Mic.Start()
	m.Net.Run(2 * time.Second)
	ana.Endpoint.SetMuted(m.Net.Now(), sfu.SourceMicrophone, true)
	eva.Endpoint.SetHeard(m.Net.Now(), false)
	mark := simnet.Arrival{At: m.Net.Now() + 1}
	m.Net.Run(2 * time.Second)
	if heard := heardBy(ben, mark); len(heard) != 0 {
		t.Errorf("heard %v", heard)
	}
	ana.Endpoint.SetMuted(m.Net.Now(), sfu.SourceMicrophone, false)
	eva.Endpoint.SetHeard(m.Net.Now(), true)
	mark.At = m.Net.Now()
	m.Net.Run(2 * time.Second)
	if heard := heardBy(ben, mark); heard["ana"] < 90 || heard["eva"] < 90 {
		t.Errorf("after that: heard %v", heard)
	}
}

func TestSoundWithoutLevelsCountsAsSpeech(t *testing.T) {
	m := simnet.NewMeeting(24, sfu.Config{})
	obs := m.Join("obs", simnet.Shape{Mic: true, NoLevel: true})
	ben := m.Join("ben", person())
	obs.Mic.Start()
	m.Net.Run(5 * time.Second)
	if heard := heardBy(ben, simnet.Arrival{}); heard["obs"] < 240 {
		t.Errorf("heard %v", heard)
	}
	if got := lastStage(m); got != "obs" {
		t.Errorf("%q is on stage", got)
	}
}

func TestLoudestFillTheSlots(t *testing.T) {
	m := simnet.NewMeeting(25, sfu.Config{})
	for i := range 10 {
		c := m.Join(sfu.EndpointID(fmt.Sprintf("p%d", i)), simnet.Shape{Mic: true})
		c.Mic.Level = uint8(20 + 7*i) // from p7 on it is silence
		c.Mic.Start()
	}
	ben := m.Join("ben", person())
	viewer := m.Join("viewer", simnet.Shape{FloorSounds: 8})
	viewer.Endpoint.SetViewer(true)
	m.Net.Run(3 * time.Second)
	mark := simnet.Arrival{At: m.Net.Now()}
	m.Net.Run(time.Second)
	want := func(c *simnet.Client, n int) {
		t.Helper()
		heard := heardBy(c, mark)
		var names []string
		for id := range heard {
			names = append(names, string(id))
		}
		slices.Sort(names)
		if len(names) != n || names[n-1] != fmt.Sprintf("p%d", n-1) {
			t.Errorf("%s hears %v, want the %d loudest", c.ID, names, n)
		}
	}
	want(ben, 4)    // the stage and three of the floor
	want(viewer, 7) // all that is not silence
	if len(m.Told.Speakers) == 0 || m.Told.Speakers[len(m.Told.Speakers)-1][0].Endpoint != "p0" {
		t.Errorf("speakers: %v", m.Told.Speakers)
	}
}

func TestViewerWithSeveralLines(t *testing.T) {
	m := simnet.NewMeeting(26, sfu.Config{})
	var people []*simnet.Client
	for i := range 5 {
		c := m.Join(sfu.EndpointID(fmt.Sprintf("p%d", i)), simnet.Shape{Camera: true, Mic: true})
		c.Camera.Start()
		c.Mic.Level = 127
		c.Mic.Start()
		people = append(people, c)
	}
	viewer := m.Join("viewer", simnet.Shape{FloorSounds: 2, Pictures: 3})
	viewer.Endpoint.SetViewer(true)
	for _, speaker := range []int{3, 1} {
		people[speaker].Mic.Level = 30
		m.Net.Run(3 * time.Second)
		people[speaker].Mic.Level = 127
		m.Net.Run(time.Second)
	}
	for mid, want := range map[string]sfu.EndpointID{"pic-0": "p1", "pic-1": "p3", "pic-2": "p0"} {
		if got := m.Told.Showing("viewer", mid); got.Endpoint != want {
			t.Errorf("%s shows %v, want %s", mid, got, want)
		}
		checkStream(t, viewer.Inboxes[mid])
	}
	for _, id := range m.Told.Stages {
		if id == "viewer" {
			t.Error("the viewer was on stage")
		}
	}
}

func TestLipSync(t *testing.T) {
	m := simnet.NewMeeting(27, sfu.Config{})
	up := person()
	up.Up = simnet.Conditions{Delay: 40 * time.Millisecond, Jitter: 30 * time.Millisecond, Loss: 0.02}
	ana, eva := m.Join("ana", up), m.Join("eva", up)
	ben := m.Join("ben", person())
	for _, c := range []*simnet.Client{ana, eva} {
		c.Camera.Start()
		c.Mic.Start()
	}
	for i := range 6 {
		m.Room.SetFloor(m.Net.Now(), []sfu.EndpointID{"ana", "eva"}[i%2])
		m.Net.Run(4 * time.Second)
		sound, picture := ben.Inboxes["stage-sound"], ben.Inboxes["stage-picture"]
		a, v := sound.Arrivals[len(sound.Arrivals)-1], picture.Arrivals[len(picture.Arrivals)-1]
		if a.Client != v.Client {
			t.Fatalf("round %d: sound of %s, picture of %s", i, a.Client, v.Client)
		}
		aNTP, ok1 := sound.NTPOf(a.Time, 48000)
		vNTP, ok2 := picture.NTPOf(v.Time, 90000)
		if !ok1 || !ok2 {
			t.Fatal("no sender reports")
		}
		apart := aNTP.Sub(vNTP) - a.Sampled.Sub(v.Sampled)
		if apart.Abs() > 2*time.Millisecond {
			t.Errorf("round %d: sound and picture are %v apart", i, apart)
		}
	}
	checkReportsOnOneLine(t, ben.Inboxes["stage-picture"], 90000)
	checkReportsOnOneLine(t, ben.Inboxes["stage-sound"], 48000)
}

// checkReportsOnOneLine checks that sender reports agree over switches: receivers fit a line through them.
func checkReportsOnOneLine(t *testing.T, in *simnet.Inbox, rate int) {
	t.Helper()
	first := in.Reports[0]
	for _, r := range in.Reports[1:] {
		ntp := time.Duration(int64((r.NTP-first.NTP)>>16) * int64(time.Second) >> 16)
		media := time.Duration(r.RTPTime-first.RTPTime) * time.Second / time.Duration(rate)
		if (ntp - media).Abs() > 100*time.Millisecond {
			t.Errorf("%s: a report is %v off the line of the first", in.MID, ntp-media)
		}
	}
}
