package ice

import (
	"bytes"
	"net/netip"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/pion/stun/v3"

	"github.com/cumbre-meet/cumbre/internal/units"
)

var (
	local  = Credentials{Ufrag: "local", Pwd: "localpasswordlocalpassword"}
	remote = Credentials{Ufrag: "them", Pwd: "remotepasswordremotepassword"}
	path1  = Path{Remote: netip.MustParseAddrPort("192.0.2.1:5000")}
	path2  = Path{Remote: netip.MustParseAddrPort("[2001:db8::1]:5000")}
	start  = units.Instant(time.Second)
)

type raw struct {
	kind  stun.AttrType
	value []byte
}

func (r raw) AddTo(m *stun.Message) error {
	m.Add(r.kind, r.value)
	return nil
}

func priority(p byte) raw              { return raw{stun.AttrPriority, []byte{0, 0, 0, p}} }
func useCandidate() raw                { return raw{stun.AttrUseCandidate, nil} }
func controlling() raw                 { return raw{stun.AttrICEControlling, make([]byte, 8)} }
func user(c Credentials) stun.Username { return stun.NewUsername(c.Ufrag + ":" + remote.Ufrag) }

// check builds a binding request as the oracle does it.
func check(t testing.TB, c Credentials, extra ...stun.Setter) []byte {
	t.Helper()
	setters := append([]stun.Setter{stun.TransactionID, stun.BindingRequest, user(c), controlling()}, extra...)
	setters = append(setters, stun.NewShortTermIntegrity(c.Pwd), stun.Fingerprint)
	m, err := stun.Build(setters...)
	if err != nil {
		t.Fatal(err)
	}
	return m.Raw
}

func handle(t testing.TB, a *Agent, now units.Instant, p Path, b []byte) Result {
	t.Helper()
	var m Message
	if err := Parse(b, &m); err != nil {
		t.Fatal(err)
	}
	return a.Handle(now, p, &m, nil)
}

// response checks with the oracle what the agent answered.
func response(t testing.TB, b []byte, pwd string) *stun.Message {
	t.Helper()
	m := &stun.Message{Raw: b}
	if err := m.Decode(); err != nil {
		t.Fatal(err)
	}
	if err := stun.NewShortTermIntegrity(pwd).Check(m); err != nil {
		t.Fatal(err)
	}
	if err := stun.Fingerprint.Check(m); err != nil {
		t.Fatal(err)
	}
	return m
}

func TestAnswersChecks(t *testing.T) {
	for _, p := range []Path{path1, path2} {
		a := NewAgent(local, remote)
		b := check(t, local, priority(9), useCandidate())
		r := handle(t, a, start, p, b)
		if r.Verdict != Answered || !r.Added || !r.Changed {
			t.Fatalf("%+v", r)
		}
		m := response(t, r.Response, local.Pwd)
		var x stun.XORMappedAddress
		if err := x.GetFrom(m); err != nil {
			t.Fatal(err)
		}
		got, _ := netip.AddrFromSlice(x.IP)
		if netip.AddrPortFrom(got.Unmap(), uint16(x.Port)) != p.Remote || m.Type != stun.BindingSuccess {
			t.Errorf("%v: mapped address %v", m.Type, x)
		}
		if !bytes.Equal(m.TransactionID[:], b[8:20]) {
			t.Error("transaction id differs")
		}
		if got, ok := a.Selected(); !ok || got != p || a.HeardAt() != start {
			t.Errorf("selected %v", got)
		}
	}
}

func TestRefusesWithoutState(t *testing.T) {
	a := NewAgent(local, remote)
	wrong := Credentials{Ufrag: local.Ufrag, Pwd: "wrongwrongwrongwrongwrong"}
	other := Credentials{Ufrag: "other", Pwd: local.Pwd}
	bare, err := stun.Build(stun.TransactionID, stun.BindingRequest, user(local))
	if err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string][]byte{"password": check(t, wrong), "ufrag": check(t, other), "no integrity": bare.Raw} {
		if r := handle(t, a, start, path1, b); r.Verdict != Unauthenticated || r.Response != nil {
			t.Errorf("%s: %+v", name, r)
		}
	}
	if len(a.Paths()) != 0 || !a.HeardAt().IsZero() {
		t.Error("there is state")
	}
	indication, err := stun.Build(stun.TransactionID, stun.NewType(stun.MethodBinding, stun.ClassIndication))
	if err != nil {
		t.Fatal(err)
	}
	if r := handle(t, a, start, path1, indication.Raw); r.Verdict != Ignored {
		t.Errorf("indication: %+v", r)
	}
}

func TestErrorResponses(t *testing.T) {
	a := NewAgent(local, remote)
	for name, c := range map[string]struct {
		extra stun.Setter
		code  stun.ErrorCode
	}{
		"role conflict":     {raw{stun.AttrICEControlled, make([]byte, 8)}, stun.CodeRoleConflict},
		"unknown attribute": {raw{0x7ffe, []byte{1}}, stun.CodeUnknownAttribute},
	} {
		m := response(t, handle(t, a, start, path1, check(t, local, c.extra)).Response, local.Pwd)
		var code stun.ErrorCodeAttribute
		if err := code.GetFrom(m); err != nil || code.Code != c.code {
			t.Errorf("%s: %v %v", name, code, err)
		}
	}
	if len(a.Paths()) != 0 {
		t.Error("an error made a path")
	}
}

