package sfu

import (
	"time"

	"github.com/cumbre-meet/cumbre/internal/media/allocate"
	"github.com/cumbre-meet/cumbre/internal/media/bwe"
	"github.com/cumbre-meet/cumbre/internal/media/remb"
	"github.com/cumbre-meet/cumbre/internal/media/rtp"
	"github.com/cumbre-meet/cumbre/internal/media/twcc"
	"github.com/cumbre-meet/cumbre/internal/units"
)

const (
	// padSize is the padding of one probe packet: as much as a count of eight bits can say in steps of 32 bytes.
	padSize = 224
	// maxProbePackets bounds the padding of one turn. At 30 Mbit/s a probe's step of 10 ms is 168 packets.
	maxProbePackets = 200
	// renewedFor is how long requests may still come for what was sent into the void before a change of path: they come as soon as
	// its first packet did.
	renewedFor = 2 * time.Second
	// rembFor is how long a client's REMB counts. libwebrtc repeats it every second, and at once when it falls.
	rembFor = 10 * time.Second
)

// downlink is the path to an endpoint: how much it carries, by transport-wide feedback, or by the client's REMB where
// it gives none.
type downlink struct {
	ctl    *bwe.Controller // nil: no transport-wide feedback
	sound  meter           // of sounds that are sent
	pace   pacer
	ledger ledger
	deep   deepening

	seen      bwe.Counts // what was counted already
	remb      units.Bitrate
	at        units.Instant // of it; 0: none came
	allocator allocate.Allocator
	allotment units.Bitrate // what the slots cost, with sound
	estimated units.Bitrate // when that was settled
	renewedAt units.Instant // when it last turned into another path; 0: never
	narrow    bool          // less is sent than is wanted
	short     bool          // the path was seen not to carry the base layers of all pictures
}

// configure follows the negotiation. A controller goes on over renegotiations.
func (d *downlink) configure(e *Endpoint) {
	for _, s := range e.slots {
		if s.tracked {
			if d.ctl == nil {
				d.ctl, d.seen, d.ledger = bwe.New(e.room.cfg.Downlink), bwe.Counts{}, ledger{}
			}
			return
		}
	}
	d.ctl = nil
}

// renewed tells that the path is another one since a moment ago.
func (d *downlink) renewed(now units.Instant) bool {
	return !d.renewedAt.IsZero() && now.Sub(d.renewedAt) < renewedFor
}

// replayAge is how old a keyframe of the cache may be that a picture begins with; most is the Room's bound.
func (d *downlink) replayAge(now units.Instant, most time.Duration) time.Duration {
	if d.pace.near || d.pace.on || d.renewed(now) {
		return min(most, paceReplayAge)
	}
	return most
}

// stamp notes a packet of n bytes that is about to be sent, and gives it its transport-wide sequence number, if it is tracked.
func (d *downlink) stamp(now units.Instant, s *slot, h *rtp.Header, n int, padding bool) (number uint16, tracked bool) {
	if s.kind == Audio {
		d.sound.bytes += units.ByteCount(n)
	} else if d.pace.on && !padding {
		d.pace.spent(n)
	}
	switch {
	case d.ctl == nil:
	case s.tracked:
		number = d.ctl.Sent(now, n, padding)
		h.SetTransportSequence(number)
		return number, true
	default:
		d.ctl.SentUntracked(n)
	}
	return 0, false
}

// estimate is what may be sent to the endpoint; not known: nobody tells, not even a client that said it would.
func (d *downlink) estimate(now units.Instant) (b units.Bitrate, known bool) {
	if d.ctl != nil && d.ctl.Answers() {
		return d.ctl.Target(), true
	}
	return d.remb, !d.at.IsZero() && now.Sub(d.at) < rembFor
}

// waiting is how long a packet that is sent now waits in a queue of the path.
func (d *downlink) waiting() time.Duration {
	if d.ctl == nil {
		return 0
	}
	return d.ctl.Waiting()
}

// Downlink is how much the path to the endpoint carries, sound and repairs included; not known where the client answers
// neither with transport-wide feedback nor with REMB.
func (e *Endpoint) Downlink(now units.Instant) (b units.Bitrate, known bool) {
	return e.down.estimate(now)
}

// DownlinkState is the inside of the estimate, for telemetry; the zero State where there is no transport-wide feedback.
func (e *Endpoint) DownlinkState(now units.Instant) bwe.State {
	if e.down.ctl == nil {
		return bwe.State{}
	}
	return e.down.ctl.State(now)
}

// limited takes the client's REMB. What is no REMB is ignored, as application layer feedback of other kinds is.
func (e *Endpoint) limited(now units.Instant, packet []byte) {
	if b, err := remb.Parse(packet, nil); err == nil {
		e.down.remb, e.down.at = b, now
		e.lowered(now)
	}
}

