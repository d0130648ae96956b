//go:build linux

package udp

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// mmsghdr is struct mmsghdr of sendmmsg(2).
type mmsghdr struct {
	hdr unix.Msghdr
	n   uint32
}

// rawDestination is a sockaddr and the control message that chooses the source address, ready for the kernel.
type rawDestination struct {
	name    [unix.SizeofSockaddrInet6]byte
	nameLen uint32
	info    [controlSpace]byte
	infoLen int
}

// controlSpace holds a pktinfo of IPv6 and UDP_SEGMENT's two bytes.
const controlSpace = 80

// Socket is a UDP socket.
type Socket struct {
	conn *net.UDPConn
	raw  syscall.RawConn
	v6   bool // an AF_INET6 socket: IPv4 addresses are mapped
	wild bool // bound to all addresses: replies must name their source

	in    reader
	out   sender
	stats Stats
}

type reader struct {
	msgs     [readBatch]mmsghdr
	iovs     [readBatch]unix.Iovec
	names    [readBatch][unix.SizeofSockaddrInet6]byte
	controls [readBatch][controlSpace]byte
	slab     [readBatch * MaxPacket]byte
	packets  [readBatch]Packet

	n    int
	err  syscall.Errno
	call func(fd uintptr) bool // recv, made once: a method value is an allocation
	once func(fd uintptr)      // recv without waiting
}

// Listen binds a socket; a zero addr means all addresses of both families.
func Listen(addr netip.Addr, port uint16, mode SendMode) (*Socket, error) {
	network := "udp"
	if addr.IsValid() && addr.Unmap().Is4() {
		network = "udp4"
	}
	host := ""
	if addr.IsValid() {
		host = addr.String()
	}
	pc, err := (&net.ListenConfig{}).ListenPacket(context.Background(), network, net.JoinHostPort(host, fmt.Sprint(port)))
	if err != nil {
		return nil, fmt.Errorf("udp: %w", err)
	}
	conn, ok := pc.(*net.UDPConn)
	if !ok {
		return nil, errors.New("udp: not a UDP connection")
	}
	s := &Socket{conn: conn, wild: !addr.IsValid() || addr.IsUnspecified()}
	if err := s.setUp(mode); err != nil {
		_ = conn.Close()
		return nil, err
	}
	return s, nil
}

func (s *Socket) setUp(mode SendMode) error {
	raw, err := s.conn.SyscallConn()
	if err != nil {
		return fmt.Errorf("udp: %w", err)
	}
	s.raw = raw
	var inner error
	if err := raw.Control(func(fd uintptr) { inner = s.options(int(fd)) }); err != nil {
		return fmt.Errorf("udp: %w", err)
	}
	if inner != nil {
		return fmt.Errorf("udp: %w", inner)
	}
	if err := s.out.setUp(s, mode); err != nil {
		return err
	}
	r := &s.in
	for i := range r.msgs {
		r.iovs[i].Base = &r.slab[i*MaxPacket]
		r.iovs[i].SetLen(MaxPacket)
		h := &r.msgs[i].hdr
		h.Iov = &r.iovs[i]
		h.SetIovlen(1)
		h.Name = &r.names[i][0]
		h.Control = &r.controls[i][0]
	}
	r.call = r.recv
	r.once = func(fd uintptr) { r.recv(fd) }
	return nil
}

// options sets the socket's options; buffers are as large as the system lets us.
func (s *Socket) options(fd int) error {
	domain, err := unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_DOMAIN)
	if err != nil {
		return fmt.Errorf("SO_DOMAIN: %w", err)
	}
	s.v6 = domain == unix.AF_INET6
	for _, opt := range [][2]int{{unix.SO_RCVBUFFORCE, unix.SO_RCVBUF}, {unix.SO_SNDBUFFORCE, unix.SO_SNDBUF}} {
		if unix.SetsockoptInt(fd, unix.SOL_SOCKET, opt[0], socketBuffer) != nil {
			_ = unix.SetsockoptInt(fd, unix.SOL_SOCKET, opt[1], socketBuffer)
		}
	}
	if !s.wild {
		return nil
	}
	if s.v6 {
		err = unix.SetsockoptInt(fd, unix.IPPROTO_IPV6, unix.IPV6_RECVPKTINFO, 1)
	} else {
		err = unix.SetsockoptInt(fd, unix.IPPROTO_IP, unix.IP_PKTINFO, 1)
	}
	if err != nil {
		return fmt.Errorf("packet information: %w", err)
	}
	return nil
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

// SetDeadline sets when Read gives up.
func (s *Socket) SetDeadline(t time.Time) { _ = s.conn.SetReadDeadline(t) }

// Wake makes a Read that waits, or the next one, give up. It may be called from any goroutine; the deadline is
// in the past thereafter.
func (s *Socket) Wake() { _ = s.conn.SetReadDeadline(time.Unix(1, 0)) }

// Poll takes what is there and does not wait. It returns nil if there is nothing.
func (s *Socket) Poll() ([]Packet, error) {
	// RawConn.Control does not look at the deadline, which may be in the past.
	if err := s.raw.Control(s.in.once); err != nil {
		return nil, fmt.Errorf("udp: %w", err)
	}
	return s.in.batch(s)
}

