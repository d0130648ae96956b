package sfu_test

import (
	"bytes"
	"encoding/binary"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cumbre-meet/cumbre/internal/sfu"
)

// ears keeps what goes out, by SSRC.
type ears struct{ heard map[uint32][][]byte }

func (o *ears) SendRTP(header, payload []byte) {
	ssrc := binary.BigEndian.Uint32(header[8:])
	o.heard[ssrc] = append(o.heard[ssrc], slices.Concat(header, payload))
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
		now, nowOut := stageOf(t, sfu.Config{}, 3)
		later, laterOut := stageOf(t, sfu.Config{Turns: true}, 3)
		both := []*hall{now, later}
		for range rapid.IntRange(1, 120).Draw(rt, "steps") {
			step := rapid.IntRange(0, 19).Draw(rt, "step")
			watcher := rapid.IntRange(0, 2).Draw(rt, "watcher")
			on := rapid.Bool().Draw(rt, "on")
			skip := rapid.IntRange(0, 3).Draw(rt, "skip")
			for _, h := range both {
				h.do(step, watcher, skip, on)
			}
			if rapid.IntRange(0, 3).Draw(rt, "turn") == 0 {
				later.room.Turn(later.now)
			}
		}
		later.room.Turn(later.now)
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
	default:
		h.packets(false)
	}
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
