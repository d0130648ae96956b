package proceedings

import (
	"slices"
	"time"
)

// Floor is who may speak. The zero Floor is open to all.
type Floor struct {
	Holder       string
	Since        time.Time // when they were given it, or got it back
	Intervention string    // Intervention.ID; "": it is open to all
	Paused       bool      // the clock stands while what was said is interpreted
	// Interrupted is the intervention that goes on when the present point of order is over; "": there is none.
	Interrupted string
}

// Bounds of the floor.
const (
	// MaxInterventions bounds the turns at the floor: one every ten seconds of a day and a half. Each is some 200 bytes that
	// every event copies.
	MaxInterventions = 10_000
	// MaxIntervals bounds the intervals of one intervention, which pauses and points of order make: a speech of two hours
	// that is interpreted every fifteen seconds.
	MaxIntervals = 500
	// MaxFloorChanges bounds what the journal keeps of lists, points of order and clocks besides the turns themselves.
	MaxFloorChanges = 50_000
	// MaxLimit bounds a speaking time, in seconds: a day.
	MaxLimit = 24 * 60 * 60
)

// GiveFloor gives the floor, or opens it with an empty Participant. A point of order interrupts the speech under way.
type GiveFloor struct {
	By, Participant string
	// ChairPresent tells whether a chair is in the meeting: without one the organiser acts in the chair's stead.
	ChairPresent bool
	Kind         InterventionKind // "": what was asked for on the list, else a statement
	Language     string           // BCP 47, of what will be spoken; "": not known
	OnBehalfOf   string           // "": what was asked for on the list
	Limit        int              // speaking time, s; 0: the usual one of the kind or of the list

	skipped []string // the entries before it, of speakers who are not here
}

// YieldFloor gives the own floor back.
type YieldFloor struct{ By string }

// Depart says that a participant is gone (left, or lost for longer than the grace): the floor does not stay with
// somebody who is not there.
type Depart struct{ Participant string }

// PauseClock stops the floor's clock while what was said is interpreted consecutively, or lets it run again. It is for
// the chair and for interpreters.
type PauseClock struct {
	By           string
	ChairPresent bool
	Paused       bool
}

// FloorGiven says that a participant has the floor.
type FloorGiven struct {
	Participant string           `json:"participant"`
	By          string           `json:"by"`
	Kind        InterventionKind `json:"kind,omitempty"` // "": a statement
	Language    string           `json:"language,omitempty"`
	OnBehalfOf  string           `json:"onBehalfOf,omitempty"`
	Limit       int              `json:"limit,omitempty"` // s; 0: none
	Entry       string           `json:"entry,omitempty"` // ListEntry.ID that it answers
	Place       int              `json:"place,omitempty"` // that the entry had, from 1
	Skipped     []string         `json:"skipped,omitempty"`
}

// FloorYielded says that the holder no longer has the floor.
type FloorYielded struct {
	Participant string      `json:"participant"`
	Reason      YieldReason `json:"reason"`
}

// YieldReason says why the floor was given back.
type YieldReason string

// The reasons.
const (
	YieldedByHolder YieldReason = "yielded"
	YieldedToOther  YieldReason = "given-on"
	YieldedByChair  YieldReason = "opened"
	YieldedByLeave  YieldReason = "left"
	YieldedByRemove YieldReason = "removed"
	YieldedByEnd    YieldReason = "ended"
)

// FloorInterrupted says that the holder's clock stands from now on, for the point of order that follows.
type FloorInterrupted struct {
	Participant string `json:"participant"`
	By          string `json:"by"`
}

// FloorResumed gives the floor back to who was interrupted.
type FloorResumed struct {
	Participant string `json:"participant"`
}

// InterventionAbandoned says that an interrupted intervention does not go on.
type InterventionAbandoned struct {
	Intervention string      `json:"intervention"`
	Reason       YieldReason `json:"reason"`
}

// ClockPaused stops the floor's clock.
type ClockPaused struct {
	By string `json:"by"`
}

// ClockResumed lets it run again.
type ClockResumed struct {
	By string `json:"by"`
}

// presiding finds the participant of a command that only the chair may give, and the organiser where there is no chair.
func (s State) presiding(by string, chairPresent bool) (Participant, error) {
	p, err := s.leader(by)
	if err == nil && !p.Role.Presides(chairPresent) {
		err = refuse(NotAllowed, "a chair is in the meeting: the floor is the chair's to give")
	}
	return p, err
}

