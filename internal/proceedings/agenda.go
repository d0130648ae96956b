package proceedings

import (
	"slices"
	"strconv"
	"time"
)

// Position is where the meeting is on its agenda, and how long it has been at each item.
type Position struct {
	Item  string    // AgendaItem.ID; "": at none
	Since time.Time // zero where Item is ""
	// Spent is by item, of the visits that are over. Together with the present visit it is the sum of the intervals
	// between the AgendaMoved events.
	Spent map[string]time.Duration
}

// MoveAgenda moves the meeting to an item, or to none with an empty Item: before the first, in a break, after the last.
type MoveAgenda struct {
	By, Item string
	// ChairPresent tells whether a chair is in the meeting, as in GiveFloor.
	ChairPresent bool
}

// AgendaMoved says at which item of the agenda the meeting is from now on.
type AgendaMoved struct {
	Item string `json:"item,omitempty"` // AgendaItem.ID; "": at none
	By   string `json:"by"`
}

func (c MoveAgenda) decide(s State, _ time.Time) ([]Fact, error) {
	by, err := s.leader(c.By)
	switch {
	case err != nil:
		return nil, err
	case !by.Role.Presides(c.ChairPresent):
		return nil, refuse(NotAllowed, "a chair is in the meeting: the agenda is the chair's to move")
	case c.Item == s.Agenda.Item:
		return nil, nil
	case c.Item != "":
		if err := s.agendaItem(c.Item); err != nil {
			return nil, err
		}
	}
	return []Fact{AgendaMoved{Item: c.Item, By: by.ID}}, nil
}

// agendaItem refuses an item that the agenda does not have.
func (s State) agendaItem(id string) error {
	if slices.ContainsFunc(s.Meeting.Agenda, func(a AgendaItem) bool { return a.ID == id }) {
		return nil
	}
	return refuse(AgendaItemUnknown, "the agenda has no such item; use the id of one that it has")
}

func (f AgendaMoved) apply(s *State, at time.Time) {
	s.Agenda.leave(at)
	if f.Item != "" {
		s.Agenda.Item, s.Agenda.Since = f.Item, at
	}
	s.noteRegime(at)
}

// leave ends the present visit. A clock that was set back does not take away what was counted.
func (p *Position) leave(at time.Time) {
	if p.Item != "" {
		p.Spent[p.Item] += max(0, at.Sub(p.Since))
	}
	p.Item, p.Since = "", time.Time{}
}

// identified gives the items of an agenda their identifiers, "a1", "a2"… Journals of before they had any get the same:
// an agenda keeps its order.
func identified(in []AgendaItem) []AgendaItem {
	out := slices.Clone(in)
	for i := range out {
		if out[i].ID == "" {
			out[i].ID = "a" + strconv.Itoa(i+1)
		}
	}
	return out
}
