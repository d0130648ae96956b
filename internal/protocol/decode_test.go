package protocol

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

func TestTheIDIsFoundEvenInARefusedMessage(t *testing.T) {
	_, id, problem := DecodeClient([]byte(`{"type":"admit","id":7,"participant":3}`))
	if problem == nil || id != 7 {
		t.Errorf("id %d, problem %v", id, problem)
	}
}

func TestBounds(t *testing.T) {
	text := func(n int) string { return strings.Repeat("é", n) }
	for _, tc := range []struct {
		name, text, code string
	}{
		{"chat of the longest", `{"type":"send-chat","id":1,"to":"everyone","text":"` + text(MaxChatRunes) + `"}`, ""},
		{"chat too long", `{"type":"send-chat","id":1,"to":"everyone","text":"` + text(MaxChatRunes+1) + `"}`, "field-invalid"},
		{"token too long", `{"type":"hello","version":1,"token":"` + text(257) + `"}`, "field-invalid"},
		{"SDP of the longest", `{"type":"offer","id":1,"sdp":"` + strings.Repeat("a", MaxSDPBytes) + `","lines":[],"new":true}`, ""},
		{"SDP too long", `{"type":"offer","id":1,"sdp":"` + strings.Repeat("a", MaxSDPBytes+1) + `","lines":[],"new":true}`, "field-invalid"},
		{"message too large", `{"type":"offer","id":1,"sdp":"` + strings.Repeat("a", MaxMessageBytes) + `","lines":[],"new":true}`, "message-too-large"},
		{
			"too many slots", `{"type":"want-slots","slots":[` +
				strings.TrimSuffix(strings.Repeat(`{"mid":"1","height":1,"priority":1},`, MaxLines+1), ",") + `]}`,
			"field-invalid",
		},
		{"not UTF-8", "{\"type\":\"set-language\",\"language\":\"\xff\"}", "message-malformed"},
		{"depth", strings.Repeat(`{"a":`, 15_000) + "1" + strings.Repeat("}", 15_000), "message-malformed"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, _, problem := DecodeClient([]byte(tc.text))
			if got := code(problem); got != tc.code {
				t.Errorf("got %q, want %q (%v)", got, tc.code, problem)
			}
			if tc.code == "field-invalid" && problem.Status != 422 { // as over HTTP, and as /problems/field-invalid says
				t.Errorf("status %d", problem.Status)
			}
			if problem != nil && len(problem.Detail) > 1000 {
				t.Errorf("a detail of %d bytes", len(problem.Detail))
			}
		})
	}
}

func code(p *Problem) string {
	if p == nil {
		return ""
	}
	return p.Code
}

// The decoder reads structs, lists, texts, flags and whole numbers; the table must not grow beyond without it, and
// every text and list needs its bound.
func TestTheTableHasOnlyWhatTheDecoderReads(t *testing.T) {
	var check func(where string, typ reflect.Type, tag reflect.StructTag)
	check = func(where string, typ reflect.Type, tag reflect.StructTag) {
		switch typ.Kind() {
		case reflect.Struct:
			for f := range typ.Fields() {
				check(where+"."+f.Name, f.Type, f.Tag)
			}
		case reflect.Slice:
			if tag.Get("maxItems") == "" {
				t.Errorf("%s has no maxItems", where)
			}
			check(where+"[]", typ.Elem(), `maxLength:"elsewhere"`)
		case reflect.String:
			if tag.Get("maxLength") == "" && tag.Get("enum") == "" {
				t.Errorf("%s has neither maxLength nor enum", where)
			}
		case reflect.Bool, reflect.Int, reflect.Int64:
		default:
			t.Errorf("%s is a %s, which the decoder does not read", where, typ.Kind())
		}
	}
	for name, sample := range clientTypes() {
		check(name, reflect.TypeOf(sample), "")
	}
}

func TestEncodeServerWritesEmptyListsAndLeavesTheMessageAlone(t *testing.T) {
	m := Welcome{Meeting: Meeting{Delegations: []Delegation{{ID: "d1"}}}}
	b := EncodeServer(m)
	if strings.Contains(string(b), "null") {
		t.Errorf("null in %s", b)
	}
	if m.Type != "" || m.Meeting.Delegations[0].Languages != nil {
		t.Error("the message was changed")
	}
}

func TestEncodeServerPanicsForWhatIsNoMessage(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	EncodeServer(Problem{})
}

func FuzzDecodeClient(f *testing.F) {
	for _, v := range vectors(f, "client.json") {
		f.Add([]byte(v.Message))
	}
	for _, v := range vectors(f, "refused.json") {
		f.Add([]byte(v.Text))
	}
	f.Add([]byte(`{"type":{"a":1},"type":"ping","t":1}`))
	f.Add([]byte(`{"type":"want-slots","slots":[{"mid":"\ud800","height":1,"priority":1}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, id, problem := DecodeClient(data)
		if (m == nil) == (problem == nil) {
			t.Fatalf("message %v, problem %v", m, problem)
		}
		if problem != nil {
			if problem.Detail == "" || problem.Status < 400 || len(EncodeServer(ProblemMessage{ID: id, Problem: *problem})) > 4096 {
				t.Fatalf("a problem that helps nobody: %v", problem)
			}
			return
		}
		again(t, m)
	})
}

// again encodes an accepted message and decodes it: it must be the same.
func again(t *testing.T, m ClientMessage) {
	t.Helper()
	b, err := EncodeClient(m)
	if err != nil {
		t.Fatal(err)
	}
	if len(b) > MaxMessageBytes {
		return // escaping made it longer
	}
	m2, _, problem := DecodeClient(b)
	if problem != nil || !reflect.DeepEqual(m, m2) {
		one, _ := json.Marshal(m)
		two, _ := json.Marshal(m2)
		t.Fatalf("%s became %s (%v)", one, two, problem)
	}
}
