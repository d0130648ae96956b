package bots

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/pion/interceptor"
	"github.com/pion/interceptor/pkg/nack"
	"github.com/pion/webrtc/v4"

	"github.com/cumbre-meet/cumbre/internal/protocol"
)

const (
	// Payload types and the feedback that a browser offers for VP8; the numbers are Chromium's.
	payloadOpus   = 111
	payloadVP8    = 96
	payloadVP8RTX = 97

	uriAudioLevel = "urn:ietf:params:rtp-hdrext:ssrc-audio-level"   // RFC 6464
	uriMID        = "urn:ietf:params:rtp-hdrext:sdes:mid"           // RFC 8843 section 15
	uriRID        = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id" // RFC 8852
	opusFmtp      = "minptime=10;useinbandfec=1;usedtx=1"           // RFC 7587 section 6.1
	connectAfter  = 20 * time.Second                                // a connection that needs longer has failed
	iceFailed     = 60 * time.Second                                // as long as the server keeps a lost participant
	iceLost       = 5 * time.Second                                 // without consent: "disconnected"
	iceKeepAlive  = 2 * time.Second
	// iceRequests is how many checks of a pair may stay unanswered, at five a second: as long as connectAfter. Pion's
	// 8 give a path up after 1.6 s for good, and with one path, as over TCP, nothing is left to connect on a busy machine.
	iceRequests = 100
)

// Peer is one PeerConnection with everything that a bot sends and counts on it. The live session's Client and the
// WHIP and WHEP clients share it. Its methods may be called from any goroutine.
type Peer struct {
	pc     *webrtc.PeerConnection
	config PeerConfig

	sound  *soundSender
	camera *pictureSender
	screen *pictureSender

	state chan struct{} // gets a token when the connection's state changed

	mu       sync.Mutex
	lines    []line // in the order of the offer
	counters []*counter
}

// PeerConfig says what a Peer sends and receives and who is told.
type PeerConfig struct {
	Microphone, Camera, Screen bool
	Simulcast                  []string // the camera's layers, best first
	ReceiveSound               []string // uses of receive-only sound lines, in order
	ReceivePicture             []string // the same of picture lines, after the sounds
	TCPOnly                    bool
	Relays                     []webrtc.ICEServer // not nil: media goes through them alone
	Loss                       float64            // share of the media's datagrams lost in each direction, 0 to 1; not with TCPOnly
	OnFrame                    func(mid string, frame []byte, rtpTime uint32)
	OnSound                    func(mid string, payload []byte, rtpTime uint32)
}

// line is one m-line: what it is for and its transceiver.
type line struct {
	use         string
	transceiver *webrtc.RTPTransceiver
}

// newAPI sets pion up as a browser with Opus and VP8 would be: NACK and RTX both ways, reports, transport-wide
// congestion control feedback, and the header extensions that the server reads.
func newAPI(config PeerConfig) (*webrtc.API, error) {
	m := &webrtc.MediaEngine{}
	if err := registerCodecs(m); err != nil {
		return nil, err
	}
	for _, uri := range []string{uriMID, uriAudioLevel} {
		if err := m.RegisterHeaderExtension(webrtc.RTPHeaderExtensionCapability{URI: uri}, webrtc.RTPCodecTypeAudio); err != nil {
			return nil, err
		}
	}
	r := &interceptor.Registry{}
	answers, err := nack.NewResponderInterceptor() // what is asked of us; asker does the asking
	if err != nil {
		return nil, err
	}
	r.Add(answers)
	if err := errors.Join(
		webrtc.ConfigureRTCPReports(r),
		webrtc.ConfigureSimulcastExtensionHeaders(m),
		webrtc.ConfigureTWCCHeaderExtensionSender(m, r),
		webrtc.ConfigureTWCCSender(m, r),
	); err != nil {
		return nil, err
	}
	s := webrtc.SettingEngine{}
	s.SetIncludeLoopbackCandidate(true)
	s.SetICETimeouts(iceLost, iceFailed, iceKeepAlive)
	s.SetICEMaxBindingRequests(iceRequests)
	s.SetNetworkTypes([]webrtc.NetworkType{webrtc.NetworkTypeUDP4, webrtc.NetworkTypeUDP6})
	if config.Loss > 0 {
		bad, err := newLossyNet(config.Loss)
		if err != nil {
			return nil, err
		}
		s.SetNet(bad)
	}
	if config.Relays != nil {
		s.SetRelayAcceptanceMinWait(0) // nothing better comes
	}
	if config.TCPOnly {
		s.SetNetworkTypes([]webrtc.NetworkType{webrtc.NetworkTypeTCP4, webrtc.NetworkTypeTCP6})
	}
	return webrtc.NewAPI(webrtc.WithMediaEngine(m), webrtc.WithInterceptorRegistry(r), webrtc.WithSettingEngine(s)), nil
}

func registerCodecs(m *webrtc.MediaEngine) error {
	picture := []webrtc.RTCPFeedback{{Type: "goog-remb"}, {Type: "ccm", Parameter: "fir"}, {Type: "nack"}, {Type: "nack", Parameter: "pli"}}
	return errors.Join(
		m.RegisterCodec(webrtc.RTPCodecParameters{
			RTPCodecCapability: opusCapability(), PayloadType: payloadOpus,
		}, webrtc.RTPCodecTypeAudio),
		m.RegisterCodec(webrtc.RTPCodecParameters{
			RTPCodecCapability: webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeVP8, ClockRate: 90000, RTCPFeedback: picture},
			PayloadType:        payloadVP8,
		}, webrtc.RTPCodecTypeVideo),
		m.RegisterCodec(webrtc.RTPCodecParameters{
			RTPCodecCapability: webrtc.RTPCodecCapability{
				MimeType: webrtc.MimeTypeRTX, ClockRate: 90000, SDPFmtpLine: fmt.Sprintf("apt=%d", payloadVP8),
			},
			PayloadType: payloadVP8RTX,
		}, webrtc.RTPCodecTypeVideo),
	)
}

