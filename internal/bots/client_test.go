package bots

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/pion/interceptor"
	"github.com/pion/rtcp"
	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"

	"github.com/cumbre-meet/cumbre/internal/bots/portrait"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// fakeServer speaks the live session with one client at a time, and answers its offers with a pion PeerConnection:
// enough to test a Client without our server.
type fakeServer struct {
	t        *testing.T
	http     *httptest.Server
	admit    bool              // welcome as admitted, or in the lobby
	refuse   *protocol.Problem // answers the hello
	welcome  func(*protocol.Welcome)
	onTrack  func(*webrtc.TrackRemote, *webrtc.PeerConnection)
	outgoing func(*webrtc.PeerConnection)       // adds what the server sends, before the answer
	commands func(protocol.ClientMessage) []any // what answers other messages

	mu     sync.Mutex
	pc     *webrtc.PeerConnection
	socket *websocket.Conn
	lines  []protocol.OfferLine
	hellos []protocol.Hello
	media  []protocol.SetMedia
	gone   chan struct{}
}

func newFakeServer(t *testing.T) *fakeServer {
	t.Helper()
	f := &fakeServer{t: t, admit: true, gone: make(chan struct{}, 8)}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/v1/live", f.live)
	f.http = httptest.NewServer(mux)
	t.Cleanup(func() {
		f.http.Close()
		f.mu.Lock()
		defer f.mu.Unlock()
		if f.pc != nil {
			_ = f.pc.Close()
		}
	})
	return f
}

func (f *fakeServer) live(w http.ResponseWriter, r *http.Request) {
	c, err := websocket.Accept(w, r, nil)
	if err != nil {
		return
	}
	defer func() { f.gone <- struct{}{} }()
	defer func() { _ = c.CloseNow() }()
	f.mu.Lock()
	f.socket = c
	f.mu.Unlock()
	c.SetReadLimit(1 << 20)
	for {
		_, b, err := c.Read(r.Context())
		if err != nil {
			return
		}
		m, _, problem := protocol.DecodeClient(b)
		if problem != nil {
			f.t.Errorf("the client sent %.100s: %v", b, problem)
			return
		}
		for _, answer := range f.answers(m) {
			if err := c.Write(r.Context(), websocket.MessageText, protocol.EncodeServer(answer)); err != nil {
				return
			}
		}
	}
}

func (f *fakeServer) answers(m protocol.ClientMessage) []any {
	switch m := m.(type) {
	case protocol.Hello:
		f.mu.Lock()
		f.hellos = append(f.hellos, m)
		f.mu.Unlock()
		if f.refuse != nil {
			return []any{protocol.ProblemMessage{Fatal: true, Problem: *f.refuse}}
		}
		admission := "lobby"
		if f.admit {
			admission = "admitted"
		}
		w := protocol.Welcome{
			Version: 1, Me: "me", Resume: "secret", Resumed: m.Resume != "", MediaAlive: m.Resume != "", Admission: admission,
			Participants: []protocol.Participant{{ID: "me"}},
		}
		if f.welcome != nil {
			f.welcome(&w)
		}
		return []any{w}
	case protocol.Offer:
		return []any{protocol.Answer{ID: m.ID, SDP: f.answer(m)}}
	case protocol.SetMedia:
		f.mu.Lock()
		f.media = append(f.media, m)
		f.mu.Unlock()
		return nil
	case protocol.Ping:
		return []any{protocol.Pong{T: m.T}}
	}
	if f.commands != nil {
		return f.commands(m)
	}
	return nil
}

// push sends a message that answers nothing.
func (f *fakeServer) push(m any) {
	f.mu.Lock()
	c := f.socket
	f.mu.Unlock()
	if c != nil {
		_ = c.Write(context.Background(), websocket.MessageText, protocol.EncodeServer(m)) // fails where the client has gone
	}
}

