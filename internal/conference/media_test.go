package conference_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/protocol"
	"github.com/cumbre-meet/cumbre/internal/sfu"
	"github.com/cumbre-meet/cumbre/internal/units"
)

func slot(endpoint, mid, source string) sfu.SlotChange {
	return sfu.SlotChange{
		Endpoint: sfu.EndpointID(endpoint), MID: mid,
		Source: sfu.SourceID{Endpoint: sfu.EndpointID(source), Kind: sfu.SourceCamera}, RTPTime: 90_000, Width: 640, Height: 360,
	}
}

func TestOffers(t *testing.T) {
	inWorld(t, func(w *world) {
		guest := w.join(w.invite("delegate", "Guest", "", withLobby).Token)
		bob := w.join(w.invite("delegate", "Bob", "").Token)
		offer := func(c *client, o protocol.Offer) string {
			c.nextID++
			o.ID = c.nextID
			c.take()
			c.say(o)
			for _, m := range c.take() {
				switch m := m.(type) {
				case protocol.Answer:
					return m.SDP
				case protocol.ProblemMessage:
					return m.Problem.Code
				}
			}
			return "nothing"
		}
		line := []protocol.OfferLine{{MID: "0", Use: "microphone"}}
		for _, tc := range []struct {
			name string
			who  *client
			o    protocol.Offer
			want string
		}{
			{"from the lobby", guest, protocol.Offer{SDP: "v=0", Lines: line, New: true}, "not-admitted"},
			{"a restart of nothing", bob, protocol.Offer{SDP: "v=0", Lines: line}, "media-gone"},
			{"a bad SDP", bob, protocol.Offer{SDP: "bad", Lines: line, New: true}, "sdp-invalid"},
			{"a line twice", bob, protocol.Offer{SDP: "v=0", Lines: append(line, line...), New: true}, "offer-invalid"},
			{"the first", bob, protocol.Offer{SDP: "v=0", Lines: line, New: true}, "answer 1"},
			{"a restart", bob, protocol.Offer{SDP: "v=0", Lines: line}, "answer 2"},
			{"a bad restart", bob, protocol.Offer{SDP: "bad", Lines: line}, "sdp-invalid"},
			{"a reload", bob, protocol.Offer{SDP: "v=0", Lines: line, New: true}, "answer 1"},
		} {
			if got := offer(tc.who, tc.o); got != tc.want {
				t.Errorf("%s: %s, want %s", tc.name, got, tc.want)
			}
		}
		conns := w.media.Connections()
		if len(conns) != 2 || !conns[0].Closed() || conns[1].Closed() {
			t.Errorf("%d connections", len(conns))
		}
		// The old connection's end, which comes late, must not touch the new one.
		conns[0].Disconnect()
		if got := offer(bob, protocol.Offer{SDP: "v=0", Lines: line}); got != "answer 2" {
			t.Errorf("after the old one's end: %s", got)
		}
		conns[1].Disconnect()
		if got := offer(bob, protocol.Offer{SDP: "v=0", Lines: line}); got != "media-gone" {
			t.Errorf("after the new one's end: %s", got)
		}
	})
}

func TestNewsOfTheRoom(t *testing.T) {
	inWorld(t, func(w *world) {
		ada := w.join(w.invite("chair", "Ada", "").Token)
		bob := w.join(w.invite("delegate", "Bob", "").Token)
		guest := w.join(w.invite("delegate", "Guest", "", withLobby).Token)
		ada.take()
		bob.take()
		guest.take()
		ev := w.hub.Events(w.meeting.ID)
		id := sfu.EndpointID(bob.me)
		speakers := []sfu.Speaker{{Endpoint: id, Level: 20}}
		ev.StageChanged(id)
		ev.SlotChanged(slot(ada.me, "2", bob.me))
		ev.LayersNeeded(sfu.LayersNeeded{Source: sfu.SourceID{Endpoint: id, Kind: sfu.SourceCamera}, RIDs: []string{"h"}})
		ev.SpeakersChanged(speakers)
		speakers[0].Level = 99 // the Room may reuse it
		want := []any{
			protocol.SlotChanged{Type: "slot", MID: "2", Participant: bob.me, Kind: "camera", RTPTime: 90_000, Width: 640, Height: 360},
			protocol.StageChanged{Type: "stage", Participant: bob.me},
			protocol.Speakers{Type: "speakers", Speakers: []protocol.Speaker{{Participant: bob.me, Level: 20}}},
		}
		if diff := cmp.Diff(want, ada.take()); diff != "" {
			t.Error(diff)
		}
		if m := need[protocol.LayersNeeded](bob); m.Kind != "camera" || m.RIDs[0] != "h" {
			t.Errorf("%+v", m)
		}
		if got := guest.take(); len(got) > 0 {
			t.Errorf("the lobby hears %+v", got)
		}
		for _, loss := range []float64{0, 0.2, 0, 0.2, 0.2} { // one bad measurement is not shown
			ev.QualityMeasured([]sfu.Quality{{Endpoint: id, LossDown: loss}})
			synctest.Wait()
		}
		var words []string
		for _, m := range ada.take() {
			if c, ok := m.(protocol.ParticipantChanged); ok {
				words = append(words, c.Participant.Quality)
			}
		}
		if diff := cmp.Diff([]string{"good", "poor"}, words); diff != "" {
			t.Error(diff)
		}
	})
}

