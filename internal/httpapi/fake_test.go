package httpapi

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/protocol"
	"github.com/cumbre-meet/cumbre/internal/session"
)

// The fake has one meeting, m1, and these tokens.
const (
	adminToken     = "admin"
	chairToken     = "chair"
	delegateToken  = "delegate"
	focalToken     = "focal"          // the focal point of d1
	datedToken     = "dated"          // of a meeting that has a date
	otherToken     = "other-delegate" // of the same meeting
	foreignToken   = "foreign"        // of another meeting
	revokedToken   = "revoked"
	exampleOffer   = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\n"
	exampleTrickle = "a=ice-ufrag:same\r\na=candidate:1 1 udp 1 192.0.2.1 1 typ host\r\n"
	exampleRestart = "a=ice-ufrag:new\r\na=ice-pwd:new\r\n"
)

type fakeBackend struct {
	Backend // panics for what a test does not expect

	mu       sync.Mutex
	sessions map[string]*fakeExternal
	offers   []string
	language string
	failWith error
	invites  []conference.Invite
	created  []conference.CreateMeeting
	arranged []conference.Arrangement
	live     func(ctx context.Context, conn session.Conn) error
}

type fakeExternal struct {
	backend        *fakeBackend
	id, invitation string
	viewer         bool
	etag           string
}

func (e *fakeExternal) ID() string         { return e.id }
func (e *fakeExternal) Invitation() string { return e.invitation }
func (e *fakeExternal) Viewer() bool       { return e.viewer }
func (e *fakeExternal) ETag() string       { return e.etag }

func (e *fakeExternal) Patch(fragment string) (string, error) {
	switch {
	case strings.Contains(fragment, "ufrag:same"):
		return "", nil
	case strings.Contains(fragment, "ufrag:new"):
		e.etag = "second"
		return "a=ice-ufrag:server\r\n", nil
	default:
		return "", protocol.NewProblem(400, "sdp-invalid", "Malformed SDP", "no ufrag")
	}
}

func (e *fakeExternal) Close() {
	e.backend.mu.Lock()
	defer e.backend.mu.Unlock()
	delete(e.backend.sessions, e.id)
}

func (b *fakeBackend) Authenticate(_ context.Context, token string) (conference.Grant, error) {
	grant := conference.Grant{Meeting: protocol.Meeting{ID: "m1", Title: "T"}, Admission: "admitted"}
	grant.Invitation = conference.Invitation{ID: "i-" + token, Role: "delegate", Name: token}
	switch token {
	case chairToken:
		grant.Invitation.Role = "chair"
	case delegateToken, otherToken:
	case datedToken:
		grant.Meeting.Start, grant.Meeting.Opens, grant.Meeting.Timezone = "2021-05-07T10:00:00-05:00", "2021-05-07T09:30:00-05:00", "America/Mexico_City"
	case focalToken:
		grant.Invitation.FocalPoint, grant.Invitation.Delegation = true, "d1"
	case foreignToken:
		grant.Meeting.ID = "m2"
	case revokedToken:
		return conference.Grant{}, protocol.NewProblem(403, "token-revoked", "Invitation revoked", "gone")
	default:
		return conference.Grant{}, protocol.NewProblem(401, "token-unknown", "Unknown token", "unknown")
	}
	return grant, nil
}

func (b *fakeBackend) AuthenticateFor(ctx context.Context, meeting, token string) (conference.Grant, error) {
	grant, err := b.Authenticate(ctx, token)
	if err == nil && grant.Meeting.ID != meeting {
		return conference.Grant{}, protocol.NewProblem(403, "token-foreign", "Another meeting's token", "foreign")
	}
	return grant, err
}

func (b *fakeBackend) start(grant conference.Grant, viewer bool, offer string) (External, string, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.failWith != nil {
		return nil, "", b.failWith
	}
	b.offers = append(b.offers, offer)
	s := &fakeExternal{backend: b, id: "s" + string(rune('0'+len(b.offers))), invitation: grant.Invitation.ID, viewer: viewer, etag: "first"}
	b.sessions[s.id] = s
	return s, "v=0\r\nanswer", nil
}

func (b *fakeBackend) Publish(_ context.Context, grant conference.Grant, offer string) (External, string, error) {
	return b.start(grant, false, offer)
}

func (b *fakeBackend) View(_ context.Context, grant conference.Grant, language, offer string) (External, string, error) {
	b.language = language
	return b.start(grant, true, offer)
}

func (b *fakeBackend) External(_, id string) (External, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if s, ok := b.sessions[id]; ok {
		return s, nil
	}
	return nil, protocol.NewProblem(404, "session-unknown", "No such session", "ended")
}

