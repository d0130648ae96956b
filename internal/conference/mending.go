package conference

import (
	"context"
	"slices"
	"time"

	"github.com/cumbre-meet/cumbre/internal/proceedings"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// What record keepers mend: segments that are cut otherwise than the words were said, and turns that nobody gave the floor for.

// segmentsRequest commits a command of which several segments are changed.
type segmentsRequest struct {
	command proceedings.Command
	reply   chan segmentsAnswer
}

type segmentsAnswer struct {
	page protocol.SegmentPage
	err  error
}

// SplitSegment makes two segments of one, at so many characters (code points) of its words: 409 revision-stale. A zero start
// is in proportion to the words. It answers with both.
func (h *Hub) SplitSegment(ctx context.Context, meeting, segment string, v Visitor, from, at int, start time.Time) (protocol.SegmentPage, error) {
	return h.mend(ctx, meeting, proceedings.SplitSegment{By: v.by(), Segment: segment, From: from, At: at, Start: start})
}

// JoinSegments makes one segment of two: 409 revision-stale. It answers with both, the later one removed.
func (h *Hub) JoinSegments(ctx context.Context, meeting, segment string, v Visitor, from int, with string, withFrom int) (protocol.SegmentPage, error) {
	return h.mend(ctx, meeting, proceedings.JoinSegments{By: v.by(), Segment: segment, From: from, With: with, WithFrom: withFrom})
}

func (h *Hub) mend(ctx context.Context, meeting string, cmd proceedings.Command) (protocol.SegmentPage, error) {
	reply := make(chan segmentsAnswer, 1)
	answer, err := use(ctx, h, meeting, func(*conference) message { return segmentsRequest{cmd, reply} }, reply)
	if err == nil {
		err = answer.err
	}
	return answer.page, err
}

// segmentsAfter answers with what a command changed.
func (c *conference) segmentsAfter(cmd proceedings.Command) segmentsAnswer {
	before := c.state.Record.Changes
	if err := c.commit(cmd); err != nil {
		return segmentsAnswer{err: err}
	}
	out := segmentsAnswer{page: protocol.SegmentPage{Segments: []protocol.Segment{}}}
	for v := range c.state.Record.Segments.All() {
		if v.Change > before {
			out.page.Segments = append(out.page.Segments, segmentOf(c.state, v))
		}
	}
	slices.SortFunc(out.page.Segments, func(a, b protocol.Segment) int { return a.Change - b.Change })
	return out
}

// LateIntervention is a turn that is written down afterwards; see proceedings.RecordIntervention.
type LateIntervention struct {
	Speaker    string
	Start, End time.Time
	Kind, Item string
	Language   string
	OnBehalfOf string
}

// RecordIntervention writes a turn down: 409 floor-held, where somebody had the floor then.
func (h *Hub) RecordIntervention(ctx context.Context, meeting string, v Visitor, in LateIntervention) (protocol.MeetingRecord, error) {
	return h.recordAfter(ctx, meeting, v, proceedings.RecordIntervention{
		By: v.by(), Speaker: in.Speaker, Start: in.Start, End: in.End, Kind: proceedings.InterventionKind(in.Kind), Item: in.Item,
		Language: in.Language, OnBehalfOf: in.OnBehalfOf,
	})
}

// peopleOf are those who can have had the floor.
func peopleOf(s proceedings.State) []protocol.RecordSpeaker {
	var out []protocol.RecordSpeaker
	for id, p := range s.Participants {
		if p.Role.Speaks() && p.Status != proceedings.Waiting && p.Status != proceedings.Refused {
			out = append(out, protocol.RecordSpeaker{ID: id, Name: p.Name, Function: p.Function, Delegation: p.Delegation})
		}
	}
	slices.SortFunc(out, compareNames)
	return out
}
