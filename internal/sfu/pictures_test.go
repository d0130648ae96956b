package sfu_test

import (
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/sfu"
	"github.com/cumbre-meet/cumbre/internal/testkit/simnet"
)

// path is a bad but usual one: 100 ms round trip, some jitter.
func path(loss float64) simnet.Conditions {
	return simnet.Conditions{Delay: 25 * time.Millisecond, Jitter: 5 * time.Millisecond, Loss: loss}
}

// failer is a test, or one run of a property.
type failer interface {
	Helper()
	Fatalf(format string, args ...any)
}

// checkStream checks what holds for every picture slot, whatever happened: timestamps rise, each frame has one
// timestamp and one picture identifier, identifiers count on, and another source or layer begins with a keyframe.
func checkStream(t failer, in *simnet.Inbox) {
	t.Helper()
	list := in.InOrder()
	for i := 1; i < len(list); i++ {
		a, b := list[i-1], list[i]
		if a.Seq+1 != b.Seq {
			continue // lost
		}
		// A keyframe may come again from the cache: it begins with its first packet, as another frame.
		same := a.Client == b.Client && a.Layer == b.Layer && a.Frame == b.Frame && b.Packet > a.Packet
		switch {
		case same && (a.Time != b.Time || a.Picture.PictureID != b.Picture.PictureID):
			t.Fatalf("packet %d: one frame with two times or identifiers: %+v then %+v", b.Seq, a, b)
		case !same && b.Time <= a.Time:
			t.Fatalf("packet %d: time goes from %d to %d: %+v then %+v", b.Seq, a.Time, b.Time, a, b)
		case !same && b.Picture.PictureID != (a.Picture.PictureID+1)&0x7FFF:
			t.Fatalf("packet %d: picture identifier goes from %d to %d", b.Seq, a.Picture.PictureID, b.Picture.PictureID)
		case !same && b.Picture.TL0PICIDX != a.Picture.TL0PICIDX+1:
			t.Fatalf("packet %d: TL0PICIDX goes from %d to %d", b.Seq, a.Picture.TL0PICIDX, b.Picture.TL0PICIDX)
		case (a.Client != b.Client || a.Layer != b.Layer) && (!b.Keyframe || b.Packet != 0):
			t.Fatalf("packet %d: switch without a keyframe: %+v then %+v", b.Seq, a, b)
		}
	}
}

// checkWhole checks that everything between the first and the last packet came.
func checkWhole(t *testing.T, in *simnet.Inbox, atLeast int) {
	t.Helper()
	if n := len(in.Arrivals); n < atLeast {
		t.Errorf("slot %s got %d packets, want at least %d", in.MID, n, atLeast)
	}
	if n := in.Missing(); n != 0 {
		t.Errorf("slot %s lacks %d of %d packets", in.MID, n, len(in.Arrivals)+n)
	}
}

func TestForwardOnPerfectPath(t *testing.T) {
	m := simnet.NewMeeting(1, sfu.Config{})
	ana := m.Join("ana", simnet.Shape{Camera: true, Mic: true})
	ben := m.Join("ben", simnet.Shape{StagePair: true, FloorSounds: 3, Pictures: 1})
	ana.Camera.Start()
	ana.Mic.Start()
	ben.Want("pic-0", "ana", 720)
	m.Net.Run(5 * time.Second)

	pic := ben.Inboxes["pic-0"]
	checkWhole(t, pic, 400)
	checkStream(t, pic)
	checkWhole(t, ben.Inboxes["stage-picture"], 400)
	checkWhole(t, ben.Inboxes["stage-sound"], 200)
	if n := len(ben.Inboxes["floor-0"].Arrivals); n != 0 {
		t.Errorf("the stage's sound came in a floor slot as well: %d packets", n)
	}
	first := pic.Arrivals[0]
	if first.MID != "pic-0" || !first.Keyframe {
		t.Errorf("first packet: MID %q, keyframe %v", first.MID, first.Keyframe)
	}
	if last := pic.Arrivals[len(pic.Arrivals)-1]; last.MID != "" {
		t.Errorf("the MID is still there after receiver reports")
	}
	if got := m.Told.Showing("ben", "pic-0"); got != (sfu.SourceID{Endpoint: "ana", Kind: sfu.SourceCamera}) {
		t.Errorf("pic-0 shows %v", got)
	}
}

