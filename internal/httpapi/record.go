package httpapi

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// RecordReading is what the API needs to show a meeting's record.
type RecordReading interface {
	Record(ctx context.Context, meeting string, v conference.Visitor) (protocol.MeetingRecord, error)
	Segments(ctx context.Context, meeting string, v conference.Visitor, version, since int) (protocol.SegmentPage, error)
	SearchRecord(ctx context.Context, meeting string, v conference.Visitor, version int, query, language string) (protocol.SearchResult, error)
	RecordText(ctx context.Context, meeting string, v conference.Visitor, version int) (text []byte, sha256 string, err error)
	CheckDelivery(ctx context.Context, meeting, intervention, document string, v conference.Visitor) (protocol.Delivery, error)
}

// RecordWriting is what it needs to have it written.
type RecordWriting interface {
	AddSegment(ctx context.Context, meeting string, v conference.Visitor, in conference.NewSegment) (protocol.Segment, error)
	ReviseSegment(ctx context.Context, meeting, segment string, v conference.Visitor, in conference.SegmentEdit) (protocol.Segment, error)
	ArrangeRecord(ctx context.Context, meeting string, v conference.Visitor, official string) (protocol.MeetingRecord, error)
	PublishRecord(ctx context.Context, meeting string, v conference.Visitor) (protocol.MeetingRecord, error)
	RequestCorrection(ctx context.Context, meeting string, v conference.Visitor, segment, text, reason string) (protocol.MeetingRecord, error)
	DecideCorrection(ctx context.Context, meeting, correction string, v conference.Visitor, accept bool, reason string) (protocol.MeetingRecord, error)
}

// newSegment is the body that adds a piece of the record.
type newSegment struct {
	Form         string     `json:"form,omitempty" enum:"verbatim,summary" doc:"without: verbatim"`
	Intervention string     `json:"intervention,omitempty" doc:"without: words outside of any" example:"i1"`
	Speaker      string     `json:"speaker,omitempty" doc:"participant, of words outside of an intervention"`
	Language     string     `json:"language" example:"es"`
	Origin       string     `json:"origin,omitempty" enum:"floor,interpretation,translation,prepared" doc:"without: the floor in its language, else its interpretation"`
	Start        *time.Time `json:"start,omitempty" doc:"of the words; without: now, or the beginning of the intervention where that is over"`
	End          *time.Time `json:"end,omitempty"`
	Text         string     `json:"text" doc:"up to 4000 characters"`
}

// segmentEdit is the body that changes one; what is left out stays.
type segmentEdit struct {
	From         int        `json:"from" doc:"the revision that the edit was made from; another one is refused (409 revision-stale)" example:"1"`
	Text         *string    `json:"text,omitempty"`
	Language     *string    `json:"language,omitempty"`
	Origin       *string    `json:"origin,omitempty" enum:"floor,interpretation,translation,prepared"`
	Intervention *string    `json:"intervention,omitempty"`
	Speaker      *string    `json:"speaker,omitempty"`
	Start        *time.Time `json:"start,omitempty"`
	End          *time.Time `json:"end,omitempty"`
	Removed      *bool      `json:"removed,omitempty" doc:"true takes it out of the record, false brings it back"`
}

type (
	recordArrangement struct {
		Official string `json:"official" enum:"verbatim,summary" doc:"the form that is the official record"`
	}
	newCorrection struct {
		Segment string `json:"segment" doc:"of the last version" example:"s12"`
		Text    string `json:"text" doc:"what the words are to be"`
		Reason  string `json:"reason,omitempty" doc:"up to 1000 characters"`
	}
	correctionDecision struct {
		Accept bool   `json:"accept"`
		Reason string `json:"reason,omitempty" doc:"needed to refuse; the delegation reads it"`
	}
)

// SegmentPath are the parameters of a segment's address.
type SegmentPath struct {
	MeetingPath
	Segment string `path:"segment" doc:"the segment's id"`
}

// RecordQuery is which version is read.
type RecordQuery struct {
	MeetingPath
	Version int `query:"version" minimum:"0" maximum:"1000" doc:"without: the draft, and for observers and press the last version"`
}

