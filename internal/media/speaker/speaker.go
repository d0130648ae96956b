// Package speaker finds out who speaks from audio levels (RFC 6464).
//
// Who has the stage is decided as in I. Volfin and I. Cohen, "Dominant speaker identification for multipoint
// videoconferencing", Computer Speech & Language 27(4), 2013: speech activity is scored on three time scales
// (a frame, a block of frames, the last second) by a likelihood ratio of speech against noise, and a challenger
// takes over only by beating the dominant speaker on all three. The paper counts active sub-bands of the spectrum;
// a server that must not decode sound has the level only, so here it is the height above the speaker's noise floor.
package speaker

import (
	"slices"
	"time"

	"github.com/cumbre-meet/cumbre/internal/units"
)

// None is the dominant speaker while nobody has spoken. No speaker may have this identifier.
const None = -1

// Silence is the lowest level, in dB below full scale.
const Silence uint8 = 127

const (
	// Frame is the time step of the decision: the usual duration of an Opus packet. Decisions are no faster.
	Frame = 20 * time.Millisecond

	// maxFrames bounds what one Tick catches up with after a stall: the whole history that counts.
	maxFrames = historyFrames

	// holdLevel is how long a level stands for packets that do not come (jitter, loss). Higher: a muted
	// microphone seems to speak on; lower: jitter cuts speech into pieces.
	holdLevel = 60 * time.Millisecond

	// minDwell is how long the stage stays with a new speaker at least, while that speaker is there. Higher:
	// a quick answer is missed; lower: the picture flips when two talk at once.
	minDwell = time.Second

	// silentAfter is how long somebody is counted as audible after the last sound above audibleLevel.
	silentAfter = time.Second

	// audibleLevel in dB below full scale: what is lower is not worth sending to others.
	audibleLevel uint8 = 65

	// swapMargin in dB: how much louder somebody must be to displace another among the loudest. Higher: a quiet
	// talker is let in late; lower: two equal talkers cut each other off.
	swapMargin = 6.0

	// releaseRate in dB per frame (10 dB/s): how fast the level for the ranking falls in pauses of speech. Higher: who
	// takes a breath falls behind; lower: who stops stays among the loudest for seconds.
	releaseRate = 10.0 / 50

	// maxRanked is how many of the loudest are kept in order. It bounds the work per frame.
	maxRanked = 16
)

// Detector watches the levels of one meeting. It has one owner; only the first Level of a speaker allocates. Its
// memory is about 100 bytes a speaker, and the owner bounds their number.
type Detector struct {
	score    scoreTables
	speakers map[int]*state
	ranked   []*state // every speaker; the first maxRanked in the order of loudness
	frameAt  units.Instant
	dominant *state
	since    units.Instant // when dominant took over
}

// state is one speaker.
type state struct {
	id       int
	peak     uint8 // loudest level since the last frame, as RFC 6464 counts: lower is louder
	fresh    bool  // peak was set since the last frame
	level    uint8 // of the last frame
	levelAt  units.Instant
	audible  units.Instant // last frame above audibleLevel; 0: never
	loudness float64       // dB above -127 dBov, with releaseRate
	activity activity
}

// New returns a Detector that knows nobody.
func New() *Detector {
	return &Detector{score: newScoreTables(), speakers: make(map[int]*state)}
}

// Level notes the audio level of a packet of speaker id, in dB below full scale (0 loudest, 127 silence). A speaker
// that has none (muted, DTX) counts as silent.
func (d *Detector) Level(now units.Instant, id int, dBov uint8) {
	s := d.speakers[id]
	if s == nil {
		s = &state{id: id, level: Silence, activity: newActivity()}
		d.speakers[id] = s
		d.ranked = append(d.ranked, s)
	}
	dBov = min(dBov, Silence)
	if !s.fresh || dBov < s.peak {
		s.peak = dBov
	}
	s.fresh = true
	s.levelAt = now
}

// Remove forgets a speaker. If it was the dominant one, nobody is until somebody speaks; the next Tick says so.
func (d *Detector) Remove(id int) {
	s := d.speakers[id]
	if s == nil {
		return
	}
	delete(d.speakers, id)
	i := slices.Index(d.ranked, s)
	d.ranked = slices.Delete(d.ranked, i, i+1)
}

