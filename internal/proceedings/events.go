package proceedings

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"sync"
	"time"
)

// Event is a fact of the meeting and when it was decided (UTC, to the millisecond).
type Event struct {
	At   time.Time
	Fact Fact
}

// Fact is what an event says: one of the structs below.
type Fact interface {
	// apply changes a State whose maps and lists are its own.
	apply(s *State, at time.Time)
}

// MeetingCreated is every meeting's first event.
type MeetingCreated struct {
	Meeting Meeting `json:"meeting"`
}

// InvitationIssued adds an invitation.
type InvitationIssued struct {
	Invitation Invitation `json:"invitation"`
}

// InvitationRevoked makes an invitation void and removes all who came with it.
type InvitationRevoked struct {
	Invitation string `json:"invitation"`
}

// ParticipantArrived says that somebody came and waits; where no waiting is needed, ParticipantAdmitted follows in
// the same record.
type ParticipantArrived struct {
	Participant Participant `json:"participant"`
}

// ParticipantAdmitted says that a participant is let in.
type ParticipantAdmitted struct {
	Participant string `json:"participant"`
	By          string `json:"by,omitempty"` // "": the invitation asks for no admission
}

// ParticipantRefused says that a participant is turned away from the lobby.
type ParticipantRefused struct {
	Participant string `json:"participant"`
	By          string `json:"by"`
}

// ParticipantRemoved says that a participant must not come back.
type ParticipantRemoved struct {
	Participant string `json:"participant"`
	By          string `json:"by"`
}

// SessionOpened says that the meeting is under way: its first participant is in.
type SessionOpened struct{}

// ChatSent adds a text to the chat.
type ChatSent struct {
	Entry ChatEntry `json:"entry"`
}

// MeetingLocked closes the door.
type MeetingLocked struct {
	By string `json:"by"`
}

// MeetingUnlocked opens it.
type MeetingUnlocked struct {
	By string `json:"by"`
}

// MeetingEnded is a meeting's last event.
type MeetingEnded struct {
	By string `json:"by"`
}

// facts is the journal's table of types. A name once used stays: journals are read for years.
func facts() map[string]Fact { //nolint:funlen // a table, one line each
	return map[string]Fact{
		"meeting-created":      MeetingCreated{},
		"invitation-issued":    InvitationIssued{},
		"invitation-revoked":   InvitationRevoked{},
		"participant-arrived":  ParticipantArrived{},
		"participant-admitted": ParticipantAdmitted{},
		"participant-refused":  ParticipantRefused{},
		"participant-removed":  ParticipantRemoved{},
		"session-opened":       SessionOpened{},
		"floor-given":          FloorGiven{},
		"floor-yielded":        FloorYielded{},
		"chat-sent":            ChatSent{},
		"meeting-locked":       MeetingLocked{},
		"meeting-unlocked":     MeetingUnlocked{},
		"meeting-ended":        MeetingEnded{},

		"interpretation-arranged": InterpretationArranged{},
		"term-added":              TermAdded{},
		"term-removed":            TermRemoved{},

		"agenda-moved":       AgendaMoved{},
		"document-added":     DocumentAdded{},
		"document-withdrawn": DocumentWithdrawn{},

		"segment-added":        SegmentAdded{},
		"segment-revised":      SegmentRevised{},
		"record-arranged":      RecordArranged{},
		"record-published":     RecordPublished{},
		"correction-requested": CorrectionRequested{},
		"correction-decided":   CorrectionDecided{},
		"regime-set":           RegimeSet{},
		"quotation-kept":       QuotationKept{},
		"quotation-dropped":    QuotationDropped{},
		"archive-sealed":       ArchiveSealed{},

		"invitation-opened":  InvitationOpened{},
		"invitation-renewed": InvitationRenewed{},
		"member-changed":     MemberChanged{},
		"entry-refused":      EntryRefused{},
		"agenda-arranged":    AgendaArranged{},
		"agenda-adopted":     AgendaAdopted{},

		"floor-interrupted":      FloorInterrupted{},
		"floor-resumed":          FloorResumed{},
		"intervention-abandoned": InterventionAbandoned{},
		"intervention-described": InterventionDescribed{},
		"intervention-recorded":  InterventionRecorded{},
		"clock-paused":           ClockPaused{},
		"clock-resumed":          ClockResumed{},
		"list-arranged":          ListArranged{},
		"protocol-order-set":     ProtocolOrderSet{},
		"speaker-listed":         SpeakerListed{},
		"speaker-unlisted":       SpeakerUnlisted{},
		"speaker-moved":          SpeakerMoved{},
		"point-raised":           PointRaised{},
		"point-withdrawn":        PointWithdrawn{},
		"recording-started":      RecordingStarted{},
		"recording-stopped":      RecordingStopped{},
		"recording-declined":     RecordingDeclined{},
		"recording-accepted":     RecordingAccepted{},
		"sound-opened":           SoundOpened{},
		"sound-closed":           SoundClosed{},

		"text-begun":             TextBegun{},
		"paragraph-added":        ParagraphAdded{},
		"paragraph-revised":      ParagraphRevised{},
		"paragraph-withdrawn":    ParagraphWithdrawn{},
		"paragraph-placed":       ParagraphPlaced{},
		"bracket-asked":          BracketAsked{},
		"bracket-released":       BracketReleased{},
		"position-taken":         PositionTaken{},
		"assent-given":           AssentGiven{},
		"assent-withdrawn":       AssentWithdrawn{},
		"text-adopted":           TextAdopted{},
		"conformity-certified":   ConformityCertified{},
		"silence-opened":         SilenceOpened{},
		"silence-cancelled":      SilenceCancelled{},
		"silence-broken":         SilenceBroken{},
		"rectification-proposed": RectificationProposed{},
		"rectification-refused":  RectificationRefused{},
		"text-rectified":         TextRectified{},

		"delegation-home-set":    DelegationHomeSet{},
		"slot-proposed":          SlotProposed{},
		"slot-answered":          SlotAnswered{},
		"slot-withdrawn":         SlotWithdrawn{},
		"next-meeting-set":       NextMeetingSet{},
		"next-meeting-cancelled": NextMeetingCancelled{},
		"next-meeting-made":      NextMeetingMade{},
		"meeting-rescheduled":    MeetingRescheduled{},
		"meeting-cancelled":      MeetingCancelled{},
		"commitment-made":        CommitmentMade{},
		"commitment-assessed":    CommitmentAssessed{},
		"commitment-settled":     CommitmentSettled{},
		"publication-issued":     PublicationIssued{},
	}
}

