package speaker

import (
	"math"
	"math/bits"
)

// The time scales of the paper (its section 3): a frame is divided into N1 steps, a block has N2 frames, and
// the long interval N3 blocks. With frames of 20 ms these are 20 ms, 100 ms and 1 s.
const (
	levelSteps    = 13 // N1: of stepSize above the noise
	blockFrames   = 5  // N2
	longBlocks    = 10 // N3
	historyFrames = blockFrames * longBlocks
)

const (
	// stepSize and noiseMargin in dB: a frame has one step for each stepSize above the noise floor and its margin.
	stepSize    = 3.0
	noiseMargin = 6.0

	// activeSteps is how many steps make a frame active: 15 dB above the noise floor. Higher: quiet talkers in
	// noisy rooms do not count; lower: breathing does.
	activeSteps = 3

	// activeFrames is how many active frames make a block active.
	activeFrames = 3

	// entryBlocks is how many of the last ten blocks a challenger must have been active in: half a second of speech.
	// Higher: the stage follows later; lower: a cough or a dropped pen takes it.
	entryBlocks = 5

	// The noise floor, in dB above -127 dBov, is at once at any lower level and rises by noiseRise a frame
	// (2 dB/s) within its bounds of -75 and -50 dBov. A higher upper bound lets steady music or a talker without
	// pauses count as noise; a lower one lets a fan have the stage.
	noiseStart = 127.0 - 60
	noiseMin   = 127.0 - 75
	noiseMax   = 127.0 - 50
	noiseRise  = 2.0 / 50
)

// activity is the speech activity of one speaker on the three time scales.
type activity struct {
	noise  float64 // dB above -127 dBov
	steps  int     // of the last frame, 0..levelSteps
	frames uint64  // whether the last 50 frames were active, the last one in bit 0
}

func newActivity() activity { return activity{noise: noiseStart} }

// push takes the level of a frame in dB above -127 dBov.
func (a *activity) push(level float64) {
	a.noise = min(max(min(level, a.noise+noiseRise), noiseMin), noiseMax)
	a.steps = min(max(int((level-a.noise-noiseMargin)/stepSize), 0), levelSteps)
	a.frames <<= 1
	if a.steps >= activeSteps {
		a.frames |= 1
	}
}

// medium is the number of active frames in the last block.
func (a *activity) medium() int { return bits.OnesCount64(a.frames & (1<<blockFrames - 1)) }

// long is the number of active blocks in the long interval.
func (a *activity) long() int {
	n := 0
	for block := range longBlocks {
		if bits.OnesCount64(a.frames>>(block*blockFrames)&(1<<blockFrames-1)) >= activeFrames {
			n++
		}
	}
	return n
}

// scores are the speech activity scores on the three time scales, all positive.
type scores struct{ immediate, medium, long float64 }

// How much higher a challenger's score must be, as logarithm of the ratio (C1, C2, C3 of the paper). Immediate and
// medium ask that the dominant speaker pauses; the long one keeps two who talk at once from taking turns.
const (
	immediateMargin = 3.0
	mediumMargin    = 2.0
	longMargin      = 0.5
)

func (s scores) beats(t scores) bool {
	return math.Log(s.immediate/t.immediate) > immediateMargin &&
		math.Log(s.medium/t.medium) > mediumMargin &&
		math.Log(s.long/t.long) > longMargin
}

// scoreTables has the score for every possible activity.
type scoreTables struct {
	immediate [levelSteps + 1]float64
	medium    [blockFrames + 1]float64
	long      [longBlocks + 1]float64
}

// The parameters of the noise hypothesis, which is exponential, and of the speech hypothesis, which is binomial.
const (
	immediateNoise    = 0.78
	mediumNoise       = 24.0
	longNoise         = 47.0
	speechProbability = 0.5
	minScore          = 1e-10
)

func newScoreTables() (t scoreTables) {
	fillScores(t.immediate[:], immediateNoise)
	fillScores(t.medium[:], mediumNoise)
	fillScores(t.long[:], longNoise)
	return t
}

// fillScores computes the logarithm of the likelihood ratio of speech, binomial, to noise, exponential with rate
// lambda, for each number v of active parts out of n = len(table)-1, not below minScore.
func fillScores(table []float64, lambda float64) {
	n := len(table) - 1
	for v := range table {
		speech := logBinomial(n, v) + float64(v)*math.Log(speechProbability) +
			float64(n-v)*math.Log(1-speechProbability)
		noise := math.Log(lambda) - lambda*float64(v)
		table[v] = max(speech-noise, minScore)
	}
}

func logBinomial(n, k int) float64 {
	all, _ := math.Lgamma(float64(n + 1))
	in, _ := math.Lgamma(float64(k + 1))
	out, _ := math.Lgamma(float64(n - k + 1))
	return all - in - out
}

func (t *scoreTables) of(a *activity) scores {
	return scores{
		immediate: t.immediate[a.steps],
		medium:    t.medium[a.medium()],
		long:      t.long[a.long()],
	}
}
