// Package rewrite makes the packets of changing sources one continuous RTP stream: a slot's. Sequence numbers go on
// without a gap of their own, timestamps follow the wall clock (so that the slot's sender reports stay on one line),
// picture identifiers count on. It remembers enough to tell for each sequence number that a receiver asks for which
// packet of which source it was.
package rewrite

import (
	"time"

	"github.com/cumbre-meet/cumbre/internal/media/codec"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// maxEpochs is how many switches back a NACK can be answered. A slot that switches more often than 16 times within
// a receiver's jitter buffer shows nothing anyway.
const maxEpochs = 16

// maxResolve is how many packets back a receiver can ask: far more than rings hold.
const maxResolve = 4096

// squeeze is by how much the time before a switch's anchor is compressed: a replayed keyframe and what followed it,
// up to some seconds, are shown within some milliseconds, and the receiver's clock recovery sees packets that
// are in time. 2 s become 63 ms; frames at 60 a second stay 46 ticks apart.
const squeeze = 32

// Config is fixed for a slot.
type Config struct {
	ClockRate uint32 // Hz
	FirstSeq  uint16
	FirstTime uint32
	// MinStep is the least distance in time between the last packet of a source and the first of the next. For
	// sound a packet's duration: less would overlap it.
	MinStep time.Duration
}

// Rewriter is the state of one slot's stream. It has one owner and allocates nothing.
type Rewriter struct {
	cfg     Config
	started bool

	highest    units.Seq64  // of what was sent
	latest     units.Time64 // likewise
	origin     units.Instant
	originTime units.Time64 // the slot's timestamp at origin

	picture    uint16 // highest picture identifier, 15 bits
	hasPicture bool
	tl0        uint8
	hasTL0     bool

	epochs [maxEpochs]epoch // newest first; count of them are in use
	count  int
}

// epoch is the time from one switch to the next.
type epoch struct {
	stream   uint32
	first    units.Seq64 // incoming
	firstOut units.Seq64
	since    units.Time64 // of the first, incoming
	anchor   units.Time64 // incoming
	anchorTo units.Time64 // outgoing
	picture  uint16       // to be added
	tl0      uint8        // to be added

	ended bool
	until uint64 // of an ended one: see End
}

// New makes a Rewriter.
func New(cfg Config) Rewriter {
	return Rewriter{cfg: cfg, highest: units.Seq64(cfg.FirstSeq) + 1<<16 - 1, latest: units.Time64(cfg.FirstTime) + 1<<32}
}

// Switch is the change to another source, to another layer, or to the same one after a pause.
type Switch struct {
	Stream uint32        // identifies the incoming stream, for Resolve
	First  units.Seq64   // the first packet that is taken; earlier ones are refused
	Time   units.Time64  // its timestamp
	Anchor units.Time64  // the timestamp of the newest packet of the stream; equal to Time unless packets are replayed
	At     units.Instant // when the anchor was sampled, on our clock, as well as is known
	// Picture is the first packet's: its identifiers are where counting goes on.
	Picture codec.Payload
}

// Switch begins to take packets of another source. The first one gets the next sequence number.
func (r *Rewriter) Switch(s Switch) {
	s.Anchor = max(s.Anchor, s.Time)
	replayed := (s.Anchor - s.Time) / squeeze
	least := r.latest + max(1, r.ticks(r.cfg.MinStep)) + replayed
	if !r.started {
		least = r.latest + replayed
		r.origin, r.originTime, r.started = s.At, least, true
	}
	clock := r.originTime + r.ticks(s.At.Sub(r.origin))
	copy(r.epochs[1:], r.epochs[:maxEpochs-1])
	r.count = min(r.count+1, maxEpochs)
	r.epochs[0] = epoch{
		stream: s.Stream, first: s.First, firstOut: r.highest + 1, since: s.Time,
		anchor: s.Anchor, anchorTo: max(clock, least),
		picture: r.picture + 1 - s.Picture.PictureID,
		tl0:     r.tl0 + 1 - s.Picture.TL0PICIDX,
	}
	if !r.hasPicture {
		r.epochs[0].picture = 0
	}
	if !r.hasTL0 {
		r.epochs[0].tl0 = 0
	}
}

// End closes the present source's time: arrival is the owner's count of packets that had come by now. It is kept for
// Found.Sendable, so that what comes later is not sent on request either. A source that has ended, or none, stays as
// it is; what Map does is not changed, the owner stops calling it.
func (r *Rewriter) End(arrival uint64) {
	if e := &r.epochs[0]; r.count > 0 && !e.ended {
		e.ended, e.until = true, arrival
	}
}

func (r *Rewriter) ticks(d time.Duration) units.Time64 {
	seconds, rest := int64(d/time.Second), int64(d%time.Second)
	rate := int64(r.cfg.ClockRate)
	return units.Time64(seconds*rate + rest*rate/int64(time.Second))
}

// Out is what a packet becomes.
type Out struct {
	Seq       uint16
	Time      uint32
	PictureID uint16 // for codec.Payload.SetPictureID
	TL0PICIDX uint8
	First     bool // it is the first packet of the source since the switch
	// Since is the timestamp, in the source's own count, of the first packet since the switch: what is older was not
	// for this slot.
	Since units.Time64
}

// Map is what a packet of the present source becomes. ok is false for one from before the switch, and before the
// first Switch.
func (r *Rewriter) Map(seq units.Seq64, t units.Time64, p *codec.Payload) (out Out, ok bool) {
	if r.count == 0 || seq < r.epochs[0].first {
		return Out{}, false
	}
	e := &r.epochs[0]
	n := e.firstOut + seq - e.first
	at := e.time(t)
	r.highest = max(r.highest, n)
	r.latest = max(r.latest, at)
	out = e.rewrite(n, at, p)
	r.notePicture(out, p)
	return out, true
}

// Found is what Resolve finds: a packet of a source, and what it had become.
type Found struct {
	Stream uint32
	Seq    units.Seq64

	out   units.Seq64
	epoch *epoch
}

// Resolve finds out which packet a receiver asks for. ok is false for numbers that were never sent or that are too
// old. Whether the packet is still there is for the stream's ring to say.
func (r *Rewriter) Resolve(seq uint16) (f Found, ok bool) {
	n := units.UnwrapSeq(r.highest, seq)
	if r.count == 0 || n > r.highest || n <= r.highest-maxResolve {
		return Found{}, false
	}
	for i := range r.count {
		if e := &r.epochs[i]; n >= e.firstOut {
			return Found{Stream: e.stream, Seq: e.first + n - e.firstOut, out: n, epoch: e}, true
		}
	}
	return Found{}, false
}

// Sendable tells whether a packet that came as the arrival-th may be sent now: not if it came after its source's time
// had been ended.
func (f Found) Sendable(arrival uint64) bool { return !f.epoch.ended || arrival <= f.epoch.until }

// Present tells whether what was found is of the present source.
func (r *Rewriter) Present(f Found) bool { return f.epoch == &r.epochs[0] }

// Again is what the found packet became when it was sent, the same in every detail. It is valid until the next
// Switch.
func (f Found) Again(t units.Time64, p *codec.Payload) Out {
	return f.epoch.rewrite(f.out, f.epoch.time(t), p)
}

// Time is the slot's timestamp for one of the present source's.
func (r *Rewriter) Time(t units.Time64) uint32 {
	if r.count == 0 {
		return uint32(r.latest)
	}
	return uint32(r.epochs[0].time(t))
}

// First is the sequence number, in the source's own count, of the first packet since the switch; before the first Switch it is 0.
func (r *Rewriter) First() units.Seq64 {
	if r.count == 0 {
		return 0
	}
	return r.epochs[0].first
}

// Next is the sequence number that comes after all that were sent.
func (r *Rewriter) Next() uint16 { return uint16(r.highest + 1) }

func (e *epoch) time(t units.Time64) units.Time64 {
	if t >= e.anchor {
		return e.anchorTo + t - e.anchor
	}
	return e.anchorTo - (e.anchor-t)/squeeze
}

func (e *epoch) rewrite(n units.Seq64, at units.Time64, p *codec.Payload) Out {
	out := Out{Seq: uint16(n), Time: uint32(at), First: n == e.firstOut, Since: e.since}
	if p.PictureIDBits > 0 {
		out.PictureID = (p.PictureID + e.picture) & (1<<p.PictureIDBits - 1)
	}
	if p.HasTL0 {
		out.TL0PICIDX = p.TL0PICIDX + e.tl0
	}
	return out
}

// notePicture remembers the highest identifiers, by signed distance in their width.
func (r *Rewriter) notePicture(out Out, p *codec.Payload) {
	if p.PictureIDBits > 0 {
		shift := 16 - p.PictureIDBits
		distance := int16((out.PictureID-r.picture)<<shift) >> shift
		if !r.hasPicture {
			r.picture, r.hasPicture = out.PictureID, true
		} else if distance > 0 {
			r.picture = (r.picture + uint16(distance)) & 0x7FFF
		}
	}
	if p.HasTL0 && (!r.hasTL0 || int8(out.TL0PICIDX-r.tl0) > 0) {
		r.tl0, r.hasTL0 = out.TL0PICIDX, true
	}
}
