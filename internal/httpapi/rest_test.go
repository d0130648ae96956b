package httpapi

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

const meetingBody = `{"title":"A meeting","languages":["es","en"],"delegations":[{"name":"México","languages":["es"]},{"name":"US"}],
"start":"2021-05-07T10:00","timezone":"America/Mexico_City","agenda":[{"title":"Migration","minutes":20}]}`

func TestCreateMeeting(t *testing.T) {
	api, backend := newTestAPI(t, nil)
	res := call(api, "POST", "/api/v1/meetings", adminToken, meetingBody, "Content-Type", "application/json")
	body := bodyOf(t, res)
	var m protocol.Meeting
	if err := json.Unmarshal([]byte(body), &m); err != nil || res.StatusCode != 201 || m.ID != "m1" || m.Title != "A meeting" {
		t.Fatalf("%d %s", res.StatusCode, body)
	}
	wantHeaders(t, res, "Location", "/api/v1/meetings/m1", "Cache-Control", "no-store")
	for _, list := range []string{`"languages":[]`, `"delegations":[]`, `"agenda":[]`} {
		if !strings.Contains(body, list) {
			t.Errorf("%s is not in %s", list, body)
		}
	}
	want := conference.CreateMeeting{
		Title: "A meeting", Languages: []string{"es", "en"}, Start: "2021-05-07T10:00", Timezone: "America/Mexico_City",
		Delegations: []conference.NewDelegation{{Name: "México", Languages: []string{"es"}}, {Name: "US"}},
		Agenda:      []conference.NewAgendaItem{{Title: "Migration", Minutes: 20}},
	}
	if diff := cmp.Diff([]conference.CreateMeeting{want}, backend.created); diff != "" {
		t.Error(diff)
	}
}

func TestInvite(t *testing.T) {
	api, backend := newTestAPI(t, nil)
	for _, token := range []string{adminToken, chairToken} {
		res := call(api, "POST", "/api/v1/meetings/m1/invitations", token,
			`{"role":"delegate","name":"Ana","function":"F","delegation":"d1","language":"es","lobby":false}`)
		body := bodyOf(t, res)
		var got map[string]any
		if err := json.Unmarshal([]byte(body), &got); err != nil || res.StatusCode != 201 {
			t.Fatalf("%d %s", res.StatusCode, body)
		}
		if got["id"] != "i9" || got["token"] != "secret-token" || got["url"] != "http://example.org/m/m1#secret-token" {
			t.Errorf("%v", got)
		}
		wantHeaders(t, res, "Location", "/api/v1/meetings/m1/invitations/i9")
	}
	no := false
	want := conference.Invite{Role: "delegate", Name: "Ana", Function: "F", Delegation: "d1", Language: "es", Lobby: &no}
	if diff := cmp.Diff([]conference.Invite{want, want}, backend.invites); diff != "" {
		t.Error(diff)
	}
}

func TestReads(t *testing.T) {
	api, _ := newTestAPI(t, nil)
	for _, tc := range []struct{ path, token, want string }{
		{"/api/v1/meetings", adminToken, `{"meetings":[{"id":"m1"`},
		{"/api/v1/meetings/m1", adminToken, `{"id":"m1"`},
		{"/api/v1/meetings/m1", delegateToken, `{"id":"m1"`},
		{"/api/v1/meetings/m1/invitations", chairToken, `{"invitations":[{"id":"i9"`},
		{"/api/v1/meetings/m1/invitations/i9", chairToken, `{"id":"i9"`}, // the Location of the invitation
		{"/api/v1/invitation", delegateToken, `{"meeting":{"id":"m1"`},
	} {
		res := call(api, "GET", tc.path, tc.token, "")
		if body := bodyOf(t, res); res.StatusCode != 200 || !strings.HasPrefix(body, tc.want) || strings.Contains(body, "$schema") {
			t.Errorf("%s: %d %s", tc.path, res.StatusCode, body)
		}
	}
	res := call(api, "GET", "/api/v1/invitation", delegateToken, "")
	for _, want := range []string{`"admission":"admitted"`, `"name":"delegate"`, `"role":"delegate"`} {
		if body := bodyOf(t, call(api, "GET", "/api/v1/invitation", delegateToken, "")); !strings.Contains(body, want) {
			t.Errorf("%s is not in %s", want, body)
		}
	}
	wantHeaders(t, res, "Cache-Control", "no-store", "Content-Type", "application/json")
	if res := call(api, "DELETE", "/api/v1/meetings/m1/invitations/i9", adminToken, ""); res.StatusCode != 204 {
		t.Errorf("revoke: %d", res.StatusCode)
	}
}

