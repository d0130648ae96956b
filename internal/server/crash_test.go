package server

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/coder/websocket"

	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// crashDirVariable tells the process that is killed where its data is: the test starts its own binary.
const crashDirVariable = "SERVER_TEST_DIR"

// Bounds of the crash test.
const (
	kills            = 20
	roundsAMeeting   = 4  // the same meeting lives through so many kills; a welcome has its last 200 texts only
	textsASession    = 9  // the limit of the rate is 10 at once
	killWithin       = 90 // acknowledgements; later ones would find the workers idle
	commandsASession = 24 // of the chair, without the texts; the limit of the rate is 60 at once
	startingTimeout  = 30 * time.Second
	roundTimeout     = 20 * time.Second
)

// TestServerChild is the process that TestKillsLoseNothing kills.
func TestServerChild(t *testing.T) {
	dir := os.Getenv(crashDirVariable)
	if dir == "" {
		t.Skip("only for the test that starts it")
	}
	cfg := testConfig(t)
	cfg.Data = dir
	err := Run(t.Context(), cfg, Options{Version: "test", Log: slog.New(slog.DiscardHandler)}, func(s *Server) {
		fmt.Println("url", s.URL())
	})
	if err != nil {
		t.Error(err)
	}
}

// TestKillsLoseNothing kills a server with a busy meeting 20 times at random moments. What it has acknowledged over the
// API or a live session is there after each start, and at most what was under way besides.
func TestKillsLoseNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("starts many processes")
	}
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	w := &witness{dir: t.TempDir(), random: rand.New(rand.NewPCG(seed, 0)), meetings: map[string]*office{}}
	for round := range kills {
		w.killAt = 1 + int64(w.random.IntN(killWithin))
		w.acks.Store(0)
		w.reached = make(chan struct{})
		w.reach = sync.OnceFunc(func() { close(w.reached) })
		child := w.start(t)
		if round%5 == 4 { // while it starts
			pause(time.Duration(w.random.IntN(200)) * time.Millisecond)
			child.kill(t)
			continue
		}
		child.waitReady(t)
		w.verify(t, child)
		if w.busy == nil || w.busy.rounds == roundsAMeeting {
			w.busy = w.newBusy(t, child)
		}
		w.busy.rounds++
		w.work(t, child)
	}
	child := w.start(t)
	child.waitReady(t)
	for _, o := range w.meetings {
		o.verified = false
	}
	w.verify(t, child)
	child.kill(t)
	t.Logf("%d meetings and %d commands acknowledged over %d kills", len(w.meetings), w.total, kills)
	if len(w.meetings) == 0 || w.total == 0 {
		t.Error("nothing was done: the test shows nothing")
	}
}

// pause spins, so that the kill comes at any moment and not only after an acknowledgement.
func pause(d time.Duration) {
	for end := time.Now().Add(d); time.Now().Before(end); {
		continue
	}
}

// child is a server process.
type child struct {
	cmd        *exec.Cmd
	lines      *bufio.Scanner
	url, admin string
}

func (w *witness) start(t *testing.T) *child {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestServerChild$", "-test.count=1")
	// Its temporary folders go with ours: killed, it removes none.
	cmd.Env = append(os.Environ(), crashDirVariable+"="+w.dir, "TMPDIR="+t.TempDir())
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	return &child{cmd: cmd, lines: bufio.NewScanner(out), admin: filepath.Join(w.dir, "admin-token")}
}

func (c *child) waitReady(t *testing.T) {
	t.Helper()
	late := time.AfterFunc(startingTimeout, func() { _ = c.cmd.Process.Kill() })
	defer late.Stop()
	for c.lines.Scan() {
		if url, ok := strings.CutPrefix(c.lines.Text(), "url "); ok {
			token, err := os.ReadFile(c.admin)
			if err != nil {
				t.Fatal(err)
			}
			c.url, c.admin = url, strings.TrimSpace(string(token))
			return
		}
		t.Log(c.lines.Text())
	}
	t.Fatal("the server did not start again")
}

