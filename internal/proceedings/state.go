// Package proceedings is the meeting as a process, pure: Decide turns a command into events or a refusal, Apply
// folds events into the State. It has no clock, no IO and no goroutine; the journal of a meeting replayed through
// Apply is the meeting.
package proceedings

import (
	"time"

	"github.com/cumbre-meet/cumbre/internal/interpretation"
)

// Role is what an invitation lets a participant do.
type Role string

// The roles of this protocol version.
const (
	Organiser   Role = "organiser"
	Chair       Role = "chair"
	Delegate    Role = "delegate"
	Interpreter Role = "interpreter"
	Technician  Role = "technician"
	Keeper      Role = "record-keeper"
	Observer    Role = "observer"
	Press       Role = "press"
)

// Roles lists them, in the order in which they are shown.
func Roles() []Role {
	return []Role{Organiser, Chair, Delegate, Interpreter, Technician, Keeper, Observer, Press}
}

// Leads tells whether the role decides over the door: who comes in, who is removed, when it ends.
func (r Role) Leads() bool { return r == Organiser || r == Chair }

// Presides tells whether the role gives the floor and moves the agenda: the chair, or the organiser where no chair is in the
// meeting.
func (r Role) Presides(chairPresent bool) bool { return r == Chair || r == Organiser && !chairPresent }

// Speaks tells whether the role may send sound and picture to the floor, and have it. Interpreters do not: they speak
// in their booth.
func (r Role) Speaks() bool { return r == Organiser || r == Chair || r == Delegate }

// ReadsDraft tells whether the role reads what is not published yet. Who does not, observers and press, reads only what is on the
// record: they are outside of the meeting as far as its regimes go.
func (r Role) ReadsDraft() bool { return r != Observer && r != Press }

// Keeps tells whether the role writes the record: keepers, and those who lead, as small meetings have nobody else.
func (r Role) Keeps() bool { return r == Keeper || r.Leads() }

// Phase is how far the meeting is.
type Phase string

// The phases. The zero Phase is a meeting that does not exist yet.
const (
	Scheduled Phase = "scheduled"
	InSession Phase = "in-session"
	Ended     Phase = "ended"
	Cancelled Phase = "cancelled" // before it began; see FollowPlan
)

// Status is what became of a participant's wish to come in.
type Status string

// The statuses of a participant.
const (
	Waiting  Status = "waiting"
	Admitted Status = "admitted"
	Refused  Status = "refused"
	Early    Status = "early"   // nobody's: the lobby is shut yet
	Removed  Status = "removed" // by the chair or an organiser
	Voided   Status = "voided"  // the invitation was revoked under a participant who waited or was in
)

// State is a meeting as its events made it. Apply returns a new one and leaves the old as it was, so a State may
// be read from anywhere.
type State struct {
	Meeting      Meeting
	Phase        Phase
	Locked       bool
	Invitations  map[string]Invitation
	Participants map[string]Participant
	Floor        Floor
	Chat         []ChatEntry // the last ChatKept
	ChatCount    uint64      // of all

	Interpretation interpretation.Setup
	Glossary       []Term // as they were added
	TermChanges    uint64 // additions and replacements, of all
	ListChanges    int    // of invitations that there are: tokens, standing and entry, of all

	Interventions   []Intervention          // as they were known of
	Lists           map[string]SpeakersList // by AgendaItem.ID; "": for what belongs to none
	Points          []Point                 // of order that wait for the chair, as they were raised
	ProtocolOrder   []string                // Delegation.ID; nil: as the meeting lists them
	FloorChanges    int                     // of lists, points and clocks, of all
	Agenda          Position
	Adoption        Adoption
	Documents       []Document // as they were added
	DocumentChanges int        // additions, of all
	Record          Record
	Attributions    Attributions
	Quotations      Quotations
	Next            Next
	Schedule        Schedule

	Texts       []Text // as they were begun
	TextChanges int    // of all texts, of all
	TextBytes   int    // of the words of all their revisions

	Seals []Seal // archives, as they were made; replaced, not changed, so that States share it

	Commitments       []Commitment  // as they were made
	CommitmentChanges int           // of all
	Publications      []Publication // as they were decided

	Recording Recording
	Sounds    [][]SoundFile // as they began, in pieces: see SoundOpened
}

// Meeting is what was said when it was created.
type Meeting struct {
	ID          string       `json:"id"`
	Title       string       `json:"title"`
	Titles      Titles       `json:"titles,omitempty"`
	Languages   []string     `json:"languages,omitempty"`
	Delegations []Delegation `json:"delegations,omitempty"`
	Agenda      []AgendaItem `json:"agenda,omitempty"`
	Start       time.Time    `json:"start,omitzero"`
	Timezone    string       `json:"timezone,omitempty"`
	Local       string       `json:"local,omitempty"`   // Start on the wall of Timezone, as the zone's rules were: wallClockForm
	Opens       time.Time    `json:"opens,omitzero"`    // the lobby; zero: it is always open
	Minutes     int          `json:"minutes,omitempty"` // by the plan that it was made of; 0: as long as its agenda
	Created     time.Time    `json:"created"`
	Previous    string       `json:"previous,omitempty"` // Meeting.ID of the one that this one follows on
}

