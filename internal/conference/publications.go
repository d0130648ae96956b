package conference

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/cumbre-meet/cumbre/internal/dates"
	"github.com/cumbre-meet/cumbre/internal/proceedings"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// What a meeting tells the public: statements and readouts, and what became of what was promised.

// NewStatement issues an adopted text; see proceedings.PublishStatement.
type NewStatement struct {
	Text, Embargo, Timezone string
	Overrides               []protocol.StatementOverride
}

// NewReadout is a delegation's own account; see proceedings.PublishReadout.
type NewReadout struct {
	Titles                        protocol.Titles
	Bodies                        map[string]string
	Embargo, Timezone, Supersedes string
	Overrides                     []protocol.StatementOverride
}

// Publications lists what a meeting has issued, with what is under embargo.
func (h *Hub) Publications(_ context.Context, meeting string, v Visitor) (protocol.Publications, error) {
	s, p, err := h.textReader(meeting, v)
	if err != nil {
		return protocol.Publications{}, err
	}
	out := protocol.Publications{Publications: make([]protocol.Publication, 0, len(s.Publications))}
	out.May.Statement = p.Role.Leads()
	if out.May.Delegation = p.Party(); out.May.Delegation != "" {
		out.May.Readout = s.ActsForParty(p.ID)
	}
	for _, one := range s.Publications {
		shown := publicationOf(s, one, time.Now())
		shown.By, shown.ByName, shown.Overrides = one.By, nameOf(s, one.By), overridesOf(one.Overrides)
		out.Publications = append(out.Publications, shown)
	}
	return out, nil
}

// CheckText finds what would keep a text from being published.
func (h *Hub) CheckText(ctx context.Context, meeting, text string, v Visitor) (protocol.StatementCheck, error) {
	s, _, err := h.textReader(meeting, v)
	if err != nil {
		return protocol.StatementCheck{}, err
	}
	t, ok := s.Text(text)
	if !ok {
		return protocol.StatementCheck{}, problem(string(proceedings.TextUnknown), "The meeting has no such text.")
	}
	done, err := h.searching(ctx)
	if err != nil {
		return protocol.StatementCheck{}, err
	}
	defer done()
	return protocol.StatementCheck{Findings: findingsOf(s.CheckStatement(t, time.Now()))}, nil
}

// PublishStatement issues an adopted text: 409 statement-fails with what its checks find.
func (h *Hub) PublishStatement(ctx context.Context, meeting string, v Visitor, n NewStatement) (protocol.Publications, error) {
	return h.published(ctx, meeting, v, proceedings.PublishStatement{
		By: v.by(), Text: n.Text, Embargo: n.Embargo, Timezone: n.Timezone, Overrides: overridesFrom(n.Overrides),
	})
}

// PublishReadout issues the visitor's delegation's account.
func (h *Hub) PublishReadout(ctx context.Context, meeting string, v Visitor, n NewReadout) (protocol.Publications, error) {
	return h.published(ctx, meeting, v, proceedings.PublishReadout{
		By: v.by(), Titles: n.Titles, Bodies: n.Bodies, Embargo: n.Embargo, Timezone: n.Timezone, Supersedes: n.Supersedes, Overrides: overridesFrom(n.Overrides),
	})
}

func (h *Hub) published(ctx context.Context, meeting string, v Visitor, cmd proceedings.Command) (protocol.Publications, error) {
	if err := h.execute(ctx, meeting, cmd); err != nil {
		return protocol.Publications{}, err
	}
	return h.Publications(ctx, meeting, v)
}

// Public is what everybody may know of a meeting: 404 publication-unknown where nothing is issued, so that nobody learns of a
// meeting before its statement.
func (h *Hub) Public(_ context.Context, meeting string) (protocol.PublicMeeting, error) {
	s, err := h.snapshot(meeting)
	now := time.Now()
	if err != nil || len(s.Public(now)) == 0 {
		return protocol.PublicMeeting{}, problem(string(proceedings.PublicationUnknown), "There is nothing at this address, or not yet.")
	}
	return publicOf(s, now), nil
}

