package bwe

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/cumbre-meet/cumbre/internal/units"
)

// Follows jitsi-videobridge a29d97d bandwidthestimation2/GoogCcNetworkController.kt and SendSideBandwidthEstimation.kt
// (libwebrtc goog_cc/goog_cc_network_control.cc, send_side_bandwidth_estimation.cc).

const (
	// probeDropFraction of what arrives is the least that a probe's result lowers the estimate to.
	probeDropFraction = 0.85
	// probeSaturatedGain × the estimate is the least that a probe must find to count where it found the path full: at a
	// fair share of a path that two flows fill it finds 1.27 × the estimate, at a quarter of it 1.52 ×.
	probeSaturatedGain = 1.45
	// probeSaturatedALR is the same while we send less than we may, and the estimate grows by probes alone.
	probeSaturatedALR = 1.15

	// staleAfter is how long what feedback said counts.
	staleAfter = 2 * time.Second

	feedbackRTTs = 8 // the round trip is averaged over so many messages
)

// Config has a Controller's bounds, in bit/s. The zero value of a field means its default.
type Config struct {
	// Min is what the estimate never falls below: so much is sent into the worst path.
	Min units.Bitrate
	// Start is the estimate before anything is known. The first probes are three and six times as much: more finds a
	// good path's capacity at once, and hurts a bad one for the first second.
	Start units.Bitrate
	// Max is what the estimate never exceeds. More lets one subscriber, or one that lies, take more of our uplink.
	Max units.Bitrate
}

// DefaultConfig returns the defaults.
func DefaultConfig() Config { return Config{Min: 30_000, Start: 600_000, Max: 30_000_000} }

func (c Config) withDefaults() Config {
	d := DefaultConfig()
	for _, f := range [...]struct{ to, from *units.Bitrate }{
		{&c.Min, &d.Min}, {&c.Start, &d.Start}, {&c.Max, &d.Max},
	} {
		if *f.to <= 0 {
			*f.to = *f.from
		}
	}
	c.Max = max(c.Max, c.Min)
	c.Start = min(max(c.Start, c.Min), c.Max)
	return c
}

// Report is what a feedback message says of one packet.
type Report struct {
	Seq      uint16
	Received bool
	Arrival  time.Duration // by the receiver's clock, as twcc.Parse gives it

	packet *sentPacket
}

// Controller estimates the bitrate of one path. It has one owner.
type Controller struct {
	// What each packet touches: with hundreds of viewers it waits for memory. The packets themselves are elsewhere: as one block of more than
	// 32 KiB each, all Controllers would begin at pages of memory, and their first lines share a few places of the processor's cache.
	unspent int           // bytes of the application that alr was not told of yet
	sentAt  units.Instant // latest packet
	askedAt units.Instant // first packet since the latest feedback that counted; 0: none
	sent    history
	prober  prober

	cfg     Config
	clock   receiverClock
	acked   ackedRate
	delay   delayEstimator
	queue   standingQueue
	filling filling
	losses  lossEstimator
	alr     alrDetector
	probes  probeControl
	lies    Lies

	target     float64
	wasALR     bool
	answered   bool          // feedback came that counted
	answeredAt units.Instant // latest feedback that counted
	loweredAt  units.Instant // for want of feedback
	knockedAt  units.Instant
	before     float64       // target before it was lowered for that
	rtt        time.Duration // averaged, longest of each message
	tightAt    units.Instant // when the path last showed its limit; 0: it has not
	overuses   uint64
	probed     uint64
}

// New makes a Controller. Its bounds stay as they are.
func New(cfg Config) *Controller {
	cfg = cfg.withDefaults()
	c := &Controller{
		cfg: cfg, sent: newHistory(), acked: newAckedRate(), delay: newDelayEstimator(cfg), losses: newLossEstimator(cfg),
		target: float64(cfg.Start),
	}
	c.probes = newProbeControl(cfg, &c.prober)
	c.alr.setEstimate(c.target)
	return c
}

// SetDemand says how much is wanted in all: probes look for at most twice as much, and for nothing while the estimate
// is higher. Without it, it is Config.Max.
func (c *Controller) SetDemand(b units.Bitrate) { c.probes.demand = max(float64(b), 0) }

