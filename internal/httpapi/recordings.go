package httpapi

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"net/http"
	"os"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// Recordings is what the API needs of a meeting's sound.
type Recordings interface {
	Recordings(ctx context.Context, meeting string, v conference.Visitor) ([]protocol.Recording, error)
	OpenRecording(ctx context.Context, meeting, recording string, v conference.Visitor) (protocol.Recording, *os.File, error)
	// CutRecording gives what plays between two moments, at most ten minutes; a zero to is as much as there is.
	CutRecording(ctx context.Context, meeting, recording string, v conference.Visitor, from, to time.Time) ([]byte, error)
	// SegmentSound gives what a segment of the record is made from.
	SegmentSound(ctx context.Context, meeting, segment string, v conference.Visitor) ([]byte, error)
}

// oggOpus is the media type of a recording (RFC 7845 section 9).
const oggOpus = "audio/ogg; codecs=opus"

// segmentSoundPath is the address of a segment's sound.
const segmentSoundPath = "/api/v1/meetings/{meeting}/segments/{segment}/sound"

type recordingList struct {
	Recordings []protocol.Recording `json:"recordings" doc:"as they began"`
}

func (a *API) registerRecordings() {
	const base = "/api/v1/meetings/{meeting}/recordings"
	op := a.operation("GET", base, "list-recordings", "List a meeting's recordings", a.membersOnly)
	op.Tags = []string{"Recordings"}
	huma.Register(a.huma, op, a.listRecordings)
	a.mux.HandleFunc("GET "+base+"/{recording}/content", a.soundOf(a.recording))
	a.mux.HandleFunc("GET "+segmentSoundPath, a.soundOf(a.segmentSound))
}

func (a *API) listRecordings(ctx context.Context, in *MeetingPath) (*answer[recordingList], error) {
	found, err := a.backend.Recordings(ctx, in.Meeting, callerOf(ctx).visitor())
	if err != nil {
		return nil, a.restError(ctx, err)
	}
	return reply(recordingList{Recordings: found}), nil
}

// sound is what a request asks for, and its hash where it is a whole recording that is closed.
type sound func(r *http.Request, v conference.Visitor) (content io.ReadSeekCloser, hash string, err error)

// soundOf serves sound to a token or to a ticket in the address.
func (a *API) soundOf(find sound) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		v, err := a.documentReader(r)
		if err != nil {
			a.fail(w, r, err)
			return
		}
		content, tag, err := find(r, v)
		if err != nil {
			a.fail(w, r, err)
			return
		}
		serveSound(w, r, content, tag)
	}
}

func serveSound(w http.ResponseWriter, r *http.Request, content io.ReadSeekCloser, tag string) {
	defer func() { _ = content.Close() }() // it was only read
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(transferTime))
	h := w.Header()
	h.Set("Content-Security-Policy", documentPolicy)
	h.Set("Content-Type", oggOpus)
	h.Set("Content-Disposition", disposition(cmp.Or(r.PathValue("recording"), r.PathValue("segment"))+".opus"))
	h.Set("Cache-Control", "private, no-cache")
	if tag != "" {
		h.Set("ETag", `"`+tag+`"`)
	}
	http.ServeContent(w, r, "", time.Time{}, content)
}

// recording is what is asked for, and its hash where it is whole and closed.
func (a *API) recording(r *http.Request, v conference.Visitor) (content io.ReadSeekCloser, hash string, err error) {
	from, err := moment(r, "from")
	if err != nil {
		return nil, "", err
	}
	to, err := moment(r, "to")
	if err != nil {
		return nil, "", err
	}
	meeting, id := r.PathValue("meeting"), r.PathValue("recording")
	if from.IsZero() && to.IsZero() {
		found, file, err := a.backend.OpenRecording(r.Context(), meeting, id, v)
		return file, found.SHA256, err
	}
	b, err := a.backend.CutRecording(r.Context(), meeting, id, v, from, to)
	return inMemory{bytes.NewReader(b)}, "", err
}

// segmentSound is what a segment of the record is made from.
func (a *API) segmentSound(r *http.Request, v conference.Visitor) (content io.ReadSeekCloser, hash string, err error) {
	b, err := a.backend.SegmentSound(r.Context(), r.PathValue("meeting"), r.PathValue("segment"), v)
	return inMemory{bytes.NewReader(b)}, "", err
}

// inMemory is a part that nothing has to be closed of.
type inMemory struct{ *bytes.Reader }

// Close implements io.Closer.
func (inMemory) Close() error { return nil }

// moment reads a time of the query; zero: it is not there.
func moment(r *http.Request, name string) (time.Time, error) {
	value := r.URL.Query().Get(name)
	if value == "" {
		return time.Time{}, nil
	}
	at, err := time.Parse(time.RFC3339, value)
	if err != nil {
		return at, problem("field-invalid", "Field %s: a time is needed as in 2021-05-07T15:00:00.250Z (RFC 3339).", name)
	}
	return at, nil
}

// recordingOperations describes what is not huma's.
func recordingOperations() []*huma.Operation {
	text := func() *huma.Schema { return &huma.Schema{Type: huma.TypeString} }
	param := func(name, in, doc string) *huma.Param {
		return &huma.Param{Name: name, In: in, Required: in == "path", Schema: text(), Description: doc}
	}
	sound := &huma.Response{
		Description: "Ogg/Opus (RFC 7845). 206 for a Range, 304 for an If-None-Match.",
		Headers:     map[string]*huma.Param{"ETag": textHeader("the SHA-256 of the whole, hexadecimal, in quotes; not of a part, nor of what is still being written")},
		Content:     map[string]*huma.MediaType{"audio/ogg": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}},
	}
	return []*huma.Operation{{
		Method: "GET", Path: "/api/v1/meetings/{meeting}/recordings/{recording}/content", OperationID: "get-recording-content", Tags: []string{"Recordings"},
		Summary:     "A recording's sound, or a part of it",
		Description: "With from or to, what was heard between the two moments, to the sample, as a file of its own: at most ten minutes, and only what is there.",
		Parameters: []*huma.Param{
			param("meeting", "path", ""), param("recording", "path", ""), param("from", "query", "RFC 3339; without: the recording's start"),
			param("to", "query", "RFC 3339; without: ten minutes after from"), param("ticket", "query", "of a welcome (documentTicket), in the place of a token"),
		},
		Responses: map[string]*huma.Response{"200": sound}, Security: []map[string][]string{{"bearer": {}}, {}},
	}, {
		Method: "GET", Path: segmentSoundPath, OperationID: "get-segment-sound", Tags: []string{"Recordings"},
		Summary:     "What was said of a segment of the record",
		Description: "The part of the speaker's recording (of an interpretation: of its channel's) between the segment's start and end, within the turn; without an end 20 s; of what a person wrote down from 3 s before. For whoever may read the segment. 404 recording-unknown where it was not recorded, or its regime forbids it.",
		Parameters:  []*huma.Param{param("meeting", "path", ""), param("segment", "path", "the segment's id"), param("ticket", "query", "of a welcome (documentTicket), in the place of a token")},
		Responses:   map[string]*huma.Response{"200": sound}, Security: []map[string][]string{{"bearer": {}}, {}},
	}}
}
