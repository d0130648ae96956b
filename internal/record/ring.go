package record

import (
	"sync/atomic"

	"github.com/cumbre-meet/cumbre/internal/units"
)

// Source is whose sound, and where it is heard: one file's.
type Source struct {
	Participant string
	Kind        string // microphone, screen-sound
	Channel     string // "": the floor
}

// Packet is one packet of Opus that is heard.
type Packet struct {
	Source
	Stream  uint32 // another one has timestamps of its own
	Time    units.Time64
	At      units.Instant
	Level   uint8 // dBov below full scale
	Payload []byte
}

const (
	// ringSlots and ringBytes are how much the media loop may be ahead of the disk: twenty sounds of 50 packets a second
	// for four seconds; less loses sound while a disk is slow to sync, more is memory of each meeting that is recorded.
	ringSlots = 4096
	ringBytes = 1 << 20
)

// ring carries packets from the media loop to the recorder. One goroutine puts, one takes; neither waits for the other.
type ring struct {
	slots [ringSlots]slot
	bytes [ringBytes]byte

	put, taken atomic.Uint64 // packets; a slot is the taker's while taken ≤ its number < put
	freed      atomic.Uint64 // bytes, of those that were taken
	lost       atomic.Uint64 // packets that did not fit
	used       uint64        // bytes; the putter's
}

type slot struct {
	Packet
	end uint64 // of its bytes, in used
}

// add takes a copy of a packet, or counts it as lost.
func (r *ring) add(p Packet) {
	n, size := r.put.Load(), uint64(len(p.Payload))
	from := r.used
	if at := from % ringBytes; at+size > ringBytes { // in one piece
		from += ringBytes - at
	}
	if size > ringBytes || n-r.taken.Load() >= ringSlots || from+size-r.freed.Load() > ringBytes {
		r.lost.Add(1)
		return
	}
	at := from % ringBytes
	copy(r.bytes[at:], p.Payload)
	p.Payload = r.bytes[at : at+size : at+size]
	r.used = from + size
	s := &r.slots[n%ringSlots]
	s.Packet, s.end = p, r.used
	r.put.Store(n + 1)
}

// take calls f with every packet that is there. The payload is valid until f returns.
func (r *ring) take(f func(Packet)) {
	for n, end := r.taken.Load(), r.put.Load(); n < end; n++ {
		s := &r.slots[n%ringSlots]
		f(s.Packet)
		s.Payload = nil
		r.freed.Store(s.end)
		r.taken.Store(n + 1)
	}
}
