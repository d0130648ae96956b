package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/coder/websocket"

	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/protocol"
	"github.com/cumbre-meet/cumbre/internal/session"
)

func TestClientFiles(t *testing.T) {
	api, _ := newTestAPI(t, nil)
	for _, tc := range []struct {
		path, accept string
		status       int
		mediaType    string
		cache        string
		body         string
	}{
		{"/", "", 200, "text/html; charset=utf-8", "no-cache", "app"},
		{"/index.html", "", 200, "text/html; charset=utf-8", "no-cache", "app"},
		{"/m/abc", "", 200, "text/html; charset=utf-8", "no-cache", "app"},
		{"/m/abc/record", "", 200, "text/html; charset=utf-8", "no-cache", "app"},
		{"/m/abc/text", "", 200, "text/html; charset=utf-8", "no-cache", "app"},
		{"/assets/index-a1b2c3.js", "", 200, "text/javascript; charset=utf-8", "public, max-age=31536000, immutable", "code()"},
		{"/favicon.svg", "", 200, "image/svg+xml", "no-cache", "<svg/>"},
		{"/m/", "text/html", 404, "text/html; charset=utf-8", "no-cache", "app"},
		{"/other", "text/html,*/*;q=0.8", 404, "text/html; charset=utf-8", "no-cache", "app"},
		{"/m/a/b", "", 404, problemType, "no-store", "not-found"},
		{"/.gitkeep", "", 404, problemType, "no-store", "not-found"},
		{"/assets/", "", 404, problemType, "no-store", "not-found"},
		{"/assets/index-old.js", "*/*", 404, problemType, "no-store", "not-found"},
		{"/..%2f..%2fetc/passwd", "", 404, problemType, "no-store", "not-found"},
	} {
		res := call(api, "GET", tc.path, "", "", "Accept", tc.accept)
		if body := bodyOf(t, res); res.StatusCode != tc.status || !strings.Contains(body, tc.body) {
			t.Errorf("%s: %d %q", tc.path, res.StatusCode, body)
		}
		wantHeaders(t, res, "Content-Type", tc.mediaType, "Cache-Control", tc.cache)
	}
	tag := call(api, "GET", "/", "", "").Header.Get("ETag")
	if res := call(api, "GET", "/m/x", "", "", "If-None-Match", tag); res.StatusCode != 304 {
		t.Errorf("unchanged: %d", res.StatusCode)
	}
	wantProblem(t, call(api, "POST", "/", "", ""), 405, "method-not-allowed")
}

func TestMissingClientSaysHowToBuildIt(t *testing.T) {
	api, _ := newTestAPI(t, func(o *Options) { o.Client = fstest.MapFS{".gitkeep": {}} })
	for _, path := range []string{"/", "/m/abc"} {
		res := call(api, "GET", path, "", "")
		if body := bodyOf(t, res); res.StatusCode != 200 || !strings.Contains(body, "make web") {
			t.Errorf("%s: %d %s", path, res.StatusCode, body)
		}
	}
	res := call(api, "GET", "/other", "", "", "Accept", "text/html")
	if body := bodyOf(t, res); res.StatusCode != 404 || !strings.Contains(body, "nothing at this address") {
		t.Errorf("no such page: %d %s", res.StatusCode, body)
	}
}

func TestSecurityHeadersAreEverywhere(t *testing.T) {
	api, _ := newTestAPI(t, nil)
	for _, path := range []string{"/", "/nothing", "/docs", "/api/v1/meetings", "/whip/m1", "/problems/internal", "/healthz"} {
		res := call(api, "GET", path, "", "")
		csp := res.Header.Get("Content-Security-Policy")
		if !strings.Contains(csp, "script-src 'self';") || !strings.Contains(csp, "frame-ancestors 'none'") || strings.Contains(csp, "unsafe-") {
			t.Errorf("%s: CSP %q", path, csp)
		}
		wantHeaders(t, res, "Referrer-Policy", "no-referrer", "X-Content-Type-Options", "nosniff", "Strict-Transport-Security", "")
		for _, device := range []string{"camera=(self)", "microphone=(self)", "display-capture=(self)"} {
			if !strings.Contains(res.Header.Get("Permissions-Policy"), device) {
				t.Errorf("%s: no %s", path, device)
			}
		}
	}
}

