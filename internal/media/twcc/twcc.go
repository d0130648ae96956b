// Package twcc makes and reads transport-wide congestion control feedback
// (draft-holmer-rmcat-transport-wide-cc-extensions-01): when each packet of a connection arrived, by the
// transport-wide sequence number of its header extension, so that the sender can estimate the bandwidth.
package twcc

import (
	"time"

	"github.com/cumbre-meet/cumbre/internal/units"
)

const (
	// window is how many packets back arrivals are remembered, a power of two. At 100 ms between two feedbacks it
	// is enough for 200 Mbit/s; each connection pays 8 bytes a packet for it.
	window = 2048

	// maxStatuses is how many packets one feedback reports: with two bytes of delta and two bits of status each it
	// stays within 1,200 bytes. What is left is reported by the next one.
	maxStatuses = 512

	// tick is the unit of receive deltas (section 3.1.5), refUnit that of the reference time (section 3.1).
	tick        = 250 * time.Microsecond
	refUnit     = 64 * time.Millisecond
	ticksPerRef = int64(refUnit / tick)
)

// Receiver remembers when packets arrived until it has reported them. The zero value is ready. It has one owner
// and allocates nothing. Call AppendFeedback every 50 to 100 ms.
type Receiver struct {
	started bool
	highest units.Seq64 // highest sequence number that came
	next    units.Seq64 // first one that the next feedback reports
	pending int         // arrivals since they were last reported
	count   uint8       // feedback packet count

	arrivals [window]units.Instant // by sequence number modulo window; 0: did not come
	symbols  [maxStatuses]symbol   // scratch of AppendFeedback
}

// Received notes that the packet with the transport-wide sequence number seq arrived. Of a packet that comes twice
// the first arrival counts. One that comes after its absence was reported is reported again, as libwebrtc does.
func (r *Receiver) Received(now units.Instant, seq uint16) {
	if now.IsZero() {
		now = 1 // 0 means "did not come"; a nanosecond is far below the format's tick
	}
	if !r.started {
		first := units.Seq64(seq) + 1<<16 // so that none before it in the window is negative
		r.started, r.highest, r.next = true, first, first
	}
	n := units.UnwrapSeq(r.highest, seq)
	switch {
	case n > r.highest:
		r.advance(n)
	case n <= r.highest-window:
		return // too old to tell apart from one a window later
	}
	slot := &r.arrivals[n%window]
	if !slot.IsZero() {
		return
	}
	*slot = now
	r.pending++
	r.next = min(r.next, n)
}

// advance makes n the highest sequence number and forgets what leaves the window.
func (r *Receiver) advance(n units.Seq64) {
	if n-r.highest >= window {
		// The sender jumped. Nothing in the gap is worth reporting as lost.
		clear(r.arrivals[:])
		r.next, r.pending = n, 0
	} else {
		for seq := r.highest + 1; seq <= n; seq++ {
			r.arrivals[seq%window] = 0
		}
		r.next = max(r.next, n-window+1)
	}
	r.highest = n
}

// AppendFeedback appends one RTCP packet about the packets since the last feedback to dst, or nothing if none came.
// mediaSSRC is that of any stream of the connection. At most 512 packets are reported by one call, and arrivals
// more than 8 s apart are not reported together: call again until nothing is appended to report all.
func (r *Receiver) AppendFeedback(dst []byte, senderSSRC, mediaSSRC uint32) []byte {
	if r.pending == 0 {
		return dst
	}
	n, first := r.classify()
	dst = r.encode(dst, senderSSRC, mediaSSRC, n, first)
	r.count++
	r.next += units.Seq64(n)
	if r.next > r.highest {
		r.pending = 0
	}
	return dst
}

// classify fills symbols for the packets from next on, as many as one feedback can carry. It returns how many
// these are and the arrival of the first that came, in ticks.
func (r *Receiver) classify() (n int, first int64) {
	r.skipUnreported()
	previous := int64(-1)
	for n < maxStatuses && r.next+units.Seq64(n) <= r.highest {
		at := r.arrivals[(r.next+units.Seq64(n))%window]
		switch {
		case at.IsZero():
			r.symbols[n] = notReceived
		case previous < 0:
			first = toTicks(at)
			previous = first
			r.symbols[n] = smallDelta // its delta to the reference time is below 64 ms
		default:
			size, ok := deltaSize(toTicks(at) - previous)
			if !ok {
				return n, first
			}
			r.symbols[n] = size
			previous = toTicks(at)
		}
		n++
	}
	return n, first
}

// skipUnreported moves next to at most maxStatuses-1 before the next packet that came: a report needs one.
func (r *Receiver) skipUnreported() {
	seq := r.next
	for r.arrivals[seq%window].IsZero() && seq < r.highest {
		seq++
	}
	r.next = max(r.next, seq-maxStatuses+1)
}

func toTicks(at units.Instant) int64 { return int64(at) / int64(tick) }

// deltaSize is the status symbol of a packet that came delta ticks after the one before it. Not ok: the delta
// does not fit 16 bits.
func deltaSize(delta int64) (symbol, bool) {
	switch {
	case delta >= 0 && delta <= 255:
		return smallDelta, true
	case delta >= -1<<15 && delta < 1<<15:
		return largeDelta, true
	default:
		return notReceived, false
	}
}