func (b *fakeBackend) Create(_ context.Context, m conference.CreateMeeting) (protocol.Meeting, error) {
	if b.failWith != nil {
		return protocol.Meeting{}, b.failWith
	}
	b.created = append(b.created, m)
	return protocol.Meeting{ID: "m1", Title: m.Title, State: "scheduled"}, nil
}

func (b *fakeBackend) Meeting(_ context.Context, id string) (protocol.Meeting, error) {
	if id != "m1" && id != "m2" {
		return protocol.Meeting{}, protocol.NewProblem(404, "meeting-unknown", "No such meeting", "none")
	}
	return protocol.Meeting{ID: id}, nil
}

func (b *fakeBackend) Meetings(context.Context) ([]protocol.Meeting, error) {
	return []protocol.Meeting{{ID: "m1"}}, nil
}

func (b *fakeBackend) Invite(_ context.Context, _ string, in conference.Invite) (conference.Invitation, error) {
	b.invites = append(b.invites, in)
	return conference.Invitation{ID: "i9", Role: in.Role, Name: in.Name, Token: "secret-token", Expires: time.Unix(1, 0).UTC(), Booth: in.Booth, Understands: in.Understands}, nil
}

func (b *fakeBackend) Invitations(context.Context, string) ([]conference.Invitation, error) {
	return []conference.Invitation{{ID: "i9", Role: "press"}}, nil
}

func (b *fakeBackend) Revoke(_ context.Context, _, invitation, _ string) error {
	if invitation != "i9" {
		return protocol.NewProblem(404, "invitation-unknown", "No such invitation", "none")
	}
	return nil
}

func (b *fakeBackend) Opened(context.Context, conference.Grant) {}

func (b *fakeBackend) Members(_ context.Context, _, delegation string) ([]conference.Invitation, error) {
	return []conference.Invitation{{ID: "of-" + delegation, Role: "delegate", Delegation: delegation, Came: true}}, nil
}

func (b *fakeBackend) ChangeMember(_ context.Context, _, invitation, by string, vouched, _ *bool) (conference.Invitation, error) {
	return conference.Invitation{ID: invitation, Name: by, Vouched: *vouched}, nil
}

func (b *fakeBackend) Arrangement(context.Context, string) (conference.Arrangement, error) {
	return conference.Arrangement{Booths: []conference.Booth{{
		ID: "b1", Name: "es ↔ en", Kind: "voice", Outputs: []string{"es", "en"}, Seats: 2, Policy: "consent",
	}}}, nil
}

func (b *fakeBackend) Arrange(ctx context.Context, meeting string, a conference.Arrangement) (conference.Arrangement, error) {
	if b.failWith != nil {
		return conference.Arrangement{}, b.failWith
	}
	b.arranged = append(b.arranged, a)
	return b.Arrangement(ctx, meeting)
}

func (b *fakeBackend) Live(ctx context.Context, conn session.Conn, _ *slog.Logger) error {
	return b.live(ctx, conn)
}

func newTestAPI(t *testing.T, change func(*Options)) (*API, *fakeBackend) {
	t.Helper()
	backend := &fakeBackend{sessions: map[string]*fakeExternal{}}
	options := Options{
		Backend: backend, IsAdmin: func(token string) bool { return token == adminToken },
		BaseURL: "http://example.org", Version: "test", Log: slog.New(slog.DiscardHandler),
		Client: fstest.MapFS{
			"index.html":             {Data: []byte("<!doctype html>app")},
			"assets/index-a1b2c3.js": {Data: []byte("code()")},
			"favicon.svg":            {Data: []byte("<svg/>")},
			".gitkeep":               {},
		},
	}
	if change != nil {
		change(&options)
	}
	api, err := New(options)
	if err != nil {
		t.Fatal(err)
	}
	return api, backend
}

// call makes one request; headers come in pairs.
func call(api http.Handler, method, path, token, body string, headers ...string) *http.Response {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	api.ServeHTTP(w, r)
	return w.Result()
}

func bodyOf(t *testing.T, res *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// wantProblem checks the form of an error that every client relies on.
func wantProblem(t *testing.T, res *http.Response, status int, code string) protocol.Problem {
	t.Helper()
	body := bodyOf(t, res)
	var p protocol.Problem
	if err := json.Unmarshal([]byte(body), &p); err != nil {
		t.Fatalf("status %d, no problem: %q", res.StatusCode, body)
	}
	if res.StatusCode != status || p.Status != status || p.Code != code || p.Type != "/problems/"+code || p.Title == "" || p.Detail == "" {
		t.Errorf("got %d %+v, want %d %s", res.StatusCode, p, status, code)
	}
	if got := res.Header.Get("Content-Type"); got != problemType {
		t.Errorf("Content-Type %q", got)
	}
	return p
}
