package udp

import (
	"errors"
	"net"
	"net/netip"
	"runtime"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func listen(t testing.TB, addr string, mode SendMode) *Socket {
	t.Helper()
	var a netip.Addr
	if addr != "" {
		a = netip.MustParseAddr(addr)
	}
	s, err := Listen(a, 0, mode)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// peer is a plain socket on loopback.
func peer(t testing.TB, network string) (*net.UDPConn, netip.AddrPort) {
	t.Helper()
	ip := net.IPv4(127, 0, 0, 1)
	if network == "udp6" {
		ip = net.IPv6loopback
	}
	c, err := net.ListenUDP(network, &net.UDPAddr{IP: ip})
	if err != nil {
		t.Skipf("no %s here: %v", network, err)
	}
	t.Cleanup(func() { _ = c.Close() })
	_ = c.SetReadBuffer(4 << 20)
	a, ok := c.LocalAddr().(*net.UDPAddr)
	if !ok {
		t.Fatal("no UDP address")
	}
	return c, netip.AddrPortFrom(a.AddrPort().Addr().Unmap(), uint16(a.Port))
}

func modes() []SendMode {
	all := []SendMode{Auto, Single, MMsg, GSO}
	if s, err := Listen(netip.Addr{}, 0, GSO); err != nil {
		all = all[:2]
	} else {
		_ = s.Close()
	}
	return all
}

// Packets of sizes that make, break and end runs reach two receivers whole and in order, in every mode.
func TestModesDeliverTheSame(t *testing.T) {
	sizes := []int{
		1200, 1200, 1200, 700, 1200, 1200, 1201, 1201, 1201, 60, 60, 1200, 1, 1200, 1200, 0, 3,
	}
	for range 150 {
		sizes = append(sizes, 1000)
	}
	for _, mode := range modes() {
		for _, addr := range []string{"", "127.0.0.1"} {
			t.Run(string(mode)+" on "+addr, func(t *testing.T) {
				s := listen(t, addr, mode)
				a, addrA := peer(t, "udp4")
				b, addrB := peer(t, "udp4")
				packets, want := makePackets(sizes)
				dA := s.Destination(addrA, netip.AddrFrom4([4]byte{127, 0, 0, 1}))
				s.Send(Run{To: &dA, Pieces: pieces(packets)})
				dB := s.Destination(addrB, netip.AddrFrom4([4]byte{127, 0, 0, 1}))
				s.Send(Run{To: &dB, Pieces: joined(packets)})
				s.Flush()
				for _, c := range []*net.UDPConn{a, b} {
					if d := cmp.Diff(want, receiveAll(t, c, len(want))); d != "" {
						t.Error(d)
					}
				}
				st := s.Stats()
				if st.SentPackets != uint64(2*len(want)) || st.DroppedErrors+st.DroppedNoRoom+st.GSORefused > 0 {
					t.Errorf("%+v", *st)
				}
				if s.Mode() == GSO && st.SentMessages > 40 {
					t.Errorf("%d messages: runs were not made", st.SentMessages)
				}
			})
		}
	}
}

// pieces makes each packet a piece, as packets that are apart in memory are.
func pieces(packets [][]byte) (out []Piece) {
	for _, p := range packets {
		out = append(out, Piece{p, max(len(p), 1)})
	}
	return out
}

// joined makes pieces of what is a run, as packets that lie one behind the other are.
func joined(packets [][]byte) (out []Piece) {
	for _, b := range packets {
		if n := len(out); n > 0 && len(b) > 0 && len(b) <= out[n-1].Segment && len(out[n-1].Data)%out[n-1].Segment == 0 {
			out[n-1].Data = append(out[n-1].Data, b...)
			continue
		}
		out = append(out, Piece{append([]byte(nil), b...), max(len(b), 1)})
	}
	return out
}

// makePackets numbers each packet in its first byte and fills it with that; empty packets are not sent.
func makePackets(sizes []int) (packets [][]byte, want []int) {
	for i, n := range sizes {
		p := make([]byte, n)
		for j := range p {
			p[j] = byte(i)
		}
		packets = append(packets, p)
		if n > 0 {
			want = append(want, n<<8|i&0xff)
		}
	}
	return packets, want
}

func receiveAll(t *testing.T, c *net.UDPConn, n int) (got []int) {
	t.Helper()
	_ = c.SetReadDeadline(time.Now().Add(5 * time.Second))
	var b [MaxPacket]byte
	for range n {
		m, err := c.Read(b[:])
		if err != nil {
			t.Fatalf("after %d packets: %v", len(got), err)
		}
		if b[0] != b[m-1] {
			t.Fatal("a packet is mixed up")
		}
		got = append(got, m<<8|int(b[0]))
	}
	return got
}

// A socket for all addresses reads both families, says IPv4 addresses as such, and answers from the address that was
// written to.
func TestDualStack(t *testing.T) {
	s := listen(t, "", Auto)
	for _, network := range []string{"udp4", "udp6"} {
		c, addr := peer(t, network)
		host := "127.0.0.2"
		if network == "udp6" {
			host = "::1"
		}
		server := netip.AddrPortFrom(netip.MustParseAddr(host), s.Port())
		if _, err := c.WriteToUDPAddrPort([]byte("ping"), server); err != nil {
			t.Fatal(err)
		}
		s.SetDeadline(time.Now().Add(5 * time.Second))
		packets, err := s.Read()
		if err != nil || len(packets) != 1 {
			t.Fatalf("%d packets, %v", len(packets), err)
		}
		p := packets[0]
		if p.From != addr || p.From.Addr().Is4In6() || string(p.Data) != "ping" {
			t.Errorf("%s: from %v, want %v", network, p.From, addr)
		}
		if p.To.IsValid() && p.To != server.Addr() {
			t.Errorf("%s: to %v, want %v", network, p.To, server.Addr())
		}
		d := s.Destination(p.From, p.To)
		s.Send(Run{To: &d, Pieces: pieces([][]byte{[]byte("pong")})})
		s.Flush()
		var b [16]byte
		_ = c.SetReadDeadline(time.Now().Add(5 * time.Second))
		n, from, err := c.ReadFromUDPAddrPort(b[:])
		if err != nil || string(b[:n]) != "pong" {
			t.Fatalf("%q, %v", b[:n], err)
		}
		if p.To.IsValid() && from.Addr().Unmap() != server.Addr() {
			t.Errorf("%s: the answer came from %v, want %v", network, from, server)
		}
	}
}

// Read waits until its deadline, and no longer than until a datagram comes.
func TestReadWaits(t *testing.T) {
	s := listen(t, "127.0.0.1", Auto)
	const wait = 20 * time.Millisecond
	began := time.Now()
	s.SetDeadline(began.Add(wait))
	if p, err := s.Read(); len(p) > 0 || !errors.Is(err, ErrTimeout) || time.Since(began) < wait {
		t.Errorf("%d packets, %v, after %v", len(p), err, time.Since(began))
	}
	c, _ := peer(t, "udp4")
	s.SetDeadline(time.Now().Add(time.Minute))
	go func() {
		_, _ = c.WriteToUDP([]byte("x"), &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: int(s.Port())})
	}()
	if p, err := s.Read(); len(p) != 1 || err != nil {
		t.Errorf("%d packets, %v", len(p), err)
	}
}

// emptied is a socket from which all was read, with a minute's deadline, and what sends a datagram to it.
func emptied(t *testing.T) (s *Socket, send func()) {
	t.Helper()
	s = listen(t, "127.0.0.1", Auto)
	c, _ := peer(t, "udp4")
	to := &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: int(s.Port())}
	send = func() {
		t.Helper()
		if _, err := c.WriteToUDP([]byte("x"), to); err != nil {
			t.Fatal(err)
		}
	}
	s.SetDeadline(time.Now().Add(time.Minute))
	send()
	if p, err := s.Read(); len(p) != 1 || err != nil {
		t.Fatalf("%d packets, %v", len(p), err)
	}
	return s, send
}

