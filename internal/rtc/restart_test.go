package rtc

import (
	"errors"
	"log/slog"
	"net"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pion/webrtc/v4"

	"github.com/cumbre-meet/cumbre/internal/protocol"
	"github.com/cumbre-meet/cumbre/internal/sfu"
	"github.com/cumbre-meet/cumbre/internal/units"
)

func code(err error) string {
	if p, ok := errors.AsType[*protocol.Problem](err); ok {
		return p.Code
	}
	return ""
}

func itoa(n uint16) string { return strconv.Itoa(int(n)) }

// An ICE restart keeps DTLS, SSRCs and media; more lines come with the same offer.
func TestRenegotiate(t *testing.T) {
	e := startEngine(t, nil)
	c, r, p := publisher(t, e, false)
	c.exchange(t, e, r)
	tag := p.ETag()
	c.receive(t, webrtc.RTPCodecTypeVideo)
	var lines atomic.Int64
	answer, err := p.Renegotiate(c.offer(t, &webrtc.OfferOptions{ICERestart: true}), ConnectOptions{}, func(_ units.Instant, l []sfu.Line) {
		lines.Store(int64(len(l)))
	})
	if err != nil {
		t.Fatal(err)
	}
	c.answer(t, answer)
	if p.ETag() == tag {
		t.Error("the ETag is that of the old ICE session")
	}
	eventually(t, "there is one line more", func() bool { return lines.Load() == 5 })
	eventually(t, "the new session is nominated", func() bool {
		done := make(chan bool, 1)
		e.Post(func(units.Instant) { done <- len(p.agent.Ufrags()) == 2 })
		return <-done && c.ICEConnectionState() == webrtc.ICEConnectionStateConnected
	})
	eventually(t, "the receiver is told once that there is a path again", func() bool {
		r.mu.Lock()
		defer r.mu.Unlock()
		return slices.Equal(r.quieted, []string{"resumed"})
	})
	c.exchange(t, e, r)
	eventually(t, "one restart and one handshake are counted", func() bool {
		s := e.Stats()
		return s.ICERestarts == 1 && s.HandshakesDone == 1
	})
}

func TestFragments(t *testing.T) {
	e := startEngine(t, nil)
	_, _, p := publisher(t, e, false)
	if err := p.AddRemoteCandidates("a=ice-ufrag:" + p.RemoteUfrag() + "\r\na=end-of-candidates\r\n"); err != nil {
		t.Error(err)
	}
	if err := p.AddRemoteCandidates("a=ice-ufrag:other"); code(err) != "sdp-no-ice" {
		t.Errorf("foreign ufrag: %v", err)
	}
	if _, err := p.RestartICE("a=ice-ufrag:" + p.RemoteUfrag()); code(err) != "sdp-no-ice" {
		t.Errorf("no restart: %v", err)
	}
	tag := p.ETag()
	answer, err := p.RestartICE("a=ice-ufrag:new1\r\na=ice-pwd:newnewnewnewnewnewnewnew\r\n")
	if err != nil {
		t.Fatal(err)
	}
	if p.ETag() == tag || !strings.Contains(answer, "a=ice-ufrag:"+strings.Trim(p.ETag(), `"`)) || !strings.Contains(answer, "a=candidate:") {
		t.Errorf("ETag %s, answer\n%s", p.ETag(), answer)
	}
	p.Close()
	eventually(t, "it is closed", func() bool { return code(p.AddRemoteCandidates("a=x")) == "connection-gone" })
	if _, err := p.RestartICE("a=x"); code(err) != "connection-gone" {
		t.Errorf("after Close: %v", err)
	}
}

func TestOfferProblems(t *testing.T) {
	e := startEngine(t, nil)
	c, _, p := publisher(t, e, false)
	if _, _, err := e.Connect("v=0", ConnectOptions{}, nil); code(err) != "sdp-invalid" {
		t.Errorf("Connect: %v", err)
	}
	if _, err := p.Renegotiate("v=0", ConnectOptions{}, nil); code(err) != "sdp-invalid" {
		t.Errorf("Renegotiate: %v", err)
	}
	other := newClient(t, false)
	other.publish(t)
	if _, err := p.Renegotiate(other.offer(t, nil), ConnectOptions{}, nil); code(err) != "sdp-bad-fingerprint" {
		t.Errorf("another client's offer: %v", err)
	}
	if s := c.ConnectionState(); s != webrtc.PeerConnectionStateConnected {
		t.Errorf("the connection is %v", s)
	}
}

