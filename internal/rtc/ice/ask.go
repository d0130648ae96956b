package ice

import (
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"time"

	"github.com/cumbre-meet/cumbre/internal/units"
)

// A lite agent sends no checks (RFC 8445 section 2.5). This one asks back over each path that it was asked on, as a
// full agent's triggered check does (section 7.3.1.4), for two reasons. A check that came says nothing of the other direction:
// of two paths that are nominated, the one that is proven both ways is the better. And a full controlling agent like pion's
// nominates at once when it is asked, and otherwise up to 200 ms later. Whoever does not answer is served as by any
// lite agent.

const (
	// maxAsks is how often a path is asked about in one ICE session, each time in reply to a check that is about as long:
	// nobody is sent more than they sent. Fewer would take a path that loses half for one of one direction too often.
	maxAsks = 7
	// askAgain is the time between two of them. A browser's first checks of a pair are 50 ms apart.
	askAgain = 50 * time.Millisecond
)

// question is what we asked about a path, and what came of it.
type question struct {
	id      [12]byte // of the last request
	session string   // local ufrag of the ICE session that it was asked in
	asks    int      // in that session
	asked   units.Instant
	proven  bool // an answer came: what we send arrives
	decides bool // it was nominated while another path was proven and in use: an answer makes it the selected one
}

// ask appends a check of path i to dst, if one is due, and returns what it appended.
func (a *Agent) ask(now units.Instant, i, g int, dst []byte) []byte {
	q, gen := &a.paths[i].question, &a.gens[g]
	if q.session != gen.local.Ufrag {
		q.session, q.asks = gen.local.Ufrag, 0
	} else if q.proven || q.asks >= maxAsks || now.Sub(q.asked) < askAgain {
		return nil
	}
	q.asks++
	q.asked = now
	_, _ = rand.Read(q.id[:]) // never fails
	r := newMessage(dst, BindingRequest, q.id)
	r.add(attrUsername, append(append([]byte(gen.remote.Ufrag), ':'), gen.local.Ufrag...))
	r.add(attrPriority, binary.BigEndian.AppendUint32(nil, a.paths[i].priority))
	r.add(attrControlled, q.id[:8]) // the tie-breaker: a conflict of roles is the client's to mend (section 7.3.1.1)
	return r.finish(gen.remoteMAC)[len(dst):]
}

// Answer takes the response to a check of ours.
func (a *Agent) Answer(now units.Instant, path Path, m *Message) Result {
	if m.Type != BindingSuccess {
		return Result{Verdict: Ignored}
	}
	for i := range a.paths {
		p := &a.paths[i]
		if !p.path.Same(path) || p.question.asks == 0 || !bytes.Equal(p.question.id[:], m.TransactionID[:]) {
			continue
		}
		g := a.generation([]byte(p.question.session))
		if g < 0 || !m.authentic(a.gens[g].remoteMAC) {
			return Result{Verdict: Unauthenticated}
		}
		a.heardAt, p.heardAt = now, now
		res := Result{Verdict: Answered}
		a.proved(i, &res)
		return res
	}
	return Result{Verdict: Ignored}
}

// proved selects path i, if only the proof was missing, or if what is selected has none.
func (a *Agent) proved(i int, res *Result) {
	p := &a.paths[i]
	p.question.proven = true
	if a.selected < 0 || a.selected == i {
		return
	}
	cur := &a.paths[a.selected]
	nominatedLater := p.question.decides && p.nominatedAt >= cur.nominatedAt
	unproven := !cur.question.proven && (!a.nominated || !p.nominatedAt.IsZero())
	p.question.decides = false
	if nominatedLater || unproven {
		a.choose(i, res)
		res.Settled = a.nominated
	}
}
