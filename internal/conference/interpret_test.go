package conference_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/protocol"
	"github.com/cumbre-meet/cumbre/internal/sfu"
)

func inBoothOf(booth string) func(*conference.Invite) {
	return func(in *conference.Invite) { in.Booth = booth }
}

func TestOnlyABoothsInterpretersActOnIt(t *testing.T) {
	inStudio(t, func(s *studio) {
		s.iris.open("en")
		epoch := s.iris.channel("en").Epoch
		messages := []func(int) protocol.ClientMessage{
			func(id int) protocol.ClientMessage { return protocol.Sit{ID: id, Booth: "b1"} },
			func(id int) protocol.ClientMessage { return protocol.Stand{ID: id} },
			func(id int) protocol.ClientMessage { return protocol.CheckSeat{ID: id} },
			func(id int) protocol.ClientMessage { return protocol.SetOutput{ID: id, Language: "es", Epoch: epoch} },
			func(id int) protocol.ClientMessage { return protocol.SetInput{ID: id, Input: "floor"} },
			func(id int) protocol.ClientMessage { return protocol.OpenMicrophone{ID: id, Epoch: epoch} },
			func(id int) protocol.ClientMessage { return protocol.CloseMicrophone{ID: id, Epoch: epoch} },
			func(id int) protocol.ClientMessage { return protocol.Cough{ID: id, On: true, Epoch: epoch} },
			func(id int) protocol.ClientMessage { return protocol.HandOver{ID: id, Action: "request"} },
			func(id int) protocol.ClientMessage { return protocol.TakeOver{ID: id, Channel: "en", Epoch: epoch} },
			func(id int) protocol.ClientMessage { return protocol.SetShift{ID: id, Minutes: 10} },
			func(id int) protocol.ClientMessage { return protocol.Uninterpretable{ID: id, On: true} },
			func(id int) protocol.ClientMessage { return protocol.TalkToFloor{ID: id, On: true} },
			func(id int) protocol.ClientMessage { return protocol.SlowDown{ID: id} },
			func(id int) protocol.ClientMessage { return protocol.SoundInadequate{ID: id} },
			func(id int) protocol.ClientMessage { return protocol.CallTechnician{ID: id} },
			func(id int) protocol.ClientMessage {
				return protocol.AddTerm{ID: id, Text: []protocol.TermIn{{Language: "es", Text: "x"}}}
			},
			func(id int) protocol.ClientMessage { return protocol.RemoveTerm{ID: id, Key: "t1"} },
		}
		for _, m := range messages {
			for _, g := range []*guest{s.chair, s.ana, s.lee, s.tech} {
				if got := g.command(m); got != "not-allowed" {
					t.Errorf("%s, %T: %q", g.inv.Name, m(1), got)
				}
			}
		}
		arrange := func(id int) protocol.ClientMessage { return protocol.ArrangeInterpretation{ID: id} }
		for _, g := range []*guest{s.ana, s.lee, s.tech, s.iris} {
			if got := g.command(arrange); got != "not-allowed" {
				t.Errorf("%s arranges: %q", g.inv.Name, got)
			}
		}
		if got := s.iris.command(func(id int) protocol.ClientMessage { return protocol.Sit{ID: id, Booth: "b2"} }); got != "not-allowed" {
			t.Errorf("another booth: %q", got)
		}
		mute := func(id int) protocol.ClientMessage { return protocol.Mute{ID: id, Participant: s.iris.me} }
		if got := s.chair.command(mute); got != "not-allowed" {
			t.Errorf("the booth is muted: %q", got)
		}
		stale := func(id int) protocol.ClientMessage { return protocol.CloseMicrophone{ID: id, Epoch: epoch - 1} }
		if got := s.iris.command(stale); got != "lease-stale" {
			t.Errorf("a stale epoch: %q", got)
		}
		s.hears(s.lee, "lang=iris stage=ana")
	})
}

