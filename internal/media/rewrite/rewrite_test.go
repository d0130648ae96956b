package rewrite_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/cumbre-meet/cumbre/internal/media/codec"
	"github.com/cumbre-meet/cumbre/internal/media/rewrite"
	"github.com/cumbre-meet/cumbre/internal/units"
)

var video = rewrite.Config{ClockRate: 90000, FirstSeq: 65530, FirstTime: 0xFFFFFF00}

func at(d time.Duration) units.Instant { return units.Instant(time.Hour + d) }

func TestWhatComesAfterTheEndIsNotSendable(t *testing.T) {
	r := rewrite.New(video)
	var p codec.Payload
	r.End(1) // nothing to end
	r.Switch(rewrite.Switch{Stream: 1, First: 500, Time: 9000, At: at(0)})
	r.Map(502, 9000, &p)
	if f, ok := r.Resolve(65531); !ok || !f.Sendable(1000) {
		t.Error("a packet of the present source may not be sent")
	}
	r.End(40)
	r.End(60)     // has ended already
	for range 2 { // also while another source is there
		f, ok := r.Resolve(65531)
		if !ok || !f.Sendable(40) || f.Sendable(41) {
			t.Errorf("the 40th arrival: %v, the 41st: %v", f.Sendable(40), f.Sendable(41))
		}
		r.Switch(rewrite.Switch{Stream: 2, First: 7, Time: 77, At: at(time.Second)})
		r.Map(7, 77, &p)
	}
	if f, ok := r.Resolve(r.Next() - 1); !ok || !f.Sendable(1000) {
		t.Error("a packet of the new source may not be sent")
	}
}

func TestSequenceAndTimeGoOnOverASwitch(t *testing.T) {
	r := rewrite.New(video)
	var p codec.Payload
	if _, ok := r.Map(1, 1, &p); ok {
		t.Error("a packet without a source was taken")
	}
	r.Switch(rewrite.Switch{Stream: 1, First: 500, Time: 9000, At: at(0)})
	first, ok := r.Map(500, 9000, &p)
	if !ok || first.Seq != 65530 || !first.First {
		t.Errorf("first: %+v", first)
	}
	if _, ok := r.Map(499, 9000, &p); ok {
		t.Error("a packet from before the switch was taken")
	}
	last, _ := r.Map(505, 18000, &p) // 501 to 504 are late
	if last.Seq != 65535 || last.Time-first.Time != 9000 || last.First {
		t.Errorf("last: %+v", last)
	}
	r.Switch(rewrite.Switch{Stream: 2, First: 7, Time: 77, At: at(200 * time.Millisecond)})
	next, _ := r.Map(7, 77, &p)
	if next.Seq != 0 || next.Time-first.Time != 18000 {
		t.Errorf("after the switch: %+v", next)
	}
	for seq, want := range map[uint16]struct {
		stream uint32
		in     units.Seq64
	}{65530: {1, 500}, 65533: {1, 503}, 0: {2, 7}} {
		f, ok := r.Resolve(seq)
		if !ok || f.Stream != want.stream || f.Seq != want.in {
			t.Errorf("%d is %+v, want %+v", seq, f, want)
		}
	}
	for _, seq := range []uint16{1, 65529, 30000} {
		if f, ok := r.Resolve(seq); ok {
			t.Errorf("%d, which was never sent, is %+v", seq, f)
		}
	}
	if r.Next() != 1 {
		t.Errorf("next is %d", r.Next())
	}
}

func TestTimeNeverGoesBack(t *testing.T) {
	r := rewrite.New(rewrite.Config{ClockRate: 48000, MinStep: 20 * time.Millisecond})
	var p codec.Payload
	r.Switch(rewrite.Switch{Stream: 1, First: 1, Time: 0, At: at(0)})
	a, _ := r.Map(1, 48000, &p)
	r.Switch(rewrite.Switch{Stream: 2, First: 1, Time: 5, At: at(500 * time.Millisecond)}) // it says it is older
	b, _ := r.Map(1, 5, &p)
	if b.Time-a.Time < 960 || b.Time-a.Time > 970 {
		t.Errorf("%d after %d", b.Time, a.Time)
	}
	r.Switch(rewrite.Switch{Stream: 3, First: 1, Time: 9, At: at(3 * time.Second)}) // back on the clock
	c, _ := r.Map(1, 9, &p)
	if d := c.Time - (a.Time - 48000); d != 3*48000 {
		t.Errorf("%d ticks after 3 s", d)
	}
}

