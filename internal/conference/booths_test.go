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

func TestAnInterpretersVoiceReachesItsListeners(t *testing.T) {
	inStudio(t, func(s *studio) {
		s.state("en", "OFF")
		s.hears(s.lee, "stage=ana") // nobody in the booth has the microphone open
		s.iris.open("en")
		s.state("en", "ON_AIR")
		s.hears(s.lee, "lang=iris stage=ana")
		s.hears(s.chair, "stage=ana") // who chose nothing hears the floor
		s.hears(s.iris, "stage=ana")
	})
}

func TestEveryStateOfAListener(t *testing.T) {
	inStudio(t, func(s *studio) {
		epoch := func() int64 { return s.iris.channel("en").Epoch }
		cough := func(on bool) func(int) protocol.ClientMessage {
			return func(id int) protocol.ClientMessage { return protocol.Cough{ID: id, On: on, Epoch: epoch()} }
		}
		s.iris.open("en")
		s.state("en", "ON_AIR")
		s.state("es", "PASS") // Ana has the floor and speaks Spanish
		s.pausing = []*guest{s.iris}
		s.run(3500 * time.Millisecond)
		s.state("en", "PAUSE")
		s.hears(s.lee, "lang=iris stage=ana")
		s.pausing = nil
		s.run(time.Second)
		s.state("en", "ON_AIR")
		s.iris.ok(cough(true))
		s.state("en", "COUGH")
		s.hears(s.lee, "stage=ana")
		s.pausing = []*guest{s.iris} // the client sends silence meanwhile
		s.run(3 * time.Second)
		s.state("en", "COUGH")
		s.pausing = nil
		s.iris.ok(cough(false))
		s.hears(s.lee, "lang=iris stage=ana")
		s.iris.ok(func(id int) protocol.ClientMessage { return protocol.Uninterpretable{ID: id, On: true} })
		s.state("en", "UNINTERPRETABLE")
		if got := s.lee.channel("en").Sound; got != "ON_AIR" {
			t.Errorf("sound %s", got)
		}
		s.iris.ok(func(id int) protocol.ClientMessage { return protocol.Uninterpretable{ID: id} })
		s.iris.ok(func(id int) protocol.ClientMessage { return protocol.CloseMicrophone{ID: id, Epoch: epoch()} })
		s.state("en", "OFF")
		s.hears(s.lee, "stage=ana")
		s.chair.ok(func(id int) protocol.ClientMessage { return protocol.SetFloorLanguage{ID: id, Language: "en"} })
		s.state("en", "PASS")
		s.state("es", "OFF")
	})
}

// notices are those that came since the last take.
func (g *guest) notices() []protocol.InterpretationNotice {
	var out []protocol.InterpretationNotice
	for _, m := range g.take() {
		if n, is := m.(protocol.InterpretationNotice); is {
			out = append(out, n)
		}
	}
	return out
}

func (g *guest) told(notice string) bool {
	return slices.ContainsFunc(g.notices(), func(n protocol.InterpretationNotice) bool { return n.Notice == notice })
}

func (s *studio) everybody() []*guest {
	return []*guest{s.chair, s.ana, s.lee, s.iris, s.ivo, s.tech}
}

// forget empties what came until now.
func (s *studio) forget() {
	for _, g := range s.everybody() {
		g.take()
	}
}

func (g *guest) takeOver(language string) func(int) protocol.ClientMessage {
	epoch := g.channel(language).Epoch
	return func(id int) protocol.ClientMessage { return protocol.TakeOver{ID: id, Channel: language, Epoch: epoch} }
}

// comeBack is the same person with a new session.
func (g *guest) comeBack() {
	g.client = g.w.rejoin(g.inv.Token, g.resume)
	synctest.Wait()
}

func TestADroppedInterpreterComesBackMutedInTheSameSeat(t *testing.T) {
	for name, drop := range map[string]func(s *studio){
		"the session": func(s *studio) { s.iris.attendance.Lost() },
		"the media":   func(s *studio) { s.iris.conn.Disconnect() },
	} {
		t.Run(name, func(t *testing.T) {
			inStudio(t, func(s *studio) {
				s.iris.open("en")
				s.run(time.Second)
				was := s.iris.seat().Number
				s.forget()
				drop(s)
				s.state("en", "LOST")
				if !s.ivo.told("interpreter-lost") || !s.tech.told("interpreter-lost") {
					t.Error("no alarm")
				}
				s.hears(s.lee, "stage=ana")
				s.ivo.ok(s.ivo.takeOver("en"))
				if name == "the media" && !s.iris.told("microphone-closed") {
					t.Error("who was taken over from is not told")
				}
				s.hears(s.lee, "lang=ivo stage=ana", s.iris)
				s.iris.comeBack()
				s.iris.offer(true)
				if got := s.iris.seat(); got.State != "STANDBY" || got.Output != "en" || got.Number != was {
					t.Errorf("%+v, was %d", got, was)
				}
				s.hears(s.lee, "lang=ivo stage=ana")
				s.hears(s.chair, "stage=ana")
			})
		})
	}
}

