package sfu

import (
	"slices"
	"time"

	"github.com/cumbre-meet/cumbre/internal/units"
)

// qualityEvery is how often QualityMeasured is told.
const qualityEvery = 2 * time.Second

// traffic is what goes to and comes from an endpoint.
type traffic struct {
	out, in       units.ByteCount // since the last measurement
	rtt           time.Duration   // smoothed; 0: unknown
	trip          shortest        // round trip
	controlSecond int64
	control       int // compounds in that second
	asked         int // sequence numbers that their NACKs asked for
}

// measured takes a round trip (RFC 6298 section 2's smoothing).
func (t *traffic) measured(now units.Instant, rtt time.Duration) {
	t.trip.note(now, max(rtt, 1))
	if t.rtt == 0 {
		t.rtt = max(rtt, 1)
		return
	}
	t.rtt += (rtt - t.rtt) / 8
}

// shortestFor is how long the shortest round trip is remembered at least, and at most twice as long. Less forgets it in a
// busy time, more asks too early after a move to a longer path.
const shortestFor = 20 * time.Second

// shortest is the shortest round trip of late. What says when to repeat a packet must not be longer than the path is: where a client
// answers late, for want of processor time, an average is, and each repair that is lost as well costs so much more.
type shortest struct {
	present, before time.Duration // in this period and the one before; 0: unknown
	since           units.Instant
}

func (s *shortest) note(now units.Instant, rtt time.Duration) {
	if s.present == 0 || now.Sub(s.since) >= shortestFor {
		s.before, s.present, s.since = s.present, rtt, now
	}
	s.present = min(s.present, rtt)
}

// get is the shortest round trip; 0: unknown.
func (s *shortest) get() time.Duration {
	if s.before == 0 {
		return s.present
	}
	return min(s.present, s.before)
}

func (t *traffic) allowControl(now units.Instant) bool {
	if second := int64(now) / int64(time.Second); second != t.controlSecond {
		t.controlSecond, t.control, t.asked = second, 0, 0
	}
	t.control++
	return t.control <= maxControl
}

// allowNACK is asked within a compound that was allowed.
func (t *traffic) allowNACK() bool {
	t.asked++
	return t.asked <= maxAsked
}

// measure tells every endpoint's quality when it is due.
func (r *Room) measure(now units.Instant) {
	if r.qualityAt.IsZero() {
		r.qualityAt = now
		return
	}
	passed := now.Sub(r.qualityAt)
	if passed < qualityEvery {
		return
	}
	r.qualityAt = now
	list := r.quality[:0]
	for _, e := range r.order {
		if e.connected {
			list = append(list, e.quality(passed))
		}
	}
	r.quality = list
	if len(list) > 0 {
		r.events.QualityMeasured(slices.Clone(list))
	}
}

func (e *Endpoint) quality(passed time.Duration) Quality {
	q := Quality{
		Endpoint:    e.id,
		RTTMillis:   int((e.traffic.rtt + time.Millisecond - 1) / time.Millisecond),
		LossUp:      e.lossUp(),
		LossDown:    e.lossDown(),
		BitrateUp:   bitrate(e.traffic.in, passed),
		BitrateDown: bitrate(e.traffic.out, passed),
	}
	e.traffic.in, e.traffic.out = 0, 0
	return q
}

func bitrate(n units.ByteCount, d time.Duration) units.Bitrate {
	return units.Bitrate(float64(n) * 8 / d.Seconds())
}

func (e *Endpoint) lossUp() float64 {
	var expected, received int64
	for _, src := range e.sources {
		for _, st := range src.streams {
			if st != nil {
				n, m := st.reception.takeQuality()
				expected, received = expected+n, received+m
			}
		}
	}
	if expected == 0 {
		return 0
	}
	return max(0, 1-float64(received)/float64(expected))
}

// lossDown is the worst of the slots that are in use.
func (e *Endpoint) lossDown() float64 {
	worst := 0.0
	for _, s := range e.slots {
		if s.current != nil {
			worst = max(worst, s.lossDown)
		}
	}
	return worst
}
