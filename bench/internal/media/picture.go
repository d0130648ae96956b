// Package media is what the publishers send: VP8 frames and Opus packets, the same ones in every run. No server decodes
// them, so the synthetic ones are noise behind true headers.
package media

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"time"

	"github.com/pion/webrtc/v4/pkg/media/ivfreader"
)

const (
	// keyframeTimes is how much larger a keyframe is than the mean frame: libvpx at 1.5 Mbit/s makes 4 to 8 of a
	// head before a still background. Larger means longer bursts, for every server alike.
	keyframeTimes = 5
	// keyframeEvery is the distance of unasked keyframes, in seconds; conferences send few, joins ask for theirs.
	keyframeEvery = 10
	// fileLimit bounds an IVF file, in bytes: it is held in memory.
	fileLimit = 256 << 20
	// keyframeHeader is a keyframe's tag, start code and size (RFC 6386 section 9.1), in bytes.
	keyframeHeader = 10
)

// Picture is a loop of VP8 frames that begins with a keyframe.
type Picture struct {
	Frames [][]byte
	Frame  time.Duration // of one frame
}

// Shape says what a synthetic picture is like.
type Shape struct {
	Width, Height int // at most 16383
	Rate          int // frames a second
	Bitrate       int // bits a second
}

// HD is a speaker: 720p.
func HD() Shape { return Shape{Width: 1280, Height: 720, Rate: 30, Bitrate: 1_500_000} }

// Tile is one of nine: 360p.
func Tile() Shape { return Shape{Width: 640, Height: 360, Rate: 20, Bitrate: 300_000} }

// Synthetic makes frames of a shape: sizes vary by a quarter around the mean, always in the same way.
func Synthetic(s Shape) (Picture, error) {
	if s.Width < 1 || s.Height < 1 || s.Width > 1<<14-1 || s.Height > 1<<14-1 {
		return Picture{}, fmt.Errorf("a picture of %d×%d: VP8 has 1 to 16383 each way", s.Width, s.Height)
	}
	n := s.Rate * keyframeEvery
	if n < 1 || s.Bitrate/8/max(s.Rate, 1) < 2*keyframeHeader {
		return Picture{}, fmt.Errorf("%d frames/s of %d bit/s: too little for frames", s.Rate, s.Bitrate)
	}
	random := rand.New(rand.NewPCG(uint64(s.Width), uint64(s.Bitrate)))
	// n−1 frames of the mean and one of keyframeTimes as much make the bit rate.
	mean := float64(s.Bitrate) / 8 * keyframeEvery / float64(n-1+keyframeTimes)
	p := Picture{Frame: time.Second / time.Duration(s.Rate)}
	for i := range n {
		size := mean * (0.75 + random.Float64()/2)
		if i == 0 {
			size = mean * keyframeTimes
		}
		p.Frames = append(p.Frames, frame(random, int(size), i == 0, s))
	}
	return p, nil
}

// frame writes the header of RFC 6386 section 9.1 and noise.
func frame(random *rand.Rand, size int, key bool, s Shape) []byte {
	b := make([]byte, max(size, keyframeHeader))
	for i := range b {
		b[i] = byte(random.Uint32())
	}
	const show = 1 << 4
	tag := uint32(show | 1)
	if key {
		tag = show
	}
	tag |= uint32(len(b)/2) << 5 // the first partition's size
	b[0], b[1], b[2] = byte(tag), byte(tag>>8), byte(tag>>16)
	if key {
		copy(b[3:], []byte{0x9d, 0x01, 0x2a})
		binary.LittleEndian.PutUint16(b[6:], uint16(s.Width))
		binary.LittleEndian.PutUint16(b[8:], uint16(s.Height))
	}
	return b
}

// IsKey reads VP8's frame tag (RFC 6386 section 9.1).
func IsKey(frame []byte) bool { return len(frame) > 0 && frame[0]&1 == 0 }

// FromIVF reads a file of VP8, as ffmpeg makes: -c:v libvpx -g 60 v.ivf.
func FromIVF(name string) (Picture, error) {
	f, err := os.Open(name)
	if err != nil {
		return Picture{}, err
	}
	defer func() { _ = f.Close() }()
	b, err := io.ReadAll(io.LimitReader(f, fileLimit+1))
	if err != nil {
		return Picture{}, fmt.Errorf("%s: %w", name, err)
	}
	if len(b) > fileLimit {
		return Picture{}, fmt.Errorf("%s has more than %d MiB: take a shorter one, it is played in a loop", name, fileLimit>>20)
	}
	p, err := parseIVF(b)
	if err != nil {
		return Picture{}, fmt.Errorf("%s: %w", name, err)
	}
	return p, nil
}

func parseIVF(b []byte) (Picture, error) {
	r, h, err := ivfreader.NewWith(bytes.NewReader(b))
	if err != nil {
		return Picture{}, fmt.Errorf("it is not IVF: %w", err)
	}
	if h.FourCC != "VP80" {
		return Picture{}, fmt.Errorf("it has %q, not VP8", h.FourCC)
	}
	// Rate over scale is frames a second; some writers leave it 0.
	p := Picture{Frame: time.Second / 30}
	if rate, scale := binary.LittleEndian.Uint32(b[16:]), binary.LittleEndian.Uint32(b[20:]); scale > 0 && rate/scale >= 1 && rate/scale <= 240 {
		p.Frame = time.Duration(scale) * time.Second / time.Duration(rate)
	}
	for {
		frame, _, err := r.ParseNextFrame()
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			break
		}
		if err != nil {
			return Picture{}, err
		}
		p.Frames = append(p.Frames, frame)
	}
	if len(p.Frames) == 0 || !IsKey(p.Frames[0]) {
		return Picture{}, errors.New("it does not begin with a keyframe")
	}
	return p, nil
}

// NextKey is the place of the first keyframe from place i on, in the loop.
func (p Picture) NextKey(i int) int {
	for range p.Frames {
		if IsKey(p.Frames[i%len(p.Frames)]) {
			break
		}
		i++
	}
	return i % len(p.Frames)
}
