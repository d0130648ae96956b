package bwe

import (
	"github.com/cumbre-meet/cumbre/internal/units"
)

// historySize is how many sent packets are remembered until feedback about them comes, a power of two. 2,048 packets of
// 1,200 bytes are 4 s at 5 Mbit/s and 1 s at 20 Mbit/s; each costs 16 bytes a subscriber. Fewer would forget packets
// before a slow path reports them.
const historySize = 2048

// MaxReports is how many packets one feedback message may report: those that can be remembered.
const MaxReports = historySize

type fate uint8

const (
	fateOpen fate = iota
	fateLost      // reported so; may still come
	fateCame
)

// sentPacket is what is remembered of a packet.
type sentPacket struct {
	at      units.Instant
	size    uint16 // bytes, at most 65,535
	before  uint16 // bytes sent since the packet before that have no sequence number, at most 65,535
	cluster uint16 // probe that it is part of; 0: none
	fate    fate
	lostIn  uint8 // the loss model's observation in which it was lost
}

// history remembers the latest packets by their transport-wide sequence numbers.
type history struct {
	next    units.Seq64 // number of the next packet
	before  int         // bytes without sequence number since the last one
	packets *[historySize]sentPacket
	base    units.Seq64 // packets before it do not count
}

func newHistory() history { return history{packets: new([historySize]sentPacket)} }

func (h *history) add(now units.Instant, size int, cluster uint16) uint16 {
	seq := h.next
	h.packets[seq%historySize] = sentPacket{
		at: now, size: uint16(min(size, 1<<16-1)), before: uint16(min(h.before, 1<<16-1)), cluster: cluster,
	}
	h.next++
	h.before = 0
	return uint16(seq)
}

// find returns the packet that a report means; nil: it was never sent, or so long ago that it is forgotten.
func (h *history) find(seq uint16) *sentPacket {
	n := units.UnwrapSeq(h.next-1, seq)
	if n < h.base || n >= h.next || n < h.next-historySize {
		return nil
	}
	return &h.packets[n%historySize]
}

// forgotten tells whether a report means a packet of before the latest restart.
func (h *history) forgotten(seq uint16) bool {
	n := units.UnwrapSeq(h.next-1, seq)
	return n >= 0 && n < h.base
}

// forget makes what was sent so far count no more. The numbers go on.
func (h *history) forget() { h.base = h.next }
