package bwe

import (
	"time"

	"github.com/cumbre-meet/cumbre/internal/units"
)

// Follows jitsi-videobridge a29d97d bandwidthestimation2/InterArrivalDelta.kt (libwebrtc
// goog_cc/inter_arrival_delta.cc).

const (
	groupLength      = 5 * time.Millisecond   // packets sent within it are one group
	burstGap         = 5 * time.Millisecond   // packets that a queue let go together come closer than this
	burstLongest     = 100 * time.Millisecond // a group of such lasts at most so long
	arrivalClockStep = 3 * time.Second        // more change between arrival and our clock: the receiver's clock was set
	reorderedGroups  = 3                      // so many groups in a row that come before their predecessor: begin anew
)

// group is packets that were sent close together, or that came as one burst.
type group struct {
	firstSent, lastSent       units.Instant
	firstArrival, lastArrival units.Instant
	reported                  units.Instant // by our clock
}

func (g *group) empty() bool { return g.lastArrival.IsZero() }

// arrivalGroups makes groups of packets and compares each with the one before.
type arrivalGroups struct {
	current, previous group
	reordered         int
}

// groupDelta is what lies between two groups.
type groupDelta struct {
	sent, arrival time.Duration
}

// add takes a packet. ok: it begins a new group, and d is what lies between the two before.
func (a *arrivalGroups) add(sent, arrival, now units.Instant) (d groupDelta, ok bool) {
	g := &a.current
	switch {
	case g.empty():
		*g = group{firstSent: sent, lastSent: sent, firstArrival: arrival}
	case sent < g.firstSent:
		return groupDelta{}, false // overtaken
	case a.begins(sent, arrival):
		if !a.previous.empty() {
			if d, ok = a.delta(); !ok {
				return groupDelta{}, false
			}
		}
		a.previous = *g
		*g = group{firstSent: sent, lastSent: sent, firstArrival: arrival}
	default:
		g.lastSent = max(g.lastSent, sent)
	}
	g.lastArrival, g.reported = arrival, now
	return d, ok
}

// delta compares the current group, which is whole, with the previous one.
func (a *arrivalGroups) delta() (groupDelta, bool) {
	d := groupDelta{
		sent:    a.current.lastSent.Sub(a.previous.lastSent),
		arrival: a.current.lastArrival.Sub(a.previous.lastArrival),
	}
	if d.arrival-a.current.reported.Sub(a.previous.reported) >= arrivalClockStep {
		*a = arrivalGroups{}
		return groupDelta{}, false
	}
	if d.arrival < 0 {
		if a.reordered++; a.reordered >= reorderedGroups {
			*a = arrivalGroups{}
		}
		return groupDelta{}, false
	}
	a.reordered = 0
	return d, true
}

// begins tells whether a packet is the first of a new group.
func (a *arrivalGroups) begins(sent, arrival units.Instant) bool {
	g := &a.current
	return !g.burst(sent, arrival) && sent.Sub(g.firstSent) > groupLength
}

// burst tells whether a packet came together with the group though it was sent later: a queue emptied.
func (g *group) burst(sent, arrival units.Instant) bool {
	apart, sentApart := arrival.Sub(g.lastArrival), sent.Sub(g.lastSent)
	if sentApart == 0 {
		return true
	}
	return apart < sentApart && apart <= burstGap && arrival.Sub(g.firstArrival) < burstLongest
}