// Each step is a check; want is the path that is selected after it.
func TestSelection(t *testing.T) {
	type step struct {
		at       time.Duration
		path     Path
		priority byte
		nominate bool
		want     Path
	}
	tcp := Path{Remote: path1.Remote, Conn: 3}
	for name, steps := range map[string][]step{
		"first check, better check, nomination": {
			{0, path1, 1, false, path1},
			{1, path2, 2, false, path2},
			{2, path1, 1, true, path1},
			{3, path2, 2, false, path1},
		},
		"the network changes": {
			{0, path1, 9, true, path1},
			{5 * time.Second, path2, 1, true, path2},
		},
		"aggressive nomination": {
			{0, path1, 9, true, path1},
			{1, path2, 1, true, path1},
			{2, path1, 9, true, path1},
			{3, tcp, 10, true, tcp},
		},
		"the selected path is silent": {
			{0, path1, 9, true, path1},
			{5 * time.Second, path2, 1, false, path1},
			{7 * time.Second, path2, 1, false, path2},
		},
	} {
		a := NewAgent(local, remote)
		for i, s := range steps {
			extra := []stun.Setter{priority(s.priority)}
			if s.nominate {
				extra = append(extra, useCandidate())
			}
			handle(t, a, start.Add(s.at), s.path, check(t, local, extra...))
			if got, _ := a.Selected(); got != s.want {
				t.Errorf("%s, step %d: selected %v, want %v", name, i, got, s.want)
			}
		}
	}
}

func TestRestart(t *testing.T) {
	a := NewAgent(local, remote)
	handle(t, a, start, path1, check(t, local))
	if r := handle(t, a, start, path1, check(t, local, useCandidate())); r.Settled {
		t.Error("the first nomination of all settles on another path")
	}
	lost := Credentials{Ufrag: "lost", Pwd: "lostlostlostlostlostlost"}
	next := Credentials{Ufrag: "next", Pwd: "nextnextnextnextnextnext"}
	if dropped := a.Restart(lost, remote); dropped != nil {
		t.Errorf("dropped %v", dropped)
	}
	if dropped := a.Restart(next, remote); !cmp.Equal(dropped, []string{"lost"}) {
		t.Errorf("dropped %v, want the session that was never nominated", dropped)
	}
	now := start.Add(followAfter)
	for _, c := range []Credentials{local, next} {
		if r := handle(t, a, now, path2, check(t, c)); r.Verdict != Answered {
			t.Errorf("%s: %v", c.Ufrag, r.Verdict)
		}
	}
	if got, _ := a.Selected(); got != path1 {
		t.Error("a check without nomination moved the selected path")
	}
	if r := handle(t, a, now, path2, check(t, next, useCandidate())); !r.Settled {
		t.Error("the first nomination of the new session settles nothing")
	}
	if r := handle(t, a, now, path2, check(t, next, useCandidate())); r.Settled {
		t.Error("a check that changes nothing settles something")
	}
	if got, _ := a.Selected(); got != path2 {
		t.Error("the nomination of the new session was not followed")
	}
	handle(t, a, now, path1, check(t, local, useCandidate()))
	if got, _ := a.Selected(); got != path2 {
		t.Error("old credentials nominated")
	}
	if _, ufrags := a.Expire(now.Add(fadeLife)); !cmp.Equal(ufrags, []string{"local"}) {
		t.Errorf("faded %v", ufrags)
	}
	if r := handle(t, a, now, path1, check(t, local)); r.Verdict != Unauthenticated {
		t.Error("old credentials are still valid")
	}
	if !cmp.Equal(a.Ufrags(), []string{"next"}) {
		t.Errorf("valid: %v", a.Ufrags())
	}
}

// In a restart the first check of the new session on another path is enough once the old path is silent.
func TestRestartLeavesASilentPath(t *testing.T) {
	a := NewAgent(local, remote)
	handle(t, a, start, path1, check(t, local, useCandidate()))
	next := Credentials{Ufrag: "next", Pwd: "nextnextnextnextnextnext"}
	a.Restart(next, remote)
	handle(t, a, start.Add(time.Second), path2, check(t, local))
	if got, _ := a.Selected(); got != path1 {
		t.Error("a check with the old credentials moved the selected path")
	}
	if r := handle(t, a, start.Add(time.Second), path2, check(t, next)); !r.Changed || r.Settled {
		t.Error("a check of the new session did not move the selected path")
	}
}

