package turn

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pion/logging"
	"github.com/pion/turn/v5"
)

// realm is told to clients and part of the key; it names the kind of server and no place.
const realm = "cumbre"

// sweepEvery is how often unused allocations are looked for.
const sweepEvery = 10 * time.Second

// Config is what a Server is made of.
type Config struct {
	Media  Media
	Secret Secret
	// UDP are sockets to serve, bound already. The Server closes them. Connections come by Serve.
	UDP    []net.PacketConn
	Limits Limits
	Log    *slog.Logger
	// Now is the time; nil: time.Now.
	Now func() time.Time
}

// Server is a TURN server that relays to the media engine only.
type Server struct {
	media     Media
	addresses []netip.AddrPort
	peer      map[netip.AddrPort]*net.UDPAddr // addresses, as pion knows them
	secret    Secret
	limits    Limits
	log       *slog.Logger
	now       func() time.Time

	turn   *turn.Server
	funnel *funnel
	done   chan struct{}
	count  counters
	ports  atomic.Uint32 // relayed ones given out so far

	mu      sync.Mutex
	gate    *gate
	ledger  *ledger
	relays  map[uint16]*relayConn // by relayed port, until their tuple is known
	streams map[tuple]*stream
	closed  bool
}

// New starts a server.
func New(cfg Config) (*Server, error) {
	s := &Server{
		media: cfg.Media, addresses: cfg.Media.Addresses(), peer: make(map[netip.AddrPort]*net.UDPAddr), secret: cfg.Secret,
		limits: cfg.Limits.filled(), log: cfg.Log, now: cfg.Now, funnel: newFunnel(), done: make(chan struct{}),
		gate: newGate(), relays: make(map[uint16]*relayConn), streams: make(map[tuple]*stream),
	}
	s.ledger = newLedger(s.limits)
	if s.now == nil {
		s.now = time.Now
	}
	for _, a := range s.addresses {
		s.peer[a] = net.UDPAddrFromAddrPort(a)
	}
	if len(s.addresses) == 0 {
		return nil, errors.New("turn: the media engine has no UDP address to relay to")
	}
	config := turn.ServerConfig{
		Realm: realm, LoggerFactory: silent{}, AuthHandler: s.authenticate, EventHandler: s.events(),
		// Where media has no IPv6 address, who comes by IPv6 gets an IPv4 relay all the same: it is a name.
		StrictAddressFamily: !slices.ContainsFunc(s.addresses, func(a netip.AddrPort) bool { return a.Addr().Is6() }),
		ListenerConfigs: []turn.ListenerConfig{{
			Listener: s.funnel, RelayAddressGenerator: generator{s}, PermissionHandler: s.permit,
		}},
	}
	for _, conn := range cfg.UDP {
		config.PacketConnConfigs = append(config.PacketConnConfigs, turn.PacketConnConfig{
			PacketConn: &guarded{PacketConn: conn, server: s}, RelayAddressGenerator: generator{s}, PermissionHandler: s.permit,
		})
	}
	var err error
	if s.turn, err = turn.NewServer(config); err != nil {
		return nil, fmt.Errorf("turn: %w", err)
	}
	go s.sweep()
	return s, nil
}

// Credentials are those of a session, good from now on for CredentialLife.
func (s *Server) Credentials(session string) (username, password string) {
	return s.secret.Issue(session, s.now())
}

// Close ends all allocations and connections and closes the sockets. It may be called once.
func (s *Server) Close() error {
	close(s.done)
	err := s.turn.Close()
	s.mu.Lock()
	s.closed = true
	for e := range s.ledger.entries {
		s.ledger.end(e)
	}
	var open []*stream
	for _, c := range s.streams {
		open = append(open, c)
	}
	s.mu.Unlock()
	for _, c := range open {
		_ = c.Close()
	}
	return err //nolint:wrapcheck // says what it is
}

// Serve takes a connection whose first byte is a TURN message's. It returns at once.
func (s *Server) Serve(conn net.Conn) {
	client, _ := addrPort(conn.RemoteAddr())
	local, _ := addrPort(conn.LocalAddr())
	c := &stream{Conn: conn, server: s, tuple: tuple{client, local}, done: make(chan struct{})}
	s.mu.Lock()
	limited := !s.gate.take(s.now(), client.Addr())
	full := len(s.streams) >= s.limits.Connections
	refused := limited || full || s.closed || s.streams[c.tuple] != nil
	if !refused {
		s.streams[c.tuple] = c
		s.count.connections.Add(1)
	}
	s.mu.Unlock()
	switch {
	case limited:
		s.count.strangersLimited.Add(1)
	case full:
		s.count.connectionsRefused.Add(1)
	}
	if refused {
		_ = conn.Close()
		return
	}
	_ = conn.SetReadDeadline(time.Now().Add(s.limits.Unsettled))
	select {
	case s.funnel.conns <- c:
	case <-s.funnel.done:
		_ = c.Close()
	}
}

// left forgets a connection.
func (s *Server) left(c *stream) {
	s.mu.Lock()
	if s.streams[c.tuple] == c {
		delete(s.streams, c.tuple)
		s.count.connections.Add(-1)
	}
	s.mu.Unlock()
	if !c.settled.Load() {
		s.count.connectionsUnsettled.Add(1)
	}
}

