package proceedings

import (
	"slices"
	"time"
)

// MaxPoints bounds the points of order that wait for the chair.
const MaxPoints = 50

// Point is a point of order that waits for the chair.
type Point struct {
	Participant string
	At          time.Time
}

// RaisePoint raises a point of order, or (not Raised) takes it back; the chair disposes of anybody's.
type RaisePoint struct {
	By, Participant string // Participant "": By
	ChairPresent    bool
	Raised          bool
}

// PointRaised adds a point of order.
type PointRaised struct {
	Participant string `json:"participant"`
}

// PointWithdrawn takes one away without the floor.
type PointWithdrawn struct {
	Participant string `json:"participant"`
	By          string `json:"by,omitempty"`
}

func (c RaisePoint) decide(s State, _ time.Time) ([]Fact, error) {
	whom := c.Participant
	if whom == "" {
		whom = c.By
	}
	if !c.Raised {
		if whom != c.By {
			if _, err := s.presiding(c.By, c.ChairPresent); err != nil {
				return nil, err
			}
		}
		return s.withdrawnPoint(whom, c.By), nil
	}
	p, err := s.speaker(c.By)
	waits, waiting := s.Intervention(s.Floor.Interrupted)
	switch {
	case err != nil:
		return nil, err
	case s.Floor.Holder == p.ID, waiting && waits.Speaker == p.ID:
		return nil, refuse(FloorTaken, "you have the floor, or get it back after the point of order: say it then")
	case slices.ContainsFunc(s.Points, func(o Point) bool { return o.Participant == p.ID }):
		return nil, nil
	case len(s.Points) >= MaxPoints:
		return nil, refuse(LimitReached, "%d points of order wait for the chair, more are not taken", MaxPoints)
	}
	return []Fact{PointRaised{Participant: p.ID}}, s.floorBudget()
}

// withdrawnPoint takes a participant's point of order away.
func (s State) withdrawnPoint(participant, by string) []Fact {
	if !slices.ContainsFunc(s.Points, func(o Point) bool { return o.Participant == participant }) {
		return nil
	}
	return []Fact{PointWithdrawn{Participant: participant, By: by}}
}

func (f PointRaised) apply(s *State, at time.Time) {
	s.FloorChanges++
	s.Points = append(slices.Clip(s.Points), Point{Participant: f.Participant, At: at})
}

func (f PointWithdrawn) apply(s *State, _ time.Time) {
	s.FloorChanges++
	s.dropPoint(f.Participant)
}

func (s *State) dropPoint(participant string) {
	rest := make([]Point, 0, len(s.Points))
	for _, p := range s.Points {
		if p.Participant != participant {
			rest = append(rest, p)
		}
	}
	s.Points = rest
}
