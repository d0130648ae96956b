package sfu

import (
	"time"

	"github.com/cumbre-meet/cumbre/internal/media/rtp"
	"github.com/cumbre-meet/cumbre/internal/units"
)

const (
	// maxControl is how many compounds a second one endpoint may send. A browser with 16 slots on a bad network
	// sends about 100; beyond the bound they are dropped unread.
	maxControl = 400
	// maxAsked is how many packets a second one endpoint may ask for by NACK, all slots together: more than are sent to
	// most. A compound has room for 5,000, and looking for one costs as much as forwarding one.
	maxAsked = 4000
	// cname is the same for all slots: they share a clock (RFC 8834 section 4.9).
	cname = "cumbre"
	// slotReportEvery is how often slots get sender reports.
	slotReportEvery = time.Second
	// unknownReport is how long a source may be without sender reports of its own before its slots get reports
	// that rest on its packets' arrival. They keep the round trip measured, and are too coarse for lip sync.
	unknownReport = 5 * time.Second
)

// HandleRTCP takes one decrypted compound RTCP packet.
func (e *Endpoint) HandleRTCP(now units.Instant, compound []byte) {
	stats := &e.room.stats
	if !e.traffic.allowControl(now) {
		stats.DroppedRTCP++
		return
	}
	walk := rtp.WalkCompound(compound)
	for walk.Next() {
		e.handleControl(now, walk.Control)
	}
	if walk.Err != nil {
		stats.DroppedRTCP++
	}
}

func (e *Endpoint) handleControl(now units.Instant, c rtp.Control) {
	switch c.Type {
	case rtp.TypeSR:
		if sr, err := c.ParseSR(); err == nil {
			e.senderReport(now, sr)
		}
		e.receiverReports(now, c)
	case rtp.TypeRR:
		e.receiverReports(now, c)
	case rtp.TypeRTPFB:
		if c.Count == rtp.FormatTWCC {
			e.arrivalsReported(now, c.Raw)
		} else if _, media, fci, err := c.Feedback(); err == nil && c.Count == rtp.FormatNACK {
			e.nackReceived(now, media, fci)
		}
	case rtp.TypePSFB:
		e.payloadFeedback(now, c)
	}
}

func (e *Endpoint) payloadFeedback(now units.Instant, c rtp.Control) {
	_, media, fci, err := c.Feedback()
	if err != nil {
		return
	}
	switch c.Count {
	case rtp.FormatPLI:
		if s := e.bySSRC[media]; s != nil {
			s.pliReceived(now)
		}
	case rtp.FormatREMB:
		e.limited(now, c.Raw)
	case rtp.FormatFIR:
		_ = rtp.EachFIR(fci, func(ssrc uint32, _ uint8) { // malformed: its whole entries have counted
			if s := e.bySSRC[ssrc]; s != nil {
				s.pliReceived(now)
			}
		})
	}
}

func (e *Endpoint) nackReceived(now units.Instant, media uint32, fci []byte) {
	s := e.bySSRC[media]
	if s == nil || !e.connected {
		return
	}
	_ = rtp.EachNACK(fci, func(seq uint16) bool { // malformed: nothing is sent
		if !e.traffic.allowNACK() {
			e.room.stats.NACKsRefused++
			return false
		}
		return s.nackReceived(now, seq)
	})
}

func (e *Endpoint) senderReport(now units.Instant, sr rtp.SenderReport) {
	b, ok := e.bindings[sr.SSRC]
	if !ok || b.rtx || !b.stream.started {
		return
	}
	st := b.stream
	e.clock.report(now, sr.NTP)
	st.report = senderReport{known: true, ntp: sr.NTP, time: units.UnwrapTime(st.time, sr.RTPTime), arrived: now}
}

func (e *Endpoint) receiverReports(now units.Instant, c rtp.Control) {
	for i := range c.Reports() {
		report := c.Report(i)
		s := e.bySSRC[report.SSRC]
		if s == nil {
			continue
		}
		if !s.known {
			s.known, s.knownAt = true, s.rw.Next()
		}
		rtt, ok := rtp.RTT(now, report)
		if ok {
			e.traffic.measured(now, rtt)
		}
		s.lossReported(now, report, rtt)
	}
}

// reportSlots sends the sender reports that are due, several in one compound.
func (e *Endpoint) reportSlots(now units.Instant) {
	b := e.room.rtcp[:0]
	var first uint32
	for _, s := range e.slots {
		if !s.reportDue(now) {
			continue
		}
		s.reportAt = now
		if len(b) == 0 {
			first = s.line.SSRC
		}
		b = rtp.AppendSR(b, rtp.SenderReport{
			SSRC: s.line.SSRC, NTP: rtp.NTP(now), RTPTime: s.rw.Time(s.current.rtpAt(now)),
			Packets: s.packets, Bytes: s.octets,
		})
		if len(b) > maxCompound-100 {
			break
		}
	}
	if len(b) > 0 {
		e.transport.SendRTCP(rtp.AppendCNAME(b, first, cname))
	}
}

// reportDue tells whether a sender report shall go out: with the source's first one at once, then every second.
func (s *slot) reportDue(now units.Instant) bool {
	if s.current == nil || !s.sent || s.fresh {
		return false
	}
	if !s.current.report.known && now.Sub(s.current.boundAt) < unknownReport {
		return false
	}
	return s.reportAt.IsZero() || now.Sub(s.reportAt) >= slotReportEvery
}