// Sent notes a packet that is being sent, and returns the transport-wide sequence number that it must carry. size is in
// bytes; padding tells that it is sent for a probe's sake alone.
func (c *Controller) Sent(now units.Instant, size int, padding bool) uint16 {
	if !padding {
		c.unspent += size
	}
	if c.askedAt.IsZero() {
		c.askedAt = now
	}
	c.sentAt = now
	return c.sent.add(now, size, c.prober.sent(now, size))
}

// SentUntracked notes a packet that carries no transport-wide sequence number: sound. Its bytes count as arriving with
// the next packet that has one.
func (c *Controller) SentUntracked(size int) {
	c.unspent += size
	c.sent.before += size
}

// Padding is how many bytes shall be sent now to probe the path; 0 mostly. Call it, after Tick, every 10 ms; what is sent
// of it goes through Sent. While the controller is Calm, every 100 ms do.
func (c *Controller) Padding(now units.Instant) int {
	if c.silent() && c.answered {
		return c.knock(now)
	}
	if c.filling.holds(now) {
		return c.filling.ask(now)
	}
	return c.prober.padding(now)
}

// Tick does what is due without feedback. Call it every 10 ms, or while the controller is Calm every 100 ms.
func (c *Controller) Tick(now units.Instant) {
	c.alr.sent(now, c.unspent)
	c.unspent = 0
	if c.silent() && now.Sub(c.loweredAt) >= silenceInterval {
		c.loweredAt = now
		c.before = max(c.before, c.target)
		c.delay.rates.set(now, c.target*silenceFactor)
		c.setTarget(now, c.target*silenceFactor)
	}
	c.probes.setCause(now, c.cause(now))
	c.probes.process(now, !c.alr.since.IsZero())
}

// Calm tells that nothing is under way that needs Tick and Padding every 10 ms: no probe, no queue that fills, and the path answers.
func (c *Controller) Calm() bool {
	return c.prober.idle() && c.filling.from.IsZero() && !c.silent()
}

// Settled tells whether the target is more than a guess: feedback came, and the first probes are over, or delay or loss
// says already that it is too high.
func (c *Controller) Settled(now units.Instant) bool {
	p := &c.probes
	probing := (p.phase == probeInit && p.demand > p.estimate) || (p.phase == probeWaiting && p.first)
	return c.answered && (!probing || c.cause(now) != limitDelay)
}

// Feedback takes what one message reports, at most MaxReports. It uses reports as scratch.
func (c *Controller) Feedback(now units.Instant, reports []Report) {
	if !c.clock.allow(now) || len(reports) > MaxReports {
		c.lies.Flooded++
		return
	}
	came, ok := c.resolve(now, reports)
	if !ok {
		return
	}
	if len(came) > 0 && c.silent() {
		c.resume(now)
		return
	}
	c.noteALR(now)
	probe := c.receive(now, came)
	acked := 0.0
	if c.acked.known {
		acked = c.acked.rate
		c.losses.acked = acked
	}
	limit := probe.saturated && c.queue.waits()
	if c.limitProbe(&probe, acked); probe.rate > 0 {
		c.probed++
	}
	if len(came) > 0 {
		full := c.queue.full(now, c.losses.model.lossRatio)
		if rate := c.filling.narrow(now); rate > 0 {
			full, acked = true, rate
			c.acked.set(rate)
			c.delay.rates.proven = 0
		}
		c.delay.waits = c.queue.waits()
		c.delay.rates.gentle = (!c.alr.since.IsZero() || c.filling.held(now)) && !full && !c.overflows(now) && !c.queue.stands(now, gentleFor)
		c.delay.rates.holds = c.queue.holds(now) || !c.alr.since.IsZero()
		updated, probed := c.delay.end(now, acked, probe.rate, full)
		if updated && probed {
			c.probes.found(c.target, c.delay.rates.rate)
			c.target = c.delay.rates.rate
			c.acked.changed = now
			c.losses.prove(now, probe.rate)
		}
		if full || (updated && c.delay.trend.state == usageOver && c.delay.waits) {
			c.overuses++
			limit = true
		}
	}
	if limit || !c.filling.from.IsZero() {
		c.tightAt = now
	}
	c.losses.update(c.delay.rates.rate, !c.alr.since.IsZero())
	c.combine(now)
	if c.delay.recovered {
		c.probes.recovered(now, !c.alr.since.IsZero())
	}
}

