package conference

import (
	"context"
	"encoding/hex"

	"github.com/cumbre-meet/cumbre/internal/auth"
	"github.com/cumbre-meet/cumbre/internal/proceedings"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// Opened says that an invitation's link was opened. It is kept once; where it cannot be, nobody is kept waiting for that, and a
// meeting that is over or called off is not woken for it.
func (h *Hub) Opened(ctx context.Context, g Grant) {
	over := g.Meeting.State == string(proceedings.Ended) || g.Meeting.State == string(proceedings.Cancelled)
	if g.Invitation.Opened.IsZero() && !g.Invitation.Shared && !over {
		_ = h.execute(ctx, g.Meeting.ID, proceedings.OpenInvitation{Invitation: g.Invitation.ID})
	}
}

// Members lists the invitations of a delegation, chairs and organisers too, oldest first.
func (h *Hub) Members(_ context.Context, meeting, delegation string) ([]Invitation, error) {
	s, err := h.snapshot(meeting)
	if err != nil {
		return nil, err
	}
	return invitationsOf(s, func(inv proceedings.Invitation) bool { return delegation != "" && inv.Delegation == delegation }), nil
}

// ChangeMember vouches for a member or gives authority; nil leaves it. by is as in Revoke.
func (h *Hub) ChangeMember(ctx context.Context, meeting, invitation, by string, vouched, authority *bool) (Invitation, error) {
	return h.changed(ctx, meeting, invitation, proceedings.ChangeMember{
		By: by, Invitation: invitation, Vouched: vouched, Authority: authority,
	})
}

// RefuseEntry lets nobody in with an invitation, or lets them in again.
func (h *Hub) RefuseEntry(ctx context.Context, meeting, invitation string, refused bool) (Invitation, error) {
	return h.changed(ctx, meeting, invitation, proceedings.RefuseEntry{Invitation: invitation, Refused: refused})
}

// Renew gives an invitation a new token, which is in the answer only; the old one is void. by is as in Revoke.
func (h *Hub) Renew(ctx context.Context, meeting, invitation, by string) (Invitation, error) {
	token, hash := auth.NewToken()
	out, err := h.changed(ctx, meeting, invitation, proceedings.RenewInvitation{
		Invitation: invitation, By: by, TokenHash: hex.EncodeToString(hash[:]),
	})
	out.Token = token
	return out, err
}

func (h *Hub) changed(ctx context.Context, meeting, invitation string, cmd proceedings.Command) (Invitation, error) {
	if err := h.execute(ctx, meeting, cmd); err != nil {
		return Invitation{}, err
	}
	s, err := h.snapshot(meeting)
	return invitationOf(s, s.Invitations[invitation]), err
}

// renewed finds a meeting's invitations by their present tokens.
func (h *Hub) renewed(meeting string, s proceedings.State) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.index(meeting, s)
}

// ArrangeAgenda replaces the provisional part of the agenda; revision is the one that it was made from.
func (h *Hub) ArrangeAgenda(ctx context.Context, meeting string, revision int, items []NewAgendaItem) (protocol.Meeting, error) {
	if err := h.execute(ctx, meeting, proceedings.ArrangeAgenda{Revision: revision, Items: agendaFrom(items)}); err != nil {
		return protocol.Meeting{}, err
	}
	return h.Meeting(ctx, meeting)
}

// AdoptAgenda adopts the agenda for the delegation that an invitation acts for; by "" is the administration, where there are
// no delegations.
func (h *Hub) AdoptAgenda(ctx context.Context, meeting, by string, revision int) (protocol.Meeting, error) {
	if err := h.execute(ctx, meeting, proceedings.AdoptAgenda{By: by, Revision: revision}); err != nil {
		return protocol.Meeting{}, err
	}
	return h.Meeting(ctx, meeting)
}

func agendaFrom(items []NewAgendaItem) []proceedings.AgendaItem {
	out := make([]proceedings.AgendaItem, 0, len(items))
	for _, a := range items {
		out = append(out, proceedings.AgendaItem{ID: a.ID, Title: a.Title, Titles: proceedings.Titles(a.Titles), Minutes: a.Minutes})
	}
	return out
}

// parties are those who have adopted the whole agenda, by Delegation.ID.
func adoptedBy(s proceedings.State) []string {
	out := []string{}
	if len(s.Meeting.Agenda) == 0 {
		return out
	}
	for _, party := range s.Meeting.Parties() {
		if s.AdoptedBy(party) {
			out = append(out, party)
		}
	}
	return out
}
