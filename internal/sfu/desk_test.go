package sfu_test

import (
	"encoding/binary"
	"slices"
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/media/nack"
	"github.com/cumbre-meet/cumbre/internal/media/rtp"
	"github.com/cumbre-meet/cumbre/internal/sfu"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// desk is a Room with hand-made packets, so that a test decides which one comes when: interpreters x and y with
// sound and picture, both with NACK and RTX, and the listener l with a line for each.
type desk struct {
	t      *testing.T
	room   *sfu.Room
	now    units.Instant
	x, y   *voiceOf
	l      *sfu.Endpoint
	out    *reel
	events told
}

// told keeps what the tests of the desk look at.
type told struct {
	quiet
	slots []sfu.SlotChange
}

func (t *told) SlotChanged(c sfu.SlotChange) { t.slots = append(t.slots, c) }

// voiceOf is one interpreter at the desk.
type voiceOf struct {
	d    *desk
	e    *sfu.Endpoint
	name byte
	ssrc uint32 // sound; + 1: its RTX; + 2: picture; + 3: its RTX
	rtx  uint16
	back *reel // what it is told
}

// taped is one packet that went to the listener: payload says whose it is, and its number there.
type taped struct {
	seq    uint16
	time   uint32
	marker bool
	rtx    bool
	who    byte
	number byte
}

// reel is a Transport that keeps what it gets.
type reel struct {
	list []taped
	plis int
}

func (p *reel) SendRTP(header, payload []byte) []byte {
	h, err := rtp.Parse(append(append([]byte(nil), header...), payload...))
	if err != nil {
		panic(err)
	}
	one := taped{seq: h.Sequence, time: h.Timestamp, marker: h.Marker, rtx: h.PayloadType == 112 || h.PayloadType == 97}
	if body := h.Payload; one.rtx {
		one.seq, payload, _ = rtp.ParseRTX(body)
	}
	one.who, one.number = payload[len(payload)-2], payload[len(payload)-1]
	p.list = append(p.list, one)
	return nil
}

func (p *reel) SendAgain([]byte) {}

func (p *reel) SendRTCP(compound []byte) {
	walk := rtp.WalkCompound(compound)
	for walk.Next() {
		if walk.Type == rtp.TypePSFB && walk.Count == rtp.FormatPLI {
			p.plis++
		}
	}
}

// take returns whose packets were sent since it was last called, e.g. "x1 x2 y1", repairs with an r.
func (p *reel) take() string {
	var b []byte
	for i, a := range p.list {
		if i > 0 {
			b = append(b, ' ')
		}
		if a.rtx {
			b = append(b, 'r')
		}
		b = append(b, a.who, '0'+a.number/10, '0'+a.number%10)
	}
	p.list = p.list[:0]
	return string(b)
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{t: t, now: units.Instant(time.Second), out: &reel{}}
	d.room = sfu.NewRoom(sfu.Config{}, &d.events)
	sound := deskSound()
	picture := []sfu.Codec{{Name: sfu.VP8, PayloadType: 96, RTXType: 97, ClockRate: 90000, NACK: true, PLI: true}}
	for i, v := range []**voiceOf{&d.x, &d.y} {
		n := uint32(100 * (i + 1))
		*v = &voiceOf{d: d, name: "xy"[i], ssrc: n, back: &reel{}}
		(*v).e = d.join(string("xy"[i]), (*v).back,
			sfu.Line{MID: "0", Use: sfu.Microphone, Kind: sfu.Audio, Codecs: sound, SSRCs: []uint32{n, n + 1}, RTXPairs: map[uint32]uint32{n + 1: n}},
			sfu.Line{MID: "1", Use: sfu.Camera, Kind: sfu.Video, Codecs: picture, SSRCs: []uint32{n + 2, n + 3}, RTXPairs: map[uint32]uint32{n + 3: n + 2}})
		(*v).e.SetBooth(d.now, true)
	}
	d.l = d.join("l", d.out,
		sfu.Line{MID: "i", Use: sfu.Interpretation, Kind: sfu.Audio, Codecs: sound, SSRC: 1000, RTXSSRC: 1001},
		sfu.Line{MID: "f", Use: sfu.FloorSound, Kind: sfu.Audio, Codecs: sound, SSRC: 1010, RTXSSRC: 1011},
		sfu.Line{MID: "p", Use: sfu.Picture, Kind: sfu.Video, Codecs: picture, SSRC: 1020, RTXSSRC: 1021})
	d.l.Listen(d.now, "i", sfu.SoundWant{Channel: "en"})
	return d
}

func deskSound() []sfu.Codec {
	return []sfu.Codec{{Name: sfu.Opus, PayloadType: 111, RTXType: 112, ClockRate: 48000, NACK: true}}
}

func (d *desk) join(id string, t sfu.Transport, lines ...sfu.Line) *sfu.Endpoint {
	e, err := d.room.Join(d.now, sfu.EndpointID(id), t, lines)
	if err != nil {
		d.t.Fatal(err)
	}
	e.Connected(d.now)
	return e
}

// lease sets the channel en.
func (d *desk) lease(holder sfu.EndpointID, open bool) { d.channel("en", sfu.Audio, holder, open) }

func (d *desk) channel(name string, k sfu.Kind, holder sfu.EndpointID, open bool) {
	d.t.Helper()
	if err := d.room.SetChannel(d.now, sfu.Channel{Name: name, Kind: k, Holder: holder, Open: open}); err != nil {
		d.t.Fatal(err)
	}
}

// say sends the n-th packet of its sound, 20 ms after the one before it. Time passes with it.
func (v *voiceOf) say(numbers ...byte) {
	for _, n := range numbers {
		v.d.pass(5 * time.Millisecond)
		h := rtp.NewHeader(v.ssrc, 111)
		v.e.HandleRTP(v.d.now, append(h.Patch(uint16(n), uint32(n)*960, false), v.name, n))
	}
}

// again sends a packet of its sound by RTX, as if somebody had asked.
func (v *voiceOf) again(n byte) {
	v.rtx++
	h := rtp.NewHeader(v.ssrc+1, 112)
	v.e.HandleRTP(v.d.now, rtp.AppendRTX(h.Patch(v.rtx, uint32(n)*960, false), uint16(n), []byte{v.name, n}))
}

// show sends the n-th packet of its picture, a frame each.
func (v *voiceOf) show(n byte, key bool) {
	v.d.pass(5 * time.Millisecond)
	h := rtp.NewHeader(v.ssrc+2, 96)
	b := append(h.Patch(uint16(n), uint32(n)*3000, true), 0x90, 0xE0, 0x80, n, n, 0)
	if key {
		b = append(b, 0, 0, 0, 0x9D, 1, 0x2A, 0, 5, 0xD0, 2)
	} else {
		b = append(b, 1)
	}
	v.e.HandleRTP(v.d.now, append(b, v.name, n))
}

// pass lets time pass, and the Room tick.
func (d *desk) pass(t time.Duration) {
	d.now = d.now.Add(t)
	d.room.Tick(d.now)
}

// ask asks for what is missing of a line, as a receiver does.
func (d *desk) ask(ssrc uint32, seqs ...uint16) {
	slices.Sort(seqs)
	d.pass(100 * time.Millisecond)
	d.l.HandleRTCP(d.now, nack.AppendNACK(rtp.AppendRR(nil, 1, nil), 1, ssrc, seqs))
}

func (d *desk) want(what, want string) {
	d.t.Helper()
	if got := d.out.take(); got != want {
		d.t.Errorf("%s: the listener got %q, want %q", what, got, want)
	}
}

func (d *desk) stats() (s sfu.Stats) {
	d.room.Stats(func(now sfu.Stats) { s = now })
	return s
}

func TestLatePacketsOfTheOldHolderStayOut(t *testing.T) {
	d := newDesk(t)
	d.x.say(1)
	d.y.say(1, 2, 3)
	d.lease("x", true)
	d.x.say(2, 3, 5, 6)
	fromX := slices.Clone(d.out.list)
	d.want("x has the lease", "x02 x03 x05 x06")
	d.lease("y", true)
	d.x.say(4) // late
	d.x.say(7) // not yet told
	d.x.say(6) // twice
	d.x.again(4)
	d.x.again(8)
	d.want("after the swap", "")
	d.y.say(4, 5)
	fromY := slices.Clone(d.out.list)
	d.want("y's next packets", "y04 y05")
	d.x.again(9)
	d.x.say(10)
	d.ask(1000, fromX[2].seq-1) // x's fourth: it came, but after the swap
	d.want("a repair that came too late", "")
	d.ask(1000, fromX[1].seq, fromX[3].seq)
	d.want("repairs of what was sent", "rx03 rx06")
	last, first := fromX[3], fromY[0]
	if first.seq != last.seq+1 || first.time-last.time < 960 || !first.marker || fromY[1].marker {
		t.Errorf("x's last: %+v, y's first: %+v", last, first)
	}
	if s := d.stats(); s.ChannelStale != 1 || s.ChannelPackets != 6 {
		t.Errorf("stale %d, sent %d", s.ChannelStale, s.ChannelPackets)
	}
	want := []sfu.SlotChange{
		{Endpoint: "l", MID: "i", Source: mic("x"), Channel: "en", RTPTime: fromX[0].time},
		{Endpoint: "l", MID: "i", Source: mic("y"), Channel: "en", RTPTime: first.time},
	}
	if !slices.Equal(d.events.slots, want) {
		t.Errorf("told %+v, want %+v", d.events.slots, want)
	}
}

func TestLatePacketsOfTheNewHolderStayOut(t *testing.T) {
	d := newDesk(t)
	d.y.say(1, 2, 4, 5) // while x has the lease: words to the partner
	d.x.say(1)
	d.lease("x", true)
	d.x.say(2, 3, 4) // every two earn a repair
	d.want("x", "x02 x03 x04")
	d.lease("y", true)
	d.y.say(3)
	d.y.again(3)
	d.want("what y said before", "")
	d.y.say(6)
	last := d.out.list[0]
	d.want("what y says now", "y06")
	d.ask(1000, last.seq, last.seq-1)
	d.want("repairs", "rx04 ry06")
}

func TestClosedGate(t *testing.T) {
	d := newDesk(t)
	d.x.say(0)
	d.lease("x", true)
	d.x.say(1, 2, 3, 5)
	before := slices.Clone(d.out.list)[1:]
	d.want("open", "x01 x02 x03 x05")
	d.lease("x", false)
	d.x.say(6, 8, 4) // a cough
	d.x.again(9)
	d.want("closed", "")
	d.ask(1000, before[0].seq, before[1].seq+1, before[2].seq, before[2].seq+1)
	d.want("repairs while it is closed", "rx02 rx05")
	d.lease("x", true)
	d.x.say(7) // late, said during the cough
	d.want("a late packet", "")
	d.x.say(10, 12, 11, 13)
	after := slices.Clone(d.out.list)
	d.want("open again", "x10 x12 x11 x13")
	if after[0].seq != before[2].seq+1 || !after[0].marker {
		t.Errorf("%+v follows %+v", after[0], before[2])
	}
	d.ask(1000, before[1].seq+1, before[2].seq, after[0].seq)
	d.want("repairs after it", "rx05 rx10")
	if s := d.stats(); s.ChannelGated != 4 || s.ChannelStale != 3 {
		t.Errorf("gated %d, stale %d", s.ChannelGated, s.ChannelStale)
	}
}

// Off is in force with the next packet, and no packet of the channel comes out on the floor, nor the other way round.
func TestTalkbackToThePacket(t *testing.T) {
	d := newDesk(t)
	d.x.say(1)
	d.lease("x", true)
	d.x.say(2)
	d.want("channel", "x02")
	d.x.e.SetTalkback(d.now, true)
	d.x.say(3) // from now on it is one of the loudest
	d.pass(100 * time.Millisecond)
	d.out.take()
	d.x.say(4, 6, 7)
	floor := slices.Clone(d.out.list)
	d.want("floor", "x04 x06 x07")
	d.x.e.SetTalkback(d.now, false)
	d.x.say(5) // late: said to the floor
	d.want("late", "")
	d.x.say(8)
	d.want("channel again", "x08")
	d.ask(1010, floor[0].seq+1, floor[1].seq)
	d.want("repairs on the floor", "rx06")
	last := d.events.slots[len(d.events.slots)-1]
	if last.MID != "i" || last.Channel != "en" {
		t.Errorf("last told: %+v", last)
	}
}

func TestSignChannelToThePacket(t *testing.T) {
	d := newDesk(t)
	d.l.Want(d.now, []sfu.Want{{MID: "p", Channel: "sign", Height: 720}})
	d.x.show(1, true)
	d.y.show(1, true)
	d.channel("sign", sfu.Video, "x", true)
	d.x.show(2, false)
	d.want("from before the lease, by the keyframe cache", "")
	if d.x.back.plis != 1 {
		t.Errorf("%d keyframes were asked of x with the lease, want 1", d.x.back.plis)
	}
	d.x.show(4, true)
	d.x.show(5, false)
	fromX := slices.Clone(d.out.list)
	d.want("x", "x04 x05")
	d.y.show(2, false)
	asked := d.y.back.plis
	d.channel("sign", sfu.Video, "y", true)
	if d.y.back.plis != asked+1 {
		t.Error("no keyframe was asked of y at once")
	}
	d.x.show(6, false)
	d.y.show(3, false)
	d.want("until the keyframe", "x06")
	d.y.show(5, true)
	d.x.show(7, false)
	d.y.show(6, false)
	d.want("from the keyframe on", "y05 y06")
	d.channel("sign", sfu.Video, "y", false)
	d.y.show(7, true)
	d.y.show(9, false)
	d.want("closed", "")
	d.ask(1020, fromX[1].seq)
	d.want("a repair while it is closed", "rx05")
	d.channel("sign", sfu.Video, "y", true)
	d.y.show(8, true) // late: from while it was closed
	d.y.show(10, false)
	d.want("open again, no keyframe yet", "")
	d.y.show(11, true)
	d.want("open again", "y11")
	d.y.e.Disconnected(d.now)
	if last := d.events.slots[len(d.events.slots)-1]; !last.Source.IsZero() {
		t.Errorf("after y left the slot was told to show %+v", last)
	}
}

// A channel's old picture does not go on when its gate closes while the new holder's keyframe is awaited.
func TestSignGateClosesDuringTheSwap(t *testing.T) {
	d := newDesk(t)
	d.l.Want(d.now, []sfu.Want{{MID: "p", Channel: "sign", Height: 720}})
	d.x.show(1, true)
	d.y.show(1, true)
	d.channel("sign", sfu.Video, "x", true)
	d.x.show(2, true)
	d.channel("sign", sfu.Video, "y", true)
	d.x.show(3, false)
	d.want("x until the keyframe", "x02 x03")
	d.channel("sign", sfu.Video, "y", false)
	d.x.show(4, false)
	d.y.show(2, true)
	d.want("closed", "")
	d.channel("other", sfu.Video, "x", true)
	d.channel("sign", sfu.Video, "y", true)
	d.y.show(3, true)
	d.want("open", "y03")
	d.l.Want(d.now, []sfu.Want{{MID: "p", Channel: "other", Height: 720}})
	d.y.show(4, false)
	d.want("another channel: the old one until the keyframe", "y04")
	d.channel("sign", sfu.Video, "y", false)
	d.y.show(5, false)
	d.want("its gate closed meanwhile", "")
}

func mic(id sfu.EndpointID) sfu.SourceID {
	return sfu.SourceID{Endpoint: id, Kind: sfu.SourceMicrophone}
}

func FuzzChannel(f *testing.F) {
	f.Add("en", "en", byte(1), true, []byte{0x80, 111, 0, 1, 0, 0, 0, 0, 0, 0, 0, 100, 'x', 1})
	f.Add("", "sign", byte(2), false, binary.BigEndian.AppendUint32([]byte{0x80, 96, 0, 1, 0, 0, 0, 0}, 102))
	f.Fuzz(func(t *testing.T, name, wanted string, kind byte, open bool, packet []byte) {
		d := newDesk(t)
		d.lease("x", true)
		_ = d.room.SetChannel(d.now, sfu.Channel{Name: name, Kind: sfu.Kind(kind), Holder: "x", Open: open})
		d.l.Listen(d.now, "i", sfu.SoundWant{Channel: wanted})
		d.l.Want(d.now, []sfu.Want{{MID: "p", Channel: wanted}})
		d.x.e.HandleRTP(d.now, append([]byte(nil), packet...))
		d.pass(time.Second)
		d.room.DropChannel(d.now, name)
		d.pass(time.Second)
	})
}