// A client that insists on being the DTLS server gets us as its client.
func TestPassiveClient(t *testing.T) {
	e := startEngine(t, nil)
	c := newClient(t, false)
	c.publish(t)
	c.receive(t, webrtc.RTPCodecTypeAudio, webrtc.RTPCodecTypeVideo)
	offer := strings.ReplaceAll(c.offer(t, nil), "a=setup:actpass", "a=setup:passive")
	var r receiver
	_, answer, err := e.Connect(offer, ConnectOptions{}, r.attach)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(answer, "a=setup:active") {
		t.Fatal(answer)
	}
	c.answer(t, answer)
	eventually(t, "it is connected", r.isConnected)
	c.exchange(t, e, &r)
}

// The client's going is seen at once, by its closing alert.
func TestClientCloses(t *testing.T) {
	e := startEngine(t, nil)
	c, r, _ := publisher(t, e, false)
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the peer has ended", func() bool { return r.ended() == 1 && e.Stats().Peers == 0 })
}

// A receiver that is refused by attach leaves nothing.
func TestAttachRefuses(t *testing.T) {
	e := startEngine(t, nil)
	c := newClient(t, false)
	c.publish(t)
	p, _, err := e.Connect(c.offer(t, nil), ConnectOptions{}, func(units.Instant, sfu.Transport, []sfu.Line) Receiver { return nil })
	if err != nil {
		t.Fatal(err)
	}
	eventually(t, "it is closed", func() bool { return p.closed.Load() && e.peerCount.Load() == 0 })
}

func TestPortInUse(t *testing.T) {
	e := startEngine(t, nil)
	for _, udp := range []bool{true, false} {
		_, err := New(Config{UDP: udp, TCP: true, Port: e.Port(), Addresses: e.cfg.Addresses}, slog.New(slog.DiscardHandler))
		var port *PortError
		if !errors.As(err, &port) || port.Port != e.Port() || (port.Network == "UDP") != udp {
			t.Errorf("%v", err)
		}
	}
	for _, cfg := range []Config{{}, {UDP: true, SendMode: "pigeon"}} {
		if _, err := New(cfg, nil); err == nil {
			t.Errorf("%+v was accepted", cfg)
		}
	}
}

// Close ends all peers and all goroutines' ways in, however often it is called, and before Start, too.
func TestClose(t *testing.T) {
	e := startEngine(t, nil)
	c, r, p := publisher(t, e, false)
	for range 2 {
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if r.ended() != 1 {
		t.Errorf("Disconnected was called %d times", r.ended())
	}
	eventually(t, "the client was told", func() bool { return c.ConnectionState() == webrtc.PeerConnectionStateClosed })
	e.Post(func(units.Instant) { t.Error("posted after Close") })
	p.Close()
	if _, _, err := e.Connect(c.LocalDescription().SDP, ConnectOptions{}, r.attach); err == nil {
		t.Error("Connect after Close")
	}
	idle, err := New(Config{UDP: true, TCP: true}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if err := idle.Close(); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", net.JoinHostPort("", itoa(idle.Port())))
	if err != nil {
		t.Fatalf("the port is still taken: %v", err)
	}
	_ = l.Close()
}

func TestTicksAndPosts(t *testing.T) {
	for _, udp := range []bool{true, false} {
		e := startEngine(t, func(c *Config) { c.UDP = udp })
		var ticks, after atomic.Int64
		remove := e.OnTick(func(units.Instant) { ticks.Add(1) })
		eventually(t, "ticks come", func() bool { return ticks.Load() > 3 })
		remove()
		done := make(chan struct{})
		e.Post(func(units.Instant) { close(done) })
		<-done
		start := time.Now()
		const rounds = 200
		for range rounds {
			done := make(chan struct{})
			e.Post(func(now units.Instant) {
				after.Add(1)
				close(done)
			})
			<-done
		}
		if d := time.Since(start) / rounds; d > 5*time.Millisecond {
			t.Errorf("UDP %v: a post takes %v", udp, d)
		}
	}
}

// What is kept back at a turn's end is asked for when its time is up, though nothing comes.
func TestTurnsForWhatIsKept(t *testing.T) {
	for _, udp := range []bool{true, false} {
		e := startEngine(t, func(c *Config) { c.UDP = udp })
		const wait = 2 * time.Millisecond // less than until the next tick
		called := make(chan units.Instant, 100)
		var until units.Instant
		remove := e.OnTurn(func(now units.Instant) units.Instant {
			switch {
			case until.IsZero():
				until = now.Add(wait)
				return until
			case now >= until && cap(called) > len(called):
				called <- now
			}
			return 0
		})
		eventually(t, "a turn is made for it", func() bool { return len(called) > 0 })
		if at := <-called; at.Sub(until) > idleTick/2 {
			t.Errorf("UDP %v: it came %v late", udp, at.Sub(until))
		}
		remove()
	}
}
