package conference

import (
	"time"

	"github.com/cumbre-meet/cumbre/internal/sfu"
)

// Times, for tests.
const (
	CheckEvery    = checkEvery
	ExternalGrace = externalGrace
	HeardWithin   = heardWithin
	ShownWithin   = shownWithin
)

// Events gives tests the place where a meeting's Room reports, to report in its stead.
func (h *Hub) Events(meeting string) sfu.Events {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.meetings[meeting].live.studio.mail
}

// Woken tells whether a meeting has an actor.
func (h *Hub) Woken(meeting string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.meetings[meeting].live != nil
}

// Rules is what a participant's seat was told: heard, and what is muted.
func (h *Hub) Rules(meeting, participant string) (heard bool, muted [4]bool) {
	h.mu.Lock()
	c := h.meetings[meeting].live
	h.mu.Unlock()
	p := c.people[participant] // after synctest.Wait: the actor waits
	heard, muted = p.seat.rules.heard, p.seat.rules.muted
	c.read()
	return heard, muted
}

// Telling is how long it takes until everybody has been told what there is to tell of the interpretation and the lobby.
func (h *Hub) Telling(meeting string) (wait time.Duration) {
	h.mu.Lock()
	c := h.meetings[meeting].live
	h.mu.Unlock()
	if c == nil {
		return 0
	}
	for _, at := range []time.Time{c.booths.tell, c.lobbyTold.due(), c.floorTold.due()} { // after synctest.Wait: the actor waits
		if !at.IsZero() {
			wait = max(wait, time.Until(at))
		}
	}
	c.read()
	return wait
}

// read says that what was read of the actor comes before what it does next, also to the race detector: a timer alone does
// not say so.
func (c *conference) read() {
	type read struct{}
	c.inbox <- read{}
}
