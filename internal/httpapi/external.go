package httpapi

import (
	"errors"
	"hash/maphash"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"sync"

	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// Media types of WHIP and WHEP.
const (
	typeSDP      = "application/sdp"
	typeFragment = "application/trickle-ice-sdpfrag" // RFC 8840
)

// Methods of the two kinds of address.
const (
	endpointMethods = "OPTIONS, GET, HEAD, POST"
	sessionMethods  = "OPTIONS, GET, HEAD, PATCH, DELETE"
)

// externalRoutes serves WHIP (RFC 9725) or WHEP (draft-ietf-wish-whep): they differ in who sends.
type externalRoutes struct {
	api    *API
	name   string // whip, whep
	viewer bool
}

func (a *API) registerExternal(name string, viewer bool) {
	e := &externalRoutes{api: a, name: name, viewer: viewer}
	route := func(pattern string, handler http.HandlerFunc) {
		method, path, _ := strings.Cut(pattern, " ")
		a.mux.HandleFunc(method+" /"+name+path, func(w http.ResponseWriter, r *http.Request) {
			allowOrigins(w.Header())
			w.Header().Set("Cache-Control", "no-store")
			handler(w, r)
		})
	}
	route("OPTIONS /{meeting}", e.endpointOptions)
	route("GET /{meeting}", e.endpointGet)
	route("POST /{meeting}", e.create)
	route("OPTIONS /{meeting}/{session}", e.sessionOptions)
	route("GET /{meeting}/{session}", e.sessionGet)
	route("PATCH /{meeting}/{session}", e.patch)
	route("DELETE /{meeting}/{session}", e.remove)
}

// endpointOptions: RFC 9725 section 4.2, "200 OK" with Accept-Post; no token, as browsers send none.
func (e *externalRoutes) endpointOptions(w http.ResponseWriter, _ *http.Request) {
	preflight(w.Header(), endpointMethods)
	w.Header().Set("Accept-Post", typeSDP)
	w.WriteHeader(http.StatusOK)
}

func (e *externalRoutes) sessionOptions(w http.ResponseWriter, _ *http.Request) {
	preflight(w.Header(), sessionMethods)
	w.Header().Set("Accept-Patch", typeFragment)
	w.WriteHeader(http.StatusOK)
}

// endpointGet: RFC 9725 section 4.1, a successful response without content. WHEP players find out by HEAD and the
// Content-Type that an address speaks WHEP (draft-ietf-wish-whep, "WHEP Endpoint URL Discoverability"). It says nothing
// about the meeting.
func (e *externalRoutes) endpointGet(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Accept-Post", typeSDP)
	if e.viewer {
		w.Header().Set("Content-Type", typeSDP)
		w.WriteHeader(http.StatusOK)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// create: RFC 9725 section 4.2.
func (e *externalRoutes) create(w http.ResponseWriter, r *http.Request) {
	meeting := r.PathValue("meeting")
	grant, err := e.api.authenticateFor(r, meeting)
	if err != nil {
		e.api.fail(w, r, err)
		return
	}
	offer, p := readBody(w, r, typeSDP, maxSDPBytes)
	if p != nil {
		w.Header().Set("Accept-Post", typeSDP)
		writeProblem(w, p)
		return
	}
	session, answer, err := e.start(r, grant, offer)
	if err != nil {
		e.api.fail(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", typeSDP)
	h.Set("Location", e.api.prefix+"/"+e.name+"/"+url.PathEscape(meeting)+"/"+url.PathEscape(session.ID()))
	h.Set("ETag", entityTag(session))
	h.Set("Accept-Patch", typeFragment)
	w.WriteHeader(http.StatusCreated)
	_, _ = io.WriteString(w, answer) // the client's connection: it never learns of the session, which then times out
}

func (e *externalRoutes) start(r *http.Request, grant conference.Grant, offer string) (External, string, error) {
	if e.viewer {
		return e.api.backend.View(r.Context(), grant, r.URL.Query().Get("language"), offer)
	}
	return e.api.backend.Publish(r.Context(), grant, offer)
}

// session finds the session of a request that its token made.
func (e *externalRoutes) session(r *http.Request) (External, error) {
	meeting := r.PathValue("meeting")
	grant, err := e.api.authenticateFor(r, meeting)
	if err != nil {
		return nil, err
	}
	session, err := e.api.backend.External(meeting, r.PathValue("session"))
	if err != nil {
		return nil, err
	}
	if session.Viewer() != e.viewer {
		return nil, problem("session-unknown", "There is no such session here, or it has ended.")
	}
	if session.Invitation() != grant.Invitation.ID {
		return nil, problem("session-foreign", "The session was made with another invitation's token.")
	}
	return session, nil
}

func (e *externalRoutes) sessionGet(w http.ResponseWriter, r *http.Request) {
	if _, err := e.session(r); err != nil {
		e.api.fail(w, r, err)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// patch: RFC 9725 section 4.3. 204 for candidates, 200 with the server's side for an ICE restart.
func (e *externalRoutes) patch(w http.ResponseWriter, r *http.Request) {
	session, err := e.session(r)
	if err != nil {
		e.api.fail(w, r, err)
		return
	}
	fragment, p := readBody(w, r, typeFragment, maxFragmentBytes)
	if p != nil {
		w.Header().Set("Accept-Patch", typeFragment)
		writeProblem(w, p)
		return
	}
	// Between the comparison and the change no other PATCH of the session may come: late candidates of the old ICE
	// session would look like a restart.
	defer e.api.patches.lock(session.ID())()
	if p := precondition(r, session); p != nil {
		writeProblem(w, p)
		return
	}
	answer, err := session.Patch(fragment)
	switch {
	case err != nil:
		e.api.fail(w, r, err)
	case answer == "":
		w.WriteHeader(http.StatusNoContent)
	default:
		w.Header().Set("Content-Type", typeFragment)
		w.Header().Set("ETag", entityTag(session))
		w.WriteHeader(http.StatusOK)
		_, _ = io.WriteString(w, answer) // the client's connection: it asks again with If-Match: *
	}
}

// remove: RFC 9725 section 4.2. If-Match is ignored (section 4.3.1).
func (e *externalRoutes) remove(w http.ResponseWriter, r *http.Request) {
	session, err := e.session(r)
	if err != nil {
		e.api.fail(w, r, err)
		return
	}
	session.Close()
	w.WriteHeader(http.StatusOK)
}

// precondition: RFC 9725 section 4.3.1, 428 without If-Match (RFC 6585 section 3), 412 where no strong entity-tag
// matches (RFC 9110 section 13.1.1). "*" is what a client sends for a restart; it matches every session that there is.
func precondition(r *http.Request, session External) *protocol.Problem {
	header := strings.Join(r.Header.Values("If-Match"), ",")
	if strings.TrimSpace(header) == "" {
		return problem("precondition-required",
			`Send If-Match with the ETag of the session, or If-Match: * to restart ICE.`)
	}
	current := entityTag(session)
	for tag := range strings.SplitSeq(header, ",") { // our tags have no comma
		if tag = strings.TrimSpace(tag); tag == "*" || tag == current {
			return nil
		}
	}
	return problem("precondition-failed", "ICE has been restarted since: the session's ETag is another one now.")
}

// entityTag is the strong entity-tag of the current ICE session, in its quotes.
func entityTag(session External) string {
	return `"` + strings.Trim(session.ETag(), `"`) + `"`
}

// readBody reads a body of one media type and a bounded size.
func readBody(w http.ResponseWriter, r *http.Request, mediaType string, limit int64) (string, *protocol.Problem) {
	got, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil && !errors.Is(err, mime.ErrInvalidMediaParameter) || got != mediaType {
		return "", problem("media-type-unsupported", "The Content-Type must be %s.", mediaType)
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, limit))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return "", problem("body-too-large", "The body is larger than %d KiB.", limit>>10)
	case err != nil:
		return "", problem("body-too-slow", "The body did not arrive whole.")
	}
	return string(body), nil
}

// patchLocks makes the changes of one session happen one after another: a lock per share of the identifiers. It is held
// while the media loop answers, some milliseconds.
type patchLocks struct {
	once  sync.Once
	seed  maphash.Seed
	locks [64]sync.Mutex
}

// lock returns how to unlock.
func (p *patchLocks) lock(id string) (unlock func()) {
	p.once.Do(func() { p.seed = maphash.MakeSeed() })
	l := &p.locks[maphash.String(p.seed, id)%uint64(len(p.locks))]
	l.Lock()
	return l.Unlock
}
