package httpapi

import (
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/cumbre-meet/cumbre/internal/protocol"
)

func wantHeaders(t *testing.T, res *http.Response, pairs ...string) {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if got := res.Header.Get(pairs[i]); got != pairs[i+1] {
			t.Errorf("%s: got %q, want %q", pairs[i], got, pairs[i+1])
		}
	}
}

func TestCreateAnswers201(t *testing.T) {
	for _, kind := range []string{"whip", "whep"} {
		api, backend := newTestAPI(t, nil)
		res := call(api, "POST", "/"+kind+"/m1?language=en", delegateToken, exampleOffer, "Content-Type", "application/sdp")
		if res.StatusCode != 201 || bodyOf(t, res) != "v=0\r\nanswer" {
			t.Errorf("%s: %d", kind, res.StatusCode)
		}
		wantHeaders(t, res, "Location", "/"+kind+"/m1/s1", "ETag", `"first"`, "Content-Type", "application/sdp",
			"Access-Control-Allow-Origin", "*", "Accept-Patch", "application/trickle-ice-sdpfrag", "Cache-Control", "no-store")
		for _, exposed := range []string{"Location", "ETag", "Link"} {
			if !strings.Contains(res.Header.Get("Access-Control-Expose-Headers"), exposed) {
				t.Errorf("%s is not exposed", exposed)
			}
		}
		if len(backend.offers) != 1 || backend.offers[0] != exampleOffer {
			t.Errorf("offers: %q", backend.offers)
		}
		if kind == "whep" && backend.language != "en" {
			t.Errorf("language %q", backend.language)
		}
	}
}

func TestLocationHasTheProxysPath(t *testing.T) {
	api, _ := newTestAPI(t, func(o *Options) { o.BaseURL = "https://example.org/meet" })
	res := call(api, "POST", "/whip/m1", delegateToken, exampleOffer, "Content-Type", "application/sdp; charset=utf-8")
	wantHeaders(t, res, "Location", "/meet/whip/m1/s1")
}

// A browser that plays a dozen pictures describes all its codecs a dozen times.
func TestALargeOfferOfABrowserIsTaken(t *testing.T) {
	api, backend := newTestAPI(t, nil)
	offer := exampleOffer + strings.Repeat("a=rtpmap:96 VP8/90000\r\n", 100<<10/23)
	res := call(api, "POST", "/whep/m1", delegateToken, offer, "Content-Type", typeSDP)
	if res.StatusCode != 201 || len(backend.offers) != 1 || backend.offers[0] != offer {
		t.Errorf("%d: %s", res.StatusCode, bodyOf(t, res))
	}
}

func TestCreateRefuses(t *testing.T) {
	const sdp = "application/sdp"
	for name, tc := range map[string]struct {
		meeting, token, body, mediaType string
		status                          int
		code                            string
	}{
		"no token":           {"m1", "", exampleOffer, sdp, 401, "token-missing"},
		"unknown token":      {"m1", "nobody", exampleOffer, sdp, 401, "token-unknown"},
		"revoked token":      {"m1", revokedToken, exampleOffer, sdp, 403, "token-revoked"},
		"another meeting":    {"m1", foreignToken, exampleOffer, sdp, 403, "token-foreign"},
		"unknown meeting":    {"nix", delegateToken, exampleOffer, sdp, 404, "meeting-unknown"},
		"admin, unknown too": {"nix", adminToken, exampleOffer, sdp, 404, "meeting-unknown"},
		"nobody, unknown":    {"nix", "nobody", exampleOffer, sdp, 401, "token-unknown"},
		"the administrator":  {"m1", adminToken, exampleOffer, sdp, 403, "token-is-admin"},
		"JSON":               {"m1", delegateToken, "{}", "application/json", 415, "media-type-unsupported"},
		"no type":            {"m1", delegateToken, exampleOffer, "", 415, "media-type-unsupported"},
		"a fragment":         {"m1", delegateToken, exampleOffer, typeFragment, 415, "media-type-unsupported"},
		"2 MiB":              {"m1", delegateToken, strings.Repeat("a", 2<<20), sdp, 413, "body-too-large"},
		"a long token":       {"m1", strings.Repeat("t", 1000), exampleOffer, sdp, 401, "token-unknown"},
		"type in upper case": {"m1", "nobody", exampleOffer, "Application/SDP", 401, "token-unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			api, backend := newTestAPI(t, nil)
			res := call(api, "POST", "/whip/"+tc.meeting, tc.token, tc.body, "Content-Type", tc.mediaType)
			wantProblem(t, res, tc.status, tc.code)
			wantHeaders(t, res, "Access-Control-Allow-Origin", "*")
			if len(backend.sessions) > 0 {
				t.Error("a session was made")
			}
			if tc.status == 401 && !strings.HasPrefix(res.Header.Get("WWW-Authenticate"), `Bearer realm="cumbre"`) {
				t.Errorf("WWW-Authenticate %q", res.Header.Get("WWW-Authenticate"))
			}
			if tc.status == 415 {
				wantHeaders(t, res, "Accept-Post", "application/sdp")
			}
		})
	}
}

