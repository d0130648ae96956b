package turn

import "time"

// bucket is a token bucket. The zero bucket is full at its first use.
type bucket struct {
	used float64 // tokens that are not back yet
	at   time.Time
}

// rate is what a bucket holds at most, and what comes back.
type rate struct {
	burst     float64
	perSecond float64
}

// take takes n tokens, or none if there are not enough.
func (b *bucket) take(now time.Time, r rate, n float64) bool {
	b.refill(now, r)
	if b.used+n > r.burst {
		return false
	}
	b.used += n
	return true
}

// owe takes n tokens in any case, and says how long it takes until the bucket is no longer overdrawn.
func (b *bucket) owe(now time.Time, r rate, n float64) time.Duration {
	b.refill(now, r)
	b.used += n
	return time.Duration(max(0, b.used-r.burst) / r.perSecond * float64(time.Second))
}

func (b *bucket) refill(now time.Time, r rate) {
	b.used = max(0, b.used-now.Sub(b.at).Seconds()*r.perSecond)
	b.at = now
}

func (b *bucket) full(now time.Time, r rate) bool {
	return b.used <= now.Sub(b.at).Seconds()*r.perSecond
}
