package speaker_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cumbre-meet/cumbre/internal/media/speaker"
	"github.com/cumbre-meet/cumbre/internal/units"
)

const (
	ms   = time.Millisecond
	tick = 10 * ms // of the room; packets come every second one
)

// track is the level of one microphone over time, in dB below full scale; ok false: no packet.
type track func(now time.Duration) (level uint8, ok bool)

func steady(level uint8) track { return func(time.Duration) (uint8, bool) { return level, true } }

func absent(time.Duration) (uint8, bool) { return 0, false }

// speech has syllables of about 150 ms at the level with dips between them, and a breath every 2 s.
func speech(level uint8, seed uint64) track {
	random := rand.New(rand.NewPCG(seed, 0))
	return func(now time.Duration) (uint8, bool) {
		at := now + time.Duration(seed*130)*ms
		switch {
		case at%(2*time.Second) > 1700*ms:
			return 72, true
		case at%(220*ms) > 160*ms:
			return level + 18, true
		default:
			return level + uint8(random.IntN(8)), true
		}
	}
}

// during is in from start to end and out otherwise.
func during(start, end time.Duration, in, out track) track {
	return func(now time.Duration) (uint8, bool) {
		if now >= start && now < end {
			return in(now)
		}
		return out(now)
	}
}

var room = steady(70) // a quiet room

// change is one change of the dominant speaker.
type change struct {
	At  time.Duration
	Who int
}

// run plays the tracks, speaker i being tracks[i], and returns the changes.
func run(d *speaker.Detector, length time.Duration, tracks ...track) []change {
	var changes []change
	play(d, 0, length, tracks, func(now time.Duration, who int, changed bool) {
		if changed {
			changes = append(changes, change{now, who})
		}
	})
	return changes
}

func play(d *speaker.Detector, from, to time.Duration, tracks []track, each func(time.Duration, int, bool)) {
	for now := from; now < to; now += tick {
		instant := units.Instant(time.Hour + now)
		if now%(2*tick) == 0 {
			for i, track := range tracks {
				if level, ok := track(now); ok {
					d.Level(instant, i, level)
				}
			}
		}
		who, changed := d.Tick(instant)
		if each != nil {
			each(now, who, changed)
		}
	}
}

// expect checks who became dominant, and that each did so between start and start+within of their turn.
func expect(t *testing.T, got []change, want ...change) {
	t.Helper()
	const within = 1500 * ms
	ok := len(got) == len(want)
	for i := range min(len(got), len(want)) {
		late := got[i].At - want[i].At
		ok = ok && got[i].Who == want[i].Who && late >= 0 && late <= within
	}
	if !ok {
		t.Errorf("changes:\n%v\nwanted each within %v of:\n%v", got, within, want)
	}
}

func TestNobodyIsDominantInSilence(t *testing.T) {
	expect(t, run(speaker.New(), 10*time.Second, room, steady(127), absent))
}

func TestTheOneWhoSpeaksIsDominant(t *testing.T) {
	for _, level := range []uint8{10, 30, 40, 45} {
		expect(t, run(speaker.New(), 20*time.Second, room, during(3*time.Second, time.Hour, speech(level, 1), room)),
			change{3 * time.Second, 1})
	}
}

func TestAlternation(t *testing.T) {
	turn := 5 * time.Second
	mine := func(who int) track {
		return func(now time.Duration) (uint8, bool) {
			if int(now/turn)%3 == who {
				return speech(30, uint64(who))(now)
			}
			return room(now)
		}
	}
	expect(t, run(speaker.New(), 6*turn, mine(0), mine(1), mine(2)),
		change{0, 0}, change{turn, 1}, change{2 * turn, 2}, change{3 * turn, 0}, change{4 * turn, 1},
		change{5 * turn, 2})
}

func TestALouderAnswerOfTwoSecondsIsHeard(t *testing.T) {
	expect(t, run(speaker.New(), 12*time.Second,
		during(5*time.Second, 7*time.Second, room, speech(30, 1)),
		during(5*time.Second, 7*time.Second, speech(20, 2), room)),
		change{0, 0}, change{5 * time.Second, 1}, change{7 * time.Second, 0})
}

