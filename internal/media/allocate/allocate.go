// Package allocate shares what a path carries between the pictures that a client shows: which simulcast layer each gets,
// and which are paused. It is a pure function and a rule for when it may raise.
//
// Sound comes first: it is subtracted. Then every picture gets its base layer, the more important before the less; what
// does not fit is paused, the most important only where not half of it fits. Then the stage is raised as far as it goes, then the rest by size. Layers fall at once. They
// rise at most once a second, and only where the sum leaves a margin, so that an estimate that moves a little does
// not make pictures switch to and fro.
package allocate

import (
	"cmp"
	"slices"
	"time"

	"github.com/cumbre-meet/cumbre/internal/units"
)

const (
	// RiseEvery is how often layers rise. Less shows a better picture sooner, and switches (a keyframe each) more often
	// while the estimate grows.
	RiseEvery = time.Second
	// riseMargin × what is used then must be free for a layer to rise. 1.15 leaves a quarter of the path unused, since the estimate
	// is 0.85 of it; none at all makes pictures switch twice as often.
	riseMargin = 1.02
	// backMargin is the same for a paused picture to come back: that it comes and goes is worse than that it waits.
	backMargin = 1.15
	// keepMargin × its base layer is the budget with which the most important picture goes on. After a queue has drained the
	// estimate is low for seconds, and while nothing is shown nothing raises it but probes. More pauses the last picture for
	// that (2.9 s in TestSixPictures); less shows one that only stutters.
	keepMargin = 0.5
)

// Paused is a picture's layer when it gets none; New its layer before when it was not shown before.
const (
	Paused = -1
	New    = -2
)

// Picture is one picture that a client wants to see.
type Picture struct {
	// Costs are what its layers cost, best first, in bit/s. The last one is the base layer. At least one.
	Costs []units.Bitrate
	// Best is the index of the best layer that is of use.
	Best int
	// Had is the layer that it has, Paused or New.
	Had int
	// Stage tells that it is the stage's.
	Stage bool
	// Priority: higher is more important. The stage comes before all.
	Priority int
	// Size orders pictures of the same priority, larger first; their height in pixels.
	Size int

	// Layer is the result: an index of Costs, or Paused.
	Layer int

	index int
}

// Allocator allocates for one client. The zero value is ready.
type Allocator struct {
	roseAt units.Instant
}

// Allocate sets Layer of all pictures. They keep their order. estimate is what the path carries, sound what sounds need of
// it. It returns what the pictures cost together.
func (a *Allocator) Allocate(now units.Instant, estimate, sound units.Bitrate, pictures []Picture) units.Bitrate {
	for i := range pictures {
		pictures[i].index, pictures[i].Layer = i, Paused
	}
	slices.SortFunc(pictures, byImportance)
	s := share{
		budget: max(estimate-sound, 0), mayRise: a.roseAt.IsZero() || now.Sub(a.roseAt) >= RiseEvery,
	}
	for i := range pictures {
		s.base(&pictures[i], i == 0)
	}
	for i := range pictures {
		s.raise(&pictures[i])
	}
	if s.rose {
		a.roseAt = now
	}
	slices.SortFunc(pictures, func(p, q Picture) int { return cmp.Compare(p.index, q.index) })
	return s.used
}

// byImportance puts the stage first, then by priority, then the larger.
func byImportance(p, q Picture) int {
	stage := func(p *Picture) int {
		if p.Stage {
			return 1
		}
		return 0
	}
	return cmp.Or(
		-cmp.Compare(stage(&p), stage(&q)), -cmp.Compare(p.Priority, q.Priority), -cmp.Compare(p.Size, q.Size),
		cmp.Compare(p.index, q.index),
	)
}

// share is one allocation on its way.
type share struct {
	budget, used units.Bitrate
	mayRise      bool
	rose         bool
}

// fits tells whether more can be used, with a margin.
func (s *share) fits(more units.Bitrate, margin float64) bool {
	return float64(s.used+more)*margin <= float64(s.budget)
}

// base gives a picture its base layer. One that is new gets it without a margin; one that was paused comes back as
// others rise; the first goes on with half of it.
func (s *share) base(p *Picture, first bool) {
	last := len(p.Costs) - 1
	back, margin := p.Had == Paused, 1.0
	switch {
	case back:
		margin = backMargin
	case first:
		margin = keepMargin
	}
	if (back && !s.mayRise) || !s.fits(p.Costs[last], margin) {
		return
	}
	s.rose = s.rose || back
	s.used += p.Costs[last]
	p.Layer = last
}

// raise gives a picture the best layer that fits.
func (s *share) raise(p *Picture) {
	if p.Layer == Paused {
		return
	}
	cost := p.Costs[p.Layer]
	for layer := min(max(p.Best, 0), p.Layer); layer < p.Layer; layer++ {
		rise := p.Had < 0 || layer < p.Had
		if rise && p.Had != New && !s.mayRise {
			continue
		}
		margin := 1.0
		if rise {
			margin = riseMargin
		}
		if more := p.Costs[layer] - cost; s.fits(more, margin) {
			s.rose = s.rose || (rise && p.Had != New)
			s.used += more
			p.Layer = layer
			return
		}
	}
}
