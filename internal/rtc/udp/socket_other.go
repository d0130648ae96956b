//go:build !linux

package udp

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"time"
)

type rawDestination struct{}

// Socket is a UDP socket.
type Socket struct {
	conn   *net.UDPConn
	buf    [MaxPacket]byte
	packet [1]Packet
	stats  Stats

	arrived  time.Time
	reported uint64 // packets whose delay is counted
}

// Listen binds a socket; a zero addr means all addresses of both families. Only Single is possible here.
func Listen(addr netip.Addr, port uint16, mode SendMode) (*Socket, error) {
	if mode == MMsg || mode == GSO {
		return nil, fmt.Errorf("udp: the send mode %s needs Linux: use auto or single", mode)
	}
	network, local := "udp", &net.UDPAddr{Port: int(port)}
	if addr.IsValid() {
		local.IP = addr.AsSlice()
		if addr.Unmap().Is4() {
			network = "udp4"
		}
	}
	conn, err := net.ListenUDP(network, local)
	if err != nil {
		return nil, fmt.Errorf("udp: %w", err)
	}
	_ = conn.SetReadBuffer(socketBuffer)
	_ = conn.SetWriteBuffer(socketBuffer)
	return &Socket{conn: conn}, nil
}

// Port is the port that the socket is bound to.
func (s *Socket) Port() uint16 {
	if a, ok := s.conn.LocalAddr().(*net.UDPAddr); ok {
		return uint16(a.Port)
	}
	return 0
}

// Close closes the socket.
func (s *Socket) Close() error {
	if err := s.conn.Close(); err != nil {
		return fmt.Errorf("udp: %w", err)
	}
	return nil
}

// Stats are the counters, for the socket's user.
func (s *Socket) Stats() *Stats { return &s.stats }

// Mode is the way out in use.
func (s *Socket) Mode() SendMode { return Single }

// Why says why it is that, for the operator.
func (s *Socket) Why() string { return "there is no other on this system" }

// StartSenders does nothing here: each packet is a call of the loop.
func (s *Socket) StartSenders(int) {}

// Begin begins a turn: it says when that arrived which its packets are made of.
func (s *Socket) Begin(arrived time.Time, _ bool) { s.arrived = arrived }

// SetDeadline sets when Read gives up.
func (s *Socket) SetDeadline(t time.Time) { _ = s.conn.SetReadDeadline(t) }

// Keep does nothing here.
func (s *Socket) Keep(bool) {}

// Gather does nothing here: what comes is read at once.
func (s *Socket) Gather(time.Duration) {}

// Wake makes a Read that waits, or the next one, give up. It may be called from any goroutine; the deadline is
// in the past thereafter.
func (s *Socket) Wake() { _ = s.conn.SetReadDeadline(time.Unix(1, 0)) }

// Poll takes what is there and does not wait: here, it leaves all to Read.
func (s *Socket) Poll() ([]Packet, error) { return nil, nil }

// Read waits for a datagram until the deadline.
func (s *Socket) Read() ([]Packet, error) {
	n, from, err := s.conn.ReadFromUDPAddrPort(s.buf[:])
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded):
		return nil, ErrTimeout
	case errors.Is(err, net.ErrClosed):
		return nil, fmt.Errorf("udp: %w", err)
	case err != nil:
		return nil, nil // an ICMP error of an earlier datagram
	}
	s.stats.ReadCalls++
	s.stats.ReadPackets++
	s.packet[0] = Packet{Data: s.buf[:n], From: netip.AddrPortFrom(from.Addr().Unmap(), from.Port())}
	return s.packet[:], nil
}

// Destination prepares an address for sending.
func (s *Socket) Destination(remote netip.AddrPort, local netip.Addr) Destination {
	return Destination{Remote: remote, Local: local}
}

// Send sends a run's packets.
func (s *Socket) Send(r Run) {
	for _, p := range r.Pieces {
		for b := p.Data; len(b) > 0; b = b[min(p.Segment, len(b)):] {
			s.send(r.To, b[:min(p.Segment, len(b))])
		}
	}
}

func (s *Socket) send(to *Destination, b []byte) {
	s.stats.SendCalls++
	if _, err := s.conn.WriteToUDPAddrPort(b, to.Remote); err != nil {
		s.stats.DroppedErrors++
		return
	}
	s.stats.SentMessages++
	s.stats.SentPackets++
	s.stats.SentBytes += uint64(len(b))
}

// Reply sends one datagram.
func (s *Socket) Reply(to *Destination, b []byte) {
	s.send(to, b)
	s.reported = s.stats.SentPackets // is nobody's media
}

// Flush has nothing to send: Send has.
func (s *Socket) Flush() (flying bool) {
	s.stats.Inside.note(time.Since(s.arrived), s.stats.SentPackets-s.reported)
	s.reported = s.stats.SentPackets
	return false
}
