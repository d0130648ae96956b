package proceedings

import (
	"strings"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// writing is something that is done to the record.
func (l *life) writing(t *rapid.T, by, text string) Command {
	if rapid.Bool().Draw(t, "server") {
		by = ""
	}
	language := rapid.SampledFrom([]string{"es", "en", "spanish"}).Draw(t, "language")
	n := l.state.Record.Segments.Len()
	if n == 0 || rapid.IntRange(0, 2).Draw(t, "add") == 0 {
		return AddSegment{
			By: by, Language: language, Text: text,
			Intervention: rapid.SampledFrom([]string{"", "", "i1", "i99"}).Draw(t, "intervention"),
			Origin:       rapid.SampledFrom([]string{"", "floor", "interpretation", "hearsay"}).Draw(t, "origin"),
			Source:       rapid.SampledFrom([]string{"", "asr"}).Draw(t, "source"),
			Form:         rapid.SampledFrom([]string{"", "summary"}).Draw(t, "form"),
		}
	}
	segment := segmentID(rapid.IntRange(0, n).Draw(t, "segment"))
	v, _ := l.state.Segment(segment)
	c := ReviseSegment{By: by, Segment: segment, From: v.Revision - rapid.SampledFrom([]int{0, 0, 0, 1}).Draw(t, "behind")}
	if rapid.Bool().Draw(t, "words") {
		c.Text = &text
	} else {
		c.Removed = new(rapid.Bool().Draw(t, "removed"))
	}
	return c
}

// recorded tells whether a fact may come after the meeting's end.
func recorded(f Fact) bool {
	switch f.(type) {
	case SoundOpened, SoundClosed, SegmentAdded, SegmentRevised, RegimeSet:
		return true
	default:
		return false
	}
}

// checkRecord: the counts are those of what there is; no revision is skipped or changed afterwards.
func checkRecord(t *rapid.T, before, s State) {
	bytes, change := 0, 0
	for v := range s.Record.Segments.All() {
		bytes += len(v.Text)
		change = max(change, v.Change)
		if v.Text == "" || utf8.RuneCountInString(v.Text) > MaxSegmentRunes || strings.ContainsFunc(v.Text, func(r rune) bool { return r != '\n' && hidden(r) }) {
			t.Fatalf("segment %q", v.Text)
		}
		if _, ok := s.Intervention(v.Intervention); !ok && v.Intervention != "" {
			t.Fatalf("%s is of %s, which there is not", v.ID, v.Intervention)
		}
		old, was := before.Segment(v.ID)
		if was && old.Revision == v.Revision && !equalSegments(old, v) || was && v.Revision > old.Revision+1 || !was && v.Revision != 1 {
			t.Fatalf("%+v became %+v", old, v)
		}
	}
	if bytes != s.Record.Bytes || change > s.Record.Changes {
		t.Fatalf("%d bytes, counted as %d; change %d of %d", bytes, s.Record.Bytes, change, s.Record.Changes)
	}
}
