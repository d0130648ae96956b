package bots

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pion/webrtc/v4"

	"github.com/cumbre-meet/cumbre/internal/bots/speech"
	"github.com/cumbre-meet/cumbre/internal/interpretation"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// boothServer is a fakeServer with a seat of a testBooth behind it.
type boothServer struct {
	*fakeServer
	me string

	mu      sync.Mutex
	packets map[string]int // by payload
	levels  map[byte]int   // of packets of silence
}

func newBoothServer(t *testing.T, b *testBooth, me string) *boothServer {
	t.Helper()
	s := &boothServer{fakeServer: newFakeServer(t), me: me, packets: map[string]int{}, levels: map[byte]int{}}
	s.welcome = func(w *protocol.Welcome) {
		w.Me, w.Participants = me, []protocol.Participant{{ID: me, Role: interpreterRole, Booth: "b1"}}
		err := b.join(me, func(in protocol.Interpretation) {
			s.push(protocol.InterpretationChanged{Interpretation: in})
		})
		var r *interpretation.Refusal
		if errors.As(err, &r) && r.Code == interpretation.AlreadySeated {
			err = b.do(me, interpretation.Connected{By: me})
		}
		if err != nil {
			t.Errorf("%s: %v", me, err)
		}
		w.Interpretation = b.view()
	}
	s.commands = func(m protocol.ClientMessage) []any {
		if _, ok := m.(protocol.Leave); ok {
			return nil
		}
		if err := b.say(me, m); err != nil {
			return []any{protocol.ProblemMessage{ID: m.MessageID(), Problem: problemFor(err)}}
		}
		return []any{protocol.Ack{ID: m.MessageID()}}
	}
	s.onTrack = func(track *webrtc.TrackRemote, _ *webrtc.PeerConnection) {
		for track.Kind() == webrtc.RTPCodecTypeAudio {
			p, _, err := track.ReadRTP()
			if err != nil {
				return
			}
			level := byte(silentLevel)
			for _, id := range p.GetExtensionIDs() {
				if e := p.GetExtension(id); len(e) == 1 {
					level = e[0]
				}
			}
			b.heard(me, level&0x80 != 0)
			s.mu.Lock()
			s.packets[string(p.Payload)]++
			if string(p.Payload) == string(still().Payload) {
				s.levels[level]++
			}
			s.mu.Unlock()
		}
	}
	return s
}

// came counts packets of a recording.
func (s *boothServer) came(frames []speech.Frame) (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range frames {
		if len(f.Payload) > 12 {
			n += min(s.packets[string(f.Payload)], 1)
		}
	}
	return n
}

func (s *boothServer) silence() (n int, levels map[byte]int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.packets[string(still().Payload)], s.levels
}

// TestInterpretersWorkOverTheirConnections has both work as Clients over WebSocket and WebRTC: the one on air is heard
// in the speech's other language, the one on standby sends silence all the time, and takes over when the first is lost.
func TestInterpretersWorkOverTheirConnections(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	booth, said := newTestBooth(time.Now()), newPassages()
	var life sync.WaitGroup
	defer life.Wait()
	defer cancel()
	life.Go(func() { booth.run(ctx) })
	var servers []*boothServer
	var clients []*Client
	for n, me := range []string{"i1", "i2"} {
		s := newBoothServer(t, booth, me)
		c := dial(t, Options{Base: s.http.URL, Token: "t", Microphone: true, Interpretation: true, BoothSounds: 2})
		if err := c.Connect(deadline(t)); err != nil {
			t.Fatal(err)
		}
		servers, clients = append(servers, s), append(clients, c)
		i := &interpreter{
			voice: n, passages: said, log: slog.New(slog.DiscardHandler), level: &atomic.Uint32{},
			mates: func() map[string]bool { return map[string]bool{"i1": true, "i2": true} },
		}
		life.Go(func() { i.work(ctx, c) })
	}
	var uses []string
	for _, l := range servers[0].lines {
		uses = append(uses, l.Use)
	}
	if !slices.Equal(uses, []string{"microphone", "interpretation", "booth-sound", "booth-sound"}) {
		t.Errorf("lines %q", uses)
	}
	text := mustLoad(t).Speeches[0]
	frames := text.Interpretation.Frames
	if err := booth.do("", interpretation.FloorLanguage{Language: "es", From: interpretation.FromChair}); err != nil {
		t.Fatal(err)
	}
	p := said.begin(text, time.Now().Add(-lag))
	eventually(t, "the interpretation", func() bool { return servers[0].came(frames[0]) > 50 })
	if n := servers[1].came(frames[0]) + servers[1].came(frames[1]); n > 0 {
		t.Errorf("the one on standby said %d packets", n)
	}
	n, levels := servers[1].silence()
	if n < 50 || len(levels) != 1 || levels[silentLevel] == 0 {
		t.Errorf("%d packets of silence, levels %v", n, levels)
	}
	clients[0].DropSocket()
	if err := booth.do("i1", interpretation.Disconnected{By: "i1"}); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the colleague", func() bool { return servers[1].came(frames[1]) > 20 })
	said.end(p, time.Now(), true)
	if err := clients[0].Redial(deadline(t)); err != nil {
		t.Fatal(err)
	}
	if st := clients[0].State(); !strings.HasPrefix(st.Interpretation.Booths[0].Seats[0].Participant, "i1") || len(st.Interpretation.Channels) != 2 {
		t.Errorf("%+v", st.Interpretation)
	}
}

