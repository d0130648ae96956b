// Package nack finds missing RTP packets and asks for them by generic NACK (RFC 4585 section 6.2.1).
package nack

import (
	"slices"
	"time"

	"github.com/cumbre-meet/cumbre/internal/units"
)

const (
	// MaxMissing is how many packets of one stream are asked for at a time. Beyond it a keyframe is cheaper than
	// the repair: 250 packets are about one second of 2.5 Mbit/s video. Higher: bursts of retransmission into
	// a link that is already losing; lower: short outages cost a keyframe.
	MaxMissing = 250

	// MaxRequests is how often one packet is asked for (libwebrtc's nack_requester.cc has the same figure).
	MaxRequests = 10

	// GiveUpAfter is how long a packet is asked for. Jitter buffers of live meetings do not wait longer.
	GiveUpAfter = time.Second

	// reorderTolerance is how late a packet may be before it is asked for. Higher delays every repair; lower asks
	// for packets that were only overtaken.
	reorderTolerance = 5 * time.Millisecond

	// A packet is asked for again after 5/4 of the round-trip time, within these bounds. Lower bounds send
	// duplicates, higher ones waste the time that the jitter buffer gives.
	minRetryInterval     = 20 * time.Millisecond
	maxRetryInterval     = 400 * time.Millisecond
	unknownRetryInterval = 100 * time.Millisecond // no round-trip time measured yet

	// Where lossyFrom of the packets and more are missing, requests are likely lost, too, and the first one goes out once more after
	// twiceAfter, which a burst of losses mostly spares. A sender that has sent the packet by then leaves it out (libwebrtc
	// modules/rtp_rtcp/source/rtp_packet_history.cc: not again within a round trip) or sends it twice.
	lossyFrom  = 0.005
	twiceAfter = 10 * time.Millisecond
	lossOver   = 512 // packets, about three seconds of a picture, over which the share is averaged
)

// Stats counts packets since the Requester began.
type Stats struct {
	Missing   uint64 // gaps seen, repaired or not
	Requested uint64 // requests, one packet asked for twice counts twice
	Recovered uint64 // came after they had been asked for
	Abandoned uint64 // given up, by time, number of requests, or in favour of a keyframe
}

// Requester watches the sequence numbers of one RTP stream and decides which packets to ask for. The zero value is
// ready. It has one owner and allocates nothing.
type Requester struct {
	started        bool
	highest        units.Seq64
	keyframe       units.Seq64 // where the newest keyframe starts; meaningful with hasKeyframe
	hasKeyframe    bool
	keyframeNeeded bool
	count          int
	missing        [MaxMissing]gap // the first count, in rising order
	lost           float64         // share of packets that were missing at first, of late
	stats          Stats
}

type gap struct {
	seq      units.Seq64
	noticed  units.Instant
	asked    units.Instant // meaningful with requests > 0
	requests int
}

// Received takes a packet of the stream, as it came or as its RTX payload said. keyframeStart tells that the
// packet starts a keyframe. The result tells whether the packet had been asked for: it is a repair.
func (r *Requester) Received(now units.Instant, seq units.Seq64, keyframeStart bool) (recovered bool) {
	if keyframeStart && (!r.hasKeyframe || seq > r.keyframe) {
		r.keyframe, r.hasKeyframe, r.keyframeNeeded = seq, true, false
	}
	if !r.started {
		r.started, r.highest = true, seq
		return false
	}
	if seq <= r.highest {
		return r.fill(seq)
	}
	r.open(now, r.highest+1, seq)
	r.highest = seq
	r.lost -= r.lost / lossOver
	return false
}

// fill removes seq from the missing packets and tells whether it had been asked for.
func (r *Requester) fill(seq units.Seq64) bool {
	i, found := slices.BinarySearchFunc(r.missing[:r.count], seq, func(g gap, seq units.Seq64) int {
		return int(g.seq - seq)
	})
	if !found {
		return false
	}
	recovered := r.missing[i].requests > 0
	copy(r.missing[i:], r.missing[i+1:r.count])
	r.count--
	if recovered {
		r.stats.Recovered++
	}
	return recovered
}

// open notes the packets from first up to but not including end as missing.
func (r *Requester) open(now units.Instant, first, end units.Seq64) {
	n := int(end - first)
	r.stats.Missing += uint64(n)
	r.lost += (1 - r.lost) * min(float64(n)/lossOver, 1)
	if r.count+n > MaxMissing && r.hasKeyframe {
		r.abandonBefore(r.keyframe)
	}
	if r.count+n > MaxMissing {
		// A keyframe at end repairs what is missing before it; otherwise one must be asked for.
		r.stats.Abandoned += uint64(r.count + n)
		r.count = 0
		r.keyframeNeeded = !r.hasKeyframe || r.keyframe < end
		return
	}
	for seq := first; seq < end; seq++ {
		r.missing[r.count] = gap{seq: seq, noticed: now}
		r.count++
	}
}

func (r *Requester) abandonBefore(seq units.Seq64) {
	n := 0
	for n < r.count && r.missing[n].seq < seq {
		n++
	}
	copy(r.missing[:], r.missing[n:r.count])
	r.count -= n
	r.stats.Abandoned += uint64(n)
}

// Due appends the sequence numbers to ask for now to out, in rising order, and takes them as asked for. rtt is the
// round-trip time to the sender, 0 if unknown. With room for MaxMissing numbers in out it does not allocate.
func (r *Requester) Due(now units.Instant, rtt time.Duration, out []uint16) []uint16 {
	interval := retryInterval(rtt)
	kept := 0
	for i := range r.count {
		g := r.missing[i]
		waited := now.Sub(g.noticed)
		if waited >= GiveUpAfter || (g.requests == MaxRequests && now.Sub(g.asked) >= interval) {
			r.stats.Abandoned++
			continue
		}
		first := g.requests == 0 && waited >= reorderTolerance
		again := g.requests > 0 && g.requests < MaxRequests && now.Sub(g.asked) >= interval
		twice := g.requests == 1 && r.lost >= lossyFrom && now.Sub(g.asked) >= twiceAfter
		if first || again || twice {
			g.asked = now
			g.requests++
			r.stats.Requested++
			out = append(out, uint16(g.seq))
		}
		r.missing[kept] = g
		kept++
	}
	r.count = kept
	return out
}

func retryInterval(rtt time.Duration) time.Duration {
	if rtt <= 0 {
		return unknownRetryInterval
	}
	return min(max(rtt+rtt/4, minRetryInterval), maxRetryInterval)
}

// KeyframeNeeded tells that too much was missing to be repaired and that no keyframe has started since. The caller
// throttles its requests. It means nothing for sound.
func (r *Requester) KeyframeNeeded() bool { return r.keyframeNeeded }

// Missing is how many packets are being waited for, at most MaxMissing.
func (r *Requester) Missing() int { return r.count }

// Stats returns the counters.
func (r *Requester) Stats() Stats { return r.stats }

// Reset forgets the stream but not the counters: the next packet starts anew. For a sender that started again
// with other sequence numbers.
func (r *Requester) Reset() { *r = Requester{stats: r.stats} }