func TestHealthAndReadiness(t *testing.T) {
	var ready error
	api, _ := newTestAPI(t, func(o *Options) { o.Ready = func(context.Context) error { return ready } })
	if res := call(api, "GET", "/healthz", "", ""); res.StatusCode != 200 {
		t.Error(res.StatusCode)
	}
	if res := call(api, "GET", "/readyz", "", ""); res.StatusCode != 200 {
		t.Error(res.StatusCode)
	}
	ready = errors.New("the journal cannot be written")
	wantProblem(t, call(api, "GET", "/readyz", "", ""), 503, "not-ready")
}

func TestMetricsCanBeOff(t *testing.T) {
	api, _ := newTestAPI(t, nil)
	wantProblem(t, call(api, "GET", "/metrics", "", ""), 404, "not-found")
	api, _ = newTestAPI(t, func(o *Options) {
		o.Metrics = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("x 1\n")) })
	})
	if res := call(api, "GET", "/metrics", "", ""); bodyOf(t, res) != "x 1\n" {
		t.Error("no metrics")
	}
}

type panicking struct{ Backend }

func (panicking) Authenticate(context.Context, string) (conference.Grant, error) { panic("a bug") }

func TestPanicsBecomeProblems(t *testing.T) {
	api, _ := newTestAPI(t, func(o *Options) { o.Backend = panicking{} })
	wantProblem(t, call(api, "GET", "/api/v1/invitation", "x", ""), 500, "internal")
}

func TestFailedAuthenticationsAreLimitedByAddress(t *testing.T) {
	api, _ := newTestAPI(t, nil)
	from := func(addr, token string) *http.Response {
		r := httptest.NewRequest("GET", "/api/v1/invitation", nil)
		r.RemoteAddr = addr
		r.Header.Set("Authorization", "Bearer "+token)
		w := httptest.NewRecorder()
		api.ServeHTTP(w, r)
		return w.Result()
	}
	for range failuresBurst {
		wantProblem(t, from("192.0.2.1:1000", "guess"), 401, "token-unknown")
	}
	res := from("192.0.2.1:2000", "guess")
	wantProblem(t, res, 429, "too-many-failures")
	if res.Header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	if res := from("192.0.2.1:3000", delegateToken); res.StatusCode != 200 {
		t.Errorf("a right token of the same address: %d", res.StatusCode)
	}
	wantProblem(t, from("192.0.2.2:1000", "guess"), 401, "token-unknown")
}

func TestLimiter(t *testing.T) {
	l := newLimiter(3, time.Second)
	now := time.Unix(1000, 0)
	v6 := netip.MustParseAddr("2001:db8:1:2::1")
	for i := range 3 {
		if wait := l.take(now, v6); wait != 0 {
			t.Fatalf("event %d waits %v", i, wait)
		}
	}
	if wait := l.take(now, netip.MustParseAddr("2001:db8:1:2:ffff::9")); wait != time.Second {
		t.Errorf("the same /64 waits %v", wait)
	}
	if wait := l.take(now, netip.MustParseAddr("2001:db8:1:3::1")); wait != 0 {
		t.Errorf("another /64 waits %v", wait)
	}
	if wait := l.take(now.Add(time.Second), v6); wait != 0 {
		t.Errorf("a second later: %v", wait)
	}
	for i := range 2 * limiterAddresses {
		l.take(now, netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)}))
		if len(l.until) > limiterAddresses {
			t.Fatalf("%d addresses", len(l.until))
		}
	}
}

