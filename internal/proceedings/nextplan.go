package proceedings

import (
	"slices"
	"strconv"
	"time"
)

// SetNextMeeting sets the next meeting for a slot that every party has accepted, or changes what is set: another slot, another
// itinerary. Who leads does it.
type SetNextMeeting struct {
	By    string // Invitation.ID; "": the administrator
	Slot  string // "": the one that it is set for already
	Mode  Mode
	Title string // "": as it is in the plan already; without one there, this meeting's
	// Legs are the itinerary; none: one, the slot itself. One of them begins at the slot's time.
	Legs []LegWish
}

// LegWish is an entry as it is wanted.
type LegWish struct {
	ID           string // of one that there is; "": a new one
	Title, Place string
	Wall, Zone   string
	Minutes      int
}

// CancelNextMeeting cancels it. Another can be set after it.
type CancelNextMeeting struct{ By, Reason string }

// NextMeetingSet says what the next meeting is from now on.
type NextMeetingSet struct {
	Plan NextMeeting `json:"plan"`
	By   string      `json:"by,omitempty"`
}

// NextMeetingCancelled says that there is none.
type NextMeetingCancelled struct {
	Revision int    `json:"revision"`
	Reason   string `json:"reason,omitempty"`
	By       string `json:"by,omitempty"`
}

func (SetNextMeeting) lasts()    {}
func (CancelNextMeeting) lasts() {}

func (c SetNextMeeting) decide(s State, now time.Time) ([]Fact, error) {
	if err := s.arranges(c.By); err != nil {
		return nil, err
	}
	before := s.Next.Plan
	slot, err := s.slotFor(c, now)
	if err != nil {
		return nil, err
	}
	plan := NextMeeting{Revision: before.Revision + 1, Mode: c.Mode, Slot: slot.ID, Given: before.Given}
	if !slices.Contains([]Mode{Virtual, InPerson, Hybrid}, c.Mode) {
		return nil, refuseField("mode", "it is virtual, in-person or hybrid")
	}
	if plan.Title, err = optionalName("title", c.Title); err != nil {
		return nil, err
	}
	if plan.Title == "" {
		plan.Title = before.Title
	}
	if err := plan.route(c.Legs, before, slot, now); err != nil {
		return nil, err
	}
	if err := s.acceptedAnew(plan); err != nil {
		return nil, err
	}
	if before.same(plan) {
		return nil, nil
	}
	return []Fact{NextMeetingSet{Plan: plan, By: c.By}}, s.nextBudget()
}

// slotFor finds the slot that a plan is made for.
func (s State) slotFor(c SetNextMeeting, now time.Time) (Slot, error) {
	id := c.Slot
	if id == "" && s.Next.Plan.Holds() {
		id = s.Next.Plan.Slot
	}
	slot, err := s.slot(id)
	switch {
	case err != nil:
		return slot, err
	case !s.Agreed(slot):
		return slot, refuse(SlotNotAgreed, "not every delegation has accepted this time; wait for their answers, or propose another")
	case !slot.When.At.After(now):
		return slot, refuseField("slot", "its time is over; propose another")
	}
	return slot, nil
}

// route makes the legs of a plan. Those of before that are no longer there stay as cancelled ones: calendars have to be told.
func (p *NextMeeting) route(wishes []LegWish, before NextMeeting, slot Slot, now time.Time) error {
	if len(wishes) > MaxLegs {
		return refuseField("itinerary", "at most %d entries are kept", MaxLegs)
	}
	if len(wishes) == 0 {
		wishes = []LegWish{{ID: before.legFor(slot), Wall: slot.When.At.Format(instantForm), Zone: slot.When.Zone, Minutes: slot.Minutes}}
	}
	for i, w := range wishes {
		at := "itinerary[" + strconv.Itoa(i) + "]"
		leg, err := p.leg(at, w, before, now)
		if err != nil {
			return err
		}
		p.Legs = append(p.Legs, leg)
	}
	if !slices.ContainsFunc(p.Legs, func(l Leg) bool { return l.When.At.Equal(slot.When.At) }) {
		return refuseField("itinerary", "one of its entries begins at the time that was accepted, %s in %s", slot.When.Wall, slot.When.Zone)
	}
	slices.SortStableFunc(p.Legs, func(a, b Leg) int { return a.When.At.Compare(b.When.At) })
	old := 0
	for _, l := range before.Legs {
		if slices.ContainsFunc(p.Legs, func(kept Leg) bool { return kept.ID == l.ID }) || old >= maxOldLegs {
			continue
		}
		l.Cancelled = true
		p.Legs = append(p.Legs, l)
		old++
	}
	return nil
}