func TestEverythingArrivesAfterRepair(t *testing.T) {
	for _, tc := range []struct {
		name  string
		shape simnet.Shape
	}{
		{"RTX", simnet.Shape{}},
		{"without RTX", simnet.Shape{NoRTX: true}},
		{"without identifiers", simnet.Shape{NoIdentifiers: true}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			m := simnet.NewMeeting(2, sfu.Config{})
			up := tc.shape
			up.Camera, up.Simulcast, up.Up, up.Down = true, true, path(0.05), path(0.05)
			ana := m.Join("ana", up)
			ana.Camera.Start()
			down := tc.shape
			down.Pictures, down.Up, down.Down = 1, path(0.05), path(0.05)
			down.NoIdentifiers = false
			ben := m.Join("ben", down)
			ben.Want("pic-0", "ana", 720)
			m.Net.Run(20 * time.Second)
			ana.Stop()
			m.Net.Run(2 * time.Second)

			in := ben.Inboxes["pic-0"]
			checkStream(t, in)
			checkWhole(t, in, 1500)
			m.Room.Stats(func(s sfu.Stats) {
				if s.Recovered == 0 || s.Retransmitted == 0 || ana.Camera.Layers[0].Asked == 0 {
					t.Errorf("nothing was repaired: %+v", s)
				}
				if s.Retransmitted > uint64(len(in.Arrivals))/4 { // what is lost by half, on both legs, each twice
					t.Errorf("%d of %d packets were sent again", s.Retransmitted, len(in.Arrivals))
				}
			})
		})
	}
}

func TestReorderedAndDuplicatedPacketsDoNoHarm(t *testing.T) {
	c := path(0)
	c.Reorder, c.ReorderBy, c.Duplicate = 0.1, 30*time.Millisecond, 0.1
	m := simnet.NewMeeting(3, sfu.Config{})
	ana := m.Join("ana", simnet.Shape{Camera: true, Up: c})
	ben := m.Join("ben", simnet.Shape{Pictures: 1, Down: path(0)})
	ana.Camera.Start()
	ben.Want("pic-0", "ana", 720)
	m.Net.Run(10 * time.Second)
	ana.Stop()
	m.Net.Run(time.Second)
	in := ben.Inboxes["pic-0"]
	checkStream(t, in)
	checkWhole(t, in, 800)
	m.Room.Stats(func(s sfu.Stats) {
		if in.Duplicates > int(s.Retransmitted) {
			t.Errorf("%d duplicates, though only %d packets were sent again", in.Duplicates, s.Retransmitted)
		}
		if s.DroppedDuplicate == 0 {
			t.Error("no duplicate was seen")
		}
	})
}

func TestBurstLossRecovers(t *testing.T) {
	c := path(0)
	c.Bursts = &simnet.Bursts{GoodToBad: 0.01, BadToGood: 0.1, LossInBad: 0.8}
	m := simnet.NewMeeting(4, sfu.Config{})
	ana := m.Join("ana", simnet.Shape{Camera: true, Up: c})
	ben := m.Join("ben", simnet.Shape{Pictures: 1, Down: c, Up: path(0)})
	ana.Camera.Start()
	ben.Want("pic-0", "ana", 720)
	m.Net.Run(20 * time.Second)
	ana.Stop()
	m.Net.Run(2 * time.Second)
	in := ben.Inboxes["pic-0"]
	checkStream(t, in)
	if missing := in.Missing(); missing > len(in.Arrivals)/200 {
		t.Errorf("%d of %d packets missing", missing, len(in.Arrivals))
	}
}

