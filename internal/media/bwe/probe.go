package bwe

import (
	"math"
	"time"

	"github.com/cumbre-meet/cumbre/internal/units"
)

// Follows jitsi-videobridge a29d97d bandwidthestimation2/ProbeController.kt (libwebrtc goog_cc/probe_controller.cc); that
// unmet demand makes probes follows str0m 120401c docs/BWE.md and src/bwe/probe/control.rs (its stagnation and
// allocation probes). One rule serves for all of these here: while more is wanted than the estimate, and neither delay
// nor loss forbids it, probe every probeEvery. A server whose layers come in steps can stand at a step for ever
// otherwise: it sends too much for an application-limited region and too little for the estimate to grow.

const (
	probeFirst, probeSecond = 3.0, 6.0 // × the start
	probeFurther            = 2.0      // × what the last one found
	probeFurtherFrom        = 0.7      // × its target: so much must have been found
	probeDemand             = 2.0      // × the estimate
	probeLossLimited        = 1.5      // × the estimate, while losses limit it
	probeOverDemand         = 2.0      // × what is wanted: more is never probed for

	probeWait  = 2 * time.Second // for the result, before it counts as none: a busy receiver answers late
	probeEvery = 5 * time.Second // while more is wanted; less costs the path more, more finds capacity later
	// probeSoon is the same after a probe that found more by probeGain, and for probeAnew after a large drop: the one may
	// have found a part only, the other may be over.
	probeSoon = 2 * time.Second
	probeGain = 1.1
	probeAnew = 10 * time.Second
	// probeQuiet is how long after overuse no demand makes a probe.
	probeQuiet = 2 * time.Second

	dropLarge    = 0.66 // × the estimate before: a large drop
	dropRecent   = 5 * time.Second
	dropFraction = 0.85 // of the estimate before a large drop is probed for after it
	// dropReach × the estimate is the most that is probed for then at once; what is found leads further. New here: the drop may be
	// lasting. From 4 Mbit/s to 0.5, a probe of 3.5 is a queue of 350 ms, in which sound and pictures are lost for a second.
	dropReach      = 2.0
	dropEvery      = 5 * time.Second
	dropCertainty  = 0.95
	alrEndedRecent = 3 * time.Second
)

type probePhase uint8

const (
	probeInit probePhase = iota
	probeWaiting
	probeDone
)

// limitCause is what limits the estimate.
type limitCause uint8

const (
	limitDelay       limitCause = iota // and it is calm
	limitOveruse                       // the delay grows, or shrinks after it grew
	limitLoss                          // losses, and they are heavy
	limitLossRising                    // losses, and the estimate recovers
	limitUnanswering                   // feedback stays away
)

// probeControl says when to probe, and for how much.
type probeControl struct {
	start, most float64
	demand      float64 // bit/s that are wanted
	phase       probePhase
	first       bool // the present probes are those of the beginning
	cause       limitCause
	estimate    float64
	furtherFrom float64 // a higher estimate probes further
	probedAt    units.Instant
	every       time.Duration // until the next
	calmFrom    units.Instant // since when neither delay nor loss forbids probes

	droppedAt, dropProbedAt units.Instant
	beforeDrop              float64
	alrEnded                units.Instant
	out                     *prober
}

func newProbeControl(c Config, out *prober) probeControl {
	return probeControl{
		start: float64(c.Start), most: float64(c.Max), demand: float64(c.Max), estimate: float64(c.Start),
		furtherFrom: math.Inf(1), out: out,
	}
}

// setEstimate follows the estimate; the result of a probe may ask for a further one.
func (p *probeControl) setEstimate(now units.Instant, rate float64, cause limitCause) {
	p.setCause(now, cause)
	if rate < dropLarge*p.estimate {
		p.droppedAt, p.beforeDrop = now, p.estimate
	}
	p.estimate = rate
	if p.phase == probeWaiting && rate > p.furtherFrom {
		p.probe(now, probeFurther*rate)
	}
}

func (p *probeControl) setCause(now units.Instant, cause limitCause) {
	if cause == p.cause && !p.calmFrom.IsZero() {
		return
	}
	if cause == limitOveruse || cause == limitLoss || cause == limitUnanswering {
		p.calmFrom = 0
		p.out.drop()
	} else if p.calmFrom.IsZero() {
		p.calmFrom = now
	}
	p.cause = cause
}

// process probes where it is time.
func (p *probeControl) process(now units.Instant, inALR bool) {
	switch p.phase {
	case probeInit:
		if p.demand <= p.estimate {
			return // until something is wanted
		}
		p.first = true
		p.probe(now, probeFirst*p.start, probeSecond*p.start)
		return
	case probeWaiting:
		if now.Sub(p.probedAt) > probeWait {
			p.done()
		}
	case probeDone:
	}
	if p.phase != probeDone || p.demand <= p.estimate || now.Sub(p.probedAt) < p.every {
		return
	}
	if inALR || (!p.calmFrom.IsZero() && now.Sub(p.calmFrom) >= probeQuiet) {
		p.first = false
		p.probe(now, probeDemand*p.estimate)
	}
}

// found takes that a probe moved the estimate.
func (p *probeControl) found(before, rate float64) {
	if rate > probeGain*before {
		p.every = probeSoon
	}
}

// recovered probes for what there was before a large drop, when the path is calm again: the drop may have been a
// passing one.
func (p *probeControl) recovered(now units.Instant, inALR bool) {
	recently := !p.alrEnded.IsZero() && now.Sub(p.alrEnded) < alrEndedRecent
	if p.phase != probeDone || (!inALR && !recently) || p.droppedAt.IsZero() {
		return
	}
	rate := dropFraction * p.beforeDrop
	if dropCertainty*rate <= p.estimate || now.Sub(p.droppedAt) >= dropRecent {
		return
	}
	if !p.dropProbedAt.IsZero() && now.Sub(p.dropProbedAt) <= dropEvery {
		return
	}
	p.dropProbedAt, p.first = now, false
	p.probe(now, min(rate, dropReach*p.estimate))
}

// probe asks for probes, if what limits the estimate allows any. Their results lead to further ones, until one is for the most that may be.
func (p *probeControl) probe(now units.Instant, targets ...float64) {
	most := min(p.most, probeOverDemand*p.demand)
	switch p.cause {
	case limitOveruse, limitLoss, limitUnanswering:
		return
	case limitLossRising:
		most = min(most, probeLossLimited*p.estimate)
	case limitDelay:
	}
	last, further := 0.0, true
	for _, target := range targets {
		if target >= most {
			target, further = most, false
		}
		if target > last {
			p.out.want(target)
			last = target
		}
	}
	if p.probedAt, p.every = now, probeEvery; !p.droppedAt.IsZero() && now.Sub(p.droppedAt) < probeAnew {
		p.every = probeSoon
	}
	if further {
		p.phase, p.furtherFrom = probeWaiting, probeFurtherFrom*last
	} else {
		p.done()
	}
}

func (p *probeControl) done() { p.phase, p.furtherFrom = probeDone, math.Inf(1) }
