package proceedings

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// withFocalPoints is a meeting whose delegations have a focal point each, "fm" and "fu", and a delegate "ana" of the first.
func withFocalPoints(t *testing.T) *stage {
	t.Helper()
	s := onAgenda(t)
	for id, delegation := range map[string]string{"fm": "México", "fu": "United States"} {
		s.ok(IssueInvitation{ID: id, TokenHash: id, Role: "delegate", Name: id, Delegation: delegation, FocalPoint: true})
	}
	return s
}

func member(id, by, delegation string, change ...func(*IssueInvitation)) IssueInvitation {
	c := IssueInvitation{ID: id, TokenHash: id, Role: "delegate", Name: id, Delegation: delegation, By: by}
	for _, f := range change {
		f(&c)
	}
	return c
}

func TestOnlyTheOwnFocalPointChangesAList(t *testing.T) {
	s := withFocalPoints(t)
	s.ok(member("eva", "fm", "México"))
	s.refused(member("x", "fm", "United States"), ListForeign)
	s.refused(member("x", "fm", ""), ListForeign)
	s.refused(member("x", "", "México"), ListForeign)                                                           // the organiser neither
	s.refused(member("x", "", "d1", func(c *IssueInvitation) { c.Role = "observer" }), ListForeign)             // in no role
	s.refused(member("x", "ana", "México"), NotAllowed)                                                         // a delegate is no focal point
	s.refused(member("x", "fm", "México", func(c *IssueInvitation) { c.FocalPoint = true }), NotAllowed)        // nor makes one
	s.refused(member("x", "fm", "México", func(c *IssueInvitation) { c.Role = "chair" }), FieldInvalid)         // nor a chair
	s.refused(member("x", "", "", func(c *IssueInvitation) { c.FocalPoint = true }), FieldInvalid)              // of no delegation
	s.refused(member("x", "fm", "México", func(c *IssueInvitation) { c.Replaces = "bob" }), ListForeign)        // somebody else's
	s.refused(member("x", "fu", "United States", func(c *IssueInvitation) { c.Replaces = "eva" }), ListForeign) // the other way round
	s.refused(RevokeInvitation{Invitation: "eva", By: "fu"}, ListForeign)
	s.refused(RevokeInvitation{Invitation: "eva"}, ListForeign)
	s.refused(RevokeInvitation{Invitation: "fm", By: "fm"}, NotAllowed)
	s.refused(RenewInvitation{Invitation: "eva", TokenHash: "n"}, ListForeign)
	s.refused(ChangeMember{Invitation: "eva", By: "fu", Vouched: new(true)}, ListForeign)
	if got := s.ok(member("max", "fm", "México", func(c *IssueInvitation) { c.Replaces = "eva" })); len(got) != 2 || !s.state.Invitations["eva"].Revoked {
		t.Errorf("replaced by %v", got)
	}
	s.ok(RevokeInvitation{Invitation: "fm"}) // the organiser may take the focal point away, and the list stays theirs
	s.refused(member("x", "", "México"), ListForeign)
	s.refused(member("x", "fm", "México"), NotAllowed)
	s.ok(member("fm2", "", "México", func(c *IssueInvitation) { c.FocalPoint = true }))
	s.ok(RevokeInvitation{Invitation: "max", By: "fm2"})
	s.person("dan", "chair", "México") // chairs are the organiser's to name
}

func TestTrust(t *testing.T) {
	s := withFocalPoints(t)
	trust := func(id string, want Trust) {
		t.Helper()
		if got := s.state.TrustOf(id); got != want {
			t.Errorf("%s is %s, want %s", id, got, want)
		}
	}
	trust("fm", Vouched)
	trust("ana", Guest) // came before there was a focal point
	s.ok(ChangeMember{Invitation: "ana", By: "fm", Vouched: new(true)})
	trust("ana", Vouched)
	if got := s.ok(ChangeMember{Invitation: "ana", By: "fm", Vouched: new(true)}); len(got) != 0 {
		t.Errorf("vouching twice decides %v", got)
	}
	s.ok(ChangeMember{Invitation: "ana", By: "fm", Vouched: new(false), Authority: new(true)})
	trust("ana", Guest)
	if inv := s.state.Invitations["ana"]; !inv.Authority || !inv.ActsAlone() {
		t.Error("no authority")
	}
	s.refused(member("x", "", "", func(c *IssueInvitation) { c.Vouched = true }), FieldInvalid)
	s.person("sol", "delegate", "")
	s.refused(ChangeMember{Invitation: "sol", Vouched: new(true)}, NotAllowed)
	s.refused(ChangeMember{Invitation: "sol", Authority: new(true)}, FieldInvalid)
	trust("nobody", Guest)
}

func TestRefusedEntryLeavesTheList(t *testing.T) {
	s := withFocalPoints(t)
	lobby := true
	s.ok(member("eva", "fm", "México", func(c *IssueInvitation) { c.Lobby = &lobby }))
	s.ok(Arrive{Invitation: "eva", Participant: "eva"})
	if got := s.ok(RefuseEntry{Invitation: "eva", Refused: true}); len(got) != 2 || s.state.Participants["eva"].Status != Refused {
		t.Errorf("events %v", got)
	}
	s.ok(member("leo", "fm", "México"))
	s.ok(RefuseEntry{Invitation: "leo", Refused: true})
	s.refused(Arrive{Invitation: "leo", Participant: "leo"}, AdmissionRefused)
	if s.state.Invitations["leo"].Revoked {
		t.Error("the list was changed")
	}
	s.ok(RefuseEntry{Invitation: "leo"})
	s.ok(Arrive{Invitation: "leo", Participant: "leo"})
	s.refused(RefuseEntry{Invitation: "ana", Refused: true}, NotAllowed) // is in the meeting
	s.refused(RefuseEntry{Invitation: "nobody", Refused: true}, InvitationUnknown)
}

