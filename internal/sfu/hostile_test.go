package sfu_test

import (
	"runtime"
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/media/red"
	"github.com/cumbre-meet/cumbre/internal/media/rtp"
	"github.com/cumbre-meet/cumbre/internal/sfu"
	"github.com/cumbre-meet/cumbre/internal/testkit/simnet"
)

// flood makes a client send 100 Mbit/s: 1,200 bytes of picture every 0.1 ms, each packet a whole keyframe, and after each
// as loud a sound as there is.
func flood(m *simnet.Meeting, c *simnet.Client) {
	picture, sound := rtp.NewHeader(0xBAD0, 96), rtp.NewHeader(0xBAD1, 111)
	for mid, h := range map[string]*rtp.Header{"cam": &picture, "mic": &sound} {
		if err := h.AddExtension(1, []byte(mid)); err != nil {
			panic(err)
		}
	}
	if err := sound.AddExtension(4, []byte{0}); err != nil {
		panic(err)
	}
	key := make([]byte, 1200)
	copy(key, []byte{0x90, 0xE0, 0x80, 1, 1, 0, 0x00, 0, 0, 0x9D, 0x01, 0x2A, 0, 5, 0xD0, 2})
	copy(key[16:], tagOf(c.ID))
	n := uint16(0)
	m.Net.Every(100*time.Microsecond, func() bool {
		n++
		c.SendRaw(append(picture.Patch(n, uint32(n)*9, true), key...))
		c.SendRaw(append(sound.Patch(n, uint32(n)*5, false), tagOf(c.ID)...))
		return true
	})
}

// tagOf is a payload that the simulated clients can read.
func tagOf(id sfu.EndpointID) []byte {
	b := make([]byte, 100)
	b[2], b[3], b[16] = 1, 1, byte(len(id))
	copy(b[17:], id)
	return b
}

// Somebody sends 100 Mbit/s of each. Who watches that gets no more of it than one source may have; others' sound and
// pictures are whole, and come in time.
func TestAFloodIsNotFelt(t *testing.T) {
	const seconds = 5
	m := simnet.NewMeeting(40, sfu.Config{})
	bad := m.Join("bad", simnet.Shape{Camera: true, Mic: true})
	ana := m.Join("ana", simnet.Shape{Camera: true, Mic: true})
	ben := m.Join("ben", simnet.Shape{StagePair: true, FloorSounds: 1, Pictures: 1})
	ana.Camera.Start()
	ana.Mic.Start()
	m.Room.SetFloor(m.Net.Now(), "ana")
	ben.Want("pic-0", "bad", 720)
	flood(m, bad)
	m.Net.Run(seconds * time.Second)

	for _, mid := range []string{"stage-sound", "stage-picture"} {
		in := ben.Inboxes[mid]
		if in.Missing() != 0 {
			t.Errorf("%s: %d of ana's packets are missing", mid, in.Missing())
		}
		for _, a := range in.Arrivals {
			if late := a.At.Sub(a.Sampled); a.Client != "ana" || late > 20*time.Millisecond {
				t.Fatalf("%s: %+v, %v after it was sent", mid, a, late)
			}
		}
	}
	if n := len(ben.Inboxes["stage-sound"].Arrivals); n < seconds*50-5 {
		t.Errorf("%d packets of ana's sound in %d s", n, seconds)
	}
	limits := sfu.DefaultConfig()
	if n, most := len(ben.Inboxes["pic-0"].Arrivals), int(limits.PictureLimit.Bytes)*(seconds+1)/1200; n > most || n < most/2 {
		t.Errorf("%d packets of the flood's picture went out, of at most %d", n, most)
	}
	if n, most := len(ben.Inboxes["floor-0"].Arrivals), limits.SoundLimit.Packets*(seconds+1); n > most || n < most/2 {
		t.Errorf("%d packets of the flood's sound went out, of at most %d", n, most)
	}
	m.Room.Stats(func(s sfu.Stats) {
		if all := uint64(2 * seconds * 10_000); s.DroppedOverRate < all*3/4 {
			t.Errorf("%d of %d packets were dropped unread", s.DroppedOverRate, all)
		}
	})
}

// What a flood makes us keep is the rings of its source and no more.
func TestAFloodTakesNoMemory(t *testing.T) {
	out := &sink{}
	h := newHallOf(t, sfu.Config{}, out, 3)
	h.warm(3000)
	heap := func() uint64 {
		var s runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&s)
		return s.HeapAlloc
	}
	before, sent := heap(), out.packets
	for i := range 100_000 { // ten seconds of 96 Mbit/s
		h.packets(i%100 == 0)
		h.now = h.now.Add(100*time.Microsecond - 5*time.Millisecond)
		if i%100 == 0 {
			h.room.Tick(h.now)
		}
	}
	after := heap()
	if grown := int64(after) - int64(before); grown > 2<<20 {
		t.Errorf("the flood left %d KiB", grown>>10)
	}
	if n := out.packets - sent; n > 3*(11*1500+11*500) {
		t.Errorf("%d packets went out to three", n)
	}
}

// A sound that has sixteen others in each packet, all of them "lost", goes out no more often than one source may.
func TestRedundancyIsNoWayRoundTheLimit(t *testing.T) {
	c := newChoir(t)
	const seconds = 10
	block := func(back int) red.Block { return red.Block{Offset: uint16(back) * 50, Data: []byte{1}} }
	var blocks []red.Block
	for back := red.MaxBlocks; back > 0; back-- {
		blocks = append(blocks, block(back))
	}
	payload := red.Append(nil, 111, []byte{1}, blocks...)
	for i := range seconds * 50 {
		c.raw(uint16((red.MaxBlocks+1)*(i+1)), 63, payload)
	}
	most := sfu.DefaultConfig().SoundLimit.Packets * (seconds + 1)
	if n := len(c.inOpus.packets); n > most || n < most/2 {
		t.Errorf("%d packets went out, of at most %d", n, most)
	}
}
