//go:build linux

package udp

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"unsafe"

	"golang.org/x/sys/unix"
)

const (
	// sendBatch is how many messages one sendmmsg takes; the kernel's UIO_MAXIOV is 1024.
	sendBatch = 256
	// sendIovs is how many pieces of memory those may have together.
	sendIovs = 2048
	// udpSegment is UDP_SEGMENT of linux/udp.h.
	udpSegment = 103
)

// sender collects messages and sends them.
type sender struct {
	mode   SendMode
	proven bool // a run was taken by the kernel: refusals are the destination's matter

	msgs     [sendBatch]mmsghdr
	controls [sendBatch][controlSpace]byte
	queued   [sendBatch]queued
	iovs     [sendIovs]unix.Iovec
	nmsgs    int
	niovs    int

	at, end int // what the call is to send
	n       int
	errno   unix.Errno
	call    func(fd uintptr)
	wait    func(fd uintptr)
}

// queued is what a message consists of, for the way back from a refusal and for the counters.
type queued struct {
	to       *Destination
	iov, n   int
	packets  int
	segment  int // bytes of a packet of a run; the last may be shorter
	nbytes   int
	failures int
}

func (o *sender) setUp(s *Socket, mode SendMode) error {
	o.call, o.wait = o.sendmmsg, pollOut
	canSegment := false
	if err := s.raw.Control(func(fd uintptr) {
		_, err := unix.GetsockoptInt(int(fd), unix.SOL_UDP, udpSegment)
		canSegment = err == nil
	}); err != nil {
		return fmt.Errorf("udp: %w", err)
	}
	switch mode {
	case Auto, "":
		o.mode = MMsg
		if canSegment && !corruptsRuns(kernelRelease()) {
			o.mode = GSO
		}
	case GSO:
		if !canSegment {
			return errors.New("udp: this kernel has no UDP_SEGMENT (Linux 4.18 or later has): use the send mode mmsg")
		}
		o.mode = GSO
	default:
		o.mode = mode
	}
	return nil
}

func kernelRelease() string {
	var u unix.Utsname
	if unix.Uname(&u) != nil {
		return ""
	}
	return unix.ByteSliceToString(u.Release[:])
}

// corruptsRuns tells whether a kernel is one of 7.0 to 7.1.4, which corrupt runs of equal length.
func corruptsRuns(release string) bool {
	var major, minor, patch int
	release, _, _ = strings.Cut(release, "-")
	if n, _ := fmt.Sscanf(release, "%d.%d.%d", &major, &minor, &patch); n < 2 {
		return false
	}
	return major == 7 && (minor == 0 || minor == 1 && patch <= 4)
}

// Mode is the way out in use.
func (s *Socket) Mode() SendMode { return s.out.mode }

// Send queues a run's packets. They may be sent at once or by Flush; their bytes must stay until then. Empty
// pieces are left out.
func (s *Socket) Send(r Run) {
	o := &s.out
	open := false // the latest message is a run of r's that may go on
	for _, p := range r.Pieces {
		for b := p.Data; len(b) > 0; {
			n := p.Segment // of the piece, what one message takes
			if o.mode == GSO && !r.To.noGSO {
				n *= min(maxSegments, max(maxRun/p.Segment, 1))
			}
			n = min(n, len(b))
			if !open || !o.extend(b[:n], p.Segment) {
				if o.nmsgs == sendBatch || o.niovs == sendIovs {
					s.Flush()
				}
				o.add(r.To, b[:n], p.Segment)
			}
			q := &o.queued[o.nmsgs-1]
			open = o.mode == GSO && !r.To.noGSO && q.nbytes%q.segment == 0
			b = b[n:]
		}
	}
}

// extend makes what follows a run of whole packets a part of it, if it may be: packets of the same size, or one last
// that is shorter.
func (o *sender) extend(b []byte, segment int) bool {
	q := &o.queued[o.nmsgs-1]
	n := (len(b) + segment - 1) / segment
	same := segment == q.segment || (n == 1 && len(b) <= q.segment)
	if !same || o.niovs == sendIovs || q.packets+n > maxSegments || q.nbytes+len(b) > maxRun {
		return false
	}
	o.piece(b)
	q.n++
	q.packets += n
	q.nbytes += len(b)
	o.finish(o.nmsgs - 1)
	return true
}

// add makes one message.
func (o *sender) add(to *Destination, b []byte, segment int) {
	i := o.nmsgs
	o.nmsgs++
	o.queued[i] = queued{to: to, iov: o.niovs, n: 1, packets: (len(b) + segment - 1) / segment, segment: segment, nbytes: len(b)}
	o.piece(b)
	h := &o.msgs[i].hdr
	h.Name, h.Namelen = &to.raw.name[0], to.raw.nameLen
	h.Iov = &o.iovs[o.queued[i].iov]
	copy(o.controls[i][:], to.raw.info[:to.raw.infoLen])
	o.finish(i)
}

func (o *sender) piece(b []byte) {
	iov := &o.iovs[o.niovs]
	iov.Base = &b[0]
	iov.SetLen(len(b))
	o.niovs++
}