func (c *child) kill(t *testing.T) {
	t.Helper()
	if err := c.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	for c.lines.Scan() {
	}
	if err := c.cmd.Wait(); err == nil || !strings.Contains(err.Error(), "killed") {
		t.Fatalf("the server ended by itself: %v", err)
	}
}

// call makes one API request as the administrator. The error says that the server is gone.
func (c *child) call(ctx context.Context, method, path string, body, out any) (status int, err error) {
	b, err := json.Marshal(body)
	if err != nil {
		return 0, err
	}
	r, err := http.NewRequestWithContext(ctx, method, c.url+"/api/v1/meetings"+path, bytes.NewReader(b))
	if err != nil {
		return 0, err
	}
	r.Header.Set("Authorization", "Bearer "+c.admin)
	r.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	if err != nil {
		return 0, err
	}
	if out != nil && res.StatusCode < 300 {
		err = json.Unmarshal(answer, out)
	}
	return res.StatusCode, err
}

// witness remembers what was acknowledged.
type witness struct {
	dir    string
	random *rand.Rand

	acks    atomic.Int64 // of the round
	total   int64
	killAt  int64
	reached chan struct{}
	reach   func()

	meetings map[string]*office
	busy     *busy
}

// office is a meeting that is only prepared: over the API.
type office struct {
	title       string
	verified    bool
	invitations map[string]paper
	documents   map[string]string // texts by identifier
}

type paper struct {
	name               string
	revoked, uncertain bool // uncertain: the revocation was under way
}

// ack counts one acknowledgement; the one that was drawn lots for is the server's last.
func (w *witness) ack() {
	if w.acks.Add(1) == w.killAt {
		w.reach()
	}
}

// work lets everybody work until the server is killed.
func (w *witness) work(t *testing.T, c *child) {
	t.Helper()
	var group sync.WaitGroup
	made := map[string]*office{}
	group.Go(func() { w.prepare(t, c, made) })
	group.Go(func() { w.busy.preside(t, w, c) })
	for _, p := range w.busy.people {
		group.Go(func() { p.talk(t, w, c) })
	}
	late := time.AfterFunc(roundTimeout, w.reach)
	defer late.Stop()
	<-w.reached
	pause(time.Duration(w.random.IntN(3000)) * time.Microsecond)
	c.kill(t)
	group.Wait()
	w.total += w.acks.Load()
	maps.Copy(w.meetings, made)
}

// prepare makes meetings and invitations, and revokes one of three.
func (w *witness) prepare(t *testing.T, c *child, made map[string]*office) {
	t.Helper()
	for range killWithin / 5 {
		var m protocol.Meeting
		title := fmt.Sprintf("Prepared %d", rand.Uint64())
		if status, err := c.call(t.Context(), "POST", "", map[string]any{"title": title}, &m); err != nil {
			return
		} else if status != http.StatusCreated {
			t.Errorf("create: %d", status)
			return
		}
		w.ack()
		o := &office{title: title, invitations: map[string]paper{}, documents: map[string]string{}}
		made[m.ID] = o
		d, err := c.deposit(t, m.ID, title)
		if err != nil {
			return
		}
		w.ack()
		o.documents[d.ID] = title
		for i := range 3 {
			var inv invited
			name := fmt.Sprintf("Guest %d", i)
			if _, err := c.call(t.Context(), "POST", "/"+m.ID+"/invitations", map[string]any{"role": "observer", "name": name}, &inv); err != nil {
				return
			}
			w.ack()
			o.invitations[inv.ID] = paper{name: name}
			if i != 1 {
				continue
			}
			o.invitations[inv.ID] = paper{name: name, uncertain: true}
			if _, err := c.call(t.Context(), "DELETE", "/"+m.ID+"/invitations/"+inv.ID, nil, nil); err != nil {
				return
			}
			w.ack()
			o.invitations[inv.ID] = paper{name: name, revoked: true}
		}
	}
}

