package load

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
)

// Result is what a run found. Times are milliseconds unless their names say otherwise.
type Result struct {
	Kind        string  `json:"kind"`
	Scenario    string  `json:"scenario"`
	Publishers  int     `json:"publishers"`
	Subscribers int     `json:"subscribers"` // of a meeting: its participants
	Loss        float64 `json:"lossPercent,omitempty"`
	RoundTrip   float64 `json:"roundTripMillis,omitempty"`
	Seconds     float64 `json:"seconds"` // measured

	Packets       int64   `json:"packets"` // RTP, that the subscribers received in these seconds
	Mbits         float64 `json:"mbitsPerSecond"`
	Missing       int64   `json:"packetsMissing"`
	Repaired      int64   `json:"packetsRepaired"` // retransmitted or reordered
	Streams       int     `json:"streams"`         // that brought a frame, or sound
	StreamsWanted int     `json:"streamsWanted"`

	ServerCores  float64 `json:"serverCores"`
	PerPacket    float64 `json:"serverMicrosPerPacket"`
	Inside50     float64 `json:"serverMillisInsideMedian,omitempty"` // from a packet's arrival until it is with the kernel; 0: not known
	Inside99     float64 `json:"serverMillisInside99,omitempty"`
	RSSIdle      int64   `json:"serverBytesIdle"`
	RSSLoaded    int64   `json:"serverBytesLoaded"`
	RSSPerMember int64   `json:"serverBytesPerSubscriber"`

	JoinCPU     float64      `json:"serverMillisPerJoin"` // CPU, until all have a frame
	AllIn       float64      `json:"allHaveFrameMillis"`  // from the first join
	FirstFrame  Distribution `json:"firstFrameMillis"`    // of each, from the beginning of its join
	FailedJoins int          `json:"failedJoins"`
	Failure     string       `json:"failure,omitempty"` // of the first

	SoundDelay   Distribution `json:"soundDelayMillis"` // from the publisher's track to the subscriber's
	JoinDelay    Distribution `json:"soundDelayMillisDuringJoins"`
	JoinGap      float64      `json:"longestSoundGapMillisDuringJoins"` // of those who were there
	FrozenMinute float64      `json:"frozenMillisPerMinute"`            // mean over the subscribers
	Freezes      int64        `json:"freezes"`
	Frames       int64        `json:"framesShown"`
	FramesSent   int64        `json:"framesSent"` // times those who are to see them
	SoundLost    float64      `json:"soundLostPercent"`
	PictureLost  float64      `json:"pictureLostPercent"` // packets that never came

	Generator  float64 `json:"generatorCores"`
	LateFrames int64   `json:"generatorLateFrames"` // sent over 20 ms late
	Others     float64 `json:"othersCores"`         // what else ran on the machine
}

const (
	// Quiet is how much of a core others may use: more, and what was measured is partly theirs.
	Quiet = 0.2
	// kept is the share of packets, in percent, that a server which keeps up brings: below, it was at its limit, and its cost for
	// each packet is that of dropping them.
	kept = 99
)

// Doubt says why a result is not to be compared with others; "": it may be.
func (r Result) Doubt() string {
	switch {
	case r.Loss == 0 && share(r.Packets, r.Packets+r.Missing) < kept:
		return fmt.Sprintf("did not keep up: %.0f %% came", share(r.Packets, r.Packets+r.Missing))
	case r.Streams < r.StreamsWanted:
		return fmt.Sprintf("%d of %d streams", r.Streams, r.StreamsWanted)
	case r.Others > Quiet:
		return fmt.Sprintf("others took %.1f cores", r.Others)
	}
	return ""
}

// Distribution sums times up, in milliseconds.
type Distribution struct {
	Median float64 `json:"median"`
	P95    float64 `json:"p95"`
	P99    float64 `json:"p99"`
	Max    float64 `json:"max"`
	Count  int     `json:"count"`
}

// distribute sums durations up, which it sorts. The p-th percentile is the smallest value that p percent do not exceed.
func distribute(d []time.Duration) Distribution {
	if len(d) == 0 {
		return Distribution{}
	}
	slices.SortFunc(d, cmp.Compare[time.Duration])
	at := func(p float64) float64 { return millis(d[max(int(math.Ceil(p*float64(len(d))))-1, 0)]) }
	return Distribution{Median: at(0.5), P95: at(0.95), P99: at(0.99), Max: at(1), Count: len(d)}
}

func millis(d time.Duration) float64 { return math.Round(float64(d.Microseconds())/10) / 100 }

func share(part, whole int64) float64 {
	if whole == 0 {
		return 0
	}
	return 100 * float64(part) / float64(whole)
}

// String is the result for people.
func (r Result) String() string {
	var b strings.Builder
	line := func(name, format string, args ...any) {
		fmt.Fprintf(&b, "  %-11s "+format+"\n", append([]any{name}, args...)...)
	}
	fmt.Fprintf(&b, "%s, %s: %d publishers, %d subscribers, %.1f s\n", r.Kind, r.Scenario, r.Publishers, r.Subscribers, r.Seconds)
	line("received", "%d packets, %.0f/s, %.1f Mbit/s; missing %d, repaired %d; %d of %d streams",
		r.Packets, float64(r.Packets)/r.Seconds, r.Mbits, r.Missing, r.Repaired, r.Streams, r.StreamsWanted)
	line("server", "%.2f µs a packet, %.0f %% of a core; %.1f MiB idle, %.1f with all, %.0f KiB a subscriber",
		r.PerPacket, 100*r.ServerCores, mib(r.RSSIdle), mib(r.RSSLoaded), float64(r.RSSPerMember)/1024)
	if r.Inside99 > 0 {
		line("inside", "a packet %.2f ms (median), %.2f (99 %%)", r.Inside50, r.Inside99)
	}
	line("joins", "%.1f ms of server CPU each; all have a frame after %.0f ms; first frame %.0f ms (median), %.0f (most)",
		r.JoinCPU, r.AllIn, r.FirstFrame.Median, r.FirstFrame.Max)
	if r.FailedJoins > 0 {
		line("failed", "%d joins, the first: %s", r.FailedJoins, r.Failure)
	}
	line("sound", "delay %.1f ms (median), %.1f (99 %%), %.1f (most); lost %.2f %%", r.SoundDelay.Median, r.SoundDelay.P99, r.SoundDelay.Max, r.SoundLost)
	if r.JoinDelay.Count > 0 {
		line("", "of those there, during the joins: delay %.1f ms (median), %.1f (99 %%), %.1f (most), longest gap %.0f",
			r.JoinDelay.Median, r.JoinDelay.P99, r.JoinDelay.Max, r.JoinGap)
	}
	if r.FramesSent > 0 {
		line("picture", "%.1f %% of frames shown, frozen %.0f ms a minute (%d freezes), %.3f %% of packets never came",
			share(r.Frames, r.FramesSent), r.FrozenMinute, r.Freezes, r.PictureLost)
	}
	line("generator", "%.0f %% of a core, %d frames sent late; what else ran: %.0f %% of a core", 100*r.Generator, r.LateFrames, 100*r.Others)
	if doubt := r.Doubt(); doubt != "" {
		line("DOUBTFUL", "%s: not to be compared", doubt)
	}
	return b.String()
}

func mib(bytes int64) float64 { return float64(bytes) / (1 << 20) }
