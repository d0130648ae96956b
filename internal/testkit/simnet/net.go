// Package simnet is a simulated network in virtual time for tests: links with delay, jitter, loss, reordering,
// duplication and a rate limit connect sfu.Endpoints with scripted publishers and receivers. The same seed gives
// the same run.
package simnet

import (
	"container/heap"
	"math/rand/v2"
	"time"

	"github.com/cumbre-meet/cumbre/internal/units"
)

// Net is the virtual clock, what is due at which time, and the source of chance.
type Net struct {
	now    units.Instant
	queue  eventQueue
	serial uint64
	rand   *rand.Rand
	turn   func() // ends an instant
}

// New makes a Net whose chance comes from seed. Time starts at one second, since 0 means "never".
func New(seed uint64) *Net {
	return &Net{now: units.Instant(time.Second), rand: rand.New(rand.NewPCG(seed, 0x73696D6E6574))}
}

// Now is the virtual time.
func (n *Net) Now() units.Instant { return n.now }

// Rand is the Net's source of chance.
func (n *Net) Rand() *rand.Rand { return n.rand }

// At runs f at an instant; one that has passed is now. Things of one instant run in the order of the calls.
func (n *Net) At(t units.Instant, f func()) {
	n.serial++
	heap.Push(&n.queue, event{at: max(t, n.now), serial: n.serial, run: f})
}

// After runs f after d.
func (n *Net) After(d time.Duration, f func()) { n.At(n.now.Add(d), f) }

// Every runs f every d until it returns false.
func (n *Net) Every(d time.Duration, f func() bool) {
	n.After(d, func() {
		if f() {
			n.Every(d, f)
		}
	})
}

// Run lets d pass.
func (n *Net) Run(d time.Duration) {
	end := n.now.Add(d)
	for len(n.queue) > 0 && n.queue[0].at <= end {
		e := heap.Pop(&n.queue).(event)
		n.now = e.at
		e.run()
		if n.turn != nil && (len(n.queue) == 0 || n.queue[0].at > n.now) {
			n.turn()
		}
	}
	n.now = end
}

type event struct {
	at     units.Instant
	serial uint64
	run    func()
}

type eventQueue []event

func (q eventQueue) Len() int { return len(q) }
func (q eventQueue) Less(i, j int) bool {
	return q[i].at < q[j].at || (q[i].at == q[j].at && q[i].serial < q[j].serial)
}
func (q eventQueue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *eventQueue) Push(x any)   { *q = append(*q, x.(event)) }
func (q *eventQueue) Pop() any {
	old := *q
	last := old[len(old)-1]
	*q = old[:len(old)-1]
	return last
}