func TestReplayIsSqueezed(t *testing.T) {
	r := rewrite.New(video)
	var p codec.Payload
	r.Switch(rewrite.Switch{Stream: 1, First: 1, Time: 0, Anchor: 180000, At: at(0)})
	var times []uint32
	for i := range units.Time64(61) { // two seconds at 30 frames
		out, _ := r.Map(units.Seq64(1+i), i*3000, &p)
		times = append(times, out.Time-0xFFFFFF00)
	}
	if !slices.IsSorted(times) || len(slices.Compact(slices.Clone(times))) != len(times) {
		t.Errorf("times do not rise: %v", times)
	}
	if span := times[60] - times[0]; span > 90*63 {
		t.Errorf("2 s of replay span %d ticks", span)
	}
	next, _ := r.Map(62, 183000, &p)
	if d := next.Time - 0xFFFFFF00 - times[60]; d != 3000 {
		t.Errorf("after the replay a frame is %d ticks", d)
	}
}

func TestSevenBitPictureIDs(t *testing.T) {
	r := rewrite.New(video)
	p := codec.Payload{PictureID: 120, PictureIDBits: 7}
	r.Switch(rewrite.Switch{Stream: 1, First: 1, At: at(0), Picture: p})
	for i := range 20 {
		p.PictureID = uint16(120+i) & 0x7F
		out, _ := r.Map(units.Seq64(1+i), units.Time64(i), &p)
		if out.PictureID != p.PictureID {
			t.Fatalf("%d became %d", p.PictureID, out.PictureID)
		}
	}
	p.PictureID = 3
	r.Switch(rewrite.Switch{Stream: 2, First: 1, At: at(time.Second), Picture: p})
	if out, _ := r.Map(1, 1, &p); out.PictureID != (120+20)&0x7F {
		t.Errorf("after the switch %d", out.PictureID)
	}
}

// sender is a source as the rewriter sees it.
type sender struct {
	id     uint32
	seq    units.Seq64
	time   units.Time64
	pic    uint16
	tl0    uint8
	frames map[units.Seq64]sent
}

type sent struct {
	time units.Time64
	p    codec.Payload
}

func (s *sender) next(t *rapid.T) {
	s.seq++
	if rapid.Bool().Draw(t, "new frame") {
		s.time += 3000
		s.pic = (s.pic + 1) & 0x7FFF
		s.tl0++
	}
	p := codec.Payload{PictureID: s.pic, PictureIDBits: 15, TL0PICIDX: s.tl0, HasTL0: true}
	s.frames[s.seq] = sent{s.time, p}
}

// For any sequence of switches, losses, reorderings and duplicates: a number never means two packets, numbers and
// identifiers go on without a gap over a switch, times never fall, and what Resolve finds is what was sent.
func TestOutputIsContinuousAndUnambiguous(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rewrite.New(rewrite.Config{
			ClockRate: 90000, FirstSeq: rapid.Uint16().Draw(t, "first"), FirstTime: rapid.Uint32().Draw(t, "time"),
		})
		senders := make([]*sender, 3)
		for i := range senders {
			senders[i] = &sender{
				id: uint32(i + 1), seq: units.Seq64(rapid.IntRange(1, 1<<17).Draw(t, "seq")),
				time: units.Time64(rapid.Uint32().Draw(t, "time")), pic: rapid.Uint16Max(0x7FFF).Draw(t, "pic"),
				tl0: rapid.Uint8().Draw(t, "tl0"), frames: map[units.Seq64]sent{},
			}
		}
		check := newChecker(&r)
		now := at(0)
		var current *sender
		for range rapid.IntRange(1, 150).Draw(t, "steps") {
			now = now.Add(time.Duration(rapid.IntRange(0, 50).Draw(t, "ms")) * time.Millisecond)
			for _, s := range senders {
				s.next(t)
			}
			if current == nil || rapid.IntRange(0, 9).Draw(t, "switch") == 0 {
				current = senders[rapid.IntRange(0, 2).Draw(t, "to")]
				skew := time.Duration(rapid.IntRange(-300, 300).Draw(t, "skew")) * time.Millisecond
				check.onSwitch(t, current, now.Add(skew))
				continue
			}
			switch rapid.IntRange(0, 3).Draw(t, "fate") {
			case 0: // lost, for now
			case 1: // late or twice
				check.packet(t, current, current.seq-units.Seq64(rapid.IntRange(0, 10).Draw(t, "back")))
			default:
				check.packet(t, current, current.seq)
			}
		}
		check.resolve(t)
	})
}

