package bots

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/coder/websocket"

	"github.com/cumbre-meet/cumbre/internal/protocol"
)

const (
	// maxServerMessage bounds a message from the server: a welcome with 300 participants and 200 chat texts is
	// about 1 MiB. Less would cut off large meetings, more only costs memory when a server misbehaves.
	maxServerMessage = 4 << 20
	// writeTimeout is how long one WebSocket message may take to leave. A server that does not read for longer
	// is gone for a bot's purposes.
	writeTimeout = 10 * time.Second
	// pingInterval keeps the session open: the server takes 15 s of silence for a lost client. Rarer pings risk
	// that on a busy machine, more cost nothing worth having.
	pingInterval = 5 * time.Second
)

// ErrClosed says that the client's session is over: closed by either side, or its WebSocket lost.
var ErrClosed = errors.New("the session is closed")

// Options say who a Client is and what it sends and receives.
type Options struct {
	Base  string // the server's address, such as http://localhost:8080
	Token string // the invitation's token
	Name  string // the client's name in the hello, for the server's log

	// Resume comes back as the same participant: a State's Resume of an earlier client. Empty for a new one.
	Resume string

	Microphone bool     // offers a microphone line
	Camera     bool     // offers a camera line
	Simulcast  []string // the camera's layers, best first ("f", "h", "q"); empty: one plain stream
	Screen     bool     // offers a screen line

	Stage       bool // receives the stage's sound and picture
	FloorSounds int  // receive lines for further sounds
	// Interpretation offers the line "interpretation", which carries what Listen chose.
	Interpretation bool
	BoothSounds    int // an interpreter's or technician's receive lines, which carry what WantSounds asked
	Pictures       int // receive lines for further pictures

	// Loss is the share of the media's datagrams that get lost in each direction, 0 to 1: a bad network.
	Loss    float64
	TCPOnly bool // media over ICE-TCP alone (RFC 6544, active candidates)
	// Relays makes media go through the server's relay (TURN) alone, by those of its addresses that it is true for. Nil:
	// directly.
	Relays func(url string) bool

	// OnFrame gets every whole picture that comes, in decoding order, on a goroutine of its line. It must
	// not keep the bytes. Nil: pictures are counted but not put together.
	OnFrame func(mid string, frame []byte, rtpTime uint32)
	// OnSound gets every sound packet's payload, as OnFrame.
	OnSound func(mid string, payload []byte, rtpTime uint32)
	// OnMuted is called on its own goroutine when the chair turned the microphone off.
	OnMuted func()

	HTTP *http.Client // nil: http.DefaultClient
	Log  *slog.Logger // nil: silent
}

// Client is one participant of a meeting: a WebSocket session and, after Connect, a PeerConnection. Its methods
// may be called from any goroutine.
type Client struct {
	opts Options
	log  *slog.Logger

	mu      sync.Mutex
	state   State
	changed chan struct{} // closed and replaced whenever state changes
	replies map[int]chan reply
	nextID  int
	session *session // nil between sessions

	media mediaState // has its own lock
}

// session is one WebSocket of a Client, from its hello to its loss.
type session struct {
	socket *websocket.Conn
	ctx    context.Context
	cancel context.CancelFunc
	done   chan struct{} // closed when the reading goroutine ended
}

// reply is what answered a request: an answer's SDP, nothing (ack), or a problem.
type reply struct {
	sdp string
	err error
}

// Dial opens a session: WebSocket, hello, welcome. The context bounds the opening only. A refusal is a
// *protocol.Problem. The client may be in the lobby afterwards (AwaitAdmitted).
func Dial(ctx context.Context, opts Options) (*Client, error) {
	if opts.HTTP == nil {
		opts.HTTP = http.DefaultClient
	}
	log := opts.Log
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	c := &Client{
		opts: opts, log: log, changed: make(chan struct{}),
		replies: make(map[int]chan reply), state: newState(),
	}
	c.state.Resume = opts.Resume
	if err := c.open(ctx); err != nil {
		return nil, err
	}
	return c, nil
}

// Redial opens a new session as the same participant after the WebSocket was lost (or dropped by DropSocket).
// Where the server still has the PeerConnection it is kept and restarted (ICE restart), else a new one is made;
// without an earlier Connect only the session comes back.
func (c *Client) Redial(ctx context.Context) error {
	c.DropSocket()
	if err := c.open(ctx); err != nil {
		return err
	}
	var alive bool
	c.View(func(s *State) { alive = s.MediaAlive })
	switch {
	case !c.media.exists():
		return nil
	case alive:
		return c.RestartICE(ctx)
	default:
		c.media.close()
		return c.Connect(ctx)
	}
}