func TestChallengeSaysWhetherTheTokenWasWrong(t *testing.T) {
	api, _ := newTestAPI(t, nil)
	wantHeaders(t, call(api, "POST", "/whip/m1", "", ""), "WWW-Authenticate", `Bearer realm="cumbre"`)
	wantHeaders(t, call(api, "POST", "/whip/m1", "no", ""), "WWW-Authenticate", `Bearer realm="cumbre", error="invalid_token"`)
	res := call(api, "POST", "/whip/m1", "", "", "Authorization", "Basic YTpi")
	wantProblem(t, res, 401, "token-unknown")
}

func TestCreatePassesTheReasonOn(t *testing.T) {
	api, backend := newTestAPI(t, nil)
	backend.failWith = protocol.NewProblem(422, "sdp-no-opus", "No Opus", "Offer Opus.")
	wantProblem(t, call(api, "POST", "/whip/m1", delegateToken, "x", "Content-Type", typeSDP), 422, "sdp-no-opus")
	backend.failWith = protocol.NewProblem(409, "limit-reached", "Limit", "No more.")
	wantProblem(t, call(api, "POST", "/whep/m1", delegateToken, "x", "Content-Type", typeSDP), 409, "limit-reached")
	backend.failWith = protocol.NewProblem(503, "meeting-full", "Full", "Try later.")
	res := call(api, "POST", "/whep/m1", delegateToken, "x", "Content-Type", typeSDP)
	wantProblem(t, res, 503, "meeting-full")
	wantHeaders(t, res, "Retry-After", "5")
	backend.failWith = errors.New("secret detail")
	if p := wantProblem(t, call(api, "POST", "/whep/m1", delegateToken, "x", "Content-Type", typeSDP), 500, "internal"); strings.Contains(p.Detail, "secret") {
		t.Error("the server's own error was told to a client")
	}
}

func TestOptions(t *testing.T) {
	api, _ := newTestAPI(t, nil)
	for path, accepts := range map[string][2]string{
		"/whip/m1":    {"Accept-Post", "application/sdp"},
		"/whep/m1":    {"Accept-Post", "application/sdp"},
		"/whip/m1/s1": {"Accept-Patch", "application/trickle-ice-sdpfrag"},
		"/whep/m1/s1": {"Accept-Patch", "application/trickle-ice-sdpfrag"},
	} {
		res := call(api, "OPTIONS", path, "", "", "Origin", "https://studio.example", "Access-Control-Request-Method", "POST",
			"Access-Control-Request-Headers", "authorization,content-type")
		if res.StatusCode != 200 || bodyOf(t, res) != "" {
			t.Errorf("%s: %d", path, res.StatusCode)
		}
		wantHeaders(t, res, accepts[0], accepts[1], "Access-Control-Allow-Origin", "*")
		for _, allowed := range []string{"Authorization", "Content-Type", "If-Match"} {
			if !strings.Contains(res.Header.Get("Access-Control-Allow-Headers"), allowed) {
				t.Errorf("%s: %s is not allowed", path, allowed)
			}
		}
		method := "POST"
		if accepts[0] == "Accept-Patch" {
			method = "PATCH"
		}
		if !strings.Contains(res.Header.Get("Access-Control-Allow-Methods"), method) {
			t.Errorf("%s: %s is not allowed", path, method)
		}
	}
}

