package conference

import (
	"github.com/cumbre-meet/cumbre/internal/proceedings"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// moveAgenda moves the meeting on its agenda.
func (c *conference) moveAgenda(by *presence, item string) error {
	return c.commit(proceedings.MoveAgenda{By: by.id, Item: item, ChairPresent: c.chairPresent()})
}

// agendaItems is the agenda as clients see it.
func agendaItems(s proceedings.State) []protocol.AgendaItem {
	out := make([]protocol.AgendaItem, 0, len(s.Meeting.Agenda))
	for _, a := range s.Meeting.Agenda {
		out = append(out, protocol.AgendaItem{
			ID: a.ID, Title: a.Title, Titles: protocol.Titles(a.Titles), Minutes: a.Minutes, Adopted: s.Adopted(a),
		})
	}
	return out
}

// agendaState is where the meeting is on it.
func agendaState(s proceedings.State) protocol.AgendaState {
	out := protocol.AgendaState{Current: s.Agenda.Item}
	if out.Current != "" {
		out.Since = instant(s.Agenda.Since)
	}
	for _, a := range s.Meeting.Agenda {
		if spent, been := s.Agenda.Spent[a.ID]; been {
			out.Spent = append(out.Spent, protocol.TimeSpent{Item: a.ID, MS: spent.Milliseconds()})
		}
	}
	return out
}

// documentOf is a document as clients see it.
func documentOf(s proceedings.State, d proceedings.Document) protocol.Document {
	out := protocol.Document{
		ID: d.ID, Kind: string(d.Kind), Item: d.Item, Title: d.Title, File: d.File, MediaType: d.MediaType, Bytes: d.Bytes,
		SHA256: d.SHA256, Language: d.Language, Delegation: d.Delegation, Speaker: d.Speaker, By: d.By, At: instant(d.At),
	}
	if inv, ok := s.Invitations[d.By]; ok { // who adds has a personal one, of the same identifier
		out.ByName = inv.Name
	}
	return out
}

// documentsFor are those that a participant may read, as they were added.
func documentsFor(s proceedings.State, p proceedings.Participant) []protocol.Document {
	out := []protocol.Document{}
	for _, d := range s.Documents {
		if d.VisibleTo(p) {
			out = append(out, documentOf(s, d))
		}
	}
	return out
}

// documentAdded tells those who may read it.
func (c *conference) documentAdded(d proceedings.Document) {
	if i := len(c.state.Documents) - 1; i >= 0 && c.state.Documents[i].ID == d.ID {
		d = c.state.Documents[i] // with its time
	}
	c.broadcast(protocol.DocumentAdded{Document: documentOf(c.state, d)}, c.reading(d))
}

// documentWithdrawn tells those who could read it; before is the State that had it.
func (c *conference) documentWithdrawn(before proceedings.State, id string) {
	for _, d := range before.Documents {
		if d.ID == id {
			c.broadcast(protocol.DocumentWithdrawn{Document: id}, c.reading(d))
		}
	}
}

// reading are those who may read a document.
func (c *conference) reading(d proceedings.Document) func(*presence) bool {
	return func(p *presence) bool { return !p.waiting && d.VisibleTo(c.state.Participants[p.id]) }
}
