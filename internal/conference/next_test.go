package conference_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// planners are who plans in a world: two focal points who never came, a chair, and an observer who did.
type planners struct{ fm, fu, chair, press conference.Visitor }

func (w *world) planners() planners {
	who := func(role, name, delegation string, change ...func(*conference.Invite)) conference.Visitor {
		return conference.Visitor{Invitation: w.invite(role, name, delegation, change...).ID}
	}
	p := planners{fm: who("delegate", "Fátima", "México", focal, withLobby), fu: who("delegate", "Fred", "United States", focal, withLobby), chair: who("chair", "Chair", "")}
	press := w.invite("press", "Press", "")
	w.join(press.Token)
	p.press = conference.Visitor{Invitation: press.ID}
	return p
}

func TestANextMeetingIsAgreedAndMade(t *testing.T) {
	inWorld(t, func(w *world) {
		ctx, id, p := context.Background(), w.meeting.ID, w.planners()
		must := func(n protocol.NextMeeting, err error) protocol.NextMeeting {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		day := time.Now().AddDate(0, 1, 0).Format("2006-01-02")
		must(w.hub.SetHome(ctx, id, "d1", p.fm, protocol.DelegationHome{Zone: "America/Mexico_City", From: 540, To: 1080, Weekend: []int{}, Closed: []protocol.ClosedDay{{Date: day, Name: "Fiesta"}}}))
		must(w.hub.SetHome(ctx, id, "d2", p.fu, protocol.DelegationHome{Zone: "Asia/Tokyo", From: 540, To: 1080, Weekend: []int{0, 6}}))
		slot := conference.NewSlot{Wall: day + "T10:00", Zone: "America/Mexico_City", Minutes: 90}
		n := must(w.hub.ProposeSlot(ctx, id, p.fm, slot))
		want := []protocol.LocalHours{
			{Delegation: "d1", Wall: day + "T10:00:00", EndWall: day + "T11:30:00", Hours: "closed", Closed: "Fiesta"},
			{Delegation: "d2", Wall: n.Slots[0].Local[1].Wall, EndWall: n.Slots[0].Local[1].EndWall, Hours: "night"},
		}
		if diff := cmp.Diff(want, n.Slots[0].Local); diff != "" {
			t.Error(diff)
		}
		if s := n.Slots[0]; s.ByName != "Fátima" || s.Agreed || len(s.Answers) != 1 || !s.May.Withdraw || n.May.Arrange || n.May.For != "d1" {
			t.Errorf("%+v %+v", s, n.May)
		}
		if _, err := w.hub.SetNext(ctx, id, p.chair, conference.NewPlan{Slot: "s1", Mode: "virtual"}); code(err) != "slot-not-agreed" {
			t.Error(err)
		}
		must(w.hub.AnswerSlot(ctx, id, "s1", p.fu, true, ""))
		n = must(w.hub.SetNext(ctx, id, p.chair, conference.NewPlan{Slot: "s1", Mode: "virtual"}))
		if n.Plan.Revision != 1 || n.Plan.Title != w.meeting.Title || n.Slots[0].May.Withdraw || !n.May.Arrange {
			t.Errorf("%+v", n)
		}
		press := must(w.hub.Next(ctx, id, p.press))
		if len(press.Slots) != 0 || len(press.Homes) != 0 || press.Plan == nil || press.May != (protocol.NextRights{}) {
			t.Errorf("the press sees %+v", press)
		}
		if _, err := w.hub.Next(ctx, id, conference.Visitor{Invitation: "nobody"}); err == nil {
			t.Error("a stranger sees the next meeting")
		}

		w.restart()
		if diff := cmp.Diff(n, must(w.hub.Next(ctx, id, p.chair))); diff != "" {
			t.Error(diff)
		}
		made, inv, err := w.hub.MakeNext(ctx, id, p.chair)
		if err != nil || made.Start != day+"T10:00:00-06:00" || len(made.Delegations) != 2 || inv.Role != "chair" {
			t.Fatalf("%+v %+v %v", made, inv, err)
		}
		if g, err := w.grant(inv.Token); err != nil || g.Meeting.ID != made.ID {
			t.Errorf("%+v %v", g, err)
		}
		again, _, err := w.hub.MakeNext(ctx, id, conference.Visitor{Admin: true})
		if err != nil || again.ID != made.ID {
			t.Errorf("made twice: %+v %v", again, err)
		}
		series := must(w.hub.Next(ctx, made.ID, conference.Visitor{Admin: true})).Series
		if len(series) != 2 || series[0].ID != id || series[1].ID != made.ID || !series[1].Here || series[0].Here {
			t.Errorf("%+v", series)
		}
		if got := must(w.hub.Next(ctx, id, p.chair)).Series; len(got) != 2 || !got[0].Here {
			t.Errorf("%+v", got)
		}
	})
}

// A crash between the identifier and the meeting: the next request makes it, and no other.
func TestANextMeetingThatWasNotMadeIsMadeLater(t *testing.T) {
	inWorld(t, func(w *world) {
		ctx, id, p := context.Background(), w.meeting.ID, w.planners()
		slot := conference.NewSlot{Wall: time.Now().AddDate(0, 1, 0).Format(time.RFC3339), Zone: "UTC", Minutes: 60}
		for _, step := range []func() (protocol.NextMeeting, error){
			func() (protocol.NextMeeting, error) { return w.hub.ProposeSlot(ctx, id, p.fm, slot) },
			func() (protocol.NextMeeting, error) { return w.hub.AnswerSlot(ctx, id, "s1", p.fu, true, "") },
			func() (protocol.NextMeeting, error) {
				return w.hub.SetNext(ctx, id, p.chair, conference.NewPlan{Slot: "s1", Mode: "virtual"})
			},
		} {
			if _, err := step(); err != nil {
				t.Fatal(err)
			}
		}
		w.appends(2) // the first record is stored, no other
		if _, _, err := w.hub.MakeNext(ctx, id, p.chair); err == nil {
			t.Fatal("made without a journal")
		}
		n, err := w.hub.Next(ctx, id, p.chair)
		if err != nil || n.Meeting == "" || len(n.Series) != 1 {
			t.Fatalf("%+v %v", n, err)
		}
		w.memory.FailAppends(nil)
		w.restart()
		made, _, err := w.hub.MakeNext(ctx, id, p.chair)
		if err != nil || made.ID != n.Meeting {
			t.Errorf("%+v %v", made, err)
		}
	})
}

// The meeting that was made follows its plan; a journal that fails between the two is made up for by the watch.
func TestAMadeMeetingFollowsItsPlan(t *testing.T) {
	inWorld(t, func(w *world) {
		ctx, id, p := context.Background(), w.meeting.ID, w.planners()
		begin := time.Now().Truncate(time.Hour).Add(2 * time.Hour) // soon: a month has 500,000 rounds of the watch
		at := func(hours int) time.Time { return begin.Add(time.Duration(hours) * time.Hour) }
		agree := func(slot string, hours int) { t.Helper(); w.agree(p, slot, at(hours)) }
		set := func(slot string) error {
			_, err := w.hub.SetNext(ctx, id, p.chair, conference.NewPlan{Slot: slot, Mode: "virtual"})
			return err
		}
		agree("s1", 0)
		agree("s2", 1)
		if err := set("s1"); err != nil {
			t.Fatal(err)
		}
		made, inv, err := w.hub.MakeNext(ctx, id, p.chair)
		if err != nil {
			t.Fatal(err)
		}
		chair := w.join(inv.Token) // before its lobby opens
		w.appends(1)               // the plan is stored, and what follows is not
		if err := set("s2"); err == nil {
			t.Fatal("no word of it")
		}
		w.memory.FailAppends(nil)
		time.Sleep(time.Minute)
		synctest.Wait()
		now, err := w.hub.Meeting(ctx, made.ID)
		if moved, _ := time.Parse(time.RFC3339, now.RescheduledAt); time.Since(moved) > 2*time.Minute {
			t.Errorf("changed last at %q", now.RescheduledAt)
		}
		if err != nil || now.Start != at(1).UTC().Format(time.RFC3339) || now.Rescheduled != 1 {
			t.Errorf("%+v %v", now, err)
		}
		if _, err := w.hub.CancelNext(ctx, id, p.chair, "Storm"); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if chair.bye != "cancelled" {
			t.Errorf("the chair is told %q", chair.bye)
		}
		if _, err := w.tryJoin(inv.Token, ""); code(err) != "meeting-cancelled" {
			t.Error(err)
		}
		time.Sleep(time.Minute) // its actor has ended
		synctest.Wait()
		g, err := w.grant(inv.Token)
		if err != nil || w.hub.Woken(made.ID) || !g.Invitation.Opened.IsZero() {
			t.Fatalf("%+v %v", g, err)
		}
		if w.hub.Opened(ctx, g); w.hub.Woken(made.ID) {
			t.Error("the link of a meeting that is cancelled woke it")
		}
		if err := set("s2"); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Until(at(1))) // it begins, with a chair who is alone
		w.join(inv.Token)
		w.meeting = made
		w.join(w.invite("delegate", "Eva", "México").Token)
		if _, err := w.hub.CancelNext(ctx, id, p.chair, ""); code(err) != "next-meeting-begun" {
			t.Error(err)
		}
	})
}

