package conferencetest

import (
	"fmt"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/protocol"
	"github.com/cumbre-meet/cumbre/internal/sfu"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// Media is a conference.Media with a loop of its own and no network. An offer is good unless it contains "bad".
// Make it with NewMedia.
type Media struct {
	start time.Time
	posts chan func(units.Instant)
	done  chan struct{}
	ended chan struct{}

	mu    sync.Mutex
	ticks map[int]func(units.Instant)
	next  int
	conns []*Connection
}

// NewMedia starts the loop; Close ends it.
func NewMedia() *Media {
	m := &Media{
		start: time.Now(), posts: make(chan func(units.Instant), 4096), done: make(chan struct{}), ended: make(chan struct{}),
		ticks: map[int]func(units.Instant){},
	}
	go m.loop()
	return m
}

// tick is the fake's own interval: slower than the engine's, so that virtual minutes pass quickly.
const tick = 100 * time.Millisecond

func (m *Media) loop() {
	defer close(m.ended)
	t := time.NewTicker(tick)
	defer t.Stop()
	for {
		select {
		case f := <-m.posts:
			f(m.now())
		case <-t.C:
			for _, f := range m.ticking() {
				f(m.now())
			}
		case <-m.done:
			return
		}
	}
}

func (m *Media) now() units.Instant { return units.Instant(1).Add(time.Since(m.start)) }

func (m *Media) ticking() []func(units.Instant) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []func(units.Instant)
	for _, f := range m.ticks {
		out = append(out, f)
	}
	return out
}

// Ticking is how many OnTick functions there are.
func (m *Media) Ticking() int { return len(m.ticking()) }

// Close ends the loop.
func (m *Media) Close() {
	close(m.done)
	<-m.ended
}

// Run implements conference.Media.
func (m *Media) Run(f func(units.Instant)) {
	select {
	case m.posts <- f:
	case <-m.done:
	}
}

// OnTick implements conference.Media.
func (m *Media) OnTick(f func(units.Instant)) (remove func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.next++
	id := m.next
	m.ticks[id] = f
	return func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		delete(m.ticks, id)
	}
}

// Connect implements conference.Media. The lines are those of the offer's Uses, or of the "m=" lines in the SDP.
func (m *Media) Connect(offer conference.Offer, attach conference.Attach) (conference.Connection, string, error) {
	if strings.Contains(offer.SDP, "bad") {
		return nil, "", protocol.NewProblem(http.StatusBadRequest, "sdp-invalid", "Bad SDP", "The SDP says so itself.")
	}
	c := &Connection{media: m, generation: 1, closed: make(chan struct{})}
	m.mu.Lock()
	m.conns = append(m.conns, c)
	m.mu.Unlock()
	m.Run(func(now units.Instant) {
		c.Receiver = attach(now, c, lines(offer))
		c.Receiver.Connected(now)
	})
	return c, "answer 1", nil
}

func lines(offer conference.Offer) []sfu.Line {
	var out []sfu.Line
	for mid, use := range offer.Uses {
		out = append(out, sfu.Line{MID: mid, Use: use, Kind: sfu.Video})
	}
	return out
}

// Connections are all that were made, oldest first.
func (m *Media) Connections() []*Connection {
	m.mu.Lock()
	defer m.mu.Unlock()
	return append([]*Connection(nil), m.conns...)
}

// Connection is a fake client's transport.
type Connection struct {
	media    *Media
	Receiver conference.Receiver // media loop only

	mu         sync.Mutex
	generation int // of the ICE session
	isClosed   bool
	closed     chan struct{}
}

// SendRTP implements sfu.Transport: it is gone.
func (c *Connection) SendRTP(_, _ []byte) {}

// SendRTCP implements sfu.Transport.
func (c *Connection) SendRTCP([]byte) {}

// Renegotiate implements conference.Connection.
func (c *Connection) Renegotiate(offer conference.Offer, update func(units.Instant, []sfu.Line)) (string, error) {
	if strings.Contains(offer.SDP, "bad") {
		return "", protocol.NewProblem(http.StatusBadRequest, "sdp-invalid", "Bad SDP", "The SDP says so itself.")
	}
	c.mu.Lock()
	c.generation++
	n := c.generation
	c.mu.Unlock()
	c.media.Run(func(now units.Instant) { update(now, lines(offer)) })
	return fmt.Sprintf("answer %d", n), nil
}

// AddRemoteCandidates implements conference.Connection.
func (c *Connection) AddRemoteCandidates(string) error { return nil }

// RestartICE implements conference.Connection.
func (c *Connection) RestartICE(string) (string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.generation++
	return "a=ice-ufrag:server" + strconv.Itoa(c.generation), nil
}

// ETag implements conference.Connection.
func (c *Connection) ETag() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return "etag" + strconv.Itoa(c.generation)
}

// RemoteAddr implements conference.Connection.
func (c *Connection) RemoteAddr() netip.AddrPort { return netip.AddrPort{} }

// Close implements conference.Connection.
func (c *Connection) Close() {
	c.mu.Lock()
	already := c.isClosed
	c.isClosed = true
	c.mu.Unlock()
	if already {
		return
	}
	close(c.closed)
	c.Disconnect()
}

// Disconnect is what happens when the client is gone.
func (c *Connection) Disconnect() {
	c.media.Run(func(now units.Instant) {
		if c.Receiver != nil {
			c.Receiver.Disconnected(now)
		}
	})
}

// Silence is what happens when nothing comes from the client any more, or something does again.
func (c *Connection) Silence(silent bool) {
	c.media.Run(func(now units.Instant) {
		if silent {
			c.Receiver.Silent(now)
		} else {
			c.Receiver.Heard(now)
		}
	})
}

// Closed tells whether the server closed the connection.
func (c *Connection) Closed() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.isClosed
}
