package httpapi

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cumbre-meet/cumbre/internal/conference"
)

func TestMembers(t *testing.T) {
	api, backend := newTestAPI(t, nil)
	const list = "/api/v1/meetings/m1/delegations/d1/members"
	for token, want := range map[string]int{focalToken: 200, chairToken: 200, adminToken: 200, delegateToken: 403, foreignToken: 403, "": 401} {
		if res := call(api, "GET", list, token, ""); res.StatusCode != want {
			t.Errorf("%s reads the list: %d", token, res.StatusCode)
		}
	}
	if res := call(api, "GET", "/api/v1/meetings/m1/delegations/d2/members", focalToken, ""); res.StatusCode != 403 {
		t.Errorf("another's list: %d", res.StatusCode)
	}
	const ana = `{"name":"Ana","function":"F","language":"es","authority":true,"replaces":"i3"}`
	for _, token := range []string{focalToken, chairToken} {
		if res := call(api, "POST", list, token, ana); res.StatusCode != 201 {
			t.Errorf("%s adds: %d", token, res.StatusCode)
		}
	}
	added := conference.Invite{
		Role: "delegate", Name: "Ana", Function: "F", Language: "es", Delegation: "d1", Authority: true, Replaces: "i3",
		By: "i-focal", Vouched: true,
	}
	managed := added
	managed.By, managed.Vouched = "", false // of a delegation that has no focal point; proceedings decides
	if diff := cmp.Diff([]conference.Invite{added, managed}, backend.invites); diff != "" {
		t.Error(diff)
	}
	body := bodyOf(t, call(api, "PATCH", list+"/of-d1", focalToken, `{"vouched":true}`))
	if !strings.Contains(body, `"name":"i-focal"`) || !strings.Contains(body, `"vouched":true`) {
		t.Error(body)
	}
	wantProblem(t, call(api, "PATCH", list+"/of-d2", focalToken, `{"vouched":true}`), 404, "invitation-unknown")
	wantProblem(t, call(api, "PUT", "/api/v1/meetings/m1/invitations/i9/entry", focalToken, `{"refused":true}`), 403, "not-allowed")
	wantProblem(t, call(api, "PUT", "/api/v1/meetings/m1/agenda", focalToken, `{"revision":1,"items":[]}`), 403, "not-allowed")
}
