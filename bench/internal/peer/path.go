package peer

import (
	"math/rand/v2"
	"net"
	"sync"
	"time"

	"github.com/pion/transport/v5"
	"github.com/pion/transport/v5/stdnet"
)

// pathQueue bounds the datagrams that are under way in each direction: half a second of 720p. More are lost.
const pathQueue = 256

// Path is a bad network of one connection, which the generator makes itself: kernels without netem can be measured too.
type Path struct {
	Loss  float64       // share of the media's datagrams that get lost, each way, 0 to 1
	Delay time.Duration // each way
	Seed  uint64        // the same seed loses the same datagrams
}

// network is the system's network with such paths.
type network struct {
	*stdnet.Net
	path Path
}

func newNetwork(p Path) (*network, error) {
	n, err := stdnet.NewNet()
	if err != nil {
		return nil, err
	}
	return &network{n, p}, nil
}

// ListenUDP implements transport.Net.
func (n *network) ListenUDP(proto string, local *net.UDPAddr) (transport.UDPConn, error) {
	c, err := n.Net.ListenUDP(proto, local)
	if err != nil {
		return nil, err
	}
	b := &badConn{
		UDPConn: c, path: n.path, closed: make(chan struct{}),
		in: make(chan datagram, pathQueue), out: make(chan datagram, pathQueue),
		inLoss: rand.New(rand.NewPCG(n.path.Seed, 1)), outLoss: rand.New(rand.NewPCG(n.path.Seed, 2)),
	}
	go b.receive()
	go b.send()
	return b, nil
}

type datagram struct {
	bytes []byte
	addr  net.Addr
	due   time.Time
	err   error
}

// badConn is one socket: two goroutines, one a direction, that end when it is closed.
type badConn struct {
	transport.UDPConn
	path    Path
	in, out chan datagram
	closed  chan struct{}
	once    sync.Once
	inLoss  *rand.Rand // receive's

	mu      sync.Mutex
	outLoss *rand.Rand
}

// lost tells whether a datagram is. Only media and its feedback are (RFC 7983: first byte 128 to 191): how joins bear loss
// is another question.
func (c *badConn) lost(b []byte, random *rand.Rand) bool {
	return len(b) > 0 && b[0] >= 128 && b[0] <= 191 && random.Float64() < c.path.Loss
}

func (c *badConn) receive() {
	for {
		b := make([]byte, 1600)
		n, addr, err := c.UDPConn.ReadFrom(b)
		if err == nil && c.lost(b[:n], c.inLoss) {
			continue
		}
		d := datagram{b[:n], addr, time.Now().Add(c.path.Delay), err}
		if err != nil {
			select {
			case c.in <- d:
			case <-c.closed:
			}
			return
		}
		select {
		case c.in <- d:
		case <-c.closed:
			return
		default: // the queue is full
		}
	}
}

// ReadFrom gives the next datagram that is not lost, when it is due.
func (c *badConn) ReadFrom(b []byte) (int, net.Addr, error) {
	select {
	case d := <-c.in:
		if d.err != nil {
			return 0, nil, d.err
		}
		if !c.await(d.due) {
			return 0, nil, net.ErrClosed
		}
		return copy(b, d.bytes), d.addr, nil
	case <-c.closed:
		return 0, nil, net.ErrClosed
	}
}

// WriteTo sends a datagram later, or loses it.
func (c *badConn) WriteTo(b []byte, addr net.Addr) (int, error) {
	c.mu.Lock()
	gone := c.lost(b, c.outLoss)
	c.mu.Unlock()
	if gone {
		return len(b), nil
	}
	select {
	case c.out <- datagram{append([]byte(nil), b...), addr, time.Now().Add(c.path.Delay), nil}:
	default: // the queue is full
	}
	return len(b), nil
}

func (c *badConn) send() {
	for {
		select {
		case d := <-c.out:
			if !c.await(d.due) {
				return
			}
			_, _ = c.UDPConn.WriteTo(d.bytes, d.addr) // a datagram that does not go is one lost
		case <-c.closed:
			return
		}
	}
}

// await waits until a time; false: the socket was closed first.
func (c *badConn) await(due time.Time) bool {
	d := time.Until(due)
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-c.closed:
		return false
	}
}

// Close implements transport.UDPConn.
func (c *badConn) Close() error {
	c.once.Do(func() { close(c.closed) })
	return c.UDPConn.Close()
}
