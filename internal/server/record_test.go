package server

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// The record by what a program sees: added, changed, a stale change refused with what it missed, published, its hash checked.
func TestRecordOverREST(t *testing.T) {
	s := start(t, testConfig(t))
	meeting := createMeeting(t, s)
	kay := invite(t, s, meeting, map[string]any{"role": "record-keeper", "name": "Kay", "lobby": false}).Token
	press := invite(t, s, meeting, map[string]any{"role": "press", "name": "Prensa", "lobby": false}).Token
	base := s.URL() + "/api/v1/meetings/" + meeting + "/record"

	var added protocol.Segment
	request(t, "POST", base+"/segments", kay, map[string]any{"language": "es", "text": "Nuestros países."}, &added)
	if added.ID != "s1" || added.Revision != 1 || added.Origin != "floor" {
		t.Fatalf("%+v", added)
	}
	var revised protocol.Segment
	request(t, "PATCH", base+"/segments/s1", kay, map[string]any{"from": 1, "text": "Nuestros dos países."}, &revised)
	var stale protocol.Problem
	res := request(t, "PATCH", base+"/segments/s1", kay, map[string]any{"from": 1, "text": "Nuestros países, juntos."}, &stale)
	if res.StatusCode != http.StatusConflict || stale.Code != "revision-stale" || stale.Conflict == nil || stale.Conflict.Segment.Text != revised.Text || len(stale.Conflict.Difference) < 3 {
		t.Fatalf("%d %+v", res.StatusCode, stale)
	}
	for who, token := range map[string]string{"the press": press, "nobody": "nothing"} {
		if res := request(t, "POST", base+"/segments", token, map[string]any{"language": "es", "text": "x"}, nil); res.StatusCode < 400 {
			t.Errorf("%s writes: %d", who, res.StatusCode)
		}
	}
	var record protocol.MeetingRecord
	request(t, "POST", base+"/versions", kay, nil, &record)
	if len(record.Versions) != 1 {
		t.Fatalf("%+v", record)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, base+"/versions/1/text", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+press)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(text)
	if hex.EncodeToString(sum[:]) != record.Versions[0].SHA256 || !strings.Contains(string(text), revised.Text) {
		t.Errorf("%s is not what %s is of", text, record.Versions[0].SHA256)
	}
	var found protocol.SearchResult
	request(t, "GET", base+"/search?q=PAISES", press, nil, &found)
	if found.All != 1 {
		t.Errorf("%+v", found)
	}
}
