package bots_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/image/vp8"

	"github.com/cumbre-meet/cumbre/internal/bots"
	"github.com/cumbre-meet/cumbre/internal/bots/load"
	"github.com/cumbre-meet/cumbre/internal/bots/portrait"
	"github.com/cumbre-meet/cumbre/internal/bots/speech"
	encoder "github.com/cumbre-meet/cumbre/internal/bots/vp8"
	"github.com/cumbre-meet/cumbre/internal/config"
	"github.com/cumbre-meet/cumbre/internal/protocol"
	"github.com/cumbre-meet/cumbre/internal/server"
)

// startServer runs a server on free ports until stop is called or the test ends.
func startServer(t *testing.T, dir string) (s *server.Server, stop func()) {
	t.Helper()
	cfg := config.Default()
	cfg.Data, cfg.HTTP, cfg.MediaPort = dir, "127.0.0.1:0", 0
	s, err := server.New(context.Background(), cfg, server.Options{Version: "test", Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	stop = sync.OnceFunc(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		if err := s.Close(ctx); err != nil {
			t.Errorf("stopping: %v", err)
		}
	})
	t.Cleanup(stop)
	return s, stop
}

func base(s *server.Server) string { return "http://" + s.Addr().String() }

func within(t *testing.T, d time.Duration) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), d)
	t.Cleanup(cancel)
	return ctx
}

// ear collects what a receiver hears and sees.
type ear struct {
	mu      sync.Mutex
	ids     map[string]string // payload → speech
	heard   map[string]int    // packets by speech
	strange int               // packets that no speech has
	keys    [][]byte
}

func newEar(t *testing.T) *ear {
	t.Helper()
	l, err := speech.Load()
	if err != nil {
		t.Fatal(err)
	}
	e := &ear{ids: map[string]string{}, heard: map[string]int{}}
	for _, list := range [][]*speech.Speech{l.Speeches, l.Announcements} {
		for _, s := range list {
			for _, f := range s.Frames {
				e.ids[string(f.Payload)] = s.ID
			}
		}
	}
	return e
}

func (e *ear) sound(_ string, payload []byte, _ uint32) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if id, ok := e.ids[string(payload)]; ok {
		e.heard[id]++
	} else {
		e.strange++
	}
}

func (e *ear) frame(_ string, frame []byte, _ uint32) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if frame[0]&1 == 0 && len(e.keys) < 20 {
		e.keys = append(e.keys, bytes.Clone(frame))
	}
}

func (e *ear) packets(id string) int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.heard[id]
}

// join brings a receiver into the demo by one of its links.
func join(t *testing.T, s *server.Server, links protocol.DemoLinks, key string, e *ear) *bots.Client {
	t.Helper()
	for _, l := range links.Links {
		if l.Key != key {
			continue
		}
		c, err := bots.Dial(within(t, 10*time.Second), bots.Options{
			Base: base(s), Token: l.Token, Name: "test", Microphone: true, Stage: true, FloorSounds: 3, Pictures: 2,
			OnFrame: e.frame, OnSound: e.sound,
		})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(c.Close)
		if err := c.AwaitAdmitted(within(t, 5*time.Second)); err != nil {
			t.Fatal(err)
		}
		if err := c.Connect(within(t, 10*time.Second)); err != nil {
			t.Fatal(err)
		}
		if err := c.Want(
			protocol.WantSlot{MID: c.Peer().MID("stage-picture", 0), Stage: true, Height: 720, Priority: 10},
		); err != nil {
			t.Fatal(err)
		}
		return c
	}
	t.Fatalf("no link %q", key)
	return nil
}