// verify compares the server with what it acknowledged before it was killed.
func (w *witness) verify(t *testing.T, c *child) {
	t.Helper()
	var list struct{ Meetings []protocol.Meeting }
	if status, err := c.call(t.Context(), "GET", "", nil, &list); err != nil || status != http.StatusOK {
		t.Fatal(status, err)
	}
	titles := map[string]string{}
	for _, m := range list.Meetings {
		titles[m.ID] = m.Title
	}
	for id, o := range w.meetings {
		if titles[id] != o.title {
			t.Errorf("meeting %s: %q instead of %q", id, titles[id], o.title)
		}
		if !o.verified {
			o.verify(t, c, id)
		}
	}
	if w.busy != nil {
		w.busy.verify(t, c)
	}
}

func (o *office) verify(t *testing.T, c *child, id string) {
	t.Helper()
	o.verified = true
	var list struct {
		Invitations []struct {
			ID, Name string
			Revoked  bool
		}
	}
	if status, err := c.call(t.Context(), "GET", "/"+id+"/invitations", nil, &list); err != nil || status != http.StatusOK {
		t.Fatal(status, err)
	}
	found := 0
	for _, inv := range list.Invitations {
		want, ok := o.invitations[inv.ID]
		if !ok {
			continue
		}
		found++
		if inv.Name != want.name || inv.Revoked != want.revoked && !want.uncertain {
			t.Errorf("invitation %+v instead of %+v", inv, want)
		}
		o.invitations[inv.ID] = paper{name: inv.Name, revoked: inv.Revoked}
	}
	o.verifyDocuments(t, c, id)
	if found != len(o.invitations) || len(list.Invitations) > found+1 {
		t.Errorf("meeting %s: %d of %d acknowledged invitations, %d in all", id, found, len(o.invitations), len(list.Invitations))
	}
}

// verifyDocuments reads those that were acknowledged, whole; at most one more was under way.
func (o *office) verifyDocuments(t *testing.T, c *child, id string) {
	t.Helper()
	var list struct{ Documents []protocol.Document }
	if status, err := c.call(t.Context(), "GET", "/"+id+"/documents", nil, &list); err != nil || status != http.StatusOK {
		t.Fatal(status, err)
	}
	if len(list.Documents) > len(o.documents)+1 {
		t.Errorf("meeting %s: %d documents, %d acknowledged", id, len(list.Documents), len(o.documents))
	}
	for doc, text := range o.documents {
		r, err := http.NewRequestWithContext(t.Context(), "GET", c.url+"/api/v1/meetings/"+id+"/documents/"+doc+"/content", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+c.admin)
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(res.Body)
		_ = res.Body.Close()
		if err != nil || string(content) != text {
			t.Errorf("document %s of meeting %s: %d %q %v", doc, id, res.StatusCode, content, err)
		}
	}
}

// deposit adds a text. The error says that the server is gone.
func (c *child) deposit(t *testing.T, meeting, text string) (d protocol.Document, err error) {
	t.Helper()
	contentType, body := form(t, "a.txt", text, "kind", "document")
	r, err := http.NewRequestWithContext(t.Context(), "POST", c.url+"/api/v1/meetings/"+meeting+"/documents", bytes.NewReader(body))
	if err != nil {
		t.Error(err)
		return d, err
	}
	r.Header.Set("Authorization", "Bearer "+c.admin)
	r.Header.Set("Content-Type", contentType)
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return d, err
	}
	defer res.Body.Close()
	if err := json.NewDecoder(res.Body).Decode(&d); err != nil {
		return d, err
	}
	if res.StatusCode != http.StatusCreated {
		t.Errorf("add a document: %d", res.StatusCode)
	}
	return d, nil
}

// busy is the meeting that is under way.
type busy struct {
	id     string
	rounds int
	chair  *speaker
	people []*speaker

	holder, triedHolder string // of the floor
	locked, triedLocked bool
	admitted            map[string]bool // tokens of guests; false: it was under way
}

// speaker is one person and what they have said.
type speaker struct {
	id, token string
	said      []string // acknowledged
	saying    string   // under way
}