func TestTheMediaLoopIsNeverHeldUp(t *testing.T) {
	inWorld(t, func(w *world) {
		ada := w.join(w.invite("chair", "Ada", "").Token)
		ada.take()
		ev := w.hub.Events(w.meeting.ID)
		hold := make(chan struct{})
		w.memory.FailAppends(func(bool) error { <-hold; return nil })
		go func() { _ = ada.attendance.Handle(context.Background(), protocol.Lock{ID: 1, Locked: true}) }()
		synctest.Wait() // the actor waits for the disk
		for range 100_000 {
			ev.SlotChanged(slot(ada.me, "2", "x"))
			ev.StageChanged("x")
		}
		close(hold)
		if got := ada.take(); len(got) > 6 {
			t.Errorf("%d messages: what is out of date was kept", len(got))
		}
	})
}

func TestWantsAreChecked(t *testing.T) {
	inWorld(t, func(w *world) {
		ada := w.join(w.invite("chair", "Ada", "").Token)
		ada.take()
		ada.say(protocol.WantSlots{Slots: []protocol.WantSlot{{MID: "2", Participant: "x", Stage: true}}})
		if m := need[protocol.ProblemMessage](ada); m.Problem.Code != "field-invalid" {
			t.Errorf("%+v", m)
		}
		ada.say(protocol.WantSlots{Slots: []protocol.WantSlot{
			{MID: "2", Participant: "x", Kind: "camera", Height: 360}, {MID: "3", Stage: true}, {MID: "4"},
		}})
		if got := ada.take(); len(got) > 0 {
			t.Errorf("%+v", got)
		}
	})
}

func TestWHIPPublisherIsAParticipant(t *testing.T) {
	inWorld(t, func(w *world) {
		ctx := context.Background()
		chair := w.join(w.invite("chair", "Ada", "").Token)
		inv := w.invite("delegate", "Room 7", "d2")
		grant, _ := w.hub.Authenticate(ctx, inv.Token)
		s, answer, err := w.hub.Publish(ctx, grant, "v=0\r\na=ice-ufrag:abcd\r\n")
		if err != nil || answer != "answer 1" || s.Viewer() || s.Invitation() != inv.ID {
			t.Fatalf("%q, %v", answer, err)
		}
		w.hub.Events(w.meeting.ID).SourceStarted(sfu.SourceID{Endpoint: sfu.EndpointID(inv.ID), Kind: sfu.SourceCamera})
		if p := need[protocol.ParticipantChanged](chair).Participant; p.Connection != "external" || !p.Camera || p.Name != "Room 7" {
			t.Errorf("%+v", p)
		}
		if heard, muted := w.hub.Rules(w.meeting.ID, inv.ID); !heard || muted != [4]bool{} {
			t.Errorf("heard %v, muted %v", heard, muted)
		}
		if got, _ := w.hub.External(w.meeting.ID, s.ID()); got != s {
			t.Error("not found by its id")
		}
		if a, err := s.Patch("a=ice-ufrag:abcd\r\na=candidate:1\r\n"); a != "" || err != nil || s.ETag() != "etag1" {
			t.Errorf("candidates: %q %v %s", a, err, s.ETag())
		}
		if a, err := s.Patch("a=ice-ufrag:efgh\r\n"); a == "" || err != nil || s.ETag() != "etag2" {
			t.Errorf("restart: %q %v %s", a, err, s.ETag())
		}
		chair.ok(func(id int) protocol.ClientMessage { return protocol.Mute{ID: id, Participant: inv.ID} })
		synctest.Wait()
		if _, muted := w.hub.Rules(w.meeting.ID, inv.ID); !muted[0] || muted[1] {
			t.Errorf("muted: %v", muted)
		}
		chair.ok(giveFloor(inv.ID))
		synctest.Wait()
		if _, muted := w.hub.Rules(w.meeting.ID, inv.ID); muted[0] {
			t.Error("has the floor and is muted, with no way to unmute")
		}
		s.Close()
		<-s.Done()
		if p := need[protocol.ParticipantLeft](chair); p.Participant != inv.ID {
			t.Errorf("%+v", p)
		}
		if _, err := w.hub.External(w.meeting.ID, s.ID()); code(err) != "session-unknown" {
			t.Error(err)
		}
		s.Close()
	})
}

