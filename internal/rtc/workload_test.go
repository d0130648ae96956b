package rtc

import (
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/units"
)

// The senders help once the loop works most of the time, and until it has little to do; a burst in between changes nothing. It keeps
// its processor long before.
func TestWorkload(t *testing.T) {
	var w workload
	now := units.Instant(0)
	work := func(share float64, length time.Duration) {
		for end := now.Add(length); now < end; now = now.Add(5 * time.Millisecond) {
			w.note(now, now.Add(time.Duration(share*float64(5*time.Millisecond))))
		}
	}
	for i, step := range []struct {
		share  float64
		length time.Duration
		busy   bool
		keeps  bool
	}{
		{0.04, time.Second, false, false},
		{0.08, time.Second, false, false},
		{0.3, time.Second, false, true},
		{1, 50 * time.Millisecond, false, true},
		{0.3, time.Second, false, true},
		{0.8, time.Second, true, true},
		{0.4, time.Second, true, true},
		{0.08, time.Second, false, true},
		{0.4, time.Second, false, true},
		{0.02, time.Second, false, false},
	} {
		if work(step.share, step.length); w.busy != step.busy || w.keeps != step.keeps {
			t.Errorf("step %d, %.0f %% of the time: busy %v, keeps its processor %v", i, 100*step.share, w.busy, w.keeps)
		}
	}
}
