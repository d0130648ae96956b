package sfu_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/sfu"
	"github.com/cumbre-meet/cumbre/internal/testkit/simnet"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// listener is a client with a line for interpretation.
func listener() simnet.Shape {
	s := person()
	s.Interpretations = 1
	return s
}

// joinBooth lets an interpreter join, with microphone and camera on.
func joinBooth(m *simnet.Meeting, id sfu.EndpointID, s simnet.Shape) *simnet.Client {
	s.Interpretations, s.BoothSounds = 1, 2
	c := m.Join(id, s)
	c.Endpoint.SetBooth(m.Net.Now(), true)
	c.Mic.Start()
	c.Camera.Start()
	return c
}

func setChannel(t failer, m *simnet.Meeting, c sfu.Channel) {
	t.Helper()
	if c.Kind == 0 {
		c.Kind = sfu.Audio
	}
	if err := m.Room.SetChannel(m.Net.Now(), c); err != nil {
		t.Fatalf("%v", err)
	}
}

// since is what came to an inbox from an instant on.
func since(in *simnet.Inbox, at units.Instant) []simnet.Arrival {
	return slices.DeleteFunc(slices.Clone(in.Arrivals), func(a simnet.Arrival) bool { return a.At < at })
}

// heardIn counts packets by who sent them.
func heardIn(in *simnet.Inbox, at units.Instant) map[sfu.EndpointID]int {
	n := map[sfu.EndpointID]int{}
	for _, a := range since(in, at) {
		n[a.Client]++
	}
	return n
}

// checkContinuous checks a sound that nothing was lost of: no gap, time goes on, a new source begins with a marker.
func checkContinuous(t failer, in *simnet.Inbox) {
	t.Helper()
	for i, list := 1, in.InOrder(); i < len(list); i++ {
		a, b := list[i-1], list[i]
		switch {
		case b.Seq != a.Seq+1:
			t.Fatalf("%s: packet %d follows %d", in.MID, b.Seq, a.Seq)
		case b.Time <= a.Time:
			t.Fatalf("%s: time goes from %d to %d", in.MID, a.Time, b.Time)
		case a.Client != b.Client && !b.Marker:
			t.Fatalf("%s: another sound begins without a marker", in.MID)
		}
	}
}

func TestBoothIsNeverOnTheFloor(t *testing.T) {
	m := simnet.NewMeeting(60, sfu.Config{})
	eva := joinBooth(m, "eva", person()) // the first camera, and the loudest
	eva.Mic.Level = 10
	m.Net.Run(time.Second)
	ana, ben := m.Join("ana", person()), m.Join("ben", person())
	viewer := m.Join("viewer", simnet.Shape{FloorSounds: 2, Pictures: 3})
	viewer.Endpoint.SetViewer(true)
	for _, c := range []*simnet.Client{ana, ben} {
		c.Camera.Start()
		c.Mic.Level = 127
		c.Mic.Start()
	}
	m.Net.Run(3 * time.Second)
	ana.Mic.Level = 40
	m.Net.Run(3 * time.Second)
	m.Room.SetFloor(m.Net.Now(), "eva")
	m.Net.Run(time.Second)
	m.Room.SetFloor(m.Net.Now(), "")
	m.Net.Run(time.Second)
	if slices.Contains(m.Told.Stages, "eva") || lastStage(m) != "ana" {
		t.Errorf("on stage were %v", m.Told.Stages)
	}
	for _, list := range m.Told.Speakers {
		if slices.ContainsFunc(list, func(s sfu.Speaker) bool { return s.Endpoint == "eva" }) {
			t.Fatalf("eva was among the speakers: %v", list)
		}
	}
	for _, c := range []*simnet.Client{ana, ben, viewer} {
		for mid, in := range c.Inboxes {
			if n := heardIn(in, 0)["eva"]; n > 0 {
				t.Errorf("%s got %d packets of eva in %s", c.ID, n, mid)
			}
		}
	}
	if heardIn(viewer.Inboxes["pic-1"], 0)["ben"] == 0 {
		t.Error("the viewer's others lack ben")
	}
	eva.Endpoint.SetBooth(m.Net.Now(), false)
	ana.Mic.Level = 127
	m.Net.Run(4 * time.Second)
	if lastStage(m) != "eva" || heardIn(ben.Inboxes["stage-sound"], 0)["eva"] == 0 {
		t.Error("after leaving the booth eva is not a participant as others")
	}
}

