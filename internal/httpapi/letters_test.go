package httpapi

import (
	"encoding/json"
	"strings"
	"testing"
)

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