// RFC 9725 section 4.1: GET is answered 2xx without content.
func TestGetHasNoContent(t *testing.T) {
	api, _ := newTestAPI(t, nil)
	call(api, "POST", "/whip/m1", delegateToken, "x", "Content-Type", typeSDP)
	for _, tc := range []struct {
		method, path, token string
		status              int
	}{
		{"GET", "/whip/m1", "", 204},
		{"HEAD", "/whip/m1", "", 204},
		{"GET", "/whep/m1", "", 200},
		{"HEAD", "/whep/m1", "", 200},
		{"GET", "/whip/m1/s1", delegateToken, 204},
		{"GET", "/whip/m1/s1", "", 401},
		{"GET", "/whip/m1/s2", delegateToken, 404},
	} {
		res := call(api, tc.method, tc.path, tc.token, "")
		if res.StatusCode != tc.status || tc.status < 300 && bodyOf(t, res) != "" {
			t.Errorf("%s %s: %d, want %d", tc.method, tc.path, res.StatusCode, tc.status)
		}
		if strings.HasPrefix(tc.path, "/whep") {
			wantHeaders(t, res, "Content-Type", "application/sdp")
		}
	}
}

func TestOtherMethodsAre405(t *testing.T) {
	api, _ := newTestAPI(t, nil)
	for _, tc := range []struct{ method, path, allow string }{
		{"PUT", "/whip/m1", "GET, HEAD, OPTIONS, POST"},
		{"PATCH", "/whip/m1", "GET, HEAD, OPTIONS, POST"},
		{"DELETE", "/whep/m1", "GET, HEAD, OPTIONS, POST"},
		{"POST", "/whip/m1/s1", "DELETE, GET, HEAD, OPTIONS, PATCH"},
		{"PUT", "/whep/m1/s1", "DELETE, GET, HEAD, OPTIONS, PATCH"},
	} {
		res := call(api, tc.method, tc.path, delegateToken, "x", "Content-Type", typeSDP)
		wantProblem(t, res, 405, "method-not-allowed")
		wantHeaders(t, res, "Allow", tc.allow)
	}
}