func TestTalkback(t *testing.T) {
	m := simnet.NewMeeting(61, sfu.Config{})
	ana := m.Join("ana", person())
	ana.Camera.Start()
	ana.Mic.Level = 40
	ana.Mic.Start()
	eva := joinBooth(m, "eva", person())
	eva.Mic.Level = 20
	ben := m.Join("ben", listener())
	ben.Listen("interp-0", "en")
	setChannel(t, m, sfu.Channel{Name: "en", Holder: "eva", Open: true})
	m.Net.Run(2 * time.Second)
	eva.Endpoint.SetTalkback(m.Net.Now(), true)
	on := m.Net.Now() + 1
	m.Net.Run(2 * time.Second)
	eva.Endpoint.SetTalkback(m.Net.Now(), false)
	off := m.Net.Now() + 1
	m.Net.Run(2 * time.Second)
	floor := 0
	for mid, in := range ben.Inboxes {
		for _, a := range in.Arrivals {
			talking := a.At >= on && a.At < off
			switch {
			case a.Client != "eva":
			case mid == "interp-0" && talking:
				t.Fatal("the floor's words came in the channel")
			case mid != "interp-0" && !talking:
				t.Fatalf("eva came in %s without talkback", mid)
			case talking:
				floor++
			}
		}
	}
	if floor < 90 {
		t.Errorf("%d packets of 100 came with talkback", floor)
	}
	if n := heardIn(ben.Inboxes["interp-0"], off)["eva"]; n < 98 {
		t.Errorf("%d packets of 100 came in the channel after it", n)
	}
	if slices.Contains(m.Told.Stages, "eva") {
		t.Error("talkback took the stage")
	}
	eva.Endpoint.SetTalkback(m.Net.Now(), true)
	eva.Endpoint.Disconnected(m.Net.Now())
	eva.Endpoint.Connected(m.Net.Now())
	back := m.Net.Now() + 1
	m.Net.Run(time.Second)
	for mid, in := range ben.Inboxes {
		if mid != "interp-0" && heardIn(in, back)["eva"] > 0 {
			t.Errorf("talkback outlived the connection: eva in %s", mid)
		}
	}
	if heardIn(ben.Inboxes["interp-0"], back)["eva"] == 0 {
		t.Error("after the reconnection nothing comes in the channel")
	}
}

// An interpreter who speaks to the floor does not keep the stage from a delegate either.
func TestTalkbackDoesNotHoldTheStage(t *testing.T) {
	m := simnet.NewMeeting(70, sfu.Config{})
	ana, ben := m.Join("ana", person()), m.Join("ben", person())
	for _, c := range []*simnet.Client{ana, ben} {
		c.Camera.Start()
		c.Mic.Level = 127
		c.Mic.Start()
	}
	ana.Mic.Level = 40
	m.Net.Run(2 * time.Second)
	ana.Mic.Level = 127
	eva := joinBooth(m, "eva", person())
	eva.Mic.Level = 20
	eva.Endpoint.SetTalkback(m.Net.Now(), true)
	m.Net.Run(3 * time.Second)
	ben.Mic.Level = 40
	m.Net.Run(3 * time.Second)
	if got := lastStage(m); got != "ben" {
		t.Errorf("%q is on stage, want ben, the only delegate who speaks", got)
	}
}

func TestHandOverHasNeitherGapNorOverlap(t *testing.T) {
	m := simnet.NewMeeting(62, sfu.Config{})
	up := person()
	up.Up = path(0)
	joinBooth(m, "eva", up)
	joinBooth(m, "leo", up)
	ben := m.Join("ben", listener())
	ben.Listen("interp-0", "en")
	holders := []sfu.EndpointID{"eva", "leo"}
	for i := range 20 {
		setChannel(t, m, sfu.Channel{Name: "en", Holder: holders[i%2], Open: true})
		m.Net.Run(time.Duration(900+7*i) * time.Millisecond)
	}
	in := ben.Inboxes["interp-0"]
	checkContinuous(t, in)
	list := in.InOrder()
	switches := 0
	for i := 1; i < len(list); i++ {
		a, b := list[i-1], list[i]
		if a.Client == b.Client {
			continue
		}
		switches++
		if gap := b.At.Sub(a.At); gap > 40*time.Millisecond {
			t.Errorf("switch %d: %v between two packets", switches, gap)
		}
		if apart := time.Duration(b.Time-a.Time) * time.Second / 48000; apart > 60*time.Millisecond {
			t.Errorf("switch %d: %v of media time between two packets", switches, apart)
		}
	}
	if switches != 19 {
		t.Errorf("%d switches, want 19", switches)
	}
}

