package ice

import (
	"testing"
	"time"

	"github.com/pion/stun/v3"

	"github.com/cumbre-meet/cumbre/internal/units"
)

// reply checks with the oracle what the agent asked, and answers it as the client does.
func reply(t *testing.T, request []byte, pwd string) []byte {
	t.Helper()
	m := response(t, request, remote.Pwd)
	var name stun.Username
	if err := name.GetFrom(m); err != nil || m.Type != stun.BindingRequest || !m.Contains(stun.AttrICEControlled) || !m.Contains(stun.AttrPriority) {
		t.Fatalf("no check of a controlled agent: %v, %v", m, err)
	}
	out, err := stun.Build(stun.NewTransactionIDSetter(m.TransactionID), stun.BindingSuccess, &stun.XORMappedAddress{IP: []byte{192, 0, 2, 9}, Port: 1},
		stun.NewShortTermIntegrity(pwd), stun.Fingerprint)
	if err != nil {
		t.Fatal(err)
	}
	return out.Raw
}

func answer(t *testing.T, a *Agent, now units.Instant, p Path, b []byte) Result {
	t.Helper()
	var m Message
	if err := Parse(b, &m); err != nil {
		t.Fatal(err)
	}
	return a.Answer(now, p, &m)
}

// TestAsksBack: each path is asked about until it is proven, no more often than it asks, and again after a restart.
func TestAsksBack(t *testing.T) {
	a := NewAgent(local, remote)
	asks := 0
	for n := range 30 {
		r := handle(t, a, start.Add(time.Duration(n)*askAgain/2), path1, check(t, local))
		if len(r.Request) > 0 {
			asks++
		}
	}
	if asks != maxAsks {
		t.Errorf("asked %d times without an answer, want %d", asks, maxAsks)
	}
	r := handle(t, a, start.Add(time.Second), path2, check(t, local))
	request := r.Request
	if got := answer(t, a, start, path1, reply(t, request, remote.Pwd)); got.Verdict != Ignored {
		t.Errorf("an answer over another path: %v", got.Verdict)
	}
	if got := answer(t, a, start, path2, reply(t, request, "wrongwrongwrongwrongwrong")); got.Verdict != Unauthenticated {
		t.Errorf("an answer without the password: %v", got.Verdict)
	}
	heard := start.Add(2 * time.Second)
	if got := answer(t, a, heard, path2, reply(t, request, remote.Pwd)); got.Verdict != Answered || a.HeardAt() != heard {
		t.Errorf("the answer: %v, heard %v", got.Verdict, a.HeardAt())
	}
	if r := handle(t, a, start.Add(3*time.Second), path2, check(t, local)); len(r.Request) > 0 {
		t.Error("asked about a path that is proven")
	}
	next := Credentials{Ufrag: "next", Pwd: "nextnextnextnextnextnext"}
	a.Restart(next, remote)
	if r := handle(t, a, start.Add(4*time.Second), path2, check(t, next)); len(r.Request) == 0 {
		t.Error("not asked in the new session")
	}
}

// TestOneDirectionIsNotAPath: the client nominates two paths, and what we send over the better one does not arrive.
func TestOneDirectionIsNotAPath(t *testing.T) {
	a := NewAgent(local, remote)
	tcp := Path{Remote: path1.Remote, Conn: 3}
	handle(t, a, start, path1, check(t, local, priority(9), useCandidate()))
	r := handle(t, a, start, tcp, check(t, local, priority(1), useCandidate()))
	if got, _ := a.Selected(); got != path1 {
		t.Fatalf("selected %v before anything is proven", got)
	}
	now := start.Add(20 * time.Millisecond)
	if got := answer(t, a, now, tcp, reply(t, r.Request, remote.Pwd)); !got.Changed || !got.Settled {
		t.Errorf("the proof changed nothing: %+v", got)
	}
	if got, _ := a.Selected(); got != tcp {
		t.Fatal("the path of one direction is still selected")
	}
	a.Heard(now, tcp)
	r = handle(t, a, now.Add(askAgain), path1, check(t, local, priority(9), useCandidate()))
	if got, _ := a.Selected(); got != tcp {
		t.Error("a nomination without proof moved a proven path")
	}
	now = now.Add(2 * askAgain)
	if answer(t, a, now, path1, reply(t, r.Request, remote.Pwd)); a.paths[a.selected].path != path1 {
		t.Error("the nominated path was not taken when it was proven")
	}
}

// TestNobodyNeedsToAnswer: a client that answers nothing is followed as its nominations say.
func TestNobodyNeedsToAnswer(t *testing.T) {
	a := NewAgent(local, remote)
	for i, p := range []Path{path1, path2, path1} {
		handle(t, a, start.Add(time.Duration(i)*2*time.Second), p, check(t, local, useCandidate()))
		if got, _ := a.Selected(); got != p {
			t.Errorf("step %d: %v", i, got)
		}
	}
}
