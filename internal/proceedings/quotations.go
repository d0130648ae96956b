package proceedings

import (
	"slices"
	"strconv"
	"time"

	"github.com/cumbre-meet/cumbre/internal/quote"
)

// Quotations are those that are kept because somebody uses them.
type Quotations struct {
	// List is as they were kept. It is replaced, not changed, so that States share it.
	List    []Quotation
	Changes int // kept and dropped, of all
}

// Quotation is words that somebody quotes, of one intervention or of one turn outside of any, in one language and of one origin:
// somebody else who said the same is not who is quoted.
type Quotation struct {
	ID           string        `json:"id"` // "q1", "q2"…
	Text         string        `json:"text"`
	Use          string        `json:"use,omitempty"` // where it is used
	By           string        `json:"by,omitempty"`  // Participant.ID; "": the administrator
	Intervention string        `json:"intervention,omitempty"`
	Segment      string        `json:"segment"` // with its first word as it was kept
	Language     string        `json:"language"`
	Origin       Origin        `json:"origin"`
	Verdict      quote.Verdict `json:"verdict"`           // as it was kept
	Version      int           `json:"version,omitempty"` // the last one then, where it had the words; 0: the draft only
	At           time.Time     `json:"-"`
	// Draft and Published hold it against what is written now, and against the last version ("": there is none). They follow
	// from the State: no event says them, so that who changes a segment to and fro fills no journal.
	Draft, Published QuotationCheck `json:"-"`
}

// QuotationCheck is what became of a quotation: the verdict, NotFound where the record does not say it (any more), and where it is.
type QuotationCheck struct {
	Verdict     quote.Verdict
	First, Last string // Segment.ID
}

// Fails tells whether the record, as it is written now, does not say it.
func (q Quotation) Fails() bool { return q.Draft.Verdict == quote.NotFound }

const (
	// MaxQuotations bounds those that are kept at once. Each is held anew against its intervention where that changes: some
	// 0.1 ms of the meeting's goroutine.
	MaxQuotations = 200
	// MaxQuotationChanges bounds those over the meeting's life.
	MaxQuotationChanges = 5000
	// MaxQuotationBytes bounds one: a long paragraph. Longer ones can be checked, and kept in parts.
	MaxQuotationBytes = 2000
)

// KeepQuotation keeps a quotation, to be held against the record whenever that changes. Segment is the first of where it was
// found, and the record has to say it there (QuotationDiffers).
type KeepQuotation struct {
	By                 string // Invitation.ID; "": the administrator
	Text, Use, Segment string
}

// DropQuotation takes one out again: who kept it, and who writes the record.
type DropQuotation struct{ By, Quotation string }

// QuotationKept keeps a quotation.
type QuotationKept struct {
	Quotation Quotation `json:"quotation"`
}

// QuotationDropped takes one out.
type QuotationDropped struct {
	Quotation string `json:"quotation"`
	By        string `json:"by,omitempty"`
}

func (KeepQuotation) lasts() {}
func (DropQuotation) lasts() {}

func (c KeepQuotation) decide(s State, now time.Time) ([]Fact, error) {
	q := Quotation{Text: cleanChat(c.Text)}
	var err error
	if q.By, err = s.quoter(c.By, now); err != nil {
		return nil, err
	}
	if q.Use, err = optionalName("use", c.Use); err != nil {
		return nil, err
	}
	switch {
	case len(c.Text) > MaxQuotationBytes:
		return nil, refuse(TextTooLong, "a quotation that is kept has at most %d bytes; keep it in parts", MaxQuotationBytes)
	case len(s.Quotations.List) >= MaxQuotations:
		return nil, refuse(LimitReached, "%d quotations are kept; drop some first", MaxQuotations)
	case s.Quotations.Changes >= MaxQuotationChanges:
		return nil, refuse(LimitReached, "quotations were kept and dropped %d times, more are not kept", MaxQuotationChanges)
	}
	v, ok := s.Segment(c.Segment)
	if !ok || v.Removed || v.Form != Verbatim {
		return nil, refuse(SegmentUnknown, "the verbatim record has no such segment; use the first one of where the quotation was found")
	}
	q.Intervention, q.Segment, q.Language, q.Origin = v.Intervention, v.ID, v.Language, v.Origin
	draft, err := s.checkerOf(0)
	if err != nil {
		return nil, err
	}
	found := draft.check(q)
	if found.Verdict == quote.NotFound {
		return nil, refuse(QuotationDiffers, "the record does not say this there; check the quotation, and keep what was said")
	}
	q.Verdict = found.Verdict
	if n := s.quotedVersion(); n > 0 && s.checker(n).check(q).Verdict != quote.NotFound {
		q.Version = n
	}
	return []Fact{QuotationKept{Quotation: q}}, nil
}

// quoter finds who keeps quotations: those who read the draft, as they are held against it.
func (s State) quoter(by string, now time.Time) (string, error) {
	if by == "" {
		return "", nil
	}
	p, err := s.Reader(by, now)
	if err == nil && !p.Role.ReadsDraft() {
		err = refuse(NotAllowed, "quotations are kept by those who were in the meeting; observers and press can check them")
	}
	return p.ID, err
}

func (c DropQuotation) decide(s State, now time.Time) ([]Fact, error) {
	i := slices.IndexFunc(s.Quotations.List, func(q Quotation) bool { return q.ID == c.Quotation })
	if i < 0 {
		return nil, refuse(QuotationUnknown, "no such quotation is kept; it may have been dropped")
	}
	if c.By == "" {
		return []Fact{QuotationDropped{Quotation: c.Quotation}}, nil
	}
	p, err := s.Reader(c.By, now)
	if err == nil && p.ID != s.Quotations.List[i].By && !p.Role.Keeps() {
		err = refuse(NotAllowed, "a quotation is dropped by who kept it, and by those who write the record")
	}
	if err != nil {
		return nil, err
	}
	return []Fact{QuotationDropped{Quotation: c.Quotation, By: p.ID}}, nil
}

func (f QuotationKept) apply(s *State, at time.Time) {
	s.Quotations.Changes++
	f.Quotation.ID, f.Quotation.At = "q"+strconv.Itoa(s.Quotations.Changes), at
	s.Quotations.List = append(slices.Clip(s.Quotations.List), f.Quotation)
}

func (f QuotationDropped) apply(s *State, _ time.Time) {
	s.Quotations.Changes++
	s.Quotations.List = slices.DeleteFunc(slices.Clone(s.Quotations.List), func(q Quotation) bool { return q.ID == f.Quotation })
}

// quotedVersion is the last version, where it is verbatim: a summary is nobody's words. 0: none.
func (s State) quotedVersion() int {
	n := len(s.Record.Versions)
	if n == 0 || s.Record.Versions[n-1].Form != Verbatim {
		return 0
	}
	return n
}
