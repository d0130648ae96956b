package peer

import (
	"net"
	"testing"
	"time"

	"github.com/pion/webrtc/v4"

	"github.com/cumbre-meet/cumbre/bench/internal/media"
)

// Two connections with each other, over a path that loses nothing: what is sent is counted, with its delay.
func TestASubscriberCountsWhatAPublisherSends(t *testing.T) {
	f, err := NewFactory("http://localhost:8080")
	if err != nil {
		t.Fatal(err)
	}
	picture, err := media.Synthetic(media.Shape{Width: 320, Height: 180, Rate: 50, Bitrate: 500_000})
	if err != nil {
		t.Fatal(err)
	}
	publisher, err := media.NewPublisher("p", true, picture)
	if err != nil {
		t.Fatal(err)
	}
	const delay = 20 * time.Millisecond
	from, to := connection(t, f, nil), connection(t, f, &Path{Delay: delay})
	subscriber := NewSubscriber(f.Now)
	subscriber.Attach(to)
	if err := Send(from, publisher.Tracks(), publisher.Feedback); err != nil {
		t.Fatal(err)
	}
	offer, err := Offer(t.Context(), from)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := Answer(t.Context(), to, offer)
	if err != nil {
		t.Fatal(err)
	}
	if err := Answered(from, answer); err != nil {
		t.Fatal(err)
	}
	if err := AwaitConnected(t.Context(), from); err != nil {
		t.Fatal(err)
	}
	go publisher.Play(t.Context(), 0.5, f.Now)
	deadline := time.After(20 * time.Second)
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for c := subscriber.Counts(); c.Picture.Frames < 20 || c.Sound.Packets < 20; c = subscriber.Counts() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("%+v", c)
		}
	}
	delays, _ := subscriber.SoundWindow()
	for _, d := range delays {
		if d < delay {
			t.Errorf("a sound took %v over a path of %v", d, delay)
		}
	}
	if len(delays) < 20 {
		t.Errorf("%d delays", len(delays))
	}
}

func connection(t *testing.T, f *Factory, path *Path) *webrtc.PeerConnection {
	t.Helper()
	pc, err := f.Connection(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := pc.Close(); err != nil {
			t.Error(err)
		}
	})
	return pc
}

// A path loses its share of the media, the same packets with the same seed, and none of ICE and DTLS.
func TestAPathLosesItsShareOfMedia(t *testing.T) {
	got := map[uint64]int{}
	for range 2 {
		for seed := range uint64(2) {
			c := newBad(t, Path{Loss: 0.1, Seed: seed})
			lost := 0
			for range 10000 {
				if c.lost([]byte{0x80}, c.outLoss) {
					lost++
				}
				if c.lost([]byte{20}, c.outLoss) || c.lost([]byte{1}, c.outLoss) {
					t.Fatal("DTLS or STUN was lost")
				}
			}
			if lost < 900 || lost > 1100 {
				t.Errorf("%d of 10000", lost)
			}
			if before, ok := got[seed]; ok && before != lost {
				t.Errorf("the same seed lost %d and %d", before, lost)
			}
			got[seed] = lost
		}
	}
}

func newBad(t *testing.T, p Path) *badConn {
	t.Helper()
	n, err := newNetwork(p)
	if err != nil {
		t.Fatal(err)
	}
	c, err := n.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c.(*badConn)
}