func TestOpenedAndRenewed(t *testing.T) {
	s := withFocalPoints(t)
	opened := s.now
	s.ok(OpenInvitation{Invitation: "fm"})
	s.now = s.now.Add(time.Hour)
	if got := s.ok(OpenInvitation{Invitation: "fm"}); len(got) != 0 || !s.state.Invitations["fm"].Opened.Equal(opened) {
		t.Errorf("%v, opened %v", got, s.state.Invitations["fm"].Opened)
	}
	s.ok(RenewInvitation{Invitation: "bob", TokenHash: "other", By: "fu"})
	if s.state.Invitations["bob"].TokenHash != "other" || s.state.Participants["bob"].Status != Admitted {
		t.Error("not renewed, or no longer in")
	}
	s.ok(RevokeInvitation{Invitation: "bob", By: "fu"})
	s.refused(RenewInvitation{Invitation: "bob", TokenHash: "again", By: "fu"}, TokenRevoked)
	s.state.ListChanges = MaxListChanges
	s.refused(RenewInvitation{Invitation: "fm", TokenHash: "again"}, LimitReached)
	s.refused(ChangeMember{Invitation: "ana", By: "fm", Vouched: new(true)}, LimitReached)
	s.refused(RefuseEntry{Invitation: "fu", Refused: true}, LimitReached)
}

// focal draws on whose wish a list is changed: the administration's, or somebody's, of a focal point more often than not.
func (l *life) focal(t *rapid.T) string {
	ids := []string{"", "", "i1"}
	for id, inv := range l.state.Invitations {
		if inv.FocalPoint {
			ids = append(ids, id)
		}
	}
	return rapid.SampledFrom(sorted(ids)).Draw(t, "focal point")
}

func (l *life) membership(t *rapid.T, invitation string) Command {
	some := func(label string) *bool {
		return rapid.SampledFrom([]*bool{nil, new(true), new(false)}).Draw(t, label)
	}
	return rapid.SampledFrom([]Command{
		ChangeMember{By: l.focal(t), Invitation: invitation, Vouched: some("vouched"), Authority: some("authority")},
		RenewInvitation{By: l.focal(t), Invitation: invitation, TokenHash: "n"},
		RefuseEntry{Invitation: invitation, Refused: rapid.Bool().Draw(t, "refused")},
		OpenInvitation{Invitation: invitation},
	}).Draw(t, "membership")
}

// checkLists: what changes the list of a delegation that has a focal point is the wish of one of its own. The chair who
// removes somebody from the meeting revokes what they came with.
func checkLists(t *rapid.T, before State, cmd Command, events []Event) {
	var by string
	switch c := cmd.(type) {
	case IssueInvitation:
		by = c.By
	case RevokeInvitation:
		by = c.By
	case ChangeMember:
		by = c.By
	case RenewInvitation:
		by = c.By
	default:
		return
	}
	for _, e := range events {
		var inv Invitation
		switch f := e.Fact.(type) {
		case InvitationIssued:
			inv = f.Invitation
		case InvitationRevoked:
			inv = before.Invitations[f.Invitation]
		case MemberChanged:
			inv = before.Invitations[f.Invitation]
		case InvitationRenewed:
			inv = before.Invitations[f.Invitation]
		default:
			continue
		}
		focal := before.Invitations[by]
		owned := inv.listed() && !inv.FocalPoint && before.HasFocalPoint(inv.Delegation)
		if (owned || by != "") && (!focal.FocalPoint || focal.Revoked || focal.Delegation != inv.Delegation) {
			t.Fatalf("%s of %+v by %q", TypeOf(e.Fact), inv, by)
		}
		if inv.Vouched && by == "" {
			if f, is := e.Fact.(InvitationIssued); is {
				t.Fatalf("vouched by nobody: %+v", f)
			}
		}
	}
}

// In a random life focal points are rare; here each delegation has one, and everybody meddles.
func TestEveryListIsItsFocalPoints(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := newLife(t)
		for i, delegation := range []string{"d1", "d2"} {
			l.serial++
			l.do(t, IssueInvitation{ID: "i" + string(rune('1'+i)), TokenHash: "h", Role: "delegate", Name: "F", Delegation: delegation, FocalPoint: true})
		}
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			who := rapid.SampledFrom([]string{"i1", "i2", "i3", "i4", "i5", "i6"})
			by := l.focal(t)
			cmd := Command(IssueInvitation{
				ID: "i" + string(rune('1'+l.serial)), TokenHash: "h", Name: "M", By: by, Vouched: rapid.Bool().Draw(t, "vouched"),
				Role:       rapid.SampledFrom([]string{"delegate", "delegate", "observer", "chair", "press"}).Draw(t, "role"),
				Delegation: rapid.SampledFrom([]string{"d1", "d2", ""}).Draw(t, "delegation"),
				Replaces:   rapid.SampledFrom([]string{"", "", "i3", "i4"}).Draw(t, "replaces"),
			})
			switch rapid.IntRange(0, 3).Draw(t, "what") {
			case 0:
				cmd = RevokeInvitation{Invitation: who.Draw(t, "whom"), By: by}
			case 1:
				cmd = l.membership(t, who.Draw(t, "whom"))
			default:
				l.serial++
			}
			before := l.state
			checkLists(t, before, cmd, l.do(t, cmd))
		}
		l.checkReplay(t)
	})
}
