package sfu_test

import (
	"encoding/binary"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/media/rtp"
	"github.com/cumbre-meet/cumbre/internal/sfu"
	"github.com/cumbre-meet/cumbre/internal/testkit/simnet"
	"github.com/cumbre-meet/cumbre/internal/units"
)

func TestFiftyParticipantsNineVisible(t *testing.T) {
	m := simnet.NewMeeting(30, sfu.Config{})
	shape := simnet.Shape{
		Camera: true, Simulcast: true, Mic: true, StagePair: true, FloorSounds: 3, Pictures: 9,
		Up: path(0.01), Down: path(0.01),
	}
	var all []*simnet.Client
	for i := range 50 {
		c := m.Join(sfu.EndpointID(fmt.Sprintf("p%02d", i)), shape)
		c.Camera.Start()
		c.Mic.Level = 127
		if i == 7 {
			c.Mic.Level = 30
		}
		c.Mic.Start()
		all = append(all, c)
	}
	for i, c := range all {
		for k := range 9 {
			c.Want(fmt.Sprintf("pic-%d", k), all[(i+k+1)%50].ID, 180)
		}
	}
	m.Net.Run(6 * time.Second)
	needed := map[sfu.EndpointID][]string{}
	for _, l := range m.Told.Layers {
		needed[l.Source.Endpoint] = l.RIDs
	}
	for id, rids := range needed {
		if id != "p07" && len(rids) != 1 {
			t.Errorf("%s has to send %v", id, rids)
		}
	}
	for _, c := range all {
		c.Stop()
	}
	m.Net.Run(1500 * time.Millisecond)
	for _, c := range all {
		for k := range 9 {
			in := c.Inboxes[fmt.Sprintf("pic-%d", k)]
			checkStream(t, in)
			checkWhole(t, in, 150)
			if last := in.Arrivals[len(in.Arrivals)-1]; last.Layer != 2 {
				t.Fatalf("%s %s shows layer %d for a tile of 180", c.ID, in.MID, last.Layer)
			}
		}
		if n := len(c.Inboxes["stage-picture"].Arrivals); (n < 400) != (c.ID == "p07") {
			t.Errorf("%s: %d packets of the stage", c.ID, n)
		}
	}
}

func TestGreedyReceiversAreBounded(t *testing.T) {
	m := simnet.NewMeeting(31, sfu.Config{})
	ana := m.Join("ana", simnet.Shape{Camera: true})
	ben := m.Join("ben", simnet.Shape{Pictures: 1})
	bad := m.Join("bad", simnet.Shape{Pictures: 1})
	ana.Camera.Start()
	ben.Want("pic-0", "ana", 720)
	bad.Want("pic-0", "ana", 720)
	bad.Inboxes["pic-0"].Deaf = true
	ssrc := bad.Lines[0].SSRC
	m.Net.Every(time.Millisecond, func() bool {
		bad.SendRaw(rtp.AppendPLI(nil, 1, ssrc))
		nack := []byte{0x81, rtp.TypeRTPFB, 0, 0}
		nack = binary.BigEndian.AppendUint32(nack, 1)
		nack = binary.BigEndian.AppendUint32(nack, ssrc)
		for i := range 300 {
			nack = binary.BigEndian.AppendUint32(nack, uint32(i*17*0x10000)%0xFFFF0000|0xFFFF)
		}
		binary.BigEndian.PutUint16(nack[2:], uint16(len(nack)/4-1))
		bad.SendRaw(nack)
		return true
	})
	m.Net.Run(10 * time.Second)
	checkStream(t, ben.Inboxes["pic-0"])
	checkWhole(t, ben.Inboxes["pic-0"], 900)
	forwarded := len(bad.Inboxes["pic-0"].Arrivals)
	m.Room.Stats(func(s sfu.Stats) {
		if s.Retransmitted > uint64(forwarded/2+2) {
			t.Errorf("%d packets were sent again, %d forwarded", s.Retransmitted, forwarded)
		}
		if s.PLIsSent > 6 { // for ben, and after 0, 1, 3 and 7 s for bad
			t.Errorf("%d keyframes were asked of the publisher in 10 s", s.PLIsSent)
		}
		if looked := s.NACKsReceived; looked > 11*4000 {
			t.Errorf("%d packets were looked for", looked)
		}
		if s.DroppedRTCP < 10000 {
			t.Errorf("only %d of 20,000 packets of RTCP were refused", s.DroppedRTCP)
		}
	})
}

