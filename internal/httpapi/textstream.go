package httpapi

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

const (
	// streamBeat is how long a stream is silent at most: proxies close what is silent for a minute, and the client learns
	// that the connection is dead. More often costs 15 bytes and a wake-up.
	streamBeat = 15 * time.Second
	// streamWrite bounds one write to a client that does not read.
	streamWrite = 10 * time.Second
)

// TextWatching is what the API needs to tell how a text changes.
type TextWatching interface {
	WatchText(ctx context.Context, meeting, text string, v conference.Visitor) (*conference.TextWatcher, error)
	MoveCursor(ctx context.Context, meeting, text string, v conference.Visitor, paragraph, language, draft string) error
}

type newCursor struct {
	Paragraph string `json:"paragraph,omitempty" doc:"where the cursor is; without: in none"`
	Language  string `json:"language,omitempty"`
	Draft     string `json:"draft,omitempty" doc:"what is being written, where its writer lets the others see it"`
}

func (a *API) registerTextStream() {
	moved := a.textOp("PUT", "/{text}/presence", "move-cursor", "Say where one is at work in a text")
	moved.DefaultStatus = http.StatusNoContent
	huma.Register(a.huma, moved, func(ctx context.Context, in *inText[newCursor]) (*struct{}, error) {
		if err := a.backend.MoveCursor(ctx, in.Meeting, in.Text, callerOf(ctx).visitor(), in.Body.Paragraph, in.Body.Language, in.Body.Draft); err != nil {
			return nil, a.restError(ctx, err)
		}
		return nil, nil
	})
	a.mux.HandleFunc("GET "+textsBase+"/{text}/events", a.streamText)
	a.mux.HandleFunc("GET "+textsBase+"/{text}/canonical", a.canonicalText)
}

// streamText tells how a text changes, as server-sent events (HTML Living Standard, section 9.2): text, change, presence.
func (a *API) streamText(w http.ResponseWriter, r *http.Request) {
	v, err := a.member(r)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	watcher, err := a.backend.WatchText(r.Context(), r.PathValue("meeting"), r.PathValue("text"), v)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	defer watcher.Close()
	a.live.Add(1)
	defer a.live.Done()
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // nginx would keep the events back
	s := &eventStream{w: w, control: http.NewResponseController(w)}
	s.news(watcher)
	for beat := time.NewTicker(streamBeat); s.err == nil; {
		select {
		case <-watcher.Woken():
			s.news(watcher)
		case <-beat.C:
			s.news(watcher) // whose cursor is old is gone
			s.write(":\n\n")
		case <-r.Context().Done():
			return
		case <-a.life.Done():
			return
		}
	}
}

// eventStream writes events; after an error it writes nothing.
type eventStream struct {
	w       http.ResponseWriter
	control *http.ResponseController
	err     error
}

func (s *eventStream) news(watcher *conference.TextWatcher) {
	news, err := watcher.News()
	if err != nil {
		s.err = err // the client comes back and is told why
		return
	}
	if news.Change != nil && news.Whole {
		s.event("text", news.Change)
	} else if news.Change != nil {
		s.event("change", news.Change)
	}
	if news.Presence != nil {
		s.event("presence", news.Presence)
	}
}

func (s *eventStream) event(kind string, data any) {
	line, err := json.Marshal(data) // JSON has no line ends in it
	if err != nil {
		s.err = err
		return
	}
	s.write(fmt.Sprintf("event: %s\ndata: %s\n\n", kind, line))
}

func (s *eventStream) write(text string) {
	if s.err != nil {
		return
	}
	_ = s.control.SetReadDeadline(time.Time{}) // a test's recorder has none
	_ = s.control.SetWriteDeadline(time.Now().Add(streamWrite))
	if _, s.err = s.w.Write([]byte(text)); s.err == nil {
		s.err = s.control.Flush()
	}
}

// canonicalText serves what a text's hash is of, to the byte.
func (a *API) canonicalText(w http.ResponseWriter, r *http.Request) {
	v, err := a.member(r)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	content, sum, err := a.backend.CanonicalText(r.Context(), r.PathValue("meeting"), r.PathValue("text"), r.URL.Query().Get("language"), v)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "application/jsonl; charset=utf-8")
	h.Set("ETag", `"`+sum+`"`)
	h.Set("Cache-Control", "private, no-cache")
	h.Set("Content-Disposition", disposition("text-"+r.PathValue("text")+".jsonl"))
	_, _ = w.Write(content) //nolint:gosec // JSON lines, a download that no browser shows; the client's connection
}

// textOperations describes what is not huma's.
func textOperations(schemas huma.Registry) []*huma.Operation {
	text := func() *huma.Schema { return &huma.Schema{Type: huma.TypeString} }
	param := func(name, in string) *huma.Param {
		return &huma.Param{Name: name, In: in, Required: in == "path", Schema: text()}
	}
	schemas.Schema(reflect.TypeFor[protocol.TextPresence](), true, "")
	return []*huma.Operation{{
		Method: "GET", Path: textsBase + "/{text}/events", OperationID: "watch-text", Tags: []string{"Texts"},
		Summary:     "A text as it changes",
		Description: "Server-sent events: text (a TextChange, whole) first, then change (a TextChange: the head, and the paragraphs that changed) and presence (a TextPresence, whole). Numbers follow from the head's order. A comment every 15 s. Read it with fetch: EventSource sends no token.",
		Parameters:  []*huma.Param{param("meeting", "path"), param("text", "path")},
		Responses:   map[string]*huma.Response{"200": {Description: "events", Content: map[string]*huma.MediaType{"text/event-stream": {Schema: text()}}}},
		Security:    []map[string][]string{{"bearer": {}}},
	}, {
		Method: "GET", Path: textsBase + "/{text}/canonical", OperationID: "get-canonical-text", Tags: []string{"Texts"},
		Summary:    "A text in the form that its hash is of",
		Parameters: []*huma.Param{param("meeting", "path"), param("text", "path"), param("language", "query")},
		Responses: map[string]*huma.Response{"200": {
			Description: "Lines of JSON (docs/texts.md). Their SHA-256 is TextHead.sha256; with a language that of TextHead.hashes.",
			Headers:     map[string]*huma.Param{"ETag": textHeader("the SHA-256, hexadecimal, in quotes")},
			Content:     map[string]*huma.MediaType{"application/jsonl": {Schema: text()}},
		}},
		Security: []map[string][]string{{"bearer": {}}},
	}}
}
