package httpapi

import (
	"bytes"
	"context"
	"io"
	"mime"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/export"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// Words is what the API needs of what was said and may be told.
type Words interface {
	SetRegime(ctx context.Context, meeting string, v conference.Visitor, n conference.NewRegime) (protocol.Meeting, error)
	Export(ctx context.Context, meeting string, v conference.Visitor, form string, version int) (conference.Exportable, error)
	ExportText(ctx context.Context, meeting string, v conference.Visitor, r conference.TextRequest) (conference.ExportableText, error)
	VerifyQuote(ctx context.Context, meeting string, v conference.Visitor, quotation string, version int) (protocol.Quotation, error)
}

// exportTime bounds how long an export may take to be read: a record of 16 MiB at 0.5 Mbit/s.
const exportTime = 5 * time.Minute

// typesetters is how many PDF files are made at once: a long one keeps a core busy for half a minute, and the others are the meetings'.
const typesetters = 1

// exportPolicy is of files that a browser might open: they run and load nothing.
const exportPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"

type (
	newRegime struct {
		Item         string `json:"item,omitempty" doc:"AgendaItem.id" example:"a1"`
		Speaker      string `json:"speaker,omitempty" doc:"participant: for their next turn"`
		Intervention string `json:"intervention,omitempty" doc:"of words that were spoken: only the delegation that spoke can, and only loosen it"`
		Regime       string `json:"regime" enum:"on-the-record,background,chatham-house,deep-background,off-the-record"`
		Label        string `json:"label,omitempty" doc:"of background: what the words are attributed to; up to 200 characters" example:"a senior official"`
	}
	regimeInput struct {
		MeetingPath
		Body newRegime
	}
	quotationInput struct {
		MeetingPath
		Body struct {
			Quotation string `json:"quotation" doc:"up to 8000 bytes; omission marks are (…) (...) […] [...] …, other text in [ ] is yours" example:"Our countries face great challenges (…), the pandemic and its economic repercussions"`
			Version   int    `json:"version,omitempty" minimum:"0" maximum:"1000" doc:"of the record; without: the draft, and for observers and press the last version"`
		}
	}
	// ExportInput are the parameters of an export. Exported, like MeetingPath.
	ExportInput struct {
		RecordQuery
		Language string `query:"language" maxLength:"35" doc:"in which the words are wanted, BCP 47; what is not there in it is as it was spoken, and marked. Without: as spoken"`
		Form     string `query:"form" enum:"verbatim,summary" doc:"of the draft; without: verbatim"`
	}
)

func (a *API) registerWords() {
	tagged := func(op huma.Operation, tag string) huma.Operation {
		op.Tags = []string{tag}
		return op
	}
	const base = "/api/v1/meetings/{meeting}"
	huma.Register(a.huma, tagged(a.operation("PUT", base+"/regime", "set-regime", "Say what may be made of words: for the meeting, an item, a speaker's next turn", a.membersOnly), "Record"), a.setRegime)
	verify := tagged(a.operation("POST", base+"/quotes/verify", "verify-quote", "Hold a quotation against what was said", a.membersOnly), "Record")
	verify.DefaultStatus = http.StatusOK
	huma.Register(a.huma, verify, a.verifyQuote)
	for _, f := range export.Formats() {
		op := tagged(a.operation("GET", base+"/record."+f.Extension(), "export-record-"+string(f), "The record, as far as its regimes allow, as "+string(f), a.membersOnly), "Record")
		op.Responses = fileResponse(f)
		huma.Register(a.huma, op, func(ctx context.Context, in *ExportInput) (*huma.StreamResponse, error) { return a.export(ctx, in, f) })
	}
}

func (a *API) setRegime(ctx context.Context, in *regimeInput) (*answer[protocol.Meeting], error) {
	meeting, err := a.backend.SetRegime(ctx, in.Meeting, callerOf(ctx).visitor(), conference.NewRegime(in.Body))
	if err != nil {
		return nil, a.restError(ctx, err)
	}
	return reply(withLists(meeting)), nil
}

func (a *API) verifyQuote(ctx context.Context, in *quotationInput) (*answer[protocol.Quotation], error) {
	found, err := a.backend.VerifyQuote(ctx, in.Meeting, callerOf(ctx).visitor(), in.Body.Quotation, in.Body.Version)
	return answered(ctx, a, found, err)
}

// export streams a file: what may be told is decided before its first byte.
func (a *API) export(ctx context.Context, in *ExportInput, f export.Format) (*huma.StreamResponse, error) {
	language, err := conference.LanguageTag(in.Language)
	if err != nil {
		return nil, a.restError(ctx, err)
	}
	e, err := a.backend.Export(ctx, in.Meeting, callerOf(ctx).visitor(), in.Form, in.Version)
	if err != nil {
		return nil, a.restError(ctx, err)
	}
	file, err := export.Prepare(f, e, export.Options{Language: language})
	if err != nil {
		return nil, a.fileError(ctx, err)
	}
	name := "record-" + in.Meeting
	if version := e.Content().Version; version > 0 {
		name += "-v" + strconv.Itoa(version)
	} else {
		name += "-draft"
	}
	if language != "" {
		name += "-" + language
	}
	return a.fileAnswer(in.Meeting, name, file, f), nil
}

// fileAnswer streams a file of a meeting; name is without its extension.
func (a *API) fileAnswer(meeting, name string, file export.File, f export.Format) *huma.StreamResponse {
	return &huma.StreamResponse{Body: func(c huma.Context) {
		r, w := humago.Unwrap(c)
		_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(exportTime)) // a test's recorder has none
		h := w.Header()
		h.Set("Content-Type", f.MediaType())
		h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name + "." + f.Extension()}))
		h.Set("Content-Security-Policy", exportPolicy)
		h.Set("Cache-Control", "no-store")
		if err := a.sendFile(r.Context(), w, file, f); err != nil && r.Context().Err() == nil {
			a.log.Warn("an export was cut short", "meeting", meeting, "format", string(f), "error", err)
			panic(http.ErrAbortHandler) // the client must not take half a file for the whole
		}
	}}
}

// sendFile writes a file to a client. A PDF is made whole before, so that who reads slowly keeps nobody waiting: a third of the record's size, at
// most some MB.
func (a *API) sendFile(ctx context.Context, w io.Writer, file export.File, f export.Format) error {
	if f != export.PDF {
		return file.To(w)
	}
	select {
	case a.typesetting <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	var whole bytes.Buffer
	err := func() error {
		defer func() { <-a.typesetting }()
		return file.To(whileWanted{ctx, &whole})
	}()
	if err != nil {
		return err
	}
	_, err = whole.WriteTo(w)
	return err
}

// whileWanted takes bytes until a request is over.
type whileWanted struct {
	ctx context.Context
	out io.Writer
}

func (w whileWanted) Write(b []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	return w.out.Write(b)
}
