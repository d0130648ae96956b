package conference_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

func code(err error) string {
	if p, ok := errors.AsType[*protocol.Problem](err); ok {
		return p.Code
	}
	return fmt.Sprint(err)
}

func names(list []protocol.Participant) []string {
	var out []string
	for _, p := range list {
		out = append(out, p.Name)
	}
	return out
}

func TestJoiningShowsTheWholeMeeting(t *testing.T) {
	inWorld(t, func(w *world) {
		chair := w.join(w.invite("chair", "Ada", "México").Token)
		first := need[protocol.Welcome](chair)
		if first.Meeting.State != "in-session" || first.Admission != "admitted" || first.Me == "" {
			t.Errorf("welcome %+v", first)
		}
		if first.Meeting.Start != "1999-12-31T10:00:00-06:00" {
			t.Errorf("start %s", first.Meeting.Start)
		}
		bob := w.join(w.invite("delegate", "Bob", "d2").Token)
		welcome := need[protocol.Welcome](bob)
		if diff := cmp.Diff([]string{"Ada", "Bob"}, names(welcome.Participants)); diff != "" {
			t.Error(diff)
		}
		if p := need[protocol.ParticipantChanged](chair).Participant; p.Name != "Bob" || p.Delegation != "d2" || p.Connection != "connected" {
			t.Errorf("%+v", p)
		}
		if m, _ := w.hub.Meeting(context.Background(), w.meeting.ID); m.State != "in-session" {
			t.Errorf("the API says %s", m.State)
		}
	})
}

func TestLobby(t *testing.T) {
	inWorld(t, func(w *world) {
		guest := w.join(w.invite("delegate", "Bob", "d2", withLobby).Token)
		if m := need[protocol.Welcome](guest); m.Admission != "lobby" || len(m.Participants) > 0 || m.Meeting.State != "scheduled" {
			t.Errorf("%+v", m)
		}
		if got := guest.command(chat("everyone", "", "let me in")); got != "not-admitted" {
			t.Errorf("chat from the lobby: %q", got)
		}
		delegate := w.join(w.invite("delegate", "Carl", "d1").Token)
		if m := need[protocol.Welcome](delegate); len(m.Lobby) > 0 {
			t.Error("a delegate sees the lobby")
		}
		chair := w.join(w.invite("chair", "Ada", "").Token)
		if diff := cmp.Diff([]string{"Bob"}, names(need[protocol.Welcome](chair).Lobby)); diff != "" {
			t.Error(diff)
		}
		if got := delegate.command(admit(guest.me)); got != "not-allowed" {
			t.Errorf("a delegate admits: %q", got)
		}
		chair.ok(admit(guest.me))
		if m := need[protocol.Welcome](guest); m.Admission != "admitted" || len(m.Participants) != 3 {
			t.Errorf("%+v", m)
		}
		w.settle()
		if l := need[protocol.LobbyChanged](chair); len(l.Lobby) > 0 {
			t.Errorf("%+v", l)
		}
		if got := chair.command(admit(guest.me)); got != "not-waiting" {
			t.Errorf("admitted twice: %q", got)
		}
	})
}

func TestRefusedStaysOutside(t *testing.T) {
	inWorld(t, func(w *world) {
		inv := w.invite("delegate", "Bob", "", withLobby)
		guest := w.join(inv.Token)
		chair := w.join(w.invite("chair", "Ada", "").Token)
		chair.ok(func(id int) protocol.ClientMessage { return protocol.Refuse{ID: id, Participant: guest.me} })
		synctest.Wait()
		if guest.bye != "refused" {
			t.Errorf("bye %q", guest.bye)
		}
		if _, err := w.tryJoin(inv.Token, ""); code(err) != "admission-refused" {
			t.Errorf("again: %v", err)
		}
	})
}

