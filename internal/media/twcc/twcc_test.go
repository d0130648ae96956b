package twcc_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/pion/rtcp"
	"pgregory.net/rapid"

	"github.com/cumbre-meet/cumbre/internal/media/feedback"
	"github.com/cumbre-meet/cumbre/internal/media/twcc"
	"github.com/cumbre-meet/cumbre/internal/units"
)

const ms = time.Millisecond

func at(d time.Duration) units.Instant { return units.Instant(time.Hour + d) }

// status is one packet of a feedback message.
type status struct {
	Seq      uint16
	Received bool
	At       time.Duration // after at(0)
}

func parse(t interface{ Fatal(...any) }, b []byte) (twcc.Feedback, []status) {
	var all []status
	fb, err := twcc.Parse(b, func(seq uint16, received bool, arrival time.Duration) {
		s := status{Seq: seq, Received: received}
		if received {
			s.At = arrival - time.Hour
		}
		all = append(all, s)
	})
	if err != nil {
		t.Fatal(err)
	}
	return fb, all
}

func TestFeedbackSaysWhatCameAndWhen(t *testing.T) {
	var r twcc.Receiver
	r.Received(at(10*ms), 65534)
	r.Received(at(11*ms), 65535)
	r.Received(at(30*ms), 2)
	r.Received(at(29*ms), 1) // overtaken
	r.Received(at(50*ms), 2) // twice
	r.Received(at(250*ms), 3)
	fb, got := parse(t, r.AppendFeedback(nil, 1, 2))
	want := []status{
		{65534, true, 10 * ms},
		{65535, true, 11 * ms},
		{0, false, 0},
		{1, true, 29 * ms},
		{2, true, 30 * ms},
		{3, true, 250 * ms},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	wantFeedback := twcc.Feedback{
		SenderSSRC: 1, MediaSSRC: 2, Base: 65534, Statuses: 6, Reference: time.Hour + 10*ms - (time.Hour+10*ms)%(64*ms),
	}
	if diff := cmp.Diff(wantFeedback, fb); diff != "" {
		t.Error(diff)
	}

	if b := r.AppendFeedback(nil, 1, 2); b != nil {
		t.Error("feedback about nothing:", b)
	}
	r.Received(at(260*ms), 6)
	fb, got = parse(t, r.AppendFeedback(nil, 1, 2))
	want = []status{{4, false, 0}, {5, false, 0}, {6, true, 260 * ms}}
	if diff := cmp.Diff(want, got); diff != "" || fb.Count != 1 {
		t.Error(fb.Count, diff)
	}

	r.Received(at(270*ms), 5) // after its absence was reported
	_, got = parse(t, r.AppendFeedback(nil, 1, 2))
	if diff := cmp.Diff([]status{{5, true, 270 * ms}, {6, true, 260 * ms}}, got); diff != "" {
		t.Error(diff)
	}
}

func TestAJumpForgetsWhatWasBefore(t *testing.T) {
	var r twcc.Receiver
	r.Received(at(0), 1)
	r.Received(at(10*ms), 20_000)
	r.Received(at(11*ms), 3) // too late to matter
	_, got := parse(t, r.AppendFeedback(nil, 1, 2))
	if diff := cmp.Diff([]status{{20_000, true, 10 * ms}}, got); diff != "" {
		t.Error(diff)
	}
}

func TestMuchIsReportedInParts(t *testing.T) {
	var r twcc.Receiver
	for seq := range uint16(1200) {
		r.Received(at(time.Duration(seq)*ms), seq)
	}
	r.Received(at(20*time.Second), 1200) // a delta that 16 bits cannot hold
	var got []status
	parts := 0
	for b := r.AppendFeedback(nil, 1, 2); b != nil; b = r.AppendFeedback(nil, 1, 2) {
		if len(b) > 1200 {
			t.Error("larger than a datagram:", len(b))
		}
		_, part := parse(t, b)
		got = append(got, part...)
		parts++
	}
	if parts != 4 || len(got) != 1201 {
		t.Fatal(parts, "parts,", len(got), "packets")
	}
	for i, s := range got[:1200] {
		if s != (status{uint16(i), true, time.Duration(i) * ms}) {
			t.Fatal(i, s)
		}
	}
}

// TestFeedbackAgreesWithPion has Pion read random feedback, and us what Pion made of it.
func TestFeedbackAgreesWithPion(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var r twcc.Receiver
		now := at(time.Duration(rapid.IntRange(0, 1000).Draw(t, "start")) * ms)
		seq := rapid.Uint16().Draw(t, "first")
		first := seq
		arrivals := map[uint16]units.Instant{}
		for range rapid.IntRange(1, 200).Draw(t, "packets") {
			now = now.Add(time.Duration(rapid.SampledFrom([]int{0, 1, 250, 900, 63_700, 64_000, 200_000}).
				Draw(t, "wait")) * time.Microsecond)
			arrivals[seq] = now
			r.Received(now, seq)
			seq += uint16(rapid.SampledFrom([]int{1, 1, 1, 1, 1, 2, 5, 20}).Draw(t, "skip"))
		}
		next := first
		for b := r.AppendFeedback(nil, 3, 4); b != nil; b = r.AppendFeedback(nil, 3, 4) {
			fb, statuses := parse(t, b)
			if fb.Base != next {
				t.Fatal("begins at", fb.Base, "not", next)
			}
			next += uint16(fb.Statuses)
			for _, s := range statuses {
				arrival, received := arrivals[s.Seq]
				lag := arrival.Sub(at(0)) - s.At
				if s.Received != received || received && (lag < 0 || lag >= 250*time.Microsecond) {
					t.Fatal(s, received, lag)
				}
			}
			agree(t, b, fb, statuses)
		}
	})
}

