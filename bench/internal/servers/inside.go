package servers

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
)

// Insider is a server that counts for how long packets were inside it: only Cumbre does.
type Insider interface {
	Inside(ctx context.Context) (Inside, error)
}

// Inside is how many packets were inside a server for no longer than each of some times.
type Inside []InsideClass

// InsideClass is one of the times, in seconds; the last has no end.
type InsideClass struct {
	Most    float64
	Packets float64
}

// insideMetric is the histogram of Cumbre: from the arrival in the socket's buffer of the oldest datagram that came in a turn of its
// loop until a packet of that turn was with the kernel.
const insideMetric = "cumbre_rtc_udp_inside_seconds_bucket{le=\""

// Inside implements Insider.
func (c *cumbre) Inside(ctx context.Context) (Inside, error) {
	b, _, err := request(ctx, http.MethodGet, c.base+"/metrics", "", "", nil)
	if err != nil {
		return nil, err
	}
	return parseInside(string(b))
}

// parseInside reads Prometheus's text form.
func parseInside(text string) (Inside, error) {
	var out Inside
	for line := range strings.Lines(text) {
		rest, ok := strings.CutPrefix(strings.TrimSpace(line), insideMetric)
		if !ok {
			continue
		}
		most, packets, _ := strings.Cut(rest, "\"} ")
		var c InsideClass
		var err error
		if c.Most, err = strconv.ParseFloat(most, 64); err == nil {
			c.Packets, err = strconv.ParseFloat(packets, 64)
		}
		if err != nil {
			return nil, fmt.Errorf("/metrics: %q: %w", line, err)
		}
		out = append(out, c)
	}
	return out, nil
}

// Since is what was counted after an earlier time.
func (in Inside) Since(before Inside) Inside {
	out := append(Inside(nil), in...)
	for i := range min(len(out), len(before)) {
		out[i].Packets -= before[i].Packets
	}
	return out
}

// Percentile is the time in seconds that a share of the packets did not exceed: within its class it is taken as evenly spread. 0:
// nothing was counted; of those beyond the last end, +Inf.
func (in Inside) Percentile(share float64) float64 {
	if len(in) == 0 || in[len(in)-1].Packets == 0 {
		return 0
	}
	want, last := share*in[len(in)-1].Packets, InsideClass{}
	for _, c := range in {
		if c.Packets >= want {
			if math.IsInf(c.Most, 1) || c.Packets == last.Packets {
				return c.Most
			}
			return last.Most + (c.Most-last.Most)*(want-last.Packets)/(c.Packets-last.Packets)
		}
		last = c
	}
	return math.Inf(1)
}
