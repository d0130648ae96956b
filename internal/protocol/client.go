package protocol

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
)

// ClientMessage is one of the messages that a client sends.
type ClientMessage interface {
	// MessageID is the id that the client chose for the answer; 0: it wants none, or the type has none.
	MessageID() int
}

// clientTypes is the wire's table: the value of "type" of each client message. It is data, and the only place
// that names them.
func clientTypes() map[string]ClientMessage {
	return map[string]ClientMessage{
		"hello":                  Hello{},
		"ping":                   Ping{},
		"offer":                  Offer{},
		"want-slots":             WantSlots{},
		"set-media":              SetMedia{},
		"set-hand":               SetHand{},
		"react":                  React{},
		"set-language":           SetLanguage{},
		"send-chat":              SendChat{},
		"admit":                  Admit{},
		"refuse":                 Refuse{},
		"give-floor":             GiveFloor{},
		"yield-floor":            YieldFloor{},
		"mute":                   Mute{},
		"lower-hand":             LowerHand{},
		"remove":                 Remove{},
		"lock":                   Lock{},
		"end":                    End{},
		"leave":                  Leave{},
		"listen":                 Listen{},
		"want-sounds":            WantSounds{},
		"sit":                    Sit{},
		"stand":                  Stand{},
		"check-seat":             CheckSeat{},
		"set-output":             SetOutput{},
		"set-input":              SetInput{},
		"open-microphone":        OpenMicrophone{},
		"close-microphone":       CloseMicrophone{},
		"cough":                  Cough{},
		"hand-over":              HandOver{},
		"take-over":              TakeOver{},
		"set-shift":              SetShift{},
		"set-floor-language":     SetFloorLanguage{},
		"uninterpretable":        Uninterpretable{},
		"talk-to-floor":          TalkToFloor{},
		"slow-down":              SlowDown{},
		"sound-inadequate":       SoundInadequate{},
		"call-technician":        CallTechnician{},
		"add-term":               AddTerm{},
		"remove-term":            RemoveTerm{},
		"arrange-interpretation": ArrangeInterpretation{},
		"report-source":          ReportSource{},
		"move-agenda":            MoveAgenda{},
		"answer-take-over":       AnswerTakeOver{},
		"set-regime":             SetRegime{},
		"show-document":          ShowDocument{},
		"arrange-list":           ArrangeList{},
		"set-protocol-order":     SetProtocolOrder{},
		"ask-floor":              AskFloor{},
		"unlist":                 Unlist{},
		"move-speaker":           MoveSpeaker{},
		"give-next":              GiveNext{},
		"raise-point":            RaisePoint{},
		"pause-clock":            PauseClock{},
		"describe-intervention":  DescribeIntervention{},
		"start-recording":        StartRecording{},
		"stop-recording":         StopRecording{},
		"decline-recording":      DeclineRecording{},
		"watch-record":           WatchRecord{},
		"edit-segment":           EditSegment{},
		"write-caption":          WriteCaption{},
		"set-captions":           SetCaptions{},
	}
}

// MessageID is 0: a hello has no id.
func (Hello) MessageID() int { return 0 }

// MessageID is 0: its T comes back.
func (Ping) MessageID() int { return 0 }

// MessageID is the client's, for the answer.
func (m Offer) MessageID() int { return m.ID }

// MessageID is 0: it is not answered.
func (WantSlots) MessageID() int { return 0 }

// MessageID is 0: it is not answered.
func (SetMedia) MessageID() int { return 0 }

// MessageID is 0: it is not answered.
func (SetHand) MessageID() int { return 0 }

// MessageID is 0: it is not answered.
func (React) MessageID() int { return 0 }

// MessageID is 0: it is not answered.
func (SetLanguage) MessageID() int { return 0 }

// MessageID is the client's, for the answer.
func (m SendChat) MessageID() int { return m.ID }

// MessageID is the client's, for the answer.
func (m Admit) MessageID() int { return m.ID }

// MessageID is the client's, for the answer.
func (m Refuse) MessageID() int { return m.ID }

// MessageID is the client's, for the answer.
func (m GiveFloor) MessageID() int { return m.ID }

// MessageID is the client's, for the answer.
func (m YieldFloor) MessageID() int { return m.ID }

// MessageID is the client's, for the answer.
func (m Mute) MessageID() int { return m.ID }

// MessageID is the client's, for the answer.
func (m LowerHand) MessageID() int { return m.ID }

// MessageID is the client's, for the answer.
func (m Remove) MessageID() int { return m.ID }

// MessageID is the client's, for the answer.
func (m Lock) MessageID() int { return m.ID }

// MessageID is the client's, for the answer.
func (m End) MessageID() int { return m.ID }

// MessageID is 0: it is not answered.
func (Leave) MessageID() int { return 0 }

// ClientTypes lists the values of "type" that a client may send, sorted.
func ClientTypes() []string {
	table := clientTypes()
	names := make([]string, 0, len(table))
	for name := range table {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// EncodeClient is the JSON of a client message with its type: what bots and tests send.
func EncodeClient(m ClientMessage) ([]byte, error) {
	for name, sample := range clientTypes() {
		if reflect.TypeOf(sample) == reflect.TypeOf(m) {
			return withType(name, m)
		}
	}
	return nil, fmt.Errorf("protocol: %T is not a client message", m)
}

// withType puts "type" in front of the members of a message.
func withType(name string, m any) ([]byte, error) {
	body, err := json.Marshal(m)
	if err != nil {
		return nil, fmt.Errorf("encode %s: %w", name, err)
	}
	head, err := json.Marshal(name)
	if err != nil {
		return nil, fmt.Errorf("encode type: %w", err)
	}
	out := append([]byte(`{"type":`), head...)
	if len(body) > len(`{}`) {
		out = append(out, ',')
	}
	return append(out, body[1:]...), nil
}
