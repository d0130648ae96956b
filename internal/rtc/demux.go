package rtc

import (
	"errors"

	"github.com/cumbre-meet/cumbre/internal/rtc/ice"
	"github.com/cumbre-meet/cumbre/internal/rtc/srtp"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// datagram takes one datagram or TCP frame: RFC 7983's ranges of the first byte say what it is.
func (e *Engine) datagram(now units.Instant, path ice.Path, b []byte) {
	if len(b) == 0 {
		e.stats.DroppedUnknownProtocol++
		return
	}
	first := b[0]
	if first < 4 {
		e.stun(now, path, b)
		return
	}
	p := e.peerAt(path)
	switch {
	case p == nil:
		e.stats.DroppedUnknownAddress++
	case first >= 128 && first < 192:
		p.srtp(now, path, b)
	case first >= 20 && first < 64:
		p.dtlsDatagram(now, b)
	default:
		e.stats.DroppedUnknownProtocol++
	}
}

// peerAt finds the peer of a path; nil if no check of it was authenticated.
func (e *Engine) peerAt(path ice.Path) *Peer {
	if path.Conn == 0 {
		return e.byAddr[path.Remote]
	}
	if c := e.tcp[path.Conn]; c != nil {
		return c.peer
	}
	return nil
}

// stun takes a STUN message. Nothing is kept about its sender until it is authenticated.
func (e *Engine) stun(now units.Instant, path ice.Path, b []byte) bool {
	m := &e.message
	if ice.Parse(b, m) != nil {
		e.stats.STUNMalformed++
		return false
	}
	p, r := e.consult(now, path, m)
	if p == nil {
		return false
	}
	switch r.Verdict {
	case ice.Unauthenticated:
		e.stats.ChecksUnauthenticated++
		return false
	case ice.RateLimited:
		e.stats.ChecksRateLimited++
		return true
	case ice.Ignored:
		e.stats.STUNIgnored++
		return false
	case ice.Answered:
	}
	p.checked(now, path, r)
	if m.Type != ice.BindingRequest {
		e.stats.ChecksConfirmed++
		return true
	}
	e.stats.ChecksAnswered++
	e.answer(path, r.Response)
	if len(r.Request) > 0 {
		e.answer(path, r.Request)
	}
	return true
}

// consult gives a message to the agent that it is for: a request says so itself, what else there is goes by its path.
func (e *Engine) consult(now units.Instant, path ice.Path, m *ice.Message) (*Peer, ice.Result) {
	if m.Type == ice.BindingRequest {
		p := e.byUfrag[string(m.LocalUfrag())]
		if p == nil {
			e.stats.ChecksUnknown++
			return nil, ice.Result{}
		}
		return p, p.agent.Handle(now, path, m, e.replyBuf[:0])
	}
	p := e.peerAt(path)
	if p == nil {
		e.stats.STUNIgnored++
		return nil, ice.Result{}
	}
	return p, p.agent.Answer(now, path, m)
}

// answer sends a response back over the path that its request came over.
func (e *Engine) answer(path ice.Path, response []byte) {
	if path.Conn != 0 {
		if c := e.tcp[path.Conn]; c != nil {
			c.send(response)
			c.kick()
		}
		return
	}
	if e.sock == nil {
		return
	}
	e.reply = e.sock.Destination(path.Remote, path.Local)
	e.sock.Reply(&e.reply, response)
}

// srtp takes an SRTP or SRTCP packet: RFC 5761 section 4 tells them apart.
func (p *Peer) srtp(now units.Instant, path ice.Path, b []byte) {
	s := &p.engine.stats
	if p.opener == nil {
		s.DroppedBeforeKeys++
		return
	}
	if len(b) < 2 {
		s.DroppedMalformed++
		return
	}
	n := len(b)
	// What came by TCP has been held to the limit when it was read.
	if path.Conn == 0 && !p.police.Fits(now, p.engine.cfg.Limits.Ingress, n) {
		s.DroppedOverRate++
		return
	}
	rtcp := b[1] >= 192 && b[1] < 224
	var err error
	if rtcp {
		b, err = p.opener.OpenRTCP(b)
	} else {
		b, err = p.opener.OpenRTP(b)
	}
	if err != nil {
		s.refused(err)
		return
	}
	if path.Conn == 0 {
		p.police.Take(n) // only now: forged packets shall not use up what is the client's
	}
	p.heard(now, path)
	s.BytesIn += uint64(n)
	if rtcp {
		s.RTCPReceived++
		p.receiver.HandleRTCP(now, b)
		return
	}
	s.RTPReceived++
	p.receiver.HandleRTP(now, b)
}

// refused counts a packet by what is wrong with it.
func (s *Stats) refused(err error) {
	switch {
	case errors.Is(err, srtp.ErrReplayed):
		s.DroppedReplayed++
	case errors.Is(err, srtp.ErrAuthenticity):
		s.DroppedNotAuthentic++
	case errors.Is(err, srtp.ErrTooManySSRCs):
		s.DroppedTooManySSRCs++
	default:
		s.DroppedMalformed++
	}
}
