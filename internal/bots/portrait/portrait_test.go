package portrait

import (
	"flag"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/bots/vp8"
)

func style() Style {
	return Style{
		Name: "Presidencia de México", Function: "Presidente", Delegation: "México", PlaceName: "Ciudad de México",
		Colour: color.RGBA{26, 122, 94, 255}, Skin: color.RGBA{198, 150, 118, 255}, Hair: color.RGBA{196, 196, 200, 255},
		Clothes: color.RGBA{44, 52, 70, 255}, Wall: color.RGBA{104, 116, 128, 255},
		Place: time.FixedZone("CDT", -5*3600),
	}
}

func moment() time.Time { return time.Date(2021, 5, 7, 16, 30, 12, 0, time.UTC) }

func newPicture(t testing.TB) *Picture {
	t.Helper()
	p, err := New(style())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// rgba converts a layer back, for golden files and for eyes.
func rgba(m *image.YCbCr) *image.RGBA {
	out := image.NewRGBA(m.Rect)
	c := func(v float64) uint8 { return uint8(min(max(math.Round(v), 0), 255)) }
	for y := range m.Rect.Dy() {
		for x := range m.Rect.Dx() {
			l := 1.164 * (float64(m.Y[m.YOffset(x, y)]) - 16)
			u, v := float64(m.Cb[m.COffset(x, y)])-128, float64(m.Cr[m.COffset(x, y)])-128
			out.SetRGBA(x, y, color.RGBA{c(l + 1.596*v), c(l - 0.813*v - 0.391*u), c(l + 2.018*u), 255})
		}
	}
	return out
}

func psnr(a, b []uint8) float64 {
	sum := 0.0
	for i := range a {
		d := float64(a[i]) - float64(b[i])
		sum += d * d
	}
	return 10 * math.Log10(255*255*float64(len(a))/sum)
}

var update = flag.Bool("update", false, "write the golden pictures anew")

func TestTheDrawingIsTheGoldenOne(t *testing.T) {
	p := newPicture(t)
	p.Draw(time.Second, moment(), 20)
	for i, name := range []string{"testdata/portrait-720.png", "testdata/portrait-360.png", "testdata/portrait-180.png"} {
		got := rgba(p.Layer(i))
		if *update {
			write(t, name, got)
			continue
		}
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		want, err := png.Decode(f)
		_ = f.Close()
		if err != nil {
			t.Fatal(err)
		}
		golden, ok := want.(*image.RGBA)
		if !ok || golden.Rect != got.Rect {
			t.Fatalf("%s is a %T of %v", name, want, want.Bounds())
		}
		if d := psnr(got.Pix, golden.Pix); d < 45 {
			t.Errorf("%s: %.1f dB", name, d)
		}
	}
}

func write(t *testing.T, name string, m image.Image) {
	t.Helper()
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(f, m); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestPartsAddUp draws step by step and at once: what is not drawn again must already be right.
func TestPartsAddUp(t *testing.T) {
	steps := newPicture(t)
	for i := range 300 {
		at := time.Duration(i) * 73 * time.Millisecond
		level := uint8(i * 7 % 60)
		steps.Draw(at, moment().Add(at), level)
		if i%60 != 59 {
			continue
		}
		once := newPicture(t)
		once.Draw(at, moment().Add(at), level)
		for l := range Layers {
			a, b := steps.Layer(l), once.Layer(l)
			if string(a.Y) != string(b.Y) || string(a.Cb) != string(b.Cb) || string(a.Cr) != string(b.Cr) {
				t.Errorf("step %d, layer %d: the picture drawn in parts is another", i, l)
			}
		}
	}
}

func TestTheMouthFollowsTheVoice(t *testing.T) {
	p := newPicture(t)
	last := -1
	for _, level := range []uint8{127, 44, 38, 30, 24, 18, 0} {
		q := p.pose(0, moment(), level)
		if q.mouth < last {
			t.Errorf("level %d: mouth %d after %d", level, q.mouth, last)
		}
		last = q.mouth
	}
	if last != mouths-1 || p.pose(0, moment(), 127).mouth != 0 {
		t.Errorf("the mouth opens to %d at full level", last)
	}
	if p.Draw(0, moment(), 127); p.Draw(0, moment(), 127) {
		t.Error("the same moment was drawn twice")
	}
	if !p.Draw(0, moment(), 10) {
		t.Error("a voice changed nothing")
	}
}

// BenchmarkSpeaking is one second of a speaking delegate: drawing and the encoding of the largest layer.
func BenchmarkSpeaking(b *testing.B) {
	p := newPicture(b)
	e, err := vp8.New(vp8.Options{Width: Width, Height: Height, Quantiser: 24})
	if err != nil {
		b.Fatal(err)
	}
	var buffer []byte
	bytes, n := 0, 0
	for b.Loop() {
		at := time.Duration(n) * time.Second / 15
		n++
		p.Draw(at, moment().Add(at), uint8(14+n*11%30))
		if buffer, _, err = e.Encode(buffer[:0], p.Layer(0), false); err != nil {
			b.Fatal(err)
		}
		bytes += len(buffer)
	}
	b.ReportMetric(float64(bytes)/float64(n), "B/frame")
}
