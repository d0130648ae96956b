package httpapi

import (
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"
)

// Limits by address. Tokens have 192 bits, so nobody guesses one: the limits keep a wrong client from filling the
// log and a flood from costing more than its packets.
const (
	// failuresBurst wrong tokens, then one per failuresEvery. A whole office behind one address may come with
	// expired links at the same minute; fewer would turn the last of them away without saying why.
	failuresBurst = 30
	failuresEvery = 2 * time.Second
	// upgradesBurst WebSockets, then one per upgradesEvery. 300 people behind one address come back at once
	// when the server restarts, twice if the first try is too early.
	upgradesBurst = 600
	upgradesEvery = 50 * time.Millisecond
	// limiterAddresses bounds the addresses remembered: about 100 bytes each. When it is full, those that are
	// not limited are forgotten first: a flood from very many addresses loses only its own memory.
	limiterAddresses = 8192
)

// limiter is a token bucket per address. An IPv6 client owns a /64.
type limiter struct {
	burst int
	every time.Duration

	mu    sync.Mutex
	until map[netip.Addr]time.Time // when the bucket is full again (GCRA's theoretical arrival time)
}

func newLimiter(burst int, every time.Duration) *limiter {
	return &limiter{burst: burst, every: every, until: map[netip.Addr]time.Time{}}
}

// take counts one event. It returns how long the address must wait; 0: the event is within the limit.
func (l *limiter) take(now time.Time, addr netip.Addr) time.Duration {
	key := network(addr)
	l.mu.Lock()
	defer l.mu.Unlock()
	until := l.until[key]
	if until.Before(now) {
		until = now
	}
	next := until.Add(l.every)
	if wait := next.Sub(now) - time.Duration(l.burst)*l.every; wait > 0 {
		return wait
	}
	if len(l.until) >= limiterAddresses {
		l.forget(now)
	}
	l.until[key] = next
	return 0
}

// forget drops the addresses whose buckets are full, and where that frees nothing, all.
func (l *limiter) forget(now time.Time) {
	for key, until := range l.until {
		if !until.After(now) {
			delete(l.until, key)
		}
	}
	if len(l.until) >= limiterAddresses {
		clear(l.until)
	}
}

func network(addr netip.Addr) netip.Addr {
	addr = addr.Unmap().WithZone("")
	if addr.Is4() {
		return addr
	}
	prefix, err := addr.Prefix(64)
	if err != nil {
		return addr // the zero Addr: all unknown addresses share one bucket
	}
	return prefix.Addr()
}

// clientAddr is the address that a request comes from. X-Forwarded-For is read from its end as long as the
// addresses are trusted proxies': what is before that anybody could have written.
func (a *API) clientAddr(r *http.Request) netip.Addr {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	addr := peer.Addr().Unmap()
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && a.isProxy(addr); i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		addr = hop.Unmap()
	}
	return addr
}

func (a *API) isProxy(addr netip.Addr) bool {
	for _, network := range a.proxies {
		if network.Contains(addr) {
			return true
		}
	}
	return false
}
