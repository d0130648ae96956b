package simnet

import (
	"encoding/binary"
	"time"

	"github.com/cumbre-meet/cumbre/internal/media/nack"
	"github.com/cumbre-meet/cumbre/internal/media/red"
	"github.com/cumbre-meet/cumbre/internal/media/remb"
	"github.com/cumbre-meet/cumbre/internal/media/rtp"
	"github.com/cumbre-meet/cumbre/internal/sfu"
	"github.com/cumbre-meet/cumbre/internal/units"
)

const (
	frameTime      = time.Second / 30
	packetTime     = 20 * time.Millisecond
	senderReports  = time.Second
	sentHistory    = 2048
	framePackets   = 3 // of an interframe of the best layer
	keyPackets     = 8
	payloadPadding = 200
)

// outgoing is one RTP stream of a publisher.
type outgoing struct {
	client       *Client
	ssrc, rtx    uint32
	pt, rtxPT    uint8
	rate         uint32
	start        uint32 // timestamp at the client's epoch
	seq, rtxSeq  uint16
	mid, rid     string
	identify     bool
	sent         [sentHistory][]byte // whole packets, by sequence number
	packets      uint32
	bytes        uint32
	Asked        int // packets that a NACK asked for
	KeyframesPLI int
}

func newOutgoing(c *Client, pt uint8, rate uint32, mid, rid string) *outgoing {
	r := c.meeting.Net.rand
	return &outgoing{
		client: c, ssrc: c.meeting.nextSSRC(), rtx: c.meeting.nextSSRC(), pt: pt, rtxPT: pt + 1, rate: rate,
		start: r.Uint32(), seq: uint16(r.Uint32()), rtxSeq: uint16(r.Uint32()), mid: mid, rid: rid, identify: true,
	}
}

// timestamp is the media time of an instant.
func (o *outgoing) timestamp(t units.Instant) uint32 {
	return o.start + uint32(int64(t.Sub(o.client.epoch)/time.Microsecond)*int64(o.rate)/1e6)
}

