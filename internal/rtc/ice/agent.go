package ice

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1" //nolint:gosec // RFC 8489 names it; as a MAC it is not broken
	"encoding/base64"
	"hash"
	"net/netip"
	"slices"
	"time"

	"github.com/cumbre-meet/cumbre/internal/units"
)

// Credentials are one side's ice-ufrag and ice-pwd.
type Credentials struct {
	Ufrag, Pwd string
}

// NewCredentials makes random ones: 72 and 144 bits, in the alphabet of ice-char (RFC 8839 section 5.4).
func NewCredentials() Credentials {
	var b [27]byte
	_, _ = rand.Read(b[:]) // never fails
	return Credentials{
		Ufrag: base64.RawStdEncoding.EncodeToString(b[:9]),
		Pwd:   base64.RawStdEncoding.EncodeToString(b[9:]),
	}
}

// Path is a way between us and a peer: the remote address as we see it and, for TCP, which connection.
type Path struct {
	Remote netip.AddrPort
	Local  netip.Addr // our address that the peer sent to, where the system says it; no part of the identity
	Conn   uint64     // TCP connection; 0: UDP
}

// Same tells whether two paths are one.
func (p Path) Same(q Path) bool { return p.Remote == q.Remote && p.Conn == q.Conn }

// Times and bounds.
const (
	// maxPaths per peer: a client with two interfaces, two families, UDP and TCP has 8 at once with one
	// address of ours, 16 with two; an evicted TCP path is a closed connection, and its pair fails. Each is one entry
	// in the engine's table. Authentication comes first, so only the client itself can fill them.
	maxPaths = 16
	// pathLife is how long a path that is not selected lives after its last check. Chromium checks its spare pairs
	// every 25 s.
	pathLife = 35 * time.Second
	// aggressiveHold: within this time of a nomination, one of lower priority on another path is taken for
	// aggressive nomination (RFC 5245 section 8.1.1.2; Firefox, libnice), where all pairs carry USE-CANDIDATE and
	// the highest priority wins. Longer delays the change to a worse network, which must be done within 2 s.
	aggressiveHold = time.Second
	// staleAfter is the silence of the selected path after which any checked path takes over. A browser's checks on
	// its selected pair come at least every 2.5 s.
	staleAfter = 6 * time.Second
	// followAfter is the silence of media on the selected path after which we follow it to another checked path.
	// Chromium sends on a new pair at once, but nominates it with its next check, up to 2.5 s later. Less could
	// follow packets that were overtaken on their way, more is felt as a frozen picture.
	followAfter = 250 * time.Millisecond
	// quietAfter is the same silence after which any checked path takes over, where media came regularly: within followAfter of each
	// other, regularly times. Chromium notices only after 2.5 s that nothing comes any more, and nominates then. Less moves to a
	// spare path for a radio's pause, more is felt as a frozen picture.
	quietAfter = time.Second
	regularly  = 8
	// fadeLife is how long replaced credentials still authenticate: checks that were under way.
	fadeLife = 10 * time.Second
	// responsesPerSecond and responsesBurst bound what checks make us send and compute, per peer. A browser with
	// 8 pairs checks each every 50 ms at the very start.
	responsesPerSecond = 50
	responsesBurst     = 250
)

// generation is one ICE session: the credentials between two restarts.
type generation struct {
	local, remote Credentials
	mac           hash.Hash // HMAC-SHA1 keyed with local.Pwd: the peer's requests
	remoteMAC     hash.Hash // keyed with remote.Pwd: ours
	fadesAt       units.Instant
}

type pathState struct {
	path        Path
	checkedAt   units.Instant // last authenticated request
	heardAt     units.Instant // that, or other authenticated packets
	mediaAt     units.Instant // last authenticated packet other than a check
	inARow      uint8         // such packets within followAfter of the one before, up to regularly
	nominatedAt units.Instant
	priority    uint32
	question    question
}

// Agent is the ICE-lite agent of one peer.
type Agent struct {
	// gens has the newest last; those before it are valid while a restart is under way.
	gens      []generation
	paths     []pathState
	selected  int // in paths; -1: none
	nominated bool
	heardAt   units.Instant
	tokens    float64
	tokensAt  units.Instant
}

// NewAgent makes an agent with its first credentials.
func NewAgent(local, remote Credentials) *Agent {
	a := &Agent{selected: -1, tokens: responsesBurst}
	a.gens = append(a.gens, newGeneration(local, remote))
	return a
}

func newGeneration(local, remote Credentials) generation {
	return generation{
		local: local, remote: remote,
		mac: hmac.New(sha1.New, []byte(local.Pwd)), remoteMAC: hmac.New(sha1.New, []byte(remote.Pwd)),
	}
}

