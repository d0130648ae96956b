package server

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"
)

// external is a WHIP or WHEP client made of pion's WebRTC.
type external struct {
	pc                    *webrtc.PeerConnection
	location, etag, token string
	answer                string
}

func newPeer(t *testing.T) *webrtc.PeerConnection {
	t.Helper()
	var settings webrtc.SettingEngine
	settings.SetIncludeLoopbackCandidate(true)
	settings.SetNetworkTypes([]webrtc.NetworkType{webrtc.NetworkTypeUDP4})
	var media webrtc.MediaEngine
	if err := media.RegisterDefaultCodecs(); err != nil {
		t.Fatal(err)
	}
	api := webrtc.NewAPI(webrtc.WithSettingEngine(settings), webrtc.WithMediaEngine(&media))
	pc, err := api.NewPeerConnection(webrtc.Configuration{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = pc.Close() })
	return pc
}

// do makes a request with a body that is not JSON.
func do(t *testing.T, method, url, token, body string, headers ...string) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, string(answer)
}

// connect sends the offer as RFC 9725 says and waits for the connection.
func connect(t *testing.T, s *Server, pc *webrtc.PeerConnection, endpoint, token string) *external {
	t.Helper()
	return connectTo(t, s.URL(), pc, endpoint, token)
}

func connectTo(t *testing.T, url string, pc *webrtc.PeerConnection, endpoint, token string) *external {
	t.Helper()
	offer, err := pc.CreateOffer(nil)
	if err != nil {
		t.Fatal(err)
	}
	gathered := webrtc.GatheringCompletePromise(pc)
	if err := pc.SetLocalDescription(offer); err != nil {
		t.Fatal(err)
	}
	<-gathered
	res, answer := do(t, "POST", url+endpoint, token, pc.LocalDescription().SDP, "Content-Type", "application/sdp")
	if res.StatusCode != 201 {
		t.Fatalf("%s: %d %s", endpoint, res.StatusCode, answer)
	}
	e := &external{pc: pc, location: url + res.Header.Get("Location"), etag: res.Header.Get("ETag"), token: token, answer: answer}
	if !strings.HasPrefix(res.Header.Get("Location"), strings.Split(endpoint, "?")[0]+"/") || len(e.etag) < 3 {
		t.Errorf("Location %q, ETag %q", e.location, e.etag)
	}
	if err := pc.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: answer}); err != nil {
		t.Fatalf("%v\n%s", err, answer)
	}
	eventually(t, "connected to "+endpoint, func() bool { return pc.ConnectionState() == webrtc.PeerConnectionStateConnected })
	return e
}

// sendsOpus gives a connection a track of Opus that it sends.
func sendsOpus(t *testing.T, pc *webrtc.PeerConnection) *webrtc.TrackLocalStaticRTP {
	t.Helper()
	return sends(t, pc, webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeOpus, ClockRate: 48000, Channels: 2}, "a")
}

func sends(t *testing.T, pc *webrtc.PeerConnection, codec webrtc.RTPCodecCapability, id string) *webrtc.TrackLocalStaticRTP {
	t.Helper()
	track, err := webrtc.NewTrackLocalStaticRTP(codec, id, "s")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := pc.AddTransceiverFromTrack(track, webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionSendonly}); err != nil {
		t.Fatal(err)
	}
	return track
}

// publish sends Opus and VP8 until the test ends, without any header extension; the last byte of every payload is the
// mark.
func publish(t *testing.T, s *Server, meeting, token string, mark byte) *external {
	t.Helper()
	pc := newPeer(t)
	audio := sendsOpus(t, pc)
	video := sends(t, pc, webrtc.RTPCodecCapability{MimeType: webrtc.MimeTypeVP8, ClockRate: 90000}, "v")
	e := connect(t, s, pc, "/whip/"+meeting, token)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	t.Cleanup(func() { cancel(); <-done })
	go func() { defer close(done); sendMedia(ctx, mark, audio, video) }()
	return e
}

// sendMedia sends 50 sounds and 25 pictures a second, every tenth a keyframe.
func sendMedia(ctx context.Context, mark byte, audio, video *webrtc.TrackLocalStaticRTP) {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for n := 0; ; n++ {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		_ = audio.WriteRTP(&rtp.Packet{
			Header:  rtp.Header{Version: 2, SequenceNumber: uint16(n), Timestamp: uint32(n * 960), Marker: n == 0},
			Payload: []byte{0xfc, byte(n), 1, 2, 3, 4, 5, mark},
		}) // a connection that is being closed
		if n%2 == 0 {
			_ = video.WriteRTP(&rtp.Packet{
				Header:  rtp.Header{Version: 2, SequenceNumber: uint16(n / 2), Timestamp: uint32(n * 1800), Marker: true},
				Payload: append(vp8(n%20 == 0), mark),
			})
		}
	}
}