func TestALostParticipantComesBackToTheSamePlace(t *testing.T) {
	inWorld(t, func(w *world) {
		chair := w.join(w.invite("chair", "Ada", "").Token)
		inv := w.invite("delegate", "Bob", "d2")
		bob := w.join(inv.Token)
		bob.connect(true)
		bob.say(protocol.SetMedia{Microphone: true, Camera: true})
		bob.say(protocol.SetHand{Raised: true})
		w.hub.Events(w.meeting.ID).SlotChanged(slot(bob.me, "2", chair.me))
		chair.take()
		bob.attendance.Lost()
		if p := need[protocol.ParticipantChanged](chair).Participant; p.Connection != "reconnecting" || !p.Camera {
			t.Errorf("%+v", p)
		}
		time.Sleep(59 * time.Second)
		again := w.rejoin(inv.Token, bob.resume)
		got := again.take()
		welcome := got[0].(protocol.Welcome)
		if !welcome.Resumed || !welcome.MediaAlive || welcome.Me != bob.me {
			t.Errorf("%+v", welcome)
		}
		me := welcome.Participants[1]
		if !me.Microphone || !me.Camera || me.Hand == "" {
			t.Errorf("came back as %+v", me)
		}
		if s, ok := got[1].(protocol.SlotChanged); !ok || s.Participant != chair.me {
			t.Errorf("the slot is not told again: %+v", got)
		}
		if a := again.connect(false); a.Renegotiations != 1 {
			t.Errorf("%+v", a)
		}
		if len(w.media.Connections()) != 1 {
			t.Error("a second connection for an ICE restart")
		}
	})
}

func TestAfterTheGraceTheParticipantIsGone(t *testing.T) {
	inWorld(t, func(w *world) {
		chair := w.join(w.invite("chair", "Ada", "").Token)
		inv := w.invite("delegate", "Bob", "d2")
		bob := w.join(inv.Token)
		bob.connect(true)
		chair.ok(giveFloor(bob.me))
		bob.attendance.Lost()
		chair.take()
		time.Sleep(61 * time.Second)
		var left, floor bool
		for _, m := range chair.take() {
			switch m := m.(type) {
			case protocol.ParticipantLeft:
				left = m.Reason == "lost" && m.Participant == bob.me
			case protocol.FloorChanged:
				floor = m.Floor.Holder == ""
			}
		}
		if !left || !floor || !w.media.Connections()[0].Closed() {
			t.Errorf("left %v, floor back %v, connection closed %v", left, floor, w.media.Connections()[0].Closed())
		}
		again := w.rejoin(inv.Token, bob.resume)
		if m := need[protocol.Welcome](again); !m.Resumed || m.MediaAlive {
			t.Errorf("%+v", m)
		}
	})
}

func TestASecondSessionTakesOver(t *testing.T) {
	inWorld(t, func(w *world) {
		inv := w.invite("delegate", "Bob", "")
		first := w.join(inv.Token)
		first.connect(true)
		second := w.join(inv.Token)
		synctest.Wait()
		if first.bye != "replaced" || first.me != second.me {
			t.Errorf("bye %q, %s and %s", first.bye, first.me, second.me)
		}
		if !w.media.Connections()[0].Closed() || need[protocol.Welcome](second).MediaAlive {
			t.Error("the first one's media goes on")
		}
		if err := first.attendance.Handle(context.Background(), protocol.SetHand{Raised: true}); err == nil {
			t.Error("the first one can still speak")
		}
		first.attendance.Lost() // must not touch the second
		if second.connect(true); len(second.take()) > 0 || second.ended {
			t.Error("the second was disturbed")
		}
	})
}

func TestASharedInvitationIsForMany(t *testing.T) {
	inWorld(t, func(w *world) {
		inv := w.invite("observer", "Gallery", "", shared)
		one, two := w.join(inv.Token), w.join(inv.Token)
		if one.me == two.me || one.me == inv.ID {
			t.Errorf("%s and %s", one.me, two.me)
		}
		one.attendance.Lost()
		if back := w.rejoin(inv.Token, one.resume); back.me != one.me {
			t.Error("the resume secret brings somebody else")
		}
		if thief := w.rejoin(inv.Token, one.me+".guess"); thief.me == one.me {
			t.Error("a guessed secret works")
		}
	})
}