// Delegation is one of the meeting's parties.
type Delegation struct {
	ID        string   `json:"id"`
	Name      string   `json:"name"`
	Languages []string `json:"languages,omitempty"`
}

// AgendaItem is one point of the agenda.
type AgendaItem struct {
	ID      string `json:"id,omitempty"` // "a1", "a2"…
	Title   string `json:"title"`
	Titles  Titles `json:"titles,omitempty"`
	Minutes int    `json:"minutes,omitempty"`
	// Changed is the agenda's revision in which the item came or was last changed; 0: it is as at the creation.
	Changed int `json:"changed,omitempty"`
}

// Invitation lets somebody come, once (personal) or as many as like (shared).
type Invitation struct {
	ID         string    `json:"id"`
	TokenHash  string    `json:"tokenHash"` // SHA-256 in hexadecimal; the token itself is never kept
	Role       Role      `json:"role"`
	Name       string    `json:"name"`
	Function   string    `json:"function,omitempty"`
	Delegation string    `json:"delegation,omitempty"` // Delegation.ID
	Language   string    `json:"language,omitempty"`
	Lobby      bool      `json:"lobby"`
	Shared     bool      `json:"shared,omitempty"`
	Created    time.Time `json:"created"`
	Expires    time.Time `json:"expires"`
	Revoked    bool      `json:"revoked,omitempty"`
	// An interpreter's: the booth's ID, and the languages that they understand besides the booth's.
	Booth       string   `json:"booth,omitempty"`
	Understands []string `json:"understands,omitempty"`
	Standing
}

// Participant is who came with an invitation. Of a personal invitation there is one, with the invitation's ID.
type Participant struct {
	ID         string `json:"id"`
	Invitation string `json:"invitation"`
	Name       string `json:"name"`
	Function   string `json:"function,omitempty"`
	Delegation string `json:"delegation,omitempty"`
	Role       Role   `json:"role"`
	Language   string `json:"language,omitempty"`
	Status     Status `json:"status"`
	Unrecorded bool   `json:"-"` // they have declined to be recorded
	// An interpreter's, as in the Invitation.
	Booth       string   `json:"booth,omitempty"`
	Understands []string `json:"understands,omitempty"`
}

// Audience is to whom a chat text goes.
type Audience string

// The audiences.
const (
	ToEveryone    Audience = "everyone"
	ToDelegation  Audience = "delegation"
	ToParticipant Audience = "participant"
	ToBooth       Audience = "booth"
)

// ChatEntry is one text of the chat.
type ChatEntry struct {
	Seq         uint64    `json:"seq"` // 1 for the meeting's first
	From        string    `json:"from"`
	To          Audience  `json:"to"`
	Delegation  string    `json:"delegation,omitempty"`
	Participant string    `json:"participant,omitempty"`
	Booth       string    `json:"booth,omitempty"`
	Text        string    `json:"text"`
	At          time.Time `json:"-"` // the event's
}

// VisibleTo tells whether a participant may read the text: everybody's, their delegation's or booth's (a technician:
// every booth's), and what they wrote or were written.
func (c ChatEntry) VisibleTo(p Participant) bool {
	switch c.To {
	case ToEveryone:
		return true
	case ToDelegation:
		return c.Delegation != "" && c.Delegation == p.Delegation
	case ToBooth:
		return c.From == p.ID || p.Role == Technician || p.Role == Interpreter && c.Booth != "" && c.Booth == p.Booth
	case ToParticipant:
		return c.From == p.ID || c.Participant == p.ID
	default:
		return false
	}
}

// Bounds of what one meeting keeps. Each is far above a real meeting's; raising one costs memory and replay time
// in proportion.
const (
	// ChatKept is how many chat texts the State has, for those who come later; the journal has all.
	ChatKept = 1000
	// MaxChat bounds the texts of one meeting: a full day with one every two seconds.
	MaxChat = 50_000
	// MaxInvitations bounds the invitations of one meeting.
	MaxInvitations = 5000
	// MaxParticipants bounds the participants over the meeting's whole life.
	MaxParticipants = 10_000
	// MaxLanguages bounds the languages of a meeting or a delegation; the UN has 6 official ones, the EU 24.
	MaxLanguages = 50
	// MaxDelegations bounds the parties; the UN has 193 members.
	MaxDelegations = 300
	// MaxAgenda bounds the agenda's items; the General Assembly's has some 180.
	MaxAgenda = 300
	// MaxAgendaMinutes bounds one item, in minutes: a day.
	MaxAgendaMinutes = 24 * 60
	// MaxMeetingBytes bounds what a meeting is created with, as JSON. The journal takes records of 256 KiB; 193
	// delegations with their languages are 20 KiB.
	MaxMeetingBytes = 192 << 10
	// MaxNameRunes bounds names, functions and titles, in Unicode code points.
	MaxNameRunes = 200
	// MaxChatRunes bounds a chat text, in Unicode code points.
	MaxChatRunes = 2000
	// InvitationLife is how long an invitation holds after the start or its creation, whichever is later.
	InvitationLife = 30 * 24 * time.Hour
)
