package servers

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"github.com/pion/webrtc/v4"

	"github.com/cumbre-meet/cumbre/bench/internal/media"
	"github.com/cumbre-meet/cumbre/bench/internal/peer"
)

// cumbre makes a meeting over REST; who only publishes or only watches does so by WHIP and WHEP, who does both in a live
// session (docs/protocol.md).
type cumbre struct {
	base, admin string
	meeting     string
	publishers  []string // their invitations' tokens
	viewers     string
	load        Meeting
}

type invitation struct {
	Role   string `json:"role"`
	Name   string `json:"name"`
	Lobby  bool   `json:"lobby"`
	Shared bool   `json:"shared,omitempty"`
}

// Prepare implements Server.
func (c *cumbre) Prepare(ctx context.Context, m Meeting) error {
	c.load = m
	u, err := url.Parse(c.base)
	if err != nil {
		return err
	}
	if err := answering(ctx, u.Host); err != nil {
		return err
	}
	var made struct {
		ID string `json:"id"`
	}
	if err := call(ctx, c.base+"/api/v1/meetings", c.admin, map[string]any{"title": "Side by side"}, &made); err != nil {
		return fmt.Errorf("making a meeting: %w", err)
	}
	c.meeting = made.ID
	for i := range m.Participants {
		token, err := c.invite(ctx, invitation{Role: "delegate", Name: participantName(i)})
		if err != nil {
			return err
		}
		c.publishers = append(c.publishers, token)
	}
	c.viewers, err = c.invite(ctx, invitation{Role: "observer", Name: "Viewers", Shared: true})
	return err
}

func participantName(number int) string { return fmt.Sprintf("P%d", number) }

func (c *cumbre) invite(ctx context.Context, i invitation) (string, error) {
	var made struct {
		Token string `json:"token"`
	}
	err := call(ctx, c.base+"/api/v1/meetings/"+url.PathEscape(c.meeting)+"/invitations", c.admin, i, &made)
	if err != nil {
		return "", fmt.Errorf("inviting %s: %w", i.Name, err)
	}
	return made.Token, nil
}

// Participant implements Server.
func (c *cumbre) Participant(number int, how Connecting) Participant {
	if c.load.Both && number < c.load.Participants {
		return newCumbreSession(c, number, how)
	}
	return &cumbreExternal{server: c, number: number, how: how}
}

// cumbreExternal publishes by WHIP (RFC 9725) or watches by WHEP.
type cumbreExternal struct {
	server   *cumbre
	number   int
	how      Connecting
	pc       *webrtc.PeerConnection
	location string
	token    string
}

// Publish implements Participant.
func (e *cumbreExternal) Publish(ctx context.Context, p *media.Publisher) error {
	var err error
	if e.pc, err = e.how.Connection(); err != nil {
		return err
	}
	if err := peer.Send(e.pc, p.Tracks(), p.Feedback); err != nil {
		return err
	}
	return e.exchange(ctx, "/whip/", e.server.publishers[e.number])
}

// Watch implements Participant. What is shown is the server's choice.
func (e *cumbreExternal) Watch(ctx context.Context, _ Watching) error {
	var err error
	if e.pc, err = e.how.Connection(); err != nil {
		return err
	}
	e.how.Attach(e.pc)
	if err := peer.Receive(e.pc, e.server.load.Sounds, e.server.load.Pictures); err != nil {
		return err
	}
	return e.exchange(ctx, "/whep/", e.server.viewers)
}

func (e *cumbreExternal) exchange(ctx context.Context, path, token string) error {
	offer, err := peer.Offer(ctx, e.pc)
	if err != nil {
		return err
	}
	target := e.server.base + path + url.PathEscape(e.server.meeting)
	answer, header, err := request(ctx, http.MethodPost, target, "application/sdp", token, []byte(offer))
	if err != nil {
		return err
	}
	at, err := url.Parse(target)
	if err == nil {
		at, err = at.Parse(header.Get("Location"))
	}
	if err != nil {
		return fmt.Errorf("POST %s: the Location %q: %w", path, header.Get("Location"), err)
	}
	e.location, e.token = at.String(), token
	if err := peer.Answered(e.pc, string(answer)); err != nil {
		return err
	}
	return peer.AwaitConnected(ctx, e.pc)
}

// Close implements Participant.
func (e *cumbreExternal) Close() {
	if e.location != "" {
		ctx, cancel := context.WithTimeout(context.Background(), leaveTimeout)
		defer cancel()
		_, _, _ = request(ctx, http.MethodDelete, e.location, "", e.token, nil) // the server may be gone
	}
	if e.pc != nil {
		_ = e.pc.Close()
	}
}
