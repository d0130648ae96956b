package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"reflect"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// Documents is what the API needs of a meeting's documents.
type Documents interface {
	Documents(ctx context.Context, meeting string, v conference.Visitor) ([]protocol.Document, error)
	AddDocument(ctx context.Context, meeting string, v conference.Visitor, d conference.NewDocument, body io.Reader) (protocol.Document, error)
	WithdrawDocument(ctx context.Context, meeting, document string, v conference.Visitor) error
	OpenDocument(ctx context.Context, meeting, document string, v conference.Visitor) (protocol.Document, *os.File, error)
	// Ticket finds whose a ticket is: 403 ticket-invalid.
	Ticket(meeting, ticket string) (conference.Visitor, error)
}

const (
	// maxUploadBytes bounds the body of an upload: a document of 25 MiB (proceedings.MaxDocumentBytes) and its form.
	maxUploadBytes = 25<<20 + 64<<10
	// maxFormField bounds one field of the form, in bytes: a title of 200 characters.
	maxFormField = 4 << 10
	// transferPause is how long an upload or a download may stand still: a phone that changes its network is back in
	// less. The server's own timeouts are for requests of some KiB.
	transferPause = 30 * time.Second
	// transferTime bounds the whole: 25 MiB at 0.25 Mbit/s. More lets slow connections be held longer.
	transferTime = 15 * time.Minute
)

// documentPolicy is the Content-Security-Policy of what others have put on the server: opened in a tab it runs nothing,
// loads nothing, and is not of our origin.
const documentPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'; form-action 'none'; " +
	"frame-ancestors 'none'; sandbox"

// policyOf is the policy of one document. Chromium's viewer of PDFs stays blank in a sandbox without scripts (seen in
// 156); the viewer is the browser's own, and default-src still lets no script of the document's run.
func policyOf(mediaType string) string {
	if mediaType == "application/pdf" {
		return documentPolicy + " allow-scripts"
	}
	return documentPolicy
}

// DocumentPath are the parameters of a document's address.
type DocumentPath struct {
	MeetingPath
	Document string `path:"document" doc:"the document's id"`
}

type documentList struct {
	Documents []protocol.Document `json:"documents" doc:"that the token's holder may read, as they were added"`
}

func (a *API) registerDocuments() {
	const base = "/api/v1/meetings/{meeting}/documents"
	tagged := func(op huma.Operation) huma.Operation {
		op.Tags = []string{"Documents"}
		return op
	}
	huma.Register(a.huma, tagged(a.operation("GET", base, "list-documents", "List a meeting's documents", a.membersOnly)), a.listDocuments)
	huma.Register(a.huma, tagged(a.operation("DELETE", base+"/{document}", "withdraw-document", "Withdraw a document", a.membersOnly)), a.withdrawDocument)
	a.mux.HandleFunc("POST "+base, a.addDocument)
	a.mux.HandleFunc("GET "+base+"/{document}/content", a.documentContent)
}

func (c caller) visitor() conference.Visitor {
	return conference.Visitor{Admin: c.admin, Invitation: c.grant.Invitation.ID}
}

func (a *API) listDocuments(ctx context.Context, in *MeetingPath) (*answer[documentList], error) {
	found, err := a.backend.Documents(ctx, in.Meeting, callerOf(ctx).visitor())
	if err != nil {
		return nil, a.restError(ctx, err)
	}
	return reply(documentList{Documents: found}), nil
}

func (a *API) withdrawDocument(ctx context.Context, in *DocumentPath) (*struct{}, error) {
	if err := a.backend.WithdrawDocument(ctx, in.Meeting, in.Document, callerOf(ctx).visitor()); err != nil {
		return nil, a.restError(ctx, err)
	}
	return nil, nil
}

// member authenticates a request to a meeting's documents that is not huma's.
func (a *API) member(r *http.Request) (conference.Visitor, error) {
	c, err := a.authenticate(r)
	if err != nil {
		return conference.Visitor{}, err
	}
	if err := a.membersOnly(c, r.PathValue("meeting")); err != nil {
		return conference.Visitor{}, a.denied(r, a.orUnknown(r.Context(), r.PathValue("meeting"), err))
	}
	return c.visitor(), nil
}

