package conference

import "github.com/cumbre-meet/cumbre/internal/sfu"

// Times, for tests.
const (
	CheckEvery    = checkEvery
	ExternalGrace = externalGrace
)

// Events gives tests the place where a meeting's Room reports, to report in its stead.
func (h *Hub) Events(meeting string) sfu.Events {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.meetings[meeting].live.studio.mail
}

// Rules is what a participant's seat was told: heard, and what is muted.
func (h *Hub) Rules(meeting, participant string) (heard bool, muted [4]bool) {
	h.mu.Lock()
	c := h.meetings[meeting].live
	h.mu.Unlock()
	p := c.people[participant] // after synctest.Wait: the actor waits
	heard, muted = p.seat.rules.heard, p.seat.rules.muted
	// What is read here comes before what the actor does next, also to the race detector: a timer alone does not say so.
	type read struct{}
	c.inbox <- read{}
	return heard, muted
}