func TestAnEncoderIsNotPutOutByAClientThatComesBackByItself(t *testing.T) {
	inWorld(t, func(w *world) {
		inv := w.invite("delegate", "Room 7", "d2")
		browser := w.join(inv.Token)
		grant, _ := w.hub.Authenticate(context.Background(), inv.Token)
		s, _, err := w.hub.Publish(context.Background(), grant, "v=0\r\na=ice-ufrag:abcd\r\n")
		if err != nil {
			t.Fatal(err)
		}
		if browser.take(); browser.bye != "replaced" {
			t.Errorf("bye %q", browser.bye)
		}
		if _, err := w.comesBack(inv.Token, browser.resume); code(err) != "session-replaced" {
			t.Errorf("beside the encoder: %v", err)
		}
		s.Close()
		<-s.Done()
		if _, err := w.comesBack(inv.Token, browser.resume); err != nil {
			t.Errorf("after it: %v", err)
		}
	})
}

// An encoder that dies says nothing. It is shown as lost as soon as the engine misses it, may come back by an ICE
// restart within the grace, and is gone after it with all that a departure means.
func TestWHIPPublisherThatDies(t *testing.T) {
	inWorld(t, func(w *world) {
		ctx := context.Background()
		chair := w.join(w.invite("chair", "Ada", "").Token)
		inv := w.invite("delegate", "Room 7", "d2")
		grant, _ := w.hub.Authenticate(ctx, inv.Token)
		s, _, err := w.hub.Publish(ctx, grant, "v=0\r\na=ice-ufrag:abcd\r\n")
		if err != nil {
			t.Fatal(err)
		}
		chair.ok(giveFloor(inv.ID))
		conns := w.media.Connections()
		conn := conns[len(conns)-1]
		shown := func() string { return need[protocol.ParticipantChanged](chair).Participant.Connection }
		chair.take()
		conn.Silence(true)
		if got := shown(); got != "reconnecting" {
			t.Errorf("silent: %s", got)
		}
		time.Sleep(conference.ExternalGrace - time.Millisecond)
		if a, err := s.Patch("a=ice-ufrag:efgh\r\n"); a == "" || err != nil {
			t.Errorf("restart: %q %v", a, err)
		}
		conn.Silence(false)
		if got := shown(); got != "external" {
			t.Errorf("back: %s", got)
		}
		time.Sleep(10 * conference.ExternalGrace)
		if got := chair.take(); len(got) > 0 {
			t.Errorf("%+v", got)
		}
		conn.Silence(true)
		synctest.Wait()
		time.Sleep(conference.ExternalGrace - time.Millisecond)
		if _, left := find[protocol.ParticipantLeft](chair); left {
			t.Error("gone before the grace is over")
		}
		time.Sleep(2 * time.Millisecond)
		var left, opened bool
		for _, m := range chair.take() {
			switch m := m.(type) {
			case protocol.ParticipantLeft:
				left = m.Participant == inv.ID && m.Reason == "lost"
			case protocol.FloorChanged:
				opened = m.Floor.Holder == ""
			}
		}
		if !left || !opened || !conn.Closed() {
			t.Errorf("left %v, floor opened %v, closed %v", left, opened, conn.Closed())
		}
		<-s.Done()
	})
}

// What an old connection says does not concern who has the place now.
func TestSilenceOfAConnectionThatWasReplaced(t *testing.T) {
	inWorld(t, func(w *world) {
		chair := w.join(w.invite("chair", "Ada", "").Token)
		inv := w.invite("delegate", "Room 7", "d2")
		for range 2 {
			grant, _ := w.hub.Authenticate(context.Background(), inv.Token)
			if _, _, err := w.hub.Publish(context.Background(), grant, "v=0"); err != nil {
				t.Fatal(err)
			}
		}
		chair.take()
		conns := w.media.Connections()
		conns[len(conns)-2].Silence(true)
		time.Sleep(2 * conference.ExternalGrace)
		for _, m := range chair.take() {
			if p, is := m.(protocol.ParticipantChanged); !is || p.Participant.Connection != "external" {
				t.Errorf("%+v", m)
			}
		}
		conns[len(conns)-1].Silence(true)
		synctest.Wait()
		chair.take()
		bob := w.join(inv.Token) // our own client takes the place over, and stays
		time.Sleep(2 * time.Minute)
		if _, left := find[protocol.ParticipantLeft](chair); left || bob.bye != "" {
			t.Errorf("left %v, bye %q", left, bob.bye)
		}
	})
}

