package sfu_test

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/media/rtp"
	"github.com/cumbre-meet/cumbre/internal/sfu"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// tape is a Transport that keeps what it was given.
type tape struct {
	packets []rtp.Packet
	control [][]byte
}

func (s *tape) SendRTP(header, payload []byte) []byte {
	packet := slices.Concat(header, payload)
	s.SendAgain(packet)
	return packet
}

func (s *tape) SendAgain(sent []byte) {
	p, err := rtp.Parse(slices.Clone(sent))
	if err != nil {
		panic(err)
	}
	s.packets = append(s.packets, p)
}

func (s *tape) SendRTCP(b []byte) { s.control = append(s.control, append([]byte(nil), b...)) }

// pair is a publisher of one picture without simulcast and one receiver of it.
type pair struct {
	room *sfu.Room
	pub  *sfu.Endpoint
	out  tape
	now  units.Instant
}

func newPair(t *testing.T, c sfu.Codec) *pair {
	t.Helper()
	p := &pair{room: sfu.NewRoom(sfu.Config{}, quiet{}), now: units.Instant(time.Second)}
	var err error
	p.pub, err = p.room.Join(p.now, "pub", &tape{}, []sfu.Line{{
		MID: "0", Use: sfu.Camera, Kind: sfu.Video, Codecs: []sfu.Codec{c}, SSRCs: []uint32{5},
	}})
	if err != nil {
		t.Fatal(err)
	}
	p.pub.Connected(p.now)
	d := c
	d.PayloadType += 10
	e, err := p.room.Join(p.now, "view", &p.out, []sfu.Line{{
		MID: "0", Use: sfu.StagePicture, Kind: sfu.Video, Codecs: []sfu.Codec{{Name: sfu.VP8, PayloadType: 50}, d}, SSRC: 9,
	}})
	if err != nil {
		t.Fatal(err)
	}
	e.Connected(p.now)
	return p
}

func (p *pair) send(seq uint16, ts uint32, marker bool, payload ...byte) {
	h := rtp.NewHeader(5, 96)
	p.pub.HandleRTP(p.now, append(append([]byte(nil), h.Patch(seq, ts, marker)...), payload...))
}

func (p *pair) wait(d time.Duration) {
	for end := p.now.Add(d); p.now < end; {
		p.now = p.now.Add(10 * time.Millisecond)
		p.room.Tick(p.now)
	}
}

// Each codec: an interframe first (not shown), then a keyframe, then another interframe; payloads come unchanged.
func TestEachCodecStartsWithItsKeyframe(t *testing.T) {
	sps := []byte{0x67, 0x42, 0xC0, 0x16, 0xD9, 0x00, 0xA0, 0x3D, 0xB0, 0x11, 0, 0, 3, 0, 1, 0, 0, 3, 0, 2, 0x0F, 0x16, 0x2E, 0x48}
	for _, tc := range []struct {
		codec sfu.Codec
		inter []byte
		key   [][]byte
	}{
		{sfu.Codec{Name: sfu.H264, Profile: "42e0/1"}, []byte{0x41, 0x9A, 0}, [][]byte{sps, {0x68, 0xCE}, {0x65, 0x88}}},
		{sfu.Codec{Name: sfu.H264, Profile: "42e0/1"}, []byte{0x41, 0x9A, 0}, [][]byte{{0x65, 0x88}, {0x65, 0x08}}},
		{sfu.Codec{Name: sfu.VP9}, []byte{0xCC, 0x01, 0xAA}, [][]byte{{0x88, 0x01, 0xAA}, {0x84, 0x01, 0xAA}}},
		{sfu.Codec{Name: sfu.AV1}, []byte{0x10, 0x32}, [][]byte{{0x18, 0x0A, 1}, {0x90, 2}}},
		{sfu.Codec{Name: sfu.VP8}, []byte{0x10, 0x01}, [][]byte{{0x10, 0x00, 1}, {0x00, 2}}},
	} {
		tc.codec.PayloadType, tc.codec.ClockRate, tc.codec.PLI = 96, 90000, true
		p := newPair(t, tc.codec)
		p.send(10, 1000, true, tc.inter...)
		p.wait(20 * time.Millisecond)
		seq := uint16(11)
		for i, b := range tc.key {
			p.send(seq, 4000, i == len(tc.key)-1, b...)
			seq++
		}
		p.send(seq, 7000, true, tc.inter...)
		if got, want := len(p.out.packets), len(tc.key)+1; got != want {
			t.Errorf("%s: %d packets, want %d", tc.codec.Name, got, want)
			continue
		}
		for i, b := range append(tc.key, tc.inter) {
			q := p.out.packets[i]
			if tc.codec.Name != sfu.VP9 && !bytes.Equal(q.Payload, b) || q.Sequence-p.out.packets[0].Sequence != uint16(i) {
				t.Errorf("%s packet %d: %+v, want payload %x", tc.codec.Name, i, q, b)
			}
		}
	}
}

// A sender that begins anew with other numbers on its SSRC is followed, from its next keyframe on.
func TestSenderThatBeginsAnew(t *testing.T) {
	p := newPair(t, sfu.Codec{Name: sfu.VP8, PayloadType: 96, ClockRate: 90000, PLI: true, NACK: true})
	key, inter := []byte{0x10, 0x00, 1}, []byte{0x10, 0x01}
	p.send(30000, 9000, true, key...)
	p.wait(20 * time.Millisecond)
	for i := range uint16(20) {
		p.send(30001+i, 12000+uint32(i)*3000, true, inter...)
	}
	before := len(p.out.packets)
	if before != 21 {
		t.Fatalf("%d packets, want 21", before)
	}
	for i := range uint16(10) {
		p.send(5+i, 50+uint32(i)*3000, true, inter...)
	}
	p.send(15, 50+10*3000, true, key...)
	p.send(16, 50+11*3000, true, inter...)
	p.wait(50 * time.Millisecond)
	after := p.out.packets[before:]
	if len(after) != 2 || !bytes.Equal(after[0].Payload, key) {
		t.Fatalf("%d packets after the new beginning, want its keyframe and one more", len(after))
	}
	last := p.out.packets[before-1]
	if after[0].Sequence != last.Sequence+1 || int32(after[0].Timestamp-last.Timestamp) <= 0 {
		t.Errorf("%d at %d follows %d at %d", after[0].Sequence, after[0].Timestamp, last.Sequence, last.Timestamp)
	}
}
