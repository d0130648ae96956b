package proceedings

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// planning proposes, answers, sets and cancels a next meeting.
func (l *life) planning(t *rapid.T, by, text string) Command {
	if rapid.IntRange(0, 2).Draw(t, "administrator") == 0 {
		by = ""
	}
	zone := rapid.SampledFrom([]string{"America/Mexico_City", "America/Mexico_City", "America/New_York", "UTC", "Mars/Olympus", ""}).Draw(t, "zone")
	wall := rapid.SampledFrom([]string{"2021-06-07T10:00", "2021-06-08T10:00", "2021-10-31T02:30", "2021-11-07T01:30", "2022-03-13T02:30", "2021-06-09T10:00", "2020-01-01T00:00", ""}).Draw(t, "wall")
	slots := []string{"s99"}
	for _, one := range l.state.Next.Slots {
		slots = append(slots, one.ID, one.ID)
	}
	slot := rapid.SampledFrom(slots).Draw(t, "slot")
	minutes := rapid.SampledFrom([]int{60, 60, 90, 0}).Draw(t, "minutes")
	planned := LegWish{Wall: wall, Zone: zone, Minutes: minutes}
	if one, ok := l.state.Next.Slot(slot); ok {
		planned = LegWish{Wall: one.When.At.Format(instantForm), Zone: one.When.Zone, Minutes: one.Minutes}
	}
	switch rapid.IntRange(0, 9).Draw(t, "plan") {
	case 0, 1:
		return ProposeSlot{By: by, Wall: wall, Zone: zone, Minutes: minutes, Note: text, Counter: rapid.SampledFrom([]string{"", "", slot}).Draw(t, "counter")}
	case 2, 3, 4:
		return AnswerSlot{By: by, Slot: slot, Accept: rapid.IntRange(0, 2).Draw(t, "accept") > 0, Reason: text}
	case 5:
		return WithdrawSlot{By: by, Slot: slot}
	case 6, 7:
		c := SetNextMeeting{By: by, Slot: slot, Mode: rapid.SampledFrom([]Mode{Virtual, Hybrid, InPerson, "letter"}).Draw(t, "mode"), Title: text}
		for range rapid.IntRange(0, 3).Draw(t, "legs") {
			leg := planned
			leg.ID = rapid.SampledFrom([]string{"", "", "l1", "l2"}).Draw(t, "leg")
			leg.Place = rapid.SampledFrom([]string{"", "Guatemala"}).Draw(t, "place")
			if len(c.Legs) > 0 {
				leg.Wall, leg.Zone = "2021-06-10T09:00", "UTC"
			}
			c.Legs = append(c.Legs, leg)
		}
		return c
	case 8:
		follow := FollowPlan{
			Plan: rapid.IntRange(0, 5).Draw(t, "revision"), Title: "Again", Timezone: "UTC", Cancelled: rapid.Bool().Draw(t, "off"), Reason: text,
			Start: l.now.Add(time.Duration(rapid.IntRange(0, 48).Draw(t, "hours")) * time.Hour),
		}
		return rapid.SampledFrom([]Command{CancelNextMeeting{By: by, Reason: text}, MakeNextMeeting{By: by, ID: "n"}, follow}).Draw(t, "end")
	default:
		return SetHome{By: by, Delegation: rapid.SampledFrom([]string{"d1", "d2", "d9"}).Draw(t, "party"), Home: Home{Zone: zone, From: 540, To: 1080, Closed: []ClosedDay{{"2021-09-16", text}}}}
	}
}

// checkNext: what is set was accepted by every party and is at that time; no entry that was told to calendars is forgotten, and
// every change is told with a higher number.
func checkNext(t *rapid.T, before, s State) {
	was, is := before.Next.Plan, s.Next.Plan
	if is.Holds() {
		slot, ok := s.Next.Slot(is.Slot)
		if !ok || !s.Agreed(slot) {
			t.Fatalf("set for %q, which is not agreed: %+v", is.Slot, slot)
		}
		if !slices.ContainsFunc(is.Live(), func(l Leg) bool { return l.When.At.Equal(slot.When.At) }) {
			t.Fatalf("no entry begins at %+v", slot.When)
		}
	}
	if is.Revision != was.Revision && is.Revision != was.Revision+1 || is.Revision == was.Revision && (is.Cancelled != was.Cancelled || !slices.Equal(is.Legs, was.Legs)) {
		t.Fatalf("%+v became %+v", was, is)
	}
	seen := map[string]bool{}
	for _, l := range is.Legs {
		if seen[l.ID] || l.Minutes < 1 {
			t.Fatalf("legs %+v", is.Legs)
		}
		seen[l.ID] = true
	}
	for _, l := range was.Legs {
		if !seen[l.ID] && len(is.Legs) < maxOldLegs {
			t.Fatalf("%s is forgotten: %+v", l.ID, is.Legs)
		}
	}
	for _, slot := range s.Next.Slots {
		for party := range slot.Answers {
			if !slices.Contains(s.Meeting.Parties(), party) {
				t.Fatalf("%q has answered %s", party, slot.ID)
			}
		}
	}
	if moved := s.Next.Moved(); len(moved) > 0 || len(s.Next.Slots) > MaxSlots {
		t.Fatalf("%v have moved under the same rules", moved)
	}
	if s.Next.Meeting != before.Next.Meeting && !is.Holds() {
		t.Fatal("a meeting was made of no plan")
	}
	if s.Next.Meeting != "" && is.Revision != was.Revision {
		checkAskedAgain(t, s, was, is)
	}
}

