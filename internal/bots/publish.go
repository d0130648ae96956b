package bots

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pion/interceptor"
	"github.com/pion/rtcp"
	"github.com/pion/rtp"
	"github.com/pion/rtp/codecs"
	"github.com/pion/webrtc/v4"
)

const (
	// maxPayload is the most that one RTP packet carries of a picture, in bytes: with headers, SRTP and UDP it
	// stays under 1,200, which every path takes. More would save packets on most paths and lose all on some.
	maxPayload = 1120
	// pictureDescriptor is the VP8 payload descriptor with a 15-bit picture identifier (RFC 7741 section 4.2).
	pictureDescriptor = 4
	// pause is how long the sound must have stopped for the RTP time to follow the wall clock: longer than a
	// busy machine delays a timer, shorter than anybody hears as lip-sync.
	pause = 120 * time.Millisecond
	// silentLevel is RFC 6464's digital silence.
	silentLevel = 127
)

// soundSender sends Opus on one line, with the audio level.
type soundSender struct {
	track       *webrtc.TrackLocalStaticRTP
	transceiver *webrtc.RTPTransceiver

	mu     sync.Mutex
	header rtp.Header
	level  uint8     // header extension's identifier; 0: not negotiated
	until  time.Time // when what was sent last has been heard
}

func newSoundSender(pc *webrtc.PeerConnection) (*soundSender, error) {
	track, err := webrtc.NewTrackLocalStaticRTP(opusCapability(), "microphone", "bot")
	if err != nil {
		return nil, err
	}
	t, err := pc.AddTransceiverFromTrack(track, webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionSendonly})
	if err != nil {
		return nil, err
	}
	go drain(t.Sender())
	return &soundSender{track: track, transceiver: t, header: rtp.Header{
		Version: 2, SequenceNumber: uint16(rand.Uint32()), Timestamp: rand.Uint32(),
	}}, nil
}

// drain reads a sender's RTCP so that pion's interceptors see it; it ends with the connection.
func drain(s *webrtc.RTPSender) {
	for {
		if _, _, err := s.ReadRTCP(); err != nil {
			return
		}
	}
}

func (s *soundSender) negotiated() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.level = extension(s.transceiver.Sender(), uriAudioLevel)
}

// extension is a negotiated header extension's identifier, 0 without.
func extension(s *webrtc.RTPSender, uri string) uint8 {
	for _, e := range s.GetParameters().HeaderExtensions {
		if e.URI == uri {
			return uint8(e.ID)
		}
	}
	return 0
}

// Sound is one Opus packet to send.
type Sound struct {
	Payload  []byte
	Duration time.Duration // of its sound
	Level    uint8         // RFC 6464: dBov below full scale, 0 loudest, 127 silence
	Voice    bool          // RFC 6464's V bit
}

// SendSound sends one packet of the microphone. The RTP time goes on by each packet's duration, and over a pause
// (discontinuous transmission) by the wall clock.
func (p *Peer) SendSound(sound Sound) error {
	s := p.sound
	if s == nil {
		return errors.New("the client has no microphone line")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	first := now.Sub(s.until) > pause
	if first {
		if !s.until.IsZero() {
			s.header.Timestamp += uint32(now.Sub(s.until) * 48000 / time.Second)
		}
		s.until = now
	}
	s.until = s.until.Add(sound.Duration)
	h := s.header
	h.Marker = first // RFC 3551 section 4.1: the first packet after a pause
	s.header.SequenceNumber++
	s.header.Timestamp += uint32(sound.Duration * 48000 / time.Second)
	if s.level != 0 {
		b := sound.Level & 0x7f
		if sound.Voice {
			b |= 0x80
		}
		if err := h.SetExtension(s.level, []byte{b}); err != nil {
			return fmt.Errorf("audio level: %w", err)
		}
	}
	return s.track.WriteRTP(&rtp.Packet{Header: h, Payload: sound.Payload})
}

// pictureSender sends VP8 on one line, in one stream or in simulcast layers.
type pictureSender struct {
	transceiver *webrtc.RTPTransceiver
	layers      map[string]*layerSender // by rid; "" without simulcast
}

// layerSender is one stream of a picture.
type layerSender struct {
	track    *webrtc.TrackLocalStaticRTP
	keyframe atomic.Bool // somebody asked for one
	asked    atomic.Int64

	mu      sync.Mutex
	header  rtp.Header
	base    uint32 // RTP time of duration 0
	packets codecs.VP8Payloader
	mid     uint8 // header extensions' identifiers; 0: not negotiated
	rid     uint8
	midText []byte
}

func newPictureSender(pc *webrtc.PeerConnection, id string, rids []string) (*pictureSender, error) {
	s := &pictureSender{layers: make(map[string]*layerSender)}
	if len(rids) == 0 {
		rids = []string{""}
	}
	for _, rid := range rids {
		if err := s.addLayer(pc, id, rid); err != nil {
			return nil, fmt.Errorf("layer %q: %w", rid, err)
		}
	}
	return s, nil
}

func (s *pictureSender) addLayer(pc *webrtc.PeerConnection, id, rid string) error {
	var options []func(*webrtc.TrackLocalStaticRTP)
	if rid != "" {
		options = append(options, webrtc.WithRTPStreamID(rid))
	}
	track, err := webrtc.NewTrackLocalStaticRTP(webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeVP8, ClockRate: 90000}, id, "bot", options...)
	if err != nil {
		return err
	}
	if s.transceiver == nil {
		s.transceiver, err = pc.AddTransceiverFromTrack(track, webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionSendonly})
	} else {
		err = s.transceiver.Sender().AddEncoding(track)
	}
	if err != nil {
		return err
	}
	l := &layerSender{
		track: track, base: rand.Uint32(), packets: codecs.VP8Payloader{EnablePictureID: true},
		header: rtp.Header{Version: 2, SequenceNumber: uint16(rand.Uint32())},
	}
	s.layers[rid] = l
	go l.listen(s.transceiver.Sender(), rid)
	return nil
}