// A page that renews its WebSocket, because an answer was late, takes nobody off the air: its media go on.
func TestAnInterpretersPageThatRenewsItsConnectionStaysOnAir(t *testing.T) {
	inStudio(t, func(s *studio) {
		renew := func(attempt int) {
			t.Helper()
			c, err := s.say(protocol.Hello{Version: protocol.Version, Token: s.iris.inv.Token, Resume: s.iris.resume, Instance: "page", Attempt: attempt})
			if err != nil {
				t.Fatal(err)
			}
			s.iris.client = c
			synctest.Wait()
		}
		renew(1) // another page
		s.state("en", "OFF")
		s.iris.open("en")
		s.state("en", "ON_AIR")
		renew(2)
		s.state("en", "ON_AIR")
		s.hears(s.lee, "lang=iris stage=ana")
		s.iris.attendance.Lost()
		renew(3)
		s.state("en", "OFF")
	})
}

// Without a partner who takes over, the channel stays lost until the interpreter is back, and then it is off.
func TestAnInterpreterWhoComesBackAloneIsMuted(t *testing.T) {
	inStudio(t, func(s *studio) {
		s.iris.open("en")
		s.iris.attendance.Lost()
		s.state("en", "LOST")
		s.iris.comeBack() // the media connection has lived on
		s.state("en", "OFF")
		s.hears(s.lee, "stage=ana")
		s.iris.open("en")
		s.hears(s.lee, "lang=iris stage=ana")
		s.iris.offer(true) // a reload of the page's connection
		s.state("en", "OFF")
		s.hears(s.lee, "stage=ana")
		s.iris.open("en")
		s.iris.offer(false) // an ICE restart is none
		s.state("en", "ON_AIR")
		s.hears(s.lee, "lang=iris stage=ana")
	})
}

func TestHandOver(t *testing.T) {
	inStudio(t, func(s *studio) {
		step := func(g *guest, action, want string) {
			t.Helper()
			epoch := g.sees().Booths[0].Handover.Epoch
			g.ok(func(id int) protocol.ClientMessage { return protocol.HandOver{ID: id, Action: action, Epoch: epoch} })
			if got := g.sees().Booths[0].Handover.State; got != want {
				t.Fatalf("%s: %s, want %s", action, got, want)
			}
		}
		s.iris.open("en")
		s.hears(s.lee, "lang=iris stage=ana")
		s.forget()
		step(s.ivo, "request", "REQUESTED")
		step(s.iris, "accept", "ARMED")
		if !s.ivo.told("hand-over") || s.lee.told("hand-over") {
			t.Error("the hand-over is the booth's")
		}
		if got := s.ivo.seat().State; got != "ARMED" {
			t.Errorf("%s", got)
		}
		s.hears(s.lee, "lang=iris stage=ana")
		s.lee.conn.Got()
		s.run(time.Second)
		step(s.iris, "switch", "IDLE")
		s.run(time.Second)
		var lang []string
		for _, p := range s.lee.conn.Got() {
			if p.MID == "lang" {
				lang = append(lang, p.Payload)
			}
		}
		if n := len(lang); n < 98 || n > 102 { // 2 s of 20 ms: at most 40 ms of a gap or an overlap
			t.Errorf("%d packets in 2 s", n)
		}
		if at := slices.Index(lang, "ivo"); at < 0 || slices.Contains(lang[at:], "iris") {
			t.Errorf("%v", lang)
		}
	})
}