// speaker finds who can have the floor.
func (s State) speaker(id string) (Participant, error) {
	p, ok := s.Present(id)
	switch {
	case !ok:
		return p, refuse(NotAdmitted, "there is no such participant in the meeting")
	case p.Role == Interpreter:
		return p, refuse(MayNotSpeak, "%s interprets: interpreters speak in their booth and cannot have the floor", p.Name)
	case !p.Role.Speaks():
		return p, refuse(MayNotSpeak, "%s is here to listen and cannot have the floor", p.Name)
	default:
		return p, nil
	}
}

func (s State) floorBudget() error {
	if s.FloorChanges >= MaxFloorChanges {
		return refuse(LimitReached, "the lists of speakers of this meeting were changed %d times, more is not kept", MaxFloorChanges)
	}
	return nil
}

func (c GiveFloor) decide(s State, now time.Time) ([]Fact, error) {
	by, err := s.presiding(c.By, c.ChairPresent)
	switch {
	case err != nil:
		return nil, err
	case c.Participant == s.Floor.Holder:
		return nil, nil
	case c.Participant == "":
		return s.floorBack(s.Floor.Holder, YieldedByChair), nil
	}
	p, err := s.speaker(c.Participant)
	if err != nil {
		return nil, err
	}
	if i, waits := s.Intervention(s.Floor.Interrupted); waits && i.Speaker == p.ID {
		return s.floorBack(s.Floor.Holder, YieldedByChair), nil // it is theirs again
	}
	if len(s.Interventions) >= MaxInterventions {
		return nil, refuse(LimitReached, "%d interventions were made in this meeting, more are not kept", MaxInterventions)
	}
	given, err := s.turn(p, c, now)
	if err != nil {
		return nil, err
	}
	given.By = by.ID
	if given.Kind == PointOfOrder {
		return append(s.interrupted(by.ID), given), nil
	}
	return append(s.floorBack(s.Floor.Holder, YieldedToOther), given), nil
}

// turn is what a participant is given the floor for: what the chair says, else what they asked for on the list.
func (s State) turn(p Participant, c GiveFloor, now time.Time) (FloorGiven, error) {
	given := FloorGiven{Participant: p.ID, Kind: c.Kind, Limit: c.Limit, Skipped: c.skipped}
	behalf := c.OnBehalfOf
	queue := s.Speakers(s.Agenda.Item)
	at := slices.IndexFunc(queue, func(e ListEntry) bool {
		return e.Participant == p.ID && (c.Kind == "" || c.Kind == e.Kind)
	})
	if at >= 0 {
		given.Entry, given.Place, given.Kind = queue[at].ID, at+1, queue[at].Kind
		if behalf == "" {
			behalf = queue[at].OnBehalfOf
		}
	}
	if given.Kind == "" {
		given.Kind = Statement
	}
	var err error
	if given.Language, given.OnBehalfOf, err = described(given.Kind, c.Language, behalf, c.Limit); err != nil {
		return given, err
	}
	if given.Limit == 0 {
		given.Limit = s.usualLimit(given.Kind, p, now)
	}
	return given, nil
}

// described cleans what is said of an intervention.
func described(kind InterventionKind, language, onBehalfOf string, limit int) (tag, behalf string, err error) {
	if !slices.Contains(Kinds(), kind) {
		return "", "", refuseField("kind", "it is one of %s", kindList())
	}
	tag, ok := languageTag(language)
	if language != "" && !ok {
		return "", "", refuseField("language", "a language tag is needed, such as es, pt-BR or zh-Hant (BCP 47)")
	}
	if limit < 0 || limit > MaxLimit {
		return "", "", refuseField("limit", "a number from 0 to %d is needed, in seconds", MaxLimit)
	}
	behalf, err = optionalName("onBehalfOf", onBehalfOf)
	return tag, behalf, err
}

// interrupted is what comes before a point of order is given the floor: the speech waits, another point of order is over.
func (s State) interrupted(by string) []Fact {
	now, held := s.Intervention(s.Floor.Intervention)
	switch {
	case !held:
		return nil
	case now.Kind == PointOfOrder:
		return []Fact{FloorYielded{Participant: s.Floor.Holder, Reason: YieldedToOther}}
	default:
		return []Fact{FloorInterrupted{Participant: s.Floor.Holder, By: by}}
	}
}

