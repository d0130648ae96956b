package servers

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"github.com/pion/webrtc/v4"

	"github.com/cumbre-meet/cumbre/bench/internal/media"
	"github.com/cumbre-meet/cumbre/bench/internal/peer"
)

const (
	// janusRoom is made anew: it is none of the rooms that Janus comes with.
	janusRoom = 770077
	// janusFeeds is the first publisher's identifier; the others follow.
	janusFeeds = 5000
)

// janus speaks Janus's REST interface and its plugin videoroom, the multistream one (Janus 1.0 or later).
type janus struct {
	url     string
	address *url.URL
}

// Prepare implements Server: the room takes as many publishers as there are.
func (j *janus) Prepare(ctx context.Context, m Meeting) error {
	if m.Loss {
		// Of Janus 1.1.2 no packet came again that this generator's NACKs asked for, without a cause that we found: a figure
		// would say more of the generator than of Janus.
		return fmt.Errorf("%w: it does not repeat packets for this generator", ErrCannot)
	}
	if err := answering(ctx, j.address.Host); err != nil {
		return err
	}
	s := &janusSession{server: j}
	if err := s.open(ctx); err != nil {
		return err
	}
	defer s.close()
	_, err := s.message(ctx, map[string]any{
		"request": "create", "room": janusRoom, "publishers": m.Participants, "bitrate": 0, "permanent": false, "notify_joining": false,
	}, "", false)
	if err != nil {
		return fmt.Errorf("making a room: %w", err)
	}
	return nil
}

// Participant implements Server.
func (j *janus) Participant(number int, how Connecting) Participant {
	return &janusPeer{server: j, number: number, how: how}
}

type janusPeer struct {
	server   *janus
	number   int
	how      Connecting
	sessions []*janusSession
	pcs      []*webrtc.PeerConnection
}

// open makes a session, and a connection for it.
func (p *janusPeer) open(ctx context.Context) (*janusSession, *webrtc.PeerConnection, error) {
	s := &janusSession{server: p.server}
	if err := s.open(ctx); err != nil {
		return nil, nil, err
	}
	p.sessions = append(p.sessions, s)
	pc, err := p.how.Connection()
	if err != nil {
		return nil, nil, err
	}
	p.pcs = append(p.pcs, pc)
	return s, pc, nil
}

// Publish implements Participant.
func (p *janusPeer) Publish(ctx context.Context, publisher *media.Publisher) error {
	s, pc, err := p.open(ctx)
	if err != nil {
		return err
	}
	if _, err := s.message(ctx, map[string]any{
		"request": "join", "ptype": "publisher", "room": janusRoom, "id": janusFeeds + p.number, "display": participantName(p.number),
	}, "", true); err != nil {
		return err
	}
	if err := peer.Send(pc, publisher.Tracks(), publisher.Feedback); err != nil {
		return err
	}
	offer, err := peer.Offer(ctx, pc)
	if err != nil {
		return err
	}
	answer, err := s.message(ctx, map[string]any{"request": "configure"}, jsep("offer", offer), true)
	if err != nil {
		return err
	}
	if err := peer.Answered(pc, answer); err != nil {
		return err
	}
	if err := peer.AwaitConnected(ctx, pc); err != nil {
		return err
	}
	return s.keep()
}

// Watch implements Participant: one connection for all publishers that are watched.
func (p *janusPeer) Watch(ctx context.Context, w Watching) error {
	s, pc, err := p.open(ctx)
	if err != nil {
		return err
	}
	p.how.Attach(pc)
	offer, err := s.message(ctx, map[string]any{"request": "join", "ptype": "subscriber", "room": janusRoom, "streams": janusStreams(w)}, "", true)
	if err != nil {
		return err
	}
	answer, err := peer.Answer(ctx, pc, offer)
	if err != nil {
		return err
	}
	if _, err := s.message(ctx, map[string]any{"request": "start"}, jsep("answer", answer), true); err != nil {
		return err
	}
	return s.keep()
}

// janusStreams lists what to subscribe to: a publisher's line 0 is its sound where it has one, and all lines of one who
// is heard and seen.
func janusStreams(w Watching) []map[string]any {
	var out []map[string]any
	heard := map[int]bool{}
	for _, n := range w.Sounds {
		heard[n] = true
	}
	seen := map[int]bool{}
	for _, n := range w.Pictures {
		seen[n] = true
		out = append(out, map[string]any{"feed": janusFeeds + n})
	}
	for n := range heard {
		if !seen[n] {
			out = append(out, map[string]any{"feed": janusFeeds + n, "mid": "0"})
		}
	}
	return out
}

