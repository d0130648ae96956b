package bwe

import (
	"time"

	"github.com/cumbre-meet/cumbre/internal/units"
)

// Of our own making. A trend sees a queue that fills, not one that is full: its delay no longer changes. After a large drop
// of capacity the queue can stay full, a fifth be lost, and the loss model take that for the path's nature. So a
// queue that stands while packets are lost is overuse as well.

const (
	// waitingDelay is how much longer than the shortest way even the quickest packet of a message takes where a queue fills.
	// A receiver whose processor is busy reads packets late and in heaps, the last of which waited for nothing: to a
	// trend both look alike. More reacts later to a real queue.
	waitingDelay = 12 * time.Millisecond
	// standingDelay is how much longer than the shortest way a packet takes when a queue stands. Less would be jitter's;
	// more leaves more delay.
	standingDelay = 100 * time.Millisecond
	// standingLoss is the share lost over the last seconds by which the queue is known to have overflown.
	standingLoss = 0.02
	// standingEvery is how often the estimate falls for it: the queue needs time to empty.
	standingEvery = time.Second
	// standingCuts is how often in a row. If they do not empty it, the queue is others', or the way got longer.
	standingCuts = 3
	// congestedFor is how long without a break a queue must stand to be beyond doubt: a receiver whose processor is busy
	// answers as late, and now and then in time. Less mistakes the one for the other, more leaves sound in the queue.
	congestedFor = time.Second
	// gentleFor is the same for the estimate to fall to what arrives though the application limits that: a mistake costs
	// less there, since probes mend it.
	gentleFor = 300 * time.Millisecond
	// shortestFor is how long the shortest way is remembered at least, and at most twice as long.
	shortestFor = 30 * time.Second
)

// standingQueue remembers the shortest way and tells when the present one has been long for a while.
type standingQueue struct {
	shortest, before time.Duration // in this and the period before, the latter where there was one
	excess           time.Duration // of the latest message
	since, started   units.Instant // of this period; of the first
	cutAt            units.Instant
	cuts             int
	waitsFrom        units.Instant // since when even the quickest packets have to wait; 0: they do not
	standsFrom       units.Instant // since when the way is long; 0: it is not
}

// note takes the shortest way of a message's packets.
func (q *standingQueue) note(now units.Instant, lag time.Duration) {
	if q.started.IsZero() {
		q.started, q.since, q.shortest, q.before = now, now, lag, lag
	}
	if now.Sub(q.since) >= shortestFor {
		q.before, q.shortest, q.since = q.shortest, lag, now
	}
	q.shortest = min(q.shortest, lag)
	q.excess = lag - q.least()
	since(&q.waitsFrom, now, q.excess >= waitingDelay)
	since(&q.standsFrom, now, q.excess >= standingDelay)
}

// since keeps in from since when something holds; 0: it does not.
func since(from *units.Instant, now units.Instant, holds bool) {
	switch {
	case !holds:
		*from = 0
	case from.IsZero():
		*from = now
	}
}

// full takes the share that is lost. It tells whether to lower the estimate now.
func (q *standingQueue) full(now units.Instant, loss float64) bool {
	if q.excess < standingDelay {
		q.cuts = 0
		return false
	}
	if loss < standingLoss || q.cuts >= standingCuts || now.Sub(q.cutAt) < standingEvery {
		return false
	}
	q.cutAt = now
	q.cuts++
	return true
}

// least is the shortest way.
func (q *standingQueue) least() time.Duration { return min(q.shortest, q.before) }

// wait is how much longer than the shortest way a packet took that took so long.
func (q *standingQueue) wait(lag time.Duration) time.Duration {
	if q.started.IsZero() {
		return 0
	}
	return lag - q.least()
}

// Waiting is how much longer than the shortest way even the quickest packet of the latest message took: what is sent now waits about as
// long in the queue of the path.
func (c *Controller) Waiting() time.Duration { return max(c.queue.excess, 0) }

// waits tells that even the quickest packets of late had to wait.
func (q *standingQueue) waits() bool { return q.excess >= waitingDelay }

// waited tells that they had to for so long.
func (q *standingQueue) waited(now units.Instant, long time.Duration) bool {
	return !q.waitsFrom.IsZero() && now.Sub(q.waitsFrom) >= long
}

// holds tells that the estimate was lowered for it and must not rise yet.
func (q *standingQueue) holds(now units.Instant) bool {
	return q.cuts > 0 && now.Sub(q.cutAt) < standingEvery
}

// stands tells that the queue has stood for so long.
func (q *standingQueue) stands(now units.Instant, long time.Duration) bool {
	return !q.standsFrom.IsZero() && now.Sub(q.standsFrom) >= long
}
