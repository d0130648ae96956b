package sfu_test

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/cumbre-meet/cumbre/internal/sfu"
	"github.com/cumbre-meet/cumbre/internal/testkit/simnet"
)

// Whatever people do, on whatever network: every stream that anybody gets stays a right one.
func TestAnyMeetingKeepsItsStreamsRight(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		m := simnet.NewMeeting(rapid.Uint64().Draw(rt, "seed"), sfu.Config{})
		var all, here []*simnet.Client
		for step := range rapid.IntRange(5, 30).Draw(rt, "steps") {
			if len(here) < 2 || (len(here) < 6 && rapid.IntRange(0, 5).Draw(rt, "join") == 0) {
				c := m.Join(sfu.EndpointID(fmt.Sprintf("p%d", step)), drawShape(rt))
				all, here = append(all, c), append(here, c)
			}
			i := rapid.IntRange(0, len(here)-1).Draw(rt, "who")
			if act(rt, m, here[i], here) {
				here = append(here[:i], here[i+1:]...)
			}
			m.Net.Run(time.Duration(rapid.IntRange(1, 900).Draw(rt, "ms")) * time.Millisecond)
		}
		m.Net.Run(time.Second)
		for _, c := range all {
			for mid, in := range c.Inboxes {
				if mid[0] == 'p' || mid == "stage-picture" {
					checkStream(rt, in)
				}
				checkOwn(rt, c, in)
			}
		}
	})
}

func drawShape(t *rapid.T) simnet.Shape {
	s := person()
	s.Simulcast = rapid.Bool().Draw(t, "simulcast")
	s.NoRTX = rapid.Bool().Draw(t, "no rtx")
	s.RED = rapid.IntRange(0, 3).Draw(t, "redundancy")
	s.NoLevel = rapid.IntRange(0, 4).Draw(t, "no level") == 0
	bad := func(name string) simnet.Conditions {
		c := path(float64(rapid.IntRange(0, 10).Draw(t, name+" loss")) / 100)
		c.Reorder = float64(rapid.IntRange(0, 10).Draw(t, name+" reorder")) / 100
		c.ReorderBy = 30 * time.Millisecond
		c.Duplicate = float64(rapid.IntRange(0, 5).Draw(t, name+" duplicate")) / 100
		return c
	}
	s.Up, s.Down = bad("up"), bad("down")
	return s
}

// act lets somebody do something and tells whether they left.
func act(t *rapid.T, m *simnet.Meeting, c *simnet.Client, here []*simnet.Client) (left bool) {
	now := m.Net.Now()
	other := here[rapid.IntRange(0, len(here)-1).Draw(t, "other")]
	on := rapid.Bool().Draw(t, "on")
	switch rapid.IntRange(0, 8).Draw(t, "act") {
	case 0:
		c.Camera.Start()
	case 1:
		c.Mic.Start()
	case 2:
		c.Mic.Level = uint8(rapid.SampledFrom([]int{20, 35, 60, 90, 127}).Draw(t, "level"))
	case 3, 4:
		mid := fmt.Sprintf("pic-%d", rapid.IntRange(0, 3).Draw(t, "slot"))
		c.Want(mid, other.ID, rapid.SampledFrom([]int{0, 90, 180, 360, 720}).Draw(t, "height"))
	case 5:
		c.Endpoint.SetMuted(now, rapid.SampledFrom([]sfu.SourceKind{sfu.SourceMicrophone, sfu.SourceCamera}).Draw(t, "kind"), on)
	case 6:
		c.Endpoint.SetHeard(now, on)
	case 7:
		floor := other.ID
		if on {
			floor = ""
		}
		m.Room.SetFloor(now, floor)
	case 8:
		if len(here) > 3 {
			c.Leave()
			return true
		}
		l := c.Camera.Layers[0]
		l.Off = !l.Off
	}
	return false
}

// checkOwn checks that nobody gets their own sound, and that sound goes on without gaps of our making.
func checkOwn(t *rapid.T, c *simnet.Client, in *simnet.Inbox) {
	if in.MID[0] == 'p' || in.MID == "stage-picture" {
		return
	}
	list := in.InOrder()
	for i, a := range list {
		if a.Client == c.ID {
			t.Fatalf("%s hears itself", c.ID)
		}
		if i > 0 && a.Time <= list[i-1].Time {
			t.Fatalf("%s %s: time goes from %d to %d", c.ID, in.MID, list[i-1].Time, a.Time)
		}
	}
}

func FuzzEndpoint(f *testing.F) {
	f.Add([]byte{0x80, 111, 0, 1, 0, 0, 0, 0, 0, 0, 0, 10, 1, 2, 3}, []byte{0x80, 201, 0, 1, 0, 0, 0, 1})
	f.Add([]byte{0x90, 96, 0, 1, 0, 0, 0, 0, 0, 0, 0, 20, 0xBE, 0xDE, 0, 1, 0x10, '1', 0, 0, 0x10, 1},
		[]byte{0x81, 205, 0, 3, 0, 0, 0, 1, 0, 0, 3, 0xE9, 0, 3, 0xFF, 0xFF})
	f.Add([]byte{0x80, 97, 0, 1, 0, 0, 0, 0, 0, 0, 0, 30, 0, 5, 0x10, 0},
		[]byte{0x81, 206, 0, 2, 0, 0, 0, 1, 0, 0, 3, 0xE9})
	f.Add([]byte{0x80, 63, 0, 52, 0, 0, 48, 192, 0, 0, 0, 10, 0xEF, 0x03, 0xC0, 1, 111, 1, 2}, []byte{})
	f.Fuzz(func(t *testing.T, packet, control []byte) {
		h := newHall(t, 2)
		h.warm(50)
		h.ana.HandleRTP(h.now, append([]byte(nil), packet...))
		h.ana.HandleRTCP(h.now, control)
		h.room.Stats(func(sfu.Stats) {})
		h.warm(20)
	})
}
