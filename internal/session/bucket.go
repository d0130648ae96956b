package session

import (
	"time"

	"github.com/cumbre-meet/cumbre/internal/units"
)

// rate is how much of something a client may do: burst at once, and perSecond in the long run.
type rate struct{ burst, perSecond float64 }

// bucket is a token bucket, filled at the start. The zero bucket must be made by newBucket.
type bucket struct {
	rate rate
	left float64
	last units.Instant
}

func newBucket(r rate, now units.Instant) bucket { return bucket{rate: r, left: r.burst, last: now} }

// take tells whether amount is there, and takes it if so.
func (b *bucket) take(now units.Instant, amount float64) bool {
	if elapsed := now.Sub(b.last); elapsed > 0 {
		b.left = min(b.rate.burst, b.left+b.rate.perSecond*elapsed.Seconds())
		b.last = now
	}
	if b.left < amount {
		return false
	}
	b.left -= amount
	return true
}

// class groups the messages that share a rate.
type class int

const (
	classState class = iota // cheap, but told to everybody
	classChat
	classReaction
	classOffer
	classWant
	classCommand
	classPing
	classBooth  // an interpreter's keys: held and released, sentence by sentence
	classReport // told to all who work from the sound
	classCaption
	classes
)

// rates are what a person with a fast hand, or a client that comes back from a lost network, needs, doubled. More
// lets one client occupy all the others'; less hinders people.
func rates() [classes]rate {
	return [classes]rate{
		classState:    {burst: 20, perSecond: 4},
		classChat:     {burst: 10, perSecond: 1},
		classReaction: {burst: 5, perSecond: 1},
		classOffer:    {burst: 8, perSecond: 0.5}, // an offer costs a millisecond of everybody's loop
		classWant:     {burst: 60, perSecond: 20}, // a window that is being resized
		classCommand:  {burst: 60, perSecond: 5},  // a chair who admits a full lobby one by one
		classPing:     {burst: 20, perSecond: 4},
		classBooth:    {burst: 60, perSecond: 10}, // a key that bounces must not leave the microphone open
		classReport:   {burst: 4, perSecond: 0.5},
		classCaption:  {burst: 40, perSecond: 20}, // a sentence as it is typed
	}
}

// Rates of everything together. Whoever exceeds them is not a person with our client: the session ends.

// bytesRate bounds the reading: an offer of the longest, several times.
func bytesRate() rate { return rate{burst: 512 << 10, perSecond: 64 << 10} }

// refusedRate bounds how many refused messages are answered.
func refusedRate() rate { return rate{burst: 100, perSecond: 2} }

const (
	// helloTime is how long a connection may be without its first message.
	helloTime = 10 * time.Second
	// silenceTime is how long a client may say nothing before its connection is taken for lost. Clients ping every
	// 0.4 s (ours) to 5 s. Less loses clients on bad networks, more shows a lost one as connected for longer.
	silenceTime = 15 * time.Second
)