func TestTheDemoIsHeardAndSeen(t *testing.T) {
	dir := t.TempDir()
	s, _ := startServer(t, dir)
	demo := bots.NewDemo(dir, slog.New(slog.DiscardHandler))
	demo.Shorten(60) // 1.2 s
	links, err := demo.Prepare(within(t, 10*time.Second), bots.API{Base: base(s), Token: s.AdminToken()})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() {
		if err := demo.Run(ctx, base(s), nil); err != nil {
			t.Error(err)
		}
	})
	defer running.Wait()
	defer stop()

	e := newEar(t)
	c := join(t, s, links, "delegate-mx", e)
	first := nextSpeaker(t, c, "")
	second := nextSpeaker(t, c, first)
	if first == second {
		t.Errorf("%s has the floor twice", first)
	}
	if st := c.State(); st.Agenda.Current != st.Meeting.Agenda[0].ID {
		t.Errorf("the opening is at %+v", st.Agenda)
	}
	if c.State().Participants[second].Name == "" {
		t.Error("the second speaker is no participant")
	}
	if err := c.RaiseHand(true); err != nil {
		t.Fatal(err)
	}
	me := c.State().Me
	if err := c.Await(within(t, 30*time.Second), "the floor for the raised hand", func(st *bots.State) bool { return st.Floor.Holder == me }); err != nil {
		t.Fatal(err)
	}
	if err := c.YieldFloor(within(t, 5*time.Second)); err != nil {
		t.Fatal(err)
	}
	nextSpeaker(t, c, me)
	checkReception(t, c, e)
}

// nextSpeaker waits until somebody else than before has the floor.
func nextSpeaker(t *testing.T, c *bots.Client, before string) string {
	t.Helper()
	var holder string
	err := c.Await(within(t, time.Minute), "the next speaker", func(st *bots.State) bool {
		holder = st.Floor.Holder
		return holder != "" && holder != before
	})
	if err != nil {
		t.Fatal(err)
	}
	return holder
}

// checkReception wants the speakers' own packets, and pictures that a decoder takes.
func checkReception(t *testing.T, c *bots.Client, e *ear) {
	t.Helper()
	for _, id := range []string{"01-opening-mx", "02-opening-us"} {
		if n := e.packets(id); n < 50 {
			t.Errorf("%d of 60 packets of %s were heard", n, id)
		}
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.strange > 0 {
		t.Errorf("%d packets were not the speeches'", e.strange)
	}
	if len(e.keys) == 0 {
		t.Fatal("no keyframe came")
	}
	d := vp8.NewDecoder()
	last := e.keys[len(e.keys)-1]
	d.Init(bytes.NewReader(last), len(last))
	if h, err := d.DecodeFrameHeader(); err != nil || h.Width*9 != h.Height*16 {
		t.Errorf("%+v %v", h, err)
	} else if _, err := d.DecodeFrame(); err != nil {
		t.Error(err)
	}
	stage := c.Peer().Line("stage-picture", 0)
	if stage.Frames < 10 || stage.Lost > 0 || stage.FirstFrame.IsZero() {
		t.Errorf("the stage's picture: %+v", stage)
	}
	if sound := c.Peer().Line("stage-sound", 0); sound.Lost > 0 || sound.Packets < 100 {
		t.Errorf("the stage's sound: %+v", sound)
	}
	if n := c.State().Renegotiations; n != 0 {
		t.Errorf("%d renegotiations", n)
	}
}

// TestADelegateHearsTheInterpreter has a delegate listen to English while México speaks: on the interpretation's line
// come the interpreter's packets of the English text.
func TestADelegateHearsTheInterpreter(t *testing.T) {
	dir := t.TempDir()
	s, _ := startServer(t, dir)
	demo := bots.NewDemo(dir, slog.New(slog.DiscardHandler))
	demo.Shorten(150) // 3 s
	links, err := demo.Prepare(within(t, 20*time.Second), bots.API{Base: base(s), Token: s.AdminToken()})
	if err != nil {
		t.Fatal(err)
	}
	l := newLine(t)
	c := listener(t, s, links, l)
	if len(c.State().Interpretation.Channels) == 0 {
		t.Skip("the server has no interpretation")
	}
	ctx, stop := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { _ = demo.Run(ctx, base(s), nil) })
	defer running.Wait()
	defer stop()
	if err := c.Listen(protocol.Listen{To: "language", Language: "en"}); err != nil {
		t.Fatal(err)
	}
	if err := c.Await(within(t, 60*time.Second), "the first speech's interpretation", func(st *bots.State) bool {
		return l.count("01-opening-mx.en-") > 50
	}); err != nil {
		t.Errorf("%v: %v", err, l.all())
	}
	for name := range l.all() {
		if !strings.Contains(name, ".en-") {
			t.Errorf("who listens to English heard %s on the interpretation's line", name)
		}
	}
	for _, key := range []string{"interpreter", "technician"} {
		if !slices.ContainsFunc(links.Links, func(d protocol.DemoLink) bool { return d.Key == key }) {
			t.Errorf("no link %s", key)
		}
	}
}

