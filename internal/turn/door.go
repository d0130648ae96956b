package turn

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// knockTime is how long a connection may take to its first byte, with the TLS handshake: as long as an HTTP
	// request's header may take.
	knockTime = 10 * time.Second
	// maxKnocking bounds the connections whose first byte has not come, some 20 KiB each in a TLS handshake. 300
	// people who join at once through browsers that open 6 spare connections each are 1800.
	maxKnocking = 4096
	// errorPause follows a failed accept (no file descriptors left) or read.
	errorPause = 50 * time.Millisecond
	// alpnTURN is RFC 7443's name. Browsers send none for TURN.
	alpnTURN = "stun.turn"
)

// Door lets one port serve TURN beside HTTP, plain or by TLS: the first byte of a connection says for whom it is, after
// the handshake where there is TLS. A STUN message begins with 0, an HTTP request with a letter. A client that chose h2
// or http/1.1 in the handshake is a browser's page or its like, and goes to HTTP as it is. To HTTP the Door is the
// listener. Without HTTP what is no TURN is closed.
type Door struct {
	listener net.Listener
	tls      *tls.Config // nil: plain
	server   *Server
	http     chan net.Conn // nil: TURN only
	done     chan struct{}
	once     sync.Once
	knocking atomic.Int64

	mu    sync.Mutex
	conns map[net.Conn]struct{} // that are knocking
}

// DoorOptions say how a Door serves.
type DoorOptions struct {
	// TLS is for the handshake; nil: there is none. Its NextProtos may have stun.turn added.
	TLS *tls.Config
	// HTTP says that what is not TURN is to be accepted from the Door.
	HTTP bool
}

// Open begins to serve a listener. Close ends it and closes the listener.
func (s *Server) Open(l net.Listener, o DoorOptions) *Door {
	d := &Door{listener: l, server: s, done: make(chan struct{}), conns: make(map[net.Conn]struct{})}
	if o.HTTP {
		d.http = make(chan net.Conn)
	}
	if o.TLS != nil {
		d.tls = o.TLS.Clone()
		d.tls.NextProtos = append(slices.Clip(d.tls.NextProtos), alpnTURN)
	}
	go d.run()
	return d
}

// Accept implements net.Listener, for HTTP.
func (d *Door) Accept() (net.Conn, error) {
	select {
	case c := <-d.http:
		return c, nil
	case <-d.done:
		return nil, net.ErrClosed
	}
}

// Addr implements net.Listener.
func (d *Door) Addr() net.Addr { return d.listener.Addr() }

// Close implements net.Listener. Connections that have said nothing yet are closed.
func (d *Door) Close() error {
	var err error
	d.once.Do(func() {
		close(d.done)
		err = d.listener.Close()
		d.mu.Lock()
		defer d.mu.Unlock()
		for c := range d.conns {
			_ = c.Close()
		}
	})
	return err //nolint:wrapcheck // the listener's own
}

func (d *Door) run() {
	for {
		conn, err := d.listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			d.server.pause()
			continue
		}
		if d.knocking.Add(1) > maxKnocking {
			d.knocking.Add(-1)
			d.server.count.connectionsRefused.Add(1)
			_ = conn.Close()
			continue
		}
		go d.answer(conn)
	}
}

// answer finds out for whom a connection is.
func (d *Door) answer(conn net.Conn) {
	defer d.knocking.Add(-1)
	if !d.keep(conn) {
		return
	}
	_ = conn.SetDeadline(time.Now().Add(knockTime))
	known, isTURN, err := d.recognise(conn)
	d.mu.Lock()
	delete(d.conns, conn)
	d.mu.Unlock()
	if err != nil {
		_ = conn.Close()
		return
	}
	_ = conn.SetDeadline(time.Time{})
	switch {
	case isTURN:
		d.server.Serve(known)
	case d.http == nil:
		d.server.count.notTURN.Add(1)
		_ = known.Close()
	default:
		select {
		case d.http <- known:
		case <-d.done:
			_ = known.Close()
		}
	}
}

// keep makes Close reach a connection; false: it is too late.
func (d *Door) keep(conn net.Conn) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	select {
	case <-d.done:
		_ = conn.Close()
		return false
	default:
		d.conns[conn] = struct{}{}
		return true
	}
}

// recognise does the handshake and reads the first byte, where that is needed to know.
func (d *Door) recognise(conn net.Conn) (known net.Conn, isTURN bool, err error) {
	if d.tls != nil {
		secured := tls.Server(conn, d.tls)
		ctx, cancel := context.WithTimeout(context.Background(), knockTime)
		defer cancel()
		if err := secured.HandshakeContext(ctx); err != nil {
			d.server.count.handshakes.Add(1)
			explainPlain(err)
			return nil, false, err //nolint:wrapcheck // not shown
		}
		switch secured.ConnectionState().NegotiatedProtocol {
		case "":
		case alpnTURN:
			return secured, true, nil
		default:
			return secured, false, nil
		}
		conn = secured
	}
	var b [1]byte
	if _, err := io.ReadFull(conn, b[:]); err != nil {
		return nil, false, err //nolint:wrapcheck // not shown
	}
	return &peeked{Conn: conn, first: b[:]}, b[0] == first, nil
}

// explainPlain tells a client that spoke HTTP where HTTPS is meant, as net/http does.
func explainPlain(err error) {
	var header tls.RecordHeaderError
	if !errors.As(err, &header) || header.Conn == nil {
		return
	}
	for _, method := range []string{"GET /", "HEAD ", "POST ", "PUT /", "OPTIO"} {
		if bytes.HasPrefix(header.RecordHeader[:], []byte(method)) {
			_, _ = io.WriteString(header.Conn, "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n")
		}
	}
}

// peeked is a connection whose first byte was read already.
type peeked struct {
	net.Conn
	first []byte // the reader's
}

// Read implements net.Conn.
func (c *peeked) Read(b []byte) (int, error) {
	if len(c.first) > 0 && len(b) > 0 {
		n := copy(b, c.first)
		c.first = c.first[n:]
		return n, nil
	}
	return c.Conn.Read(b) //nolint:wrapcheck // the connection's own
}

// ConnectionState is TLS's, of a connection that a Door gave to HTTP; nil: there is no TLS. net/http knows it itself where
// a protocol was negotiated.
func ConnectionState(conn net.Conn) *tls.ConnectionState {
	p, ok := conn.(*peeked)
	if !ok {
		return nil
	}
	secured, ok := p.Conn.(*tls.Conn)
	if !ok {
		return nil
	}
	state := secured.ConnectionState()
	return &state
}
