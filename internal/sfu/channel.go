package sfu

import (
	"errors"
	"slices"

	"github.com/cumbre-meet/cumbre/internal/units"
)

const (
	// maxChannels bounds the channels of a Room. 24 languages and as many sign languages are 48; each costs some
	// hundred bytes, and a look in each Tick. Less refuses large assemblies, more is only cost.
	maxChannels = 64
	// maxChannelName bounds a channel's name in bytes: a language tag (35, RFC 5646 section 4.4.1) with a prefix.
	maxChannelName = 64
)

// ErrChannels says that the Room has as many channels as it may.
var ErrChannels = errors.New("sfu: too many channels")

// ErrChannelInvalid says that a channel has no name, one that is too long, or no kind.
var ErrChannelInvalid = errors.New("sfu: the channel is invalid")

// Channel is the output of a booth as the conference decides it: whose microphone (or, for sign language, camera)
// the listeners get now. The Room executes it to the packet and has no opinion of its own.
type Channel struct {
	Name   string
	Kind   Kind
	Holder EndpointID // of the lease; "": nobody
	Open   bool       // the gate: closed (cough, microphone closed by choice) nothing goes out
	Floor  bool       // listeners are to hear the original now (PASS, OFF, LOST): for viewers with one audio line
}

// channel is a Channel in force.
type channel struct {
	Channel
	since  units.Instant // when the holder got the lease
	src    *source       // the holder's source while there is one
	live   *source       // src while it goes out to the listeners
	tapped tapped
}

// SetChannel makes a channel, or changes one: at once, between two packets. The slots that carry it take the next
// packet of a new holder and none of the old one any more; of a picture the old one is shown until the new one's
// keyframe. What came while the gate was closed or before the holder had the lease never goes out.
// Errors: ErrChannels, ErrChannelInvalid; then nothing has changed.
func (r *Room) SetChannel(now units.Instant, c Channel) error {
	if c.Name == "" || len(c.Name) > maxChannelName || (c.Kind != Audio && c.Kind != Video) {
		return ErrChannelInvalid
	}
	r.catchUp()
	ch := r.channels[c.Name]
	switch {
	case ch != nil && ch.Kind != c.Kind:
		r.DropChannel(now, c.Name)
		fallthrough
	case ch == nil:
		if len(r.channelList) >= maxChannels {
			return ErrChannels
		}
		ch = &channel{since: now}
		r.channels[c.Name] = ch
		r.channelList = append(r.channelList, ch)
	}
	if ch.Holder != c.Holder {
		ch.since = now
	}
	ch.Channel = c
	r.dirty, r.soundsDirty = true, true
	r.update(now)
	return nil
}

// DropChannel takes a channel away: its slots carry nothing. An unknown name is ignored.
func (r *Room) DropChannel(now units.Instant, name string) {
	ch := r.channels[name]
	if ch == nil {
		return
	}
	r.catchUp()
	delete(r.channels, name)
	r.channelList = slices.DeleteFunc(r.channelList, func(o *channel) bool { return o == ch })
	ch.held(nil)
	ch.live = nil
	r.dirty, r.soundsDirty = true, true
	r.update(now)
}

// settleChannels finds what goes out on each channel now.
func (r *Room) settleChannels() {
	for _, ch := range r.channelList {
		ch.settle(r)
	}
}

func (ch *channel) settle(r *Room) {
	var src *source
	if e := r.endpoints[ch.Holder]; e != nil {
		src = e.source(ch.sourceKind())
	}
	ch.held(src)
	if !ch.Open || (src != nil && !src.channelable()) {
		src = nil
	}
	if ch.live == src {
		return
	}
	ch.live, ch.tapped = src, tapped{}
	r.dirty, r.soundsDirty = true, true
	if src == nil || ch.Kind != Video {
		return
	}
	for _, st := range src.streams {
		if st != nil {
			st.barred = st.seq
		}
	}
	r.demandAt = 0 // a camera that nobody watched was asked to pause
}

func (ch *channel) sourceKind() SourceKind {
	if ch.Kind == Video {
		return SourceCamera
	}
	return SourceMicrophone
}

// held notes whose source the channel has.
func (ch *channel) held(src *source) {
	if ch.src == src {
		return
	}
	if ch.src != nil {
		ch.src.holds = slices.DeleteFunc(ch.src.holds, func(o *channel) bool { return o == ch })
	}
	if ch.src = src; src != nil {
		src.holds = append(src.holds, ch)
	}
}

// channelable tells whether the source can go out on a channel: by its owner's will. Floor rules (SetHeard, silence)
// do not count.
func (s *source) channelable() bool {
	if s.line.Kind == Video {
		return s.present()
	}
	return !s.muted && s.ep.connected && !s.ep.viewer && !s.ep.onFloor()
}

// countGated counts a packet for each channel that it does not go out on because of its gate.
func (s *source) countGated() {
	for _, ch := range s.holds {
		if ch.live != s {
			s.ep.room.stats.ChannelGated++
		}
	}
}

// channel finds a channel of a kind by name, or nil.
func (r *Room) channel(name string, k Kind) *channel {
	if ch := r.channels[name]; ch != nil && ch.Kind == k {
		return ch
	}
	return nil
}

// name is empty for no channel.
func (ch *channel) name() string {
	if ch == nil {
		return ""
	}
	return ch.Name
}

// sourceFor is what a listener gets of the channel now, or nil: nobody hears themself.
func (ch *channel) sourceFor(e *Endpoint) *source {
	if ch == nil || ch.live == nil || ch.live.ep == e {
		return nil
	}
	return ch.live
}
