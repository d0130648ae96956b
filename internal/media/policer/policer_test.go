package policer_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/cumbre-meet/cumbre/internal/media/policer"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// Whatever comes, in any span of time no more passes than a second's worth at once and the rate since.
func TestNoSpanHasMoreThanItsShare(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		limit := policer.Limit{
			Bytes:   units.ByteCount(rapid.IntRange(1000, 1_000_000).Draw(t, "bytes")),
			Packets: rapid.IntRange(10, 1000).Draw(t, "packets"),
		}
		var p policer.Policer
		type passed struct {
			at   units.Instant
			size int
		}
		var all []passed
		now := units.Instant(rapid.Int64Range(0, int64(time.Hour)).Draw(t, "start"))
		for range rapid.IntRange(1, 200).Draw(t, "packets sent") {
			now = now.Add(time.Duration(rapid.Int64Range(0, int64(100*time.Millisecond)).Draw(t, "gap")))
			size := rapid.IntRange(1, 1500).Draw(t, "size")
			if p.Fits(now, limit, size) {
				p.Take(size)
				all = append(all, passed{now, size})
			}
		}
		for i := range all {
			bytes := 0
			for j := i; j < len(all); j++ {
				bytes += all[j].size
				seconds := 1 + all[j].at.Sub(all[i].at).Seconds()
				if float64(bytes) > float64(limit.Bytes)*seconds+1 || float64(j-i+1) > float64(limit.Packets)*seconds+1 {
					t.Fatalf("%d packets, %d bytes in %.3f s; limit %+v", j-i+1, bytes, seconds-1, limit)
				}
			}
		}
	})
}

func TestWithinTheLimitEverythingPasses(t *testing.T) {
	limit := policer.Limit{Bytes: 100_000, Packets: 100}
	var p policer.Policer
	now := units.Instant(0)
	for i := range 1000 { // exactly the rate of packets, and of bytes
		now = now.Add(10 * time.Millisecond)
		if !p.Fits(now, limit, 999) {
			t.Fatalf("packet %d is refused", i)
		}
		p.Take(999)
	}
	for range 99 { // a burst takes what is there
		if p.Fits(now, limit, 1) {
			p.Take(1)
		}
	}
	if p.Fits(now, limit, 1) {
		t.Error("a second burst passes at once")
	}
	if !p.Fits(now.Add(20*time.Millisecond), limit, 1) {
		t.Error("time brings nothing")
	}
}

// One that is over its limit all the time still has its share: what was refused does not count.
func TestAFloodHasItsShare(t *testing.T) {
	limit := policer.Limit{Bytes: 1 << 20, Packets: 100}
	var p policer.Policer
	passed := 0
	for i := range 10_000 { // ten times the limit, for 10 s
		if p.Fits(units.Instant(i)*units.Instant(time.Millisecond), limit, 1000) {
			p.Take(1000)
			passed++
		}
	}
	if passed < 1050 || passed > 1110 {
		t.Errorf("%d packets passed, want some 1,100", passed)
	}
}