// Read waits for datagrams until the deadline.
func (s *Socket) Read() ([]Packet, error) {
	if err := s.raw.Read(s.in.call); err != nil {
		if errors.Is(err, os.ErrDeadlineExceeded) {
			return nil, ErrTimeout
		}
		return nil, fmt.Errorf("udp: %w", err)
	}
	return s.in.batch(s)
}

// recv is one recvmmsg. False: nothing there.
func (r *reader) recv(fd uintptr) bool {
	for i := range r.msgs {
		h := &r.msgs[i].hdr
		h.Namelen = unix.SizeofSockaddrInet6
		h.SetControllen(controlSpace)
	}
	for {
		n, _, errno := unix.RawSyscall6(unix.SYS_RECVMMSG, fd, uintptr(unsafe.Pointer(&r.msgs[0])), readBatch, unix.MSG_DONTWAIT, 0, 0)
		r.n, r.err = int(n), errno
		switch errno {
		case 0:
			return true
		case unix.EINTR:
			continue
		case unix.EAGAIN:
			r.n, r.err = 0, 0
			return false
		default:
			r.n = 0
			return true
		}
	}
}

// batch turns what recv got into Packets. Errors of recvmmsg are those of earlier datagrams (ICMP); they are not
// ours to end for.
func (r *reader) batch(s *Socket) ([]Packet, error) {
	if r.err != 0 {
		if r.err == unix.EBADF {
			return nil, net.ErrClosed
		}
		return nil, nil
	}
	s.stats.ReadCalls++
	s.stats.ReadPackets += uint64(r.n)
	for i := range r.n {
		m := &r.msgs[i]
		p := &r.packets[i]
		p.Data = r.slab[i*MaxPacket : i*MaxPacket+int(m.n) : (i+1)*MaxPacket]
		p.From = addrPort(&r.names[i])
		p.To = localAddr(r.controls[i][:m.hdr.Controllen])
	}
	return r.packets[:r.n], nil
}

// addrPort reads a sockaddr of either family.
func addrPort(name *[unix.SizeofSockaddrInet6]byte) netip.AddrPort {
	port := binary.BigEndian.Uint16(name[2:])
	if binary.NativeEndian.Uint16(name[:]) == unix.AF_INET {
		return netip.AddrPortFrom(netip.AddrFrom4([4]byte(name[4:8])), port)
	}
	return netip.AddrPortFrom(netip.AddrFrom16([16]byte(name[8:24])).Unmap(), port)
}

// localAddr finds the address that the datagram was sent to in the control messages.
func localAddr(b []byte) netip.Addr {
	for len(b) >= unix.SizeofCmsghdr {
		h := (*unix.Cmsghdr)(unsafe.Pointer(&b[0]))
		n := int(h.Len)
		if n < unix.SizeofCmsghdr || n > len(b) {
			return netip.Addr{}
		}
		data := b[unix.CmsgLen(0):n]
		switch {
		case h.Level == unix.IPPROTO_IPV6 && h.Type == unix.IPV6_PKTINFO && len(data) >= 16:
			return netip.AddrFrom16([16]byte(data[:16])).Unmap()
		case h.Level == unix.IPPROTO_IP && h.Type == unix.IP_PKTINFO && len(data) >= unix.SizeofInet4Pktinfo:
			return netip.AddrFrom4([4]byte(data[4:8])) // ipi_spec_dst: where a reply must come from
		}
		b = b[min(len(b), unix.CmsgSpace(n-unix.CmsgLen(0))):]
	}
	return netip.Addr{}
}

// Destination prepares an address for sending.
func (s *Socket) Destination(remote netip.AddrPort, local netip.Addr) Destination {
	d := Destination{Remote: remote, Local: local}
	raw := &d.raw
	binary.BigEndian.PutUint16(raw.name[2:], remote.Port())
	if s.v6 {
		binary.NativeEndian.PutUint16(raw.name[:], unix.AF_INET6)
		ip := remote.Addr().As16()
		copy(raw.name[8:], ip[:])
		raw.nameLen = unix.SizeofSockaddrInet6
	} else {
		binary.NativeEndian.PutUint16(raw.name[:], unix.AF_INET)
		ip := remote.Addr().Unmap().As4()
		copy(raw.name[4:], ip[:])
		raw.nameLen = unix.SizeofSockaddrInet4
	}
	if s.wild && local.IsValid() && !local.IsUnspecified() && !local.IsMulticast() {
		s.sourceControl(raw, local)
	}
	return d
}

// sourceControl writes the pktinfo control message. An AF_INET6 socket takes the mapped form for IPv4, too.
func (s *Socket) sourceControl(raw *rawDestination, local netip.Addr) {
	h := (*unix.Cmsghdr)(unsafe.Pointer(&raw.info[0]))
	data := raw.info[unix.CmsgLen(0):]
	if s.v6 {
		h.Level, h.Type = unix.IPPROTO_IPV6, unix.IPV6_PKTINFO
		h.SetLen(unix.CmsgLen(unix.SizeofInet6Pktinfo))
		ip := local.As16()
		copy(data, ip[:])
		raw.infoLen = unix.CmsgSpace(unix.SizeofInet6Pktinfo)
		return
	}
	h.Level, h.Type = unix.IPPROTO_IP, unix.IP_PKTINFO
	h.SetLen(unix.CmsgLen(unix.SizeofInet4Pktinfo))
	ip := local.Unmap().As4()
	copy(data[4:], ip[:])
	raw.infoLen = unix.CmsgSpace(unix.SizeofInet4Pktinfo)
}
