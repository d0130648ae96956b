// Package httpapi is everything that is spoken over HTTP: the REST API with its OpenAPI description, the WebSocket of
// the live session, WHIP and WHEP, the web client's files, health and metrics. It decides nothing about meetings.
package httpapi

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// Bounds of one request.
const (
	// maxJSONBytes bounds a REST body. A meeting with 50 delegations and 100 agenda items is about 20 KiB.
	maxJSONBytes = 64 << 10
	// maxSDPBytes bounds an SDP offer, as sdp.MaxSize does. A browser's picture line has 6 KB with all its codecs, so that a
	// WHEP player with a dozen of them sends more than 64 KiB.
	maxSDPBytes = 256 << 10
	// maxFragmentBytes bounds a trickle fragment (RFC 8840): 100 candidates of 100 bytes.
	maxFragmentBytes = 16 << 10
)

// Observer counts requests. telemetry.Registry implements it.
type Observer interface {
	// Request counts one request by its route's pattern.
	Request(route, method string, status int, took time.Duration)
	// Denied counts a token that was turned away, by the problem's code.
	Denied(code string)
}

// Options is what an API is made of.
type Options struct {
	Backend Backend
	// IsAdmin tells, in constant time, whether a token is the administrator's.
	IsAdmin func(token string) bool
	// BaseURL starts the links that are handed out, without a slash at the end.
	BaseURL string
	// Client has the web client's files; without an index.html a page says how to build them.
	Client fs.FS
	// Ready says why the server cannot take requests now; nil: it can.
	Ready func(ctx context.Context) error
	// Metrics serves /metrics; nil: there is none.
	Metrics http.Handler
	// Demo serves /api/v1/demo, the ways into the demonstration; nil: there is none (204).
	Demo http.Handler
	// Observer may be nil.
	Observer Observer
	// Proxies are the networks whose X-Forwarded-For is believed.
	Proxies []netip.Prefix
	Version string
	Log     *slog.Logger
}

// API is the HTTP side of a server.
type API struct {
	backend  Backend
	isAdmin  func(string) bool
	base     string // of links, without a slash at the end
	prefix   string // path of base: what a proxy strips and a Location needs
	ready    func(context.Context) error
	observer Observer
	proxies  []netip.Prefix
	version  string
	log      *slog.Logger

	huma     huma.API
	mux      *http.ServeMux
	client   *client
	failures *limiter // failed authentications by address
	upgrades *limiter // WebSockets by address
	readers  *limiter // of public pages, by address
	patches  patchLocks

	typesetting chan struct{} // holds one for each PDF that is being made

	// Live sessions: their connections are no longer net/http's.
	life context.Context
	end  context.CancelFunc
	live sync.WaitGroup
}

// New makes the API and all its routes.
func New(o Options) (*API, error) {
	base, err := url.Parse(o.BaseURL)
	if err != nil {
		return nil, err
	}
	files, err := newClient(o.Client)
	if err != nil {
		return nil, err
	}
	a := &API{
		backend: o.Backend, isAdmin: o.IsAdmin, base: o.BaseURL, prefix: strings.TrimRight(base.Path, "/"),
		ready: o.Ready, observer: o.Observer, proxies: o.Proxies, version: o.Version, log: o.Log,
		mux: http.NewServeMux(), client: files,
		failures: newLimiter(failuresBurst, failuresEvery), upgrades: newLimiter(upgradesBurst, upgradesEvery), readers: newLimiter(readersBurst, readersEvery),
		typesetting: make(chan struct{}, typesetters),
	}
	if a.observer == nil {
		a.observer = unobserved{}
	}
	a.life, a.end = context.WithCancel(context.Background())
	a.routes(o.Metrics)
	if o.Demo == nil {
		o.Demo = http.HandlerFunc(noDemo)
	}
	a.mux.Handle("GET /api/v1/demo", o.Demo)
	return a, nil
}

// noDemo says that no demonstration runs. It is not an error: the home page asks every server.
func noDemo(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }

type unobserved struct{}

func (unobserved) Request(string, string, int, time.Duration) {}
func (unobserved) Denied(string)                              {}

// routes is the table of contents.
func (a *API) routes(metrics http.Handler) {
	a.registerREST()
	a.registerMembers()
	a.registerLetters()
	a.registerDocuments()
	a.registerWords()
	a.registerQuotations()
	a.registerNext()
	a.registerCounter()
	a.registerFloor()
	a.registerRecordings()
	a.registerArchive()
	a.registerRecord()
	a.registerMending()
	a.registerTexts()
	a.registerPublications()
	a.registerPublic()
	a.registerExternal("whip", false)
	a.registerExternal("whep", true)
	a.mux.HandleFunc("GET /api/v1/live", a.serveLive)
	a.mux.HandleFunc("GET /healthz", a.serveHealth)
	a.mux.HandleFunc("GET /readyz", a.serveReady)
	a.mux.HandleFunc("GET /problems/{code}", a.serveProblem)
	if metrics != nil {
		a.mux.Handle("GET /metrics", metrics)
	}
	a.registerDescription()
}

