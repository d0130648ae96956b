package servers

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/pion/webrtc/v4"

	"github.com/cumbre-meet/cumbre/bench/internal/media"
	"github.com/cumbre-meet/cumbre/bench/internal/peer"
)

const (
	// leaveTimeout bounds how long leaving may take; a server that is gone is left at once.
	leaveTimeout = 5 * time.Second
	// sessionPing keeps a session open: the server takes 15 s of silence for a lost client.
	sessionPing = 5 * time.Second
	// tileHeight is what each tile asks for, in pixels.
	tileHeight = 360
)

// cumbreSession is a participant in a live session: one WebSocket, one connection.
type cumbreSession struct {
	server *cumbre
	number int
	how    Connecting

	socket *socket
	pc     *webrtc.PeerConnection
	uses   []sessionLine

	mu      sync.Mutex
	people  map[string]string // identifiers by name
	changed chan struct{}     // closed and made anew whenever people change
	joined  bool
	answer  chan string
	failed  chan error
}

type sessionLine struct {
	MID string `json:"mid"`
	Use string `json:"use"`
}

// sessionMessage is as much of the server's messages as is needed here.
type sessionMessage struct {
	Type         string          `json:"type"`
	Admission    string          `json:"admission"`
	Participants []sessionPerson `json:"participants"`
	Participant  json.RawMessage `json:"participant"`
	SDP          string          `json:"sdp"`
	Problem      *struct {
		Code   string `json:"code"`
		Detail string `json:"detail"`
	} `json:"problem"`
}

type sessionPerson struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

func newCumbreSession(c *cumbre, number int, how Connecting) *cumbreSession {
	return &cumbreSession{
		server: c, number: number, how: how, people: map[string]string{}, changed: make(chan struct{}),
		answer: make(chan string, 1), failed: make(chan error, 1),
	}
}

// Publish implements Participant: the one offer has the lines to receive as well.
func (s *cumbreSession) Publish(ctx context.Context, p *media.Publisher) error {
	if err := s.join(ctx); err != nil {
		return err
	}
	var err error
	if s.pc, err = s.how.Connection(); err != nil {
		return err
	}
	if s.how.Attach != nil {
		s.how.Attach(s.pc)
	}
	if err := peer.Send(s.pc, p.Tracks(), p.Feedback); err != nil {
		return err
	}
	if err := peer.Receive(s.pc, s.server.load.Sounds, s.server.load.Pictures); err != nil {
		return err
	}
	offer, err := peer.Offer(ctx, s.pc)
	if err != nil {
		return err
	}
	s.describe(p)
	if err := s.socket.json(map[string]any{"type": "offer", "id": 1, "sdp": offer, "lines": s.uses, "new": true}); err != nil {
		return err
	}
	select {
	case answer := <-s.answer:
		if err := peer.Answered(s.pc, answer); err != nil {
			return err
		}
	case err := <-s.failed:
		return err
	case <-ctx.Done():
		return fmt.Errorf("waiting for the answer: %w", ctx.Err())
	}
	if err := s.socket.json(map[string]any{
		"type": "set-media", "microphone": len(p.Tracks()) == 2, "camera": true, "screen": false, "screenSound": false,
	}); err != nil {
		return err
	}
	return peer.AwaitConnected(ctx, s.pc)
}

// describe says what the offer's lines are for, in their order: what is sent, then sounds, then pictures.
func (s *cumbreSession) describe(p *media.Publisher) {
	uses := []string{"camera"}
	if len(p.Tracks()) == 2 {
		uses = []string{"microphone", "camera"}
	}
	for i := range s.server.load.Sounds {
		if i == 0 {
			uses = append(uses, "stage-sound")
			continue
		}
		uses = append(uses, "floor-sound")
	}
	for range s.server.load.Pictures {
		uses = append(uses, "picture")
	}
	for i, t := range s.pc.GetTransceivers() {
		s.uses = append(s.uses, sessionLine{t.Mid(), uses[i]})
	}
}

func (s *cumbreSession) join(ctx context.Context) error {
	var err error
	if s.socket, err = dial(ctx, "ws"+strings.TrimPrefix(s.server.base, "http")+"/api/v1/live", nil); err != nil {
		return err
	}
	go func() {
		select {
		case s.failed <- s.socket.read(s.handle):
		default:
		}
	}()
	if err := s.socket.json(map[string]any{
		"type": "hello", "version": 1, "token": s.server.publishers[s.number], "client": "cumbre-bench",
	}); err != nil {
		return err
	}
	go s.ping()
	return s.await(ctx, func() bool { return s.joined })
}

func (s *cumbreSession) ping() {
	tick := time.NewTicker(sessionPing)
	defer tick.Stop()
	for n := 0; ; n++ {
		select {
		case <-tick.C:
			if s.socket.json(map[string]any{"type": "ping", "t": n}) != nil {
				return
			}
		case <-s.socket.ctx.Done():
			return
		}
	}
}

func (s *cumbreSession) handle(b []byte) error {
	var m sessionMessage
	if err := json.Unmarshal(b, &m); err != nil {
		return fmt.Errorf("a message of the server: %w", err)
	}
	switch m.Type {
	case "welcome":
		s.met(m.Participants, m.Admission == "admitted")
	case "participant":
		var p sessionPerson
		if err := json.Unmarshal(m.Participant, &p); err != nil {
			return err
		}
		s.met([]sessionPerson{p}, false)
	case "answer":
		select {
		case s.answer <- m.SDP:
		default:
			return errors.New("the server answered twice")
		}
	case "problem":
		return fmt.Errorf("the server refuses: %s: %s", m.Problem.Code, m.Problem.Detail)
	case "bye":
		return errors.New("the server ended the session")
	}
	return nil
}

func (s *cumbreSession) met(people []sessionPerson, joined bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.joined = s.joined || joined
	for _, p := range people {
		s.people[p.Name] = p.ID
	}
	close(s.changed)
	s.changed = make(chan struct{})
}

// await waits until a condition, which is asked under the lock, holds.
func (s *cumbreSession) await(ctx context.Context, holds func() bool) error {
	for {
		s.mu.Lock()
		done, changed := holds(), s.changed
		s.mu.Unlock()
		if done {
			return nil
		}
		select {
		case <-changed:
		case err := <-s.failed:
			return err
		case <-ctx.Done():
			return fmt.Errorf("waiting for the server: %w", ctx.Err())
		}
	}
}

// Watch implements Participant. The sounds are the server's choice.
func (s *cumbreSession) Watch(ctx context.Context, w Watching) error {
	err := s.await(ctx, func() bool {
		for _, n := range w.Pictures {
			if s.people[participantName(n)] == "" {
				return false
			}
		}
		return true
	})
	if err != nil {
		return err
	}
	var slots []map[string]any
	for _, l := range s.uses {
		if l.Use == "picture" && len(slots) < len(w.Pictures) {
			s.mu.Lock()
			who := s.people[participantName(w.Pictures[len(slots)])]
			s.mu.Unlock()
			slots = append(slots, map[string]any{
				"mid": l.MID, "participant": who, "kind": "camera", "height": tileHeight, "priority": 1,
			})
		}
	}
	return s.socket.json(map[string]any{"type": "want-slots", "slots": slots})
}

// Close implements Participant.
func (s *cumbreSession) Close() {
	if s.socket != nil {
		_ = s.socket.json(map[string]any{"type": "leave"})
	}
	if s.pc != nil {
		_ = s.pc.Close()
	}
	s.socket.close()
}

// Vanish cuts the session without a word.
func (s *cumbreSession) Vanish() { s.socket.close() }
