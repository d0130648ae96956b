package httpapi

import (
	"context"
	"net/url"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/cumbre-meet/cumbre/internal/invite"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// letter is an invitation as the text of an e-mail. Nothing is sent: whoever invites sends it, or copies it.
type letter struct {
	Language string `json:"language" enum:"es,en,fr,ar"`
	Subject  string `json:"subject"`
	Text     string `json:"text" doc:"plain, with the link in it"`
	Filename string `json:"filename" doc:"for the calendar entry"`
}

type (
	letterInput struct {
		Language string `query:"language" doc:"BCP 47. Without, or where there is no text in it: the invitation's, the delegation's or the meeting's, then English"`
	}
	calendarOutput struct {
		ContentType string `header:"Content-Type"`
		Disposition string `header:"Content-Disposition"`
		Cache       string `header:"Cache-Control"`
		Body        []byte
	}
)

// calendarName is what the calendar entry is saved as.
const calendarName = "invitation.ics"

func (a *API) registerLetters() {
	huma.Register(a.huma, a.operation("GET", "/api/v1/invitation/letter", "get-invitation-letter", "The own invitation as the text of an e-mail", a.guestsOnly), a.invitationLetter)
	calendar := a.operation("GET", "/api/v1/invitation/calendar.ics", "get-invitation-calendar", "The own invitation as a calendar entry (RFC 5545)", a.guestsOnly)
	calendar.Responses = map[string]*huma.Response{"200": {
		Description: "an iCalendar object", Content: map[string]*huma.MediaType{"text/calendar": {Schema: &huma.Schema{Type: "string"}}},
	}}
	huma.Register(a.huma, calendar, a.invitationCalendar)
}

func (a *API) invitationLetter(ctx context.Context, in *letterInput) (*answer[letter], error) {
	language, facts := a.invitationFacts(callerOf(ctx), in.Language)
	l := invite.Write(language, facts)
	return reply(letter{Language: l.Language, Subject: l.Subject, Text: l.Text, Filename: calendarName}), nil
}

func (a *API) invitationCalendar(ctx context.Context, in *letterInput) (*calendarOutput, error) {
	language, facts := a.invitationFacts(callerOf(ctx), in.Language)
	if facts.Start.IsZero() {
		return nil, a.restError(ctx, problem("no-start", "This meeting has no date yet, so that there is no calendar entry."))
	}
	return &calendarOutput{
		ContentType: "text/calendar; charset=utf-8; method=" + invite.Method(facts.Cancelled), Disposition: `attachment; filename="` + calendarName + `"`,
		Cache: "no-store", Body: invite.Calendar(language, facts, time.Now()),
	}, nil
}

// invitationFacts are what an invitation's letter says, and its language.
func (a *API) invitationFacts(c caller, wanted string) (string, invite.Facts) {
	m, inv := c.grant.Meeting, c.grant.Invitation
	f := invite.Facts{
		Meeting: m.ID, Titled: invite.Titled{Title: m.Title, Titles: m.Titles}, Zone: zoneNamed(m.Timezone), Revision: m.Revision, Changes: m.Rescheduled, Minutes: m.Minutes,
		Cancelled: m.State == "cancelled", Reason: m.CancelReason,
		Name: inv.Name, FocalPoint: inv.FocalPoint, Base: a.base, Link: a.base + "/m/" + url.PathEscape(m.ID) + "#" + c.token,
	}
	f.Start, _ = time.Parse(time.RFC3339, m.Start) // empty or ours
	f.Opens, _ = time.Parse(time.RFC3339, m.Opens)
	changed, _ := time.Parse(time.RFC3339, m.RescheduledAt)
	f.Changed = inv.Created.Before(changed)
	for _, item := range m.Agenda {
		f.Agenda = append(f.Agenda, invite.Point{Titled: invite.Titled{Title: item.Title, Titles: item.Titles}, Minutes: item.Minutes})
	}
	languages := []string{wanted, inv.Language}
	if i := slices.IndexFunc(m.Delegations, func(d protocol.Delegation) bool { return d.ID == inv.Delegation }); i >= 0 {
		f.Delegation = m.Delegations[i].Name
		languages = append(languages, m.Delegations[i].Languages...)
	}
	return invite.LanguageFor(append(languages, m.Languages...)...), f
}