// listen notes requests for a keyframe (RFC 4585 section 6.3.1, RFC 5104 section 4.3.1); it ends with the
// connection. pion's interceptors answer NACKs on their own.
func (l *layerSender) listen(s *webrtc.RTPSender, rid string) {
	read := s.ReadRTCP
	if rid != "" {
		read = func() ([]rtcp.Packet, interceptor.Attributes, error) { return s.ReadSimulcastRTCP(rid) }
	}
	for {
		packets, _, err := read()
		if err != nil {
			return
		}
		l.notice(packets)
	}
}

func (l *layerSender) notice(packets []rtcp.Packet) {
	for _, p := range packets {
		switch p.(type) {
		case *rtcp.PictureLossIndication, *rtcp.FullIntraRequest:
			l.asked.Add(1)
			l.keyframe.Store(true)
		}
	}
}

func (s *pictureSender) negotiated() {
	sender := s.transceiver.Sender()
	mid, rid := extension(sender, uriMID), extension(sender, uriRID)
	for name, l := range s.layers {
		l.mu.Lock()
		l.midText = []byte(s.transceiver.Mid())
		l.mid = mid
		if name != "" {
			l.rid = rid
		}
		l.mu.Unlock()
	}
}

// SendPicture sends one encoded VP8 frame of the camera's layer rid ("" without simulcast), at a time of the
// picture's clock.
func (p *Peer) SendPicture(rid string, frame []byte, at time.Duration) error {
	return p.camera.send(rid, frame, at)
}

// SendScreen sends one encoded VP8 frame of the screen.
func (p *Peer) SendScreen(frame []byte, at time.Duration) error { return p.screen.send("", frame, at) }

// KeyframeWanted tells once whether somebody asked for a keyframe of the camera's layer since the last call.
func (p *Peer) KeyframeWanted(rid string) bool { return p.camera.wanted(rid) }

// ScreenKeyframeWanted is KeyframeWanted of the screen.
func (p *Peer) ScreenKeyframeWanted() bool { return p.screen.wanted("") }

func (s *pictureSender) wanted(rid string) bool {
	if s == nil || s.layers[rid] == nil {
		return false
	}
	return s.layers[rid].keyframe.Swap(false)
}

func (s *pictureSender) send(rid string, frame []byte, at time.Duration) error {
	if s == nil || s.layers[rid] == nil {
		return fmt.Errorf("the client has no such picture line or layer %q", rid)
	}
	return s.layers[rid].send(rid, frame, at)
}

// send cuts a frame into packets (RFC 7741) and writes them; the last has the marker.
func (l *layerSender) send(rid string, frame []byte, at time.Duration) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.header.Timestamp = l.base + uint32(at.Microseconds()*90/1000)
	parts := l.packets.Payload(maxPayload, frame)
	for i, part := range parts {
		h := l.header
		h.Marker = i == len(parts)-1
		l.header.SequenceNumber++
		if err := l.identify(&h, rid); err != nil {
			return err
		}
		if err := l.track.WriteRTP(&rtp.Packet{Header: h, Payload: part}); err != nil {
			return err
		}
	}
	return nil
}

// identify stamps the line and the layer on a packet: without SSRCs in the SDP the server knows it by them alone.
func (l *layerSender) identify(h *rtp.Header, rid string) error {
	if l.mid != 0 {
		if err := h.SetExtension(l.mid, l.midText); err != nil {
			return fmt.Errorf("mid: %w", err)
		}
	}
	if l.rid != 0 {
		if err := h.SetExtension(l.rid, []byte(rid)); err != nil {
			return fmt.Errorf("rid: %w", err)
		}
	}
	return nil
}

// PacketsOf is how many RTP packets a picture of so many bytes becomes.
func PacketsOf(size int) int {
	const room = maxPayload - pictureDescriptor
	return (size + room - 1) / room
}
