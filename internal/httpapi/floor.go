package httpapi

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// Floors is what the API needs of the floor and the lists of speakers. A nil item is all of them.
type Floors interface {
	FloorOf(ctx context.Context, meeting string, v conference.Visitor, item *string) (protocol.FloorReport, error)
}

// noItem is how an address asks for what belongs to no item of the agenda.
const noItem = "none"

type floorInput struct {
	MeetingPath
	Item string `query:"item" doc:"of one item of the agenda, by its id; none: of what belongs to no item; without: of all"`
}

func (a *API) registerFloor() {
	op := a.operation("GET", "/api/v1/meetings/{meeting}/floor", "get-floor", "The floor: who has it, the floor times, the interventions and the lists of speakers", a.membersOnly)
	op.Tags = []string{"Floor"}
	huma.Register(a.huma, op, a.getFloor)
}

func (a *API) getFloor(ctx context.Context, in *floorInput) (*answer[protocol.FloorReport], error) {
	item := &in.Item
	switch in.Item {
	case "":
		item = nil
	case noItem:
		item = new(string)
	}
	report, err := a.backend.FloorOf(ctx, in.Meeting, callerOf(ctx).visitor(), item)
	if err != nil {
		return nil, a.restError(ctx, err)
	}
	return reply(report), nil
}
