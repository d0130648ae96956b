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

// controlSpace holds a pktinfo of IPv6 and UDP_SEGMENT's two bytes, or a timestamp.
const controlSpace = 80

// Socket is a UDP socket. Go's network poller does not know it: the loop waits in a system call of its own (ppoll), which costs a
// fraction of being woken by the poller.
type Socket struct {
	file *os.File
	raw  syscall.RawConn
	wake *os.File // an eventfd: readable once Wake was called
	one  [8]byte  // what is written to it: the number 1
	port uint16
	v6   bool // an AF_INET6 socket: IPv4 addresses are mapped
	wild bool // bound to all addresses: replies must name their source

	in    reader
	out   outlet
	stats Stats
}

type reader struct {
	msgs     [readBatch]mmsghdr
	iovs     [readBatch]unix.Iovec
	names    [readBatch][unix.SizeofSockaddrInet6]byte
	controls [readBatch][controlSpace]byte
	slab     [readBatch * MaxPacket]byte
	packets  [readBatch]Packet

	n   int
	err syscall.Errno

	deadline time.Time
	timedOut bool
	gather   time.Duration    // before what comes is read
	keep     bool             // Go's processor while waiting
	drained  bool             // the last read took all that was there
	fds      [2]unix.PollFd   // the socket and wake
	await    func(fd uintptr) // receive or wait, made once: a method value is an allocation
	once     func(fd uintptr) // recv without waiting
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
	defer func() { _ = pc.Close() }() // a copy is kept
	conn, ok := pc.(*net.UDPConn)
	if !ok {
		return nil, errors.New("udp: not a UDP connection")
	}
	s := &Socket{wild: !addr.IsValid() || addr.IsUnspecified()}
	if a, ok := conn.LocalAddr().(*net.UDPAddr); ok {
		s.port = uint16(a.Port)
	}
	err = s.take(conn)
	if err == nil {
		err = s.setUp(mode)
	}
	if err != nil {
		_ = s.Close()
		return nil, err
	}
	return s, nil
}

// take makes the socket ours: a descriptor in blocking mode, which os.NewFile does not give to the poller. Each call says itself
// that it does not wait.
func (s *Socket) take(conn *net.UDPConn) error {
	raw, err := conn.SyscallConn()
	if err != nil {
		return fmt.Errorf("udp: %w", err)
	}
	fd, inner := -1, error(nil)
	err = raw.Control(func(old uintptr) {
		if fd, inner = unix.FcntlInt(old, unix.F_DUPFD_CLOEXEC, 0); inner == nil {
			inner = unix.SetNonblock(fd, false)
		}
	})
	if err = errors.Join(err, inner); err != nil {
		return fmt.Errorf("udp: %w", err)
	}
	s.file = os.NewFile(uintptr(fd), "udp")
	wake, err := unix.Eventfd(0, unix.EFD_CLOEXEC)
	if err != nil {
		return fmt.Errorf("udp: eventfd: %w", err)
	}
	s.wake = os.NewFile(uintptr(wake), "wake")
	binary.NativeEndian.PutUint64(s.one[:], 1)
	s.in.fds = [2]unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}, {Fd: int32(wake), Events: unix.POLLIN}}
	return nil
}

func (s *Socket) setUp(mode SendMode) error {
	raw, err := s.file.SyscallConn()
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
	r.await = r.receive
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
	// Where the system has no timestamps, nothing has waited.
	_ = unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_TIMESTAMPNS, 1)
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
func (s *Socket) Port() uint16 { return s.port }

// Close sends what the senders still have, and closes the socket.
func (s *Socket) Close() error {
	s.out.stop()
	s.Wake()
	_ = s.wake.Close() // a nil file, too, if there was no time to make it
	if err := s.file.Close(); err != nil {
		return fmt.Errorf("udp: %w", err)
	}
	return nil
}

// Stats are the counters, for the socket's user.
func (s *Socket) Stats() *Stats { return &s.stats }

// SetDeadline sets when Read gives up.
func (s *Socket) SetDeadline(t time.Time) { s.in.deadline = t }

// Keep says whether a Read that waits keeps Go's processor (its P) from other goroutines: what comes is then read at once, whatever
// they do, and the runtime does not look for whether they could have it. There must be another one for them.
func (s *Socket) Keep(keep bool) { s.in.keep = keep }

// Gather lets datagrams gather for so long before the next Read that waits reads them, unless the latest read left some behind. The
// deadline is put off for it; Wake ends it.
func (s *Socket) Gather(d time.Duration) { s.in.gather = d }

// Wake makes a Read that waits, or the next one that would, give up. It may be called from any goroutine.
func (s *Socket) Wake() { _, _ = s.wake.Write(s.one[:]) }

