package proceedings

import (
	"time"
	"unicode/utf8"
)

// Decide grants a command with the events that it means (none: it changes nothing), or refuses it with a
// *Refusal. The events are to be stored as one record and then applied in their order.
func Decide(s State, cmd Command, now time.Time) ([]Event, error) {
	switch _, creates := cmd.(CreateMeeting); {
	case creates && s.Phase != "":
		return nil, refuse(MeetingExists, "a meeting with this identifier exists already")
	case !creates && s.Phase == "":
		return nil, refuse(MeetingUnknown, "there is no such meeting")
	case s.Phase == Ended:
		if _, lasts := cmd.(lasting); !lasts {
			return nil, refuse(MeetingEndedCode, "the meeting has ended; nothing but its record can be changed any more")
		}
	case s.Phase == Cancelled:
		if _, lasts := cmd.(lasting); !lasts {
			return nil, s.calledOff()
		}
	}
	at := now.UTC().Truncate(time.Millisecond)
	decided, err := cmd.decide(s, at)
	if err != nil {
		return nil, err
	}
	events := make([]Event, 0, len(decided))
	for _, f := range decided {
		events = append(events, Event{At: at, Fact: f})
	}
	return events, nil
}

func (c RevokeInvitation) decide(s State, _ time.Time) ([]Fact, error) {
	inv, ok := s.Invitations[c.Invitation]
	switch {
	case !ok:
		return nil, refuse(InvitationUnknown, "this meeting has no such invitation")
	case inv.Revoked:
		return nil, nil
	}
	if err := s.keepsList(c.By, inv); err != nil {
		return nil, err
	}
	return s.revocation(inv), nil
}

// revocation is what making an invitation void means.
func (s State) revocation(inv Invitation) []Fact {
	out := []Fact{InvitationRevoked{Invitation: inv.ID}}
	// Only personal invitations speak: their participant has the same identifier.
	out = append(out, s.floorBack(inv.ID, YieldedByRemove)...)
	return append(out, s.unlisted(inv.ID, "")...)
}

func (c Arrive) decide(s State, now time.Time) ([]Fact, error) {
	inv, ok := s.Invitations[c.Invitation]
	if !ok {
		return nil, refuse(InvitationUnknown, "this meeting has no such invitation")
	}
	if p, known := s.Participants[c.Participant]; known {
		return nil, s.mayReturn(inv, p, now)
	}
	if err := s.mayArrive(inv, now); err != nil {
		return nil, err
	}
	p := Participant{
		ID: c.Participant, Invitation: inv.ID, Name: inv.Name, Function: inv.Function, Delegation: inv.Delegation,
		Role: inv.Role, Language: inv.Language, Status: Waiting, Booth: inv.Booth, Understands: inv.Understands,
	}
	out := []Fact{ParticipantArrived{Participant: p}}
	if inv.Lobby {
		return out, nil
	}
	return append(out, s.admission(p.ID, "")...), nil
}

func (s State) calledOff() error {
	if s.Schedule.Reason != "" {
		return refuse(MeetingCancelledCode, "the meeting is cancelled: %s", s.Schedule.Reason)
	}
	return refuse(MeetingCancelledCode, "the meeting is cancelled; ask the organiser whether there will be another")
}

// mayReturn holds for a participant who has been here before: an expired invitation does not throw anybody out.
func (s State) mayReturn(inv Invitation, p Participant, now time.Time) error {
	switch {
	case p.Invitation != inv.ID:
		return refuse(ParticipantUnknown, "this participant came with another invitation")
	case p.Status == Removed:
		return removed()
	case p.Status == Refused:
		return refuse(AdmissionRefused, "the chair did not let this participant in; ask the organiser for a new invitation")
	case p.Status == Waiting, p.Status == Voided:
		return usable(inv, now)
	default:
		return nil
	}
}

// removed is told to who was removed, and to nobody else: that the invitation went with it is a consequence.
func removed() error {
	return refuse(RemovedCode, "this participant was removed from the meeting; ask the organiser for a new invitation")
}

