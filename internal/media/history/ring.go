// Package history keeps the newest packets of one incoming RTP stream: to answer NACKs, and to show a new watcher
// the newest keyframe at once.
//
// Memory: a Ring starts with Config.Slots slots of SlotBytes and doubles, at most to MaxSlots, when packets younger
// than Keep would be overwritten. With VideoConfig that is 208 KiB to 1.6 MiB per simulcast layer, so a camera of
// 2.5 Mbit/s with three layers settles at about 1.4 MiB; with AudioConfig it is 51 KiB.
package history

import (
	"time"

	"github.com/cumbre-meet/cumbre/internal/media/codec"
	"github.com/cumbre-meet/cumbre/internal/media/red"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// headroom is what a slot has free before its payload: the original sequence number of an RTX packet (RFC 4588
// section 4) goes there, so that a retransmission needs no copy.
const headroom = 2

// tailroom is what a slot has free after its payload: the padding that makes packets of a run equal goes there
// (rtc's padStep), so that it needs no copy either.
const tailroom = 16

// Config sizes a Ring. Slots and MaxSlots must be powers of two.
type Config struct {
	Slots, MaxSlots int
	// SlotBytes is the largest payload that is kept. A datagram on Ethernet carries 1,460.
	SlotBytes int
	// Keep is how old a packet shall become before it is overwritten. Longer costs memory, shorter loses
	// repairs on long paths and the keyframe cache.
	Keep time.Duration
}

// VideoConfig is for one layer of a picture.
func VideoConfig() Config {
	return Config{Slots: 128, MaxSlots: 1024, SlotBytes: 1460, Keep: 2 * time.Second}
}

// AudioConfig is for a sound: 32 packets are 640 ms of Opus.
func AudioConfig() Config {
	return Config{Slots: 32, MaxSlots: 32, SlotBytes: 1460, Keep: 0}
}

// Entry is one packet. It and what it points to are valid until the Ring overwrites it; do not keep it.
type Entry struct {
	Seq         units.Seq64
	Time        units.Time64
	At          units.Instant // when it came
	Arrival     uint64        // the owner's count of arrivals: its place among all packets, also within one instant
	PayloadType uint8
	Marker      bool
	Keyframe    bool // a keyframe starts here
	Picture     codec.Payload
	Redundancy  red.Payload // of a sound in RED

	buf  []byte // headroom, then the payload
	size int
	at   int // of the payload in buf, beyond headroom: see RTXPayload
	used bool
}

// Payload is the packet's payload. A forwarder may patch identifiers in it before each sending, and write padding behind
// it, as far as its capacity goes.
func (e *Entry) Payload() []byte { return e.buf[headroom+e.at : headroom+e.size] }

// Own is the packet's own payload: of a sound in RED its primary block, else all of it. It has Payload's capacity.
func (e *Entry) Own() []byte { return e.Payload()[e.Redundancy.Primary:] }

// RTXPayload is the payload of a retransmission: the sequence number that the receiver knows the packet by, then
// the payload (RFC 4588 section 4). It is valid until the next call. Of a packet in RED it has the primary block alone,
// for the retransmission is of the codec's payload type; its redundancy is gone from then on.
func (e *Entry) RTXPayload(original uint16) []byte {
	e.at += int(e.Redundancy.Primary)
	e.Redundancy = red.Payload{}
	e.buf[e.at], e.buf[e.at+1] = byte(original>>8), byte(original)
	return e.buf[e.at : headroom+e.size]
}

// Result tells what Insert did.
type Result uint8

// The results of Insert.
const (
	Stored Result = iota
	Duplicate
	TooOld // it would overwrite a newer packet
	TooLarge
)

// Ring holds the newest packets of a stream, found by sequence number. It has one owner, allocates only when it
// grows, and copies what it is given.
type Ring struct {
	cfg     Config
	entries []Entry
	started bool
	highest units.Seq64

	keyframe    units.Seq64
	keyframeAt  units.Time64
	hasKeyframe bool
}

// New makes an empty Ring.
func New(cfg Config) *Ring {
	r := &Ring{cfg: cfg}
	r.entries = newEntries(cfg.Slots, cfg.Slots, cfg.SlotBytes)
	return r
}

// newEntries makes n entries, the last fresh of them with memory.
func newEntries(n, fresh, size int) []Entry {
	entries := make([]Entry, n)
	size += headroom + tailroom
	slab := make([]byte, fresh*size)
	for i := range fresh {
		entries[n-fresh+i].buf = slab[i*size : (i+1)*size : (i+1)*size]
	}
	return entries
}

// Highest is the highest sequence number that was stored; ok is false while there is none.
func (r *Ring) Highest() (seq units.Seq64, ok bool) { return r.highest, r.started }

// Insert stores a packet: head has everything but the payload, which is copied. The returned entry is the stored
// one, or nil.
func (r *Ring) Insert(head Entry, payload []byte) (*Entry, Result) {
	if len(payload) > r.cfg.SlotBytes {
		return nil, TooLarge
	}
	if r.started && head.Seq <= r.highest-units.Seq64(len(r.entries)) {
		return nil, TooOld
	}
	e := r.slot(head.Seq)
	if e.used && e.Seq == head.Seq {
		return nil, Duplicate
	}
	if e.used && e.Seq > head.Seq { // a jump ahead left newer packets than the window says
		return nil, TooOld
	}
	if e.used && len(r.entries) < r.cfg.MaxSlots && head.At.Sub(e.At) < r.cfg.Keep {
		r.grow()
		e = r.slot(head.Seq)
	}
	head.buf, head.at, head.size, head.used = e.buf, 0, copy(e.buf[headroom:], payload), true
	*e = head
	if !r.started || head.Seq > r.highest {
		r.highest, r.started = head.Seq, true
	}
	if head.Keyframe {
		r.noteKeyframe(e)
	}
	return e, Stored
}

func (r *Ring) slot(seq units.Seq64) *Entry { return &r.entries[int(seq)&(len(r.entries)-1)] }

// grow doubles the Ring; the entries keep their memory.
func (r *Ring) grow() {
	old := r.entries
	n := 2 * len(old)
	fresh := newEntries(n, len(old), r.cfg.SlotBytes)
	spare := fresh[len(old):]
	memory := make([][]byte, 0, len(old))
	for i := range spare {
		memory = append(memory, spare[i].buf)
		spare[i].buf = nil
	}
	r.entries = fresh
	for i := range old {
		r.slot(old[i].homeIn(n, i)).take(&old[i])
	}
	for i := range r.entries {
		if r.entries[i].buf == nil {
			r.entries[i].buf, memory = memory[0], memory[1:]
		}
	}
}

// homeIn is the place of the entry in a ring of n slots; an unused one stays at i.
func (e *Entry) homeIn(n, i int) units.Seq64 {
	if !e.used {
		return units.Seq64(i)
	}
	return e.Seq & units.Seq64(n-1)
}

func (e *Entry) take(from *Entry) { *e = *from }

// Get finds a packet, or returns nil.
func (r *Ring) Get(seq units.Seq64) *Entry {
	if e := r.slot(seq); e.used && e.Seq == seq {
		return e
	}
	return nil
}

// noteKeyframe remembers where the newest keyframe starts: several packets of one frame may say that it is one
// (parameter sets apart from the picture), and the first counts.
func (r *Ring) noteKeyframe(e *Entry) {
	switch {
	case !r.hasKeyframe || e.Time > r.keyframeAt:
	case e.Time == r.keyframeAt && e.Seq < r.keyframe:
	default:
		return
	}
	r.keyframe, r.keyframeAt, r.hasKeyframe = e.Seq, e.Time, true
}

// Keyframe is the first packet of the newest keyframe while it is in the Ring, or nil.
func (r *Ring) Keyframe() *Entry {
	if !r.hasKeyframe {
		return nil
	}
	return r.Get(r.keyframe)
}

// Replayable tells whether the newest keyframe and everything after it is here without a gap, at most limit
// packets, and the keyframe came at since or later.
func (r *Ring) Replayable(limit int, since units.Instant) (first units.Seq64, ok bool) {
	e := r.Keyframe()
	if e == nil || e.At < since || int(r.highest-e.Seq) >= limit {
		return 0, false
	}
	for seq := e.Seq; seq <= r.highest; seq++ {
		if r.Get(seq) == nil {
			return 0, false
		}
	}
	return e.Seq, true
}

// Forget empties the Ring, for a stream that starts again with other numbers.
func (r *Ring) Forget() {
	for i := range r.entries {
		r.entries[i].used = false
	}
	r.started, r.hasKeyframe = false, false
}

// Slots is how many packets the Ring can hold now.
func (r *Ring) Slots() int { return len(r.entries) }