// vp8 is the start of a VP8 frame of 320×180 in one packet (RFC 7741 section 4, RFC 6386 section 9.1).
func vp8(key bool) []byte {
	frame := []byte{0x10, 0x31, 0x02, 0x00}
	if key {
		frame = []byte{0x10, 0x30, 0x02, 0x00, 0x9d, 0x01, 0x2a, 0x40, 0x01, 0xb4, 0x00}
	}
	return append(frame, make([]byte, 200)...)
}

// received counts a viewer's packets.
type received struct{ audio, video atomic.Int64 }

// view plays what a WHEP viewer gets.
func view(t *testing.T, s *Server, meeting, token string) (*external, *received) {
	t.Helper()
	pc := newPeer(t)
	for _, kind := range []webrtc.RTPCodecType{webrtc.RTPCodecTypeAudio, webrtc.RTPCodecTypeVideo} {
		if _, err := pc.AddTransceiverFromKind(kind, webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionRecvonly}); err != nil {
			t.Fatal(err)
		}
	}
	got := &received{}
	pc.OnTrack(func(track *webrtc.TrackRemote, _ *webrtc.RTPReceiver) {
		count := &got.audio
		if track.Kind() == webrtc.RTPCodecTypeVideo {
			count = &got.video
		}
		for {
			if _, _, err := track.ReadRTP(); err != nil {
				return
			}
			count.Add(1)
		}
	})
	return connect(t, s, pc, "/whep/"+meeting, token), got
}

func TestPublishedMediaArrivesAtAViewer(t *testing.T) {
	s := start(t, testConfig(t))
	meeting := createMeeting(t, s)
	camera := invite(t, s, meeting, map[string]any{"role": "delegate", "name": "Room system", "lobby": false})
	press := invite(t, s, meeting, map[string]any{"role": "press", "name": "Press", "lobby": false, "shared": true})

	publisher := publish(t, s, meeting, camera.Token, 1)
	viewer, got := view(t, s, meeting, press.Token)
	eventually(t, "20 packets of sound and of picture", func() bool { return got.audio.Load() >= 20 && got.video.Load() >= 20 })

	// The publisher changes its network: RFC 9725 section 4.3.3.
	restartICE(t, publisher)
	before := got.video.Load()
	eventually(t, "pictures after the ICE restart", func() bool { return got.video.Load() >= before+20 })

	// Another's token changes nothing; the own one ends the session, and then it is gone.
	if res, _ := do(t, "DELETE", viewer.location, camera.Token, ""); res.StatusCode != 403 {
		t.Errorf("another's session: %d", res.StatusCode)
	}
	for _, e := range []*external{viewer, publisher} {
		if res, _ := do(t, "DELETE", e.location, e.token, ""); res.StatusCode != 200 {
			t.Errorf("delete: %d", res.StatusCode)
		}
		if res, body := do(t, "DELETE", e.location, e.token, ""); res.StatusCode != 404 {
			t.Errorf("deleted twice: %d %s", res.StatusCode, body)
		}
	}
}

// restartICE does an ICE restart as a WHIP client: only the fragments are exchanged, the rest of both descriptions stays.
func restartICE(t *testing.T, e *external) {
	t.Helper()
	offer, err := e.pc.CreateOffer(&webrtc.OfferOptions{ICERestart: true})
	if err != nil {
		t.Fatal(err)
	}
	gathered := webrtc.GatheringCompletePromise(e.pc)
	if err := e.pc.SetLocalDescription(offer); err != nil {
		t.Fatal(err)
	}
	<-gathered
	fragment := fragmentOf(e.pc.LocalDescription().SDP)
	if res, body := do(t, "PATCH", e.location, e.token, fragment, "Content-Type", "application/trickle-ice-sdpfrag"); res.StatusCode != 428 {
		t.Errorf("without If-Match: %d %s", res.StatusCode, body)
	}
	res, answer := do(t, "PATCH", e.location, e.token, fragment, "Content-Type", "application/trickle-ice-sdpfrag", "If-Match", "*")
	if res.StatusCode != 200 || res.Header.Get("ETag") == e.etag || res.Header.Get("ETag") == "" {
		t.Fatalf("restart: %d %s, ETag %s", res.StatusCode, answer, res.Header.Get("ETag"))
	}
	sdp := e.answer
	for _, name := range []string{"a=ice-ufrag:", "a=ice-pwd:"} {
		sdp = strings.ReplaceAll(sdp, lineOf(t, e.answer, name), lineOf(t, answer, name))
	}
	if err := e.pc.SetRemoteDescription(webrtc.SessionDescription{Type: webrtc.SDPTypeAnswer, SDP: sdp}); err != nil {
		t.Fatal(err)
	}
	// Candidates of the old ICE session are not taken for the new one.
	res, _ = do(t, "PATCH", e.location, e.token, fragment, "Content-Type", "application/trickle-ice-sdpfrag", "If-Match", e.etag)
	if res.StatusCode != 412 {
		t.Errorf("old ETag: %d", res.StatusCode)
	}
	e.etag = res.Header.Get("ETag")
}

