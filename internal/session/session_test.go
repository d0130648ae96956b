package session

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/cumbre-meet/cumbre/internal/auth"
	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/conference/conferencetest"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// pipe is a WebSocket without a network. The client's side is the methods with capital letters beyond Conn.
type pipe struct {
	in     chan []byte
	stuck  chan struct{} // writes wait while it is open; nil: they do not
	closed chan struct{}

	mu     sync.Mutex
	got    []any
	code   int
	reason string
}

func newPipe() *pipe { return &pipe{in: make(chan []byte), closed: make(chan struct{})} }

var errGone = errors.New("the client is gone")

func (p *pipe) Read(ctx context.Context) ([]byte, error) {
	select {
	case b, ok := <-p.in:
		if !ok {
			return nil, errGone
		}
		return b, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (p *pipe) Write(ctx context.Context, b []byte) error {
	if p.stuck != nil {
		select {
		case <-p.stuck:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	m, err := protocol.DecodeServer(b)
	if err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.got = append(p.got, m)
	return nil
}

func (p *pipe) Close(code int, reason string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.code, p.reason = code, reason
	close(p.closed)
	return nil
}

// take waits until all is quiet and gives what the client received since the last time.
func (p *pipe) take() []any {
	synctest.Wait()
	p.mu.Lock()
	defer p.mu.Unlock()
	got := p.got
	p.got = nil
	return got
}

func (p *pipe) say(m protocol.ClientMessage) {
	b, err := protocol.EncodeClient(m)
	if err != nil {
		panic(err)
	}
	p.raw(string(b))
}

// raw sends a text, unless the server has closed.
func (p *pipe) raw(text string) {
	select {
	case p.in <- []byte(text):
	case <-p.closed:
	}
}

type server struct {
	t       *testing.T
	ctx     context.Context
	stop    func()
	media   *conferencetest.Media
	hub     *conference.Hub
	meeting string
}

// inServer runs a test with a hub and sessions in virtual time.
func inServer(t *testing.T, test func(s *server)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s := &server{t: t, media: conferencetest.NewMedia()}
		s.ctx, s.stop = context.WithCancel(t.Context())
		hub, err := conference.OpenHub(s.ctx, conference.Config{
			Journal: &conferencetest.Journal{}, Media: s.media, Key: auth.NewKey([32]byte{1}),
			Log: slog.New(slog.DiscardHandler),
		})
		if err != nil {
			t.Fatal(err)
		}
		s.hub = hub
		m, err := hub.Create(s.ctx, conference.CreateMeeting{Title: "T"})
		if err != nil {
			t.Fatal(err)
		}
		s.meeting = m.ID
		defer func() { // also when the test fails: a bubble that is left with goroutines panics over the reason
			s.stop()
			if err := hub.Close(context.Background()); err != nil {
				t.Error(err)
			}
			s.media.Close()
		}()
		test(s)
	})
}

func (s *server) token(role string) string {
	s.t.Helper()
	no := false
	inv, err := s.hub.Invite(s.ctx, s.meeting, conference.Invite{Role: role, Name: "A " + role, Lobby: &no})
	if err != nil {
		s.t.Fatal(err)
	}
	return inv.Token
}

// serve starts a session; its end comes through the channel.
func (s *server) serve(p *pipe) <-chan error {
	end := make(chan error, 1)
	go func() { end <- Serve(s.ctx, p, s.hub, slog.New(slog.DiscardHandler)) }()
	return end
}

func (s *server) enter(role string) (*pipe, <-chan error) {
	s.t.Helper()
	p := newPipe()
	end := s.serve(p)
	p.say(protocol.Hello{Version: 1, Token: s.token(role)})
	if got := p.take(); len(got) != 1 {
		s.t.Fatalf("instead of a welcome: %+v", got)
	}
	return p, end
}

func code(err error) string {
	if p, ok := errors.AsType[*protocol.Problem](err); ok {
		return p.Code
	}
	return ""
}

func TestAWholeSession(t *testing.T) {
	inServer(t, func(s *server) {
		chair, _ := s.enter("chair")
		bob, end := s.enter("delegate")
		chair.take()
		bob.say(protocol.Ping{T: 5})
		bob.raw(`{"type":"set-hand","raised":true,"height":3}`)
		bob.say(protocol.SendChat{ID: 1, To: "everyone", Text: "hola"})
		got := bob.take()
		if p := got[0].(protocol.Pong); p.T != 5 {
			t.Errorf("%+v", p)
		}
		if p := got[1].(protocol.ProblemMessage); p.Problem.Code != "field-unknown" || p.Fatal {
			t.Errorf("%+v", p)
		}
		if m := got[2].(protocol.ChatReceived); m.Message.Text != "hola" {
			t.Errorf("%+v", m)
		}
		if a := got[3].(protocol.Ack); a.ID != 1 {
			t.Errorf("%+v", a)
		}
		if got := chair.take(); len(got) != 1 {
			t.Errorf("the chair got %+v", got)
		}
		bob.say(protocol.Leave{})
		if err := <-end; err != nil || bob.code != 1000 {
			t.Errorf("%v, code %d", err, bob.code)
		}
		if b := bob.take()[0].(protocol.Bye); b.Reason != "left" {
			t.Errorf("%+v", b)
		}
	})
}

func TestFatalProblemsAreToldAndClose(t *testing.T) {
	inServer(t, func(s *server) {
		for text, want := range map[string]string{
			`{"type":"hello","version":1,"token":"nobody's"}`: "token-unknown",
			`{"type":"hello","version":1,"token":""}`:         "token-missing",
			`{"type":"hello","version":99,"token":"x"}`:       "version-unsupported",
			`nonsense`: "message-malformed",
		} {
			p := newPipe()
			end := s.serve(p)
			p.raw(text)
			if err := <-end; code(err) != want {
				t.Errorf("%s: %v", text, err)
			}
			m := p.take()[0].(protocol.ProblemMessage)
			if !m.Fatal || m.Problem.Code != want || p.code != 1008 || p.reason != want {
				t.Errorf("%s: %+v, closed with %d %s", text, m, p.code, p.reason)
			}
		}
	})
}

func TestNoHelloAndSilence(t *testing.T) {
	inServer(t, func(s *server) {
		began := time.Now()
		if err := <-s.serve(newPipe()); code(err) != "hello-missing" || time.Since(began) != helloTime {
			t.Errorf("%v after %v", err, time.Since(began))
		}
		chair, _ := s.enter("chair")
		go func() {
			for range 20 {
				time.Sleep(5 * time.Second)
				chair.say(protocol.Ping{})
			}
		}()
		bob, end := s.enter("delegate")
		began = time.Now()
		if err := <-end; err != nil || time.Since(began) != silenceTime || bob.code != 1013 {
			t.Errorf("%v after %v, code %d", err, time.Since(began), bob.code)
		}
		var last protocol.ParticipantChanged
		for _, m := range chair.take() {
			if c, ok := m.(protocol.ParticipantChanged); ok {
				last = c
			}
		}
		if last.Participant.Connection != "reconnecting" {
			t.Errorf("%+v", last)
		}
		time.Sleep(90 * time.Second)
	})
}

func TestALostConnectionAndTheReturn(t *testing.T) {
	inServer(t, func(s *server) {
		token := s.token("chair")
		p := newPipe()
		end := s.serve(p)
		p.say(protocol.Hello{Version: 1, Token: token})
		first := p.take()[0].(protocol.Welcome)
		close(p.in)
		if err := <-end; err != nil {
			t.Error(err)
		}
		again := newPipe()
		s.serve(again)
		again.say(protocol.Hello{Version: 1, Token: token, Resume: first.Resume})
		if w := again.take()[0].(protocol.Welcome); !w.Resumed || w.Me != first.Me {
			t.Errorf("%+v", w)
		}
	})
}

func TestAReaderThatIsTooSlowIsClosed(t *testing.T) {
	inServer(t, func(s *server) {
		slow := newPipe()
		slow.stuck = make(chan struct{})
		end := s.serve(slow)
		slow.say(protocol.Hello{Version: 1, Token: s.token("delegate")})
		synctest.Wait() // the slow one is in before the chair, whose welcome then names both
		chair, _ := s.enter("chair")
		began := time.Now()
		for range maxQueued / 2 {
			chair.say(protocol.SetHand{Raised: true})
			chair.say(protocol.SetHand{Raised: false})
			time.Sleep(500 * time.Millisecond)
			select {
			case err := <-end:
				if !errors.Is(err, errLost) && !errors.Is(err, errTooSlow) && err != nil || time.Since(began) > writeTime+time.Second {
					t.Errorf("%v after %v", err, time.Since(began))
				}
				return
			default:
			}
		}
		t.Error("the session goes on")
	})
}

func TestAFullOutboxEndsAtOnce(t *testing.T) {
	aborted := false
	o := newOutbox(func() { aborted = true })
	for range maxQueued + 1 {
		o.Send([]byte("x"))
	}
	if _, end := o.next(); !errors.Is(end, errTooSlow) || !aborted {
		t.Errorf("%v, aborted %v", end, aborted)
	}
	o = newOutbox(func() {})
	for range 5 {
		o.Send(make([]byte, maxQueuedBytes/4))
	}
	if _, end := o.next(); !errors.Is(end, errTooSlow) {
		t.Errorf("%v", end)
	}
	o.End([]byte("late")) // no effect, no panic
}

func TestTheServerStops(t *testing.T) {
	inServer(t, func(s *server) {
		p, end := s.enter("chair")
		token := s.token("delegate")
		if err := s.hub.Close(context.Background()); err != nil {
			t.Fatal(err)
		}
		if err := <-end; err != nil || p.code != 1012 {
			t.Errorf("%v, code %d", err, p.code)
		}
		late := newPipe()
		end = s.serve(late)
		late.say(protocol.Hello{Version: 1, Token: token})
		if err := <-end; err != nil || late.code != 1012 || len(late.take()) > 0 {
			t.Errorf("who comes late: %v, code %d", err, late.code)
		}
	})
}

func TestAFloodIsCut(t *testing.T) {
	inServer(t, func(s *server) {
		p, end := s.enter("chair")
		for range 10_000 {
			p.raw(`{"type":"dance"}`)
		}
		if err := <-end; code(err) != "flood" {
			t.Error(err)
		}
	})
}

func TestReplaced(t *testing.T) {
	inServer(t, func(s *server) {
		token := s.token("chair")
		one, two := newPipe(), newPipe()
		end := s.serve(one)
		one.say(protocol.Hello{Version: 1, Token: token})
		synctest.Wait()
		s.serve(two)
		two.say(protocol.Hello{Version: 1, Token: token})
		if err := <-end; err != nil || one.code != 1000 {
			t.Errorf("%v %d", err, one.code)
		}
		got := one.take()
		if b := got[len(got)-1].(protocol.Bye); b.Reason != "replaced" {
			t.Errorf("%+v", got)
		}
	})
}
