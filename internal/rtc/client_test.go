package rtc

import (
	"context"
	"log/slog"
	"net/netip"
	"sync"
	"testing"
	"time"

	pionice "github.com/pion/ice/v4"
	"github.com/pion/webrtc/v4"

	"github.com/cumbre-meet/cumbre/internal/sfu"
	"github.com/cumbre-meet/cumbre/internal/units"
)

const patience = 10 * time.Second

// eventually polls until ok is true.
func eventually(t testing.TB, what string, ok func() bool) {
	t.Helper()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	deadline := time.Now().Add(patience)
	for !ok() {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain: %s", what)
		}
		<-tick.C
	}
}

func loopback() netip.Addr { return netip.MustParseAddr("127.0.0.1") }

// startEngine runs an engine on loopback; change may edit its configuration.
func startEngine(t testing.TB, change func(*Config)) *Engine {
	t.Helper()
	cfg := Config{UDP: true, TCP: true, Addresses: []netip.Addr{loopback()}}
	if change != nil {
		change(&cfg)
	}
	e, err := New(cfg, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	e.Start(context.Background())
	t.Cleanup(func() { _ = e.Close() })
	return e
}

// receiver is a Receiver that records; handle, if set, gets each RTP packet on the loop.
type receiver struct {
	transport sfu.Transport
	handle    func(packet []byte)

	mu           sync.Mutex
	lines        []sfu.Line
	rtp          [][]byte
	came         []units.Instant // of rtp
	rtcp         [][]byte
	connected    bool
	disconnected int
	quieted      []string // "silent", "heard" and "resumed", as they came
}

func (r *receiver) HandleRTP(now units.Instant, packet []byte) {
	if r.handle != nil {
		r.handle(packet)
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.rtp = append(r.rtp, append([]byte(nil), packet...))
	r.came = append(r.came, now)
}

func (r *receiver) HandleRTCP(_ units.Instant, compound []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.rtcp = append(r.rtcp, append([]byte(nil), compound...))
}

func (r *receiver) Connected(units.Instant) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.connected = true
}

func (r *receiver) Silent(units.Instant) { r.quiet("silent") }

func (r *receiver) Heard(units.Instant) { r.quiet("heard") }

func (r *receiver) Resumed(units.Instant) { r.quiet("resumed") }

func (r *receiver) quiet(what string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.quieted = append(r.quieted, what)
}

func (r *receiver) Disconnected(units.Instant) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.disconnected++
}

func (r *receiver) attach(_ units.Instant, t sfu.Transport, lines []sfu.Line) Receiver {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.transport, r.lines = t, lines
	return r
}

func (r *receiver) isConnected() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.connected
}

func (r *receiver) ended() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.disconnected
}

func (r *receiver) packets() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.rtp)
}

func (r *receiver) line(t testing.TB, use sfu.Use) sfu.Line {
	t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, l := range r.lines {
		if l.Use == use {
			return l
		}
	}
	t.Fatalf("no line is used as %s: %+v", use, r.lines)
	return sfu.Line{}
}

// client is a pion PeerConnection: an implementation of WebRTC that is not ours.
type client struct {
	*webrtc.PeerConnection
	audio *webrtc.TrackLocalStaticRTP
	video *webrtc.TrackLocalStaticRTP

	mu  sync.Mutex
	got map[string]int // packets by track id
}

func newClient(t testing.TB, tcpOnly bool) *client {
	t.Helper()
	return newClientWith(t, func(settings *webrtc.SettingEngine) {
		settings.SetIncludeLoopbackCandidate(true)
		settings.SetICEMulticastDNSMode(pionice.MulticastDNSModeDisabled)
		settings.SetNetworkTypes([]webrtc.NetworkType{webrtc.NetworkTypeUDP4})
		if tcpOnly {
			settings.SetNetworkTypes([]webrtc.NetworkType{webrtc.NetworkTypeTCP4})
		}
	})
}

func newClientWith(t testing.TB, change func(*webrtc.SettingEngine)) *client {
	t.Helper()
	var settings webrtc.SettingEngine
	change(&settings)
	settings.SetICETimeouts(5*time.Second, 25*time.Second, 500*time.Millisecond)
	pc, err := webrtc.NewAPI(webrtc.WithSettingEngine(settings), webrtc.WithMediaEngine(mediaEngine(t))).NewPeerConnection(webrtc.Configuration{})
	if err != nil {
		t.Fatal(err)
	}
	c := &client{PeerConnection: pc, got: make(map[string]int)}
	pc.OnTrack(func(track *webrtc.TrackRemote, _ *webrtc.RTPReceiver) {
		for {
			if _, _, err := track.ReadRTP(); err != nil {
				return
			}
			c.mu.Lock()
			c.got[track.ID()]++
			c.mu.Unlock()
		}
	})
	t.Cleanup(func() { _ = pc.Close() })
	return c
}

func mediaEngine(t testing.TB) *webrtc.MediaEngine {
	t.Helper()
	var m webrtc.MediaEngine
	if err := m.RegisterDefaultCodecs(); err != nil {
		t.Fatal(err)
	}
	return &m
}

func (c *client) received(track string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.got[track]
}

// publish adds a microphone and a camera to send.
func (c *client) publish(t testing.TB) {
	t.Helper()
	var err error
	if c.audio, err = webrtc.NewTrackLocalStaticRTP(webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeOpus}, "a", "s"); err != nil {
		t.Fatal(err)
	}
	if c.video, err = webrtc.NewTrackLocalStaticRTP(webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeVP8}, "v", "s"); err != nil {
		t.Fatal(err)
	}
	for _, track := range []webrtc.TrackLocal{c.audio, c.video} {
		if _, err := c.AddTransceiverFromTrack(track, webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionSendonly}); err != nil {
			t.Fatal(err)
		}
	}
}

// receive adds lines to receive on.
func (c *client) receive(t testing.TB, kinds ...webrtc.RTPCodecType) {
	t.Helper()
	for _, k := range kinds {
		if _, err := c.AddTransceiverFromKind(k, webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionRecvonly}); err != nil {
			t.Fatal(err)
		}
	}
}

// offer makes an offer with all candidates and sets it.
func (c *client) offer(t testing.TB, options *webrtc.OfferOptions) string {
	t.Helper()
	o, err := c.CreateOffer(options)
	if err != nil {
		t.Fatal(err)
	}
	gathered := webrtc.GatheringCompletePromise(c.PeerConnection)
	if err := c.SetLocalDescription(o); err != nil {
		t.Fatal(err)
	}
	<-gathered
	return c.LocalDescription().SDP
}

func (c *client) answer(t testing.TB, sdp string) {
	t.Helper()
	if err := c.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: sdp}); err != nil {
		t.Fatalf("%v in\n%s", err, sdp)
	}
}

// connect joins a client to an engine, and waits until both say connected.
func (c *client) connect(t testing.TB, e *Engine, r *receiver) *Peer {
	t.Helper()
	p, answer, err := e.Connect(c.offer(t, nil), ConnectOptions{}, r.attach)
	if err != nil {
		t.Fatal(err)
	}
	c.answer(t, answer)
	eventually(t, "both are connected", func() bool {
		return r.isConnected() && c.ConnectionState() == webrtc.PeerConnectionStateConnected
	})
	return p
}
