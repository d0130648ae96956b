package conference_test

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/cumbre-meet/cumbre/internal/conference/conferencetest"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// listening is how many hear es, en and the floor, as the chair sees it.
func (s *studio) listening(es, en, floor int) {
	s.t.Helper()
	time.Sleep(time.Second)
	got := s.chair.sees()
	if e, n := s.chair.channel("es").Listens, s.chair.channel("en").Listens; e != es || n != en || got.Listening != floor {
		s.t.Errorf("es %d, en %d, floor %d; want %d, %d, %d", e, n, got.Listening, es, en, floor)
	}
}

func (g *guest) listen(to, language string) { g.say(protocol.Listen{To: to, Language: language}) }

// The chair sees how many listen to each channel: who can hear it, now.
func TestTheAudienceIsWhoCanHear(t *testing.T) {
	inStudio(t, func(s *studio) {
		s.listening(0, 1, 1) // Lee hears English, Ada the floor; Ana has the floor: her own words are all that is on es
		for _, tc := range []struct {
			name          string
			do            func()
			es, en, floor int
		}{
			{"the speaker listens to another language", func() { s.ana.listen("language", "en") }, 0, 2, 1},
			{"the speaker listens to the floor", func() { s.ana.listen("floor", "") }, 0, 1, 1},
			{"the speaker listens to the own language", func() { s.ana.listen("language", "es") }, 0, 1, 1},
			{"somebody else has the floor", func() { s.chair.ok(giveFloor(s.chair.me)) }, 1, 1, 0},
			{"and gives it back", func() { s.chair.ok(giveFloor(s.ana.me)) }, 0, 1, 1},
			{"a listener's session is lost", func() { s.lee.attendance.Lost() }, 0, 0, 1},
			{"and back, with its media", func() { s.lee.comeBack() }, 0, 1, 1},
			{"a listener's media is lost", func() { s.lee.conn.Disconnect() }, 0, 0, 1},
			{"and back", func() { s.lee.offer(true) }, 0, 1, 1},
			{"a listener without media yet", func() { s.join(s.invite("observer", "Mia", "", speaks("en")).Token) }, 0, 1, 1},
		} {
			tc.do()
			s.listening(tc.es, tc.en, tc.floor)
			if t.Failed() {
				t.Error(tc.name)
				return
			}
		}
	})
}

// Who asks for a sign language's sound hears the floor; who shows its picture on two slots is one.
func TestTheAudienceOfASignLanguage(t *testing.T) {
	inStudio(t, func(s *studio) {
		s.chair.ok(func(id int) protocol.ClientMessage {
			return protocol.ArrangeInterpretation{ID: id, Booths: []protocol.NewBooth{
				{ID: "b1", Outputs: []string{"es", "en"}}, {ID: "sign", Kind: "sign", Outputs: []string{"ase"}},
			}}
		})
		s.lee.listen("language", "ase")
		viewer := s.viewer("ase")
		s.listening(0, 0, 3)
		if got := s.chair.channel("ase").Listens; got != 0 {
			t.Errorf("%d see a picture that they did not ask for", got)
		}
		s.run(300*time.Millisecond, s.iris, s.ivo, s.chair)
		if got := viewer.Got(); !slices.ContainsFunc(got, func(p conferencetest.Packet) bool { return p.Payload == "ana" }) {
			t.Error("the viewer of a sign language does not hear the floor")
		}
		s.lee.say(protocol.WantSlots{Slots: []protocol.WantSlot{{MID: "picture", Channel: "ase"}, {MID: "other", Channel: "ase"}}})
		s.listening(0, 0, 3)
		if got := s.chair.channel("ase").Listens; got != 1 {
			t.Errorf("%d see it, want 1", got)
		}
		s.lee.conn.Disconnect()
		s.listening(0, 0, 2)
		if got := s.chair.channel("ase").Listens; got != 0 {
			t.Errorf("%d see it, want 0", got)
		}
	})
}

