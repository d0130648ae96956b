package bwe

import (
	"math"
	"time"

	"github.com/cumbre-meet/cumbre/internal/units"
)

// Of our own making. Where a path narrows to an eighth, its queue is full within some 50 ms, and drops sound and pictures
// alike until less is sent: the trend needs several messages, and losses are told only behind the whole queue. What
// tells first is that the last packets of one message had to wait, longer and longer, though at the rate of the
// estimate they had not. A receiver whose processor is busy looks different: it reads what came in heaps, whose first packet
// waited longest.

const (
	// fillDelay is how much longer than expected the last packet of a message takes where a queue fills: more than jitter of
	// 30 ms. Less holds pictures for jitter; each 20 ms more cost a packet of sound.
	fillDelay = 40 * time.Millisecond
	// fillEmpty is what a queue that emptied still takes.
	fillEmpty = 20 * time.Millisecond
	// fillLongest is how long pictures are held for a queue at most: 300 ms of it, and its report, without a freeze of a
	// second. A queue that is still there is others', or the way got longer: it has to empty before it counts again.
	fillLongest = 600 * time.Millisecond
	// fillDoubt is the same while nothing proves that the path got narrow: another flow's burst, or a radio's pause. More is a
	// freeze for these, less adds pictures to a queue before the next messages can prove it.
	fillDoubt = 120 * time.Millisecond
	// fillAfter is for how long after that what arrives is less than the path carries, since little was sent: as where the application
	// limits it. Less takes the second message after a hold for a path of 150 kbit/s, which pauses the last picture; more lowers the estimate too
	// slowly where the path is narrower still.
	fillAfter = time.Second
	// fillAsk is how often a packet of padding asks how long the queue is while pictures are held: once in a message.
	fillAsk = 50 * time.Millisecond
	// A delay of fillSure that rose by fillRise from message to message, while at most fillRatio of what was sent came
	// through, is a path that got narrow. Less mistakes jitter for it, more leaves the pictures that fill the queue.
	fillSure  = 60 * time.Millisecond
	fillRise  = 10 * time.Millisecond
	fillRatio = 0.65
	fillTwice = 2 // messages
	// fillClimbs messages in a row in each of which even the packet that waited least waited longer, in the end for fillClimbed, are the
	// same before a receiver that reads in heaps. Three take one that is short of processor time for it (TestABusyReceiverIsNoCongestion),
	// each more costs a message's time.
	fillClimbs  = 4
	fillClimbed = 90 * time.Millisecond
	// fillJitter is how far below the longest wait the last one may be, and fillPackets how many must have waited for
	// pictures to be held; fillProof is how many prove a rate.
	fillJitter  = 15 * time.Millisecond
	fillPackets = 4
	fillProof   = 5
	// fillHeap is within what time packets were read at once: what is in the same heap as the first came before, and does not count.
	// More leaves out packets of a path of 10 Mbit/s.
	fillHeap = time.Millisecond
	// fillRecent is how long the shortest way that waits are counted from is remembered at least, and at most twice as long. The way itself
	// gets longer, on another access point or route: less takes a queue that stands for the way, more counts the rest of a longer
	// way as waiting for so long, and sees no queue fill then.
	fillRecent = 3 * time.Second
	// fillFiner × the rate that was told is where it is told again: what had to wait then comes through evenly, and less of it
	// than it seemed at first where the receiver reads in heaps. More tells each message anew.
	fillFiner = 0.9
)

// filling watches for a queue that fills fast.
type filling struct {
	usual   recentLeast   // wait of late
	due     time.Duration // how long the next packet would wait if the path were as the estimate says
	sentAt  units.Instant // of the packet before
	wait    time.Duration // how much longer than the shortest way the last packet of the latest message took
	last    time.Duration // and how much longer than that
	rose    int           // messages in a row in which that rose
	least   time.Duration // the same of the packet of this message that had to wait least
	before  time.Duration // and of the message before
	climbs  int           // messages in a row in which that rose
	from    units.Instant // since when pictures are held; 0: they are not
	over    bool          // they were, as long as may be
	told    bool          // how narrow the path is
	toldAt  units.Instant // then
	rate    float64       // what was told, bit/s
	askedAt units.Instant
	heldAt  units.Instant // when pictures were held last
	through crossing
}

// crossing is what came through without a break while packets had to wait: as fast as the path is.
type crossing struct {
	packets, bytes     int // without the first
	sent, came         units.Instant
	lastSent, lastCame units.Instant
	gap                time.Duration // longest between two arrivals
	peak               time.Duration // longest wait
}

func (c *crossing) add(sent, came units.Instant, size int, wait time.Duration) {
	if c.came.IsZero() {
		*c = crossing{sent: sent, came: came, lastSent: sent, lastCame: came, peak: wait}
		return
	}
	if c.packets > 0 || came.Sub(c.came) >= fillHeap {
		c.packets++
		c.bytes += size
	}
	c.gap, c.peak = max(c.gap, came.Sub(c.lastCame)), max(c.peak, wait)
	c.lastSent, c.lastCame = max(c.lastSent, sent), max(c.lastCame, came)
}

