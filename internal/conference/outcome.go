package conference

import (
	"time"

	"github.com/cumbre-meet/cumbre/internal/proceedings"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// Outcome is what a meeting led to, for the pages of its archive.
type Outcome struct {
	// Public is what everybody may know: what is promised in a text that is not published, and what delegations say of it, is for
	// readers of drafts.
	Public protocol.PublicMeeting
	// Meeting and Next are what is told of the next meeting; Next.Plan is nil where none was set.
	Meeting protocol.Meeting
	Next    protocol.NextMeeting
}

// Empty tells whether there is nothing to show.
func (o Outcome) Empty() bool { return len(o.Public.Publications) == 0 }

// OutcomeOf is it at an instant. What is under embargo then is not in it, and no person is named.
func OutcomeOf(s proceedings.State, at time.Time) Outcome {
	out := Outcome{Public: publicOf(s, at), Meeting: meetingOf(s), Next: nextOf(s, proceedings.NextRights{}, at)}
	out.Next.Homes, out.Next.Slots = nil, nil
	return out
}

// publicOf is what everybody may know of a meeting.
func publicOf(s proceedings.State, now time.Time) protocol.PublicMeeting {
	m := s.Meeting
	title, titles := s.PublicTitle(now)
	out := protocol.PublicMeeting{
		ID: m.ID, Title: title, Titles: protocol.Titles(titles), Languages: m.Languages, Start: instantOrNone(m.Start), Timezone: m.Timezone,
		Delegations: partiesOf(s, s.PublicParties(now)), Publications: []protocol.Publication{},
	}
	joint := map[string]bool{}
	for _, p := range s.Public(now) {
		out.Publications = append(out.Publications, publicationOf(s, p, now))
		if p.Kind == proceedings.JointStatement {
			joint[p.Text] = true
		}
	}
	out.Commitments = promised(s, func(c proceedings.Commitment) bool { return joint[c.Text] })
	if legs := s.Next.Plan.Live(); len(legs) > 0 && len(joint) > 0 {
		out.Next = &protocol.PublicNext{Start: instant(legs[0].When.At), Timezone: legs[0].When.Zone, Place: legs[0].Place}
	}
	return out
}

// promised are commitments, without the names of those who assessed them.
func promised(s proceedings.State, which func(proceedings.Commitment) bool) []protocol.Commitment {
	out := []protocol.Commitment{}
	for _, c := range s.Commitments {
		if !which(c) {
			continue
		}
		shown := commitmentOf(s, c)
		for i := range shown.Assessments {
			shown.Assessments[i].ByName = ""
		}
		out = append(out, shown)
	}
	return out
}
