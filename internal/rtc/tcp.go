package rtc

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/netip"
	"sync"
	"time"

	"github.com/cumbre-meet/cumbre/internal/media/policer"
	"github.com/cumbre-meet/cumbre/internal/rtc/ice"
	"github.com/cumbre-meet/cumbre/internal/rtc/udp"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// ICE-TCP (RFC 6544): each frame is a datagram with two bytes of length before it (RFC 4571).
const (
	// tcpFirstFrame is how long a connection may take to bring an authenticated binding request.
	tcpFirstFrame = 5 * time.Second
	// tcpIdle is how long an authenticated connection may be silent: longer than a peer may be.
	tcpIdle = 90 * time.Second
	// tcpWriteTimeout is how long one write may take before the connection is given up.
	tcpWriteTimeout = 10 * time.Second
	// tcpFrames is how many frames of one connection may wait for the loop, 2 KiB each. Then it is not read on.
	tcpFrames = 32
	// tcpPause is for how long a connection that brings more than Limits.Ingress is not read; its sender has to wait. Less
	// wakes the reader more often, more makes the flow of a connection at its limit coarser.
	tcpPause = 20 * time.Millisecond
	// acceptPause follows a failed accept (no file descriptors left).
	acceptPause = 50 * time.Millisecond
)

// tcpFrame is a received frame. The reader owns it until it is in the inbox, the loop until it is freed.
type tcpFrame struct {
	conn *tcpConn
	n    int
	data [udp.MaxPacket]byte
}

// tcpConn is one accepted connection, or what one client sends to one of our addresses through a Relay.
type tcpConn struct {
	engine *Engine
	id     uint64
	conn   net.Conn // nil for a relay's
	via    *Relay   // nil for a connection
	remote netip.AddrPort

	// Between reader and loop.
	free    chan *tcpFrame
	verdict chan bool // about the first frame; nil for a relay's
	frames  int       // made for a relay's, under its mu

	police policer.Policer // the reader's

	// The loop's.
	peer          *Peer // nil until authenticated
	authenticated bool

	// Between loop and writer, under mu.
	mu     sync.Mutex
	out    []byte
	closed bool
	wake   chan struct{}
}

// accept takes connections until the listener is closed.
func (e *Engine) accept() {
	for {
		conn, err := e.listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			time.Sleep(acceptPause)
			continue
		}
		if e.tcpCount.Add(1) > int64(e.cfg.Limits.TCPConnections) {
			e.tcpCount.Add(-1)
			_ = conn.Close()
			e.Post(func(units.Instant) { e.stats.TCPRefused++ })
			continue
		}
		c := &tcpConn{
			engine: e, id: e.connID.Add(1), conn: conn,
			free: make(chan *tcpFrame, tcpFrames), verdict: make(chan bool, 1), wake: make(chan struct{}, 1),
		}
		if a, ok := conn.RemoteAddr().(*net.TCPAddr); ok {
			c.remote = addrKey(a.AddrPort())
		}
		e.Post(func(units.Instant) { e.tcp[c.id] = c })
		go c.write()
		go c.read()
	}
}

// read is the connection's reading goroutine.
func (c *tcpConn) read() {
	e := c.engine
	err := c.readFrames()
	c.close()
	e.tcpCount.Add(-1)
	e.Post(func(units.Instant) {
		if errors.Is(err, errFrame) {
			e.stats.TCPFramesMalformed++
		}
		if !c.authenticated {
			e.stats.TCPFirstFrameRefused++
		}
		c.gone()
	})
}

// gone takes a connection that has ended off the loop.
func (c *tcpConn) gone() {
	delete(c.engine.tcp, c.id)
	if p := c.peer; p != nil && !p.ended {
		if p.agent.Drop(ice.Path{Remote: c.remote, Conn: c.id}) {
			p.selectPath()
		}
	}
}

var errFrame = errors.New("rtc: malformed frame")

