package protocol

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

type vector struct {
	Name    string          `json:"name"`
	Message json.RawMessage `json:"message"`
	Text    string          `json:"text"`
	Code    string          `json:"code"`
	Says    string          `json:"says"`
}

func vectors(tb testing.TB, file string) []vector {
	tb.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		tb.Fatal(err)
	}
	var out []vector
	if err := json.Unmarshal(b, &out); err != nil {
		tb.Fatal(err)
	}
	return out
}

func object(t *testing.T, b []byte) map[string]any {
	t.Helper()
	var m map[string]any
	if err := json.Unmarshal(b, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

func TestClientVectorsAreAcceptedAndEncodedAlike(t *testing.T) {
	seen := map[string]bool{}
	for _, v := range vectors(t, "client.json") {
		t.Run(v.Name, func(t *testing.T) {
			m, id, problem := DecodeClient(v.Message)
			if problem != nil {
				t.Fatal(problem)
			}
			if id != m.MessageID() {
				t.Errorf("id %d, the message's own is %d", id, m.MessageID())
			}
			b, err := EncodeClient(m)
			if err != nil {
				t.Fatal(err)
			}
			want := object(t, v.Message)
			seen[want["type"].(string)] = true
			if diff := cmp.Diff(want, object(t, b)); diff != "" {
				t.Error(diff)
			}
		})
	}
	for name := range clientTypes() {
		if !seen[name] {
			t.Errorf("client.json has no %s", name)
		}
	}
}

func TestServerVectorsAreWhatTheServerWrites(t *testing.T) {
	seen := map[string]bool{}
	for _, v := range vectors(t, "server.json") {
		t.Run(v.Name, func(t *testing.T) {
			m, err := DecodeServer(v.Message)
			if err != nil {
				t.Fatal(err)
			}
			want := object(t, v.Message)
			seen[want["type"].(string)] = true
			if diff := cmp.Diff(want, object(t, EncodeServer(m))); diff != "" {
				t.Error(diff)
			}
		})
	}
	for name := range serverTypes() {
		if !seen[name] {
			t.Errorf("server.json has no %s", name)
		}
	}
}

func TestRefusedVectorsSayWhatAndWhere(t *testing.T) {
	for _, v := range vectors(t, "refused.json") {
		t.Run(v.Name, func(t *testing.T) {
			m, _, problem := DecodeClient([]byte(v.Text))
			if problem == nil {
				t.Fatalf("accepted as %#v", m)
			}
			if problem.Code != v.Code || !strings.Contains(problem.Detail, v.Says) {
				t.Errorf("got %s: %s, want %s with %q", problem.Code, problem.Detail, v.Code, v.Says)
			}
		})
	}
}