func (w *witness) newBusy(t *testing.T, c *child) *busy {
	t.Helper()
	var m protocol.Meeting
	if status, err := c.call(t.Context(), "POST", "", map[string]any{"title": "Busy"}, &m); err != nil || status != http.StatusCreated {
		t.Fatal(status, err)
	}
	invite := func(role string) *speaker {
		var inv invited
		body := map[string]any{"role": role, "name": role, "lobby": false}
		if status, err := c.call(t.Context(), "POST", "/"+m.ID+"/invitations", body, &inv); err != nil || status != http.StatusCreated {
			t.Fatal(status, err)
		}
		return &speaker{id: inv.ID, token: inv.Token}
	}
	return &busy{id: m.ID, chair: invite("chair"), people: []*speaker{invite("delegate"), invite("delegate")}, admitted: map[string]bool{}}
}

// live is a live session.
type live struct {
	conn    *websocket.Conn
	welcome protocol.Welcome
	id      int
}

func (c *child) join(ctx context.Context, token string) (*live, error) {
	conn, _, err := websocket.Dial(ctx, c.url+"/api/v1/live", nil)
	if err != nil {
		return nil, err
	}
	conn.SetReadLimit(1 << 20)
	l := &live{conn: conn}
	err = l.send(ctx, protocol.Hello{Version: protocol.Version, Token: token})
	for err == nil {
		var m any
		if m, err = l.receive(ctx); err != nil {
			break
		}
		switch m := m.(type) {
		case protocol.Welcome:
			l.welcome = m
			return l, nil
		case protocol.ProblemMessage:
			err = &m.Problem
		}
	}
	return nil, errors.Join(err, conn.CloseNow())
}

func (l *live) send(ctx context.Context, m protocol.ClientMessage) error {
	b, err := protocol.EncodeClient(m)
	if err != nil {
		return err
	}
	return l.conn.Write(ctx, websocket.MessageText, b)
}

func (l *live) receive(ctx context.Context) (any, error) {
	_, b, err := l.conn.Read(ctx)
	if err != nil {
		return nil, err
	}
	return protocol.DecodeServer(b)
}

// ask sends a command and waits for its answer: a *protocol.Problem where it was refused.
func (l *live) ask(ctx context.Context, command func(id int) protocol.ClientMessage) error {
	l.id++
	if err := l.send(ctx, command(l.id)); err != nil {
		return err
	}
	for {
		m, err := l.receive(ctx)
		if err != nil {
			return err
		}
		switch m := m.(type) {
		case protocol.Ack:
			if m.ID == l.id {
				return nil
			}
		case protocol.ProblemMessage:
			if m.ID == l.id || m.Fatal {
				return &m.Problem
			}
		}
	}
}

// say sends a text to everyone.
func (p *speaker) say(ctx context.Context, w *witness, l *live) error {
	p.saying = fmt.Sprintf("%s %d", p.id, rand.Uint64())
	err := l.ask(ctx, func(id int) protocol.ClientMessage { return protocol.SendChat{ID: id, To: "everyone", Text: p.saying} })
	if err == nil {
		p.said, p.saying = append(p.said, p.saying), ""
		w.ack()
	}
	return err
}

// talk is a delegate's round.
func (p *speaker) talk(t *testing.T, w *witness, c *child) {
	t.Helper()
	l, err := c.join(t.Context(), p.token)
	for range textsASession {
		if err == nil {
			err = p.say(t.Context(), w, l)
		}
	}
	refused(t, err)
	if l != nil {
		<-w.reached // stays, so that the chair can give the floor
		_ = l.conn.CloseNow()
	}
}

// preside is the chair's round.
func (b *busy) preside(t *testing.T, w *witness, c *child) {
	t.Helper()
	ctx := t.Context()
	l, err := c.join(ctx, b.chair.token)
	if err != nil {
		refused(t, err)
		return
	}
	defer l.conn.CloseNow() //nolint:errcheck // its server is gone
	b.triedLocked = false
	err = l.ask(ctx, func(id int) protocol.ClientMessage { return protocol.Lock{ID: id} })
	if err == nil {
		b.locked = false
		err = b.admit(ctx, w, c, l)
	}
	for i := 0; i < commandsASession && err == nil; i++ {
		switch i % 3 {
		case 0:
			err = b.give(ctx, w, l, []string{b.people[0].id, "", b.people[1].id}[i/3%3])
		case 1:
			b.triedLocked = i%2 == 1
			err = l.ask(ctx, func(id int) protocol.ClientMessage { return protocol.Lock{ID: id, Locked: b.triedLocked} })
			if err == nil {
				b.locked = b.triedLocked
				w.ack()
			}
		default:
			err = b.chair.say(ctx, w, l)
		}
	}
	refused(t, err)
}