// Restart begins a new ICE session (RFC 8445 section 9). Until it is nominated the last nominated credentials stay
// valid; ones that never were are dropped. It returns the ufrags that are no longer valid.
func (a *Agent) Restart(local, remote Credentials) (dropped []string) {
	if !a.nominated && len(a.gens) > 1 {
		last := len(a.gens) - 1
		dropped = append(dropped, a.gens[last].local.Ufrag)
		a.gens = a.gens[:last]
	}
	for len(a.gens) > 2 {
		dropped = append(dropped, a.gens[0].local.Ufrag)
		a.gens = slices.Delete(a.gens, 0, 1)
	}
	a.gens = append(a.gens, newGeneration(local, remote))
	a.nominated = false
	return dropped
}

// Ufrags lists the local ufrags that are valid.
func (a *Agent) Ufrags() []string {
	out := make([]string, 0, len(a.gens))
	for i := range a.gens {
		out = append(out, a.gens[i].local.Ufrag)
	}
	return out
}

// Verdict is what became of a message.
type Verdict uint8

// The verdicts.
const (
	Answered        Verdict = iota // authenticated, Response is to be sent
	Unauthenticated                // wrong or no credentials
	RateLimited                    // authenticated, but too many
	Ignored                        // not a request
)

// Result is the outcome of a message.
type Result struct {
	Verdict  Verdict
	Response []byte // appended to dst
	// Request, where it is not empty, is a check of our own, to be sent over the same path after the Response.
	Request []byte
	// Added tells that the path is new; Evicted is the one that had to go for it, if its Remote is valid.
	Added   bool
	Evicted Path
	// Changed tells that the selected path is another one now.
	Changed bool
	// Settled tells that the client has settled on another path: by the first nomination after an ICE restart, or by
	// moving. Before that it may not be able to answer yet what it gets there.
	Settled bool
}

// Handle takes a STUN message that came over path.
func (a *Agent) Handle(now units.Instant, path Path, m *Message, dst []byte) Result {
	if m.Type != BindingRequest {
		return Result{Verdict: Ignored}
	}
	g := a.generation(m.LocalUfrag())
	if g < 0 || !m.authentic(a.gens[g].mac) {
		return Result{Verdict: Unauthenticated}
	}
	if !a.spend(now) {
		return Result{Verdict: RateLimited}
	}
	mac := a.gens[g].mac
	if m.unknownN > 0 {
		return Result{Response: unknownAttributes(dst, m, mac)}
	}
	if m.Controlled {
		// RFC 8445 section 7.3.1.1: a lite agent is always the controlled one, so the peer has to switch.
		r := newMessage(dst, BindingError, m.TransactionID)
		r.errorCode(487, "Role Conflict")
		return Result{Response: r.finish(mac)}
	}
	var res Result
	i := a.touch(now, path, m.Priority, &res)
	if m.UseCandidate {
		a.nominate(now, i, g, &res)
	} else if a.selectable(now, i, g) {
		a.choose(i, &res)
	}
	res.Settled = res.Settled || (res.Changed && a.nominated)
	r := newMessage(dst, BindingSuccess, m.TransactionID)
	r.xorAddress(path.Remote)
	res.Response = r.finish(mac)
	res.Request = a.ask(now, i, g, res.Response)
	return res
}

func unknownAttributes(dst []byte, m *Message, mac hash.Hash) []byte {
	r := newMessage(dst, BindingError, m.TransactionID)
	r.errorCode(420, "Unknown Attribute")
	var v []byte
	for _, kind := range m.unknown[:m.unknownN] {
		v = append(v, byte(kind>>8), byte(kind))
	}
	r.add(attrUnknownAttributes, v)
	return r.finish(mac)
}

// generation finds the session by local ufrag; -1: none.
func (a *Agent) generation(ufrag []byte) int {
	for i := range a.gens {
		if bytes.Equal(ufrag, []byte(a.gens[i].local.Ufrag)) {
			return i
		}
	}
	return -1
}

// spend takes one token of the response bucket.
func (a *Agent) spend(now units.Instant) bool {
	if !a.tokensAt.IsZero() {
		a.tokens = min(responsesBurst, a.tokens+now.Sub(a.tokensAt).Seconds()*responsesPerSecond)
	}
	a.tokensAt = now
	if a.tokens < 1 {
		return false
	}
	a.tokens--
	return true
}

// touch finds or makes the path's entry.
func (a *Agent) touch(now units.Instant, path Path, priority uint32, res *Result) int {
	a.heardAt = now
	i := slices.IndexFunc(a.paths, func(p pathState) bool { return p.path.Same(path) })
	if i < 0 {
		i = a.slot(res)
		a.paths[i] = pathState{path: path}
		res.Added = true
	}
	p := &a.paths[i]
	if path.Local != p.path.Local {
		p.path.Local = path.Local
		res.Changed = res.Changed || i == a.selected
	}
	p.checkedAt, p.heardAt, p.priority = now, now, priority
	return i
}

// slot makes room for a path: the one that was checked longest ago goes, never the selected one.
func (a *Agent) slot(res *Result) int {
	if len(a.paths) < maxPaths {
		a.paths = append(a.paths, pathState{})
		return len(a.paths) - 1
	}
	oldest := -1
	for i := range a.paths {
		if i != a.selected && (oldest < 0 || a.paths[i].checkedAt < a.paths[oldest].checkedAt) {
			oldest = i
		}
	}
	res.Evicted = a.paths[oldest].path
	return oldest
}

