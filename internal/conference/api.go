package conference

import (
	"time"

	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// CreateMeeting is what a new meeting is made from. Every field is checked by proceedings; a refusal comes back as
// a *protocol.Problem (422) that names the field.
type CreateMeeting struct {
	Title       string          // "": the first of Titles
	Titles      protocol.Titles // by BCP 47 tag
	Languages   []string        // BCP 47 tags
	Delegations []NewDelegation
	Start       string // RFC 3339, or local "2006-01-02T15:04[:05]" in Timezone; "": not set
	Timezone    string // IANA name; "": UTC
	// LobbyMinutes is how long before the start the lobby opens; nil: 30.
	LobbyMinutes *int
	Agenda       []NewAgendaItem
	// Interpretation is the arrangement of the booths. Nil: one booth between two languages, one for each of more.
	Interpretation *Arrangement
	Regime, Label  string // "": on the record; the label is background's
}

// Arrangement is a meeting's interpretation: its booths. In a rehearsal nobody outside them hears what they do. With
// LowWhenOff a microphone that is closed by choice does not raise the original.
type Arrangement struct {
	Rehearsal, LowWhenOff bool
	Booths                []Booth
}

// Booth is a team of interpreters.
type Booth struct {
	ID      string   // "": it is given, "b1", "b2"…
	Name    string   // "": from the languages
	Kind    string   // voice, sign; "": voice
	Outputs []string // one language, or the two that are worked between; BCP 47
	Seats   int      // 1 to 6; 0: two
	Policy  string   // consent, override; "": consent
}

// NewAgendaItem is a point of an agenda.
type NewAgendaItem struct {
	ID      string // of one that there is; "": it is given, "a1", "a2"… in their order
	Title   string // "": the first of Titles
	Titles  protocol.Titles
	Minutes int
}

// NewDelegation is a party of a new meeting. Its identifier is given by the meeting: "d1", "d2"… in their order.
type NewDelegation struct {
	Name      string
	Languages []string
}

// Invite is what a new invitation is made from.
type Invite struct {
	Role       string // organiser, chair, delegate, interpreter, technician, record-keeper, observer, press
	Name       string
	Function   string
	Delegation string    // identifier or exact name; "": none
	Language   string    // BCP 47; "": the floor
	Lobby      *bool     // nil: by role (guests wait; organisers and chairs never do)
	Shared     bool      // observer and press only
	Expires    time.Time // zero: 30 days after the start or creation, whichever is later
	// Booth is an interpreter's, by identifier or exact name; "": the only one that fits.
	Booth       string
	Understands []string // an interpreter's languages besides the booth's, BCP 47

	By         string // Invitation.ID of the focal point who names a member; "": the administration
	Replaces   string // Invitation.ID of the member whose place this one takes; "": nobody's
	FocalPoint bool   // names and vouches for the members of Delegation
	Authority  bool   // a delegate who may act for Delegation
	Vouched    bool   // the focal point answers for who this is
}

// Invitation is an invitation as the outside sees it.
type Invitation struct {
	ID         string
	Role       string
	Name       string
	Function   string
	Delegation string // Delegation.ID
	Language   string
	Lobby      bool
	Shared     bool
	Created    time.Time
	Expires    time.Time
	Revoked    bool
	// An interpreter's: Booth.ID, and the languages besides the booth's.
	Booth       string
	Understands []string

	FocalPoint, Authority, Vouched, EntryRefused bool

	Opened time.Time // the link, first; zero: not yet
	Came   bool      // who holds it has been in the meeting or its lobby

	Token string // only in the answer to Invite and Renew: only its hash is kept
}

// Grant is what a token gives: an invitation of a meeting. It is a snapshot; Join checks again.
type Grant struct {
	Meeting    protocol.Meeting
	Invitation Invitation // without Token
	// Admission is what would happen on joining now: "admitted", "lobby", "early" (the lobby is shut yet), or "refused".
	Admission string

	void error // why the link brings nobody new
}

// Outbox takes what the conference tells one client. Its methods are called from the conference's goroutine and
// never block. An outbox that is full closes its session itself, as too slow.
type Outbox interface {
	// Send queues one encoded server message. The bytes are shared between clients and must not be changed.
	Send(message []byte)
	// End says that the conference is done with this session: what is queued and then final (if not nil) is
	// written, then the connection is closed. A nil final means that the server stops: the client comes back.
	End(final []byte)
}

// Stats counts what is live, for metrics.
type Stats struct {
	Meetings     int // known
	Live         int // with an actor
	Participants int // connected, reconnecting or external, in all meetings
	Waiting      int // in lobbies
	Viewers      int // WHEP
}
