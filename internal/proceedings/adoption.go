package proceedings

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"time"
)

// Adoption is how far the agenda is agreed. An item is provisional until every delegation has adopted the agenda in a
// revision that has it as it is; a later one needs the same. Without delegations it is the chair's to adopt.
type Adoption struct {
	Revision int            // of the agenda, from 1
	By       map[string]int // the revision that a delegation adopted last, by Delegation.ID; "" of who leads
	Items    int            // that there ever were: identifiers are not given twice
}

// Parties are those whose adoption the agenda needs.
func (m Meeting) Parties() []string {
	if len(m.Delegations) == 0 {
		return []string{""}
	}
	out := make([]string, 0, len(m.Delegations))
	for _, d := range m.Delegations {
		out = append(out, d.ID)
	}
	return out
}

// AdoptedBy tells whether a party has adopted the whole agenda as it is.
func (s State) AdoptedBy(delegation string) bool {
	revision, ok := s.Adoption.By[delegation]
	return ok && !slices.ContainsFunc(s.Meeting.Agenda, func(a AgendaItem) bool { return a.Changed > revision })
}

// settled is the revision up to which everybody has adopted.
func (s State) settled() int {
	least := s.Adoption.Revision
	for _, party := range s.Meeting.Parties() {
		least = min(least, s.Adoption.By[party])
	}
	return least
}

// Adopted tells whether an item of the agenda is no longer provisional.
func (s State) Adopted(item AgendaItem) bool { return s.settled() >= max(item.Changed, 1) }

// ArrangeAgenda replaces the agenda: its provisional items may be changed, moved and taken out, and others added. It is
// the administration's.
type ArrangeAgenda struct {
	Revision int          // that the arrangement was made from
	Items    []AgendaItem // with the identifiers of those that there are
}

// AgendaArranged replaces the agenda.
type AgendaArranged struct {
	Revision int          `json:"revision"`
	Items    []AgendaItem `json:"items"`
	Count    int          `json:"count"` // Adoption.Items
}

// AdoptAgenda adopts the agenda for a delegation.
type AdoptAgenda struct {
	By       string // Invitation.ID; "": the administration, where there are no delegations
	Revision int    // that was seen
}

// AgendaAdopted says that a delegation has adopted the agenda.
type AgendaAdopted struct {
	Delegation string `json:"delegation,omitempty"`
	Revision   int    `json:"revision"`
	By         string `json:"by,omitempty"`
}

// MaxAgendaRevisions bounds how often the agenda is changed: each revision may be MaxMeetingBytes in the journal, and is
// sent to everybody in the meeting.
const MaxAgendaRevisions = 1000

func (s State) freshAgenda(revision int) error {
	if revision != s.Adoption.Revision {
		return refuse(AgendaStale, "the agenda was changed meanwhile: it is at revision %d; look at it again", s.Adoption.Revision)
	}
	return nil
}

func (c ArrangeAgenda) decide(s State, _ time.Time) ([]Fact, error) {
	if err := s.freshAgenda(c.Revision); err != nil {
		return nil, err
	}
	items, err := agenda(c.Items)
	if err != nil {
		return nil, err
	}
	if err := s.rearranged(items); err != nil {
		return nil, err
	}
	out := AgendaArranged{Revision: s.Adoption.Revision + 1, Count: s.Adoption.Items}
	moved := s.moved(items)
	for _, item := range items {
		before, kept := s.item(item.ID)
		switch {
		case !kept:
			out.Count++
			item.ID, item.Changed = "a"+strconv.Itoa(out.Count), out.Revision
		case s.Adopted(before):
			item.Changed = before.Changed
		case moved || !same(before, item):
			item.Changed = out.Revision
		default:
			item.Changed = before.Changed
		}
		out.Items = append(out.Items, item)
	}
	if slices.EqualFunc(out.Items, s.Meeting.Agenda, same) {
		return nil, nil
	}
	if out.Revision > MaxAgendaRevisions {
		return nil, refuse(LimitReached, "this meeting's agenda has been changed %d times, more is not kept", MaxAgendaRevisions)
	}
	after := s.Meeting
	after.Agenda = out.Items
	if size, err := json.Marshal(after); err != nil || len(size) > MaxMeetingBytes {
		return nil, refuse(LimitReached, "with this agenda the meeting's description has more than %d KiB; shorten it", MaxMeetingBytes>>10)
	}
	return []Fact{out}, nil
}

func same(a, b AgendaItem) bool {
	return a.ID == b.ID && a.Title == b.Title && a.Minutes == b.Minutes && maps.Equal(a.Titles, b.Titles)
}