func (o *outgoing) header(rtx bool) rtp.Header {
	h := rtp.NewHeader(o.ssrc, o.pt)
	rid := uint8(extRID)
	if rtx {
		h, rid = rtp.NewHeader(o.rtx, o.rtxPT), extRRID
	}
	if o.identify {
		must(h.AddExtension(extMID, []byte(o.mid)))
		if o.rid != "" {
			must(h.AddExtension(rid, []byte(o.rid)))
		}
	}
	o.client.twcc++
	must(h.AddExtension(extTWCC, binary.BigEndian.AppendUint16(nil, o.client.twcc)))
	return h
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func (o *outgoing) send(h rtp.Header, timestamp uint32, marker bool, payload []byte) {
	o.seq++
	packet := append(append([]byte(nil), h.Patch(o.seq, timestamp, marker)...), payload...)
	o.sent[o.seq%sentHistory] = packet
	o.packets++
	o.bytes += uint32(len(payload))
	o.client.Up.Send(append([]byte(nil), packet...))
}

// resend answers a NACK: on the retransmission stream where there is one.
func (o *outgoing) resend(seq uint16) {
	o.Asked++
	packet := o.sent[seq%sentHistory]
	if packet == nil {
		return
	}
	p, err := rtp.Parse(packet)
	must(err)
	if p.Sequence != seq {
		return
	}
	if o.rtx == 0 {
		o.client.Up.Send(append([]byte(nil), packet...))
		return
	}
	payload, _ := openRED(p.PayloadType, p.Payload) // a retransmission is of Opus alone
	o.rtxSeq++
	h := o.header(true)
	o.client.Up.Send(rtp.AppendRTX(append([]byte(nil), h.Patch(o.rtxSeq, p.Timestamp, p.Marker)...), seq, payload))
}

func (o *outgoing) report() bool {
	now := o.client.meeting.Net.now
	o.client.Up.Send(rtp.AppendCNAME(rtp.AppendSR(nil, rtp.SenderReport{
		SSRC: o.ssrc, NTP: o.client.ntp(now), RTPTime: o.timestamp(now), Packets: o.packets, Bytes: o.bytes,
	}), o.ssrc, string(o.client.ID)))
	return true
}

// ntp is the client's own clock.
func (c *Client) ntp(t units.Instant) uint64 { return rtp.NTP(units.Instant(t.Sub(c.epoch))) }

// Sound is a simulated microphone.
type Sound struct {
	// Level is what its audio level extension says; 127 is silence.
	Level uint8
	out   *outgoing
	level bool
	on    bool
	count uint32
	red   int
	past  []spoken // the latest red packets
}

// spoken is a packet of sound for the redundancy of later ones.
type spoken struct {
	time uint32
	data []byte
}

func newSound(c *Client, line *sfu.Line, shape Shape) *Sound {
	s := &Sound{Level: 30, out: newOutgoing(c, ptOpus, 48000, line.MID, ""), level: !shape.NoLevel, red: shape.RED}
	if !shape.SoundRepair || shape.NoRTX {
		s.out.rtx = 0
	}
	return s
}

// Start begins to send a packet every 20 ms.
func (s *Sound) Start() {
	if s.on {
		return
	}
	s.on = true
	net := s.out.client.meeting.Net
	net.Every(packetTime, func() bool { return s.on && s.packet() })
	net.Every(senderReports, func() bool { return s.on && s.out.report() })
}

// StopSending stops it.
func (s *Sound) StopSending() { s.on = false }

func (s *Sound) packet() bool {
	now := s.out.client.meeting.Net.now
	h := s.out.header(false)
	if s.level {
		must(h.AddExtension(extLevel, []byte{s.Level}))
	}
	s.count++
	tag := Tag{Client: s.out.client.ID, Sampled: now, Frame: s.count, Packets: 1, Keyframe: true}
	at := s.out.timestamp(now)
	payload := s.encode(&h, tag, at)
	s.out.send(h, at, false, payload)
	return true
}

// encode makes a packet's payload: Opus, or RED with what was said before.
func (s *Sound) encode(h *rtp.Header, tag Tag, at uint32) []byte {
	data := tag.encode(nil)
	if s.red == 0 {
		return data
	}
	h.SetPayloadType(ptRED)
	var blocks []red.Block
	for _, p := range s.past {
		if ago := at - p.time; ago <= red.MaxOffset {
			blocks = append(blocks, red.Block{Offset: uint16(ago), Data: p.data})
		}
	}
	s.past = append(s.past, spoken{at, data})
	s.past = s.past[max(0, len(s.past)-s.red):]
	return red.Append(nil, ptOpus, data, blocks...)
}

// Video is a simulated camera or screen, with one layer or three.
type Video struct {
	Layers []*Layer // best first
	client *Client
	on     bool
}

// Layer is one simulcast layer of it.
type Layer struct {
	*outgoing
	Height  int
	Off     bool // the sender does not send it
	Packets int  // that were sent

	index    int
	packetsN int
	keyN     int // of a keyframe
	more     int // bytes that are added to each packet
	key      bool
	frame    uint32
	picture  uint16
	tl0      uint8
}

func newVideo(c *Client, line *sfu.Line, s Shape) *Video {
	v := &Video{client: c}
	rids, height := []string{""}, 720
	if s.Simulcast {
		rids = []string{"f", "h", "q"}
		line.RIDs = rids
	}
	if s.NoIdentifiers {
		line.RTXPairs = map[uint32]uint32{}
	}
	for i, rid := range rids {
		o := newOutgoing(c, ptVP8, 90000, line.MID, rid)
		o.identify = !s.NoIdentifiers
		if s.NoIdentifiers {
			line.SSRCs = append(line.SSRCs, o.ssrc, o.rtx)
			line.RTXPairs[o.rtx] = o.ssrc
		}
		if s.NoRTX {
			o.rtx = 0
		}
		v.Layers = append(v.Layers, &Layer{
			outgoing: o, Height: height >> i, index: i, packetsN: max(1, framePackets-i), keyN: keyPackets, key: true,
			picture: uint16(c.meeting.Net.rand.Uint32()) & 0x7FFF, tl0: uint8(c.meeting.Net.rand.Uint32()),
		})
	}
	return v
}

// Start begins to send 30 frames a second, the first one a keyframe.
func (v *Video) Start() {
	if v.on {
		return
	}
	v.on = true
	net := v.client.meeting.Net
	net.Every(frameTime, func() bool {
		for _, l := range v.Layers {
			if !l.Off && v.on {
				l.encode(net.now)
			}
		}
		return v.on
	})
	net.Every(senderReports, func() bool {
		for _, l := range v.Layers {
			if !l.Off && v.on {
				l.report()
			}
		}
		return v.on
	})
}

// Weigh makes each frame, but keyframes, so many packets, and each packet larger by some bytes.
func (l *Layer) Weigh(packets, more int) { l.packetsN, l.more = packets, more }

// WeighKeyframes makes each keyframe so many packets.
func (l *Layer) WeighKeyframes(packets int) { l.keyN = packets }

// encode sends one frame.
func (l *Layer) encode(now units.Instant) {
	key := l.key
	l.key = false
	n := l.packetsN
	if key {
		n = l.keyN
	}
	l.frame++
	l.picture = (l.picture + 1) & 0x7FFF
	l.tl0++
	for i := range n {
		tag := Tag{
			Client: l.client.ID, Layer: uint8(l.index), Sampled: now, Frame: l.frame,
			Packet: uint8(i), Packets: uint8(n), Keyframe: key,
		}
		l.Packets++
		l.send(l.header(false), l.timestamp(now), i == n-1, append(tag.encode(l.descriptor(i == 0, key)), make([]byte, l.more)...))
	}
}

// descriptor is the VP8 payload descriptor (RFC 7741 section 4.2) and, at a start, the frame header.
func (l *Layer) descriptor(start, key bool) []byte {
	b := []byte{0x80, 0xE0, 0x80 | byte(l.picture>>8), byte(l.picture), l.tl0, 0}
	if !start {
		return append(b, 0xFF)
	}
	b[0] |= 0x10
	if !key {
		return append(b, 0x01)
	}
	w := l.Height * 16 / 9
	return append(b, 0x00, 0, 0, 0x9D, 0x01, 0x2A, byte(w), byte(w>>8), byte(l.Height), byte(l.Height>>8))
}

// control takes what the server tells the client.
func (c *Client) control(compound []byte) {
	walk := rtp.WalkCompound(compound)
	for walk.Next() {
		switch {
		case walk.Type == rtp.TypeSR:
			if sr, err := walk.ParseSR(); err == nil {
				c.streams[sr.SSRC].inbox.reported(sr)
			}
		case walk.Type == rtp.TypeRR && walk.Reports() > 0:
			c.Reports++
		case walk.Type == rtp.TypeRTPFB && walk.Count == rtp.FormatNACK:
			c.answer(walk.Raw)
		case walk.Type == rtp.TypeRTPFB && walk.Count == rtp.FormatTWCC:
			c.FeedbackTWCC++
		case walk.Type == rtp.TypePSFB && walk.Count == rtp.FormatPLI:
			if l := c.layer(nack.MediaSSRC(walk.Raw)); l != nil {
				l.key = true
				l.KeyframesPLI++
			}
		case walk.Type == rtp.TypePSFB && walk.Count == rtp.FormatREMB:
			if _, err := remb.Parse(walk.Raw, nil); err == nil {
				c.REMBs++
			}
		}
	}
	must(walk.Err)
}

func (c *Client) answer(raw []byte) {
	ssrc := nack.MediaSSRC(raw)
	if l := c.layer(ssrc); l != nil {
		must(nack.ParseNACK(raw, l.resend))
	}
	if c.Mic != nil && c.Mic.out.ssrc == ssrc {
		must(nack.ParseNACK(raw, c.Mic.out.resend))
	}
}

func (c *Client) layer(ssrc uint32) *Layer {
	for _, v := range []*Video{c.Camera, c.Screen} {
		if v == nil {
			continue
		}
		for _, l := range v.Layers {
			if l.ssrc == ssrc {
				return l
			}
		}
	}
	return nil
}
