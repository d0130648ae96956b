package record

import (
	"cmp"
	"slices"

	"github.com/cumbre-meet/cumbre/internal/media/ogg"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// All in samples at 48 kHz.
const (
	// holdFor is how long a packet waits for those before it that are still to come, repaired. Longer is more that a
	// crash loses; shorter, repairs over long paths come too late for the file.
	holdFor = 200 * ogg.Rate / 1000
	// pauseAfter is from how long a silence on the position goes by when a packet came, not by its timestamp: so a
	// sender's clock drifts from the meeting's only while somebody speaks without a pause of a second.
	pauseAfter = ogg.Rate
	// maxSkew is how far timestamps and arrival may be apart before the timestamps are not believed.
	maxSkew = 2 * ogg.Rate
	// grain is the shortest packet of Opus, 2.5 ms: what gaps are filled with in the end.
	grain = ogg.Rate / 400
)

// maxHeld bounds the packets that wait: 200 ms at the 400 packets per second of RFC 6716's shortest, and some more.
const maxHeld = 128

// sound is one packet on its way into a file.
type sound struct {
	at      int64 // when it came, since the file's start
	stream  uint32
	time    units.Time64
	level   uint8
	payload []byte
	pos     int64
}

// timeline puts packets where they belong in time.
type timeline struct {
	out func(packet []byte, samples int64, level uint8) error

	held []sound // by pos
	end  int64   // of what was given to out
	toc  byte    // of the last packet

	anchored bool
	stream   uint32
	time     units.Time64 // that is at pos
	pos      int64
	lastAt   int64

	lost int64 // samples that are missing within speech
	late uint64
}

// add takes a packet. Its payload is kept until it is out.
func (t *timeline) add(s sound) error {
	if t.anchored && s.stream == t.stream && s.at-t.lastAt < pauseAfter && abs(t.place(s)-s.at) < maxSkew {
		s.pos = t.place(s)
	} else {
		last := t.end
		for _, h := range t.held {
			last = max(last, h.pos+ogg.Samples(h.payload))
		}
		s.pos = max(s.at, last)
		t.anchored, t.stream, t.time, t.pos = true, s.stream, s.time, s.pos
	}
	t.lastAt = max(t.lastAt, s.at)
	i, _ := slices.BinarySearchFunc(t.held, s.pos, func(h sound, pos int64) int { return cmp.Compare(h.pos, pos+1) })
	t.held = slices.Insert(t.held, i, s)
	if len(t.held) > maxHeld {
		return t.settle(t.held[0].at + holdFor)
	}
	return nil
}

func (t *timeline) place(s sound) int64 { return t.pos + int64(s.time-t.time) }

// settle gives out what came holdFor before now, with the gaps before it.
func (t *timeline) settle(now int64) error {
	n := 0
	for n < len(t.held) && t.held[n].at+holdFor <= now {
		if err := t.give(t.held[n]); err != nil {
			return err
		}
		n++
	}
	t.held = slices.Delete(t.held, 0, n)
	return nil
}

// give writes one packet. One that comes when its place is taken is too late.
func (t *timeline) give(s sound) error {
	n := ogg.Samples(s.payload)
	if n == 0 || s.pos+n/2 < t.end {
		t.late++
		return nil
	}
	if gap := s.pos - t.end; gap >= grain {
		if gap < pauseAfter {
			t.lost += gap
		}
		if err := t.fill(gap); err != nil {
			return err
		}
	}
	t.toc, t.end = s.payload[0], t.end+n
	return t.out(s.payload, n, s.level)
}

// fill writes packets without content over a gap: of the last packet's kind, as RFC 7845 section 4.1 recommends, and the
// rest of it in shorter ones. What is shorter than the shortest stays, and is in the next gap.
func (t *timeline) fill(gap int64) error {
	for _, toc := range [...]byte{t.toc &^ 3, 31 << 3, 30 << 3, 29 << 3, 28 << 3} {
		for n := ogg.FrameSamples(toc); gap >= n; gap -= n {
			t.end += n
			if err := t.out([]byte{toc}, n, silent); err != nil {
				return err
			}
		}
	}
	return nil
}

// silent is the level of silence (RFC 6464).
const silent = 127

func abs(n int64) int64 { return max(n, -n) }
