package server

import (
	"strings"
	"testing"
)

// What somebody without our client meets: a meeting of two languages has its booth, an interpreter's token does not
// publish, and watches in a language as anybody's.
func TestInterpretationOverTheAPI(t *testing.T) {
	s := start(t, testConfig(t))
	var meeting struct{ ID string }
	admin := s.AdminToken()
	res := request(t, "POST", s.URL()+"/api/v1/meetings", admin, map[string]any{"title": "T", "languages": []string{"es", "en"}}, &meeting)
	if res.StatusCode != 201 {
		t.Fatalf("%d", res.StatusCode)
	}
	var arranged struct {
		Booths []struct {
			ID      string
			Outputs []string
		}
	}
	path := s.URL() + "/api/v1/meetings/" + meeting.ID + "/interpretation"
	request(t, "GET", path, admin, nil, &arranged)
	if len(arranged.Booths) != 1 || arranged.Booths[0].ID != "b1" || strings.Join(arranged.Booths[0].Outputs, " ") != "es en" {
		t.Fatalf("%+v", arranged)
	}
	interpreter := invite(t, s, meeting.ID, map[string]any{"role": "interpreter", "name": "Iris", "lobby": false})
	delegate := invite(t, s, meeting.ID, map[string]any{"role": "delegate", "name": "Room", "lobby": false})
	publish(t, s, meeting.ID, delegate.Token, 1)
	res, body := do(t, "POST", s.URL()+"/whip/"+meeting.ID, interpreter.Token, offerOf(t), "Content-Type", "application/sdp")
	if res.StatusCode != 403 || !strings.Contains(body, "interpreter-in-booth") {
		t.Errorf("WHIP: %d %s", res.StatusCode, body)
	}
	_, got := view(t, s, meeting.ID+"?language=en", interpreter.Token)
	eventually(t, "the floor's sound, as nobody interprets", func() bool { return got.audio.Load() >= 20 })
	request(t, "PUT", path, admin, map[string]any{"booths": []map[string]any{{"outputs": []string{"es"}}, {"outputs": []string{"en"}}}}, &arranged)
	if len(arranged.Booths) != 2 {
		t.Errorf("%+v", arranged)
	}
}
