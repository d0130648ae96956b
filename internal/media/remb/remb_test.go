package remb_test

import (
	"errors"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pion/rtcp"
	"pgregory.net/rapid"

	"github.com/cumbre-meet/cumbre/internal/media/feedback"
	"github.com/cumbre-meet/cumbre/internal/media/remb"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// TestREMBAgreesWithPion leaves out 0, which Pion reads as 8 Mbit/s; TestExtremes has it.
func TestREMBAgreesWithPion(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bitrate := units.Bitrate(rapid.Int64Range(1, math.MaxInt64).Draw(t, "bitrate"))
		ssrcs := rapid.SliceOfN(rapid.Uint32(), 0, 10).Draw(t, "ssrcs")
		b := remb.Append(nil, 0x01020304, bitrate, ssrcs...)

		var got []uint32
		parsed, err := remb.Parse(b, func(ssrc uint32) { got = append(got, ssrc) })
		if err != nil || !slices.Equal(got, ssrcs) {
			t.Fatal(got, err)
		}
		if parsed > bitrate || float64(bitrate-parsed) > float64(bitrate)/(1<<17) {
			t.Fatal("rounded", bitrate, "to", parsed)
		}

		var theirs rtcp.ReceiverEstimatedMaximumBitrate
		if err := theirs.Unmarshal(b); err != nil {
			t.Fatal(err)
		}
		if theirs.SenderSSRC != 0x01020304 || !slices.Equal(theirs.SSRCs, ssrcs) ||
			math.Abs(float64(theirs.Bitrate)-float64(parsed)) > float64(parsed)*1e-6 {
			t.Fatal(theirs, parsed)
		}
	})
}

func TestGoldenREMB(t *testing.T) {
	// 1,000,000 bit/s = 250,000 << 2.
	want := []byte{
		0x8F, 206, 0, 5, 0, 0, 0, 1, 0, 0, 0, 0, 'R', 'E', 'M', 'B',
		1, 2<<2 | 250_000>>16, 250_000 >> 8 & 0xFF, 250_000 & 0xFF, 0, 0, 0, 7,
	}
	if diff := cmp.Diff(want, remb.Append(nil, 1, 1_000_000, 7)); diff != "" {
		t.Error(diff)
	}
	if got, err := remb.Parse(want, nil); got != 1_000_000 || err != nil {
		t.Error(got, err)
	}
}

func TestExtremes(t *testing.T) {
	b := remb.Append(nil, 1, -5)
	if got, err := remb.Parse(b, nil); got != 0 || err != nil {
		t.Error("negative:", got, err)
	}
	copy(b[17:], []byte{0xFF, 0xFF, 0xFF}) // 262,143 << 63
	if got, err := remb.Parse(b, nil); got != math.MaxInt64 || err != nil {
		t.Error("beyond 63 bits:", got, err)
	}
	n := 0
	b = remb.Append(nil, 1, 5, make([]uint32, remb.MaxSSRCs+1)...)
	if _, err := remb.Parse(b, func(uint32) { n++ }); n != remb.MaxSSRCs || err != nil {
		t.Error(n, err)
	}
}

func TestParseRefuses(t *testing.T) {
	good := remb.Append(nil, 1, 1000, 7)
	damaged := func(i int, value byte) []byte {
		b := slices.Clone(good)
		b[i] = value
		return b
	}
	for _, c := range []struct {
		name string
		b    []byte
		want error
	}{
		{"empty", nil, feedback.ErrShort},
		{"a NACK", damaged(0, 0x81), feedback.ErrType},
		{"other application feedback", damaged(12, 'X'), remb.ErrMalformed},
		{"more SSRCs than there are", damaged(16, 2), remb.ErrMalformed},
		{"fewer", damaged(16, 0), remb.ErrMalformed},
		{"no identifier", feedback.Finish(slices.Clone(good[:12]), 0), remb.ErrMalformed},
	} {
		_, err := remb.Parse(c.b, func(uint32) { t.Error(c.name, "calls back") })
		if !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, err, c.want)
		}
	}
}

func TestREMBDoesNotAllocate(t *testing.T) {
	b := make([]byte, 0, 64)
	sum := uint32(0)
	if n := testing.AllocsPerRun(100, func() {
		b = remb.Append(b[:0], 1, 1_000_000, 7, 8)
		_, _ = remb.Parse(b, func(ssrc uint32) { sum += ssrc })
	}); n != 0 {
		t.Error(n, "allocations")
	}
}

func FuzzParse(f *testing.F) {
	f.Add(remb.Append(nil, 1, 1_000_000, 7))
	f.Add(remb.Append(nil, 1, math.MaxInt64))
	f.Fuzz(func(t *testing.T, b []byte) {
		var ssrcs []uint32
		bitrate, err := remb.Parse(b, func(ssrc uint32) { ssrcs = append(ssrcs, ssrc) })
		if err != nil {
			if ssrcs != nil {
				t.Error("called back before the error")
			}
			return
		}
		// What is beyond 63 bits is cut to a number that 18 bits cannot write.
		again, err := remb.Parse(remb.Append(nil, 1, bitrate, ssrcs...), nil)
		if err != nil || (again != bitrate && bitrate != math.MaxInt64) {
			t.Error(bitrate, again, err)
		}
	})
}
