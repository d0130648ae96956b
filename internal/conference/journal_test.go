package conference_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/interpretation"
	"github.com/cumbre-meet/cumbre/internal/proceedings"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

func TestAFullDiskRefusesTheCommandAndTheMeetingGoesOn(t *testing.T) {
	inWorld(t, func(w *world) {
		chair := w.join(w.invite("chair", "Ada", "").Token)
		bob := w.join(w.invite("delegate", "Bob", "").Token)
		w.memory.FailAppends(func(stored bool) error {
			if stored {
				return nil
			}
			return errors.New("no space left")
		})
		if got := chair.command(giveFloor(bob.me)); got != "not-saved" {
			t.Errorf("%q", got)
		}
		if _, told := find[protocol.FloorChanged](bob); told {
			t.Error("told what was not saved")
		}
		bob.say(protocol.SetHand{Raised: true})
		if p := need[protocol.ParticipantChanged](chair).Participant; p.Hand == "" {
			t.Error("the meeting stands still")
		}
		w.memory.FailAppends(nil)
		chair.ok(giveFloor(bob.me))
	})
}

// The write was stored, but the writer did not learn it: the event has happened, once.
func TestAnUncertainWriteIsLookedUp(t *testing.T) {
	inWorld(t, func(w *world) {
		chair := w.join(w.invite("chair", "Ada", "").Token)
		chair.take()
		w.memory.FailAppends(func(stored bool) error {
			if stored {
				return context.DeadlineExceeded
			}
			return nil
		})
		chair.ok(chat("everyone", "", "once"))
		w.memory.FailAppends(nil)
		chats := 0
		for _, m := range chair.take() {
			if _, ok := m.(protocol.ChatReceived); ok {
				chats++
			}
		}
		if chats != 1 {
			t.Errorf("told %d times", chats)
		}
		chair.ok(lock(true))
	})
}

// Another writer was first: its events are taken in and told, and the command is decided again on what is now.
func TestAConflictIsDecidedAgain(t *testing.T) {
	inWorld(t, func(w *world) {
		chair := w.join(w.invite("chair", "Ada", "").Token)
		bob := w.join(w.invite("delegate", "Bob", "").Token)
		chair.take()
		other := func(f proceedings.Fact) {
			record, err := proceedings.EncodeRecord("other", []proceedings.Event{{At: time.Now().UTC(), Fact: f}})
			if err != nil {
				t.Fatal(err)
			}
			name := "meeting." + w.meeting.ID
			if _, err := w.memory.Append(context.Background(), name, uint64(len(w.memory.Records(name))), record); err != nil {
				t.Fatal(err)
			}
		}
		other(proceedings.MeetingLocked{By: "elsewhere"})
		chair.ok(giveFloor(bob.me))
		var locked, floor bool
		for _, m := range chair.take() {
			switch m := m.(type) {
			case protocol.MeetingChanged:
				locked = m.Meeting.Locked
			case protocol.FloorChanged:
				floor = m.Floor.Holder == bob.me
			}
		}
		if !locked || !floor {
			t.Errorf("locked %v, floor %v", locked, floor)
		}
		other(proceedings.FloorYielded{Participant: bob.me})
		other(proceedings.MeetingEnded{By: "elsewhere"})
		if got := chair.command(lock(false)); got != "meeting-ended" {
			t.Errorf("%q", got)
		}
		synctest.Wait()
		if bob.bye != "ended" {
			t.Errorf("bye %q", bob.bye)
		}
	})
}

func TestADamagedMeetingLeavesTheOthersAlone(t *testing.T) {
	inWorld(t, func(w *world) {
		inv := w.invite("chair", "Ada", "")
		if _, err := w.memory.Append(context.Background(), "meeting.broken", 0, []byte(`[{"type":"from-the-future"}]`)); err != nil {
			t.Fatal(err)
		}
		w.restart()
		w.join(inv.Token)
		ctx := context.Background()
		if _, err := w.hub.Meeting(ctx, "broken"); code(err) != "meeting-damaged" {
			t.Error(err)
		}
		if _, err := w.hub.Invite(ctx, "broken", conference.Invite{Role: "chair", Name: "X"}); code(err) != "meeting-damaged" {
			t.Error(err)
		}
		if _, err := w.hub.Meeting(ctx, "nowhere"); code(err) != "meeting-unknown" {
			t.Error(err)
		}
		if all, _ := w.hub.Meetings(ctx); len(all) != 1 {
			t.Errorf("%d meetings", len(all))
		}
	})
}

func TestEveryRefusalHasAKindOfProblem(t *testing.T) {
	have := map[string]bool{}
	for _, c := range conference.ProblemCodes() {
		have[c] = true
	}
	for _, c := range proceedings.Codes() {
		if !have[string(c)] {
			t.Errorf("no kind of problem for %s", c)
		}
	}
	for _, c := range interpretation.Codes() {
		if !have[conference.InterpretationCode(c)] {
			t.Errorf("no kind of problem for %s", c)
		}
	}
}
