package proceedings

import (
	"maps"
	"slices"
	"time"
)

// Apply is the State after an event. The given State stays as it was.
func Apply(s State, e Event) State { return Fold(s, e) }

// Fold is the State after several events, copied once. The given State stays as it was.
func Fold(s State, events ...Event) State {
	before := s
	s = s.detached()
	for _, e := range events {
		e.Fact.apply(&s, e.At)
	}
	s.recheck(before, events)
	return s
}

// Folder replays a journal without a copy per record.
type Folder struct {
	state State
}

// NewFolder starts with no meeting.
func NewFolder() *Folder { return &Folder{state: State{}.detached()} }

// Add applies a record's events.
func (f *Folder) Add(events []Event) {
	for _, e := range events {
		e.Fact.apply(&f.state, e.At)
	}
}

// State is the result; the Folder must not be used after.
func (f *Folder) State() State {
	f.state.checkAll(State{})
	return f.state
}

// detached has its own maps and lists. Empty ones are made, so that states compare equal however they came to be.
func (s State) detached() State {
	s.Invitations = cloned(s.Invitations)
	s.Participants = cloned(s.Participants)
	s.Chat = slices.Clone(s.Chat)
	s.Glossary = slices.Clone(s.Glossary)
	s.Interventions = slices.Clone(s.Interventions)
	s.Agenda.Spent = cloned(s.Agenda.Spent)
	s.Adoption.By = cloned(s.Adoption.By)
	s.Lists = cloned(s.Lists)
	s.Documents = slices.Clone(s.Documents)
	s.Record = s.Record.detached()
	s.Attributions = s.Attributions.detached()
	return s
}

func cloned[V any](m map[string]V) map[string]V {
	if m == nil {
		return map[string]V{}
	}
	return maps.Clone(m)
}

func (f MeetingCreated) apply(s *State, _ time.Time) {
	f.Meeting.Agenda = identified(f.Meeting.Agenda)
	s.Meeting, s.Phase = f.Meeting, Scheduled
	s.Adoption.Revision, s.Adoption.Items = 1, len(f.Meeting.Agenda)
}

func (f InvitationIssued) apply(s *State, _ time.Time) {
	s.Invitations[f.Invitation.ID] = f.Invitation
}

// Who came with the invitation is removed by the same event: a shared one may have brought thousands, whose own
// events would not fit into one record.
func (f InvitationRevoked) apply(s *State, _ time.Time) {
	inv := s.Invitations[f.Invitation]
	inv.Revoked = true
	s.Invitations[f.Invitation] = inv
	for id, p := range s.Participants {
		if p.Invitation == f.Invitation && (p.Status == Waiting || p.Status == Admitted) {
			s.setStatus(id, Voided)
		}
	}
}

func (f ParticipantArrived) apply(s *State, _ time.Time) {
	s.Participants[f.Participant.ID] = f.Participant
}

func (f ParticipantAdmitted) apply(s *State, _ time.Time) { s.setStatus(f.Participant, Admitted) }

func (f ParticipantRefused) apply(s *State, _ time.Time) { s.setStatus(f.Participant, Refused) }

func (f ParticipantRemoved) apply(s *State, _ time.Time) { s.setStatus(f.Participant, Removed) }

func (s *State) setStatus(id string, status Status) {
	p := s.Participants[id]
	p.Status = status
	s.Participants[id] = p
}

func (SessionOpened) apply(s *State, _ time.Time) { s.Phase = InSession }

func (f ChatSent) apply(s *State, at time.Time) {
	f.Entry.At = at
	s.Chat = append(s.Chat, f.Entry)
	if over := len(s.Chat) - ChatKept; over > 0 {
		s.Chat = s.Chat[over:]
	}
	s.ChatCount = f.Entry.Seq
}

func (MeetingLocked) apply(s *State, _ time.Time) { s.Locked = true }

func (MeetingUnlocked) apply(s *State, _ time.Time) { s.Locked = false }

func (MeetingEnded) apply(s *State, at time.Time) {
	s.Agenda.leave(at)
	s.Recording = Recording{}
	s.Phase = Ended
}
