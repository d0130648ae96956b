package httpapi

import (
	"context"
	"encoding/json"
	"net/http"
	"os"
	"reflect"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// Archives is what the API needs of a meeting's archives.
type Archives interface {
	Archive(ctx context.Context, meeting string, v conference.Visitor) (protocol.Archive, error)
	SealArchive(ctx context.Context, meeting string, v conference.Visitor) (protocol.Archive, error)
	OpenArchive(ctx context.Context, meeting string, v conference.Visitor) (protocol.Seal, *os.File, error)
}

const (
	// sealTime bounds the making of an archive: 4 GiB on a slow disk, twice over.
	sealTime = 10 * time.Minute
	// archiveTime bounds one download: 4 GiB at 5 Mbit/s. Who is slower takes it up again with a Range.
	archiveTime = 2 * time.Hour
)

const archivePath = "/api/v1/meetings/{meeting}/archive"

func (a *API) registerArchive() {
	op := a.operation("GET", archivePath+"/seals", "get-archive-seals", "Which archives were made", a.membersOnly)
	op.Tags = []string{"Archive"}
	huma.Register(a.huma, op, a.archiveSeals)
	a.mux.HandleFunc("POST "+archivePath, a.sealArchive)
	a.mux.HandleFunc("GET "+archivePath, a.archiveFile)
}

func (a *API) archiveSeals(ctx context.Context, in *MeetingPath) (*answer[protocol.Archive], error) {
	found, err := a.backend.Archive(ctx, in.Meeting, callerOf(ctx).visitor())
	return answered(ctx, a, found, err)
}

// sealArchive is not huma's: it takes longer than other requests may.
func (a *API) sealArchive(w http.ResponseWriter, r *http.Request) {
	v, err := a.member(r)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(sealTime)) // a test's recorder has none
	made, err := a.backend.SealArchive(r.Context(), r.PathValue("meeting"), v)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusCreated)
	_ = json.NewEncoder(w).Encode(made) // the client's connection: it finds the archive among the seals
}

// archiveFile serves the last archive, to a token or to a ticket in the address: a browser's download sends no header.
func (a *API) archiveFile(w http.ResponseWriter, r *http.Request) {
	v, err := a.documentReader(r)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	seal, f, err := a.backend.OpenArchive(r.Context(), r.PathValue("meeting"), v)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	defer func() { _ = f.Close() }() // it was only read
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(archiveTime))
	h := w.Header()
	h.Set("Content-Type", "application/zip")
	h.Set("Content-Disposition", `attachment; filename="`+r.PathValue("meeting")+"-"+strconv.Itoa(seal.Number)+`.cumbre"`)
	h.Set("ETag", `"`+seal.SHA256+`"`)
	h.Set("Cache-Control", "private, no-cache") // another one may be made
	h.Set("X-Content-Type-Options", "nosniff")
	http.ServeContent(w, r, "", time.Time{}, f)
}

// archiveOperations describes what is not huma's.
func archiveOperations(schemas huma.Registry) []*huma.Operation {
	text := func() *huma.Schema { return &huma.Schema{Type: huma.TypeString} }
	meeting := &huma.Param{Name: "meeting", In: "path", Required: true, Schema: text()}
	ticket := &huma.Param{Name: "ticket", In: "query", Schema: text(), Description: "of Archive, in the place of a token"}
	return []*huma.Operation{{
		Method: "POST", Path: archivePath, OperationID: "seal-archive", Tags: []string{"Archive"}, Summary: "Seal an archive of the meeting as it is now",
		Description: "By the administrator or an organiser's token, once the meeting has ended. What is corrected later comes into a further archive, which continues the log of the one before. It answers when the file is on the disk.",
		Parameters:  []*huma.Param{meeting},
		Responses: map[string]*huma.Response{"201": {
			Description: "It was made, and is the last of the seals.",
			Content:     map[string]*huma.MediaType{"application/json": {Schema: &huma.Schema{Ref: schemas.Schema(reflect.TypeFor[protocol.Archive](), true, "").Ref}}},
		}},
		Security: []map[string][]string{{"bearer": {}}},
	}, {
		Method: "GET", Path: archivePath, OperationID: "get-archive", Tags: []string{"Archive"}, Summary: "The last archive's file",
		Description: "For the administrator and organisers. It has all that was said and written in the meeting, in private too.",
		Parameters:  []*huma.Param{meeting, ticket},
		Responses: map[string]*huma.Response{"200": {
			Description: "A ZIP file (docs/archive.md) for `cumbre verify`. 206 for a Range, 304 for an If-None-Match.",
			Headers:     map[string]*huma.Param{"ETag": textHeader("the SHA-256 of the file, hexadecimal, in quotes")},
			Content:     map[string]*huma.MediaType{"application/zip": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}},
		}},
		Security: []map[string][]string{{"bearer": {}}, {}},
	}}
}