// line collects the interpreters' recordings that come on one line.
type line struct {
	mu    sync.Mutex
	mid   string
	names map[string]string // by payload
	heard map[string]int
}

func newLine(t *testing.T) *line {
	t.Helper()
	library, err := speech.Load()
	if err != nil {
		t.Fatal(err)
	}
	l := &line{names: map[string]string{}, heard: map[string]int{}}
	for _, s := range append(library.Speeches, library.Announcements...) {
		for i, frames := range s.Interpretation.Frames {
			for _, f := range frames {
				if len(f.Payload) > 12 { // the shortest are in several
					l.names[string(f.Payload)] = fmt.Sprintf("%s-%d", s.Interpretation.Sound, i+1)
				}
			}
		}
		for _, f := range s.Frames {
			l.names[string(f.Payload)] = s.ID
		}
	}
	return l
}

func (l *line) sound(mid string, payload []byte, _ uint32) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if name, ok := l.names[string(payload)]; ok && mid == l.mid {
		l.heard[name]++
	}
}

func (l *line) count(prefix string) (n int) {
	for name, heard := range l.all() {
		if strings.HasPrefix(name, prefix) {
			n += heard
		}
	}
	return n
}

func (l *line) all() map[string]int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return maps.Clone(l.heard)
}

// listener joins as a delegate with a line for the interpretation.
func listener(t *testing.T, s *server.Server, links protocol.DemoLinks, l *line) *bots.Client {
	t.Helper()
	i := slices.IndexFunc(links.Links, func(d protocol.DemoLink) bool { return d.Key == "delegate-us" })
	c, err := bots.Dial(within(t, 10*time.Second), bots.Options{
		Base: base(s), Token: links.Links[i].Token, Name: "test", Stage: true, FloorSounds: 3, Interpretation: true, OnSound: l.sound,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	if err := c.AwaitAdmitted(within(t, 5*time.Second)); err != nil {
		t.Fatal(err)
	}
	if err := c.Connect(within(t, 10*time.Second)); err != nil {
		t.Fatal(err)
	}
	l.mu.Lock()
	l.mid = c.Peer().MID("interpretation", 0)
	l.mu.Unlock()
	return c
}

func TestARestartFindsTheSameMeeting(t *testing.T) {
	dir := t.TempDir()
	prepare := func(s *server.Server) protocol.DemoLinks {
		links, err := bots.NewDemo(dir, slog.New(slog.DiscardHandler)).Prepare(within(t, 10*time.Second), bots.API{Base: base(s), Token: s.AdminToken()})
		if err != nil {
			t.Fatal(err)
		}
		return links
	}
	s, stop := startServer(t, dir)
	before := prepare(s)
	if info, err := os.Stat(filepath.Join(dir, "demo.json")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info, err)
	}
	stop()
	s, _ = startServer(t, dir)
	again := prepare(s)
	if again.Meeting != before.Meeting || again.Links[0].Token != before.Links[0].Token {
		t.Error("a restart made another meeting")
	}
	end(t, s, again)
	if anew := prepare(s); anew.Meeting == before.Meeting {
		t.Error("a meeting that has ended was taken again")
	}
	if err := os.WriteFile(filepath.Join(dir, "demo.json"), []byte("{broken"), 0o600); err != nil {
		t.Fatal(err)
	}
	prepare(s)
}

// end ends the demo's meeting as its chair.
func end(t *testing.T, s *server.Server, links protocol.DemoLinks) {
	t.Helper()
	for _, l := range links.Links {
		if l.Key == "chair" {
			c, err := bots.Dial(within(t, 10*time.Second), bots.Options{Base: base(s), Token: l.Token})
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			_ = c.End(within(t, 5*time.Second)) // the ack may be overtaken by the bye
			_ = c.Await(within(t, 5*time.Second), "the end", func(st *bots.State) bool { return st.Bye != "" })
		}
	}
}

// The booth has both opening statements, everybody the agenda with notes.
func TestTheDemoHasPapers(t *testing.T) {
	dir := t.TempDir()
	s, _ := startServer(t, dir)
	links, err := bots.NewDemo(dir, slog.New(slog.DiscardHandler)).Prepare(within(t, 10*time.Second), bots.API{Base: base(s), Token: s.AdminToken()})
	if err != nil {
		t.Fatal(err)
	}
	e := newEar(t)
	for key, want := range map[string]int{"interpreter": 3, "delegate-mx": 2, "observer": 1} {
		st := join(t, s, links, key, e).State()
		if len(st.Documents) != want {
			t.Errorf("%s has %d documents: %v", key, len(st.Documents), st.Documents)
		}
	}
}

func TestTheLinksAreServed(t *testing.T) {
	dir := t.TempDir()
	demo := bots.NewDemo(dir, slog.New(slog.DiscardHandler))
	get := func() *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		demo.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/api/v1/demo", nil))
		return w
	}
	var p protocol.Problem
	if w := get(); w.Code != http.StatusServiceUnavailable || json.Unmarshal(w.Body.Bytes(), &p) != nil || p.Code == "" {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	s, _ := startServer(t, dir)
	want, err := demo.Prepare(within(t, 10*time.Second), bots.API{Base: base(s), Token: s.AdminToken()})
	if err != nil {
		t.Fatal(err)
	}
	var got protocol.DemoLinks
	if w := get(); w.Code != http.StatusOK || json.Unmarshal(w.Body.Bytes(), &got) != nil || len(got.Links) != len(want.Links) || got.Links[1] != want.Links[1] {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// TestAClientComesBack loses the WebSocket, then everything, and joins over TCP.
func TestAClientComesBack(t *testing.T) {
	s, _ := startServer(t, t.TempDir())
	api := bots.API{Base: base(s), Token: s.AdminToken()}
	ctx := within(t, 40*time.Second)
	m, err := api.CreateMeeting(ctx, bots.NewMeeting{Title: "T"})
	if err != nil {
		t.Fatal(err)
	}
	atOnce := false
	client := func(o bots.Options) *bots.Client {
		inv, err := api.Invite(ctx, m.ID, bots.NewInvitation{Role: "delegate", Name: "N", Lobby: &atOnce})
		if err != nil {
			t.Fatal(err)
		}
		o.Base, o.Token = base(s), inv.Token
		c, err := bots.Dial(ctx, o)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(c.Close)
		if err := c.Connect(ctx); err != nil {
			t.Fatal(err)
		}
		return c
	}
	speaker := client(bots.Options{Microphone: true})
	if err := speaker.SetMedia(protocol.SetMedia{Microphone: true}); err != nil {
		t.Fatal(err)
	}
	listener := client(bots.Options{FloorSounds: 2, TCPOnly: true})
	hear := func(what string) {
		t.Helper()
		before := packets(listener)
		for end := time.Now().Add(10 * time.Second); packets(listener) < before+10; {
			if time.Now().After(end) {
				t.Fatalf("%s: %d packets more", what, packets(listener)-before)
			}
			if err := speaker.Peer().SendSound(bots.Sound{Payload: []byte{0x78, 1, 2, 3}, Duration: 20 * time.Millisecond, Level: 20, Voice: true}); err != nil {
				t.Fatal(err)
			}
			time.Sleep(20 * time.Millisecond)
		}
	}
	hear("over TCP")
	me := speaker.State().Me
	if err := speaker.Redial(ctx); err != nil {
		t.Fatal(err)
	}
	if st := speaker.State(); st.Me != me || !st.Resumed || !st.MediaAlive {
		t.Errorf("after the WebSocket: %+v", st)
	}
	hear("after the WebSocket")
	speaker.Peer().Close()
	speaker.DropSocket()
	if err := speaker.Redial(ctx); err != nil {
		// The server may still hold the connection that is gone: then a new one is made.
		if err = speaker.Connect(ctx); err != nil {
			t.Fatal(err)
		}
	}
	if speaker.State().Me != me {
		t.Error("another participant came back")
	}
	hear("after everything")
}

// TestLostPicturesAreRepaired loses a part of all media on the way up and down: NACK and RTX bring the pictures'
// packets back. Sound is not asked for again, as in browsers.
func TestLostPicturesAreRepaired(t *testing.T) {
	s, _ := startServer(t, t.TempDir())
	for name, session := range map[string]bool{"WHIP": false, "session": true} {
		t.Run(name, func(t *testing.T) {
			r, err := load.Run(within(t, 60*time.Second), load.Options{
				Base: base(s), AdminToken: s.AdminToken(), Subscribers: 2, Publishers: 1, Session: session, Loss: 0.04,
				Duration: 4 * time.Second, Settle: 500 * time.Millisecond,
			})
			if err != nil {
				t.Fatal(err)
			}
			if r.Late == 0 || r.LostPicture > 4 { // the last of them may be on their way
				t.Errorf("%d late, %d of the pictures' lost: %+v", r.Late, r.LostPicture, r)
			}
		})
	}
}

func packets(c *bots.Client) (n uint64) {
	for _, l := range c.Peer().Lines() {
		n += l.Packets
	}
	return n
}

func TestTheLoadGeneratorMeasuresAServer(t *testing.T) {
	for name, o := range map[string]load.Options{
		"WHIP":       {Subscribers: 3, Publishers: 2},
		"session":    {Subscribers: 2, Publishers: 1, Session: true},
		"sound only": {Subscribers: 2, Publishers: 2, AudioOnly: true},
		"layers":     {Subscribers: 2, Publishers: 1, Session: true, VideoFiles: layerFiles(t)},
	} {
		t.Run(name, func(t *testing.T) {
			s, _ := startServer(t, t.TempDir())
			o.Base, o.AdminToken, o.PID = base(s), s.AdminToken(), os.Getpid()
			o.Duration, o.Settle = 2*time.Second, 200*time.Millisecond
			r, err := load.Run(within(t, 60*time.Second), o)
			if err != nil {
				t.Fatal(err)
			}
			if r.Failed != 0 || r.Lost != 0 || r.Complete != o.Subscribers || r.Join.Count != o.Subscribers || r.FirstFrame.Count != o.Subscribers {
				t.Errorf("%+v", r)
			}
			// Two seconds of sound are 100 packets on each line.
			if r.Packets < uint64(80*o.Subscribers*o.Publishers) || r.Sent == 0 || r.PerPacket <= 0 || r.Server == nil {
				t.Errorf("%+v", r)
			}
			if o.AudioOnly != (r.Frames == 0) {
				t.Errorf("%d frames", r.Frames)
			}
		})
	}
}

// layerFiles are IVF files of a picture in three sizes, two seconds at 15 frames a second, a keyframe every second.
func layerFiles(t *testing.T) []string {
	t.Helper()
	drawing, err := portrait.New(portrait.Style{Name: "Layers", Function: "test", PlaceName: "UTC"})
	if err != nil {
		t.Fatal(err)
	}
	var files []string
	for i := range 3 {
		enc, err := encoder.New(encoder.Options{Width: portrait.Width >> i, Height: portrait.Height >> i, Quantiser: 60})
		if err != nil {
			t.Fatal(err)
		}
		ivf := append([]byte("DKIF\x00\x00\x20\x00VP80"), make([]byte, 20)...)
		binary.LittleEndian.PutUint32(ivf[16:], 15)
		binary.LittleEndian.PutUint32(ivf[20:], 1)
		for n := range 30 {
			drawing.Draw(time.Duration(n)*time.Second/15, time.Unix(0, 0), uint8(14+n))
			frame, _, err := enc.Encode(nil, drawing.Layer(i), n%15 == 0)
			if err != nil {
				t.Fatal(err)
			}
			ivf = binary.LittleEndian.AppendUint64(binary.LittleEndian.AppendUint32(ivf, uint32(len(frame))), uint64(n))
			ivf = append(ivf, frame...)
		}
		files = append(files, filepath.Join(t.TempDir(), fmt.Sprintf("%d.ivf", i)))
		if err := os.WriteFile(files[i], ivf, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return files
}