func opusCapability() webrtc.RTPCodecCapability {
	return webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeOpus, ClockRate: 48000, Channels: 2, SDPFmtpLine: opusFmtp}
}

// newPeer makes a PeerConnection with all its lines, in the order of the protocol: what is sent, then the sounds
// and the pictures that are received.
func newPeer(config PeerConfig) (*Peer, error) {
	api, err := newAPI(config)
	if err != nil {
		return nil, err
	}
	configuration := webrtc.Configuration{ICEServers: config.Relays}
	if config.Relays != nil {
		configuration.ICETransportPolicy = webrtc.ICETransportPolicyRelay
	}
	pc, err := api.NewPeerConnection(configuration)
	if err != nil {
		return nil, err
	}
	p := &Peer{pc: pc, config: config, state: make(chan struct{}, 1)}
	pc.OnConnectionStateChange(func(webrtc.PeerConnectionState) {
		select {
		case p.state <- struct{}{}:
		default:
		}
	})
	pc.OnTrack(p.onTrack)
	if err := p.addLines(); err != nil {
		_ = pc.Close()
		return nil, err
	}
	return p, nil
}

func (p *Peer) addLines() error {
	var err error
	if p.config.Microphone {
		if p.sound, err = newSoundSender(p.pc); err != nil {
			return err
		}
		p.addLine("microphone", p.sound.transceiver)
	}
	if p.config.Camera {
		if p.camera, err = newPictureSender(p.pc, "camera", p.config.Simulcast); err != nil {
			return err
		}
		p.addLine("camera", p.camera.transceiver)
	}
	if p.config.Screen {
		if p.screen, err = newPictureSender(p.pc, "screen", nil); err != nil {
			return err
		}
		p.addLine("screen", p.screen.transceiver)
	}
	for _, use := range p.config.ReceiveSound {
		if err := p.addReceiver(use, webrtc.RTPCodecTypeAudio); err != nil {
			return err
		}
	}
	for _, use := range p.config.ReceivePicture {
		if err := p.addReceiver(use, webrtc.RTPCodecTypeVideo); err != nil {
			return err
		}
	}
	return nil
}

func (p *Peer) addReceiver(use string, kind webrtc.RTPCodecType) error {
	t, err := p.pc.AddTransceiverFromKind(kind, webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionRecvonly})
	if err != nil {
		return err
	}
	p.addLine(use, t)
	return nil
}

func (p *Peer) addLine(use string, t *webrtc.RTPTransceiver) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.lines = append(p.lines, line{use, t})
}

// offer makes an offer, with new ICE credentials where restart is true. Candidates are not awaited: the server is
// ICE-lite and learns the client's address from its checks.
func (p *Peer) offer(restart bool) (string, error) {
	o, err := p.pc.CreateOffer(&webrtc.OfferOptions{ICERestart: restart})
	if err != nil {
		return "", fmt.Errorf("making an offer: %w", err)
	}
	if err := p.pc.SetLocalDescription(o); err != nil {
		return "", fmt.Errorf("applying the own offer: %w", err)
	}
	return o.SDP, nil
}

// offerLines says what the offer's lines are for.
func (p *Peer) offerLines() []protocol.OfferLine {
	p.mu.Lock()
	defer p.mu.Unlock()
	out := make([]protocol.OfferLine, 0, len(p.lines))
	for _, l := range p.lines {
		out = append(out, protocol.OfferLine{MID: l.transceiver.Mid(), Use: l.use})
	}
	return out
}

// answered applies the server's answer.
func (p *Peer) answered(sdp string) error {
	if err := p.pc.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: sdp}); err != nil {
		return fmt.Errorf("applying the server's answer: %w", err)
	}
	return nil
}

// awaitConnected waits until ICE and DTLS are done.
func (p *Peer) awaitConnected(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, connectAfter)
	defer cancel()
	for {
		switch s := p.pc.ConnectionState(); s {
		case webrtc.PeerConnectionStateConnected:
			p.negotiated()
			return nil
		case webrtc.PeerConnectionStateFailed, webrtc.PeerConnectionStateClosed:
			return fmt.Errorf("the media connection is %v", s)
		default:
		}
		select {
		case <-p.state:
		case <-ctx.Done():
			return fmt.Errorf("connecting media (ICE is %v): %w", p.pc.ICEConnectionState(), ctx.Err())
		}
	}
}

// negotiated tells the senders the header extensions' identifiers.
func (p *Peer) negotiated() {
	if p.sound != nil {
		p.sound.negotiated()
	}
	for _, s := range []*pictureSender{p.camera, p.screen} {
		if s != nil {
			s.negotiated()
		}
	}
}

// Close ends the connection.
func (p *Peer) Close() { _ = p.pc.Close() }

// PeerConnection is the connection, for tests that look inside.
func (p *Peer) PeerConnection() *webrtc.PeerConnection { return p.pc }

// MID gives the mid of the n-th line (from 0) with a use; "" where there is none.
func (p *Peer) MID(use string, n int) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, l := range p.lines {
		if l.use == use {
			if n == 0 {
				return l.transceiver.Mid()
			}
			n--
		}
	}
	return ""
}
