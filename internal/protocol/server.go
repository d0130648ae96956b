package protocol

import (
	"encoding/json"
	"fmt"
	"reflect"
)

// serverTypes is the table of what the server sends.
func serverTypes() map[string]any {
	return map[string]any{
		"welcome":               Welcome{},
		"pong":                  Pong{},
		"answer":                Answer{},
		"ack":                   Ack{},
		"problem":               ProblemMessage{},
		"admitted":              Admitted{},
		"participant":           ParticipantChanged{},
		"participant-left":      ParticipantLeft{},
		"lobby":                 LobbyChanged{},
		"meeting":               MeetingChanged{},
		"floor":                 FloorChanged{},
		"stage":                 StageChanged{},
		"chat":                  ChatReceived{},
		"reaction":              Reacted{},
		"mute":                  MuteRequested{},
		"slot":                  SlotChanged{},
		"layers":                LayersNeeded{},
		"speakers":              Speakers{},
		"interpretation":        InterpretationChanged{},
		"interpretation-notice": InterpretationNotice{},
		"booth-levels":          BoothLevels{},
		"glossary":              GlossaryChanged{},
		"source-quality":        SourceQuality{},
		"agenda":                AgendaChanged{},
		"shown-document":        ShownDocumentChanged{},
		"floor-times":           FloorTimesChanged{},
		"speakers-list":         ListChanged{},
		"points-of-order":       PointsChanged{},
		"document":              DocumentAdded{},
		"document-withdrawn":    DocumentWithdrawn{},
		"take-over-asked":       TakeOverAsked{},
		"recorder":              RecorderChanged{},
		"segment":               SegmentChanged{},
		"segment-editors":       SegmentEditors{},
		"record":                RecordChanged{},
		"caption":               Caption{},
		"text-news":             TextNews{},
		"bye":                   Bye{},
	}
}

// EncodeServer is the JSON of a server message; Type is filled in, and a nil list is written as []. It panics for
// a type that is not a server message: that is a bug of ours.
func EncodeServer(m any) []byte {
	t := reflect.TypeOf(m)
	for name, sample := range serverTypes() {
		if reflect.TypeOf(sample) != t {
			continue
		}
		v := reflect.New(t).Elem()
		v.Set(reflect.ValueOf(m))
		v.FieldByName("Type").SetString(name)
		b, err := json.Marshal(withoutNil(v).Interface())
		if err != nil {
			panic(fmt.Sprintf("protocol: encode %s: %v", name, err))
		}
		return b
	}
	panic(fmt.Sprintf("protocol: %T is not a server message", m))
}

// withoutNil is v with empty lists in place of nil ones. v is a struct that may be changed; lists are copied
// only where an element has to change.
func withoutNil(v reflect.Value) reflect.Value {
	for _, f := range v.Fields() {
		if f.Kind() == reflect.Struct {
			withoutNil(f)
		}
		if f.Kind() == reflect.Slice {
			f.Set(listWithoutNil(f))
		}
	}
	return v
}

func listWithoutNil(list reflect.Value) reflect.Value {
	if list.IsNil() {
		return reflect.MakeSlice(list.Type(), 0, 0)
	}
	if list.Type().Elem().Kind() != reflect.Struct {
		return list
	}
	out := reflect.MakeSlice(list.Type(), list.Len(), list.Len())
	reflect.Copy(out, list)
	for i := range out.Len() {
		withoutNil(out.Index(i))
	}
	return out
}

// DecodeServer reads a server message for bots and tests: the result is one of the server's structs by value.
// Unknown fields are ignored, as a client must.
func DecodeServer(data []byte) (any, error) {
	var head struct {
		Type string `json:"type"`
	}
	if err := json.Unmarshal(data, &head); err != nil {
		return nil, fmt.Errorf("decode server message: %w", err)
	}
	sample, ok := serverTypes()[head.Type]
	if !ok {
		return nil, fmt.Errorf("decode server message: unknown type %q", head.Type)
	}
	v := reflect.New(reflect.TypeOf(sample))
	if err := json.Unmarshal(data, v.Interface()); err != nil {
		return nil, fmt.Errorf("decode %s: %w", head.Type, err)
	}
	return v.Elem().Interface(), nil
}
