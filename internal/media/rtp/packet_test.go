package rtp_test

import (
	"bytes"
	"errors"
	"testing"

	pion "github.com/pion/rtp"

	"github.com/cumbre-meet/cumbre/internal/media/rtp"
)

func TestParse(t *testing.T) {
	oneByte := []byte{
		0x90, 0xE0, 0x12, 0x34, 0, 0, 0, 5, 0, 0, 0, 9,
		0xBE, 0xDE, 0, 2, 0x10, 'v', 0, 0x31, 'a', 'b', 0, 0,
		1, 2, 3,
	}
	p, err := rtp.Parse(oneByte)
	if err != nil {
		t.Fatal(err)
	}
	if !p.Marker || p.PayloadType != 96 || p.Sequence != 0x1234 || p.Timestamp != 5 || p.SSRC != 9 {
		t.Errorf("header: %+v", p)
	}
	if got := p.Extension(1); string(got) != "v" {
		t.Errorf("extension 1: %q", got)
	}
	if got := p.Extension(3); string(got) != "ab" {
		t.Errorf("extension 3: %q", got)
	}
	if p.Extension(2) != nil || p.Extension(0) != nil {
		t.Error("found extensions that are not there")
	}
	if !bytes.Equal(p.Payload, []byte{1, 2, 3}) {
		t.Errorf("payload: %v", p.Payload)
	}
}

func TestParseTwoByteExtensions(t *testing.T) {
	b := []byte{
		0xB1, 0x60, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2, // one CSRC, padding
		0x10, 0x00, 0, 2, 20, 0, 21, 3, 'x', 'y', 'z', 0,
		7, 0, 0, 3,
	}
	p, err := rtp.Parse(b)
	if err != nil {
		t.Fatal(err)
	}
	if got := p.Extension(20); got == nil || len(got) != 0 {
		t.Errorf("empty extension: %v", got)
	}
	if got := p.Extension(21); string(got) != "xyz" {
		t.Errorf("extension 21: %q", got)
	}
	if len(p.Payload) != 1 || p.Padding != 3 {
		t.Errorf("payload %v, padding %d", p.Payload, p.Padding)
	}
}

func TestParseRefuses(t *testing.T) {
	head := []byte{0x80, 96, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1}
	with := func(first byte, more ...byte) []byte { return append(append([]byte{first}, head[1:]...), more...) }
	for name, tc := range map[string]struct {
		b    []byte
		want error
	}{
		"nothing":               {nil, rtp.ErrTooShort},
		"short":                 {head[:11], rtp.ErrTooShort},
		"version":               {with(0x40), rtp.ErrVersion},
		"missing CSRC":          {with(0x82, 1, 2, 3, 4), rtp.ErrTooShort},
		"cut extension":         {with(0x90, 0xBE, 0xDE, 0, 2, 1), rtp.ErrTooShort},
		"cut extension head":    {with(0x90, 0xBE), rtp.ErrTooShort},
		"padding of nothing":    {with(0xA0), rtp.ErrPadding},
		"padding of zero":       {with(0xA0, 1, 0), rtp.ErrPadding},
		"padding beyond packet": {with(0xA0, 1, 9), rtp.ErrPadding},
	} {
		if _, err := rtp.Parse(tc.b); !errors.Is(err, tc.want) {
			t.Errorf("%s: %v, want %v", name, err, tc.want)
		}
	}
}

func TestHeaderIsReadByPion(t *testing.T) {
	h := rtp.NewHeader(0xCAFE, 100)
	for id, data := range map[uint8]string{1: "mid", 5: "\x01\x02"} {
		if err := h.AddExtension(id, []byte(data)); err != nil {
			t.Fatal(err)
		}
	}
	h.SetPayloadType(101)
	packet := append(append([]byte(nil), h.Patch(7, 8, true)...), 9, 9)
	packet = rtp.AppendPadding(packet, 5)
	var q pion.Packet
	if err := q.Unmarshal(packet); err != nil {
		t.Fatal(err)
	}
	if q.SequenceNumber != 7 || q.Timestamp != 8 || !q.Marker || q.PayloadType != 101 || q.SSRC != 0xCAFE {
		t.Errorf("header: %+v", q.Header)
	}
	if string(q.GetExtension(1)) != "mid" || string(q.GetExtension(5)) != "\x01\x02" {
		t.Errorf("extensions: %q %q", q.GetExtension(1), q.GetExtension(5))
	}
	if !bytes.Equal(q.Payload, []byte{9, 9}) || q.PaddingSize != 5 {
		t.Errorf("payload %v, padding %d", q.Payload, q.PaddingSize)
	}
	if h.Len() != len(packet)-2-5 {
		t.Errorf("length %d", h.Len())
	}
}