func TestChannelsKnowNoSilence(t *testing.T) {
	m := simnet.NewMeeting(63, sfu.Config{})
	eva := joinBooth(m, "eva", person())
	leo := joinBooth(m, "leo", person())
	ben := m.Join("ben", listener())
	ben.Listen("interp-0", "en")
	leo.Endpoint.Listen(m.Net.Now(), "booth-0", sfu.SoundWant{Source: mic("eva")})
	setChannel(t, m, sfu.Channel{Name: "en", Holder: "eva", Open: true})
	eva.Mic.Level = 127
	eva.Endpoint.SetHeard(m.Net.Now(), false)
	m.Net.Run(5 * time.Second)
	for _, in := range []*simnet.Inbox{ben.Inboxes["interp-0"], leo.Inboxes["booth-0"]} {
		if n := len(in.Arrivals); n < 249 {
			t.Errorf("%s: %d packets of 250 of silence came", in.MID, n)
		}
		checkContinuous(t, in)
	}
	eva.Endpoint.SetMuted(m.Net.Now(), sfu.SourceMicrophone, true)
	at := m.Net.Now() + 1
	m.Net.Run(time.Second)
	if n := len(since(ben.Inboxes["interp-0"], at)) + len(since(leo.Inboxes["booth-0"], at)); n > 0 {
		t.Errorf("%d packets of a muted microphone came", n)
	}
}

// Who is at the desk hears the partner, on air or not, another channel for relay and the monitor, or the stage.
func TestBoothListens(t *testing.T) {
	m := simnet.NewMeeting(64, sfu.Config{})
	ana := m.Join("ana", person())
	ana.Camera.Start()
	ana.Mic.Start()
	eva, leo, mia := joinBooth(m, "eva", person()), joinBooth(m, "leo", person()), joinBooth(m, "mia", person())
	setChannel(t, m, sfu.Channel{Name: "en", Holder: "eva", Open: true})
	setChannel(t, m, sfu.Channel{Name: "fr", Holder: "mia", Open: true})
	now := m.Net.Now()
	leo.Endpoint.Listen(now, "booth-0", sfu.SoundWant{Source: mic("eva")})
	leo.Endpoint.Listen(now, "booth-1", sfu.SoundWant{Stage: true})
	leo.Listen("interp-0", "fr")
	eva.Endpoint.Listen(now, "booth-0", sfu.SoundWant{Source: mic("leo")}) // on standby
	eva.Listen("booth-1", "en")                                            // her own
	eva.Listen("interp-0", "nothing of that name")
	mia.Endpoint.Listen(now, "booth-0", sfu.SoundWant{Source: mic("mia")})
	mia.Endpoint.Listen(now, "stage-sound", sfu.SoundWant{Source: mic("eva")}) // has another use
	m.Net.Run(3 * time.Second)
	for _, want := range []struct {
		who *simnet.Client
		mid string
		of  sfu.EndpointID
	}{
		{leo, "booth-0", "eva"},
		{leo, "booth-1", "ana"},
		{leo, "interp-0", "mia"},
		{eva, "booth-0", "leo"},
		{eva, "booth-1", ""},
		{eva, "interp-0", ""},
		{mia, "booth-0", ""},
		{mia, "stage-sound", "ana"},
	} {
		heard := heardIn(want.who.Inboxes[want.mid], 0)
		if n := heard[want.of]; len(heard) > 1 || (want.of != "" && n < 95) || (want.of == "" && len(heard) > 0) {
			t.Errorf("%s %s has %v, want %q", want.who.ID, want.mid, heard, want.of)
		}
	}
	// Relay survives the pivot's hand-over; a gate closes the channel and not the booth; a delegate's own will counts.
	setChannel(t, m, sfu.Channel{Name: "fr", Holder: "eva", Open: true})
	setChannel(t, m, sfu.Channel{Name: "en", Holder: "eva"})
	mia.Endpoint.Listen(m.Net.Now(), "booth-1", sfu.SoundWant{Source: mic("ana")})
	ana.Endpoint.SetHeard(m.Net.Now(), false)
	at := m.Net.Now() + 1
	m.Net.Run(time.Second)
	if heard := heardIn(leo.Inboxes["interp-0"], at); heard["eva"] < 48 || len(heard) != 1 {
		t.Errorf("relay after the hand-over: %v", heard)
	}
	if heard := heardIn(leo.Inboxes["booth-0"], at); heard["eva"] < 48 {
		t.Errorf("the partner with a closed gate: %v", heard)
	}
	if heard := heardIn(mia.Inboxes["booth-1"], at); len(heard) != 0 {
		t.Errorf("who may not be heard is heard in a booth: %v", heard)
	}
	m.Room.DropChannel(m.Net.Now(), "fr")
	at = m.Net.Now() + 1
	m.Net.Run(time.Second)
	if n := len(since(leo.Inboxes["interp-0"], at)); n > 0 {
		t.Errorf("%d packets of a dropped channel", n)
	}
	if got := m.Told.Showing("leo", "interp-0"); !got.IsZero() {
		t.Errorf("the line of a dropped channel shows %v", got)
	}
}

