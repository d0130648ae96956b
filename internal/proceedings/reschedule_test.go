package proceedings

import (
	"errors"
	"strings"
	"testing"
)

// made is a meeting between two delegations whose next meeting was made of a plan, and the State of that one.
func made(t *testing.T) (*stage, *stage) {
	t.Helper()
	s := between(t)
	s.ok(tuesday("fm"))
	s.ok(AnswerSlot{By: "fu", Slot: "s1", Accept: true})
	s.ok(SetNextMeeting{Slot: "s1", Mode: Virtual})
	s.ok(MakeNextMeeting{By: "chair", ID: "n"})
	next := newStage(t)
	events, err := Decide(State{}, s.state.Follow(nil), s.now)
	if err != nil {
		t.Fatal(err)
	}
	next.now, next.state = s.now, Fold(State{}, events...)
	return s, next
}

// follows lets a meeting follow the plan, and tells what that was in events.
func follows(t *testing.T, s, next *stage) []string {
	t.Helper()
	c, ahead := s.state.Ahead(next.state)
	got := next.ok(c)
	if ahead != (len(got) > 0) {
		t.Errorf("ahead %v, and it was %v", ahead, got)
	}
	if _, still := s.state.Ahead(next.state); still {
		t.Error("it does not follow")
	}
	return got
}

func TestAMadeMeetingIsMovedWhenAllAcceptAgain(t *testing.T) {
	s, next := made(t)
	next.ok(IssueInvitation{ID: "eva", TokenHash: "eva", Role: "delegate", Name: "Eva"})
	next.ok(IssueInvitation{ID: "own", TokenHash: "own", Role: "delegate", Name: "Own", Expires: at("2021-07-01T00:00:00Z")})
	if got := follows(t, s, next); len(got) > 0 {
		t.Errorf("nothing has changed, and it followed: %v", got)
	}
	s.ok(ProposeSlot{By: "fm", Wall: "2021-06-10T11:00", Zone: "America/Mexico_City", Minutes: 90})
	s.refused(SetNextMeeting{Slot: "s2", Mode: Virtual}, SlotNotAgreed)
	s.ok(AnswerSlot{By: "fu", Slot: "s2", Accept: true})
	s.ok(SetNextMeeting{Slot: "s2", Mode: Virtual})
	if p := s.state.Next.Plan; p.Revision != 2 || len(p.Legs) != 1 || p.Legs[0].ID != "l1" {
		t.Errorf("%+v", p)
	}
	follows(t, s, next)
	m := next.state.Meeting
	if !m.Start.Equal(at("2021-06-10T16:00:00Z")) || !m.Opens.Equal(at("2021-06-10T15:30:00Z")) || m.Local != "2021-06-10T11:00:00" || next.state.Schedule.Changes != 1 {
		t.Errorf("%+v %+v", m, next.state.Schedule)
	}
	if inv := next.state.Invitations; !inv["eva"].Expires.Equal(m.Start.Add(InvitationLife)) || !inv["own"].Expires.Equal(at("2021-07-01T00:00:00Z")) {
		t.Errorf("%v, %v", inv["eva"].Expires, inv["own"].Expires)
	}

	// A second day, earlier, at a time that nobody has accepted; then one that both have.
	visit := SetNextMeeting{Mode: InPerson, Legs: []LegWish{
		{Place: "Guatemala", Wall: "2021-06-09T09:00", Zone: "America/Guatemala", Minutes: 480},
		{ID: "l1", Place: "Palacio Nacional", Wall: "2021-06-10T11:00", Zone: "America/Mexico_City", Minutes: 90},
	}}
	_, err := s.try(visit)
	if r := (*Refusal)(nil); !errors.As(err, &r) || r.Code != SlotNotAgreed || r.Field != "itinerary" || !strings.Contains(r.Detail, "2021-06-09T09:00:00 in America/Guatemala") {
		t.Error(err)
	}
	s.ok(ProposeSlot{By: "fu", Wall: "2021-06-09T09:00", Zone: "America/Guatemala", Minutes: 479})
	s.ok(AnswerSlot{By: "fm", Slot: "s3", Accept: true})
	s.refused(visit, SlotNotAgreed) // longer than they have said yes to
	visit.Legs[0].Minutes = 479
	s.ok(visit)
	follows(t, s, next)
	if m := next.state.Meeting; !m.Start.Equal(at("2021-06-09T15:00:00Z")) || m.Timezone != "America/Guatemala" {
		t.Errorf("%+v", m)
	}
	visit.Legs[0].ID, visit.Legs[0].Place, visit.Legs[1].Minutes = "l2", "Palacio de la Cultura", 60
	s.ok(visit) // another place, and a shorter day: nobody is asked
	if got := follows(t, s, next); len(got) > 0 {
		t.Errorf("its time is the same, and it has %v", got)
	}
}