// Tick brings the decision up to now; call it every 10 to 100 ms. It returns the dominant speaker, or None, and
// whether that is another than the last Tick returned.
func (d *Detector) Tick(now units.Instant) (dominant int, changed bool) {
	before := d.dominant
	if d.dominant != nil && d.speakers[d.dominant.id] != d.dominant {
		d.dominant = nil // removed
	}
	for range d.framesUntil(now) {
		d.frameAt = d.frameAt.Add(Frame)
		for _, s := range d.ranked {
			s.frame(d.frameAt)
		}
		d.rank()
		d.decide(d.frameAt)
	}
	return d.Dominant(), d.dominant != before
}

// Dominant is the dominant speaker as of the last Tick, or None.
func (d *Detector) Dominant() int {
	if d.dominant == nil {
		return None
	}
	return d.dominant.id
}

// framesUntil is how many frames have passed. After a stall it skips those that no longer count.
func (d *Detector) framesUntil(now units.Instant) int {
	if d.frameAt.IsZero() {
		d.frameAt = now
		return 0
	}
	n := int(now.Sub(d.frameAt) / Frame)
	if n > maxFrames {
		d.frameAt = d.frameAt.Add(time.Duration(n-maxFrames) * Frame)
		n = maxFrames
	}
	return n
}

// frame closes the frame that ends at now.
func (s *state) frame(now units.Instant) {
	switch {
	case s.fresh:
		s.level = s.peak
		s.fresh = false
	case now.Sub(s.levelAt) > holdLevel:
		s.level = Silence
	}
	if s.level <= audibleLevel {
		s.audible = now
	}
	s.loudness = max(s.loudness-releaseRate, float64(Silence-s.level))
	s.activity.push(float64(Silence - s.level))
}

func (s *state) isAudible(now units.Instant) bool {
	return !s.audible.IsZero() && now.Sub(s.audible) < silentAfter
}

// decide looks for somebody who beats the dominant speaker on all three time scales.
func (d *Detector) decide(now units.Instant) {
	if d.dominant != nil && now.Sub(d.since) < minDwell {
		return
	}
	var defence scores
	if d.dominant != nil {
		defence = d.score.of(&d.dominant.activity)
	}
	var best *state
	var bestScores scores
	for _, s := range d.ranked {
		if s == d.dominant || s.activity.long() < entryBlocks {
			continue
		}
		attack := d.score.of(&s.activity)
		if d.dominant != nil && !attack.beats(defence) {
			continue
		}
		if best == nil || attack.medium+attack.long > bestScores.medium+bestScores.long {
			best, bestScores = s, attack
		}
	}
	if best != nil {
		d.dominant, d.since = best, now
	}
}

// rank moves those up who are louder than others before them by swapMargin, and the inaudible down.
func (d *Detector) rank() {
	for i := range min(len(d.ranked), maxRanked) {
		best := i
		threshold := d.rankValue(d.ranked[i]) + swapMargin
		for j := i + 1; j < len(d.ranked); j++ {
			if v := d.rankValue(d.ranked[j]); v > threshold {
				best, threshold = j, v
			}
		}
		if s := d.ranked[best]; best != i {
			copy(d.ranked[i+1:best+1], d.ranked[i:best])
			d.ranked[i] = s
		}
	}
}

// rankValue is the loudness, below every audible one's if there was only silence for a while.
func (d *Detector) rankValue(s *state) float64 {
	if !s.isAudible(d.frameAt) {
		return -2 * swapMargin
	}
	return s.loudness
}

// Loudest appends to out, loudest first, up to n speakers who were audible within the last second, as of the last
// Tick. n is at most 16. The order is sluggish on purpose: one displaces another only by 6 dB, so that who is
// among the loudest stays there through the pauses of speech.
func (d *Detector) Loudest(n int, out []int) []int {
	for _, s := range d.ranked[:min(n, maxRanked, len(d.ranked))] {
		if s.isAudible(d.frameAt) {
			out = append(out, s.id)
		}
	}
	return out
}

// LevelOf is the level of a speaker in dB below full scale, held over the pauses of speech; Silence for one who is
// not known.
func (d *Detector) LevelOf(id int) uint8 {
	s := d.speakers[id]
	if s == nil {
		return Silence
	}
	return Silence - uint8(s.loudness)
}
