package sfu_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/media/nack"
	"github.com/cumbre-meet/cumbre/internal/media/red"
	"github.com/cumbre-meet/cumbre/internal/media/rtp"
	"github.com/cumbre-meet/cumbre/internal/sfu"
	"github.com/cumbre-meet/cumbre/internal/testkit/simnet"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// choir is one microphone in RED, or not, and two listeners: one knows RED, under other payload types than the
// speaker's, the other does not.
type choir struct {
	t             *testing.T
	room          *sfu.Room
	now           units.Instant
	speaker       *sfu.Endpoint
	redder, plain *sfu.Endpoint
	inRED, inOpus tape
	back          tape // what the speaker is told
	last          map[*tape]uint16
}

func newChoir(t *testing.T) *choir {
	t.Helper()
	c := &choir{t: t, room: sfu.NewRoom(sfu.Config{}, quiet{}), now: units.Instant(time.Second), last: map[*tape]uint16{}}
	sound := func(opus, rtx, redType uint8) []sfu.Codec {
		return []sfu.Codec{{Name: sfu.Opus, PayloadType: opus, RTXType: rtx, REDType: redType, ClockRate: 48000}}
	}
	join := func(id string, out sfu.Transport, l sfu.Line) *sfu.Endpoint {
		l.MID, l.Kind = "0", sfu.Audio
		e, err := c.room.Join(c.now, sfu.EndpointID(id), out, []sfu.Line{l})
		if err != nil {
			t.Fatal(err)
		}
		e.Connected(c.now)
		return e
	}
	c.speaker = join("speaker", &c.back, sfu.Line{Use: sfu.Microphone, Codecs: sound(111, 0, 63), SSRCs: []uint32{5}})
	c.redder = join("redder", &c.inRED, sfu.Line{Use: sfu.StageSound, Codecs: sound(96, 97, 98), SSRC: 100, RTXSSRC: 101})
	c.plain = join("plain", &c.inOpus, sfu.Line{Use: sfu.StageSound, Codecs: sound(111, 0, 0), SSRC: 200})
	c.room.SetFloor(c.now, "speaker")
	c.say(0) // until it came there is no source for the lines
	return c
}

// raw sends the n-th packet, with a payload as it is.
func (c *choir) raw(n uint16, pt uint8, payload []byte) {
	c.now = c.now.Add(20 * time.Millisecond)
	c.room.Tick(c.now)
	h := rtp.NewHeader(5, pt)
	c.speaker.HandleRTP(c.now, append(h.Patch(n, uint32(n)*960, false), payload...))
}

// say sends the n-th packet in RED with those before it that are given, oldest first. A packet's payload is its number.
func (c *choir) say(n byte, before ...byte) {
	var blocks []red.Block
	for _, b := range before {
		blocks = append(blocks, red.Block{Offset: uint16(n-b) * 960, Data: []byte{b}})
	}
	c.raw(uint16(n), 63, red.Append(nil, 111, []byte{n}, blocks...))
}

// take tells what a listener got since it was last asked: "3(1,2)" is the third packet in RED with two before it, "3"
// in plain Opus, "r3" by RTX; "gap" is where sequence numbers are left out.
func (c *choir) take(tp *tape, opus, redType uint8) string {
	c.t.Helper()
	var list []string
	for _, p := range tp.packets {
		if last, some := c.last[tp]; some && p.PayloadType != 97 && p.Sequence != last+1 {
			list = append(list, "gap")
		}
		if p.PayloadType != 97 {
			c.last[tp] = p.Sequence
		}
		switch p.PayloadType {
		case opus:
			list = append(list, fmt.Sprint(p.Payload[0]))
		case redType:
			r, err := red.Parse(p.Payload, opus)
			if err != nil {
				c.t.Fatalf("%x: %v", p.Payload, err)
			}
			var blocks []string
			for w := r.Walk(p.Payload); w.Next(); {
				if got, want := w.Offset, uint16(p.Payload[r.Primary]-w.Data[0])*960; got != want {
					c.t.Errorf("block %d is %d ticks older than packet %d, want %d", w.Data[0], got, p.Payload[r.Primary], want)
				}
				blocks = append([]string{fmt.Sprint(w.Data[0])}, blocks...)
			}
			list = append(list, fmt.Sprintf("%d(%s)", p.Payload[r.Primary], strings.Join(blocks, ",")))
		case 97:
			_, payload, _ := rtp.ParseRTX(p.Payload)
			list = append(list, fmt.Sprintf("r%d", payload[0]))
		default:
			c.t.Fatalf("payload type %d", p.PayloadType)
		}
	}
	return strings.Join(list, " ")
}