type origin struct {
	stream uint32
	seq    units.Seq64
}

type checker struct {
	r        *rewrite.Rewriter
	meaning  map[uint16]origin // at most a few hundred numbers: no wrap
	outs     map[uint16]rewrite.Out
	sends    map[uint16]*sender
	highest  uint16
	latest   uint32
	pic      uint16
	tl0      uint8
	started  bool
	switched bool
}

func newChecker(r *rewrite.Rewriter) *checker {
	return &checker{r: r, meaning: map[uint16]origin{}, outs: map[uint16]rewrite.Out{}, sends: map[uint16]*sender{}}
}

func (c *checker) onSwitch(t *rapid.T, s *sender, now units.Instant) {
	f := s.frames[s.seq]
	c.r.Switch(rewrite.Switch{Stream: s.id, First: s.seq, Time: f.time, Anchor: f.time, At: now, Picture: f.p})
	c.switched = true
	c.packet(t, s, s.seq)
}

func (c *checker) packet(t *rapid.T, s *sender, seq units.Seq64) {
	f, ok := s.frames[seq]
	if !ok {
		return
	}
	out, ok := c.r.Map(seq, f.time, &f.p)
	if !ok {
		return
	}
	if c.switched && c.started {
		if out.Seq != c.highest+1 || int32(out.Time-c.latest) <= 0 {
			t.Fatalf("a switch goes from %d at %d to %d at %d", c.highest, c.latest, out.Seq, out.Time)
		}
		if out.PictureID != (c.pic+1)&0x7FFF || out.TL0PICIDX != c.tl0+1 {
			t.Fatalf("a switch goes from picture %d/%d to %d/%d", c.pic, c.tl0, out.PictureID, out.TL0PICIDX)
		}
	}
	if before, ok := c.meaning[out.Seq]; ok && before != (origin{s.id, seq}) {
		t.Fatalf("%d means %v and %v", out.Seq, before, origin{s.id, seq})
	}
	c.meaning[out.Seq], c.outs[out.Seq], c.sends[out.Seq] = origin{s.id, seq}, out, s
	if !c.started || int16(out.Seq-c.highest) > 0 {
		if c.started && int32(out.Time-c.latest) < 0 {
			t.Fatalf("time falls from %d to %d", c.latest, out.Time)
		}
		c.highest, c.latest, c.pic, c.tl0 = out.Seq, out.Time, out.PictureID, out.TL0PICIDX
	}
	c.started, c.switched = true, false
}

// resolve asks for everything that was sent within the last 16 switches.
func (c *checker) resolve(t *rapid.T) {
	for seq, want := range c.meaning {
		found, ok := c.r.Resolve(seq)
		if !ok {
			continue // too long ago
		}
		if found.Stream != want.stream || found.Seq != want.seq {
			t.Fatalf("%d was %v, Resolve says %d %d", seq, want, found.Stream, found.Seq)
		}
		f := c.sends[seq].frames[want.seq]
		if again := found.Again(f.time, &f.p); again != c.outs[seq] {
			t.Fatalf("%d was sent as %+v, again it is %+v", seq, c.outs[seq], again)
		}
	}
	if _, ok := c.r.Resolve(c.highest); c.started && !ok {
		t.Fatal("the newest packet is not found")
	}
}
