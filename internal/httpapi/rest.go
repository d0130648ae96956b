package httpapi

import (
	"context"
	"mime"
	"net/http"
	"net/url"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// newMeeting is the body that makes a meeting. What its texts must be like is decided by proceedings.
type newMeeting struct {
	Title        string          `json:"title" doc:"up to 200 characters" example:"México – United States, 7 May 2021"`
	Titles       protocol.Titles `json:"titles,omitempty" doc:"the title in several languages, by BCP 47 tag"`
	Languages    []string        `json:"languages,omitempty" doc:"of the meeting, BCP 47" example:"[\"es\",\"en\"]"`
	Delegations  []newDelegation `json:"delegations,omitempty"`
	Start        string          `json:"start,omitempty" doc:"RFC 3339, or local to timezone: 2006-01-02T15:04" example:"2021-05-07T10:00"`
	Timezone     string          `json:"timezone,omitempty" doc:"IANA name; without: UTC" example:"America/Mexico_City"`
	LobbyMinutes *int            `json:"lobbyMinutes,omitempty" doc:"how long before the start the lobby opens, at most 10080; without: 30. Without a start it is always open"`
	Agenda       []newAgendaItem `json:"agenda,omitempty"`

	Interpretation *Arrangement `json:"interpretation,omitempty" doc:"its booths. Without: one booth between two languages, one for each of more"`

	Regime string `json:"regime,omitempty" enum:"on-the-record,background,chatham-house,deep-background,off-the-record" doc:"what may be made of what is said. Without: on-the-record"`
	Label  string `json:"label,omitempty" doc:"of background: what the words are attributed to" example:"a senior official"`
}

type newAgendaItem struct {
	ID      string          `json:"id,omitempty" doc:"of an item that there is; without: a new one"`
	Title   string          `json:"title" doc:"up to 200 characters" example:"Migration"`
	Titles  protocol.Titles `json:"titles,omitempty" doc:"the title in several languages, by BCP 47 tag"`
	Minutes int             `json:"minutes,omitempty" doc:"planned"`
}

type newDelegation struct {
	Name      string   `json:"name" example:"México"`
	Languages []string `json:"languages,omitempty" example:"[\"es\"]"`
}

// newInvitation is the body that makes an invitation.
type newInvitation struct {
	Role       string     `json:"role" enum:"organiser,chair,delegate,interpreter,technician,record-keeper,observer,press"`
	Name       string     `json:"name,omitempty" doc:"of the person, or of what the shared link is for. Needed but for observers and press" example:"Ana Pérez"`
	Function   string     `json:"function,omitempty" example:"Undersecretary"`
	Delegation string     `json:"delegation,omitempty" doc:"its id or its exact name" example:"d1"`
	Language   string     `json:"language,omitempty" doc:"that the person wants to hear and read, BCP 47; without: the floor" example:"es"`
	Lobby      *bool      `json:"lobby,omitempty" doc:"false: admitted without asking. Without: guests wait; organisers and chairs never do"`
	Shared     bool       `json:"shared,omitempty" doc:"one link for many at once; observer and press only"`
	Expires    *time.Time `json:"expires,omitempty" doc:"without: 30 days after the start, or after now"`

	Booth       string   `json:"booth,omitempty" doc:"of an interpreter: the booth's id or its exact name. Without: the only one that there is, or that works into the language" example:"b1"`
	Understands []string `json:"understands,omitempty" doc:"of an interpreter: the languages besides the booth's, BCP 47; at most 12" example:"[\"fr\"]"`

	FocalPoint bool `json:"focalPoint,omitempty" doc:"of a delegate: names and vouches for the members of the delegation, whose list is the focal points' from the first one on"`
	Authority  bool `json:"authority,omitempty" doc:"of a delegate: may act for the delegation"`
}

// Invitation is an invitation as the API shows it: its token only in the answer that made it. Exported, because huma
// describes the members of an embedded struct only then.
type Invitation struct {
	ID         string    `json:"id"`
	Role       string    `json:"role" enum:"organiser,chair,delegate,interpreter,technician,record-keeper,observer,press"`
	Name       string    `json:"name"`
	Function   string    `json:"function,omitempty"`
	Delegation string    `json:"delegation,omitempty" doc:"the delegation's id"`
	Language   string    `json:"language,omitempty"`
	Lobby      bool      `json:"lobby" doc:"whether the person waits to be let in"`
	Shared     bool      `json:"shared"`
	Created    time.Time `json:"created"`
	Expires    time.Time `json:"expires"`
	Revoked    bool      `json:"revoked"`

	Booth       string   `json:"booth,omitempty" doc:"of an interpreter: the booth's id"`
	Understands []string `json:"understands,omitempty" doc:"of an interpreter: the languages besides the booth's"`

	FocalPoint   bool       `json:"focalPoint" doc:"names and vouches for the members of the delegation"`
	Authority    bool       `json:"authority" doc:"may act for the delegation"`
	Vouched      bool       `json:"vouched" doc:"the delegation's focal point answers for who this is"`
	EntryRefused bool       `json:"entryRefused" doc:"the organiser lets nobody in with it"`
	Opened       *time.Time `json:"opened,omitempty" doc:"when the link was first opened"`
	Came         bool       `json:"came" doc:"the person has been in the meeting or its lobby"`
}

// issuedInvitation is the only time that the token is shown.
type issuedInvitation struct {
	Invitation
	URL   string `json:"url" doc:"the link to hand out; its token is in the fragment, which no server's log sees"`
	Token string `json:"token" doc:"bearer token of the invitation, for WHIP, WHEP and this API"`
}

// ownInvitation is what the page before joining needs.
type ownInvitation struct {
	Meeting    protocol.Meeting `json:"meeting"`
	Invitation Invitation       `json:"invitation"`
	Admission  string           `json:"admission" enum:"admitted,lobby,early,refused" doc:"what would happen on joining now; early: the lobby is shut yet (Meeting.opens)"`
}

// MeetingPath is the parameter of a meeting's addresses. Exported, like InvitationPath: huma fills embedded structs only
// then.
type MeetingPath struct {
	Meeting string `path:"meeting" doc:"the meeting's id"`
}

// InvitationPath are the parameters of an invitation's address.
type InvitationPath struct {
	MeetingPath
	Invitation string `path:"invitation" doc:"the invitation's id"`
}

type (
	createInput struct{ Body newMeeting }
	inviteInput struct {
		MeetingPath
		Body newInvitation
	}
	created[T any] struct {
		Location string `header:"Location"`
		Cache    string `header:"Cache-Control"`
		Body     T
	}
	answer[T any] struct {
		Cache string `header:"Cache-Control"`
		Body  T
	}
	meetingList struct {
		Meetings []protocol.Meeting `json:"meetings" doc:"newest first"`
	}
	invitationList struct {
		Invitations []Invitation `json:"invitations"`
	}
)

func reply[T any](body T) *answer[T] { return &answer[T]{Cache: "no-store", Body: body} }

// answered is a reply with what the backend gives, or what it refuses.
func answered[T any](ctx context.Context, a *API, body T, err error) (*answer[T], error) {
	if err != nil {
		return nil, a.restError(ctx, err)
	}
	return reply(body), nil
}

// registerREST makes the huma API and its operations.
func (a *API) registerREST() {
	a.huma = humago.New(a.mux, humaConfig(a.version))
	huma.Register(a.huma, a.operation("POST", "/api/v1/meetings", "create-meeting", "Make a meeting", a.adminOnly), a.createMeeting)
	huma.Register(a.huma, a.operation("GET", "/api/v1/meetings", "list-meetings", "List all meetings", a.adminOnly), a.listMeetings)
	huma.Register(a.huma, a.operation("GET", "/api/v1/meetings/{meeting}", "get-meeting", "One meeting", a.membersOnly), a.getMeeting)
	huma.Register(a.huma, a.operation("GET", "/api/v1/meetings/{meeting}/interpretation", "get-interpretation", "How the interpretation is arranged", a.managersOnly), a.getArrangement)
	huma.Register(a.huma, a.operation("PUT", "/api/v1/meetings/{meeting}/interpretation", "arrange-interpretation", "Arrange the interpretation, before or during the meeting", a.managersOnly), a.arrange)
	huma.Register(a.huma, a.operation("POST", "/api/v1/meetings/{meeting}/invitations", "create-invitation", "Invite", a.managersOnly), a.invite)
	huma.Register(a.huma, a.operation("GET", "/api/v1/meetings/{meeting}/invitations", "list-invitations", "List a meeting's invitations", a.managersOnly), a.listInvitations)
	huma.Register(a.huma, a.operation("GET", "/api/v1/meetings/{meeting}/invitations/{invitation}", "get-invitation", "One invitation", a.managersOnly), a.getInvitation)
	huma.Register(a.huma, a.operation("DELETE", "/api/v1/meetings/{meeting}/invitations/{invitation}", "revoke-invitation", "Revoke an invitation", a.managersOnly), a.revoke)
	huma.Register(a.huma, a.operation("GET", "/api/v1/invitation", "get-own-invitation", "What the own token gives", a.guestsOnly), a.ownInvitation)
}

// permission says no with an error; meeting is the path's, or "".
type permission func(c caller, meeting string) error

func (a *API) adminOnly(c caller, _ string) error {
	if !c.admin {
		return problem("not-allowed", "This needs the administrator's token: the file admin-token in the server's data folder.")
	}
	return nil
}

func (a *API) managersOnly(c caller, meeting string) error {
	if !c.manages(meeting) {
		return problem("not-allowed", "This needs the administrator's token, or an organiser's or chair's invitation to this meeting.")
	}
	return nil
}

func (a *API) membersOnly(c caller, meeting string) error {
	if !c.admin && c.grant.Meeting.ID != meeting {
		return problem("token-foreign", "The token is an invitation to another meeting.")
	}
	return nil
}

func (a *API) guestsOnly(c caller, _ string) error {
	if c.admin {
		return problem("token-is-admin", "The administrator's token is no invitation.")
	}
	return nil
}

// operation describes a route. Who may use it is decided before the body is read.
func (a *API) operation(method, path, id, summary string, allowed permission) huma.Operation {
	guard := func(ctx huma.Context, next func(huma.Context)) {
		r, w := humago.Unwrap(ctx)
		// huma compares the type as it is written; types know no case (RFC 9110 section 8.3.1).
		if media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err == nil {
			r.Header.Set("Content-Type", media)
		}
		c, err := a.authenticate(r)
		if err == nil {
			if err = allowed(c, r.PathValue("meeting")); err != nil && r.PathValue("meeting") != "" {
				err = a.orUnknown(r.Context(), r.PathValue("meeting"), err)
			}
		}
		if err != nil {
			a.fail(w, r, err)
			return
		}
		next(huma.WithContext(ctx, withCaller(ctx.Context(), c)))
	}
	status := http.StatusOK
	switch method {
	case "POST":
		status = http.StatusCreated
	case "DELETE":
		status = http.StatusNoContent
	}
	return huma.Operation{
		Method: method, Path: path, OperationID: id, Summary: summary, DefaultStatus: status,
		Tags: []string{"Meetings"}, MaxBodyBytes: maxJSONBytes, Middlewares: huma.Middlewares{guard},
		Security: []map[string][]string{{"bearer": {}}},
	}
}

func (a *API) createMeeting(ctx context.Context, in *createInput) (*created[protocol.Meeting], error) {
	m := conference.CreateMeeting{
		Title: in.Body.Title, Languages: in.Body.Languages, Start: in.Body.Start, Timezone: in.Body.Timezone,
		Titles: in.Body.Titles, LobbyMinutes: in.Body.LobbyMinutes, Agenda: agendaItems(in.Body.Agenda),
		Regime: in.Body.Regime, Label: in.Body.Label,
	}
	for _, d := range in.Body.Delegations {
		m.Delegations = append(m.Delegations, conference.NewDelegation{Name: d.Name, Languages: d.Languages})
	}
	if in.Body.Interpretation != nil {
		wanted := in.Body.Interpretation.wanted()
		m.Interpretation = &wanted
	}
	meeting, err := a.backend.Create(ctx, m)
	if err != nil {
		return nil, a.restError(ctx, err)
	}
	return &created[protocol.Meeting]{
		Location: a.prefix + "/api/v1/meetings/" + url.PathEscape(meeting.ID), Cache: "no-store", Body: withLists(meeting),
	}, nil
}

func (a *API) listMeetings(ctx context.Context, _ *struct{}) (*answer[meetingList], error) {
	meetings, err := a.backend.Meetings(ctx)
	if err != nil {
		return nil, a.restError(ctx, err)
	}
	list := meetingList{Meetings: make([]protocol.Meeting, 0, len(meetings))}
	for _, m := range meetings {
		list.Meetings = append(list.Meetings, withLists(m))
	}
	return reply(list), nil
}

func (a *API) getMeeting(ctx context.Context, in *MeetingPath) (*answer[protocol.Meeting], error) {
	meeting, err := a.backend.Meeting(ctx, in.Meeting)
	if err != nil {
		return nil, a.restError(ctx, err)
	}
	return reply(withLists(meeting)), nil
}

func (a *API) invite(ctx context.Context, in *inviteInput) (*created[issuedInvitation], error) {
	b := in.Body
	wanted := conference.Invite{
		Role: b.Role, Name: b.Name, Function: b.Function, Delegation: b.Delegation, Language: b.Language,
		Lobby: b.Lobby, Shared: b.Shared, Booth: b.Booth, Understands: b.Understands, FocalPoint: b.FocalPoint, Authority: b.Authority,
	}
	if b.Expires != nil {
		wanted.Expires = *b.Expires
	}
	issued, err := a.backend.Invite(ctx, in.Meeting, wanted)
	if err != nil {
		return nil, a.restError(ctx, err)
	}
	return a.issued(in.Meeting, issued), nil
}

// issued is an answer with an invitation's token.
func (a *API) issued(of string, inv conference.Invitation) *created[issuedInvitation] {
	meeting := url.PathEscape(of)
	return &created[issuedInvitation]{
		Location: a.prefix + "/api/v1/meetings/" + meeting + "/invitations/" + url.PathEscape(inv.ID), Cache: "no-store",
		Body: issuedInvitation{Invitation: shown(inv), URL: a.base + "/m/" + meeting + "#" + inv.Token, Token: inv.Token},
	}
}

func (a *API) listInvitations(ctx context.Context, in *MeetingPath) (*answer[invitationList], error) {
	invitations, err := a.backend.Invitations(ctx, in.Meeting)
	if err != nil {
		return nil, a.restError(ctx, err)
	}
	list := invitationList{Invitations: make([]Invitation, 0, len(invitations))}
	for _, i := range invitations {
		list.Invitations = append(list.Invitations, shown(i))
	}
	return reply(list), nil
}

func (a *API) getInvitation(ctx context.Context, in *InvitationPath) (*answer[Invitation], error) {
	invitations, err := a.backend.Invitations(ctx, in.Meeting)
	if err != nil {
		return nil, a.restError(ctx, err)
	}
	for _, i := range invitations {
		if i.ID == in.Invitation {
			return reply(shown(i)), nil
		}
	}
	return nil, a.restError(ctx, problem("invitation-unknown", "This meeting has no such invitation."))
}

func (a *API) revoke(ctx context.Context, in *InvitationPath) (*struct{}, error) {
	if err := a.backend.Revoke(ctx, in.Meeting, in.Invitation, ""); err != nil {
		return nil, a.restError(ctx, err)
	}
	return nil, nil
}

func (a *API) ownInvitation(ctx context.Context, _ *struct{}) (*answer[ownInvitation], error) {
	grant := callerOf(ctx).grant
	a.backend.Opened(ctx, grant)
	return reply(ownInvitation{
		Meeting: withLists(grant.Meeting), Invitation: shown(grant.Invitation), Admission: grant.Admission,
	}), nil
}

func shown(i conference.Invitation) Invitation {
	out := Invitation{
		ID: i.ID, Role: i.Role, Name: i.Name, Function: i.Function, Delegation: i.Delegation, Language: i.Language,
		Lobby: i.Lobby, Shared: i.Shared, Created: i.Created, Expires: i.Expires, Revoked: i.Revoked,
		Booth: i.Booth, Understands: i.Understands, FocalPoint: i.FocalPoint, Authority: i.Authority, Vouched: i.Vouched,
		EntryRefused: i.EntryRefused, Came: i.Came,
	}
	if !i.Opened.IsZero() {
		out.Opened = &i.Opened
	}
	return out
}

// withLists writes empty lists as [], as the description says.
func withLists(m protocol.Meeting) protocol.Meeting {
	if m.Languages == nil {
		m.Languages = []string{}
	}
	if m.Agenda == nil {
		m.Agenda = []protocol.AgendaItem{}
	}
	if m.AdoptedBy == nil {
		m.AdoptedBy = []string{}
	}
	delegations := make([]protocol.Delegation, 0, len(m.Delegations))
	for _, d := range m.Delegations {
		if d.Languages == nil {
			d.Languages = []string{}
		}
		delegations = append(delegations, d)
	}
	m.Delegations = delegations
	return m
}

// restError is a problem in the form that huma passes on.
func (a *API) restError(ctx context.Context, err error) error {
	return &problemError{a.problemOf(ctx, err)}
}
