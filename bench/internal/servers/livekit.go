package servers

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"sync"

	"github.com/pion/webrtc/v4"

	"github.com/cumbre-meet/cumbre/bench/internal/media"
	"github.com/cumbre-meet/cumbre/bench/internal/peer"
)

// livekit speaks LiveKit's signalling: protobuf over a WebSocket, one connection each for sending and receiving.
type livekit struct {
	address     *url.URL
	key, secret string
	load        Meeting
}

// Prepare implements Server.
func (l *livekit) Prepare(ctx context.Context, m Meeting) error {
	l.load = m
	return answering(ctx, l.address.Host)
}

// Participant implements Server.
func (l *livekit) Participant(number int, how Connecting) Participant {
	return &livekitPeer{
		server: l, name: participantName(number), how: how, tracks: map[string]liveTrack{}, changed: make(chan struct{}),
		published: make(chan struct{}, 2), failed: make(chan error, 1),
	}
}

type livekitPeer struct {
	server *livekit
	name   string
	how    Connecting

	socket    *socket
	sending   livekitConnection
	receiving livekitConnection
	published chan struct{}
	failed    chan error

	mu      sync.Mutex
	joined  bool
	tracks  map[string]liveTrack // by their identifiers
	changed chan struct{}        // closed and made anew whenever tracks change
}

type livekitConnection struct {
	pc      *webrtc.PeerConnection
	waiting []webrtc.ICECandidateInit
}

func (l *livekitPeer) join(ctx context.Context, everything bool) error {
	if l.socket != nil {
		return nil
	}
	u := *l.server.address
	u.Path = "/rtc"
	u.RawQuery = "protocol=12&sdk=go&auto_subscribe=0"
	if everything {
		u.RawQuery = "protocol=12&sdk=go&auto_subscribe=1"
	}
	token, err := livekitToken(l.server.key, l.server.secret, l.name)
	if err != nil {
		return err
	}
	if l.sending.pc, err = l.how.Connection(); err != nil {
		return err
	}
	if l.receiving.pc, err = l.how.Connection(); err != nil {
		return err
	}
	if l.how.Attach != nil {
		l.how.Attach(l.receiving.pc)
	}
	if l.socket, err = dial(ctx, u.String(), http.Header{"Authorization": {"Bearer " + token}}); err != nil {
		return err
	}
	go func() {
		select {
		case l.failed <- l.socket.read(l.handle):
		default:
		}
	}()
	return l.await(ctx, func() bool { return l.joined })
}

func (l *livekitPeer) handle(b []byte) error {
	m, err := parseLive(b)
	if err != nil {
		return fmt.Errorf("a message of the server: %w", err)
	}
	switch {
	case m.leave:
		return fmt.Errorf("the server ended the session")
	case m.published:
		l.published <- struct{}{}
	case m.answer != "":
		if err := peer.Answered(l.sending.pc, m.answer); err != nil {
			return err
		}
		return l.sending.candidates()
	case m.offer != "":
		answer, err := peer.Answer(l.socket.ctx, l.receiving.pc, m.offer)
		if err != nil {
			return err
		}
		if err := l.socket.binary(liveDescription(liveAnswer, "answer", answer, m.offerID)); err != nil {
			return err
		}
		return l.receiving.candidates()
	case m.candidate != "":
		var c webrtc.ICECandidateInit
		if err := json.Unmarshal([]byte(m.candidate), &c); err != nil {
			return fmt.Errorf("the server's candidate: %w", err)
		}
		to := &l.sending
		if m.toSubscriber {
			to = &l.receiving
		}
		to.waiting = append(to.waiting, c)
		return to.candidates()
	default:
		l.met(m)
	}
	return nil
}

// candidates applies those that wait, once there is a description.
func (c *livekitConnection) candidates() error {
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

func (l *livekitPeer) met(m liveMessage) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.joined = l.joined || m.join
	for _, t := range m.tracks {
		l.tracks[t.sid] = t
	}
	close(l.changed)
	l.changed = make(chan struct{})
}

func (l *livekitPeer) await(ctx context.Context, holds func() bool) error {
	for {
		l.mu.Lock()
		done, changed := holds(), l.changed
		l.mu.Unlock()
		if done {
			return nil
		}
		select {
		case <-changed:
		case err := <-l.failed:
			return err
		case <-ctx.Done():
			return fmt.Errorf("waiting for the server: %w", ctx.Err())
		}
	}
}

// Publish implements Participant.
func (l *livekitPeer) Publish(ctx context.Context, p *media.Publisher) error {
	if err := l.join(ctx, false); err != nil {
		return err
	}
	for _, t := range p.Tracks() {
		if err := l.socket.binary(liveAddTrack(t.ID(), t.Kind() == webrtc.RTPCodecTypeVideo)); err != nil {
			return err
		}
		select {
		case <-l.published:
		case err := <-l.failed:
			return err
		case <-ctx.Done():
			return fmt.Errorf("publishing: %w", ctx.Err())
		}
	}
	if err := peer.Send(l.sending.pc, p.Tracks(), p.Feedback); err != nil {
		return err
	}
	offer, err := peer.Offer(ctx, l.sending.pc)
	if err != nil {
		return err
	}
	if err := l.socket.binary(liveDescription(liveOffer, "offer", offer, 0)); err != nil {
		return err
	}
	return peer.AwaitConnected(ctx, l.sending.pc)
}

// Watch implements Participant.
func (l *livekitPeer) Watch(ctx context.Context, w Watching) error {
	if !l.server.load.Choice {
		return l.join(ctx, true)
	}
	if err := l.join(ctx, false); err != nil {
		return err
	}
	var sids []string
	err := l.await(ctx, func() bool {
		sids = l.choice(w)
		return len(sids) == len(w.Sounds)+len(w.Pictures)
	})
	if err != nil {
		return err
	}
	return l.socket.binary(liveSubscribe(sids))
}

// choice finds the tracks that are wanted, as far as they are there; under the lock.
func (l *livekitPeer) choice(w Watching) []string {
	var sids []string
	for _, t := range l.tracks {
		wanted := w.Sounds
		if t.picture {
			wanted = w.Pictures
		}
		if slices.ContainsFunc(wanted, func(n int) bool { return participantName(n) == t.owner }) {
			sids = append(sids, t.sid)
		}
	}
	return sids
}

// Close implements Participant.
func (l *livekitPeer) Close() {
	if l.socket != nil {
		_ = l.socket.binary(liveLeave())
	}
	for _, pc := range []*webrtc.PeerConnection{l.sending.pc, l.receiving.pc} {
		if pc != nil {
			_ = pc.Close()
		}
	}
	l.socket.close()
}