func TestUnknownPacketsMakeNoState(t *testing.T) {
	m := simnet.NewMeeting(32, sfu.Config{})
	ana := m.Join("ana", simnet.Shape{Camera: true, Screen: true, Mic: true})
	ana.Camera.Start()
	m.Net.Run(time.Second)
	for i := range 5000 {
		h := rtp.NewHeader(uint32(500000+i), 96) // two lines have that type, and no identifiers are there
		ana.SendRaw(append(h.Patch(uint16(i), 0, false), 1, 2, 3))
		h = rtp.NewHeader(uint32(900000+i), 127)
		ana.SendRaw(append(h.Patch(uint16(i), 0, false), 1, 2, 3))
		ana.SendRaw([]byte{0x80, 0x60, 1})
	}
	m.Net.Run(time.Second)
	m.Room.Stats(func(s sfu.Stats) {
		if s.DroppedUnknown != 10000 || s.DroppedMalformed != 5000 || s.Sources != 1 {
			t.Errorf("%+v", s)
		}
	})
}

// A sender that changes its SSRC all the time is not followed.
func TestRestlessSSRCIsNotFollowed(t *testing.T) {
	m := simnet.NewMeeting(33, sfu.Config{})
	ana := m.Join("ana", simnet.Shape{Mic: true})
	for i := range 2000 {
		h := rtp.NewHeader(uint32(500000+i), 111)
		ana.SendRaw(append(h.Patch(uint16(i), 0, false), make([]byte, 20)...))
		m.Net.Run(time.Millisecond)
	}
	m.Room.Stats(func(s sfu.Stats) {
		if s.PacketsIn > 24 {
			t.Errorf("%d streams were made in 2 s", s.PacketsIn)
		}
	})
}

func TestReplaceKeepsThePlace(t *testing.T) {
	m := simnet.NewMeeting(34, sfu.Config{})
	ana, ben := m.Join("ana", person()), m.Join("ben", person())
	ana.Camera.Start()
	ana.Mic.Start()
	ben.Want("pic-0", "ana", 720)
	m.Net.Run(3 * time.Second)
	before := len(ben.Inboxes["pic-0"].Arrivals)
	old := ana.Endpoint.Link()
	ana.Stop()
	again := m.Join("spare", person()) // its lines and path serve the new connection
	m.Room.Leave(m.Net.Now(), "spare")
	again.ID, again.Endpoint = "ana", ana.Endpoint
	ana.Endpoint.Replace(m.Net.Now(), again, again.Lines)
	old.Disconnected(m.Net.Now()) // late, and of no effect
	ana.Endpoint.Connected(m.Net.Now())
	again.Camera.Start()
	again.Mic.Start()
	m.Net.Run(3 * time.Second)
	in := ben.Inboxes["pic-0"]
	checkStream(t, in)
	if n := len(in.Arrivals) - before; n < 200 {
		t.Errorf("%d packets after the reload", n)
	}
	if got := lastStage(m); got != "ana" {
		t.Errorf("%q is on stage", got)
	}
}

func TestMoreSlotsKeepTheOldOnes(t *testing.T) {
	m := simnet.NewMeeting(35, sfu.Config{})
	ana := m.Join("ana", simnet.Shape{Camera: true})
	ben := m.Join("ben", simnet.Shape{Pictures: 2})
	ana.Camera.Start()
	ben.Want("pic-0", "ana", 720)
	m.Net.Run(2 * time.Second)
	first := ben.Lines[:1]
	ben.Endpoint.SetLines(m.Net.Now(), first)
	m.Net.Run(time.Second)
	ben.Endpoint.SetLines(m.Net.Now(), ben.Lines)
	ben.Want("pic-1", "ana", 720)
	m.Net.Run(2 * time.Second)
	for mid, n := range map[string]int{"pic-0": 400, "pic-1": 150} {
		checkStream(t, ben.Inboxes[mid])
		checkWhole(t, ben.Inboxes[mid], n)
	}
}