// Poll takes what is there and does not wait. It returns nil if there is nothing.
func (s *Socket) Poll() ([]Packet, error) {
	if s.raw.Control(s.in.once) != nil {
		return nil, net.ErrClosed
	}
	return s.in.batch(s)
}

// Read waits for datagrams until the deadline.
func (s *Socket) Read() ([]Packet, error) {
	if s.raw.Control(s.in.await) != nil {
		return nil, net.ErrClosed
	}
	if s.in.timedOut {
		return nil, ErrTimeout
	}
	return s.in.batch(s)
}

// receive takes what is there, or waits for something, the deadline or Wake.
func (r *reader) receive(fd uintptr) {
	// A read that did not fill its batch has emptied the socket: then waiting is what comes next, and reading first would be in vain.
	for r.timedOut = false; r.drained || !r.recv(fd); {
		r.drained = false
		now := time.Now()
		fds, left := r.fds[:], max(r.deadline.Sub(now), 0)
		gathering := r.gather >= gatherLeast
		if gathering {
			fds, left = fds[1:], r.gather
		}
		r.gather = 0
		r.fds[0].Revents, r.fds[1].Revents = 0, 0
		n, err := r.ppoll(fds, left)
		switch {
		case errors.Is(err, unix.EINTR):
			if gathering { // a signal of the runtime's ends no gathering
				r.drained, r.gather = true, left-time.Since(now)
			}
		case err != nil:
			r.err = unix.EBADF // no reading will do any more
			return
		case r.fds[1].Revents != 0:
			var count [8]byte
			_, _ = unix.Read(int(r.fds[1].Fd), count[:]) // nobody else reads it: it does not wait
			r.timedOut = true
			return
		case n == 0 && gathering:
		case n == 0:
			r.timedOut = true
			return
		}
	}
}

// ppoll waits. A thread that keeps its processor does it unseen by Go's scheduler, whose monitor wakes it every 10 ms (EINTR), and at
// once where the world is to be stopped.
func (r *reader) ppoll(fds []unix.PollFd, d time.Duration) (int, error) {
	left := unix.NsecToTimespec(d.Nanoseconds())
	if !r.keep {
		return unix.Ppoll(fds, &left, nil)
	}
	n, _, errno := unix.RawSyscall6(unix.SYS_PPOLL, uintptr(unsafe.Pointer(&fds[0])), uintptr(len(fds)), uintptr(unsafe.Pointer(&left)), 0, 0, 0)
	if errno != 0 {
		return 0, errno
	}
	return int(n), nil
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
			r.drained = r.n < readBatch
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
	now := time.Now()
	for i := range r.n {
		m := &r.msgs[i]
		p := &r.packets[i]
		p.Data = r.slab[i*MaxPacket : i*MaxPacket+int(m.n) : (i+1)*MaxPacket]
		p.From = addrPort(&r.names[i])
		p.To = localAddr(r.controls[i][:m.hdr.Controllen])
		p.Waited = waited(now, r.controls[i][:m.hdr.Controllen])
	}
	return r.packets[:r.n], nil
}

// waited is how long ago the kernel stamped a datagram, by its control messages. No longer than maxWait: clocks are set.
func waited(now time.Time, control []byte) time.Duration {
	data := controlMessage(control, unix.SOL_SOCKET, unix.SCM_TIMESTAMPNS)
	if len(data) < int(unsafe.Sizeof(unix.Timespec{})) {
		return 0
	}
	at := *(*unix.Timespec)(unsafe.Pointer(&data[0]))
	d := time.Duration(now.UnixNano() - at.Nano())
	if d < 0 || d > maxWait {
		return 0
	}
	return d
}

// controlMessage finds the data of a control message; nil: there is none.
func controlMessage(b []byte, level, kind int32) []byte {
	for len(b) >= unix.SizeofCmsghdr {
		h := (*unix.Cmsghdr)(unsafe.Pointer(&b[0]))
		n := int(h.Len)
		if n < unix.SizeofCmsghdr || n > len(b) {
			return nil
		}
		if h.Level == level && h.Type == kind {
			return b[unix.CmsgLen(0):n]
		}
		b = b[min(len(b), unix.CmsgSpace(n-unix.CmsgLen(0))):]
	}
	return nil
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
	if data := controlMessage(b, unix.IPPROTO_IPV6, unix.IPV6_PKTINFO); len(data) >= 16 {
		return netip.AddrFrom16([16]byte(data[:16])).Unmap()
	}
	if data := controlMessage(b, unix.IPPROTO_IP, unix.IP_PKTINFO); len(data) >= unix.SizeofInet4Pktinfo {
		return netip.AddrFrom4([4]byte(data[4:8])) // ipi_spec_dst: where a reply must come from
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
