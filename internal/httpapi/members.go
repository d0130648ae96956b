package httpapi

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// Members is what the API needs of delegations' lists and of the agenda's adoption. by is a focal point's or delegate's
// invitation; "": the administration.
type Members interface {
	Opened(ctx context.Context, grant conference.Grant)
	Members(ctx context.Context, meeting, delegation string) ([]conference.Invitation, error)
	ChangeMember(ctx context.Context, meeting, invitation, by string, vouched, authority *bool) (conference.Invitation, error)
	RefuseEntry(ctx context.Context, meeting, invitation string, refused bool) (conference.Invitation, error)
	Renew(ctx context.Context, meeting, invitation, by string) (conference.Invitation, error)
	ArrangeAgenda(ctx context.Context, meeting string, revision int, items []conference.NewAgendaItem) (protocol.Meeting, error)
	AdoptAgenda(ctx context.Context, meeting, by string, revision int) (protocol.Meeting, error)
}

// newMember is the body that adds somebody to a delegation's list.
type newMember struct {
	Name      string `json:"name" example:"Ana Pérez"`
	Function  string `json:"function,omitempty" example:"Undersecretary"`
	Language  string `json:"language,omitempty" doc:"that the person wants to hear and read, BCP 47; without: the floor" example:"es"`
	Role      string `json:"role,omitempty" enum:"delegate,observer" doc:"without: delegate"`
	Authority bool   `json:"authority,omitempty" doc:"may act for the delegation"`
	Vouched   *bool  `json:"vouched,omitempty" doc:"the focal point answers for who this is; without: yes, where a focal point adds"`
	Lobby     *bool  `json:"lobby,omitempty" doc:"false: admitted without asking"`
	Replaces  string `json:"replaces,omitempty" doc:"the id of the member whose place this one takes"`
}

type memberChange struct {
	Vouched   *bool `json:"vouched,omitempty" doc:"the focal point answers for who this is; without: as it was"`
	Authority *bool `json:"authority,omitempty" doc:"may act for the delegation; without: as it was"`
}

type entry struct {
	Refused bool `json:"refused" doc:"nobody comes in with the invitation"`
}

type arrangedAgenda struct {
	Revision int             `json:"revision" doc:"Meeting.agendaRevision that the arrangement was made from"`
	Items    []newAgendaItem `json:"items" doc:"all of them, in their order. Adopted ones stay as they are"`
}

type adoption struct {
	Revision int `json:"revision" doc:"Meeting.agendaRevision that was seen"`
}

// DelegationPath are the parameters of a delegation's address.
type DelegationPath struct {
	MeetingPath
	Delegation string `path:"delegation" doc:"the delegation's id"`
}

// MemberPath are the parameters of a member's address.
type MemberPath struct {
	DelegationPath
	Invitation string `path:"member" doc:"the id of the member's invitation"`
}

type (
	addMemberInput struct {
		DelegationPath
		Body newMember
	}
	changeMemberInput struct {
		MemberPath
		Body memberChange
	}
	entryInput struct {
		InvitationPath
		Body entry
	}
	agendaInput struct {
		MeetingPath
		Body arrangedAgenda
	}
	adoptInput struct {
		MeetingPath
		Body adoption
	}
	memberList struct {
		Members []Invitation `json:"members" doc:"those who were taken off the list too (revoked), oldest first"`
	}
)

func (a *API) registerMembers() {
	const meeting = "/api/v1/meetings/{meeting}"
	const list, invitation = meeting + "/delegations/{delegation}/members", meeting + "/invitations/{invitation}"
	tagged := func(op huma.Operation) huma.Operation {
		op.Tags = []string{"Delegations"}
		return op
	}
	huma.Register(a.huma, tagged(a.operation("GET", list, "list-members", "List a delegation's members: its focal point, and who manages the meeting", a.membersOnly)), a.listMembers)
	huma.Register(a.huma, tagged(a.operation("POST", list, "add-member", "Add a member, or replace one: the delegation's focal point", a.membersOnly)), a.addMember)
	huma.Register(a.huma, tagged(a.operation("PATCH", list+"/{member}", "change-member", "Vouch for a member, or give authority: the delegation's focal point", a.membersOnly)), a.changeMember)
	huma.Register(a.huma, tagged(a.operation("DELETE", list+"/{member}", "remove-member", "Take a member off the list: the delegation's focal point", a.membersOnly)), a.removeMember)
	huma.Register(a.huma, tagged(a.operation("POST", list+"/{member}/link", "renew-member", "Give a member a new link: the delegation's focal point", a.membersOnly)), a.renewMember)
	huma.Register(a.huma, tagged(a.operation("POST", invitation+"/link", "renew-invitation", "Give an invitation a new link", a.managersOnly)), a.renewInvitation)
	huma.Register(a.huma, tagged(a.operation("PUT", invitation+"/entry", "refuse-entry", "Refuse somebody entry, or no longer", a.managersOnly)), a.refuseEntry)
	huma.Register(a.huma, a.operation("PUT", meeting+"/agenda", "arrange-agenda", "Replace the provisional part of the agenda", a.managersOnly), a.arrangeAgenda)
	adopt := a.operation("POST", meeting+"/agenda/adoption", "adopt-agenda", "Adopt the agenda for the own delegation", a.membersOnly)
	adopt.DefaultStatus = 200
	huma.Register(a.huma, adopt, a.adoptAgenda)
}

