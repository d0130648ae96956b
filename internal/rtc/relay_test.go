package rtc

import (
	"bytes"
	"errors"
	"net"
	"net/netip"
	"sync"
	"testing"
	"time"

	pionice "github.com/pion/ice/v4"
	"github.com/pion/stun/v3"
	"github.com/pion/webrtc/v4"

	"github.com/cumbre-meet/cumbre/internal/units"
)

var relayed = netip.MustParseAddrPort("192.0.2.9:50000")

// tunnel is a client's socket all of whose datagrams go through a Relay: what a TURN client is to the ICE agent above it.
type tunnel struct {
	net.PacketConn // an address for the agent; it carries nothing
	relay          *Relay
}

func (c *tunnel) WriteTo(b []byte, to net.Addr) (int, error) {
	if udp, ok := to.(*net.UDPAddr); ok {
		c.relay.Send(udp.AddrPort(), b)
	}
	return len(b), nil
}

func (c *tunnel) ReadFrom(b []byte) (int, net.Addr, error) {
	n, from, err := c.relay.Receive(b)
	return n, net.UDPAddrFromAddrPort(from), err
}

func (c *tunnel) Close() error {
	c.relay.Close()
	return c.PacketConn.Close()
}

// relayedClient is a client with no way to the engine but a Relay.
func relayedClient(t *testing.T, e *Engine) *client {
	t.Helper()
	socket, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	mux := webrtc.NewICEUDPMux(nil, &tunnel{PacketConn: socket, relay: e.Relay(relayed)})
	t.Cleanup(func() { _ = mux.Close() })
	return newClientWith(t, func(s *webrtc.SettingEngine) {
		s.SetICEMulticastDNSMode(pionice.MulticastDNSModeDisabled)
		s.SetIncludeLoopbackCandidate(true)
		s.SetNetworkTypes([]webrtc.NetworkType{webrtc.NetworkTypeUDP4})
		s.SetICEUDPMux(mux)
	})
}

func TestMediaThroughARelay(t *testing.T) {
	e := startEngine(t, nil)
	c := relayedClient(t, e)
	c.publish(t)
	c.receive(t, webrtc.RTPCodecTypeAudio, webrtc.RTPCodecTypeVideo)
	r := &receiver{}
	p := c.connect(t, e, r)
	c.exchange(t, e, r)
	if got := p.RemoteAddr(); got != relayed {
		t.Errorf("the client's address is %v", got)
	}
	eventually(t, "all goes through the relay", func() bool {
		s := e.Stats()
		return s.RelayedFlows == 1 && s.RTPReceived > 0 && s.Addresses == 0 && s.UDP.ReadPackets == 0
	})
	_ = c.Close()
	p.Close()
	eventually(t, "nothing is left", func() bool {
		s := e.Stats()
		return s.Peers == 0 && s.RelayedFlows == 0 && s.PeersConnected == 0
	})
}

// A relay reaches the media port's addresses and nothing else.
func TestRelayReachesOnlyTheMediaPort(t *testing.T) {
	e := startEngine(t, func(c *Config) {
		c.Addresses = []netip.Addr{loopback(), netip.MustParseAddr("2001:db8::1")}
	})
	r := e.Relay(relayed)
	defer r.Close()
	port := e.Port()
	for to, want := range map[netip.AddrPort]Sent{
		netip.AddrPortFrom(loopback(), port):                              SentOn,
		netip.AddrPortFrom(netip.MustParseAddr("::ffff:127.0.0.1"), port): SentOn,
		netip.AddrPortFrom(netip.MustParseAddr("2001:db8::1"), port):      SentOn,
		netip.AddrPortFrom(loopback(), port+1):                            NotOurs,
		netip.AddrPortFrom(netip.MustParseAddr("127.0.0.2"), port):        NotOurs,
		netip.AddrPortFrom(netip.MustParseAddr("198.51.100.1"), port):     NotOurs,
		netip.AddrPortFrom(netip.MustParseAddr("2001:db8::2"), port):      NotOurs,
		netip.AddrPortFrom(netip.MustParseAddr("169.254.169.254"), 80):    NotOurs,
		{}: NotOurs,
	} {
		if got := r.Send(to, []byte("x")); got != want {
			t.Errorf("to %v: %v, want %v", to, got, want)
		}
	}
	if got := r.Send(netip.AddrPortFrom(loopback(), port), make([]byte, 9000)); got != TooMuch {
		t.Errorf("a jumbo: %v", got)
	}
	r.Close()
	if got := r.Send(netip.AddrPortFrom(loopback(), port), []byte("x")); got != RelayOver {
		t.Errorf("after the end: %v", got)
	}
	if _, _, err := r.Receive(make([]byte, 10)); !errors.Is(err, net.ErrClosed) {
		t.Errorf("after the end: %v", err)
	}
}

