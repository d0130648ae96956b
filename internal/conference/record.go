package conference

import (
	"github.com/cumbre-meet/cumbre/internal/proceedings"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// segmentOf is a segment as clients see it.
func segmentOf(s proceedings.State, v proceedings.Segment) protocol.Segment {
	out := protocol.Segment{
		ID: v.ID, Form: string(v.Form), Intervention: v.Intervention, Speaker: s.SpeakerOf(v), Language: v.Language,
		Origin: string(v.Origin), Start: instant(v.Start), Text: v.Text, Source: string(v.Source), Revision: v.Revision, By: v.By,
		Removed: v.Removed, Change: v.Change,
	}
	if !v.End.IsZero() {
		out.End = instant(v.End)
	}
	return out
}

func differenceOf(pieces []proceedings.Piece) []protocol.Difference {
	out := make([]protocol.Difference, 0, len(pieces))
	for _, p := range pieces {
		out = append(out, protocol.Difference{Op: string(p.Op), Text: p.Text})
	}
	return out
}

func conflictOf(stale *proceedings.Stale) *protocol.Conflict {
	if stale == nil {
		return nil
	}
	out := &protocol.Conflict{Segment: segmentOf(proceedings.State{}, stale.Segment), Difference: differenceOf(stale.Difference)}
	out.Segment.Speaker = stale.Speaker
	return out
}
