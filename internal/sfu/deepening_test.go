package sfu

import (
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/units"
)

func TestDeepening(t *testing.T) {
	const start = units.Instant(time.Hour)
	second := func(n int) units.Instant { return start.Add(time.Duration(n) * time.Second) }

	t.Run("of a handful of packets nothing is known", func(t *testing.T) {
		var p deepening
		p.report(start, 20, 0.05, false)
		if p.on(start, false) {
			t.Error("one of twenty was lost")
		}
		for i := range 10 {
			p.report(second(i), 20, 0, false)
		}
		if p.report(second(10), 20, 0.05, false); p.on(second(10), false) {
			t.Error("two of 220 were lost")
		}
	})
	t.Run("it ends a minute after the last loss", func(t *testing.T) {
		var p deepening
		p.report(start, 250, 0.05, false)
		p.report(second(30), 250, 0.03, false)
		p.report(second(35), 250, 0, false)
		if !p.on(second(89), false) || p.on(second(90), false) {
			t.Errorf("it ends at %v", p.until)
		}
	})
	t.Run("a queue", func(t *testing.T) {
		var p deepening
		if p.report(start, 250, 0.05, true); p.on(start, false) {
			t.Error("it began")
		}
	})
	t.Run("a path that does not carry the pictures", func(t *testing.T) {
		var p deepening
		p.report(start, 250, 0.05, false)
		if p.on(start, true) || p.on(second(1), false) {
			t.Error("it takes from the last picture, or comes and goes with it")
		}
	})
}