func partiesOf(s proceedings.State, ids []string) []protocol.PublicationParty {
	out := []protocol.PublicationParty{}
	for _, d := range s.Meeting.Delegations {
		if slices.Contains(ids, d.ID) {
			out = append(out, protocol.PublicationParty{ID: d.ID, Name: d.Name})
		}
	}
	return out
}

// publicationOf is one as everybody may see it, once it is issued.
func publicationOf(s proceedings.State, p proceedings.Publication, now time.Time) protocol.Publication {
	out := protocol.Publication{
		ID: p.ID, Kind: string(p.Kind), Text: p.Text, Version: p.Version, Delegation: p.Delegation, Title: p.Title, Titles: protocol.Titles(p.Titles),
		Languages: p.Languages, Paragraphs: []protocol.PublishedParagraph{}, SHA256: p.SHA256, Issued: instant(p.Issued()), Local: p.Local, Timezone: p.Timezone,
		Public: !now.Before(p.Issued()), Supersedes: p.Supersedes, SupersededBy: s.SupersededBy(p.ID, now),
	}
	if p.Kind == proceedings.Readout {
		out.Parties = partiesOf(s, []string{p.Delegation})
		out.Paragraphs = readoutParagraphs(p)
		return out
	}
	out.Parties = partiesOf(s, s.Meeting.Parties())
	t, _ := s.Text(p.Text)
	if p.Version > len(t.Versions) {
		return out
	}
	t.Paragraphs = t.Versions[p.Version-1].Paragraphs
	numbers := t.Numbers()
	for _, place := range t.Places() {
		one := protocol.PublishedParagraph{Number: numbers[place[0].ID], Words: map[string]string{}}
		for _, l := range p.Languages {
			one.Words[l] = place[0].Wording.Words[l].Text
		}
		out.Paragraphs = append(out.Paragraphs, one)
	}
	return out
}

// readoutParagraphs cuts the words of a readout at empty lines, in each language for itself: they need not run in step.
func readoutParagraphs(p proceedings.Publication) []protocol.PublishedParagraph {
	out := []protocol.PublishedParagraph{}
	for language, body := range p.Bodies {
		for i, words := range strings.Split(body, "\n\n") {
			for len(out) <= i {
				out = append(out, protocol.PublishedParagraph{Words: map[string]string{}})
			}
			out[i].Words[language] = words
		}
	}
	return out
}

func overridesOf(in []proceedings.Override) []protocol.StatementOverride {
	out := make([]protocol.StatementOverride, 0, len(in))
	for _, o := range in {
		out = append(out, protocol.StatementOverride(o))
	}
	return out
}

func overridesFrom(in []protocol.StatementOverride) []proceedings.Override {
	out := make([]proceedings.Override, 0, len(in))
	for _, o := range in {
		out = append(out, proceedings.Override(o))
	}
	return out
}

// findingsOf are findings as clients see them.
func findingsOf(in []proceedings.Finding) []protocol.StatementFinding {
	out := []protocol.StatementFinding{}
	for _, f := range in {
		one := protocol.StatementFinding{
			Paragraph: f.Paragraph, Part: f.Part, Language: f.Language, Start: f.Start, End: f.End, Words: f.Words, Code: f.Code, Expected: []protocol.KnownDay{},
		}
		if f.Date.Meant != (dates.Date{}) {
			one.Meant = f.Date.Meant.String()
		}
		if f.Code == string(dates.WeekdayDiffers) {
			one.Weekday = new(int(f.Date.IsWeekday))
		}
		for _, k := range f.Date.Expected {
			one.Expected = append(one.Expected, protocol.KnownDay{Date: k.Date.String(), Kind: string(k.Kind), Name: k.Name})
		}
		out = append(out, one)
	}
	return out
}
