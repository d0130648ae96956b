package simnet

import (
	"encoding/binary"
	"slices"
	"time"

	"github.com/cumbre-meet/cumbre/internal/media/codec"
	"github.com/cumbre-meet/cumbre/internal/media/nack"
	"github.com/cumbre-meet/cumbre/internal/media/red"
	"github.com/cumbre-meet/cumbre/internal/media/rtp"
	"github.com/cumbre-meet/cumbre/internal/sfu"
	"github.com/cumbre-meet/cumbre/internal/units"
)

const (
	reportEvery = time.Second
	nackEvery   = 20 * time.Millisecond
)

// Tag is what simulated payloads carry, so that tests see what arrived.
type Tag struct {
	Client   sfu.EndpointID
	Layer    uint8
	Sampled  units.Instant
	Frame    uint32
	Packet   uint8 // of the frame's Packets
	Packets  uint8
	Keyframe bool
}

const tagFixed = 17

func (t Tag) encode(dst []byte) []byte {
	key := byte(0)
	if t.Keyframe {
		key = 1
	}
	dst = append(dst, t.Layer, t.Packet, t.Packets, key)
	dst = binary.BigEndian.AppendUint32(dst, t.Frame)
	dst = binary.BigEndian.AppendUint64(dst, uint64(t.Sampled))
	dst = append(dst, byte(len(t.Client)))
	dst = append(dst, t.Client...)
	return append(dst, make([]byte, payloadPadding)...)
}

func decodeTag(b []byte) Tag {
	return Tag{
		Layer: b[0], Packet: b[1], Packets: b[2], Keyframe: b[3] == 1, Frame: binary.BigEndian.Uint32(b[4:]),
		Sampled: units.Instant(binary.BigEndian.Uint64(b[8:])), Client: sfu.EndpointID(b[tagFixed : tagFixed+int(b[16])]),
	}
}

// Arrival is one packet that a slot got.
type Arrival struct {
	Tag
	At      units.Instant
	Seq     units.Seq64
	Time    units.Time64
	Marker  bool
	Picture codec.Payload
	MID     string // as its header extension says
	RTX     bool
	// Redundant is what a sound in RED has of earlier packets, oldest first.
	Redundant []Tag
}

// Inbox is what came to one slot.
type Inbox struct {
	MID string
	// Arrivals are in the order of coming, without duplicates.
	Arrivals []Arrival
	// Duplicates counts packets that came more than once.
	Duplicates int
	// Reports are the sender reports.
	Reports []rtp.SenderReport
	// Deaf lets it send neither NACK nor reports.
	Deaf bool

	client  *Client
	kind    sfu.Kind
	repairs bool // asks for what is missing
	ssrc    uint32
	seen    map[units.Seq64]bool
	highest units.Seq64
	first   units.Seq64
	latest  units.Time64
	repair  nack.Requester
	wait    units.Instant // of the newest report
	came    int           // packets, without repairs
	told    struct {      // of that at the last receiver report
		highest units.Seq64
		came    int
	}
	player *Player // asks, where there is one, instead of repair
}

// Play makes the inbox one of a viewer who asks at once for what is missing, and again every retry.
func (in *Inbox) Play(retry time.Duration) *Player {
	c := in.client
	in.player = NewPlayer(c.meeting.Net, retry, func(seqs []uint16) {
		c.Up.Send(nack.AppendNACK(rtp.AppendRR(nil, 1, nil), 1, in.ssrc, seqs))
	}, func() { c.Up.Send(rtp.AppendPLI(rtp.AppendRR(nil, 1, nil), 1, in.ssrc)) })
	return in.player
}

func (in *Inbox) take(p *rtp.Packet, rtx bool) {
	net := in.client.meeting.Net
	seq, payload := p.Sequence, p.Payload
	if rtx {
		original, rest, ok := rtp.ParseRTX(p.Payload)
		if !ok {
			return
		}
		seq, payload = original, rest
	}
	if in.seen == nil {
		in.seen = map[units.Seq64]bool{}
		in.highest, in.latest = units.Seq64(seq)+1<<16, units.Time64(p.Timestamp)+1<<32
		in.first = in.highest
		in.told.highest = in.first - 1
	}
	n := units.UnwrapSeq(in.highest, seq)
	if in.repairs {
		in.repair.Received(net.now, n, false)
	}
	if in.seen[n] {
		in.Duplicates++
		return
	}
	in.seen[n] = true
	if !rtx {
		in.came++
	}
	in.highest = max(in.highest, n)
	a := in.arrival(p, n, payload, rtx)
	in.latest = max(in.latest, a.Time)
	if in.player != nil {
		in.player.Take(n, a.Tag)
	}
	in.Arrivals = append(in.Arrivals, a)
}

