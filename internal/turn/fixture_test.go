package turn

import (
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"sync"
	"testing"
	"time"

	"github.com/pion/turn/v5"
)

const patience = 10 * time.Second

// eventually polls until ok is true.
func eventually(t testing.TB, what string, ok func() bool) {
	t.Helper()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	deadline := time.Now().Add(patience)
	for !ok() {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain: %s", what)
		}
		<-tick.C
	}
}

var (
	mediaAddress  = netip.MustParseAddrPort("203.0.113.7:8443")
	mediaAddress6 = netip.MustParseAddrPort("[2001:db8::7]:8443")
)

// echo is a media engine that sends everything back from where it was sent to.
type echo struct {
	mu     sync.Mutex
	relays int // open now
	got    []string
	silent bool
}

func (m *echo) Addresses() []netip.AddrPort { return []netip.AddrPort{mediaAddress, mediaAddress6} }

func (m *echo) Relay(netip.AddrPort) Relay {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.relays++
	return &echoRelay{media: m, queue: make(chan datagram, 100), done: make(chan struct{})}
}

func (m *echo) open() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.relays
}

func (m *echo) received() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return append([]string(nil), m.got...)
}

type datagram struct {
	at netip.AddrPort
	b  []byte
}

type echoRelay struct {
	media *echo
	queue chan datagram
	done  chan struct{}
	once  sync.Once
}

func (r *echoRelay) Send(to netip.AddrPort, b []byte) bool {
	r.media.mu.Lock()
	r.media.got = append(r.media.got, fmt.Sprintf("%v %s", to, b))
	silent := r.media.silent
	r.media.mu.Unlock()
	if silent {
		return true
	}
	select {
	case r.queue <- datagram{to, append([]byte(nil), b...)}:
		return true
	default:
		return false
	}
}

func (r *echoRelay) Receive(b []byte) (int, netip.AddrPort, error) {
	select {
	case d := <-r.queue:
		return copy(b, d.b), d.at, nil
	case <-r.done:
		return 0, netip.AddrPort{}, net.ErrClosed
	}
}

func (r *echoRelay) Close() {
	r.once.Do(func() {
		close(r.done)
		r.media.mu.Lock()
		r.media.relays--
		r.media.mu.Unlock()
	})
}

// fixture is a server with a UDP and a TCP port on loopback.
type fixture struct {
	*Server
	media *echo
	udp   net.Addr
	tcp   net.Addr
}

func start(t testing.TB, change func(*Config)) *fixture {
	t.Helper()
	udp, err := net.ListenPacket("udp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	media := &echo{}
	cfg := Config{Media: media, Secret: NewSecret(), UDP: []net.PacketConn{udp}, Log: slog.New(slog.DiscardHandler)}
	if change != nil {
		change(&cfg)
	}
	s, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	door := s.Open(listener, DoorOptions{})
	t.Cleanup(func() {
		_ = door.Close()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		eventually(t, "nothing is left", func() bool {
			stats := s.Stats()
			return stats.Allocations == 0 && stats.Connections == 0 && media.open() == 0
		})
	})
	return &fixture{Server: s, media: media, udp: udp.LocalAddr(), tcp: listener.Addr()}
}

// client is pion's TURN client with its own socket or connection; conn may be nil: UDP.
func (f *fixture) client(t testing.TB, conn net.PacketConn, username, password string) *turn.Client {
	t.Helper()
	server := f.udp.String()
	if conn == nil {
		var err error
		if conn, err = net.ListenPacket("udp4", "127.0.0.1:0"); err != nil {
			t.Fatal(err)
		}
	} else if _, udp := conn.(udpOf); !udp {
		server = f.tcp.String()
	}
	c, err := turn.NewClient(&turn.ClientConfig{
		TURNServerAddr: server, STUNServerAddr: server, Conn: conn, Username: username, Password: password, Realm: realm,
		LoggerFactory: silent{}, RTO: 200 * time.Millisecond,
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Listen(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close(); _ = conn.Close() })
	return c
}

// dial is a connection to the TCP port, as the client wants it.
func (f *fixture) dial(t testing.TB) net.PacketConn {
	t.Helper()
	conn, err := net.Dial("tcp4", f.tcp.String())
	if err != nil {
		t.Fatal(err)
	}
	return turn.NewSTUNConn(conn)
}

// exchange sends a datagram to the media port and gets it back.
func exchange(t testing.TB, relay net.PacketConn, to netip.AddrPort, text string) {
	t.Helper()
	if _, err := relay.WriteTo([]byte(text), net.UDPAddrFromAddrPort(to)); err != nil {
		t.Fatal(err)
	}
	_ = relay.SetReadDeadline(time.Now().Add(patience))
	b := make([]byte, 2000)
	n, from, err := relay.ReadFrom(b)
	if err != nil || string(b[:n]) != text || from.String() != to.String() {
		t.Fatalf("%q from %v, %v", b[:n], from, err)
	}
}
