package turn

import (
	"errors"
	"net"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/pion/turn/v5"
)

// Media is what is relayed to.
type Media interface {
	// Addresses are those that clients are told to send media to, and the only ones that they may reach by a relay.
	Addresses() []netip.AddrPort
	// Relay makes the media engine's side of an allocation. client is its relayed transport address.
	Relay(client netip.AddrPort) Relay
}

// Relay carries one client's datagrams to and from the media engine.
type Relay interface {
	// Send hands over a datagram to one of Media.Addresses and copies it; false: it was dropped.
	Send(to netip.AddrPort, b []byte) bool
	// Receive waits for a datagram from one of Media.Addresses. After Close it fails.
	Receive(b []byte) (n int, from netip.AddrPort, err error)
	// Close does not wait.
	Close()
}

// What one allocation may carry, in bytes. Up: three layers of a camera and a screen are 8 Mbit/s. Down: a stage and
// 15 pictures beside it are 20 Mbit/s; the media engine decides what it sends, this holds a fault of its to a bound.
// A burst is a keyframe of each.
var (
	upRate   = rate{burst: 1 << 20, perSecond: 20e6 / 8} //nolint:gochecknoglobals // constant
	downRate = rate{burst: 4 << 20, perSecond: 60e6 / 8} //nolint:gochecknoglobals // constant
)

// relayedPorts are the port numbers of relayed transport addresses: RFC 8656 section 7.2's, though nothing is bound to
// them.
const (
	firstRelayedPort = 49152
	relayedPorts     = 1<<16 - firstRelayedPort
)

// errNotRelayed is for kinds of allocations that have no use here: RFC 6062's TCP, and ports that are asked for.
var errNotRelayed = errors.New("turn: only UDP is relayed, at a port of our choice")

// generator makes the allocations of pion's server. It implements turn.RelayAddressGenerator.
type generator struct{ server *Server }

// Validate implements turn.RelayAddressGenerator.
func (g generator) Validate() error { return nil }

// AllocateListener implements turn.RelayAddressGenerator.
func (g generator) AllocateListener(turn.AllocateListenerConfig) (net.Listener, net.Addr, error) {
	return nil, nil, errNotRelayed
}

// AllocateConn implements turn.RelayAddressGenerator.
func (g generator) AllocateConn(turn.AllocateConnConfig) (net.Conn, error) { return nil, errNotRelayed }

// AllocatePacketConn implements turn.RelayAddressGenerator.
func (g generator) AllocatePacketConn(cfg turn.AllocateListenerConfig) (net.PacketConn, net.Addr, error) {
	if cfg.UserID == "" || cfg.RequestedPort != 0 {
		return nil, nil, errNotRelayed
	}
	s := g.server
	i := slices.IndexFunc(s.addresses, func(a netip.AddrPort) bool { return a.Addr().Is6() == strings.HasSuffix(cfg.Network, "6") })
	if i < 0 {
		return nil, nil, errNotRelayed
	}
	port := firstRelayedPort + s.ports.Add(1)%relayedPorts
	address := netip.AddrPortFrom(s.addresses[i].Addr(), uint16(port))
	c := &relayConn{server: s, relay: s.media.Relay(address), address: net.UDPAddrFromAddrPort(address)}
	c.entry = &entry{session: cfg.UserID, close: c.relay.Close}
	if err := s.enter(c); err != nil {
		c.relay.Close()
		return nil, nil, err
	}
	return c, c.address, nil
}

// relayConn is an allocation's socket, as pion's server sees it.
type relayConn struct {
	server  *Server
	relay   Relay
	entry   *entry
	address *net.UDPAddr

	// Of WriteTo, which UDP's and a connection's reader call, each from one goroutine.
	mu sync.Mutex
	up bucket

	// Of ReadFrom.
	down bucket
}

// ReadFrom implements net.PacketConn: what the media engine has for the client.
func (c *relayConn) ReadFrom(b []byte) (int, net.Addr, error) {
	s := c.server
	for {
		n, from, err := c.relay.Receive(b)
		if err != nil {
			s.over(c)
			return 0, nil, err //nolint:wrapcheck // not shown
		}
		now := s.now()
		c.entry.use(now)
		if !c.down.take(now, downRate, float64(n)) {
			s.count.overRate.Add(1)
			continue
		}
		s.count.packetsOut.Add(1)
		s.count.bytesOut.Add(uint64(n))
		return n, s.peer[from], nil
	}
}

// WriteTo implements net.PacketConn: what the client has for the media engine. It always succeeds: a dropped datagram is
// counted.
func (c *relayConn) WriteTo(b []byte, addr net.Addr) (int, error) {
	s := c.server
	to, ok := addrPort(addr)
	if _, ours := s.peer[to]; !ok || !ours {
		s.count.elsewhere.Add(1)
		return len(b), nil
	}
	c.mu.Lock()
	within := c.up.take(s.now(), upRate, float64(len(b)))
	c.mu.Unlock()
	switch {
	case !within:
		s.count.overRate.Add(1)
	case !c.relay.Send(to, b):
		s.count.busy.Add(1)
	default:
		s.count.packetsIn.Add(1)
		s.count.bytesIn.Add(uint64(len(b)))
	}
	return len(b), nil
}

// Close implements net.PacketConn.
func (c *relayConn) Close() error {
	c.relay.Close()
	return nil
}

// LocalAddr implements net.PacketConn.
func (c *relayConn) LocalAddr() net.Addr { return c.address }

// SetDeadline implements net.PacketConn; pion's server sets none.
func (c *relayConn) SetDeadline(time.Time) error { return nil }

// SetReadDeadline implements net.PacketConn.
func (c *relayConn) SetReadDeadline(time.Time) error { return nil }

// SetWriteDeadline implements net.PacketConn.
func (c *relayConn) SetWriteDeadline(time.Time) error { return nil }

// addrPort is an address of pion's as a key: never an IPv4-mapped one.
func addrPort(addr net.Addr) (netip.AddrPort, bool) {
	var a netip.AddrPort
	switch addr := addr.(type) {
	case *net.UDPAddr:
		a = addr.AddrPort()
	case *net.TCPAddr:
		a = addr.AddrPort()
	}
	return netip.AddrPortFrom(a.Addr().Unmap().WithZone(""), a.Port()), a.IsValid()
}