// answer is ICE-lite and waits for its candidates, as our server does.
func (f *fakeServer) answer(offer protocol.Offer) string {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.lines = offer.Lines
	if f.pc == nil || offer.New {
		f.pc = f.connection()
	}
	fail := func(err error) string {
		f.t.Errorf("the offer: %v", err)
		return ""
	}
	if err := f.pc.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeOffer, SDP: offer.SDP}); err != nil {
		return fail(err)
	}
	if f.outgoing != nil && offer.New {
		f.outgoing(f.pc)
	}
	answer, err := f.pc.CreateAnswer(nil)
	if err != nil {
		return fail(err)
	}
	gathered := webrtc.GatheringCompletePromise(f.pc)
	if err := f.pc.SetLocalDescription(answer); err != nil {
		return fail(err)
	}
	<-gathered
	return f.pc.LocalDescription().SDP
}

func (f *fakeServer) connection() *webrtc.PeerConnection {
	m := &webrtc.MediaEngine{}
	r := &interceptor.Registry{}
	err := errors.Join(registerCodecs(m), webrtc.ConfigureSimulcastExtensionHeaders(m),
		m.RegisterHeaderExtension(webrtc.RTPHeaderExtensionCapability{URI: uriAudioLevel}, webrtc.RTPCodecTypeAudio))
	s := webrtc.SettingEngine{}
	s.SetLite(true)
	s.SetIncludeLoopbackCandidate(true)
	s.SetNetworkTypes([]webrtc.NetworkType{webrtc.NetworkTypeUDP4})
	if err := errors.Join(err, s.SetAnsweringDTLSRole(webrtc.DTLSRoleServer)); err != nil {
		f.t.Fatal(err)
	}
	pc, err := webrtc.NewAPI(webrtc.WithMediaEngine(m), webrtc.WithInterceptorRegistry(r), webrtc.WithSettingEngine(s)).NewPeerConnection(webrtc.Configuration{})
	if err != nil {
		f.t.Fatal(err)
	}
	pc.OnTrack(func(track *webrtc.TrackRemote, _ *webrtc.RTPReceiver) {
		if f.onTrack != nil {
			f.onTrack(track, pc)
		}
	})
	return pc
}

func deadline(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	t.Cleanup(cancel)
	return ctx
}

