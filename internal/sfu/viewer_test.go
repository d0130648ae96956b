package sfu_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/sfu"
	"github.com/cumbre-meet/cumbre/internal/testkit/simnet"
)

// A viewer hears a language as a listener would, in one line or in the first of several.
func TestViewersChannel(t *testing.T) {
	for _, lines := range []int{1, 2} {
		t.Run(fmt.Sprintf("%d lines", lines), func(t *testing.T) { viewersChannel(t, lines) })
	}
}

func viewersChannel(t *testing.T, lines int) {
	t.Helper()
	m := simnet.NewMeeting(65, sfu.Config{})
	ana := m.Join("ana", person())
	ana.Mic.Start()
	joinBooth(m, "eva", person())
	viewer := m.Join("viewer", simnet.Shape{FloorSounds: lines})
	viewer.Endpoint.SetViewer(true)
	viewer.Endpoint.SetViewerChannel(m.Net.Now(), "en")
	open := func(o, floor bool) func() {
		return func() { setChannel(t, m, sfu.Channel{Name: "en", Holder: "eva", Open: o, Floor: floor}) }
	}
	for _, step := range []struct {
		name      string
		do        func()
		one, two0 sfu.EndpointID // in the one line; in the first of two
	}{
		{"no channel yet", func() {}, "ana", ""},
		{"PASS", open(false, true), "ana", ""},
		{"ON_AIR", open(true, false), "eva", "eva"},
		{"COUGH", open(false, false), "", ""},
		{"ON_AIR again", open(true, false), "eva", "eva"},
		{"LOST", open(false, true), "ana", ""},
		{"gone", func() { m.Room.DropChannel(m.Net.Now(), "en") }, "ana", ""},
		{"back", open(true, false), "eva", "eva"},
		{"the floor chosen", func() { viewer.Endpoint.SetViewerChannel(m.Net.Now(), "") }, "ana", "ana"},
	} {
		step.do()
		at := m.Net.Now() + 1
		m.Net.Run(2 * time.Second)
		want := step.one
		if lines == 2 {
			want = step.two0
		}
		heard := heardIn(viewer.Inboxes["floor-0"], at)
		other := map[sfu.EndpointID]int{}
		if lines == 2 {
			other = heardIn(viewer.Inboxes["floor-1"], at)
		}
		if step.name == "the floor chosen" && lines == 2 {
			heard["ana"] += other["ana"] // she may stay in the line where she is
			other = map[sfu.EndpointID]int{"ana": 100}
		}
		if want == "" && len(heard) > 0 || want != "" && (len(heard) != 1 || heard[want] < 95) {
			t.Errorf("%s: the first line has %v, want %q", step.name, heard, want)
		}
		if lines == 2 && step.name != "no channel yet" && (len(other) != 1 || other["ana"] < 95) {
			t.Errorf("%s: the second line has %v, want ana", step.name, other)
		}
	}
	checkContinuous(t, viewer.Inboxes["floor-0"])
}