func (c *tcpConn) readFrames() error {
	r := bufio.NewReaderSize(c.conn, 4096)
	allocated := 0
	_ = c.conn.SetReadDeadline(time.Now().Add(tcpFirstFrame))
	for first := true; ; first = false {
		f := c.frame(&allocated)
		if err := f.read(r); err != nil {
			return err
		}
		if !c.within(f.n) {
			return nil
		}
		c.engine.inbox.frame(f)
		if first {
			select {
			case ok := <-c.verdict:
				if !ok {
					return nil
				}
			case <-c.engine.done:
				return nil
			}
		}
		_ = c.conn.SetReadDeadline(time.Now().Add(tcpIdle))
	}
}

// within waits until a frame of n bytes is within what one connection may bring; false once there is nobody to bring it to.
func (c *tcpConn) within(n int) bool {
	e := c.engine
	if c.police.Fits(e.Now(), e.cfg.Limits.Ingress, n) {
		c.police.Take(n)
		return true
	}
	e.Post(func(units.Instant) { e.stats.TCPPaused++ })
	pause := time.NewTicker(tcpPause)
	defer pause.Stop()
	for !c.police.Fits(e.Now(), e.cfg.Limits.Ingress, n) {
		select {
		case <-pause.C:
		case <-e.done:
			return false
		}
	}
	c.police.Take(n)
	return true
}

// frame gives a free frame, and waits for one when all are with the loop.
func (c *tcpConn) frame(allocated *int) *tcpFrame {
	select {
	case f := <-c.free:
		return f
	default:
	}
	if *allocated < tcpFrames {
		*allocated++
		return &tcpFrame{conn: c}
	}
	select {
	case f := <-c.free:
		return f
	case <-c.engine.done:
		return &tcpFrame{conn: c}
	}
}

// read reads one frame; empty ones are skipped.
func (f *tcpFrame) read(r *bufio.Reader) error {
	var length [2]byte
	for f.n = 0; f.n == 0; {
		if _, err := io.ReadFull(r, length[:]); err != nil {
			return err //nolint:wrapcheck // not shown
		}
		f.n = int(binary.BigEndian.Uint16(length[:]))
	}
	if f.n > len(f.data) {
		return errFrame
	}
	_, err := io.ReadFull(r, f.data[:f.n])
	return err //nolint:wrapcheck // not shown
}

// frame takes a frame on the loop.
func (e *Engine) frame(now units.Instant, f *tcpFrame) {
	c, b := f.conn, f.data[:f.n]
	path := ice.Path{Remote: c.remote, Conn: c.id}
	if c.authenticated {
		e.datagram(now, path, b)
	} else {
		// RFC 6544 section 7.2: the first frame must be a check, or the connection is closed.
		c.authenticated = e.stun(now, path, b)
		if c.verdict != nil {
			c.verdict <- c.authenticated
		}
	}
	c.free <- f
}

// send queues one datagram; false if the queue is full.
func (c *tcpConn) send(b []byte) bool {
	if c.via != nil {
		return c.via.push(c, b)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed || len(c.out)+2+len(b) > int(c.engine.cfg.Limits.TCPQueue) {
		return false
	}
	c.out = binary.BigEndian.AppendUint16(c.out, uint16(len(b)))
	c.out = append(c.out, b...)
	return true
}

// kick makes the writer write what is queued.
func (c *tcpConn) kick() {
	wake := c.wake
	if c.via != nil {
		wake = c.via.wake
	}
	select {
	case wake <- struct{}{}:
	default:
	}
}

// write is the connection's writing goroutine.
func (c *tcpConn) write() {
	var spare []byte
	for range c.wake {
		c.mu.Lock()
		b, closed := c.out, c.closed
		c.out = spare[:0]
		c.mu.Unlock()
		if len(b) > 0 {
			_ = c.conn.SetWriteDeadline(time.Now().Add(tcpWriteTimeout))
			if _, err := c.conn.Write(b); err != nil {
				c.close()
				closed = true
			}
		}
		spare = b
		if closed {
			_ = c.conn.Close()
			return
		}
	}
}

// close ends the connection when what is queued is written. It may be called from any goroutine and repeatedly.
func (c *tcpConn) close() {
	if c.via != nil {
		c.via.end(c)
		return
	}
	c.mu.Lock()
	c.closed = true
	c.mu.Unlock()
	_ = c.conn.SetReadDeadline(time.Unix(1, 0))
	c.kick()
}
