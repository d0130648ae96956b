package allocate_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/cumbre-meet/cumbre/internal/media/allocate"
	"github.com/cumbre-meet/cumbre/internal/units"
)

const kbps = units.Bitrate(1000)

// camera is three layers as browsers send them.
func camera(had int) allocate.Picture {
	return allocate.Picture{Costs: []units.Bitrate{1500 * kbps, 500 * kbps, 150 * kbps}, Had: had, Size: 180}
}

func stage(had int) allocate.Picture {
	p := camera(had)
	p.Stage, p.Size = true, 720
	return p
}

func layersOf(pictures []allocate.Picture) []int {
	var out []int
	for _, p := range pictures {
		out = append(out, p.Layer)
	}
	return out
}

func TestPolicy(t *testing.T) {
	small := func(priority, size int) allocate.Picture {
		p := camera(allocate.New)
		p.Priority, p.Size = priority, size
		return p
	}
	for _, c := range []struct {
		name            string
		estimate, sound units.Bitrate
		pictures        []allocate.Picture
		want            []int
	}{
		{"all that is wanted", 10_000 * kbps, 100 * kbps, []allocate.Picture{stage(-2), camera(-2), camera(-2)}, []int{0, 0, 0}},
		{"bases before the stage", 700 * kbps, 100 * kbps, []allocate.Picture{camera(-2), camera(-2), stage(-2), camera(-2)}, []int{2, 2, 2, 2}},
		{"then the stage", 1150 * kbps, 0, []allocate.Picture{camera(-2), camera(-2), stage(-2)}, []int{2, 2, 1}},
		{"then the larger", 1500 * kbps, 0, []allocate.Picture{small(0, 180), small(0, 360), stage(-2)}, []int{2, 1, 1}},
		{"the least important is paused", 400 * kbps, 0, []allocate.Picture{small(1, 90), small(0, 360), stage(-2)}, []int{2, -1, 2}},
		{"sound first", 400 * kbps, 330 * kbps, []allocate.Picture{stage(2)}, []int{-1}},
		{"the first is kept for an estimate that is low", 400 * kbps, 320 * kbps, []allocate.Picture{camera(2), stage(2)}, []int{-1, 2}},
		{"and comes back when there is room", 400 * kbps, 240 * kbps, []allocate.Picture{stage(-1)}, []int{-1}},
		{"no more than is of use", 10_000 * kbps, 0, []allocate.Picture{{Costs: camera(0).Costs, Best: 1, Had: -2}}, []int{1}},
		{"a rise needs a margin", 505 * kbps, 0, []allocate.Picture{camera(2)}, []int{2}},
		{"a rise with a margin", 511 * kbps, 0, []allocate.Picture{camera(2)}, []int{1}},
		{"what it has needs none", 500 * kbps, 0, []allocate.Picture{camera(1)}, []int{1}},
		{"down at once", 499 * kbps, 0, []allocate.Picture{camera(0)}, []int{2}},
		{"paused comes back with a margin", 160 * kbps, 0, []allocate.Picture{camera(-1)}, []int{-1}},
		{"the stage takes from the others", 2000 * kbps, 0, []allocate.Picture{camera(0), stage(2)}, []int{1, 0}},
		{"nothing", 0, 0, []allocate.Picture{stage(0)}, []int{-1}},
	} {
		var a allocate.Allocator
		a.Allocate(units.Instant(time.Second), c.estimate, c.sound, c.pictures)
		if got := layersOf(c.pictures); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

func TestRisesOnceASecond(t *testing.T) {
	var a allocate.Allocator
	now := units.Instant(time.Minute)
	had, rises := 2, 0
	for i := range 100 { // 10 s; the estimate goes up and down every 300 ms
		estimate := 2000 * kbps
		if i%6 < 3 {
			estimate = 450 * kbps
		}
		p := []allocate.Picture{camera(had)}
		a.Allocate(now, estimate, 0, p)
		if p[0].Layer < had {
			rises++
		}
		had = p[0].Layer
		now = now.Add(100 * time.Millisecond)
	}
	if rises < 5 || rises > 10 {
		t.Error(rises, "rises in 10 s")
	}
}

func TestProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pictures := make([]allocate.Picture, rapid.IntRange(0, 20).Draw(t, "pictures"))
		for i := range pictures {
			costs := rapid.SliceOfN(rapid.Int64Range(0, 3_000_000), 1, 4).Draw(t, "costs")
			slices.Sort(costs)
			slices.Reverse(costs)
			for _, c := range costs {
				pictures[i].Costs = append(pictures[i].Costs, units.Bitrate(c))
			}
			pictures[i].Best = rapid.IntRange(0, len(costs)-1).Draw(t, "best")
			pictures[i].Had = rapid.IntRange(-2, len(costs)-1).Draw(t, "had")
			pictures[i].Stage = rapid.Bool().Draw(t, "stage")
			pictures[i].Priority = rapid.IntRange(0, 3).Draw(t, "priority")
			pictures[i].Size = rapid.IntRange(0, 1080).Draw(t, "size")
		}
		estimate := units.Bitrate(rapid.Int64Range(0, 20_000_000).Draw(t, "estimate"))
		sound := units.Bitrate(rapid.Int64Range(0, 500_000).Draw(t, "sound"))
		var a allocate.Allocator
		now := units.Instant(time.Second)
		used := a.Allocate(now, estimate, sound, pictures)

		sum, shown, budget := units.Bitrate(0), 0, max(estimate-sound, 0)
		for i, p := range pictures {
			if p.Layer == allocate.Paused {
				continue
			}
			sum += p.Costs[p.Layer]
			shown++
			if p.Layer < p.Best {
				t.Fatal(i, "is better than of use")
			}
		}
		if sum != used || used > budget && (shown > 1 || used > 2*budget) { // one alone may be kept for an estimate that is low
			t.Fatal(sum, shown, used, budget)
		}
		checkOrder(t, pictures)

		// The same again is stable: what rose stays, and nothing rises within the second.
		before := layersOf(pictures)
		for i := range pictures {
			pictures[i].Had = pictures[i].Layer
		}
		a.Allocate(now.Add(time.Millisecond), estimate, sound, pictures)
		for i, p := range pictures {
			if p.Layer != before[i] && p.Layer != allocate.Paused && before[i] != allocate.Paused && p.Layer > before[i] {
				t.Fatal(i, "fell from", before[i], "to", p.Layer, "though nothing changed")
			}
		}
	})
}

// checkOrder: nobody is paused for a less important picture of the same cost that has a layer.
func checkOrder(t *rapid.T, pictures []allocate.Picture) {
	for i, p := range pictures {
		for j, q := range pictures {
			if p.Layer != allocate.Paused || q.Layer == allocate.Paused || p.Had == allocate.Paused || q.Stage && !p.Stage {
				continue
			}
			base := func(x allocate.Picture) units.Bitrate { return x.Costs[len(x.Costs)-1] }
			more := p.Stage && !q.Stage || p.Stage == q.Stage && p.Priority > q.Priority
			if more && base(p) <= base(q) {
				t.Fatal(i, "is paused for", j)
			}
		}
	}
}

func TestAllocateDoesNotAllocate(t *testing.T) {
	pictures := []allocate.Picture{camera(2), stage(1), camera(0), camera(-1)}
	var a allocate.Allocator
	now := units.Instant(time.Second)
	if n := testing.AllocsPerRun(100, func() {
		now = now.Add(time.Second)
		a.Allocate(now, 3000*kbps, 100*kbps, pictures)
	}); n != 0 {
		t.Error(n, "allocations")
	}
}