func mustLoad(t *testing.T) *speech.Library {
	t.Helper()
	l, err := speech.Load()
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// TestInterpretersCommands goes through a Client's commands, and what the server tells.
func TestInterpretersCommands(t *testing.T) {
	booth := newTestBooth(time.Now())
	s := newBoothServer(t, booth, "me")
	c := dial(t, Options{Base: s.http.URL, Token: "t"})
	ctx := deadline(t)
	epoch := func(language string) int64 {
		for _, ch := range booth.view().Channels {
			if ch.Language == language {
				return ch.Epoch
			}
		}
		return 0
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Error(err)
		}
	}
	var p *protocol.Problem
	if err := c.OpenMicrophone(ctx, epoch("en")); !errors.As(err, &p) || p.Code != string(interpretation.NotReady) {
		t.Errorf("a microphone that was not tried: %v", err)
	}
	must(c.Stand(ctx))
	must(c.Sit(ctx, "b1", 2, "fr"))
	must(c.CheckSeat(ctx))
	must(c.SetOutput(ctx, "en", 0))
	must(c.SetInput(ctx, "floor"))
	must(c.SetFloorLanguage(ctx, "es"))
	must(c.OpenMicrophone(ctx, epoch("en")))
	must(c.Cough(ctx, true, epoch("en")))
	must(c.Cough(ctx, false, epoch("en")))
	must(c.SetShift(ctx, 15))
	must(c.SetOutput(ctx, "es", epoch("en")))
	if err := c.HandOver(ctx, protocol.HandOver{Action: "offer", To: "nobody"}); !errors.As(err, &p) || p.Code != string(interpretation.ColleagueAbsent) {
		t.Errorf("%v", err)
	}
	if err := c.CloseMicrophone(ctx, 1); !errors.As(err, &p) || p.Code != string(interpretation.LeaseStale) {
		t.Errorf("%v", err)
	}
	must(c.TakeOver(ctx, "es", epoch("es"))) // it is the own: nothing happens
	must(c.CloseMicrophone(ctx, epoch("es")))
	s.push(protocol.InterpretationNotice{Notice: "shift-amber"})
	s.push(protocol.BoothLevels{Levels: []protocol.BoothLevel{{Participant: "me", Level: 30}}})
	s.push(protocol.GlossaryChanged{Term: protocol.Term{Key: "1", Note: "n"}})
	must(c.Await(ctx, "the news", func(st *State) bool {
		return len(st.Notices) == 1 && len(st.BoothLevels) == 1 && st.Glossary["1"].Note == "n" && st.Interpretation.Booths[0].Shift.Minutes == 15
	}))
	for range maxNotices + 5 {
		s.push(protocol.InterpretationNotice{Notice: "slow-down"})
	}
	s.push(protocol.GlossaryChanged{Term: protocol.Term{Key: "1"}, Removed: true})
	must(c.Await(ctx, "the term's end", func(st *State) bool { return len(st.Glossary) == 0 }))
	if n := len(c.State().Notices); n != maxNotices {
		t.Errorf("%d notices are kept", n)
	}
}