// finish writes what depends on the number of a message's packets.
func (o *sender) finish(i int) {
	q, h := &o.queued[i], &o.msgs[i].hdr
	h.SetIovlen(q.n)
	n := q.to.raw.infoLen
	if q.packets > 1 {
		n += segmentControl(o.controls[i][n:], q.segment)
	}
	h.Control = nil
	if n > 0 {
		h.Control = &o.controls[i][0]
	}
	h.SetControllen(n)
}

func segmentControl(b []byte, size int) int {
	h := (*unix.Cmsghdr)(unsafe.Pointer(&b[0]))
	h.Level, h.Type = unix.SOL_UDP, udpSegment
	h.SetLen(unix.CmsgLen(2))
	binary.NativeEndian.PutUint16(b[unix.CmsgLen(0):], uint16(size))
	return unix.CmsgSpace(2)
}

// Flush sends what is queued.
func (s *Socket) Flush() {
	o := &s.out
	for o.at = 0; o.at < o.nmsgs; {
		o.end = o.nmsgs
		if o.mode == Single {
			o.end = o.at + 1
		}
		if s.raw.Control(o.call) != nil {
			break // closed
		}
		s.stats.SendCalls++
		if o.errno == 0 {
			for i := o.at; i < o.at+o.n; i++ {
				s.sent(&o.queued[i])
			}
			o.at += max(o.n, 1)
			continue
		}
		s.failed(&o.queued[o.at], o.errno)
	}
	o.nmsgs, o.niovs, o.at = 0, 0, 0
}

// sendmmsg is the system call; with one message it is what sendmsg is.
func (o *sender) sendmmsg(fd uintptr) {
	if o.end == o.at+1 {
		_, _, o.errno = unix.Syscall(unix.SYS_SENDMSG, fd, uintptr(unsafe.Pointer(&o.msgs[o.at].hdr)), unix.MSG_DONTWAIT)
		o.n = 1
		return
	}
	n, _, errno := unix.Syscall6(unix.SYS_SENDMMSG, fd, uintptr(unsafe.Pointer(&o.msgs[o.at])), uintptr(o.end-o.at), unix.MSG_DONTWAIT, 0, 0)
	o.n, o.errno = int(n), errno
}

func pollOut(fd uintptr) {
	fds := [1]unix.PollFd{{Fd: int32(fd), Events: unix.POLLOUT}}
	_, _ = unix.Poll(fds[:], int(waitForRoom.Milliseconds()))
}

func (s *Socket) sent(q *queued) {
	s.stats.SentMessages++
	s.stats.SentPackets += uint64(q.packets)
	s.stats.SentBytes += uint64(q.nbytes)
	if q.packets > 1 {
		s.out.proven = true
	}
}

// failed decides about the message at o.at, whose sending gave errno: it is tried again, sent in another way, or
// dropped, and then o.at is moved on.
func (s *Socket) failed(q *queued, errno unix.Errno) {
	o := &s.out
	switch {
	case errno == unix.EINTR:
		return
	case (errno == unix.EAGAIN || errno == unix.ENOBUFS) && q.failures == 0:
		q.failures++
		_ = s.raw.Control(o.wait)
		return
	case errno == unix.EAGAIN || errno == unix.ENOBUFS:
		s.stats.DroppedNoRoom += uint64(q.packets)
	case q.packets > 1 && (errno == unix.EIO || errno == unix.EINVAL):
		s.refused(q, errno)
	default:
		s.stats.DroppedErrors += uint64(q.packets)
	}
	o.at++
}

// refused sends a run that the kernel would not take packet by packet. EIO means that the device cannot
// (checksums), EINVAL that a segment is larger than this destination's path takes, or that the kernel cannot at
// all, if it never did: what is true of all is switched off for all.
func (s *Socket) refused(q *queued, errno unix.Errno) {
	o := &s.out
	s.stats.GSORefused++
	q.to.noGSO = true
	if errno == unix.EIO || !o.proven {
		o.mode = MMsg
	}
	h := &o.msgs[o.at].hdr
	h.SetControllen(q.to.raw.infoLen)
	if q.to.raw.infoLen == 0 {
		h.Control = nil
	}
	h.SetIovlen(1)
	for i := range q.n {
		piece := o.iovs[q.iov+i]
		b := unsafe.Slice(piece.Base, piece.Len)
		for len(b) > 0 {
			n := min(q.segment, len(b))
			if !s.sendOne(&o.iovs[q.iov+i], b[:n]) {
				return
			}
			b = b[n:]
		}
	}
}

// sendOne sends one packet of the message at o.at, whose only piece is iov. It tells whether the socket is open.
func (s *Socket) sendOne(iov *unix.Iovec, b []byte) bool {
	o := &s.out
	iov.Base = &b[0]
	iov.SetLen(len(b))
	o.msgs[o.at].hdr.Iov = iov
	o.end = o.at + 1
	if s.raw.Control(o.call) != nil {
		return false
	}
	s.stats.SendCalls++
	if o.errno != 0 {
		s.stats.DroppedErrors++
		return true
	}
	s.stats.SentMessages++
	s.stats.SentPackets++
	s.stats.SentBytes += uint64(len(b))
	return true
}
