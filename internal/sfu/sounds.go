package sfu

import (
	"slices"
	"time"

	"github.com/cumbre-meet/cumbre/internal/media/speaker"
	"github.com/cumbre-meet/cumbre/internal/units"
)

const (
	// maxLoudest is how many sounds are ranked: more cannot be told apart by ear, and a viewer with more audio
	// lines gets no more.
	maxLoudest = 16
	// maxSpeakers is how many SpeakersChanged lists.
	maxSpeakers = 8
	// speakersEvery is the least time between two SpeakersChanged that only bring new levels.
	speakersEvery = 500 * time.Millisecond
)

// quieten forgets that a source was heard: it was muted, or may not be heard any more.
func (r *Room) quieten(src *source) {
	if src.line.Kind == Audio {
		r.forgetVoice(src)
		for _, st := range src.streams {
			if st != nil {
				st.freshen()
			}
		}
	}
	r.dirty, r.soundsDirty = true, true
}

func (r *Room) forgetVoice(src *source) {
	if src.line.Kind != Audio {
		return
	}
	r.sounds.Remove(src.voice)
	r.voices.Remove(src.voice)
	r.soundsDirty = true
}

// listen finds out who speaks: the stage follows the dominant speaker, the slots the loudest.
func (r *Room) listen(now units.Instant) {
	id, changed := r.voices.Tick(now)
	if id != speaker.None {
		if src := r.byVoice(id); src != nil {
			src.ep.spokeAt = now
		}
	}
	if changed || r.dirty || r.soundsDirty { // else it is as it was
		r.setStage(r.chooseStage())
	}
	r.sounds.Tick(now)
	r.loudest = r.sounds.Loudest(maxLoudest, r.loudest[:0])
	if r.soundsDirty || !slices.Equal(r.loudest, r.wereLoudest) {
		r.wereLoudest = append(r.wereLoudest[:0], r.loudest...)
		r.assignSounds()
	}
	r.tellSpeakers(now)
}

func (r *Room) byVoice(id int) *source {
	for _, e := range r.order {
		for _, s := range e.sources {
			if s.voice == id {
				return s
			}
		}
	}
	return nil
}

// assignSounds gives every sound slot its source.
func (r *Room) assignSounds() {
	r.soundsDirty = false
	r.ranked = r.ranked[:0]
	stage := r.stageSound()
	if stage != nil {
		r.ranked = append(r.ranked, stage)
	}
	for _, id := range r.loudest {
		if src := r.byVoice(id); src != nil && src != stage && src.audible() {
			r.ranked = append(r.ranked, src)
		}
	}
	for _, e := range r.order {
		if e.connected {
			e.assignSounds(stage, r.ranked)
		}
	}
}

// stageSound is the microphone of who is on stage, or nil.
func (r *Room) stageSound() *source {
	if r.stage == nil {
		return nil
	}
	if s := r.stage.source(SourceMicrophone); s != nil && s.audible() {
		return s
	}
	return nil
}

// assignSounds fills the endpoint's sound slots from the ranked sources: never its own, none twice, and a source
// that has a slot keeps it.
func (e *Endpoint) assignSounds(stage *source, ranked []*source) {
	hasStage := false
	channelLine, ch := e.viewersLine()
	floor := e.room.floorSlots[:0]
	for _, s := range e.slots {
		switch {
		case s.line.Kind != Audio:
		case s.listens():
			s.listen(stage)
		case s == channelLine:
			s.follow(ch.sourceFor(e), ch, true)
		case s.line.Use == StageSound && !e.viewer:
			hasStage = true
			if stage != nil && stage.ep == e {
				s.carry(nil)
			} else {
				s.carry(stage)
			}
		default:
			if s.direct {
				s.follow(nil, nil, false) // a viewer's line goes back to the floor
			}
			floor = append(floor, s)
		}
	}
	e.room.floorSlots = floor
	chosen := e.room.chosen[:0]
	for _, src := range ranked {
		if src.ep != e && (src != stage || !hasStage) && len(chosen) < len(floor) {
			chosen = append(chosen, src)
		}
	}
	e.room.chosen = chosen
	fill(floor, chosen, stage, hasStage)
}

// fill puts the chosen sources into slots. A slot whose source is not chosen any more keeps it (it is silent, and
// may speak again) until another needs the slot or it may not be there.
func fill(floor []*slot, chosen []*source, stage *source, hasStage bool) {
	for _, src := range chosen {
		if slices.ContainsFunc(floor, func(s *slot) bool { return s.src == src }) {
			continue
		}
		if i := freeSlot(floor, chosen); i >= 0 {
			floor[i].carry(src)
		}
	}
	for _, s := range floor {
		if s.src != nil && (!s.src.audible() || (hasStage && s.src == stage)) {
			s.carry(nil)
		}
		if s.src != nil {
			s.carry(s.src) // its stream may be another now
		}
	}
}

// freeSlot is the first slot that has nothing, or else nothing that was chosen.
func freeSlot(floor []*slot, chosen []*source) int {
	if i := slices.IndexFunc(floor, func(s *slot) bool { return s.src == nil }); i >= 0 {
		return i
	}
	return slices.IndexFunc(floor, func(s *slot) bool { return !slices.Contains(chosen, s.src) })
}

// carry makes a sound slot carry a source, or nothing.
func (s *slot) carry(src *source) {
	if src == nil {
		s.clear()
		return
	}
	st := src.streams[0]
	if s.src == src && s.current == st && st != nil {
		return
	}
	s.detach()
	s.src = src
	if !src.started && !s.shown.IsZero() && s.shown != src.id {
		s.show(SourceID{}, 0, 0, 0) // nothing comes of it yet
	}
	if st == nil {
		return
	}
	if !s.adopt(st) {
		s.ep.room.stats.CodecMismatch++
		s.clear()
		return
	}
	s.fresh = true
}

// tellSpeakers says who is heard: when the set changes, and now and then how loud.
func (r *Room) tellSpeakers(now units.Instant) {
	list := r.speakers[:0]
	for _, id := range r.loudest {
		src := r.byVoice(id)
		if src == nil || !src.audible() || len(list) == maxSpeakers {
			continue
		}
		if !slices.ContainsFunc(list, func(s Speaker) bool { return s.Endpoint == src.ep.id }) {
			list = append(list, Speaker{Endpoint: src.ep.id, Level: r.sounds.LevelOf(id)})
		}
	}
	r.speakers = list
	same := len(list) == len(r.told) && !slices.ContainsFunc(list, func(s Speaker) bool {
		return !slices.ContainsFunc(r.told, func(t Speaker) bool { return t.Endpoint == s.Endpoint })
	})
	if same && (len(list) == 0 || slices.Equal(list, r.told) || now.Sub(r.toldAt) < speakersEvery) {
		return
	}
	r.told = append(r.told[:0], list...)
	r.toldAt = now
	r.events.SpeakersChanged(slices.Clone(list))
}
