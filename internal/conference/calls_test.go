package conference_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/cumbre-meet/cumbre/internal/interpretation"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// manyBooths arranges a booth for each interpreter, and seats them there.
func (s *studio) manyBooths(n int) []*guest {
	s.t.Helper()
	booths := make([]protocol.NewBooth, 0, n)
	for i := range n {
		booths = append(booths, protocol.NewBooth{ID: fmt.Sprint("b", i+1), Outputs: []string{"es", "en"}, Seats: 6})
	}
	s.chair.ok(func(id int) protocol.ClientMessage { return protocol.ArrangeInterpretation{ID: id, Booths: booths} })
	out := make([]*guest, 0, n)
	for _, b := range booths {
		g := s.guest("interpreter", "In "+b.ID, inBoothOf(b.ID))
		g.ready("en")
		out = append(out, g)
	}
	return out
}

func slowDown(id int) protocol.ClientMessage { return protocol.SlowDown{ID: id} }

func callTech(id int) protocol.ClientMessage { return protocol.CallTechnician{ID: id} }

func inadequate(id int) protocol.ClientMessage { return protocol.SoundInadequate{ID: id} }

// calls counts what somebody was told since the last time, by notice.
func (g *guest) calls() (slow, technician, sound int) {
	for _, n := range g.notices() {
		switch n.Notice {
		case "slow-down":
			slow++
		case "technician-called":
			technician++
		case "sound-inadequate":
			sound++
		}
	}
	return slow, technician, sound
}

// Twenty booths at once are one call to whoever is called, but for the technician, who must know where to go.
func TestCallsAreBoundedForWhoHearsThem(t *testing.T) {
	inStudio(t, func(s *studio) {
		const n = 20
		booths := s.manyBooths(n)
		tell := func(after string, g *guest, slow, technician, sound int) {
			t.Helper()
			if sl, te, so := g.calls(); sl != slow || te != technician || so != sound {
				t.Errorf("%s: %s is told slow-down %d, technician-called %d, sound-inadequate %d; want %d, %d, %d",
					after, g.inv.Name, sl, te, so, slow, technician, sound)
			}
		}
		all := func(m func(int) protocol.ClientMessage) {
			t.Helper()
			for _, g := range booths {
				g.ok(m) // who asks learns nothing of the others
			}
		}
		s.forget()
		all(slowDown)
		all(inadequate)
		for range 3 {
			all(callTech) // an impatient finger
		}
		tell("at once", s.ana, 1, 0, 1)
		tell("at once", s.chair, 0, 0, 1)
		tell("at once", s.tech, 1, n, n)
		tell("at once", s.lee, 0, 0, 0)

		// The next one to speak has not been told yet.
		s.chair.ok(giveFloor(s.chair.me))
		late := s.guest("interpreter", "Late", inBoothOf("b1"))
		time.Sleep(interpretation.SignalInterval - time.Millisecond)
		late.ok(callTech)
		tell("just before", s.tech, 0, 0, 0)
		time.Sleep(time.Millisecond)
		late.ok(callTech)
		all(slowDown)
		tell("after the interval", s.chair, 1, 0, 0)
		tell("after the interval", s.ana, 0, 0, 0)
		tell("after the interval", s.tech, 1, 1, 0)

		// A technician who comes is called by whoever calls from then on, whatever others were told.
		second := s.guest("technician", "Teo")
		second.take()
		late.ok(callTech)
		synctest.Wait()
		tell("another technician", second, 0, 1, 0)
		tell("another technician", s.tech, 0, 0, 0)
	})
}
