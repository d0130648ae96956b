package bwe

import (
	"time"

	"github.com/cumbre-meet/cumbre/internal/units"
)

// What becomes of the estimate when nothing answers, and when a path is surely too narrow. That a silence lowers it follows
// jitsi-videobridge a29d97d bandwidthestimation2/SendSideBandwidthEstimation.kt; the rest is of our own making.

const (
	silenceLimit    = 3 * time.Second // without feedback while packets are sent: the estimate falls
	silenceInterval = time.Second
	silenceFactor   = 0.8
	// knockEvery is how often a packet of padding asks a path that does not answer. Less finds a path that is back
	// sooner, and costs a dead one more.
	knockEvery = 250 * time.Millisecond

	// congestedLoss is the share lost over the last seconds from which the path surely carries less than is sent, while packets
	// have to wait as well, and overflowLoss the same of the last quarter of a second: a queue is full. A path of radio loses as
	// much by itself, and it would lose as much of less.
	congestedLoss = 0.08
	overflowLoss  = 0.15
	// policedLoss is the share from which that is sure of a path without a queue. Less pauses pictures for a bad radio, more
	// leaves others in the losses of a path that drops what is above its rate.
	policedLoss = 0.25
	// overflowFor is how long packets must have had to wait for that: some messages.
	overflowFor = 150 * time.Millisecond
	// lossyFrom and lossyUntil are shares lost over the last seconds between which a path without a queue counts as one that loses at random.
	// Below there is nothing to do about it; above, sending more may well be what is lost.
	lossyFrom, lossyUntil = 0.005, 0.18
	// tightFor is how long a path that showed its limit counts as one that has it. Less lets a keyframe go at once that fills its queue again,
	// more spreads packets over time, each by itself, where a receiver was merely busy once.
	tightFor = 5 * time.Minute
)

// Restart begins anew with the estimate and the first probes, as on a path of which nothing is known: after a change of
// network, or an outage. What is reported of packets sent before does not count. start is what to begin with, in bit/s,
// within Config's bounds; 0 means Config.Start.
func (c *Controller) Restart(start units.Bitrate) {
	cfg := c.cfg
	if start > 0 {
		cfg.Start = min(max(start, cfg.Min), cfg.Max)
	}
	demand, last := c.probes.demand, c.prober.lastID
	c.sent.forget()
	c.acked, c.delay, c.losses, c.queue = newAckedRate(), newDelayEstimator(cfg), newLossEstimator(cfg), standingQueue{}
	c.filling = filling{}
	c.prober = prober{lastID: last}
	c.probes = newProbeControl(cfg, &c.prober)
	c.probes.demand = demand
	c.alr, c.wasALR, c.unspent = alrDetector{}, false, 0
	c.target, c.before = float64(cfg.Start), 0
	c.askedAt, c.rtt, c.tightAt = 0, 0, 0
	c.alr.setEstimate(c.target)
}

// resume begins anew after a silence: what was known of the path is worth little, and probes tell soon. A path that was
// poor before is not taken for a better one than that.
func (c *Controller) resume(now units.Instant) {
	tight := c.tightAt
	c.Restart(units.Bitrate(min(max(c.before, c.target), float64(c.cfg.Start))))
	c.answered, c.answeredAt, c.tightAt = true, now, tight
}

// knock is the padding that asks whether a path that answered once is back: a packet now and then.
func (c *Controller) knock(now units.Instant) int {
	if now.Sub(c.knockedAt) < knockEvery {
		return 0
	}
	c.knockedAt = now
	return 1
}

// Answers tells whether the receiver gives feedback at all: it did once, or has not had the time.
func (c *Controller) Answers() bool { return c.answered || !c.silent() }

// Congested tells that the path surely carries less than is sent: a queue stands, or much is lost. A trend of the delay
// alone lowers the target, and does not say this: a busy processor at the receiver looks the same.
func (c *Controller) Congested(now units.Instant) bool {
	if now.Sub(c.answeredAt) > staleAfter {
		return false
	}
	return c.filling.told || c.queue.stands(now, congestedFor) || c.losses.model.lossRatio >= policedLoss || c.overflows(now)
}

// Tight tells that the path showed its limit of late: packets had to wait in a queue that grew, or a probe found it full; or that losses limit
// the estimate. Where it did not, the estimate is as low as it is for want of a reason to look for more.
func (c *Controller) Tight(now units.Instant) bool {
	return c.TightWithin(now, tightFor) || (c.losses.ready() && c.losses.limited())
}

// TightWithin tells that packets had to wait in a queue that grew, or a probe found the path full, within a time. What was lost then was
// likely lost for want of room.
func (c *Controller) TightWithin(now units.Instant, d time.Duration) bool {
	return !c.tightAt.IsZero() && now.Sub(c.tightAt) < d
}

// Lossy tells that the path loses packets at random, as radio does, rather than for want of room.
func (c *Controller) Lossy(now units.Instant) bool {
	loss := c.losses.model.lossRatio
	return loss >= lossyFrom && loss < lossyUntil && c.filling.least < waitingDelay && now.Sub(c.answeredAt) <= staleAfter
}

// overflows tells that a queue is full.
func (c *Controller) overflows(now units.Instant) bool {
	m := &c.losses.model
	return (m.latest >= overflowLoss || m.lossRatio >= congestedLoss) && c.queue.waited(now, overflowFor)
}

// silent tells that packets were sent for long without any feedback.
func (c *Controller) silent() bool {
	return !c.askedAt.IsZero() && c.sentAt.Sub(c.askedAt) > silenceLimit
}
