package proceedings

import (
	"maps"
	"slices"
	"time"
)

// Schedule is what became of a meeting's time since it was made, of the plan that it follows.
type Schedule struct {
	Changes int       // moved, cancelled and held again, of all: a calendar's SEQUENCE grows with it
	Plan    int       // NextMeeting.Revision that was followed last; 0: as it was made
	Reason  string    // of a cancellation that holds
	At      time.Time // of the last change; zero: none
	Opened  bool      // it had been opened when it was cancelled: held again, it is in session
}

// FollowPlan brings a meeting that was made of another one's plan to where that plan is now. It is the server's: who moves the
// plan has been asked there.
type FollowPlan struct {
	Plan      int // NextMeeting.Revision; an older one than was followed changes nothing
	Title     string
	Titles    Titles
	Start     time.Time
	Timezone  string // IANA
	Minutes   int
	Cancelled bool
	Reason    string // of the cancellation
}

// MeetingRescheduled says when a meeting is from now on. It is no longer cancelled.
type MeetingRescheduled struct {
	Plan     int       `json:"plan"`
	Title    string    `json:"title"`
	Titles   Titles    `json:"titles,omitempty"`
	Start    time.Time `json:"start"`
	Timezone string    `json:"timezone"`
	Minutes  int       `json:"minutes,omitempty"`
	Local    string    `json:"local"`          // as Meeting.Local
	Opens    time.Time `json:"opens,omitzero"` // as Meeting.Opens
}

// MeetingCancelled says that it does not take place. Its papers stay, and its plan can bring it back.
type MeetingCancelled struct {
	Plan   int    `json:"plan"`
	Reason string `json:"reason,omitempty"`
}

func (FollowPlan) lasts() {}

// Begun tells whether a meeting can no longer be moved: it has ended, or somebody is in it who was let in, by the lobby's opening
// or by who leads. A chair or organiser who looks around in it weeks before does not hold it where it is.
func (s State) Begun() bool {
	if s.Phase != InSession {
		return s.Phase == Ended
	}
	for _, p := range s.Participants {
		if p.Status == Admitted && !p.Role.Leads() {
			return true
		}
	}
	return false
}

func (c FollowPlan) decide(s State, _ time.Time) ([]Fact, error) {
	switch {
	case c.Plan < s.Schedule.Plan || !s.strays(c):
		return nil, nil
	case s.Begun():
		return nil, refuse(NextBegun, "the meeting has begun, or is over: its time stays")
	case c.Cancelled:
		return append(s.floorBack(s.Floor.Holder, YieldedByEnd), MeetingCancelled{Plan: c.Plan, Reason: c.Reason}), nil
	}
	f := MeetingRescheduled{Plan: c.Plan, Title: c.Title, Titles: c.Titles, Start: c.Start, Timezone: c.Timezone, Minutes: c.Minutes}
	f.Local = c.Start.In(zoneOf(c.Timezone)).Format(wallClockForm)
	before := s.Meeting.Start.Sub(s.Meeting.Opens)
	if s.Meeting.Start.IsZero() || s.Meeting.Opens.IsZero() {
		before = LobbyMinutes * time.Minute
	}
	f.Opens = c.Start.Add(-before)
	return []Fact{f}, nil
}

// strays tells whether a meeting is not as its plan wants it.
func (s State) strays(c FollowPlan) bool {
	if c.Cancelled || s.Phase == Cancelled {
		return c.Cancelled != (s.Phase == Cancelled) || c.Reason != s.Schedule.Reason
	}
	m := s.Meeting
	longer := m.Minutes != 0 && m.Minutes != c.Minutes // those of before had none: they do not stray for that
	return longer || !m.Start.Equal(c.Start) || m.Timezone != c.Timezone || m.Title != c.Title || !maps.Equal(m.Titles, c.Titles)
}

// Ahead is what a meeting that was made of this one's plan has to follow; false where it does already, and where none was made.
func (s State) Ahead(made State) (FollowPlan, bool) {
	plan := s.Next.Plan
	if s.Next.Meeting == "" || s.Next.Meeting != made.Meeting.ID {
		return FollowPlan{}, false
	}
	c := FollowPlan{Plan: plan.Revision, Cancelled: plan.Cancelled, Reason: plan.Reason}
	c.Title, c.Titles = s.nextTitle()
	if live := plan.Live(); len(live) > 0 {
		c.Start, c.Timezone, c.Minutes = live[0].When.At, live[0].When.Zone, live[0].Minutes
	}
	return c, plan.Revision >= made.Schedule.Plan && made.strays(c)
}

// acceptedAnew refuses a plan for a meeting that has been made, where an entry has another time, or a longer one, that not every
// delegation has accepted as a proposal: people have been invited to the time before. What was cancelled was no time any more.
func (s State) acceptedAnew(plan NextMeeting) error {
	if s.Next.Meeting == "" {
		return nil
	}
	for _, leg := range plan.Legs {
		known := leg.Cancelled || s.Next.Plan.Holds() && slices.ContainsFunc(s.Next.Plan.Legs, func(l Leg) bool {
			return !l.Cancelled && l.When.At.Equal(leg.When.At) && l.Minutes >= leg.Minutes
		})
		if known || slices.ContainsFunc(s.Next.Slots, func(slot Slot) bool {
			return slot.When.At.Equal(leg.When.At) && slot.Minutes >= leg.Minutes && s.Agreed(slot)
		}) {
			continue
		}
		return &Refusal{Code: SlotNotAgreed, Field: "itinerary", Detail: "the meeting has been made, so that every delegation is asked again where a time changes: propose " +
			leg.When.Wall + " in " + leg.When.Zone + " for as long as it lasts, and set it when all have accepted"}
	}
	return nil
}

func (f MeetingRescheduled) apply(s *State, at time.Time) {
	switch {
	case s.Phase != Cancelled:
	case s.Schedule.Opened:
		s.Phase = InSession // who was let in before comes back without another word, and what it was opened with holds
	default:
		s.Phase = Scheduled
	}
	s.Schedule = Schedule{Changes: s.Schedule.Changes + 1, Plan: f.Plan, At: at}
	was := s.Meeting.Start
	s.Meeting.Title, s.Meeting.Titles = f.Title, f.Titles
	s.Meeting.Start, s.Meeting.Timezone, s.Meeting.Local, s.Meeting.Opens = f.Start, f.Timezone, f.Local, f.Opens
	s.Meeting.Minutes = f.Minutes
	for id, inv := range s.Invitations { // those that run out some time after the start go on doing so; a date of somebody's own stays
		if inv.Expires.Equal(usualExpiry(was, inv.Created)) {
			inv.Expires = usualExpiry(f.Start, inv.Created)
			s.Invitations[id] = inv
		}
	}
}

func (f MeetingCancelled) apply(s *State, at time.Time) {
	s.Agenda.leave(at)
	s.Recording = Recording{}
	opened := s.Phase == InSession || s.Schedule.Opened // another reason may be told of what is cancelled already
	s.Schedule = Schedule{Changes: s.Schedule.Changes + 1, Plan: f.Plan, Reason: f.Reason, At: at, Opened: opened}
	s.Phase = Cancelled
}
