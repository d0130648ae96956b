package proceedings

import (
	"slices"

	"github.com/cumbre-meet/cumbre/internal/quote"
)

// checker holds quotations against a version of the record, or the draft, as far as its words may leave the meeting.
type checker struct {
	turns []Turn
	at    map[string]int // of interventions
	heard map[voice]*heard
}

// voice is one language and origin of a turn.
type voice struct {
	turn     int
	language string
	origin   Origin
}

// heard are the words of a voice.
type heard struct {
	passages []Segment
	index    *quote.Index // nil: not made yet
}

// checker of a version; 0: the draft. Where nothing may be exported it finds nothing.
func (s State) checker(version int) *checker {
	c, _ := s.checkerOf(version)
	return c
}

// checkerOf is the checker with the reason for which nothing may be exported.
func (s State) checkerOf(version int) (*checker, error) {
	c := &checker{at: map[string]int{}, heard: map[voice]*heard{}}
	e, err := s.Export(Verbatim, version)
	if err != nil {
		return c, err
	}
	c.turns = e.content.Turns
	for i, t := range c.turns {
		if t.Intervention != "" {
			c.at[t.Intervention] = i
		}
	}
	return c, nil
}

// quoted are the words that a quotation is of; nil: they are not there.
func (c *checker) quoted(q Quotation) *heard {
	i, ok := c.at[q.Intervention]
	if q.Intervention == "" {
		i = slices.IndexFunc(c.turns, func(t Turn) bool {
			return t.Intervention == "" && slices.ContainsFunc(t.Passages, func(v Segment) bool { return v.ID == q.Segment })
		})
		ok = i >= 0
	}
	if !ok {
		return nil
	}
	key := voice{i, q.Language, q.Origin}
	if h, known := c.heard[key]; known {
		return h
	}
	h := &heard{}
	for _, v := range c.turns[i].Passages {
		if v.Language == q.Language && v.Origin == q.Origin {
			h.passages = append(h.passages, v)
		}
	}
	c.heard[key] = h
	return h
}

func (c *checker) check(q Quotation) QuotationCheck {
	h := c.quoted(q)
	if h == nil {
		return QuotationCheck{Verdict: quote.NotFound}
	}
	if h.index == nil {
		source := quote.Source{Origin: quote.Origin(q.Origin)}
		for _, v := range h.passages {
			source.Pieces = append(source.Pieces, v.Text)
		}
		h.index = quote.NewIndex([]quote.Source{source})
	}
	found := h.index.Exact(q.Text)
	if len(found.Matches) == 0 {
		return QuotationCheck{Verdict: quote.NotFound}
	}
	m := found.Matches[0]
	return QuotationCheck{Verdict: found.Verdict, First: h.passages[m.First].ID, Last: h.passages[m.Last].ID}
}

// same tells whether a quotation's words are the same in two records.
func (c *checker) same(o *checker, q Quotation) bool {
	a, b := c.quoted(q), o.quoted(q)
	if a == nil || b == nil {
		return a == b
	}
	return slices.EqualFunc(a.passages, b.passages, func(v, w Segment) bool { return v.ID == w.ID && v.Text == w.Text })
}

// changedWords is what of the record events may have changed.
type changedWords struct {
	any   bool            // perhaps everything: regimes, and names that are masked
	turns map[string]bool // words of these interventions; "": outside of any
}

func wordsChanged(before State, events []Event) changedWords {
	out := changedWords{turns: map[string]bool{}}
	for _, e := range events {
		switch f := e.Fact.(type) {
		case SegmentAdded:
			out.turns[f.Segment.Intervention] = true
		case SegmentRevised:
			old, _ := before.Segment(f.Segment.ID)
			out.turns[old.Intervention], out.turns[f.Segment.Intervention] = true, true
		case ChatSent, SoundOpened, SoundClosed, SpeakerListed, SpeakerUnlisted, QuotationDropped, ArchiveSealed: // often, and of no words
		case TextBegun, ParagraphAdded, ParagraphRevised, ParagraphWithdrawn, ParagraphPlaced, BracketAsked, BracketReleased, PositionTaken,
			AssentGiven, AssentWithdrawn, ConformityCertified, SilenceOpened, SilenceBroken, CommitmentMade, CommitmentAssessed, CommitmentSettled: // of a text's words, not the record's
		default:
			out.any = true
		}
	}
	return out
}

// recheck holds the quotations anew against what events changed.
func (s *State) recheck(before State, events []Event) {
	if len(s.Quotations.List) == 0 {
		return
	}
	changed := wordsChanged(before, events)
	if !changed.any && len(changed.turns) == 0 {
		return
	}
	if changed.any {
		s.checkAll(before)
		return
	}
	draft := s.checker(0)
	s.Quotations.List = slices.Clone(s.Quotations.List)
	for i, q := range s.Quotations.List {
		if changed.turns[q.Intervention] {
			s.Quotations.List[i].Draft = draft.check(q)
		}
	}
}

// checkAll holds all quotations against draft and last version, but for those that were held against the same words before.
func (s *State) checkAll(before State) {
	version := s.quotedVersion()
	draft, last := s.checker(0), s.checker(version)
	wasDraft, wasLast := before.checker(0), before.checker(before.quotedVersion())
	s.Quotations.List = slices.Clone(s.Quotations.List)
	for i := range s.Quotations.List {
		q := &s.Quotations.List[i]
		if q.Draft.Verdict == "" || !draft.same(wasDraft, *q) {
			q.Draft = draft.check(*q)
		}
		switch {
		case version == 0:
			q.Published = QuotationCheck{}
		case q.Published.Verdict == "" || !last.same(wasLast, *q):
			q.Published = last.check(*q)
		}
	}
}
