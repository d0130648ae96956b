package sfu

import (
	"github.com/cumbre-meet/cumbre/internal/media/history"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// Tap gets the sounds of a Room as they are heard, packet by packet: what is recorded. It is called on the media loop
// for every such packet, so an implementation copies and returns: it neither waits nor allocates.
type Tap interface {
	Sound(now units.Instant, s Sound)
}

// Sound is one packet of Opus. What was lost and came again, or was in the redundancy of a later packet, is among them;
// packets may come out of order, none comes twice.
type Sound struct {
	Source  SourceID
	Channel string       // that it is heard on; "": the floor
	Stream  uint32       // unique in the Room; another stream of the same source has timestamps of its own
	Time    units.Time64 // RTP, 48 kHz (RFC 7587 section 4.1)
	Level   uint8        // dBov below full scale: 0 loudest, 127 silence
	Payload []byte       // valid until the call returns
}

// SetTap makes a Tap get what is heard from now on; nil: nobody does.
func (r *Room) SetTap(t Tap) {
	r.tap = t
	for _, e := range r.order {
		e.untap()
	}
	for _, ch := range r.channelList {
		ch.tapped = tapped{}
	}
}

// SetUnrecorded keeps an endpoint's sounds from the Tap, or no longer. New endpoints are not kept from it.
func (e *Endpoint) SetUnrecorded(unrecorded bool) {
	if e.unrecorded == unrecorded {
		return
	}
	e.unrecorded = unrecorded
	e.untap()
}

// untap makes the next packet of each of the endpoint's sounds a beginning.
func (e *Endpoint) untap() {
	for _, src := range e.sources {
		for _, st := range src.streams {
			if st != nil {
				st.tapped = tapped{}
			}
		}
		for _, ch := range src.holds {
			ch.tapped = tapped{}
		}
	}
}

// tapped is where the Tap is with the floor's or a channel's sound. What was overtaken by its beginning was before its
// time, as for a slot.
type tapped struct {
	on     bool
	stream uint32
	since  units.Seq64
}

// takes tells whether a packet is for the Tap; fresh, that it is the first.
func (t *tapped) takes(st *stream, e *history.Entry) (takes, fresh bool) {
	if t.on && t.stream == st.id {
		return e.Seq >= t.since, false
	}
	if e.Seq < st.seq {
		return false, false
	}
	*t = tapped{on: true, stream: st.id, since: e.Seq}
	return true, true
}

// record gives a packet of sound to the Tap, if there is one: heard tells that it is heard on the floor.
func (st *stream) record(now units.Instant, e *history.Entry, level uint8, heard bool) {
	src := st.src
	t := src.ep.room.tap
	if t == nil || src.ep.unrecorded || st.codec.Name != Opus {
		return
	}
	if !heard {
		st.tapped.on = false
	} else {
		st.give(now, &st.tapped, "", e, level)
	}
	for _, ch := range src.holds {
		if ch.live != src || ch.Kind != Audio {
			ch.tapped.on = false
			continue
		}
		st.give(now, &ch.tapped, ch.Name, e, level)
	}
}

// give hands over a packet, behind what was mended right before it.
func (st *stream) give(now units.Instant, at *tapped, channel string, e *history.Entry, level uint8) {
	takes, fresh := at.takes(st, e)
	if !takes {
		return
	}
	s := Sound{Source: st.src.id, Channel: channel, Stream: st.id, Level: level}
	if !fresh {
		for _, lost := range st.src.ep.room.mended {
			if lost.Seq >= at.since {
				st.hand(now, s, lost)
			}
		}
	}
	st.hand(now, s, e)
}

// hand gives the Opus of a packet: of one in RED, its primary block. Padding has none.
func (st *stream) hand(now units.Instant, s Sound, e *history.Entry) {
	s.Time, s.Payload = e.Time, e.Own()
	if len(s.Payload) > 0 {
		st.src.ep.room.tap.Sound(now, s)
	}
}
