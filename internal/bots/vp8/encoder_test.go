package vp8

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"math"
	"math/rand/v2"
	"os/exec"
	"testing"

	"golang.org/x/image/vp8"
	"pgregory.net/rapid"
)

// scene draws a synthetic picture: flat areas, edges, a gradient, and a square that moves with n.
func scene(w, h, n int) *image.YCbCr {
	m := image.NewYCbCr(image.Rect(0, 0, w, h), image.YCbCrSubsampleRatio420)
	for y := range h {
		for x := range w {
			v := 60
			switch {
			case x > w/2 && y < h/3:
				v = 60 + 100*y/h
			case (x/7+y/5)%2 == 0 && y > 2*h/3 && x < w/3:
				v = 200
			case x >= n*3 && x < n*3+40 && y >= h/2 && y < h/2+30:
				v = 220
			}
			m.Y[m.YOffset(x, y)] = uint8(v)
			m.Cb[m.COffset(x, y)] = uint8(100 + 40*x/w)
			m.Cr[m.COffset(x, y)] = uint8(110 + 60*y/h)
		}
	}
	return m
}

// noise fills a picture with what no prediction fits.
func noise(w, h int, seed uint64) *image.YCbCr {
	m := image.NewYCbCr(image.Rect(0, 0, w, h), image.YCbCrSubsampleRatio420)
	r := rand.New(rand.NewPCG(seed, 1))
	for _, p := range [][]uint8{m.Y, m.Cb, m.Cr} {
		for i := range p {
			p[i] = uint8(r.UintN(256))
		}
	}
	return m
}

func newEncoder(t testing.TB, o Options) *Encoder {
	t.Helper()
	e, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func encode(t testing.TB, e *Encoder, m *image.YCbCr, key bool) ([]byte, Frame) {
	t.Helper()
	b, f, err := e.Encode(nil, m, key)
	if err != nil {
		t.Fatal(err)
	}
	return b, f
}

// planes3 are the encoder's reconstruction cut to the picture's size, as a decoder would give it: I420.
func (e *Encoder) planes3() []byte {
	var out []byte
	for i := range e.recon {
		w, h := e.opts.Width, e.opts.Height
		if i > 0 {
			w, h = (w+1)/2, (h+1)/2
		}
		for y := range h {
			out = append(out, e.recon[i].pix[y*e.recon[i].stride:][:w]...)
		}
	}
	return out
}

func i420(m *image.YCbCr) []byte {
	var out []byte
	w, h := m.Rect.Dx(), m.Rect.Dy()
	for y := range h {
		out = append(out, m.Y[y*m.YStride:][:w]...)
	}
	for _, p := range [][]uint8{m.Cb, m.Cr} {
		for y := range (h + 1) / 2 {
			out = append(out, p[y*m.CStride:][:(w+1)/2]...)
		}
	}
	return out
}

// psnr compares two byte slices of one length, in dB; +Inf where they are equal.
func psnr(t testing.TB, a, b []byte) float64 {
	t.Helper()
	if len(a) != len(b) {
		t.Fatalf("%d bytes against %d", len(a), len(b))
	}
	sum := 0.0
	for i := range a {
		d := float64(a[i]) - float64(b[i])
		sum += d * d
	}
	return 10 * math.Log10(255*255*float64(len(a))/sum)
}

func decodeKey(t testing.TB, b []byte) *image.YCbCr {
	t.Helper()
	d := vp8.NewDecoder()
	d.Init(bytes.NewReader(b), len(b))
	h, err := d.DecodeFrameHeader()
	if err != nil {
		t.Fatal(err)
	}
	if !h.KeyFrame || !h.ShowFrame {
		t.Fatalf("header %+v", h)
	}
	m, err := d.DecodeFrame()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestKeyFrameIsDecodedToTheEncodersReconstruction(t *testing.T) {
	for _, size := range []image.Point{{1280, 720}, {640, 360}, {320, 180}, {16, 16}, {1, 1}, {33, 17}, {100, 75}} {
		for _, q := range []int{0, 4, 30, 90, 127} {
			t.Run(fmt.Sprintf("%dx%d q%d", size.X, size.Y, q), func(t *testing.T) {
				e := newEncoder(t, Options{Width: size.X, Height: size.Y, Quantiser: q})
				m := scene(size.X, size.Y, 5)
				b, _ := encode(t, e, m, true)
				got := i420(decodeKey(t, b))
				if !bytes.Equal(got, e.planes3()) {
					t.Fatalf("the decoder has another picture: %.1f dB", psnr(t, got, e.planes3()))
				}
				if p := psnr(t, got, i420(m)); q <= 30 && p < 34 {
					t.Errorf("%.1f dB in %d bytes", p, len(b))
				}
			})
		}
	}
}

func TestKeyFrameOfNoise(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w, h := rapid.IntRange(1, 80).Draw(rt, "w"), rapid.IntRange(1, 80).Draw(rt, "h")
		e := newEncoder(t, Options{Width: w, Height: h, Quantiser: rapid.IntRange(0, 127).Draw(rt, "q")})
		m := noise(w, h, rapid.Uint64().Draw(rt, "seed"))
		b, _ := encode(t, e, m, true)
		if !bytes.Equal(i420(decodeKey(t, b)), e.planes3()) {
			rt.Fatal("the decoder has another picture")
		}
	})
}

