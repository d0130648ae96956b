package server

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"

	"github.com/cumbre-meet/cumbre/internal/config"
	"github.com/cumbre-meet/cumbre/internal/journal"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// testConfig is a server on free ports of the loopback interface.
func testConfig(t *testing.T) config.Config {
	t.Helper()
	cfg := config.Default()
	cfg.HTTP = "127.0.0.1:0"
	cfg.MediaPort = 0
	cfg.MediaListen = "127.0.0.1"
	cfg.Data = t.TempDir()
	return cfg
}

// testLog writes to the test's output.
func testLog(t *testing.T) *slog.Logger {
	t.Helper()
	return slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelInfo}))
}

func start(t *testing.T, cfg config.Config) *Server {
	t.Helper()
	s, err := New(t.Context(), cfg, Options{Version: "test", Log: testLog(t)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(t, s) })
	return s
}

// stop closes a server; a second time it does nothing.
func stop(t *testing.T, s *Server) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), stopTimeout)
	defer cancel()
	if err := s.Close(ctx); err != nil {
		t.Errorf("close: %v", err)
	}
}

// request makes one request and decodes a JSON answer into out (which may be nil).
func request(t *testing.T, method, url, token string, body, out any) *http.Response {
	t.Helper()
	var content io.Reader
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		content = bytes.NewReader(b)
	}
	r, err := http.NewRequestWithContext(t.Context(), method, url, content)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	if out != nil {
		if err := json.Unmarshal(answer, out); err != nil {
			t.Fatalf("%s %s: %d %s", method, url, res.StatusCode, answer)
		}
	}
	if res.StatusCode >= 500 {
		t.Errorf("%s %s: %d %s", method, url, res.StatusCode, answer)
	}
	return res
}

type invited struct{ ID, URL, Token string }

func createMeeting(t *testing.T, s *Server) (id string) {
	t.Helper()
	var m protocol.Meeting
	res := request(t, "POST", s.URL()+"/api/v1/meetings", s.AdminToken(), map[string]any{
		"title": "Test", "languages": []string{"es", "en"}, "delegations": []any{map[string]any{"name": "México", "languages": []string{"es"}}},
	}, &m)
	if res.StatusCode != 201 || m.ID == "" {
		t.Fatalf("create: %d %+v", res.StatusCode, m)
	}
	return m.ID
}

func invite(t *testing.T, s *Server, meeting string, body map[string]any) invited {
	t.Helper()
	var got invited
	if res := request(t, "POST", s.URL()+"/api/v1/meetings/"+meeting+"/invitations", s.AdminToken(), body, &got); res.StatusCode != 201 {
		t.Fatalf("invite: %d %+v", res.StatusCode, got)
	}
	return got
}

func TestMeetingsSurviveARestart(t *testing.T) {
	cfg := testConfig(t)
	s := start(t, cfg)
	if !s.FirstStart() || !strings.HasPrefix(s.AdminURL(), s.URL()+"/#admin=") {
		t.Errorf("first start %t, %s", s.FirstStart(), s.AdminURL())
	}
	if info, err := os.Stat(filepath.Join(cfg.Data, "admin-token")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("admin-token: %v %v", info, err)
	}
	meeting, admin := createMeeting(t, s), s.AdminToken()
	guest := invite(t, s, meeting, map[string]any{"role": "delegate", "name": "Ana", "delegation": "México"})
	if guest.URL != s.URL()+"/m/"+meeting+"#"+guest.Token {
		t.Errorf("link %s", guest.URL)
	}
	stop(t, s)

	s = start(t, cfg)
	if s.FirstStart() || s.AdminToken() != admin {
		t.Error("another administrator's token after the restart")
	}
	var own struct {
		Meeting    protocol.Meeting
		Invitation struct{ ID, Name, Role string }
		Admission  string
	}
	res := request(t, "GET", s.URL()+"/api/v1/invitation", guest.Token, nil, &own)
	if res.StatusCode != 200 || own.Meeting.ID != meeting || own.Invitation.ID != guest.ID || own.Invitation.Name != "Ana" || own.Admission != "lobby" {
		t.Errorf("%d %+v", res.StatusCode, own)
	}
	if res := request(t, "DELETE", s.URL()+"/api/v1/meetings/"+meeting+"/invitations/"+guest.ID, admin, nil, nil); res.StatusCode != 204 {
		t.Errorf("revoke: %d", res.StatusCode)
	}
	var p protocol.Problem
	if res := request(t, "GET", s.URL()+"/api/v1/invitation", guest.Token, nil, &p); res.StatusCode != 403 || p.Code != "token-revoked" {
		t.Errorf("%d %+v", res.StatusCode, p)
	}
}

