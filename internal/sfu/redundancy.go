package sfu

import (
	"slices"
	"time"

	"github.com/cumbre-meet/cumbre/internal/media/history"
	"github.com/cumbre-meet/cumbre/internal/media/red"
	"github.com/cumbre-meet/cumbre/internal/media/rewrite"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// A sound in RED is kept as it came. Its primary block is the end of the payload, so that a receiver without RED gets
// that, of the same memory, as plain Opus; and so does every receiver while the redundancy reaches back to before the
// slot's present source began: what was said then was not for it.

const (
	// deepLoss is the share of packets that a path loses, by its receiver's reports, from which on sounds go out on it with the two packets before
	// them instead of one, or none: of random loss p, p³ remains instead of p². At 2 % RED with one block leaves a packet in fifty seconds. Less
	// would send more to paths that hardly need it.
	deepLoss = 0.02
	// deepFor is how long after such a report they do. What leaves twice hides what is lost from reports: who hears sound alone, and reports every
	// 5 s (libwebrtc), is without for one report in twelve. Longer sends more to a path that is good again.
	deepFor = time.Minute
	// deepRate is what a path must carry that does not carry all that is wanted of pictures: each voice takes 32 kbit/s more, and one hears two or
	// three at once. Less takes it from the last picture.
	deepRate = 1_000_000 // bit/s
	// deepBlocks is how many packets before its own a packet carries then. A jitter buffer holds 40 to 60 ms of sound on a path that loses but does
	// not jitter (ADR 10): what a third block brings would come too late to be played.
	deepBlocks = 2
	// deepBytes bounds the sound in such a packet, which must be one datagram. Speech has 80 bytes a block, music in the highest quality 400.
	deepBytes = 1100
)

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
	b, r := e.Payload(), e.Redundancy
	if s.kind != Audio {
		return b, 0
	}
	if s.codec.REDType != 0 && s.ep.down.deepens(now) {
		if deep := s.deepened(out, e); deep != nil {
			return deep, s.codec.REDType
		}
	}
	switch {
	case r.Primary == 0:
		return b, s.codec.PayloadType
	case s.codec.REDType != 0 && r.Blocks > 0 && e.Time-units.Time64(r.Reach) >= out.Since:
		r.SetPayloadType(b, s.codec.PayloadType)
		return b, s.codec.REDType
	case r.Blocks > 0:
		s.ep.room.stats.Stripped++
	}
	return b[r.Primary:], s.codec.PayloadType
}

// lossReported is told what a receiver report says of a path: the share of packets that were lost.
func (d *downlink) lossReported(now units.Instant, lost float64) {
	if lost >= deepLoss && (d.ctl == nil || !d.ctl.Congested(now)) {
		d.deepUntil = now.Add(deepFor)
	}
}

// deepens tells that sounds go out with more redundancy.
func (d *downlink) deepens(now units.Instant) bool {
	return now < d.deepUntil && (!d.narrow || d.estimated >= deepRate)
}

// deepened makes the payload of a packet in RED with the packets right before it, as far as they are the slot's, whatever redundancy it came
// with. It is valid until the next one; nil: there is nothing to add.
func (s *slot) deepened(out rewrite.Out, e *history.Entry) []byte {
	primary := e.Payload()[e.Redundancy.Primary:]
	if s.current == nil || s.current.ring.Get(e.Seq) != e || len(primary) == 0 { // a repair of another stream's, padding
		return nil
	}
	var blocks [deepBlocks]red.Block // oldest first
	first, size := deepBlocks, len(primary)
	for first > 0 {
		before := s.current.ring.Get(e.Seq - units.Seq64(deepBlocks-first+1))
		if before == nil || before.Arrival > e.Arrival || before.Time < out.Since || before.Time >= e.Time || e.Time-before.Time > red.MaxOffset {
			break // what came later may have come when it was not for the slot
		}
		data := before.Payload()[before.Redundancy.Primary:]
		if size += len(data); len(data) == 0 || len(data) > red.MaxLength || size > deepBytes {
			break
		}
		first--
		blocks[first] = red.Block{Offset: uint16(e.Time - before.Time), Data: data}
	}
	if first == deepBlocks {
		return nil
	}
	r := s.ep.room
	r.stats.Deepened++
	r.deep = red.Append(r.deep[:0], s.codec.PayloadType, primary, blocks[first:]...)
	return r.deep
}

// twin is a slot's latest packet as it left.
type twin struct {
	sent []byte
	seq  uint16
}

// sendWithTwin sends a packet, and the one right before it once more: to who loses packets and does not know RED. Of random loss p, p² remains.
func (s *slot) sendWithTwin(now units.Instant, out rewrite.Out, e *history.Entry) {
	if t := &s.twin; len(t.sent) > 0 && t.seq == out.Seq-1 {
		s.ep.transport.SendAgain(t.sent)
		s.ep.room.stats.Twins++
		s.ep.room.stats.BytesOut += uint64(len(t.sent))
		s.ep.traffic.out += units.ByteCount(len(t.sent))
		s.ep.down.sound.bytes += units.ByteCount(len(t.sent))
	}
	n, sent := s.send(now, out, e)
	s.octets += uint32(n)
	if n > deepBytes {
		sent = nil
	}
	s.twin = twin{sent: append(s.twin.sent[:0], sent...), seq: out.Seq}
}
