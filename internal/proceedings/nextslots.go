package proceedings

import (
	"slices"
	"time"
)

// ProposeSlot proposes a time: a delegation's focal point or delegate with authority, whose delegation accepts it by that, or
// who leads.
type ProposeSlot struct {
	By         string // Invitation.ID; "": the administrator
	Wall, Zone string // as a meeting's start; see start
	Minutes    int
	Note       string
	// Counter is the slot in whose place this one is proposed, which the own delegation declines by that, unless the next meeting is
	// set for it; "": none.
	Counter string
}

// AnswerSlot accepts or declines for a party.
type AnswerSlot struct {
	By, Slot string
	Accept   bool
	Reason   string // of a decline
}

// WithdrawSlot takes a proposal back: who proposed it, and who leads.
type WithdrawSlot struct{ By, Slot string }

// SlotProposed adds a proposal.
type SlotProposed struct {
	Slot Slot `json:"slot"`
}

// SlotAnswered says what a party says to it.
type SlotAnswered struct {
	Slot       string `json:"slot"`
	Delegation string `json:"delegation,omitempty"`
	Accepted   bool   `json:"accepted"`
	Reason     string `json:"reason,omitempty"`
	By         string `json:"by,omitempty"`
}

// SlotWithdrawn takes a proposal out.
type SlotWithdrawn struct {
	Slot string `json:"slot"`
	By   string `json:"by,omitempty"`
}

func (ProposeSlot) lasts()  {}
func (AnswerSlot) lasts()   {}
func (WithdrawSlot) lasts() {}

// Slot finds a proposal.
func (n Next) Slot(id string) (Slot, bool) {
	i := slices.IndexFunc(n.Slots, func(slot Slot) bool { return slot.ID == id })
	if i < 0 {
		return Slot{}, false
	}
	return n.Slots[i], true
}

// Agreed tells whether every party has accepted a slot.
func (s State) Agreed(slot Slot) bool {
	return !slices.ContainsFunc(s.Meeting.Parties(), func(party string) bool { return !slot.Answers[party].Accepted })
}

func (s State) slot(id string) (Slot, error) {
	slot, ok := s.Next.Slot(id)
	if !ok {
		return slot, refuse(SlotUnknown, "no such time is proposed; it may have been withdrawn")
	}
	return slot, nil
}

func (c ProposeSlot) decide(s State, now time.Time) ([]Fact, error) {
	delegation, err := s.proposes(c.By)
	if err != nil {
		return nil, err
	}
	slot := Slot{ID: nth("s", s.Next.Given+1), Delegation: delegation, By: c.By, Counter: c.Counter, Minutes: c.Minutes}
	if slot.When, err = nextMoment("when", c.Wall, c.Zone, now); err != nil {
		return nil, err
	}
	if slot.Note, err = optionalName("note", c.Note); err != nil {
		return nil, err
	}
	switch {
	case c.Minutes < 1 || c.Minutes > MaxLegMinutes:
		return nil, refuseField("minutes", "a number from 1 to %d is needed", MaxLegMinutes)
	case len(s.Next.Slots) >= MaxSlots:
		return nil, refuse(LimitReached, "%d times are proposed; withdraw some first", MaxSlots)
	}
	for _, other := range s.Next.Slots {
		if other.When.At.Equal(slot.When.At) && other.Minutes == slot.Minutes {
			return nil, refuse(SlotThere, "this time is proposed already (%s); accept it there", other.ID)
		}
	}
	out := []Fact{SlotProposed{Slot: slot}}
	if c.Counter != "" {
		before, err := s.slot(c.Counter)
		if err != nil {
			return nil, err
		}
		answer, said := before.Answers[delegation]
		if declines := !said || answer.Accepted; declines && s.party(delegation) && !s.setFor(before.ID) {
			out = append(out, SlotAnswered{Slot: before.ID, Delegation: delegation, By: c.By})
		}
	}
	if s.party(delegation) {
		out = append(out, SlotAnswered{Slot: slot.ID, Delegation: delegation, Accepted: true, By: c.By})
	}
	return out, s.nextBudget()
}

// setFor tells whether the next meeting is set for a slot: it stays agreed until another is set, or it is cancelled.
func (s State) setFor(slot string) bool { return s.Next.Plan.Holds() && s.Next.Plan.Slot == slot }

// party tells whether somebody's word counts: a delegation's, or where there are none that of who leads.
func (s State) party(delegation string) bool { return slices.Contains(s.Meeting.Parties(), delegation) }

func (c AnswerSlot) decide(s State, now time.Time) ([]Fact, error) {
	delegation, err := s.authorised(c.By)
	if err != nil {
		return nil, err
	}
	slot, err := s.slot(c.Slot)
	if err != nil {
		return nil, err
	}
	f := SlotAnswered{Slot: slot.ID, Delegation: delegation, Accepted: c.Accept, By: c.By}
	if f.Reason, err = optionalName("reason", c.Reason); err != nil {
		return nil, err
	}
	before, said := slot.Answers[delegation]
	switch {
	case said && before == SlotAnswer{Accepted: f.Accepted, Reason: f.Reason}:
		return nil, nil
	case c.Accept && !slot.When.At.After(now):
		return nil, refuseField("slot", "its time is over; propose another")
	case !c.Accept && s.setFor(slot.ID):
		return nil, refuse(NotAllowed, "the next meeting is set for this time; propose another, or ask the chair to cancel it")
	}
	return []Fact{f}, s.nextBudget()
}

func (c WithdrawSlot) decide(s State, _ time.Time) ([]Fact, error) {
	delegation, err := s.proposes(c.By)
	if err != nil {
		return nil, err
	}
	slot, err := s.slot(c.Slot)
	switch {
	case err != nil:
		return nil, err
	case delegation != "" && slot.Delegation != delegation:
		return nil, refuse(NotAllowed, "a time is withdrawn by who proposed it, or by the chair or an organiser; decline it instead")
	case s.setFor(slot.ID):
		return nil, refuse(NotAllowed, "the next meeting is set for this time; cancel it, or set another, first")
	}
	return []Fact{SlotWithdrawn{Slot: slot.ID, By: c.By}}, s.nextBudget()
}

func (f SlotProposed) apply(s *State, at time.Time) {
	s.Next.Changes++
	s.Next.Given++
	f.Slot.At, f.Slot.Answers = at, nil
	s.Next.Slots = append(slices.Clip(s.Next.Slots), f.Slot)
}

func (f SlotAnswered) apply(s *State, _ time.Time) {
	s.Next.Changes++
	i := slices.IndexFunc(s.Next.Slots, func(slot Slot) bool { return slot.ID == f.Slot })
	if i < 0 {
		return
	}
	s.Next.Slots = slices.Clone(s.Next.Slots)
	s.Next.Slots[i].Answers = with(s.Next.Slots[i].Answers, f.Delegation, SlotAnswer{Accepted: f.Accepted, Reason: f.Reason})
}

func (f SlotWithdrawn) apply(s *State, _ time.Time) {
	s.Next.Changes++
	s.Next.Slots = slices.DeleteFunc(slices.Clone(s.Next.Slots), func(slot Slot) bool { return slot.ID == f.Slot })
	if len(s.Next.Slots) == 0 {
		s.Next.Slots = nil
	}
}
