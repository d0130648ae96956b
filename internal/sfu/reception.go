package sfu

import (
	"time"

	"github.com/cumbre-meet/cumbre/internal/media/rtp"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// reception counts what came of a stream, for receiver reports (RFC 3550 section 6.4.1 and appendix A.3, A.8).
// Retransmissions do not count: they have a stream of their own (RFC 4588 section 8).
type reception struct {
	started  bool
	base     units.Seq64
	highest  units.Seq64
	received int64

	transit int64 // of the last packet, in ticks
	jitter  int64 // 16 times the estimate

	priorExpected, priorReceived     int64 // at the last report
	qualityExpected, qualityReceived int64 // at the last quality measurement
}

func (c *reception) note(now units.Instant, seq units.Seq64, timestamp, rate uint32) {
	if !c.started {
		c.started, c.base, c.highest = true, seq, seq
	}
	c.highest = max(c.highest, seq)
	c.received++
	transit := int64(int32(uint32(ticks(time.Duration(now), rate)) - timestamp))
	if c.received > 1 {
		d := transit - c.transit
		if d < 0 {
			d = -d
		}
		c.jitter += d - (c.jitter+8)>>4
	}
	c.transit = transit
}

func (c *reception) restart() { *c = reception{} }

func (c *reception) expected() int64 {
	if !c.started {
		return 0
	}
	return int64(c.highest-c.base) + 1
}

// report makes the report block since the last one.
func (c *reception) report(ssrc uint32) rtp.Report {
	expected := c.expected()
	lost := min(max(expected-c.received, -1<<23), 1<<23-1)
	interval := expected - c.priorExpected
	lostNow := interval - (c.received - c.priorReceived)
	c.priorExpected, c.priorReceived = expected, c.received
	var fraction uint8
	if interval > 0 && lostNow > 0 {
		fraction = uint8(min(255, lostNow<<8/interval))
	}
	return rtp.Report{
		SSRC: ssrc, FractionLost: fraction, TotalLost: int32(lost),
		HighestSeq: uint32(c.highest), Jitter: uint32(c.jitter >> 4),
	}
}

// takeQuality is what was expected and came since it was last called.
func (c *reception) takeQuality() (expected, received int64) {
	expected, received = c.expected()-c.qualityExpected, c.received-c.qualityReceived
	c.qualityExpected, c.qualityReceived = c.expected(), c.received
	return max(expected, 0), max(received, 0)
}

// senderReport is the newest of a stream.
type senderReport struct {
	known   bool
	ntp     uint64 // the sender's clock
	time    units.Time64
	arrived units.Instant
}

// instant is when the sender sampled t, on our clock.
func (s *senderReport) instant(st *stream, t units.Time64) (units.Instant, bool) {
	if !s.known {
		return 0, false
	}
	ahead := time.Duration(float64(t-s.time) / float64(st.codec.ClockRate) * float64(time.Second))
	return st.src.ep.clock.instant(s.ntp).Add(ahead), true
}

// clock maps a publisher's NTP clock to ours. All streams of one publisher use one mapping, so that what they
// say about each other (lip sync) stays exact however wrong it is about us.
type clock struct {
	known  bool
	base   uint64        // the first NTP time
	offset units.Instant // ours at base
}

// clockDrift is the share (1/n) of a later arrival that moves the mapping: enough to follow a quartz that is wrong
// by 100 ppm, too little for a report that was late by 100 ms to matter (3 ms).
const clockDrift = 32

// report takes a sender report's arrival: the one with the least delay tells most.
func (c *clock) report(now units.Instant, ntp uint64) {
	if !c.known {
		c.known, c.base, c.offset = true, ntp, now
		return
	}
	sample := now.Add(-rtp.NTPSub(ntp, c.base))
	late := sample.Sub(c.offset)
	switch {
	case late.Abs() > maxClockStep: // somebody set the clock
		c.base, c.offset = ntp, now
	case late < 0:
		c.offset = sample
	default:
		c.offset = c.offset.Add(late / clockDrift)
	}
}

const maxClockStep = 3 * time.Second

func (c *clock) instant(ntp uint64) units.Instant { return c.offset.Add(rtp.NTPSub(ntp, c.base)) }
