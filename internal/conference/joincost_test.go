package conference_test

import (
	"bytes"
	"context"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// meter counts what one session is sent, by the type of the message.
type meter struct {
	attendance *conference.Attendance

	mu       sync.Mutex
	messages map[string]int
	bytes    map[string]int
	last     map[string][]byte
}

// Send implements conference.Outbox.
func (m *meter) Send(b []byte) {
	kind, _, _ := bytes.Cut(bytes.TrimPrefix(b, []byte(`{"type":"`)), []byte(`"`))
	m.mu.Lock()
	defer m.mu.Unlock()
	m.messages[string(kind)]++
	m.bytes[string(kind)] += len(b)
	m.last[string(kind)] = b
}

// End implements conference.Outbox.
func (m *meter) End([]byte) {}

func (m *meter) reset() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.messages, m.bytes, m.last = map[string]int{}, map[string]int{}, map[string][]byte{}
}

func (m *meter) say(message protocol.ClientMessage) error {
	return m.attendance.Handle(context.Background(), message)
}

// of is how much came of one type since the last reset.
func (m *meter) of(kind string) (messages, bytes int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.messages[kind], m.bytes[kind]
}

func (m *meter) total() (messages, bytes int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for kind, n := range m.messages {
		messages, bytes = messages+n, bytes+m.bytes[kind]
	}
	return messages, bytes
}

// metered brings somebody in.
func (w *world) metered(token string) *meter {
	w.t.Helper()
	m := &meter{}
	m.reset()
	grant, err := w.hub.Authenticate(context.Background(), token)
	if err != nil {
		w.t.Fatal(err)
	}
	if m.attendance, err = w.hub.Join(context.Background(), grant, protocol.Hello{Version: protocol.Version, Token: token}, m); err != nil {
		w.t.Fatal(err)
	}
	synctest.Wait()
	return m
}

// inFull runs a test in a meeting with room for so many.
func inFull(t *testing.T, n int, test func(w *world, chair *meter)) {
	t.Helper()
	inWorld(t, func(w *world) {
		w.close()
		w.open(conference.Limits{Sessions: n + 20})
		test(w, w.metered(w.invite("chair", "Ada", "").Token))
	})
}

// A join costs everybody one participant and the one who comes one list: linear in the people who are there.
func TestWhatAJoinCosts(t *testing.T) {
	const perHead, welcome = 300, 4000 // bytes: of one participant with a longish name, and of a welcome without any
	for _, n := range []int{50, 300} {
		inFull(t, n, func(w *world, chair *meter) {
			inside := []*meter{chair}
			for i := range n {
				inside = append(inside, w.metered(w.invite("delegate", fmt.Sprintf("Delegate Number %d", i), "d1").Token))
			}
			w.settle()
			time.Sleep(time.Second)
			for _, m := range inside {
				m.reset()
			}
			one := w.metered(w.invite("delegate", "Somebody More", "d2").Token)
			w.settle()
			messages, sum := 0, 0
			for _, m := range inside {
				n, b := m.total()
				messages, sum = messages+n, sum+b
			}
			_, whole := one.total()
			t.Logf("%d people: a join costs %d messages with %d bytes to the others, and %d bytes to who comes", n, messages, sum, whole)
			if messages > n+2 || sum > (n+1)*perHead || whole > welcome+n*perHead {
				t.Errorf("more than a participant for each")
			}
		})
	}
}

// The chair gets the whole lobby each time: so it comes at once, and then at most once an interval.
func TestALobbyThatFillsAndEmpties(t *testing.T) {
	const n, apart = 300, 10 * time.Millisecond
	inFull(t, n, func(w *world, chair *meter) {
		most := int(n*apart/conference.ShownWithin) + 2
		waiting := make([]*meter, 0, n)
		for i := range n {
			waiting = append(waiting, w.metered(w.invite("delegate", fmt.Sprintf("Delegate Number %d", i), "d1", withLobby).Token))
			if messages, _ := chair.of("lobby"); i == 0 && messages != 1 {
				t.Errorf("the first who waits is shown with %d messages", messages)
			}
			time.Sleep(apart)
		}
		w.settle()
		messages, filled := chair.of("lobby")
		if messages > most || filled > most*n*300/2 {
			t.Errorf("filled: %d messages with %d bytes, want at most %d", messages, filled, most)
		}
		chair.reset()
		time.Sleep(time.Second)
		for i, m := range waiting {
			if err := chair.say(protocol.Admit{ID: i + 1, Participant: m.attendance.Participant()}); err != nil {
				t.Error(err)
			}
			time.Sleep(apart)
		}
		w.settle()
		again, emptied := chair.of("lobby")
		if again > most {
			t.Errorf("emptied: %d messages, want at most %d", again, most)
		}
		t.Logf("%d people in and out of the lobby in %v each: %d and %d messages to the chair, %d and %d bytes", n, n*apart, messages, again, filled, emptied)
		if acks, _ := chair.of("ack"); acks != n {
			t.Errorf("%d of %d are admitted", acks, n)
		}
		if last := chair.last["lobby"]; !bytes.Contains(last, []byte(`"lobby":[]`)) {
			t.Errorf("in the end the lobby is %s", last)
		}
	})
}