func TestMediaMovesThePath(t *testing.T) {
	a := NewAgent(local, remote)
	handle(t, a, start, path1, check(t, local, useCandidate()))
	handle(t, a, start, path2, check(t, local))
	unknown := Path{Remote: path1.Remote, Conn: 9}
	for i, s := range []struct {
		at   time.Duration
		path Path
		want Path
	}{
		{0, path1, path1},
		{followAfter - 1, path2, path1},             // may have been overtaken
		{followAfter, path1, path1},                 // it was
		{2 * followAfter, path2, path2},             // nothing on path1 any more
		{2*followAfter + 1, path1, path2},           // a late one
		{2 * time.Second, unknown, path2},           // never checked
		{2*time.Second + followAfter, path2, path2}, // goes on
	} {
		before, _ := a.Selected()
		changed := a.Heard(start.Add(s.at), s.path)
		if got, _ := a.Selected(); got != s.want || changed != (got != before) {
			t.Errorf("step %d: %v, changed %v, want %v", i, got, changed, s.want)
		}
	}
}

// TestARegularPathThatIsQuietIsLeft: the client's network is gone, and it checks another without nominating it yet. A client that
// sends only now and then is not taken for one.
func TestARegularPathThatIsQuietIsLeft(t *testing.T) {
	for _, c := range []struct {
		name  string
		every time.Duration // between packets of media
		quiet time.Duration // until the check
		left  bool
	}{
		{"regular", 100 * time.Millisecond, 1100 * time.Millisecond, true},
		{"a pause", 100 * time.Millisecond, 900 * time.Millisecond, false},
		{"now and then", time.Second, 1100 * time.Millisecond, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := NewAgent(local, remote)
			handle(t, a, start, path1, check(t, local, priority(9), useCandidate()))
			now := start
			for range 10 {
				now = now.Add(c.every)
				a.Heard(now, path1)
			}
			r := handle(t, a, now.Add(c.quiet), path2, check(t, local, priority(8)))
			if got, _ := a.Selected(); r.Changed != c.left || r.Settled != c.left || got.Same(path2) != c.left {
				t.Errorf("selected %v, %+v", got, r)
			}
		})
	}
}

func TestPathsAreBounded(t *testing.T) {
	a := NewAgent(local, remote)
	handle(t, a, start, path1, check(t, local, useCandidate(), priority(200)))
	evicted := 0
	for i := range 40 {
		p := Path{Remote: netip.AddrPortFrom(path1.Remote.Addr(), uint16(6000+i))}
		if r := handle(t, a, start.Add(time.Duration(i)), p, check(t, local)); r.Evicted.Remote.IsValid() {
			evicted++
		}
	}
	if got, _ := a.Selected(); got != path1 {
		t.Error("the selected path was evicted")
	}
	if n := len(a.Paths()); n != maxPaths || evicted != 41-maxPaths {
		t.Errorf("%d paths, %d evicted", n, evicted)
	}
	paths, _ := a.Expire(start.Add(pathLife + time.Minute))
	if len(paths) != maxPaths-1 {
		t.Errorf("%d expired", len(paths))
	}
	if changed := a.Drop(path1); !changed {
		t.Error("dropping the selected path changed nothing")
	}
	if _, ok := a.Selected(); ok {
		t.Error("a path is selected where there is none")
	}
}

func TestResponsesAreLimited(t *testing.T) {
	a := NewAgent(local, remote)
	b := check(t, local)
	answered := 0
	for range 2 * responsesBurst {
		if handle(t, a, start, path1, b).Verdict == Answered {
			answered++
		}
	}
	if answered != responsesBurst {
		t.Errorf("%d answered", answered)
	}
	if r := handle(t, a, start.Add(time.Second), path1, b); r.Verdict != Answered {
		t.Error("the bucket does not fill again")
	}
}

func TestCredentials(t *testing.T) {
	c := NewCredentials()
	if len(c.Ufrag) < 4 || len(c.Pwd) < 22 || c == NewCredentials() {
		t.Errorf("%+v", c)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(check(f, local, useCandidate(), priority(1)))
	f.Add(check(f, local, raw{0x7ffe, []byte{1, 2, 3}}))
	f.Add(check(f, local)[:40])
	f.Add(append([]byte{0, 1, 0, 4, 0x21, 0x12, 0xa4, 0x42}, make([]byte, 16)...))
	f.Fuzz(func(t *testing.T, b []byte) {
		var m Message
		err := Parse(b, &m)
		oracle := &stun.Message{Raw: bytes.Clone(b)}
		if err == nil && oracle.Decode() != nil {
			t.Error("accepted what the oracle does not")
		}
		if err != nil {
			return
		}
		a := NewAgent(local, remote)
		r := a.Handle(start, path1, &m, nil)
		if r.Verdict == Answered && stun.NewShortTermIntegrity(local.Pwd).Check(oracle) != nil {
			t.Error("answered what the oracle finds unauthentic")
		}
		if r.Verdict == Answered {
			response(t, r.Response, local.Pwd)
		}
	})
}

func BenchmarkCheck(b *testing.B) {
	a := NewAgent(local, remote)
	request := check(b, local)
	var m Message
	dst := make([]byte, 0, 512)
	b.ReportAllocs()
	now := start
	for b.Loop() {
		now = now.Add(time.Second)
		if Parse(request, &m) != nil || a.Handle(now, path1, &m, dst).Verdict != Answered {
			b.Fatal("not answered")
		}
	}
}