// TypeOf is the journal's name of a fact.
func TypeOf(f Fact) string {
	name, ok := journalTypes().names[reflect.TypeOf(f)]
	if !ok {
		panic(fmt.Sprintf("proceedings: %T has no name in the journal", f))
	}
	return name
}

// journalNames is facts() read both ways.
type journalNames struct {
	types map[string]reflect.Type
	names map[reflect.Type]string
}

// journalTypes is made once: a table for each event was a third of what a replay costs.
//
//nolint:gochecknoglobals // a table that never changes, made from one that is not a global
var journalTypes = sync.OnceValue(func() journalNames {
	table := facts()
	j := journalNames{types: make(map[string]reflect.Type, len(table)), names: make(map[reflect.Type]string, len(table))}
	for name, sample := range table {
		of := reflect.TypeOf(sample)
		j.types[name], j.names[of] = of, name
	}
	return j
})

// wireEvent is an event in the journal.
type wireEvent struct {
	Type    string          `json:"type"`
	At      time.Time       `json:"at"`
	Data    json.RawMessage `json:"data"`
	Command string          `json:"command,omitempty"` // whose event it is
}

// ErrRecord says that a journal's record cannot be read.
var ErrRecord = errors.New("proceedings: unreadable record")

// EncodeRecord is the journal's record of one command's events: a JSON array. The command's identifier, which its
// writer makes up at random, tells two records apart that say the same.
func EncodeRecord(command string, events []Event) ([]byte, error) {
	wire := make([]wireEvent, 0, len(events))
	for _, e := range events {
		data, err := json.Marshal(e.Fact)
		if err != nil {
			return nil, fmt.Errorf("encode %s: %w", TypeOf(e.Fact), err)
		}
		wire = append(wire, wireEvent{Type: TypeOf(e.Fact), At: e.At, Data: data, Command: command})
	}
	out, err := json.Marshal(wire)
	if err != nil {
		return nil, fmt.Errorf("encode record: %w", err)
	}
	return out, nil
}

// DecodeRecord reads a record. An event of an unknown type is an error (ErrRecord): a State without it would be
// wrong. Unknown members are ignored: a later version's additions.
func DecodeRecord(record []byte) ([]Event, error) {
	var wire []wireEvent
	if err := json.Unmarshal(record, &wire); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrRecord, err)
	}
	events := make([]Event, 0, len(wire))
	for _, w := range wire {
		of, ok := journalTypes().types[w.Type]
		if !ok {
			return nil, fmt.Errorf("%w: unknown event %q (written by a later version?)", ErrRecord, w.Type)
		}
		v := reflect.New(of)
		if err := json.Unmarshal(w.Data, v.Interface()); err != nil {
			return nil, fmt.Errorf("%w: %s: %w", ErrRecord, w.Type, err)
		}
		fact, _ := reflect.TypeAssert[Fact](v.Elem())
		events = append(events, Event{At: w.At.UTC(), Fact: fact})
	}
	return events, nil
}
