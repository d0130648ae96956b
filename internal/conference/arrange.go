package conference

import (
	"context"
	"slices"

	"github.com/cumbre-meet/cumbre/internal/interpretation"
	"github.com/cumbre-meet/cumbre/internal/proceedings"
)

// Arrangement is how a meeting's interpretation is arranged: 404 meeting-unknown.
func (h *Hub) Arrangement(_ context.Context, meeting string) (Arrangement, error) {
	s, err := h.snapshot(meeting)
	if err != nil {
		return Arrangement{}, err
	}
	return arrangementOf(s.Interpretation), nil
}

// Arrange replaces the booths of a meeting, also while it is under way: who sits in one that stays keeps the seat. The
// answer has what was filled in.
func (h *Hub) Arrange(ctx context.Context, meeting string, a Arrangement) (Arrangement, error) {
	if err := h.execute(ctx, meeting, proceedings.ArrangeInterpretation{Setup: a.setup()}); err != nil {
		return Arrangement{}, err
	}
	return h.Arrangement(ctx, meeting)
}

func (a Arrangement) setup() interpretation.Setup {
	out := interpretation.Setup{Rehearsal: a.Rehearsal, LowWhenOff: a.LowWhenOff}
	for _, b := range a.Booths {
		out.Booths = append(out.Booths, interpretation.Booth{
			ID: b.ID, Name: b.Name, Kind: interpretation.Kind(b.Kind), Outputs: b.Outputs, Seats: b.Seats,
			Policy: interpretation.Policy(b.Policy),
		})
	}
	return out
}

func arrangementOf(s interpretation.Setup) Arrangement {
	out := Arrangement{Rehearsal: s.Rehearsal, LowWhenOff: s.LowWhenOff}
	for _, b := range s.Booths {
		one := Booth{
			ID: b.ID, Name: b.Name, Kind: string(b.Kind), Outputs: slices.Clone(b.Outputs), Seats: b.Seats, Policy: string(b.Policy),
		}
		if one.Kind == "" {
			one.Kind = string(interpretation.Voice)
		}
		if one.Policy == "" {
			one.Policy = string(interpretation.Consent)
		}
		out.Booths = append(out.Booths, one)
	}
	return out
}