// floorBack takes the floor from a participant who has it or waits to get it back. After a point of order the speaker
// whom it interrupted goes on, unless another was given the floor or the meeting is over.
func (s State) floorBack(participant string, why YieldReason) []Fact {
	waits, waiting := s.Intervention(s.Floor.Interrupted)
	abandoned := InterventionAbandoned{Intervention: waits.ID, Reason: why}
	switch {
	case participant == "":
		return nil
	case waiting && waits.Speaker == participant:
		return []Fact{abandoned}
	case s.Floor.Holder != participant:
		return nil
	}
	out := []Fact{FloorYielded{Participant: participant, Reason: why}}
	switch _, here := s.Present(waits.Speaker); {
	case !waiting:
		return out
	case !here || why == YieldedToOther || why == YieldedByEnd:
		return append(out, abandoned)
	default:
		return append(out, FloorResumed{Participant: waits.Speaker})
	}
}

func (c YieldFloor) decide(s State, _ time.Time) ([]Fact, error) {
	if c.By == "" || s.Floor.Holder != c.By {
		return nil, refuse(NotHolder, "only who has the floor can give it back")
	}
	return s.floorBack(c.By, YieldedByHolder), nil
}

func (c Depart) decide(s State, _ time.Time) ([]Fact, error) {
	return append(s.floorBack(c.Participant, YieldedByLeave), s.withdrawnPoint(c.Participant, "")...), nil
}

func (c PauseClock) decide(s State, _ time.Time) ([]Fact, error) {
	by, ok := s.Present(c.By)
	if !ok || by.Role != Interpreter {
		var err error
		if by, err = s.presiding(c.By, c.ChairPresent); err != nil {
			return nil, err
		}
	}
	v, held := s.Intervention(s.Floor.Intervention)
	switch {
	case !held:
		return nil, refuse(FloorOpen, "nobody has the floor: there is no clock to stop")
	case c.Paused == s.Floor.Paused:
		return nil, nil
	case !c.Paused:
		return []Fact{ClockResumed{By: by.ID}}, nil
	case len(v.Intervals) >= MaxIntervals:
		return nil, refuse(LimitReached, "this intervention was paused %d times, more is not kept", MaxIntervals)
	default:
		return []Fact{ClockPaused{By: by.ID}}, s.floorBudget()
	}
}

func (f FloorGiven) apply(s *State, at time.Time) {
	kind := f.Kind
	if kind == "" {
		kind = Statement
	}
	if f.Entry != "" {
		s.takeOff(s.Agenda.Item, f.Entry, f.Place)
	}
	if kind == PointOfOrder {
		s.dropPoint(f.Participant)
	}
	s.begin(Intervention{
		Speaker: f.Participant, Delegation: s.Participants[f.Participant].Delegation, Kind: kind, Language: f.Language,
		OnBehalfOf: f.OnBehalfOf, Limit: time.Duration(f.Limit) * time.Second,
	}, at)
}

func (FloorYielded) apply(s *State, at time.Time) { s.conclude(s.Floor.Intervention, at) }

func (FloorInterrupted) apply(s *State, at time.Time) {
	s.stopClock(s.Floor.Intervention, at)
	s.Floor = Floor{Interrupted: s.Floor.Intervention}
}

func (FloorResumed) apply(s *State, at time.Time) {
	v, ok := s.Intervention(s.Floor.Interrupted)
	if !ok {
		return
	}
	s.startClock(v.ID, at)
	s.Floor = Floor{Holder: v.Speaker, Since: at, Intervention: v.ID}
}

func (f InterventionAbandoned) apply(s *State, at time.Time) {
	s.conclude(f.Intervention, at)
}

func (ClockPaused) apply(s *State, at time.Time) {
	s.FloorChanges++
	s.stopClock(s.Floor.Intervention, at)
	s.Floor.Paused = s.Floor.Holder != ""
}

func (ClockResumed) apply(s *State, at time.Time) {
	s.startClock(s.Floor.Intervention, at)
	s.Floor.Paused = false
}