// open dials, says hello, and reads until the welcome.
func (c *Client) open(ctx context.Context) error {
	url := strings.TrimSuffix(c.opts.Base, "/") + "/api/v1/live"
	socket, _, err := websocket.Dial(ctx, url, &websocket.DialOptions{HTTPClient: c.opts.HTTP})
	if err != nil {
		return fmt.Errorf("opening the live session: %w", err)
	}
	socket.SetReadLimit(maxServerMessage)
	sctx, cancel := context.WithCancel(context.Background())
	s := &session{socket: socket, ctx: sctx, cancel: cancel, done: make(chan struct{})}
	c.mu.Lock()
	c.session = s
	c.state.welcomed, c.state.Bye = false, ""
	hello := protocol.Hello{Version: protocol.Version, Token: c.opts.Token, Resume: c.state.Resume, Client: c.opts.Name}
	c.mu.Unlock()
	go c.read(s)
	if err := c.write(s, hello); err != nil {
		c.DropSocket()
		return err
	}
	if err := c.Await(ctx, "the welcome", func(st *State) bool { return st.welcomed }); err != nil {
		c.DropSocket()
		return err
	}
	go c.ping(s)
	return nil
}

// read is the session's reading goroutine: it alone applies the server's messages.
func (c *Client) read(s *session) {
	defer close(s.done)
	for {
		_, b, err := s.socket.Read(s.ctx)
		if err == nil {
			err = c.handle(b)
		}
		if err != nil {
			c.lost(s, err)
			return
		}
	}
}

// lost ends a session: every waiting request fails.
func (c *Client) lost(s *session, err error) {
	s.cancel()
	_ = s.socket.CloseNow()
	if _, ok := errors.AsType[*protocol.Problem](err); !ok {
		err = fmt.Errorf("%w: %w", ErrClosed, err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.session != s {
		return
	}
	c.session = nil
	c.state.closed = err
	for id, ch := range c.replies {
		delete(c.replies, id)
		ch <- reply{err: err}
	}
	c.notify()
}

func (c *Client) ping(s *session) {
	t := time.NewTicker(pingInterval)
	defer t.Stop()
	for {
		select {
		case <-s.done:
			return
		case now := <-t.C:
			if c.write(s, protocol.Ping{T: now.UnixMilli()}) != nil {
				return
			}
		}
	}
}

// write sends one message.
func (c *Client) write(s *session, message protocol.ClientMessage) error {
	b, err := protocol.EncodeClient(message)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(s.ctx, writeTimeout)
	defer cancel()
	if err := s.socket.Write(ctx, websocket.MessageText, b); err != nil {
		return fmt.Errorf("%w: sending a %T: %w", ErrClosed, message, err)
	}
	return nil
}

// send sends a message that is not answered.
func (c *Client) send(message protocol.ClientMessage) error {
	c.mu.Lock()
	s, closed := c.session, c.state.closed
	c.mu.Unlock()
	if s == nil {
		return orClosed(closed)
	}
	return c.write(s, message)
}

func orClosed(err error) error {
	if err != nil {
		return err
	}
	return ErrClosed
}

// request sends a message with an id and waits for what answers it.
func (c *Client) request(ctx context.Context, message func(id int) protocol.ClientMessage) (string, error) {
	c.mu.Lock()
	s := c.session
	if s == nil {
		defer c.mu.Unlock()
		return "", orClosed(c.state.closed)
	}
	c.nextID++
	id, ch := c.nextID, make(chan reply, 1)
	c.replies[id] = ch
	c.mu.Unlock()
	defer func() {
		c.mu.Lock()
		delete(c.replies, id)
		c.mu.Unlock()
	}()
	m := message(id)
	if err := c.write(s, m); err != nil {
		return "", err
	}
	select {
	case r := <-ch:
		return r.sdp, r.err
	case <-ctx.Done():
		return "", fmt.Errorf("waiting for the answer to a %T: %w", m, ctx.Err())
	}
}

// DropSocket cuts the WebSocket without a goodbye and leaves the PeerConnection as it is: what a lost network
// does to the control connection. Redial comes back.
func (c *Client) DropSocket() {
	c.mu.Lock()
	s := c.session
	c.mu.Unlock()
	if s == nil {
		return
	}
	s.cancel()
	_ = s.socket.CloseNow()
	<-s.done
}

// err tells why there is no session.
func (c *Client) err() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return orClosed(c.state.closed)
}

// Close says goodbye (the participant is gone at once) and releases everything.
func (c *Client) Close() {
	_ = c.send(protocol.Leave{})
	c.media.close()
	c.mu.Lock()
	s := c.session
	c.mu.Unlock()
	if s != nil {
		_ = s.socket.Close(websocket.StatusNormalClosure, "")
		c.DropSocket()
	}
}

// Kill drops everything without a goodbye, as a crashed browser does.
func (c *Client) Kill() {
	c.DropSocket()
	c.media.close()
}

// Done gives a channel that is closed when the current session ends; nil when there is none.
func (c *Client) Done() <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.session == nil {
		return nil
	}
	return c.session.done
}

// changes gives a channel that is closed with the next change of the state.
func (c *Client) changes() <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.changed
}

// sendSound sends a packet of the microphone.
func (c *Client) sendSound(s Sound) error {
	p := c.Peer()
	if p == nil {
		return orClosed(nil)
	}
	return p.SendSound(s)
}
