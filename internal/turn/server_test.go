package turn

import (
	"bytes"
	"crypto/rand"
	"errors"
	"net"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestRelaysToTheMediaPort(t *testing.T) {
	f := start(t, nil)
	for _, transport := range []string{"udp", "tcp"} {
		t.Run(transport, func(t *testing.T) {
			var conn net.PacketConn
			if transport == "tcp" {
				conn = f.dial(t)
			}
			user, pass := f.Credentials("s1" + transport)
			relay, err := f.client(t, conn, user, pass).Allocate()
			if err != nil {
				t.Fatal(err)
			}
			if got, _ := addrPort(relay.LocalAddr()); got.Addr() != mediaAddress.Addr() || got.Port() < firstRelayedPort {
				t.Errorf("relayed address %v", got)
			}
			for range 5 { // first by indications, then by a channel
				exchange(t, relay, mediaAddress, "hello "+transport)
			}
			if err := relay.Close(); err != nil {
				t.Fatal(err)
			}
			eventually(t, "the allocation is gone", func() bool { return f.Stats().Allocations == 0 && f.media.open() == 0 })
		})
	}
	if s := f.Stats(); s.AllocationsMade != 2 || s.PacketsIn != 10 || s.PacketsOut != 10 || s.CredentialsWrong != 0 {
		t.Errorf("%+v", s)
	}
}

// Whoever has credentials reaches the media port, and nothing else: no other host, and no other port of ours.
func TestRelaysToNothingElse(t *testing.T) {
	f := start(t, nil)
	user, pass := f.Credentials("s")
	relay, err := f.client(t, nil, user, pass).Allocate()
	if err != nil {
		t.Fatal(err)
	}
	for i, host := range []string{"198.51.100.1:8443", "127.0.0.1:8443", "169.254.169.254:80", "10.0.0.1:22"} {
		_, err := relay.WriteTo([]byte("x"), net.UDPAddrFromAddrPort(netip.MustParseAddrPort(host)))
		if err == nil || !strings.Contains(err.Error(), "403") {
			t.Errorf("%s: %v", host, err)
		}
		if got := f.Stats().PeersRefused; got != uint64(i+1) {
			t.Errorf("%d refusals are counted after %d", got, i+1)
		}
	}
	exchange(t, relay, mediaAddress, "first")
	// The address has its permission now; another port of it is reached no more for that.
	_, _ = relay.WriteTo([]byte("to another port"), net.UDPAddrFromAddrPort(netip.AddrPortFrom(mediaAddress.Addr(), 22)))
	eventually(t, "it is counted", func() bool { return f.Stats().DroppedElsewhere == 1 })
	if got := f.media.received(); len(got) != 1 || got[0] != mediaAddress.String()+" first" {
		t.Errorf("the media engine got %q", got)
	}
	// pion's client binds a channel for it a moment later: the allocation ends.
	eventually(t, "the allocation has ended", func() bool { return f.Stats().AllocationsMisused == 1 && f.Stats().Allocations == 0 })
}

func TestCredentialsThatAreNotGood(t *testing.T) {
	now := time.Now()
	f := start(t, func(c *Config) { c.Now = func() time.Time { return now } })
	user, pass := f.Credentials("s")
	oldUser, oldPass := f.secret.Issue("s", now.Add(-CredentialLife))
	for name, tc := range map[string]struct {
		user, pass string
		counter    func(Stats) uint64
	}{
		"wrong password":      {user, "x" + pass, func(s Stats) uint64 { return s.CredentialsWrong }},
		"another's password":  {"9999999999:t", pass, func(s Stats) uint64 { return s.CredentialsWrong }},
		"expired":             {oldUser, oldPass, func(s Stats) uint64 { return s.CredentialsExpired }},
		"no time":             {"s", pass, func(s Stats) uint64 { return s.CredentialsForeign }},
		"no session":          {"9999999999:", pass, func(s Stats) uint64 { return s.CredentialsForeign }},
		"of another server's": {user, NewSecret().password(user), func(s Stats) uint64 { return s.CredentialsWrong }},
	} {
		t.Run(name, func(t *testing.T) {
			before := tc.counter(f.Stats())
			if _, err := f.client(t, nil, tc.user, tc.pass).Allocate(); err == nil {
				t.Error("it has an allocation")
			}
			if tc.counter(f.Stats()) == before {
				t.Error("not counted")
			}
		})
	}
	if s := f.Stats(); s.Allocations != 0 || s.AllocationsMade != 0 || f.media.open() != 0 {
		t.Errorf("%+v", s)
	}
}

// A session that wants a thousand allocations has its last ones, and others are not affected.
func TestAThousandAllocations(t *testing.T) {
	f := start(t, nil)
	user, pass := f.Credentials("other")
	other, err := f.client(t, nil, user, pass).Allocate()
	if err != nil {
		t.Fatal(err)
	}
	user, pass = f.Credentials("greedy")
	const n = 1000
	made, limited := 0, 0
	for range n {
		conn, err := net.ListenPacket("udp4", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		c := f.client(t, conn0(conn), user, pass)
		if f.Stats().StrangersLimited > 0 {
			limited++
			break // the rest of them would only wait for answers that do not come
		}
		if _, err := c.Allocate(); err == nil {
			made++
		}
		if s := f.Stats(); s.Allocations > 1+f.limits.PerSession {
			t.Fatalf("%d allocations at once", s.Allocations)
		}
	}
	s := f.Stats()
	t.Logf("%d were made, %d are held, %d evicted, %d requests limited", made, s.Allocations, s.AllocationsEvicted, s.StrangersLimited)
	if made < 100 || made > int(gateRate.burst)/2+100 || limited == 0 {
		t.Errorf("%d were made before the address was limited", made)
	}
	if int(s.AllocationsEvicted) != made-f.limits.PerSession || f.media.open() != 1+f.limits.PerSession {
		t.Errorf("%+v, %d relays", s, f.media.open())
	}
	exchange(t, other, mediaAddress, "still here")
}

// conn0 hides that a socket is one of ours: client() takes it as given.
func conn0(c net.PacketConn) net.PacketConn { return udpOf{c} }

type udpOf struct{ net.PacketConn }

func TestAllAllocationsInUse(t *testing.T) {
	f := start(t, func(c *Config) { c.Limits.Allocations = 3 })
	var relays []net.PacketConn
	for i := range 4 {
		user, pass := f.Credentials(string(rune('a' + i)))
		relay, err := f.client(t, nil, user, pass).Allocate()
		if i < 3 && err != nil || i == 3 && (err == nil || !strings.Contains(err.Error(), "508")) {
			t.Fatalf("%d: %v", i, err)
		}
		relays = append(relays, relay)
	}
	if s := f.Stats(); s.AllocationsRefused != 1 || s.Allocations != 3 || f.media.open() != 3 {
		t.Errorf("%+v", s)
	}
	exchange(t, relays[0], mediaAddress, "the first has its own still")
}

// What strangers send by UDP is dropped without an answer or a trace, but for requests, and those up to a rate.
func TestFloodByUDP(t *testing.T) {
	f := start(t, nil)
	user, pass := f.Credentials("s")
	relay, err := f.client(t, nil, user, pass).Allocate()
	if err != nil {
		t.Fatal(err)
	}
	flood, err := net.Dial("udp4", f.udp.String())
	if err != nil {
		t.Fatal(err)
	}
	defer flood.Close()
	junk := make([]byte, 500)
	_, _ = rand.Read(junk)
	channel := append([]byte{0x40, 0x00, 0x00, 0x04}, "data"...)
	refresh := request(0x0004)
	connect := request(0x000a)
	const rounds = 200
	for i := range rounds {
		for _, b := range [][]byte{junk, channel, refresh, connect, {}, {0}} {
			_, _ = flood.Write(b)
		}
		want := uint64(6 * (i + 1))
		eventually(t, "a round is counted", func() bool { return f.Stats().StrangersDropped == want })
	}
	// Requests are answered until the address has had its share.
	sent, answered := uint64(0), 0
	b := make([]byte, 2000)
	for f.Stats().StrangersLimited < 100 && sent < 10_000 {
		_, _ = flood.Write(request(allocateRequest))
		sent++
		_ = flood.SetReadDeadline(time.Now().Add(5 * time.Millisecond))
		if n, err := flood.Read(b); err == nil && bytes.Equal(b[8:20], request(allocateRequest)[8:20]) && n > 20 {
			answered++
		}
	}
	t.Logf("%d of %d requests were answered", answered, sent)
	if answered > int(gateRate.burst)+100 || answered < 100 {
		t.Errorf("%d of %d requests were answered", answered, sent)
	}
	if s := f.Stats(); s.Allocations != 1 || len(f.gate.buckets) != 1 {
		t.Errorf("there is state: %+v", s)
	}
	exchange(t, relay, mediaAddress, "felt by nobody")
}

// request is a STUN request without attributes.
func request(kind uint16) []byte {
	b := make([]byte, stunHeader)
	b[0], b[1] = byte(kind>>8), byte(kind)
	copy(b[4:], []byte{0x21, 0x12, 0xA4, 0x42})
	return b
}

// A connection that does not come to an allocation ends by what it sends, or by the time that it takes.
func TestConnectionsThatDoNotSettle(t *testing.T) {
	f := start(t, func(c *Config) { c.Limits.Unsettled = 300 * time.Millisecond; c.Limits.Connections = 3 })
	open := func() net.Conn {
		conn, err := net.Dial("tcp4", f.tcp.String())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = conn.Close() })
		_ = conn.SetDeadline(time.Now().Add(patience))
		return conn
	}
	ended := func(conn net.Conn) {
		t.Helper()
		b := make([]byte, 1000)
		for {
			if _, err := conn.Read(b); err != nil {
				if timedOut(err) {
					t.Error("it was not closed")
				}
				return
			}
		}
	}
	t.Run("garbage", func(t *testing.T) {
		conn := open()
		_, _ = conn.Write(append([]byte{0}, bytes.Repeat([]byte("garbage"), 20)...))
		ended(conn)
		eventually(t, "it is counted", func() bool { return f.Stats().ConnectionsUnsettled == 1 })
	})
	t.Run("too much", func(t *testing.T) {
		f := start(t, nil) // which gives the time for it
		conn, err := net.Dial("tcp4", f.tcp.String())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		_ = conn.SetDeadline(time.Now().Add(f.limits.Unsettled / 2))
		for range 2 * unsettledBytes / stunHeader {
			if _, err := conn.Write(request(allocateRequest)); err != nil {
				break
			}
		}
		ended(conn)
		eventually(t, "it is counted", func() bool { return f.Stats().ConnectionsUnsettled == 1 })
	})
	t.Run("HTTP", func(t *testing.T) {
		conn := open()
		_, _ = conn.Write([]byte("GET / HTTP/1.1\r\n\r\n"))
		ended(conn)
		eventually(t, "it is counted", func() bool { return f.Stats().NotTURN == 1 })
	})
	t.Run("too many, and silence", func(t *testing.T) {
		var conns []net.Conn
		for range 3 {
			conn := open()
			_, _ = conn.Write(request(allocateRequest))
			conns = append(conns, conn)
		}
		eventually(t, "three are served", func() bool { return f.Stats().Connections == 3 })
		fourth := open()
		_, _ = fourth.Write(request(allocateRequest))
		ended(fourth)
		eventually(t, "it is counted", func() bool { return f.Stats().ConnectionsRefused == 1 })
		for _, conn := range conns {
			ended(conn)
		}
	})
	if s := f.Stats(); s.Allocations != 0 || s.AllocationsMade != 0 {
		t.Errorf("%+v", s)
	}
	user, pass := f.Credentials("s")
	relay, err := f.client(t, f.dial(t), user, pass).Allocate()
	if err != nil {
		t.Fatal(err)
	}
	for began := time.Now(); time.Since(began) < 2*f.limits.Unsettled; { // longer than a stranger has
		exchange(t, relay, mediaAddress, "settled")
	}
}

