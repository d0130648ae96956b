package httpapi

import (
	"bytes"
	"encoding/json"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/cumbre-meet/cumbre/internal/protocol"
	"github.com/cumbre-meet/cumbre/internal/public"
)

const (
	// readersBurst reads of public pages, then one per readersEvery. A newsroom behind one address reads at once when an
	// embargo ends; a page is a millisecond of a processor.
	readersBurst = 300
	readersEvery = 50 * time.Millisecond
	// publicCache is how long others may keep what is public. Longer hides a correction from who reads; shorter makes every
	// reader come here.
	publicCache = "public, max-age=30"
	// publicPolicy: the pages run and load nothing.
	publicPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

// registerPublic serves what is for everybody, without a token.
func (a *API) registerPublic() {
	a.mux.HandleFunc("GET /public/{meeting}", a.publicPage)
	a.mux.HandleFunc("GET /public/{meeting}/feed.atom", a.public("application/atom+xml; charset=utf-8", func(w *bytes.Buffer, m protocol.PublicMeeting, base string) error {
		return public.Atom(w, m, base)
	}))
	a.mux.HandleFunc("GET /public/{meeting}/data.json", a.public("application/json", func(w *bytes.Buffer, m protocol.PublicMeeting, _ string) error {
		return json.NewEncoder(w).Encode(m)
	}))
}

func (a *API) publicPage(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Vary", "Accept-Language")
	language := pageLanguage(r)
	a.public("text/html; charset=utf-8", func(b *bytes.Buffer, m protocol.PublicMeeting, base string) error {
		return public.Page(b, m, base, language)
	})(w, r)
}

// public serves a form of what everybody may know of a meeting. It is made whole before its first byte is sent.
func (a *API) public(mediaType string, write func(w *bytes.Buffer, m protocol.PublicMeeting, base string) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Cache-Control", "no-store") // of refusals: nobody's cache may say for long that there is nothing
		if wait := a.readers.take(time.Now(), a.clientAddr(r)); wait > 0 {
			a.fail(w, r, problem("too-many-connections", "Too many requests from your address; try again in a moment."))
			return
		}
		m, err := a.backend.Public(r.Context(), r.PathValue("meeting"))
		if err != nil {
			a.fail(w, r, err)
			return
		}
		var out bytes.Buffer
		if err := write(&out, m, a.base+"/public/"+m.ID); err != nil {
			a.fail(w, r, err)
			return
		}
		h.Set("Content-Type", mediaType)
		h.Set("Cache-Control", publicCache)
		h.Set("Content-Security-Policy", publicPolicy)
		h.Set("Access-Control-Allow-Origin", "*")
		_, _ = out.WriteTo(w) // the client's connection
	}
}

// pageLanguage is the one that the address asks for, or the first of the browser's that the page speaks (RFC 9110 section
// 12.5.4; browsers list them in their order).
func pageLanguage(r *http.Request) string {
	known := public.Languages()
	asked := r.URL.Query().Get("language")
	for _, wanted := range append([]string{asked}, strings.Split(r.Header.Get("Accept-Language"), ",")...) {
		tag, _, _ := strings.Cut(strings.TrimSpace(wanted), ";")
		base, _, _ := strings.Cut(tag, "-")
		if base = strings.ToLower(base); slices.Contains(known, base) {
			return base
		}
	}
	return "en"
}

// publicOperations describes what is not huma's.
func publicOperations(schemas huma.Registry) []*huma.Operation {
	described := func(path, id, summary, mediaType string, schema *huma.Schema) *huma.Operation {
		return &huma.Operation{
			Method: "GET", Path: "/public/{meeting}" + path, OperationID: id, Summary: summary, Tags: []string{"Publication"},
			Parameters: []*huma.Param{{Name: "meeting", In: "path", Required: true, Schema: &huma.Schema{Type: huma.TypeString}}},
			Responses:  map[string]*huma.Response{"200": {Description: "for everybody, without a token; 404 until something is issued", Content: map[string]*huma.MediaType{mediaType: {Schema: schema}}}},
			Security:   []map[string][]string{{}},
		}
	}
	text := &huma.Schema{Type: huma.TypeString}
	return []*huma.Operation{
		described("", "get-public-page", "A meeting's statements and commitments as a page", "text/html", text),
		described("/feed.atom", "get-public-feed", "Its publications as an Atom feed (RFC 4287)", "application/atom+xml", text),
		described("/data.json", "get-public-data", "The same as data", "application/json", schemas.Schema(reflect.TypeFor[protocol.PublicMeeting](), true, "")),
	}
}
