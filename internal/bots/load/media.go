package load

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/pion/webrtc/v4/pkg/media/ivfreader"

	"github.com/cumbre-meet/cumbre/internal/bots"
	"github.com/cumbre-meet/cumbre/internal/bots/portrait"
	"github.com/cumbre-meet/cumbre/internal/bots/speech"
	"github.com/cumbre-meet/cumbre/internal/bots/vp8"
)

const (
	// The synthetic picture: 720p, 30 frames a second, a keyframe every two seconds, ten seconds in a loop.
	syntheticRate      = 30
	syntheticKeyEvery  = 2 * syntheticRate
	syntheticFrames    = 10 * syntheticRate
	syntheticQuantiser = 12
	// speechLevel is what given sound is said to be: without decoding it is not known (RFC 6464).
	speechLevel = 20
	// mediaLimit bounds a given file, in bytes: it is kept in memory.
	mediaLimit = 512 << 20
)

// media is what the publishers send; all share it.
type media struct {
	sound  sound
	layers []layer // of the picture, best first
}

// layer is one stream of the picture.
type layer struct {
	rid string // "" where it is the only one
	picture
}

// layerNames are the rids of simulcast layers, best first, as the web client names them.
func layerNames() []string { return []string{"f", "h", "q"} }

// rids are the names of simulcast layers, none where there is one stream.
func (m *media) rids() []string {
	var rids []string
	for _, l := range m.layers {
		if l.rid != "" {
			rids = append(rids, l.rid)
		}
	}
	return rids
}

// sound is Opus packets in a loop.
type sound struct{ packets []bots.Sound }

// picture is VP8 frames in a loop that begins with a keyframe.
type picture struct {
	frames   [][]byte
	duration time.Duration // of each
}

// isKey reads VP8's frame tag (RFC 6386 section 9.1).
func isKey(frame []byte) bool { return len(frame) > 0 && frame[0]&1 == 0 }

func loadMedia(o Options) (*media, error) {
	m := &media{}
	var err error
	if m.sound, err = loadSound(o.AudioFile); err != nil {
		return nil, err
	}
	if o.AudioOnly || o.Publishers == 0 {
		return m, nil
	}
	if len(o.VideoFiles) == 0 {
		p, err := syntheticPicture()
		m.layers = []layer{{picture: p}}
		return m, err
	}
	for i, name := range o.VideoFiles {
		p, err := loadPicture(name)
		if err != nil {
			return nil, err
		}
		m.layers = append(m.layers, layer{layerNames()[i], p})
	}
	if len(m.layers) == 1 {
		m.layers[0].rid = ""
	}
	return m, nil
}

// loadSound reads an Ogg file, or takes the demo's speeches.
func loadSound(name string) (sound, error) {
	var s sound
	if name == "" {
		library, err := speech.Load()
		if err != nil {
			return s, err
		}
		for _, sp := range library.Speeches[:2] {
			for _, f := range sp.Frames {
				s.packets = append(s.packets, bots.Sound{Payload: f.Payload, Duration: speech.FrameDuration, Level: f.Level, Voice: true})
			}
		}
		return s, nil
	}
	b, err := readFile(name)
	if err != nil {
		return s, err
	}
	packets, err := speech.ParseOgg(b)
	if err != nil {
		return s, fmt.Errorf("%s: %w", name, err)
	}
	for _, p := range packets {
		if d := speech.PacketDuration(p); d > 0 {
			s.packets = append(s.packets, bots.Sound{Payload: p, Duration: d, Level: speechLevel, Voice: true})
		}
	}
	if len(s.packets) == 0 {
		return s, fmt.Errorf("%s has no sound", name)
	}
	return s, nil
}

func readFile(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	b, err := io.ReadAll(io.LimitReader(f, mediaLimit+1))
	if err == nil && len(b) > mediaLimit {
		err = fmt.Errorf("%s has more than %d MiB", name, mediaLimit>>20)
	}
	return b, err
}

// loadPicture reads an IVF file of VP8.
func loadPicture(name string) (picture, error) {
	b, err := readFile(name)
	if err != nil {
		return picture{}, err
	}
	r, h, err := ivfreader.NewWith(bytes.NewReader(b))
	if err != nil {
		return picture{}, fmt.Errorf("%s is not IVF: %w", name, err)
	}
	if h.FourCC != "VP80" {
		return picture{}, fmt.Errorf("%s has %q, not VP8", name, h.FourCC)
	}
	// The rate over the scale is frames a second; some writers leave it 0.
	p := picture{duration: time.Second / syntheticRate}
	if rate, scale := binary.LittleEndian.Uint32(b[16:]), binary.LittleEndian.Uint32(b[20:]); rate > 0 && scale > 0 && rate/scale <= 240 {
		p.duration = time.Duration(scale) * time.Second / time.Duration(rate)
	}
	for {
		frame, _, err := r.ParseNextFrame()
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			break
		}
		if err != nil {
			return picture{}, fmt.Errorf("%s: %w", name, err)
		}
		p.frames = append(p.frames, frame)
	}
	if len(p.frames) == 0 || !isKey(p.frames[0]) {
		return picture{}, fmt.Errorf("%s does not begin with a keyframe", name)
	}
	return p, nil
}

// syntheticPicture draws and encodes a speaking delegate.
func syntheticPicture() (picture, error) {
	p := picture{duration: time.Second / syntheticRate}
	drawing, err := portrait.New(portrait.Style{Name: "Load", Function: "cumbre bench", PlaceName: "UTC"})
	if err != nil {
		return p, err
	}
	encoder, err := vp8.New(vp8.Options{Width: portrait.Width, Height: portrait.Height, Quantiser: syntheticQuantiser})
	if err != nil {
		return p, err
	}
	start := time.Now()
	for i := range syntheticFrames {
		at := time.Duration(i) * p.duration
		drawing.Draw(at, start.Add(at), uint8(14+i*7%24))
		frame, _, err := encoder.Encode(nil, drawing.Layer(0), i%syntheticKeyEvery == 0)
		if err != nil {
			return p, err
		}
		p.frames = append(p.frames, frame)
	}
	return p, nil
}

// play sends the sound until ctx ends.
func (s *sound) play(ctx context.Context, p *publisher) {
	at, start := time.Duration(0), time.Now()
	for i := 0; ; i++ {
		packet := s.packets[i%len(s.packets)]
		if !sleepUntil(ctx, start.Add(at)) {
			return
		}
		if p.peer.SendSound(packet) == nil {
			p.sent.Add(1)
		}
		at += packet.Duration
	}
}

// play sends a layer until ctx ends, while the server needs it. Where a keyframe is asked for, or the layer is needed
// again, it goes to the loop's next one: a decoder begins anew there.
func (m *layer) play(ctx context.Context, p *publisher) {
	start, n, sending := time.Now(), 0, true
	for i := 0; ; i++ {
		at := time.Duration(i) * m.duration
		if !sleepUntil(ctx, start.Add(at)) {
			return
		}
		was := sending
		if sending = p.needs(m.rid); !sending {
			continue
		}
		if p.peer.KeyframeWanted(m.rid) || !was {
			for n++; !isKey(m.frames[n%len(m.frames)]); n++ {
			}
		}
		frame := m.frames[n%len(m.frames)]
		n++
		if p.peer.SendPicture(m.rid, frame, at) == nil {
			p.sent.Add(uint64(bots.PacketsOf(len(frame))))
		}
	}
}

// sleepUntil tells whether ctx still lives then.
func sleepUntil(ctx context.Context, t time.Time) bool {
	d := time.Until(t)
	if d <= 0 {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
