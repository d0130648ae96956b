package conference_test

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/cumbre-meet/cumbre/internal/auth"
	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/conference/conferencetest"
	"github.com/cumbre-meet/cumbre/internal/documents"
	"github.com/cumbre-meet/cumbre/internal/protocol"
	"github.com/cumbre-meet/cumbre/internal/record"
	"github.com/cumbre-meet/cumbre/internal/transcribe"
)

// world is a server without sockets, in virtual time.
type world struct {
	t       *testing.T
	journal conference.Journal
	memory  *conferencetest.Journal
	media   *conferencetest.Media
	papers  *documents.Store
	sounds  *record.Store
	speech  *transcribe.Queue
	hub     *conference.Hub
	meeting protocol.Meeting
	log     written
}

// inWorld runs a test in virtual time, with a meeting of two delegations.
func inWorld(t *testing.T, test func(w *world)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w := &world{t: t, memory: &conferencetest.Journal{}, media: conferencetest.NewMedia()}
		w.journal = w.memory
		var err error
		if w.papers, err = documents.Open(t.TempDir()); err != nil {
			t.Fatal(err)
		}
		if w.sounds, err = record.Open(t.TempDir()); err != nil {
			t.Fatal(err)
		}
		w.open(conference.Limits{})
		w.create()
		test(w)
		w.close()
		w.media.Close()
	})
}

// written is a log that may be read while it is written.
type written struct {
	mu   sync.Mutex
	text strings.Builder
}

func (l *written) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *written) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

func (w *world) open(limits conference.Limits) {
	w.t.Helper()
	hub, err := conference.OpenHub(context.Background(), conference.Config{
		Journal: w.journal, Media: w.media, Key: auth.NewKey([32]byte{1}), Log: slog.New(slog.NewTextHandler(&w.log, nil)), Limits: limits, Documents: w.papers, Recordings: w.sounds, Speech: w.speech,
	})
	if err != nil {
		w.t.Fatal(err)
	}
	w.hub = hub
}

func (w *world) close() {
	w.t.Helper()
	if err := w.hub.Close(context.Background()); err != nil {
		w.t.Fatal(err)
	}
}

// restart is a new server on the same journal.
func (w *world) restart() {
	w.close()
	w.open(conference.Limits{})
}

func (w *world) create() {
	w.t.Helper()
	m, err := w.hub.Create(context.Background(), conference.CreateMeeting{
		Title: "México – United States", Languages: []string{"es", "en"},
		Delegations: []conference.NewDelegation{{Name: "México", Languages: []string{"es"}}, {Name: "United States"}},
		Start:       "1999-12-31T10:00", Timezone: "America/Mexico_City",
		Agenda: []conference.NewAgendaItem{{Title: "Migración", Minutes: 20}, {Title: "Clima"}},
	})
	if err != nil {
		w.t.Fatal(err)
	}
	w.meeting = m
}

// invite makes an invitation and gives its token. Guests need no lobby unless change says so.
func (w *world) invite(role, name, delegation string, change ...func(*conference.Invite)) conference.Invitation {
	w.t.Helper()
	lobby := false
	in := conference.Invite{Role: role, Name: name, Delegation: delegation, Lobby: &lobby}
	for _, c := range change {
		c(&in)
	}
	inv, err := w.hub.Invite(context.Background(), w.meeting.ID, in)
	if err != nil {
		w.t.Fatal(err)
	}
	return inv
}

func withLobby(in *conference.Invite) { in.Lobby = nil }

func shared(in *conference.Invite) { in.Shared = true }

// client is one live session.
type client struct {
	w          *world
	attendance *conference.Attendance
	nextID     int
	resume     string
	me         string

	mu     sync.Mutex
	got    []any // since the last take
	ended  bool
	bye    string
	byeOwn bool
	view   protocol.Interpretation // the last that came
}

