package path_test

import (
	"encoding/json"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/testkit/path"
	"github.com/cumbre-meet/cumbre/internal/units"
)

const ms = time.Millisecond

func newWay(c path.Conditions) path.Way { return path.NewWay(c, rand.New(rand.NewPCG(1, 2))) }

// send sends n packets of 125 bytes, a millisecond apart, and gives their fates.
func send(w *path.Way, n int) []path.Fate {
	fates := make([]path.Fate, n)
	for i := range n {
		fates[i] = w.Send(units.Instant(time.Second).Add(time.Duration(i)*ms), 125)
	}
	return fates
}

func TestAPerfectWayDeliversAtOnce(t *testing.T) {
	w := newWay(path.Conditions{})
	for i, f := range send(&w, 10) {
		if want := units.Instant(time.Second).Add(time.Duration(i) * ms); f != (path.Fate{At: want}) {
			t.Fatalf("packet %d: %+v, not at %v", i, f, want)
		}
	}
}

func TestLossesAreCountedByTheirCause(t *testing.T) {
	const n = 20_000
	share := func(count int) float64 { return float64(count) / n }
	for name, test := range map[string]struct {
		c             path.Conditions
		of            func(c path.Counters) int
		least, atMost float64
	}{
		"random": {path.Conditions{Loss: 0.05}, func(c path.Counters) int { return c.LostRandom }, 0.045, 0.055},
		"bursts": {
			// In the bad state a packet of 21, of which 70 % are lost.
			path.Conditions{Bursts: &path.Bursts{GoodToBad: 0.01, BadToGood: 0.2, LossInBad: 0.7}},
			func(c path.Counters) int { return c.LostBursts }, 0.025, 0.042,
		},
		"queue":      {path.Conditions{Rate: 500_000, Queue: 50 * ms}, func(c path.Counters) int { return c.LostQueue }, 0.48, 0.51},
		"outage":     {path.Conditions{Loss: 1}, func(c path.Counters) int { return c.LostRandom }, 1, 1},
		"duplicates": {path.Conditions{Duplicate: 0.1}, func(c path.Counters) int { return c.Duplicated }, 0.09, 0.11},
		"overtaken":  {path.Conditions{Reorder: 0.1, ReorderBy: ms}, func(c path.Counters) int { return c.Overtaken }, 0.09, 0.11},
	} {
		w := newWay(test.c)
		lost, again := 0, 0
		for _, f := range send(&w, n) {
			if f.At.IsZero() {
				lost++
			}
			if !f.Again.IsZero() {
				again++
			}
		}
		if got := share(test.of(w.Counters)); got < test.least || got > test.atMost {
			t.Errorf("%s: %v", name, got)
		}
		if w.Sent != n || lost != w.Lost() || again != w.Duplicated {
			t.Errorf("%s: %d lost and %d twice of %d, counted %+v", name, lost, again, n, w.Counters)
		}
	}
}

func TestTheQueueIsSeen(t *testing.T) {
	// 125 bytes a millisecond are 1 Mbit/s, twice what the way carries: each packet waits a millisecond longer.
	w := newWay(path.Conditions{Rate: 500_000, Queue: time.Second})
	send(&w, 100)
	end := units.Instant(time.Second).Add(100 * ms)
	if got := w.Waiting(end); got != 100*ms || w.LongestWait != 101*ms {
		t.Errorf("a packet waits %v, the longest waited %v", got, w.LongestWait)
	}
	if got := w.Waiting(end.Add(time.Hour)); got != 0 {
		t.Errorf("an hour later a packet waits %v", got)
	}
}

func TestConditionsChangeOnTheWay(t *testing.T) {
	w := newWay(path.Conditions{Delay: 50 * ms})
	first := w.Send(units.Instant(time.Second), 100)
	w.Conditions = path.Conditions{Delay: 10 * ms}
	// What is sent now does not overtake what was sent before.
	if second := w.Send(units.Instant(time.Second).Add(ms), 100); second.At != first.At {
		t.Errorf("%v after %v", second.At, first.At)
	}
	if third := w.Send(units.Instant(time.Second).Add(100*ms), 100); third.At != units.Instant(time.Second).Add(110*ms) {
		t.Errorf("%v", third.At)
	}
}

func TestTheProfiles(t *testing.T) {
	all, err := path.Profiles()
	if err != nil {
		t.Fatal(err)
	}
	dsl := path.Conditions{Delay: 40 * ms, Jitter: 3 * ms, Rate: 4_000_000, Queue: 300 * ms}
	if got := all["dsl"]; got.Down != dsl || got.Up.Rate != 1_000_000 || got.About == "" {
		t.Errorf("dsl: %+v", got)
	}
	if b := all["wifi-bursts"].Down.Bursts; b == nil || *b != (path.Bursts{GoodToBad: 0.01, BadToGood: 0.2, LossInBad: 0.7}) {
		t.Errorf("wifi-bursts: %+v", b)
	}
}

func TestWrongConditionsAreRefused(t *testing.T) {
	for text, want := range map[string]string{
		`{"loss": 5}`:      "probability",
		`{"delayMs": -1}`:  "negative",
		`{"delay": 50}`:    "unknown field",
		`{"rate": "fast"}`: "cannot unmarshal",
	} {
		var c path.Conditions
		if err := json.Unmarshal([]byte(text), &c); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
}
