package proceedings

import (
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/cumbre-meet/cumbre/internal/dates"
)

// Next is the meeting that follows on this one, from the first proposal of a time to its link. Its lists and maps are
// replaced, not changed, so that States share them.
type Next struct {
	Homes   map[string]Home // by Delegation.ID
	Slots   []Slot          // that are proposed, as they came
	Plan    NextMeeting
	Meeting string // Meeting.ID of the one that was made of the plan; "": none yet
	Changes int    // of all that is here
	Given   int    // identifiers of slots
}

// Moment is a time as it was agreed, and what it meant then: what moves when the zone's rules do is the instant.
type Moment struct {
	Wall string    `json:"wall"` // what the clocks there show: wallClockForm
	Zone string    `json:"zone"` // IANA
	At   time.Time `json:"at"`
}

// Moved tells whether the zone's rules have changed since, so that the wall time and the instant no longer are the same moment.
func (m Moment) Moved() bool {
	return m.Wall != "" && m.At.In(zoneOf(m.Zone)).Format(wallClockForm) != m.Wall
}

// Slot is a time that somebody proposes.
type Slot struct {
	ID         string                `json:"id"`                   // "s1", "s2"…
	Delegation string                `json:"delegation,omitempty"` // Delegation.ID of who proposes; "": who leads
	By         string                `json:"by,omitempty"`         // Invitation.ID; "": the administrator
	Counter    string                `json:"counter,omitempty"`    // the slot in whose place it is proposed
	When       Moment                `json:"when"`
	Minutes    int                   `json:"minutes"`
	Note       string                `json:"note,omitempty"`
	At         time.Time             `json:"-"`
	Answers    map[string]SlotAnswer `json:"-"` // by Delegation.ID; "" of who leads, where there are no delegations
}

// SlotAnswer is what a delegation says to a slot.
type SlotAnswer struct {
	Accepted bool
	Reason   string // of a decline; "": none given
}

// Mode is how the next meeting is held.
type Mode string

// The modes.
const (
	Virtual  Mode = "virtual"
	InPerson Mode = "in-person"
	Hybrid   Mode = "hybrid"
)

// NextMeeting is the plan: one or several entries, of which each becomes an event of one series of calendars.
type NextMeeting struct {
	// Revision counts what was told, from 1; 0: nothing is set. A calendar's SEQUENCE is one less (RFC 5545 section 3.8.7.4).
	Revision  int    `json:"revision"`
	Mode      Mode   `json:"mode"`
	Title     string `json:"title,omitempty"` // "": this meeting's
	Slot      string `json:"slot,omitempty"`  // that everybody accepted
	Legs      []Leg  `json:"legs,omitempty"`  // those that are no longer part of it are cancelled, and come last
	Cancelled bool   `json:"cancelled,omitempty"`
	Reason    string `json:"reason,omitempty"` // of the cancellation
	Given     int    `json:"given,omitempty"`  // identifiers of legs
}

// Leg is one entry of the itinerary.
type Leg struct {
	ID        string `json:"id"` // "l1", "l2"…: with the meeting's, the calendar's UID
	Title     string `json:"title,omitempty"`
	Place     string `json:"place,omitempty"`
	When      Moment `json:"when"`
	Minutes   int    `json:"minutes"`
	Cancelled bool   `json:"cancelled,omitempty"`
}

// End is when the leg is over.
func (l Leg) End() time.Time { return l.When.At.Add(time.Duration(l.Minutes) * time.Minute) }

// Holds tells whether a next meeting is set and not cancelled.
func (p NextMeeting) Holds() bool { return p.Revision > 0 && !p.Cancelled }

// Live are the legs that are part of the plan, in the order of time.
func (p NextMeeting) Live() []Leg {
	if !p.Holds() {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(p.Legs), func(l Leg) bool { return l.Cancelled })
}

const (
	// MaxSlots bounds the proposals that stand at once: whoever looks at more looks at none.
	MaxSlots = 40
	// MaxNextChanges bounds proposals, answers, homes and plans over the meeting's life: a plan may be some 20 KiB in the journal.
	MaxNextChanges = 2000
	// MaxLegs bounds an itinerary; a visit of two days and two countries has some six.
	MaxLegs = 20
	// maxOldLegs bounds the cancelled ones that are still told: a calendar that has missed more shows what is not so.
	maxOldLegs = 40
	// MaxLegMinutes bounds a slot and a leg, in minutes: three days.
	MaxLegMinutes = 3 * 24 * 60
	// MaxAhead is how far ahead a next meeting may be. Zones' rules are not known so far.
	MaxAhead = 10 * 366 * 24 * time.Hour
)

// NextMeetingMade says which meeting was made of the plan. Its identifier is decided here before it is made, so that a crash
// between leaves no second one.
type NextMeetingMade struct {
	Meeting string `json:"meeting"`
	By      string `json:"by,omitempty"`
}

// MakeNextMeeting decides the next meeting's identifier; repeated, the first stays.
type MakeNextMeeting struct {
	By string // Invitation.ID of who leads; "": the administrator
	ID string
}

func (MakeNextMeeting) lasts() {}

func (c MakeNextMeeting) decide(s State, _ time.Time) ([]Fact, error) {
	if err := s.arranges(c.By); err != nil {
		return nil, err
	}
	switch {
	case !s.Next.Plan.Holds():
		return nil, refuse(NextUnset, "no next meeting is set; agree a time first")
	case s.Next.Meeting != "":
		return nil, nil
	}
	return []Fact{NextMeetingMade{Meeting: c.ID, By: c.By}}, nil
}

