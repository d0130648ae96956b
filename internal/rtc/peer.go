package rtc

import (
	"net/netip"
	"sync"
	"sync/atomic"

	"github.com/cumbre-meet/cumbre/internal/media/policer"
	"github.com/cumbre-meet/cumbre/internal/protocol"
	"github.com/cumbre-meet/cumbre/internal/rtc/ice"
	"github.com/cumbre-meet/cumbre/internal/rtc/sdp"
	"github.com/cumbre-meet/cumbre/internal/rtc/srtp"
	"github.com/cumbre-meet/cumbre/internal/rtc/udp"
	"github.com/cumbre-meet/cumbre/internal/sfu"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// Peer is one client's connection. It is the sfu.Transport of its endpoint.
type Peer struct {
	// The media loop, what each packet touches.
	engine   *Engine // set when made
	sealer   *srtp.Sealer
	tcp      *tcpConn    // instead of dest, when the selected path is TCP or relayed
	pending  []udp.Piece // in the engine's arena
	share    int         // which of the senders sends to it
	hasPath  bool        // dest or tcp is where to send
	consent  bool        // the client was heard within ConsentTimeout
	dest     udp.Destination
	opener   *srtp.Opener
	receiver Receiver
	agent    *ice.Agent

	// Set when made.
	fingerprint [32]byte // of the client's certificate
	active      bool     // we are the DTLS client

	// Negotiation: any goroutine, under mu.
	mu       sync.Mutex
	session  *sdp.Session
	local    ice.Credentials
	remote   ice.Credentials
	restarts int // ICE restarts so far

	// Any goroutine.
	closed     atomic.Bool
	remoteAddr atomic.Pointer[netip.AddrPort]

	// The media loop.
	dtls     *dtlsLink // nil before the handshake
	madeAt   units.Instant
	attached bool
	ended    bool
	silent   bool // it was not within SilenceTimeout, and the Receiver knows
	police   policer.Policer
}

func newPeer(e *Engine, session *sdp.Session, o *sdp.Offer) *Peer {
	return &Peer{
		engine:      e,
		fingerprint: o.Fingerprint,
		active:      o.Passive,
		session:     session,
		local:       ice.NewCredentials(),
		remote:      ice.Credentials{Ufrag: o.Ufrag, Pwd: o.Pwd},
	}
}

// transport is our end for an answer. The caller holds mu, or is the only one who knows p.
func (p *Peer) transport() sdp.Transport {
	return sdp.Transport{
		Ufrag: p.local.Ufrag, Pwd: p.local.Pwd,
		Fingerprint: p.engine.fingerprint, Active: p.active, Candidates: p.engine.candidates,
		Restarts: p.restarts,
	}
}

func errGone() error {
	return protocol.NewProblem(410, "connection-gone", "The media connection has ended",
		"This media connection has ended. Make a new one with a new offer.")
}

// Renegotiate answers a further offer of the same client: an ICE restart (new ufrag), more lines, or both. update
// runs on the media loop with all lines as they are now. The errors are *protocol.Problem; the connection is then
// as before.
func (p *Peer) Renegotiate(offer string, opts ConnectOptions, update func(now units.Instant, lines []sfu.Line)) (string, error) {
	o, err := sdp.Parse(offer, opts.MaxSlots)
	if err != nil {
		return "", err //nolint:wrapcheck // a problem for the client
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed.Load() {
		return "", errGone()
	}
	if o.Fingerprint != p.fingerprint || o.Passive != p.active {
		return "", protocol.NewProblem(422, "sdp-bad-fingerprint", "The SDP offer is of another client",
			"A further offer cannot change the DTLS certificate or role. Make a new connection instead.")
	}
	if err := p.session.Apply(o, opts.session()); err != nil {
		return "", err //nolint:wrapcheck // a problem for the client
	}
	if o.Ufrag != p.remote.Ufrag || o.Pwd != p.remote.Pwd {
		p.restart(ice.Credentials{Ufrag: o.Ufrag, Pwd: o.Pwd})
	}
	lines := p.session.Lines()
	p.engine.Post(func(now units.Instant) {
		if !p.ended && update != nil {
			update(now, lines)
		}
	})
	return p.session.Answer(p.transport()), nil
}

// restart begins a new ICE session; the caller holds mu.
func (p *Peer) restart(remote ice.Credentials) {
	p.local, p.remote = ice.NewCredentials(), remote
	p.restarts++
	local, e := p.local, p.engine
	e.Post(func(units.Instant) {
		if p.ended {
			return
		}
		e.stats.ICERestarts++
		for _, ufrag := range p.agent.Restart(local, remote) {
			delete(e.byUfrag, ufrag)
		}
		e.byUfrag[local.Ufrag] = p
	})
}

// AddRemoteCandidates takes a trickle fragment (RFC 8840). An ICE-lite server needs none of it; it is checked for
// form and for the ufrag.
func (p *Peer) AddRemoteCandidates(fragment string) error {
	f, err := sdp.ParseFragment(fragment)
	if err != nil {
		return err //nolint:wrapcheck // a problem for the client
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed.Load() {
		return errGone()
	}
	if f.Ufrag != "" && f.Ufrag != p.remote.Ufrag {
		return protocol.NewProblem(422, "sdp-no-ice", "The fragment is of another ICE session",
			"Its ice-ufrag is not that of the current ICE session.")
	}
	return nil
}

// RestartICE takes a WHIP or WHEP client's fragment with new credentials and gives the server's (RFC 9725 section
// 4.3.2).
func (p *Peer) RestartICE(fragment string) (string, error) {
	f, err := sdp.ParseFragment(fragment)
	if err != nil {
		return "", err //nolint:wrapcheck // a problem for the client
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed.Load() {
		return "", errGone()
	}
	if f.Ufrag == "" || f.Pwd == "" || f.Ufrag == p.remote.Ufrag {
		return "", protocol.NewProblem(422, "sdp-no-ice", "The fragment restarts nothing",
			"An ICE restart needs a new ice-ufrag and a new ice-pwd.")
	}
	p.restart(ice.Credentials{Ufrag: f.Ufrag, Pwd: f.Pwd})
	return p.session.Fragment(p.transport()), nil
}

// ETag names the current ICE session (RFC 9725 section 4.3). It has its quotes, as in the header.
func (p *Peer) ETag() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return `"` + p.local.Ufrag + `"`
}

// RemoteUfrag is the client's ice-ufrag of the current ICE session: a fragment with another one asks for a restart.
func (p *Peer) RemoteUfrag() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.remote.Ufrag
}

// RemoteAddr is the address of the selected path; the zero AddrPort before the first check.
func (p *Peer) RemoteAddr() netip.AddrPort {
	if a := p.remoteAddr.Load(); a != nil {
		return *a
	}
	return netip.AddrPort{}
}

// Close ends the connection. The Receiver is told on the media loop.
func (p *Peer) Close() {
	p.engine.Post(p.end)
}

// attach makes the peer known to the loop.
func (p *Peer) attach(now units.Instant, agent *ice.Agent, lines []sfu.Line, attach Attach) {
	e := p.engine
	p.agent, p.madeAt, p.attached, p.share = agent, now, true, e.shares
	e.shares++
	e.peers[p] = struct{}{}
	for _, ufrag := range agent.Ufrags() {
		e.byUfrag[ufrag] = p
	}
	if p.receiver = attach(now, p, lines); p.receiver == nil || e.closing.Load() {
		p.end(now)
	}
}

// checked follows an authenticated check.
func (p *Peer) checked(now units.Instant, path ice.Path, r ice.Result) {
	e := p.engine
	p.alive(now)
	if r.Evicted.Remote.IsValid() {
		p.forget(r.Evicted)
	}
	if r.Added {
		p.learn(path)
	} else if path.Conn == 0 && e.byAddr[path.Remote] != p {
		p.learn(path) // another peer of the same address was checked in between; the latest has it
	}
	if r.Changed {
		p.selectPath()
	}
	if r.Settled && p.sealer != nil {
		p.receiver.Resumed(now)
	}
	if p.active && p.dtls == nil && p.hasPath {
		p.startHandshake()
	}
}

// learn enters a path into the demultiplexing table.
func (p *Peer) learn(path ice.Path) {
	if path.Conn == 0 {
		p.engine.byAddr[path.Remote] = p
		return
	}
	if c := p.engine.tcp[path.Conn]; c != nil {
		c.peer = p
	}
}

// forget takes a path out of the table, if it is still ours.
func (p *Peer) forget(path ice.Path) {
	if path.Conn != 0 {
		if c := p.engine.tcp[path.Conn]; c != nil && c.peer == p {
			c.close()
		}
		return
	}
	if p.engine.byAddr[path.Remote] == p {
		delete(p.engine.byAddr, path.Remote)
	}
}

// selectPath sends on the agent's selected path from now on. What is pending leaves on the old one first.
func (p *Peer) selectPath() {
	e := p.engine
	if len(p.pending) > 0 {
		e.flush()
	}
	path, ok := p.agent.Selected()
	p.hasPath, p.tcp = ok, nil
	if !ok {
		return
	}
	e.stats.PathChanges++
	switch {
	case path.Conn != 0:
		p.tcp = e.tcp[path.Conn]
		p.hasPath = p.tcp != nil
	case e.sock != nil:
		p.dest = e.sock.Destination(path.Remote, path.Local)
	}
	p.remoteAddr.Store(&path.Remote)
}

// heard notes an authenticated packet.
func (p *Peer) heard(now units.Instant, path ice.Path) {
	p.alive(now)
	if p.agent.Heard(now, path) {
		p.selectPath()
	}
}

// alive notes that something authentic came.
func (p *Peer) alive(now units.Instant) {
	p.consent = true
	if p.silent {
		p.silent = false
		p.receiver.Heard(now)
	}
}

// sweep looks for timeouts.
func (p *Peer) sweep(now units.Instant) {
	e, l := p.engine, &p.engine.cfg.Limits
	heard := p.agent.HeardAt()
	if heard.IsZero() {
		if now.Sub(p.madeAt) > l.ConnectTimeout {
			e.stats.PeersTimedOut++
			p.end(now)
		}
		return
	}
	silence := now.Sub(heard)
	if silence > l.GoneTimeout || p.sealer == nil && now.Sub(p.madeAt) > l.ConnectTimeout+l.HandshakeTimeout {
		e.stats.PeersTimedOut++
		p.end(now)
		return
	}
	if !p.silent && silence > l.SilenceTimeout {
		p.silent = true
		p.receiver.Silent(now)
	}
	if p.consent && silence > l.ConsentTimeout {
		p.consent = false
		e.stats.ConsentLost++
	}
	paths, ufrags := p.agent.Expire(now)
	for _, path := range paths {
		p.forget(path)
	}
	for _, ufrag := range ufrags {
		delete(e.byUfrag, ufrag)
	}
}

// end takes the peer off the loop and tells its Receiver. The DTLS closing alert still goes out.
func (p *Peer) end(now units.Instant) {
	if p.ended || !p.attached {
		return
	}
	p.ended = true
	p.closed.Store(true)
	e := p.engine
	delete(e.peers, p)
	e.peerCount.Add(-1)
	for _, ufrag := range p.agent.Ufrags() {
		delete(e.byUfrag, ufrag)
	}
	if p.sealer != nil {
		e.stats.PeersConnected--
	}
	if p.dtls != nil {
		link := p.dtls
		e.closers.Go(func() {
			link.close()
			e.Post(func(units.Instant) { p.leave() })
		})
	} else {
		p.leave()
	}
	p.opener, p.sealer = nil, nil
	if p.receiver != nil {
		p.receiver.Disconnected(now)
	}
}

// leave gives the paths back, when nothing is to be sent any more.
func (p *Peer) leave() {
	p.engine.flush()
	for _, path := range p.agent.Paths() {
		p.forget(path)
	}
	p.hasPath, p.tcp = false, nil
}