// noteALR notes the end of an application-limited region.
func (c *Controller) noteALR(now units.Instant) {
	inALR := !c.alr.since.IsZero()
	if c.wasALR && !inALR {
		c.acked.changed, c.probes.alrEnded = now, now
	}
	c.wasALR = inALR
}

// resolve finds the packets that are reported, leaves out what cannot be, and returns those that came, by arrival. Not
// ok: the message says nothing that counts.
func (c *Controller) resolve(now units.Instant, reports []Report) (came []Report, ok bool) {
	came = reports[:0]
	lost := 0
	for _, r := range reports {
		p := c.sent.find(r.Seq)
		switch {
		case p == nil:
			c.lies.Unknown++
			if r.Received && c.sent.forgotten(r.Seq) {
				c.askedAt = 0 // it says nothing of the path, but that it answers, late
			}
		case p.fate == fateCame, p.fate == fateLost && !r.Received:
			c.lies.Repeated++
		case r.Received:
			r.packet, r.Arrival = p, c.clock.unwrap(r.Arrival)
			came = append(came, r)
		default:
			c.lose(p)
			lost++
		}
	}
	if len(came) == 0 {
		return nil, lost > 0
	}
	slices.SortStableFunc(came, func(a, b Report) int { return cmp.Compare(a.Arrival, b.Arrival) })
	return came, c.judge(now, came)
}

func (c *Controller) lose(p *sentPacket) {
	p.fate, p.lostIn = fateLost, c.losses.model.id
	c.losses.model.note(p.at, int(p.size), true)
}

// judge tells whether the arrivals can be.
func (c *Controller) judge(now units.Instant, came []Report) bool {
	low := time.Duration(came[0].packet.at) - came[0].Arrival
	for i := range came {
		low = max(low, time.Duration(came[i].packet.at)-came[i].Arrival)
	}
	switch c.clock.judge(now, low, came[len(came)-1].Arrival) {
	case clockImpossible:
		c.lies.Impossible++
		return false
	case clockJumped:
		c.lies.ClockJumps++
		c.acked.forgetClock()
		c.delay.forgetClock()
		c.queue, c.filling = standingQueue{}, filling{}
	case clockGood:
	}
	return true
}

// receive takes the packets that came and returns what a probe among them found.
func (c *Controller) receive(now units.Instant, came []Report) (found probeResult) {
	if len(came) == 0 {
		return found
	}
	c.answeredAt, c.askedAt, c.answered = now, 0, true
	c.delay.begin(now)
	c.filling.begin()
	longest, lag, surplus := time.Duration(0), time.Duration(math.MaxInt64), c.filling.last
	for i := range came {
		r := &came[i]
		p := r.packet
		if p.fate == fateCame {
			c.lies.Repeated++ // within the message
			continue
		}
		at := c.clock.instant(r.Arrival)
		c.noteReceived(p)
		c.acked.add(p.at, at, int(p.size)+int(p.before))
		if p.cluster != 0 {
			if result := c.prober.came(p.cluster, p.at, at, int(p.size), c.queue.least()); result.rate > 0 {
				found = result
			}
		}
		c.delay.add(now, p.at, at)
		longest, lag = max(longest, now.Sub(p.at)), min(lag, at.Sub(p.at))
		c.filling.add(p.at, at, int(p.size)+int(p.before), c.queue.wait(at.Sub(p.at)), c.target)
	}
	c.measureRTT(longest)
	c.queue.note(now, lag)
	c.filling.end(now, surplus)
	return found
}

func (c *Controller) noteReceived(p *sentPacket) {
	m := &c.losses.model
	switch {
	case p.fate == fateOpen:
		m.note(p.at, int(p.size), false)
	case p.lostIn == m.id:
		m.found(int(p.size)) // counted when it was lost
	}
	p.fate = fateCame
}

// measureRTT averages the longest time until a packet was answered, as the AIMD's rules want it.
func (c *Controller) measureRTT(longest time.Duration) {
	if longest <= 0 {
		return
	}
	if c.rtt == 0 {
		c.rtt = longest
	}
	c.rtt += (longest - c.rtt) / feedbackRTTs
	c.delay.rates.rtt = c.rtt
}

