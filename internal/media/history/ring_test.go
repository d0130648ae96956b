package history_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/cumbre-meet/cumbre/internal/media/history"
	"github.com/cumbre-meet/cumbre/internal/media/red"
	"github.com/cumbre-meet/cumbre/internal/units"
)

var small = history.Config{Slots: 8, MaxSlots: 32, SlotBytes: 16, Keep: time.Second}

func insert(r *history.Ring, seq, at int64, key bool) history.Result {
	_, result := r.Insert(history.Entry{
		Seq: units.Seq64(seq), Time: units.Time64(seq * 10), At: units.Instant(at), Keyframe: key,
	}, []byte{byte(seq), byte(seq >> 8)})
	return result
}

func TestInsertAndGet(t *testing.T) {
	r := history.New(small)
	if _, ok := r.Highest(); ok || r.Keyframe() != nil {
		t.Error("an empty ring has something")
	}
	hour := int64(time.Hour) // apart, so that it does not grow
	for i := range int64(20) {
		if got := insert(r, 100+i, i*hour, false); got != history.Stored {
			t.Fatalf("packet %d: %v", i, got)
		}
	}
	for seq, want := range map[int64]bool{111: false, 112: true, 119: true, 120: false} {
		e := r.Get(units.Seq64(seq))
		if (e != nil) != want {
			t.Errorf("packet %d: %v", seq, e)
		}
		if e != nil && e.Payload()[0] != byte(seq) {
			t.Errorf("packet %d has payload %v", seq, e.Payload())
		}
	}
	for seq, want := range map[int64]history.Result{119: history.Duplicate, 111: history.TooOld, 50: history.TooOld} {
		if got := insert(r, seq, 20*hour, false); got != want {
			t.Errorf("packet %d: %v, want %v", seq, got, want)
		}
	}
	if _, got := r.Insert(history.Entry{Seq: 121}, make([]byte, 17)); got != history.TooLarge {
		t.Errorf("17 bytes: %v", got)
	}
	if r.Slots() != 8 {
		t.Errorf("grew to %d without need", r.Slots())
	}
}

func TestGrowsToKeepItsTime(t *testing.T) {
	r := history.New(small)
	for i := range int64(200) {
		insert(r, i, i*int64(50*time.Millisecond), false)
		for back := range min(i, 19) { // one second
			e := r.Get(units.Seq64(i - back))
			if e == nil || e.Payload()[0] != byte(i-back) {
				t.Fatalf("at %d packet %d back is lost", i, back)
			}
		}
	}
	if r.Slots() != 32 {
		t.Errorf("%d slots, want 32", r.Slots())
	}
	for i := range int64(200) { // more than it may grow for
		insert(r, 200+i, int64(10*time.Second)+i, false)
	}
	if r.Slots() != 32 {
		t.Errorf("%d slots, more than the limit", r.Slots())
	}
}

func TestKeyframeCache(t *testing.T) {
	r := history.New(small)
	insert(r, 10, 1, true)
	insert(r, 11, 2, false)
	insert(r, 13, 3, false)
	if _, ok := r.Replayable(10, 0); ok {
		t.Error("replayable over a gap")
	}
	insert(r, 12, 4, false)
	if first, ok := r.Replayable(10, 0); !ok || first != 10 {
		t.Errorf("%d %v", first, ok)
	}
	if _, ok := r.Replayable(3, 0); ok {
		t.Error("replayable beyond the limit")
	}
	if _, ok := r.Replayable(10, 2); ok {
		t.Error("replayable though too old")
	}
	insert(r, 14, 5, true)
	if e := r.Keyframe(); e == nil || e.Seq != 14 {
		t.Errorf("%+v", e)
	}
	r.Forget()
	if r.Keyframe() != nil || r.Get(14) != nil {
		t.Error("something was left")
	}
}

func TestEarliestPacketOfKeyframeCounts(t *testing.T) {
	r := history.New(small)
	at := func(seq units.Seq64, key bool) {
		r.Insert(history.Entry{Seq: seq, Time: 500, Keyframe: key}, []byte{1})
	}
	at(21, true)
	at(20, true)
	at(22, true)
	if e := r.Keyframe(); e == nil || e.Seq != 20 {
		t.Errorf("%+v", e)
	}
}

func TestRTXPayload(t *testing.T) {
	r := history.New(small)
	e, _ := r.Insert(history.Entry{Seq: 1}, []byte("abc"))
	if got := e.RTXPayload(0x4142); string(got) != "ABabc" {
		t.Errorf("%q", got)
	}
	if string(e.Payload()) != "abc" {
		t.Errorf("%q", e.Payload())
	}
}

// Whatever comes, in whatever order: what Get finds is what was stored under that number.
func TestRingAgainstModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := history.New(small)
		stored := map[int64]byte{}
		base, at := int64(1000), int64(0)
		for i := range rapid.IntRange(1, 200).Draw(t, "n") {
			seq := base + rapid.Int64Range(-40, 40).Draw(t, "seq")
			base += rapid.Int64Range(0, 3).Draw(t, "step")
			at += rapid.Int64Range(0, int64(200*time.Millisecond)).Draw(t, "at")
			_, result := r.Insert(history.Entry{Seq: units.Seq64(seq), At: units.Instant(at)}, []byte{byte(i)})
			if result == history.Stored {
				stored[seq] = byte(i)
			} else if result == history.Duplicate && r.Get(units.Seq64(seq)) == nil {
				t.Fatalf("duplicate of %d, which is not there", seq)
			}
		}
		highest, _ := r.Highest()
		for seq := int64(highest) - 100; seq <= int64(highest)+50; seq++ {
			if e := r.Get(units.Seq64(seq)); e != nil && (e.Payload()[0] != stored[seq] || int64(e.Seq) != seq) {
				t.Fatalf("packet %d has another's payload", seq)
			}
		}
	})
}

func TestInsertDoesNotAllocate(t *testing.T) {
	r := history.New(history.VideoConfig())
	payload := make([]byte, 1200)
	seq, at := units.Seq64(0), units.Instant(1)
	one := func() {
		seq++
		at = at.Add(time.Millisecond)
		r.Insert(history.Entry{Seq: seq, At: at}, payload)
	}
	for range 5000 {
		one()
	}
	if n := testing.AllocsPerRun(1000, one); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// A retransmission of a packet in RED is its primary block; the next packet in the same place is whole again.
func TestRTXPayloadOfRED(t *testing.T) {
	r := history.New(small)
	payload := red.Append(nil, 111, []byte("abc"), red.Block{Offset: 960, Data: []byte("yz")})
	p, err := red.Parse(payload, 111)
	if err != nil {
		t.Fatal(err)
	}
	e, _ := r.Insert(history.Entry{Seq: 1, Redundancy: p}, payload)
	if got := e.Payload(); string(got) != string(payload) {
		t.Errorf("payload %q", got)
	}
	for range 2 {
		if got := e.RTXPayload(0x4142); string(got) != "ABabc" {
			t.Errorf("%q", got)
		}
		if got := e.Payload(); string(got) != "abc" || e.Redundancy != (red.Payload{}) {
			t.Errorf("afterwards the payload is %q, with %+v", got, e.Redundancy)
		}
	}
	e, _ = r.Insert(history.Entry{Seq: 9}, []byte("defg"))
	if got := e.Payload(); string(got) != "defg" {
		t.Errorf("the next one there is %q", got)
	}
}