func TestJoinerSeesKeyframeFromCache(t *testing.T) {
	m := simnet.NewMeeting(5, sfu.Config{})
	ana := m.Join("ana", simnet.Shape{Camera: true, Up: path(0), Down: path(0)})
	ana.Camera.Start()
	m.Net.Run(1500 * time.Millisecond)
	ben := m.Join("ben", simnet.Shape{Pictures: 1, Down: path(0), Up: path(0)})
	ben.Want("pic-0", "ana", 720)
	joined := m.Net.Now()
	m.Net.Run(time.Second)

	in := ben.Inboxes["pic-0"]
	checkStream(t, in)
	checkWhole(t, in, 100)
	if d := in.Arrivals[0].At.Sub(joined); d > 31*time.Millisecond {
		t.Errorf("first packet %v after the wish; the path takes at most 30 ms", d)
	}
	if asked := ana.Camera.Layers[0].KeyframesPLI; asked != 0 {
		t.Errorf("the publisher was asked for %d keyframes", asked)
	}
	// Replayed packets must not look seconds late to the receiver's clock recovery.
	span := in.Arrivals[len(in.Arrivals)-1].Time - in.Arrivals[0].Time
	if limit := 1100 * 90; int(span) > limit {
		t.Errorf("one second of playing has %d ticks of media time, want at most %d", span, limit)
	}
}

func TestJoinerAsksForKeyframeWhenCacheIsOld(t *testing.T) {
	m := simnet.NewMeeting(6, sfu.Config{})
	ana := m.Join("ana", simnet.Shape{Camera: true, Up: path(0), Down: path(0)})
	ana.Camera.Start()
	m.Net.Run(10 * time.Second)
	ben := m.Join("ben", simnet.Shape{Pictures: 1, Down: path(0), Up: path(0)})
	ben.Want("pic-0", "ana", 720)
	joined := m.Net.Now()
	m.Net.Run(time.Second)
	if d := ben.Inboxes["pic-0"].Arrivals[0].At.Sub(joined); d > 200*time.Millisecond {
		t.Errorf("first packet %v after the wish", d)
	}
	if asked := ana.Camera.Layers[0].KeyframesPLI; asked != 1 {
		t.Errorf("the publisher was asked for %d keyframes, want 1", asked)
	}
}

// Whoever has a path again gets keyframes without asking, and makes us ask for no more than one a second.
func TestResumedGetsKeyframes(t *testing.T) {
	m := simnet.NewMeeting(8, sfu.Config{})
	ana := m.Join("ana", simnet.Shape{Camera: true, Up: path(0), Down: path(0)})
	ben := m.Join("ben", simnet.Shape{Pictures: 1, Down: path(0), Up: path(0)})
	ana.Camera.Start()
	ben.Want("pic-0", "ana", 720)
	m.Net.Run(10 * time.Second)
	before := ana.Camera.Layers[0].KeyframesPLI
	for range 50 { // within a second
		ben.Endpoint.Resumed(m.Net.Now())
		m.Net.Run(10 * time.Millisecond)
	}
	if asked := ana.Camera.Layers[0].KeyframesPLI - before; asked != 1 {
		t.Errorf("the publisher was asked for %d keyframes, want 1", asked)
	}
	m.Net.Run(time.Second)
	ben.Endpoint.Resumed(m.Net.Now())
	m.Net.Run(time.Second)
	if asked := ana.Camera.Layers[0].KeyframesPLI - before; asked != 2 {
		t.Errorf("the publisher was asked for %d keyframes after a second outage, want 2", asked)
	}
	checkStream(t, ben.Inboxes["pic-0"])
}

func TestSwitchBetweenSources(t *testing.T) {
	m := simnet.NewMeeting(7, sfu.Config{})
	ana := m.Join("ana", simnet.Shape{Camera: true, Up: path(0.02), Down: path(0)})
	eva := m.Join("eva", simnet.Shape{Camera: true, Up: path(0.02), Down: path(0)})
	ben := m.Join("ben", simnet.Shape{Pictures: 1, Down: path(0.02), Up: path(0)})
	ana.Camera.Start()
	eva.Camera.Start()
	for i := range 20 {
		ben.Want("pic-0", []sfu.EndpointID{"ana", "eva"}[i%2], 720)
		m.Net.Run(1300 * time.Millisecond)
	}
	in := ben.Inboxes["pic-0"]
	checkStream(t, in)
	seen := map[sfu.EndpointID]int{}
	for _, a := range in.Arrivals {
		seen[a.Client]++
	}
	if seen["ana"] < 800 || seen["eva"] < 800 {
		t.Errorf("packets by source: %v", seen)
	}
	changes := 0
	for _, s := range m.Told.Slots {
		if s.MID != "pic-0" {
			continue
		}
		changes++
		for _, a := range in.Arrivals {
			if uint32(a.Time) == s.RTPTime && a.Client != s.Source.Endpoint {
				t.Errorf("time %d was announced for %s and came from %s", s.RTPTime, s.Source.Endpoint, a.Client)
			}
		}
	}
	if changes != 20 {
		t.Errorf("%d changes were told, want 20", changes)
	}
	// Media time keeps to the wall clock over all switches.
	first, last := in.Arrivals[0], in.Arrivals[len(in.Arrivals)-1]
	media := time.Duration(last.Time-first.Time) * time.Second / 90000
	if d := (media - last.At.Sub(first.At)).Abs(); d > 150*time.Millisecond {
		t.Errorf("media time and wall clock are %v apart after 26 s", d)
	}
}