func TestACoughDoesNotTakeTheStage(t *testing.T) {
	cough := func(at time.Duration) track { return during(at, at+350*ms, steady(8), room) }
	t.Run("while nobody has spoken", func(t *testing.T) {
		expect(t, run(speaker.New(), 5*time.Second, room, cough(2*time.Second)))
	})
	t.Run("while somebody speaks", func(t *testing.T) {
		expect(t, run(speaker.New(), 10*time.Second, speech(35, 1), cough(6*time.Second)), change{0, 0})
	})
	t.Run("in a pause of the speaker", func(t *testing.T) {
		speaking := during(5*time.Second, 7*time.Second, room, speech(35, 1))
		expect(t, run(speaker.New(), 10*time.Second, speaking, cough(6*time.Second)), change{0, 0})
	})
	t.Run("a door that slams twice", func(t *testing.T) {
		slam := during(3200*ms, 3400*ms, steady(3), cough(3*time.Second))
		expect(t, run(speaker.New(), 5*time.Second, room, slam))
	})
}

func TestASpeakerWhoStopsKeepsTheStage(t *testing.T) {
	expect(t, run(speaker.New(), 60*time.Second, during(0, 5*time.Second, speech(30, 1), absent), room), change{0, 0})
}

func TestABackgroundNoiseDoesNotKeepTheStage(t *testing.T) {
	fan := steady(52)
	expect(t, run(speaker.New(), 20*time.Second, fan, during(12*time.Second, time.Hour, speech(30, 1), room)),
		change{12 * time.Second, 1})
}

func TestTwoWhoTalkAtOnceDoNotFlip(t *testing.T) {
	changes := run(speaker.New(), 60*time.Second, speech(30, 1), speech(30, 7))
	if len(changes) > 12 {
		t.Errorf("%d changes in a minute: %v", len(changes), changes)
	}
	for i := 1; i < len(changes); i++ {
		if changes[i].At-changes[i-1].At < time.Second {
			t.Errorf("after %v: %v", changes[i].At-changes[i-1].At, changes)
		}
	}
}

func TestTheRemovedAreGone(t *testing.T) {
	d := speaker.New()
	tracks := []track{speech(30, 1), room}
	play(d, 0, 3*time.Second, tracks, nil)
	if d.Dominant() != 0 {
		t.Fatal(d.Dominant())
	}
	d.Remove(0)
	d.Remove(0) // twice is no harm
	if who, changed := d.Tick(units.Instant(time.Hour + 3*time.Second)); who != speaker.None || !changed {
		t.Error(who, changed)
	}
	if got := d.Loudest(3, nil); slices.Contains(got, 0) || d.LevelOf(0) != speaker.Silence {
		t.Error("still known:", got)
	}
	// The same identifier may come again; it is another then, and takes the stage at once if it speaks.
	var changes []change
	play(d, 3*time.Second, 6*time.Second, tracks, func(now time.Duration, who int, changed bool) {
		if changed {
			changes = append(changes, change{now, who})
		}
	})
	expect(t, changes, change{3 * time.Second, 0})
}

func TestAStalledTickCatchesUp(t *testing.T) {
	d := speaker.New()
	play(d, 0, 5*time.Second, []track{speech(30, 1), room}, nil)
	play(d, 5*time.Minute, 5*time.Minute+2*time.Second, []track{room, speech(30, 1)}, nil)
	if d.Dominant() != 1 {
		t.Error(d.Dominant())
	}
}

func TestTheLoudest(t *testing.T) {
	d := speaker.New()
	talking := []track{room, speech(40, 1), speech(20, 2), steady(66), speech(30, 3), absent}
	play(d, 0, 5*time.Second, talking, nil)
	for n, want := range [][]int{nil, {2}, {2, 4}, {2, 4, 1}, {2, 4, 1}} {
		if diff := cmp.Diff(want, d.Loudest(n, nil)); diff != "" {
			t.Errorf("the loudest %d: %s", n, diff)
		}
	}
	if level := d.LevelOf(2); level < 20 || level > 28 {
		t.Error("level:", level)
	}
	// Silent for a second: out.
	quiet := []track{room, room, room, room, room, room}
	play(d, 5*time.Second, 5900*ms, quiet, nil)
	if got := d.Loudest(1, nil); len(got) != 1 {
		t.Error("out after 0.9 s already")
	}
	play(d, 5900*ms, 6200*ms, quiet, nil)
	if got := d.Loudest(4, nil); got != nil {
		t.Error("silence is loud:", got)
	}
}

