package sfu_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/media/rtp"
	"github.com/cumbre-meet/cumbre/internal/sfu"
	"github.com/cumbre-meet/cumbre/internal/units"
)

type quiet struct{}

func (quiet) StageChanged(sfu.EndpointID)      {}
func (quiet) SlotChanged(sfu.SlotChange)       {}
func (quiet) LayersNeeded(sfu.LayersNeeded)    {}
func (quiet) SpeakersChanged([]sfu.Speaker)    {}
func (quiet) SourceStarted(sfu.SourceID)       {}
func (quiet) SourceStopped(sfu.SourceID)       {}
func (quiet) QualityMeasured([]sfu.Quality)    {}
func (quiet) ChannelsHeard([]sfu.ChannelHeard) {}

// hall is one publisher with a camera and a microphone, and many subscribers to both.
type hall struct {
	room    *sfu.Room
	ana     *sfu.Endpoint
	now     units.Instant
	out     sfu.Transport
	picture rtp.Header
	sound   rtp.Header
	seq     uint16
	buf     []byte

	watchers []*sfu.Endpoint
	lines    [][]sfu.Line // theirs
}

func newHall(tb testing.TB, subscribers int) *hall {
	tb.Helper()
	return newHallOf(tb, sfu.Config{}, &sink{}, subscribers)
}

func newHallOf(tb testing.TB, cfg sfu.Config, out sfu.Transport, subscribers int) *hall {
	tb.Helper()
	h := &hall{room: sfu.NewRoom(cfg, quiet{}), now: units.Instant(time.Second), out: out, buf: make([]byte, 0, 1500)}
	vp8 := sfu.Codec{Name: sfu.VP8, PayloadType: 96, RTXType: 97, ClockRate: 90000, NACK: true, PLI: true, TWCC: true}
	opus := sfu.Codec{Name: sfu.Opus, PayloadType: 111, REDType: 63, ClockRate: 48000}
	ext := sfu.Extensions{MID: 1, AudioLevel: 2, TWCC: 3}
	join := func(id string, lines ...sfu.Line) *sfu.Endpoint {
		e, err := h.room.Join(h.now, sfu.EndpointID(id), h.out, lines)
		if err != nil {
			tb.Fatal(err)
		}
		e.Connected(h.now)
		return e
	}
	h.ana = join("ana",
		sfu.Line{MID: "0", Use: sfu.Microphone, Kind: sfu.Audio, Codecs: []sfu.Codec{opus}, Ext: ext, SSRCs: []uint32{10}},
		sfu.Line{MID: "1", Use: sfu.Camera, Kind: sfu.Video, Codecs: []sfu.Codec{vp8}, Ext: ext, SSRCs: []uint32{20}})
	for i := range subscribers {
		n := uint32(1000 + 10*i)
		lines := []sfu.Line{
			{MID: "0", Use: sfu.StageSound, Kind: sfu.Audio, Codecs: []sfu.Codec{opus}, Ext: ext, SSRC: n},
			{MID: "1", Use: sfu.StagePicture, Kind: sfu.Video, Codecs: []sfu.Codec{vp8}, Ext: ext, SSRC: n + 1, RTXSSRC: n + 2},
		}
		h.watchers, h.lines = append(h.watchers, join(fmt.Sprintf("s%d", i), lines...)), append(h.lines, lines)
	}
	h.picture, h.sound = newPicture(20), rtp.NewHeader(10, 111)
	_ = h.sound.AddExtension(2, []byte{30})
	return h
}

// newPicture is the header of the camera's packets: by its MID, whatever the SSRC.
func newPicture(ssrc uint32) rtp.Header {
	h := rtp.NewHeader(ssrc, 96)
	_ = h.AddExtension(3, []byte{0, 0})
	_ = h.AddExtension(1, []byte("1"))
	return h
}

// packets sends one packet of the picture and one of the sound.
func (h *hall) packets(key bool) {
	h.now = h.now.Add(5 * time.Millisecond)
	h.seq++
	h.pictureOf(key, true)
	h.ana.HandleRTP(h.now, append(append(h.buf[:0], h.sound.Patch(h.seq, uint32(h.seq)*240, false)...), opusPayload[:]...))
}

// part sends one packet of a frame, at the same time as the one before.
func (h *hall) part(last bool) {
	h.seq++
	h.pictureOf(false, last)
}

func (h *hall) pictureOf(key, last bool) {
	b := append(h.buf[:0], h.picture.Patch(h.seq, uint32(h.seq)*450, last)...)
	b = append(b, 0x90, 0xE0, 0x80|byte(h.seq>>8&0x7F), byte(h.seq), byte(h.seq), 0)
	if key {
		b = append(b, 0, 0, 0, 0x9D, 1, 0x2A, 0, 5, 0xD0, 2)
	} else {
		b = append(b, 1)
	}
	h.ana.HandleRTP(h.now, b[:min(cap(b), len(b)+1000)])
}

var opusPayload [120]byte

// warm lets the hall settle: slots follow, the ring has grown.
func (h *hall) warm(packets int) {
	for i := range packets {
		h.packets(i%200 == 0)
		if i%2 == 0 {
			h.room.Tick(h.now)
		}
	}
}

func TestForwardingDoesNotAllocate(t *testing.T) {
	h := newHall(t, 50)
	h.warm(3000)
	out := h.out.(*sink)
	before := out.packets
	if n := testing.AllocsPerRun(500, func() { h.packets(false) }); n != 0 {
		t.Errorf("%v allocations for one packet to 50 subscribers, want 0", n)
	}
	if sent := out.packets - before; sent != 501*100 {
		t.Errorf("%d packets were forwarded, want %d", sent, 501*100)
	}
}

func TestTickDoesNotAllocateWhenNothingChanges(t *testing.T) {
	h := newHall(t, 50)
	h.warm(3000)
	at := h.now
	if n := testing.AllocsPerRun(100, func() {
		at = at.Add(time.Millisecond)
		h.room.Tick(at)
	}); n > 1 { // the round of quality and speakers makes its lists
		t.Errorf("%v allocations for a Tick", n)
	}
}

func BenchmarkTickOf200(b *testing.B) {
	h := newHall(b, 200)
	h.warm(3000)
	for range b.N {
		h.now = h.now.Add(10 * time.Millisecond)
		h.room.Tick(h.now)
	}
}

func BenchmarkForwardTo200(b *testing.B) {
	h := newHall(b, 200)
	h.warm(3000)
	out := h.out.(*sink)
	before := out.packets
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		h.packets(false)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(out.packets-before), "ns/forwarded")
}
