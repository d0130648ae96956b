//go:build linux

package udp

import (
	"encoding/binary"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

const (
	// batchMessages is how many messages one sendmmsg takes, and how many a turn has before its senders are woken. It takes
	// the kernel half a millisecond. More delays the first ones' packets' account and the senders' start, less costs calls.
	batchMessages = 64
	// batchPieces is how many pieces of memory those may have together.
	batchPieces = 512
	// udpSegment is UDP_SEGMENT of linux/udp.h.
	udpSegment = 103
)

// batch is messages that go to the kernel together. Its owner is who fills it, then who sends it, then again who fills it.
type batch struct {
	msgs     [batchMessages]mmsghdr
	names    [batchMessages][unix.SizeofSockaddrInet6]byte // copies: a destination may change before the batch is sent
	controls [batchMessages][controlSpace]byte
	queued   [batchMessages]queued
	iovs     [batchPieces]unix.Iovec
	nmsgs    int
	niovs    int

	turn    int       // 0 or 1: see outlet.flights
	arrived time.Time // what the packets were made of; zero: they are nobody's media
	single  bool      // one message a call
	proven  bool      // a run was taken by the kernel: refusals are the destination's matter

	// What came of it.
	stats  Stats
	noRuns bool // no run will be taken by the kernel, or by the device
}

// queued is what a message consists of, for the way back from a refusal and for the counters.
type queued struct {
	to       *Destination
	infoLen  int // bytes of control messages without the run's
	iov, n   int
	packets  int
	segment  int // bytes of a packet of a run; the last may be shorter
	nbytes   int
	failures int
	refused  bool // as a run
}

// full tells whether nothing more can be added.
func (b *batch) full() bool { return b.nmsgs == batchMessages || b.niovs == batchPieces }

// reset empties a batch, and keeps nothing of its destinations alive.
func (b *batch) reset() {
	clear(b.queued[:b.nmsgs])
	clear(b.iovs[:b.niovs])
	b.nmsgs, b.niovs, b.stats, b.noRuns = 0, 0, Stats{}, false
}

// latest is the message that was added last.
func (b *batch) latest() *queued { return &b.queued[b.nmsgs-1] }

// extend makes what follows a run of whole packets a part of it, if it may be: packets of the same size, or one last
// that is shorter.
func (b *batch) extend(data []byte, segment int) bool {
	q := b.latest()
	n := (len(data) + segment - 1) / segment
	same := segment == q.segment || (n == 1 && len(data) <= q.segment)
	if !same || b.niovs == batchPieces || q.packets+n > maxSegments || q.nbytes+len(data) > maxRun {
		return false
	}
	b.piece(data)
	q.n++
	q.packets += n
	q.nbytes += len(data)
	b.finish(b.nmsgs - 1)
	return true
}

// add makes one message.
func (b *batch) add(to *Destination, data []byte, segment int) {
	i := b.nmsgs
	b.nmsgs++
	b.queued[i] = queued{to: to, infoLen: to.raw.infoLen, iov: b.niovs, n: 1, packets: (len(data) + segment - 1) / segment, segment: segment, nbytes: len(data)}
	b.piece(data)
	b.names[i] = to.raw.name
	h := &b.msgs[i].hdr
	h.Name, h.Namelen = &b.names[i][0], to.raw.nameLen
	h.Iov = &b.iovs[b.queued[i].iov]
	copy(b.controls[i][:], to.raw.info[:to.raw.infoLen])
	b.finish(i)
}

func (b *batch) piece(data []byte) {
	iov := &b.iovs[b.niovs]
	iov.Base = &data[0]
	iov.SetLen(len(data))
	b.niovs++
}

// finish writes what depends on the number of a message's packets.
func (b *batch) finish(i int) {
	q, h := &b.queued[i], &b.msgs[i].hdr
	h.SetIovlen(q.n)
	n := q.infoLen
	if q.packets > 1 {
		n += segmentControl(b.controls[i][n:], q.segment)
	}
	h.Control = nil
	if n > 0 {
		h.Control = &b.controls[i][0]
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

// plain takes the run's control message off a message again.
func (b *batch) plain(i int) {
	h := &b.msgs[i].hdr
	n := b.queued[i].infoLen
	h.SetControllen(n)
	if n == 0 {
		h.Control = nil
	}
	h.SetIovlen(1)
}
