package httpapi

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/invite"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// The letter says that something has changed to who was invited before that, and to nobody else.
func TestALetterTellsOfAChangeWhoWasInvitedBefore(t *testing.T) {
	api := &API{}
	invited := time.Date(2021, 5, 1, 9, 0, 0, 0, time.UTC)
	for at, want := range map[string]bool{"": false, "2021-05-01T08:59:59.999Z": false, "2021-05-01T09:00:00.001Z": true} {
		var c caller
		c.grant.Meeting = protocol.Meeting{ID: "m1", Title: "T", Rescheduled: 3, RescheduledAt: at}
		c.grant.Invitation.Created = invited
		_, f := api.invitationFacts(c, "en")
		if said := strings.Contains(invite.Write("en", f).Text, "have changed"); said != want || f.Changes != 3 {
			t.Errorf("changed at %q: said %v, counted %d", at, said, f.Changes)
		}
	}
}

func TestTheOwnInvitationAsALetterAndACalendarEntry(t *testing.T) {
	api, _ := newTestAPI(t, nil)
	for query, want := range map[string]string{"": "en", "?language=es-MX": "es", "?language=nah": "en", "?language=ar": "ar"} {
		var got letter
		body := bodyOf(t, call(api, "GET", "/api/v1/invitation/letter"+query, datedToken, ""))
		if err := json.Unmarshal([]byte(body), &got); err != nil || got.Language != want {
			t.Errorf("%s: %s", query, body)
		}
		if !strings.Contains(got.Text, "http://example.org/m/m1#"+datedToken) || !strings.Contains(got.Text, "09:30") {
			t.Error(got.Text)
		}
	}
	res := call(api, "GET", "/api/v1/invitation/calendar.ics?language=fr", datedToken, "")
	body := bodyOf(t, res)
	wantHeaders(t, res, "Content-Type", "text/calendar; charset=utf-8; method=PUBLISH", "Cache-Control", "no-store")
	for _, line := range []string{"DTSTART:20210507T150000Z\r\n", "UID:m1@example.org\r\n", "SUMMARY;LANGUAGE=fr:T\r\n"} {
		if !strings.Contains(body, line) {
			t.Errorf("%q is not in %s", line, body)
		}
	}
	wantProblem(t, call(api, "GET", "/api/v1/invitation/calendar.ics", delegateToken, ""), 409, "no-start")
	for _, path := range []string{"/api/v1/invitation/letter", "/api/v1/invitation/calendar.ics"} {
		wantProblem(t, call(api, "GET", path, adminToken, ""), 403, "token-is-admin")
		wantProblem(t, call(api, "GET", path, "", ""), 401, "token-missing")
	}
}
