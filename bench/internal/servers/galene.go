package servers

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"sync"

	"github.com/pion/webrtc/v4"

	"github.com/cumbre-meet/cumbre/bench/internal/media"
	"github.com/cumbre-meet/cumbre/bench/internal/peer"
)

// galene speaks version 2 of Galène's protocol: one connection for each stream, either way.
type galene struct {
	address *url.URL
	group   string
}

// Prepare implements Server.
func (g *galene) Prepare(ctx context.Context, m Meeting) error {
	if m.Choice {
		return fmt.Errorf("%w: who asks Galène for cameras gets everybody's", ErrCannot)
	}
	return answering(ctx, g.address.Host)
}

// Participant implements Server.
func (g *galene) Participant(number int, how Connecting) Participant {
	return &galenePeer{
		server: g, name: participantName(number), how: how, connections: map[string]*galeneConnection{}, joined: make(chan error, 1),
	}
}

type galeneMessage struct {
	Type      string                   `json:"type"`
	Version   []string                 `json:"version,omitempty"`
	Kind      string                   `json:"kind,omitempty"`
	ID        string                   `json:"id,omitempty"`
	Label     string                   `json:"label,omitempty"`
	Source    string                   `json:"source,omitempty"`
	Username  *string                  `json:"username,omitempty"`
	Password  string                   `json:"password,omitempty"`
	Group     string                   `json:"group,omitempty"`
	SDP       string                   `json:"sdp,omitempty"`
	Candidate *webrtc.ICECandidateInit `json:"candidate,omitempty"`
	Request   map[string][]string      `json:"request,omitempty"`
	Value     any                      `json:"value,omitempty"`
}

type galenePeer struct {
	server *galene
	name   string
	how    Connecting
	socket *socket
	joined chan error

	mu          sync.Mutex
	connections map[string]*galeneConnection
}

// galeneConnection is one stream's. Candidates that come before the description wait for it.
type galeneConnection struct {
	pc      *webrtc.PeerConnection
	waiting []webrtc.ICECandidateInit
}

func (g *galenePeer) connection(id string) (*galeneConnection, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if c := g.connections[id]; c != nil {
		return c, nil
	}
	pc, err := g.how.Connection()
	if err != nil {
		return nil, err
	}
	c := &galeneConnection{pc: pc}
	g.connections[id] = c
	return c, nil
}

func (g *galenePeer) join(ctx context.Context) error {
	if g.socket != nil {
		return nil
	}
	var err error
	if g.socket, err = dial(ctx, g.server.address.String(), nil); err != nil {
		return err
	}
	go func() {
		err := g.socket.read(g.handle)
		select {
		case g.joined <- err:
		default:
		}
	}()
	if err := errors.Join(
		g.socket.json(galeneMessage{Type: "handshake", Version: []string{"2"}, ID: g.name}),
		g.socket.json(galeneMessage{Type: "join", Kind: "join", Group: g.server.group, Username: &g.name, Password: "x"}),
	); err != nil {
		return err
	}
	select {
	case err := <-g.joined:
		return err
	case <-ctx.Done():
		return fmt.Errorf("joining: %w", ctx.Err())
	}
}

func (g *galenePeer) handle(b []byte) error {
	var m galeneMessage
	if err := json.Unmarshal(b, &m); err != nil {
		return fmt.Errorf("a message of the server: %w", err)
	}
	switch m.Type {
	case "ping":
		return g.socket.json(galeneMessage{Type: "pong"})
	case "joined":
		switch m.Kind {
		case "join":
			g.joined <- nil
		case "fail":
			return fmt.Errorf("the server refuses: %v", m.Value)
		}
	case "usermessage":
		if m.Kind == "error" {
			return fmt.Errorf("the server says: %v", m.Value)
		}
	case "offer", "answer", "ice":
		c, err := g.connection(m.ID)
		if err != nil {
			return err
		}
		return g.negotiate(c, m)
	}
	return nil
}

func (g *galenePeer) negotiate(c *galeneConnection, m galeneMessage) error {
	switch m.Type {
	case "offer":
		if g.how.Attach != nil {
			g.how.Attach(c.pc)
		}
		answer, err := peer.Answer(g.socket.ctx, c.pc, m.SDP)
		if err != nil {
			return err
		}
		if err := g.socket.json(galeneMessage{Type: "answer", ID: m.ID, SDP: answer}); err != nil {
			return err
		}
	case "answer":
		if err := peer.Answered(c.pc, m.SDP); err != nil {
			return err
		}
	case "ice":
		if m.Candidate == nil {
			return nil
		}
		c.waiting = append(c.waiting, *m.Candidate)
	}
	if c.pc.RemoteDescription() == nil {
		return nil
	}
	for _, candidate := range c.waiting {
		if err := c.pc.AddICECandidate(candidate); err != nil {
			return fmt.Errorf("the server's candidate: %w", err)
		}
	}
	c.waiting = nil
	return nil
}

// Publish implements Participant.
func (g *galenePeer) Publish(ctx context.Context, p *media.Publisher) error {
	if err := g.join(ctx); err != nil {
		return err
	}
	id := g.name + "-stream"
	c, err := g.connection(id)
	if err != nil {
		return err
	}
	if err := peer.Send(c.pc, p.Tracks(), p.Feedback); err != nil {
		return err
	}
	offer, err := peer.Offer(ctx, c.pc)
	if err != nil {
		return err
	}
	if err := g.socket.json(galeneMessage{Type: "offer", ID: id, Label: "camera", Source: g.name, Username: &g.name, SDP: offer}); err != nil {
		return err
	}
	return peer.AwaitConnected(ctx, c.pc)
}

// Watch implements Participant: all cameras' sound and picture.
func (g *galenePeer) Watch(ctx context.Context, _ Watching) error {
	if err := g.join(ctx); err != nil {
		return err
	}
	return g.socket.json(galeneMessage{Type: "request", Request: map[string][]string{"": {"audio", "video"}}})
}

// Close implements Participant.
func (g *galenePeer) Close() {
	g.socket.close()
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, c := range g.connections {
		_ = c.pc.Close()
	}
}
