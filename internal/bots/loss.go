package bots

import (
	"math/rand/v2"
	"net"
	"sync"

	"github.com/pion/transport/v5"
	"github.com/pion/transport/v5/stdnet"
)

// lossyNet is the system's network with datagrams that get lost: tests and the load generator make a bad network
// where the system cannot.
type lossyNet struct {
	*stdnet.Net
	share float64 // 0..1, of the datagrams of each direction
}

func newLossyNet(share float64) (*lossyNet, error) {
	n, err := stdnet.NewNet()
	if err != nil {
		return nil, err
	}
	return &lossyNet{n, share}, nil
}

// ListenUDP implements transport.Net.
func (n *lossyNet) ListenUDP(network string, laddr *net.UDPAddr) (transport.UDPConn, error) {
	c, err := n.Net.ListenUDP(network, laddr)
	if err != nil {
		return nil, err
	}
	return &lossyConn{UDPConn: c, share: n.share, random: rand.New(rand.NewPCG(uint64(laddr.Port), rand.Uint64()))}, nil
}

// lossyConn is one socket of a lossyNet.
type lossyConn struct {
	transport.UDPConn
	share float64

	mu     sync.Mutex
	random *rand.Rand
}

// lost tells whether a datagram is. Only media and its feedback are (RFC 7983: first byte 128 to 191): ICE and DTLS
// would only make joins slower, which is not what is looked at.
func (c *lossyConn) lost(b []byte) bool {
	if len(b) == 0 || b[0] < 128 || b[0] > 191 {
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.random.Float64() < c.share
}

// ReadFrom gives the next datagram that is not lost.
func (c *lossyConn) ReadFrom(b []byte) (int, net.Addr, error) {
	for {
		n, addr, err := c.UDPConn.ReadFrom(b)
		if err != nil || !c.lost(b[:n]) {
			return n, addr, err
		}
	}
}

// WriteTo sends a datagram, or loses it.
func (c *lossyConn) WriteTo(b []byte, addr net.Addr) (int, error) {
	if c.lost(b) {
		return len(b), nil
	}
	return c.UDPConn.WriteTo(b, addr)
}