type (
	segmentsInput struct {
		RecordQuery
		Since int `query:"since" minimum:"0" doc:"of the draft: segments that have changed after that change; of a version: after so many"`
	}
	searchInput struct {
		RecordQuery
		Q        string `query:"q" maxLength:"200" doc:"words, each found where a word begins with it; case and accents do not count"`
		Language string `query:"language" maxLength:"35" doc:"without: all"`
	}
	addSegmentInput struct {
		MeetingPath
		Body newSegment
	}
	reviseSegmentInput struct {
		SegmentPath
		Body segmentEdit
	}
	arrangeRecordInput struct {
		MeetingPath
		Body recordArrangement
	}
	requestCorrectionInput struct {
		MeetingPath
		Body newCorrection
	}
	decideCorrectionInput struct {
		MeetingPath
		Correction string `path:"correction" doc:"the correction's id"`
		Body       correctionDecision
	}
	deliveryInput struct {
		MeetingPath
		Intervention string `path:"intervention" doc:"the intervention's id"`
		Document     string `query:"document" required:"true" doc:"a prepared text, plain"`
	}
)

func (a *API) registerRecord() {
	const base = "/api/v1/meetings/{meeting}/record"
	op := func(method, path, id, summary string) huma.Operation {
		one := a.operation(method, base+path, id, summary, a.membersOnly)
		one.Tags = []string{"Record"}
		return one
	}
	huma.Register(a.huma, op("GET", "", "get-record", "What there is of the record"), a.getRecord)
	huma.Register(a.huma, op("PUT", "", "arrange-record", "Say which form is the official record"), a.arrangeRecord)
	huma.Register(a.huma, op("GET", "/segments", "list-segments", "The record's words, by pages"), a.listSegments)
	huma.Register(a.huma, op("POST", "/segments", "add-segment", "Write a segment"), a.addSegment)
	huma.Register(a.huma, op("PATCH", "/segments/{segment}", "revise-segment", "Change, remove or restore a segment"), a.reviseSegment)
	huma.Register(a.huma, op("GET", "/search", "search-record", "Search the record's words"), a.searchRecord)
	huma.Register(a.huma, op("POST", "/versions", "publish-record", "Publish what is written as a version"), a.publishRecord)
	huma.Register(a.huma, op("POST", "/corrections", "request-correction", "Ask for a correction of the own delegation's words"), a.requestCorrection)
	huma.Register(a.huma, op("PATCH", "/corrections/{correction}", "decide-correction", "Accept or refuse a correction"), a.decideCorrection)
	huma.Register(a.huma, op("GET", "/interventions/{intervention}/delivery", "check-delivery", "Compare a prepared text with what was said"), a.checkDelivery)
	a.mux.HandleFunc("GET "+base+"/versions/{version}/text", a.recordText)
}

func (a *API) getRecord(ctx context.Context, in *MeetingPath) (*answer[protocol.MeetingRecord], error) {
	return a.recordAnswer(ctx)(a.backend.Record(ctx, in.Meeting, callerOf(ctx).visitor()))
}

// recordAnswer makes an answer of what the backend says of the record.
func (a *API) recordAnswer(ctx context.Context) func(protocol.MeetingRecord, error) (*answer[protocol.MeetingRecord], error) {
	return func(r protocol.MeetingRecord, err error) (*answer[protocol.MeetingRecord], error) {
		if err != nil {
			return nil, a.restError(ctx, err)
		}
		r.Meeting = withLists(r.Meeting)
		return reply(r), nil
	}
}

func (a *API) arrangeRecord(ctx context.Context, in *arrangeRecordInput) (*answer[protocol.MeetingRecord], error) {
	return a.recordAnswer(ctx)(a.backend.ArrangeRecord(ctx, in.Meeting, callerOf(ctx).visitor(), in.Body.Official))
}

func (a *API) publishRecord(ctx context.Context, in *MeetingPath) (*answer[protocol.MeetingRecord], error) {
	return a.recordAnswer(ctx)(a.backend.PublishRecord(ctx, in.Meeting, callerOf(ctx).visitor()))
}

func (a *API) requestCorrection(ctx context.Context, in *requestCorrectionInput) (*answer[protocol.MeetingRecord], error) {
	b := in.Body
	return a.recordAnswer(ctx)(a.backend.RequestCorrection(ctx, in.Meeting, callerOf(ctx).visitor(), b.Segment, b.Text, b.Reason))
}