func (f NextMeetingMade) apply(s *State, _ time.Time) { s.Next.Meeting = f.Meeting }

// arranges refuses who may not set the next meeting: those who lead, by their invitation, as they may have left.
func (s State) arranges(by string) error {
	if inv := s.Invitations[by]; by != "" && (!inv.Role.Leads() || inv.Revoked) {
		return refuse(NotAllowed, "the next meeting is set by the chair or an organiser, when every delegation has accepted its time")
	}
	return nil
}

// proposes finds the party for which somebody proposes: a delegation's focal point or delegate with authority, or, "", who leads.
func (s State) proposes(by string) (delegation string, err error) {
	if s.arranges(by) == nil {
		return "", nil
	}
	return s.authorised(by)
}

// NextRights are what somebody may do about the next meeting.
type NextRights struct {
	Arrange, Propose, Answer bool
	Delegation               string // that they act for; "": none, or they lead
}

// MayPlan is what an invitation's holder may do; by "" is the administrator.
func (s State) MayPlan(by string) NextRights {
	r := NextRights{Arrange: s.arranges(by) == nil}
	own, err := s.authorised(by)
	r.Answer, r.Propose, r.Delegation = err == nil, err == nil || r.Arrange, own
	return r
}

// nextBudget refuses what would fill the journal.
func (s State) nextBudget() error {
	if s.Next.Changes >= MaxNextChanges {
		return refuse(LimitReached, "the next meeting was proposed, answered and set %d times, more is not kept", MaxNextChanges)
	}
	return nil
}

// nextMoment reads a time of a field, as start does, and refuses what is over or too far away.
func nextMoment(field, wall, zone string, now time.Time) (Moment, error) {
	switch {
	case zone == "":
		return Moment{}, refuseField(field+".zone", "it is needed: an IANA time zone such as America/Mexico_City")
	case wall == "":
		return Moment{}, refuseField(field+".wall", "it is needed: a time as 2021-06-08T10:00, on the clocks of the zone")
	}
	at, zone, err := start(wall, zone)
	if err != nil {
		return Moment{}, within(field, asMoment(err))
	}
	switch {
	case !at.After(now):
		return Moment{}, refuseField(field+".wall", "it is in the past")
	case at.After(now.Add(MaxAhead)):
		return Moment{}, refuseField(field+".wall", "it is more than ten years ahead")
	}
	return Moment{Wall: at.In(zoneOf(zone)).Format(wallClockForm), Zone: zone, At: at}, nil
}

// asMoment names the fields of a refused start as a Moment's.
func asMoment(err error) error {
	if r, ok := err.(*Refusal); ok && r.Field == "timezone" { //nolint:errorlint // made by start
		return &Refusal{Code: r.Code, Field: "zone", Detail: r.Detail}
	}
	return renamed("wall", err)
}

// with is a map with another value; the old one stays as it was.
func with[V any](m map[string]V, key string, value V) map[string]V {
	out := make(map[string]V, len(m)+1)
	maps.Copy(out, m)
	out[key] = value
	return out
}

// Zones are those in which the meeting's days are looked at: its own, and each delegation's.
func (s State) Zones() []*time.Location {
	zones := []*time.Location{zoneOf(s.Meeting.Timezone)}
	for _, d := range s.Meeting.Delegations {
		if home, ok := s.Next.Homes[d.ID]; ok {
			zones = append(zones, zoneOf(home.Zone))
		}
	}
	return zones
}

// usualDuration is taken where no agenda says how long a meeting is.
const usualDuration = time.Hour

// Duration is how long the meeting is planned to last.
func (m Meeting) Duration() time.Duration {
	if m.Minutes > 0 {
		return time.Duration(m.Minutes) * time.Minute
	}
	minutes := 0
	for _, item := range m.Agenda {
		minutes += item.Minutes
	}
	if minutes == 0 {
		return usualDuration
	}
	return time.Duration(minutes) * time.Minute
}

// Calendar has the days of this meeting and of the next one, in the zone of the place and in every delegation's, for the check
// of a text's dates. Without a start this meeting is now. What is due is added by whoever knows it.
func (s State) Calendar(now time.Time) dates.Calendar {
	begin := s.Meeting.Start
	if begin.IsZero() {
		begin = now
	}
	var c dates.Calendar
	add := func(kind dates.Kind, name string, begin, end time.Time, zones ...*time.Location) {
		for _, day := range dates.During(begin, end, zones...) {
			c.Known = append(c.Known, dates.Known{Date: day, Kind: kind, Name: name})
		}
	}
	add(dates.ThisMeeting, s.Meeting.Title, begin, begin.Add(s.Meeting.Duration()), s.Zones()...)
	for _, leg := range s.Next.Plan.Live() {
		name := leg.Place
		if name == "" {
			name = leg.Title
		}
		add(dates.NextMeeting, name, leg.When.At, leg.End(), append(s.Zones(), zoneOf(leg.When.Zone))...)
	}
	return c
}

// Moved lists the identifiers of slots and legs whose zone's rules have changed since they were agreed.
func (n Next) Moved() []string {
	var out []string
	for _, slot := range n.Slots {
		if slot.When.Moved() {
			out = append(out, slot.ID)
		}
	}
	for _, leg := range n.Plan.Live() {
		if leg.When.Moved() {
			out = append(out, leg.ID)
		}
	}
	return out
}

func nth(letter string, n int) string { return letter + strconv.Itoa(n) }
