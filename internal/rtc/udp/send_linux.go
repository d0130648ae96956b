//go:build linux

package udp

import (
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// sender hands batches to the kernel. The loop has one, and so has each of the senders' goroutines.
type sender struct {
	raw   syscall.RawConn
	batch *batch // under way

	at, end int // what the call is to send
	n       int
	errno   unix.Errno
	call    func(fd uintptr) // made once: a method value is an allocation
	wait    func(fd uintptr)
}

func (o *sender) setUp(raw syscall.RawConn) {
	o.raw, o.call, o.wait = raw, o.sendmmsg, pollOut
}

// send sends a batch. What came of it is in the batch.
func (o *sender) send(b *batch) {
	o.batch = b
	for o.at = 0; o.at < b.nmsgs; {
		o.end = b.nmsgs
		if b.single {
			o.end = o.at + 1
		}
		if o.raw.Control(o.call) != nil {
			break // closed
		}
		b.stats.SendCalls++
		if o.errno == 0 {
			for i := o.at; i < o.at+o.n; i++ {
				b.sent(&b.queued[i])
			}
			o.at += max(o.n, 1)
			continue
		}
		o.failed(&b.queued[o.at], o.errno)
	}
	if !b.arrived.IsZero() {
		b.stats.Inside.note(time.Since(b.arrived), b.stats.SentPackets)
	}
	o.batch = nil
}

// sendmmsg is the system call; with one message it is what sendmsg is. It does not wait, so Go's scheduler is not told.
func (o *sender) sendmmsg(fd uintptr) {
	m := &o.batch.msgs[o.at]
	if o.end == o.at+1 {
		_, _, o.errno = unix.RawSyscall(unix.SYS_SENDMSG, fd, uintptr(unsafe.Pointer(&m.hdr)), unix.MSG_DONTWAIT)
		o.n = 1
		return
	}
	n, _, errno := unix.RawSyscall6(unix.SYS_SENDMMSG, fd, uintptr(unsafe.Pointer(m)), uintptr(o.end-o.at), unix.MSG_DONTWAIT, 0, 0)
	o.n, o.errno = int(n), errno
}

func pollOut(fd uintptr) {
	fds := [1]unix.PollFd{{Fd: int32(fd), Events: unix.POLLOUT}}
	_, _ = unix.Poll(fds[:], int(waitForRoom.Milliseconds()))
}

func (b *batch) sent(q *queued) {
	b.stats.SentMessages++
	b.stats.SentPackets += uint64(q.packets)
	b.stats.SentBytes += uint64(q.nbytes)
	if q.packets > 1 {
		b.proven = true
	}
}

// failed decides about the message at o.at, whose sending gave errno: it is tried again, sent in another way, or
// dropped, and then o.at is moved on.
func (o *sender) failed(q *queued, errno unix.Errno) {
	s := &o.batch.stats
	switch {
	case errno == unix.EINTR:
		return
	case (errno == unix.EAGAIN || errno == unix.ENOBUFS) && q.failures == 0:
		q.failures++
		_ = o.raw.Control(o.wait)
		return
	case errno == unix.EAGAIN || errno == unix.ENOBUFS:
		s.DroppedNoRoom += uint64(q.packets)
	case q.packets > 1 && (errno == unix.EIO || errno == unix.EINVAL):
		o.refused(q, errno)
	default:
		s.DroppedErrors += uint64(q.packets)
	}
	o.at++
}

// refused sends a run that the kernel would not take packet by packet. EIO means that the device cannot
// (checksums), EINVAL that a segment is larger than this destination's path takes, or that the kernel cannot at
// all, if it never did: what is true of all is switched off for all.
func (o *sender) refused(q *queued, errno unix.Errno) {
	b := o.batch
	b.stats.GSORefused++
	q.refused = true
	if errno == unix.EIO || !b.proven {
		b.noRuns = true
	}
	b.plain(o.at)
	for i := range q.n {
		piece := b.iovs[q.iov+i]
		data := unsafe.Slice(piece.Base, piece.Len)
		for len(data) > 0 {
			n := min(q.segment, len(data))
			if !o.sendOne(&b.iovs[q.iov+i], data[:n]) {
				return
			}
			data = data[n:]
		}
	}
}

// sendOne sends one packet of the message at o.at, whose only piece is iov. It tells whether the socket is open.
func (o *sender) sendOne(iov *unix.Iovec, data []byte) bool {
	iov.Base = &data[0]
	iov.SetLen(len(data))
	o.batch.msgs[o.at].hdr.Iov = iov
	o.end = o.at + 1
	if o.raw.Control(o.call) != nil {
		return false
	}
	s := &o.batch.stats
	s.SendCalls++
	if o.errno != 0 {
		s.DroppedErrors++
		return true
	}
	s.SentMessages++
	s.SentPackets++
	s.SentBytes += uint64(len(data))
	return true
}