func TestASeatIsChanged(t *testing.T) {
	inStudio(t, func(s *studio) {
		sit := func(seat int, understands ...string) func(int) protocol.ClientMessage {
			return func(id int) protocol.ClientMessage {
				return protocol.Sit{ID: id, Booth: "b1", Seat: seat, Understands: understands}
			}
		}
		was := s.iris.seat()
		s.iris.ok(sit(0, "fr", "pt-br"))
		want := was
		want.Understands = []string{"fr", "pt-BR"}
		if diff := cmp.Diff(want, s.iris.seat()); diff != "" {
			t.Error(diff)
		}
		if got := s.iris.command(sit(s.ivo.seat().Number)); got != "seat-taken" {
			t.Errorf("%q", got)
		}
		if diff := cmp.Diff(want, s.iris.seat()); diff != "" {
			t.Errorf("after a refusal: %s", diff)
		}
		s.iris.open("en")
		if got := s.iris.command(sit(0)); got != "on-air-already" {
			t.Errorf("%q", got)
		}
		third := s.guest("interpreter", "Inés")
		if got := third.seat(); got.Participant != "" {
			t.Errorf("a third one in a booth of two: %+v", got)
		}
		if got := third.command(sit(0)); got != "booth-full" {
			t.Errorf("%q", got)
		}
		s.ivo.ok(func(id int) protocol.ClientMessage { return protocol.Stand{ID: id} })
		third.ok(sit(0))
		third.say(protocol.Leave{})
		if n := len(s.iris.sees().Booths[0].Seats); n != 1 {
			t.Errorf("%d seats are taken", n)
		}
	})
}

func TestSignals(t *testing.T) {
	inStudio(t, func(s *studio) {
		do := func(m protocol.ClientMessage) func(int) protocol.ClientMessage {
			return func(id int) protocol.ClientMessage {
				switch m := m.(type) {
				case protocol.SlowDown:
					m.ID = id
					return m
				case protocol.SoundInadequate:
					m.ID = id
					return m
				case protocol.Uninterpretable:
					m.ID = id
					return m
				case protocol.TalkToFloor:
					m.ID = id
					return m
				default:
					return protocol.CallTechnician{ID: id}
				}
			}
		}
		s.iris.open("en")
		for _, tc := range []struct {
			m      protocol.ClientMessage
			notice string
			to     []*guest
		}{
			{protocol.SlowDown{}, "slow-down", []*guest{s.ana, s.tech}},
			{protocol.SoundInadequate{}, "sound-inadequate", []*guest{s.chair, s.ana, s.tech}},
			{protocol.Uninterpretable{On: true}, "uninterpretable", []*guest{s.chair, s.ana, s.lee}},
			{protocol.TalkToFloor{On: true}, "talk-to-floor", []*guest{s.chair, s.tech}},
			{protocol.CallTechnician{}, "technician-called", []*guest{s.tech}},
		} {
			s.forget()
			s.iris.ok(do(tc.m))
			for _, g := range s.everybody() {
				var got []protocol.InterpretationNotice
				for _, n := range g.notices() {
					if n.Notice == tc.notice {
						got = append(got, n)
					}
				}
				want := 0
				for _, to := range tc.to {
					if to == g {
						want = 1
					}
				}
				if len(got) != want {
					t.Errorf("%s: %s is told %d times, want %d", tc.notice, g.inv.Name, len(got), want)
				}
				for _, n := range got {
					if tc.notice == "slow-down" && (n.Participant != "" || n.Booth != "" || n.Channel != "") {
						t.Errorf("says who asks: %+v", n)
					}
					if tc.notice == "sound-inadequate" && n.Participant != s.ana.me {
						t.Errorf("does not say whose sound it is: %+v", n)
					}
				}
			}
		}
		if got := s.ivo.command(do(protocol.SlowDown{})); got != "too-soon" {
			t.Errorf("%q", got)
		}
		s.tech.say(protocol.Leave{})
		if got := s.iris.command(do(protocol.CallTechnician{})); got != "technician-absent" {
			t.Errorf("%q", got)
		}
		time.Sleep(61 * time.Second)
		synctest.Wait()
		if s.iris.seat().Talking {
			t.Error("a stuck key leaves the booth on the floor")
		}
	})
}