// want checks what the two listeners got since it was last called.
func (c *choir) want(what, inRED, inOpus string) {
	c.t.Helper()
	for _, l := range []struct {
		tape          *tape
		opus, redType uint8
		want          string
	}{{&c.inRED, 96, 98, inRED}, {&c.inOpus, 111, 255, inOpus}} {
		if got := c.take(l.tape, l.opus, l.redType); got != l.want {
			c.t.Errorf("%s: got %q, want %q", what, got, l.want)
		}
		l.tape.packets = nil
	}
}

func (c *choir) stats() (s sfu.Stats) {
	c.room.Stats(func(now sfu.Stats) { s = now })
	return s
}

func TestRedundancyForThoseWhoKnowIt(t *testing.T) {
	c := newChoir(t)
	c.say(1)
	c.say(2, 1)
	c.say(3, 1, 2)
	c.want("in RED for one, stripped for the other", "1 2(1) 3(1,2)", "1 2 3")
	c.raw(4, 111, []byte{4})
	c.say(5, 3, 4)
	c.want("a plain one between", "4 5(3,4)", "4 5")
	if s := c.stats(); s.Stripped != 3 || s.Mended != 0 {
		t.Errorf("stripped %d, want three for the plain listener; mended %d", s.Stripped, s.Mended)
	}
}

// What was said before a slot's present source, or while it might not be heard, does not come as redundancy.
func TestRedundancyIsNoOlderThanTheSlotsSource(t *testing.T) {
	c := newChoir(t)
	c.say(1)
	c.say(2, 1)
	c.want("before", "1 2(1)", "1 2")
	c.speaker.SetMuted(c.now, sfu.SourceMicrophone, true)
	c.say(3, 1, 2)
	c.say(4, 2, 3)
	c.speaker.SetMuted(c.now, sfu.SourceMicrophone, false)
	c.say(5, 3, 4)
	c.say(6, 4, 5)
	c.say(7, 5, 6)
	c.want("after a mute", "5 6 7(5,6)", "5 6 7")
}

// A lost packet that is in the redundancy of a later one is there for all, in its place, once.
func TestLostOnTheWayInAndMended(t *testing.T) {
	c := newChoir(t)
	c.say(1)
	c.say(3, 1, 2)
	c.want("the second was lost", "1 2 3(1,2)", "1 2 3")
	c.say(2, 1) // overtaken, not lost
	c.say(6, 4, 5)
	c.want("the second comes late; two were lost", "4 5 6(4,5)", "4 5 6")
	c.say(10, 8, 9)
	c.want("one more than there is redundancy", "gap 8 9 10(8,9)", "gap 8 9 10")
	s := c.stats()
	if s.Mended != 5 || s.DroppedDuplicate != 1 {
		t.Errorf("mended %d, want 5; duplicates %d, want 1", s.Mended, s.DroppedDuplicate)
	}
	c.now = c.now.Add(2 * time.Second)
	c.room.Tick(c.now)
	c.room.Tick(c.now)
	if lost := c.reportedLost(); lost != 5 {
		t.Errorf("the speaker is told that %d were lost, want 5, mended or not", lost)
	}
}

// reportedLost is what the last receiver report says.
func (c *choir) reportedLost() int32 {
	lost := int32(-1)
	for _, b := range c.back.control {
		for walk := rtp.WalkCompound(b); walk.Next(); {
			if walk.Type == rtp.TypeRR && walk.Reports() > 0 {
				lost = walk.Report(0).TotalLost
			}
		}
	}
	return lost
}

func TestRedundancyThatDoesNotFitIsNotTakenForWhatWasLost(t *testing.T) {
	for name, b := range map[string]red.Block{
		"as old as what is there": {Offset: 2 * 960, Data: []byte{9}},
		"as new as its packet":    {Offset: 0, Data: []byte{9}},
		"nothing":                 {Offset: 960},
	} {
		c := newChoir(t)
		c.say(1)
		c.raw(3, 63, red.Append(nil, 111, []byte{3}, b))
		c.inRED.packets = nil // it goes on to who can judge it
		if got := c.take(&c.inOpus, 111, 255); got != "1 gap 3" || c.stats().Mended != 0 {
			t.Errorf("%s: got %q", name, got)
		}
	}
}