// lowered allots the slots again at once if they cost more than the path carries now.
func (e *Endpoint) lowered(now units.Instant) {
	d := &e.down
	b, known := d.estimate(now)
	if !known || b >= d.allotment {
		return
	}
	if congested := d.ctl != nil && d.ctl.Congested(now); b < d.estimated || (congested && !d.short && e.padded() != nil) {
		e.room.reallot(now, e)
	}
}

// renew begins anew with the estimate, as on a path of which nothing is known.
func (d *downlink) renew(now units.Instant) {
	d.renewedAt = now
	if d.ctl != nil {
		d.ctl.Restart(0)
	}
	d.at, d.short = 0, false
	d.pace.on, d.pace.held = false, false
}

// arrivalsReported takes transport-wide feedback about what we sent.
func (e *Endpoint) arrivalsReported(now units.Instant, packet []byte) {
	d, r := &e.down, e.room
	if d.ctl == nil {
		return
	}
	if twcc.Statuses(packet) > bwe.MaxReports {
		r.stats.FeedbackWrong++
		return
	}
	list := r.reports[:0]
	if _, err := twcc.Parse(packet, func(seq uint16, received bool, arrival time.Duration) {
		list = append(list, bwe.Report{Seq: seq, Received: received, Arrival: arrival})
	}); err != nil {
		r.stats.FeedbackWrong++
		return
	}
	e.mendLost(now, list) // first: the controller leaves what is lost out of the list
	d.ctl.Feedback(now, list)
	clear(list)
	e.hold(now)
	e.lowered(now)
	counts := d.ctl.Counts()
	r.stats.FeedbackWrong += counts.Wrong - d.seen.Wrong
	r.stats.Overuses += counts.Overuses - d.seen.Overuses
	r.stats.ProbesFound += counts.Probes - d.seen.Probes
	d.seen = counts
	e.stir()
}

// hold holds the endpoint's pictures while a queue on the path to it fills. When it has emptied, they begin anew.
func (e *Endpoint) hold(now units.Instant) {
	d := &e.down
	if d.pace.hold(now, d.ctl.Filling(now)) {
		e.beginAnew(now)
	}
}

// beginAnew lets the endpoint's pictures begin anew with keyframes.
func (e *Endpoint) beginAnew(now units.Instant) {
	for _, s := range e.slots {
		if s.kind == Video && s.via == nil {
			s.detach()
		}
	}
	e.room.reallot(now, e)
}

// countPath adds the endpoint's gauges.
func (e *Endpoint) countPath(s *Stats) {
	for _, slot := range e.slots {
		if slot.paused {
			s.PicturesPaused++
		}
	}
	d := &e.down
	if d.ctl == nil || !e.connected || !d.ctl.Answers() {
		return
	}
	s.PathsEstimated++
	s.PathsBitrate += int(d.ctl.Target())
	if d.narrow {
		s.PathsNarrow++
	}
	if d.pace.on {
		s.PathsPaced++
	}
}

// probe sends what the controller wants sent to find out what the path carries, and what waited.
func (e *Endpoint) probe(now units.Instant) {
	d := &e.down
	if d.ctl == nil {
		return
	}
	e.hold(now)
	d.pace.tick(now)
	d.ctl.Tick(now)
	n := d.ctl.Padding(now)
	if n == 0 {
		return
	}
	if s := e.padded(); s != nil {
		s.pad(now, n)
	}
}

// padded is the slot whose retransmission stream carries padding, or nil: one that the client has seen packets of, where
// there is one.
func (e *Endpoint) padded() *slot {
	var first *slot
	for _, s := range e.slots {
		if !s.tracked || s.line.RTXSSRC == 0 || s.rtxType() == 0 {
			continue
		}
		if s.current != nil {
			return s
		}
		if first == nil {
			first = s
		}
	}
	return first
}

// rtxType is the payload type of the slot's retransmissions; 0: it has none.
func (s *slot) rtxType() uint8 {
	switch {
	case s.codec != nil:
		return s.codec.RTXType
	case len(s.line.Codecs) > 0:
		return s.line.Codecs[0].RTXType
	}
	return 0
}

// pad sends about n bytes of padding on the slot's retransmission stream, whose sequence numbers nobody waits for.
func (s *slot) pad(now units.Instant, n int) {
	for range min((n+padSize-1)/padSize, maxProbePackets) {
		s.rtxSeq++
		s.rtx.Patch(s.rtxSeq, s.outTime, false)
		s.rtx.SetPadded(true)
		size := s.rtx.Len() + padSize
		s.ep.room.stats.ProbePackets++
		s.ep.room.stats.BytesOut += uint64(size)
		s.ep.traffic.out += units.ByteCount(size)
		s.ep.down.stamp(now, s, &s.rtx, size, true)
		s.ep.transport.SendRTP(s.rtx.Bytes(), s.ep.room.padding[:])
	}
	s.rtx.SetPadded(false)
}