// A client that sends 100 Mbit/s is held to its rate, by UDP and by TCP, and another is not affected.
func TestOneWhoSendsTooMuch(t *testing.T) {
	f := start(t, nil)
	f.media.silent = true
	user, pass := f.Credentials("flood")
	relay, err := f.client(t, nil, user, pass).Allocate()
	if err != nil {
		t.Fatal(err)
	}
	b := make([]byte, 1200)
	to := net.UDPAddrFromAddrPort(mediaAddress)
	for began := time.Now(); f.Stats().DroppedRate < 100; {
		if _, err := relay.WriteTo(b, to); err != nil {
			t.Fatal(err)
		}
		if time.Since(began) > patience {
			t.Fatalf("%+v", f.Stats())
		}
	}
	f.media.mu.Lock()
	f.media.silent = false
	f.media.mu.Unlock()
	user, pass = f.Credentials("other")
	other, err := f.client(t, nil, user, pass).Allocate()
	if err != nil {
		t.Fatal(err)
	}
	exchange(t, other, mediaAddress, "as if nothing were")
}

func TestTCPAllocationsAndPortsThatAreAskedForAreRefused(t *testing.T) {
	f := start(t, nil)
	g := generator{f.Server}
	if _, _, err := g.AllocateListener(allocateFor("s", "tcp4", 0)); err == nil {
		t.Error("a listener")
	}
	for _, cfg := range []struct {
		user, network string
		port          int
	}{{"", "udp4", 0}, {"s", "udp4", 50000}} {
		if _, _, err := g.AllocatePacketConn(allocateFor(cfg.user, cfg.network, cfg.port)); err == nil {
			t.Errorf("%+v was allocated", cfg)
		}
	}
	conn, address, err := g.AllocatePacketConn(allocateFor("s", "udp6", 0))
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := addrPort(address); got.Addr() != mediaAddress6.Addr() {
		t.Errorf("an IPv6 allocation has %v", address)
	}
	_ = conn.Close()
	if _, _, err := conn.ReadFrom(nil); err == nil {
		t.Error("read from a closed one")
	}
}

func TestURLs(t *testing.T) {
	ways := []Way{
		{Hosts: []string{"203.0.113.7", "2001:db8::7"}, Port: 3478, Transport: "udp"},
		{Hosts: []string{"meet.example.org"}, Port: 443, Transport: "tcp", TLS: true},
		{Hosts: []string{"203.0.113.7", "2001:db8::7", "203.0.113.8"}, Port: 3478, Transport: "tcp"},
	}
	want := []string{
		"turn:203.0.113.7:3478?transport=udp", "turns:meet.example.org:443?transport=tcp",
		"turn:203.0.113.7:3478?transport=tcp", "turn:[2001:db8::7]:3478?transport=udp",
	}
	if got := URLs(ways); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	if got := URLs(nil); len(got) != 0 {
		t.Errorf("of nothing: %q", got)
	}
}

func timedOut(err error) bool {
	var e net.Error
	return errors.As(err, &e) && e.Timeout()
}
