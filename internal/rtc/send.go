package rtc

import (
	"github.com/cumbre-meet/cumbre/internal/rtc/udp"
)

// Padding that makes runs. The packets of one frame differ by a byte or two in size, so without it a run breaks at
// every step. Rounding up to 16 costs half of that on average, under 1 % of a full packet.
const (
	padStep = 16
	padFrom = 500 // bytes: smaller packets are not a frame's
)

// SendRTP seals one packet and sends it at the end of the loop's turn. Packets for a peer that cannot be sent to
// are dropped and counted. A sequence number can be sent once per SSRC; repairs need RTX (see srtp.Sealer), or SendAgain. It returns the
// sealed packet, valid until anything else is sent; nil: it was dropped.
func (p *Peer) SendRTP(header, payload []byte) (sent []byte) {
	e := p.engine
	if !p.ready() {
		e.stats.DroppedNotReady++
		return nil
	}
	pad := 0
	if n := len(header) + len(payload); n >= padFrom && p.inRuns() {
		pad = -n & (padStep - 1)
	}
	arena := e.room(len(header) + len(payload) + arenaReserve)
	out, err := p.sealer.SealRTP(arena, header, payload, pad)
	if err != nil {
		e.stats.DroppedSeal++
		return nil
	}
	e.stats.RTPSent++
	p.queue(out)
	return out[len(arena):]
}

// SendAgain sends a packet that SendRTP sealed once more, as it is: SRTP's replay protection lets one of them through (RFC 3711 section 3.3.2).
func (p *Peer) SendAgain(sent []byte) {
	e := p.engine
	switch {
	case p.tcp != nil: // nothing is lost there
	case !p.ready():
		e.stats.DroppedNotReady++
	default:
		e.stats.RTPSent++
		p.queue(append(e.room(len(sent)), sent...))
	}
}

// SendRTCP seals one compound packet and sends it at the end of the loop's turn.
func (p *Peer) SendRTCP(compound []byte) {
	e := p.engine
	if !p.ready() {
		e.stats.DroppedNotReady++
		return
	}
	out, err := p.sealer.SealRTCP(e.room(len(compound)+arenaReserve), compound)
	if err != nil {
		e.stats.DroppedSeal++
		return
	}
	e.stats.RTCPSent++
	p.queue(out)
}

// inRuns tells whether packets to the peer leave as runs.
func (p *Peer) inRuns() bool { return p.tcp == nil && p.engine.sock.Mode() == udp.GSO }

func (p *Peer) ready() bool { return p.sealer != nil && p.hasPath && p.consent }

// queue makes what was appended to the arena pending.
func (p *Peer) queue(arena []byte) {
	e := p.engine
	start := len(e.arena)
	e.stats.BytesOut += uint64(len(arena) - start)
	e.arena = arena
	p.push(arena[start:])
}

// push makes a packet at the arena's end pending. If it lies right behind this peer's latest one and continues its run,
// they are one piece.
func (p *Peer) push(b []byte) {
	e, one := p.engine, udp.Piece{Data: b, Segment: len(b)}
	if len(p.pending) == 0 {
		e.dirty = append(e.dirty, p)
	} else if e.latest == p {
		if last := &p.pending[len(p.pending)-1]; continues(*last, one) {
			last.Data = last.Data[:len(last.Data)+len(b)]
			return
		}
	}
	e.latest = p
	p.pending = append(p.pending, one)
}

// tuck puts a sound behind the frame that was sealed after it, whose run it then closes: sounds are forwarded as they come, frames at the
// turn's end. Packets of one SSRC stay in order.
func (p *Peer) tuck() {
	for i := 1; i < len(p.pending); i++ {
		sound, frame := p.pending[i-1], p.pending[i]
		switch {
		case len(sound.Data) >= padFrom || frame.Segment < padFrom || !continues(frame, sound) || !aside(sound.Data, frame):
		case i > 1 && continues(p.pending[i-2], sound), i+1 < len(p.pending) && continues(frame, p.pending[i+1]): // nothing is gained
		default:
			p.pending[i-1], p.pending[i] = frame, sound
		}
	}
}

// continues tells whether b may be a part of a's run (udp.Run).
func continues(a, b udp.Piece) bool {
	return len(a.Data)%a.Segment == 0 && (b.Segment == a.Segment || len(b.Data) <= min(a.Segment, b.Segment))
}

// aside tells whether a packet may be put behind a run: it is RTP (RFC 3550 section 5.1) without header extensions, which pictures with
// transport-wide sequence numbers have, and of another SSRC than all in the run.
func aside(packet []byte, run udp.Piece) bool {
	const at, end = 8, 12 // of the SSRC
	if len(packet) < end || packet[0]&0xD0 != 0x80 {
		return false
	}
	for b := run.Data; len(b) >= end; b = b[min(run.Segment, len(b)):] {
		if [4]byte(b[at:end]) == [4]byte(packet[at:end]) {
			return false
		}
	}
	return true
}

// sendDTLS sends a datagram of the DTLS connection.
func (p *Peer) sendDTLS(b []byte) {
	e := p.engine
	if !p.hasPath || len(b) == 0 || len(b) > udp.MaxPacket {
		return
	}
	arena := e.room(len(b))
	start := len(arena)
	e.arena = append(arena, b...)
	p.push(e.arena[start:])
}

// flush hands the pending packets to the socket or to the TCP connection's queue.
func (p *Peer) flush() {
	if p.inRuns() {
		p.tuck()
	}
	if p.tcp == nil {
		p.engine.sock.Send(udp.Run{To: &p.dest, Pieces: p.pending, Share: p.share})
		return
	}
	for _, piece := range p.pending {
		for b := piece.Data; len(b) > 0; b = b[min(piece.Segment, len(b)):] {
			if !p.tcp.send(b[:min(piece.Segment, len(b))]) {
				p.engine.stats.DroppedTCPBacklog++
			}
		}
	}
	p.tcp.kick()
}