func TestMonitors(t *testing.T) {
	inStudio(t, func(s *studio) {
		s.chair.ok(func(id int) protocol.ClientMessage {
			return protocol.ArrangeInterpretation{ID: id, Booths: []protocol.NewBooth{
				{ID: "b1", Outputs: []string{"es", "en"}, Seats: 3}, {ID: "b2", Outputs: []string{"es"}},
			}}
		})
		other := s.guest("interpreter", "Olga", inBoothOf("b2"))
		want := func(g *guest, w protocol.WantSound) {
			w.MID = "booth"
			g.take()
			g.say(protocol.WantSounds{Sounds: []protocol.WantSound{w}})
		}
		refused := func(g *guest) bool {
			p, is := find[protocol.ProblemMessage](g.client)
			return is && p.Problem.Code == "not-allowed"
		}
		for _, g := range []*guest{s.lee, s.ana, s.chair, other} {
			if want(g, protocol.WantSound{Participant: s.iris.me}); !refused(g) {
				t.Errorf("%s hears the booth", g.inv.Name)
			}
		}
		if want(s.ivo, protocol.WantSound{Participant: s.ana.me}); !refused(s.ivo) {
			t.Error("a delegate's microphone is for the floor")
		}
		for _, g := range []*guest{s.ivo, s.tech} {
			if want(g, protocol.WantSound{Participant: s.iris.me}); refused(g) {
				t.Errorf("%s may not hear the colleague", g.inv.Name)
			}
		}
		s.hears(s.ivo, "booth=iris stage=ana") // not on air
		s.hears(s.tech, "booth=iris stage=ana")
		s.hears(other, "stage=ana")
		if s.ivo.offer(true); true {
			s.hears(s.ivo, "booth=iris stage=ana")
		}
		want(s.ivo, protocol.WantSound{Channel: "en"})
		s.hears(s.ivo, "stage=ana")
		s.iris.open("en")
		s.hears(s.ivo, "booth=iris stage=ana")
		want(s.ivo, protocol.WantSound{Stage: true})
		s.hears(s.ivo, "booth=ana stage=ana")
		want(s.ivo, protocol.WantSound{})
		s.hears(s.ivo, "stage=ana")
		levels, ok := find[protocol.BoothLevels](s.tech.client)
		if !ok || len(levels.Levels) < 2 {
			t.Errorf("%+v", levels)
		}
		if _, ok := find[protocol.BoothLevels](s.lee.client); ok {
			t.Error("listeners see the booths' levels")
		}
	})
}

func TestRelay(t *testing.T) {
	inStudio(t, func(s *studio) {
		s.iris.open("en")
		s.chair.ok(func(id int) protocol.ClientMessage {
			return protocol.ArrangeInterpretation{ID: id, Booths: []protocol.NewBooth{
				{ID: "b1", Outputs: []string{"es", "en"}}, {ID: "sign", Kind: "sign", Outputs: []string{"ase"}},
			}}
		})
		sign := s.guest("interpreter", "Sam", inBoothOf("sign"))
		sign.ok(func(id int) protocol.ClientMessage { return protocol.SetInput{ID: id, Input: "en"} })
		s.hears(sign, "lang=iris stage=ana")
		if ch := s.chair.channel("en"); ch.Relays != 1 {
			t.Errorf("%+v", ch)
		}
		s.iris.attendance.Lost()
		if !sign.told("pivot-lost") || !s.tech.told("pivot-lost") {
			t.Error("no alarm")
		}
		s.hears(sign, "stage=ana")
		if got := s.ivo.command(func(id int) protocol.ClientMessage { return protocol.SetInput{ID: id, Input: "en"} }); got != "relay-own-output" {
			t.Errorf("%q", got)
		}
	})
}

func TestTheFloorsLanguage(t *testing.T) {
	inStudio(t, func(s *studio) {
		floor := func(language, from string) {
			t.Helper()
			if got := s.lee.sees(); got.FloorLanguage != language || got.FloorFrom != from {
				t.Errorf("%q from %s, want %q from %s", got.FloorLanguage, got.FloorFrom, language, from)
			}
		}
		set := func(language string) func(int) protocol.ClientMessage {
			return func(id int) protocol.ClientMessage { return protocol.SetFloorLanguage{ID: id, Language: language} }
		}
		bob := s.guest("delegate", "Bob", speaks("en"))
		floor("es", "speaker")
		s.chair.ok(giveFloor(bob.me))
		floor("en", "speaker")
		bob.say(protocol.SetLanguage{Language: "fr"})
		floor("fr", "speaker")
		s.chair.ok(set("es"))
		floor("es", "chair")
		s.iris.ok(set("en"))
		floor("en", "interpreter")
		bob.ok(set("es"))
		floor("es", "speaker")
		for _, g := range []*guest{s.ana, s.lee, s.tech} {
			if got := g.command(set("en")); got != "not-allowed" {
				t.Errorf("%s: %q", g.inv.Name, got)
			}
		}
		s.chair.ok(giveFloor("")) // open: who is on stage
		s.hub.Events(s.meeting.ID).StageChanged(sfu.EndpointID(s.ana.me))
		floor("es", "speaker")
		s.hub.Events(s.meeting.ID).StageChanged(sfu.EndpointID(bob.me))
		floor("fr", "speaker")
		s.hub.Events(s.meeting.ID).StageChanged("")
		floor("fr", "speaker")
	})
}