func TestTheLoudestStay(t *testing.T) {
	d := speaker.New()
	tracks := []track{speech(30, 1), speech(31, 5), speech(32, 9)}
	play(d, 0, 3*time.Second, tracks, nil)
	first := d.Loudest(2, nil)
	play(d, 3*time.Second, 30*time.Second, tracks, func(now time.Duration, _ int, _ bool) {
		if got := d.Loudest(2, nil); !slices.Equal(got, first) {
			t.Fatalf("at %v: %v, first %v", now, got, first)
		}
	})
	out := 3 - first[0] - first[1]
	tracks[out] = speech(15, uint64(out))
	play(d, 30*time.Second, 31*time.Second, tracks, nil)
	if got := d.Loudest(1, nil); !slices.Equal(got, []int{out}) {
		t.Error("one who is 15 dB louder is not let in:", got)
	}
}

// TestLoudestAgainstTheLevels checks on random steady levels that nobody is left out who is 6 dB louder than
// somebody let in, and that every length of the list is a beginning of the longer one.
func TestLoudestAgainstTheLevels(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := speaker.New()
		levels := rapid.SliceOfN(rapid.Uint8Range(0, 127), 1, 30).Draw(t, "levels")
		tracks := make([]track, len(levels))
		for i, level := range levels {
			tracks[i] = steady(level)
		}
		play(d, 0, time.Second, tracks, nil)
		n := rapid.IntRange(1, 16).Draw(t, "n")
		got := d.Loudest(n, nil)
		for i, level := range levels {
			for _, in := range got {
				if !slices.Contains(got, i) && level <= 65 && int(level)+6 < int(levels[in]) {
					t.Fatal(level, "is out,", levels[in], "is in")
				}
			}
			if slices.Contains(got, i) && level > 65 {
				t.Fatal("inaudible:", level)
			}
		}
		if shorter := d.Loudest(n-1, nil); !slices.Equal(shorter, got[:len(shorter)]) {
			t.Fatal(shorter, got)
		}
	})
}

func TestDetectorDoesNotAllocate(t *testing.T) {
	d := speaker.New()
	tracks := []track{speech(30, 1), speech(40, 2), room}
	play(d, 0, time.Second, tracks, nil)
	out := make([]int, 0, 4)
	now := time.Second
	if n := testing.AllocsPerRun(200, func() {
		play(d, now, now+tick, tracks, nil)
		now += tick
		out = d.Loudest(3, out[:0])
	}); n != 0 {
		t.Error(n, "allocations")
	}
}

// FuzzDetector plays any levels to it: it names only those it knows, and says "changed" when it does.
func FuzzDetector(f *testing.F) {
	f.Add([]byte{30, 30, 30, 30, 200, 127})
	f.Add([]byte("\x00\xff\x01\xfe any levels, removals and stalls"))
	f.Fuzz(func(t *testing.T, moves []byte) {
		d := speaker.New()
		known := map[int]bool{}
		now := units.Instant(time.Hour)
		last := speaker.None
		for i, move := range moves {
			id := i % 4
			switch {
			case move == 255:
				d.Remove(id)
				delete(known, id)
			case move >= 200:
				now = now.Add(time.Duration(move-199) * 50 * ms)
			default:
				for range 5 {
					d.Level(now, id, move)
					known[id] = true
					now = now.Add(speaker.Frame)
				}
			}
			who, changed := d.Tick(now)
			if (who != last) != changed && !changed { // removed and back within one Tick is a change too
				t.Fatal(who, last, changed)
			}
			if who != speaker.None && !known[who] {
				t.Fatal("unknown:", who)
			}
			last = who
			for _, id := range d.Loudest(16, nil) {
				if !known[id] {
					t.Fatal("unknown:", id)
				}
			}
		}
	})
}

func BenchmarkTick(b *testing.B) {
	for _, n := range []int{10, 300} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			d := speaker.New()
			now := units.Instant(time.Hour)
			for b.Loop() {
				for id := range n {
					d.Level(now, id, uint8(20+id%100))
				}
				now = now.Add(speaker.Frame)
				d.Tick(now)
			}
		})
	}
}
