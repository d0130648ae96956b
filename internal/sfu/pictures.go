package sfu

import (
	"cmp"
	"slices"
	"time"

	"github.com/cumbre-meet/cumbre/internal/media/allocate"
	"github.com/cumbre-meet/cumbre/internal/media/layers"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// How often choices are made again without an event: layers come alive and die by themselves.
const (
	retargetEvery = 250 * time.Millisecond
	demandEvery   = 100 * time.Millisecond
)

// retargetAll gives every picture slot its source and layer.
func (r *Room) retargetAll(now units.Instant) {
	r.dirty = false
	r.retargetAt = now
	r.meter(now)
	r.listOthers()
	for _, e := range r.order {
		r.reallot(now, e)
	}
}

// reallot gives one endpoint's picture slots their sources and layers.
func (r *Room) reallot(now units.Instant, e *Endpoint) {
	r.catchUp()
	r.allot(now, e)
	for _, s := range e.slots {
		if s.line.Kind == Video {
			r.retarget(now, s)
		}
	}
}

// retarget gives one picture slot its source and layer: at once from the keyframe cache, or with the next keyframe.
func (r *Room) retarget(now units.Instant, s *slot) {
	s.via = r.channelWanted(s)
	if !s.ep.connected {
		r.prepare(now, s)
		return
	}
	src := r.wanted(s)
	if src == nil {
		s.clear()
		s.refused = false
		return
	}
	s.src = src
	if s.limit == allocate.Paused {
		s.pause()
		return
	}
	s.resume()
	if s.current != nil && s.current.src != src && (!s.current.src.present() || s.offAir()) {
		s.detach()
	}
	if s.current == nil && !s.shown.IsZero() && s.shown != src.id {
		s.show(SourceID{}, 0, 0, 0) // what it had ended; the new one follows with its keyframe
	}
	st := r.pick(now, s)
	switch {
	case st == nil:
	case s.line.matching(st.codec) == nil:
		if !s.refused {
			s.refused = true
			r.stats.CodecMismatch++
		}
		s.clear()
	case st == s.current:
		s.unwait()
	case s.pending != st:
		s.refused = false
		r.turnTo(now, s, st)
	}
}

// prepare looks ahead for a slot whose endpoint is about to be connected: the layer that it will show is demanded and
// its keyframe asked for, so that both are there when the first packet can be sent.
func (r *Room) prepare(now units.Instant, s *slot) {
	if s.src = nil; !s.ep.awaited {
		return
	}
	if s.src = r.wanted(s); s.src == nil {
		return
	}
	st := r.pick(now, s)
	if st == nil || s.line.matching(st.codec) == nil {
		return
	}
	if _, ok := s.replayable(now, st); !ok {
		st.requestKeyframe(now)
	}
}

// pick chooses the stream of the slot's source; nil while none is alive.
func (r *Room) pick(now units.Instant, s *slot) *stream {
	var scratch [layers.Max]layers.Layer
	all := s.src.layers(now, scratch[:0])
	i := s.permitted(all, layers.Pick(all, s.want.Height, s.src.layerOf(s.current)))
	if i < 0 {
		return nil
	}
	return s.src.streams[i]
}

// offAir tells that what the slot goes on with until the next keyframe must not go on: its channel is closed, or is
// not the slot's any more and has another holder. A change of the slot's own channel's holder leaves it.
func (s *slot) offAir() bool {
	ch := s.taken
	return ch != nil && (ch.live == nil || (ch != s.via && ch.live != s.current.src))
}

// replayable tells from where the keyframe cache can serve the slot: on a channel only with what came on air.
func (s *slot) replayable(now units.Instant, st *stream) (first units.Seq64, ok bool) {
	first, ok = st.replayable(now, s.ep.down.replayAge(now, s.ep.room.cfg.ReplayAge))
	return first, ok && !s.bars(st, first)
}

// bars tells that a packet must not begin the slot's picture: on a channel one from before the source was on air.
func (s *slot) bars(st *stream, first units.Seq64) bool { return s.via != nil && first <= st.barred }

// channelWanted is the channel that the slot shall show, or nil.
func (r *Room) channelWanted(s *slot) *channel {
	if w := &s.want; w.Channel != "" && !w.Stage && w.Other == 0 {
		return r.channel(w.Channel, Video)
	}
	return nil
}

func (r *Room) turnTo(now units.Instant, s *slot, st *stream) {
	if s.ep.down.pace.held { // all pictures begin anew when the queue is empty
		return
	}
	if first, ok := s.replayable(now, st); ok {
		s.commit(now, st, first)
		r.stats.KeyframesSaved++
		return
	}
	s.wait(st)
	st.requestKeyframe(now)
}

// wanted is the source that a slot shall show, or nil.
func (r *Room) wanted(s *slot) *source {
	var src *source
	switch w := &s.want; {
	case w.Stage:
		if r.stage != nil && r.stage != s.ep {
			src = r.stage.picture()
		}
	case w.Other > 0:
		src = r.other(s.ep, w.Other)
	case w.Channel != "":
		src = r.channelWanted(s).sourceFor(s.ep)
	case !w.Source.IsZero():
		if e := r.endpoints[w.Source.Endpoint]; e != nil {
			src = e.source(w.Source.Kind)
		}
	}
	if src == nil || src.line.Kind != Video || !src.present() {
		return nil
	}
	return src
}

// picture is what the stage shows of an endpoint: its camera, or its screen where it has no camera; or nil.
func (e *Endpoint) picture() *source {
	for _, kind := range [...]SourceKind{SourceCamera, SourceScreen} {
		if s := e.source(kind); s != nil && s.present() {
			return s
		}
	}
	return nil
}

// listOthers lists all pictures but the stage's, the latest speaker's first, then as they joined.
func (r *Room) listOthers() {
	r.others = r.others[:0]
	var stage *source
	if r.stage != nil {
		stage = r.stage.picture()
	}
	for _, e := range r.order {
		if e.booth {
			continue
		}
		for _, src := range e.sources {
			if src.line.Kind == Video && src.present() && src != stage {
				r.others = append(r.others, src)
			}
		}
	}
	slices.SortStableFunc(r.others, func(a, b *source) int {
		return cmp.Or(cmp.Compare(b.ep.spokeAt, a.ep.spokeAt), cmp.Compare(a.ep.order, b.ep.order))
	})
}

// other is the n-th of the others, counted from 1, without the endpoint's own.
func (r *Room) other(e *Endpoint, n int) *source {
	for _, src := range r.others {
		if src.ep == e {
			continue
		}
		if n--; n == 0 {
			return src
		}
	}
	return nil
}

// demandAll tells the publishers which layers somebody watches.
func (r *Room) demandAll(now units.Instant) {
	r.demandAt = now
	clear(r.needed)
	for _, e := range r.order {
		for _, s := range e.slots {
			if s.src != nil && s.line.Kind == Video && (e.connected || e.awaited) {
				r.needed[s.src] |= s.needs(now)
			}
		}
	}
	// Who holds a channel of signs goes on sending something where nobody watches: by its packets it is known to be there. Not
	// beside what is watched: browsers give the smallest layer its bits first.
	for _, ch := range r.channelList {
		if ch.Kind == Video && ch.src != nil && r.needed[ch.src] == 0 {
			r.needed[ch.src] = r.needed[ch.src].With(ch.src.layerCount() - 1)
		}
	}
	for _, e := range r.order {
		for _, src := range e.sources {
			if src.line.Kind == Video {
				src.updateDemand(now, r.needed[src])
			}
		}
	}
}

// needs is the layers that the slot makes its source send: the one that fits, and until it comes what it has or
// waits for.
func (s *slot) needs(now units.Instant) layers.Set {
	var scratch [layers.Max]layers.Layer
	all := s.src.layers(now, scratch[:0])
	if s.limit == allocate.Paused {
		return 0
	}
	want := max(layers.Desired(all, s.want.Height), s.limit)
	set := layers.Set(0).With(want).With(s.src.layerOf(s.current)).With(s.src.layerOf(s.pending))
	if want >= 0 && !all[want].Alive { // the sender may be unable to send it
		set = set.With(s.permitted(all, layers.Pick(all, s.want.Height, s.src.layerOf(s.current))))
	}
	return set
}
