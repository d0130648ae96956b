package sfu

import (
	"slices"
	"time"

	"github.com/cumbre-meet/cumbre/internal/media/layers"
	"github.com/cumbre-meet/cumbre/internal/media/policer"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// aliveFor is how long after its last packet a simulcast layer counts as alive. Longer freezes the picture when a
// sender drops a layer for want of bandwidth, shorter flaps at low frame rates.
const aliveFor = time.Second

// speechLevel stands for the level of sound without the header extension: it counts as speech.
const speechLevel = 30

// source is a publication: what one endpoint sends on one line.
type source struct {
	id      SourceID
	ep      *Endpoint
	line    Line
	streams [layers.Max]*stream // by simulcast layer, best first; index 0 without simulcast
	heights [layers.Max]int     // as the last keyframes said

	started    bool // packets come
	startOrder uint64
	muted      bool
	lastPacket units.Instant
	police     policer.Policer
	demand     layers.Demand
	told       bool // LayersNeeded was said since the source started

	// Sound only.
	voice    int // identifies it in the speaker detectors
	lastLoud units.Instant
	activity voice // of an interpreter's microphone

	holds []*channel // whose lease the endpoint has
}

func kindOf(u Use) SourceKind {
	switch u {
	case Microphone:
		return SourceMicrophone
	case Camera:
		return SourceCamera
	case Screen:
		return SourceScreen
	case ScreenSound:
		return SourceScreenSound
	default: // lines that we send
		return ""
	}
}

func newSource(e *Endpoint, line Line) *source {
	line.RIDs = line.RIDs[:min(len(line.RIDs), layers.Max)]
	e.room.lastVoice++
	return &source{
		id: SourceID{Endpoint: e.id, Kind: kindOf(line.Use)}, ep: e, line: line,
		muted: e.muted[kindOf(line.Use)], voice: e.room.lastVoice,
	}
}

// layerCount is how many layers were negotiated; 1 without simulcast.
func (s *source) layerCount() int { return max(1, len(s.line.RIDs)) }

// present tells whether the source can be shown.
func (s *source) present() bool { return s.started && !s.muted && s.ep.connected && !s.ep.viewer }

// audible tells whether a sound may be heard on the floor at all: by its owner's and the meeting's will.
func (s *source) audible() bool { return s.present() && s.ep.heard && s.floored() }

// layers lists the layers as they are now.
func (s *source) layers(now units.Instant, dst []layers.Layer) []layers.Layer {
	n := s.layerCount()
	for i := range n {
		st := s.streams[i]
		alive := st != nil && st.started && (n == 1 || now.Sub(st.lastPacket) < aliveFor)
		dst = append(dst, layers.Layer{Height: s.heights[i], Alive: alive})
	}
	return dst
}

// layerOf is the index of the stream's layer in this source, -1 for another source's.
func (s *source) layerOf(st *stream) int {
	if st == nil || st.src != s {
		return -1
	}
	return st.layer
}

// mayCome tells whether the source may send a packet of that size, in bytes, now, and counts it. What is beyond that would
// go out to all who watch.
func (s *source) mayCome(now units.Instant, size int) bool {
	limit := s.ep.room.cfg.PictureLimit
	if s.line.Kind == Audio {
		limit = s.ep.room.cfg.SoundLimit
	}
	if !s.police.Fits(now, limit, size) {
		return false
	}
	s.police.Take(size)
	return true
}

// start notes a packet; the first one starts the source.
func (s *source) start(now units.Instant) {
	s.lastPacket = now
	if s.started {
		return
	}
	r := s.ep.room
	s.started, s.told = true, false
	s.lastLoud = now
	r.lastStart++
	s.startOrder = r.lastStart
	s.demand.Start(now, 1<<s.layerCount()-1)
	r.dirty, r.soundsDirty = true, true
	r.events.SourceStarted(s.id)
}

// stop ends the source until its next packet.
func (s *source) stop() {
	if !s.started {
		return
	}
	r := s.ep.room
	s.started = false
	r.forgetVoice(s)
	r.dirty, r.soundsDirty = true, true
	r.events.SourceStopped(s.id)
}

// timedOut tells whether the source went away without a word. A picture that was asked to pause did not.
func (s *source) timedOut(now units.Instant) bool {
	paused := len(s.line.RIDs) > 0 && s.demand.On() == 0
	return s.started && !paused && now.Sub(s.lastPacket) >= s.ep.room.cfg.SourceTimeout
}

// updateDemand tells the publisher which layers are needed, when that changes. Publishers without simulcast have
// nothing to choose.
func (s *source) updateDemand(now units.Instant, needed layers.Set) {
	on, changed := s.demand.Update(now, needed)
	if len(s.line.RIDs) == 0 || !s.started || (s.told && !changed) {
		return
	}
	if !s.told && on.Len() == s.layerCount() {
		return // that is what it sends anyway
	}
	s.told = true
	rids := make([]string, 0, layers.Max)
	for i, rid := range s.line.RIDs {
		if on.Has(i) {
			rids = append(rids, rid)
		}
	}
	s.ep.room.events.LayersNeeded(LayersNeeded{Source: s.id, RIDs: rids})
}

// hear takes the level of a packet of sound and tells whether the packet is worth forwarding on the floor.
func (s *source) hear(now units.Instant, level uint8) bool {
	r := s.ep.room
	if !s.audible() {
		if s.floored() || s.muted {
			r.stats.DroppedMuted++
		}
		return false
	}
	r.sounds.Level(now, s.voice, level)
	if s.id.Kind == SourceMicrophone && !s.ep.booth {
		r.voices.Level(now, s.voice, level)
	}
	if level <= r.cfg.SilenceLevel {
		s.lastLoud = now
	}
	silent := now.Sub(s.lastLoud) >= r.cfg.SilenceAfter && r.floor != s.ep.id
	if silent {
		r.stats.DroppedSilence++
	}
	return !silent
}

// dropStreams unbinds everything that the source receives.
func (s *source) dropStreams() {
	for _, st := range s.streams {
		if st != nil {
			st.unbind()
		}
	}
}

// codecOf finds the negotiated codec of a payload type, its own or that of RED with it, or, with rtx, its RTX.
func (l *Line) codecOf(pt uint8) (c *Codec, rtx bool) {
	for i := range l.Codecs {
		switch c := &l.Codecs[i]; {
		case c.PayloadType == pt, c.REDType == pt && pt != 0:
			return c, false
		case c.RTXType == pt && pt != 0:
			return c, true
		}
	}
	return nil, false
}

// matching finds the line's codec that can carry c.
func (l *Line) matching(c *Codec) *Codec {
	i := slices.IndexFunc(l.Codecs, func(d Codec) bool { return d.Name == c.Name && d.Profile == c.Profile })
	if i < 0 {
		return nil
	}
	return &l.Codecs[i]
}