func (in *Inbox) arrival(p *rtp.Packet, n units.Seq64, payload []byte, rtx bool) Arrival {
	a := Arrival{
		At: in.client.meeting.Net.now, Seq: n, Time: units.UnwrapTime(in.latest, p.Timestamp), Marker: p.Marker, RTX: rtx,
		MID: string(p.Extension(extMID)),
	}
	a.Tag, a.Redundant, a.Picture = open(in.kind, p.PayloadType, payload)
	return a
}

// open finds what a simulated payload says.
func open(kind sfu.Kind, pt uint8, payload []byte) (t Tag, redundant []Tag, picture codec.Payload) {
	if kind == sfu.Audio {
		primary, redundant := openRED(pt, payload)
		return decodeTag(primary), redundant, codec.Payload{}
	}
	info, err := codec.Parse(codec.VP8, payload)
	must(err)
	at := 7
	if info.Keyframe {
		at = 16
	}
	return decodeTag(payload[at:]), nil, info
}

func openRED(pt uint8, payload []byte) (primary []byte, redundant []Tag) {
	if pt != ptRED {
		return payload, nil
	}
	p, err := red.Parse(payload, ptOpus)
	must(err)
	for w := p.Walk(payload); w.Next(); {
		redundant = append(redundant, decodeTag(w.Data))
	}
	slices.Reverse(redundant)
	return payload[p.Primary:], redundant
}

func (in *Inbox) reported(sr rtp.SenderReport) {
	in.Reports = append(in.Reports, sr)
	in.wait = in.client.meeting.Net.now
}

// InOrder is the arrivals by sequence number.
func (in *Inbox) InOrder() []Arrival {
	sorted := slices.Clone(in.Arrivals)
	slices.SortFunc(sorted, func(a, b Arrival) int { return int(a.Seq - b.Seq) })
	return sorted
}

// Missing is how many sequence numbers between the first and the last never came.
func (in *Inbox) Missing() int { return int(in.highest-in.first) + 1 - len(in.seen) }

// NTPOf is the server's NTP time of one of the slot's timestamps, by the newest sender report.
func (in *Inbox) NTPOf(t units.Time64, rate uint32) (units.Instant, bool) {
	if len(in.Reports) == 0 {
		return 0, false
	}
	sr := in.Reports[len(in.Reports)-1]
	ahead := time.Duration(float64(int32(uint32(t)-sr.RTPTime)) / float64(rate) * float64(time.Second))
	return units.Instant(rtp.NTPSub(sr.NTP, rtp.NTP(0))).Add(ahead), true
}

// takeLost is the share of packets that were lost since it was last called, in 1/256.
func (in *Inbox) takeLost() uint8 {
	expected, came := int(in.highest-in.told.highest), in.came-in.told.came
	in.told.highest, in.told.came = in.highest, in.came
	if came >= expected {
		return 0
	}
	return uint8(min(255, 256*(expected-came)/expected))
}

// report sends a receiver report for every slot that has something.
func (c *Client) report() {
	var blocks []rtp.Report
	for _, l := range c.Lines {
		in := c.Inboxes[l.MID]
		if in == nil || in.Deaf || len(in.seen) == 0 {
			continue
		}
		r := rtp.Report{SSRC: in.ssrc, HighestSeq: uint32(in.highest), FractionLost: in.takeLost()}
		if n := len(in.Reports); n > 0 {
			r.LastSR = rtp.NTPMiddle(in.Reports[n-1].NTP)
			r.DelaySince = uint32(c.meeting.Net.now.Sub(in.wait) << 16 / time.Second)
		}
		blocks = append(blocks, r)
	}
	if len(blocks) == 0 {
		return
	}
	late := time.Duration(0)
	if c.Late > 0 {
		late = time.Duration(c.meeting.Net.rand.Int64N(int64(c.Late)))
	}
	c.meeting.Net.After(late, func() { c.Up.Send(rtp.AppendRR(nil, 1, blocks)) })
}

// nack asks for what is missing.
func (c *Client) nack() {
	var due [nack.MaxMissing]uint16
	for _, l := range c.Lines {
		in := c.Inboxes[l.MID]
		if in == nil || in.Deaf || in.player != nil || in.repair.Missing() == 0 {
			continue
		}
		rtt := c.Up.Delay + c.Down.Delay
		if seqs := in.repair.Due(c.meeting.Net.now, rtt, due[:0]); len(seqs) > 0 {
			c.Up.Send(nack.AppendNACK(rtp.AppendRR(nil, 1, nil), 1, in.ssrc, seqs))
		}
	}
}