func TestAMadeMeetingIsCancelledAndHeldAgain(t *testing.T) {
	s, next := made(t)
	next.ok(IssueInvitation{ID: "eva", TokenHash: "eva", Role: "delegate", Name: "Eva"})
	next.ok(IssueInvitation{ID: "chair", TokenHash: "chair", Role: "chair", Name: "Chair"})
	next.ok(Arrive{Invitation: "chair", Participant: "chair"}) // looks around, weeks before
	next.ok(GiveFloor{By: "chair", Participant: "chair"})
	s.ok(CancelNextMeeting{By: "chair", Reason: "Storm"})
	s.refused(MakeNextMeeting{By: "chair", ID: "other"}, NextUnset)
	follows(t, s, next)
	if next.state.Phase != Cancelled || next.state.Floor.Holder != "" {
		t.Errorf("%v %+v", next.state.Phase, next.state.Floor)
	}
	next.now = at("2021-06-08T15:00:00Z")
	next.refused(Arrive{Invitation: "eva", Participant: "eva"}, MeetingCancelledCode)
	next.refused(SendChat{By: "chair", To: ToEveryone, Text: "x"}, MeetingCancelledCode)
	if err := next.state.MayView("eva", next.now); err == nil || !strings.Contains(err.Error(), "Storm") {
		t.Error(err)
	}
	next.now = s.now
	s.ok(SetNextMeeting{Slot: "s1", Mode: Virtual})
	follows(t, s, next)
	if next.state.Phase != InSession || next.state.Schedule != (Schedule{Changes: 2, Plan: 3, At: next.now}) {
		t.Errorf("%v %+v", next.state.Phase, next.state.Schedule)
	}
	if got := next.ok(FollowPlan{Plan: 2, Cancelled: true}); len(got) > 0 {
		t.Errorf("an older plan brought %v", got)
	}
}

// moves agrees on another time and has the made meeting follow.
func moves(t *testing.T, s, next *stage, slot, wall string) {
	t.Helper()
	s.ok(ProposeSlot{By: "fm", Wall: wall, Zone: "America/Mexico_City", Minutes: 90})
	s.ok(AnswerSlot{By: "fu", Slot: slot, Accept: true})
	s.ok(SetNextMeeting{Slot: slot, Mode: Virtual})
	follows(t, s, next)
}

func TestInvitationsOutliveAMeetingThatIsMovedEarlierAndThenLater(t *testing.T) {
	s, next := made(t)
	next.ok(IssueInvitation{ID: "eva", TokenHash: "eva", Role: "delegate", Name: "Eva"})
	next.ok(IssueInvitation{ID: "own", TokenHash: "own", Role: "delegate", Name: "Own", Expires: at("2021-07-01T00:00:00Z")})
	for i, wall := range []string{"2021-06-07T10:00", "2021-07-20T10:00", "2021-07-19T10:00"} {
		moves(t, s, next, nth("s", i+2), wall)
		if got, want := next.state.Invitations["eva"].Expires, next.state.Meeting.Start.Add(InvitationLife); !got.Equal(want) {
			t.Errorf("moved to %s, it runs out %v, want %v", wall, got, want)
		}
	}
	if got := next.state.Invitations["own"].Expires; !got.Equal(at("2021-07-01T00:00:00Z")) {
		t.Errorf("a date of somebody's own became %v", got)
	}
}