// fragmentOf is the trickle fragment of a description (RFC 8840 section 9): the ICE lines of its first m-line.
func fragmentOf(sdp string) string {
	var out []string
	inMedia := false
	for line := range strings.SplitSeq(sdp, "\r\n") {
		switch {
		case strings.HasPrefix(line, "m="):
			if inMedia {
				return strings.Join(out, "\r\n") + "\r\n"
			}
			inMedia = true
			out = append(out, line)
		case strings.HasPrefix(line, "a=ice-"), strings.HasPrefix(line, "a=group:"), inMedia && strings.HasPrefix(line, "a=mid:"),
			strings.HasPrefix(line, "a=candidate:"), strings.HasPrefix(line, "a=end-of-candidates"):
			out = append(out, line)
		}
	}
	return strings.Join(out, "\r\n") + "\r\n"
}

func lineOf(t *testing.T, sdp, prefix string) string {
	t.Helper()
	for line := range strings.Lines(sdp) {
		if strings.HasPrefix(line, prefix) {
			return strings.TrimSpace(line)
		}
	}
	t.Fatalf("no %s in %q", prefix, sdp)
	return ""
}

func TestOffersThatCannotWorkAreRefused(t *testing.T) {
	s := start(t, testConfig(t))
	meeting := createMeeting(t, s)
	delegate := invite(t, s, meeting, map[string]any{"role": "delegate", "name": "D", "lobby": false})
	for name, tc := range map[string]struct {
		offer  string
		status int
	}{
		"nonsense": {"not an offer", 400},
		"empty":    {"", 400},
		"2 MiB":    {strings.Repeat("a=x\r\n", 2<<20/5), 413},
	} {
		res, body := do(t, "POST", s.URL()+"/whip/"+meeting, delegate.Token, tc.offer, "Content-Type", "application/sdp")
		if res.StatusCode != tc.status || res.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %d %s", name, res.StatusCode, body)
		}
	}
	offer := offerOf(t)
	for code, broken := range map[string]string{
		"sdp-no-opus":         strings.ReplaceAll(offer, "opus/48000", "speex/48000"),
		"sdp-no-video-codec":  regexp.MustCompile(` (VP8|VP9|H264|AV1)/90000`).ReplaceAllString(offer, " H265/90000"),
		"sdp-no-bundle":       strings.ReplaceAll(offer, "a=group:BUNDLE", "a=x-group:"),
		"sdp-no-rtcp-mux":     strings.ReplaceAll(offer, "a=rtcp-mux\r\n", ""),
		"sdp-bad-fingerprint": strings.ReplaceAll(offer, "a=fingerprint:sha-256 ", "a=fingerprint:sha-256 zz:"),
	} {
		res, body := do(t, "POST", s.URL()+"/whip/"+meeting, delegate.Token, broken, "Content-Type", "application/sdp")
		if res.StatusCode < 400 || res.StatusCode >= 500 || !strings.Contains(body, `"code":"`+code+`"`) {
			t.Errorf("%s: %d %s", code, res.StatusCode, body)
		}
	}
	observer := invite(t, s, meeting, map[string]any{"role": "observer", "name": "O", "lobby": false})
	for endpoint, wrong := range map[string]struct{ token, offer string }{
		"/whip/": {delegate.Token, strings.ReplaceAll(offer, "a=sendonly", "a=recvonly")},
		"/whep/": {observer.Token, offer},
	} {
		res, body := do(t, "POST", s.URL()+endpoint+meeting, wrong.token, wrong.offer, "Content-Type", "application/sdp")
		if res.StatusCode != 400 || !strings.Contains(body, "None of its lines") {
			t.Errorf("%s the wrong way: %d %s", endpoint, res.StatusCode, body)
		}
	}
	res, body := do(t, "POST", s.URL()+"/whip/"+meeting, observer.Token, "x", "Content-Type", "application/sdp")
	if res.StatusCode != 403 {
		t.Errorf("an observer publishes: %d %s", res.StatusCode, body)
	}
}

