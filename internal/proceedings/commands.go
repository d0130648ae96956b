package proceedings

import (
	"time"

	"github.com/cumbre-meet/cumbre/internal/interpretation"
)

// Command is a wish that Decide grants with events or refuses: one of the structs below. By is the participant
// whose wish it is.
type Command interface {
	decide(s State, now time.Time) ([]Fact, error)
}

// CreateMeeting makes a meeting. It is the first command of a State.
type CreateMeeting struct {
	ID          string
	Title       string // "": the first of Titles
	Titles      map[string]string
	Languages   []string
	Delegations []Delegation // without ID: they are given, "d1", "d2"…
	Agenda      []AgendaItem
	Start       string // RFC 3339, or local "2006-01-02T15:04[:05]" in Timezone; "": not set
	Timezone    string // IANA; "": UTC
	// LobbyMinutes is how long before the start the lobby opens; nil: LobbyMinutes. Without a start it is always open.
	LobbyMinutes *int
	// Interpretation is the arrangement of the booths; nil: one booth between two languages, or one for each of more.
	Interpretation *interpretation.Setup
	Regime         string // "": on the record
	Label          string // of Background
	Previous       string // Meeting.ID of the one that this one follows on; "": none
	Minutes        int    // that it was planned for there; 0: as long as its agenda
}

// IssueInvitation makes an invitation.
type IssueInvitation struct {
	ID         string
	TokenHash  string // hexadecimal SHA-256
	Role       string
	Name       string
	Function   string
	Delegation string // identifier or exact name; "": none
	Language   string
	Lobby      *bool // nil: guests wait, organisers and chairs do not
	Shared     bool
	Expires    time.Time // zero: InvitationLife
	// Booth is an interpreter's, by its identifier or exact name; "": the only one that fits.
	Booth       string
	Understands []string // an interpreter's languages besides the booth's

	By         string // Invitation.ID of the focal point who names a member; "": the administration
	Replaces   string // Invitation.ID of the member whose place this one takes; "": nobody's
	FocalPoint bool   // names and vouches for the members of Delegation
	Authority  bool   // a delegate who may act for Delegation
	Vouched    bool   // the focal point answers for who this is
}

// RevokeInvitation makes an invitation void and removes who came with it. Repeating it changes nothing.
type RevokeInvitation struct {
	Invitation string
	By         string // as in IssueInvitation
}

// Arrive says that somebody came with an invitation. For a participant that is waiting or admitted already it
// decides nothing, so it may be repeated.
type Arrive struct {
	Invitation  string
	Participant string // the invitation's ID where it is personal
}

// Admit lets a waiting participant in.
type Admit struct{ By, Participant string }

// Refuse turns a waiting participant away.
type Refuse struct{ By, Participant string }

// Remove removes a participant for good: a personal invitation is revoked with it.
type Remove struct{ By, Participant string }

// SendChat sends a text.
type SendChat struct {
	By          string
	To          Audience
	Participant string
	Booth       string // of ToBooth; a technician names it
	Text        string
}

// Lock closes or opens the door.
type Lock struct {
	By     string
	Locked bool
}

// End ends the meeting.
type End struct{ By string }
