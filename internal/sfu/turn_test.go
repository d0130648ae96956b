package sfu_test

import (
	"bytes"
	"encoding/binary"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cumbre-meet/cumbre/internal/sfu"
)

// ears keeps what goes out, by SSRC.
type ears struct{ heard map[uint32][][]byte }

func (o *ears) SendRTP(header, payload []byte) []byte {
	ssrc := binary.BigEndian.Uint32(header[8:])
	packet := slices.Concat(header, payload)
	o.heard[ssrc] = append(o.heard[ssrc], packet)
	return packet
}

func (o *ears) SendAgain(sent []byte) {
	ssrc := binary.BigEndian.Uint32(sent[8:])
	o.heard[ssrc] = append(o.heard[ssrc], slices.Clone(sent))
}
func (o *ears) SendRTCP([]byte) {}

// stageOf is two with cameras and microphones, and some who watch both.
func stageOf(tb testing.TB, cfg sfu.Config, watchers int) (*hall, *ears) {
	tb.Helper()
	out := &ears{heard: map[uint32][][]byte{}}
	h := newHallOf(tb, cfg, out, watchers)
	return h, out
}

// TestATurnChangesNothing: whatever happens between the packets of a turn, everybody gets the same bytes in the same order
// as if each packet had been forwarded at once.
func TestATurnChangesNothing(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		now, nowOut := stageOf(t, sfu.Config{}, 5)
		later, laterOut := stageOf(t, sfu.Config{Turns: true}, 5)
		both := []*hall{now, later}
		for range rapid.IntRange(1, 120).Draw(rt, "steps") {
			step := rapid.IntRange(0, 19).Draw(rt, "step")
			watcher := rapid.IntRange(0, 4).Draw(rt, "watcher")
			on := rapid.Bool().Draw(rt, "on")
			skip := rapid.IntRange(0, 3).Draw(rt, "skip")
			for _, h := range both {
				h.do(step, watcher, skip, on)
			}
			if rapid.IntRange(0, 3).Draw(rt, "turn") == 0 {
				later.room.Turn(later.now)
			}
		}
		if until := later.room.Turn(later.now); !until.IsZero() {
			later.now = until
			if later.room.Turn(until) != 0 {
				rt.Fatal("a frame waits for longer than was said")
			}
		}
		if d := cmp.Diff(nowOut.heard, laterOut.heard, cmp.Comparer(bytes.Equal)); d != "" {
			rt.Fatal(d)
		}
	})
}

// do is one step in the life of a hall.
func (h *hall) do(step, watcher, skip int, on bool) {
	w := h.watchers[watcher]
	switch step {
	case 0:
		h.seq += uint16(skip) // some are lost
	case 1:
		h.packets(true)
	case 2:
		h.ana.SetMuted(h.now, sfu.SourceCamera, on)
	case 3:
		w.Want(h.now, []sfu.Want{{MID: "1", Stage: on}})
	case 4:
		h.room.Tick(h.now)
	case 5:
		h.ana.SetHeard(h.now, on)
	case 6:
		w.Disconnected(h.now)
		w.Replace(h.now, h.out, h.lines[watcher])
		w.Connected(h.now)
	case 7:
		h.picture = newPicture(30 + uint32(skip)) // another SSRC: the source began anew
	case 8, 9:
		h.part(on) // of a frame
	default:
		h.packets(false)
	}
}

// TestAFrameLeavesWhole: who comes first of a frame waits for the others, where many watch, and not for long.
func TestAFrameLeavesWhole(t *testing.T) {
	for _, c := range []struct {
		name     string
		watchers int
		rest     time.Duration // until the rest comes, the first of it unfinished
		left     int           // packets that have left by then
	}{
		{"at once", 4, 900 * time.Microsecond, 0},
		{"in the middle of it the sender stood still", 4, 1100 * time.Microsecond, 1},
		{"few watch", 3, 0, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			h, out := stageOf(t, sfu.Config{Turns: true}, c.watchers)
			h.warm(10)
			h.room.Turn(h.now)
			before := len(out.heard[1001])
			left := func() int { return len(out.heard[1001]) - before }
			h.part(false)
			until := h.room.Turn(h.now)
			h.now = h.now.Add(c.rest)
			if !until.IsZero() && until <= h.now {
				until = h.room.Turn(until)
			}
			if left() != c.left || (until.IsZero() != (c.left == 1)) {
				t.Errorf("%d packets left, the rest until %v at %v", left(), until, h.now)
			}
			h.part(false)
			h.part(true)
			if until := h.room.Turn(h.now); left() != 3 || until != 0 {
				t.Errorf("%d of 3 packets of a whole frame left; until %v", left(), until)
			}
		})
	}
	t.Run("packets that never end", func(t *testing.T) {
		h, out := stageOf(t, sfu.Config{Turns: true}, 4)
		h.warm(10)
		h.room.Turn(h.now)
		began, before := h.now, len(out.heard[1001])
		for len(out.heard[1001]) == before {
			h.part(false)
			h.room.Turn(h.now)
			h.now = h.now.Add(500 * time.Microsecond)
		}
		if waited := h.now.Sub(began); waited > 4*time.Millisecond {
			t.Errorf("the first waited for %v", waited)
		}
	})
}

// TestALongTurn: a stream that brings more than a turn can keep is forwarded early.
func TestALongTurn(t *testing.T) {
	h, out := stageOf(t, sfu.Config{Turns: true}, 1)
	h.warm(10)
	h.room.Turn(h.now)
	before := len(out.heard[1001])
	for range 1200 {
		h.part(true)
	}
	h.room.Turn(h.now)
	if got := len(out.heard[1001]) - before; got != 1200 {
		t.Errorf("%d of 1200 packets", got)
	}
}

func TestATurnDoesNotAllocate(t *testing.T) {
	h := newHallOf(t, sfu.Config{Turns: true}, &sink{}, 50)
	h.warm(3000)
	if n := testing.AllocsPerRun(500, func() {
		h.packets(false)
		h.packets(false)
		h.room.Turn(h.now)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
