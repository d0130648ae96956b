package conference

import (
	"context"
	"slices"

	"github.com/cumbre-meet/cumbre/internal/proceedings"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// NewQuotation is what a quotation is kept from; see proceedings.KeepQuotation.
type NewQuotation struct{ Quotation, Use, Segment string }

// Quotations are those that are kept, each with what the record says of it now.
func (h *Hub) Quotations(_ context.Context, meeting string, v Visitor) (protocol.KeptQuotations, error) {
	s, p, err := h.recordReader(meeting, v)
	if err != nil {
		return protocol.KeptQuotations{}, err
	}
	if !readsDraft(p) {
		return protocol.KeptQuotations{}, problem("not-allowed", "Quotations are held against the draft; they are shown to those who were in the meeting.")
	}
	return quotationsOf(s), nil
}

// KeepQuotation keeps one: 409 quotation-differs where the record does not say it there.
func (h *Hub) KeepQuotation(ctx context.Context, meeting string, v Visitor, n NewQuotation) (protocol.KeptQuotations, error) {
	cmd := proceedings.KeepQuotation{By: v.by(), Text: n.Quotation, Use: n.Use, Segment: n.Segment}
	if err := h.execute(ctx, meeting, cmd); err != nil {
		return protocol.KeptQuotations{}, asProblem(err)
	}
	return h.Quotations(ctx, meeting, v)
}

// DropQuotation takes one out.
func (h *Hub) DropQuotation(ctx context.Context, meeting, quotation string, v Visitor) (protocol.KeptQuotations, error) {
	if err := h.execute(ctx, meeting, proceedings.DropQuotation{By: v.by(), Quotation: quotation}); err != nil {
		return protocol.KeptQuotations{}, asProblem(err)
	}
	return h.Quotations(ctx, meeting, v)
}

func quotationsOf(s proceedings.State) protocol.KeptQuotations {
	out := protocol.KeptQuotations{Quotations: make([]protocol.KeptQuotation, 0, len(s.Quotations.List)), Version: len(s.Record.Versions)}
	for _, q := range s.Quotations.List {
		one := protocol.KeptQuotation{
			ID: q.ID, Quotation: q.Text, Use: q.Use, By: q.By, ByName: s.Participants[q.By].Name, At: instant(q.At), Intervention: q.Intervention,
			Segment: q.Segment, Language: q.Language, Origin: string(q.Origin), Verdict: string(q.Verdict), Version: q.Version,
			Now: string(q.Draft.Verdict), Published: string(q.Published.Verdict), Fails: q.Fails(),
		}
		if q.Draft.First != "" {
			one.Segment = q.Draft.First
		}
		if v, ok := s.Segment(one.Segment); ok {
			one.Speaker = s.Participants[s.SpeakerOf(v)].Name
		}
		out.Quotations = append(out.Quotations, one)
	}
	return out
}

// quotationCount counts those that are kept, for who may see them.
func quotationCount(s proceedings.State, p proceedings.Participant) protocol.QuotationCount {
	var out protocol.QuotationCount
	if !readsDraft(p) {
		return out
	}
	for _, q := range s.Quotations.List {
		out.Kept++
		if q.Fails() {
			out.Failing++
		}
	}
	return out
}

// quotationsDiffer tells whether those who watch the record have to be told.
func quotationsDiffer(before, after proceedings.State) bool {
	return !slices.EqualFunc(before.Quotations.List, after.Quotations.List, func(a, b proceedings.Quotation) bool {
		return a.ID == b.ID && a.Draft.Verdict == b.Draft.Verdict && a.Published.Verdict == b.Published.Verdict
	})
}