func TestFeedbackToPublishers(t *testing.T) {
	m := simnet.NewMeeting(36, sfu.Config{})
	ana := m.Join("ana", simnet.Shape{Camera: true, Up: path(0.1), Down: path(0)})
	eva := m.Join("eva", simnet.Shape{Camera: true, NoTWCC: true})
	ben := m.Join("ben", simnet.Shape{Pictures: 1, Up: path(0), Down: path(0)})
	ana.Camera.Start()
	eva.Camera.Start()
	ben.Want("pic-0", "ana", 720)
	m.Net.Run(10 * time.Second)
	if ana.FeedbackTWCC < 90 || ana.REMBs != 0 || ana.Reports < 8 {
		t.Errorf("with TWCC: %d feedbacks, %d REMBs, %d reports", ana.FeedbackTWCC, ana.REMBs, ana.Reports)
	}
	if eva.FeedbackTWCC != 0 || eva.REMBs < 8 {
		t.Errorf("without TWCC: %d feedbacks, %d REMBs", eva.FeedbackTWCC, eva.REMBs)
	}
	for _, q := range m.Told.Quality {
		switch q.Endpoint {
		case "ana":
			if q.LossUp < 0.05 || q.LossUp > 0.15 || q.BitrateUp < 100_000 {
				t.Errorf("ana's quality: %+v", q)
			}
		case "ben":
			if q.RTTMillis < 40 || q.RTTMillis > 80 || q.BitrateDown < 100_000 {
				t.Errorf("ben's quality: %+v", q)
			}
		}
	}
}

func TestNothingIsSentBeforeConnected(t *testing.T) {
	m := simnet.NewMeeting(37, sfu.Config{})
	ana := m.Join("ana", simnet.Shape{Camera: true})
	ana.Camera.Start()
	m.Net.Run(time.Second)
	out := &sink{}
	line := sfu.Line{
		MID: "0", Use: sfu.StagePicture, Kind: sfu.Video, SSRC: 77,
		Codecs: []sfu.Codec{{Name: sfu.VP8, PayloadType: 100, ClockRate: 90000}},
	}
	e, err := m.Room.Join(m.Net.Now(), "ben", out, []sfu.Line{line})
	if err != nil {
		t.Fatal(err)
	}
	m.Net.Run(time.Second)
	if out.packets+out.reports != 0 {
		t.Errorf("%d packets and %d reports before the connection", out.packets, out.reports)
	}
	e.Connected(m.Net.Now())
	m.Net.Run(time.Second)
	if out.packets == 0 {
		t.Error("nothing after it")
	}
	sent := out.packets
	e.Disconnected(m.Net.Now())
	m.Net.Run(time.Second)
	if out.packets != sent {
		t.Error("packets after the connection's end")
	}
}

func TestCodecThatTheReceiverLacksIsCounted(t *testing.T) {
	m := simnet.NewMeeting(38, sfu.Config{})
	ana := m.Join("ana", simnet.Shape{Camera: true})
	ana.Camera.Start()
	out := &sink{}
	line := sfu.Line{
		MID: "0", Use: sfu.StagePicture, Kind: sfu.Video, SSRC: 77,
		Codecs: []sfu.Codec{{Name: sfu.H264, Profile: "42e0/1", PayloadType: 100, ClockRate: 90000}},
	}
	e, err := m.Room.Join(m.Net.Now(), "ben", out, []sfu.Line{line})
	if err != nil {
		t.Fatal(err)
	}
	e.Connected(m.Net.Now())
	m.Net.Run(2 * time.Second)
	m.Room.Stats(func(s sfu.Stats) {
		if out.packets != 0 || s.CodecMismatch != 1 {
			t.Errorf("%d packets, %d mismatches", out.packets, s.CodecMismatch)
		}
	})
}

func TestJoinRefuses(t *testing.T) {
	r := sfu.NewRoom(sfu.Config{MaxEndpoints: 1, MaxLines: 2}, &simnet.Told{})
	if _, err := r.Join(1, "a", &sink{}, make([]sfu.Line, 9)); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Join(1, "a", &sink{}, nil); !errors.Is(err, sfu.ErrExists) {
		t.Errorf("twice: %v", err)
	}
	if _, err := r.Join(1, "b", &sink{}, nil); !errors.Is(err, sfu.ErrFull) {
		t.Errorf("full: %v", err)
	}
	r.Stats(func(s sfu.Stats) {
		if s.LinesIgnored != 7 {
			t.Errorf("%d lines ignored, want 7", s.LinesIgnored)
		}
	})
}

// sink is a Transport that counts.
type sink struct {
	packets, reports int
	again            int
	bytes            units.ByteCount
}

func (s *sink) SendRTP(header, payload []byte) []byte {
	s.packets++
	s.bytes += units.ByteCount(len(header) + len(payload))
	return header
}

func (s *sink) SendAgain([]byte) { s.again++ }

func (s *sink) SendRTCP([]byte) { s.reports++ }
