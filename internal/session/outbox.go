package session

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/cumbre-meet/cumbre/internal/units"
)

// Bounds of what waits for a client to read it. A welcome of a full meeting is some 1 MiB, and shared lists are
// counted for each client though they are in memory once. Less cuts off slow networks, more lets dead ones cost.
const (
	maxQueued      = 1024
	maxQueuedBytes = units.ByteCount(4 << 20)
	// writeTime is how long one message may take to leave.
	writeTime = 10 * time.Second
)

var (
	// errTooSlow says that the client does not read what it is sent.
	errTooSlow = errors.New("session: the client reads too slowly")
	// errEnded says that the conference ended the session.
	errEnded = errors.New("session: ended by the conference")
	// errStopping says that the server stops.
	errStopping = errors.New("session: the server stops")
)

// outbox is the queue to one client: filled from any goroutine, emptied by the session's writer.
type outbox struct {
	ready chan struct{} // one token: there is something to write or to know
	abort func()        // ends a write that is under way

	mu    sync.Mutex
	queue [][]byte
	bytes units.ByteCount
	end   error // no more is taken: why
}

// newOutbox makes one whose drain runs under a context that abort ends.
func newOutbox(abort func()) *outbox { return &outbox{ready: make(chan struct{}, 1), abort: abort} }

// Send implements conference.Outbox.
func (o *outbox) Send(message []byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.push(message)
}

// push queues a message, or gives up on a client that is too slow. Under mu.
func (o *outbox) push(message []byte) {
	if o.end != nil {
		return
	}
	if len(o.queue) >= maxQueued || o.bytes+units.ByteCount(len(message)) > maxQueuedBytes {
		o.queue, o.bytes = nil, 0
		o.finish(errTooSlow)
		o.abort()
		return
	}
	o.queue = append(o.queue, message)
	o.bytes += units.ByteCount(len(message))
	o.wake()
}

// End implements conference.Outbox.
func (o *outbox) End(final []byte) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if final == nil {
		o.finish(errStopping)
		return
	}
	o.push(final)
	o.finish(errEnded)
}

// stop is End by the session itself, with its last words.
func (o *outbox) stop(final []byte, why error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.push(final)
	o.finish(why)
}

// finish closes the queue for more; the first reason stays. Under mu.
func (o *outbox) finish(why error) {
	if o.end == nil {
		o.end = why
	}
	o.wake()
}

func (o *outbox) wake() {
	select {
	case o.ready <- struct{}{}:
	default:
	}
}

// next takes the oldest message. Without one, end tells whether there will be more.
func (o *outbox) next() (message []byte, end error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.queue) == 0 {
		return nil, o.end
	}
	message = o.queue[0]
	o.queue[0] = nil
	o.queue = o.queue[1:]
	o.bytes -= units.ByteCount(len(message))
	return message, nil
}

// drain writes the queue to the client until it has ended, and returns why. The session's writer runs it.
func (o *outbox) drain(ctx context.Context, conn Conn) error {
	for {
		message, end := o.next()
		switch {
		case message != nil:
			if err := write(ctx, conn, message); err != nil {
				return o.why(err)
			}
		case end != nil:
			return end
		default:
			select {
			case <-o.ready:
			case <-ctx.Done():
				return o.why(ctx.Err())
			}
		}
	}
}

// why a write failed: because the outbox gave up, or the connection is gone.
func (o *outbox) why(err error) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if errors.Is(o.end, errTooSlow) {
		return o.end
	}
	return fmt.Errorf("%w: %w", errLost, err)
}

func write(ctx context.Context, conn Conn, message []byte) error {
	ctx, cancel := context.WithTimeout(ctx, writeTime)
	defer cancel()
	return conn.Write(ctx, message)
}