// agree has both delegations accept a time, as slot.
func (w *world) agree(p planners, slot string, at time.Time) {
	w.t.Helper()
	ctx, id := context.Background(), w.meeting.ID
	if _, err := w.hub.ProposeSlot(ctx, id, p.fm, conference.NewSlot{Wall: at.Format(time.RFC3339), Zone: "UTC", Minutes: 60}); err != nil {
		w.t.Fatal(err)
	}
	if _, err := w.hub.AnswerSlot(ctx, id, slot, p.fu, true, ""); err != nil {
		w.t.Fatal(err)
	}
}

// appends lets the journal take so many records more, and no other.
func (w *world) appends(more int) {
	calls := 0
	w.memory.FailAppends(func(bool) error {
		if calls++; calls > more {
			return errors.New("no")
		}
		return nil
	})
}

// A meeting that begins between its plan's change and its own stays, and whoever runs the server is told once.
func TestAMadeMeetingThatBeginsMeanwhileStays(t *testing.T) {
	inWorld(t, func(w *world) {
		ctx, id, p := context.Background(), w.meeting.ID, w.planners()
		begin := time.Now().Truncate(time.Minute).Add(20 * time.Minute) // its lobby is open
		w.agree(p, "s1", begin)
		w.agree(p, "s2", begin.Add(time.Hour))
		plan := conference.NewPlan{Slot: "s1", Mode: "virtual"}
		if _, err := w.hub.SetNext(ctx, id, p.chair, plan); err != nil {
			t.Fatal(err)
		}
		made, _, err := w.hub.MakeNext(ctx, id, p.chair)
		if err != nil {
			t.Fatal(err)
		}
		w.meeting = made
		eva := w.invite("delegate", "Eva", "México")
		w.appends(1)
		plan.Slot = "s2"
		if _, err := w.hub.SetNext(ctx, id, p.chair, plan); err == nil {
			t.Fatal("no word of it")
		}
		w.memory.FailAppends(nil)
		w.join(eva.Token)
		time.Sleep(10 * conference.CheckEvery)
		synctest.Wait()
		if now, err := w.hub.Meeting(ctx, made.ID); err != nil || now.Start != begin.UTC().Format(time.RFC3339) {
			t.Errorf("%+v %v", now, err)
		}
		if got := strings.Count(w.log.String(), "it stayed"); got != 1 {
			t.Errorf("it is said %d times:\n%s", got, w.log.String())
		}
	})
}
