package sfu_test

import (
	"fmt"
	"maps"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/cumbre-meet/cumbre/internal/sfu"
	"github.com/cumbre-meet/cumbre/internal/testkit/simnet"
)

// packetID names a packet of somebody's sound or picture.
type packetID struct {
	kind   sfu.Kind
	client sfu.EndpointID
	layer  uint8
	frame  uint32
	packet uint8
}

func idOf(k sfu.Kind, t simnet.Tag) packetID {
	return packetID{kind: k, client: t.Client, layer: t.Layer, frame: t.Frame, packet: t.Packet}
}

// line names a line of somebody.
type lineID struct {
	client sfu.EndpointID
	mid    string
}

// umpire knows the leases, and for each packet at its first arrival who may ever get it in which line. It sees
// everything that the Room takes and gives, at that moment.
type umpire struct {
	t        failer
	channels map[string]sfu.Channel
	signers  map[sfu.EndpointID]bool // who had the sign channel since it was opened
	booth    map[sfu.EndpointID]bool
	talking  map[sfu.EndpointID]bool
	muted    map[sfu.EndpointID]bool
	wants    map[lineID]sfu.SoundWant
	watches  map[sfu.EndpointID]bool // the sign channel, in pic-0

	came    map[packetID]bool
	allowed map[lineID]map[packetID]bool
	floor   map[packetID]bool // may be on the floor

	last map[lineID]simnet.Arrival // with the highest sequence number
	sent map[lineID]map[uint16]packetID
	got  map[lineID]int

	latest    map[sfu.EndpointID]packetID // sound that came
	redundant int                         // packets that were given as redundancy
}

func newUmpire(t failer, m *simnet.Meeting) *umpire {
	u := &umpire{
		t: t, channels: map[string]sfu.Channel{}, signers: map[sfu.EndpointID]bool{}, booth: map[sfu.EndpointID]bool{},
		talking: map[sfu.EndpointID]bool{}, muted: map[sfu.EndpointID]bool{}, wants: map[lineID]sfu.SoundWant{},
		watches: map[sfu.EndpointID]bool{}, came: map[packetID]bool{}, allowed: map[lineID]map[packetID]bool{},
		floor: map[packetID]bool{}, last: map[lineID]simnet.Arrival{}, sent: map[lineID]map[uint16]packetID{}, got: map[lineID]int{},
		latest: map[sfu.EndpointID]packetID{},
	}
	m.TapIn, m.Tap = u.taken, u.given
	return u
}

// taken sees a packet that comes to the Room. One that was lost, and comes as redundancy only, may have been sent when
// its line was not open yet: it is for the lines alone that had what came right before it.
func (u *umpire) taken(k sfu.Kind, tag simnet.Tag, redundant bool) {
	id := idOf(k, tag)
	if u.came[id] {
		return
	}
	u.came[id] = true
	before, some := u.latest[tag.Client]
	redundant = redundant && some
	u.floor[id] = !u.booth[tag.Client] || (u.talking[tag.Client] && (!redundant || u.floor[before]))
	if k == sfu.Video {
		for c := range u.watches {
			u.allow(lineID{c, "pic-0"}, id, u.signers[tag.Client] && c != tag.Client)
		}
		return
	}
	u.latest[tag.Client] = id
	for l, w := range u.wants {
		ch := u.channels[w.Channel]
		onAir := w.Channel != "" && ch.Open && ch.Holder == tag.Client
		partner := w.Source.Endpoint == tag.Client
		mayNot := u.muted[tag.Client] || (u.booth[tag.Client] && u.talking[tag.Client]) || l.client == tag.Client
		u.allow(l, id, !mayNot && (onAir || partner) && (!redundant || u.allowed[l][before]))
	}
}

func (u *umpire) allow(l lineID, id packetID, ok bool) {
	if !ok {
		return
	}
	if u.allowed[l] == nil {
		u.allowed[l] = map[packetID]bool{}
	}
	u.allowed[l][id] = true
}