func (a *API) decideCorrection(ctx context.Context, in *decideCorrectionInput) (*answer[protocol.MeetingRecord], error) {
	return a.recordAnswer(ctx)(a.backend.DecideCorrection(ctx, in.Meeting, in.Correction, callerOf(ctx).visitor(), in.Body.Accept, in.Body.Reason))
}

func (a *API) listSegments(ctx context.Context, in *segmentsInput) (*answer[protocol.SegmentPage], error) {
	page, err := a.backend.Segments(ctx, in.Meeting, callerOf(ctx).visitor(), in.Version, in.Since)
	return answered(ctx, a, page, err)
}

func (a *API) searchRecord(ctx context.Context, in *searchInput) (*answer[protocol.SearchResult], error) {
	found, err := a.backend.SearchRecord(ctx, in.Meeting, callerOf(ctx).visitor(), in.Version, in.Q, in.Language)
	return answered(ctx, a, found, err)
}

func (a *API) addSegment(ctx context.Context, in *addSegmentInput) (*answer[protocol.Segment], error) {
	b := in.Body
	wanted := conference.NewSegment{
		Form: b.Form, Intervention: b.Intervention, Speaker: b.Speaker, Language: b.Language, Origin: b.Origin, Text: b.Text,
	}
	if b.Start != nil {
		wanted.Start = *b.Start
	}
	if b.End != nil {
		wanted.End = *b.End
	}
	added, err := a.backend.AddSegment(ctx, in.Meeting, callerOf(ctx).visitor(), wanted)
	return answered(ctx, a, added, err)
}

func (a *API) reviseSegment(ctx context.Context, in *reviseSegmentInput) (*answer[protocol.Segment], error) {
	revised, err := a.backend.ReviseSegment(ctx, in.Meeting, in.Segment, callerOf(ctx).visitor(), conference.SegmentEdit(in.Body))
	return answered(ctx, a, revised, err)
}

func (a *API) checkDelivery(ctx context.Context, in *deliveryInput) (*answer[protocol.Delivery], error) {
	d, err := a.backend.CheckDelivery(ctx, in.Meeting, in.Intervention, in.Document, callerOf(ctx).visitor())
	return answered(ctx, a, d, err)
}

// recordText serves the canonical form of a version: what its hash is of, to the byte.
func (a *API) recordText(w http.ResponseWriter, r *http.Request) {
	v, err := a.member(r)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	number, _ := strconv.Atoi(r.PathValue("version")) // 0 is none
	text, sha256, err := a.backend.RecordText(r.Context(), r.PathValue("meeting"), v, number)
	if err != nil {
		a.fail(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "application/jsonl; charset=utf-8")
	h.Set("ETag", `"`+sha256+`"`)
	h.Set("Cache-Control", "private, max-age=31536000, immutable")
	h.Set("Content-Disposition", disposition("record-"+strconv.Itoa(number)+".jsonl"))
	_, _ = w.Write(text) // the client's connection
}

// recordOperations describes what is not huma's.
func recordOperations() []*huma.Operation {
	text := func() *huma.Schema { return &huma.Schema{Type: huma.TypeString} }
	number := &huma.Schema{Type: huma.TypeInteger}
	return []*huma.Operation{{
		Method: "GET", Path: "/api/v1/meetings/{meeting}/record/versions/{version}/text", OperationID: "get-record-text", Tags: []string{"Record"},
		Summary: "A version in the form that its hash is of",
		Parameters: []*huma.Param{
			{Name: "meeting", In: "path", Required: true, Schema: text()}, {Name: "version", In: "path", Required: true, Schema: number},
		},
		Responses: map[string]*huma.Response{"200": {
			Description: "Lines of JSON (docs/record.md). Their SHA-256 is the version's.",
			Headers:     map[string]*huma.Param{"ETag": textHeader("the SHA-256, hexadecimal, in quotes")},
			Content:     map[string]*huma.MediaType{"application/jsonl": {Schema: text()}},
		}},
		Security: []map[string][]string{{"bearer": {}}},
	}}
}
