package rtc

import (
	"errors"
	"net"
	"net/netip"
	"runtime"
	"slices"
	"sync/atomic"
	"time"

	"github.com/cumbre-meet/cumbre/internal/rtc/ice"
	"github.com/cumbre-meet/cumbre/internal/rtc/udp"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// Times and sizes of the loop.
const (
	// tickEvery is the resolution of what runs on OnTick.
	tickEvery = 10 * time.Millisecond
	// idleTick replaces it when nothing is to be ticked: an idle server shall not use the CPU.
	idleTick = 100 * time.Millisecond
	// sweepEvery is how often timeouts are looked for.
	sweepEvery = time.Second
	// turnsApart is the least from the beginning of a turn to that of the next while the loop has much to do: a turn costs some 15 µs
	// whatever it brings, and a run is what a turn brings. It is what packets wait for at most, and by what ticks are late. Less costs turns
	// (docs/adr/0013-way-out.md), more is felt as delay, and gains nothing.
	turnsApart = 5 * time.Millisecond
	// arenaSize is the room for packets of one turn, in bytes. It holds a keyframe's burst for a hundred receivers;
	// when it is full it is sent early. Larger leaves the processor's cache, smaller cuts runs in two.
	arenaSize = 2 << 20
	// arenaReserve is what must be free in the arena for a packet to be sealed into it.
	arenaReserve = udp.MaxPacket + 512
)

// hook is a function that others have run on the loop, until it is removed from whichever goroutine.
type hook struct {
	f       func(now units.Instant) (until units.Instant) // until: see OnTurn
	removed atomic.Bool
}

// run calls those that are not removed, and tells the first instant by which one is to be called again; 0: none is.
func run(hooks []*hook, now units.Instant) (until units.Instant) {
	for _, h := range hooks {
		if h.removed.Load() {
			continue
		}
		if u := h.f(now); !u.IsZero() && (until.IsZero() || u < until) {
			until = u
		}
	}
	return until
}

func live(hooks []*hook) []*hook {
	return slices.DeleteFunc(hooks, func(h *hook) bool { return h.removed.Load() })
}

// loop is what the media loop alone touches.
type loop struct {
	stopped    bool
	peers      map[*Peer]struct{}
	byAddr     map[netip.AddrPort]*Peer // UDP: addresses with an authenticated check
	byUfrag    map[string]*Peer
	tcp        map[uint64]*tcpConn // connections and relayed flows
	tickers    []*hook
	turners    []*hook
	nextTick   units.Instant
	heldUntil  units.Instant // by when a turn must end for what was kept back at the latest one's end; 0: nothing was
	nextSweep  units.Instant
	stats      Stats
	work       workload
	processors int // Go's, as of the latest sweep

	// Sending.
	arena    []byte
	spare    []byte  // the arena of a turn that the senders may still have; nil without senders
	dirty    []*Peer // have pending packets
	shares   int     // handed out
	latest   *Peer   // whose packet is the last in the arena
	reply    udp.Destination
	replyBuf [1024]byte

	message ice.Message
}

func (l *loop) init(senders int) {
	l.peers = make(map[*Peer]struct{})
	l.byAddr = make(map[netip.AddrPort]*Peer)
	l.byUfrag = make(map[string]*Peer)
	l.tcp = make(map[uint64]*tcpConn)
	l.arena = make([]byte, 0, arenaSize)
	if senders > 0 {
		l.spare = make([]byte, 0, arenaSize)
	}
}

// run is the media loop.
func (e *Engine) run() {
	defer e.shut()
	now := e.Now()
	for !e.stopped {
		began, ended := now, e.Now()
		e.work.note(began, ended)
		packets := e.wait(began, ended)
		now = e.begin(packets)
		e.stats.Turns++
		for i := range packets {
			p := &packets[i]
			// As of when it came: senders find out what their path carries from the times between their packets.
			e.datagram(max(now.Add(-p.Waited), began), ice.Path{Remote: p.From, Local: p.To}, p.Data)
		}
		e.drain(now)
		if now >= e.nextTick {
			e.tick(now)
		}
		e.heldUntil = run(e.turners, now)
		e.flush()
	}
	e.publish()
}

// begin reads the clock for a turn. What the turn sends is as old as the first datagram that it got; the senders help if the loop is
// busy.
func (e *Engine) begin(packets []udp.Packet) units.Instant {
	at := time.Now()
	if e.sock != nil {
		arrived := at
		if len(packets) > 0 {
			arrived = at.Add(-packets[0].Waited)
		}
		e.sock.Begin(arrived, e.work.busy)
	}
	return units.Instant(at.Sub(e.epoch))
}

// wait returns the next datagrams. It waits for them, a post or the next tick; began is when the latest turn did.
func (e *Engine) wait(began, now units.Instant) []udp.Packet {
	next := e.nextTick
	if !e.heldUntil.IsZero() {
		next = min(next, e.heldUntil)
	}
	left := next.Sub(now)
	if left <= 0 || e.inbox.filled.Load() {
		return e.poll()
	}
	if e.sock != nil {
		e.sock.SetDeadline(time.Now().Add(left))
		e.sock.Keep(e.work.keeps && e.processors > 1)
		e.sock.Gather(e.gathers(began, now))
	}
	e.inbox.parked.Store(true)
	defer e.inbox.parked.Store(false)
	if e.inbox.filled.Load() {
		return e.poll()
	}
	if e.sock == nil {
		e.inbox.sleep(left)
		return nil
	}
	packets, err := e.sock.Read()
	return e.received(packets, err)
}

// gathers is for how long datagrams are left to gather before they are read: not at all where the loop has little to do.
func (e *Engine) gathers(began, now units.Instant) time.Duration {
	if !e.work.keeps {
		return 0
	}
	return began.Add(turnsApart).Sub(now)
}

func (e *Engine) poll() []udp.Packet {
	if e.sock == nil {
		return nil
	}
	packets, err := e.sock.Poll()
	return e.received(packets, err)
}

func (e *Engine) received(packets []udp.Packet, err error) []udp.Packet {
	if err == nil || errors.Is(err, udp.ErrTimeout) {
		return packets
	}
	if errors.Is(err, net.ErrClosed) {
		e.stopped = true
	}
	return nil
}

// drain runs what other goroutines brought.
func (e *Engine) drain(now units.Instant) {
	funcs, frames := e.inbox.take()
	for _, f := range funcs {
		f(now)
	}
	for _, f := range frames {
		e.frame(now, f)
	}
}

func (e *Engine) tick(now units.Instant) {
	e.tickers, e.turners = live(e.tickers), live(e.turners)
	run(e.tickers, now)
	if now >= e.nextSweep {
		e.sweep(now)
		e.processors = runtime.GOMAXPROCS(0)
		e.nextSweep = now.Add(sweepEvery)
	}
	e.nextTick = now.Add(tickEvery)
	if len(e.tickers) == 0 {
		e.nextTick = now.Add(idleTick)
	}
	e.publish()
}

// publish makes the counters visible to other goroutines.
func (e *Engine) publish() {
	e.stats.Peers = len(e.peers)
	e.stats.Addresses = len(e.byAddr)
	e.stats.TCPConnections = int(e.tcpCount.Load())
	e.stats.RelayedFlows = int(e.flowCount.Load())
	if e.sock != nil {
		e.stats.UDP = *e.sock.Stats()
		e.stats.SendMode = e.sock.Mode()
		e.stats.SendReason = e.sock.Why()
	}
	e.published.Lock()
	e.published.stats = e.stats
	e.published.Unlock()
}

// sweep looks for timeouts.
func (e *Engine) sweep(now units.Instant) {
	for p := range e.peers {
		p.sweep(now)
	}
}

func (e *Engine) closeAll(now units.Instant) {
	for p := range e.peers {
		p.end(now)
	}
	for _, c := range e.tcp {
		if c.peer == nil || c.via != nil {
			c.close()
		}
	}
}

// flush sends what is pending and empties the arena.
func (e *Engine) flush() {
	for _, p := range e.dirty {
		p.flush()
	}
	if e.sock != nil && e.sock.Flush() {
		e.arena, e.spare = e.spare, e.arena
	}
	for _, p := range e.dirty {
		clear(p.pending)
		p.pending = p.pending[:0]
	}
	clear(e.dirty)
	e.dirty, e.latest = e.dirty[:0], nil
	e.arena = e.arena[:0]
}

// room gives the arena's free end, after sending early if it is full.
func (e *Engine) room(n int) []byte {
	if cap(e.arena)-len(e.arena) < n {
		e.flush()
	}
	return e.arena
}
