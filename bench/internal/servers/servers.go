// Package servers speaks each server's own protocol: a participant joins, publishes, watches and leaves. Nothing here measures.
package servers

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"time"

	"github.com/pion/webrtc/v4"

	"github.com/cumbre-meet/cumbre/bench/internal/media"
)

// ErrCannot says that a kind of server has no way to do what a scenario asks.
var ErrCannot = errors.New("this kind of server cannot do that")

// Meeting says what a server is to be ready for.
type Meeting struct {
	Participants int  // that publish
	Sounds       int  // that a subscriber receives at most
	Pictures     int  // that a subscriber receives at most
	Both         bool // who publishes also watches, on one session
	Choice       bool // everyone watches a choice of the pictures, not all
	Loss         bool // the subscribers' paths lose packets
}

// Watching is what a participant receives: publishers by their number. A nil choice of pictures is all.
type Watching struct {
	Sounds, Pictures []int
}

// Server is one running server.
type Server interface {
	// Prepare waits until the server answers, and makes what the meeting needs. ErrCannot: it cannot hold such a meeting.
	Prepare(ctx context.Context, m Meeting) error
	// Participant makes one, who is not connected yet. Publishers are numbered from 0.
	Participant(number int, c Connecting) Participant
}

// Connecting is how a participant's connections are made.
type Connecting struct {
	Connection func() (*webrtc.PeerConnection, error)
	Attach     func(*webrtc.PeerConnection) // told of each connection that receives; nil: it does not receive
}

// Participant is one, from joining to leaving. Its methods are called one after the other.
type Participant interface {
	// Publish sends the publisher's tracks, and returns when media can flow.
	Publish(ctx context.Context, p *media.Publisher) error
	// Watch asks for what the participant is to receive. It may return before media flows.
	Watch(ctx context.Context, w Watching) error
	// Close leaves.
	Close()
}

// Options are where a server is, and what lets one in.
type Options struct {
	Kind   string // cumbre, livekit, galene or janus
	URL    string
	Token  string // Cumbre: the administrator's
	Key    string // LiveKit: API key
	Secret string // LiveKit: API secret
	Group  string // Galène: the group; anybody may join and present there
}

// Kinds lists the kinds of servers.
func Kinds() []string { return []string{"cumbre", "livekit", "galene", "janus"} }

// New makes the Server that the options name.
func New(o Options) (Server, error) {
	u, err := url.Parse(o.URL)
	if err != nil || u.Host == "" {
		return nil, fmt.Errorf("the server's address %q is no URL such as http://10.77.0.1:8080", o.URL)
	}
	switch o.Kind {
	case "cumbre":
		if o.Token == "" {
			return nil, errors.New("cumbre needs its administrator's token, which makes the meeting (data/admin-token)")
		}
		return &cumbre{base: u.Scheme + "://" + u.Host, admin: o.Token}, nil
	case "livekit":
		return &livekit{address: u, key: o.Key, secret: o.Secret}, nil
	case "galene":
		return &galene{address: u, group: o.Group}, nil
	case "janus":
		return &janus{url: o.URL, address: u}, nil
	}
	return nil, fmt.Errorf("the kind of server %q is none of %v", o.Kind, Kinds())
}

// answering waits until a TCP port takes connections.
func answering(ctx context.Context, host string) error {
	const again = 50 * time.Millisecond
	var dialer net.Dialer
	for {
		c, err := dialer.DialContext(ctx, "tcp", host)
		if err == nil {
			return c.Close()
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("nothing answers at %s: %w", host, err)
		case <-time.After(again):
		}
	}
}
