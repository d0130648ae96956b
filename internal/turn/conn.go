package turn

import (
	"errors"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// unsettledBytes is what a connection may bring before it has an allocation: a request without credentials and one
	// with them are 300 bytes, and some browsers repeat them.
	unsettledBytes = 4 << 10
	// writeTimeout is how long one write to a connection may take before it is given up.
	writeTimeout = 10 * time.Second
)

// streamRate is what one connection may bring, in bytes: what its allocation may carry, with headers, and not half as
// much again in requests.
var streamRate = rate{burst: 1 << 20, perSecond: 28e6 / 8} //nolint:gochecknoglobals // constant

// arrivalRate is what an allocation's client may send by UDP, in datagrams: four times what a camera with three layers
// and a screen are. Each costs a lock and, where it is a request, a MAC.
var arrivalRate = rate{burst: 4000, perSecond: 4000} //nolint:gochecknoglobals // constant

var errUnsettled = errors.New("turn: too much without an allocation")

// stream is a client's TCP or TLS connection, as pion's server sees it.
type stream struct {
	net.Conn
	server *Server
	tuple  tuple

	settled atomic.Bool // has an allocation
	close   sync.Once
	done    chan struct{}

	// The reader's.
	before int // bytes without an allocation
	bucket bucket
}

// Read implements net.Conn. Who sends too much is read more slowly.
func (c *stream) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	if err != nil {
		return n, err //nolint:wrapcheck // not shown
	}
	if !c.settled.Load() {
		if c.before += n; c.before > unsettledBytes {
			return 0, errUnsettled
		}
		return n, nil
	}
	if wait := c.bucket.owe(c.server.now(), streamRate, float64(n)); wait > 0 {
		timer := time.NewTimer(wait)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-c.done:
		}
	}
	return n, nil
}

// Write implements net.Conn.
func (c *stream) Write(b []byte) (int, error) {
	_ = c.SetWriteDeadline(time.Now().Add(writeTimeout))
	n, err := c.Conn.Write(b)
	if err != nil {
		_ = c.Close()
	}
	return n, err //nolint:wrapcheck // not shown
}

// Close implements net.Conn.
func (c *stream) Close() error {
	c.close.Do(func() {
		close(c.done)
		_ = c.Conn.Close()
		c.server.left(c)
	})
	return nil
}

// funnel is the listener that pion's server accepts from: connections come from several doors.
type funnel struct {
	conns chan net.Conn
	done  chan struct{}
	once  sync.Once
}

func newFunnel() *funnel { return &funnel{conns: make(chan net.Conn), done: make(chan struct{})} }

// Accept implements net.Listener.
func (f *funnel) Accept() (net.Conn, error) {
	select {
	case c := <-f.conns:
		return c, nil
	case <-f.done:
		return nil, net.ErrClosed
	}
}

// Close implements net.Listener.
func (f *funnel) Close() error {
	f.once.Do(func() { close(f.done) })
	return nil
}

// Addr implements net.Listener. pion's server asks the connections.
func (f *funnel) Addr() net.Addr { return &net.TCPAddr{} }

// guarded is a UDP socket behind the gate.
type guarded struct {
	net.PacketConn
	server *Server
}

// ReadFrom implements net.PacketConn: the next datagram that may be looked at.
func (g *guarded) ReadFrom(b []byte) (int, net.Addr, error) {
	for {
		n, from, err := g.PacketConn.ReadFrom(b)
		if errors.Is(err, net.ErrClosed) {
			return n, from, err //nolint:wrapcheck // not shown
		}
		// Any other error is of one datagram, such as the ICMP answer to an earlier one.
		if err != nil {
			g.server.pause()
			continue
		}
		if g.server.passes(from, g.LocalAddr(), b[:n]) {
			return n, from, nil
		}
	}
}
