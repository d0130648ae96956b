package proceedings

import "time"

// RecordIntervention writes down a turn for which nobody was given the floor, as a hall full of people does not always
// wait for a button. It is for record keepers, also after the meeting's end. It cannot be taken back, as floor times and
// words hang on it.
type RecordIntervention struct {
	By         string // Invitation.ID of a keeper; "": the administrator
	Speaker    string // Participant.ID of somebody who can have the floor
	Start, End time.Time
	Kind       InterventionKind // "": a statement
	Item       string           // AgendaItem.ID; "": none
	Language   string           // BCP 47, of what was spoken; "": not said
	OnBehalfOf string
}

func (RecordIntervention) lasts() {}

// InterventionRecorded says that somebody had the floor, and nobody had said so.
type InterventionRecorded struct {
	Speaker     string           `json:"speaker"`
	Kind        InterventionKind `json:"kind"`
	Item        string           `json:"item,omitempty"`
	Language    string           `json:"language,omitempty"`
	OnBehalfOf  string           `json:"onBehalfOf,omitempty"`
	Start       time.Time        `json:"start"`
	End         time.Time        `json:"end"`
	Attribution Attribution      `json:"attribution,omitzero"` // what applied then
	By          string           `json:"by,omitempty"`
}

func (c RecordIntervention) decide(s State, now time.Time) ([]Fact, error) {
	by, err := s.keeper(c.By, now)
	if err != nil {
		return nil, err
	}
	if len(s.Interventions) >= MaxInterventions {
		return nil, refuse(LimitReached, "%d interventions were made in this meeting, more are not kept", MaxInterventions)
	}
	f := InterventionRecorded{
		Speaker: c.Speaker, Kind: c.Kind, Item: c.Item, By: by,
		Start: c.Start.UTC().Truncate(time.Millisecond), End: c.End.UTC().Truncate(time.Millisecond),
	}
	if f.Kind == "" {
		f.Kind = Statement
	}
	if p, ok := s.Participants[c.Speaker]; !ok || !p.Role.Speaks() {
		return nil, refuse(ParticipantUnknown, "nobody of that identifier who can have the floor has been in the meeting")
	}
	if err := s.itemOrNone(c.Item); err != nil {
		return nil, err
	}
	if f.Language, f.OnBehalfOf, err = described(f.Kind, c.Language, c.OnBehalfOf, 0); err != nil {
		return nil, err
	}
	if err := s.free(f.Start, f.End, now); err != nil {
		return nil, err
	}
	f.Attribution = s.appliedThen(f.Speaker, f.Start, f.End)
	return []Fact{f}, s.floorBudget()
}

// free refuses a time in which somebody else had the floor, or waited to get it back: there is one floor.
func (s State) free(start, end, now time.Time) error {
	switch {
	case start.Before(s.Meeting.Created):
		return refuseField("start", "it is after the meeting was made")
	case !end.After(start):
		return refuseField("end", "it is after the start")
	case end.After(now):
		return refuseField("end", "it is not in the future")
	}
	for _, v := range s.Interventions {
		if len(v.Intervals) == 0 || !end.After(v.Intervals[0].Start) || v.Over() && !v.End.After(start) {
			continue
		}
		until := "now"
		if v.Over() {
			until = v.End.Format(time.RFC3339)
		}
		return refuse(FloorHeld, "%s had the floor then, from %s until %s (%s): there is one floor; choose a time in which nobody had it",
			s.Participants[v.Speaker].Name, v.Intervals[0].Start.Format(time.RFC3339), until, v.ID)
	}
	return nil
}

// appliedThen is what may be made of words between two moments: also what their speaker has asked for a turn that is still
// to come, as that may have been this one.
func (s State) appliedThen(speaker string, from, to time.Time) Attribution {
	next, asked := s.Attributions.Next[speaker]
	if !asked && len(s.Attributions.Spans) == 0 {
		return Attribution{}
	}
	return stricter(s.AttributionAt(from, to), next)
}

func (f InterventionRecorded) apply(s *State, _ time.Time) {
	s.FloorChanges++
	s.Interventions = append(s.Interventions, Intervention{
		ID: interventionID(len(s.Interventions)), Speaker: f.Speaker, Delegation: s.Participants[f.Speaker].Delegation, Kind: f.Kind,
		Item: f.Item, Language: f.Language, OnBehalfOf: f.OnBehalfOf, Attribution: f.Attribution,
		Intervals: []Interval{{Start: f.Start, End: f.End}}, End: f.End,
	})
}