func TestPatch(t *testing.T) {
	for name, tc := range map[string]struct {
		token, mediaType, body string
		match                  []string
		status                 int
		code                   string
	}{
		"candidates":                  {delegateToken, typeFragment, exampleTrickle, []string{`"first"`}, 204, ""},
		"candidates, one of the tags": {delegateToken, typeFragment, exampleTrickle, []string{`"x", "first"`}, 204, ""},
		"candidates, two headers":     {delegateToken, typeFragment, exampleTrickle, []string{`"x"`, `"first"`}, 204, ""},
		"candidates for all":          {delegateToken, typeFragment, exampleTrickle, []string{`*`}, 204, ""},
		"restart":                     {delegateToken, typeFragment, exampleRestart, []string{`*`}, 200, ""},
		"no If-Match":                 {delegateToken, typeFragment, exampleTrickle, nil, 428, "precondition-required"},
		"restart without If-Match":    {delegateToken, typeFragment, exampleRestart, nil, 428, "precondition-required"},
		"another tag":                 {delegateToken, typeFragment, exampleTrickle, []string{`"zero"`}, 412, "precondition-failed"},
		"weak tag":                    {delegateToken, typeFragment, exampleTrickle, []string{`W/"first"`}, 412, "precondition-failed"},
		"tag without quotes":          {delegateToken, typeFragment, exampleTrickle, []string{`first`}, 412, "precondition-failed"},
		"SDP":                         {delegateToken, typeSDP, exampleOffer, []string{`*`}, 415, "media-type-unsupported"},
		"malformed":                   {delegateToken, typeFragment, "nonsense", []string{`*`}, 400, "sdp-invalid"},
		"too large":                   {delegateToken, typeFragment, strings.Repeat("a", 1<<20), []string{`*`}, 413, "body-too-large"},
		"another's token":             {otherToken, typeFragment, exampleTrickle, []string{`*`}, 403, "session-foreign"},
		"another meeting's token":     {foreignToken, typeFragment, exampleTrickle, []string{`*`}, 403, "token-foreign"},
		"no token":                    {"", typeFragment, exampleTrickle, []string{`*`}, 401, "token-missing"},
	} {
		t.Run(name, func(t *testing.T) {
			api, backend := newTestAPI(t, nil)
			call(api, "POST", "/whip/m1", delegateToken, "x", "Content-Type", typeSDP)
			headers := []string{"Content-Type", tc.mediaType}
			for _, m := range tc.match {
				headers = append(headers, "If-Match", m)
			}
			res := call(api, "PATCH", "/whip/m1/s1", tc.token, tc.body, headers...)
			switch tc.status {
			case 204:
				// RFC 9725 section 4.3.2: no body and no ETag.
				if res.StatusCode != 204 || bodyOf(t, res) != "" || res.Header.Get("ETag") != "" {
					t.Errorf("%d, ETag %q", res.StatusCode, res.Header.Get("ETag"))
				}
			case 200:
				if res.StatusCode != 200 || bodyOf(t, res) != "a=ice-ufrag:server\r\n" {
					t.Errorf("%d", res.StatusCode)
				}
				wantHeaders(t, res, "ETag", `"second"`, "Content-Type", typeFragment)
			default:
				wantProblem(t, res, tc.status, tc.code)
				if backend.sessions["s1"].etag != "first" {
					t.Error("the refused request changed the session")
				}
			}
			if tc.status == 415 {
				wantHeaders(t, res, "Accept-Patch", typeFragment)
			}
		})
	}
}

func TestLateCandidatesOfTheOldICESessionAreRefused(t *testing.T) {
	api, _ := newTestAPI(t, nil)
	call(api, "POST", "/whip/m1", delegateToken, "x", "Content-Type", typeSDP)
	call(api, "PATCH", "/whip/m1/s1", delegateToken, exampleRestart, "Content-Type", typeFragment, "If-Match", "*")
	res := call(api, "PATCH", "/whip/m1/s1", delegateToken, exampleTrickle, "Content-Type", typeFragment, "If-Match", `"first"`)
	wantProblem(t, res, 412, "precondition-failed")
}

func TestOverlappingPatches(t *testing.T) {
	api, _ := newTestAPI(t, nil)
	call(api, "POST", "/whip/m1", delegateToken, "x", "Content-Type", typeSDP)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			call(api, "PATCH", "/whip/m1/s1", delegateToken, exampleRestart, "Content-Type", typeFragment, "If-Match", "*")
		})
	}
	wg.Wait() // the race detector is the judge
}

func TestDelete(t *testing.T) {
	api, backend := newTestAPI(t, nil)
	call(api, "POST", "/whep/m1", delegateToken, "x", "Content-Type", typeSDP)
	wantProblem(t, call(api, "DELETE", "/whep/m1/s1", "", ""), 401, "token-missing")
	wantProblem(t, call(api, "DELETE", "/whep/m1/s1", otherToken, ""), 403, "session-foreign")
	wantProblem(t, call(api, "DELETE", "/whip/m1/s1", delegateToken, ""), 404, "session-unknown")
	if len(backend.sessions) != 1 {
		t.Fatal("the session ended")
	}
	// RFC 9725 section 4.3.1: an entity-tag is ignored here.
	res := call(api, "DELETE", "/whep/m1/s1", delegateToken, "", "If-Match", `"other"`)
	if res.StatusCode != 200 || len(backend.sessions) != 0 {
		t.Errorf("%d, %d sessions", res.StatusCode, len(backend.sessions))
	}
	wantProblem(t, call(api, "DELETE", "/whep/m1/s1", delegateToken, ""), 404, "session-unknown")
	wantProblem(t, call(api, "PATCH", "/whep/m1/s1", delegateToken, exampleTrickle, "Content-Type", typeFragment, "If-Match", "*"), 404, "session-unknown")
}
