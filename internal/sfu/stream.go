package sfu

import (
	"slices"
	"time"

	"github.com/cumbre-meet/cumbre/internal/media/codec"
	"github.com/cumbre-meet/cumbre/internal/media/history"
	"github.com/cumbre-meet/cumbre/internal/media/nack"
	"github.com/cumbre-meet/cumbre/internal/media/red"
	"github.com/cumbre-meet/cumbre/internal/media/rtp"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// restartAfter is how many packets in a row may come from far behind before they count as a new beginning (RFC 3550
// appendix A.1 takes 2; a replayed burst must not do it).
const restartAfter = 5

// stream is one incoming RTP stream: a sound, or one simulcast layer of a picture.
type stream struct {
	id    uint32 // unique in the Room, for rewrite.Resolve
	src   *source
	layer int
	ssrc  uint32
	rtx   uint32 // SSRC of its retransmissions; 0: not seen
	codec *Codec
	kind  codec.Kind

	ring     *history.Ring
	nack     nack.Requester
	started  bool
	seq      units.Seq64  // highest
	barred   units.Seq64  // highest when the source last came on air in a channel: no older keyframe may be shown there
	time     units.Time64 // of that packet
	late     int          // packets in a row from far behind
	lateNext uint16

	boundAt    units.Instant
	lastPacket units.Instant
	meter      meter
	reception  reception
	report     senderReport
	tapped     tapped // on the floor
	keyframe   keyframeRequest
	width      int
	height     int

	queue    []units.Seq64 // of a picture: wait for the end of the turn
	queuedAt units.Instant // when the last of them came

	subs    []*slot // that this stream is forwarded to
	pending []*slot // that wait for a keyframe of it
}

// packet is what came, plain or as the retransmission of it.
type packet struct {
	seq     uint16
	time    uint32
	marker  bool
	pt      uint8
	payload []byte
	rtx     bool
	level   uint8 // of sound
	red     red.Payload
}

func kindOfCodec(n CodecName) codec.Kind {
	switch n {
	case VP8:
		return codec.VP8
	case H264:
		return codec.H264
	case VP9:
		return codec.VP9
	case AV1:
		return codec.AV1
	default: // sound, and what we do not look into
		return codec.Opaque
	}
}

// receive takes one packet: store it, mend what is missing, forward it.
func (st *stream) receive(now units.Instant, c *Codec, p packet) {
	r := st.src.ep.room
	if c != st.codec {
		st.setCodec(c)
	}
	seq, ok := st.unwrap(p)
	if !ok {
		r.stats.DroppedLate++
		return
	}
	at := units.UnwrapTime(st.time, p.time)
	if now.Sub(st.lastPacket) >= aliveFor {
		r.dirty = true // the layer came alive: somebody may want it
	}
	st.lastPacket = now
	st.meter.bytes += units.ByteCount(len(p.payload) + rtp.HeaderSize)
	st.src.start(now)
	if !p.rtx {
		st.reception.note(now, seq, p.time, st.codec.ClockRate)
	}
	st.mend(now, seq, at, &p)
	entry := st.store(now, seq, at, p)
	if st.codec.NACK && st.nack.Received(now, seq, entry != nil && entry.Keyframe) {
		r.stats.Recovered++
	}
	if seq >= st.seq {
		st.seq, st.time = seq, at
	}
	if entry != nil {
		st.forward(now, entry, p.level)
	}
}

// unwrap extends the sequence number. Far behind the ring is late, unless that goes on: then the sender began anew.
func (st *stream) unwrap(p packet) (seq units.Seq64, ok bool) {
	if !st.started {
		st.started = true
		st.seq = units.Seq64(p.seq) + 1<<16
		st.time = units.Time64(p.time) + 1<<32
		return st.seq, true
	}
	seq = units.UnwrapSeq(st.seq, p.seq)
	if seq > st.seq-units.Seq64(st.ring.Slots()) {
		st.late = 0
		return seq, true
	}
	if p.rtx || (st.late > 0 && p.seq != st.lateNext) {
		st.late = 0
		return 0, false
	}
	st.late++
	st.lateNext = p.seq + 1
	if st.late < restartAfter {
		return 0, false
	}
	st.restart()
	seq = units.UnwrapSeq(st.seq+1<<16, p.seq)
	st.time = units.Time64(p.time) + (st.time>>32+1)<<32
	return seq, true
}

// restart begins anew: those who watch wait for a keyframe.
func (st *stream) restart() {
	st.catchUp()
	st.late = 0
	st.ring.Forget()
	st.nack.Reset()
	st.reception.restart()
	st.report = senderReport{}
	st.suspend()
}

// suspend makes all who watch wait for the next keyframe (a picture) or start anew with the next packet (a sound).
func (st *stream) suspend() {
	if st.src.line.Kind == Audio {
		st.freshen()
		return
	}
	for _, s := range st.subs {
		s.current = nil
	}
	st.subs = st.subs[:0]
	st.src.ep.room.dirty = true
}

// freshen makes the next packet of a sound begin anew in the slots that carry it, as after a pause.
func (st *stream) freshen() {
	for _, s := range st.subs {
		s.fresh = true
	}
}

func (st *stream) setCodec(c *Codec) {
	st.catchUp()
	changed := st.codec != nil && (st.codec.Name != c.Name || st.codec.Profile != c.Profile)
	st.codec, st.kind = c, kindOfCodec(c.Name)
	if changed {
		st.ring.Forget()
		st.suspend()
	}
	st.src.ep.room.dirty, st.src.ep.room.soundsDirty = true, true
}

// store parses and keeps a packet; nil if it is not worth forwarding.
func (st *stream) store(now units.Instant, seq units.Seq64, at units.Time64, p packet) *history.Entry {
	stats := &st.src.ep.room.stats
	var info codec.Payload
	if len(p.payload) > 0 { // padding-only packets go along: leaving them out would look like loss
		var err error
		if info, err = codec.Parse(st.kind, p.payload); err != nil {
			stats.DroppedMalformed++
			return nil
		}
	}
	st.src.ep.room.arrivals++
	entry, result := st.ring.Insert(history.Entry{
		Seq: seq, Time: at, At: now, Arrival: st.src.ep.room.arrivals, PayloadType: p.pt, Marker: p.marker,
		Keyframe: info.Keyframe && (info.Start || st.startsFrame(seq)), Picture: info, Redundancy: p.red,
	}, p.payload)
	switch result {
	case history.Stored:
	case history.Duplicate:
		stats.DroppedDuplicate++
	case history.TooOld:
		stats.DroppedLate++
	case history.TooLarge:
		stats.DroppedOversize++
	}
	if entry != nil && info.Width > 0 {
		st.setSize(int(info.Width), int(info.Height))
	}
	return entry
}

// startsFrame tells that a keyframe that does not say where it starts (an H.264 IDR picture) may be entered here:
// the packet before it is known, so that no parameter sets are on their way.
func (st *stream) startsFrame(seq units.Seq64) bool {
	_, some := st.ring.Highest()
	return !some || st.ring.Get(seq-1) != nil
}

func (st *stream) setSize(w, h int) {
	st.width, st.height = w, h
	if st.src.heights[st.layer] != h {
		st.src.heights[st.layer] = h
		st.src.ep.room.dirty = true
	}
}

// forward gives a stored packet to all who watch, and lets those in who waited for a keyframe.
func (st *stream) forward(now units.Instant, e *history.Entry, level uint8) {
	if st.src.line.Kind == Audio {
		st.forwardSound(now, e, level)
		return
	}
	st.src.countGated()
	if st.src.muted {
		st.src.ep.room.stats.DroppedMuted++
		return
	}
	if e.Keyframe {
		st.keyframe.came()
	}
	st.enqueue(now, e)
	if e.Keyframe && len(st.pending) > 0 {
		st.catchUp()
		st.admit(now, e)
	} else if !st.src.ep.room.cfg.Turns {
		st.catchUp()
	}
}

// admit lets those in who waited for this keyframe.
func (st *stream) admit(now units.Instant, e *history.Entry) {
	for _, s := range slices.Backward(st.pending) { // commit takes s out, and moves the last one to its place
		if !s.bars(st, e.Seq) {
			s.commit(now, st, e.Seq)
		}
	}
}

func (st *stream) forwardSound(now units.Instant, e *history.Entry, level uint8) {
	src := st.src
	if src.ep.booth || len(src.holds) > 0 {
		src.listened(now, level)
	}
	worth := src.hear(now, level)
	st.record(now, e, level, worth)
	for _, s := range st.subs {
		switch {
		case !worth && (!s.direct || src.muted):
			s.fresh = true
		case s.fresh && e.Seq < st.seq: // overtaken: what it belongs to was before this slot's time
			if s.via != nil {
				src.ep.room.stats.ChannelStale++
			}
		case s.fresh:
			s.begin(now, st, e)
			s.forward(now, e)
		default:
			for _, lost := range src.ep.room.mended {
				s.forward(now, lost)
			}
			s.forward(now, e)
		}
	}
}

// newest is the newest packet that is kept, or nil.
func (st *stream) newest() *history.Entry {
	seq, ok := st.ring.Highest()
	if !ok {
		return nil
	}
	return st.ring.Get(seq)
}

// replayable tells from where the keyframe cache can serve a new watcher, with a keyframe of that age at most.
func (st *stream) replayable(now units.Instant, age time.Duration) (first units.Seq64, ok bool) {
	cfg := &st.src.ep.room.cfg
	if !st.started || now.Sub(st.lastPacket) >= aliveFor {
		return 0, false
	}
	return st.ring.Replayable(cfg.ReplayPackets, now.Add(-age))
}

// unbind takes the stream out of the Room: its SSRC is forgotten, slots stop.
func (st *stream) unbind() {
	st.catchUp()
	e := st.src.ep
	delete(e.bindings, st.ssrc)
	delete(e.bindings, st.rtx)
	delete(e.room.streams, st.id)
	for _, s := range st.subs {
		s.current = nil
	}
	for _, s := range st.pending {
		s.pending = nil
	}
	st.subs, st.pending = nil, nil
	if st.src.streams[st.layer] == st {
		st.src.streams[st.layer] = nil
	}
	e.room.dirty, e.room.soundsDirty = true, true
}

// sampledAt is when the source sampled the timestamp, on our clock: by its sender reports, or by its arrival
// where there are none or they cannot be right.
func (st *stream) sampledAt(now units.Instant, e *history.Entry) units.Instant {
	if at, ok := st.report.instant(st, e.Time); ok && now.Sub(at).Abs() < maxReportError {
		return at
	}
	return e.At
}

// maxReportError is how far a sender report may put a packet from now. More would let a wrong report delay a
// picture by as much; less would distrust reports on slow paths, and lose the exactness of switches there.
const maxReportError = 500 * time.Millisecond

// rtpAt is the source's timestamp at an instant: by its sender reports, or by the arrival of its newest packet.
func (st *stream) rtpAt(now units.Instant) units.Time64 {
	if st.report.known {
		sent := st.src.ep.clock.instant(st.report.ntp)
		return st.report.time + ticks(now.Sub(sent), st.codec.ClockRate)
	}
	if e := st.newest(); e != nil {
		return e.Time + ticks(now.Sub(e.At), st.codec.ClockRate)
	}
	return st.time
}

func ticks(d time.Duration, rate uint32) units.Time64 {
	seconds, rest := int64(d/time.Second), int64(d%time.Second)
	return units.Time64(seconds*int64(rate) + rest*int64(rate)/int64(time.Second))
}

// levelOf is the audio level of a packet; sound without one counts as speech.
func levelOf(p *rtp.Packet, ext uint8) uint8 {
	if level, _, ok := rtp.AudioLevel(p.Extension(ext)); ok {
		return level
	}
	return speechLevel
}