// ivf wraps frames in the IVF container.
func ivf(w, h int, frames [][]byte) []byte {
	out := []byte("DKIF\x00\x00\x20\x00VP80")
	out = binary.LittleEndian.AppendUint16(out, uint16(w))
	out = binary.LittleEndian.AppendUint16(out, uint16(h))
	out = binary.LittleEndian.AppendUint32(out, 30)
	out = binary.LittleEndian.AppendUint32(out, 1)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(frames)))
	out = append(out, 0, 0, 0, 0)
	for i, f := range frames {
		out = binary.LittleEndian.AppendUint32(out, uint32(len(f)))
		out = binary.LittleEndian.AppendUint64(out, uint64(i))
		out = append(out, f...)
	}
	return out
}

// decodeStream has ffmpeg decode a stream to I420, by its own decoder or by libvpx.
func decodeStream(t *testing.T, decoder string, w, h int, frames [][]byte) []byte {
	t.Helper()
	program, err := exec.LookPath("ffmpeg")
	if err != nil {
		t.Skip("ffmpeg is not installed")
	}
	c := exec.Command(program, "-v", "error", "-xerror", "-c:v", decoder, "-f", "ivf", "-i", "-", "-fps_mode", "passthrough", "-f", "rawvideo", "-pix_fmt", "yuv420p", "-")
	c.Stdin = bytes.NewReader(ivf(w, h, frames))
	var complaints bytes.Buffer
	c.Stderr = &complaints
	out, err := c.Output()
	if err != nil || complaints.Len() > 0 {
		t.Fatalf("ffmpeg: %v %s", err, complaints.String())
	}
	return out
}

func TestStreamIsDecodedToTheEncodersReconstruction(t *testing.T) {
	for _, decoder := range []string{"vp8", "libvpx"} {
		for _, size := range []image.Point{{640, 360}, {320, 180}, {61, 47}} {
			t.Run(fmt.Sprintf("%s %v", decoder, size), func(t *testing.T) {
				e := newEncoder(t, Options{Width: size.X, Height: size.Y, Quantiser: 24, MaxFrame: 6000})
				var frames [][]byte
				var want, sources []byte
				for n := range 40 {
					m := scene(size.X, size.Y, n)
					if n == 20 {
						m = noise(size.X, size.Y, 7) // everything changes in an inter frame
					}
					b, f := encode(t, e, m, n == 30)
					if f.Key != (n == 0 || n == 30) {
						t.Errorf("frame %d: %+v", n, f)
					}
					frames = append(frames, b)
					want = append(want, e.planes3()...)
					sources = append(sources, i420(m)...)
				}
				got := decodeStream(t, decoder, size.X, size.Y, frames)
				if !bytes.Equal(got, want) {
					t.Fatalf("the decoder has other pictures: %.1f dB", psnr(t, got, want))
				}
				half := len(want) / 2
				if p := psnr(t, got[:half], sources[:half]); p < 32 {
					t.Errorf("%.1f dB", p)
				}
			})
		}
	}
}

