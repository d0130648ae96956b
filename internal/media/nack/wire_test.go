package nack_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pion/rtcp"
	"pgregory.net/rapid"

	"github.com/cumbre-meet/cumbre/internal/media/feedback"
	"github.com/cumbre-meet/cumbre/internal/media/nack"
)

// parseAll parses one or several NACK packets that follow each other.
func parseAll(t interface{ Fatal(...any) }, b []byte) []uint16 {
	var seqs []uint16
	for len(b) > 0 {
		size := 4 * (int(b[2])<<8 + int(b[3]) + 1)
		if err := nack.ParseNACK(b[:size], func(seq uint16) { seqs = append(seqs, seq) }); err != nil {
			t.Fatal(err)
		}
		b = b[size:]
	}
	return seqs
}

func TestPackingOfItems(t *testing.T) {
	for _, c := range []struct {
		name string
		seqs []uint16
		want []byte // after the common header
	}{
		{"one", []uint16{5}, []byte{0, 5, 0, 0}},
		{"the next and the 16th after it", []uint16{5, 6, 21}, []byte{0, 5, 0x80, 1}},
		{"the 17th after it", []uint16{5, 22}, []byte{0, 5, 0, 0, 0, 22, 0, 0}},
		{"over the wrap", []uint16{0xFFFF, 0, 1}, []byte{0xFF, 0xFF, 0, 3}},
		{"twice the same", []uint16{7, 7}, []byte{0, 7, 0, 0}},
		{"falling", []uint16{7, 6}, []byte{0, 7, 0, 0, 0, 6, 0, 0}},
	} {
		b := nack.AppendNACK(nil, 1, 2, c.seqs)
		if diff := cmp.Diff(c.want, b[feedback.HeaderSize:]); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
	}
	if b := nack.AppendNACK([]byte{9}, 1, 2, nil); len(b) != 1 {
		t.Error("a NACK for nothing:", b)
	}
}

func TestNACKAgreesWithPion(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		seqs := rapid.SliceOfNDistinct(rapid.Uint16(), 1, 600, rapid.ID).Draw(t, "seqs")
		if rapid.Bool().Draw(t, "sorted") {
			slices.Sort(seqs)
		}
		b := nack.AppendNACK(nil, 0x01020304, 0x05060708, seqs)
		if got := parseAll(t, b); !sameSet(got, seqs) {
			t.Fatal("ours:", got)
		}
		packets, err := rtcp.Unmarshal(b)
		if err != nil {
			t.Fatal(err)
		}
		var theirs []uint16
		for _, packet := range packets {
			p := packet.(*rtcp.TransportLayerNack)
			if p.SenderSSRC != 0x01020304 || p.MediaSSRC != 0x05060708 {
				t.Fatal(p)
			}
			if p.Header().Length*4 > 1200 {
				t.Fatal("too large for a datagram")
			}
			for _, pair := range p.Nacks {
				theirs = append(theirs, pair.PacketList()...)
			}
		}
		if !sameSet(theirs, seqs) {
			t.Fatal("theirs:", theirs)
		}
	})
}

func sameSet(a, b []uint16) bool {
	a, b = slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
	return slices.Equal(slices.Compact(a), slices.Compact(b))
}

func TestParseNACKRefuses(t *testing.T) {
	good := nack.AppendNACK(nil, 1, 2, []uint16{5})
	if nack.MediaSSRC(good) != 2 {
		t.Error("media SSRC:", nack.MediaSSRC(good))
	}
	pli := feedback.Finish(feedback.Append(nil, feedback.Header{Type: feedback.PayloadSpecific, Format: 1}), 0)
	empty := feedback.Finish(feedback.Append(nil, feedback.Header{Type: feedback.TransportLayer, Format: 1}), 0)
	for _, c := range []struct {
		name string
		b    []byte
		want error
	}{
		{"empty", nil, feedback.ErrShort},
		{"cut", good[:12], feedback.ErrLength},
		{"a PLI", pli, feedback.ErrType},
		{"no item", empty, nack.ErrMalformed},
	} {
		err := nack.ParseNACK(c.b, func(uint16) { t.Error(c.name, "calls back") })
		if !errors.Is(err, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, err, c.want)
		}
	}
}

func TestWireDoesNotAllocate(t *testing.T) {
	seqs := []uint16{1, 3, 100, 200}
	b := make([]byte, 0, 100)
	sum := 0
	if n := testing.AllocsPerRun(100, func() {
		b = nack.AppendNACK(b[:0], 1, 2, seqs)
		_ = nack.ParseNACK(b, func(seq uint16) { sum += int(seq) })
	}); n != 0 {
		t.Error(n, "allocations")
	}
}

func FuzzParseNACK(f *testing.F) {
	f.Add(nack.AppendNACK(nil, 1, 2, []uint16{5, 6, 21, 22}))
	f.Add(nack.AppendNACK(nil, 1, 2, []uint16{0xFFFF, 0}))
	f.Add([]byte{0xA1, 205, 0, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 5, 0, 4})
	f.Fuzz(func(t *testing.T, b []byte) {
		var seqs []uint16
		if err := nack.ParseNACK(b, func(seq uint16) { seqs = append(seqs, seq) }); err != nil {
			if seqs != nil {
				t.Error("called back before the error")
			}
			return
		}
		again := parseAll(t, nack.AppendNACK(nil, 1, 2, seqs))
		if !sameSet(again, seqs) {
			t.Error(seqs, again)
		}
	})
}
