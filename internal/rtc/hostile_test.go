package rtc

import (
	"crypto/rand"
	"maps"
	"net"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pion/stun/v3"
	"github.com/pion/webrtc/v4"

	"github.com/cumbre-meet/cumbre/internal/sfu"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// publisher is a connected client with a microphone and a camera and one slot of each kind.
func publisher(t testing.TB, e *Engine, tcpOnly bool) (*client, *receiver, *Peer) {
	t.Helper()
	c := newClient(t, tcpOnly)
	c.publish(t)
	c.receive(t, webrtc.RTPCodecTypeAudio, webrtc.RTPCodecTypeVideo)
	r := &receiver{}
	return c, r, c.connect(t, e, r)
}

func TestGCMIsChosen(t *testing.T) {
	e := startEngine(t, nil)
	_, _, p := publisher(t, e, false)
	size := make(chan int, 1)
	e.Post(func(units.Instant) { size <- p.sealer.RTPOverhead() })
	if n := <-size; n != 16 {
		t.Errorf("the tag has %d bytes, GCM's has 16", n)
	}
}

func TestWrongFingerprintIsRefused(t *testing.T) {
	e := startEngine(t, nil)
	c := newClient(t, false)
	c.publish(t)
	offer := c.offer(t, nil)
	at := strings.Index(offer, "sha-256 ") + len("sha-256 ")
	flipped := "00"
	if offer[at:at+2] == flipped {
		flipped = "01"
	}
	offer = strings.ReplaceAll(offer, offer[at:at+95], flipped+offer[at+2:at+95])
	var r receiver
	_, answer, err := e.Connect(offer, ConnectOptions{}, r.attach)
	if err != nil {
		t.Fatal(err)
	}
	c.answer(t, answer)
	eventually(t, "the handshake is refused", func() bool { return r.ended() == 1 })
	if r.isConnected() {
		t.Error("it was connected")
	}
	eventually(t, "it is counted and nothing is left", func() bool {
		s := e.Stats()
		return s.FingerprintsWrong == 1 && s.HandshakesFailed == 1 && s.Peers == 0 && s.Handshakes == 0 && s.Addresses == 0
	})
}

// What strangers send makes no state, and is counted by what it is.
func TestFloodsMakeNoState(t *testing.T) {
	e := startEngine(t, nil)
	c, r, p := publisher(t, e, false)
	flood, err := net.DialUDP("udp4", nil, &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: int(e.Port())})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = flood.Close() }()
	p.mu.Lock()
	ufrag := p.local.Ufrag
	p.mu.Unlock()
	check := func(user, pwd string) []byte {
		m, err := stun.Build(stun.TransactionID, stun.BindingRequest, stun.NewUsername(user+":x"), stun.NewShortTermIntegrity(pwd), stun.Fingerprint)
		if err != nil {
			t.Fatal(err)
		}
		return m.Raw
	}
	junk := make([]byte, 200)
	_, _ = rand.Read(junk)
	with := func(first, second byte) []byte {
		b := append([]byte(nil), junk...)
		b[0], b[1] = first, second
		return b
	}
	before := e.Stats()
	const n = 200
	// In rounds that the socket's buffer holds: what it drops is not counted.
	for range n {
		for _, b := range [][]byte{
			check(ufrag, "wrongwrongwrongwrongwrong"), check("nobody", "x"), with(0, 1), // STUN
			with(22, 254),                   // DTLS
			with(0x80, 96), with(0x80, 200), // RTP, RTCP
			with(70, 0), with(255, 255), // neither
		} {
			if _, err := flood.Write(b); err != nil {
				t.Fatal(err)
			}
		}
	}
	eventually(t, "all is counted", func() bool {
		s := e.Stats()
		return s.ChecksUnauthenticated-before.ChecksUnauthenticated == n &&
			s.ChecksUnknown-before.ChecksUnknown == n &&
			s.STUNMalformed-before.STUNMalformed == n &&
			s.DroppedUnknownAddress-before.DroppedUnknownAddress == 5*n
	})
	own := make(chan int, 1)
	e.Post(func(units.Instant) { own <- len(p.agent.Paths()) - len(e.byAddr) })
	if s := e.Stats(); s.Peers != 1 || <-own != 0 || s.Handshakes != 0 || s.DroppedUnknownProtocol != 0 {
		t.Errorf("there is state: %+v", s)
	}
	c.exchange(t, e, r)
}

