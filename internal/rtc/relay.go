package rtc

import (
	"encoding/binary"
	"net"
	"net/netip"
	"slices"
	"sync"

	"github.com/cumbre-meet/cumbre/internal/rtc/udp"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// relayFrames is how many datagrams of one flow of a Relay may wait for the loop, 2 KiB each: a burst of a
// picture's packets. The next is dropped, as a full socket would.
const relayFrames = 64

// relayHeader precedes each queued datagram: its length, and which of our addresses it is from.
const relayHeader = 3

// Relay carries datagrams between the loop and one client that reaches us through a TURN server of ours, in memory. To the
// client it is a relayed transport address (RFC 8656) that talks to our UDP candidates, and to nothing else: there is no
// socket behind it. To the loop each of our addresses that the client sends to is a flow of its own, as a TCP
// connection is, so that an answer leaves from the address that was asked.
type Relay struct {
	engine *Engine
	client netip.AddrPort
	ours   []netip.AddrPort
	wake   chan struct{}

	mu     sync.Mutex
	flows  []*tcpConn // by index in ours; nil: none now
	out    []byte
	closed bool

	// The receiver's.
	reading, spare []byte
}

// Relay makes the engine's side of a relayed transport address. client is that address: it identifies nothing, and is
// told to the client as the address that we see. Close ends it. It may be called from any goroutine.
func (e *Engine) Relay(client netip.AddrPort) *Relay {
	ours := e.RelayAddresses()
	return &Relay{engine: e, client: client, ours: ours, flows: make([]*tcpConn, len(ours)), wake: make(chan struct{}, 1)}
}

// RelayAddresses are the addresses that a Relay's client can send to: our UDP candidates.
func (e *Engine) RelayAddresses() []netip.AddrPort {
	var out []netip.AddrPort
	for _, c := range e.candidates {
		if !c.TCP {
			out = append(out, c.Addr)
		}
	}
	return out
}

// Sent is what became of a datagram.
type Sent uint8

// What becomes of a datagram.
const (
	SentOn    Sent = iota
	NotOurs        // the address is not one of RelayAddresses
	TooMuch        // the loop has too many of this client's already, or the datagram is too large
	RelayOver      // the Relay is closed
)

// Send hands a client's datagram to the loop. The bytes are copied. Any goroutine may call it.
func (r *Relay) Send(to netip.AddrPort, b []byte) Sent {
	i := slices.Index(r.ours, addrKey(to))
	if i < 0 {
		return NotOurs
	}
	if len(b) > udp.MaxPacket {
		return TooMuch
	}
	c := r.flow(i)
	if c == nil {
		return RelayOver
	}
	f := r.frame(c)
	if f == nil {
		return TooMuch
	}
	f.n = copy(f.data[:], b)
	r.engine.inbox.frame(f)
	return SentOn
}

// frame gives a free frame; nil: all are with the loop.
func (r *Relay) frame(c *tcpConn) *tcpFrame {
	select {
	case f := <-c.free:
		return f
	default:
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if c.frames == relayFrames {
		return nil
	}
	c.frames++
	return &tcpFrame{conn: c}
}

// flow finds or makes the flow to our i-th address; nil: the relay is closed.
func (r *Relay) flow(i int) *tcpConn {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return nil
	}
	if c := r.flows[i]; c != nil {
		return c
	}
	e := r.engine
	c := &tcpConn{engine: e, id: e.connID.Add(1), via: r, remote: addrKey(r.client), free: make(chan *tcpFrame, relayFrames)}
	r.flows[i] = c
	e.flowCount.Add(1)
	e.Post(func(units.Instant) { e.tcp[c.id] = c })
	return c
}

// push queues a datagram of the loop's for the client; false if the queue is full.
func (r *Relay) push(c *tcpConn, b []byte) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	i := slices.Index(r.flows, c)
	if i < 0 || len(r.out)+relayHeader+len(b) > int(r.engine.cfg.Limits.TCPQueue) {
		return false
	}
	r.out = binary.BigEndian.AppendUint16(r.out, uint16(len(b)))
	r.out = append(r.out, byte(i))
	r.out = append(r.out, b...)
	return true
}

// Receive gives the next datagram for the client, and which of our addresses it is from. It waits for one; after
// Close the error is net.ErrClosed. One goroutine at a time may call it. What does not fit in b is cut off.
func (r *Relay) Receive(b []byte) (n int, from netip.AddrPort, err error) {
	for len(r.reading) == 0 {
		r.mu.Lock()
		r.reading, r.out, r.spare = r.out, r.spare[:0], r.out
		closed := r.closed
		r.mu.Unlock()
		if closed {
			return 0, netip.AddrPort{}, net.ErrClosed
		}
		if len(r.reading) == 0 {
			<-r.wake
		}
	}
	n = int(binary.BigEndian.Uint16(r.reading))
	from = r.ours[r.reading[2]]
	datagram := r.reading[relayHeader : relayHeader+n]
	r.reading = r.reading[relayHeader+n:]
	return copy(b, datagram), from, nil
}

// end ends a flow: its peer is gone, or knows better ways. The client's next datagram begins another.
func (r *Relay) end(c *tcpConn) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if i := slices.Index(r.flows, c); i >= 0 {
		r.flows[i] = nil
		r.leave(c)
	}
}

func (r *Relay) leave(c *tcpConn) {
	r.engine.flowCount.Add(-1)
	r.engine.Post(func(units.Instant) { c.gone() })
}

// Close ends the relay. It does not wait, and may be called repeatedly and from any goroutine.
func (r *Relay) Close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return
	}
	r.closed = true
	for i, c := range r.flows {
		if c != nil {
			r.flows[i] = nil
			r.leave(c)
		}
	}
	select {
	case r.wake <- struct{}{}:
	default:
	}
}