func TestChatGlossaryAndSourcesOfTheBooths(t *testing.T) {
	inStudio(t, func(s *studio) {
		s.forget()
		s.iris.ok(func(id int) protocol.ClientMessage { return protocol.SendChat{ID: id, To: "booth", Text: "seat 2?"} })
		s.tech.ok(func(id int) protocol.ClientMessage {
			return protocol.SendChat{ID: id, To: "booth", Booth: "b1", Text: "coming"}
		})
		if got := s.ana.command(func(id int) protocol.ClientMessage {
			return protocol.SendChat{ID: id, To: "booth", Booth: "b1", Text: "?"}
		}); got != "not-allowed" {
			t.Errorf("%q", got)
		}
		s.iris.ok(func(id int) protocol.ClientMessage {
			return protocol.AddTerm{ID: id, Text: []protocol.TermIn{{Language: "es", Text: "cumbre"}, {Language: "en", Text: "summit"}}}
		})
		s.hub.Events(s.meeting.ID).QualityMeasured([]sfu.Quality{{Endpoint: sfu.EndpointID(s.ana.me), LossUp: 0.0214}})
		synctest.Wait()
		s.ana.say(protocol.ReportSource{Band: 7000, Speech: -20, Noise: -50})
		for _, g := range s.everybody() {
			chats, terms, sources := 0, 0, 0
			for _, m := range g.take() {
				switch m := m.(type) {
				case protocol.ChatReceived:
					chats++
				case protocol.GlossaryChanged:
					terms++
				case protocol.SourceQuality:
					if sources++; m.Loss != 21 || m.Band != 7000 {
						t.Errorf("%+v", m)
					}
				}
			}
			interpreter, technician := g == s.iris || g == s.ivo, g == s.tech
			if (chats == 2) != (interpreter || technician) || (terms == 1) != interpreter || (sources == 1) != (interpreter || technician || g == s.chair) {
				t.Errorf("%s: %d texts, %d terms, %d sources", g.inv.Name, chats, terms, sources)
			}
		}
		s.ivo.comeBack()
		var welcome protocol.Welcome
		sources := 0
		for _, m := range s.ivo.take() {
			switch m := m.(type) {
			case protocol.Welcome:
				welcome = m
			case protocol.SourceQuality:
				sources++
			}
		}
		if len(welcome.Glossary) != 1 || welcome.Glossary[0].By != s.iris.me || len(welcome.Chat) != 2 || sources != 1 {
			t.Errorf("%+v, %d sources", welcome, sources)
		}
		s.ivo.ok(func(id int) protocol.ClientMessage { return protocol.RemoveTerm{ID: id, Key: welcome.Glossary[0].Key} })
		if m := need[protocol.GlossaryChanged](s.iris.client); !m.Removed {
			t.Errorf("%+v", m)
		}
	})
}

