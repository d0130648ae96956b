package proceedings

import "time"

// A delegation's members are the invitations that name it, but for chairs and organisers. From its first focal point on
// the list is the focal points': they add, replace, vouch for and take off their own; the administration can refuse
// somebody entry, and name another focal point.

// Standing is what an invitation has of its holder's place in a delegation.
type Standing struct {
	FocalPoint   bool      `json:"focalPoint,omitempty"`
	Authority    bool      `json:"authority,omitempty"` // may act for the delegation
	Vouched      bool      `json:"vouched,omitempty"`
	EntryRefused bool      `json:"entryRefused,omitempty"`
	Replaces     string    `json:"replaces,omitempty"` // Invitation.ID of the member before
	By           string    `json:"by,omitempty"`       // Invitation.ID of the focal point; "": the administration
	Opened       time.Time `json:"-"`                  // first, by the event; zero: not yet
}

// Trust is how sure it is that a participant is who the list says.
type Trust string

// The levels of trust.
const (
	Verified Trust = "verified" // by an identity provider; nobody's yet
	Vouched  Trust = "vouched"  // the delegation's focal point answers for them
	Guest    Trust = "guest"    // came with a link
)

// TrustOf is a participant's or an invitation's level; both have the same identifier but for shared invitations.
func (s State) TrustOf(id string) Trust {
	if p, ok := s.Participants[id]; ok {
		id = p.Invitation
	}
	if inv := s.Invitations[id]; inv.Vouched || inv.FocalPoint {
		return Vouched
	}
	return Guest
}

// ActsAlone tells whether the invitation's holder acts for others, so that it has one live session at a time and a second
// one takes over only with the first's consent or after its loss.
func (inv Invitation) ActsAlone() bool {
	return inv.Role == Interpreter || inv.Role == Delegate && (inv.Authority || inv.FocalPoint)
}

// listed tells whether an invitation is on a delegation's list.
func (inv Invitation) listed() bool { return inv.Delegation != "" && !inv.Role.Leads() }

// HasFocalPoint tells whether a delegation has or had a focal point: the list stays theirs.
func (s State) HasFocalPoint(delegation string) bool {
	for _, inv := range s.Invitations {
		if inv.FocalPoint && inv.Delegation == delegation {
			return true
		}
	}
	return false
}

// keepsList refuses whoever may not change an invitation: a member is the own focal point's to change, all others are the
// administration's.
func (s State) keepsList(by string, inv Invitation) error {
	owned := inv.listed() && !inv.FocalPoint && s.HasFocalPoint(inv.Delegation)
	if by == "" {
		if owned {
			return refuse(ListForeign, "%s is on the list of a delegation that has a focal point, who alone changes it; you can refuse entry", inv.Name)
		}
		return nil
	}
	focal := s.Invitations[by]
	switch {
	case !focal.FocalPoint || focal.Revoked || focal.EntryRefused:
		return refuse(NotAllowed, "only a delegation's focal point changes its list")
	case !inv.listed() || inv.Delegation != focal.Delegation:
		return refuse(ListForeign, "this is not on your delegation's list; each focal point changes the own list only")
	case inv.FocalPoint:
		return refuse(NotAllowed, "focal points are named by the organiser")
	default:
		return nil
	}
}

// stand checks and sets a new invitation's place in its delegation.
func (c IssueInvitation) stand(s State, inv *Invitation) error {
	inv.Standing = Standing{FocalPoint: c.FocalPoint, Authority: c.Authority, Vouched: c.Vouched, By: c.By, Replaces: c.Replaces}
	if (c.FocalPoint || c.Authority) && (inv.Role != Delegate || inv.Delegation == "") {
		return refuseField("role", "a focal point, and who acts for a delegation, is a delegate of it: name the delegation")
	}
	if c.FocalPoint && c.By != "" {
		return refuse(NotAllowed, "focal points are named by the organiser")
	}
	if c.By == "" && c.Vouched {
		return refuseField("vouched", "only a delegation's focal point vouches for its members")
	}
	if c.By != "" && inv.Role != Delegate && inv.Role != Observer {
		return refuseField("role", "a delegation's list has delegates and observers")
	}
	return s.keepsList(c.By, *inv)
}

// replaced takes the member off the list whose place a new one takes.
func (c IssueInvitation) replaced(s State) ([]Fact, error) {
	if c.Replaces == "" {
		return nil, nil
	}
	before, ok := s.Invitations[c.Replaces]
	if !ok || before.Revoked {
		return nil, refuse(InvitationUnknown, "the member to be replaced is not on the list (any more)")
	}
	if err := s.keepsList(c.By, before); err != nil {
		return nil, err
	}
	return s.revocation(before), nil
}

// ChangeMember vouches for a member, or gives authority to act for the delegation; nil leaves it.
type ChangeMember struct {
	By                 string // Invitation.ID of the focal point; "": the administration, for delegations without one
	Invitation         string
	Vouched, Authority *bool
}

// MemberChanged says how a member stands from now on.
type MemberChanged struct {
	Invitation string `json:"invitation"`
	Vouched    bool   `json:"vouched"`
	Authority  bool   `json:"authority"`
	By         string `json:"by,omitempty"`
}