func TestHeaderRefusesWhatDoesNotFit(t *testing.T) {
	h := rtp.NewHeader(1, 1)
	for _, tc := range []struct {
		id   uint8
		size int
	}{{0, 1}, {15, 1}, {1, 0}, {1, 17}} {
		if err := h.AddExtension(tc.id, make([]byte, tc.size)); !errors.Is(err, rtp.ErrHeaderFull) {
			t.Errorf("id %d of %d bytes: %v", tc.id, tc.size, err)
		}
	}
	var err error
	for err == nil {
		err = h.AddExtension(1, make([]byte, 16))
	}
	if h.Len() > rtp.MaxHeaderSize || !errors.Is(err, rtp.ErrHeaderFull) {
		t.Errorf("length %d, %v", h.Len(), err)
	}
}

func TestParsingDoesNotAllocate(t *testing.T) {
	h := rtp.NewHeader(1, 1)
	_ = h.AddExtension(1, []byte("0"))
	b := h.Patch(1, 2, false)
	if n := testing.AllocsPerRun(100, func() {
		p, _ := rtp.Parse(b)
		_ = p.Extension(1)
		_ = h.Patch(p.Sequence+1, 2, true)
	}); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte{0x90, 0xE0, 0x12, 0x34, 0, 0, 0, 5, 0, 0, 0, 9, 0xBE, 0xDE, 0, 1, 0x10, 'v', 0, 0, 1, 2, 3})
	f.Add([]byte{0xB1, 0x60, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0x10, 0, 0, 1, 21, 1, 'x', 0, 7, 1})
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := rtp.Parse(b)
		if err != nil {
			return
		}
		for w := p.Walk(); w.Next(); {
			if w.ID == 0 {
				t.Error("an element without identifier")
			}
		}
		var q pion.Packet
		if err := q.Unmarshal(append([]byte(nil), b...)); err != nil {
			return // pion refuses some extension blocks that are only ignored here
		}
		if q.SequenceNumber != p.Sequence || q.SSRC != p.SSRC || !bytes.Equal(q.Payload, p.Payload) {
			t.Errorf("pion reads %+v, we %+v", q, p)
		}
	})
}

func TestHeaderCarriesTheTransportSequence(t *testing.T) {
	h := rtp.NewHeader(1, 96)
	if err := h.AddExtension(3, []byte("mid")); err != nil {
		t.Fatal(err)
	}
	if err := h.AddTransportSequence(5); err != nil {
		t.Fatal(err)
	}
	b := append(h.Patch(7, 8, true), 1)
	h.SetTransportSequence(0xABCD)
	p, err := rtp.Parse(b)
	if err != nil || string(p.Extension(3)) != "mid" || string(p.Extension(5)) != "\xAB\xCD" {
		t.Errorf("%q %q %v", p.Extension(3), p.Extension(5), err)
	}
	h.SetPadded(true)
	if p, err = rtp.Parse(append(h.Patch(7, 8, true), 0, 0, 3)); err != nil || p.Padding != 3 || len(p.Payload) != 0 {
		t.Errorf("%+v %v", p, err)
	}
	h.SetPadded(false)
	if p, err = rtp.Parse(append(h.Patch(7, 8, true), 0, 0, 3)); err != nil || len(p.Payload) != 3 {
		t.Errorf("%+v %v", p, err)
	}
	bare := rtp.NewHeader(1, 96)
	bare.SetTransportSequence(9)
	if n := len(bare.Patch(1, 2, false)); n != rtp.HeaderSize {
		t.Error(n)
	}
}