// give gives the floor, where the one who is to have it has come.
func (b *busy) give(ctx context.Context, w *witness, l *live, holder string) error {
	b.triedHolder = holder
	err := l.ask(ctx, func(id int) protocol.ClientMessage { return protocol.GiveFloor{ID: id, Participant: holder} })
	if p, ok := errors.AsType[*protocol.Problem](err); ok && p.Code == "not-connected" {
		b.triedHolder = b.holder
		return nil
	}
	if err == nil {
		b.holder = holder
		w.ack()
	}
	return err
}

// admit lets a guest in from the lobby.
func (b *busy) admit(ctx context.Context, w *witness, c *child, chair *live) error {
	var inv invited
	if _, err := c.call(ctx, "POST", "/"+b.id+"/invitations", map[string]any{"role": "observer", "name": "Guest"}, &inv); err != nil {
		return err
	}
	guest, err := c.join(ctx, inv.Token)
	if err != nil {
		return err
	}
	defer guest.conn.CloseNow() //nolint:errcheck // it has seen enough
	b.admitted[inv.Token] = false
	err = chair.ask(ctx, func(id int) protocol.ClientMessage { return protocol.Admit{ID: id, Participant: guest.welcome.Me} })
	if err == nil {
		b.admitted[inv.Token] = true
		w.ack()
	}
	return err
}

// verify compares the meeting that the chair comes back to with what was acknowledged.
func (b *busy) verify(t *testing.T, c *child) {
	t.Helper()
	l, err := c.join(t.Context(), b.chair.token)
	if err != nil {
		t.Fatal(err)
	}
	defer l.conn.CloseNow() //nolint:errcheck // nothing is said on it
	if got := l.welcome.Floor.Holder; got != b.holder && got != b.triedHolder {
		t.Errorf("floor: %q instead of %q (or %q, which was under way)", got, b.holder, b.triedHolder)
	}
	if got := l.welcome.Meeting.Locked; got != b.locked && got != b.triedLocked {
		t.Errorf("locked: %t", got)
	}
	b.holder, b.locked = l.welcome.Floor.Holder, l.welcome.Meeting.Locked
	b.triedHolder, b.triedLocked = b.holder, b.locked
	for _, p := range append([]*speaker{b.chair}, b.people...) {
		p.verify(t, l.welcome.Chat)
	}
	for token, sure := range b.admitted {
		got, err := c.join(t.Context(), token)
		if err != nil {
			if sure {
				t.Errorf("the admitted guest does not come in: %v", err)
			}
			continue
		}
		if sure && got.welcome.Admission != "admitted" {
			t.Error("the admitted guest is in the lobby again")
		}
		_ = got.conn.CloseNow()
	}
}

// verify compares a person's texts: all that were acknowledged, in their order, and at most the one under way.
func (p *speaker) verify(t *testing.T, chat []protocol.ChatMessage) {
	t.Helper()
	var got []string
	for _, m := range chat {
		if m.From == p.id {
			got = append(got, m.Text)
		}
	}
	if p.saying != "" && len(got) > 0 && got[len(got)-1] == p.saying {
		p.said = append(p.said, p.saying)
	}
	p.saying = ""
	if !slices.Equal(got, p.said) {
		t.Errorf("%d texts instead of %d:\n%q\n%q", len(got), len(p.said), got, p.said)
	}
}

// refused fails the test where the server said no to what it should do.
func refused(t *testing.T, err error) {
	t.Helper()
	// A person who has never got in before the kill finds the door locked.
	if p, ok := errors.AsType[*protocol.Problem](err); ok && p.Code != "meeting-locked" {
		t.Errorf("refused: %v", p)
	}
}