// given sees a packet that the Room hands over.
func (u *umpire) given(to *simnet.Client, mid string, a simnet.Arrival) {
	u.t.Helper()
	kind := sfu.Audio
	if mid[0] == 'p' || mid == "stage-picture" {
		kind = sfu.Video
	}
	id, l := idOf(kind, a.Tag), lineID{to.ID, mid}
	u.judge(l, id, a)
	for _, t := range a.Redundant {
		u.redundant++
		u.judge(l, idOf(kind, t), a)
	}
	if kind == sfu.Audio && !a.RTX {
		u.inOrder(l, id, a)
	}
}

// judge tells whether what a packet has, as its own or as redundancy, is for the line.
func (u *umpire) judge(l lineID, id packetID, in simnet.Arrival) {
	u.t.Helper()
	_, asked := u.wants[l]
	switch {
	case id.client == l.client:
		u.t.Fatalf("%v gets its own %+v", l, id)
	case asked || (l.mid == "pic-0" && u.watches[l.client]):
		if !u.allowed[l][id] {
			u.t.Fatalf("%v gets %+v in the packet of frame %d (repair: %v), which is not for it; channels %+v",
				l, id, in.Frame, in.RTX, u.channels)
		}
	case id.kind == sfu.Audio && !u.floor[id]:
		u.t.Fatalf("%v gets %+v in the packet of frame %d: a booth's sound on the floor", l, id, in.Frame)
	}
}

// inOrder checks that another source begins with the next number and a marker.
func (u *umpire) inOrder(l lineID, id packetID, a simnet.Arrival) {
	if u.sent[l] == nil {
		u.sent[l] = map[uint16]packetID{}
	}
	was, again := u.sent[l][uint16(a.Seq)]
	u.sent[l][uint16(a.Seq)] = id
	if again && was == id {
		return // a repair without RTX
	}
	last, some := u.last[l]
	u.got[l]++
	ahead := int16(uint16(a.Seq) - uint16(last.Seq))
	switch {
	case some && a.Client != last.Client && (ahead != 1 || !a.Marker):
		u.t.Fatalf("%v: %s at %d (marker %v) follows %s at %d", l, a.Client, a.Seq, a.Marker, last.Client, last.Seq)
	case again:
		u.t.Fatalf("%v: two packets have the number %d", l, a.Seq)
	case some && ahead > 0 && int32(uint32(a.Time)-uint32(last.Time)) <= 0:
		u.t.Fatalf("%v: time goes from %d to %d", l, last.Time, a.Time)
	}
	if !some || ahead > 0 {
		u.last[l] = a
	}
}

// assembly is a meeting with two booths, and what may happen in it.
type assembly struct {
	*umpire
	m      *simnet.Meeting
	people []*simnet.Client // delegates
	booths []*simnet.Client
	joined int
}

func (y *assembly) join(t *rapid.T, booth bool) {
	s := drawShape(t)
	s.Interpretations, s.BoothSounds, s.SoundRepair = 1, 1, true
	y.joined++
	if booth {
		c := joinBooth(y.m, sfu.EndpointID(fmt.Sprintf("i%d", y.joined)), s)
		y.booth[c.ID] = true
		y.booths = append(y.booths, c)
		return
	}
	c := y.m.Join(sfu.EndpointID(fmt.Sprintf("p%d", y.joined)), s)
	c.Mic.Start()
	c.Camera.Start()
	y.watches[c.ID] = true
	c.Endpoint.Want(y.m.Net.Now(), []sfu.Want{{MID: "pic-0", Channel: "sign", Height: 720}})
	y.people = append(y.people, c)
}

func (y *assembly) set(c sfu.Channel) {
	y.channels[c.Name] = c
	if c.Kind == sfu.Video {
		if !c.Open || c.Holder == "" {
			clear(y.signers)
		} else {
			y.signers[c.Holder] = true
		}
	}
	setChannel(y.t, y.m, c)
}

func (y *assembly) listen(c *simnet.Client, mid string, w sfu.SoundWant) {
	y.wants[lineID{c.ID, mid}] = w
	c.Endpoint.Listen(y.m.Net.Now(), mid, w)
}