// limitProbe bounds what a probe's result does to the estimate. New here: it lowers it only where packets had to wait, as a
// receiver whose processor is busy makes a probe look slow.
func (c *Controller) limitProbe(found *probeResult, acked float64) {
	if found.rate <= 0 {
		return
	}
	estimate := c.delay.rates.rate
	if found.saturated {
		c.shareProbe(found, estimate)
	}
	if acked > 0 && found.rate > 0 {
		found.rate = max(found.rate, min(estimate, acked*probeDropFraction))
	}
	if found.rate < c.target && (found.bound || !c.queue.waits()) {
		found.rate = 0
	}
}

// shareProbe bounds the result of a probe that found the path full. New here: the probe takes more than its due of a path
// that it shares, so such a result counts by half, and only if it is far above the estimate.
// What the first probes find counts in full.
func (c *Controller) shareProbe(found *probeResult, estimate float64) {
	c.probes.done() // no further one
	if c.probes.first {
		return
	}
	gain := probeSaturatedGain
	if !c.alr.since.IsZero() {
		gain = probeSaturatedALR
	}
	if found.rate < gain*estimate {
		found.rate = 0
		return
	}
	found.rate = (found.rate + estimate) / 2
}

// combine makes the target of what delay and losses say.
func (c *Controller) combine(now units.Instant) {
	rate := c.delay.rates.rate
	if c.losses.ready() {
		rate = min(rate, c.losses.rate)
	} else if c.losses.model.lost > 0 {
		rate = min(rate, c.target) // too little is known of losses to rise into them
	}
	c.setTarget(now, rate)
}

func (c *Controller) setTarget(now units.Instant, rate float64) {
	c.target = min(max(rate, float64(c.cfg.Min)), float64(c.cfg.Max))
	c.alr.setEstimate(c.target)
	c.probes.setEstimate(now, c.target, c.cause(now))
}

// cause is what limits the estimate. What delay and losses said does not count for ever: where nothing is sent, nothing
// would take it back, and forbid probes.
func (c *Controller) cause(now units.Instant) limitCause {
	switch {
	case c.silent():
		return limitUnanswering
	case now.Sub(c.answeredAt) > staleAfter:
		return limitDelay
	case c.delay.trend.state != usageNormal:
		return limitOveruse
	case c.losses.ready() && c.losses.state == lossDecreasing:
		return limitLoss
	case c.losses.ready() && c.losses.state == lossIncreasing:
		return limitLossRising
	}
	return limitDelay
}

// Target is the bitrate that may be sent now, sound and repairs included, within Config's bounds.
func (c *Controller) Target() units.Bitrate { return units.Bitrate(c.target) }

// Counts is what a Controller counts; it never goes back.
type Counts struct {
	Overuses uint64 // decreases by the delay
	Probes   uint64 // reports that held a probe's result
	Wrong    uint64 // messages that were left out as they cannot be, or were too many; see Lies
}

// Counts returns what was counted so far.
func (c *Controller) Counts() Counts {
	return Counts{Overuses: c.overuses, Probes: c.probed, Wrong: c.lies.Flooded + c.lies.Impossible + c.lies.ClockJumps}
}

// State is a Controller's inside, for telemetry.
type State struct {
	Target     units.Bitrate
	DelayBased units.Bitrate
	LossBased  units.Bitrate // 0: not enough known
	Acked      units.Bitrate // what arrives; 0: unknown
	Loss       float64       // share of bytes, 0..1, over some seconds
	RTT        time.Duration // until a packet is answered, feedback's own delay included; 0: unknown
	Limited    string        // "delay", "overuse", "loss", "loss-rising" or "silence"
	ALR        bool          // the application sends less than it may
	Overuses   uint64        // decreases by the delay
	Probes     uint64        // reports that held a probe's result
	Lies       Lies
}

// State returns the present state.
func (c *Controller) State(now units.Instant) State {
	s := State{
		Target: c.Target(), DelayBased: units.Bitrate(c.delay.rates.rate), Loss: c.losses.model.lossRatio, RTT: c.rtt,
		Limited: [...]string{"delay", "overuse", "loss", "loss-rising", "silence"}[c.cause(now)],
		ALR:     !c.alr.since.IsZero(), Overuses: c.overuses, Probes: c.probed, Lies: c.lies,
	}
	if c.losses.ready() {
		s.LossBased = units.Bitrate(c.losses.rate)
	}
	if c.acked.known {
		s.Acked = units.Bitrate(c.acked.rate)
	}
	return s
}
