package bots

import (
	"context"
	"slices"
	"sync"

	"github.com/pion/webrtc/v4"

	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// mediaState is a Client's current PeerConnection.
type mediaState struct {
	mu   sync.Mutex
	peer *Peer
}

func (m *mediaState) get() *Peer {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.peer
}

func (m *mediaState) exists() bool { return m.get() != nil }

// replace closes the old connection and keeps the new one.
func (m *mediaState) replace(p *Peer) {
	m.mu.Lock()
	old := m.peer
	m.peer = p
	m.mu.Unlock()
	if old != nil {
		old.Close()
	}
}

func (m *mediaState) close() { m.replace(nil) }

// Connect makes a new PeerConnection with the lines that the Options ask for, and waits until media can flow.
// The client must be admitted.
func (c *Client) Connect(ctx context.Context) error {
	config := c.opts.peer()
	config.Relays = c.relays()
	p, err := newPeer(config)
	if err != nil {
		return err
	}
	c.media.replace(p)
	return c.negotiate(ctx, p, false, true)
}

// relays are the server's relays that the options want; nil: media goes directly.
func (c *Client) relays() []webrtc.ICEServer {
	if c.opts.Relays == nil {
		return nil
	}
	var servers []protocol.ICEServer
	c.View(func(s *State) { servers = s.ICEServers })
	out := []webrtc.ICEServer{}
	for _, s := range servers {
		urls := slices.DeleteFunc(slices.Clone(s.URLs), func(url string) bool { return !c.opts.Relays(url) })
		out = append(out, webrtc.ICEServer{URLs: urls, Username: s.Username, Credential: s.Credential})
	}
	return out
}

// RestartICE renegotiates the connection with new ICE credentials: after a change of network.
func (c *Client) RestartICE(ctx context.Context) error {
	return c.negotiate(ctx, c.media.get(), true, false)
}

// AddPictures adds n receive lines for pictures by one more offer.
func (c *Client) AddPictures(ctx context.Context, n int) error {
	p := c.media.get()
	for range n {
		if err := p.addReceiver("picture", webrtc.RTPCodecTypeVideo); err != nil {
			return err
		}
	}
	return c.negotiate(ctx, p, false, false)
}

func (c *Client) negotiate(ctx context.Context, p *Peer, restart, fresh bool) error {
	sdp, err := p.offer(restart)
	if err != nil {
		return err
	}
	answer, err := c.request(ctx, func(id int) protocol.ClientMessage {
		return protocol.Offer{ID: id, SDP: sdp, Lines: p.offerLines(), New: fresh}
	})
	if err != nil {
		return err
	}
	if err := p.answered(answer); err != nil {
		return err
	}
	return p.awaitConnected(ctx)
}

// peer is the Peer that the options describe.
func (o Options) peer() PeerConfig {
	config := PeerConfig{
		Microphone: o.Microphone, Camera: o.Camera, Screen: o.Screen, Simulcast: o.Simulcast, TCPOnly: o.TCPOnly, Loss: o.Loss,
		OnFrame: o.OnFrame, OnSound: o.OnSound,
	}
	if o.Stage {
		config.ReceiveSound = append(config.ReceiveSound, "stage-sound")
		config.ReceivePicture = append(config.ReceivePicture, "stage-picture")
	}
	for range o.FloorSounds {
		config.ReceiveSound = append(config.ReceiveSound, "floor-sound")
	}
	if o.Interpretation {
		config.ReceiveSound = append(config.ReceiveSound, "interpretation")
	}
	for range o.BoothSounds {
		config.ReceiveSound = append(config.ReceiveSound, "booth-sound")
	}
	for range o.Pictures {
		config.ReceivePicture = append(config.ReceivePicture, "picture")
	}
	return config
}

// Peer is the client's current connection, nil before Connect.
func (c *Client) Peer() *Peer { return c.media.get() }
