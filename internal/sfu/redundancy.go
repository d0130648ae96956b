package sfu

import (
	"slices"

	"github.com/cumbre-meet/cumbre/internal/media/history"
	"github.com/cumbre-meet/cumbre/internal/media/red"
	"github.com/cumbre-meet/cumbre/internal/media/rewrite"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// A sound in RED is kept as it came. Its primary block is the end of the payload, so that a receiver without RED gets
// that, of the same memory, as plain Opus; and so does every receiver while the redundancy reaches back to before the
// slot's present source began: what was said then was not for it.

// readRedundancy reads the payload of a packet in RED. A packet of padding goes along, as any other.
func (p *packet) readRedundancy() bool {
	if len(p.payload) == 0 {
		return true
	}
	var err error
	p.red, err = red.Parse(p.payload, p.pt)
	return err == nil
}

// mend puts what was lost right before a packet, and is in its redundancy, into the ring: the room's mended are these,
// oldest first. A block has no sequence number: the n-th before its packet is that of the n-th before it, as libwebrtc
// sends them, and must fit between its neighbours by its time. Each counts as a packet that came: 17 out of one are no
// way round the source's limit.
func (st *stream) mend(now units.Instant, seq units.Seq64, at units.Time64, p *packet) {
	r := st.src.ep.room
	r.mended = r.mended[:0]
	if _, some := st.ring.Highest(); p.red.Blocks == 0 || !some {
		return
	}
	newer := at
	walk := p.red.Walk(p.payload)
	for lost := seq - 1; lost > st.seq && walk.Next(); lost-- {
		t := at - units.Time64(walk.Offset)
		if t <= st.time || t >= newer || len(walk.Data) == 0 {
			break
		}
		if !st.src.mayCome(now, len(walk.Data)) {
			r.stats.DroppedOverRate++
			break
		}
		newer = t
		e := st.store(now, lost, t, packet{pt: p.pt, payload: walk.Data})
		if e == nil {
			break
		}
		r.mended = append(r.mended, e)
	}
	slices.Reverse(r.mended)
	for _, e := range r.mended {
		r.stats.Mended++
		if st.codec.NACK {
			st.nack.Received(now, e.Seq, false)
		}
	}
}

// payload is what a packet has on the slot, and for a sound of which payload type.
func (s *slot) payload(now units.Instant, out rewrite.Out, e *history.Entry) (payload []byte, pt uint8) {
	if s.kind != Audio {
		return e.Payload(), 0
	}
	if s.codec.REDType != 0 && s.ep.down.deepens(now) {
		if deep := s.deepened(e); deep != nil {
			return deep, s.codec.REDType
		}
	}
	r := e.Redundancy
	if s.codec.REDType != 0 && r.Blocks > 0 && e.Time-units.Time64(r.Reach) >= out.Since {
		b := e.Payload()
		r.SetPayloadType(b, s.codec.PayloadType)
		return b, s.codec.REDType
	}
	if r.Blocks > 0 {
		s.ep.room.stats.Stripped++
	}
	return e.Own(), s.codec.PayloadType
}
