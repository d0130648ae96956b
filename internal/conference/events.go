package conference

import (
	"slices"
	"sync"
	"time"

	"github.com/cumbre-meet/cumbre/internal/sfu"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// mailbox carries news of the Room from the media loop to the actor. The loop never waits: what is new replaces
// what the actor has not seen yet, so it is bounded by the endpoints and their lines. The lock is held for a map
// access only.
type mailbox struct {
	ready chan struct{} // one token: there is news

	mu   sync.Mutex
	news news
	// The same moment on the clock of the media loop and on the actor's.
	loop units.Instant
	wall time.Time
}

// heardAt is a ChannelHeard with the time of its last packet on the actor's clock; zero: there was none.
type heardAt struct {
	sfu.ChannelHeard
	at time.Time
}

// news is what happened since the actor looked last.
type news struct {
	stage    *sfu.EndpointID
	speakers []sfu.Speaker
	heard    bool // speakers is new
	quality  []sfu.Quality
	slots    map[slotKey]sfu.SlotChange
	layers   map[sfu.SourceID][]string
	sources  map[sfu.SourceID]bool
	gone     map[*link]struct{}
	silent   map[*link]bool // what came last: silence or a sound of life
	channels []heardAt      // of the channels and the booths; nil: nothing new
}

type slotKey struct {
	endpoint sfu.EndpointID
	mid      string
}

func newMailbox() *mailbox { return &mailbox{ready: make(chan struct{}, 1)} }

// put changes the news and wakes the actor.
func (m *mailbox) put(change func(*news)) {
	m.mu.Lock()
	change(&m.news)
	m.mu.Unlock()
	select {
	case m.ready <- struct{}{}:
	default:
	}
}

// take empties the mailbox.
func (m *mailbox) take() news {
	m.mu.Lock()
	defer m.mu.Unlock()
	n := m.news
	m.news = news{}
	return n
}

// StageChanged implements sfu.Events.
func (m *mailbox) StageChanged(stage sfu.EndpointID) {
	m.put(func(n *news) { n.stage = &stage })
}

// SlotChanged implements sfu.Events.
func (m *mailbox) SlotChanged(c sfu.SlotChange) {
	m.put(func(n *news) { set(&n.slots, slotKey{c.Endpoint, c.MID}, c) })
}

// LayersNeeded implements sfu.Events.
func (m *mailbox) LayersNeeded(l sfu.LayersNeeded) {
	rids := slices.Clone(l.RIDs)
	m.put(func(n *news) { set(&n.layers, l.Source, rids) })
}

// SpeakersChanged implements sfu.Events.
func (m *mailbox) SpeakersChanged(s []sfu.Speaker) {
	s = slices.Clone(s)
	m.put(func(n *news) { n.speakers, n.heard = s, true })
}

// SourceStarted implements sfu.Events.
func (m *mailbox) SourceStarted(s sfu.SourceID) { m.put(func(n *news) { set(&n.sources, s, true) }) }

// SourceStopped implements sfu.Events.
func (m *mailbox) SourceStopped(s sfu.SourceID) { m.put(func(n *news) { set(&n.sources, s, false) }) }

// QualityMeasured implements sfu.Events.
func (m *mailbox) QualityMeasured(q []sfu.Quality) {
	q = slices.Clone(q)
	m.put(func(n *news) { n.quality = q })
}

// silence says that nothing comes from a connection for the time being, or that something does again.
func (m *mailbox) silence(l *link, silent bool) { m.put(func(n *news) { set(&n.silent, l, silent) }) }

// setClock tells which time is which. Both run alike.
func (m *mailbox) setClock(loop units.Instant, wall time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.loop, m.wall = loop, wall
}

// ChannelsHeard implements sfu.Events.
func (m *mailbox) ChannelsHeard(heard []sfu.ChannelHeard) {
	m.put(func(n *news) {
		n.channels = make([]heardAt, 0, len(heard))
		for _, h := range heard {
			one := heardAt{ChannelHeard: h}
			if h.LastPacket != 0 {
				one.at = m.wall.Add(h.LastPacket.Sub(m.loop))
			}
			n.channels = append(n.channels, one)
		}
	})
}

// disconnected says that a connection is gone for good.
func (m *mailbox) disconnected(l *link) { m.put(func(n *news) { set(&n.gone, l, struct{}{}) }) }

func set[K comparable, V any](m *map[K]V, k K, v V) {
	if *m == nil {
		*m = map[K]V{}
	}
	(*m)[k] = v
}