// legFor is the entry that goes on where a meeting of one entry gets another time; "": a new one.
func (p NextMeeting) legFor(slot Slot) string {
	live := slices.DeleteFunc(slices.Clone(p.Legs), func(l Leg) bool { return l.Cancelled })
	if i := slices.IndexFunc(live, func(l Leg) bool { return l.When.At.Equal(slot.When.At) }); i >= 0 {
		return live[i].ID
	}
	if len(live) == 1 {
		return live[0].ID
	}
	return ""
}

func (p *NextMeeting) leg(at string, w LegWish, before NextMeeting, now time.Time) (Leg, error) {
	leg := Leg{ID: w.ID, Minutes: w.Minutes}
	var err error
	if leg.Title, err = optionalName(at+".title", w.Title); err != nil {
		return leg, err
	}
	if leg.Place, err = optionalName(at+".place", w.Place); err != nil {
		return leg, err
	}
	if leg.When, err = nextMoment(at, w.Wall, w.Zone, now); err != nil {
		return leg, err
	}
	known := func(legs []Leg) bool { return slices.ContainsFunc(legs, func(l Leg) bool { return l.ID == w.ID }) }
	switch {
	case w.Minutes < 1 || w.Minutes > MaxLegMinutes:
		return leg, refuseField(at+".minutes", "a number from 1 to %d is needed", MaxLegMinutes)
	case p.Mode == InPerson && leg.Place == "":
		return leg, refuseField(at+".place", "a meeting in person has a place")
	case w.ID == "":
		p.Given++
		leg.ID = nth("l", p.Given)
	case !known(before.Legs):
		return leg, refuseField(at+".id", "the itinerary has no such entry; leave it out for a new one")
	case known(p.Legs):
		return leg, refuseField(at+".id", "the entry is there twice")
	}
	return leg, nil
}

// same tells whether two plans say the same.
func (p NextMeeting) same(other NextMeeting) bool {
	return p.Holds() && p.Mode == other.Mode && p.Title == other.Title && p.Slot == other.Slot && slices.Equal(p.Legs, other.Legs)
}

func (c CancelNextMeeting) decide(s State, _ time.Time) ([]Fact, error) {
	if err := s.arranges(c.By); err != nil {
		return nil, err
	}
	reason, err := optionalName("reason", c.Reason)
	switch {
	case err != nil:
		return nil, err
	case !s.Next.Plan.Holds():
		return nil, refuse(NextUnset, "no next meeting is set")
	}
	return []Fact{NextMeetingCancelled{Revision: s.Next.Plan.Revision + 1, Reason: reason, By: c.By}}, s.nextBudget()
}

func (f NextMeetingSet) apply(s *State, _ time.Time) {
	s.Next.Changes++
	s.Next.Plan = f.Plan
}

func (f NextMeetingCancelled) apply(s *State, _ time.Time) {
	s.Next.Changes++
	s.Next.Plan.Revision, s.Next.Plan.Cancelled, s.Next.Plan.Reason = f.Revision, true, f.Reason
}

// Follow is the meeting that is made of the plan: the same delegations, languages, interpretation and regime, at the first entry's
// time; its agenda begins with the commitments that are open. Invitations are not copied: each is to one meeting.
func (s State) Follow(open []AgendaItem) CreateMeeting {
	plan := s.Next.Plan
	c := CreateMeeting{
		ID: s.Next.Meeting, Languages: s.Meeting.Languages, Timezone: s.Meeting.Timezone,
		Regime: string(s.Attributions.Meeting.Now.Regime), Label: s.Attributions.Meeting.Now.Label, Previous: s.Meeting.ID, Agenda: open,
	}
	c.Title, c.Titles = s.nextTitle()
	for _, d := range s.Meeting.Delegations {
		c.Delegations = append(c.Delegations, Delegation{Name: d.Name, Languages: d.Languages})
	}
	setup := s.Interpretation
	c.Interpretation = &setup
	if live := plan.Live(); len(live) > 0 {
		c.Start, c.Timezone, c.Minutes = live[0].When.At.Format(instantForm), live[0].When.Zone, live[0].Minutes
	}
	return c
}

// nextTitle is the plan's, or this meeting's in all its languages.
func (s State) nextTitle() (string, Titles) {
	if title := s.Next.Plan.Title; title != "" {
		return title, nil
	}
	return s.Meeting.Title, s.Meeting.Titles
}
