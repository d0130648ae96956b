package sfu

import (
	"slices"
	"time"

	"github.com/cumbre-meet/cumbre/internal/media/history"
	"github.com/cumbre-meet/cumbre/internal/media/rewrite"
	"github.com/cumbre-meet/cumbre/internal/media/rtp"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// slot is one receive line of an endpoint: a fixed stream whose source changes.
type slot struct {
	// What each packet touches lies together: with hundreds of viewers it is memory that takes the time.
	ep      *Endpoint
	via     *channel // that it shall carry
	codec   *Codec   // of current, as this line negotiated it
	packets uint32
	octets  uint32
	outTime uint32 // of the latest packet
	knownAt uint16 // first sequence number without the MID
	kind    Kind   // the line's
	known   bool
	tracked bool // its packets carry transport-wide sequence numbers
	sent    bool // something since the switch
	fresh   bool // a sound: the next packet begins anew
	direct  bool // a sound: on somebody's wish, not by the rules of the floor
	refused bool // the receiver cannot decode src
	repair  repair
	header  rtp.Header
	rw      rewrite.Rewriter

	line    Line
	want    Want    // of a picture
	src     *source // what it shall show
	current *stream // what is forwarded to it
	pending *stream // whose keyframe it waits for
	shown   SourceID

	taken    *channel // that current was taken for
	shownVia string   // the channel that was told with shown

	allotted *source // that limit is for
	limit    int     // best layer that the path carries; allocate.Paused: none
	paused   bool    // shows nothing for that reason

	stamped  rtp.Header // with the MID, until the receiver has shown that it knows the stream
	rtx      rtp.Header
	rtxSeq   uint16
	reportAt units.Instant
	plea     plea
	lossDown float64
	reported uint32 // highest sequence number that the receiver has reported; 0: none
	twin     twin
}

// packetTime is the usual duration of an Opus packet.
const packetTime = 20 * time.Millisecond

func newSlot(e *Endpoint, line Line) *slot {
	s := &slot{ep: e, line: line, kind: line.Kind}
	rate, step := uint32(90000), time.Duration(0)
	if line.Kind == Audio {
		rate, step = 48000, packetTime
	}
	if len(line.Codecs) > 0 && line.Codecs[0].ClockRate > 0 {
		rate = line.Codecs[0].ClockRate
	}
	// RFC 3550 section 5.1 asks for starts that cannot be foretold: they are as random as the SSRC. Below 2^15 a
	// lost beginning cannot confuse the receiver's rollover counter (RFC 3711 section 3.3.1).
	mixed := line.SSRC * 2654435761
	s.rw = rewrite.New(rewrite.Config{
		ClockRate: rate, FirstSeq: uint16(mixed>>16) & 0x7FFF, FirstTime: mixed, MinStep: step,
	})
	s.rtxSeq = uint16(mixed) & 0x7FFF
	s.header = rtp.NewHeader(line.SSRC, 0)
	s.rtx = rtp.NewHeader(line.RTXSSRC, 0)
	s.stamped = s.header
	if len(line.Codecs) > 0 { // until a source says otherwise
		s.rtx.SetPayloadType(line.Codecs[0].RTXType)
	}
	s.tracked = line.tracked()
	if s.tracked {
		for _, h := range [...]*rtp.Header{&s.header, &s.stamped, &s.rtx} {
			_ = h.AddTransportSequence(line.Ext.TWCC) // fits: it is the first
		}
	}
	if line.Ext.MID != 0 && line.MID != "" {
		_ = s.stamped.AddExtension(line.Ext.MID, []byte(line.MID)) // longer than 16 bytes: goes without
		_ = s.rtx.AddExtension(line.Ext.MID, []byte(line.MID))
	}
	return s
}

// forward sends one packet of the present source, or has it wait where the endpoint's packets are spread over time. It is
// the packet path: no allocation, no search.
func (s *slot) forward(now units.Instant, e *history.Entry) {
	if s.ep.down.pace.on && s.kind == Video && s.ep.down.pace.holds(now, s, e) {
		return
	}
	s.forwardNow(now, e)
}

func (s *slot) forwardNow(now units.Instant, e *history.Entry) {
	out, ok := s.rw.Map(e.Seq, e.Time, &e.Picture)
	if !ok { // from before the switch
		if s.via != nil {
			s.ep.room.stats.ChannelStale++
		}
		return
	}
	if s.via != nil {
		s.ep.room.stats.ChannelPackets++
	}
	s.packets++
	s.repair.earn()
	s.outTime = out.Time
	if s.kind == Audio && s.codec.REDType == 0 && s.ep.down.deepens(now) {
		s.sendWithTwin(now, out, e)
		return
	}
	s.octets += uint32(s.send(now, out, e))
}

// headerFor patches the header of a packet, of a sound with payload type pt: otherwise the same each time that it is made, apart from the
// transport-wide sequence number.
func (s *slot) headerFor(out rewrite.Out, e *history.Entry, pt uint8) *rtp.Header {
	h := &s.stamped
	if s.known && int16(out.Seq-s.knownAt) >= 0 {
		h = &s.header
	}
	if s.kind == Audio {
		h.SetPayloadType(pt)
	}
	marker := e.Marker || (out.First && s.kind == Audio) // RFC 3551 section 4.1: a talkspurt begins
	h.Patch(out.Seq, out.Time, marker)
	return h
}

// send sends a packet on the stream itself, and returns the bytes of its payload.
func (s *slot) send(now units.Instant, out rewrite.Out, e *history.Entry) int {
	payload, pt := s.payload(now, out, e)
	e.Picture.SetPictureID(payload, out.PictureID, out.TL0PICIDX)
	s.transmit(now, s.headerFor(out, e, pt), payload, out.Seq)
	return len(payload)
}

// transmit sends a packet, and returns it as it left; seq is the sequence number of the one that it is, or repairs.
func (s *slot) transmit(now units.Instant, h *rtp.Header, payload []byte, seq uint16) (sent []byte) {
	n := h.Len() + len(payload)
	s.sent = true
	s.count(n)
	if number, tracked := s.ep.down.stamp(now, s, h, n, false); tracked {
		s.ep.down.ledger.note(number, s, seq)
	}
	return s.ep.transport.SendRTP(h.Bytes(), payload)
}

// count counts a packet of n bytes that goes out.
func (s *slot) count(n int) {
	s.ep.room.stats.PacketsOut++
	s.ep.room.stats.BytesOut += uint64(n)
	s.ep.traffic.out += units.ByteCount(n)
}

// commit switches to a stream from a keyframe on, whose first packet is first: all that is there of it is sent at
// once.
func (s *slot) commit(now units.Instant, st *stream, first units.Seq64) {
	s.ep.down.pace.hurry(now, s)
	s.detach()
	e, newest := st.ring.Get(first), st.newest()
	if e == nil || newest == nil || !s.adopt(st) {
		return
	}
	s.switchTo(now, st, e, newest)
	for seq := first; seq <= newest.Seq; seq++ {
		if e := st.ring.Get(seq); e != nil {
			s.forward(now, e)
		}
	}
}

// begin switches to a sound from one packet on.
func (s *slot) begin(now units.Instant, st *stream, e *history.Entry) {
	s.fresh, s.twin.sent = false, s.twin.sent[:0]
	s.switchTo(now, st, e, e)
}

func (s *slot) switchTo(now units.Instant, st *stream, e, newest *history.Entry) {
	s.rw.Switch(rewrite.Switch{
		Stream: st.id, First: e.Seq, Time: e.Time, Anchor: newest.Time,
		At: st.sampledAt(now, newest), Picture: e.Picture,
	})
	s.ep.room.stats.Switches++
	s.reportAt, s.sent = 0, false
	s.ep.wake() // the first report goes out at once
	if s.shown != st.src.id || s.shownVia != s.via.name() {
		s.show(st.src.id, s.rw.Time(e.Time), st.width, st.height)
	}
}

// adopt makes st the slot's stream, if its receiver can decode it.
func (s *slot) adopt(st *stream) bool {
	c := s.line.matching(st.codec)
	if c == nil {
		return false
	}
	s.codec = c
	for _, h := range [...]*rtp.Header{&s.header, &s.stamped} {
		h.SetPayloadType(c.PayloadType)
	}
	s.rtx.SetPayloadType(c.RTXType)
	s.current, s.taken = st, s.via
	st.subs = append(st.subs, s)
	return true
}

func (s *slot) show(id SourceID, at uint32, width, height int) {
	s.shown, s.shownVia = id, ""
	if !id.IsZero() {
		s.shownVia = s.via.name()
	}
	s.ep.room.events.SlotChanged(SlotChange{
		Endpoint: s.ep.id, MID: s.line.MID, Source: id, Channel: s.shownVia, RTPTime: at, Width: width, Height: height,
		Paused: s.paused,
	})
}

// detach stops forwarding and waiting. What comes of a sound, or of a channel's picture, from now on is not sent on
// request either: it was not meant for this slot.
func (s *slot) detach() {
	if s.current != nil {
		s.current.subs = without(s.current.subs, s)
		s.current = nil
	}
	if s.kind == Audio || s.taken != nil {
		s.rw.End(s.ep.room.arrivals)
		s.taken = nil
	}
	s.unwait()
}

// wait is for the next keyframe of st; what the slot has goes on until then.
func (s *slot) wait(st *stream) {
	if s.pending == st {
		return
	}
	s.unwait()
	s.pending = st
	st.pending = append(st.pending, s)
}

func (s *slot) unwait() {
	if s.pending != nil {
		s.pending.pending = without(s.pending.pending, s)
		s.pending = nil
	}
}

// clear makes the slot show nothing.
func (s *slot) clear() {
	s.detach()
	s.src = nil
	was := s.paused
	s.resume()
	if !s.shown.IsZero() || was {
		s.show(SourceID{}, 0, 0, 0)
	}
}

func without(list []*slot, s *slot) []*slot {
	i := slices.Index(list, s)
	if i < 0 {
		return list
	}
	last := len(list) - 1
	list[i] = list[last]
	list[last] = nil
	return list[:last]
}
