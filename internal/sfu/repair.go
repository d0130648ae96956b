package sfu

import (
	"time"

	"github.com/cumbre-meet/cumbre/internal/media/history"
	"github.com/cumbre-meet/cumbre/internal/media/rewrite"
	"github.com/cumbre-meet/cumbre/internal/units"
)

const (
	// repairBurst is how many packets one slot may be sent again at once: a second of a good picture.
	repairBurst = 256
	// repairShare is how many packets must be forwarded to earn one repetition: a receiver that loses more than
	// half of what it gets is not helped by more.
	repairShare = 2
	// repairTable is how many repetitions a slot remembers, so as not to answer the same request twice within a
	// round trip. A power of two.
	repairTable = 256
	// repairUnknownRTT is the round trip where none was measured.
	repairUnknownRTT = 30 * time.Millisecond
	// repairMinInterval is the least time between two repetitions of a packet.
	repairMinInterval = 10 * time.Millisecond
)

// repairAgain is how many repairs of a slot wait at most to be sent once more: the losses of half a second of a good picture, of which a
// fifth is lost.
const repairAgain = 16

// repair bounds what a receiver's NACKs make us do.
type repair struct {
	budget int // in 1/repairShare packets
	recent *[repairTable]repeated
	again  []uint16 // sequence numbers whose repair is sent once more with the next tick
}

type repeated struct {
	seq uint16
	at  units.Instant
}

// earn is called for each packet that is forwarded.
func (r *repair) earn() {
	if r.budget < repairBurst*repairShare {
		r.budget++
	}
}

// allow tells whether the packet may be sent again now; trip is the shortest round trip, queue how long it waits on its way besides. The
// first request of a slot makes its table.
func (r *repair) allow(now units.Instant, seq uint16, trip, queue time.Duration) bool {
	if r.recent == nil {
		r.recent = new([repairTable]repeated)
	}
	if trip <= 0 {
		trip = repairUnknownRTT
	}
	last := &r.recent[seq%repairTable]
	if r.budget < repairShare {
		return false
	}
	if last.seq == seq && !last.at.IsZero() && now.Sub(last.at) < max(trip*3/4, repairMinInterval)+queue {
		return false
	}
	*last = repeated{seq: seq, at: now}
	r.budget -= repairShare
	return true
}

// nackReceived sends a packet again, on the retransmission stream where there is one. It tells whether it is worth
// going on with the request.
func (s *slot) nackReceived(now units.Instant, seq uint16) bool {
	r := s.ep.room
	r.stats.NACKsReceived++
	found, e := s.find(seq)
	if e == nil {
		r.stats.NACKsMissed++ // if it is on its way, it will be forwarded
		return true
	}
	if !found.Sendable(e.Arrival) {
		r.stats.NACKsRefused++
		if s.via != nil {
			r.stats.ChannelStale++
		}
		return true
	}
	if s.useless(now, found) {
		r.stats.NACKsRefused++
		return true
	}
	if !s.mendTwice(now, found, e, seq) {
		r.stats.NACKsRefused++
		return s.repair.budget >= repairShare
	}
	return true
}

// mend sends a packet again that is known to be lost.
func (s *slot) mend(now units.Instant, seq uint16) {
	if found, e := s.mendable(now, seq); e != nil && s.mendTwice(now, found, e, seq) {
		s.ep.room.stats.MendedUnasked++
	}
}

// mendTwice sends a packet again, if it may be sent by now, and once more with the next tick where the repair is likely lost, too.
func (s *slot) mendTwice(now units.Instant, found rewrite.Found, e *history.Entry, seq uint16) bool {
	if !s.repair.allow(now, seq, s.ep.traffic.trip.get(), s.ep.down.waiting()) {
		return false
	}
	s.resend(now, found, e)
	if s.lossy(now) && len(s.repair.again) < repairAgain {
		s.repair.again = append(s.repair.again, seq)
		s.ep.wake()
	}
	return true
}

// mendable finds a packet whose repair may leave and is of use; nil: it is not.
func (s *slot) mendable(now units.Instant, seq uint16) (rewrite.Found, *history.Entry) {
	found, e := s.find(seq)
	if e == nil || !found.Sendable(e.Arrival) || s.useless(now, found) {
		return found, nil
	}
	return found, e
}

// find finds the packet that had a sequence number of the slot's; nil: it is no longer, or never was, in the ring.
func (s *slot) find(seq uint16) (rewrite.Found, *history.Entry) {
	found, ok := s.rw.Resolve(seq)
	if !ok {
		return found, nil
	}
	st := s.ep.room.streams[found.Stream]
	if st == nil {
		return found, nil
	}
	return found, st.ring.Get(found.Seq)
}

// lossy tells that repairs to the slot are likely lost, too, and not for want of room. A picture stands until its repair is there, as
// often for a lost repair as for a lost request: so each goes out twice, a tick apart, which a burst of losses mostly spares.
func (s *slot) lossy(now units.Instant) bool {
	d := &s.ep.down
	return s.line.Kind == Video && s.line.RTXSSRC != 0 && d.ctl != nil && !d.pace.held && d.ctl.Lossy(now)
}

// repeat sends repairs once more.
func (s *slot) repeat(now units.Instant) {
	for _, seq := range s.repair.again {
		found, e := s.mendable(now, seq)
		if e == nil || s.repair.budget < repairShare {
			continue
		}
		s.repair.budget -= repairShare
		s.resend(now, found, e)
	}
	s.repair.again = s.repair.again[:0]
}

// resend sends a packet again.
func (s *slot) resend(now units.Instant, found rewrite.Found, e *history.Entry) {
	out := found.Again(e.Time, &e.Picture)
	s.ep.room.stats.Retransmitted++
	if s.line.Kind == Video {
		s.ep.down.pace.mended(len(e.Payload()))
	}
	if s.codec == nil || s.codec.RTXType == 0 || s.line.RTXSSRC == 0 {
		s.send(now, out, e)
		return
	}
	e.Picture.SetPictureID(e.Payload(), out.PictureID, out.TL0PICIDX)
	s.rtxSeq++
	s.rtx.Patch(s.rtxSeq, out.Time, e.Marker)
	s.transmit(now, &s.rtx, e.RTXPayload(out.Seq), out.Seq)
}

// useless tells that a repair helps nobody: the queue of the path is full, or repairs have had their part of it, or the slot has turned to another stream or begun anew
// since, with a keyframe, and the repair would fill a narrow path, or was sent before the path became another one.
func (s *slot) useless(now units.Instant, found rewrite.Found) bool {
	if s.line.Kind != Video {
		return false
	}
	d := &s.ep.down
	return d.pace.held || !d.pace.mayMend() || ((d.pace.on || d.renewed(now)) && (s.current == nil || !s.rw.Present(found)))
}
