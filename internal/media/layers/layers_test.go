package layers_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/cumbre-meet/cumbre/internal/media/layers"
	"github.com/cumbre-meet/cumbre/internal/units"
)

func three(alive ...bool) []layers.Layer {
	ls := []layers.Layer{{Height: 720}, {Height: 360}, {Height: 180}}
	for i, a := range alive {
		ls[i].Alive = a
	}
	return ls
}

func TestPick(t *testing.T) {
	for _, tc := range []struct {
		name            string
		all             []layers.Layer
		height, current int
		want            int
	}{
		{"none", nil, 100, -1, -1},
		{"any height is the best", three(true, true, true), 0, -1, 0},
		{"exact", three(true, true, true), 360, -1, 1},
		{"a little higher is scaled up", three(true, true, true), 400, -1, 1},
		{"much higher is not", three(true, true, true), 420, -1, 0},
		{"small", three(true, true, true), 90, -1, 2},
		{"beyond the best", three(true, true, true), 2160, -1, 0},
		{"dead: the next worse", three(false, true, true), 720, -1, 1},
		{"dead: the next better", three(true, false, false), 180, -1, 0},
		{"all dead", three(false, false, false), 180, 1, -1},
		{"a better one is kept near the edge", three(true, true, true), 380, 0, 0},
		{"and left below it", three(true, true, true), 360, 0, 1},
		{"unknown heights", []layers.Layer{{Alive: true}, {Alive: true}, {Alive: true}}, 300, -1, 1},
		{"one height known", []layers.Layer{{Alive: true}, {Alive: true}, {Height: 270, Alive: true}}, 500, -1, 1},
	} {
		if got := layers.Pick(tc.all, tc.height, tc.current); got != tc.want {
			t.Errorf("%s: %d, want %d", tc.name, got, tc.want)
		}
	}
}

func TestPickIsAliveWheneverOneIs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, layers.Max).Draw(t, "n")
		all := make([]layers.Layer, n)
		some := false
		for i := range all {
			all[i] = layers.Layer{Height: rapid.IntRange(0, 2000).Draw(t, "h"), Alive: rapid.Bool().Draw(t, "alive")}
			some = some || all[i].Alive
		}
		got := layers.Pick(all, rapid.IntRange(-5, 4000).Draw(t, "height"), rapid.IntRange(-1, n-1).Draw(t, "current"))
		if some != (got >= 0) || (got >= 0 && !all[got].Alive) {
			t.Fatalf("%d of %+v", got, all)
		}
	})
}

func TestDemand(t *testing.T) {
	var d layers.Demand
	start := units.Instant(time.Second)
	d.Start(start, 0b111)
	at := func(ms int, wanted, want layers.Set, changed bool) {
		t.Helper()
		on, ch := d.Update(start.Add(time.Duration(ms)*time.Millisecond), wanted)
		if on != want || ch != changed {
			t.Errorf("at %d ms: %03b %v, want %03b %v", ms, on, ch, want, changed)
		}
	}
	at(0, 0b100, 0b111, false)
	at(1999, 0b100, 0b111, false)
	at(2000, 0b100, 0b100, true)
	at(2100, 0b101, 0b101, true) // on at once
	at(3000, 0b100, 0b101, false)
	at(4099, 0b101, 0b101, false) // wanted again in time
	at(6099, 0, 0, true)
	at(9000, 0, 0, false)
	if d.On() != 0 || layers.Set(0b101).Len() != 2 || layers.Set(0).With(-1) != 0 || layers.Set(1).Has(-1) {
		t.Error("sets are wrong")
	}
}