// Datagrams that gather are read together, whatever the deadline and the runtime's signals; Wake ends that.
func TestGather(t *testing.T) {
	s, send := emptied(t)
	const gather = 20 * time.Millisecond
	began := time.Now()
	send()
	send()
	s.Gather(gather)
	if p, err := s.Read(); len(p) != 2 || err != nil || time.Since(began) < gather {
		t.Errorf("%d packets, %v, after %v", len(p), err, time.Since(began))
	}
	began = time.Now()
	s.SetDeadline(began)
	send()
	s.Gather(gather)
	if p, err := s.Read(); len(p) != 1 || err != nil || time.Since(began) < gather {
		t.Errorf("behind the deadline: %d packets, %v, after %v", len(p), err, time.Since(began))
	}
	s.Gather(gather)
	if p, err := s.Read(); !errors.Is(err, ErrTimeout) {
		t.Errorf("nothing came: %d packets, %v", len(p), err)
	}
	s.Gather(time.Minute)
	s.Wake()
	if p, err := s.Read(); !errors.Is(err, ErrTimeout) {
		t.Errorf("woken: %d packets, %v", len(p), err)
	}
}

func TestWake(t *testing.T) {
	s := listen(t, "127.0.0.1", Auto)
	s.SetDeadline(time.Now().Add(time.Minute))
	done := make(chan error)
	go func() {
		_, err := s.Read()
		done <- err
	}()
	s.Wake()
	if err := <-done; !errors.Is(err, ErrTimeout) {
		t.Errorf("Read: %v", err)
	}
	if packets, err := s.Poll(); len(packets) != 0 || err != nil {
		t.Errorf("Poll: %d, %v", len(packets), err)
	}
	_ = s.Close()
	if _, err := s.Read(); !errors.Is(err, net.ErrClosed) {
		t.Errorf("Read of a closed socket: %v", err)
	}
}

