package peer

import (
	"slices"
	"sync"
	"time"

	"github.com/pion/rtcp"
	"github.com/pion/rtp"
	"github.com/pion/rtp/codecs"
	"github.com/pion/webrtc/v4"

	"github.com/cumbre-meet/cumbre/bench/internal/media"
	"github.com/cumbre-meet/cumbre/bench/internal/receive"
)

// soundDelays bounds the delays that a subscriber keeps: ten minutes of three speakers. Later ones are not kept.
const soundDelays = 3 * 50 * 600

// receiverSSRC is the sender's in feedback of those who send nothing, as in libwebrtc. Janus drops feedback from 0.
const receiverSSRC = 1

// Subscriber counts all that one participant receives, on however many connections.
type Subscriber struct {
	now func() time.Duration

	mu     sync.Mutex
	tracks []*track
	delays []time.Duration // of sound packets, from the publisher to here
	last   time.Duration   // when sound came
	gap    time.Duration   // the longest without sound, once some has come
}

// track is one stream; its goroutine pushes, others read under its lock.
type track struct {
	mu     sync.Mutex
	stream receive.Stream
}

// NewSubscriber makes one that counts by a clock, which its publishers share.
func NewSubscriber(now func() time.Duration) *Subscriber { return &Subscriber{now: now} }

// Attach counts what comes on a connection, until it ends.
func (s *Subscriber) Attach(pc *webrtc.PeerConnection) {
	pc.OnTrack(func(remote *webrtc.TrackRemote, _ *webrtc.RTPReceiver) {
		t := &track{stream: receive.Stream{Picture: remote.Kind() == webrtc.RTPCodecTypeVideo}}
		s.mu.Lock()
		s.tracks = append(s.tracks, t)
		s.mu.Unlock()
		go s.read(pc, remote, t)
	})
}

func (s *Subscriber) read(pc *webrtc.PeerConnection, remote *webrtc.TrackRemote, t *track) {
	buffer := make([]byte, 1600)
	var packet rtp.Packet
	for {
		n, _, err := remote.Read(buffer)
		if err != nil {
			return
		}
		if packet.Unmarshal(buffer[:n]) != nil {
			continue
		}
		now := s.now()
		if !t.stream.Picture {
			s.sound(now, packet.Payload)
		}
		t.mu.Lock()
		t.stream.Push(now, describe(&packet, n, t.stream.Picture))
		ask := t.stream.Ask(now)
		t.mu.Unlock()
		if feedback := requests(uint32(remote.SSRC()), ask); feedback != nil {
			_ = pc.WriteRTCP(feedback) // fails only where the connection ends, and then reading does too
		}
	}
}

// describe reads VP8's payload descriptor (RFC 7741 section 4.2) and the P bit of its header (section 4.3).
func describe(p *rtp.Packet, size int, picture bool) receive.Packet {
	out := receive.Packet{Number: p.SequenceNumber, Size: size, Marker: p.Marker}
	if !picture {
		return out
	}
	var d codecs.VP8Packet
	payload, err := d.Unmarshal(p.Payload)
	if err == nil && len(payload) > 0 && d.S == 1 && d.PID == 0 {
		out.Start, out.Key = true, media.IsKey(payload)
	}
	return out
}

// requests writes NACK (RFC 4585 section 6.2.1) and PLI (6.3.1).
func requests(ssrc uint32, ask receive.Ask) []rtcp.Packet {
	var out []rtcp.Packet
	if len(ask.Numbers) > 0 {
		slices.Sort(ask.Numbers)
		out = append(out, &rtcp.TransportLayerNack{SenderSSRC: receiverSSRC, MediaSSRC: ssrc, Nacks: rtcp.NackPairsFromSequenceNumbers(ask.Numbers)})
	}
	if ask.Keyframe {
		out = append(out, &rtcp.PictureLossIndication{SenderSSRC: receiverSSRC, MediaSSRC: ssrc})
	}
	return out
}

func (s *Subscriber) sound(now time.Duration, payload []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.last > 0 {
		s.gap = max(s.gap, now-s.last)
	}
	s.last = now
	if sent, ok := media.SoundSent(payload); ok && len(s.delays) < soundDelays {
		s.delays = append(s.delays, now-sent)
	}
}

// Counts is what a subscriber has received.
type Counts struct {
	Sound, Picture receive.Stats // sums; FirstFrame and First are the latest of all streams
	Sounds         int           // streams that brought packets
	Pictures       int           // streams that brought a whole frame
}

// Counts sums up what has come so far.
func (s *Subscriber) Counts() Counts {
	s.mu.Lock()
	tracks := slices.Clone(s.tracks)
	s.mu.Unlock()
	var out Counts
	for _, t := range tracks {
		t.mu.Lock()
		stats := t.stream.Stats()
		t.mu.Unlock()
		switch {
		case stats.Packets == 0:
		case t.stream.Picture:
			out.Picture = out.Picture.Add(stats)
			if stats.Frames > 0 {
				out.Pictures++
			}
		default:
			out.Sound = out.Sound.Add(stats)
			out.Sounds++
		}
	}
	return out
}

// SoundWindow gives the delays of the sound packets, and the longest time without one, since the last call.
func (s *Subscriber) SoundWindow() (delays []time.Duration, gap time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delays, gap = s.delays, s.gap
	s.delays, s.gap = nil, 0
	return delays, gap
}