func (s State) item(id string) (AgendaItem, bool) {
	i := slices.IndexFunc(s.Meeting.Agenda, func(a AgendaItem) bool { return id != "" && a.ID == id })
	if i < 0 {
		return AgendaItem{}, false
	}
	return s.Meeting.Agenda[i], true
}

// rearranged refuses an arrangement that changes what is adopted, or takes out what has a history.
func (s State) rearranged(items []AgendaItem) error {
	left := map[string]AgendaItem{}
	for i, item := range items {
		at := "items[" + strconv.Itoa(i) + "].id"
		if _, twice := left[item.ID]; twice {
			return refuseField(at, "the item is there twice")
		}
		if _, ok := s.item(item.ID); !ok && item.ID != "" {
			return refuse(AgendaItemUnknown, "%s: the agenda has no item %q; leave the id out for a new one", at, shortened(item.ID))
		}
		if item.ID != "" {
			left[item.ID] = item
		}
	}
	for _, before := range s.Meeting.Agenda {
		after, stays := left[before.ID]
		switch {
		case s.Adopted(before) && (!stays || !same(before, after)):
			return refuse(ItemAdopted, "“%s” is adopted by every delegation and stays as it is; add a new item", before.Title)
		case !stays && s.hasHistory(before.ID):
			return refuse(ItemAdopted, "the meeting has been at “%s”, or documents belong to it, or speakers are on its list: it stays", before.Title)
		}
	}
	if !slices.Equal(s.adoptedOrder(items), s.adoptedOrder(s.Meeting.Agenda)) {
		return refuse(ItemAdopted, "the order of the adopted items stays as it is")
	}
	return nil
}

func (s State) hasHistory(item string) bool {
	_, been := s.Agenda.Spent[item]
	return been || s.Agenda.Item == item || len(s.Lists[item].Entries) > 0 ||
		slices.ContainsFunc(s.Documents, func(d Document) bool { return d.Item == item }) ||
		slices.ContainsFunc(s.Interventions, func(v Intervention) bool { return v.Item == item })
}

func (s State) adoptedOrder(items []AgendaItem) []string {
	return s.orderOf(items, s.Adopted)
}

// orderOf are the identifiers of the items that there are already and of which a condition holds.
func (s State) orderOf(items []AgendaItem, holds func(AgendaItem) bool) []string {
	var out []string
	for _, item := range items {
		if before, ok := s.item(item.ID); ok && holds(before) {
			out = append(out, item.ID)
		}
	}
	return out
}

// moved tells whether the items that stay stand in another order: whoever adopted the old one has not adopted this.
func (s State) moved(items []AgendaItem) bool {
	staying := func(a AgendaItem) bool {
		return slices.ContainsFunc(items, func(b AgendaItem) bool { return a.ID == b.ID })
	}
	return !slices.Equal(s.orderOf(items, staying), s.orderOf(s.Meeting.Agenda, staying))
}

func (c AdoptAgenda) decide(s State, _ time.Time) ([]Fact, error) {
	delegation, err := s.authorised(c.By)
	if err != nil {
		return nil, err
	}
	if err := s.freshAgenda(c.Revision); err != nil {
		return nil, err
	}
	switch {
	case len(s.Meeting.Agenda) == 0:
		return nil, refuse(AgendaItemUnknown, "there is nothing to adopt: the agenda has no items")
	case s.Adoption.By[delegation] == s.Adoption.Revision:
		return nil, nil
	}
	return []Fact{AgendaAdopted{Delegation: delegation, Revision: c.Revision, By: c.By}}, nil
}

// authorised finds the party that somebody acts for.
func (s State) authorised(by string) (delegation string, err error) {
	inv := s.Invitations[by]
	live := inv.ID != "" && !inv.Revoked && !inv.EntryRefused
	switch {
	case len(s.Meeting.Delegations) == 0 && (by == "" || live && inv.Role.Leads()):
		return "", nil
	case live && inv.Delegation != "" && (inv.Authority || inv.FocalPoint):
		return inv.Delegation, nil
	case len(s.Meeting.Delegations) == 0:
		return "", refuse(NoAuthority, "this meeting has no delegations: the chair or the organiser adopts its agenda")
	default:
		return "", refuse(NoAuthority, "only a delegation's focal point, or a delegate with authority, acts for it")
	}
}

func (f AgendaArranged) apply(s *State, _ time.Time) {
	s.Meeting.Agenda = f.Items
	s.Adoption.Revision, s.Adoption.Items = f.Revision, f.Count
}

func (f AgendaAdopted) apply(s *State, _ time.Time) { s.Adoption.By[f.Delegation] = f.Revision }
