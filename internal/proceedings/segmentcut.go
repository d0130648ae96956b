package proceedings

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Two segments of one, and one of two. Nothing is written anew: the words stay as they are, those of speech recognition stay
// unchecked, and what a segment was before is in its revisions.

// SplitSegment makes two segments of one. The second has all that the first has but for its words and times.
type SplitSegment struct {
	By, Segment string // By: Invitation.ID; "": the server, or its administrator
	From        int    // the revision that is split; another one is refused (RevisionStale)
	// At is where the second's words begin, in Unicode code points of the text, between two words.
	At int
	// Start is when the second's words begin; zero: in proportion to the words, or as the first where its end is not known.
	Start time.Time
}

// JoinSegments makes one segment of two that follow one another. The earlier one stays, with the words of both; the later
// one is removed, and can be restored.
type JoinSegments struct {
	By, Segment, With string
	From, WithFrom    int // their revisions
}

func (SplitSegment) lasts() {}
func (JoinSegments) lasts() {}

func (c SplitSegment) decide(s State, now time.Time) ([]Fact, error) {
	by, err := s.keeper(c.By, now)
	if err != nil {
		return nil, err
	}
	old, err := s.standing(c.Segment, c.From)
	if err != nil {
		return nil, err
	}
	if s.Record.Segments.Len() >= MaxSegments {
		return nil, refuse(LimitReached, "the record has %d segments, more are not kept; leave this one as it is", MaxSegments)
	}
	a, b, ok := cut(old.Text, c.At)
	if !ok {
		return nil, refuseField("at", "a number of characters is needed after which a word begins, with words before and after it")
	}
	at, err := c.moment(old)
	if err != nil {
		return nil, err
	}
	first, second := old, old
	first.Text, second.Text, second.Start = a, b, at
	if !old.End.IsZero() || at.After(old.Start) {
		first.End = at
	}
	first.Revision, first.By, first.Change = old.Revision+1, by, 0
	second.ID, second.Revision, second.By, second.Change, second.Of = SegmentID(s.Record.Segments.Len()), 1, by, 0, old.ID
	if second, err = s.sound(second, Segment{}, now); err != nil {
		return nil, err
	}
	return []Fact{SegmentRevised{Segment: first}, SegmentAdded{Segment: second}}, nil
}

// moment is when the second part begins.
func (c SplitSegment) moment(v Segment) (time.Time, error) {
	at := c.Start.UTC().Truncate(time.Millisecond)
	switch {
	case c.Start.IsZero() && v.End.IsZero():
		return v.Start, nil
	case c.Start.IsZero():
		share := float64(c.At) / float64(utf8.RuneCountInString(v.Text))
		return v.Start.Add(time.Duration(share * float64(v.End.Sub(v.Start)))).Truncate(time.Millisecond), nil
	case at.Before(v.Start) || !v.End.IsZero() && at.After(v.End):
		return at, refuseField("start", "the second part begins after the segment's start and before its end")
	default:
		return at, nil
	}
}

// standing finds a segment that is not removed, in the revision that somebody has seen.
func (s State) standing(id string, from int) (Segment, error) {
	v, ok := s.Segment(id)
	switch {
	case !ok || v.Removed:
		return v, refuse(SegmentUnknown, "the record has no such segment (any more); use the id of one that it has")
	case v.Revision != from:
		return v, s.stale(v, nil)
	default:
		return v, nil
	}
}

// cut makes two texts of one; false where that would part a word, or leave one empty.
func cut(text string, at int) (a, b string, ok bool) {
	a = bounded(text, at)
	a, b = strings.TrimRightFunc(a, unicode.IsSpace), strings.TrimLeftFunc(text[len(a):], unicode.IsSpace)
	whole := len(words(a))+len(words(b)) == len(words(text))
	return a, b, at > 0 && a != "" && b != "" && whole
}

func (c JoinSegments) decide(s State, now time.Time) ([]Fact, error) {
	by, err := s.keeper(c.By, now)
	if err != nil {
		return nil, err
	}
	a, err := s.standing(c.Segment, c.From)
	if err != nil {
		return nil, err
	}
	b, err := s.standing(c.With, c.WithFrom)
	if err != nil {
		return nil, err
	}
	pair := []Segment{a, b}
	InOrder(pair)
	a, b = pair[0], pair[1]
	if err := s.joinable(a, b); err != nil {
		return nil, err
	}
	one, gone := a, b
	one.Text = together(a.Text, b.Text)
	if utf8.RuneCountInString(one.Text) > MaxSegmentRunes {
		return nil, refuse(TextTooLong, "a segment has at most %d characters, and these two have more together", MaxSegmentRunes)
	}
	if one.End = b.End; !b.End.IsZero() && a.End.After(b.End) {
		one.End = a.End
	}
	if b.Source == ByASR {
		one.Source = ByASR
	}
	if one, err = s.sound(one, a, now); err != nil {
		return nil, err
	}
	gone.Removed, gone.Of = true, a.ID
	for _, v := range []*Segment{&one, &gone} {
		v.Revision, v.By, v.Change = v.Revision+1, by, 0
	}
	return []Fact{SegmentRevised{Segment: one}, SegmentRevised{Segment: gone}}, nil
}

// joinable refuses segments that are not one speaker's words in one language, or do not follow one another.
func (s State) joinable(a, b Segment) error {
	switch {
	case a.ID == b.ID:
		return refuseField("with", "another segment is needed")
	case a.Form != b.Form || a.Language != b.Language || a.Origin != b.Origin:
		return refuseField("with", "only words of the same form, language and origin become one segment")
	case a.Intervention != b.Intervention || a.Speaker != b.Speaker:
		return refuseField("with", "only words of the same speaker in the same intervention become one segment")
	}
	for v := range s.Segments() {
		if v.Form != a.Form || v.Language != a.Language || v.ID == a.ID || v.ID == b.ID {
			continue
		}
		three := []Segment{a, v, b}
		InOrder(three)
		if three[1].ID == v.ID {
			return refuseField("with", "%s stands between them: only segments that follow one another become one", v.ID)
		}
	}
	return nil
}

// together is the words of two texts in one. Scripts without spaces between words get none.
func together(a, b string) string {
	last, _ := utf8.DecodeLastRuneInString(a)
	first, _ := utf8.DecodeRuneInString(b)
	if spaceless(last) && spaceless(first) {
		return a + b
	}
	return a + " " + b
}

// spaceless tells whether a character is of a script that is written without spaces between words, or of its marks.
func spaceless(r rune) bool {
	const firstMark, lastMark = 0x3000, 0x303F // CJK Symbols and Punctuation
	const firstWide, lastWide = 0xFF00, 0xFF60 // fullwidth forms
	return kindOf(r) == kindOther && unicode.IsLetter(r) || r >= firstMark && r <= lastMark || r >= firstWide && r <= lastWide
}
