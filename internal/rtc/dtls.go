package rtc

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"sync"
	"time"

	"github.com/pion/dtls/v3"

	"github.com/cumbre-meet/cumbre/internal/rtc/srtp"
	"github.com/cumbre-meet/cumbre/internal/units"
)

const (
	// dtlsBacklog is how many datagrams may wait for the handshake's goroutine: a client's longest flight has six.
	dtlsBacklog = 32
	// dtlsFlight is the first retransmission interval. RFC 6347 section 4.2.4.1 suggests 1 s; on networks that
	// lose packets a join should not cost that.
	dtlsFlight = 400 * time.Millisecond
	// dtlsMTU is the most bytes of a handshake datagram: IPv6's least MTU and some for tunnels.
	dtlsMTU = 1200
	// exporterLabel is of RFC 5764 section 4.2.
	exporterLabel = "EXTRACTOR-dtls_srtp"
)

// errFingerprint says that the client's certificate is not that of its SDP.
var errFingerprint = errors.New("rtc: the certificate is not the one of the fingerprint")

// dtlsConfig is what all handshakes have in common.
type dtlsConfig struct{ certificate tls.Certificate }

func newDTLSConfig(cert *tls.Certificate) dtlsConfig { return dtlsConfig{certificate: *cert} }

// profiles are those we take, best first.
func profiles() []dtls.SRTPProtectionProfile {
	return []dtls.SRTPProtectionProfile{
		dtls.SRTPProtectionProfile(srtp.AEADAES128GCM),
		dtls.SRTPProtectionProfile(srtp.AES128CMHMACSHA180),
	}
}

// options are a handshake's.
func (c dtlsConfig) options(want [32]byte) []dtls.Option {
	return []dtls.Option{
		dtls.WithCertificates(c.certificate),
		dtls.WithSRTPProtectionProfiles(profiles()...),
		dtls.WithExtendedMasterSecret(dtls.RequestExtendedMasterSecret),
		dtls.WithFlightInterval(dtlsFlight),
		dtls.WithMTU(dtlsMTU),
		dtls.WithInsecureSkipVerify(true), // the fingerprint is what is verified
		dtls.WithVerifyPeerCertificate(func(raw [][]byte, _ [][]*x509.Certificate) error {
			if len(raw) == 0 || sha256.Sum256(raw[0]) != want {
				return errFingerprint
			}
			return nil
		}),
	}
}

// connect makes the connection without a handshake. The address was verified by ICE, so there is no cookie.
func (c dtlsConfig) connect(link *dtlsLink, want [32]byte, client bool) (*dtls.Conn, error) {
	var conn *dtls.Conn
	var err error
	if client {
		var opts []dtls.ClientOption
		for _, o := range c.options(want) {
			opts = append(opts, o)
		}
		conn, err = dtls.ClientWithOptions(link, link.RemoteAddr(), opts...)
	} else {
		opts := []dtls.ServerOption{
			dtls.WithClientAuth(dtls.RequireAnyClientCert),
			dtls.WithInsecureSkipVerifyHello(true),
		}
		for _, o := range c.options(want) {
			opts = append(opts, o)
		}
		conn, err = dtls.ServerWithOptions(link, link.RemoteAddr(), opts...)
	}
	if err != nil {
		return nil, fmt.Errorf("rtc: %w", err)
	}
	return conn, nil
}

// dtlsLink is the in-memory packet connection between the loop and one peer's DTLS goroutine.
type dtlsLink struct {
	peer   *Peer
	in     chan []byte
	read   deadline
	closed chan struct{}
	once   sync.Once

	ready chan struct{} // closed when conn is set, or never will be
	conn  *dtls.Conn
	stop  context.CancelFunc
}

// startHandshake begins DTLS, if not too many are under way.
func (p *Peer) startHandshake() bool {
	e := p.engine
	if e.stats.Handshakes >= e.cfg.Limits.Handshakes {
		e.stats.HandshakesRefused++
		return false
	}
	e.stats.Handshakes++
	ctx, cancel := context.WithTimeout(context.Background(), e.cfg.Limits.HandshakeTimeout)
	p.dtls = &dtlsLink{
		peer: p, in: make(chan []byte, dtlsBacklog), closed: make(chan struct{}),
		ready: make(chan struct{}), stop: cancel,
	}
	go p.dtls.run(ctx)
	return true
}

// dtlsDatagram takes a datagram from an address whose check was authenticated.
func (p *Peer) dtlsDatagram(_ units.Instant, b []byte) {
	if p.ended || p.dtls == nil && !p.startHandshake() {
		return
	}
	select {
	case p.dtls.in <- append([]byte(nil), b...):
	default:
		p.engine.stats.DroppedDTLSBacklog++
	}
}

// run is the peer's DTLS goroutine: the handshake, and then waiting for the client's closing alert.
func (l *dtlsLink) run(ctx context.Context) {
	p, e := l.peer, l.peer.engine
	keys, err := l.handshake(ctx)
	l.stop()
	e.Post(func(now units.Instant) {
		e.stats.Handshakes--
		switch {
		case p.ended:
		case err != nil:
			e.stats.HandshakesFailed++
			if errors.Is(err, errFingerprint) {
				e.stats.FingerprintsWrong++
			}
			e.log.Debug("DTLS handshake failed", "error", err)
			p.end(now)
		default:
			p.connected(now, keys)
		}
	})
	if err != nil {
		return
	}
	var b [256]byte
	for {
		if _, err := l.conn.Read(b[:]); err != nil && !errors.Is(err, io.ErrShortBuffer) {
			break
		}
	}
	e.Post(p.end)
}

