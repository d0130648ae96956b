package rtc

import (
	"sync"
	"sync/atomic"
	"time"

	"github.com/cumbre-meet/cumbre/internal/rtc/udp"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// inbox is how other goroutines meet the loop: functions to run and frames of TCP connections.
type inbox struct {
	mu     sync.Mutex
	funcs  []func(units.Instant)
	frames []*tcpFrame
	closed bool

	filled atomic.Bool // funcs or frames has something
	parked atomic.Bool // the loop waits, or is about to, and must be woken
	sock   *udp.Socket // nil without UDP: then wake is used
	wake   chan struct{}

	// The loop's: what it took last, for use in turns.
	spareFuncs  []func(units.Instant)
	spareFrames []*tcpFrame
}

func (b *inbox) init(sock *udp.Socket) {
	b.sock = sock
	b.wake = make(chan struct{}, 1)
}

func (b *inbox) post(f func(units.Instant)) {
	b.mu.Lock()
	if !b.closed {
		b.funcs = append(b.funcs, f)
		b.filled.Store(true)
	}
	b.mu.Unlock()
	b.rouse()
}

func (b *inbox) frame(f *tcpFrame) {
	b.mu.Lock()
	if !b.closed {
		b.frames = append(b.frames, f)
		b.filled.Store(true)
	}
	b.mu.Unlock()
	b.rouse()
}

// rouse wakes the loop if it waits: a passed deadline on the socket that it reads ends the wait.
func (b *inbox) rouse() {
	if !b.parked.Load() || !b.parked.CompareAndSwap(true, false) {
		return
	}
	if b.sock != nil {
		b.sock.Wake()
		return
	}
	select {
	case b.wake <- struct{}{}:
	default:
	}
}

// take empties the inbox. The slices are the loop's until its next take.
func (b *inbox) take() ([]func(units.Instant), []*tcpFrame) {
	if !b.filled.Load() {
		return nil, nil
	}
	clear(b.spareFuncs)
	b.mu.Lock()
	funcs, frames := b.funcs, b.frames
	b.funcs, b.frames = b.spareFuncs[:0], b.spareFrames[:0]
	b.filled.Store(false)
	b.mu.Unlock()
	b.spareFuncs, b.spareFrames = funcs, frames
	return funcs, frames
}

func (b *inbox) close() {
	b.mu.Lock()
	b.closed = true
	b.mu.Unlock()
}

// sleep waits without a socket.
func (b *inbox) sleep(d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-b.wake:
	case <-t.C:
	}
}