// By their packets it is known that a signer is there: they go on in the smallest layer while nobody watches, and through a
// cough; whoever comes then sees them.
func TestWhoSignsGoesOnSendingUnwatched(t *testing.T) {
	m := simnet.NewMeeting(67, sfu.Config{})
	m.Obey(50 * time.Millisecond)
	shape := person()
	shape.Simulcast, shape.Up, shape.Down = true, path(0), path(0)
	eva := joinBooth(m, "eva", shape)
	shape = listener()
	shape.Up, shape.Down = path(0), path(0)
	ben := m.Join("ben", shape)
	m.Net.Run(5 * time.Second)
	signs := func(open bool) {
		setChannel(t, m, sfu.Channel{Name: "asl", Kind: sfu.Video, Holder: "eva", Open: open})
		m.Net.Run(5 * time.Second)
		var on []int
		for i, layer := range eva.Camera.Layers {
			if !layer.Off {
				on = append(on, i)
			}
		}
		if !slices.Equal(on, []int{2}) {
			t.Errorf("open %v: the layers %v are sent, want the smallest", open, on)
		}
	}
	signs(true)
	signs(false)
	signs(true)
	ben.Endpoint.Want(m.Net.Now(), []sfu.Want{{MID: "pic-0", Channel: "asl", Height: 720}})
	m.Net.Run(2 * time.Second)
	if got := ben.Inboxes["pic-0"]; len(got.Arrivals) == 0 {
		t.Error("who comes later sees nobody")
	}
}

func TestSignChannel(t *testing.T) {
	m := simnet.NewMeeting(66, sfu.Config{})
	shape := person()
	shape.Simulcast, shape.Up, shape.Down = true, path(0.03), path(0.03)
	joinBooth(m, "eva", shape)
	joinBooth(m, "leo", shape)
	shape = listener()
	shape.Up, shape.Down = path(0.03), path(0.03)
	ben := m.Join("ben", shape)
	ben.Endpoint.Want(m.Net.Now(), []sfu.Want{{MID: "pic-0", Channel: "asl", Height: 720}})
	var swaps []units.Instant
	for i := range 10 {
		setChannel(t, m, sfu.Channel{Name: "asl", Kind: sfu.Video, Holder: []sfu.EndpointID{"eva", "leo"}[i%2], Open: true})
		swaps = append(swaps, m.Net.Now())
		m.Net.Run(3 * time.Second)
	}
	in := ben.Inboxes["pic-0"]
	checkStream(t, in)
	for i, at := range swaps[1:] {
		holder := []sfu.EndpointID{"leo", "eva"}[i%2]
		list := since(in, at)
		first := slices.IndexFunc(list, func(a simnet.Arrival) bool { return a.Client == holder })
		if first < 0 || list[first].At.Sub(at) > time.Second {
			t.Fatalf("swap %d: the new holder is not there in a second", i)
		}
		if first < 3 {
			t.Errorf("swap %d: the old picture did not go on", i)
		}
	}
	if got := m.Told.Slots[len(m.Told.Slots)-1]; got.Channel != "asl" {
		t.Errorf("told %+v", got)
	}
	setChannel(t, m, sfu.Channel{Name: "asl", Kind: sfu.Video, Holder: "leo"})
	at := m.Net.Now().Add(40 * time.Millisecond) // on its way
	m.Net.Run(time.Second)
	for _, a := range since(in, at) {
		if !a.RTX {
			t.Fatal("a packet after the gate was closed")
		}
	}
}

