package conference_test

import (
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// A meeting may keep the original down while a microphone is closed by choice. A loss raises it all the same, and a
// rehearsal is not to be heard of.
func TestTheOriginalMayStayLowWhenNobodyInterprets(t *testing.T) {
	inStudio(t, func(s *studio) {
		viewer := s.viewer("en")
		hears := func(want string) {
			t.Helper()
			s.run(300 * time.Millisecond)
			viewer.Got()
			s.run(300 * time.Millisecond)
			got := viewer.Got()
			if want == "" && len(got) > 0 || want != "" && len(got) < 10 {
				t.Errorf("%d packets, want those of %q", len(got), want)
			}
			for _, p := range got {
				if p.Payload != want {
					t.Errorf("hears %q, want %q", p.Payload, want)
				}
			}
		}
		arrange := func(low, rehearsal bool) {
			t.Helper()
			s.chair.ok(func(id int) protocol.ClientMessage {
				return protocol.ArrangeInterpretation{
					ID: id, Rehearsal: rehearsal, LowWhenOff: low, Booths: []protocol.NewBooth{{ID: "b1", Outputs: []string{"es", "en"}}},
				}
			})
			time.Sleep(conference.ShownWithin)
			for _, g := range []*guest{s.lee, s.chair, s.ivo} {
				if got := g.sees(); got.LowWhenOff != low || got.Rehearsal != rehearsal {
					t.Errorf("%s is shown %+v", g.inv.Name, got)
				}
			}
		}
		hears("ana")
		arrange(true, false)
		s.state("en", "OFF")
		hears("")
		s.iris.open("en")
		hears("iris")
		s.iris.attendance.Lost()
		s.state("en", "LOST")
		hears("ana")
		arrange(true, true)
		hears("ana")
		arrange(false, false)
		hears("ana")
		shown, err := s.hub.Arrange(s.t.Context(), s.meeting.ID, conference.Arrangement{
			LowWhenOff: true, Booths: []conference.Booth{{ID: "b1", Outputs: []string{"es", "en"}}},
		})
		if err != nil || !shown.LowWhenOff {
			t.Errorf("%+v %v", shown, err)
		}
		s.state("en", "OFF")
		hears("")
	})
}