// sessionKeys are one connection's two directions.
type sessionKeys struct {
	opener *srtp.Opener
	sealer *srtp.Sealer
}

// handshake runs DTLS and derives the keys.
func (l *dtlsLink) handshake(ctx context.Context) (keys sessionKeys, err error) {
	conn, err := l.peer.engine.dtls.connect(l, l.peer.fingerprint, l.peer.active)
	l.conn = conn
	close(l.ready)
	if err != nil {
		return keys, err
	}
	if err := conn.HandshakeContext(ctx); err != nil {
		_ = conn.Close()
		return keys, fmt.Errorf("rtc: DTLS handshake: %w", err)
	}
	return l.exportKeys()
}

func (l *dtlsLink) exportKeys() (keys sessionKeys, err error) {
	id, ok := l.conn.SelectedSRTPProtectionProfile()
	if !ok {
		return keys, errors.New("rtc: no SRTP protection profile was agreed on")
	}
	profile := srtp.Profile(id)
	state, ok := l.conn.ConnectionState()
	if !ok {
		return keys, errors.New("rtc: DTLS has no state")
	}
	material, err := state.ExportKeyingMaterial(exporterLabel, nil, profile.KeyingMaterialLen())
	if err != nil {
		return keys, fmt.Errorf("rtc: exporting keys: %w", err)
	}
	theirs, ours, err := srtp.SplitKeyingMaterial(profile, material)
	if err != nil {
		return keys, fmt.Errorf("rtc: %w", err)
	}
	if l.peer.active {
		theirs, ours = ours, theirs
	}
	if keys.opener, err = srtp.NewOpener(theirs); err != nil {
		return keys, fmt.Errorf("rtc: %w", err)
	}
	if keys.sealer, err = srtp.NewSealer(ours); err != nil {
		return keys, fmt.Errorf("rtc: %w", err)
	}
	return keys, nil
}

// connected is the end of the handshake, on the loop.
func (p *Peer) connected(now units.Instant, keys sessionKeys) {
	p.opener, p.sealer = keys.opener, keys.sealer
	p.engine.stats.HandshakesDone++
	p.engine.stats.PeersConnected++
	p.receiver.Connected(now)
}

// close ends the connection with a closing alert, if there is one.
func (l *dtlsLink) close() {
	<-l.ready
	l.stop()
	if l.conn != nil {
		_ = l.conn.Close()
	}
	_ = l.Close()
}

// ReadFrom gives the next datagram from the client.
func (l *dtlsLink) ReadFrom(b []byte) (int, net.Addr, error) {
	select {
	case <-l.read.done():
		return 0, nil, os.ErrDeadlineExceeded
	default:
	}
	select {
	case d := <-l.in:
		return copy(b, d), l.RemoteAddr(), nil
	case <-l.read.done():
		return 0, nil, os.ErrDeadlineExceeded
	case <-l.closed:
		return 0, nil, net.ErrClosed
	}
}

// WriteTo hands a datagram to the loop.
func (l *dtlsLink) WriteTo(b []byte, _ net.Addr) (int, error) {
	d := append([]byte(nil), b...)
	p := l.peer
	p.engine.Post(func(units.Instant) { p.sendDTLS(d) })
	return len(b), nil
}

// Close ends waiting reads.
func (l *dtlsLink) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

// linkAddr is the address of a link: the path below it changes.
type linkAddr struct{}

func (linkAddr) Network() string { return "dtls" }
func (linkAddr) String() string  { return "peer" }

// LocalAddr is a constant: the path below changes.
func (l *dtlsLink) LocalAddr() net.Addr { return linkAddr{} }

// RemoteAddr is a constant, too.
func (l *dtlsLink) RemoteAddr() net.Addr { return linkAddr{} }

// SetDeadline sets the read deadline; writes do not wait.
func (l *dtlsLink) SetDeadline(t time.Time) error { return l.SetReadDeadline(t) }

// SetReadDeadline sets when ReadFrom gives up.
func (l *dtlsLink) SetReadDeadline(t time.Time) error {
	l.read.set(t)
	return nil
}

// SetWriteDeadline does nothing: writes do not wait.
func (l *dtlsLink) SetWriteDeadline(time.Time) error { return nil }

// deadline is a channel that is closed at a time that can be moved.
type deadline struct {
	mu    sync.Mutex
	ch    chan struct{}
	timer *time.Timer
}

func (d *deadline) done() <-chan struct{} {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.ch == nil {
		d.ch = make(chan struct{})
	}
	return d.ch
}

func (d *deadline) set(t time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.timer != nil && !d.timer.Stop() || d.ch == nil {
		d.ch = make(chan struct{})
	}
	d.timer = nil
	if isClosed(d.ch) {
		d.ch = make(chan struct{})
	}
	if t.IsZero() {
		return
	}
	ch := d.ch
	if left := time.Until(t); left > 0 {
		d.timer = time.AfterFunc(left, func() { close(ch) })
		return
	}
	close(ch)
}

func isClosed(ch chan struct{}) bool {
	select {
	case <-ch:
		return true
	default:
		return false
	}
}
