package conferencetest

import (
	"encoding/binary"
	"fmt"
	"maps"
	"net/http"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/protocol"
	"github.com/cumbre-meet/cumbre/internal/sfu"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// Media is a conference.Media with a loop of its own and no network. An offer is good unless it contains "bad".
// Make it with NewMedia.
type Media struct {
	start time.Time
	posts chan func(units.Instant)
	done  chan struct{}
	ended chan struct{}

	mu    sync.Mutex
	ticks map[int]func(units.Instant)
	turns map[int]func(units.Instant)
	next  int
	conns []*Connection
}

// NewMedia starts the loop; Close ends it.
func NewMedia() *Media {
	m := &Media{
		start: time.Now(), posts: make(chan func(units.Instant), 4096), done: make(chan struct{}), ended: make(chan struct{}),
		ticks: map[int]func(units.Instant){}, turns: map[int]func(units.Instant){},
	}
	go m.loop()
	return m
}

// tick is the fake's own interval: slower than the engine's, so that virtual minutes pass quickly.
const tick = 100 * time.Millisecond

func (m *Media) loop() {
	defer close(m.ended)
	t := time.NewTicker(tick)
	defer t.Stop()
	for {
		select {
		case f := <-m.posts:
			f(m.now())
		case <-t.C:
			for _, f := range m.functions(m.ticks) {
				f(m.now())
			}
		case <-m.done:
			return
		}
		for _, f := range m.functions(m.turns) {
			f(m.now())
		}
	}
}

func (m *Media) now() units.Instant { return units.Instant(1).Add(time.Since(m.start)) }

func (m *Media) functions(all map[int]func(units.Instant)) []func(units.Instant) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Collect(maps.Values(all))
}

// Ticking is how many OnTick functions there are.
func (m *Media) Ticking() int { return len(m.functions(m.ticks)) }

// Close ends the loop.
func (m *Media) Close() {
	close(m.done)
	<-m.ended
}

// Run implements conference.Media.
func (m *Media) Run(f func(units.Instant)) {
	select {
	case m.posts <- f:
	case <-m.done:
	}
}

// OnTick implements conference.Media.
func (m *Media) OnTick(f func(units.Instant)) (remove func()) { return m.add(m.ticks, f) }

// OnTurn implements conference.Media. What is kept back leaves with the next turn.
func (m *Media) OnTurn(f func(units.Instant) units.Instant) (remove func()) {
	return m.add(m.turns, func(now units.Instant) { f(now) })
}

func (m *Media) add(to map[int]func(units.Instant), f func(units.Instant)) (remove func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.next++
	id := m.next
	to[id] = f
	return func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		delete(to, id)
	}
}

// Connect implements conference.Media. The lines are those of the offer's Uses, or of the "m=" lines in the SDP.
func (m *Media) Connect(offer conference.Offer, attach conference.Attach) (conference.Connection, string, error) {
	if strings.Contains(offer.SDP, "bad") {
		return nil, "", protocol.NewProblem(http.StatusBadRequest, "sdp-invalid", "Bad SDP", "The SDP says so itself.")
	}
	c := &Connection{media: m, generation: 1, closed: make(chan struct{}), sent: map[string]uint16{}}
	m.mu.Lock()
	c.base = uint32(len(m.conns)+1) * 1000
	m.conns = append(m.conns, c)
	m.mu.Unlock()
	m.Run(func(now units.Instant) {
		c.lines = lines(offer, c.base)
		c.Receiver = attach(now, c, c.lines)
		c.Receiver.Connected(now)
	})
	return c, "answer 1", nil
}

// lines are what an offer negotiates: the n-th line, from 1, has the SSRC base+n, for whoever sends on it.
func lines(offer conference.Offer, base uint32) []sfu.Line {
	uses := offer.Uses
	if uses == nil {
		uses = usesOf(offer)
	}
	var out []sfu.Line
	for i, mid := range slices.Sorted(maps.Keys(uses)) {
		line := sfu.Line{MID: mid, Use: uses[mid], Kind: sfu.Video, Codecs: []sfu.Codec{{Name: sfu.VP8, PayloadType: pictureType, ClockRate: 90_000}}}
		if slices.Contains(soundUses(), line.Use) {
			line.Ext.AudioLevel = levelExt
			line.Kind, line.Codecs = sfu.Audio, []sfu.Codec{{Name: sfu.Opus, PayloadType: soundType, ClockRate: 48_000}}
		}
		ssrc := base + uint32(i) + 1
		if line.Use.Sent() {
			line.SSRCs = []uint32{ssrc}
		} else {
			line.SSRC = ssrc
		}
		out = append(out, line)
	}
	return out
}

func soundUses() []sfu.Use {
	return []sfu.Use{sfu.Microphone, sfu.ScreenSound, sfu.StageSound, sfu.FloorSound, sfu.Interpretation, sfu.BoothSound}
}

// The payload types of the fake.
const (
	soundType   = 111
	pictureType = 96
)

// usesOf names the "m=" lines of an SDP "0", "1"… and gives them the uses that WHIP and WHEP have.
func usesOf(offer conference.Offer) map[string]sfu.Use {
	out := map[string]sfu.Use{}
	for line := range strings.SplitSeq(offer.SDP, "\n") {
		mid := strconv.Itoa(len(out))
		switch {
		case strings.HasPrefix(line, "m=audio") && offer.Viewer:
			out[mid] = sfu.FloorSound
		case strings.HasPrefix(line, "m=audio"):
			out[mid] = sfu.Microphone
		case strings.HasPrefix(line, "m=video") && offer.Viewer:
			out[mid] = sfu.Picture
		case strings.HasPrefix(line, "m=video"):
			out[mid] = sfu.Camera
		}
	}
	return out
}

