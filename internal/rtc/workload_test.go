package rtc

import (
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/units"
)

// The senders help once the loop works most of the time, and until it has little to do; a burst in between changes nothing.
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
	}{
		{0.3, time.Second, false},
		{1, 50 * time.Millisecond, false},
		{0.3, time.Second, false},
		{0.8, time.Second, true},
		{0.4, time.Second, true},
		{0.05, time.Second, false},
		{0.4, time.Second, false},
	} {
		if work(step.share, step.length); w.busy != step.busy {
			t.Errorf("step %d, %.0f %% of the time: busy %v", i, 100*step.share, w.busy)
		}
	}
}
