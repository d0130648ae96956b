// Package peer is the WebRTC side of every participant: one way to set pion up, whichever server it speaks to.
package peer

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"time"

	"github.com/pion/interceptor"
	"github.com/pion/interceptor/pkg/nack"
	"github.com/pion/webrtc/v4"
)

const (
	payloadOpus   = 111
	payloadVP8    = 96
	payloadVP8RTX = 97

	uriAudioLevel = "urn:ietf:params:rtp-hdrext:ssrc-audio-level" // RFC 6464
	uriMID        = "urn:ietf:params:rtp-hdrext:sdes:mid"         // RFC 8843 section 15

	iceLost      = 20 * time.Second // a burst of joins on a busy machine is no lost path
	iceFailed    = 40 * time.Second
	iceKeepAlive = 2 * time.Second
	// iceRequests is how many checks may stay unanswered: pion's 7 give a path up after 1.6 s, for good.
	iceRequests = 100
)

// Factory makes connections that are alike: Opus and VP8 with NACK, RTX, PLI, reports and transport-wide feedback, as
// browsers offer them. All share one certificate: making them is not what is measured.
type Factory struct {
	certificate webrtc.Certificate
	clock       time.Time
	loopback    bool
}

// NewFactory makes a Factory for a server at an address (scheme and host); its clock begins now.
func NewFactory(server string) (*Factory, error) {
	u, err := url.Parse(server)
	if err != nil {
		return nil, err
	}
	ip, _ := netip.ParseAddr(u.Hostname())
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	c, err := webrtc.GenerateCertificate(key)
	if err != nil {
		return nil, err
	}
	return &Factory{certificate: *c, clock: time.Now(), loopback: ip.IsLoopback() || u.Hostname() == "localhost"}, nil
}

// Now is the time since the factory was made: the clock of everything that is measured.
func (f *Factory) Now() time.Duration { return time.Since(f.clock) }

// Connection makes a connection over a path; nil: the system's network as it is.
func (f *Factory) Connection(path *Path) (*webrtc.PeerConnection, error) {
	m := &webrtc.MediaEngine{}
	r := &interceptor.Registry{}
	answers, err := nack.NewResponderInterceptor() // what is asked of us: Subscriber does the asking
	if err != nil {
		return nil, err
	}
	r.Add(answers)
	r.Add(levels{})
	if err := errors.Join(
		registerCodecs(m),
		m.RegisterHeaderExtension(webrtc.RTPHeaderExtensionCapability{URI: uriMID}, webrtc.RTPCodecTypeAudio),
		m.RegisterHeaderExtension(webrtc.RTPHeaderExtensionCapability{URI: uriMID}, webrtc.RTPCodecTypeVideo),
		m.RegisterHeaderExtension(webrtc.RTPHeaderExtensionCapability{URI: uriAudioLevel}, webrtc.RTPCodecTypeAudio),
		webrtc.ConfigureRTCPReports(r),
		webrtc.ConfigureTWCCHeaderExtensionSender(m, r),
		webrtc.ConfigureTWCCSender(m, r),
	); err != nil {
		return nil, err
	}
	s := webrtc.SettingEngine{}
	s.SetICETimeouts(iceLost, iceFailed, iceKeepAlive)
	s.SetICEMaxBindingRequests(iceRequests)
	s.SetNetworkTypes([]webrtc.NetworkType{webrtc.NetworkTypeUDP4})
	// A candidate that reaches nobody holds up pion's nomination of the one that does until its next turn, 200 ms later.
	s.SetIncludeLoopbackCandidate(f.loopback)
	s.SetReceiveMTU(1600)
	if path != nil {
		n, err := newNetwork(*path)
		if err != nil {
			return nil, err
		}
		s.SetNet(n)
	}
	api := webrtc.NewAPI(webrtc.WithMediaEngine(m), webrtc.WithInterceptorRegistry(r), webrtc.WithSettingEngine(s))
	return api.NewPeerConnection(webrtc.Configuration{Certificates: []webrtc.Certificate{f.certificate}})
}

func registerCodecs(m *webrtc.MediaEngine) error {
	feedback := []webrtc.RTCPFeedback{{Type: "goog-remb"}, {Type: "ccm", Parameter: "fir"}, {Type: "nack"}, {Type: "nack", Parameter: "pli"}}
	return errors.Join(
		m.RegisterCodec(webrtc.RTPCodecParameters{
			RTPCodecCapability: webrtc.RTPCodecCapability{
				MimeType: webrtc.MimeTypeOpus, ClockRate: 48000, Channels: 2, SDPFmtpLine: "minptime=10;useinbandfec=1",
			},
			PayloadType: payloadOpus,
		}, webrtc.RTPCodecTypeAudio),
		m.RegisterCodec(webrtc.RTPCodecParameters{
			RTPCodecCapability: webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeVP8, ClockRate: 90000, RTCPFeedback: feedback},
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

// Gather applies the own description and gives it back with its candidates.
func Gather(ctx context.Context, pc *webrtc.PeerConnection, d webrtc.SessionDescription) (string, error) {
	done := webrtc.GatheringCompletePromise(pc)
	if err := pc.SetLocalDescription(d); err != nil {
		return "", fmt.Errorf("applying the own description: %w", err)
	}
	select {
	case <-done:
		return pc.LocalDescription().SDP, nil
	case <-ctx.Done():
		return "", fmt.Errorf("gathering candidates: %w", ctx.Err())
	}
}

// Offer makes the own offer, with its candidates.
func Offer(ctx context.Context, pc *webrtc.PeerConnection) (string, error) {
	o, err := pc.CreateOffer(nil)
	if err != nil {
		return "", fmt.Errorf("making an offer: %w", err)
	}
	return Gather(ctx, pc, o)
}

// Answer applies the server's offer and makes the answer, with its candidates.
func Answer(ctx context.Context, pc *webrtc.PeerConnection, offer string) (string, error) {
	if err := pc.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeOffer, SDP: offer}); err != nil {
		return "", fmt.Errorf("applying the server's offer: %w", err)
	}
	a, err := pc.CreateAnswer(nil)
	if err != nil {
		return "", fmt.Errorf("making an answer: %w", err)
	}
	return Gather(ctx, pc, a)
}

// Answered applies the server's answer.
func Answered(pc *webrtc.PeerConnection, answer string) error {
	if err := pc.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: answer}); err != nil {
		return fmt.Errorf("applying the server's answer: %w", err)
	}
	return nil
}

// AwaitConnected waits until media can flow.
func AwaitConnected(ctx context.Context, pc *webrtc.PeerConnection) error {
	changed := make(chan struct{}, 1)
	pc.OnConnectionStateChange(func(webrtc.PeerConnectionState) {
		select {
		case changed <- struct{}{}:
		default:
		}
	})
	for {
		switch s := pc.ConnectionState(); s {
		case webrtc.PeerConnectionStateConnected:
			return nil
		case webrtc.PeerConnectionStateFailed, webrtc.PeerConnectionStateClosed:
			return fmt.Errorf("the media connection is %v", s)
		default:
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("connecting media (ICE is %v): %w", pc.ICEConnectionState(), ctx.Err())
		}
	}
}

// Send adds a participant's tracks, and gives their senders to feedback, each on a goroutine that ends with the
// connection.
func Send(pc *webrtc.PeerConnection, tracks []webrtc.TrackLocal, feedback func(*webrtc.RTPSender)) error {
	for _, track := range tracks {
		t, err := pc.AddTransceiverFromTrack(track, webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionSendonly})
		if err != nil {
			return fmt.Errorf("sending %s: %w", track.ID(), err)
		}
		go feedback(t.Sender())
	}
	return nil
}

// Receive adds receive-only lines, sounds first.
func Receive(pc *webrtc.PeerConnection, sounds, pictures int) error {
	for i := range sounds + pictures {
		kind := webrtc.RTPCodecTypeAudio
		if i >= sounds {
			kind = webrtc.RTPCodecTypeVideo
		}
		if _, err := pc.AddTransceiverFromKind(kind, webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionRecvonly}); err != nil {
			return err
		}
	}
	return nil
}