// steady tells that it came evenly, as out of a queue, rather than in heaps.
func (c *crossing) steady(wait time.Duration) bool {
	if c.packets < fillPackets || wait < c.peak-fillJitter {
		return false
	}
	mean := c.lastCame.Sub(c.came) / time.Duration(c.packets)
	return c.gap <= 2*mean+fillJitter/3
}

// rates are those at which it was sent and at which it came, in bit/s.
func (c *crossing) rates() (sent, came float64) {
	rate := func(d time.Duration) float64 {
		if d <= 0 {
			return math.Inf(1)
		}
		return float64(c.bytes) * 8 / d.Seconds()
	}
	return rate(c.lastSent.Sub(c.sent)), rate(c.lastCame.Sub(c.came))
}

// recentLeast is the least of what came of late.
type recentLeast struct {
	present, before time.Duration // of this period and the one before
	since           units.Instant
}

// note takes a value and tells the least.
func (r *recentLeast) note(now units.Instant, d time.Duration) time.Duration {
	switch {
	case r.since.IsZero(), now.Sub(r.since) >= 2*fillRecent: // after that long without packets all is too old
		r.present, r.before, r.since = d, d, now
	case now.Sub(r.since) >= fillRecent:
		r.present, r.before, r.since = d, r.present, now
	}
	r.present = min(r.present, d)
	return min(r.present, r.before)
}

// add takes a packet: wait is how much longer than the shortest way it took, rate the estimate.
func (f *filling) add(sent, came units.Instant, size int, wait time.Duration, rate float64) {
	wait -= f.usual.note(came, wait)
	if passed := sent.Sub(f.sentAt); passed > 0 {
		f.due = max(f.due-passed, 0)
		f.sentAt = sent
	}
	f.due += time.Duration(float64(size) * 8 / rate * float64(time.Second))
	f.wait, f.last = wait, wait-f.due
	f.least = min(f.least, f.last)
	f.due = min(f.due, max(wait, 0)) // it is no slower than that
	switch {
	case f.told && sent > f.toldAt: // others' packets may be between these
		return
	case f.last < waitingDelay:
		f.through = crossing{}
		return
	}
	f.through.add(sent, came, size, f.last)
}

// begin begins a message.
func (f *filling) begin() { f.before, f.least = f.least, math.MaxInt64 }

// end ends a message; before is what last was before it.
func (f *filling) end(now units.Instant, before time.Duration) {
	if f.climbs++; f.least < f.before+fillRise {
		f.climbs = 0
	}
	if f.wait < fillEmpty {
		f.from, f.over, f.told = 0, false, false
	}
	switch {
	case f.last < fillEmpty:
		f.rose = 0
	case f.last >= before+fillRise:
		f.rose++
	default:
		f.rose = 0
	}
	if f.from.IsZero() && !f.over && ((f.last >= fillDelay && f.through.steady(f.last)) || f.heaped()) {
		f.from = now
	}
}

// heaped tells that a queue fills before a receiver that is busy besides and reads in heaps: even the packet of each message that
// waited least had to wait longer and longer. Where only the receiver is slow, the last of a heap had not.
func (f *filling) heaped() bool { return f.climbs >= fillClimbs && f.least >= fillClimbed }

// holds tells whether pictures shall be held.
func (f *filling) holds(now units.Instant) bool {
	longest := fillDoubt
	if f.told {
		longest = fillLongest
	}
	if !f.from.IsZero() && now.Sub(f.from) >= longest {
		f.from, f.over = 0, true
	}
	if !f.from.IsZero() {
		f.heldAt = now
	}
	return !f.from.IsZero()
}

// held tells that pictures were held of late.
func (f *filling) held(now units.Instant) bool {
	return !f.heldAt.IsZero() && now.Sub(f.heldAt) < fillAfter
}

// narrow is the rate that the path carries, when it surely got narrow, and when it turns out to be narrower; 0: nothing new.
func (f *filling) narrow(now units.Instant) float64 {
	if f.told {
		return f.finer()
	}
	even := f.rose >= fillTwice && f.last >= fillSure && f.through.steady(f.last)
	if f.through.packets < fillProof || (!even && !f.heaped()) {
		return 0
	}
	sent, came := f.through.rates()
	if came > fillRatio*sent {
		return 0
	}
	f.told, f.toldAt, f.rate = true, now, came
	return came
}

// finer is the rate by all that was under way when it was told, if it is lower.
func (f *filling) finer() float64 {
	_, came := f.through.rates()
	if f.through.packets < fillProof || came >= fillFiner*f.rate {
		return 0
	}
	f.rate = came
	return came
}

// ask is the padding that asks how long the queue is.
func (f *filling) ask(now units.Instant) int {
	if now.Sub(f.askedAt) < fillAsk {
		return 0
	}
	f.askedAt = now
	return 1
}

// Filling tells that a queue fills so fast that what may wait should: sound would be lost in it soon.
func (c *Controller) Filling(now units.Instant) bool { return c.filling.holds(now) }
