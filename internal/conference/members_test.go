package conference_test

import (
	"context"
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

func focal(in *conference.Invite) { in.FocalPoint = true }

func authority(in *conference.Invite) { in.Authority = true }

func (w *world) grant(token string) (conference.Grant, error) {
	return w.hub.Authenticate(context.Background(), token)
}

func TestAFocalPointKeepsTheOwnList(t *testing.T) {
	inWorld(t, func(w *world) {
		ctx, id := context.Background(), w.meeting.ID
		head := w.invite("delegate", "Focal", "México", focal)
		chair := w.join(w.invite("chair", "Chair", "").Token)
		eva := w.invite("delegate", "Eva", "México", func(in *conference.Invite) { in.By, in.Vouched = head.ID, true })
		if _, err := w.hub.Invite(ctx, id, conference.Invite{Role: "delegate", Name: "X", Delegation: "México"}); code(err) != "list-not-yours" {
			t.Error(err)
		}
		inside := w.join(eva.Token)
		if m := need[protocol.ParticipantChanged](chair); m.Participant.Trust != "vouched" {
			t.Errorf("%+v", m)
		}
		no := false
		if _, err := w.hub.ChangeMember(ctx, id, eva.ID, head.ID, &no, nil); err != nil {
			t.Fatal(err)
		}
		if m := need[protocol.ParticipantChanged](chair); m.Participant.Trust != "guest" {
			t.Errorf("%+v", m)
		}
		if err := w.hub.Revoke(ctx, id, eva.ID, ""); code(err) != "list-not-yours" {
			t.Error(err)
		}
		if err := w.hub.Revoke(ctx, id, eva.ID, head.ID); err != nil {
			t.Fatal(err)
		}
		if inside.take(); inside.bye != "removed" {
			t.Errorf("bye %q", inside.bye)
		}
		list, err := w.hub.Members(ctx, id, "d1")
		if err != nil || len(list) != 2 || list[0].ID == "" || !list[1].Came && !list[0].Came {
			t.Errorf("%+v %v", list, err)
		}
	})
}

func TestANewLinkVoidsTheOldOne(t *testing.T) {
	inWorld(t, func(w *world) {
		ctx := context.Background()
		bob := w.invite("delegate", "Bob", "")
		client := w.join(bob.Token)
		renewed, err := w.hub.Renew(ctx, w.meeting.ID, bob.ID, "")
		if err != nil || renewed.Token == "" || renewed.Token == bob.Token {
			t.Fatalf("%+v %v", renewed, err)
		}
		for range 2 { // the same after a restart
			if _, err := w.grant(bob.Token); code(err) != "token-replaced" && code(err) != "token-unknown" {
				t.Errorf("the old link: %v", err)
			}
			if g, err := w.grant(renewed.Token); err != nil || g.Invitation.ID != bob.ID {
				t.Errorf("the new link: %+v %v", g, err)
			}
			w.restart()
		}
		if again := w.rejoin(renewed.Token, client.resume); again.me != client.me {
			t.Error("somebody else came back")
		}
	})
}

func TestAnOpenedLinkIsSeen(t *testing.T) {
	inWorld(t, func(w *world) {
		bob := w.invite("delegate", "Bob", "México")
		opened := time.Now()
		for range 2 {
			g, err := w.grant(bob.Token)
			if err != nil {
				t.Fatal(err)
			}
			w.hub.Opened(context.Background(), g)
			time.Sleep(time.Hour)
		}
		list, err := w.hub.Members(context.Background(), w.meeting.ID, "d1")
		if err != nil || len(list) != 1 || !list[0].Opened.Equal(opened) || list[0].Came {
			t.Errorf("%+v %v", list, err)
		}
	})
}

func TestTheLobbyOpensBeforeTheStart(t *testing.T) {
	inWorld(t, func(w *world) {
		ctx := context.Background()
		m, err := w.hub.Create(ctx, conference.CreateMeeting{
			Title: "T", Start: time.Now().Add(time.Hour).Format(time.RFC3339), Timezone: "America/Mexico_City",
		})
		if err != nil {
			t.Fatal(err)
		}
		w.meeting = m
		bob := w.invite("delegate", "Bob", "")
		if g, err := w.grant(bob.Token); err != nil || g.Admission != "early" || g.Meeting.Opens != "1999-12-31T18:30:00-06:00" {
			t.Errorf("%+v %v", g, err)
		}
		if _, err := w.tryJoin(bob.Token, ""); code(err) != "lobby-shut" {
			t.Error(err)
		}
		chair := w.join(w.invite("chair", "Chair", "").Token) // to prepare
		if need[protocol.Welcome](chair).Admission != "admitted" {
			t.Error("the chair has to wait")
		}
		time.Sleep(30 * time.Minute)
		w.join(bob.Token)
	})
}

func TestTheAgendaIsAdopted(t *testing.T) {
	inWorld(t, func(w *world) {
		ctx, id := context.Background(), w.meeting.ID
		ana, bob := w.invite("delegate", "Ana", "México", authority), w.invite("delegate", "Bob", "United States", focal)
		reader := w.join(w.invite("observer", "Olga", "").Token)
		if _, err := w.hub.AdoptAgenda(ctx, id, ana.ID, 1); err != nil {
			t.Fatal(err)
		}
		if m := need[protocol.MeetingChanged](reader).Meeting; len(m.AdoptedBy) != 1 || m.AdoptedBy[0] != "d1" || m.Agenda[0].Adopted {
			t.Errorf("%+v", m)
		}
		if _, err := w.hub.AdoptAgenda(ctx, id, bob.ID, 1); err != nil {
			t.Fatal(err)
		}
		m, err := w.hub.ArrangeAgenda(ctx, id, 1, []conference.NewAgendaItem{
			{ID: "a1", Title: "Migración", Minutes: 20}, {ID: "a2", Title: "Clima"}, {Title: "Otros", Titles: protocol.Titles{"en": "Other"}},
		})
		if err != nil || len(m.AdoptedBy) != 0 || !m.Agenda[0].Adopted || m.Agenda[2].Adopted || m.Agenda[2].Titles["en"] != "Other" {
			t.Errorf("%+v %v", m, err)
		}
		if told := need[protocol.MeetingChanged](reader).Meeting; told.Revision != 2 {
			t.Errorf("%+v", told)
		}
		if _, err := w.hub.AdoptAgenda(ctx, id, ana.ID, 1); code(err) != "agenda-changed" {
			t.Error(err)
		}
	})
}