func TestSourceThatEndsStopsAtOnce(t *testing.T) {
	m := simnet.NewMeeting(8, sfu.Config{})
	ana := m.Join("ana", simnet.Shape{Camera: true})
	ben := m.Join("ben", simnet.Shape{Pictures: 1})
	ana.Camera.Start()
	ben.Want("pic-0", "ana", 720)
	m.Net.Run(time.Second)
	ana.Endpoint.SetMuted(m.Net.Now(), sfu.SourceCamera, true)
	before := len(ben.Inboxes["pic-0"].Arrivals)
	m.Net.Run(time.Second)
	if got := len(ben.Inboxes["pic-0"].Arrivals); got != before {
		t.Errorf("%d packets came of a camera that is off", got-before)
	}
	if got := m.Told.Showing("ben", "pic-0"); !got.IsZero() {
		t.Errorf("the slot shows %v", got)
	}
	ana.Endpoint.SetMuted(m.Net.Now(), sfu.SourceCamera, false)
	m.Net.Run(time.Second)
	checkStream(t, ben.Inboxes["pic-0"])
	if len(ben.Inboxes["pic-0"].Arrivals) < before+60 {
		t.Error("the camera did not come back")
	}
	ana.Leave()
	m.Net.Run(time.Second)
	if got := m.Told.Showing("ben", "pic-0"); !got.IsZero() {
		t.Errorf("the slot shows %v, who left", got)
	}
}

func TestLayersFollowHeight(t *testing.T) {
	m := simnet.NewMeeting(9, sfu.Config{})
	ana := m.Join("ana", simnet.Shape{Camera: true, Simulcast: true, Up: path(0), Down: path(0)})
	ben := m.Join("ben", simnet.Shape{Pictures: 1, Up: path(0), Down: path(0)})
	ana.Camera.Start()
	for i, want := range []int{180, 360, 720, 150, 1080, 300} {
		ben.Want("pic-0", "ana", want)
		m.Net.Run(3 * time.Second)
		in := ben.Inboxes["pic-0"]
		last := in.Arrivals[len(in.Arrivals)-1]
		if layer := []uint8{2, 1, 0, 2, 0, 1}[i]; last.Layer != layer {
			t.Errorf("height %d shows layer %d, want %d", want, last.Layer, layer)
		}
	}
	checkStream(t, ben.Inboxes["pic-0"])
	checkWhole(t, ben.Inboxes["pic-0"], 700)
}

func TestLayerThatDiesIsReplaced(t *testing.T) {
	m := simnet.NewMeeting(10, sfu.Config{})
	ana := m.Join("ana", simnet.Shape{Camera: true, Simulcast: true})
	ben := m.Join("ben", simnet.Shape{Pictures: 1})
	ana.Camera.Start()
	ben.Want("pic-0", "ana", 720)
	m.Net.Run(2 * time.Second)
	ana.Camera.Layers[0].Off = true
	m.Net.Run(2 * time.Second)
	in := ben.Inboxes["pic-0"]
	if last := in.Arrivals[len(in.Arrivals)-1]; last.Layer != 1 || m.Net.Now().Sub(last.At) > 100*time.Millisecond {
		t.Errorf("last packet: layer %d, %v ago", last.Layer, m.Net.Now().Sub(last.At))
	}
	ana.Camera.Layers[0].Off = false
	m.Net.Run(2 * time.Second)
	if last := in.Arrivals[len(in.Arrivals)-1]; last.Layer != 0 {
		t.Errorf("the best layer came back, but layer %d is shown", last.Layer)
	}
	checkStream(t, in)
}

