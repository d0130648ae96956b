package turn

import (
	"errors"
	"net/netip"
	"sync/atomic"
	"time"
)

// Limits bounds what clients can make the relay keep. Zero fields take DefaultLimits' values.
type Limits struct {
	// Allocations in all. Each is a goroutine and about 20 KiB, and up to a queue's 512 KiB for one who does not fetch.
	Allocations int
	// PerSession is how many one session may hold: two transports, on two interfaces, before and after an ICE
	// restart. With one more the session's own least used one ends: what a network that is gone left behind must
	// not keep anybody out.
	PerSession int
	// Connections is the number of TCP and TLS connections, with an allocation or without.
	Connections int
	// Unsettled is how long a connection may take to its allocation.
	Unsettled time.Duration
	// Idle is how long an allocation may be without anything from the media engine, which answers only clients of a
	// meeting: longer than a browser leaves a spare path unchecked (Chromium: 25 s).
	Idle time.Duration
}

// DefaultLimits are those of a server with a thousand clients, all of whom need the relay.
func DefaultLimits() Limits {
	return Limits{Allocations: 2000, PerSession: 8, Connections: 3000, Unsettled: 10 * time.Second, Idle: time.Minute}
}

func (l Limits) filled() Limits {
	d := DefaultLimits()
	orInt := func(v, def int) int {
		if v == 0 {
			return def
		}
		return v
	}
	l.Allocations = orInt(l.Allocations, d.Allocations)
	l.PerSession = orInt(l.PerSession, d.PerSession)
	l.Connections = orInt(l.Connections, d.Connections)
	if l.Unsettled == 0 {
		l.Unsettled = d.Unsettled
	}
	if l.Idle == 0 {
		l.Idle = d.Idle
	}
	return l
}

// errFull says that the relay has as many allocations as it may have.
var errFull = errors.New("turn: all allocations are in use")

// tuple is where a client's messages come from and to: RFC 8656's 5-tuple.
type tuple struct{ client, local netip.AddrPort }

// entry is one allocation.
type entry struct {
	session string
	close   func() // must not block, nor call the ledger
	tuple   tuple  // the zero tuple until it is known
	arrived bucket // datagrams by UDP

	usedAt atomic.Int64 // Unix time in ns: something came from the media engine; or it was made then
}

// use notes that something came from the media engine. Any goroutine may call it.
func (e *entry) use(now time.Time) { e.usedAt.Store(now.UnixNano()) }

func (e *entry) idleSince() time.Time { return time.Unix(0, e.usedAt.Load()) }

// ledger knows all allocations.
type ledger struct {
	limits   Limits
	entries  map[*entry]struct{}
	byTuple  map[tuple]*entry
	sessions map[string]int // allocations of each
}

func newLedger(l Limits) *ledger {
	return &ledger{limits: l, entries: make(map[*entry]struct{}), byTuple: make(map[tuple]*entry), sessions: make(map[string]int)}
}

// add enters an allocation. evicted is the one of the same session that had to go for it, if any; it is closed.
func (l *ledger) add(now time.Time, e *entry) (evicted *entry, err error) {
	if l.sessions[e.session] >= l.limits.PerSession {
		evicted = l.leastUsed(e.session)
		l.end(evicted)
	}
	if len(l.entries) >= l.limits.Allocations {
		return evicted, errFull
	}
	e.use(now)
	l.entries[e] = struct{}{}
	l.sessions[e.session]++
	return evicted, nil
}

func (l *ledger) leastUsed(session string) *entry {
	var least *entry
	for e := range l.entries {
		if e.session == session && (least == nil || e.idleSince().Before(least.idleSince())) {
			least = e
		}
	}
	return least
}

// settle says whose messages an allocation is for.
func (l *ledger) settle(e *entry, t tuple) {
	if _, ok := l.entries[e]; !ok {
		return
	}
	e.tuple = t
	l.byTuple[t] = e
}

// end takes an allocation out and closes it. It may be called repeatedly.
func (l *ledger) end(e *entry) {
	if _, ok := l.entries[e]; !ok {
		return
	}
	delete(l.entries, e)
	if l.byTuple[e.tuple] == e {
		delete(l.byTuple, e.tuple)
	}
	if l.sessions[e.session]--; l.sessions[e.session] == 0 {
		delete(l.sessions, e.session)
	}
	e.close()
}

// sweep ends the allocations that nobody uses, and returns how many.
func (l *ledger) sweep(now time.Time) (idle int) {
	for e := range l.entries {
		if now.Sub(e.idleSince()) > l.limits.Idle {
			l.end(e)
			idle++
		}
	}
	return idle
}
