//go:build linux

package relay

import (
	"encoding/binary"
	"time"

	"github.com/cumbre-meet/cumbre/internal/testkit/path"
	"github.com/cumbre-meet/cumbre/internal/units"
)

const (
	// ethernetHeader is a frame's header, in bytes: two addresses and the type (IEEE 802.3).
	ethernetHeader = 14
	// etherARP is ARP's type (RFC 826). It always passes at once: a lost answer would be the laboratory's own outage, of a
	// second, that no network behind a router has.
	etherARP = 0x0806
	// exactly is how late a frame may leave and still be in time: what the relay promises.
	exactly = time.Millisecond
)

// link is a cable between two interfaces with conditions by direction.
type link struct {
	name     string
	down, up *end
}

// end is an interface of a link, and the way that frames go which come in by it. One goroutine uses it.
type end struct {
	fd  int
	way path.Way
	to  *end // by which they leave

	bytes    int // of packets that left
	packets  int
	late     int           // that left more than `exactly` late
	lateness time.Duration // of all together
	latest   time.Duration
	refused  int // by the interface, or too long
}

// passes tells whether a frame is not to be touched.
func passes(frame []byte) bool {
	return len(frame) < ethernetHeader || binary.BigEndian.Uint16(frame[12:]) == etherARP
}

// left counts a packet that has left this way at now, when it was due at due.
func (e *end) left(size int, due, now units.Instant) {
	e.packets++
	e.bytes += size
	late := now.Sub(due)
	e.lateness += late
	e.latest = max(e.latest, late)
	if late > exactly {
		e.late++
	}
}

// Statistics are of one direction since they were last asked for, times in ms. Bytes are IP's: without the 14 of Ethernet's
// header, of which the path's Rate knows nothing either.
type Statistics struct {
	Sent        int     `json:"sent"`
	Delivered   int     `json:"delivered"`
	LostRandom  int     `json:"lostRandom"`
	LostBursts  int     `json:"lostBursts"`
	LostQueue   int     `json:"lostQueue"`
	Duplicated  int     `json:"duplicated"`
	Overtaken   int     `json:"overtaken"`
	Refused     int     `json:"refused"` // by the interface, which is down, or too long
	Bytes       int     `json:"bytes"`   // delivered
	BitsPerS    float64 `json:"bitsPerSecond"`
	QueueMs     float64 `json:"queueMs"` // now
	LongestMs   float64 `json:"longestQueueMs"`
	Late        int     `json:"late"` // left more than 1 ms after their time: the relay's own fault
	MeanLateMs  float64 `json:"meanLateMs"`
	WorstLateMs float64 `json:"worstLateMs"`
}

// take gives the statistics over d, until now, and begins anew.
func (e *end) take(now units.Instant, d time.Duration) Statistics {
	c := e.way.Counters
	s := Statistics{
		Sent: c.Sent, Delivered: e.packets, LostRandom: c.LostRandom, LostBursts: c.LostBursts, LostQueue: c.LostQueue,
		Duplicated: c.Duplicated, Overtaken: c.Overtaken, Refused: e.refused, Bytes: e.bytes,
		QueueMs: inMs(e.way.Waiting(now)), LongestMs: inMs(c.LongestWait), Late: e.late, WorstLateMs: inMs(e.latest),
	}
	if d > 0 {
		s.BitsPerS = float64(e.bytes) * 8 / d.Seconds()
	}
	if e.packets > 0 {
		s.MeanLateMs = inMs(e.lateness) / float64(e.packets)
	}
	e.way.Counters = path.Counters{}
	e.bytes, e.packets, e.late, e.lateness, e.latest, e.refused = 0, 0, 0, 0, 0, 0
	return s
}

func inMs(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }
