package server

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"

	"github.com/cumbre-meet/cumbre/internal/media/red"
)

// newREDPeer knows Opus and, with knowsRED, RED of it, under libwebrtc's payload types.
func newREDPeer(t *testing.T, knowsRED bool) *webrtc.PeerConnection {
	t.Helper()
	var settings webrtc.SettingEngine
	settings.SetIncludeLoopbackCandidate(true)
	settings.SetNetworkTypes([]webrtc.NetworkType{webrtc.NetworkTypeUDP4})
	var media webrtc.MediaEngine
	codecs := []webrtc.RTPCodecParameters{
		{PayloadType: 111, RTPCodecCapability: webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeOpus, ClockRate: 48000, Channels: 2}},
		{PayloadType: 63, RTPCodecCapability: redCapability()},
	}
	if !knowsRED {
		codecs = codecs[:1]
	}
	for _, c := range codecs {
		if err := media.RegisterCodec(c, webrtc.RTPCodecTypeAudio); err != nil {
			t.Fatal(err)
		}
	}
	pc, err := webrtc.NewAPI(webrtc.WithSettingEngine(settings), webrtc.WithMediaEngine(&media)).NewPeerConnection(webrtc.Configuration{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = pc.Close() })
	return pc
}

func redCapability() webrtc.RTPCodecCapability {
	return webrtc.RTPCodecCapability{MimeType: "audio/red", ClockRate: 48000, Channels: 2, SDPFmtpLine: "111/111"}
}

// ear is what one viewer got: the numbers of the sounds, and how many packets were in RED.
type ear struct {
	mu    sync.Mutex
	heard []byte
	inRED int
	wrong error
}

func (e *ear) take(p *rtp.Packet) {
	e.mu.Lock()
	defer e.mu.Unlock()
	payload := p.Payload
	if p.PayloadType == 63 {
		e.inRED++
		r, err := red.Parse(payload, 111)
		if err != nil {
			e.wrong = err
			return
		}
		payload = payload[r.Primary:]
	}
	e.heard = append(e.heard, payload[1])
}

func (e *ear) counts() (heard, inRED int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return len(e.heard), e.inRED
}

// listenTo hears a meeting by WHEP.
func listenTo(t *testing.T, s *Server, meeting, token string, knowsRED bool) *ear {
	t.Helper()
	pc := newREDPeer(t, knowsRED)
	if _, err := pc.AddTransceiverFromKind(webrtc.RTPCodecTypeAudio, webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionRecvonly}); err != nil {
		t.Fatal(err)
	}
	e := &ear{}
	pc.OnTrack(func(track *webrtc.TrackRemote, _ *webrtc.RTPReceiver) {
		for {
			p, _, err := track.ReadRTP()
			if err != nil {
				return
			}
			e.take(p)
		}
	})
	connect(t, s, pc, "/whep/"+meeting, token)
	return e
}

// sayInRED sends a sound every 20 ms with the one before it, and leaves out every fifth.
func sayInRED(ctx context.Context, audio *webrtc.TrackLocalStaticRTP) {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for n := 0; ; n++ {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		if n%5 == 4 {
			continue
		}
		_ = audio.WriteRTP(&rtp.Packet{ // a connection that is being closed
			Header: rtp.Header{Version: 2, SequenceNumber: uint16(n), Timestamp: uint32(n * 960)},
			Payload: red.Append(nil, 111, []byte{0xfc, byte(n)},
				red.Block{Offset: 960, Data: []byte{0xfc, byte(n - 1)}}),
		})
	}
}

// A publisher in RED, whose network loses every fifth packet: a viewer who knows RED gets it, one who does not gets
// Opus, and both get all that was said.
func TestSoundInREDArrivesAtEveryViewer(t *testing.T) {
	s := start(t, testConfig(t))
	meeting := createMeeting(t, s)
	room := invite(t, s, meeting, map[string]any{"role": "delegate", "name": "Room system", "lobby": false})
	press := invite(t, s, meeting, map[string]any{"role": "press", "name": "Press", "lobby": false, "shared": true})

	pc := newREDPeer(t, true)
	audio, err := webrtc.NewTrackLocalStaticRTP(redCapability(), "a", "s")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := pc.AddTransceiverFromTrack(audio, webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionSendonly}); err != nil {
		t.Fatal(err)
	}
	connect(t, s, pc, "/whip/"+meeting, room.Token)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	t.Cleanup(func() { cancel(); <-done })
	go func() { defer close(done); sayInRED(ctx, audio) }()

	knows := listenTo(t, s, meeting, press.Token, true)
	plain := listenTo(t, s, meeting, press.Token, false)
	const enough = 40
	eventually(t, "both hear", func() bool {
		a, inRED := knows.counts()
		b, _ := plain.counts()
		return a >= enough && inRED >= enough/2 && b >= enough
	})
	for name, e := range map[string]*ear{"who knows RED": knows, "the plain one": plain} {
		e.mu.Lock()
		heard := slices.Clone(e.heard[:enough])
		if e.wrong != nil || name == "the plain one" && e.inRED > 0 {
			t.Errorf("%s got %d packets in RED; %v", name, e.inRED, e.wrong)
		}
		e.mu.Unlock()
		for i := range heard {
			if want := heard[0] + byte(i); heard[i] != want {
				t.Errorf("%s heard %v: %d is not at %d", name, heard, want, i)
				break
			}
		}
	}
}
