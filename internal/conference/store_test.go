package conference_test

import (
	"context"
	"path/filepath"
	"sync"
	"testing"

	"github.com/cumbre-meet/cumbre/internal/auth"
	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/conference/conferencetest"
	"github.com/cumbre-meet/cumbre/internal/journal"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// recorder is an outbox for tests in real time.
type recorder struct {
	mu  sync.Mutex
	got []any
}

// Send implements conference.Outbox.
func (r *recorder) Send(b []byte) {
	m, err := protocol.DecodeServer(b)
	if err != nil {
		panic(err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.got = append(r.got, m)
}

// End implements conference.Outbox.
func (r *recorder) End([]byte) {}

func (r *recorder) welcome(t *testing.T) protocol.Welcome {
	t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	w, ok := r.got[0].(protocol.Welcome)
	if !ok {
		t.Fatalf("%+v instead of a welcome", r.got[0])
	}
	return w
}

// node is a server on a real journal.
type node struct {
	t   *testing.T
	hub *conference.Hub
}

func openNode(t *testing.T, store conference.Journal) node {
	t.Helper()
	media := conferencetest.NewMedia()
	hub, err := conference.OpenHub(t.Context(), conference.Config{
		Journal: store, Media: media, Key: auth.NewKey([32]byte{1}), Log: quiet(),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := hub.Close(context.Background()); err != nil {
			t.Error(err)
		}
		media.Close()
	})
	return node{t, hub}
}

func (n node) join(token string) (*conference.Attendance, *recorder) {
	n.t.Helper()
	grant, err := n.hub.Authenticate(n.t.Context(), token)
	if err != nil {
		n.t.Fatal(err)
	}
	out := &recorder{}
	a, err := n.hub.Join(n.t.Context(), grant, protocol.Hello{}, out)
	if err != nil {
		n.t.Fatal(err)
	}
	return a, out
}

func openStore(t *testing.T, dir string) *journal.Store {
	t.Helper()
	store, err := journal.Open(t.Context(), journal.Options{Dir: dir, SyncAlways: true})
	if err != nil {
		t.Fatal(err)
	}
	return store
}

// Two servers write to one real journal at the same time: nothing that was acknowledged is lost, nothing is there
// twice, and a third one that starts afterwards finds it all.
func TestTwoWritersOnTheRealJournal(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "journal")
	store := openStore(t, dir)
	first := openNode(t, store)
	m, err := first.hub.Create(t.Context(), conference.CreateMeeting{Title: "México – United States"})
	if err != nil {
		t.Fatal(err)
	}
	inv, err := first.hub.Invite(t.Context(), m.ID, conference.Invite{Role: "chair", Name: "Ada"})
	if err != nil {
		t.Fatal(err)
	}
	second := openNode(t, store)
	one, outOne := first.join(inv.Token)
	two, outTwo := second.join(inv.Token)

	const texts = 20
	var wait sync.WaitGroup
	for _, a := range []*conference.Attendance{one, two} {
		wait.Go(func() {
			for i := range texts {
				if err := a.Handle(t.Context(), protocol.SendChat{ID: i + 1, To: "everyone", Text: "hola"}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wait.Wait()
	acks := 0
	for _, out := range []*recorder{outOne, outTwo} {
		for _, got := range out.got {
			switch got := got.(type) {
			case protocol.Ack:
				acks++
			case protocol.ProblemMessage:
				if got.Problem.Code != "not-saved" { // too many conflicts in a row: said, not lost
					t.Errorf("%+v", got)
				}
			}
		}
	}
	for _, n := range []node{first, second} {
		if err := n.hub.Close(context.Background()); err != nil {
			t.Fatal(err)
		}
	}
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}

	store = openStore(t, dir)
	t.Cleanup(func() { _ = store.Close() })
	third := openNode(t, store)
	_, out := third.join(inv.Token)
	w := out.welcome(t)
	if len(w.Chat) != acks || acks == 0 || w.Meeting.State != "in-session" {
		t.Errorf("%d texts, %d were acknowledged", len(w.Chat), acks)
	}
	for i, c := range w.Chat {
		if c.Seq != uint64(i)+1 {
			t.Errorf("text %d has number %d", i, c.Seq)
		}
	}
	if err := third.hub.Close(context.Background()); err != nil {
		t.Fatal(err)
	}
}