// The same from the client's own address, where only authentication protects.
func TestForgedPacketsOfAPeer(t *testing.T) {
	e := startEngine(t, nil)
	_, r, p := publisher(t, e, false)
	path := p.RemoteAddr()
	done := make(chan int, 1)
	e.Post(func(now units.Instant) {
		for i := range 300 {
			b := make([]byte, 100)
			b[0], b[1], b[11] = 0x80, 96, byte(i)
			p.srtp(now, p.agent.Paths()[0], b)
			b[0], b[1] = 0x80, 200
			p.srtp(now, p.agent.Paths()[0], b)
			p.srtp(now, p.agent.Paths()[0], b[:1])
		}
		done <- p.opener.SSRCs()
	})
	if n := <-done; n != 0 {
		t.Errorf("%d SSRCs have state", n)
	}
	eventually(t, "it is counted", func() bool {
		s := e.Stats()
		return s.DroppedNotAuthentic == 600 && s.DroppedMalformed == 300
	})
	if r.packets() != 0 || p.RemoteAddr() != path {
		t.Error("a forged packet was taken")
	}
}

func TestHandshakesAreBounded(t *testing.T) {
	e := startEngine(t, func(c *Config) { c.Limits.Handshakes = 1 })
	busy := make(chan struct{})
	e.Post(func(units.Instant) {
		e.stats.Handshakes = 1
		close(busy)
	})
	<-busy
	c := newClient(t, false)
	c.publish(t)
	var r receiver
	_, answer, err := e.Connect(c.offer(t, nil), ConnectOptions{}, r.attach)
	if err != nil {
		t.Fatal(err)
	}
	c.answer(t, answer)
	eventually(t, "one is refused", func() bool { return e.Stats().HandshakesRefused > 0 })
	e.Post(func(units.Instant) { e.stats.Handshakes = 0 })
	eventually(t, "the retransmission is taken", r.isConnected)
}

func TestPeersAreBounded(t *testing.T) {
	e := startEngine(t, func(c *Config) { c.Limits.Peers = 1 })
	c := newClient(t, false)
	c.publish(t)
	offer := c.offer(t, nil)
	var r receiver
	p, _, err := e.Connect(offer, ConnectOptions{}, r.attach)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := e.Connect(offer, ConnectOptions{}, r.attach); code(err) != "media-full" {
		t.Errorf("the second: %v", err)
	}
	p.Close()
	eventually(t, "the place is free", func() bool {
		p, _, err := e.Connect(offer, ConnectOptions{}, r.attach)
		if err == nil {
			p.Close()
		}
		return err == nil
	})
}

// A peer that never comes is given up; so is one that falls silent, in two steps.
func TestTimeouts(t *testing.T) {
	limits := Limits{ConnectTimeout: 50 * time.Millisecond, ConsentTimeout: 1500 * time.Millisecond, GoneTimeout: 3 * time.Second}
	e := startEngine(t, func(c *Config) { c.Limits = limits })
	absent := newClient(t, false)
	absent.publish(t)
	var never receiver
	if _, _, err := e.Connect(absent.offer(t, nil), ConnectOptions{}, never.attach); err != nil {
		t.Fatal(err)
	}
	_, r, _ := publisher(t, e, false)
	eventually(t, "the absent one is given up", func() bool { return never.ended() == 1 })
	// The client's network is gone: the server hears nothing any more, not even a closing alert.
	e.Post(func(units.Instant) {
		clear(e.byUfrag)
		clear(e.byAddr)
	})
	eventually(t, "consent is lost first", func() bool { return e.Stats().ConsentLost == 1 })
	if r.ended() != 0 {
		t.Error("it was given up at once")
	}
	e.Post(func(units.Instant) { r.transport.SendRTP(make([]byte, 12), nil) })
	eventually(t, "nothing is sent without consent", func() bool { return e.Stats().DroppedNotReady == 1 })
	eventually(t, "then the peer", func() bool { return r.ended() == 1 })
	eventually(t, "both are counted", func() bool { return e.Stats().PeersTimedOut == 2 })
}

