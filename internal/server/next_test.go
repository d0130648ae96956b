package server

import (
	"strings"
	"testing"

	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// What a calendar proposes in the place of an entry becomes a proposal of the delegation, with its words.
func TestACalendarsCounterProposal(t *testing.T) {
	b := newTable(t, start(t, testConfig(t)))
	ana, bob := b.delegate("Ana", "México"), b.delegate("Bob", "United States")
	var next protocol.NextMeeting
	request(t, "POST", b.meetingURL("/next/slots"), ana.Token, map[string]any{"wall": "2027-06-08T10:00", "zone": "America/Mexico_City", "minutes": 90}, &next)
	request(t, "PUT", b.meetingURL("/next/slots/"+next.Slots[0].ID+"/answer"), bob.Token, map[string]any{"accept": true}, &next)
	request(t, "PUT", b.meetingURL("/next/plan"), b.s.AdminToken(), map[string]any{"slot": next.Slots[0].ID, "mode": "virtual"}, &next)
	if next.Plan == nil {
		t.Fatalf("%+v", next)
	}
	_, told := do(t, "GET", b.meetingURL("/next/calendar.ics"), bob.Token, "")
	counter := strings.NewReplacer("METHOD:PUBLISH", "METHOD:COUNTER", "T160000Z", "T170000Z", "T173000Z", "T180000Z", "STATUS:CONFIRMED", "COMMENT:After the vote").Replace(told)
	res := request(t, "POST", b.meetingURL("/next/counters"), bob.Token, map[string]any{"calendar": counter}, &next)
	if res.StatusCode != 200 || len(next.Slots) != 2 {
		t.Fatalf("%d %+v\n%s", res.StatusCode, next, counter)
	}
	if s := next.Slots[1]; s.Note != "After the vote" || s.Minutes != 60 || s.When.At != "2027-06-08T17:00:00.000Z" || s.When.Zone != "America/Mexico_City" {
		t.Errorf("%+v", s)
	}
	for name, file := range map[string]string{"as it was told": told, "another meeting's": strings.ReplaceAll(counter, "UID:"+b.meeting, "UID:other")} {
		var refusal protocol.Problem
		if res := request(t, "POST", b.meetingURL("/next/counters"), bob.Token, map[string]any{"calendar": file}, &refusal); res.StatusCode != 422 || !strings.Contains(refusal.Detail, "calendar") {
			t.Errorf("%s: %d %+v", name, res.StatusCode, refusal)
		}
	}
}