// eventually polls until cond holds; tests wait for real sockets.
func eventually(t *testing.T, what string, cond func() bool) {
	t.Helper()
	end := time.Now().Add(15 * time.Second)
	for !cond() {
		if time.Now().After(end) {
			t.Fatalf("waited in vain for %s", what)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func dial(t *testing.T, o Options) *Client {
	t.Helper()
	c, err := Dial(deadline(t), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// key is a VP8 keyframe's beginning, as far as packetisers and counters look.
func keyFrame(size int) []byte {
	return append([]byte{0x10, 2, 0, 0x9d, 1, 0x2a, 64, 1, 180, 0}, make([]byte, size)...)
}

func interFrame(size int) []byte { return append([]byte{0x11, 2, 0}, make([]byte, size)...) }

func TestSimulcastAndSoundReachTheServer(t *testing.T) {
	f := newFakeServer(t)
	var mu sync.Mutex
	packets := map[string]int{}
	var levels []byte
	f.onTrack = func(track *webrtc.TrackRemote, pc *webrtc.PeerConnection) {
		name := track.RID()
		if track.Kind() == webrtc.RTPCodecTypeAudio {
			name = "sound"
		}
		if name == "h" {
			_ = pc.WriteRTCP([]rtcp.Packet{&rtcp.PictureLossIndication{MediaSSRC: uint32(track.SSRC())}})
		}
		for {
			p, _, err := track.ReadRTP()
			if err != nil {
				return
			}
			mu.Lock()
			packets[name]++
			for _, id := range p.GetExtensionIDs() {
				if e := p.GetExtension(id); name == "sound" && len(e) == 1 {
					levels = append(levels, e[0])
				}
			}
			mu.Unlock()
		}
	}
	c := dial(t, Options{Base: f.http.URL, Token: "t", Microphone: true, Camera: true, Simulcast: layerNames()})
	if err := c.Connect(deadline(t)); err != nil {
		t.Fatal(err)
	}
	if len(f.lines) != 2 || f.lines[0].Use != "microphone" || f.lines[1].Use != "camera" || f.lines[1].MID == "" {
		t.Errorf("lines %+v", f.lines)
	}
	n := 0
	eventually(t, "every layer, the sound and a request for a keyframe", func() bool {
		n++
		for _, rid := range layerNames() {
			if err := c.Peer().SendPicture(rid, keyFrame(3000), time.Duration(n)*10*time.Millisecond); err != nil {
				t.Fatal(err)
			}
		}
		if err := c.Peer().SendSound(Sound{Payload: []byte{0xf8, 0xff, 0xfe}, Duration: 20 * time.Millisecond, Level: 30, Voice: true}); err != nil {
			t.Fatal(err)
		}
		mu.Lock()
		defer mu.Unlock()
		return packets["f"] > 6 && packets["h"] > 6 && packets["q"] > 6 && packets["sound"] > 2 && len(levels) > 0 &&
			c.Peer().camera.layers["h"].keyframe.Load()
	})
	if levels[0] != 30|0x80 {
		t.Errorf("level %#x", levels[0])
	}
	if c.Peer().KeyframeWanted("f") || !c.Peer().KeyframeWanted("h") || c.Peer().KeyframeWanted("h") {
		t.Error("a keyframe was asked for once, of layer h alone")
	}
}

// TestAnInterpretersPictureIsSmall sends what is watched of it, and draws nothing while nobody watches.
func TestAnInterpretersPictureIsSmall(t *testing.T) {
	f := newFakeServer(t)
	rids := make(chan string, 8)
	f.onTrack = func(track *webrtc.TrackRemote, _ *webrtc.PeerConnection) { rids <- track.RID() }
	layers := interpreters()[0].layers()
	c := dial(t, Options{Base: f.http.URL, Token: "t", Camera: true, Simulcast: layers})
	if err := c.Connect(deadline(t)); err != nil {
		t.Fatal(err)
	}
	picture, err := portrait.New(interpreters()[0].style)
	if err != nil {
		t.Fatal(err)
	}
	cam, n := newCamera(picture, layers), 0
	frame := func() {
		n++
		if err := cam.frame(c, time.Duration(n)*100*time.Millisecond, time.Now(), silentLevel); err != nil {
			t.Fatal(err)
		}
	}
	watched := func(rids ...string) {
		f.push(protocol.LayersNeeded{Kind: "camera", RIDs: rids})
		if err := c.Await(deadline(t), "the layers", func(s *State) bool {
			now, said := s.Layers["camera"]
			return said && slices.Equal(now, rids)
		}); err != nil {
			t.Fatal(err)
		}
	}
	watched()
	frame()
	if cam.layers[0].encoder != nil || cam.layers[1].encoder != nil {
		t.Error("a picture is encoded that nobody watches")
	}
	watched("q")
	eventually(t, "the small layer", func() bool {
		frame()
		select {
		case rid := <-rids:
			return rid == "q"
		default:
			return false
		}
	})
	if cam.layers[0].encoder != nil || cam.layers[1].index != 2 {
		t.Errorf("%+v %+v", cam.layers[0], cam.layers[1])
	}
}

func TestLostPicturePacketsAreSentAgain(t *testing.T) {
	f := newFakeServer(t)
	again := make(chan struct{})
	f.onTrack = func(track *webrtc.TrackRemote, pc *webrtc.PeerConnection) {
		seen := map[uint16]bool{}
		for {
			p, _, err := track.ReadRTP()
			if err != nil {
				return
			}
			if seen[p.SequenceNumber] { // pion puts what came by RTX back into its stream
				close(again)
				return
			}
			seen[p.SequenceNumber] = true
			_ = pc.WriteRTCP([]rtcp.Packet{&rtcp.TransportLayerNack{
				MediaSSRC: uint32(track.SSRC()), Nacks: rtcp.NackPairsFromSequenceNumbers([]uint16{p.SequenceNumber}),
			}})
		}
	}
	c := dial(t, Options{Base: f.http.URL, Token: "t", Camera: true})
	if err := c.Connect(deadline(t)); err != nil {
		t.Fatal(err)
	}
	n := 0
	eventually(t, "a packet's second coming", func() bool {
		n++
		if err := c.Peer().SendPicture("", interFrame(100), time.Duration(n)*10*time.Millisecond); err != nil {
			t.Fatal(err)
		}
		select {
		case <-again:
			return true
		default:
			return false
		}
	})
}

// stream is a track that the fake server sends with packets of the test's making.
func (f *fakeServer) stream() *webrtc.TrackLocalStaticRTP {
	track, err := webrtc.NewTrackLocalStaticRTP(webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeVP8, ClockRate: 90000}, "stage", "stage")
	if err != nil {
		f.t.Fatal(err)
	}
	f.outgoing = func(pc *webrtc.PeerConnection) {
		if _, err := pc.AddTrack(track); err != nil {
			f.t.Error(err)
		}
	}
	return track
}

func TestReceptionIsCounted(t *testing.T) {
	f := newFakeServer(t)
	track := f.stream()
	var mu sync.Mutex
	var frames [][]byte
	c := dial(t, Options{Base: f.http.URL, Token: "t", Stage: true, OnFrame: func(_ string, b []byte, _ uint32) {
		mu.Lock()
		defer mu.Unlock()
		frames = append(frames, b)
	}})
	if err := c.Connect(deadline(t)); err != nil {
		t.Fatal(err)
	}
	send := func(seq uint16, time uint32, payload []byte, marker bool) {
		if err := track.WriteRTP(&rtp.Packet{
			Header: rtp.Header{Version: 2, SequenceNumber: seq, Timestamp: time, Marker: marker}, Payload: payload,
		}); err != nil {
			t.Fatal(err)
		}
	}
	first := uint16(65533) // the numbers wrap
	first3, first4 := first+3, first+4
	start := func(frame []byte) []byte { return append([]byte{0x10}, frame...) }
	// pion shows a track by its first packet, and drops what is sent before its own side is connected: the client's
	// being connected does not say so. Send until it is seen; further copies are duplicates.
	eventually(t, "the stream", func() bool {
		if c.Peer().Line("stage-picture", 0).Packets == 1 {
			return true
		}
		send(first, 0, start(interFrame(20)), true)
		return false
	})
	send(first+1, 3000, start(keyFrame(50)), false)
	send(first+2, 3000, []byte{0, 1, 2, 3}, true)
	send(first4, 9000, start(interFrame(20)), true) // one packet is missing before
	send(first+2, 3000, []byte{0, 1, 2, 3}, true)   // a duplicate
	eventually(t, "the packets", func() bool { return c.Peer().Line("stage-picture", 0).Frames == 3 })
	s := c.Peer().Line("stage-picture", 0)
	if s.Lost != 1 || s.Keyframes != 1 || s.FirstFrame.IsZero() || s.Late != 0 {
		t.Errorf("%+v", s)
	}
	send(first3, 6000, start(interFrame(20)), true) // late
	eventually(t, "the late packet", func() bool { return c.Peer().Line("stage-picture", 0).Lost == 0 })
	if s := c.Peer().Line("stage-picture", 0); s.Late != 1 || s.Packets != 5 || s.Frames != 4 {
		t.Errorf("%+v", s)
	}
	for i := range uint16(60) { // the frames come out in order
		send(first+5+i, 12000+3000*uint32(i), start(interFrame(10)), true)
	}
	eventually(t, "whole frames", func() bool { mu.Lock(); defer mu.Unlock(); return len(frames) > 40 })
}

func TestTheCounterFindsEveryGap(t *testing.T) {
	c := &counter{}
	rng := func(seqs ...uint16) {
		for _, s := range seqs {
			c.count(&rtp.Packet{Header: rtp.Header{SequenceNumber: s}}, 100, time.Now())
		}
	}
	lost := func() uint64 { return uint64(c.last-c.first+1) - c.stats.Packets }
	rng(65530, 65531, 65535, 2)
	if got := lost(); got != 3+2 {
		t.Errorf("%d lost", got)
	}
	rng(65532, 65533, 65534, 0, 1, 1, 65532)
	if got := lost(); got != 0 || c.stats.Duplicates != 2 || c.stats.Late != 5 {
		t.Errorf("%d lost, %+v", got, c.stats)
	}
	rng(65529) // before the first: reordered at the very beginning
	if got := lost(); got != 0 || c.stats.Packets != 10 {
		t.Errorf("%d lost, %+v", got, c.stats)
	}
}

func TestMissingPacketsAreAskedForUntilTheyCome(t *testing.T) {
	now := time.Now()
	c := &counter{stats: LineStats{Picture: true}}
	come := func(seqs ...uint16) {
		for _, s := range seqs {
			c.count(&rtp.Packet{Header: rtp.Header{SequenceNumber: s}}, 100, now)
		}
	}
	asked := func() (seqs []uint16, keyframe bool) {
		for _, p := range c.requests(7, now) {
			switch p := p.(type) {
			case *rtcp.TransportLayerNack:
				for _, n := range p.Nacks {
					seqs = append(seqs, n.PacketList()...)
				}
			case *rtcp.PictureLossIndication:
				keyframe = true
			}
		}
		slices.Sort(seqs)
		return seqs, keyframe
	}
	come(10, 11, 14)
	if got, key := asked(); !slices.Equal(got, []uint16{12, 13}) || key {
		t.Errorf("asked for %v, keyframe %v", got, key)
	}
	if got, _ := asked(); got != nil {
		t.Errorf("asked at once again for %v", got)
	}
	come(12)
	for n := range maxAsks - 1 {
		now = now.Add(askAgain)
		if got, key := asked(); !slices.Equal(got, []uint16{13}) || key {
			t.Fatalf("time %d: asked for %v, keyframe %v", n, got, key)
		}
	}
	now = now.Add(askAgain)
	if got, key := asked(); got != nil || !key {
		t.Errorf("asked for %v, keyframe %v, although it will not come", got, key)
	}
	if got, key := asked(); got != nil || key {
		t.Errorf("asked for %v, keyframe %v, although nothing more is missing", got, key)
	}
	come(14 + maxMissing + 2)
	if got, key := asked(); got != nil || !key {
		t.Errorf("asked for %d packets, keyframe %v", len(got), key)
	}
}

func TestARefusalIsAProblem(t *testing.T) {
	f := newFakeServer(t)
	f.refuse = protocol.NewProblem(403, "token-revoked", "Revoked", "Ask for another.")
	_, err := Dial(deadline(t), Options{Base: f.http.URL, Token: "t"})
	var p *protocol.Problem
	if !errors.As(err, &p) || p.Code != "token-revoked" {
		t.Errorf("%v", err)
	}
	if !over(err) {
		t.Error("a bot would come back")
	}
}

func TestCommandsAreAnswered(t *testing.T) {
	f := newFakeServer(t)
	f.admit = false
	f.commands = func(m protocol.ClientMessage) []any {
		switch m := m.(type) {
		case protocol.GiveFloor:
			return []any{protocol.FloorChanged{Floor: protocol.Floor{Holder: m.Participant}}, protocol.Ack{ID: m.ID}}
		case protocol.Lock:
			return []any{protocol.ProblemMessage{ID: m.ID, Problem: *protocol.NewProblem(403, "not-allowed", "No", "You are no chair.")}}
		case protocol.SetHand:
			return []any{
				protocol.Admitted{},
				protocol.Welcome{Me: "me", Admission: "admitted"},
				protocol.MuteRequested{By: "chair"},
				protocol.LayersNeeded{Kind: "camera", RIDs: []string{"q"}},
				protocol.SlotChanged{MID: "3", Participant: "x"},
			}
		}
		return nil
	}
	muted := make(chan struct{})
	c := dial(t, Options{Base: f.http.URL, Token: "t", OnMuted: func() { close(muted) }})
	if c.State().Admitted {
		t.Error("admitted to the lobby")
	}
	if err := c.GiveFloor(deadline(t), "somebody"); err != nil {
		t.Error(err)
	}
	if s := c.State(); s.Floor.Holder != "somebody" {
		t.Errorf("floor %+v", s.Floor)
	}
	var p *protocol.Problem
	if err := c.Lock(deadline(t), true); !errors.As(err, &p) || p.Code != "not-allowed" {
		t.Errorf("%v", err)
	}
	if err := c.RaiseHand(true); err != nil {
		t.Error(err)
	}
	if err := c.AwaitAdmitted(deadline(t)); err != nil {
		t.Error(err)
	}
	<-muted
	if err := c.Await(deadline(t), "a slot", func(s *State) bool { return s.Slots["3"].Participant == "x" && len(s.Layers["camera"]) == 1 }); err != nil {
		t.Error(err)
	}
}

func TestRedialKeepsTheConnection(t *testing.T) {
	f := newFakeServer(t)
	c := dial(t, Options{Base: f.http.URL, Token: "t", Microphone: true})
	if err := c.Connect(deadline(t)); err != nil {
		t.Fatal(err)
	}
	before := c.Peer()
	c.DropSocket()
	if err := c.SetMedia(protocol.SetMedia{}); !errors.Is(err, ErrClosed) {
		t.Errorf("without a session: %v", err)
	}
	if err := c.Redial(deadline(t)); err != nil {
		t.Fatal(err)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if c.Peer() != before || len(f.hellos) != 2 || f.hellos[1].Resume != "secret" || !c.State().Resumed {
		t.Errorf("hellos %+v", f.hellos)
	}
}

func TestTheServersGoodbyeEndsTheSession(t *testing.T) {
	f := newFakeServer(t)
	f.commands = func(protocol.ClientMessage) []any { return []any{protocol.Bye{Reason: "ended"}} }
	c := dial(t, Options{Base: f.http.URL, Token: "t"})
	if err := c.End(deadline(t)); !errors.Is(err, ErrClosed) {
		t.Errorf("%v", err)
	}
	if c.State().Bye != "ended" || c.Done() != nil {
		t.Errorf("%+v", c.State())
	}
}

func TestRESTErrorsAreProblems(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.Header.Get("Authorization") {
		case "Bearer good":
			w.WriteHeader(http.StatusCreated)
			_, _ = fmt.Fprint(w, `{"id":"m1","title":"T"}`)
		case "Bearer bad":
			w.WriteHeader(http.StatusUnauthorized)
			_ = json.NewEncoder(w).Encode(protocol.NewProblem(401, "token-unknown", "Unknown", "No such token."))
		default:
			w.WriteHeader(http.StatusBadGateway)
		}
	}))
	defer s.Close()
	m, err := API{Base: s.URL + "/", Token: "good"}.CreateMeeting(deadline(t), NewMeeting{Title: "T"})
	if err != nil || m.ID != "m1" {
		t.Errorf("%+v %v", m, err)
	}
	for token, code := range map[string]string{"bad": "token-unknown", "": "unexpected-answer"} {
		var p *protocol.Problem
		if _, err := (API{Base: s.URL, Token: token}).Meeting(deadline(t), "m1"); !errors.As(err, &p) || p.Code != code {
			t.Errorf("token %q: %v", token, err)
		}
	}
}
