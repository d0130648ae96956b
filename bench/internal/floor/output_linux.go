package floor

import (
	"encoding/binary"
	"fmt"
	"net/netip"
	"unsafe"

	"golang.org/x/sys/unix"
)

const (
	// udpSegment is UDP_SEGMENT of linux/udp.h.
	udpSegment = 103
	// segments is UDP_MAX_SEGMENTS of Linux before 6.9; later ones take 128.
	segments = 64
	// run is the most bytes of a run: what an IPv4 packet holds.
	run = 65535 - 28
	// batch is how many messages one sendmmsg takes.
	batch = 256
	// sendBuffer is the socket's, in bytes: a frame to 200 subscribers has 1.5 MB.
	sendBuffer = 4 << 20
)

type mmsghdr struct {
	hdr unix.Msghdr
	len uint32
	_   [4]byte
}

// socket is an unconnected UDP socket with messages that wait.
type socket struct {
	fd       int
	way      Way
	names    []unix.RawSockaddrInet4
	messages [batch]mmsghdr
	iovs     [batch]unix.Iovec
	controls [batch][24]byte
	counts   [batch]int64 // packets of each message
	n        int
	stats    Sent
}

func newOutput(o Options) (output, error) {
	if !o.To.Is4() {
		return nil, fmt.Errorf("%s is no IPv4 address", o.To)
	}
	if o.Way != Single && o.Way != Batch && o.Way != Runs {
		return nil, fmt.Errorf("the way %q is none of %s, %s, %s", o.Way, Single, Batch, Runs)
	}
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return nil, fmt.Errorf("a UDP socket: %w", err)
	}
	_ = unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_SNDBUFFORCE, sendBuffer) // without it a full queue only waits
	s := &socket{fd: fd, way: o.Way}
	for n := range o.Subscribers {
		s.names = append(s.names, rawAddress(netip.AddrPortFrom(o.To, o.FirstPort+uint16(n))))
	}
	return s, nil
}

func rawAddress(a netip.AddrPort) unix.RawSockaddrInet4 {
	raw := unix.RawSockaddrInet4{Family: unix.AF_INET, Addr: a.Addr().As4()}
	binary.BigEndian.PutUint16((*[2]byte)(unsafe.Pointer(&raw.Port))[:], a.Port())
	return raw
}

// send queues packets: as runs, or each as a message.
func (s *socket) send(subscriber int, packets []byte, size int) {
	most := size
	if s.way == Runs {
		most = size * min(segments, run/size)
	}
	for len(packets) > 0 {
		n := min(most, len(packets))
		s.add(subscriber, packets[:n], size)
		packets = packets[n:]
	}
}

func (s *socket) add(subscriber int, b []byte, size int) {
	if s.n == batch {
		s.flush()
	}
	i := s.n
	s.iovs[i].Base = &b[0]
	s.iovs[i].SetLen(len(b))
	h := &s.messages[i].hdr
	h.Name, h.Namelen = (*byte)(unsafe.Pointer(&s.names[subscriber])), unix.SizeofSockaddrInet4
	h.Iov = &s.iovs[i]
	h.SetIovlen(1)
	h.Control = nil
	h.SetControllen(0)
	if len(b) > size {
		c := (*unix.Cmsghdr)(unsafe.Pointer(&s.controls[i][0]))
		c.Level, c.Type = unix.SOL_UDP, udpSegment
		c.SetLen(unix.CmsgLen(2))
		binary.NativeEndian.PutUint16(s.controls[i][unix.CmsgLen(0):], uint16(size))
		h.Control = &s.controls[i][0]
		h.SetControllen(unix.CmsgSpace(2))
	}
	s.counts[i] = int64((len(b) + size - 1) / size)
	s.n++
	s.stats.Bytes += int64(len(b))
}

// flush hands the kernel what waits.
func (s *socket) flush() {
	for at := 0; at < s.n; {
		s.stats.Calls++
		sent := 1
		var errno unix.Errno
		if s.way == Single {
			_, _, errno = unix.Syscall(unix.SYS_SENDMSG, uintptr(s.fd), uintptr(unsafe.Pointer(&s.messages[at].hdr)), 0)
		} else {
			var n uintptr
			n, _, errno = unix.Syscall6(unix.SYS_SENDMMSG, uintptr(s.fd), uintptr(unsafe.Pointer(&s.messages[at])), uintptr(s.n-at), 0, 0, 0)
			sent = int(n)
		}
		switch {
		case errno == unix.EINTR:
			continue
		case errno != 0:
			s.stats.Refused += s.counts[at]
			at++
			continue
		}
		for i := at; i < at+sent; i++ {
			s.stats.Packets += s.counts[i]
		}
		at += sent
	}
	s.n = 0
}

func (s *socket) sent() *Sent  { return &s.stats }
func (s *socket) close() error { return unix.Close(s.fd) }