func TestNobodyOutsideHearsARehearsal(t *testing.T) {
	inStudio(t, func(s *studio) {
		arrange := func(rehearsal bool) func(int) protocol.ClientMessage {
			return func(id int) protocol.ClientMessage {
				return protocol.ArrangeInterpretation{ID: id, Rehearsal: rehearsal, Booths: []protocol.NewBooth{{ID: "b1", Outputs: []string{"es", "en"}}}}
			}
		}
		channel := func(g *guest) {
			g.say(protocol.WantSounds{Sounds: []protocol.WantSound{{MID: "booth", Channel: "en"}}})
		}
		channel(s.tech)
		channel(s.ivo)
		viewer := s.viewer("en")
		s.iris.open("en")
		s.hears(s.lee, "lang=iris stage=ana")
		s.chair.ok(arrange(true))
		s.state("en", "OFF")
		s.hears(s.lee, "stage=ana") // the curtain closes the microphones
		s.iris.open("en")
		s.run(300 * time.Millisecond)
		s.forget()
		for _, g := range s.everybody() {
			g.conn.Got()
		}
		viewer.Got()
		s.iris.ok(func(id int) protocol.ClientMessage { return protocol.SoundInadequate{ID: id} })
		s.iris.ok(func(id int) protocol.ClientMessage { return protocol.SlowDown{ID: id} })
		if got := s.iris.command(func(id int) protocol.ClientMessage { return protocol.TalkToFloor{ID: id, On: true} }); got != "rehearsing" {
			t.Errorf("%q", got)
		}
		s.lee.say(protocol.Listen{To: "language", Language: "en"}) // whatever they choose
		s.run(time.Second)
		for g, want := range map[*guest]string{
			s.lee: "stage=ana", s.chair: "stage=ana", s.ana: "", s.tech: "booth=iris stage=ana", s.ivo: "booth=iris stage=ana",
		} {
			if got := g.heard(); got != want {
				t.Errorf("%s hears %q, want %q", g.inv.Name, got, want)
			}
		}
		for _, p := range viewer.Got() {
			if p.Payload != "ana" {
				t.Fatalf("a viewer hears %+v", p)
			}
		}
		for _, g := range []*guest{s.lee, s.ana, s.chair} {
			if got := g.notices(); len(got) > 0 {
				t.Errorf("%s is told %+v", g.inv.Name, got)
			}
		}
		if got := s.lee.sees(); !got.Rehearsal || s.lee.channel("en").Holder != "" || len(got.Booths) > 0 {
			t.Errorf("%+v", got)
		}
		s.chair.ok(arrange(false))
		s.hears(s.lee, "stage=ana")
		s.iris.open("en")
		s.hears(s.lee, "lang=iris stage=ana")
		s.hears(s.tech, "booth=iris stage=ana")
	})
}

// viewer is a WHEP player with one sound line.
func (s *studio) viewer(language string) *conferencetest.Connection {
	s.t.Helper()
	grant, err := s.hub.Authenticate(s.t.Context(), s.invite("press", "Gallery", "", shared).Token)
	if err != nil {
		s.t.Fatal(err)
	}
	if _, _, err := s.hub.View(s.t.Context(), grant, language, "v=0\nm=audio 9\n"); err != nil {
		s.t.Fatal(err)
	}
	synctest.Wait()
	conns := s.media.Connections()
	return conns[len(conns)-1]
}

func TestAViewerHearsALanguage(t *testing.T) {
	inStudio(t, func(s *studio) {
		english, regional, german := s.viewer("en"), s.viewer("en-GB"), s.viewer("de")
		hears := func(c *conferencetest.Connection, want string) {
			t.Helper()
			s.run(300 * time.Millisecond)
			c.Got()
			s.run(300 * time.Millisecond)
			got := c.Got()
			for _, p := range got {
				if p.Payload != want {
					t.Fatalf("hears %s, want %s", p.Payload, want)
				}
			}
			if len(got) < 10 {
				t.Errorf("%d packets of %s", len(got), want)
			}
		}
		hears(english, "ana") // nobody interprets: the original
		s.iris.open("en")
		hears(english, "iris")
		hears(regional, "iris")
		hears(german, "ana")
		if got := s.chair.channel("en"); got.Listens != 3 { // Lee and two viewers
			t.Errorf("%+v", got)
		}
		s.iris.attendance.Lost()
		hears(english, "ana")
	})
}

