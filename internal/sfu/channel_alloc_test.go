package sfu_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/media/red"
	"github.com/cumbre-meet/cumbre/internal/media/rtp"
	"github.com/cumbre-meet/cumbre/internal/sfu"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// congress is three booths on air with 50 listeners each, who have the floor and their channel. All sound is in RED, which
// every other listener knows.
type congress struct {
	room    *sfu.Room
	speaker *sfu.Endpoint
	booths  []*sfu.Endpoint
	hearers []*sfu.Endpoint // the i-th hears the floor on SSRC 1000 + 10 i
	out     sink
	now     units.Instant
	sounds  []rtp.Header // of the speaker, then the booths
	seq     uint16
	buf     []byte
}

// newCongress makes one that has more channels besides, which nobody listens to.
func newCongress(tb testing.TB, more int) *congress {
	tb.Helper()
	c := &congress{room: sfu.NewRoom(sfu.Config{}, quiet{}), now: units.Instant(time.Second), buf: make([]byte, 0, 1500)}
	opus := []sfu.Codec{{Name: sfu.Opus, PayloadType: 111, RTXType: 112, REDType: 63, ClockRate: 48000, NACK: true}}
	plain := []sfu.Codec{{Name: sfu.Opus, PayloadType: 100, RTXType: 112, ClockRate: 48000, NACK: true}}
	listeners := [][]sfu.Codec{opus, plain}
	ext := sfu.Extensions{MID: 1, AudioLevel: 2}
	join := func(id string, lines ...sfu.Line) *sfu.Endpoint {
		for i := range lines {
			lines[i].Kind, lines[i].Ext = sfu.Audio, ext
			lines[i].Codecs = opus
			if lines[i].SSRC != 0 {
				lines[i].Codecs = listeners[int(lines[i].SSRC/10)%2]
			}
		}
		e, err := c.room.Join(c.now, sfu.EndpointID(id), &c.out, lines)
		if err != nil {
			tb.Fatal(err)
		}
		e.Connected(c.now)
		return e
	}
	sends := func(id string) *sfu.Endpoint {
		ssrc := uint32(len(c.sounds) + 10)
		h := rtp.NewHeader(ssrc, 63)
		_ = h.AddExtension(2, []byte{30})
		c.sounds = append(c.sounds, h)
		return join(id, sfu.Line{MID: "0", Use: sfu.Microphone, SSRCs: []uint32{ssrc}})
	}
	c.speaker = sends("speaker")
	for i := range 3 {
		e := sends(fmt.Sprintf("b%d", i))
		e.SetBooth(c.now, true)
		c.booths = append(c.booths, e)
		c.lease(tb, fmt.Sprintf("c%d", i), e)
	}
	for i := range more {
		c.lease(tb, fmt.Sprintf("more%d", i), c.booths[0])
	}
	for i := range 150 {
		n := uint32(1000 + 10*i)
		e := join(fmt.Sprintf("l%d", i),
			sfu.Line{MID: "0", Use: sfu.StageSound, SSRC: n, RTXSSRC: n + 1},
			sfu.Line{MID: "1", Use: sfu.Interpretation, SSRC: n + 2, RTXSSRC: n + 3})
		e.Listen(c.now, "1", sfu.SoundWant{Channel: fmt.Sprintf("c%d", i%3)})
		c.hearers = append(c.hearers, e)
	}
	c.room.SetFloor(c.now, "speaker")
	return c
}

func (c *congress) lease(tb testing.TB, name string, e *sfu.Endpoint) {
	tb.Helper()
	if err := c.room.SetChannel(c.now, sfu.Channel{Name: name, Kind: sfu.Audio, Holder: e.ID(), Open: true}); err != nil {
		tb.Fatal(err)
	}
}

// packets sends one packet of everybody's sound.
func (c *congress) packets() {
	c.now = c.now.Add(20 * time.Millisecond)
	c.seq++
	for i := range c.sounds {
		e := c.speaker
		if i > 0 {
			e = c.booths[i-1]
		}
		e.HandleRTP(c.now, append(append(c.buf[:0], c.sounds[i].Patch(c.seq, uint32(c.seq)*960, false)...), opusInRED...))
	}
}

// opusInRED is a packet of sound with the one before it.
var opusInRED = red.Append(nil, 111, opusPayload[:], red.Block{Offset: 960, Data: opusPayload[:]})

func (c *congress) warm() {
	for range 500 {
		c.packets()
		c.room.Tick(c.now)
	}
}

func TestChannelsDoNotAllocate(t *testing.T) {
	c := newCongress(t, 50)
	c.warm()
	before := c.out.packets
	if n := testing.AllocsPerRun(500, c.packets); n != 0 {
		t.Errorf("%v allocations for a packet of the floor and of three channels, want 0", n)
	}
	if sent := c.out.packets - before; sent != 501*300 {
		t.Errorf("%d packets were forwarded, want %d: the floor's and the channel's for each of 150", sent, 501*300)
	}
	before = c.out.packets
	if n := testing.AllocsPerRun(500, func() {
		c.seq++ // one is lost, and mended from the next
		c.packets()
	}); n != 0 {
		t.Errorf("%v allocations for a packet that mends the one before it, want 0", n)
	}
	if sent := c.out.packets - before; sent != 501*600 {
		t.Errorf("%d packets were forwarded, want %d: twice as many", sent, 501*600)
	}
	for i, e := range c.hearers {
		reportLoss(c.now, e, uint32(1000+10*i), 20)
	}
	c.packets()
	c.packets()
	if n := testing.AllocsPerRun(500, c.packets); n != 0 {
		t.Errorf("%v allocations for a packet with more redundancy than it came with, want 0", n)
	}
	if want := 501 * 150; c.out.again < want {
		t.Errorf("%d packets went out twice, want %d: both sounds of every other listener", c.out.again, want)
	}
	var stats sfu.Stats
	if c.room.Stats(func(s sfu.Stats) { stats = s }); stats.Deepened < 501*150 {
		t.Errorf("%d packets had more redundancy than they came with, want %d: for every other listener", stats.Deepened, 501*150)
	}
	swap := 0
	if n := testing.AllocsPerRun(100, func() { // a swap settles down before the next packet
		swap++
		c.lease(t, "c0", c.booths[swap%2])
		c.packets()
	}); n > 50*2+10 { // SlotChanged and some growing of lists
		t.Errorf("%v allocations for a swap with 50 listeners", n)
	}
}

// BenchmarkChannels shows that channels that nobody listens to cost nothing per packet.
func BenchmarkChannels(b *testing.B) {
	for _, more := range []int{0, 60} {
		b.Run(fmt.Sprintf("%d-more", more), func(b *testing.B) {
			c := newCongress(b, more)
			c.warm()
			before := c.out.packets
			b.ReportAllocs()
			b.ResetTimer()
			for range b.N {
				c.packets()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(c.out.packets-before), "ns/forwarded")
		})
	}
}