func TestClientAddress(t *testing.T) {
	api, _ := newTestAPI(t, func(o *Options) {
		o.Proxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("10.0.0.0/8")}
	})
	for _, tc := range []struct {
		remote    string
		forwarded []string
		want      string
	}{
		{"192.0.2.1:5", nil, "192.0.2.1"},
		{"192.0.2.1:5", []string{"198.51.100.1"}, "192.0.2.1"}, // no proxy of ours: not believed
		{"127.0.0.1:5", []string{"198.51.100.1"}, "198.51.100.1"},
		{"127.0.0.1:5", []string{"203.0.113.9, 198.51.100.1, 10.1.2.3"}, "198.51.100.1"}, // what is before it could be forged
		{"127.0.0.1:5", []string{"203.0.113.9", "198.51.100.1"}, "198.51.100.1"},
		{"127.0.0.1:5", []string{"junk"}, "127.0.0.1"},
		{"[::ffff:192.0.2.1]:5", nil, "192.0.2.1"},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = tc.remote
		for _, f := range tc.forwarded {
			r.Header.Add("X-Forwarded-For", f)
		}
		if got := api.clientAddr(r); got.String() != tc.want {
			t.Errorf("%s %v: got %s, want %s", tc.remote, tc.forwarded, got, tc.want)
		}
	}
}

