package sfu_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/sfu"
	"github.com/cumbre-meet/cumbre/internal/testkit/simnet"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// bursts counts, of the pictures' packets to bob from now on for d, how many left at the same instant, and how long they had
// been in the server, by the publishers' tap.
func bursts(t *testing.T, m *simnet.Meeting, bob *simnet.Client, d time.Duration) (largest int, longest time.Duration) {
	t.Helper()
	at, n := units.Instant(0), 0
	last := map[string]simnet.Arrival{}
	m.Tap = func(to *simnet.Client, mid string, a simnet.Arrival) {
		if to != bob || mid == "stage-sound" || a.RTX {
			return
		}
		if a.At != at {
			at, n = a.At, 0
		}
		n++
		largest = max(largest, n)
		longest = max(longest, a.At.Sub(a.Sampled))
		if before, ok := last[mid]; ok && before.Client == a.Client && before.Layer == a.Layer &&
			(a.Frame < before.Frame || (a.Frame == before.Frame && a.Packet < before.Packet)) {
			t.Errorf("%s: out of order", mid)
		}
		last[mid] = a
	}
	m.Net.Run(d)
	m.Tap = nil
	return largest, longest
}

// TestPacingWhereThePathIsNarrow: frames to a client whose path carries little more than is sent leave spread over time, and
// none waits for long; to a client with a good path they leave as they came.
func TestPacingWhereThePathIsNarrow(t *testing.T) {
	wide := dsl()
	wide.Rate = 50_000_000
	m, bob := gathering(2, wide)
	for i := range 3 {
		bob.Want(fmt.Sprintf("pic-%d", i), sfu.EndpointID(fmt.Sprintf("p%d", i+1)), 720)
	}
	m.Net.Run(10 * time.Second)
	asTheyCame, waited := bursts(t, m, bob, 10*time.Second)
	t.Logf("wide: %d at once, %v at most", asTheyCame, waited)
	if waited > 50*time.Millisecond {
		t.Errorf("a packet waited %v on a wide path", waited)
	}
	bob.Down.Rate = 4_000_000
	m.Net.Run(15 * time.Second)
	spread, waited := bursts(t, m, bob, 10*time.Second)
	t.Logf("narrow: %d at once, %v at most, estimate %.2f Mbit/s", spread, waited, downTo(t, bob))
	if spread > asTheyCame/2 {
		t.Errorf("%d packets at once, %d on a wide path", spread, asTheyCame)
	}
	if waited == 0 || waited > 200*time.Millisecond {
		t.Errorf("a packet waited %v at most", waited)
	}
}
