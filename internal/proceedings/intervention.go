package proceedings

import (
	"slices"
	"strconv"
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

// Intervention is one turn of one speaker at the floor: what the record, the clocks and the quotes refer to.
type Intervention struct {
	ID         string // "i1", "i2"… in the order in which they began
	Speaker    string // Participant.ID
	Kind       InterventionKind
	Item       string // AgendaItem.ID at its beginning; "": at none
	Language   string // of the floor, BCP 47; "": not said
	OnBehalfOf string // whom the speaker speaks for besides their own delegation; "": nobody
	// Attribution is what may be made of these words; use AttributionOf.
	Attribution Attribution
	// Intervals is when the speaker had the floor and the clock ran; the last one's End is zero while it does.
	Intervals []Interval
}

// Interval is a span of the meeting, its end excluded.
type Interval struct{ Start, End time.Time }

// Open tells whether the intervention goes on.
func (i Intervention) Open() bool {
	return len(i.Intervals) > 0 && i.Intervals[len(i.Intervals)-1].End.IsZero()
}

// Spent is how long the speaker had the floor, until now where the intervention goes on. A clock that was set back
// takes nothing away.
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
	i := slices.IndexFunc(s.Interventions, func(v Intervention) bool { return v.ID == id })
	if i < 0 {
		return Intervention{}, false
	}
	return s.Interventions[i], true
}

// begin opens an intervention.
func (s *State) begin(v Intervention, at time.Time) {
	v.ID = "i" + strconv.Itoa(len(s.Interventions)+1)
	v.Item = s.Agenda.Item
	v.Attribution = s.takeNext(v.Speaker)
	v.Intervals = []Interval{{Start: at}}
	s.Interventions = append(s.Interventions, v)
	s.Floor = Floor{Holder: v.Speaker, Since: at, Intervention: v.ID}
}

// conclude closes the intervention of the floor, if there is one.
func (s *State) conclude(at time.Time) {
	if last := len(s.Interventions) - 1; last >= 0 && s.Interventions[last].Open() {
		v := &s.Interventions[last]
		v.Intervals = slices.Clone(v.Intervals) // other States have the old ones
		v.Intervals[len(v.Intervals)-1].End = at
	}
	s.Floor = Floor{}
}