func TestRestartKeepsWhatIsDurable(t *testing.T) {
	inWorld(t, func(w *world) {
		chairInv, bobInv := w.invite("chair", "Ada", "d1"), w.invite("delegate", "Bob", "d2", withLobby)
		chair, bob := w.join(chairInv.Token), w.join(bobInv.Token)
		chair.ok(admit(bob.me))
		chair.ok(giveFloor(bob.me))
		chair.ok(lock(true))
		bob.ok(chat("everyone", "", "buenos días"))
		w.restart()
		if !bob.ended || bob.bye != "" {
			t.Errorf("at the stop: ended %v, bye %q", bob.ended, bob.bye)
		}
		again := w.rejoin(bobInv.Token, bob.resume)
		m := need[protocol.Welcome](again)
		if m.Admission != "admitted" || m.Me != bob.me || m.Floor.Holder != bob.me || !m.Meeting.Locked || len(m.Chat) != 1 {
			t.Errorf("%+v", m)
		}
		// A message that is answered is stored: the same again from a hub that never closed.
		w.restart()
		if m := need[protocol.Welcome](w.rejoin(chairInv.Token, chair.resume)); m.Floor.Holder != bob.me {
			t.Errorf("%+v", m.Floor)
		}
	})
}

func TestTheFloorOfSomebodyWhoNeverComesBackAfterARestartIsOpened(t *testing.T) {
	inWorld(t, func(w *world) {
		chairInv := w.invite("chair", "Ada", "d1")
		chair, bob := w.join(chairInv.Token), w.join(w.invite("delegate", "Bob", "").Token)
		chair.ok(giveFloor(bob.me))
		w.restart()
		chair = w.join(chairInv.Token)
		chair.take()
		time.Sleep(61 * time.Second)
		if f := need[protocol.FloorChanged](chair); f.Floor.Holder != "" {
			t.Errorf("%+v", f)
		}
	})
}

func TestTheFloorDecidesWhoIsHeard(t *testing.T) {
	inWorld(t, func(w *world) {
		chair := w.join(w.invite("chair", "Ada", "").Token)
		organiser := w.join(w.invite("organiser", "Olga", "").Token)
		bob := w.join(w.invite("delegate", "Bob", "").Token)
		carl := w.join(w.invite("delegate", "Carl", "").Token)
		observer := w.join(w.invite("observer", "Obs", "").Token)
		heard := func() (out [5]bool) {
			synctest.Wait()
			for i, c := range []*client{chair, organiser, bob, carl, observer} {
				out[i], _ = w.hub.Rules(w.meeting.ID, c.me)
			}
			return out
		}
		if diff := cmp.Diff([5]bool{true, true, true, true, false}, heard()); diff != "" {
			t.Errorf("open floor: %s", diff)
		}
		chair.ok(giveFloor(bob.me))
		if diff := cmp.Diff([5]bool{true, false, true, false, false}, heard()); diff != "" {
			t.Errorf("Bob's floor: %s", diff)
		}
		for who, want := range map[*client]string{carl: "floor-not-yours", bob: ""} {
			if got := who.command(func(id int) protocol.ClientMessage { return protocol.YieldFloor{ID: id} }); got != want {
				t.Errorf("yield: %q, want %q", got, want)
			}
		}
		for _, tc := range []struct {
			who  *client
			to   string
			want string
		}{
			{carl, carl.me, "not-allowed"},
			{organiser, bob.me, "not-allowed"}, // a chair is here
			{chair, observer.me, "role-does-not-speak"},
			{chair, "nobody", "not-connected"},
			{chair, "", ""},
		} {
			if got := tc.who.command(giveFloor(tc.to)); got != tc.want {
				t.Errorf("floor to %q: %q, want %q", tc.to, got, tc.want)
			}
		}
		chair.say(protocol.Leave{})
		organiser.ok(giveFloor(bob.me)) // in the chair's stead
	})
}

func TestMutedByTheChair(t *testing.T) {
	inWorld(t, func(w *world) {
		chair := w.join(w.invite("chair", "Ada", "").Token)
		bob := w.join(w.invite("delegate", "Bob", "").Token)
		muted := func() bool {
			synctest.Wait()
			_, m := w.hub.Rules(w.meeting.ID, bob.me)
			return m[0]
		}
		if !muted() {
			t.Error("a microphone that nobody signalled is forwarded")
		}
		bob.say(protocol.SetMedia{Microphone: true, Camera: true})
		if muted() {
			t.Error("a signalled microphone is not forwarded")
		}
		mute := func(id int) protocol.ClientMessage { return protocol.Mute{ID: id, Participant: bob.me} }
		if got := bob.command(mute); got != "not-allowed" {
			t.Errorf("a delegate mutes: %q", got)
		}
		chair.ok(mute)
		if m := need[protocol.MuteRequested](bob); m.By != chair.me || !muted() {
			t.Errorf("%+v, muted %v", m, muted())
		}
		// What was on its way does not undo the mute, and the client is told again.
		bob.say(protocol.SetMedia{Microphone: true})
		if _, again := find[protocol.MuteRequested](bob); !muted() || !again {
			t.Error("undone by a message that was on its way")
		}
		bob.say(protocol.SetMedia{Microphone: false})
		bob.say(protocol.SetMedia{Microphone: true})
		if muted() {
			t.Error("they cannot turn it on again")
		}
	})
}

