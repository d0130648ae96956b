package bwe

import (
	"time"

	"github.com/cumbre-meet/cumbre/internal/units"
)

// Follows jitsi-videobridge a29d97d bandwidthestimation2/BitrateProber.kt and ProbeBitrateEstimator.kt (libwebrtc
// pacing/bitrate_prober.cc, goog_cc/probe_bitrate_estimator.cc). Unlike there, a probe is sent by the tick of a server
// that has no pacer, in bursts probeStep apart: the rate at which it was sent counts the time of the last burst as well.

const (
	probeStep = 10 * time.Millisecond // between two bursts: the server's tick
	// probeDuration is longer than libwebrtc's 15 ms: other flows' frames come and go within it, and count on average.
	probeDuration = 50 * time.Millisecond
	probePackets  = 5                      // at least, in all
	probeGiveUp   = 150 * time.Millisecond // a probe that could not be sent by then is none
	probeHistory  = time.Second            // what is reported later than this after a probe's last packet counts no more
	probeLongest  = time.Second            // between its first and its last packet

	// probeLeast is the least that is probed for, bit/s: five packets of 250 bytes in that time. With less there would be
	// nothing to measure, and an estimate at its bottom would stay there.
	probeLeast = 250_000

	maxClusters = 4 // remembered at once
	maxWaiting  = 3 // probes that wait to be sent

	probeReceived    = 0.8  // share of packets and of bytes that must have come
	probeMostRatio   = 2.0  // of the rate at which it came to that at which it was sent
	probeSaturated   = 0.9  // less of it: the path's capacity was found
	probeUtilisation = 0.95 // of the capacity that was found
)

// cluster is a probe: packets sent at a rate, and what came of them.
type cluster struct {
	id     uint16 // 0: none
	target float64
	began  units.Instant // when its first packet was sent; 0: not yet
	closed bool          // nothing more is sent
	bytes  int           // sent
	count  int           // packets sent

	received, receivedCount int
	firstSent, lastSent     units.Instant
	firstCame, lastCame     units.Instant
	sizeFirstCame           int
}

// whole tells whether enough was sent.
func (c *cluster) whole() bool {
	return c.count >= probePackets && float64(c.bytes) >= c.target/8*probeDuration.Seconds()
}

// came notes a packet of the probe.
func (c *cluster) came(sent, arrival units.Instant, size int) {
	if c.receivedCount == 0 || arrival < c.firstCame {
		c.firstCame, c.sizeFirstCame = arrival, size
	}
	if c.receivedCount == 0 || sent < c.firstSent {
		c.firstSent = sent
	}
	c.lastSent, c.lastCame = max(c.lastSent, sent), max(c.lastCame, arrival)
	c.received += size
	c.receivedCount++
}

// slowest is the rate at which the probe passed the path at least, as it was all there by the end. New here: packets that
// come in a heap, from a radio link or by a receiver that was busy, say nothing by their distances.
func (c *cluster) slowest(shortest time.Duration) float64 {
	took := c.lastCame.Sub(c.firstSent) - shortest
	if took <= 0 {
		return 0
	}
	return float64(c.received) * 8 / took.Seconds()
}

// result is what a probe found: a rate in bit/s, and whether it is the path's capacity rather than the probe's rate.
type probeResult struct {
	rate      float64 // 0: nothing
	saturated bool
	bound     bool // the path carries that much at least
}

// result is what the probe says so far; shortest is the shortest way of a packet.
func (c *cluster) result(shortest time.Duration) probeResult {
	if !c.closed || float64(c.receivedCount) < probeReceived*float64(max(c.count, probePackets)) ||
		float64(c.received) < probeReceived*float64(c.bytes) {
		return probeResult{}
	}
	sending, coming := c.lastSent.Sub(c.firstSent), c.lastCame.Sub(c.firstCame)
	if sending <= 0 || sending > probeLongest || coming <= 0 || coming > probeLongest {
		return probeResult{}
	}
	sent := float64(c.received) * 8 / (sending + probeStep).Seconds()
	came := float64(c.received-c.sizeFirstCame) * 8 / coming.Seconds()
	switch {
	case came > probeMostRatio*sent:
		return probeResult{rate: min(sent, c.slowest(shortest)), bound: true}
	case came < probeSaturated*sent:
		return probeResult{rate: probeUtilisation * came, saturated: true}
	}
	return probeResult{rate: min(sent, came)}
}

// prober sends probes one after another and remembers the latest.
type prober struct {
	active  *cluster
	waiting [maxWaiting]float64 // targets, bit/s; 0: none
	recent  [maxClusters]cluster
	lastID  uint16
}

// want makes a probe wait for its turn; beyond maxWaiting it is dropped.
func (p *prober) want(target float64) {
	for i := range p.waiting {
		if p.waiting[i] == 0 {
			p.waiting[i] = max(target, probeLeast)
			return
		}
	}
}

// idle tells that no probe is under way, and none waits.
func (p *prober) idle() bool { return p.active == nil && p.waiting[0] == 0 }

// drop forgets the probes that wait.
func (p *prober) drop() { clear(p.waiting[:]) }

// padding is how many bytes shall be sent now for the sake of the probe, beside what is sent anyway.
func (p *prober) padding(now units.Instant) int {
	c := p.active
	if c != nil && !c.began.IsZero() && (c.whole() || now.Sub(c.began) > probeGiveUp) {
		c.closed, p.active, c = true, nil, nil
	}
	if c == nil {
		if c = p.begin(); c == nil {
			return 0
		}
	}
	passed := probeStep
	if !c.began.IsZero() {
		passed += now.Sub(c.began)
	}
	return max(int(c.target/8*passed.Seconds())-c.bytes, 0)
}

// begin takes the next probe that waits.
func (p *prober) begin() *cluster {
	target := p.waiting[0]
	if target == 0 {
		return nil
	}
	copy(p.waiting[:], p.waiting[1:])
	p.waiting[maxWaiting-1] = 0
	if p.lastID++; p.lastID == 0 {
		p.lastID = 1
	}
	c := &p.recent[p.lastID%maxClusters]
	*c = cluster{id: p.lastID, target: target}
	p.active = c
	return c
}

// sent notes a packet and tells which probe it is part of: 0 if none.
func (p *prober) sent(now units.Instant, size int) uint16 {
	c := p.active
	if c == nil || c.whole() {
		return 0
	}
	if c.began.IsZero() {
		c.began = now
	}
	c.bytes += size
	c.count++
	return c.id
}

// came notes that a packet of a probe arrived, and tells what the probe says.
func (p *prober) came(id uint16, sent, arrival units.Instant, size int, shortest time.Duration) probeResult {
	c := &p.recent[id%maxClusters]
	if c.id != id || (c.receivedCount > 0 && arrival.Sub(c.lastCame) > probeHistory) {
		return probeResult{}
	}
	c.came(sent, arrival, size)
	return c.result(shortest)
}
