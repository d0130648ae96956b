package feedback_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cumbre-meet/cumbre/internal/media/feedback"
)

func TestWhatIsAppendedParses(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := feedback.Header{
			Type:       rapid.SampledFrom([]uint8{feedback.TransportLayer, feedback.PayloadSpecific}).Draw(t, "type"),
			Format:     rapid.Uint8Range(0, 31).Draw(t, "format"),
			SenderSSRC: rapid.Uint32().Draw(t, "sender"),
			MediaSSRC:  rapid.Uint32().Draw(t, "media"),
		}
		information := rapid.SliceOfN(rapid.Byte(), 0, 64).Draw(t, "information")
		before := rapid.SliceOfN(rapid.Byte(), 0, 7).Draw(t, "before")
		b := feedback.Append(bytes.Clone(before), want)
		b = feedback.Finish(append(b, information...), len(before))
		if !bytes.HasPrefix(b, before) {
			t.Fatal("what was in the buffer changed")
		}
		got, rest, err := feedback.Parse(b[len(before):])
		if diff := cmp.Diff(want, got); diff != "" || err != nil || !bytes.Equal(rest, information) {
			t.Fatal(diff, err, rest)
		}
	})
}

func TestParseRefuses(t *testing.T) {
	good := []byte{0x81, 205, 0, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 5, 0, 0}
	with := func(i int, value byte) []byte {
		b := bytes.Clone(good)
		b[i] = value
		return b
	}
	for _, c := range []struct {
		name string
		b    []byte
		want error
	}{
		{"good", good, nil},
		{"empty", nil, feedback.ErrShort},
		{"cut in the header", good[:11], feedback.ErrShort},
		{"cut after the header", good[:12], feedback.ErrLength},
		{"version 1", with(0, 0x41), feedback.ErrVersion},
		{"length too small", with(3, 2), feedback.ErrLength},
		{"length too large", with(2, 1), feedback.ErrLength},
		{"padding of none", with(0, 0xA1), feedback.ErrPadding},
		{"padding over the header", append(with(0, 0xA1)[:15], 5), feedback.ErrPadding},
		{"padding of all", append(with(0, 0xA1)[:15], 4), nil},
	} {
		if _, _, err := feedback.Parse(c.b); !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, err, c.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte{0x81, 205, 0, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 5, 0, 0})
	f.Add([]byte{0xA1, 206, 0, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 4})
	f.Fuzz(func(t *testing.T, b []byte) {
		_, information, err := feedback.Parse(b)
		if err == nil && len(information) > len(b)-feedback.HeaderSize {
			t.Error("more information than bytes")
		}
	})
}