func TestObserversSendNothing(t *testing.T) {
	inWorld(t, func(w *world) {
		o := w.join(w.invite("observer", "Obs", "").Token)
		o.say(protocol.SetMedia{Microphone: true, Camera: true, Screen: true, ScreenSound: true})
		synctest.Wait()
		if _, muted := w.hub.Rules(w.meeting.ID, o.me); muted != [4]bool{true, true, true, true} {
			t.Errorf("%v", muted)
		}
	})
}

func TestChatGoesToThoseItIsFor(t *testing.T) {
	inWorld(t, func(w *world) {
		ada := w.join(w.invite("chair", "Ada", "d1").Token)
		ana := w.join(w.invite("delegate", "Ana", "d1").Token)
		bobInv := w.invite("delegate", "Bob", "d2")
		bob := w.join(bobInv.Token)
		obs := w.join(w.invite("observer", "Obs", "").Token)
		guest := w.join(w.invite("delegate", "Guest", "d1", withLobby).Token)
		everyone := map[string]*client{"ada": ada, "ana": ana, "bob": bob, "obs": obs, "guest": guest}
		received := func() map[string]string {
			out := map[string]string{}
			for name, c := range everyone {
				if m, ok := find[protocol.ChatReceived](c); ok {
					out[name] = m.Message.Text
				}
			}
			return out
		}
		received()
		for _, tc := range []struct {
			from   *client
			to, id string
			want   map[string]string
		}{
			{ana, "everyone", "", map[string]string{"ada": "x", "ana": "x", "bob": "x", "obs": "x"}},
			{ana, "delegation", "", map[string]string{"ada": "x", "ana": "x"}},
			{ana, "participant", bob.me, map[string]string{"ana": "x", "bob": "x"}},
		} {
			tc.from.ok(chat(tc.to, tc.id, "x"))
			if diff := cmp.Diff(tc.want, received()); diff != "" {
				t.Errorf("to %s: %s", tc.to, diff)
			}
		}
		if m := need[protocol.Welcome](w.rejoin(bobInv.Token, bob.resume)); len(m.Chat) != 2 {
			t.Errorf("Bob's history: %+v", m.Chat)
		}
		if got := obs.command(chat("delegation", "", "x")); got != "no-delegation" {
			t.Errorf("an observer's delegation: %q", got)
		}
		if got := ana.command(chat("everyone", "", " \u202e\n ")); got != "text-empty" {
			t.Errorf("nothing but hidden characters: %q", got)
		}
		ana.ok(chat("everyone", "", "<b>a</b>\u202e\r\nb"))
		if m := need[protocol.ChatReceived](ada); m.Message.Text != "<b>a</b>\nb" {
			t.Errorf("%q", m.Message.Text)
		}
	})
}

func TestRemoveLockEnd(t *testing.T) {
	inWorld(t, func(w *world) {
		chairInv := w.invite("chair", "Ada", "")
		chair := w.join(chairInv.Token)
		bobInv := w.invite("delegate", "Bob", "")
		bob := w.join(bobInv.Token)
		bob.connect(true)
		chair.ok(remove(bob.me))
		synctest.Wait()
		if bob.bye != "removed" || !w.media.Connections()[0].Closed() {
			t.Errorf("bye %q", bob.bye)
		}
		if _, err := w.tryJoin(bobInv.Token, bob.resume); code(err) != "participant-removed" {
			t.Errorf("back again: %v", err)
		}
		chair.ok(lock(true))
		if _, err := w.tryJoin(w.invite("delegate", "Carl", "").Token, ""); code(err) != "meeting-locked" {
			t.Errorf("through a locked door: %v", err)
		}
		w.join(w.invite("organiser", "Olga", "").Token) // who can unlock comes in
		chair.ok(lock(false))
		dora := w.join(w.invite("delegate", "Dora", "").Token)
		dora.take()
		chair.ok(func(id int) protocol.ClientMessage { return protocol.End{ID: id} })
		synctest.Wait()
		if chair.bye != "ended" || dora.bye != "ended" {
			t.Errorf("byes %q, %q", chair.bye, dora.bye)
		}
		if _, err := w.tryJoin(chairInv.Token, ""); code(err) != "meeting-ended" {
			t.Errorf("after the end: %v", err)
		}
		// Who comes to work on the record and the texts is invited after the end, too; there is nothing to join.
		if _, err := w.tryJoin(w.invite("chair", "X", "").Token, ""); code(err) != "meeting-ended" {
			t.Errorf("after the end: %v", err)
		}
	})
}

