package sfu

import (
	"slices"
	"time"

	"github.com/cumbre-meet/cumbre/internal/media/speaker"
	"github.com/cumbre-meet/cumbre/internal/units"
)

const (
	// heardEvery is the least time between two ChannelsHeard that only bring new levels and times.
	heardEvery = 250 * time.Millisecond
	// lostAfter is how long a holder may be without packets: interpretation's LOST.
	lostAfter = 2 * time.Second
	// Who is at voiceOnLevel (dBov below full scale) or louder for voiceAttack packets speaks, and does until being
	// below voiceOffLevel for voiceHold: between them neither begins. Closer levels, or less time, flap in every pause
	// between words; more takes a cough for speech or tells the end of it late.
	voiceOnLevel  = 50
	voiceOffLevel = 60
	voiceAttack   = 3
	voiceHold     = 500 * time.Millisecond
)

// ChannelHeard is one entry of ChannelsHeard: a channel with its holder, or (with Channel empty) the microphone of a
// member of a booth, on air or not.
type ChannelHeard struct {
	Channel    string
	Endpoint   EndpointID    // the channel's holder, or the member; "": nobody holds the channel
	LastPacket units.Instant // 0: none since the source is there
	Lost       bool          // a holder without packets for 2 s (since the lease at the earliest)
	Speaking   bool          // by its levels, with hysteresis; always false for a picture
	Level      uint8         // the loudest since the last report, as in Speaker; 127 without packets
}

// voice is the activity of one interpreter's microphone.
type voice struct {
	peak     uint8 // since the last report
	some     bool  // peak was set
	loud     int   // packets in a row
	speaking bool
	at       units.Instant // last at voiceOffLevel or louder
}

// note takes the level of a packet.
func (v *voice) note(now units.Instant, level uint8) {
	if !v.some || level < v.peak {
		v.peak, v.some = level, true
	}
	v.loud++
	if level > voiceOnLevel {
		v.loud = 0
	}
	if v.loud >= voiceAttack {
		v.speaking = true
	}
	if level <= voiceOffLevel {
		v.at = now
	}
}

func (v *voice) active(now units.Instant) bool {
	v.speaking = v.speaking && now.Sub(v.at) < voiceHold
	return v.speaking
}

func (v *voice) level() uint8 {
	if !v.some {
		return speaker.Silence
	}
	return min(v.peak, speaker.Silence)
}

// tellHeard says what the channels' holders and the booths do: at once when somebody begins or ends, is lost or
// back; levels and times now and then.
func (r *Room) tellHeard(now units.Instant) {
	list := r.heard[:0]
	for _, ch := range r.channelList {
		list = append(list, ch.heard(now))
	}
	for _, e := range r.order {
		if !e.booth {
			continue
		}
		if src := e.source(SourceMicrophone); src != nil {
			h := src.heard(now)
			h.Endpoint = e.id
			list = append(list, h)
		}
	}
	r.heard = list
	same := slices.EqualFunc(list, r.heardTold, func(a, b ChannelHeard) bool {
		return a.Channel == b.Channel && a.Endpoint == b.Endpoint && a.Lost == b.Lost && a.Speaking == b.Speaking
	})
	if same && (now.Sub(r.heardAt) < heardEvery || slices.Equal(list, r.heardTold)) {
		return
	}
	r.heardTold = append(r.heardTold[:0], list...)
	r.heardAt = now
	for _, e := range r.order {
		if src := e.source(SourceMicrophone); src != nil {
			src.activity.some = false
		}
	}
	r.events.ChannelsHeard(slices.Clone(list))
}

func (ch *channel) heard(now units.Instant) ChannelHeard {
	h := ChannelHeard{Level: speaker.Silence}
	if ch.src != nil {
		h = ch.src.heard(now)
	}
	h.Channel, h.Endpoint = ch.Name, ch.Holder
	h.Lost = ch.Holder != "" && now.Sub(max(ch.since, h.LastPacket)) >= lostAfter
	return h
}

// listened notes a packet of an interpreter's sound.
func (s *source) listened(now units.Instant, level uint8) {
	if s.muted {
		level = speaker.Silence
	}
	s.activity.note(now, level)
	s.countGated()
}

func (s *source) heard(now units.Instant) ChannelHeard {
	return ChannelHeard{LastPacket: s.lastPacket, Speaking: s.activity.active(now), Level: s.activity.level()}
}