func TestRESTRefuses(t *testing.T) {
	for name, tc := range map[string]struct {
		method, path, token, body string
		status                    int
		code, detail              string
	}{
		"no token":               {"POST", "/api/v1/meetings", "", meetingBody, 401, "token-missing", "Bearer"},
		"unknown token":          {"POST", "/api/v1/meetings", "nobody", meetingBody, 401, "token-unknown", ""},
		"token before body":      {"POST", "/api/v1/meetings", "nobody", "{", 401, "token-unknown", ""},
		"chair makes a meeting":  {"POST", "/api/v1/meetings", chairToken, meetingBody, 403, "not-allowed", "administrator"},
		"chair lists meetings":   {"GET", "/api/v1/meetings", chairToken, "", 403, "not-allowed", ""},
		"delegate invites":       {"POST", "/api/v1/meetings/m1/invitations", delegateToken, `{"role":"press","name":"x"}`, 403, "not-allowed", "chair"},
		"chair of another":       {"POST", "/api/v1/meetings/m2/invitations", chairToken, `{"role":"press","name":"x"}`, 403, "not-allowed", ""},
		"another meeting":        {"GET", "/api/v1/meetings/m1", foreignToken, "", 403, "token-foreign", ""},
		"token, unknown meeting": {"GET", "/api/v1/meetings/nix", delegateToken, "", 404, "meeting-unknown", ""},
		"a very long identifier": {"GET", "/api/v1/meetings/" + strings.Repeat("x", 1000), adminToken, "", 404, "meeting-unknown", ""},
		"revoked":                {"GET", "/api/v1/invitation", revokedToken, "", 403, "token-revoked", ""},
		"admin's own invitation": {"GET", "/api/v1/invitation", adminToken, "", 403, "token-is-admin", ""},
		"unknown field":          {"POST", "/api/v1/meetings", adminToken, `{"title":"x","langauges":["es"]}`, 422, "body-invalid", "langauges: unexpected property"}, //nolint:misspell // the mistake is the test
		"unknown nested field":   {"POST", "/api/v1/meetings", adminToken, `{"title":"x","agenda":[{"title":"y","min":1}]}`, 422, "body-invalid", "agenda[0].min: unexpected property"},
		"missing field":          {"POST", "/api/v1/meetings", adminToken, `{}`, 422, "body-invalid", "title"},
		"wrong type":             {"POST", "/api/v1/meetings", adminToken, `{"title":7}`, 422, "body-invalid", "title: expected string"},
		"unknown role":           {"POST", "/api/v1/meetings/m1/invitations", adminToken, `{"role":"king","name":"x"}`, 422, "body-invalid", "role"},
		"malformed":              {"POST", "/api/v1/meetings", adminToken, `{"title":`, 400, "body-malformed", ""},
		"no body":                {"POST", "/api/v1/meetings", adminToken, ``, 400, "body-malformed", ""},
		"too large":              {"POST", "/api/v1/meetings", adminToken, `{"title":"` + strings.Repeat("x", 1<<20) + `"}`, 413, "body-too-large", ""},
		"unknown meeting":        {"GET", "/api/v1/meetings/nix", adminToken, "", 404, "meeting-unknown", ""},
		"no such invitation":     {"GET", "/api/v1/meetings/m1/invitations/i0", adminToken, "", 404, "invitation-unknown", ""},
		"unknown invitation":     {"DELETE", "/api/v1/meetings/m1/invitations/i0", adminToken, "", 404, "invitation-unknown", ""},
		"unknown address":        {"GET", "/api/v1/nothing", adminToken, "", 404, "not-found", ""},
		"unknown version":        {"POST", "/api/v2/meetings", adminToken, "", 404, "not-found", ""},
		"wrong method":           {"PUT", "/api/v1/meetings", adminToken, "", 405, "method-not-allowed", "GET"},
		"unknown problem":        {"GET", "/problems/none", "", "", 404, "not-found", ""},
	} {
		t.Run(name, func(t *testing.T) {
			api, backend := newTestAPI(t, nil)
			p := wantProblem(t, call(api, tc.method, tc.path, tc.token, tc.body), tc.status, tc.code)
			if !strings.Contains(p.Detail, tc.detail) {
				t.Errorf("detail %q", p.Detail)
			}
			if len(p.Detail) > 1000 {
				t.Errorf("a detail of %d bytes", len(p.Detail))
			}
			if len(backend.created)+len(backend.invites) > 0 {
				t.Error("it took effect")
			}
		})
	}
}

