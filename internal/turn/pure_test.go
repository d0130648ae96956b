package turn

import (
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"testing"
	"time"

	"github.com/pion/turn/v5"
)

func allocateFor(user, network string, port int) turn.AllocateListenerConfig {
	return turn.AllocateListenerConfig{UserID: user, Network: network, RequestedPort: port}
}

func TestCredentialsLastForTheirTime(t *testing.T) {
	s, now := NewSecret(), time.Unix(1_800_000_000, 0)
	user, pass := s.Issue("abc:d", now)
	for _, tc := range []struct {
		after time.Duration
		want  error
	}{{0, nil}, {CredentialLife - time.Second, nil}, {CredentialLife, ErrExpired}, {2 * CredentialLife, ErrExpired}} {
		session, password, err := s.Check(user, now.Add(tc.after))
		if !errors.Is(err, tc.want) || err == nil && (session != "abc:d" || password != pass) {
			t.Errorf("after %v: %q %q %v", tc.after, session, password, err)
		}
	}
	if _, other, _ := NewSecret().Check(user, now); other == pass {
		t.Error("two secrets make one password")
	}
	later := strconv.FormatInt(now.Add(10*CredentialLife).Unix(), 10) + ":abc:d"
	if _, other, _ := s.Check(later, now); other == pass {
		t.Error("the password is good for another time")
	}
	for _, foreign := range []string{"", ":", "abc", "1.5:x", "99999999999999999999:x", "1800000001:"} {
		if _, _, err := s.Check(foreign, now); !errors.Is(err, ErrForeign) {
			t.Errorf("%q: %v", foreign, err)
		}
	}
}

func TestGateIsByAddressAndBounded(t *testing.T) {
	g, now := newGate(), time.Unix(1_800_000_000, 0)
	one, two := netip.MustParseAddr("192.0.2.1"), netip.MustParseAddr("192.0.2.2")
	taken := 0
	for range 2000 {
		if g.take(now, one) {
			taken++
		}
	}
	if taken != int(gateRate.burst) {
		t.Errorf("%d of one address", taken)
	}
	if !g.take(now, two) || g.take(now, netip.MustParseAddr("::ffff:192.0.2.1")) {
		t.Error("one address's share is another's")
	}
	if g.take(now.Add(10*time.Millisecond), one) || !g.take(now.Add(time.Second), one) {
		t.Error("the share comes back at another rate")
	}
	for i := range gateAddresses * 3 {
		g.take(now.Add(2*time.Second), netip.AddrFrom4([4]byte{10, byte(i >> 16), byte(i >> 8), byte(i)}))
		if len(g.buckets) > gateAddresses {
			t.Fatalf("%d addresses are remembered", len(g.buckets))
		}
	}
	six := newGate()
	for i := range 100 {
		six.take(now, netip.MustParseAddr(fmt.Sprintf("2001:db8::%x", i+1)))
	}
	if len(six.buckets) != 1 {
		t.Errorf("a /64 is %d clients", len(six.buckets))
	}
}

func TestLedger(t *testing.T) {
	l, now := newLedger(Limits{PerSession: 2, Allocations: 3}.filled()), time.Unix(1_800_000_000, 0)
	closed := map[string]int{}
	made := func(name, session string) *entry { return &entry{session: session, close: func() { closed[name]++ }} }
	a, b, c := made("a", "s"), made("b", "s"), made("c", "s")
	for i, e := range []*entry{a, b} {
		if evicted, err := l.add(now.Add(time.Duration(i)*time.Second), e); evicted != nil || err != nil {
			t.Fatal(evicted, err)
		}
	}
	a.use(now.Add(5 * time.Second))
	if evicted, err := l.add(now.Add(6*time.Second), c); evicted != b || err != nil {
		t.Errorf("evicted %+v, %v: the least used one is b", evicted, err)
	}
	if closed["b"] != 1 || len(l.entries) != 2 {
		t.Errorf("closed %v", closed)
	}
	if _, err := l.add(now, made("d", "t")); err != nil {
		t.Error(err)
	}
	if _, err := l.add(now, made("e", "u")); !errors.Is(err, errFull) {
		t.Errorf("a fourth of three: %v", err)
	}
	way := tuple{client: netip.MustParseAddrPort("192.0.2.1:5")}
	l.settle(a, way)
	if l.byTuple[way] != a {
		t.Error("the tuple is not known")
	}
	if n := l.sweep(now.Add(time.Minute + 5500*time.Millisecond)); n != 2 || closed["a"] != 1 || closed["d"] != 1 || closed["c"] != 0 {
		t.Errorf("%d idle, closed %v", n, closed)
	}
	l.end(a)
	l.settle(a, way)
	if l.byTuple[way] != nil || closed["a"] != 1 || len(l.sessions) != 1 {
		t.Errorf("something is left: %+v", l)
	}
}

func TestBucketSaysHowLongItIsOverdrawn(t *testing.T) {
	var b bucket
	r, now := rate{burst: 100, perSecond: 10}, time.Unix(1_800_000_000, 0)
	if wait := b.owe(now, r, 100); wait != 0 {
		t.Errorf("within the burst: %v", wait)
	}
	if wait := b.owe(now, r, 20); wait != 2*time.Second {
		t.Errorf("20 beyond: %v", wait)
	}
	if wait := b.owe(now.Add(3*time.Second), r, 10); wait != 0 {
		t.Errorf("after 3 s: %v", wait)
	}
}

func FuzzOpens(f *testing.F) {
	f.Add(request(allocateRequest))
	f.Add(request(bindingRequest))
	f.Add([]byte{0x40, 0, 0, 4, 1, 2, 3, 4})
	f.Add([]byte("GET / HTTP/1.1\r\nHost: x\r\n\r\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if opens(b) && b[0] != first {
			t.Error("a request that a Door would give to HTTP")
		}
	})
}
