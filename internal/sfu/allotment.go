package sfu

import (
	"math"
	"time"

	"github.com/cumbre-meet/cumbre/internal/media/allocate"
	"github.com/cumbre-meet/cumbre/internal/media/layers"
	"github.com/cumbre-meet/cumbre/internal/units"
)

const (
	// rateOver is about how long bitrates are averaged over: a keyframe must not make a layer look dear.
	rateOver = 2 * time.Second
	// demandMargin × what all slots would cost is what probes look for: rising takes a margin.
	demandMargin = 1.25
	// basesMargin × the base layers is the estimate from which the path is trusted with them again.
	basesMargin = 1.15
	// unlimited is more than anything costs.
	unlimited = units.Bitrate(1 << 50)
)

// meter averages a bitrate.
type meter struct {
	bytes units.ByteCount
	rate  units.Bitrate
	last  units.Bitrate // before nothing came any more
	at    units.Instant
}

// measure brings the rate up to date.
func (m *meter) measure(now units.Instant) {
	passed := now.Sub(m.at)
	switch {
	case m.at.IsZero() || passed > 2*rateOver:
		m.at, m.bytes, m.rate = now, 0, 0
	case passed >= retargetEvery:
		sample := units.Bitrate(float64(m.bytes) * 8 / passed.Seconds())
		if m.rate == 0 {
			m.rate = sample
		}
		m.rate += units.Bitrate(float64(sample-m.rate) * min(1, passed.Seconds()/rateOver.Seconds()))
		if sample > 0 {
			m.last = m.rate
		}
		m.at, m.bytes = now, 0
	}
}

// meter brings the bitrates of all pictures up to date, watched or not: whoever comes must know what they cost.
func (r *Room) meter(now units.Instant) {
	for _, e := range r.order {
		for _, src := range e.sources {
			if src.line.Kind != Video {
				continue
			}
			for _, st := range src.streams {
				if st != nil {
					st.meter.measure(now)
				}
			}
		}
	}
}

// allot gives the endpoint's picture slots what the path to it carries: how good a layer each may show, and which show
// none. Where nothing is known of the path, they may show what they want.
func (r *Room) allot(now units.Instant, e *Endpoint) {
	e.down.sound.measure(now)
	list, costs := r.pictures[:0], r.costs[:0]
	demand, bases := e.down.sound.rate, e.down.sound.rate
	for _, s := range e.slots {
		if s.line.Kind != Video {
			continue
		}
		src := r.wanted(s)
		if src == nil {
			s.allotted = nil
			continue
		}
		if s.allotted != src {
			s.allotted, s.limit = src, allocate.New
		}
		first := len(costs)
		costs = src.costs(now, costs)
		p := s.picture(now, src, costs[first:])
		demand += p.Costs[p.Best]
		bases += p.Costs[len(p.Costs)-1]
		list = append(list, p)
	}
	r.pictures, r.costs = list, costs
	estimate := e.allowance(now, demand, bases)
	e.down.allotment = e.down.sound.rate + e.down.allocator.Allocate(now, estimate, e.down.sound.rate, list)
	e.down.narrow = e.down.allotment < demand
	e.down.pace.set(now, e.down.estimated, e.down.allotment, e.down.tight(now), e.down.short)
	e.stir()
	i := 0
	for _, s := range e.slots {
		if s.line.Kind == Video && s.allotted != nil {
			s.limit = list[i].Layer
			i++
		}
	}
}

// allowance tells the controller what is wanted, and what the slots may cost together with sound. While nothing is known
// of the path, that is what they want. Base layers are held back only where a queue or losses prove that the path does
// not carry them: an estimate may be low because little was sent so far, or a receiver's processor is busy.
func (e *Endpoint) allowance(now units.Instant, demand, bases units.Bitrate) units.Bitrate {
	d := &e.down
	if d.ctl != nil {
		d.ctl.SetDemand(units.Bitrate(float64(demand) * demandMargin))
	}
	estimate, known := d.estimate(now)
	d.estimated = estimate
	switch {
	case !known:
		return unlimited
	case d.ctl == nil || !d.ctl.Answers(): // a REMB, which is the client's own word
		return estimate
	case float64(estimate) >= basesMargin*float64(bases):
		d.short = false
	case d.ctl.Congested(now):
		d.short = e.padded() != nil // nothing else would find out that the path is better
	}
	if d.short {
		return estimate
	}
	return max(estimate, bases)
}

// tight tells that the estimate is more than a guess, and bounded by the path rather than by what is wanted.
func (d *downlink) tight(now units.Instant) bool {
	return d.ctl != nil && d.ctl.Answers() && d.ctl.Settled(now) && d.ctl.Tight(now)
}

// picture describes what a slot shall show.
func (s *slot) picture(now units.Instant, src *source, costs []units.Bitrate) allocate.Picture {
	var scratch [layers.Max]layers.Layer
	all := src.layers(now, scratch[:0])
	size := s.want.Height
	if size == 0 {
		size = 1 << 16
	}
	return allocate.Picture{
		Costs: costs, Best: max(layers.Desired(all, s.want.Height), 0), Had: s.limit,
		Stage: s.want.Stage, Priority: s.want.Priority, Size: size,
	}
}

// costs appends what the source's layers cost, best first: as measured now, or when they were last sent, or as is usual, but
// not more than the better ones do: a sender begins with less than is usual.
func (s *source) costs(now units.Instant, dst []units.Bitrate) []units.Bitrate {
	better := units.Bitrate(math.MaxInt64)
	for i := range s.layerCount() {
		rate := min(usualRate(s.heights[i], i), better)
		switch st := s.streams[i]; {
		case st == nil:
		case st.meter.rate > 0 && now.Sub(st.lastPacket) < aliveFor:
			rate = st.meter.rate
		case st.meter.last > 0:
			rate = min(st.meter.last, better)
		}
		better = min(better, rate)
		dst = append(dst, rate)
	}
	return dst
}

// usualRate is what a layer of that height costs in browsers; of an unknown height, by its place.
func usualRate(height, layer int) units.Bitrate {
	if height == 0 {
		height = 720 >> layer
	}
	switch {
	case height <= 200:
		return 150_000
	case height <= 400:
		return 500_000
	case height <= 800:
		return 1_700_000
	default:
		return 3_000_000
	}
}

// permitted is the layer instead of i that the slot may show: no better than its limit. -1: none is alive.
func (s *slot) permitted(all []layers.Layer, i int) int {
	if i < 0 || i >= s.limit {
		return i
	}
	for j := s.limit; j < len(all); j++ {
		if all[j].Alive {
			return j
		}
	}
	return s.src.layerOf(s.current) // until what it may show comes
}

// pause makes the slot show nothing because the path does not carry it, and says so.
func (s *slot) pause() {
	s.detach()
	if s.paused && s.shown.IsZero() {
		return
	}
	s.paused = true
	s.ep.room.stats.Paused++
	s.show(SourceID{}, 0, 0, 0)
}

// resume ends a pause: what follows says what is shown.
func (s *slot) resume() { s.paused = false }