// Send implements conference.Outbox.
func (c *client) Send(b []byte) {
	m, err := protocol.DecodeServer(b)
	if err != nil {
		panic(err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.ended {
		panic("a message after the end")
	}
	c.got = append(c.got, m)
	switch m := m.(type) {
	case protocol.Welcome:
		c.me, c.resume, c.view = m.Me, m.Resume, m.Interpretation
	case protocol.InterpretationChanged:
		c.view = m.Interpretation
	}
}

// End implements conference.Outbox.
func (c *client) End(final []byte) {
	if final != nil {
		c.Send(final)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ended = true
	for _, m := range c.got {
		if b, ok := m.(protocol.Bye); ok {
			c.bye, c.byeOwn = b.Reason, b.Own
		}
	}
}

// settle waits until everybody has been told everything.
func (w *world) settle() {
	for {
		synctest.Wait()
		wait := w.hub.Telling(w.meeting.ID)
		if wait <= 0 {
			return
		}
		time.Sleep(wait)
	}
}

// take waits until nothing happens any more and gives what came since the last time.
func (c *client) take() []any {
	synctest.Wait()
	c.mu.Lock()
	defer c.mu.Unlock()
	got := c.got
	c.got = nil
	return got
}

// find gives the last message of a type, among those since the last take.
func find[T any](c *client) (m T, ok bool) {
	for _, got := range c.take() {
		if t, is := got.(T); is {
			m, ok = t, true
		}
	}
	return m, ok
}

func need[T any](c *client) T {
	c.w.t.Helper()
	m, ok := find[T](c)
	if !ok {
		c.w.t.Fatalf("no %T came", m)
	}
	return m
}

// tryJoin opens a session; the error is a problem.
func (w *world) tryJoin(token, resume string) (*client, error) {
	return w.say(protocol.Hello{Version: protocol.Version, Token: token, Resume: resume})
}

// comesBack is a client that nobody has told to.
func (w *world) comesBack(token, resume string) (*client, error) {
	return w.say(protocol.Hello{Version: protocol.Version, Token: token, Resume: resume, Again: true})
}

func (w *world) say(hello protocol.Hello) (*client, error) {
	grant, err := w.hub.AuthenticateHello(context.Background(), hello)
	if err != nil {
		return nil, err
	}
	c := &client{w: w}
	c.attendance, err = w.hub.Join(context.Background(), grant, hello, c)
	return c, err
}

func (w *world) join(token string) *client { return w.rejoin(token, "") }

func (w *world) rejoin(token, resume string) *client {
	w.t.Helper()
	c, err := w.tryJoin(token, resume)
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

// say sends a message.
func (c *client) say(m protocol.ClientMessage) {
	c.w.t.Helper()
	if err := c.attendance.Handle(context.Background(), m); err != nil {
		c.w.t.Fatalf("%#v: %v", m, err)
	}
}

// command sends a message and gives the code of the problem that came back, "" for an ack.
func (c *client) command(m func(id int) protocol.ClientMessage) string {
	c.w.t.Helper()
	c.nextID++
	c.say(m(c.nextID))
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, got := range c.got {
		switch g := got.(type) {
		case protocol.Ack:
			if g.ID == c.nextID {
				return ""
			}
		case protocol.ProblemMessage:
			if g.ID == c.nextID {
				return g.Problem.Code
			}
		}
	}
	c.w.t.Fatalf("no answer to %#v", m(c.nextID))
	return ""
}

func (c *client) ok(m func(id int) protocol.ClientMessage) {
	c.w.t.Helper()
	if code := c.command(m); code != "" {
		c.w.t.Fatalf("%#v: %s", m(0), code)
	}
}

// connect offers media and fails the test without an answer.
func (c *client) connect(fresh bool) protocol.Answer {
	c.w.t.Helper()
	c.nextID++
	c.say(protocol.Offer{ID: c.nextID, SDP: "v=0", New: fresh, Lines: []protocol.OfferLine{
		{MID: "0", Use: "microphone"}, {MID: "1", Use: "camera"}, {MID: "2", Use: "picture"},
	}})
	return need[protocol.Answer](c)
}

func chat(to, participant, text string) func(int) protocol.ClientMessage {
	return func(id int) protocol.ClientMessage {
		return protocol.SendChat{ID: id, To: to, Participant: participant, Text: text}
	}
}

func giveFloor(to string) func(int) protocol.ClientMessage {
	return func(id int) protocol.ClientMessage { return protocol.GiveFloor{ID: id, Participant: to} }
}

func admit(who string) func(int) protocol.ClientMessage {
	return func(id int) protocol.ClientMessage { return protocol.Admit{ID: id, Participant: who} }
}

func remove(who string) func(int) protocol.ClientMessage {
	return func(id int) protocol.ClientMessage { return protocol.Remove{ID: id, Participant: who} }
}

func lock(locked bool) func(int) protocol.ClientMessage {
	return func(id int) protocol.ClientMessage { return protocol.Lock{ID: id, Locked: locked} }
}
