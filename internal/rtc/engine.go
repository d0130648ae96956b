package rtc

import (
	"context"
	crand "crypto/rand"
	"encoding/binary"
	"errors"
	"log/slog"
	"net"
	"net/netip"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cumbre-meet/cumbre/internal/protocol"
	"github.com/cumbre-meet/cumbre/internal/rtc/ice"
	"github.com/cumbre-meet/cumbre/internal/rtc/sdp"
	"github.com/cumbre-meet/cumbre/internal/rtc/udp"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// Engine is one media loop with its ports and peers.
type Engine struct {
	// Set by New.
	cfg         Config
	log         *slog.Logger
	epoch       time.Time
	dtls        dtlsConfig
	fingerprint [32]byte
	candidates  []sdp.Candidate
	port        uint16
	sock        *udp.Socket  // nil without UDP
	listener    net.Listener // nil without TCP

	// Any goroutine.
	inbox     inbox
	peerCount atomic.Int64
	tcpCount  atomic.Int64
	flowCount atomic.Int64
	connID    atomic.Uint64 // of the last TCP connection or relayed flow
	published struct {
		sync.Mutex
		stats Stats
	}
	started atomic.Bool
	closing atomic.Bool
	stop    sync.Once
	done    chan struct{}  // closed when the loop has ended
	closers sync.WaitGroup // peers whose closing alert is not out yet

	// The media loop.
	loop
}

// New binds the ports and makes the certificate. It does not start the loop.
func New(cfg Config, log *slog.Logger) (*Engine, error) {
	if err := cfg.check(); err != nil {
		return nil, err
	}
	e := &Engine{cfg: cfg, log: log, epoch: time.Now().Add(-time.Second), done: make(chan struct{})}
	cert := cfg.Certificate
	var err error
	if cert == nil {
		if cert, err = newCertificate(time.Now()); err != nil {
			return nil, err
		}
	}
	if e.fingerprint, err = fingerprint(cert); err != nil {
		return nil, err
	}
	e.dtls = newDTLSConfig(cert)
	addrs, err := cfg.advertised()
	if err != nil {
		return nil, err
	}
	if len(addrs) == 0 {
		return nil, errors.New("rtc: there is no address to advertise: name one in the configuration")
	}
	if e.sock, e.listener, err = bind(&cfg); err != nil {
		return nil, err
	}
	if e.sock != nil {
		e.port = e.sock.Port()
	} else if a, ok := e.listener.Addr().(*net.TCPAddr); ok {
		e.port = uint16(a.Port)
	}
	e.candidates = candidates(addrs, e.port, cfg.UDP, cfg.TCP)
	e.inbox.init(e.sock)
	e.init(cfg.Senders)
	if e.sock != nil {
		e.sock.StartSenders(cfg.Senders)
		log.Info("media leaves by UDP", "way", e.sock.Mode(), "why", e.sock.Why(), "senders", cfg.Senders)
	}
	e.publish()
	return e, nil
}

// Port is the number of the media port.
func (e *Engine) Port() uint16 { return e.port }

// Start runs the loop until Close is called or ctx is done.
func (e *Engine) Start(ctx context.Context) {
	e.started.Store(true)
	go e.run()
	if e.listener != nil {
		go e.accept()
	}
	context.AfterFunc(ctx, func() { _ = e.Close() })
}

// closeGrace is how long Close waits for the peers' DTLS closing alerts.
const closeGrace = time.Second

// Close ends all peers (each Receiver is told), and then the loop. It may be called more than once.
func (e *Engine) Close() error {
	e.stop.Do(func() {
		e.closing.Store(true)
		if e.listener != nil {
			_ = e.listener.Close()
		}
		if !e.started.Load() {
			e.shut()
			return
		}
		all := make(chan struct{})
		e.Post(func(now units.Instant) {
			e.closeAll(now)
			go func() {
				e.closers.Wait()
				close(all)
			}()
		})
		grace := time.NewTimer(closeGrace)
		defer grace.Stop()
		select {
		case <-all:
		case <-grace.C:
		}
		e.Post(func(now units.Instant) { e.stopped = true })
	})
	<-e.done
	return nil
}

// shut is the end of the loop, or what remains of it where it never began.
func (e *Engine) shut() {
	e.inbox.close()
	if e.sock != nil {
		_ = e.sock.Close()
	}
	close(e.done)
}

// Now is the time on the engine's clock.
func (e *Engine) Now() units.Instant { return units.Instant(time.Since(e.epoch)) }

// Post runs f on the media loop, after what was posted before, and returns without waiting. After Close it does
// nothing.
func (e *Engine) Post(f func(now units.Instant)) { e.inbox.post(f) }

// OnTick runs f on the media loop every 10 ms. Remove may be called from any goroutine; f may run once more.
func (e *Engine) OnTick(f func(now units.Instant)) (remove func()) {
	return e.hook(&e.tickers, func(now units.Instant) units.Instant {
		f(now)
		return 0
	})
}

// OnTurn runs f on the media loop at the end of each of its turns, after all packets that came in it. f tells by when a turn must
// end again, whether or not anything comes, for what it kept back; 0: nothing. Remove may be called from any goroutine; f may run
// once more.
func (e *Engine) OnTurn(f func(now units.Instant) (until units.Instant)) (remove func()) {
	return e.hook(&e.turners, f)
}

func (e *Engine) hook(list *[]*hook, f func(units.Instant) units.Instant) (remove func()) {
	h := &hook{f: f}
	e.Post(func(units.Instant) { *list = append(*list, h) })
	return func() { h.removed.Store(true) }
}

// Stats are the counters as they were at the last tick: 10 ms ago, or 100 ms when nothing is ticked. It may be
// called from any goroutine.
func (e *Engine) Stats() Stats {
	e.published.Lock()
	defer e.published.Unlock()
	return e.published.stats
}

// Connect answers an offer and makes a peer. The errors are *protocol.Problem.
func (e *Engine) Connect(offer string, opts ConnectOptions, attach Attach) (*Peer, string, error) {
	o, err := sdp.Parse(offer, opts.MaxSlots)
	if err != nil {
		return nil, "", err //nolint:wrapcheck // a problem for the client
	}
	session := sdp.NewSession(randomUint64)
	if err := session.Apply(o, opts.session()); err != nil {
		return nil, "", err //nolint:wrapcheck // a problem for the client
	}
	if e.closing.Load() {
		return nil, "", errClosed()
	}
	if n := e.peerCount.Add(1); n > int64(e.cfg.Limits.Peers) {
		e.peerCount.Add(-1)
		return nil, "", protocol.NewProblem(503, "media-full", "The server is full",
			"All %d media connections of this server are in use. Try again later.", e.cfg.Limits.Peers)
	}
	p := newPeer(e, session, o)
	answer := session.Answer(p.transport())
	lines := session.Lines()
	local, remote := p.local, p.remote
	e.Post(func(now units.Instant) { p.attach(now, ice.NewAgent(local, remote), lines, attach) })
	return p, answer, nil
}

func errClosed() error {
	return protocol.NewProblem(503, "media-full", "The server is stopping", "The server is stopping. Try again in a moment.")
}

func (o ConnectOptions) session() sdp.Options {
	return sdp.Options{Uses: o.Uses, MaxLines: o.MaxSlots, Direction: o.Direction}
}

func randomUint64() uint64 {
	var b [8]byte
	_, _ = crand.Read(b[:]) // never fails
	return binary.NativeEndian.Uint64(b[:])
}

// addrKey is a table key: never an IPv4-mapped address.
func addrKey(a netip.AddrPort) netip.AddrPort { return netip.AddrPortFrom(a.Addr().Unmap(), a.Port()) }
