package sfu

import (
	"time"

	"github.com/cumbre-meet/cumbre/internal/media/history"
	"github.com/cumbre-meet/cumbre/internal/media/red"
	"github.com/cumbre-meet/cumbre/internal/media/rewrite"
	"github.com/cumbre-meet/cumbre/internal/media/rtp"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// Who reports loss hears sounds with more redundancy than they came with: in RED with the two packets before each, without it each packet
// twice (docs/adr/0010-redundant-sound.md).

const (
	// deepLoss is the share of packets that a path loses, by its receiver's reports, from which on it does: of random loss p, p³ remains instead
	// of p². At 2 % RED with one block leaves a packet in fifty seconds. Less would send more to paths that hardly need it.
	deepLoss = 0.02
	// deepPackets is of how many packets that is found out, of all streams together: what a receiver of one sound alone reports of at once
	// (libwebrtc: 5 s). Of fewer a single loss would do.
	deepPackets = 200
	// deepFor is how long it goes on after such a report. What leaves twice hides what is lost from reports: who hears sound alone, and reports
	// every 5 s, is without for one report in twelve. Longer sends more to a path that is good again.
	deepFor = time.Minute
	// deepRate is what a path must carry that does not carry all that is wanted of pictures, in bit/s: each voice takes 32 kbit/s more, and one
	// hears two or three at once. Less takes it from the last picture.
	deepRate = 1_000_000
	// deepQueue is by how much a round trip may be longer than the shortest of late: more is a queue, which more packets make longer. Less takes
	// the jitter of radio for one.
	deepQueue = 150 * time.Millisecond
	// deepTight is for how long after a path was full what is lost counts as lost for that: reports of it come for some seconds. Less takes the end
	// of a queue for radio.
	deepTight = 5 * time.Second
	// deepBlocks is how many packets before its own a packet carries. A jitter buffer holds 40 to 60 ms of sound on a path that loses but does
	// not jitter: what a third block brings would come too late to be played.
	deepBlocks = 2
	// deepBytes bounds the sound in such a packet, which must be one datagram. Speech has 80 bytes a block, music in the highest quality 400.
	deepBytes = 1100
	// twinAge is how long after a packet its twin may leave: later it could not be played, and a receiver would wait for the next ones as long.
	twinAge = 100 * time.Millisecond
)

// deepening decides for one path.
type deepening struct {
	until, not     units.Instant // it is on until then, and not before then
	expected, lost float64       // packets, by the reports since the latest decision
}

// report takes what a receiver says of one stream: how many packets since its last report, and the share of them that was lost.
func (p *deepening) report(now units.Instant, packets uint32, lost float64, congested bool) {
	p.expected += float64(packets)
	p.lost += lost * float64(packets)
	if p.expected < deepPackets {
		return
	}
	if p.lost >= deepLoss*p.expected && !congested && now >= p.not {
		p.until = now.Add(deepFor)
	}
	p.expected, p.lost = 0, 0
}

// deepens tells whether sounds have more redundancy now.
func (d *downlink) deepens(now units.Instant) bool {
	return d.deep.on(now, d.narrow && d.estimated < deepRate)
}

// on tells whether it is; poor: the path has nothing left for it.
func (p *deepening) on(now units.Instant, poor bool) bool {
	if now >= p.until {
		return false
	}
	if poor {
		p.until, p.not = 0, now.Add(deepFor)
		return false
	}
	return true
}

// lossReported takes a receiver's report of a slot, and the round trip that it tells; 0: none.
func (s *slot) lossReported(now units.Instant, r rtp.Report, trip time.Duration) {
	d := &s.ep.down
	packets, first := r.HighestSeq-s.reported, s.reported == 0
	s.reported = r.HighestSeq
	s.lossDown = float64(r.FractionLost) / 256
	if first || packets > maxReported {
		return
	}
	full := d.ctl != nil && (d.ctl.Congested(now) || d.ctl.TightWithin(now, deepTight))
	d.deep.report(now, packets, s.lossDown, full || trip > s.ep.traffic.trip.get()+deepQueue)
}

// maxReported is how many packets a report can be of: sequence numbers of less than half their circle. What says more is no honest report.
const maxReported = 1 << 15

// deepened makes the payload of a packet in RED with the packets right before it, as far as they are the slot's. It is valid until the next one;
// nil: that is no more than it came with.
func (s *slot) deepened(e *history.Entry) []byte {
	primary := e.Own()
	if s.current == nil || s.current.ring.Get(e.Seq) != e || len(primary) == 0 { // a repair of another stream's, padding
		return nil
	}
	var blocks [deepBlocks]red.Block // oldest first
	first, size := deepBlocks, len(primary)
	for first > 0 {
		before := s.current.ring.Get(e.Seq - units.Seq64(deepBlocks-first+1))
		// What came later may have come when it was not for the slot.
		if before == nil || before.Arrival > e.Arrival || before.Seq < s.rw.First() || before.Time >= e.Time || e.Time-before.Time > red.MaxOffset {
			break
		}
		data := before.Own()
		if size += len(data); len(data) == 0 || len(data) > red.MaxLength || size > deepBytes {
			break
		}
		first--
		blocks[first] = red.Block{Offset: uint16(e.Time - before.Time), Data: data}
	}
	if deepBlocks-first <= int(e.Redundancy.Blocks) {
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
	size int // of header and payload, in bytes
	seq  uint16
	at   units.Instant
}

// sendWithTwin sends a packet, and the one right before it once more: to who loses packets and does not know RED. Of random loss p, p² remains.
func (s *slot) sendWithTwin(now units.Instant, out rewrite.Out, e *history.Entry) {
	if t := &s.twin; len(t.sent) > 0 && t.seq == out.Seq-1 && now.Sub(t.at) < twinAge {
		s.ep.room.stats.Twins++
		s.count(t.size)
		s.ep.down.stamp(now, s, nil, t.size, false) // a sound: its header is not touched
		s.ep.transport.SendAgain(t.sent)
	}
	payload, pt := s.payload(now, out, e)
	h := s.headerFor(out, e, pt)
	sent := s.transmit(now, h, payload, out.Seq)
	s.octets += uint32(len(payload))
	if len(payload) > deepBytes {
		sent = nil
	}
	s.twin = twin{sent: append(s.twin.sent[:0], sent...), size: h.Len() + len(payload), seq: out.Seq, at: now}
}
