package bwe

import (
	"math"
	"slices"
	"time"

	"github.com/cumbre-meet/cumbre/internal/units"
)

// Follows the same source as loss.go: the observations, and what a channel makes of them.

const (
	lossWindow      = 15                     // observations
	lossObservation = 250 * time.Millisecond // of sending time make one
	// lossStale is how long a pause in sending makes what was observed before it worthless. New here: a slot whose pictures
	// are all paused sends nothing but a probe now and then.
	lossStale       = 2 * time.Second
	lossWeight      = 0.9 // of an observation to that of the next
	inherentLeast   = 1e-3
	inherentOffset  = 0.05
	inherentBalance = 100_000.0 // bit/s: poor paths may lose more by themselves
)

// channel is a model of a path: it loses a share of everything, and all that is beyond its limit.
type channel struct {
	inherent float64 // 0..1
	limit    float64 // bit/s
}

// loses is the share of what is sent at a rate that is lost.
func (c channel) loses(rate float64) float64 {
	p := c.inherent
	if rate > c.limit {
		p += (1 - p) * (rate - c.limit) / rate
	}
	return min(max(p, 1e-6), 1-1e-6)
}

// feasible bounds the inherent loss by what a path of that capacity may have.
func (c *channel) feasible() {
	most := 1.0
	if c.limit > 0 {
		most = min(1, inherentOffset+inherentBalance/c.limit)
	}
	c.inherent = min(max(c.inherent, inherentLeast), most)
}

// lossObserved is what became of what was sent in a while.
type lossObserved struct {
	rate       float64 // at which it was sent
	size, lost float64 // kB
}

// lossModel has the latest observations.
type lossModel struct {
	window   [lossWindow]lossObserved
	observed int // in all

	// The observation that is being made.
	size, lost int // bytes
	began      units.Instant
	newest     units.Instant // sending time
	lastSent   units.Instant // of the latest observation
	id         uint8         // changes with each observation

	lossRatio float64
	latest    float64 // of the latest observation alone
	sorted    [lossWindow]float64
}

// note takes a packet whose fate became known.
func (m *lossModel) note(sent units.Instant, size int, lost bool) {
	if !m.newest.IsZero() && sent.Sub(m.newest) > lossStale {
		*m = lossModel{id: m.id + 1}
	}
	if m.began.IsZero() {
		m.began, m.newest = sent, sent
	}
	m.newest = max(m.newest, sent)
	m.size += size
	if lost {
		m.lost += size
	}
}

// found takes back that a packet of the present observation was lost.
func (m *lossModel) found(size int) { m.lost = max(m.lost-size, 0) }

// observe closes the present observation if it is long enough.
func (m *lossModel) observe() bool {
	if m.lastSent.IsZero() {
		m.lastSent = m.began
	}
	length := m.newest.Sub(m.lastSent)
	if m.size == 0 || length < lossObservation {
		return false
	}
	m.window[m.observed%lossWindow] = lossObserved{
		rate: float64(m.size) * 8 / length.Seconds(), size: float64(m.size) / 1000, lost: float64(m.lost) / 1000,
	}
	m.latest = float64(m.lost) / float64(m.size)
	m.observed++
	m.lastSent = m.newest
	m.size, m.lost = 0, 0
	m.id++
	m.lossRatio = m.averageLoss()
	return true
}

// each calls f for the observations, newest first, with their weight.
func (m *lossModel) each(f func(o *lossObserved, weight float64)) {
	weight := 1.0
	for i := range min(m.observed, lossWindow) {
		f(&m.window[(m.observed-1-i)%lossWindow], weight)
		weight *= lossWeight
	}
}

// averageLoss is the share of bytes lost, without the best and the worst observation unless the worst came of sending
// much at once.
func (m *lossModel) averageLoss() float64 {
	var size, lost, worstRate float64
	var least, most struct{ size, lost, ratio float64 }
	least.ratio = 1
	m.each(func(o *lossObserved, weight float64) {
		size += weight * o.size
		lost += weight * o.lost
		if m.observed <= 3 {
			return
		}
		ratio := o.lost / o.size
		if ratio > most.ratio {
			most.size, most.lost, most.ratio = weight*o.size, weight*o.lost, ratio
			worstRate = o.rate
		}
		if ratio < least.ratio {
			least.size, least.lost, least.ratio = weight*o.size, weight*o.lost, ratio
		}
	})
	rest := size - least.size - most.size
	if rest <= size*1e-9 || 2*m.medianRate() <= worstRate {
		return lost / size
	}
	return max(lost-least.lost-most.lost, 0) / rest
}

func (m *lossModel) medianRate() float64 {
	n := min(m.observed, lossWindow)
	if n == 0 {
		return 0
	}
	for i := range n {
		m.sorted[i] = m.window[i].rate
	}
	slices.Sort(m.sorted[:n])
	return (m.sorted[(n-1)/2] + m.sorted[n/2]) / 2
}

// fit moves a channel's inherent loss towards what explains the observations best: one step of Newton's method.
func (m *lossModel) fit(c *channel) {
	c.feasible()
	var first, second float64
	m.each(func(o *lossObserved, weight float64) {
		p := c.loses(o.rate)
		came := o.size - o.lost
		first += weight * (o.lost/p - came/(1-p))
		second -= weight * (o.lost/(p*p) + came/((1-p)*(1-p)))
	})
	if second >= 0 {
		second = -1e6
	}
	c.inherent -= 0.75 * first / second
	c.feasible()
}

// objective is the log-likelihood of the observations, with a preference for more bandwidth while little is lost.
func (m *lossModel) objective(c channel) float64 {
	kbps := c.limit / 1000
	bias := m.preference(0.0002)*kbps + m.preference(0.02)*math.Log(1+kbps)
	sum, last, lost, came := 0.0, 0.0, 0.0, 0.0
	m.each(func(o *lossObserved, weight float64) {
		if p := c.loses(o.rate); p != last { // mostly the inherent loss, again and again
			last, lost, came = p, math.Log(p), math.Log(1-p)
		}
		sum += weight * (o.lost*lost + (o.size-o.lost)*came + bias*o.size)
	})
	return sum
}

// preference is a bias that changes its sign where a fifth is lost.
func (m *lossModel) preference(factor float64) float64 {
	const threshold, smoothing = 0.2, 0.002
	d := threshold - m.lossRatio
	return factor * d / (smoothing + math.Abs(d))
}