// lister is on whose wish a caller changes lists: "" of who manages the meeting.
func (c caller) lister(meeting string) string {
	if c.manages(meeting) {
		return ""
	}
	return c.grant.Invitation.ID
}

func (a *API) listMembers(ctx context.Context, in *DelegationPath) (*answer[memberList], error) {
	c := callerOf(ctx)
	if own := c.grant.Invitation; !c.manages(in.Meeting) && (!own.FocalPoint || own.Delegation != in.Delegation) {
		return nil, a.restError(ctx, problem("list-not-yours", "A delegation's list is for its focal points, and for who manages the meeting."))
	}
	found, err := a.backend.Members(ctx, in.Meeting, in.Delegation)
	if err != nil {
		return nil, a.restError(ctx, err)
	}
	list := memberList{Members: make([]Invitation, 0, len(found))}
	for _, m := range found {
		list.Members = append(list.Members, shown(m))
	}
	return reply(list), nil
}

func (a *API) addMember(ctx context.Context, in *addMemberInput) (*created[issuedInvitation], error) {
	b, by := in.Body, callerOf(ctx).lister(in.Meeting)
	wanted := conference.Invite{
		Role: "delegate", Name: b.Name, Function: b.Function, Delegation: in.Delegation, Language: b.Language, Lobby: b.Lobby,
		Authority: b.Authority, Replaces: b.Replaces, By: by, Vouched: by != "",
	}
	if b.Role != "" {
		wanted.Role = b.Role
	}
	if b.Vouched != nil {
		wanted.Vouched = *b.Vouched
	}
	issued, err := a.backend.Invite(ctx, in.Meeting, wanted)
	if err != nil {
		return nil, a.restError(ctx, err)
	}
	return a.issued(in.Meeting, issued), nil
}

// member refuses a member's address in another delegation than the member's.
func (a *API) memberOf(ctx context.Context, in MemberPath) error {
	found, err := a.backend.Members(ctx, in.Meeting, in.Delegation)
	if err != nil {
		return err
	}
	for _, m := range found {
		if m.ID == in.Invitation {
			return nil
		}
	}
	return problem("invitation-unknown", "This delegation's list has no such member.")
}

func (a *API) changeMember(ctx context.Context, in *changeMemberInput) (*answer[Invitation], error) {
	err := a.memberOf(ctx, in.MemberPath)
	var changed conference.Invitation
	if err == nil {
		changed, err = a.backend.ChangeMember(ctx, in.Meeting, in.Invitation, callerOf(ctx).lister(in.Meeting), in.Body.Vouched, in.Body.Authority)
	}
	if err != nil {
		return nil, a.restError(ctx, err)
	}
	return reply(shown(changed)), nil
}

func (a *API) removeMember(ctx context.Context, in *MemberPath) (*struct{}, error) {
	err := a.memberOf(ctx, *in)
	if err == nil {
		err = a.backend.Revoke(ctx, in.Meeting, in.Invitation, callerOf(ctx).lister(in.Meeting))
	}
	if err != nil {
		return nil, a.restError(ctx, err)
	}
	return nil, nil
}

func (a *API) renewMember(ctx context.Context, in *MemberPath) (*created[issuedInvitation], error) {
	if err := a.memberOf(ctx, *in); err != nil {
		return nil, a.restError(ctx, err)
	}
	return a.renew(ctx, in.Meeting, in.Invitation)
}

func (a *API) renewInvitation(ctx context.Context, in *InvitationPath) (*created[issuedInvitation], error) {
	return a.renew(ctx, in.Meeting, in.Invitation)
}

func (a *API) renew(ctx context.Context, meeting, invitation string) (*created[issuedInvitation], error) {
	renewed, err := a.backend.Renew(ctx, meeting, invitation, callerOf(ctx).lister(meeting))
	if err != nil {
		return nil, a.restError(ctx, err)
	}
	return a.issued(meeting, renewed), nil
}

func (a *API) refuseEntry(ctx context.Context, in *entryInput) (*answer[Invitation], error) {
	changed, err := a.backend.RefuseEntry(ctx, in.Meeting, in.Invitation, in.Body.Refused)
	if err != nil {
		return nil, a.restError(ctx, err)
	}
	return reply(shown(changed)), nil
}

func (a *API) arrangeAgenda(ctx context.Context, in *agendaInput) (*answer[protocol.Meeting], error) {
	meeting, err := a.backend.ArrangeAgenda(ctx, in.Meeting, in.Body.Revision, agendaItems(in.Body.Items))
	if err != nil {
		return nil, a.restError(ctx, err)
	}
	return reply(withLists(meeting)), nil
}

func (a *API) adoptAgenda(ctx context.Context, in *adoptInput) (*answer[protocol.Meeting], error) {
	meeting, err := a.backend.AdoptAgenda(ctx, in.Meeting, callerOf(ctx).grant.Invitation.ID, in.Body.Revision)
	if err != nil {
		return nil, a.restError(ctx, err)
	}
	return reply(withLists(meeting)), nil
}

func agendaItems(in []newAgendaItem) []conference.NewAgendaItem {
	out := make([]conference.NewAgendaItem, 0, len(in))
	for _, item := range in {
		out = append(out, conference.NewAgendaItem(item))
	}
	return out
}
