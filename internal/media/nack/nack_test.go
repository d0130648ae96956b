package nack_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cumbre-meet/cumbre/internal/media/nack"
	"github.com/cumbre-meet/cumbre/internal/units"
)

const (
	ms  = time.Millisecond
	rtt = 40 * ms
)

func at(d time.Duration) units.Instant { return units.Instant(time.Hour + d) }

func TestAskingForAGap(t *testing.T) {
	var r nack.Requester
	r.Received(at(0), 65534, false)
	r.Received(at(0), 65537, false) // 65535 and 65536, which is 0 on the wire, are missing
	for _, step := range []struct {
		after time.Duration
		want  []uint16
	}{
		{4 * ms, nil}, // may only be overtaken
		{10 * ms, []uint16{65535, 0}},
		{20 * ms, nil},                // a round trip has not passed
		{60 * ms, []uint16{65535, 0}}, // 5/4 of it has
		{70 * ms, nil},
	} {
		if diff := cmp.Diff(step.want, r.Due(at(step.after), rtt, nil)); diff != "" {
			t.Errorf("after %v: %s", step.after, diff)
		}
	}
	if !r.Received(at(75*ms), 65535, false) {
		t.Error("the repair is not recognised")
	}
	if r.Received(at(76*ms), 65535, false) {
		t.Error("a duplicate counts as repair")
	}
	if diff := cmp.Diff([]uint16{0}, r.Due(at(120*ms), rtt, nil)); diff != "" {
		t.Error(diff)
	}
	want := nack.Stats{Missing: 2, Requested: 5, Recovered: 1}
	if diff := cmp.Diff(want, r.Stats()); diff != "" {
		t.Error(diff)
	}
}

// Where one in fifty is missing, the first request goes out once more at once; the second does not.
func TestAskingTwiceWhereMuchIsLost(t *testing.T) {
	var r nack.Requester
	seq := units.Seq64(1)
	for range 500 {
		r.Received(at(0), seq, false)
		if seq++; seq%50 == 0 {
			seq++
			r.Received(at(0), seq, false)
			r.Received(at(0), seq-1, false)
		}
	}
	r.Received(at(0), seq+1, false) // seq is missing
	for _, step := range []struct {
		after time.Duration
		asks  bool
	}{{10 * ms, true}, {15 * ms, false}, {20 * ms, true}, {30 * ms, false}, {69 * ms, false}, {70 * ms, true}, {80 * ms, false}} {
		if got := len(r.Due(at(step.after), rtt, nil)) > 0; got != step.asks {
			t.Errorf("after %v: asks %v", step.after, got)
		}
	}
}

func TestAnOvertakenPacketIsNotAskedFor(t *testing.T) {
	var r nack.Requester
	r.Received(at(0), 1, false)
	r.Received(at(0), 3, false)
	if r.Received(at(2*ms), 2, false) {
		t.Error("it was not asked for, so it is no repair")
	}
	if due := r.Due(at(100*ms), rtt, nil); due != nil {
		t.Error(due)
	}
}

func TestGivingUp(t *testing.T) {
	for _, c := range []struct {
		rtt          time.Duration
		wantRequests uint64
	}{
		{5 * ms, nack.MaxRequests}, // the number of requests ends it
		{200 * ms, 4},              // the time does
		{0, nack.MaxRequests},      // unknown
		{5 * time.Second, 3},       // absurd: the interval is bounded
	} {
		var r nack.Requester
		r.Received(at(0), 1, false)
		r.Received(at(0), 3, false)
		for now := time.Duration(0); now < 2*time.Second; now += 10 * ms {
			r.Due(at(now), c.rtt, nil)
		}
		want := nack.Stats{Missing: 1, Requested: c.wantRequests, Abandoned: 1}
		if diff := cmp.Diff(want, r.Stats()); diff != "" || r.Missing() != 0 || r.KeyframeNeeded() {
			t.Errorf("round trip %v: %s", c.rtt, diff)
		}
	}
}

