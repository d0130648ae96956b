package sfu

import (
	"time"

	"github.com/cumbre-meet/cumbre/internal/media/rtp"
	"github.com/cumbre-meet/cumbre/internal/units"
)

const (
	// patientAfter is how many requests without an answer make us ask less often, every patientInterval: that
	// publisher cannot or will not.
	patientAfter    = 10
	patientInterval = 2 * time.Second
	// slotPLIInterval is how often one receiver's request counts. A decoder that lost its reference asks
	// until it gets a keyframe; one that asks all the time must not cost the others their quality.
	slotPLIInterval = time.Second
	// slotPLIMax is what that interval becomes, doubling, for a receiver that goes on asking as soon as it may. Less
	// lets it cost the others a keyframe so often, more leaves one whose path gets good again without a picture for so long.
	slotPLIMax = 4 * time.Second
)

// plea throttles the requests of one receiver that make us ask a publisher for a keyframe.
type plea struct {
	at    units.Instant // of the last that counted
	every time.Duration // from then to the next
}

// allow tells whether a request counts, and takes it as one.
func (p *plea) allow(now units.Instant) bool {
	passed := now.Sub(p.at)
	switch {
	case p.at.IsZero() || passed >= 2*p.every:
		p.every = slotPLIInterval
	case passed < p.every:
		return false
	default:
		p.every = min(2*p.every, slotPLIMax)
	}
	p.at = now
	return true
}

// keyframeRequest is the throttled request for a keyframe of one layer.
type keyframeRequest struct {
	wanted     bool
	asked      units.Instant
	unanswered int
	firSeq     uint8
}

// came notes a keyframe.
func (k *keyframeRequest) came() { k.wanted, k.unanswered = false, 0 }

// requestKeyframe asks the publisher, now or as soon as the throttle allows.
func (st *stream) requestKeyframe(now units.Instant) {
	st.keyframe.wanted = true
	st.sendKeyframeRequest(now)
}

func (st *stream) sendKeyframeRequest(now units.Instant) {
	k := &st.keyframe
	e := st.src.ep
	interval := e.room.cfg.PLIInterval
	if k.unanswered >= patientAfter {
		interval = max(interval, patientInterval)
	}
	if !e.connected || (!k.asked.IsZero() && now.Sub(k.asked) < interval) {
		return
	}
	if !st.codec.PLI && !st.codec.FIR {
		k.wanted = false // nobody can be asked; the next keyframe comes when it comes
		return
	}
	k.asked = now
	k.unanswered++
	b := rtp.AppendRR(e.room.rtcp[:0], e.local, nil)
	if st.codec.PLI {
		b = rtp.AppendPLI(b, e.local, st.ssrc)
	} else {
		k.firSeq++
		b = rtp.AppendFIR(b, e.local, st.ssrc, k.firSeq)
	}
	e.room.stats.PLIsSent++
	e.transport.SendRTCP(b)
}

// pliReceived takes a receiver's request for a keyframe.
func (s *slot) pliReceived(now units.Instant) {
	stats := &s.ep.room.stats
	stats.PLIsReceived++
	if s.current == nil || s.line.Kind != Video {
		return
	}
	if !s.plea.allow(now) {
		stats.PLIsRefused++
		return
	}
	s.current.requestKeyframe(now)
}
