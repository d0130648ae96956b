package floor

import (
	"context"
	"net/netip"
	"runtime"
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/bench/internal/media"
)

func TestEventsComeInOrderAndAtTheirRate(t *testing.T) {
	picture, err := media.Synthetic(media.HD())
	if err != nil {
		t.Fatal(err)
	}
	f := &floor{Options: Options{Sounds: 2, Picture: picture, Duration: 2 * time.Second}}
	frames, sounds, last := 0, 0, time.Duration(0)
	for e := range f.events() {
		if e.at < last {
			t.Fatalf("%v after %v", e.at, last)
		}
		last = e.at
		if e.packet == payload {
			sounds++
		} else {
			frames++
		}
	}
	if frames != 61 || sounds != 200 { // a frame of 33.3 ms is a whole number of ns: the 61st begins 20 ns before the end
		t.Errorf("%d frames, %d sounds", frames, sounds)
	}
}

// All ways must bring the same packets: the destinations are a Sink's sockets on loopback.
func TestEveryWaySendsTheSame(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("Linux only")
	}
	shape := media.Shape{Width: 640, Height: 360, Rate: 50, Bitrate: 1_000_000}
	picture, err := media.Synthetic(shape)
	if err != nil {
		t.Fatal(err)
	}
	loopback := netip.MustParseAddr("127.0.0.1")
	const first, subscribers = 21100, 3 // below the ports that the kernel hands out
	var want int64
	for _, way := range []Way{Single, Batch, Runs} {
		sink, err := NewSink(loopback, first, subscribers)
		if err != nil {
			t.Fatal(err)
		}
		sent, err := Run(t.Context(), Options{
			To: loopback, FirstPort: first, Subscribers: subscribers, Sounds: 1, Picture: picture, Way: way, Duration: 200 * time.Millisecond,
		})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		for sink.packets.Load() < sent.Packets && ctx.Err() == nil {
			runtime.Gosched()
		}
		cancel()
		if got := sink.Await(ctx); got != sent.Packets || sent.Refused != 0 {
			t.Errorf("%s: %+v, and %d came", way, sent, got)
		}
		if want == 0 {
			want = sent.Packets
		}
		if sent.Packets != want {
			t.Errorf("%s: %d packets, single %d", way, sent.Packets, want)
		}
		if way == Runs && sent.Calls >= sent.Packets/2 {
			t.Errorf("gso took %d calls for %d packets", sent.Calls, sent.Packets)
		}
	}
}

func TestWhatCannotBeSentIsRefused(t *testing.T) {
	for _, o := range []Options{
		{},
		{Subscribers: 1, Duration: 1},
		{Subscribers: 1, Sounds: 1},
		{Subscribers: 1, Sounds: 1, Duration: 1, Way: "pigeon", To: netip.MustParseAddr("127.0.0.1")},
		{Subscribers: 1, Sounds: 1, Duration: 1, Way: Single, To: netip.MustParseAddr("::1")},
	} {
		if _, err := Run(t.Context(), o); err == nil {
			t.Errorf("%+v was taken", o)
		}
	}
}