// step lets something happen.
func (y *assembly) step(t *rapid.T) {
	now := y.m.Net.Now()
	name := rapid.SampledFrom([]string{"en", "fr", "es"}).Draw(t, "channel")
	person := y.people[rapid.IntRange(0, len(y.people)-1).Draw(t, "person")]
	i := rapid.IntRange(0, len(y.booths)-1).Draw(t, "interpreter")
	booth := y.booths[i]
	on := rapid.Bool().Draw(t, "on")
	switch rapid.IntRange(0, 11).Draw(t, "act") {
	case 0, 1, 2:
		y.set(sfu.Channel{Name: name, Kind: sfu.Audio, Holder: booth.ID, Open: rapid.IntRange(0, 3).Draw(t, "open") > 0})
	case 3:
		if c, ok := y.channels[name]; ok {
			c.Open = !c.Open
			y.set(c)
		}
	case 4:
		y.set(sfu.Channel{Name: "sign", Kind: sfu.Video, Holder: booth.ID, Open: on})
	case 5:
		delete(y.channels, name)
		y.m.Room.DropChannel(now, name)
	case 6:
		y.listen(person, "interp-0", sfu.SoundWant{Channel: name})
	case 7:
		y.listen(booth, "booth-0", sfu.SoundWant{Source: mic(y.booths[rapid.IntRange(0, len(y.booths)-1).Draw(t, "partner")].ID)})
		y.listen(booth, "interp-0", sfu.SoundWant{Channel: name})
	case 8:
		y.talking[booth.ID] = on
		booth.Endpoint.SetTalkback(now, on)
	case 9:
		y.muted[booth.ID] = on
		booth.Endpoint.SetMuted(now, sfu.SourceMicrophone, on)
	case 10:
		booth.Mic.Level = rapid.SampledFrom([]uint8{15, 50, 127}).Draw(t, "level")
		person.Mic.Level = rapid.SampledFrom([]uint8{30, 127}).Draw(t, "level")
	case 11:
		if len(y.booths) > 2 {
			booth.Leave()
			delete(y.signers, booth.ID)
			y.booths = append(y.booths[:i], y.booths[i+1:]...)
		}
		y.join(t, len(y.booths) < 4)
	}
}

// settled checks that at last everybody hears what is on air, so that the rest was not kept by silence.
func (y *assembly) settled(t *rapid.T) {
	for _, c := range y.booths {
		y.talking[c.ID], y.muted[c.ID] = false, false
		c.Endpoint.SetTalkback(y.m.Net.Now(), false)
		c.Endpoint.SetMuted(y.m.Net.Now(), sfu.SourceMicrophone, false)
	}
	y.set(sfu.Channel{Name: "en", Kind: sfu.Audio, Holder: y.booths[0].ID, Open: true})
	y.set(sfu.Channel{Name: "fr", Kind: sfu.Audio, Holder: y.booths[1].ID, Open: true})
	for i, c := range y.people {
		y.listen(c, "interp-0", sfu.SoundWant{Channel: []string{"en", "fr"}[i%2]})
	}
	y.m.Net.Run(200 * time.Millisecond)
	before := maps.Clone(y.got)
	y.m.Net.Run(500 * time.Millisecond)
	for _, c := range y.people {
		l := lineID{c.ID, "interp-0"}
		if n := y.got[l] - before[l]; n < 15 {
			t.Fatalf("%v got %d packets of 25 in the end", l, n)
		}
	}
}

// Whatever leases, gates, talkbacks, joins, leaves and listeners do, on whatever network: nobody ever gets a packet that
// was not for that line when it came, nor two sources mixed, nor the own; the booths are not on the floor.
func TestAnyLeasesAreExecutedToThePacket(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		m := simnet.NewMeeting(rapid.Uint64().Draw(rt, "seed"), sfu.Config{})
		y := &assembly{umpire: newUmpire(rt, m), m: m}
		for i := range 5 {
			y.join(rt, i < 3)
		}
		for _, c := range y.people {
			y.listen(c, "interp-0", sfu.SoundWant{Channel: "en"})
		}
		for range rapid.IntRange(5, 40).Draw(rt, "steps") {
			y.step(rt)
			m.Net.Run(time.Duration(rapid.IntRange(0, 300).Draw(rt, "ms")) * time.Millisecond)
		}
		y.settled(rt)
		for _, c := range y.people {
			checkStream(rt, c.Inboxes["pic-0"])
		}
	})
}