// Close implements Participant.
func (p *janusPeer) Close() {
	for _, s := range p.sessions {
		s.close()
	}
	for _, pc := range p.pcs {
		_ = pc.Close()
	}
}

// jsep is a description as Janus takes it.
func jsep(kind, sdp string) string {
	b, _ := json.Marshal(map[string]string{"type": kind, "sdp": sdp}) // strings always marshal
	return string(b)
}

// janusSession is a session with one handle of the videoroom.
type janusSession struct {
	server     *janus
	id, handle json.Number
	calls      int
	stop       context.CancelFunc
}

type janusAnswer struct {
	Janus       string `json:"janus"`
	Transaction string `json:"transaction"`
	Data        struct {
		ID json.Number `json:"id"`
	} `json:"data"`
	Error *struct {
		Reason string `json:"reason"`
	} `json:"error"`
	Plugin struct {
		Data struct {
			Error string `json:"error"`
		} `json:"data"`
	} `json:"plugindata"`
	JSEP struct {
		SDP string `json:"sdp"`
	} `json:"jsep"`
}

func (s *janusSession) open(ctx context.Context) error {
	a, err := s.post(ctx, "", map[string]any{"janus": "create", "transaction": "create"})
	if err != nil {
		return err
	}
	s.id = a.Data.ID
	a, err = s.post(ctx, "/"+s.id.String(), map[string]any{"janus": "attach", "plugin": "janus.plugin.videoroom", "transaction": "attach"})
	if err != nil {
		return err
	}
	s.handle = a.Data.ID
	return nil
}

// message sends one to the plugin. Where its answer comes as an event, that is polled for; its SDP is given back.
func (s *janusSession) message(ctx context.Context, body map[string]any, description string, event bool) (string, error) {
	s.calls++
	m := map[string]any{"janus": "message", "transaction": fmt.Sprintf("t%d", s.calls), "body": body}
	if description != "" {
		m["jsep"] = json.RawMessage(description)
	}
	a, err := s.post(ctx, fmt.Sprintf("/%s/%s", s.id, s.handle), m)
	for event && err == nil {
		if a, err = s.poll(ctx); err == nil && a.Transaction == m["transaction"] && a.Janus == "event" {
			break
		}
	}
	if err != nil {
		return "", err
	}
	if a.Plugin.Data.Error != "" {
		return "", fmt.Errorf("the server refuses %v: %s", body["request"], a.Plugin.Data.Error)
	}
	return a.JSEP.SDP, nil
}

// keep polls for events on a goroutine until close: Janus ends a session that nobody has polled for 60 s.
func (s *janusSession) keep() error {
	ctx, stop := context.WithCancel(context.Background())
	s.stop = stop
	go func() {
		for {
			if _, err := s.poll(ctx); err != nil {
				return
			}
		}
	}()
	return nil
}

func (s *janusSession) poll(ctx context.Context) (janusAnswer, error) {
	return s.do(ctx, http.MethodGet, "/"+s.id.String(), nil)
}

func (s *janusSession) post(ctx context.Context, path string, m map[string]any) (janusAnswer, error) {
	b, err := json.Marshal(m)
	if err != nil {
		return janusAnswer{}, err
	}
	return s.do(ctx, http.MethodPost, path, b)
}

func (s *janusSession) do(ctx context.Context, method, path string, body []byte) (janusAnswer, error) {
	var a janusAnswer
	req, err := http.NewRequestWithContext(ctx, method, s.server.url+path, bytes.NewReader(body))
	if err != nil {
		return a, err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return a, err
	}
	defer func() { _ = resp.Body.Close() }()
	if err := json.NewDecoder(io.LimitReader(resp.Body, maxAnswer)).Decode(&a); err != nil {
		return a, fmt.Errorf("%s %s: the answer: %w", method, path, err)
	}
	if a.Janus == "error" {
		reason := "without a reason"
		if a.Error != nil {
			reason = a.Error.Reason
		}
		return a, errors.New("the server refuses: " + reason)
	}
	return a, nil
}

// close ends the session; the server may be gone.
func (s *janusSession) close() {
	if s.stop != nil {
		s.stop()
	}
	if s.id == "" {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), leaveTimeout)
	defer cancel()
	_, _ = s.post(ctx, "/"+s.id.String(), map[string]any{"janus": "destroy", "transaction": "destroy"})
}
