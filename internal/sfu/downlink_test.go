package sfu_test

import (
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/media/feedback"
	"github.com/cumbre-meet/cumbre/internal/media/remb"
	"github.com/cumbre-meet/cumbre/internal/media/rtp"
	"github.com/cumbre-meet/cumbre/internal/sfu"
	"github.com/cumbre-meet/cumbre/internal/testkit/simnet"
)

// downTo is the estimate of the path to an endpoint, in Mbit/s.
func downTo(t *testing.T, c *simnet.Client) float64 {
	t.Helper()
	b, known := c.Endpoint.Downlink(c.Now())
	if !known {
		t.Fatal("nothing is known of the path to", c.ID)
	}
	return float64(b) / 1e6
}

func TestTheDownlinkIsEstimated(t *testing.T) {
	m := simnet.NewMeeting(1, sfu.Config{})
	ana := m.Join("ana", simnet.Shape{Camera: true, Mic: true, Simulcast: true})
	path := simnet.Conditions{Delay: 40 * time.Millisecond, Rate: 2_000_000, Queue: 300 * time.Millisecond}
	bob := m.Join("bob", simnet.Shape{StagePair: true, FloorSounds: 2, Pictures: 1, Down: path, Up: simnet.Conditions{Delay: 40 * time.Millisecond}})
	ana.Camera.Start()
	ana.Mic.Start()
	bob.Want("pic-0", "ana", 720)
	m.Net.Run(20 * time.Second)
	t.Logf("a path of 2 Mbit/s: %.2f Mbit/s after 20 s, %d bytes of padding", downTo(t, bob), bob.Padding)
	if got := downTo(t, bob); got < 1.2 || got > 3 {
		t.Errorf("%.2f Mbit/s", got)
	}
	if bob.Padding == 0 {
		t.Error("no probe was sent")
	}
	if n := bob.Inboxes["stage-picture"].Missing(); n > 50 {
		t.Error(n, "packets never came")
	}
	bob.Down.Rate = 300_000
	m.Net.Run(10 * time.Second)
	t.Logf("then 0.3 Mbit/s: %.2f Mbit/s", downTo(t, bob))
	if got := downTo(t, bob); got > 0.45 {
		t.Errorf("%.2f Mbit/s on a path of 0.3", got)
	}
}

func TestREMBWhereThereIsNoTransportFeedback(t *testing.T) {
	m := simnet.NewMeeting(1, sfu.Config{})
	bob := m.Join("bob", simnet.Shape{StagePair: true, NoTWCC: true})
	if _, known := bob.Endpoint.Downlink(m.Net.Now()); known {
		t.Error("known before anybody said it")
	}
	bob.SendRaw(remb.Append(rtp.AppendRR(nil, 1, nil), 1, 700_000, 2))
	m.Net.Run(100 * time.Millisecond)
	if got := downTo(t, bob); got < 0.69 || got > 0.71 {
		t.Errorf("%.2f Mbit/s", got)
	}
	m.Net.Run(20 * time.Second)
	if b, known := bob.Endpoint.Downlink(m.Net.Now()); known {
		t.Error("an old REMB still counts:", b)
	}
}

// TestLiesAboutTheDownlink has a client flood feedback that reports 65,535 packets in each message, and repeat itself.
func TestLiesAboutTheDownlink(t *testing.T) {
	m := simnet.NewMeeting(1, sfu.Config{})
	ana := m.Join("ana", simnet.Shape{Camera: true})
	bob := m.Join("bob", simnet.Shape{StagePair: true})
	eve := m.Join("eve", simnet.Shape{StagePair: true})
	ana.Camera.Start()
	m.Net.Run(5 * time.Second)
	lie := feedback.Append(rtp.AppendRR(nil, 1, nil), feedback.Header{Type: feedback.TransportLayer, Format: 15, SenderSSRC: 1, MediaSSRC: 2})
	lie = append(lie, 0, 0, 0xFF, 0xFF, 0, 0, 0, 0)
	for range 9 {
		lie = append(lie, 0x1F, 0xFF) // 8,191 packets that did not come
	}
	lie = feedback.Finish(lie, 8)
	m.Net.Every(10*time.Millisecond, func() bool { eve.SendRaw(lie); return true })
	m.Net.Run(20 * time.Second)
	m.Room.Stats(func(s sfu.Stats) {
		if s.FeedbackWrong < 1000 {
			t.Errorf("%+v", s)
		}
	})
	if n := bob.Inboxes["stage-picture"].Missing(); n != 0 {
		t.Error("the other's picture suffers:", n)
	}
}

// TestNoFeedbackLowersTheEstimate: who stops to answer gets less, and comes back.
func TestNoFeedbackLowersTheEstimate(t *testing.T) {
	m := simnet.NewMeeting(1, sfu.Config{})
	ana := m.Join("ana", simnet.Shape{Camera: true})
	bob := m.Join("bob", simnet.Shape{StagePair: true})
	ana.Camera.Start()
	m.Net.Run(10 * time.Second)
	before := downTo(t, bob)
	bob.Quiet = true
	m.Net.Run(20 * time.Second)
	silent := downTo(t, bob)
	bob.Quiet = false
	m.Net.Run(15 * time.Second)
	t.Logf("%.2f Mbit/s, %.2f without feedback, %.2f after", before, silent, downTo(t, bob))
	if silent > before/4 {
		t.Error("goes on as if it were answered")
	}
	in := bob.Inboxes["stage-picture"]
	if last := in.Arrivals[len(in.Arrivals)-1].At; m.Net.Now().Sub(last) > time.Second {
		t.Error("the picture did not come back")
	}
}
