package sfu

import (
	"slices"

	"github.com/cumbre-meet/cumbre/internal/units"
)

// SoundWant is what a client asks of one of its interpretation or booth-sound lines: a channel (to listen, for relay,
// for the monitor), or one microphone (the partner's), or the stage's sound. The zero SoundWant is nothing.
type SoundWant struct {
	Channel string
	Source  SourceID
	Stage   bool
}

// SetBooth makes the endpoint an interpreter's, or no longer. None of its sounds is ever on the floor (but see
// SetTalkback): it is not among the loudest, the speakers, or on stage, and its camera is not among a viewer's others.
func (e *Endpoint) SetBooth(now units.Instant, on bool) {
	if e.booth == on {
		return
	}
	e.room.catchUp()
	e.booth, e.talkback, e.spokeAt = on, false, 0
	for _, src := range e.sources {
		e.room.quieten(src)
	}
	e.room.update(now)
}

// SetTalkback is an interpreter's hold-to-talk button: while on, the microphone is on the floor as anybody's and not in
// its channel. Off is in force with the next packet. It does not survive the connection, and does nothing outside
// a booth. It never takes the stage.
func (e *Endpoint) SetTalkback(now units.Instant, on bool) {
	on = on && e.booth
	if e.talkback == on {
		return
	}
	e.room.catchUp()
	e.talkback = on
	for _, src := range e.sources {
		e.room.quieten(src)
	}
	e.room.update(now)
}

// onFloor tells that an interpreter speaks to the floor.
func (e *Endpoint) onFloor() bool { return e.booth && e.talkback }

// floored tells whether a source is one for the floor: everybody's but the booths'.
func (s *source) floored() bool {
	return !s.ep.booth || (s.ep.talkback && s.id.Kind == SourceMicrophone)
}

// Listen says what a sound line of use interpretation or booth-sound shall carry. It holds until it is said anew, also
// over Replace. A line that is not there, or has another use, is ignored.
func (e *Endpoint) Listen(now units.Instant, mid string, w SoundWant) {
	if len(w.Channel) > maxChannelName {
		return
	}
	if !slices.ContainsFunc(e.slots, func(s *slot) bool { return s.line.MID == mid && s.listens() }) {
		return
	}
	e.listens[mid] = w
	e.room.soundsDirty = true
	e.room.update(now)
}

// SetViewerChannel makes a viewer (SetViewer) hear a channel: with several audio lines in the first, the others having
// the loudest on the floor; with one in that, and the floor while the channel says so or is not there. "": the floor.
func (e *Endpoint) SetViewerChannel(now units.Instant, channel string) {
	if len(channel) > maxChannelName || e.viewerChannel == channel {
		return
	}
	e.viewerChannel = channel
	e.room.soundsDirty = true
	e.room.update(now)
}

// listens tells whether the slot is a sound line that carries what its client asks.
func (s *slot) listens() bool {
	return s.line.Kind == Audio && (s.line.Use == Interpretation || s.line.Use == BoothSound)
}

// listen gives such a line its source.
func (s *slot) listen(stage *source) {
	e := s.ep
	switch w := e.listens[s.line.MID]; {
	case w.Channel != "":
		ch := e.room.channel(w.Channel, Audio)
		s.follow(ch.sourceFor(e), ch, true)
	case w.Stage:
		if stage != nil && stage.ep == e {
			stage = nil
		}
		s.follow(stage, nil, false)
	default:
		s.follow(e.monitored(w.Source), nil, true)
	}
}

// monitored finds a sound that an endpoint asks for by name, or nil. A booth's is there whether or not it is on air,
// but not while it is on the floor, where everybody hears it; a delegate's only while it may be heard.
func (e *Endpoint) monitored(id SourceID) *source {
	from := e.room.endpoints[id.Endpoint]
	if from == nil || from == e {
		return nil
	}
	src := from.source(id.Kind)
	if src == nil || src.line.Kind != Audio {
		return nil
	}
	if from.booth && src.channelable() || !from.booth && src.audible() {
		return src
	}
	return nil
}

// viewersLine is the line that carries a viewer's channel now, and the channel, which may be nil; or nil.
func (e *Endpoint) viewersLine() (*slot, *channel) {
	if !e.viewer || e.viewerChannel == "" {
		return nil, nil
	}
	var first *slot
	lines := 0
	for _, s := range e.slots {
		if s.line.Kind != Audio || s.listens() {
			continue
		}
		if lines++; first == nil {
			first = s
		}
	}
	ch := e.room.channel(e.viewerChannel, Audio)
	if lines == 1 && (ch == nil || ch.Floor) {
		return nil, nil
	}
	return first, ch
}

// follow makes a sound slot carry a source on somebody's wish. direct: the rules of the floor do not count.
func (s *slot) follow(src *source, ch *channel, direct bool) {
	if s.via != ch || s.direct != direct {
		s.detach()
		s.src, s.via, s.direct = nil, ch, direct
	}
	s.carry(src)
}
