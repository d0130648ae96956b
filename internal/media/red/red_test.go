package red_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/cumbre-meet/cumbre/internal/media/red"
)

// blocksOf lists the redundant blocks, oldest first.
func blocksOf(p red.Payload, b []byte) (list []red.Block) {
	for w := p.Walk(b); w.Next(); {
		list = append(list, w.Block)
	}
	slices.Reverse(list)
	return list
}

func TestGolden(t *testing.T) {
	// By hand from RFC 2198 section 3: two redundant blocks, 40 and 20 ms older, of three and two bytes.
	b, err := hex.DecodeString("ef1e0003" + "ef0f0002" + "6f" + "a1a2a3" + "b1b2" + "c1c2c3c4")
	if err != nil {
		t.Fatal(err)
	}
	p, err := red.Parse(b, 111)
	if err != nil {
		t.Fatal(err)
	}
	if want := (red.Payload{Primary: 14, Reach: 1920, Blocks: 2}); p != want {
		t.Errorf("%+v, want %+v", p, want)
	}
	want := []red.Block{{Offset: 1920, Data: []byte{0xa1, 0xa2, 0xa3}}, {Offset: 960, Data: []byte{0xb1, 0xb2}}}
	if d := cmp.Diff(want, blocksOf(p, b)); d != "" {
		t.Error(d)
	}
	if got := red.Append(nil, 111, []byte{0xc1, 0xc2, 0xc3, 0xc4}, want...); !bytes.Equal(got, b) {
		t.Errorf("written: %x, want %x", got, b)
	}
	p.SetPayloadType(b, 96)
	if q, err := red.Parse(b, 96); err != nil || q != p {
		t.Errorf("with the other type: %+v, %v", q, err)
	}
}

func TestWhatIsRefused(t *testing.T) {
	many := bytes.Repeat([]byte{0xEF, 0, 4, 1}, red.MaxBlocks+1)
	for name, c := range map[string]struct {
		hex  string
		want error
	}{
		"empty":                       {"", red.ErrTooShort},
		"no primary":                  {"6f", red.ErrTooShort},
		"half a header":               {"ef0f", red.ErrTooShort},
		"headers and no more":         {"ef0f0001", red.ErrTooShort},
		"no room for the redundancy":  {"ef0f0004" + "6f" + "a1a2", red.ErrTooShort},
		"primary eaten by redundancy": {"ef0f0002" + "6f" + "a1a2", red.ErrTooShort},
		"another primary":             {"ef0f0001" + "00" + "a1b1", red.ErrOtherFormat},
		"another redundancy":          {"800f0001" + "6f" + "a1b1", red.ErrOtherFormat},
		"endless headers":             {hex.EncodeToString(many) + "6f" + "a1b1", red.ErrTooManyBlocks},
	} {
		b, err := hex.DecodeString(c.hex)
		if err != nil {
			t.Fatal(err)
		}
		if p, err := red.Parse(b, 111); !errors.Is(err, c.want) || p != (red.Payload{}) {
			t.Errorf("%s: %+v, %v; want %v", name, p, err, c.want)
		}
	}
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		primary := rapid.SliceOfN(rapid.Byte(), 1, 400).Draw(t, "primary")
		pt := rapid.Uint8Range(0, 127).Draw(t, "payload type")
		var blocks []red.Block
		reach := uint16(0)
		for range rapid.IntRange(0, red.MaxBlocks).Draw(t, "blocks") {
			k := red.Block{
				Offset: rapid.Uint16Range(0, red.MaxOffset).Draw(t, "offset"),
				Data:   rapid.SliceOfN(rapid.Byte(), 0, red.MaxLength).Draw(t, "data"),
			}
			blocks, reach = append(blocks, k), max(reach, k.Offset)
		}
		tooFar, tooLong := red.Block{Offset: red.MaxOffset + 1}, red.Block{Data: make([]byte, red.MaxLength+1)}
		b := red.Append(nil, pt, primary, append([]red.Block{tooFar, tooLong}, blocks...)...)
		p, err := red.Parse(b, pt)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(b[p.Primary:], primary) || p.Reach != reach {
			t.Fatalf("%+v of %x", p, b)
		}
		if d := cmp.Diff(blocks, blocksOf(p, b)); d != "" {
			t.Fatal(d)
		}
	})
}

func TestNoAllocations(t *testing.T) {
	b := red.Append(nil, 111, make([]byte, 80), red.Block{Offset: 1920, Data: make([]byte, 70)}, red.Block{Offset: 960, Data: make([]byte, 60)})
	total := 0
	if n := testing.AllocsPerRun(100, func() {
		p, _ := red.Parse(b, 111)
		p.SetPayloadType(b, 111)
		for w := p.Walk(b); w.Next(); {
			total += len(w.Data)
		}
	}); n != 0 || total == 0 {
		t.Errorf("%v allocations, %d bytes", n, total)
	}
}

// Whatever comes: what is accepted lies within the payload, and another payload type changes no more than that.
func FuzzParse(f *testing.F) {
	f.Add([]byte{0xEF, 0x0F, 0, 2, 0x6F, 1, 2, 3}, uint8(111))
	f.Fuzz(func(t *testing.T, b []byte, pt uint8) {
		pt &= 0x7F
		p, err := red.Parse(b, pt)
		if err != nil {
			if p != (red.Payload{}) {
				t.Fatalf("%+v with %v", p, err)
			}
			return
		}
		if p.Primary == 0 || int(p.Primary) >= len(b) || p.Blocks > red.MaxBlocks {
			t.Fatalf("%+v of %d bytes", p, len(b))
		}
		blocks := blocksOf(p, b)
		size, reach := int(p.Blocks)*4+1, uint16(0)
		for _, k := range blocks {
			size, reach = size+len(k.Data), max(reach, k.Offset)
		}
		if size != int(p.Primary) || reach != p.Reach || len(blocks) != int(p.Blocks) {
			t.Fatalf("%+v, but the blocks have %d bytes and reach %d back", p, size, reach)
		}
		if again := red.Append(nil, pt, b[p.Primary:], blocks...); !bytes.Equal(again, b) {
			t.Fatalf("%x is written as %x", b, again)
		}
		other := (pt + 1) & 0x7F
		p.SetPayloadType(b, other)
		if q, err := red.Parse(b, other); err != nil || q != p {
			t.Fatalf("with another payload type: %+v, %v", q, err)
		}
	})
}