// Connections are all that were made, oldest first.
func (m *Media) Connections() []*Connection {
	m.mu.Lock()
	defer m.mu.Unlock()
	return append([]*Connection(nil), m.conns...)
}

// Connection is a fake client's transport.
type Connection struct {
	media    *Media
	Receiver conference.Receiver // media loop only
	base     uint32              // of the SSRCs
	lines    []sfu.Line          // media loop only
	sent     map[string]uint16   // media loop only: packets on each line
	got      []Packet            // under mu

	mu         sync.Mutex
	generation int // of the ICE session
	isClosed   bool
	closed     chan struct{}
}

// Packet is what a client got: on which line, and its payload.
type Packet struct{ MID, Payload string }

// maxKept bounds what a Connection keeps for Got.
const maxKept = 10_000

// SendRTP implements sfu.Transport.
func (c *Connection) SendRTP(header, payload []byte) []byte {
	ssrc := binary.BigEndian.Uint32(header[8:])
	for _, line := range c.lines {
		if line.SSRC != ssrc || line.Use.Sent() {
			continue
		}
		c.mu.Lock()
		if len(c.got) < maxKept {
			c.got = append(c.got, Packet{MID: line.MID, Payload: string(payload)})
		}
		c.mu.Unlock()
	}
	return nil
}

// SendAgain implements sfu.Transport. Nothing is lost here, so nothing goes out again.
func (c *Connection) SendAgain([]byte) {}

// Got is what the client got since it was last asked.
func (c *Connection) Got() []Packet {
	c.mu.Lock()
	defer c.mu.Unlock()
	got := c.got
	c.got = nil
	return got
}

// Say is the client sending a packet on its line; sound is speech.
func (c *Connection) Say(mid, payload string) { c.say(mid, payload, speech) }

// Breathe is Say while nobody speaks.
func (c *Connection) Breathe(mid, payload string) { c.say(mid, payload, silence) }

// Levels of sound, dBov below full scale.
const (
	speech  = 20
	silence = 120
)

// levelExt is the identifier of the audio level's header extension (RFC 6464) on the fake's lines.
const levelExt = 1

func (c *Connection) say(mid, payload string, level byte) {
	c.media.Run(func(now units.Instant) {
		for _, line := range c.lines {
			if line.MID != mid || !line.Use.Sent() || c.Receiver == nil {
				continue
			}
			c.sent[mid]++
			header := make([]byte, 20, 20+len(payload)) // RFC 3550 section 5.1, with one word of RFC 8285's extensions
			header[0], header[1] = 2<<6|1<<4, line.Codecs[0].PayloadType
			if line.Kind == sfu.Video {
				header[1] |= 1 << 7 // each packet is a picture
			}
			copy(header[12:], []byte{0xBE, 0xDE, 0, 1, levelExt << 4, level})
			binary.BigEndian.PutUint16(header[2:], c.sent[mid])
			binary.BigEndian.PutUint32(header[4:], uint32(c.sent[mid])*960)
			binary.BigEndian.PutUint32(header[8:], line.SSRCs[0])
			c.Receiver.HandleRTP(now, append(header, payload...))
		}
	})
}

// SendRTCP implements sfu.Transport.
func (c *Connection) SendRTCP([]byte) {}

// Renegotiate implements conference.Connection.
func (c *Connection) Renegotiate(offer conference.Offer, update func(units.Instant, []sfu.Line)) (string, error) {
	if strings.Contains(offer.SDP, "bad") {
		return "", protocol.NewProblem(http.StatusBadRequest, "sdp-invalid", "Bad SDP", "The SDP says so itself.")
	}
	c.mu.Lock()
	c.generation++
	n := c.generation
	c.mu.Unlock()
	c.media.Run(func(now units.Instant) {
		c.lines = lines(offer, c.base)
		update(now, c.lines)
	})
	return fmt.Sprintf("answer %d", n), nil
}

// AddRemoteCandidates implements conference.Connection.
func (c *Connection) AddRemoteCandidates(string) error { return nil }

// RestartICE implements conference.Connection.
func (c *Connection) RestartICE(string) (string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.generation++
	return "a=ice-ufrag:server" + strconv.Itoa(c.generation), nil
}

// ETag implements conference.Connection.
func (c *Connection) ETag() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return "etag" + strconv.Itoa(c.generation)
}

// RemoteAddr implements conference.Connection.
func (c *Connection) RemoteAddr() netip.AddrPort { return netip.AddrPort{} }

// Close implements conference.Connection.
func (c *Connection) Close() {
	c.mu.Lock()
	already := c.isClosed
	c.isClosed = true
	c.mu.Unlock()
	if already {
		return
	}
	close(c.closed)
	c.Disconnect()
}

// Disconnect is what happens when the client is gone.
func (c *Connection) Disconnect() {
	c.media.Run(func(now units.Instant) {
		if c.Receiver != nil {
			c.Receiver.Disconnected(now)
		}
	})
}

// Silence is what happens when nothing comes from the client any more, or something does again.
func (c *Connection) Silence(silent bool) {
	c.media.Run(func(now units.Instant) {
		if silent {
			c.Receiver.Silent(now)
		} else {
			c.Receiver.Heard(now)
		}
	})
}

// Closed tells whether the server closed the connection.
func (c *Connection) Closed() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.isClosed
}