// nominate follows USE-CANDIDATE (RFC 8445 section 7.3.1.5): the latest wins, but for aggressive nomination. Old
// credentials nominate only while the new ones have not.
func (a *Agent) nominate(now units.Instant, i, g int, res *Result) {
	newest := g == len(a.gens)-1
	if !newest && a.nominated {
		return
	}
	p := &a.paths[i]
	p.nominatedAt = now
	first := newest && !a.nominated
	if newest {
		a.nominated = true
	}
	if first {
		res.Settled = g > 0 // by a restart; at the beginning DTLS has gone both ways before anything else is sent
		for j := range a.gens[:g] {
			a.gens[j].fadesAt = now.Add(fadeLife)
		}
	}
	if a.selected >= 0 && a.selected != i && !first {
		cur := &a.paths[a.selected]
		if cur.question.proven && !p.question.proven && now.Sub(cur.heardAt) < followAfter {
			p.question.decides = true
			return
		}
		if now.Sub(cur.nominatedAt) < aggressiveHold && !cur.nominatedAt.IsZero() && cur.priority > p.priority && cur.question.proven == p.question.proven {
			return
		}
	}
	a.choose(i, res)
}

// selectable tells whether a check without nomination is enough to select its path: nothing was nominated yet, or
// the selected path is silent. In a restart it is so after a moment already: the client has reasons for it.
func (a *Agent) selectable(now units.Instant, i, g int) bool {
	if a.selected < 0 {
		return true
	}
	cur := &a.paths[a.selected]
	if cur.nominatedAt.IsZero() && len(a.gens) == 1 {
		return a.paths[i].priority > cur.priority
	}
	if restarting := g > 0 && g == len(a.gens)-1 && !a.nominated; restarting && now.Sub(cur.heardAt) > followAfter {
		return true
	}
	if cur.inARow >= regularly && now.Sub(cur.heardAt) > quietAfter {
		return true
	}
	return now.Sub(cur.heardAt) > staleAfter
}

func (a *Agent) choose(i int, res *Result) {
	if a.selected != i {
		a.selected = i
		res.Changed = true
	}
}

// Heard notes that an authenticated packet other than a check came over a path. Changed tells that the selected
// path is that one now: the client has moved its media there, and the old path carries none any more.
func (a *Agent) Heard(now units.Instant, path Path) (changed bool) {
	a.heardAt = now
	for i := range a.paths {
		p := &a.paths[i]
		if !p.path.Same(path) {
			continue
		}
		if now.Sub(p.mediaAt) >= followAfter {
			p.inARow = 0
		}
		p.inARow = min(p.inARow+1, regularly)
		p.heardAt, p.mediaAt = now, now
		if a.selected < 0 || a.selected == i || now.Sub(a.paths[a.selected].mediaAt) < followAfter {
			return false
		}
		a.selected = i
		return true
	}
	return false
}

// Selected is the path to send on; false if no check has come yet.
func (a *Agent) Selected() (Path, bool) {
	if a.selected < 0 {
		return Path{}, false
	}
	return a.paths[a.selected].path, true
}

// HeardAt is when the peer was last heard: its consent (RFC 7675 section 5.1) holds from then. Zero: never.
func (a *Agent) HeardAt() units.Instant { return a.heardAt }

// Expire drops paths without checks and credentials that were replaced, and returns them.
func (a *Agent) Expire(now units.Instant) (paths []Path, ufrags []string) {
	for i := range slices.Backward(a.paths) { // remove moves only what was visited
		if i == a.selected || now.Sub(a.paths[i].heardAt) < pathLife {
			continue
		}
		paths = append(paths, a.paths[i].path)
		a.remove(i)
	}
	for i := len(a.gens) - 2; i >= 0; i-- {
		if at := a.gens[i].fadesAt; !at.IsZero() && now >= at {
			ufrags = append(ufrags, a.gens[i].local.Ufrag)
			a.gens = slices.Delete(a.gens, i, i+1)
		}
	}
	return paths, ufrags
}

// Drop forgets a path whose TCP connection has ended.
func (a *Agent) Drop(path Path) (changed bool) {
	for i := range a.paths {
		if a.paths[i].path.Same(path) {
			changed = i == a.selected
			a.remove(i)
			return changed
		}
	}
	return false
}

// remove deletes entry i; if it was the selected one, the path that was heard last takes over.
func (a *Agent) remove(i int) {
	a.paths = slices.Delete(a.paths, i, i+1)
	switch {
	case a.selected > i:
		a.selected--
	case a.selected == i:
		a.selected = -1
		for j := range a.paths {
			if a.selected < 0 || a.paths[j].heardAt > a.paths[a.selected].heardAt {
				a.selected = j
			}
		}
	}
}

// Paths lists all paths.
func (a *Agent) Paths() []Path {
	out := make([]Path, 0, len(a.paths))
	for i := range a.paths {
		out = append(out, a.paths[i].path)
	}
	return out
}