// Description is the OpenAPI document as JSON.
func (a *API) Description() ([]byte, error) { return describe(a.huma.OpenAPI()) }

// Close ends the live sessions and waits for them until ctx is done.
func (a *API) Close(ctx context.Context) error {
	a.end()
	done := make(chan struct{})
	go func() { a.live.Wait(); close(done) }()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// ServeHTTP answers every request.
func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	start := time.Now()
	rec := &recorder{ResponseWriter: w}
	handler, route := a.mux.Handler(r)
	defer func() {
		if v := recover(); v != nil {
			a.recovered(rec, r, v)
		}
		a.observer.Request(routeLabel(route), methodLabel(r.Method), rec.code(), time.Since(start))
		a.log.Debug("request", "method", r.Method, "route", route, "status", rec.code(),
			"took", time.Since(start), "from", a.clientAddr(r))
	}()
	secure(rec.Header(), r.TLS != nil)
	if route == "" {
		a.serveUnrouted(rec, r, handler)
		return
	}
	a.mux.ServeHTTP(rec, r)
}

// serveUnrouted is for what no route takes: a wrong method on a route, a file of the web client, or nothing.
func (a *API) serveUnrouted(w http.ResponseWriter, r *http.Request, fallback http.Handler) {
	probe := &probe{header: http.Header{}}
	fallback.ServeHTTP(probe, r)
	switch {
	case probe.status == http.StatusMethodNotAllowed && r.Method == http.MethodOptions: // RFC 9110 section 9.3.7
		w.Header().Set("Allow", probe.header.Get("Allow")+", OPTIONS")
		w.WriteHeader(http.StatusNoContent)
	case probe.status == http.StatusMethodNotAllowed:
		w.Header().Set("Allow", probe.header.Get("Allow"))
		writeProblem(w, problem("method-not-allowed", "%s is not possible here; possible: %s.", r.Method, probe.header.Get("Allow")))
	case probe.status >= 300 && probe.status < 400:
		w.Header().Set("Location", probe.header.Get("Location"))
		w.WriteHeader(probe.status)
	case isReserved(r.URL.Path):
		writeProblem(w, problem("not-found", "There is nothing at %s. The API is described at /docs.", shorten(r.URL.Path)))
	default:
		a.client.serve(w, r)
	}
}

// isReserved tells the paths that are never the web client's.
func isReserved(path string) bool {
	for _, prefix := range []string{"/api/", "/whip/", "/whep/", "/problems/", "/metrics", "/openapi", "/docs/", "/public/"} {
		if strings.HasPrefix(path, prefix) || path == strings.TrimRight(prefix, "/") {
			return true
		}
	}
	return false
}

// recovered answers 500 where a handler panicked, unless it did so to drop the connection.
func (a *API) recovered(w *recorder, r *http.Request, v any) {
	if err, ok := v.(error); ok && errors.Is(err, http.ErrAbortHandler) {
		panic(v)
	}
	a.log.Error("handler panicked", "method", r.Method, "path", r.URL.Path, "panic", v, "stack", string(debug.Stack()))
	if w.status == 0 && !w.hijacked {
		writeProblem(w, problem("internal", "The server made a mistake. It has been logged; please try again."))
	}
}

func (a *API) serveHealth(w http.ResponseWriter, _ *http.Request) { plain(w, http.StatusOK, "ok\n") }

func (a *API) serveReady(w http.ResponseWriter, r *http.Request) {
	if a.ready == nil {
		plain(w, http.StatusOK, "ready\n")
		return
	}
	if err := a.ready(r.Context()); err != nil {
		writeProblem(w, problem("not-ready", "%s", err.Error()))
		return
	}
	plain(w, http.StatusOK, "ready\n")
}

func plain(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(text)) // the client's connection: nothing to do about its errors
}

// fail answers with what err says: a problem as it is, anything else as a logged 500.
func (a *API) fail(w http.ResponseWriter, r *http.Request, err error) {
	writeProblem(w, a.problemOf(r.Context(), err))
}

func (a *API) problemOf(ctx context.Context, err error) *protocol.Problem {
	var p *protocol.Problem
	switch {
	case errors.As(err, &p):
		return p
	case ctx.Err() != nil:
		return problem("stopping", "The request was given up, or the server is stopping. Try again.")
	default:
		a.log.Error("request failed", "error", err)
		return problem("internal", "The server could not do this. It has been logged; please try again.")
	}
}