func TestTheArrangementChangesDuringTheMeeting(t *testing.T) {
	inStudio(t, func(s *studio) {
		s.iris.open("en")
		a, err := s.hub.Arrangement(s.t.Context(), s.meeting.ID)
		if err != nil || len(a.Booths) != 1 || a.Booths[0].ID != "b1" || a.Booths[0].Seats != 2 || a.Booths[0].Policy != "consent" {
			t.Fatalf("%+v, %v", a, err)
		}
		a.Booths = append(a.Booths, conference.Booth{Outputs: []string{"EN"}})
		if a, err = s.hub.Arrange(s.t.Context(), s.meeting.ID, a); err != nil || a.Booths[1].ID != "b2" || a.Booths[1].Name != "en" {
			t.Fatalf("%+v, %v", a, err)
		}
		s.hears(s.lee, "lang=iris stage=ana") // the booth that stays works on
		if _, err := s.hub.Invite(s.t.Context(), s.meeting.ID, conference.Invite{Role: "interpreter", Name: "X"}); code(err) != "field-invalid" {
			t.Errorf("which booth? %v", err)
		}
		a.Booths = a.Booths[1:]
		if _, err := s.hub.Arrange(s.t.Context(), s.meeting.ID, a); err != nil {
			t.Fatal(err)
		}
		if !s.iris.told("seat-gone") {
			t.Error("nobody is told that the seat is gone")
		}
		if got := s.iris.seat(); got.Output != "en" || got.State == "ON_AIR" || s.iris.sees().Booths[0].ID != "b2" {
			t.Errorf("the only booth that is left: %+v", got)
		}
		s.hears(s.lee, "stage=ana")
		a.Booths[0].Outputs = []string{"de"}
		if _, err := s.hub.Arrange(s.t.Context(), s.meeting.ID, a); code(err) != "field-invalid" {
			t.Errorf("a language that is not the meeting's: %v", err)
		}
		if _, err := s.hub.Arrange(s.t.Context(), s.meeting.ID, conference.Arrangement{}); err != nil {
			t.Fatal(err)
		}
		if got := s.lee.sees(); len(got.Channels) > 0 {
			t.Errorf("%+v", got)
		}
	})
}

// A rehearsal is for practising relay too: who takes part sees and hears the channels as they will be.
func TestRelayIsRehearsed(t *testing.T) {
	inStudio(t, func(s *studio) {
		arrange := func(rehearsal bool) {
			s.chair.ok(func(id int) protocol.ClientMessage {
				return protocol.ArrangeInterpretation{ID: id, Rehearsal: rehearsal, Booths: []protocol.NewBooth{
					{ID: "b1", Outputs: []string{"es", "en"}}, {ID: "b2", Outputs: []string{"es"}},
				}}
			})
		}
		arrange(true)
		olga := s.guest("interpreter", "Olga", inBoothOf("b2"))
		olga.ready("")
		s.forget()
		before := map[*guest]protocol.Interpretation{s.lee: s.lee.sees(), s.ana: s.ana.sees()}
		s.iris.open("en")
		olga.ok(func(id int) protocol.ClientMessage { return protocol.SetInput{ID: id, Input: "en"} })
		s.tech.say(protocol.Listen{To: "language", Language: "en"})
		for _, g := range []*guest{olga, s.iris, s.ivo, s.tech} {
			if ch := g.channel("en"); ch.State != "ON_AIR" || ch.Sound != "ON_AIR" {
				t.Errorf("%s sees %+v", g.inv.Name, ch)
			}
		}
		s.hears(olga, "lang=iris stage=ana")
		s.hears(s.tech, "lang=iris stage=ana")
		// The chair sees the booths, and hears what everybody hears.
		if ch := s.chair.channel("en"); ch.Holder != s.iris.me || ch.Sound != "OFF" {
			t.Errorf("%+v", ch)
		}
		s.hears(s.chair, "stage=ana")
		s.iris.ok(func(id int) protocol.ClientMessage { return protocol.SetFloorLanguage{ID: id, Language: "en"} })
		epoch := s.iris.channel("en").Epoch
		s.iris.ok(func(id int) protocol.ClientMessage { return protocol.SetOutput{ID: id, Language: "es", Epoch: epoch} })
		s.iris.attendance.Lost()
		if ch := olga.channel("es"); ch.State != "LOST" {
			t.Errorf("%+v", ch)
		}
		// Outside nothing of all this is seen, and nothing is sent.
		for g, was := range before {
			if diff := cmp.Diff(was, g.sees()); diff != "" {
				t.Errorf("%s: %s", g.inv.Name, diff)
			}
			for _, m := range g.take() {
				if _, is := m.(protocol.InterpretationChanged); is {
					t.Errorf("%s is sent %+v", g.inv.Name, m)
				}
			}
			if got := g.sees(); got.FloorLanguage != "" || got.Channels[0].Epoch != 0 || got.Channels[0].State != "OFF" {
				t.Errorf("%s sees %+v", g.inv.Name, got)
			}
		}
	})
}