// A picture that was asked for before its owner was there is no way around the booth's door.
func TestAnInterpretersPictureCannotBeOrderedBeforehand(t *testing.T) {
	inStudio(t, func(s *studio) {
		inv := s.invite("interpreter", "Sol", "")
		s.lee.say(protocol.WantSlots{Slots: []protocol.WantSlot{{MID: "picture", Participant: inv.ID, Kind: "camera", Height: 360}}})
		sol := &guest{inv: inv}
		sol.client = s.join(inv.Token)
		synctest.Wait()
		sol.offer(true)
		if sol.me != inv.ID {
			t.Fatalf("%s came as %s", inv.ID, sol.me)
		}
		sol.say(protocol.SetMedia{Camera: true})
		for range 25 {
			sol.conn.Say("cam", keyframe+"sol")
			time.Sleep(20 * time.Millisecond)
		}
		synctest.Wait()
		for _, p := range s.lee.conn.Got() {
			if strings.HasSuffix(p.Payload, "sol") {
				t.Error("a listener sees the booth")
				break
			}
		}
		// Whoever is in the booth may.
		s.ivo.say(protocol.WantSlots{Slots: []protocol.WantSlot{{MID: "picture", Participant: inv.ID, Kind: "camera", Height: 360}}})
		for range 25 {
			sol.conn.Say("cam", keyframe+"sol")
			time.Sleep(20 * time.Millisecond)
		}
		synctest.Wait()
		if !slices.ContainsFunc(s.ivo.conn.Got(), func(p conferencetest.Packet) bool { return strings.HasSuffix(p.Payload, "sol") }) {
			t.Error("a colleague does not")
		}
	})
}

func TestListeners(t *testing.T) {
	inStudio(t, func(s *studio) {
		s.iris.open("en")
		listen := func(g *guest, to, language string) { g.say(protocol.Listen{To: to, Language: language}) }
		counts := func(es, en, floor int) {
			t.Helper()
			got := s.chair.sees()
			if e, n := s.chair.channel("es").Listens, s.chair.channel("en").Listens; e != es || n != en || got.Listening != floor {
				t.Errorf("es %d, en %d, floor %d; want %d, %d, %d", e, n, got.Listening, es, en, floor)
			}
			if s.lee.channel("en").Listens != 0 || s.lee.sees().Listening != 0 {
				t.Error("listeners are told how many they are")
			}
		}
		// Who listens to what is for those who answer for it that everybody hears, and for nobody else.
		who := func(channel string, want ...*guest) {
			t.Helper()
			var ids []string
			for _, g := range want {
				ids = append(ids, g.me)
			}
			slices.Sort(ids)
			for _, g := range []*guest{s.chair, s.tech} {
				got := g.sees().Listeners
				if channel != "" {
					got = g.channel(channel).Listeners
				}
				if !slices.Equal(got, ids) {
					t.Errorf("%s sees %v at %q, want %v", g.inv.Name, got, channel, ids)
				}
			}
			for _, g := range []*guest{s.lee, s.iris} {
				if g.sees().Listeners != nil || g.channel("en").Listeners != nil {
					t.Errorf("%s is told who listens to what", g.inv.Name)
				}
			}
		}
		counts(0, 1, 1) // Ana speaks on the floor, Lee's language is English, and Ada has said none
		who("en", s.lee)
		who("", s.chair)
		listen(s.lee, "floor", "")
		s.hears(s.lee, "stage=ana")
		counts(0, 0, 2)
		who("en")
		who("", s.lee, s.chair)
		listen(s.chair, "language", "en-US")
		s.hears(s.chair, "lang=iris stage=ana")
		counts(0, 1, 1)
		s.chair.attendance.Lost()
		s.chair.comeBack()
		s.hears(s.chair, "lang=iris stage=ana")
		s.chair.offer(true)
		s.hears(s.chair, "lang=iris stage=ana")
		listen(s.chair, "language", "de")
		s.hears(s.chair, "stage=ana")
		listen(s.lee, "automatic", "")
		s.hears(s.lee, "lang=iris stage=ana")
		s.lee.say(protocol.SetLanguage{Language: "es"})
		s.hears(s.lee, "stage=ana")
		for g, m := range map[*guest]protocol.Listen{
			s.iris: {To: "language", Language: "es"}, s.lee: {To: "language"}, s.ana: {To: "automatic", Language: "in English"},
		} {
			g.take()
			g.say(m)
			need[protocol.ProblemMessage](g.client)
		}
	})
}
