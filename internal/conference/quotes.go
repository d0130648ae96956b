package conference

import (
	"context"
	"sync"

	"github.com/cumbre-meet/cumbre/internal/proceedings"
	"github.com/cumbre-meet/cumbre/internal/protocol"
	"github.com/cumbre-meet/cumbre/internal/quote"
)

// indices keeps what the records of the meetings were last prepared as, for the checks of quotations: a text with twenty
// quotations prepares the record once. Nothing is held while a check runs but a place among the checks.
type indices struct {
	mu   sync.Mutex
	kept []indexed // the last used last

	checks chan struct{} // one token a check
}

// indexed is a record as quotations are held against it.
type indexed struct {
	meeting string
	seq     uint64 // of the journal
	version int    // of the record; 0: the draft
	index   *quote.Index
	sources []proceedings.Voice
	// withheld tells that some words may not be quoted.
	withheld bool
}

const (
	// indicesKept is how many records are kept prepared: with all its segments, one has some 60 MB, a usual one 1 MB.
	indicesKept = 4
	// checksAtOnce is how many quotations are checked at a time, each up to a second of one processor for the longest
	// against the longest record.
	checksAtOnce = 2
)

// VerifyQuote holds a quotation against what a version of the record says and may be quoted; version 0 is the draft, and for who
// does not read it the last version: 403 regime-forbids, 404 version-unknown.
func (h *Hub) VerifyQuote(ctx context.Context, meeting string, v Visitor, quotation string, version int) (protocol.Quotation, error) {
	h.mu.RLock()
	seq := uint64(0) // before the State: a newer one under an older number is prepared once more, never taken for it
	if e := h.meetings[meeting]; e != nil {
		seq = e.seq
	}
	h.mu.RUnlock()
	s, p, err := h.recordReader(meeting, v)
	if err != nil {
		return protocol.Quotation{}, err
	}
	if version, err = readVersion(s, p, version); err != nil {
		return protocol.Quotation{}, err
	}
	if len(quotation) > quote.MaxBytes {
		return protocol.Quotation{}, problem("text-too-long", "A quotation has at most %d bytes; check it in parts.", quote.MaxBytes)
	}
	select {
	case h.indices.checks <- struct{}{}:
		defer func() { <-h.indices.checks }()
	case <-ctx.Done():
		return protocol.Quotation{}, problem("stopping", "The request was given up.")
	}
	record, err := h.indices.of(s, seq, version)
	if err != nil {
		return protocol.Quotation{}, asProblem(err)
	}
	return record.told(record.index.Verify(quotation)), nil
}

// of finds a meeting's record as it is, or prepares it.
func (x *indices) of(s proceedings.State, seq uint64, version int) (indexed, error) {
	x.mu.Lock()
	for i, kept := range x.kept {
		if kept.meeting == s.Meeting.ID && kept.version == version && kept.seq == seq {
			x.kept = append(append(x.kept[:i:i], x.kept[i+1:]...), kept)
			x.mu.Unlock()
			return kept, nil
		}
	}
	x.mu.Unlock()
	made, err := prepared(s, version)
	if err != nil {
		return made, err
	}
	made.seq = seq
	x.mu.Lock()
	defer x.mu.Unlock()
	var others []indexed
	for _, kept := range x.kept {
		if kept.meeting != made.meeting || kept.version != version {
			others = append(others, kept)
		}
	}
	x.kept = append(others, made)
	x.kept = x.kept[max(0, len(x.kept)-indicesKept):]
	return made, nil
}

// prepared makes sources of the words that may be quoted: of each turn, by language and origin.
func prepared(s proceedings.State, version int) (indexed, error) {
	e, err := s.Export(proceedings.Verbatim, version)
	if err != nil {
		return indexed{}, err
	}
	c := e.Content()
	out := indexed{meeting: c.Meeting, version: version, withheld: c.Withheld.Words, sources: e.Voices()}
	out.index = proceedings.QuotationIndex(out.sources)
	return out, nil
}

// told is a result as clients see it.
func (r indexed) told(result quote.Result) protocol.Quotation {
	out := protocol.Quotation{Verdict: string(result.Verdict), Matches: []protocol.QuotationMatch{}, Withheld: r.withheld, Version: r.version}
	for _, m := range result.Matches {
		from := r.sources[m.Source]
		first := from.Passages[m.First]
		match := protocol.QuotationMatch{
			Intervention: from.Turn.Intervention, First: first.ID, Last: from.Passages[m.Last].ID, Speaker: from.Turn.Speaker.Name,
			Function: from.Turn.Speaker.Function, Delegation: from.Turn.Speaker.Delegation, Label: from.Turn.Label,
			Regime: string(from.Turn.Regime), Item: from.Turn.Item, Language: first.Language, Origin: string(first.Origin),
			Start: instant(first.Start), LeftOut: m.LeftOut, Runs: []protocol.QuotationRun{},
		}
		for _, p := range from.Passages[m.First : m.Last+1] {
			match.Machine = match.Machine || p.Source == proceedings.ByASR
		}
		for _, run := range m.Runs {
			match.Runs = append(match.Runs, protocol.QuotationRun{
				Kind: string(run.Kind), Quote: run.Quote, Record: run.Record, Words: run.Words, Why: string(run.Why),
			})
		}
		out.Matches = append(out.Matches, match)
	}
	return out
}
