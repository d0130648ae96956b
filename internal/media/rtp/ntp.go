package rtp

import (
	"math/bits"
	"time"

	"github.com/cumbre-meet/cumbre/internal/units"
)

// ntpOrigin is what our NTP times start from: receivers only compare them with each other, so that any origin
// does; a positive one keeps early instants from being 0, which says "none" in a report.
const ntpOrigin uint64 = 86400 << 32

// NTP turns an instant into 32.32 fixed point seconds on our own NTP time scale.
func NTP(i units.Instant) uint64 {
	seconds, nanos := uint64(i)/1e9, uint64(i)%1e9
	return ntpOrigin + seconds<<32 + nanos<<32/1e9
}

// NTPMiddle is the middle 32 bits, as reports carry it (RFC 3550 section 6.4.1, LSR).
func NTPMiddle(ntp uint64) uint32 { return uint32(ntp >> 16) }

// NTPSub is the time from b to a, both 32.32 fixed point seconds of one clock, right over the era's end.
func NTPSub(a, b uint64) time.Duration {
	d := int64(a - b)
	if d < 0 {
		return -fixedToDuration(uint64(-d))
	}
	return fixedToDuration(uint64(d))
}

func fixedToDuration(f uint64) time.Duration {
	hi, lo := bits.Mul64(f, uint64(time.Second))
	return time.Duration(hi<<32 | lo>>32)
}

// RTT is the round trip that a report block tells (RFC 3550 section 6.4.1): arrival minus LSR minus DLSR.
// ok is false without a sender report, or with times that cannot be.
func RTT(now units.Instant, r Report) (rtt time.Duration, ok bool) {
	if r.LastSR == 0 {
		return 0, false
	}
	ticks := int32(NTPMiddle(NTP(now)) - r.LastSR - r.DelaySince)
	if ticks < 0 || ticks > 30<<16 { // over 30 s: a made-up report
		return 0, false
	}
	return time.Duration(ticks) * time.Second >> 16, true
}
