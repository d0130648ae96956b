package proceedings

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// InterventionKind says what a speaker does with the floor.
type InterventionKind string

// The kinds.
const (
	Opening      InterventionKind = "opening"
	Statement    InterventionKind = "statement"
	Reply        InterventionKind = "reply" // right of reply
	PointOfOrder InterventionKind = "point-of-order"
	Question     InterventionKind = "question"
	Answer       InterventionKind = "answer"
	Closing      InterventionKind = "closing"
)

// Kinds lists them, in the order in which they are shown.
func Kinds() []InterventionKind {
	return []InterventionKind{Opening, Statement, Reply, PointOfOrder, Question, Answer, Closing}
}

func kindList() string {
	names := make([]string, 0, len(Kinds()))
	for _, k := range Kinds() {
		names = append(names, string(k))
	}
	return strings.Join(names, ", ")
}

// Intervention is one turn of one speaker at the floor: what the record, the clocks and the quotes refer to.
type Intervention struct {
	ID         string // "i1", "i2"… in the order in which they were known of: some are written down later (RecordIntervention)
	Speaker    string // Participant.ID
	Delegation string // Delegation.ID of the speaker; "": none
	Kind       InterventionKind
	Item       string        // AgendaItem.ID at its beginning; "": at none
	Language   string        // of the floor, BCP 47; "": not said
	OnBehalfOf string        // whom the speaker speaks for besides their own delegation; "": nobody
	Limit      time.Duration // speaking time; 0: none
	// Attribution is what may be made of these words; use AttributionOf.
	Attribution Attribution
	// Intervals is when the speaker had the floor and the clock ran; the last one's End is zero while it does.
	Intervals []Interval
	End       time.Time // when the speaker gave the floor back; zero: they have it, or are interrupted by a point of order
}

// Interval is a span of the meeting, its end excluded.
type Interval struct{ Start, End time.Time }

// Open tells whether the intervention's clock runs.
func (i Intervention) Open() bool {
	return len(i.Intervals) > 0 && i.Intervals[len(i.Intervals)-1].End.IsZero()
}

// Over tells whether the speaker has given the floor back.
func (i Intervention) Over() bool { return !i.End.IsZero() }

// Spent is how long the speaker had the floor, until now where the clock runs. A clock that was set back takes nothing
// away.
func (i Intervention) Spent(now time.Time) time.Duration {
	var sum time.Duration
	for _, v := range i.Intervals {
		end := v.End
		if end.IsZero() {
			end = now
		}
		sum += max(0, end.Sub(v.Start))
	}
	return sum
}

// Intervention finds an intervention by its identifier.
func (s State) Intervention(id string) (Intervention, bool) {
	if i := s.intervention(id); i >= 0 {
		return s.Interventions[i], true
	}
	return Intervention{}, false
}

// intervention is the index of an intervention; -1: there is none.
func (s State) intervention(id string) int {
	n, err := strconv.Atoi(strings.TrimPrefix(id, "i"))
	if err != nil || n < 1 || n > len(s.Interventions) || s.Interventions[n-1].ID != id {
		return -1
	}
	return n - 1
}

// interventionID is the identifier of the intervention number index, from 0.
func interventionID(index int) string { return "i" + strconv.Itoa(index+1) }

// DescribeIntervention says of the intervention under way what it is, in which language and for whom. It replaces all
// that was said. The language is also said without the chair, by whom the booths have it from (By "").
type DescribeIntervention struct {
	By           string // "": the server, of the language alone
	ChairPresent bool
	Kind         InterventionKind
	Language     string // BCP 47; "": not known
	OnBehalfOf   string
	Limit        int // s; 0: none
}

// InterventionDescribed replaces what is said of an intervention.
type InterventionDescribed struct {
	Intervention string           `json:"intervention"`
	Kind         InterventionKind `json:"kind"`
	Language     string           `json:"language,omitempty"`
	OnBehalfOf   string           `json:"onBehalfOf,omitempty"`
	Limit        int              `json:"limit,omitempty"` // s
	By           string           `json:"by,omitempty"`
}

func (c DescribeIntervention) decide(s State, _ time.Time) ([]Fact, error) {
	if c.By != "" {
		if _, err := s.presiding(c.By, c.ChairPresent); err != nil {
			return nil, err
		}
	}
	v, held := s.Intervention(s.Floor.Intervention)
	if !held {
		return nil, refuse(FloorOpen, "nobody has the floor: there is nothing to say of it")
	}
	is := InterventionDescribed{
		Intervention: v.ID, Kind: v.Kind, Language: v.Language, OnBehalfOf: v.OnBehalfOf, Limit: int(v.Limit / time.Second), By: c.By,
	}
	was := is
	var err error
	if c.By == "" {
		is.Language, _, err = described(v.Kind, c.Language, "", 0)
	} else {
		is.Kind, is.Limit = c.Kind, c.Limit
		is.Language, is.OnBehalfOf, err = described(c.Kind, c.Language, c.OnBehalfOf, c.Limit)
	}
	switch {
	case err != nil:
		return nil, err
	case is == was:
		return nil, nil
	case is.Kind != v.Kind && (is.Kind == PointOfOrder || v.Kind == PointOfOrder):
		return nil, refuseField("kind", "an intervention does not become a point of order, nor the other way round; give the floor anew")
	}
	return []Fact{is}, s.floorBudget()
}

func (f InterventionDescribed) apply(s *State, _ time.Time) {
	s.FloorChanges++
	if i := s.intervention(f.Intervention); i >= 0 {
		v := &s.Interventions[i]
		v.Kind, v.Language, v.OnBehalfOf, v.Limit = f.Kind, f.Language, f.OnBehalfOf, time.Duration(f.Limit)*time.Second
	}
}

// begin opens an intervention. What a point of order interrupted waits for its end.
func (s *State) begin(v Intervention, at time.Time) {
	v.ID = interventionID(len(s.Interventions))
	v.Item = s.Agenda.Item
	v.Attribution = s.takeNext(v.Speaker)
	v.Intervals = []Interval{{Start: at}}
	s.Interventions = append(s.Interventions, v)
	waits := s.Floor.Interrupted
	if v.Kind != PointOfOrder {
		waits = ""
	}
	s.Floor = Floor{Holder: v.Speaker, Since: at, Intervention: v.ID, Interrupted: waits}
}

// conclude closes an intervention, that of the floor or the one that waits.
func (s *State) conclude(id string, at time.Time) {
	s.stopClock(id, at)
	if i := s.intervention(id); i >= 0 {
		s.Interventions[i].End = at
	}
	if s.Floor.Interrupted == id {
		s.Floor.Interrupted = ""
	} else {
		s.Floor = Floor{Interrupted: s.Floor.Interrupted}
	}
}

// stopClock ends the interval that runs.
func (s *State) stopClock(id string, at time.Time) {
	i := s.intervention(id)
	if i < 0 || !s.Interventions[i].Open() {
		return
	}
	v := &s.Interventions[i]
	v.Intervals = slices.Clone(v.Intervals) // other States have the old ones
	v.Intervals[len(v.Intervals)-1].End = at
}

// startClock begins another interval.
func (s *State) startClock(id string, at time.Time) {
	i := s.intervention(id)
	if i < 0 || s.Interventions[i].Open() {
		return
	}
	v := &s.Interventions[i]
	v.Intervals = append(slices.Clone(v.Intervals), Interval{Start: at})
	v.End = time.Time{}
}