func TestMalformedRedundancyIsDropped(t *testing.T) {
	c := newChoir(t)
	c.say(1)
	c.raw(2, 63, []byte{0xEF, 0x0F, 0, 9, 111, 1})
	c.raw(3, 63, []byte{8, 1}) // another format in it
	c.raw(4, 63, nil)          // padding goes along
	c.say(5)
	if s := c.stats(); s.DroppedMalformed != 2 {
		t.Errorf("%d dropped as malformed, want 2", s.DroppedMalformed)
	}
	if n := len(c.inOpus.packets); n != 3 {
		t.Errorf("%d packets went out, want 3", n)
	}
}

// A repair by RTX is of the codec's type: the sound alone.
func TestRepairsHaveNoRedundancy(t *testing.T) {
	c := newChoir(t)
	c.say(1)
	c.say(2, 1)
	c.say(3, 1, 2)
	seq := c.inRED.packets[2].Sequence
	c.want("before", "1 2(1) 3(1,2)", "1 2 3")
	for range 2 {
		c.now = c.now.Add(200 * time.Millisecond)
		c.redder.HandleRTCP(c.now, nack.AppendNACK(rtp.AppendRR(nil, 1, nil), 1, 100, []uint16{seq}))
		c.want("the third again", "r3", "")
		c.say(byte(4 + c.stats().Retransmitted))
		c.say(byte(5 + c.stats().Retransmitted))
		c.inRED.packets, c.inOpus.packets = nil, nil
	}
}

// On a downlink that loses at random, RED with one packet back leaves p² of what plain Opus loses as p, and with two, which who reports
// loss is sent, p³; who does not know RED gets each packet twice, which leaves p²: of the same sound on the same kind of path.
func TestRedundancyAgainstLoss(t *testing.T) {
	for _, loss := range []float64{0.05, 0.10} {
		m := simnet.NewMeeting(77, sfu.Config{})
		speaker := m.Join("speaker", simnet.Shape{Mic: true, RED: 1})
		down := simnet.Conditions{Delay: 40 * time.Millisecond, Loss: loss}
		with := m.Join("with", simnet.Shape{StagePair: true, RED: 1, Down: down})
		silent := m.Join("silent", simnet.Shape{StagePair: true, RED: 1, Down: down})
		silent.Inboxes["stage-sound"].Deaf = true
		without := m.Join("without", simnet.Shape{StagePair: true, Down: down})
		without.Inboxes["stage-sound"].Deaf = true
		doubled := m.Join("doubled", simnet.Shape{StagePair: true, Down: down})
		speaker.Mic.Start()
		m.Net.Run(4 * time.Minute)
		lacks := func(c *simnet.Client) float64 { return lacking(c.Inboxes["stage-sound"]) }
		deep, one, twice, plain := lacks(with), lacks(silent), lacks(doubled), lacks(without)
		t.Logf("at %.0f %% loss: two packets back lack %.3f %%, one %.2f %%, plain Opus twice %.2f %%, once %.2f %%", loss*100, deep*100, one*100, twice*100, plain*100)
		if plain < loss*0.8 || plain > loss*1.2 {
			t.Errorf("plain Opus lacks %.2f %% at a loss of %.0f %%", plain*100, loss*100)
		}
		if one > plain/3 || one == 0 {
			t.Errorf("RED lacks %.2f %% where plain Opus lacks %.2f %%", one*100, plain*100)
		}
		if deep > one/3 {
			t.Errorf("two packets back lack %.2f %% where one lacks %.2f %%", deep*100, one*100)
		}
		if twice > plain/3 {
			t.Errorf("plain Opus twice lacks %.2f %%, once %.2f %%", twice*100, plain*100)
		}
	}
}

// reportLoss has a listener say what it lost of 200 packets, in 1/256.
func reportLoss(now units.Instant, e *sfu.Endpoint, ssrc uint32, fraction uint8) {
	for _, highest := range []uint32{1000, 1200} {
		e.HandleRTCP(now, rtp.AppendRR(nil, 1, []rtp.Report{{SSRC: ssrc, HighestSeq: highest, FractionLost: fraction}}))
	}
}

