package conference

import (
	"context"
	"crypto/rand"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/cumbre-meet/cumbre/internal/proceedings"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// The record over REST: the same during the meeting and after its end. What changes is told live by captions.go.

const (
	// pageSize bounds the segments of one answer: some 300 KiB.
	pageSize = 1000
	// mostFound bounds what a search answers with.
	mostFound = 100
	// maxPreparedBytes bounds a prepared text that is compared: a speech of two hours is some 100 KiB. More would occupy a
	// processor for seconds.
	maxPreparedBytes = 256 << 10
)

// searches bounds how many searches and comparisons run at once: each reads up to 16 MiB of words.
const searches = 2

// NewSegment is what a segment is made from; see proceedings.AddSegment.
type NewSegment struct {
	Form, Intervention, Speaker, Language, Origin, Text string
	Start, End                                          time.Time
}

// SegmentEdit is what is changed in a segment; see proceedings.ReviseSegment.
type SegmentEdit struct {
	From                                          int
	Text, Language, Origin, Intervention, Speaker *string
	Start, End                                    *time.Time
	Removed                                       *bool
}

// recordReader is who reads a meeting's record, and the State that they read.
func (h *Hub) recordReader(meeting string, v Visitor) (proceedings.State, proceedings.Participant, error) {
	s, err := h.snapshot(meeting)
	if err != nil {
		return s, proceedings.Participant{}, err
	}
	p, err := v.reader(s)
	if err != nil {
		return s, p, asProblem(err)
	}
	return s, p, nil
}

// readsDraft tells whether somebody reads what is not published yet.
func readsDraft(p proceedings.Participant) bool { return p.Role.ReadsDraft() }

// Record tells what there is of a meeting's record.
func (h *Hub) Record(_ context.Context, meeting string, v Visitor) (protocol.MeetingRecord, error) {
	s, p, err := h.recordReader(meeting, v)
	if err != nil {
		return protocol.MeetingRecord{}, err
	}
	return h.recordOf(s, p, time.Now()), nil
}

// versionOrDraft are the segments that somebody wants to read: version 0 is the draft, for those who may read it, and the
// last version for the others.
func versionOrDraft(s proceedings.State, p proceedings.Participant, version int) (proceedings.SegmentList, proceedings.Form, error) {
	if version == 0 && readsDraft(p) {
		return s.Record.Segments, "", nil
	}
	if version == 0 {
		if version = len(s.Record.Versions); version == 0 {
			return proceedings.SegmentList{}, s.Record.Form(), nil
		}
	}
	v, err := s.Version(version)
	if err != nil {
		return proceedings.SegmentList{}, "", asProblem(err)
	}
	return v.Segments, v.Form, nil
}

// readable are the segments of a form that somebody may read, in the order in which they were spoken.
func readable(s proceedings.State, p proceedings.Participant, list proceedings.SegmentList, form proceedings.Form) []proceedings.Segment {
	said := proceedings.InForm(list, form)
	if readsDraft(p) {
		return said
	}
	return slices.DeleteFunc(said, func(v proceedings.Segment) bool { return !s.OnTheRecord(v) })
}

// Segments are a part of the draft's segments, those with a change after since; or of a version, after its first since.
func (h *Hub) Segments(_ context.Context, meeting string, v Visitor, version, since int) (protocol.SegmentPage, error) {
	s, p, err := h.recordReader(meeting, v)
	if err != nil {
		return protocol.SegmentPage{}, err
	}
	list, form, err := versionOrDraft(s, p, version)
	if err != nil {
		return protocol.SegmentPage{}, err
	}
	page := protocol.SegmentPage{Segments: []protocol.Segment{}}
	if form != "" {
		said := readable(s, p, list, form)
		since = min(max(since, 0), len(said))
		for _, one := range said[since:min(since+pageSize, len(said))] {
			page.Segments = append(page.Segments, segmentOf(s, one))
		}
		if since += len(page.Segments); since < len(said) {
			page.Next = since
		}
		return page, nil
	}
	var changed []proceedings.Segment
	for one := range list.All() {
		if one.Change > since {
			changed = append(changed, one)
		}
	}
	slices.SortFunc(changed, func(a, b proceedings.Segment) int { return a.Change - b.Change })
	for _, one := range changed[:min(pageSize, len(changed))] {
		page.Segments = append(page.Segments, segmentOf(s, one))
	}
	if len(changed) > pageSize {
		page.Next = changed[pageSize-1].Change
	}
	return page, nil
}

// SearchRecord finds words in the draft (version 0) or a version.
func (h *Hub) SearchRecord(ctx context.Context, meeting string, v Visitor, version int, query, language string) (protocol.SearchResult, error) {
	s, p, err := h.recordReader(meeting, v)
	if err != nil {
		return protocol.SearchResult{}, err
	}
	list, form, err := versionOrDraft(s, p, version)
	if err != nil {
		return protocol.SearchResult{}, err
	}
	q, err := proceedings.ParseQuery(query)
	if err != nil {
		return protocol.SearchResult{}, asProblem(err)
	}
	done, err := h.searching(ctx)
	if err != nil {
		return protocol.SearchResult{}, err
	}
	defer done()
	if form == "" {
		form = s.Record.Form()
	}
	found, all := q.Search(readable(s, p, list, form), language, mostFound)
	out := protocol.SearchResult{Found: make([]protocol.FoundSegment, 0, len(found)), All: all}
	for _, f := range found {
		out.Found = append(out.Found, protocol.FoundSegment{Segment: segmentOf(s, f.Segment), Pieces: partsOf(f)})
	}
	return out, nil
}

// searching waits until few enough others search.
func (h *Hub) searching(ctx context.Context) (done func(), err error) {
	select {
	case h.searches <- struct{}{}:
		return func() { <-h.searches }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func partsOf(f proceedings.Found) []protocol.TextPart {
	out := []protocol.TextPart{}
	at := 0
	text := f.Segment.Text
	for _, span := range f.Hits {
		if span.Start > at {
			out = append(out, protocol.TextPart{Text: text[at:span.Start]})
		}
		out = append(out, protocol.TextPart{Text: text[span.Start:span.End], Hit: true})
		at = span.End
	}
	if at < len(text) {
		out = append(out, protocol.TextPart{Text: text[at:]})
	}
	return out
}

// AddSegment writes a segment.
func (h *Hub) AddSegment(ctx context.Context, meeting string, v Visitor, in NewSegment) (protocol.Segment, error) {
	reply := make(chan segmentAnswer, 1)
	return h.write(ctx, meeting, addSegmentRequest{proceedings.AddSegment{
		By: v.by(), Form: in.Form, Intervention: in.Intervention, Speaker: in.Speaker, Language: in.Language, Origin: in.Origin,
		Start: in.Start, End: in.End, Text: in.Text,
	}, reply}, reply)
}

// ReviseSegment changes a segment: 409 revision-stale, with what was missed, where it is not the revision that was edited.
func (h *Hub) ReviseSegment(ctx context.Context, meeting, segment string, v Visitor, in SegmentEdit) (protocol.Segment, error) {
	reply := make(chan segmentAnswer, 1)
	return h.write(ctx, meeting, reviseSegmentRequest{proceedings.ReviseSegment{
		By: v.by(), Segment: segment, From: in.From, Text: in.Text, Language: in.Language, Origin: in.Origin,
		Intervention: in.Intervention, Speaker: in.Speaker, Start: in.Start, End: in.End, Removed: in.Removed,
	}, reply}, reply)
}

func (h *Hub) write(ctx context.Context, meeting string, m message, reply chan segmentAnswer) (protocol.Segment, error) {
	answer, err := use(ctx, h, meeting, func(*conference) message { return m }, reply)
	if err == nil {
		err = answer.err
	}
	return answer.segment, err
}

// addSegment answers with the segment that was added: the last one, as nobody else writes to the State meanwhile.
func (c *conference) addSegment(cmd proceedings.AddSegment) segmentAnswer {
	if err := c.commit(cmd); err != nil {
		return segmentAnswer{err: err}
	}
	return c.segmentNow(proceedings.SegmentID(c.state.Record.Segments.Len() - 1))
}

func (c *conference) reviseSegment(cmd proceedings.ReviseSegment) segmentAnswer {
	if err := c.commit(cmd); err != nil {
		return segmentAnswer{err: err}
	}
	return c.segmentNow(cmd.Segment)
}

func (c *conference) segmentNow(id string) segmentAnswer {
	v, _ := c.state.Segment(id)
	return segmentAnswer{segment: segmentOf(c.state, v)}
}

// ArrangeRecord says which form is the official record.
func (h *Hub) ArrangeRecord(ctx context.Context, meeting string, v Visitor, official string) (protocol.MeetingRecord, error) {
	return h.recordAfter(ctx, meeting, v, proceedings.ArrangeRecord{By: v.by(), Official: official})
}

// PublishRecord makes a version.
func (h *Hub) PublishRecord(ctx context.Context, meeting string, v Visitor) (protocol.MeetingRecord, error) {
	return h.recordAfter(ctx, meeting, v, proceedings.PublishRecord{By: v.by(), Salt: rand.Text()})
}

// RequestCorrection asks for other words in the last version.
func (h *Hub) RequestCorrection(ctx context.Context, meeting string, v Visitor, segment, text, reason string) (protocol.MeetingRecord, error) {
	if v.Admin {
		return protocol.MeetingRecord{}, problem("not-allowed", "A correction is asked for by the delegation that spoke, with an invitation of its own.")
	}
	return h.recordAfter(ctx, meeting, v, proceedings.RequestCorrection{By: v.by(), Segment: segment, Text: text, Reason: reason})
}

// DecideCorrection accepts or refuses one.
func (h *Hub) DecideCorrection(ctx context.Context, meeting, correction string, v Visitor, accept bool, reason string) (protocol.MeetingRecord, error) {
	return h.recordAfter(ctx, meeting, v, proceedings.DecideCorrection{By: v.by(), Correction: correction, Accept: accept, Reason: reason})
}

func (h *Hub) recordAfter(ctx context.Context, meeting string, v Visitor, cmd proceedings.Command) (protocol.MeetingRecord, error) {
	if err := h.execute(ctx, meeting, cmd); err != nil {
		return protocol.MeetingRecord{}, err
	}
	return h.Record(ctx, meeting, v)
}

// RecordText is a version in the canonical form, which its hash is of.
func (h *Hub) RecordText(_ context.Context, meeting string, v Visitor, version int) (text []byte, sha256 string, err error) {
	s, p, err := h.recordReader(meeting, v)
	if err != nil {
		return nil, "", err
	}
	of, err := s.Version(version)
	if err != nil {
		return nil, "", asProblem(err)
	}
	// What the hash is of is the whole or nothing.
	if len(readable(s, p, of.Segments, of.Form)) != len(proceedings.InForm(of.Segments, of.Form)) {
		return nil, "", problem(string(proceedings.RegimeForbids), "Some of these words are not on the record; the meeting's participants can check the version's hash.")
	}
	return s.Canonical(of), of.SHA256, nil
}

// CheckDelivery compares a prepared text, a document of plain text, with what was said in an intervention in its language.
func (h *Hub) CheckDelivery(ctx context.Context, meeting, intervention, document string, v Visitor) (protocol.Delivery, error) {
	s, p, err := h.recordReader(meeting, v)
	if err != nil {
		return protocol.Delivery{}, err
	}
	if !readsDraft(p) {
		return protocol.Delivery{}, problem("not-allowed", "Prepared texts are compared by those who may read the draft of the record.")
	}
	if _, ok := s.Intervention(intervention); !ok {
		return protocol.Delivery{}, problem(string(proceedings.InterventionUnknown), "The meeting has no such intervention.")
	}
	d, err := s.DocumentFor(p, document)
	if err != nil {
		return protocol.Delivery{}, asProblem(err)
	}
	if d.MediaType != "text/plain" || d.Bytes > maxPreparedBytes {
		return protocol.Delivery{}, problem(string(proceedings.FieldInvalid), "document: a text file of at most %d KiB can be compared with what was said", maxPreparedBytes>>10)
	}
	_, f, err := h.OpenDocument(ctx, meeting, document, v)
	if err != nil {
		return protocol.Delivery{}, err
	}
	defer func() { _ = f.Close() }() // it was only read
	text, err := io.ReadAll(io.LimitReader(f, maxPreparedBytes))
	if err != nil {
		return protocol.Delivery{}, problem("document-lost", "The document's content cannot be read; the operator finds the reason in the log.")
	}
	done, err := h.searching(ctx)
	if err != nil {
		return protocol.Delivery{}, err
	}
	defer done()
	return deliveryOf(string(text), s.SegmentsOf(intervention, d.Language)), nil
}

func deliveryOf(prepared string, said []proceedings.Segment) protocol.Delivery {
	var words []string
	for _, v := range said {
		if v.Origin == proceedings.FromFloor {
			words = append(words, v.Text)
		}
	}
	pieces := proceedings.Difference(prepared, strings.Join(words, "\n"))
	out := protocol.Delivery{Difference: differenceOf(pieces), Prepared: len(strings.Fields(prepared))}
	for _, p := range pieces {
		if p.Op == proceedings.Same {
			out.Kept += len(strings.Fields(p.Text))
		}
	}
	return out
}
