package media

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/pion/rtcp"
	"github.com/pion/webrtc/v4"
	"github.com/pion/webrtc/v4/pkg/media"
)

// keyframeInterval is the shortest time between keyframes that are asked for: browsers' encoders keep 300 ms.
const keyframeInterval = 300 * time.Millisecond

// Publisher is a publisher's tracks, and what plays on them.
type Publisher struct {
	sound   *webrtc.TrackLocalStaticSample
	camera  *webrtc.TrackLocalStaticSample
	picture Picture
	wanted  atomic.Bool // a keyframe
	Frames  atomic.Int64
	Late    atomic.Int64 // frames that were sent over 20 ms late: the generator is short of CPU
}

// NewPublisher makes the tracks of a publisher: a microphone where sound is true, a camera where the picture has frames.
func NewPublisher(name string, sound bool, picture Picture) (*Publisher, error) {
	p := &Publisher{picture: picture}
	var err error
	if sound {
		p.sound, err = webrtc.NewTrackLocalStaticSample(
			webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeOpus, ClockRate: 48000, Channels: 2}, name+"-sound", name)
		if err != nil {
			return nil, err
		}
	}
	if len(picture.Frames) > 0 {
		p.camera, err = webrtc.NewTrackLocalStaticSample(
			webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeVP8, ClockRate: 90000}, name+"-camera", name, webrtc.WithPayloader(evenly))
	}
	return p, err
}

// Tracks are the publisher's, sound first.
func (p *Publisher) Tracks() []webrtc.TrackLocal {
	var out []webrtc.TrackLocal
	if p.sound != nil {
		out = append(out, p.sound)
	}
	if p.camera != nil {
		out = append(out, p.camera)
	}
	return out
}

// Feedback reads a sender's RTCP until its connection ends, and notes when a keyframe is wanted.
func (p *Publisher) Feedback(s *webrtc.RTPSender) {
	for {
		packets, _, err := s.ReadRTCP()
		if err != nil {
			return
		}
		for _, packet := range packets {
			switch packet.(type) {
			case *rtcp.PictureLossIndication, *rtcp.FullIntraRequest:
				p.wanted.Store(true)
			}
		}
	}
}

// Play sends until ctx ends. now is the clock that sound carries. phase is how far this publisher is behind the first, in
// parts of a frame, 0 to 1: people's devices do not tick together.
func (p *Publisher) Play(ctx context.Context, phase float64, now func() time.Duration) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		if p.sound != nil {
			every(ctx, SoundFrame, phase, func(int, bool) {
				// Fails only where the connection has ended; then the loss shows.
				_ = p.sound.WriteSample(media.Sample{Data: Sound(now()), Duration: SoundFrame})
			})
		}
	}()
	if p.camera != nil {
		p.playPicture(ctx, phase)
	}
	<-done
}

func (p *Publisher) playPicture(ctx context.Context, phase float64) {
	at, lastKey := 0, -1<<30
	between := int(keyframeInterval / p.picture.Frame)
	every(ctx, p.picture.Frame, phase, func(n int, late bool) {
		if late {
			p.Late.Add(1)
		}
		if n-lastKey >= between && p.wanted.Swap(false) {
			at = p.picture.NextKey(at)
		}
		frame := p.picture.Frames[at]
		if IsKey(frame) {
			lastKey = n
		}
		at = (at + 1) % len(p.picture.Frames)
		_ = p.camera.WriteSample(media.Sample{Data: frame, Duration: p.picture.Frame})
		p.Frames.Add(1)
	})
}

// every calls f once per interval until ctx ends, catching up where it was late by over 20 ms.
func every(ctx context.Context, interval time.Duration, phase float64, f func(n int, late bool)) {
	const late = 20 * time.Millisecond
	start := time.Now().Add(time.Duration(phase * float64(interval)))
	timer := time.NewTimer(0)
	defer timer.Stop()
	for n := 0; ; n++ {
		due := start.Add(time.Duration(n) * interval)
		timer.Reset(time.Until(due))
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
		}
		f(n, time.Since(due) > late)
	}
}
