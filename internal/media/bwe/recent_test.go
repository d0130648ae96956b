package bwe

import (
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/units"
)

// The shortest way of late is remembered for 3 s at least and 6 at most, also where nothing came for longer.
func TestTheLeastOfLate(t *testing.T) {
	var r recentLeast
	for _, step := range []struct{ at, came, want time.Duration }{
		{1 * time.Second, 10 * time.Millisecond, 10 * time.Millisecond},
		{2 * time.Second, 50 * time.Millisecond, 10 * time.Millisecond},
		{4 * time.Second, 50 * time.Millisecond, 10 * time.Millisecond},
		{7 * time.Second, 50 * time.Millisecond, 50 * time.Millisecond},
		{8 * time.Second, 20 * time.Millisecond, 20 * time.Millisecond},
		{14 * time.Second, 90 * time.Millisecond, 90 * time.Millisecond},
	} {
		if got := r.note(units.Instant(step.at), step.came); got != step.want {
			t.Errorf("after %v: %v, want %v", step.at, got, step.want)
		}
	}
}