func (c ChangeMember) decide(s State, _ time.Time) ([]Fact, error) {
	inv, err := s.valid(c.Invitation)
	if err != nil {
		return nil, err
	}
	if err := s.keepsList(c.By, inv); err != nil {
		return nil, err
	}
	out := MemberChanged{Invitation: inv.ID, Vouched: inv.Vouched, Authority: inv.Authority, By: c.By}
	if c.Vouched != nil {
		out.Vouched = *c.Vouched
	}
	if c.Authority != nil {
		out.Authority = *c.Authority
	}
	switch {
	case out.Vouched && !inv.Vouched && c.By == "":
		return nil, refuse(NotAllowed, "only a delegation's focal point vouches for its members")
	case out.Authority && (inv.Role != Delegate || inv.Delegation == ""):
		return nil, refuseField("authority", "only a delegate acts for a delegation")
	case out.Vouched == inv.Vouched && out.Authority == inv.Authority:
		return nil, nil
	}
	if err := s.mayChangeLists(); err != nil {
		return nil, err
	}
	return []Fact{out}, nil
}

// valid finds an invitation that has not been revoked.
func (s State) valid(id string) (Invitation, error) {
	inv, ok := s.Invitations[id]
	switch {
	case !ok:
		return inv, refuse(InvitationUnknown, "this meeting has no such invitation")
	case inv.Revoked:
		return inv, refuse(TokenRevoked, "this invitation has been revoked; make a new one")
	default:
		return inv, nil
	}
}

// RenewInvitation gives an invitation another token: its old link is void, its holder stays the same participant.
type RenewInvitation struct {
	Invitation string
	By         string // as in IssueInvitation
	TokenHash  string // hexadecimal SHA-256
}

// InvitationRenewed says that an invitation has another token.
type InvitationRenewed struct {
	Invitation string `json:"invitation"`
	TokenHash  string `json:"tokenHash"`
	By         string `json:"by,omitempty"`
}

// MaxListChanges bounds how often a meeting's invitations are changed in all: new tokens, each of which is known until the
// server's next start, vouching, authority, entry. Four for each invitation that there may be.
const MaxListChanges = 4 * MaxInvitations

// mayChangeLists refuses what is beyond it.
func (s State) mayChangeLists() error {
	if s.ListChanges >= MaxListChanges {
		return refuse(LimitReached, "this meeting's invitations have been changed %d times, more is not kept", MaxListChanges)
	}
	return nil
}

func (c RenewInvitation) decide(s State, _ time.Time) ([]Fact, error) {
	inv, err := s.valid(c.Invitation)
	if err != nil {
		return nil, err
	}
	if err := s.keepsList(c.By, inv); err != nil {
		return nil, err
	}
	if err := s.mayChangeLists(); err != nil {
		return nil, err
	}
	return []Fact{InvitationRenewed{Invitation: inv.ID, TokenHash: c.TokenHash, By: c.By}}, nil
}

// RefuseEntry lets nobody in with an invitation, or lets them in again. It is the administration's, and does not touch the
// delegation's list. Who is in already is removed with Remove.
type RefuseEntry struct {
	Invitation string
	Refused    bool
}

// EntryRefused says whether an invitation lets nobody in.
type EntryRefused struct {
	Invitation string `json:"invitation"`
	Refused    bool   `json:"refused"`
}

func (c RefuseEntry) decide(s State, _ time.Time) ([]Fact, error) {
	inv, err := s.valid(c.Invitation)
	if err != nil {
		return nil, err
	}
	if inv.EntryRefused == c.Refused {
		return nil, nil
	}
	if err := s.mayChangeLists(); err != nil {
		return nil, err
	}
	out := []Fact{EntryRefused(c)}
	for _, p := range s.comers(inv) {
		switch {
		case p.Status == Admitted && c.Refused:
			return nil, refuse(NotAllowed, "%s is in the meeting: the chair removes people there", p.Name)
		case p.Status == Waiting && c.Refused:
			out = append(out, ParticipantRefused{Participant: p.ID})
		}
	}
	return out, nil
}

// comers are who came with a personal invitation; with a shared one the chair decides at the door.
func (s State) comers(inv Invitation) []Participant {
	if p, ok := s.Participants[inv.ID]; ok {
		return []Participant{p}
	}
	return nil
}

// OpenInvitation says that an invitation's link was opened. Only the first time is kept.
type OpenInvitation struct{ Invitation string }

// InvitationOpened says that it was, for the first time.
type InvitationOpened struct {
	Invitation string `json:"invitation"`
}

func (c OpenInvitation) decide(s State, _ time.Time) ([]Fact, error) {
	inv, err := s.valid(c.Invitation)
	if err != nil || !inv.Opened.IsZero() {
		return nil, err
	}
	return []Fact{InvitationOpened(c)}, nil
}

// restand changes an invitation's standing.
func (s *State) restand(id string, change func(*Invitation)) {
	inv := s.Invitations[id]
	change(&inv)
	s.Invitations[id] = inv
}

func (f MemberChanged) apply(s *State, _ time.Time) {
	s.ListChanges++
	s.restand(f.Invitation, func(inv *Invitation) { inv.Vouched, inv.Authority = f.Vouched, f.Authority })
}

func (f InvitationRenewed) apply(s *State, _ time.Time) {
	s.ListChanges++
	s.restand(f.Invitation, func(inv *Invitation) { inv.TokenHash = f.TokenHash })
}

func (f EntryRefused) apply(s *State, _ time.Time) {
	s.ListChanges++
	s.restand(f.Invitation, func(inv *Invitation) { inv.EntryRefused = f.Refused })
}

func (f InvitationOpened) apply(s *State, at time.Time) {
	s.restand(f.Invitation, func(inv *Invitation) { inv.Opened = at })
}
