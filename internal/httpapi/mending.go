package httpapi

import (
	"context"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// RecordMending is what the API needs for record keepers to cut segments otherwise and to add turns.
type RecordMending interface {
	SplitSegment(ctx context.Context, meeting, segment string, v conference.Visitor, from, at int, start time.Time) (protocol.SegmentPage, error)
	JoinSegments(ctx context.Context, meeting, segment string, v conference.Visitor, from int, with string, withFrom int) (protocol.SegmentPage, error)
	RecordIntervention(ctx context.Context, meeting string, v conference.Visitor, in conference.LateIntervention) (protocol.MeetingRecord, error)
}

type (
	segmentSplit struct {
		From  int        `json:"from" doc:"the revision that is split; another one is refused (409 revision-stale)" example:"1"`
		At    int        `json:"at" minimum:"1" maximum:"4000" doc:"where the second's words begin, in Unicode code points, between two words"`
		Start *time.Time `json:"start,omitempty" doc:"of the second's words; without: in proportion to the words, where the end is known"`
	}
	segmentJoin struct {
		From     int    `json:"from" doc:"the revision that is seen" example:"1"`
		With     string `json:"with" doc:"the segment before or after it, of the same speaker, intervention, form, language and origin" example:"s2"`
		WithFrom int    `json:"withFrom" doc:"the revision of that one" example:"1"`
	}
	lateIntervention struct {
		Speaker    string    `json:"speaker" doc:"participant who can have the floor"`
		Start      time.Time `json:"start" doc:"when nobody else had the floor: 409 floor-held"`
		End        time.Time `json:"end"`
		Kind       string    `json:"kind,omitempty" enum:"opening,statement,reply,point-of-order,question,answer,closing" doc:"without: a statement"`
		Item       string    `json:"item,omitempty" doc:"AgendaItem.id; without: none" example:"a1"`
		Language   string    `json:"language,omitempty" doc:"of what was spoken" example:"es"`
		OnBehalfOf string    `json:"onBehalfOf,omitempty" doc:"up to 200 characters"`
	}
	splitInput struct {
		SegmentPath
		Body segmentSplit
	}
	joinInput struct {
		SegmentPath
		Body segmentJoin
	}
	lateInput struct {
		MeetingPath
		Body lateIntervention
	}
)

func (a *API) registerMending() {
	const base = "/api/v1/meetings/{meeting}/record"
	op := func(path, id, summary string) huma.Operation {
		one := a.operation("POST", base+path, id, summary, a.membersOnly)
		one.Tags = []string{"Record"}
		return one
	}
	huma.Register(a.huma, op("/segments/{segment}/split", "split-segment", "Make two segments of one"), a.splitSegment)
	huma.Register(a.huma, op("/segments/{segment}/join", "join-segments", "Make one segment of two that follow one another"), a.joinSegments)
	huma.Register(a.huma, op("/interventions", "record-intervention", "Write down a turn for which nobody was given the floor"), a.recordIntervention)
}

func (a *API) splitSegment(ctx context.Context, in *splitInput) (*answer[protocol.SegmentPage], error) {
	var start time.Time
	if in.Body.Start != nil {
		start = *in.Body.Start
	}
	page, err := a.backend.SplitSegment(ctx, in.Meeting, in.Segment, callerOf(ctx).visitor(), in.Body.From, in.Body.At, start)
	return answered(ctx, a, page, err)
}

func (a *API) joinSegments(ctx context.Context, in *joinInput) (*answer[protocol.SegmentPage], error) {
	b := in.Body
	page, err := a.backend.JoinSegments(ctx, in.Meeting, in.Segment, callerOf(ctx).visitor(), b.From, b.With, b.WithFrom)
	return answered(ctx, a, page, err)
}

func (a *API) recordIntervention(ctx context.Context, in *lateInput) (*answer[protocol.MeetingRecord], error) {
	return a.recordAnswer(ctx)(a.backend.RecordIntervention(ctx, in.Meeting, callerOf(ctx).visitor(), conference.LateIntervention{
		Speaker: in.Body.Speaker, Start: in.Body.Start, End: in.Body.End, Kind: in.Body.Kind, Item: in.Body.Item, Language: in.Body.Language,
		OnBehalfOf: in.Body.OnBehalfOf,
	}))
}
