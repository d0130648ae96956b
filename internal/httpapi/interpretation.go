package httpapi

import (
	"context"

	"github.com/cumbre-meet/cumbre/internal/conference"
)

// Arrangement is how a meeting's interpretation is arranged, both ways. What it must be like is decided by the domain.
// It and ArrangedBooth are exported for their names in the description.
type Arrangement struct {
	Rehearsal bool `json:"rehearsal,omitempty" doc:"nobody outside the booths hears what they do"`
	// LowWhenOff switches for the meeting whether the original comes up while a microphone is closed.
	LowWhenOff bool            `json:"lowWhenOff,omitempty" doc:"while nobody interprets into their language listeners hear the original at their own level. Without: it comes up"`
	Booths     []ArrangedBooth `json:"booths" doc:"at most 30; none: the meeting is not interpreted"`
}

// ArrangedBooth is a team of interpreters.
type ArrangedBooth struct {
	ID      string   `json:"id,omitempty" doc:"letters, digits, - and _; without: b1, b2… One that stays keeps its people" example:"b1"`
	Name    string   `json:"name,omitempty" doc:"up to 200 characters; without: its languages" example:"es ↔ en"`
	Kind    string   `json:"kind,omitempty" enum:"voice,sign" doc:"without: voice"`
	Outputs []string `json:"outputs" doc:"the language that is worked into, or the two between which; BCP 47, of the meeting's" example:"[\"es\",\"en\"]"`
	Seats   int      `json:"seats,omitempty" doc:"1 to 6; without: 2"`
	Policy  string   `json:"policy,omitempty" enum:"consent,override" doc:"override: a colleague may take the channel without asking. Without: consent"`
}

func (a Arrangement) wanted() conference.Arrangement {
	out := conference.Arrangement{Rehearsal: a.Rehearsal, LowWhenOff: a.LowWhenOff}
	for _, b := range a.Booths {
		out.Booths = append(out.Booths, conference.Booth(b))
	}
	return out
}

func shownArrangement(a conference.Arrangement) Arrangement {
	out := Arrangement{Rehearsal: a.Rehearsal, LowWhenOff: a.LowWhenOff, Booths: make([]ArrangedBooth, 0, len(a.Booths))}
	for _, b := range a.Booths {
		out.Booths = append(out.Booths, ArrangedBooth(b))
	}
	return out
}

type arrangeInput struct {
	MeetingPath
	Body Arrangement
}

func (a *API) getArrangement(ctx context.Context, in *MeetingPath) (*answer[Arrangement], error) {
	now, err := a.backend.Arrangement(ctx, in.Meeting)
	if err != nil {
		return nil, a.restError(ctx, err)
	}
	return reply(shownArrangement(now)), nil
}

func (a *API) arrange(ctx context.Context, in *arrangeInput) (*answer[Arrangement], error) {
	now, err := a.backend.Arrange(ctx, in.Meeting, in.Body.wanted())
	if err != nil {
		return nil, a.restError(ctx, err)
	}
	return reply(shownArrangement(now)), nil
}