func TestUnchangedPictureCostsNearlyNothing(t *testing.T) {
	e := newEncoder(t, Options{Width: 1280, Height: 720, Quantiser: 24})
	m := scene(1280, 720, 1)
	key, _ := encode(t, e, m, false)
	b, f := encode(t, e, m, false)
	if f.Key || f.Changed != 0 || len(b) > 300 {
		t.Errorf("%d bytes, %+v", len(b), f)
	}
	b, f = encode(t, e, scene(1280, 720, 2), false)
	if f.Changed == 0 || f.Changed > 40 || len(b) > len(key)/4 {
		t.Errorf("%d bytes, %+v after a key frame of %d", len(b), f, len(key))
	}
}

func TestQuantiserFollowsTheFramesSize(t *testing.T) {
	e := newEncoder(t, Options{Width: 320, Height: 180, Quantiser: 10, MaxFrame: 4000})
	for n := range 12 {
		encode(t, e, noise(320, 180, uint64(n)), false)
	}
	if e.quantiser < 60 {
		t.Errorf("quantiser %d although every frame is too large", e.quantiser)
	}
	still := scene(320, 180, 0)
	for range 140 {
		encode(t, e, still, false)
	}
	if e.quantiser != 10 {
		t.Errorf("quantiser %d although nothing changes any more", e.quantiser)
	}
}

func TestWhatCannotBeEncodedIsRefused(t *testing.T) {
	for _, o := range []Options{{}, {Width: 16384, Height: 1}, {Width: 16, Height: -1}, {Width: 16, Height: 16, Quantiser: 128}} {
		if _, err := New(o); err == nil {
			t.Errorf("%+v was accepted", o)
		}
	}
	e := newEncoder(t, Options{Width: 32, Height: 32})
	for _, m := range []*image.YCbCr{
		image.NewYCbCr(image.Rect(0, 0, 32, 16), image.YCbCrSubsampleRatio420),
		image.NewYCbCr(image.Rect(0, 0, 32, 32), image.YCbCrSubsampleRatio444),
	} {
		if _, _, err := e.Encode(nil, m, false); err == nil {
			t.Errorf("%v %v was accepted", m.Rect, m.SubsampleRatio)
		}
	}
}

func TestEncodeKeepsNoMemoryOfItsOwn(t *testing.T) {
	e := newEncoder(t, Options{Width: 640, Height: 360, Quantiser: 24})
	pictures := []*image.YCbCr{scene(640, 360, 0), scene(640, 360, 3)}
	buffer := make([]byte, 0, 1<<20)
	n := 0
	allocs := testing.AllocsPerRun(20, func() {
		n++
		if _, _, err := e.Encode(buffer, pictures[n%2], n%7 == 0); err != nil {
			t.Fatal(err)
		}
	})
	if allocs > 0 {
		t.Errorf("%.1f allocations per frame", allocs)
	}
}

func BenchmarkKey720(b *testing.B) {
	e := newEncoder(b, Options{Width: 1280, Height: 720, Quantiser: 24})
	m := scene(1280, 720, 1)
	var buffer []byte
	for b.Loop() {
		buffer, _, _ = e.Encode(buffer[:0], m, true)
	}
	b.SetBytes(int64(len(buffer)))
}

func BenchmarkSmallChange720(b *testing.B) {
	e := newEncoder(b, Options{Width: 1280, Height: 720, Quantiser: 24})
	pictures := []*image.YCbCr{scene(1280, 720, 1), scene(1280, 720, 2)}
	var buffer []byte
	n := 0
	for b.Loop() {
		n++
		buffer, _, _ = e.Encode(buffer[:0], pictures[n%2], false)
	}
}
