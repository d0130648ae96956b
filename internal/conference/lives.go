package conference

import (
	"context"
	"errors"

	"github.com/cumbre-meet/cumbre/internal/proceedings"
)

// What the Hub and its actors have between them: an actor starts with the first request for its meeting and ends by
// itself; entry.uses keeps it from ending while a request is on its way.

// use sends a request to a meeting's actor, which it starts where there is none, and waits for the answer.
func use[T any](ctx context.Context, h *Hub, meeting string, request func(*conference) message, reply chan T) (answer T, err error) {
	c, release, err := h.acquire(meeting)
	if err != nil {
		return answer, err
	}
	defer release()
	answer, err = ask(ctx, c, request(c), reply)
	if errors.Is(err, errOver) {
		err = problem("stopping", "The server is stopping. Please try again in some seconds.")
	}
	return answer, err
}

// acquire finds or starts the actor of a meeting and keeps it until release.
func (h *Hub) acquire(meeting string) (c *conference, release func(), err error) {
	if _, err := h.snapshot(meeting); err != nil {
		return nil, nil, err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.closed {
		return nil, nil, problem("stopping", "The server is stopping. Please try again in some seconds.")
	}
	e := h.meetings[meeting]
	if e.live == nil {
		e.live = newConference(h, meeting, e.state, e.seq)
		h.life.Go(e.live.run)
	}
	e.uses++
	return e.live, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		e.uses--
	}, nil
}

// retire lets an actor end, unless a request is on its way to it.
func (h *Hub) retire(c *conference) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	e := h.meetings[c.id]
	if e.uses > 0 || len(c.inbox) > 0 {
		return false
	}
	e.live = nil
	return true
}

// moved takes a meeting's new State for those who only read.
func (h *Hub) moved(meeting string, s proceedings.State, seq uint64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	e := h.meetings[meeting]
	if len(s.Invitations) > len(e.state.Invitations) {
		h.index(meeting, s)
	}
	if s.TextChanges != e.state.TextChanges {
		defer h.desks.wake(meeting)
	}
	e.state, e.seq = s, seq
}

// remember makes an external session known by its id.
func (h *Hub) remember(s *ExternalSession) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.externals[s.id] = s
}

func (h *Hub) forget(s *ExternalSession) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.externals, s.id)
}
