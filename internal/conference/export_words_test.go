package conference

import (
	"context"

	"github.com/cumbre-meet/cumbre/internal/proceedings"
)

// Execute lets a test give a command that no client of its own gives.
func (h *Hub) Execute(ctx context.Context, meeting string, cmd proceedings.Command) error {
	return h.execute(ctx, meeting, cmd)
}

// State is a meeting's.
func (h *Hub) State(meeting string) (proceedings.State, error) { return h.snapshot(meeting) }