func agree(t *rapid.T, b []byte, fb twcc.Feedback, statuses []status) {
	var theirs rtcp.TransportLayerCC
	if err := theirs.Unmarshal(b); err != nil {
		t.Fatal(err)
	}
	if theirs.BaseSequenceNumber != fb.Base || int(theirs.PacketStatusCount) != fb.Statuses ||
		time.Duration(theirs.ReferenceTime)*64*ms != fb.Reference || theirs.FbPktCount != fb.Count {
		t.Fatal(theirs, fb)
	}
	now := fb.Reference
	deltas := theirs.RecvDeltas
	for _, s := range statuses {
		if !s.Received {
			continue
		}
		now += time.Duration(deltas[0].Delta) * time.Microsecond
		deltas = deltas[1:]
		if now != s.At+time.Hour {
			t.Fatal(s, "theirs:", now)
		}
	}
	if len(deltas) != 0 {
		t.Fatal("they have more deltas:", deltas)
	}
}

func TestAGoodStreamIsCheap(t *testing.T) {
	var r twcc.Receiver
	for seq := range uint16(100) {
		r.Received(at(time.Duration(seq)*ms), seq)
	}
	// Header, fixed part, one run, a byte for each packet, padding.
	if b := r.AppendFeedback(nil, 1, 2); len(b) != feedback.HeaderSize+8+2+100+2 {
		t.Error(len(b), "bytes")
	}
}

func TestParseRefuses(t *testing.T) {
	build := func(information ...byte) []byte {
		header := feedback.Header{Type: feedback.TransportLayer, Format: 15}
		return feedback.Finish(append(feedback.Append(nil, header), information...), 0)
	}
	for _, c := range []struct {
		name string
		b    []byte
		want error
	}{
		{"empty", nil, feedback.ErrShort},
		{"a NACK", feedback.Finish(feedback.Append(nil, feedback.Header{Type: 205, Format: 1}), 0), feedback.ErrType},
		{"no fixed part", build(0, 1, 0, 1), twcc.ErrMalformed},
		{"no chunk", build(0, 1, 0, 1, 0, 0, 0, 0), twcc.ErrMalformed},
		{"an empty run", build(0, 1, 0, 1, 0, 0, 0, 0, 0x20, 0), twcc.ErrMalformed},
		{"the reserved status", build(0, 1, 0, 1, 0, 0, 0, 0, 0x60, 1, 0, 0), twcc.ErrMalformed},
		{"no delta", build(0, 1, 0, 1, 0, 0, 0, 0, 0x20, 1), twcc.ErrMalformed},
		{"half a delta", build(0, 1, 0, 1, 0, 0, 0, 0, 0x40, 1, 0), twcc.ErrMalformed},
	} {
		_, err := twcc.Parse(c.b, func(uint16, bool, time.Duration) { t.Error(c.name, "calls back") })
		if !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, err, c.want)
		}
	}
}

func TestTWCCDoesNotAllocate(t *testing.T) {
	var r twcc.Receiver
	b := make([]byte, 0, 1500)
	now, seq, received := at(0), uint16(0), 0
	if n := testing.AllocsPerRun(1000, func() {
		for i := range 30 {
			now = now.Add(3 * ms)
			if i%7 != 0 {
				r.Received(now, seq)
			}
			seq++
		}
		b = r.AppendFeedback(b[:0], 1, 2)
		_, _ = twcc.Parse(b, func(uint16, bool, time.Duration) { received++ })
	}); n != 0 {
		t.Error(n, "allocations")
	}
}

func FuzzParse(f *testing.F) {
	var r twcc.Receiver
	for _, seq := range []uint16{1, 2, 3, 5, 30, 31, 40} {
		r.Received(at(time.Duration(seq)*37*ms), seq)
	}
	f.Add(r.AppendFeedback(nil, 1, 2))
	f.Add([]byte{0x8F, 205, 0, 5, 0, 0, 0, 1, 0, 0, 0, 2, 0, 1, 0, 1, 0, 0, 0, 0, 0x20, 1, 4, 0})
	f.Fuzz(func(t *testing.T, b []byte) {
		n := 0
		fb, err := twcc.Parse(b, func(uint16, bool, time.Duration) { n++ })
		if err != nil && n != 0 || err == nil && n != fb.Statuses {
			t.Error(n, fb, err)
		}
	})
}

// FuzzReceiver has the Receiver take any sequence of arrivals: each is reported, by a message that parses.
func FuzzReceiver(f *testing.F) {
	f.Add([]byte{1, 1, 1, 200, 3, 255, 1})
	f.Add([]byte{128, 1, 128, 2, 0, 0})
	f.Fuzz(func(t *testing.T, moves []byte) {
		var r twcc.Receiver
		now, seq := at(0), uint16(0)
		for i, move := range moves {
			seq += uint16(int16(int8(move)) * 16 * int16(i%3))
			now = now.Add(time.Duration(move) * ms * 50)
			r.Received(now, seq)
			if i%4 != 3 {
				continue
			}
			for rounds := 0; ; rounds++ {
				b := r.AppendFeedback(nil, 1, 2)
				if b == nil {
					break
				}
				_, statuses := parse(t, b)
				if !slices.ContainsFunc(statuses, func(s status) bool { return s.Received }) {
					t.Fatal("a report of nothing")
				}
				if rounds > 2048 {
					t.Fatal("no end")
				}
			}
		}
	})
}