func TestUnwatchedLayersAreSwitchedOff(t *testing.T) {
	m := simnet.NewMeeting(11, sfu.Config{})
	ana := m.Join("ana", simnet.Shape{Camera: true, Simulcast: true})
	ben := m.Join("ben", simnet.Shape{Pictures: 1})
	ana.Camera.Start()
	ben.Want("pic-0", "ana", 180)
	started := m.Net.Now()
	m.Net.Run(4 * time.Second)
	told := m.Told.Layers
	if len(told) != 1 || len(told[0].RIDs) != 1 || told[0].RIDs[0] != "q" {
		t.Fatalf("told %+v, want q alone", told)
	}
	if d := told[0].At.Sub(started); d < 2*time.Second || d > 2500*time.Millisecond {
		t.Errorf("switched off after %v, want 2 s", d)
	}
	ana.Camera.Layers[0].Off, ana.Camera.Layers[1].Off = true, true
	ben.Want("pic-0", "ana", 720)
	asked := m.Net.Now()
	m.Net.Run(100 * time.Millisecond)
	told = m.Told.Layers
	if last := told[len(told)-1]; len(last.RIDs) < 2 || last.RIDs[0] != "f" || last.At.Sub(asked) > 20*time.Millisecond {
		t.Errorf("told %+v %v after the wish, want f and what shows until then", last.RIDs, last.At.Sub(asked))
	}
	ben.Want("pic-0", "", 0)
	m.Net.Run(3 * time.Second)
	told = m.Told.Layers
	if last := told[len(told)-1]; len(last.RIDs) != 0 {
		t.Errorf("nobody watches, but %v is needed", last.RIDs)
	}
}

func TestPausedPictureDoesNotTimeOut(t *testing.T) {
	m := simnet.NewMeeting(12, sfu.Config{})
	ana := m.Join("ana", simnet.Shape{Camera: true, Simulcast: true, Mic: true})
	ben := m.Join("ben", simnet.Shape{Pictures: 1})
	ana.Camera.Start()
	ana.Mic.Start()
	m.Net.Run(4 * time.Second)
	ana.Stop()
	m.Net.Run(20 * time.Second)
	if len(m.Told.Stopped) != 1 || m.Told.Stopped[0].Kind != sfu.SourceMicrophone {
		t.Errorf("stopped: %v, want the microphone alone", m.Told.Stopped)
	}
	ben.Want("pic-0", "ana", 720)
	m.Net.Run(100 * time.Millisecond)
	if last := m.Told.Layers[len(m.Told.Layers)-1]; len(last.RIDs) == 0 {
		t.Error("a wish did not wake the picture")
	}
}

func TestNarrowPathRecoversAfterwards(t *testing.T) {
	m := simnet.NewMeeting(13, sfu.Config{})
	ana := m.Join("ana", simnet.Shape{Camera: true, Up: path(0), Down: path(0)})
	ben := m.Join("ben", simnet.Shape{Pictures: 1, Up: path(0), Down: path(0)})
	ana.Camera.Start()
	ben.Want("pic-0", "ana", 720)
	m.Net.Run(3 * time.Second)
	ben.Down.Rate, ben.Down.Queue = 100_000, 200*time.Millisecond
	m.Net.Run(3 * time.Second)
	ben.Down.Rate = 0
	m.Net.Run(8 * time.Second) // the next probe, and what rises then
	in := ben.Inboxes["pic-0"]
	checkStream(t, in)
	before := len(in.Arrivals)
	m.Net.Run(2 * time.Second)
	if n := len(in.Arrivals) - before; n < 150 {
		t.Errorf("%d packets in 2 s after the path is wide again", n)
	}
	m.Room.Stats(func(s sfu.Stats) {
		if s.Retransmitted > s.PacketsOut/2 {
			t.Errorf("%d of %d packets were repetitions", s.Retransmitted, s.PacketsOut)
		}
	})
}
