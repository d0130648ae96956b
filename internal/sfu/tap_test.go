package sfu_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/cumbre-meet/cumbre/internal/sfu"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// machine is a Tap that notes what it gets: "x3" is the third packet of x on the floor, "x3@en" on a channel.
type machine struct {
	list []string
	last sfu.Sound
}

func (m *machine) Sound(_ units.Instant, s sfu.Sound) {
	m.last = s
	m.last.Payload = nil
	at := string(s.Source.Endpoint) + strconv.Itoa(int(s.Payload[len(s.Payload)-1]))
	if s.Channel != "" {
		at += "@" + s.Channel
	}
	m.list = append(m.list, at)
}

func (m *machine) want(t *testing.T, what, want string) {
	t.Helper()
	if got := strings.Join(m.list, " "); got != want {
		t.Errorf("%s: recorded %q, want %q", what, got, want)
	}
	m.list = nil
}

func TestTheTapGetsTheFloor(t *testing.T) {
	c, m := newChoir(t), &machine{}
	c.say(1)
	c.room.SetTap(m)
	m.want(t, "what was before it", "")
	c.say(2, 1)
	c.say(4, 2, 3)
	m.want(t, "a lost packet out of the redundancy", "speaker2 speaker3 speaker4")
	c.say(6)
	c.say(5)
	m.want(t, "late", "speaker6 speaker5")
	if s := m.last; s.Source.Kind != sfu.SourceMicrophone || s.Time&0xFFFFFFFF != 5*960 {
		t.Errorf("%+v", s)
	}
	c.speaker.SetMuted(c.now, sfu.SourceMicrophone, true)
	c.say(7)
	m.want(t, "muted", "")
	c.speaker.SetMuted(c.now, sfu.SourceMicrophone, false)
	c.say(9, 8)
	c.say(8)
	c.say(10)
	m.want(t, "nothing from before", "speaker9 speaker10")
	c.speaker.SetUnrecorded(true)
	c.say(11)
	m.want(t, "declined", "")
	c.speaker.SetUnrecorded(false)
	c.say(12, 11)
	m.want(t, "and no more, but not what was said meanwhile", "speaker12")
	c.room.SetTap(nil)
	c.say(13)
	m.want(t, "off", "")
}

func TestTheTapGetsWhatGoesOutOnAChannel(t *testing.T) {
	d, m := newDesk(t), &machine{}
	d.room.SetTap(m)
	d.x.say(1)
	m.want(t, "without a lease", "")
	d.lease("x", true)
	d.x.say(2, 4)
	d.y.say(1)
	d.x.again(3)
	m.want(t, "the holder, with a repair, and not the standby", "x2@en x4@en x3@en")
	d.lease("x", false)
	d.x.say(5)
	d.lease("x", true)
	d.x.say(7, 8)
	d.x.again(6)
	m.want(t, "the gate was closed", "x7@en x8@en")
	d.lease("x", false) // and open again before anything comes
	d.lease("x", true)
	d.x.say(10)
	d.x.again(9)
	m.want(t, "what was said behind the closed gate, late", "x10@en")
	d.lease("y", true)
	d.x.say(11)
	d.y.say(2, 3)
	m.want(t, "a hand-over", "y2@en y3@en")
	d.x.e.SetTalkback(d.now, true)
	d.x.say(12)
	m.want(t, "to the floor", "x12")
	d.y.e.SetUnrecorded(true)
	d.y.say(4)
	m.want(t, "an interpreter who declined", "")
}

// count is a Tap that counts.
type count struct{ floor, channels, bytes int }

func (c *count) Sound(_ units.Instant, s sfu.Sound) {
	if c.bytes += len(s.Payload); s.Channel == "" {
		c.floor++
	} else {
		c.channels++
	}
}

func TestRecordingDoesNotAllocate(t *testing.T) {
	c, n := newCongress(t, 0), &count{}
	c.room.SetTap(n)
	c.warm()
	*n = count{}
	if a := testing.AllocsPerRun(500, c.packets); a != 0 {
		t.Errorf("%v allocations for a packet of the floor and of three channels that are recorded, want 0", a)
	}
	if n.floor != 501 || n.channels != 3*501 || n.bytes != 4*501*len(opusPayload) {
		t.Errorf("%+v", *n)
	}
	if a := testing.AllocsPerRun(500, func() { c.seq++; c.packets() }); a != 0 {
		t.Errorf("%v allocations with losses that are mended, want 0", a)
	}
	if n.floor != 3*501 {
		t.Errorf("with what was mended %d, want %d", n.floor, 3*501)
	}
}