func TestDeepRedundancyForThoseWhoLose(t *testing.T) {
	c := newChoir(t)
	c.raw(1, 111, []byte{1})
	c.say(2, 1)
	c.want("before any report", "1 2(1)", "1 2")
	reportLoss(c.now, c.redder, 100, 4) // 1.6 %
	c.say(3, 2)
	c.want("too little to mind", "3(2)", "3")
	reportLoss(c.now, c.redder, 100, 6) // 2.3 %
	c.say(4, 3)
	c.raw(5, 111, []byte{5})
	c.want("in RED or not", "4(2,3) 5(3,4)", "4 5")
	c.say(7, 5) // the sixth was lost, and the fifth is no further back than before
	c.want("none beyond a hole", "gap 7(5)", "gap 7")
	c.speaker.SetMuted(c.now, sfu.SourceMicrophone, true)
	c.say(8, 7)
	c.speaker.SetMuted(c.now, sfu.SourceMicrophone, false)
	c.say(9, 8)
	c.say(10, 9)
	c.say(11, 10)
	c.want("no older than the slot's source", "9 10(9) 11(9,10)", "9 10 11")
	c.raw(12, 111, make([]byte, 600))
	c.raw(13, 111, make([]byte, 600))
	if last := c.inRED.packets[1]; last.PayloadType != 96 || len(last.Payload) != 600 {
		t.Errorf("two large ones: payload type %d, %d bytes; they make no datagram together", last.PayloadType, len(last.Payload))
	}
	c.inRED.packets, c.inOpus.packets = nil, nil
	c.now = c.now.Add(2 * time.Minute)
	c.say(14, 13)
	c.say(15, 14)
	if got := len(c.inRED.packets[1].Payload); got != len(red.Append(nil, 96, []byte{15}, red.Block{Offset: 960, Data: []byte{14}})) {
		t.Errorf("%d bytes long after the report", got)
	}
	if s := c.stats(); s.Deepened == 0 {
		t.Error("none is counted")
	}
}

// Who loses and does not know RED gets each packet once more with the next, as long as both are of one source, and no longer than needed.
func TestTwinsForThoseWithoutRED(t *testing.T) {
	c := newChoir(t)
	sent := func() string {
		var list []string
		for _, p := range c.inOpus.packets {
			list = append(list, fmt.Sprint(p.Payload[0]))
		}
		c.inOpus.packets = nil
		return strings.Join(list, " ")
	}
	c.say(1)
	c.say(2, 1)
	reportLoss(c.now, c.plain, 200, 20)
	c.say(3, 2)
	c.say(4, 3)
	first := c.inOpus.packets[2]
	c.say(5, 4)
	if again := c.inOpus.packets[3]; fmt.Sprint(again) != fmt.Sprint(first) {
		t.Errorf("the third again is %v, it was %v", again, first)
	}
	if got := sent(); got != "1 2 3 3 4 4 5" {
		t.Errorf("sent %s", got)
	}
	c.speaker.SetMuted(c.now, sfu.SourceMicrophone, true)
	c.say(6, 5)
	c.speaker.SetMuted(c.now, sfu.SourceMicrophone, false)
	c.say(7, 6)
	c.say(8, 7)
	if got := sent(); got != "7 7 8" {
		t.Errorf("after a mute %s", got)
	}
	c.now = c.now.Add(2 * time.Minute)
	c.say(9, 8)
	c.say(10, 9)
	if got := sent(); got != "9 10" {
		t.Errorf("long after the report %s", got)
	}
	if s := c.stats(); s.Twins != 3 {
		t.Errorf("%d twins are counted, want 3", s.Twins)
	}
	if got := c.take(&c.inRED, 96, 98); strings.Contains(got, "gap") {
		t.Errorf("with RED: %s", got)
	}
}

// lacking is the share of packets of sound that a receiver cannot play: that came neither by themselves nor as redundancy.
func lacking(in *simnet.Inbox) float64 {
	has := map[uint32]bool{}
	first, last := ^uint32(0), uint32(0)
	for _, a := range in.Arrivals {
		has[a.Frame] = true
		for _, t := range a.Redundant {
			has[t.Frame] = true
		}
		first, last = min(first, a.Frame), max(last, a.Frame)
	}
	return 1 - float64(len(has))/float64(last-first+1)
}