// A client that falls silent is missed before its consent ends, and found again.
func TestSilenceIsTold(t *testing.T) {
	e := startEngine(t, func(c *Config) { c.Limits = Limits{SilenceTimeout: 100 * time.Millisecond} })
	_, r, _ := publisher(t, e, false)
	var byUfrag map[string]*Peer
	var byAddr map[netip.AddrPort]*Peer
	e.Post(func(units.Instant) { // the client's network is gone
		byUfrag, byAddr = maps.Clone(e.byUfrag), maps.Clone(e.byAddr)
		clear(e.byUfrag)
		clear(e.byAddr)
	})
	quieted := func() []string {
		r.mu.Lock()
		defer r.mu.Unlock()
		return slices.Clone(r.quieted)
	}
	eventually(t, "it is missed", func() bool { return len(quieted())%2 == 1 })
	missed := len(quieted())
	e.Post(func(units.Instant) { // and there again
		maps.Copy(e.byUfrag, byUfrag)
		maps.Copy(e.byAddr, byAddr)
	})
	eventually(t, "it is found again", func() bool { return len(quieted()) > missed })
	for i, got := range quieted() {
		if want := []string{"silent", "heard"}[i%2]; got != want || r.ended() != 0 {
			t.Errorf("%d: %s", i, got)
		}
	}
}

func TestTCPFirstFrame(t *testing.T) {
	e := startEngine(t, func(c *Config) { c.Limits.TCPConnections = 1 })
	dial := func() net.Conn {
		c, err := net.Dial("tcp4", net.JoinHostPort("127.0.0.1", itoa(e.Port())))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = c.Close() })
		_ = c.SetReadDeadline(time.Now().Add(patience))
		return c
	}
	first := dial()
	eventually(t, "it is accepted", func() bool { return e.Stats().TCPConnections == 1 })
	if _, err := dial().Read(make([]byte, 1)); err == nil {
		t.Error("one more than the bound was served")
	}
	for _, frame := range [][]byte{{0, 3, 'G', 'E', 'T'}, {0xff, 0xff, 1}} {
		if _, err := first.Write(frame); err != nil {
			t.Fatal(err)
		}
		if n, err := first.Read(make([]byte, 1)); err == nil {
			t.Errorf("%d bytes for a frame that is no check", n)
		}
		eventually(t, "it is gone", func() bool { return e.Stats().TCPConnections == 0 && e.tcpCount.Load() == 0 })
		first = dial()
		eventually(t, "the next is accepted", func() bool { return e.Stats().TCPConnections == 1 })
	}
	eventually(t, "all is counted", func() bool {
		s := e.Stats()
		return s.TCPFirstFrameRefused == 2 && s.TCPFramesMalformed == 1 && s.TCPRefused > 0
	})
}

// A client that does not read its TCP connection loses packets; the loop goes on.
func TestTCPBacklogIsBounded(t *testing.T) {
	e := startEngine(t, func(c *Config) { c.Limits.TCPQueue = 20_000 })
	_, r, p := publisher(t, e, true)
	l := r.line(t, sfu.StagePicture)
	e.Post(func(units.Instant) {
		h := []byte{0x80, l.Codecs[0].PayloadType, 0, 0, 0, 0, 0, 0, byte(l.SSRC >> 24), byte(l.SSRC >> 16), byte(l.SSRC >> 8), byte(l.SSRC)}
		for i := range 200 {
			h[3] = byte(i)
			p.SendRTP(h, make([]byte, 1000))
		}
	})
	eventually(t, "packets are dropped", func() bool { return e.Stats().DroppedTCPBacklog > 150 })
	if r.ended() != 0 {
		t.Error("the peer is gone")
	}
}
