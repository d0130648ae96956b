package bwe

import (
	"time"

	"github.com/cumbre-meet/cumbre/internal/units"
)

// Of our own making. A trend sees a queue that fills, not one that is full: its delay no longer changes. After a large drop
// of capacity the queue can stay full, a fifth be lost, and the loss model take that for the path's nature. So a
// queue that stands while packets are lost is overuse as well.

const (
	// standingDelay is how much longer than the shortest way a packet takes when a queue stands. Less would be jitter's;
	// more leaves more delay.
	standingDelay = 100 * time.Millisecond
	// standingLoss is the share lost over the last seconds by which the queue is known to have overflown.
	standingLoss = 0.02
	// standingEvery is how often the estimate falls for it: the queue needs time to empty.
	standingEvery = time.Second
	// standingCuts is how often in a row. If they do not empty it, the queue is others', or the way got longer.
	standingCuts = 3
	// shortestFor is how long the shortest way is remembered at least, and at most twice as long.
	shortestFor = 30 * time.Second
)

// standingQueue remembers the shortest way and tells when the present one has been long for a while.
type standingQueue struct {
	shortest, before time.Duration // in this and the period before; 0: unknown
	since            units.Instant // of this period
	cutAt            units.Instant
	cuts             int
}

// full takes a message's shortest round trip and the share that is lost. It tells whether to lower the estimate now.
func (q *standingQueue) full(now units.Instant, trip time.Duration, loss float64) bool {
	if q.shortest == 0 || now.Sub(q.since) >= shortestFor {
		q.before, q.shortest, q.since = q.shortest, trip, now
	}
	q.shortest = min(q.shortest, trip)
	least := q.shortest
	if q.before > 0 {
		least = min(least, q.before)
	}
	if trip-least < standingDelay {
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

// holds tells that the estimate was lowered for it and must not rise yet.
func (q *standingQueue) holds(now units.Instant) bool {
	return q.cuts > 0 && now.Sub(q.cutAt) < standingEvery
}