// A Read that keeps its processor while it waits does not keep the garbage collector, which stops the world, until its deadline.
func TestKeptProcessorsStop(t *testing.T) {
	s := listen(t, "127.0.0.1", Auto)
	s.Keep(true)
	s.SetDeadline(time.Now().Add(time.Minute))
	began := time.Now()
	done := make(chan error)
	go func() {
		_, err := s.Read()
		done <- err
	}()
	for range 20 {
		runtime.GC()
	}
	s.Wake()
	if err := <-done; !errors.Is(err, ErrTimeout) {
		t.Errorf("woken: %v", err)
	}
	if passed := time.Since(began); passed > 30*time.Second {
		t.Errorf("the collector waited for %v", passed)
	}
}

func TestSendErrorsAreCounted(t *testing.T) {
	s := listen(t, "127.0.0.1", Auto)
	_, good := peer(t, "udp4")
	bad := s.Destination(netip.MustParseAddrPort("127.0.0.1:0"), netip.Addr{})
	ok := s.Destination(good, netip.Addr{})
	s.Send(Run{To: &bad, Pieces: []Piece{{make([]byte, 200), 100}}})
	s.Send(Run{To: &ok, Pieces: []Piece{{make([]byte, 200), 100}}})
	s.Flush()
	if st := s.Stats(); st.DroppedErrors != 2 || st.SentPackets != 2 {
		t.Errorf("%+v", *st)
	}
}

func TestPortInUse(t *testing.T) {
	s := listen(t, "127.0.0.1", Auto)
	if _, err := Listen(netip.MustParseAddr("127.0.0.1"), s.Port(), Auto); err == nil {
		t.Error("a port was bound twice")
	}
}