func TestLiveSession(t *testing.T) {
	api, backend := newTestAPI(t, nil)
	backend.live = func(ctx context.Context, conn session.Conn) error {
		message, err := conn.Read(ctx)
		if err != nil {
			return err
		}
		if err := conn.Write(ctx, append([]byte("echo "), message...)); err != nil {
			return err
		}
		return conn.Close(4000, "bye")
	}
	server := httptest.NewServer(api)
	defer server.Close()
	conn, _, err := websocket.Dial(t.Context(), server.URL+"/api/v1/live", &websocket.DialOptions{
		HTTPHeader: http.Header{"Origin": {"https://elsewhere.example"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := conn.Write(t.Context(), websocket.MessageText, []byte("hello")); err != nil {
		t.Fatal(err)
	}
	_, message, err := conn.Read(t.Context())
	if err != nil || string(message) != "echo hello" {
		t.Errorf("%q %v", message, err)
	}
	if _, _, err = conn.Read(t.Context()); websocket.CloseStatus(err) != 4000 {
		t.Errorf("closed with %v", err)
	}
}

func TestLiveNeedsAWebSocket(t *testing.T) {
	api, _ := newTestAPI(t, nil)
	res := call(api, "GET", "/api/v1/live", "", "")
	wantProblem(t, res, 426, "websocket-expected")
	wantHeaders(t, res, "Upgrade", "websocket")
}

func TestCloseEndsLiveSessions(t *testing.T) {
	api, backend := newTestAPI(t, nil)
	started, ended := make(chan struct{}), make(chan struct{})
	backend.live = func(ctx context.Context, _ session.Conn) error {
		close(started)
		<-ctx.Done()
		close(ended)
		return ctx.Err()
	}
	server := httptest.NewServer(api)
	defer server.Close()
	if _, _, err := websocket.Dial(t.Context(), server.URL+"/api/v1/live", nil); err != nil {
		t.Fatal(err)
	}
	<-started
	if err := api.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	select {
	case <-ended:
	default:
		t.Error("Close returned before the session ended")
	}
}

func TestWrongTokensShutNobodyElseOut(t *testing.T) {
	api, backend := newTestAPI(t, nil)
	backend.live = func(context.Context, session.Conn) error {
		return fmt.Errorf("hello: %w", protocol.NewProblem(401, "token-unknown", "Unknown token", "unknown"))
	}
	server := httptest.NewServer(api)
	defer server.Close()
	for i := range failuresBurst + 2 {
		conn, _, err := websocket.Dial(t.Context(), server.URL+"/api/v1/live", nil)
		if err != nil {
			t.Fatalf("connection %d, whose token could be right: %v", i, err)
		}
		if _, _, err = conn.Read(t.Context()); err == nil {
			t.Fatal("a message")
		}
	}
}

func TestConnectionsAreLimitedByAddress(t *testing.T) {
	api, _ := newTestAPI(t, nil)
	upgrade := func() *http.Response {
		return call(api, "GET", "/api/v1/live", "", "", "Upgrade", "websocket") // no WebSocket comes of it: 426 or the like
	}
	for range upgradesBurst {
		if res := upgrade(); res.StatusCode == 429 {
			t.Fatal("too early")
		}
	}
	for range upgradesBurst { // some more have become free since
		if res := upgrade(); res.StatusCode == 429 {
			wantProblem(t, res, 429, "too-many-connections")
			return
		}
	}
	t.Error("never limited")
}

// counts is an Observer.
type counts struct {
	mu     sync.Mutex
	routes map[string]int
	denied map[string]int
}

func (c *counts) Request(route, method string, status int, _ time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.routes[fmt.Sprint(route, " ", method, " ", status)]++
}

func (c *counts) Denied(code string) { c.denied[code]++ }

func TestObserverSeesPatternsNotPaths(t *testing.T) {
	seen := &counts{routes: map[string]int{}, denied: map[string]int{}}
	api, _ := newTestAPI(t, func(o *Options) { o.Observer = seen })
	call(api, "POST", "/whip/m1", "nobody", "", "Content-Type", typeSDP)
	call(api, "GET", "/m/anything", "", "")
	call(api, "BREW", "/anything", "", "")
	for _, want := range []string{"POST /whip/{meeting} POST 401", "(client) GET 200", "(client) other 405"} {
		if seen.routes[want] != 1 {
			t.Errorf("%q is missing from %v", want, seen.routes)
		}
	}
	if seen.denied["token-unknown"] != 1 {
		t.Errorf("%v", seen.denied)
	}
}

func TestOpenAPI(t *testing.T) {
	api, _ := newTestAPI(t, nil)
	res := call(api, "GET", "/openapi.json", "", "")
	body := bodyOf(t, res)
	var doc struct {
		OpenAPI    string                                `json:"openapi"`
		Paths      map[string]map[string]json.RawMessage `json:"paths"`
		Components struct {
			Schemas map[string]json.RawMessage `json:"schemas"`
		} `json:"components"`
	}
	if err := json.Unmarshal([]byte(body), &doc); err != nil || !strings.HasPrefix(doc.OpenAPI, "3.1") {
		t.Fatalf("%v %s", err, doc.OpenAPI)
	}
	for path, methods := range map[string][]string{
		"/api/v1/meetings":                                    {"get", "post"},
		"/api/v1/meetings/{meeting}":                          {"get"},
		"/api/v1/meetings/{meeting}/invitations":              {"get", "post"},
		"/api/v1/meetings/{meeting}/invitations/{invitation}": {"get", "delete"},
		"/api/v1/invitation":                                  {"get"},
		"/api/v1/live":                                        {"get"},
		"/api/v1/demo":                                        {"get"},
		"/readyz":                                             {"get"},
		"/whip/{meeting}":                                     {"post"},
		"/whep/{meeting}/{session}":                           {"patch", "delete"},
	} {
		for _, method := range methods {
			if doc.Paths[path][method] == nil {
				t.Errorf("%s %s is missing", method, path)
			}
		}
	}
	for _, m := range regexp.MustCompile(`"#/components/schemas/([^"]+)"`).FindAllStringSubmatch(body, -1) {
		if doc.Components.Schemas[m[1]] == nil {
			t.Errorf("schema %s is missing", m[1])
		}
	}
	for _, unwanted := range []string{"ErrorModel", `"null"`} {
		if strings.Contains(body, unwanted) {
			t.Errorf("%s is in the document", unwanted)
		}
	}
	for _, types := range []map[string]json.RawMessage{discriminated(t, doc.Components.Schemas["ClientMessage"]), discriminated(t, doc.Components.Schemas["ServerMessage"])} {
		if len(types) < 15 {
			t.Errorf("only %d messages", len(types))
		}
	}
}

// What a generator of clients needs: unions whose members each have one constant type, and members of embedded structs.
func TestOpenAPIIsGoodEnoughForGenerators(t *testing.T) {
	type property struct {
		Enum []any `json:"enum"`
	}
	type schema struct {
		OneOf []struct {
			Ref string `json:"$ref"`
		} `json:"oneOf"`
		Properties map[string]property `json:"properties"`
		Required   []string            `json:"required"`
	}
	var doc struct {
		Components struct {
			Schemas map[string]schema `json:"schemas"`
		} `json:"components"`
	}
	api, _ := newTestAPI(t, nil)
	if err := json.Unmarshal([]byte(bodyOf(t, call(api, "GET", "/openapi.json", "", ""))), &doc); err != nil {
		t.Fatal(err)
	}
	schemas := doc.Components.Schemas
	for union, known := range map[string]int{
		"ClientMessage": len(protocol.ClientMessages()), "ServerMessage": len(protocol.ServerMessages()),
	} {
		types := map[any]bool{}
		for _, member := range schemas[union].OneOf {
			message := schemas[strings.TrimPrefix(member.Ref, "#/components/schemas/")]
			if kind := message.Properties["type"]; len(kind.Enum) != 1 || !slices.Contains(message.Required, "type") {
				t.Errorf("%s has no constant type", member.Ref)
			} else {
				types[kind.Enum[0]] = true
			}
		}
		if len(types) != known {
			t.Errorf("%s tells %d messages apart, there are %d", union, len(types), known)
		}
	}
	for _, member := range []string{"id", "role", "name", "expires", "url", "token"} {
		if !slices.Contains(schemas["IssuedInvitation"].Required, member) {
			t.Errorf("IssuedInvitation lacks %s", member)
		}
	}
}

func discriminated(t *testing.T, schema json.RawMessage) map[string]json.RawMessage {
	t.Helper()
	var union struct {
		Discriminator struct {
			Mapping map[string]json.RawMessage `json:"mapping"`
		} `json:"discriminator"`
	}
	if err := json.Unmarshal(schema, &union); err != nil {
		t.Fatal(err)
	}
	return union.Discriminator.Mapping
}

func TestDocsPageIsSelfContained(t *testing.T) {
	api, _ := newTestAPI(t, nil)
	page := bodyOf(t, call(api, "GET", "/docs", "", ""))
	for _, want := range []string{"/api/v1/meetings/{meeting}/invitations", "/whip/{meeting}", `id="schema-Hello"`, "want-slots", "set-media"} {
		if !strings.Contains(page, want) {
			t.Errorf("%s is missing", want)
		}
	}
	for _, unwanted := range []string{"<script", "http://", "https://", "style="} {
		if strings.Contains(page, unwanted) {
			t.Errorf("%s is on the page", unwanted)
		}
	}
	for _, link := range regexp.MustCompile(`href="#([^"]+)"`).FindAllStringSubmatch(page, -1) {
		if !strings.Contains(page, `id="`+link[1]+`"`) {
			t.Errorf("the link to %s leads nowhere", link[1])
		}
	}
	if res := call(api, "GET", "/docs/docs.css", "", ""); res.StatusCode != 200 {
		t.Errorf("style: %d", res.StatusCode)
	}
}

// Every code in the sources has its page.
func TestEveryProblemIsInTheCatalogue(t *testing.T) {
	api, _ := newTestAPI(t, nil)
	codes := append(conference.ProblemCodes(), literalCodes(t)...)
	for _, code := range codes {
		res := call(api, "GET", "/problems/"+code, "", "")
		if body := bodyOf(t, res); res.StatusCode != 200 || !strings.Contains(body, "<code>"+code+"</code>") {
			t.Errorf("%s: %d", code, res.StatusCode)
		}
	}
	if len(codes) < 20 {
		t.Errorf("only %d codes were found", len(codes))
	}
}

// literalCodes finds the codes that sources give to protocol.NewProblem and the like.
func literalCodes(t *testing.T) []string {
	t.Helper()
	call := regexp.MustCompile(`(?:NewProblem\([^,"]+, *|[pP]roblem\(|malformed\(|refusal\(|fieldProblem\()"([a-z0-9]+(?:-[a-z0-9]+)+)"`)
	var codes []string
	err := filepath.WalkDir("..", func(path string, d os.DirEntry, err error) error {
		if err == nil && d.IsDir() && d.Name() == "bots" {
			return filepath.SkipDir // a client: its problems are its own
		}
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		source, err := os.ReadFile(path)
		for _, m := range call.FindAllSubmatch(source, -1) {
			codes = append(codes, string(m[1]))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return codes
}