// passes tells whether a datagram may be looked at. Nothing is kept of a stranger but a bucket of their address.
func (s *Server) passes(from, to net.Addr, b []byte) bool {
	client, ok := addrPort(from)
	if !ok {
		return false
	}
	local, _ := addrPort(to)
	s.mu.Lock()
	defer s.mu.Unlock()
	if e := s.ledger.byTuple[tuple{client, local}]; e != nil {
		ok := e.arrived.take(s.now(), arrivalRate, 1)
		if !ok {
			s.count.overRate.Add(1)
		}
		return ok
	}
	switch {
	case !opens(b):
		s.count.strangersDropped.Add(1)
		return false
	case !s.gate.take(s.now(), client.Addr()):
		s.count.strangersLimited.Add(1)
		return false
	default:
		return true
	}
}

// authenticate gives pion's server the key that a username's password makes.
func (s *Server) authenticate(r *turn.RequestAttributes) (session string, key []byte, ok bool) {
	session, password, err := s.secret.Check(r.Username, s.now())
	switch {
	case errors.Is(err, ErrExpired):
		s.count.expired.Add(1)
		return "", nil, false
	case err != nil:
		s.count.foreign.Add(1)
		return "", nil, false
	}
	return session, turn.GenerateAuthKey(r.Username, r.Realm, password), true
}

// permit is asked for the address of permissions and channels. It has no port: see channel and relayConn.WriteTo.
func (s *Server) permit(_ net.Addr, peer net.IP) bool {
	ip, _ := netip.AddrFromSlice(peer)
	ok := slices.ContainsFunc(s.addresses, func(a netip.AddrPort) bool { return a.Addr() == ip.Unmap() })
	if !ok {
		s.count.peersRefused.Add(1)
	}
	return ok
}

func (s *Server) events() turn.EventHandler {
	return turn.EventHandler{
		OnAuth: func(_, _ net.Addr, _, _, _, _ string, verdict bool) {
			if !verdict {
				s.count.wrong.Add(1)
			}
		},
		OnAllocationError: func(from, _ net.Addr, _, message string) {
			s.count.failed.Add(1)
			s.log.Debug("turn: a request failed", "from", from, "error", message)
		},
		OnAllocationCreated: func(from, to net.Addr, _, _, _ string, relayed net.Addr, _ int) { s.settle(from, to, relayed) },
		OnAllocationDeleted: func(from, to net.Addr, _, _, _ string) { s.deleted(from, to) },
		OnChannelCreated: func(from, to net.Addr, _, _, _ string, _, peer net.Addr, _ uint16) {
			s.channel(from, to, peer)
		},
	}
}

// enter takes a new allocation into the ledger.
func (s *Server) enter(c *relayConn) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return net.ErrClosed
	}
	evicted, err := s.ledger.add(s.now(), c.entry)
	if evicted != nil {
		s.count.evicted.Add(1)
	}
	if err != nil {
		s.count.refused.Add(1)
		return err
	}
	s.count.made.Add(1)
	s.relays[uint16(c.address.Port)] = c
	return nil
}

// settle joins an allocation to the messages that it is for.
func (s *Server) settle(from, to, relayed net.Addr) {
	address, _ := addrPort(relayed)
	t := tupleOf(from, to)
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.relays[address.Port()]
	delete(s.relays, address.Port())
	if c == nil {
		return
	}
	s.ledger.settle(c.entry, t)
	if stream := s.streams[t]; stream != nil {
		stream.settled.Store(true)
		_ = stream.SetReadDeadline(time.Time{})
	}
}

// deleted ends what belonged to an allocation. A client that wants another connects again.
func (s *Server) deleted(from, to net.Addr) {
	t := tupleOf(from, to)
	s.mu.Lock()
	stream := s.streams[t]
	if e := s.ledger.byTuple[t]; e != nil {
		s.ledger.end(e)
	}
	s.mu.Unlock()
	if stream != nil {
		_ = stream.Close()
	}
}

// channel ends an allocation with a channel to another port of ours than the media port: no client that means well asks
// for that, and each is kept.
func (s *Server) channel(from, to, peer net.Addr) {
	if address, _ := addrPort(peer); s.peer[address] != nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if e := s.ledger.byTuple[tupleOf(from, to)]; e != nil {
		s.ledger.end(e)
		s.count.misused.Add(1)
	}
}

// over takes an allocation out whose relay has ended.
func (s *Server) over(c *relayConn) {
	s.mu.Lock()
	s.ledger.end(c.entry)
	if s.relays[uint16(c.address.Port)] == c {
		delete(s.relays, uint16(c.address.Port))
	}
	s.mu.Unlock()
}

func (s *Server) sweep() {
	ticker := time.NewTicker(sweepEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			s.mu.Lock()
			s.count.idle.Add(uint64(s.ledger.sweep(s.now())))
			s.mu.Unlock()
		case <-s.done:
			return
		}
	}
}

// pause waits after an error of a socket that goes on.
func (s *Server) pause() {
	timer := time.NewTimer(errorPause)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-s.done:
	}
}

func tupleOf(from, to net.Addr) tuple {
	client, _ := addrPort(from)
	local, _ := addrPort(to)
	return tuple{client, local}
}

// silent drops what pion's server would print: clients cause it, and it is counted.
type silent struct{}

// NewLogger implements logging.LoggerFactory.
func (silent) NewLogger(string) logging.LeveledLogger {
	return logging.NewDefaultLeveledLoggerForScope("turn", logging.LogLevelDisabled, discard{})
}

type discard struct{}

// Write implements io.Writer.
func (discard) Write(b []byte) (int, error) { return len(b), nil }