func TestTooMuchMissingAsksForAKeyframe(t *testing.T) {
	var r nack.Requester
	r.Received(at(0), 1, true)
	r.Received(at(0), 2+nack.MaxMissing, false)
	if r.KeyframeNeeded() || r.Missing() != nack.MaxMissing {
		t.Fatal("250 can be asked for")
	}
	r.Received(at(0), 4+nack.MaxMissing, false)
	if !r.KeyframeNeeded() || r.Missing() != 0 {
		t.Fatal("251 need a keyframe", r.Missing())
	}
	if due := r.Due(at(time.Second), rtt, nil); due != nil {
		t.Error("asks for what a keyframe replaces:", due)
	}
	r.Received(at(0), 5+nack.MaxMissing, false)
	if !r.KeyframeNeeded() {
		t.Error("forgot that it needs a keyframe")
	}
	r.Received(at(0), 6+nack.MaxMissing, true)
	if r.KeyframeNeeded() {
		t.Error("the keyframe came")
	}
}

func TestAKeyframeMakesRoom(t *testing.T) {
	var r nack.Requester
	r.Received(at(0), 0, false)
	r.Received(at(0), 201, true) // 200 before the keyframe are missing
	r.Received(at(0), 301, false)
	if r.KeyframeNeeded() || r.Missing() != 99 {
		t.Error("what is before the keyframe need not be repaired:", r.Missing(), r.KeyframeNeeded())
	}
}

func TestAJumpToAKeyframeNeedsNoOther(t *testing.T) {
	var r nack.Requester
	r.Received(at(0), 0, false)
	r.Received(at(0), 10_000, true)
	if r.KeyframeNeeded() || r.Missing() != 0 {
		t.Error(r.Missing())
	}
}

func TestResetStartsAnew(t *testing.T) {
	var r nack.Requester
	r.Received(at(0), 0, false)
	r.Received(at(0), 1000, false)
	r.Reset()
	r.Received(at(0), 5, false)
	if r.KeyframeNeeded() || r.Missing() != 0 || r.Stats().Missing != 999 {
		t.Error("not as new", r.Stats())
	}
}

// TestAgainstAModel loses, delays and doubles packets and compares with a plain model of what is missing.
func TestAgainstAModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var r nack.Requester
		now := at(0)
		highest := units.Seq64(1000)
		r.Received(now, highest, false)
		missing := map[uint16]int{} // requests, while fewer than MaxMissing are missing
		for range rapid.IntRange(1, 300).Draw(t, "steps") {
			switch rapid.IntRange(0, 3).Draw(t, "step") {
			case 0, 1:
				skip := rapid.IntRange(0, 2).Draw(t, "skip")
				if r.Missing()+skip > nack.MaxMissing {
					skip = 0
				}
				for range skip {
					highest++
					missing[uint16(highest)] = 0
				}
				highest++
				r.Received(now, highest, false)
			case 2:
				seq := highest - units.Seq64(rapid.IntRange(0, 40).Draw(t, "back"))
				requests, isMissing := missing[uint16(seq)]
				if r.Received(now, seq, false) != (isMissing && requests > 0) {
					t.Fatal("repair?", seq, requests, isMissing)
				}
				delete(missing, uint16(seq))
			case 3:
				now = now.Add(time.Duration(rapid.IntRange(1, 30).Draw(t, "wait")) * ms)
				due := r.Due(now, rtt, nil)
				if !slices.IsSorted(due) {
					t.Fatal("not in order:", due)
				}
				for _, seq := range due {
					if requests, isMissing := missing[seq]; !isMissing || requests >= nack.MaxRequests {
						t.Fatal("asks for", seq, requests, isMissing)
					}
					missing[seq]++
				}
			}
			if r.Missing() > len(missing) {
				t.Fatal("misses what is not missing")
			}
		}
	})
}

func TestRequesterDoesNotAllocate(t *testing.T) {
	var r nack.Requester
	out := make([]uint16, 0, nack.MaxMissing)
	now, seq := at(0), units.Seq64(0)
	if n := testing.AllocsPerRun(1000, func() {
		seq += 3
		now = now.Add(7 * ms)
		r.Received(now, seq, seq%99 == 0)
		out = r.Due(now, rtt, out[:0])
		for _, s := range out[:len(out)/2] {
			r.Received(now, units.UnwrapSeq(seq, s), false)
		}
	}); n != 0 {
		t.Error(n, "allocations")
	}
}