// Whoever is let in holds the meeting, whatever its clock says; who leads does not.
func TestAMeetingThatHasBegunStays(t *testing.T) {
	s, next := made(t)
	next.ok(IssueInvitation{ID: "chair", TokenHash: "chair", Role: "chair", Name: "Chair"})
	next.ok(IssueInvitation{ID: "eva", TokenHash: "eva", Role: "delegate", Name: "Eva"})
	next.ok(Arrive{Invitation: "chair", Participant: "chair"}) // weeks before, and then leaves
	next.now = at("2021-06-08T14:45:00Z")
	next.ok(Arrive{Invitation: "eva", Participant: "eva"})
	if next.state.Begun() {
		t.Error("a chair who looked around, and somebody in the lobby, hold it")
	}
	later := FollowPlan{Plan: 1, Title: "T", Timezone: "UTC", Start: at("2021-06-10T15:00:00Z")}
	next.ok(later)
	next.ok(Admit{By: "chair", Participant: "eva"})
	s.ok(CancelNextMeeting{})
	c, ahead := s.state.Ahead(next.state)
	if !ahead || !next.state.Begun() {
		t.Errorf("%+v", next.state.Schedule)
	}
	next.refused(c, NextBegun) // two days before its lobby opens
	next.ok(Remove{By: "chair", Participant: "eva"})
	next.ok(c)
	if next.state.Phase != Cancelled || next.state.Begun() {
		t.Errorf("%+v", next.state)
	}
}

func TestARegimeHoldsThroughACancellation(t *testing.T) {
	s, next := made(t)
	next.ok(SetRegime{Regime: string(ChathamHouse)})
	next.ok(IssueInvitation{ID: "chair", TokenHash: "chair", Role: "chair", Name: "Chair"})
	next.ok(Arrive{Invitation: "chair", Participant: "chair"}) // opens the session under it
	for _, reason := range []string{"Storm", "Storm and flood"} {
		next.ok(FollowPlan{Plan: 1, Cancelled: true, Reason: reason})
	}
	next.refused(SetRegime{Regime: string(OnTheRecord)}, MeetingCancelledCode)
	next.refused(SetRegime{Regime: string(OffTheRecord)}, MeetingCancelledCode)
	next.ok(RevokeInvitation{Invitation: "chair"})
	follows(t, s, next)
	if next.state.Phase != InSession || next.state.Schedule.Opened {
		t.Errorf("%v %+v", next.state.Phase, next.state.Schedule)
	}
	next.refused(SetRegime{Regime: string(OnTheRecord)}, RegimeHolds)
}

func TestAfterACancellationEveryTimeIsAcceptedAnew(t *testing.T) {
	s, _ := made(t)
	second := ProposeSlot{By: "fm", Wall: "2021-06-09T10:00", Zone: "America/Mexico_City", Minutes: 90}
	s.ok(second)
	s.ok(AnswerSlot{By: "fu", Slot: "s2", Accept: true})
	visit := SetNextMeeting{Slot: "s1", Mode: Virtual, Legs: []LegWish{
		{ID: "l1", Wall: "2021-06-08T10:00", Zone: "America/Mexico_City", Minutes: 90},
		{Wall: second.Wall, Zone: second.Zone, Minutes: 90},
	}}
	s.ok(visit)
	s.ok(CancelNextMeeting{})
	s.ok(AnswerSlot{By: "fu", Slot: "s2", Accept: false})
	visit.Legs[1].ID = "l2"
	s.refused(visit, SlotNotAgreed)
	s.ok(AnswerSlot{By: "fu", Slot: "s2", Accept: true})
	s.ok(visit)
}

// A move says nothing of a title: the meeting that was made keeps the one that its plan gave it.
func TestAMoveKeepsTheTitle(t *testing.T) {
	s, next := made(t)
	s.ok(SetNextMeeting{Slot: "s1", Mode: Virtual, Title: "Second round"})
	follows(t, s, next)
	s.ok(ProposeSlot{By: "fu", Wall: "2021-06-10T11:00", Zone: "America/Mexico_City", Minutes: 90})
	s.ok(AnswerSlot{By: "fm", Slot: "s2", Accept: true})
	s.ok(SetNextMeeting{Slot: "s2", Mode: Virtual})
	follows(t, s, next)
	if m := next.state.Meeting; m.Title != "Second round" || !m.Start.Equal(at("2021-06-10T16:00:00Z")) {
		t.Errorf("%q at %v", m.Title, m.Start)
	}
}