func TestUnsupportedMediaType(t *testing.T) {
	api, _ := newTestAPI(t, nil)
	wantProblem(t, call(api, "POST", "/api/v1/meetings", adminToken, "<x/>", "Content-Type", "application/xml"), 415, "media-type-unsupported")
}

func TestMediaTypesKnowNoCase(t *testing.T) {
	api, _ := newTestAPI(t, nil)
	for _, written := range []string{"application/json", "Application/JSON; charset=UTF-8"} {
		if res := call(api, "POST", "/api/v1/meetings", adminToken, meetingBody, "Content-Type", written); res.StatusCode != 201 {
			t.Errorf("%s: %d %s", written, res.StatusCode, bodyOf(t, res))
		}
	}
}

// RFC 9110 section 9.3.7: what an address is able to do.
func TestOptionsOfEveryAddress(t *testing.T) {
	api, _ := newTestAPI(t, nil)
	for path, allow := range map[string]string{
		"/api/v1/meetings": "GET, HEAD, POST, OPTIONS", "/openapi.json": "GET, HEAD, OPTIONS", "/healthz": "GET, HEAD, OPTIONS",
	} {
		res := call(api, "OPTIONS", path, "", "")
		wantHeaders(t, res, "Allow", allow)
		if res.StatusCode != 204 {
			t.Errorf("%s: %d", path, res.StatusCode)
		}
	}
	wantProblem(t, call(api, "OPTIONS", "/api/v1/nothing", "", ""), 404, "not-found")
}

func TestErrorsOfOursAreNotTold(t *testing.T) {
	api, backend := newTestAPI(t, nil)
	backend.failWith = errors.New("disk /secret/path is full")
	if p := wantProblem(t, call(api, "POST", "/api/v1/meetings", adminToken, meetingBody), 500, "internal"); strings.Contains(p.Detail, "secret") {
		t.Errorf("%q", p.Detail)
	}
	backend.failWith = protocol.NewProblem(503, "not-saved", "It could not be saved", "The disk is full.")
	res := call(api, "POST", "/api/v1/meetings", adminToken, meetingBody)
	wantProblem(t, res, 503, "not-saved")
	wantHeaders(t, res, "Retry-After", "5")
}

func TestProblemsWhateverIsAccepted(t *testing.T) {
	api, _ := newTestAPI(t, nil)
	for _, accept := range []string{"", "*/*", "application/json", "application/problem+json", "text/html", "application/cbor"} {
		wantProblem(t, call(api, "POST", "/api/v1/meetings", adminToken, "{}", "Accept", accept), 422, "body-invalid")
	}
}