func TestRevokeThrowsOut(t *testing.T) {
	inWorld(t, func(w *world) {
		inv := w.invite("observer", "Gallery", "", shared)
		one, two := w.join(inv.Token), w.join(inv.Token)
		if err := w.hub.Revoke(context.Background(), w.meeting.ID, inv.ID, ""); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if one.bye != "removed" || two.bye != "removed" {
			t.Errorf("byes %q, %q", one.bye, two.bye)
		}
		if _, err := w.hub.Authenticate(context.Background(), inv.Token); code(err) != "token-revoked" {
			t.Error(err)
		}
		if err := w.hub.Revoke(context.Background(), w.meeting.ID, "nothing", ""); code(err) != "invitation-unknown" {
			t.Error(err)
		}
	})
}

func TestTokens(t *testing.T) {
	inWorld(t, func(w *world) {
		ctx := context.Background()
		inv := w.invite("delegate", "Bob", "", func(in *conference.Invite) { in.Expires = time.Now().Add(time.Hour) })
		mine := w.meeting.ID
		w.create()
		for _, tc := range []struct{ meeting, token, want string }{
			{mine, inv.Token, "<nil>"},
			{w.meeting.ID, inv.Token, "token-foreign"},
			{mine, "", "token-missing"},
			{mine, "nonsense", "token-unknown"},
		} {
			if _, err := w.hub.AuthenticateFor(ctx, tc.meeting, tc.token); code(err) != tc.want {
				t.Errorf("%+v: %v", tc, err)
			}
		}
		time.Sleep(2 * time.Hour)
		if _, err := w.hub.Authenticate(ctx, inv.Token); code(err) != "token-expired" {
			t.Error(err)
		}
	})
}

func TestAFullMeetingLeavesNothingBehind(t *testing.T) {
	inWorld(t, func(w *world) {
		w.close()
		w.open(conference.Limits{Sessions: 2, Viewers: 1})
		w.join(w.invite("delegate", "A", "").Token)
		b := w.join(w.invite("delegate", "B", "").Token)
		c := w.invite("delegate", "C", "")
		before := len(w.memory.Records("meeting." + w.meeting.ID))
		if _, err := w.tryJoin(c.Token, ""); code(err) != "meeting-full" {
			t.Errorf("%v", err)
		}
		if got := len(w.memory.Records("meeting." + w.meeting.ID)); got != before {
			t.Errorf("%d records for one who was turned away", got-before)
		}
		w.join(w.invite("chair", "Chair", "").Token) // who can make room comes in
		b.say(protocol.Leave{})
		w.join(w.invite("organiser", "Olga", "").Token).say(protocol.Leave{})
		synctest.Wait()
		if s := w.hub.Stats(); s.Participants != 2 || s.Live != 1 {
			t.Errorf("%+v", s)
		}
	})
}

func TestAnEmptyMeetingsActorEnds(t *testing.T) {
	inWorld(t, func(w *world) {
		inv := w.invite("chair", "Ada", "")
		c := w.join(inv.Token)
		c.connect(true)
		time.Sleep(10 * time.Minute)
		if w.hub.Stats().Live != 1 || w.media.Ticking() != 1 {
			t.Error("ended under its participant")
		}
		c.say(protocol.Leave{})
		time.Sleep(time.Minute)
		if w.hub.Stats().Live != 0 || w.media.Ticking() != 0 {
			t.Errorf("%+v, %d ticks", w.hub.Stats(), w.media.Ticking())
		}
		w.join(inv.Token)
	})
}