// addDocument takes a form (RFC 7578) whose fields say what its last part, the file, is.
func (a *API) addDocument(w http.ResponseWriter, r *http.Request) {
	v, err := a.member(r)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	if r.ContentLength > maxUploadBytes {
		a.fail(w, r, tooLargeDocument())
		return
	}
	slow := http.NewResponseController(w)
	_ = slow.SetWriteDeadline(time.Now().Add(transferTime + transferPause)) // a test's recorder has none
	r.Body = http.MaxBytesReader(w, &patientBody{ReadCloser: r.Body, slow: slow, end: time.Now().Add(transferTime)}, maxUploadBytes)
	added, err := a.takeDocument(r, v)
	if err != nil {
		// A browser that is still sending reads an answer only when it is done.
		_, _ = io.Copy(io.Discard, r.Body)
		a.fail(w, r, uploadProblem(err))
		return
	}
	h := w.Header()
	h.Set("Location", a.prefix+"/api/v1/meetings/"+url.PathEscape(r.PathValue("meeting"))+"/documents/"+url.PathEscape(added.ID))
	h.Set("Content-Type", "application/json")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusCreated)
	_ = json.NewEncoder(w).Encode(added) // the client's connection: it finds the document in the list
}

// patientBody waits for each piece of a body for transferPause, and for the whole until its end.
type patientBody struct {
	io.ReadCloser
	slow *http.ResponseController
	end  time.Time
}

// Read implements io.Reader.
func (b *patientBody) Read(p []byte) (int, error) {
	until := time.Now().Add(transferPause)
	if until.After(b.end) {
		until = b.end
	}
	_ = b.slow.SetReadDeadline(until) // a test's recorder has none
	return b.ReadCloser.Read(p)
}

func tooLargeDocument() *protocol.Problem {
	return problem("document-too-large", "A document has at most 25 MiB. Make it smaller, or add it in parts.")
}

// uploadProblem says what was wrong with an upload's body, where that is what was wrong.
func uploadProblem(err error) error {
	var p *protocol.Problem
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &p):
		return p
	case errors.As(err, &tooLarge):
		return tooLargeDocument()
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, os.ErrDeadlineExceeded), errors.Is(err, multipart.ErrMessageTooLarge):
		return problem("body-too-slow", "The document did not arrive whole. Try again.")
	default:
		return err
	}
}

// takeDocument reads the form up to its file, which it streams to the backend.
func (a *API) takeDocument(r *http.Request, v conference.Visitor) (protocol.Document, error) {
	form, err := r.MultipartReader()
	if err != nil {
		return protocol.Document{}, problem("media-type-unsupported", "The Content-Type must be multipart/form-data, with a boundary.")
	}
	var d conference.NewDocument
	fields := map[string]*string{
		"kind": &d.Kind, "item": &d.Item, "title": &d.Title, "language": &d.Language, "delegation": &d.Delegation, "speaker": &d.Speaker,
	}
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			return protocol.Document{}, problem("field-missing", "Field file: it is needed, as the form's last part.")
		}
		if err != nil {
			return protocol.Document{}, malformedForm(err)
		}
		if part.FormName() == "file" {
			if d.File = part.FileName(); d.File == "" {
				return protocol.Document{}, problem("field-missing", "Field file: its filename is needed; it says what the document is.")
			}
			return a.backend.AddDocument(r.Context(), r.PathValue("meeting"), v, d, &lastPart{form, part})
		}
		if err := formField(part, fields); err != nil {
			return protocol.Document{}, err
		}
	}
}

func formField(part *multipart.Part, fields map[string]*string) error {
	name := part.FormName()
	to := fields[name]
	if to == nil {
		return problem("field-unknown", "Field %s: there is none of that name here, or it is there twice; there are kind, item, title, language, delegation, speaker and, last, file.", shorten(name))
	}
	delete(fields, name)
	value, err := io.ReadAll(io.LimitReader(part, maxFormField+1))
	if err != nil {
		return malformedForm(err)
	}
	if len(value) > maxFormField {
		return problem("field-invalid", "Field %s: at most %d bytes are accepted.", name, maxFormField)
	}
	*to = string(value)
	return nil
}

func malformedForm(err error) error {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, os.ErrDeadlineExceeded) {
		return err
	}
	return problem("body-malformed", "The form cannot be read: %s.", shorten(err.Error()))
}

// lastPart is a file with nothing behind it in the form: what came later would be lost without a word.
type lastPart struct {
	form *multipart.Reader
	part *multipart.Part
}

// Read implements io.Reader.
func (l *lastPart) Read(p []byte) (int, error) {
	n, err := l.part.Read(p)
	if !errors.Is(err, io.EOF) {
		return n, err
	}
	switch _, after := l.form.NextPart(); {
	case errors.Is(after, io.EOF):
		return n, io.EOF
	case after != nil:
		return n, malformedForm(after)
	default:
		return n, problem("body-malformed", "The file must be the form's last part.")
	}
}

