package sfu

import (
	"maps"
	"slices"

	"github.com/cumbre-meet/cumbre/internal/media/rtp"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// Endpoint is one client's PeerConnection in a Room: the sources that it sends and the slots that it receives.
type Endpoint struct {
	// What each packet that is sent touches.
	room      *Room
	transport Transport
	traffic   traffic
	down      downlink

	id        EndpointID
	order     uint64        // of joining
	place     int           // in the room's lists
	calmUntil units.Instant // the path need not be looked after before
	connected bool
	awaited   bool // the transport is new: Connected is to come
	gone      bool

	heard      bool
	viewer     bool
	unrecorded bool // its sounds are not for the Tap
	muted      map[SourceKind]bool
	wants      map[string]Want // by MID: of slots that may come again with another transport

	booth, talkback bool
	listens         map[string]SoundWant // by MID, as wants
	viewerChannel   string

	ext      Extensions // the same for all lines of a bundle (RFC 8843 section 9.1)
	sources  []*source
	bindings map[uint32]binding // at most two per layer, by construction
	rebinds  rebinds
	slots    []*slot
	bySSRC   map[uint32]*slot
	local    uint32 // SSRC that our reports and feedback carry

	spokeAt units.Instant // when it was last the dominant speaker

	resumed plea // when it was last given keyframes for that

	feedback feedback
	clock    clock
}

func newEndpoint(r *Room, id EndpointID, t Transport) *Endpoint {
	r.lastJoin++
	return &Endpoint{
		room: r, id: id, order: r.lastJoin, transport: t, awaited: true, heard: true,
		muted: map[SourceKind]bool{}, wants: map[string]Want{}, listens: map[string]SoundWant{},
		bindings: map[uint32]binding{}, bySSRC: map[uint32]*slot{}, local: 1,
	}
}

// ID returns the endpoint's name.
func (e *Endpoint) ID() EndpointID { return e.id }

// HandleRTP takes one decrypted RTP packet. It may change the bytes and keeps none of them.
func (e *Endpoint) HandleRTP(now units.Instant, datagram []byte) {
	stats := &e.room.stats
	p, err := rtp.Parse(datagram)
	if err != nil {
		stats.DroppedMalformed++
		return
	}
	b, ok := e.find(now, &p)
	if ok && !b.stream.src.mayCome(now, len(datagram)) {
		stats.DroppedOverRate++
		return // and not acknowledged: to an honest sender it is lost, and a reason to send less
	}
	e.feedback.arrived(now, &p, e.ext.TWCC)
	if !ok {
		stats.DroppedUnknown++
		return
	}
	stats.PacketsIn++
	stats.BytesIn += uint64(len(datagram))
	e.traffic.in += units.ByteCount(len(datagram))
	e.feedback.mediaSSRC = b.stream.ssrc
	line := &b.stream.src.line
	c, rtx := line.codecOf(p.PayloadType)
	if c == nil || (b.rtx && !rtx) {
		stats.DroppedPayloadType++
		return
	}
	in, ok := e.unpack(&p, c, rtx)
	if !ok {
		return
	}
	if line.Kind == Audio {
		in.level = levelOf(&p, e.ext.AudioLevel)
	}
	b.stream.receive(now, c, in)
}

// unpack finds the packet in what came: as it is, in RED, or the one that RTX repeats. ok is false where there is none.
func (e *Endpoint) unpack(p *rtp.Packet, c *Codec, rtx bool) (in packet, ok bool) {
	in = packet{seq: p.Sequence, time: p.Timestamp, marker: p.Marker, pt: c.PayloadType, payload: p.Payload}
	switch {
	case rtx:
		in.seq, in.payload, in.rtx = rtp.ParseRTX(p.Payload)
		return in, len(in.payload) > 0 // else padding, sent to probe the bandwidth
	case c.REDType != 0 && p.PayloadType == c.REDType && !in.readRedundancy():
		e.room.stats.DroppedMalformed++
		return in, false
	}
	return in, true
}

// Connected says that packets can be sent.
func (e *Endpoint) Connected(now units.Instant) {
	if e.gone || e.connected {
		return
	}
	e.room.catchUp()
	e.connected, e.awaited = true, false
	e.wake()
	e.room.dirty, e.room.soundsDirty = true, true
	e.room.update(now)
}

// Resumed says that the client was out of reach and has a path again: what is known of the former one counts no more, and
// its pictures begin anew, by keyframes. It asks for them by itself, too, but Chromium does so when the first packet
// comes, which may be before it can send on that path, and then again only after 3 s.
func (e *Endpoint) Resumed(now units.Instant) {
	if !e.connected || !e.resumed.allow(now) {
		return
	}
	e.down.renew(now)
	e.wake()
	e.beginAnew(now)
	for _, s := range e.slots {
		if s.via != nil && s.current != nil && s.line.Kind == Video { // goes on, for what was on air stays so
			s.current.requestKeyframe(now)
		}
	}
}

// Disconnected says that the transport is gone for good: nothing more is sent, the sources stop. The endpoint
// keeps its place until Leave or Replace.
func (e *Endpoint) Disconnected(now units.Instant) {
	e.awaited = false
	if !e.connected {
		return
	}
	e.room.catchUp()
	e.drop()
	e.room.update(now)
}

// drop stops everything that comes from and goes to the present transport.
func (e *Endpoint) drop() {
	for _, src := range e.sources {
		src.stop()
		src.dropStreams()
	}
	for _, s := range e.slots {
		s.detach()
	}
	e.connected, e.talkback = false, false
	e.room.dirty, e.room.soundsDirty = true, true
}

// SetLines replaces the lines after a renegotiation. Lines with the MID of an existing one keep their state.
func (e *Endpoint) SetLines(now units.Instant, lines []Line) {
	e.room.catchUp()
	if over := len(lines) - e.room.cfg.MaxLines; over > 0 {
		e.room.stats.LinesIgnored += uint64(over)
		lines = lines[:e.room.cfg.MaxLines]
	}
	e.ext = Extensions{}
	for i := range lines {
		e.ext.merge(lines[i].Ext)
	}
	e.setSources(lines)
	e.setSlots(lines)
	e.feedback.configure(e)
	e.down.configure(e)
	e.room.dirty, e.room.soundsDirty = true, true
	e.room.update(now)
}

// setSources keeps, makes and ends sources. Of several lines of one kind the first counts.
func (e *Endpoint) setSources(lines []Line) {
	var kept []*source
	for _, line := range lines {
		kind := kindOf(line.Use)
		if kind == "" || slices.ContainsFunc(kept, func(s *source) bool { return s.id.Kind == kind }) {
			continue
		}
		i := slices.IndexFunc(e.sources, func(s *source) bool { return s.line.MID == line.MID && s.id.Kind == kind })
		if i < 0 {
			kept = append(kept, newSource(e, line))
			continue
		}
		src := e.sources[i]
		if slices.Equal(src.line.RIDs, line.RIDs) {
			src.line = line
		}
		kept = append(kept, src)
	}
	for _, src := range e.sources {
		if !slices.Contains(kept, src) {
			src.stop()
			src.dropStreams()
		}
	}
	e.sources = kept
}

func (e *Endpoint) setSlots(lines []Line) {
	var kept []*slot
	for _, line := range lines {
		if line.Use.Sent() || line.Kind == 0 {
			continue
		}
		i := slices.IndexFunc(e.slots, func(s *slot) bool { return s.line.MID == line.MID && s.line.SSRC == line.SSRC })
		if i >= 0 {
			e.slots[i].line.Codecs = line.Codecs
			kept = append(kept, e.slots[i])
			continue
		}
		kept = append(kept, newSlot(e, line))
	}
	for _, s := range e.slots {
		if !slices.Contains(kept, s) {
			s.detach()
		}
	}
	e.slots = kept
	gone := func(mid string) bool {
		return !slices.ContainsFunc(kept, func(s *slot) bool { return s.line.MID == mid })
	}
	maps.DeleteFunc(e.wants, func(mid string, _ Want) bool { return gone(mid) })
	maps.DeleteFunc(e.listens, func(mid string, _ SoundWant) bool { return gone(mid) })
	clear(e.bySSRC)
	for _, s := range kept {
		e.bySSRC[s.line.SSRC] = s
	}
	if len(kept) > 0 {
		e.local = kept[0].line.SSRC
	}
	e.setWants()
}

// setWants gives the slots what they shall follow: a viewer's by their order, a client's by what it asked.
func (e *Endpoint) setWants() {
	pictures := 0
	for _, s := range e.slots {
		if s.line.Kind != Video {
			continue
		}
		switch w, asked := e.wants[s.line.MID]; {
		case e.viewer && pictures == 0:
			s.want = Want{MID: s.line.MID, Stage: true}
		case e.viewer:
			s.want = Want{MID: s.line.MID, Other: pictures}
		case asked:
			s.want = w
		case s.line.Use == StagePicture:
			s.want = Want{MID: s.line.MID, Stage: true}
		default:
			s.want = Want{MID: s.line.MID}
		}
		pictures++
	}
}

// Replace gives the endpoint a new transport with new lines (a reload): its sources keep their SourceID and go
// on when their packets come; its slots start anew after Connected, with the wants of the same MIDs.
func (e *Endpoint) Replace(now units.Instant, t Transport, lines []Line) {
	e.room.catchUp()
	e.drop()
	e.sources, e.slots = nil, nil
	clear(e.bindings)
	e.feedback, e.clock, e.traffic, e.down = feedback{}, clock{}, traffic{}, downlink{}
	e.transport, e.awaited = t, true
	e.SetLines(now, lines)
}

// Want says what picture slots shall show. Slots that are not named keep what they have.
func (e *Endpoint) Want(now units.Instant, wants []Want) {
	e.room.catchUp()
	var changed []*slot
	for _, w := range wants {
		if len(w.Channel) > maxChannelName {
			continue
		}
		i := slices.IndexFunc(e.slots, func(s *slot) bool { return s.line.MID == w.MID && s.line.Kind == Video })
		if i < 0 {
			continue
		}
		e.slots[i].want = w
		e.wants[w.MID] = w
		changed = append(changed, e.slots[i])
	}
	e.room.allot(now, e)
	for _, s := range changed {
		e.room.retarget(now, s)
	}
	e.room.demandAt = 0 // a layer that is needed anew is on at once
}

// SetHeard says whether the endpoint's sounds may be heard. New endpoints are heard.
func (e *Endpoint) SetHeard(now units.Instant, heard bool) {
	if e.heard == heard {
		return
	}
	e.room.catchUp()
	e.heard = heard
	for _, src := range e.sources {
		e.room.quieten(src)
	}
	e.room.update(now)
}

// SetMuted takes a signalled mute (or camera off): the source's packets are not forwarded, and it is not on
// anybody's stage or in anybody's slot, until it is taken back. New sources are not muted.
func (e *Endpoint) SetMuted(now units.Instant, kind SourceKind, muted bool) {
	if e.muted[kind] == muted {
		return
	}
	e.room.catchUp()
	e.muted[kind] = muted
	for _, src := range e.sources {
		if src.id.Kind == kind {
			src.muted = muted
			e.room.quieten(src)
		}
	}
	e.room.update(now)
}

// SetViewer makes the endpoint a viewer (WHEP): never on stage, not a source; its slots follow by themselves:
// the first video line the stage, further ones the others, audio lines the loudest that are heard.
func (e *Endpoint) SetViewer(viewer bool) {
	e.viewer = viewer
	e.setWants()
	e.room.dirty, e.room.soundsDirty = true, true
}

// source finds the endpoint's source of a kind, or nil.
func (e *Endpoint) source(kind SourceKind) *source {
	for _, s := range e.sources {
		if s.id.Kind == kind {
			return s
		}
	}
	return nil
}

// merge takes the identifiers that the line adds.
func (x *Extensions) merge(y Extensions) {
	for _, m := range [...]struct {
		to   *uint8
		from uint8
	}{
		{&x.MID, y.MID},
		{&x.RID, y.RID},
		{&x.RepairedRID, y.RepairedRID},
		{&x.AudioLevel, y.AudioLevel},
		{&x.TWCC, y.TWCC},
		{&x.AbsSendTime, y.AbsSendTime},
		{&x.DependencyDescriptor, y.DependencyDescriptor},
	} {
		if *m.to == 0 {
			*m.to = m.from
		}
	}
}
