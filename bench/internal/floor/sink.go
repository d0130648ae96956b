package floor

import (
	"context"
	"net"
	"net/netip"
	"sync"
	"sync/atomic"
)

// Sink is UDP sockets that read and drop.
type Sink struct {
	sockets []*net.UDPConn
	readers sync.WaitGroup
	packets atomic.Int64
}

// NewSink listens on n ports of an address, from the first on.
func NewSink(addr netip.Addr, first uint16, n int) (*Sink, error) {
	s := &Sink{}
	for i := range n {
		c, err := net.ListenUDP("udp4", net.UDPAddrFromAddrPort(netip.AddrPortFrom(addr, first+uint16(i))))
		if err != nil {
			s.close()
			return nil, err
		}
		s.sockets = append(s.sockets, c)
	}
	for _, c := range s.sockets {
		s.readers.Go(func() { s.read(c) })
	}
	return s, nil
}

func (s *Sink) read(c *net.UDPConn) {
	b := make([]byte, 2048)
	for {
		if _, _, err := c.ReadFromUDPAddrPort(b); err != nil {
			return
		}
		s.packets.Add(1)
	}
}

// close ends the readers.
func (s *Sink) close() {
	for _, c := range s.sockets {
		_ = c.Close() // it is only read from
	}
}

// Await reads until ctx ends and returns how many packets came.
func (s *Sink) Await(ctx context.Context) int64 {
	<-ctx.Done()
	s.close()
	s.readers.Wait()
	return s.packets.Load()
}