// A flood through a relay while the loop is busy is bounded in frames, and leaves nothing behind.
func TestFloodThroughARelayIsBounded(t *testing.T) {
	e := startEngine(t, nil)
	r := e.Relay(relayed)
	release, held := make(chan struct{}), make(chan struct{})
	e.Post(func(units.Instant) { close(held); <-release })
	<-held
	to := netip.AddrPortFrom(loopback(), e.Port())
	taken := 0
	for range 10 * relayFrames {
		if r.Send(to, bytes.Repeat([]byte{0xff}, 1200)) == SentOn {
			taken++
		}
	}
	close(release)
	if taken != relayFrames {
		t.Errorf("%d datagrams were taken, the bound is %d", taken, relayFrames)
	}
	eventually(t, "they are counted for what they are", func() bool {
		return e.Stats().STUNMalformed == relayFrames
	})
	r.Close()
	eventually(t, "the flow is gone", func() bool { return e.Stats().RelayedFlows == 0 })
}

// What the client does not fetch is bounded, and one relay does not wait for another.
func TestRelayQueueIsBounded(t *testing.T) {
	e := startEngine(t, func(c *Config) { c.Limits.TCPQueue = 4000 })
	r := e.Relay(relayed)
	defer r.Close()
	flow := r.flow(0)
	queued := 0
	for range 100 {
		if flow.send(make([]byte, 1000)) {
			queued++
		}
	}
	if queued != 3 {
		t.Errorf("%d datagrams of 1000 bytes are queued in 4000", queued)
	}
	flow.kick()
	b := make([]byte, 2000)
	for range queued {
		n, from, err := r.Receive(b)
		if n != 1000 || from != netip.AddrPortFrom(loopback(), e.Port()) || err != nil {
			t.Fatal(n, from, err)
		}
	}
	if !flow.send(make([]byte, 1000)) {
		t.Error("no room after the queue was emptied")
	}
}

// An answer leaves from the address that was asked, and so does the question: clients take none from another.
func TestRelayAnswersFromTheAddressThatWasAsked(t *testing.T) {
	second := netip.MustParseAddr("198.51.100.7")
	e := startEngine(t, func(c *Config) { c.Addresses = []netip.Addr{loopback(), second} })
	_, _, p := publisher(t, e, false)
	p.mu.Lock()
	local := p.local
	p.mu.Unlock()
	check, err := stun.Build(stun.TransactionID, stun.BindingRequest, stun.NewUsername(local.Ufrag+":x"),
		stun.NewShortTermIntegrity(local.Pwd), stun.Fingerprint)
	if err != nil {
		t.Fatal(err)
	}
	r := e.Relay(relayed)
	var once sync.Once
	timer := time.AfterFunc(patience, func() { once.Do(r.Close) })
	defer timer.Stop()
	defer once.Do(r.Close)
	kinds := []stun.MessageType{stun.BindingSuccess, stun.BindingRequest}
	for _, to := range []netip.AddrPort{netip.AddrPortFrom(second, e.Port()), netip.AddrPortFrom(loopback(), e.Port())} {
		if got := r.Send(to, check.Raw); got != SentOn {
			t.Fatal(got)
		}
		for _, kind := range kinds {
			b := make([]byte, 2000)
			n, from, err := r.Receive(b)
			if err != nil || from != to {
				t.Fatalf("asked %v, %v is from %v, %v", to, kind, from, err)
			}
			m := &stun.Message{Raw: b[:n]}
			var mapped stun.XORMappedAddress
			if err := m.Decode(); err != nil || m.Type != kind || kind == stun.BindingSuccess && (mapped.GetFrom(m) != nil || mapped.Port != int(relayed.Port())) {
				t.Errorf("%v: %v (%v), %v", kind, m, mapped, err)
			}
		}
		kinds = kinds[:1] // this path has been asked about already
	}
}