// documentContent serves a document's bytes, to a token or to a ticket in the address: a browser's tab sends no header.
func (a *API) documentContent(w http.ResponseWriter, r *http.Request) {
	v, err := a.documentReader(r)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	d, f, err := a.backend.OpenDocument(r.Context(), r.PathValue("meeting"), r.PathValue("document"), v)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	defer func() { _ = f.Close() }() // it was only read
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(transferTime))
	mediaType := d.MediaType
	if mediaType == "text/plain" {
		mediaType += "; charset=utf-8"
	}
	h := w.Header()
	h.Set("Content-Security-Policy", policyOf(d.MediaType))
	h.Set("Content-Type", mediaType)
	h.Set("Content-Disposition", disposition(d.File))
	h.Set("ETag", `"`+d.SHA256+`"`)
	h.Set("Cache-Control", "private, no-cache") // a withdrawn document is not shown again
	http.ServeContent(w, r, "", time.Time{}, f)
}

func (a *API) documentReader(r *http.Request) (conference.Visitor, error) {
	ticket := r.URL.Query().Get("ticket")
	if ticket == "" {
		return a.member(r)
	}
	v, err := a.backend.Ticket(r.PathValue("meeting"), ticket)
	if err != nil {
		return v, a.denied(r, err)
	}
	return v, nil
}

// disposition is Content-Disposition (RFC 6266): the name in ASCII for old programs, and whole (RFC 8187).
func disposition(file string) string {
	ascii := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || strings.ContainsRune(`"\%/;`, r) {
			return '_'
		}
		return r
	}, file)
	plain := mime.FormatMediaType("inline", map[string]string{"filename": ascii})
	return plain + "; filename*=UTF-8''" + extValue(file)
}

// extValue is value-chars of RFC 8187 section 3.2.1.
func extValue(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		if c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' || strings.IndexByte("!#$&+-.^_`|~", c) >= 0 {
			b.WriteByte(c)
		} else {
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		}
	}
	return b.String()
}

// documentOperations describes what is not huma's.
func documentOperations(schemas huma.Registry) []*huma.Operation {
	text := func() *huma.Schema { return &huma.Schema{Type: huma.TypeString} }
	path := func(name string) *huma.Param {
		return &huma.Param{Name: name, In: "path", Required: true, Schema: text()}
	}
	field := func(doc string) *huma.Schema { return &huma.Schema{Type: huma.TypeString, Description: doc} }
	form := &huma.Schema{Type: huma.TypeObject, Required: []string{"kind", "file"}, Properties: map[string]*huma.Schema{
		"kind": {
			Type: huma.TypeString, Enum: []any{"document", "prepared"},
			Description: "document: for everybody in the meeting; prepared: a speech, for the booths, those who lead and the own delegation",
		},
		"item":       field("the agenda item's id; without: of no item"),
		"title":      field("up to 200 characters; without: the file's name"),
		"language":   field("BCP 47; a prepared text needs it"),
		"delegation": field("its id or its exact name; without: the own one. A delegate's is always the own one"),
		"speaker":    field("of a prepared text: who will speak. Needed where there is no delegation"),
		"file": {
			Type: huma.TypeString, Format: "binary",
			Description: "the form's last part, at most 25 MiB: PDF, PNG, JPEG, or plain text in UTF-8 of at most 200,000 characters. Its filename says which (.pdf, .png, .jpg, .txt), and the content must be that",
		},
	}}
	created := &huma.Response{
		Description: "It was added.", Headers: map[string]*huma.Param{"Location": textHeader("the document's address, for DELETE")},
		Content: map[string]*huma.MediaType{"application/json": {Schema: &huma.Schema{Ref: schemas.Schema(reflect.TypeFor[protocol.Document](), true, "").Ref}}},
	}
	bytes := &huma.Response{
		Description: "The content, with its own Content-Type. 206 for a Range, 304 for an If-None-Match.",
		Headers:     map[string]*huma.Param{"ETag": textHeader("the SHA-256 of the content, hexadecimal, in quotes")},
		Content:     map[string]*huma.MediaType{"*/*": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}},
	}
	ticket := &huma.Param{Name: "ticket", In: "query", Schema: text(), Description: "of a welcome (documentTicket), in the place of a token"}
	const base = "/api/v1/meetings/{meeting}/documents"
	return []*huma.Operation{
		{
			Method: "POST", Path: base, OperationID: "add-document", Tags: []string{"Documents"}, Summary: "Add a document",
			Description: "By the administrator, or a delegate's, a chair's or an organiser's token.", Parameters: []*huma.Param{path("meeting")},
			RequestBody: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"multipart/form-data": {Schema: form}}},
			Responses:   map[string]*huma.Response{"201": created}, Security: []map[string][]string{{"bearer": {}}},
		},
		{
			Method: "GET", Path: base + "/{document}/content", OperationID: "get-document-content", Tags: []string{"Documents"},
			Summary: "A document's content", Parameters: []*huma.Param{path("meeting"), path("document"), ticket},
			Responses: map[string]*huma.Response{"200": bytes}, Security: []map[string][]string{{"bearer": {}}, {}},
		},
	}
}