// usable tells whether an invitation lets somebody in at now.
func usable(inv Invitation, now time.Time) error {
	switch {
	case inv.Revoked:
		return refuse(TokenRevoked, "this invitation has been revoked; ask the organiser for a new one")
	case inv.EntryRefused:
		return refuse(AdmissionRefused, "the organiser lets nobody in with this invitation; ask your delegation's focal point or the organiser")
	case !now.Before(inv.Expires):
		return refuse(TokenExpired, "this invitation expired on %s; ask the organiser for a new one", inv.Expires.Format(time.RFC3339))
	default:
		return nil
	}
}

// mayArrive holds for somebody new. The door stays open for those who can unlock it: otherwise a meeting whose
// chair left would be shut for good.
func (s State) mayArrive(inv Invitation, now time.Time) error {
	if err := usable(inv, now); err != nil {
		return err
	}
	switch {
	case s.shut(inv, now):
		return refuse(LobbyShut, "the lobby opens on %s; come back then", s.Meeting.opensText())
	case s.Locked && !inv.Role.Leads():
		return refuse(MeetingLockedCode, "the chair has locked the meeting; nobody new can come in until it is unlocked")
	case len(s.Participants) >= MaxParticipants:
		return refuse(LimitReached, "%d participants have been in this meeting, more are not kept", MaxParticipants)
	default:
		return nil
	}
}

// admission is what letting a participant in means.
func (s State) admission(participant, by string) []Fact {
	out := []Fact{ParticipantAdmitted{Participant: participant, By: by}}
	if s.Phase == Scheduled {
		out = append(out, SessionOpened{})
	}
	return out
}

// Present finds an admitted participant.
func (s State) Present(id string) (Participant, bool) {
	p, ok := s.Participants[id]
	return p, ok && p.Status == Admitted
}

// leader finds the participant of a command that only those at the door may give.
func (s State) leader(by string) (Participant, error) {
	p, ok := s.Present(by)
	if !ok || !p.Role.Leads() {
		return p, refuse(NotAllowed, "only the chair and the organiser can do this")
	}
	return p, nil
}

func (s State) waiting(by, participant string) error {
	if _, err := s.leader(by); err != nil {
		return err
	}
	p, ok := s.Participants[participant]
	if !ok {
		return refuse(ParticipantUnknown, "there is no such participant")
	}
	if p.Status != Waiting {
		return refuse(NotWaiting, "%s is not waiting in the lobby (any more)", p.Name)
	}
	return nil
}

func (c Admit) decide(s State, _ time.Time) ([]Fact, error) {
	if err := s.waiting(c.By, c.Participant); err != nil {
		return nil, err
	}
	return s.admission(c.Participant, c.By), nil
}

func (c Refuse) decide(s State, _ time.Time) ([]Fact, error) {
	if err := s.waiting(c.By, c.Participant); err != nil {
		return nil, err
	}
	return []Fact{ParticipantRefused{Participant: c.Participant, By: c.By}}, nil
}

func (c Remove) decide(s State, _ time.Time) ([]Fact, error) {
	by, err := s.leader(c.By)
	if err != nil {
		return nil, err
	}
	p, ok := s.Present(c.Participant)
	switch {
	case !ok:
		return nil, refuse(NotAdmitted, "there is no such participant in the meeting")
	case p.ID == by.ID:
		return nil, refuse(NotAllowed, "nobody can remove themselves; leave the meeting instead")
	case p.Role == Organiser && by.Role != Organiser:
		return nil, refuse(NotAllowed, "the meeting is the organiser's: only an organiser can remove one")
	}
	out := []Fact{ParticipantRemoved{Participant: p.ID, By: by.ID}}
	if inv := s.Invitations[p.Invitation]; !inv.Shared && !inv.Revoked {
		out = append(out, InvitationRevoked{Invitation: inv.ID})
	}
	out = append(out, s.floorBack(p.ID, YieldedByRemove)...)
	return append(out, s.unlisted(p.ID, by.ID)...), nil
}