// checkAskedAgain: once a meeting has been made, each time that is another one was accepted by every party, for as long as it takes.
func checkAskedAgain(t *rapid.T, s State, was, is NextMeeting) {
	covers := func(at time.Time, minutes int, leg Leg) bool { return at.Equal(leg.When.At) && minutes >= leg.Minutes }
	for _, leg := range is.Live() {
		old := was.Holds() && slices.ContainsFunc(was.Legs, func(l Leg) bool { return !l.Cancelled && covers(l.When.At, l.Minutes, leg) })
		accepted := slices.ContainsFunc(s.Next.Slots, func(slot Slot) bool { return covers(slot.When.At, slot.Minutes, leg) && s.Agreed(slot) })
		if !old && !accepted {
			t.Fatalf("%+v was moved without asking: %+v", leg, was.Legs)
		}
	}
}

// checkSchedule: a meeting that has begun stays where it is, and one that is cancelled has nobody on the floor.
func checkSchedule(t *rapid.T, before, s State) {
	was, is := before.Schedule, s.Schedule
	moved := s.Phase == Cancelled != (before.Phase == Cancelled) || before.Phase != "" && !s.Meeting.Start.Equal(before.Meeting.Start)
	if is.Plan < was.Plan || is.Changes < was.Changes || moved && is.Changes == was.Changes {
		t.Fatalf("%+v became %+v, moved %v", was, is, moved)
	}
	if moved && before.Begun() {
		t.Fatalf("moved after it had begun: %+v", is)
	}
	if s.Phase == Cancelled && (s.Floor.Holder != "" || s.Recording != (Recording{})) {
		t.Fatalf("cancelled, and %q has the floor", s.Floor.Holder)
	}
	if before.Phase == Cancelled && s.Phase != Cancelled && (s.Phase == InSession) != was.Opened {
		t.Fatalf("held again, it is %s: %+v", s.Phase, was)
	}
	for id, inv := range s.Invitations { // the property's are all without a date of their own
		if !inv.Expires.Equal(usualExpiry(s.Meeting.Start, inv.Created)) {
			t.Fatalf("%s of %v runs out on %v, and the meeting is on %v", id, inv.Created, inv.Expires, s.Meeting.Start)
		}
	}
}

// A meeting whose delegations do nothing but plan: in a whole life too few commands are by who may give them.
func TestAnyPlanningKeepsTheInvariants(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := newLife(t)
		for id, delegation := range map[string]string{"fm": "México", "fu": "United States", "chair": ""} {
			role := "delegate"
			if delegation == "" {
				role = "chair"
			}
			l.do(t, IssueInvitation{ID: id, TokenHash: id, Role: role, Name: id, Delegation: delegation, FocalPoint: delegation != ""})
		}
		if rapid.Bool().Draw(t, "made") { // left to chance, no meeting is made and then moved
			for _, c := range []Command{tuesday("fm"), AnswerSlot{By: "fu", Slot: "s1", Accept: true}, SetNextMeeting{Slot: "s1", Mode: Virtual}, MakeNextMeeting{ID: "n"}} {
				l.do(t, c)
			}
		}
		for range rapid.IntRange(1, 80).Draw(t, "steps") {
			before := l.state
			by := rapid.SampledFrom([]string{"fm", "fu", "chair", "fm", "fu", "chair", "nobody"}).Draw(t, "by")
			l.do(t, l.planning(t, by, "x"))
			checkNext(t, before, l.state)
			checkSchedule(t, before, l.state)
		}
		l.checkReplay(t)
	})
}