func TestLiveSessionIsToldToComeBack(t *testing.T) {
	s := start(t, testConfig(t))
	meeting := createMeeting(t, s)
	chair := invite(t, s, meeting, map[string]any{"role": "chair", "name": "Chair"})
	conn, _, err := websocket.Dial(t.Context(), s.URL()+"/api/v1/live", nil)
	if err != nil {
		t.Fatal(err)
	}
	hello, err := protocol.EncodeClient(protocol.Hello{Version: protocol.Version, Token: chair.Token})
	if err != nil {
		t.Fatal(err)
	}
	if err := conn.Write(t.Context(), websocket.MessageText, hello); err != nil {
		t.Fatal(err)
	}
	_, message, err := conn.Read(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	decoded, err := protocol.DecodeServer(message)
	if welcome, ok := decoded.(protocol.Welcome); err != nil || !ok || welcome.Admission != "admitted" || welcome.Meeting.ID != meeting {
		t.Fatalf("%v %+v", err, decoded)
	}
	ended := make(chan error, 1)
	go func() {
		for {
			_, message, err := conn.Read(context.WithoutCancel(t.Context()))
			if err != nil {
				ended <- err
				return
			}
			if decoded, _ := protocol.DecodeServer(message); decoded != nil {
				if _, bye := decoded.(protocol.Bye); bye {
					ended <- errors.New("a bye: the client would not come back")
					return
				}
			}
		}
	}()
	stop(t, s)
	if err := <-ended; websocket.CloseStatus(err) == websocket.StatusNormalClosure || strings.Contains(err.Error(), "bye") {
		t.Errorf("ended with %v", err)
	}
	if res, err := http.Get(s.URL() + "/readyz"); err == nil {
		res.Body.Close()
		t.Error("the stopped server answers")
	}
}

func TestASecondServerOnTheSameDataIsRefused(t *testing.T) {
	cfg := testConfig(t)
	first := start(t, cfg)
	_, err := New(t.Context(), cfg, Options{Log: testLog(t)})
	var locked *journal.LockedError
	if !errors.As(err, &locked) || !strings.Contains(err.Error(), "--data") {
		t.Fatalf("got %v", err)
	}
	createMeeting(t, first)
}

func TestPortsInUse(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	cfg := testConfig(t)
	cfg.HTTP = taken.Addr().String()
	_, err = New(t.Context(), cfg, Options{})
	if err == nil || !strings.Contains(err.Error(), "HTTP port") || !strings.Contains(err.Error(), "--http") {
		t.Errorf("HTTP: %v", err)
	}
	// The failed start left the data folder free.
	cfg.HTTP = "127.0.0.1:0"
	first := start(t, cfg)

	second := testConfig(t)
	second.MediaPort = first.MediaPort()
	_, err = New(t.Context(), second, Options{})
	if err == nil || !strings.Contains(err.Error(), "media port") || !strings.Contains(err.Error(), "--media-port") {
		t.Errorf("media: %v", err)
	}
}

func TestUnwritableData(t *testing.T) {
	cfg := testConfig(t)
	blocked := filepath.Join(cfg.Data, "file")
	if err := os.WriteFile(blocked, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{blocked, filepath.Join(blocked, "below"), "/proc/cumbre"} {
		cfg.Data = dir
		var startErr *StartError
		if _, err := New(t.Context(), cfg, Options{}); !errors.As(err, &startErr) || !strings.Contains(err.Error(), "--data") {
			t.Errorf("%s: %v", dir, err)
		}
	}
}

func TestBadConfigurationIsRefused(t *testing.T) {
	cfg := testConfig(t)
	cfg.MaxParticipants = 0
	var keyErr *config.KeyError
	if _, err := New(t.Context(), cfg, Options{}); !errors.As(err, &keyErr) || keyErr.Key != "max-participants" {
		t.Errorf("got %v", err)
	}
}

func TestRunEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	err := Run(ctx, testConfig(t), Options{Log: testLog(t)}, func(s *Server) {
		createMeeting(t, s)
		cancel()
	})
	if err != nil {
		t.Error(err)
	}
}

// The HTTP server and the stages both close the listener; whichever comes second must not fail the stop.
func TestTheListenerMayBeClosedFirst(t *testing.T) {
	s := start(t, testConfig(t))
	if err := s.listener.Close(); err != nil {
		t.Fatal(err)
	}
	stop(t, s)
}

func TestMetricsHaveEverySubsystem(t *testing.T) {
	s := start(t, testConfig(t))
	createMeeting(t, s)
	res, err := http.Get(s.URL() + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"cumbre_meetings_meetings 1", "cumbre_rtc_", "cumbre_media_dropped_unknown_total 0", "cumbre_http_request_seconds_count", "go_goroutines"} {
		if !strings.Contains(string(text), "\n"+name) {
			t.Errorf("%s is missing", name)
		}
	}
}

func TestOpenAPINeedsNoServer(t *testing.T) {
	b, err := Description("v1")
	if err != nil || !bytes.Contains(b, []byte(`"ClientMessage"`)) {
		t.Errorf("%v, %d bytes", err, len(b))
	}
}

// eventually polls until f holds.
func eventually(t *testing.T, what string, f func() bool) {
	t.Helper()
	within(t, 10*time.Second, what, f)
}

func within(t *testing.T, limit time.Duration, what string, f func() bool) {
	t.Helper()
	deadline := time.NewTimer(limit)
	defer deadline.Stop()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !f() {
		select {
		case <-tick.C:
		case <-deadline.C:
			t.Fatalf("never: %s", what)
		}
	}
}
