package conference

import (
	"context"

	"github.com/cumbre-meet/cumbre/internal/proceedings"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// message is what comes into the actor's inbox: one of the structs below. A request has a reply channel with room
// for the one answer, so that the actor never waits.
type message any

type joinRequest struct {
	invitation string
	void       error // why the link lets nobody in any more who is not here already; nil: it does
	hello      protocol.Hello
	out        Outbox
	reply      chan joined
}

type joined struct {
	attendance *Attendance
	err        error
}

type sayRequest struct {
	from    *Attendance
	message protocol.ClientMessage
	reply   chan error
}

type lostNotice struct{ from *Attendance }

type publishRequest struct {
	invitation string
	sdp        string
	reply      chan external
}

type viewRequest struct {
	invitation string
	language   string // BCP 47; "": the floor
	sdp        string
	reply      chan external
}

type external struct {
	session *ExternalSession
	answer  string
	err     error
}

type hangUpNotice struct{ session *ExternalSession }

type commandRequest struct {
	command proceedings.Command
	reply   chan error
}

type addSegmentRequest struct {
	command proceedings.AddSegment
	reply   chan segmentAnswer
}

type reviseSegmentRequest struct {
	command proceedings.ReviseSegment
	reply   chan segmentAnswer
}

type segmentAnswer struct {
	segment protocol.Segment
	err     error
}

// tell puts a message into the inbox. It waits while the inbox is full: that is the sessions' back pressure.
func (c *conference) tell(ctx context.Context, m message) error {
	select {
	case <-c.done:
		return errOver
	default:
	}
	select {
	case c.inbox <- m:
		return nil
	case <-c.done:
		return errOver
	case <-ctx.Done():
		return ctx.Err()
	}
}

// ask sends a request and waits for its answer. Once the request is in the inbox its effect will happen, so the
// answer is waited for even if ctx ends; the actor answers within its own time limits.
func ask[T any](ctx context.Context, c *conference, request message, reply chan T) (answer T, err error) {
	if err := c.tell(ctx, request); err != nil {
		return answer, err
	}
	select {
	case answer = <-reply:
		return answer, nil
	case <-c.done:
	}
	select { // it may have answered and then ended
	case answer = <-reply:
		return answer, nil
	default:
		return answer, errOver
	}
}