func TestWHIPRefusals(t *testing.T) {
	inWorld(t, func(w *world) {
		ctx := context.Background()
		publish := func(inv conference.Invitation, sdp string) (*conference.ExternalSession, string) {
			grant, err := w.hub.Authenticate(ctx, inv.Token)
			if err != nil {
				t.Fatal(err)
			}
			s, _, err := w.hub.Publish(ctx, grant, sdp)
			return s, code(err)
		}
		if _, got := publish(w.invite("observer", "O", ""), "v=0"); got != "not-allowed" {
			t.Errorf("an observer: %s", got)
		}
		if _, got := publish(w.invite("delegate", "D", ""), "bad"); got != "sdp-invalid" {
			t.Errorf("a bad SDP: %s", got)
		}
		chair := w.join(w.invite("chair", "Ada", "").Token)
		room := w.invite("delegate", "Room", "", withLobby)
		if _, got := publish(room, "v=0"); got != "awaiting-admission" {
			t.Errorf("without admission: %s", got)
		}
		if l := need[protocol.LobbyChanged](chair); len(l.Lobby) != 1 || l.Lobby[0].Connection != "external" {
			t.Errorf("%+v", l)
		}
		chair.ok(admit(room.ID))
		s, got := publish(room, "v=0")
		if got != "<nil>" {
			t.Fatalf("once admitted: %s", got)
		}
		time.Sleep(2 * time.Minute) // the lobby's grace must not end it
		// A session of ours takes over from the publisher, which does not undo that by trying again, until it is lost.
		c := w.join(room.Token)
		<-s.Done()
		if _, got := publish(room, "v=0"); got != "session-in-use" {
			t.Errorf("the encoder again: %s", got)
		}
		c.attendance.Lost()
		again, got := publish(room, "v=0")
		if got != "<nil>" {
			t.Error(got)
		}
		conns := w.media.Connections()
		conns[len(conns)-1].Disconnect()
		<-again.Done()
	})
}

func TestWHEPViewers(t *testing.T) {
	inWorld(t, func(w *world) {
		ctx := context.Background()
		chair := w.join(w.invite("chair", "Ada", "").Token)
		gallery, one, waits := w.invite("press", "Gallery", "", shared), w.invite("observer", "One", ""), w.invite("observer", "W", "", withLobby)
		chair.take()
		view := func(inv conference.Invitation, language string) (*conference.ExternalSession, string) {
			grant, _ := w.hub.Authenticate(ctx, inv.Token)
			s, _, err := w.hub.View(ctx, grant, language, "v=0")
			return s, code(err)
		}
		a, _ := view(gallery, "en")
		b, _ := view(gallery, "")
		c, _ := view(one, "")
		d, _ := view(one, "")
		if !a.Viewer() || a.ID() == b.ID() {
			t.Error("not two viewers")
		}
		<-c.Done() // the personal one's second takes over
		synctest.Wait()
		if s := w.hub.Stats(); s.Viewers != 3 || s.Participants != 1 {
			t.Errorf("%+v", s)
		}
		for _, m := range chair.take() {
			if _, counted := m.(protocol.InterpretationChanged); !counted {
				t.Errorf("viewers are seen: %+v", m)
			}
		}
		if _, got := view(waits, ""); got != "not-admitted" {
			t.Errorf("past the lobby: %s", got)
		}
		if _, got := view(gallery, "in English"); got != "field-invalid" {
			t.Errorf("a language: %s", got)
		}
		chair.ok(lock(true))
		if _, got := view(gallery, ""); got != "meeting-locked" {
			t.Errorf("a locked meeting: %s", got)
		}
		if err := w.hub.Revoke(ctx, w.meeting.ID, gallery.ID, ""); err != nil {
			t.Fatal(err)
		}
		<-a.Done()
		<-b.Done()
		chair.ok(func(id int) protocol.ClientMessage { return protocol.End{ID: id} })
		<-d.Done()
	})
}

func TestRoomCountersOutliveTheRoom(t *testing.T) {
	inWorld(t, func(w *world) {
		c := w.join(w.invite("chair", "Ada", "").Token)
		c.connect(true)
		conn := w.media.Connections()[0]
		w.media.Run(func(now units.Instant) { conn.Receiver.HandleRTP(now, []byte("no RTP")) })
		if s := w.hub.MediaStats(); s.DroppedMalformed != 1 || s.Endpoints != 1 {
			t.Errorf("%+v", s)
		}
		c.say(protocol.Leave{})
		time.Sleep(time.Minute)
		if s := w.hub.MediaStats(); w.hub.Stats().Live != 0 || s.DroppedMalformed != 1 || s.Endpoints != 0 {
			t.Errorf("after the meeting's end: %+v", s)
		}
	})
}