func (c SendChat) decide(s State, _ time.Time) ([]Fact, error) {
	from, ok := s.Present(c.By)
	if !ok {
		return nil, refuse(NotAdmitted, "only participants of the meeting can write")
	}
	entry := ChatEntry{Seq: s.ChatCount + 1, From: from.ID, To: c.To}
	if err := c.address(s, from, &entry); err != nil {
		return nil, err
	}
	if utf8.RuneCountInString(c.Text) > MaxChatRunes {
		return nil, refuse(TextTooLong, "at most %d characters are accepted; send the rest as a second text", MaxChatRunes)
	}
	entry.Text = cleanChat(c.Text)
	if entry.Text == "" {
		return nil, refuse(TextEmpty, "there is nothing to send: the text is empty")
	}
	if s.ChatCount >= MaxChat {
		return nil, refuse(LimitReached, "the chat of this meeting is full (%d texts)", MaxChat)
	}
	return []Fact{ChatSent{Entry: entry}}, nil
}

func (c SendChat) address(s State, from Participant, entry *ChatEntry) error {
	switch c.To {
	case ToEveryone:
		return nil
	case ToDelegation:
		if from.Delegation == "" {
			return refuse(NoDelegation, "you belong to no delegation; write to everyone or to one person")
		}
		entry.Delegation = from.Delegation
		return nil
	case ToBooth:
		booth, err := s.boothWriting(from, c.Booth)
		entry.Booth = booth
		return err
	case ToParticipant:
		if p, ok := s.Present(c.Participant); !ok || p.ID == from.ID {
			return refuse(ParticipantUnknown, "there is no such other participant in the meeting")
		}
		entry.Participant = c.Participant
		return nil
	default:
		return refuseField("to", "it is everyone, delegation, participant or booth")
	}
}

func (c Lock) decide(s State, _ time.Time) ([]Fact, error) {
	by, err := s.leader(c.By)
	switch {
	case err != nil:
		return nil, err
	case s.Locked == c.Locked:
		return nil, nil
	case c.Locked:
		return []Fact{MeetingLocked{By: by.ID}}, nil
	default:
		return []Fact{MeetingUnlocked{By: by.ID}}, nil
	}
}

func (c End) decide(s State, _ time.Time) ([]Fact, error) {
	by, err := s.leader(c.By)
	if err != nil {
		return nil, err
	}
	out := s.floorBack(s.Floor.Holder, YieldedByEnd)
	return append(out, MeetingEnded{By: by.ID}), nil
}

// MayView tells whether an invitation lets somebody watch without taking part (WHEP): as it would let them in now
// without waiting. A lobby has nobody to wait in it then, so only an admitted participant's invitation passes it.
func (s State) MayView(invitation string, now time.Time) error {
	inv, ok := s.Invitations[invitation]
	if !ok {
		return refuse(InvitationUnknown, "this meeting has no such invitation")
	}
	if s.Phase == Ended {
		return refuse(MeetingEndedCode, "the meeting has ended")
	}
	if s.Phase == Cancelled {
		return s.calledOff()
	}
	if p, known := s.Participants[inv.ID]; known && p.Status != Waiting {
		return s.mayReturn(inv, p, now)
	}
	if err := s.mayArrive(inv, now); err != nil {
		return err
	}
	if inv.Lobby {
		return refuse(NotAdmitted, "the chair has to admit this invitation's participant first; or use one that was made with \"lobby\": false")
	}
	return nil
}

// Use finds what a token's invitation gives now: "admitted", "lobby" or "refused"; an error where it is void. An
// invitation that expires while its participant is in the meeting still brings them back.
func (s State) Use(invitation string, now time.Time) (Invitation, Status, error) {
	inv, ok := s.Invitations[invitation]
	if !ok {
		return inv, "", refuse(InvitationUnknown, "this meeting has no such invitation")
	}
	p, known := s.Participants[inv.ID]
	if known && p.Status == Removed {
		return inv, "", removed()
	}
	in := known && p.Status == Admitted
	if err := usable(inv, now); err != nil && (inv.Revoked || !in) {
		return inv, "", err
	}
	switch {
	case !known && s.shut(inv, now):
		return inv, Early, nil
	case known && p.Status == Refused:
		return inv, Refused, nil
	case in, !inv.Lobby:
		return inv, Admitted, nil
	default:
		return inv, Waiting, nil
	}
}
