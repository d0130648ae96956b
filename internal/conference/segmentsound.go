package conference

import (
	"context"

	"github.com/cumbre-meet/cumbre/internal/proceedings"
)

// SegmentSound gives the sound of a segment of the record, as a file of its own, to whoever may read the segment:
// recording-unknown where it was not recorded, or the regime lets no sound be kept.
func (h *Hub) SegmentSound(_ context.Context, meeting, segment string, v Visitor) ([]byte, error) {
	s, p, err := h.recordReader(meeting, v)
	if err != nil {
		return nil, err
	}
	words, ok := readBy(s, p, segment)
	if !ok {
		return nil, problem(string(proceedings.SegmentUnknown), "The record that you may read has no such segment.")
	}
	f, from, to, ok := s.SoundOf(words)
	if !ok {
		return nil, problem("recording-unknown", "There is no sound of these words: the recording was off, who spoke had declined, or the regime forbids it.")
	}
	r, file, err := h.openSound(s, f.ID)
	if err != nil {
		return nil, err
	}
	return h.cut(r, file, meeting, from, to)
}

// readBy finds a segment among those that somebody may read now.
func readBy(s proceedings.State, p proceedings.Participant, segment string) (proceedings.Segment, bool) {
	if readsDraft(p) {
		return s.Segment(segment)
	}
	for v := range wordsFor(s, p) {
		if v.ID == segment {
			return v, true
		}
	}
	return proceedings.Segment{}, false
}
