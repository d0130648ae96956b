package ogg_test

import (
	"bytes"
	"errors"
	"os"
	"testing"

	"github.com/cumbre-meet/cumbre/internal/media/ogg"
)

func page(packets ...[]byte) ogg.Page {
	p := ogg.Page{Granule: 960, Serial: 7, Sequence: 3}
	for _, b := range packets {
		p.Lacing = ogg.Segments(p.Lacing, len(b))
		p.Body = append(p.Body, b...)
	}
	return p
}

// The file was made by another program, libopus' own.
func TestPagesOfOthersAreRead(t *testing.T) {
	file, err := os.ReadFile("../../bots/speech/sound/chair-opening.ogg")
	if err != nil {
		t.Fatal(err)
	}
	var samples, granule int64
	for len(file) > 0 {
		p, size, err := ogg.Next(file)
		if err != nil {
			t.Fatal(err)
		}
		p.Packets(func(b []byte) {
			if !bytes.HasPrefix(b, []byte("Opus")) {
				samples += ogg.Samples(b)
			}
		})
		granule, file = p.Granule, file[size:]
	}
	if samples < granule || samples > granule+960 || samples == 0 { // the end may be trimmed
		t.Errorf("%d samples in the packets, the last page says %d", samples, granule)
	}
}

func TestPagesComeBackAsTheyWere(t *testing.T) {
	long := bytes.Repeat([]byte{9}, 600)
	exact := bytes.Repeat([]byte{8}, 510) // a multiple of 255 ends with an empty segment
	b := page([]byte{1, 2}, long, nil, exact).Append([]byte("before"))[6:]
	p, size, err := ogg.Next(b)
	if err != nil || size != len(b) || p.Granule != 960 || p.Serial != 7 || p.Sequence != 3 {
		t.Fatalf("%+v, %d, %v", p, size, err)
	}
	var got [][]byte
	if !p.Packets(func(b []byte) { got = append(got, b) }) {
		t.Error("the page has only whole packets")
	}
	if len(got) != 4 || !bytes.Equal(got[1], long) || len(got[2]) != 0 || !bytes.Equal(got[3], exact) {
		t.Errorf("%d packets: %v", len(got), got)
	}
	for i := range b {
		broken := bytes.Clone(b)
		broken[i] ^= 0x10
		if q, n, err := ogg.Next(broken); err == nil {
			t.Fatalf("byte %d is wrong, and the page is read: %+v, %d", i, q, n)
		}
		if _, _, err := ogg.Next(b[:i]); !errors.Is(err, ogg.ErrPage) {
			t.Fatalf("cut at %d: %v", i, err)
		}
	}
}

func TestHowLongAPacketSounds(t *testing.T) {
	for _, c := range []struct {
		packet []byte
		want   int64
	}{
		{nil, 0},
		{[]byte{0x08}, 960},                // SILK 20 ms
		{[]byte{0x18}, 2880},               // SILK 60 ms
		{[]byte{0x78}, 960},                // hybrid 20 ms
		{[]byte{0x80}, 120},                // CELT 2.5 ms
		{[]byte{0xFC}, 960},                // CELT 20 ms, stereo
		{[]byte{0xF9}, 1920},               // two frames
		{[]byte{0xFB, 6}, 5760},            // six
		{[]byte{0xFB, 7}, 0},               // more than 120 ms is none
		{[]byte{0xFB}, 0},                  // without its count
		{[]byte{0xFB, 0}, 0},               // no frame
		{bytes.Repeat([]byte{3}, 9), 1440}, // three of SILK's 10 ms
	} {
		if got := ogg.Samples(c.packet); got != c.want {
			t.Errorf("% x: %d samples, want %d", c.packet, got, c.want)
		}
	}
}

func FuzzNext(f *testing.F) {
	f.Add(page([]byte("OpusHead")).Append(nil))
	f.Add([]byte("OggS\x00\x00"))
	f.Fuzz(func(t *testing.T, b []byte) {
		p, size, err := ogg.Next(b)
		if err != nil {
			return
		}
		if size > len(b) || size > ogg.MaxPage {
			t.Fatalf("%d of %d bytes", size, len(b))
		}
		p.Packets(func(b []byte) { _ = ogg.Samples(b) })
		if again := p.Append(nil); !bytes.Equal(again, b[:size]) {
			t.Fatalf("% x became % x", b[:size], again)
		}
	})
}
