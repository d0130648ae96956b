package sfu

import (
	"encoding/binary"
	"time"

	"github.com/cumbre-meet/cumbre/internal/media/nack"
	"github.com/cumbre-meet/cumbre/internal/media/remb"
	"github.com/cumbre-meet/cumbre/internal/media/rtp"
	"github.com/cumbre-meet/cumbre/internal/media/twcc"
	"github.com/cumbre-meet/cumbre/internal/units"
)

const (
	// twccEvery is how often congestion feedback is sent: libwebrtc's own default range is 50 to 250 ms.
	twccEvery = 100 * time.Millisecond
	// receiverReportEvery is how often publishers get reports.
	receiverReportEvery = time.Second
	// maxTWCCPackets bounds the feedback packets of one turn; what is left is reported in the next.
	maxTWCCPackets = 4
)

// REMB for publishers without TWCC: what comes is lowered on heavy loss and raised slowly (the loss-based half of
// draft-ietf-rmcat-gcc-02 section 6).
const (
	rembHighLoss = 0.10
	rembLowLoss  = 0.02
	rembLeast    = units.Bitrate(150_000)
)

// feedback is what an endpoint is told as a publisher, apart from keyframe requests.
type feedback struct {
	twcc      *twcc.Receiver // nil: not negotiated
	remb      bool
	limit     units.Bitrate
	mediaSSRC uint32 // of any stream that is bound
	twccAt    units.Instant
	reportAt  units.Instant
}

// configure follows the negotiation.
func (f *feedback) configure(e *Endpoint) {
	wantsTWCC, wantsREMB := false, false
	for _, src := range e.sources {
		for _, c := range src.line.Codecs {
			wantsTWCC = wantsTWCC || c.TWCC
			wantsREMB = wantsREMB || c.REMB
		}
	}
	wantsTWCC = wantsTWCC && e.ext.TWCC != 0
	if wantsTWCC && f.twcc == nil {
		f.twcc = new(twcc.Receiver)
	}
	f.remb = wantsREMB && !wantsTWCC
	if f.limit == 0 {
		f.limit = e.room.cfg.MaxPublishBitrate
	}
}

// arrived notes a packet for congestion feedback; those with unknown SSRCs count as well, or the publisher would
// take them for lost.
func (f *feedback) arrived(now units.Instant, p *rtp.Packet, ext uint8) {
	if f.twcc == nil {
		return
	}
	if b := p.Extension(ext); len(b) == 2 {
		f.twcc.Received(now, binary.BigEndian.Uint16(b))
	}
}

// ask sends what a publisher must know: missing packets, keyframes, congestion feedback, reports.
func (e *Endpoint) ask(now units.Instant) {
	for _, src := range e.sources {
		for _, st := range src.streams {
			if st != nil {
				st.ask(now)
			}
		}
	}
	e.sendTWCC(now)
	if now.Sub(e.feedback.reportAt) >= receiverReportEvery {
		e.feedback.reportAt = now
		e.sendReceiverReports(now)
	}
}

// ask requests what is missing of a stream: packets, or a keyframe.
func (st *stream) ask(now units.Instant) {
	if st.codec.NACK && st.nack.Missing() > 0 {
		st.sendNACK(now)
	}
	watched := len(st.subs)+len(st.pending) > 0
	if st.src.line.Kind != Video || !watched {
		return
	}
	if st.nack.KeyframeNeeded() || len(st.pending) > 0 {
		st.keyframe.wanted = true
	}
	if st.keyframe.wanted {
		st.sendKeyframeRequest(now)
	}
}

func (st *stream) sendNACK(now units.Instant) {
	e := st.src.ep
	r := e.room
	r.missing = st.nack.Due(now, e.traffic.trip.get(), r.missing[:0])
	if len(r.missing) == 0 {
		return
	}
	r.stats.NACKsSent += uint64(len(r.missing))
	b := rtp.AppendRR(r.rtcp[:0], e.local, nil)
	e.transport.SendRTCP(nack.AppendNACK(b, e.local, st.ssrc, r.missing))
}

func (e *Endpoint) sendTWCC(now units.Instant) {
	f := &e.feedback
	if f.twcc == nil || now.Sub(f.twccAt) < twccEvery {
		return
	}
	f.twccAt = now
	for range maxTWCCPackets {
		b := rtp.AppendRR(e.room.rtcp[:0], e.local, nil)
		head := len(b)
		if b = f.twcc.AppendFeedback(b, e.local, f.mediaSSRC); len(b) == head {
			return
		}
		e.transport.SendRTCP(b)
	}
}

// sendReceiverReports tells the publisher how its streams come, with REMB where it wants that.
func (e *Endpoint) sendReceiverReports(now units.Instant) {
	var reports [rtp.MaxReports]rtp.Report
	n := 0
	for _, src := range e.sources {
		for _, st := range src.streams {
			if st != nil && st.started && n < len(reports) {
				reports[n] = st.receiverReport(now)
				n++
			}
		}
	}
	if n == 0 {
		return
	}
	b := rtp.AppendRR(e.room.rtcp[:0], e.local, reports[:n])
	b = rtp.AppendCNAME(b, e.local, cname)
	if e.feedback.remb {
		b = e.appendREMB(b, reports[:n])
	}
	e.transport.SendRTCP(b)
}

func (st *stream) receiverReport(now units.Instant) rtp.Report {
	report := st.reception.report(st.ssrc)
	if st.report.known {
		report.LastSR = rtp.NTPMiddle(st.report.ntp)
		report.DelaySince = uint32(now.Sub(st.report.arrived) << 16 / time.Second)
	}
	return report
}

func (e *Endpoint) appendREMB(b []byte, reports []rtp.Report) []byte {
	f := &e.feedback
	var worst uint8
	var ssrcs [rtp.MaxReports]uint32
	for i, r := range reports {
		worst = max(worst, r.FractionLost)
		ssrcs[i] = r.SSRC
	}
	switch loss := float64(worst) / 256; {
	case loss > rembHighLoss:
		f.limit = max(rembLeast, units.Bitrate(float64(f.limit)*(1-loss/2)))
	case loss < rembLowLoss:
		f.limit = min(e.room.cfg.MaxPublishBitrate, f.limit+f.limit/12)
	}
	return remb.Append(b, e.local, f.limit, ssrcs[:len(reports)]...)
}
