package httpapi

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

const shownBooths = `{"booths":[{"id":"b1","name":"es ↔ en","kind":"voice","outputs":["es","en"],"seats":2,"policy":"consent"}]}`

func TestTheInterpretationIsArranged(t *testing.T) {
	api, backend := newTestAPI(t, nil)
	const path = "/api/v1/meetings/m1/interpretation"
	body := `{"rehearsal":true,"lowWhenOff":true,"booths":[{"outputs":["es","en"]},{"id":"x","name":"Signs","kind":"sign","outputs":["ase"],"seats":3,"policy":"override"}]}`
	for _, token := range []string{adminToken, chairToken} {
		res := call(api, "PUT", path, token, body, "Content-Type", "application/json")
		if got := strings.TrimSpace(bodyOf(t, res)); res.StatusCode != 200 || got != shownBooths {
			t.Errorf("%d %s", res.StatusCode, got)
		}
		res = call(api, "GET", path, token, "")
		if got := strings.TrimSpace(bodyOf(t, res)); res.StatusCode != 200 || got != shownBooths {
			t.Errorf("%d %s", res.StatusCode, got)
		}
	}
	want := conference.Arrangement{Rehearsal: true, LowWhenOff: true, Booths: []conference.Booth{
		{Outputs: []string{"es", "en"}},
		{ID: "x", Name: "Signs", Kind: "sign", Outputs: []string{"ase"}, Seats: 3, Policy: "override"},
	}}
	if diff := cmp.Diff([]conference.Arrangement{want, want}, backend.arranged); diff != "" {
		t.Error(diff)
	}
	for _, method := range []string{"GET", "PUT"} {
		wantProblem(t, call(api, method, path, delegateToken, body, "Content-Type", "application/json"), 403, "not-allowed")
	}
	wantProblem(t, call(api, "PUT", path, adminToken, `{"booths":[{"outputs":["es"],"kind":"mime"}]}`, "Content-Type", "application/json"), 422, "body-invalid")
	backend.failWith = protocol.NewProblem(422, "field-invalid", "A field has a wrong value", "booths[0].outputs[0]: de is none")
	wantProblem(t, call(api, "PUT", path, adminToken, body, "Content-Type", "application/json"), 422, "field-invalid")
}

func TestAMeetingIsMadeWithBooths(t *testing.T) {
	api, backend := newTestAPI(t, nil)
	res := call(api, "POST", "/api/v1/meetings", adminToken,
		`{"title":"T","languages":["es","en"],"interpretation":{"booths":[{"outputs":["es"]},{"outputs":["en"]}]}}`, "Content-Type", "application/json")
	if res.StatusCode != 201 {
		t.Fatalf("%d %s", res.StatusCode, bodyOf(t, res))
	}
	want := &conference.Arrangement{Booths: []conference.Booth{{Outputs: []string{"es"}}, {Outputs: []string{"en"}}}}
	if diff := cmp.Diff(want, backend.created[0].Interpretation); diff != "" {
		t.Error(diff)
	}
}

func TestAnInterpreterIsInvited(t *testing.T) {
	api, backend := newTestAPI(t, nil)
	res := call(api, "POST", "/api/v1/meetings/m1/invitations", adminToken,
		`{"role":"interpreter","name":"Iris","booth":"b1","understands":["fr"]}`, "Content-Type", "application/json")
	body := bodyOf(t, res)
	if res.StatusCode != 201 || !strings.Contains(body, `"booth":"b1","understands":["fr"]`) {
		t.Fatalf("%d %s", res.StatusCode, body)
	}
	want := conference.Invite{Role: "interpreter", Name: "Iris", Booth: "b1", Understands: []string{"fr"}}
	if diff := cmp.Diff([]conference.Invite{want}, backend.invites); diff != "" {
		t.Error(diff)
	}
}
