package media

import (
	"encoding/binary"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pion/webrtc/v4"
)

func TestSyntheticPictureHasItsBitRateAndHeaders(t *testing.T) {
	for _, s := range []Shape{HD(), Tile()} {
		p, err := Synthetic(s)
		if err != nil {
			t.Fatal(err)
		}
		bytes := 0
		for _, f := range p.Frames {
			bytes += len(f)
		}
		seconds := (time.Duration(len(p.Frames)) * p.Frame).Seconds()
		if got := float64(bytes) * 8 / seconds; math.Abs(got/float64(s.Bitrate)-1) > 0.05 {
			t.Errorf("%+v: %.0f bit/s", s, got)
		}
		key := p.Frames[0]
		if !IsKey(key) || IsKey(p.Frames[1]) {
			t.Errorf("%+v: the first frame, and only it, is to be a keyframe", s)
		}
		if key[3] != 0x9d || int(binary.LittleEndian.Uint16(key[6:])) != s.Width || int(binary.LittleEndian.Uint16(key[8:])) != s.Height {
			t.Errorf("%+v: header % x", s, key[:10])
		}
	}
}

func TestSyntheticPictureIsAlwaysTheSame(t *testing.T) {
	a, _ := Synthetic(HD())
	b, _ := Synthetic(HD())
	if !slices.EqualFunc(a.Frames, b.Frames, slices.Equal[[]byte]) {
		t.Error("two pictures of one shape differ")
	}
}

func TestWhatIsNoPictureIsRefused(t *testing.T) {
	for _, s := range []Shape{{}, {Width: 1 << 14, Height: 1, Rate: 1, Bitrate: 1e6}, {Width: 1, Height: 1, Rate: 30, Bitrate: 100}} {
		if _, err := Synthetic(s); err == nil {
			t.Errorf("%+v was taken", s)
		}
	}
}

func ivf(fourCC string, frames ...[]byte) []byte {
	h := make([]byte, 32)
	copy(h, "DKIF")
	h[6] = 32
	copy(h[8:], fourCC)
	binary.LittleEndian.PutUint32(h[16:], 25)
	binary.LittleEndian.PutUint32(h[20:], 1)
	b := slices.Clip(h)
	for _, f := range frames {
		b = binary.LittleEndian.AppendUint32(b, uint32(len(f)))
		b = append(b, make([]byte, 8)...)
		b = append(b, f...)
	}
	return b
}

func TestIVF(t *testing.T) {
	p, err := parseIVF(ivf("VP80", []byte{0, 1, 2}, []byte{1, 2}, []byte{0, 3}))
	if err != nil || len(p.Frames) != 3 || p.Frame != 40*time.Millisecond {
		t.Fatalf("%+v %v", p, err)
	}
	if got := p.NextKey(1); got != 2 {
		t.Errorf("the next keyframe is %d", got)
	}
	for want, bad := range map[string][]byte{
		"not IVF":  []byte("no"),
		"not VP8":  ivf("VP90", []byte{0}),
		"keyframe": ivf("VP80", []byte{1}),
	} {
		if _, err := parseIVF(bad); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %q, got %v", want, err)
		}
	}
}

func TestSoundCarriesWhenItWasSent(t *testing.T) {
	b := Sound(42 * time.Millisecond)
	if at, ok := SoundSent(b); !ok || at != 42*time.Millisecond {
		t.Errorf("%v %v", at, ok)
	}
	if _, ok := SoundSent(b[:10]); ok {
		t.Error("a foreign packet was read")
	}
}

func TestFramesAreCutEvenly(t *testing.T) {
	const mtu = 1188
	payloader, err := evenly(webrtc.RTPCodecCapability{})
	if err != nil {
		t.Fatal(err)
	}
	for range 128 {
		payloader.Payload(mtu, []byte{1}) // its number has 15 bits from then on
	}
	for size := 1; size < 8*mtu; size += 7 {
		packets := payloader.Payload(mtu, make([]byte, size))
		least, most, sum := mtu, 0, 0
		for _, p := range packets {
			least, most, sum = min(least, len(p)), max(most, len(p)), sum+len(p)-descriptor
		}
		if fewest := (size + mtu - descriptor - 1) / (mtu - descriptor); len(packets) != fewest || most > mtu || most-least >= len(packets) || sum != size {
			t.Fatalf("%d bytes: %d packets of %d to %d bytes, %d in all; want %d of the same size", size, len(packets), least, most, sum, fewest)
		}
	}
}