// offerOf is a publisher's offer that could work.
func offerOf(t *testing.T) string {
	t.Helper()
	pc := newPeer(t)
	for _, kind := range []webrtc.RTPCodecType{webrtc.RTPCodecTypeAudio, webrtc.RTPCodecTypeVideo} {
		if _, err := pc.AddTransceiverFromKind(kind, webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionSendonly}); err != nil {
			t.Fatal(err)
		}
	}
	offer, err := pc.CreateOffer(nil)
	if err != nil {
		t.Fatal(err)
	}
	gathered := webrtc.GatheringCompletePromise(pc)
	if err := pc.SetLocalDescription(offer); err != nil {
		t.Fatal(err)
	}
	<-gathered
	return pc.LocalDescription().SDP
}

// lines has the marks that arrived in each line of a viewer, by "audio0", "audio1", "video0"...: all of them for sound,
// the latest for pictures.
type lines struct {
	mu    sync.Mutex
	marks map[string]map[byte]int
}

func (l *lines) got(name string, mark byte) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.marks[name] == nil || strings.HasPrefix(name, "video") && l.marks[name][mark] == 0 {
		l.marks[name] = map[byte]int{}
	}
	l.marks[name][mark]++
}

// only is the one mark of a line with at least 10 packets; 0: none, 255: several.
func (l *lines) only(name string) byte {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.marks[name]) > 1 {
		return 255
	}
	for mark, n := range l.marks[name] {
		if n >= 10 {
			return mark
		}
	}
	return 0
}

// viewLines is a WHEP viewer with n lines of sound and n of pictures.
func viewLines(t *testing.T, s *Server, meeting, token string, n int) *lines {
	t.Helper()
	pc := newPeer(t)
	names := map[*webrtc.RTPReceiver]string{}
	for _, kind := range []webrtc.RTPCodecType{webrtc.RTPCodecTypeAudio, webrtc.RTPCodecTypeVideo} {
		for i := range n {
			tr, err := pc.AddTransceiverFromKind(kind, webrtc.RTPTransceiverInit{Direction: webrtc.RTPTransceiverDirectionRecvonly})
			if err != nil {
				t.Fatal(err)
			}
			names[tr.Receiver()] = fmt.Sprintf("%s%d", kind, i)
		}
	}
	l := &lines{marks: map[string]map[byte]int{}}
	pc.OnTrack(func(track *webrtc.TrackRemote, receiver *webrtc.RTPReceiver) {
		for {
			p, _, err := track.ReadRTP()
			if err != nil {
				return
			}
			if len(p.Payload) > 0 {
				l.got(names[receiver], p.Payload[len(p.Payload)-1])
			}
		}
	})
	connect(t, s, pc, "/whep/"+meeting, token)
	return l
}

func TestAViewerWithSeveralLinesGetsEverybodyOnce(t *testing.T) {
	s := start(t, testConfig(t))
	meeting := createMeeting(t, s)
	for mark := range 2 {
		delegate := invite(t, s, meeting, map[string]any{"role": "delegate", "name": "Room system", "lobby": false})
		publish(t, s, meeting, delegate.Token, byte(mark+1))
	}
	press := invite(t, s, meeting, map[string]any{"role": "press", "name": "Press", "lobby": false, "shared": true})
	for _, viewer := range []*lines{viewLines(t, s, meeting, press.Token, 3), viewLines(t, s, meeting, press.Token, 3)} {
		for _, kind := range []string{"audio", "video"} {
			eventually(t, "two different lines of "+kind, func() bool {
				one, two := viewer.only(kind+"0"), viewer.only(kind+"1")
				return one+two == 3 && one*two == 2
			})
			if third := viewer.only(kind + "2"); third != 0 {
				t.Errorf("%s2 has %d again", kind, third)
			}
		}
	}
}

func TestAFullMeetingTurnsViewersAway(t *testing.T) {
	cfg := testConfig(t)
	cfg.MaxViewers = 1
	s := start(t, cfg)
	meeting := createMeeting(t, s)
	press := invite(t, s, meeting, map[string]any{"role": "press", "name": "Press", "lobby": false, "shared": true})
	first := viewLines(t, s, meeting, press.Token, 1)
	res, body := do(t, "POST", s.URL()+"/whep/"+meeting, press.Token, offerOf(t), "Content-Type", "application/sdp")
	if res.StatusCode != 503 || !strings.Contains(body, `"code":"meeting-full"`) {
		t.Errorf("%d %s", res.StatusCode, body)
	}
	delegate := invite(t, s, meeting, map[string]any{"role": "delegate", "name": "Room system", "lobby": false})
	publish(t, s, meeting, delegate.Token, 1)
	eventually(t, "sound at the viewer who is there", func() bool { return first.only("audio0") == 1 })
}