func TestChannelBounds(t *testing.T) {
	m := simnet.NewMeeting(67, sfu.Config{})
	for i := range 64 {
		setChannel(t, m, sfu.Channel{Name: fmt.Sprint(i)})
	}
	set := func(c sfu.Channel) error { return m.Room.SetChannel(m.Net.Now(), c) }
	if err := set(sfu.Channel{Name: "one more", Kind: sfu.Audio}); !errors.Is(err, sfu.ErrChannels) {
		t.Errorf("the 65th: %v", err)
	}
	if err := set(sfu.Channel{Name: "7", Kind: sfu.Video}); err != nil {
		t.Errorf("a change of kind: %v", err)
	}
	m.Room.DropChannel(m.Net.Now(), "8")
	m.Room.DropChannel(m.Net.Now(), "8")
	if err := set(sfu.Channel{Name: "one more", Kind: sfu.Audio}); err != nil {
		t.Errorf("after one was dropped: %v", err)
	}
	for _, c := range []sfu.Channel{{Kind: sfu.Audio}, {Name: "a"}, {Name: strings.Repeat("a", 65), Kind: sfu.Audio}} {
		if err := set(c); !errors.Is(err, sfu.ErrChannelInvalid) {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

func TestHolderLeavesAndComesBack(t *testing.T) {
	m := simnet.NewMeeting(68, sfu.Config{})
	eva := joinBooth(m, "eva", person())
	ben := m.Join("ben", listener())
	ben.Listen("interp-0", "en")
	setChannel(t, m, sfu.Channel{Name: "en", Holder: "eva", Open: true})
	m.Net.Run(time.Second)
	eva.Leave()
	at := m.Net.Now() + 1
	m.Net.Run(time.Second)
	if n := len(since(ben.Inboxes["interp-0"], at)); n > 0 {
		t.Errorf("%d packets of who left", n)
	}
	if got := m.Told.Showing("ben", "interp-0"); !got.IsZero() {
		t.Errorf("ben's line still shows %v", got)
	}
	joinBooth(m, "eva", person())
	at = m.Net.Now() + 1
	m.Net.Run(time.Second)
	if n := len(since(ben.Inboxes["interp-0"], at)); n < 47 {
		t.Errorf("%d packets of 50 after the return to the same lease", n)
	}
	checkContinuous(t, ben.Inboxes["interp-0"])
}

// 200 listeners over six channels: each gets exactly the packets of its channel's holder. Standby interpreters, and
// three channels that nobody listens to, cost nothing downstream.
func TestTwoHundredListenersOverSixChannels(t *testing.T) {
	m := simnet.NewMeeting(69, sfu.Config{})
	names := []string{"en", "fr", "es", "ar", "zh", "ru"}
	for _, n := range append([]string{"x1", "x2", "x3"}, names...) {
		joinBooth(m, sfu.EndpointID(n+"-a"), simnet.Shape{Mic: true, Camera: true})
		joinBooth(m, sfu.EndpointID(n+"-b"), simnet.Shape{Mic: true, Camera: true})
		setChannel(t, m, sfu.Channel{Name: n, Holder: sfu.EndpointID(n + "-a"), Open: true})
	}
	var all []*simnet.Client
	for i := range 200 {
		c := m.Join(sfu.EndpointID(fmt.Sprintf("p%03d", i)), simnet.Shape{Interpretations: 1})
		c.Listen("interp-0", names[i%6])
		all = append(all, c)
	}
	m.Net.Run(time.Second)
	var before sfu.Stats
	m.Room.Stats(func(s sfu.Stats) { before = s })
	from := m.Net.Now() + 1
	m.Net.Run(2 * time.Second)
	for _, n := range names {
		setChannel(t, m, sfu.Channel{Name: n, Holder: sfu.EndpointID(n + "-b"), Open: true})
	}
	swapped := m.Net.Now() + 1
	m.Net.Run(2 * time.Second)
	for i, c := range all {
		in := c.Inboxes["interp-0"]
		checkContinuous(t, in)
		list := since(in, from)
		if len(list) != 200 {
			t.Fatalf("%s got %d packets, want 200", c.ID, len(list))
		}
		for _, a := range list {
			want := sfu.EndpointID(names[i%6] + "-a")
			if a.At >= swapped {
				want = sfu.EndpointID(names[i%6] + "-b")
			}
			if a.Client != want {
				t.Fatalf("%s got a packet of %s at %d, want %s", c.ID, a.Client, a.At, want)
			}
		}
	}
	m.Room.Stats(func(s sfu.Stats) {
		if n := s.PacketsOut - before.PacketsOut; n != 200*200 || s.ChannelPackets-before.ChannelPackets != n {
			t.Errorf("%d packets went out, want %d", n, 200*200)
		}
	})
}
