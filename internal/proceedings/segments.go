package proceedings

import (
	"cmp"
	"iter"
	"slices"
	"strconv"
	"strings"
)

// SegmentList is a list of segments that States share: a copy is one slice of chunks, and whoever changes a segment
// copies its chunk. The segments themselves are never changed once they are in.
type SegmentList struct {
	chunks []*segmentChunk
	length int
}

// chunkSize is how many segments are copied, as pointers, where one changes: 512 bytes. With the 313 chunks of a full
// record (2.5 KiB for each record of the journal) that is near the least that both together cost.
const chunkSize = 64

type segmentChunk [chunkSize]*Segment

// Len is how many segments there are, removed ones included.
func (l SegmentList) Len() int { return l.length }

// All are the segments as they were added, removed ones included.
func (l SegmentList) All() iter.Seq[Segment] {
	return func(yield func(Segment) bool) {
		for i := range l.length {
			if !yield(*l.at(i)) {
				return
			}
		}
	}
}

// Equal tells whether two lists say the same.
func (l SegmentList) Equal(o SegmentList) bool {
	if l.length != o.length {
		return false
	}
	for i, c := range l.chunks {
		if c == o.chunks[i] {
			continue
		}
		for j := range min(chunkSize, l.length-i*chunkSize) {
			if !equalSegments(*c[j], *o.chunks[i][j]) {
				return false
			}
		}
	}
	return true
}

func equalSegments(a, b Segment) bool {
	same := a.Start.Equal(b.Start) && a.End.Equal(b.End)
	a.Start, a.End = b.Start, b.End
	return same && a == b
}

func (l SegmentList) at(i int) *Segment { return l.chunks[i/chunkSize][i%chunkSize] }

// index is where a segment is; -1: nowhere.
func (l SegmentList) index(id string) int {
	number, ok := strings.CutPrefix(id, "s")
	n, err := strconv.Atoi(number)
	if !ok || err != nil || n < 1 || n > l.length || SegmentID(n-1) != id {
		return -1
	}
	return n - 1
}

// detached has its own list of chunks, whose chunks are others' too.
func (l SegmentList) detached() SegmentList {
	l.chunks = slices.Clone(l.chunks)
	return l
}

func (l *SegmentList) add(v Segment) {
	if l.length%chunkSize == 0 {
		l.chunks = append(l.chunks, &segmentChunk{})
	}
	l.length++
	l.put(l.length-1, v)
}

func (l *SegmentList) set(v Segment) { l.put(l.index(v.ID), v) }

func (l *SegmentList) put(i int, v Segment) {
	chunk := *l.chunks[i/chunkSize]
	chunk[i%chunkSize] = &v
	l.chunks[i/chunkSize] = &chunk
}

// Segment finds a segment, which may be removed, by its identifier.
func (s State) Segment(id string) (Segment, bool) {
	i := s.Record.Segments.index(id)
	if i < 0 {
		return Segment{}, false
	}
	return *s.Record.Segments.at(i), true
}

// Segments are those that are not removed, as they were added.
func (s State) Segments() iter.Seq[Segment] {
	return func(yield func(Segment) bool) {
		for v := range s.Record.Segments.All() {
			if !v.Removed && !yield(v) {
				return
			}
		}
	}
}

// SegmentsOf are the verbatim segments of an intervention ("": outside of any) in a language ("": in all), in the order in
// which they were spoken. Removed ones are not among them.
func (s State) SegmentsOf(intervention, language string) []Segment {
	var out []Segment
	for v := range s.Segments() {
		if v.Form == Verbatim && v.Intervention == intervention && (language == "" || v.Language == language) {
			out = append(out, v)
		}
	}
	InOrder(out)
	return out
}

// InOrder sorts segments by when they were spoken; those of the same moment as they were added.
func InOrder(segments []Segment) {
	slices.SortStableFunc(segments, func(a, b Segment) int {
		return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(len(a.ID), len(b.ID)), cmp.Compare(a.ID, b.ID))
	})
}

// OnTheRecord tells whether a segment's words may be told to anybody with their speaker's name, as the regime under which
// they were spoken says.
func (s State) OnTheRecord(v Segment) bool { return s.AttributionOfSegment(v).Regime.Names() }

// SpeakerOf is the participant whose words a segment has, also in another's voice; "": not said.
func (s State) SpeakerOf(v Segment) string {
	if spoken, ok := s.Intervention(v.Intervention); ok {
		return spoken.Speaker
	}
	return v.Speaker
}
