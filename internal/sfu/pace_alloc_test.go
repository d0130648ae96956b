package sfu

import (
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/media/rtp"
	"github.com/cumbre-meet/cumbre/internal/units"
)

type nobody struct{}

func (nobody) StageChanged(EndpointID)      {}
func (nobody) SlotChanged(SlotChange)       {}
func (nobody) LayersNeeded(LayersNeeded)    {}
func (nobody) SpeakersChanged([]Speaker)    {}
func (nobody) SourceStarted(SourceID)       {}
func (nobody) SourceStopped(SourceID)       {}
func (nobody) QualityMeasured([]Quality)    {}
func (nobody) ChannelsHeard([]ChannelHeard) {}

// tally is a transport that counts.
type tally struct{ rtp int }

func (t *tally) SendRTP(_, _ []byte) []byte { t.rtp++; return nil }
func (t *tally) SendAgain([]byte)           { t.rtp++ }
func (*tally) SendRTCP([]byte)              {}

// TestPacingDoesNotAllocate has packets to one client wait, and leave: all of them, and none twice.
func TestPacingDoesNotAllocate(t *testing.T) {
	room, now, out := NewRoom(Config{}, nobody{}), units.Instant(time.Second), new(tally)
	vp8 := Codec{Name: VP8, PayloadType: 96, RTXType: 97, ClockRate: 90000, TWCC: true}
	ext := Extensions{MID: 1, TWCC: 3}
	join := func(id EndpointID, to Transport, l Line) *Endpoint {
		l.MID, l.Kind, l.Codecs, l.Ext = "0", Video, []Codec{vp8}, ext
		e, err := room.Join(now, id, to, []Line{l})
		if err != nil {
			t.Fatal(err)
		}
		e.Connected(now)
		return e
	}
	ana := join("ana", new(tally), Line{Use: Camera, SSRCs: []uint32{20}})
	bob := join("bob", out, Line{Use: StagePicture, SSRC: 1000, RTXSSRC: 1001})
	header, buf, seq := rtp.NewHeader(20, 96), make([]byte, 0, 1500), uint16(0)
	frame := func() {
		now = now.Add(10 * time.Millisecond)
		for range 3 {
			seq++
			b := append(buf, header.Patch(seq, uint32(seq)*300, true)...)
			b = append(b, 0x90, 0xE0, 0x80|byte(seq>>8&0x7F), byte(seq), byte(seq), 0, 0, 0, 0, 0x9D, 1, 0x2A, 0, 5, 0xD0, 2)
			ana.HandleRTP(now, b[:1000])
		}
		bob.down.pace.tick(now)
	}
	for range 20 {
		frame()
		room.Tick(now)
	}
	bob.down.pace.set(now, 1_200_000, 1_200_000, true, false) // 2.5 × that is 3.75 packets of 1,000 bytes in 10 ms
	before, waited := out.rtp, 0
	if n := testing.AllocsPerRun(500, func() {
		frame()
		waited = max(waited, bob.down.pace.count)
	}); n != 0 {
		t.Errorf("%v allocations for three packets that are paced", n)
	}
	if sent := out.rtp - before + bob.down.pace.count; sent != 501*3 {
		t.Errorf("%d packets left or wait, want %d", sent, 501*3)
	}
	if !bob.down.pace.on {
		t.Error("not paced")
	}
	bob.down.pace.rate = 1 // so slow that all wait for as long as they may
	for range 100 {
		frame()
		waited = max(waited, bob.down.pace.count)
	}
	if waited < 30 || waited > 48 {
		t.Errorf("%d packets waited at once, want those of 150 ms", waited)
	}
}

// On the worst path, too, a lost packet of a keyframe is sent again, and no more of them than a quarter of what it carries.
func TestTheWorstPathIsMended(t *testing.T) {
	var p pacer
	now := units.Instant(time.Second)
	p.set(now, 30_000, 30_000, true, false)
	sent := 0
	for range 1000 {
		now = now.Add(10 * time.Millisecond)
		p.tick(now)
		if p.mayMend() {
			sent += 1100
			p.mended(1100)
		}
	}
	if most := int(paceMend * 30_000 / 8 * 10); sent < most*8/10 || sent > most+1100 {
		t.Errorf("%d bytes of repairs in ten seconds, want up to %d", sent, most)
	}
}
