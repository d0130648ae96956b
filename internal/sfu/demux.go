package sfu

import (
	"slices"
	"time"

	"github.com/cumbre-meet/cumbre/internal/media/history"
	"github.com/cumbre-meet/cumbre/internal/media/rtp"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// maxRebinds is how often in a second an endpoint's layers may change their SSRC. More would let a sender that
// changes it with each packet make us forget and begin anew with each packet; less would refuse a reload.
const maxRebinds = 8

// rebinds counts such changes.
type rebinds struct {
	second int64
	count  int
}

func (r *rebinds) allow(now units.Instant) bool {
	if second := int64(now) / int64(time.Second); second != r.second {
		*r = rebinds{second: second}
	}
	r.count++
	return r.count <= maxRebinds
}

// binding is what an SSRC stands for.
type binding struct {
	stream *stream
	rtx    bool
}

// address is where an unknown SSRC belongs.
type address struct {
	src   *source
	layer int
	rtx   bool
	codec *Codec
}

// find tells what a packet belongs to, by its SSRC or, for a new one, by what the packet and the negotiation say
// (RFC 8843 section 9.2, RFC 8852). A packet that belongs nowhere leaves no state.
func (e *Endpoint) find(now units.Instant, p *rtp.Packet) (b binding, ok bool) {
	if b, ok = e.bindings[p.SSRC]; ok {
		return b, true
	}
	a, ok := e.locate(p)
	if !ok {
		return binding{}, false
	}
	return e.bind(now, p.SSRC, a)
}

func (e *Endpoint) locate(p *rtp.Packet) (address, bool) {
	src, declared := e.declared(p)
	if src == nil {
		if src = e.byMID(p.Extension(e.ext.MID)); src == nil {
			src = e.byPayloadType(p.PayloadType)
		}
	}
	if src == nil {
		return address{}, false
	}
	c, rtx := src.line.codecOf(p.PayloadType)
	if c == nil {
		return address{}, false
	}
	a := address{src: src, rtx: rtx, codec: c}
	if len(src.line.RIDs) == 0 {
		return a, true
	}
	id := p.Extension(e.ext.RID)
	if rtx && len(id) == 0 {
		id = p.Extension(e.ext.RepairedRID)
	}
	a.layer = slices.IndexFunc(src.line.RIDs, func(rid string) bool { return rid == string(id) })
	if a.layer < 0 && declared {
		a.layer = declaredLayer(&src.line, p.SSRC)
	}
	return a, a.layer >= 0
}

// declared finds the source whose SDP named the SSRC.
func (e *Endpoint) declared(p *rtp.Packet) (src *source, ok bool) {
	for _, s := range e.sources {
		if _, rtx := s.line.RTXPairs[p.SSRC]; rtx || slices.Contains(s.line.SSRCs, p.SSRC) {
			return s, true
		}
	}
	return nil, false
}

// declaredLayer is the layer of an SSRC that was declared together with RIDs: in their order.
func declaredLayer(l *Line, ssrc uint32) int {
	if primary, ok := l.RTXPairs[ssrc]; ok {
		ssrc = primary
	}
	n := 0
	for _, s := range l.SSRCs {
		if _, rtx := l.RTXPairs[s]; rtx {
			continue
		}
		if s == ssrc && n < len(l.RIDs) {
			return n
		}
		n++
	}
	return -1
}

func (e *Endpoint) byMID(mid []byte) *source {
	if len(mid) == 0 {
		return nil
	}
	for _, s := range e.sources {
		if s.line.MID == string(mid) {
			return s
		}
	}
	return nil
}

// byPayloadType finds the only source that negotiated the payload type.
func (e *Endpoint) byPayloadType(pt uint8) *source {
	var found *source
	for _, s := range e.sources {
		if c, _ := s.line.codecOf(pt); c != nil {
			if found != nil {
				return nil
			}
			found = s
		}
	}
	return found
}

// bind makes the SSRC known. The table is bounded: each layer has at most one SSRC and one for retransmissions.
func (e *Endpoint) bind(now units.Instant, ssrc uint32, a address) (binding, bool) {
	st := a.src.streams[a.layer]
	if a.rtx {
		if st == nil {
			return binding{}, false
		}
		delete(e.bindings, st.rtx)
		st.rtx = ssrc
		b := binding{stream: st, rtx: true}
		e.bindings[ssrc] = b
		return b, true
	}
	if st != nil {
		if !e.rebinds.allow(now) {
			return binding{}, false
		}
		st = e.rebind(st)
	} else {
		st = &stream{ring: history.New(ringConfig(a.src.line.Kind))}
	}
	e.room.lastStream++
	st.id, st.src, st.layer, st.ssrc, st.boundAt = e.room.lastStream, a.src, a.layer, ssrc, now
	st.codec, st.kind = a.codec, kindOfCodec(a.codec.Name)
	a.src.streams[a.layer] = st
	e.room.streams[st.id] = st
	e.room.dirty, e.room.soundsDirty = true, true
	e.wake()
	b := binding{stream: st}
	e.bindings[ssrc] = b
	return b, true
}

// rebind ends a stream and reuses its memory for the layer's new SSRC.
func (e *Endpoint) rebind(old *stream) *stream {
	old.unbind()
	old.ring.Forget()
	return &stream{ring: old.ring}
}

func ringConfig(k Kind) history.Config {
	if k == Audio {
		return history.AudioConfig()
	}
	return history.VideoConfig()
}