// Whatever an interpreter does, and however they come back: the floor and the stage carry nothing of them.
func TestAnInterpreterIsNeverOnTheFloor(t *testing.T) {
	inStudio(t, func(s *studio) {
		quiet := func(when string) {
			t.Helper()
			s.run(time.Second, s.ana, s.chair)
			for _, g := range []*guest{s.lee, s.chair, s.ana} {
				for _, p := range g.conn.Got() {
					if p.MID != "lang" && (p.Payload == "iris" || p.Payload == "ivo") {
						t.Fatalf("%s: %s hears %s on %s", when, g.inv.Name, p.Payload, p.MID)
					}
				}
			}
		}
		if got := s.chair.command(giveFloor(s.iris.me)); got != "role-does-not-speak" {
			t.Errorf("%q", got)
		}
		s.chair.ok(giveFloor("")) // an open floor: who speaks is on stage
		for _, m := range []protocol.ClientMessage{
			protocol.SetMedia{Microphone: true, Camera: true, Screen: true, ScreenSound: true}, protocol.SetHand{Raised: true},
		} {
			s.iris.say(m)
			quiet("after a message")
		}
		s.iris.open("en")
		quiet("on air")
		s.iris.offer(false)
		quiet("after an ICE restart")
		s.iris.offer(true)
		quiet("after a new connection")
		s.iris.attendance.Lost()
		s.iris.comeBack()
		quiet("back with the old connection")
		s.iris.offer(true)
		quiet("back with a new connection")
		s.iris.ok(func(id int) protocol.ClientMessage { return protocol.TalkToFloor{ID: id, On: true} })
		s.run(time.Second, s.ana)
		if got := s.ana.heard(); !strings.Contains(got, "iris") {
			t.Errorf("who holds the button is not heard: %q", got)
		}
		for _, g := range s.everybody() {
			g.conn.Got()
		}
		s.iris.offer(true) // while the button is held
		quiet("back with a new connection from the floor")
		s.restart()
		for _, g := range s.everybody() {
			g.comeBack()
			g.offer(true)
		}
		s.ana.say(protocol.SetMedia{Microphone: true})
		if got := s.iris.seat(); got.Participant != s.iris.me {
			t.Errorf("after the server's restart: %+v", got)
		}
		quiet("after the server's restart")
		grant, _ := s.hub.Authenticate(s.t.Context(), s.iris.inv.Token)
		if _, _, err := s.hub.Publish(s.t.Context(), grant, "v=0\nm=audio 9\n"); code(err) != "interpreter-in-booth" {
			t.Errorf("WHIP with an interpreter's token: %v", err)
		}
		for _, p := range need[protocol.Welcome](s.world.join(s.lee.inv.Token)).Participants {
			if p.ID == s.iris.me && (p.Screen || p.ScreenSound || p.Hand != "" || p.Booth != "b1") {
				t.Errorf("%+v", p)
			}
		}
	})
}

// keyframe is the start of a VP8 keyframe of 320×180 in one packet (RFC 7741 section 4, RFC 6386 section 9.1).
const keyframe = "\x10\x30\x02\x00\x9d\x01\x2a\x40\x01\xb4\x00"

func TestASignChannelIsAPicture(t *testing.T) {
	inStudio(t, func(s *studio) {
		arrange := func(rehearsal bool) {
			s.chair.ok(func(id int) protocol.ClientMessage {
				return protocol.ArrangeInterpretation{ID: id, Rehearsal: rehearsal, Booths: []protocol.NewBooth{
					{ID: "b1", Outputs: []string{"es", "en"}}, {ID: "sign", Kind: "sign", Outputs: []string{"ase"}},
				}}
			})
		}
		arrange(false)
		sam := s.guest("interpreter", "Sam", inBoothOf("sign"))
		sam.say(protocol.SetMedia{Camera: true})
		sam.ready("")
		channel := protocol.WantSlot{MID: "picture", Channel: "ase", Height: 360}
		sees := func(g *guest, want protocol.WantSlot, picture bool) {
			t.Helper()
			g.say(protocol.WantSlots{Slots: []protocol.WantSlot{want}})
			synctest.Wait()
			g.conn.Got()
			for range 25 {
				sam.conn.Say("cam", keyframe+"sam")
				time.Sleep(20 * time.Millisecond)
			}
			synctest.Wait()
			got := slices.ContainsFunc(g.conn.Got(), func(p conferencetest.Packet) bool {
				return p.MID == "picture" && strings.HasSuffix(p.Payload, "sam")
			})
			if got != picture {
				t.Errorf("%s sees Sam: %v", g.inv.Name, got)
			}
		}
		sees(s.lee, channel, false)
		sam.open("ase")
		s.lee.take()
		sees(s.lee, channel, true)
		if m := need[protocol.SlotChanged](s.lee.client); m.Channel != "ase" || m.Participant != sam.me {
			t.Errorf("%+v", m)
		}
		if got := s.chair.channel("ase"); got.Listens != 1 || got.State != "ON_AIR" {
			t.Errorf("%+v", got)
		}
		byName := protocol.WantSlot{MID: "picture", Participant: sam.me, Kind: "camera", Height: 360}
		sees(s.lee, byName, false)
		sees(s.ivo, byName, true)
		sees(s.tech, channel, true)
		sees(s.lee, channel, true)
		arrange(true)
		sam.open("ase")
		sees(s.lee, channel, false)
		sees(s.tech, channel, true)
		arrange(false)
		sam.open("ase")
		sees(s.lee, channel, true)
		sees(s.tech, channel, true)
		s.run(2500 * time.Millisecond)
		s.state("ase", "LOST")
	})
}
