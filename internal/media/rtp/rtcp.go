package rtp

import (
	"encoding/binary"
	"errors"
)

// RTCP packet types (RFC 3550 section 12.1, RFC 4585 section 6.1).
const (
	TypeSR    = 200
	TypeRR    = 201
	TypeSDES  = 202
	TypeBye   = 203
	TypeRTPFB = 205 // transport layer feedback
	TypePSFB  = 206 // payload-specific feedback
)

// Formats of the feedback packets: RFC 4585 sections 6.2.1 and 6.3.1, RFC 5104 section 4.3.1,
// draft-holmer-rmcat-transport-wide-cc-extensions-01, draft-alvestrand-rmcat-remb-03.
const (
	FormatNACK = 1
	FormatTWCC = 15
	FormatPLI  = 1
	FormatFIR  = 4
	FormatREMB = 15
)

// ErrRTCP says that an RTCP packet is malformed.
var ErrRTCP = errors.New("rtp: malformed RTCP")

// Control is one RTCP packet of a compound.
type Control struct {
	Type  uint8
	Count uint8  // report count, or format of feedback
	Raw   []byte // the whole packet with its four byte head
	Body  []byte // what follows the head, without padding
}

// ControlWalk steps through a compound packet: after Next returned true, Control is the packet. Err tells after
// the end whether the compound was malformed.
type ControlWalk struct {
	Control
	Err error

	rest []byte
}

// WalkCompound returns a walk over a compound (or reduced-size, RFC 5506) RTCP packet.
func WalkCompound(compound []byte) ControlWalk { return ControlWalk{rest: compound} }

// Next goes to the next packet.
func (w *ControlWalk) Next() bool {
	if len(w.rest) == 0 || w.Err != nil {
		return false
	}
	b := w.rest
	if len(b) < 4 || b[0]>>6 != 2 {
		w.Err = ErrRTCP
		return false
	}
	size := 4 + 4*int(binary.BigEndian.Uint16(b[2:]))
	if size > len(b) {
		w.Err = ErrRTCP
		return false
	}
	end := size
	if b[0]&0x20 != 0 {
		padding := int(b[size-1])
		if size == 4 || padding == 0 || padding > size-4 {
			w.Err = ErrRTCP
			return false
		}
		end -= padding
	}
	w.Control = Control{Type: b[1], Count: b[0] & 0x1F, Raw: b[:size], Body: b[4:end]}
	w.rest = b[size:]
	return true
}

// SenderReport is the sender's part of an SR (RFC 3550 section 6.4.1).
type SenderReport struct {
	SSRC    uint32
	NTP     uint64 // 32.32 fixed point seconds
	RTPTime uint32
	Packets uint32
	Bytes   uint32
}

// ParseSR reads the sender's part of an SR.
func (c Control) ParseSR() (SenderReport, error) {
	if c.Type != TypeSR || len(c.Body) < 24 {
		return SenderReport{}, ErrRTCP
	}
	b := c.Body
	return SenderReport{
		SSRC: binary.BigEndian.Uint32(b), NTP: binary.BigEndian.Uint64(b[4:]),
		RTPTime: binary.BigEndian.Uint32(b[12:]), Packets: binary.BigEndian.Uint32(b[16:]),
		Bytes: binary.BigEndian.Uint32(b[20:]),
	}, nil
}

// Report is one report block (RFC 3550 section 6.4.1).
type Report struct {
	SSRC         uint32
	FractionLost uint8 // of 256
	TotalLost    int32 // 24 bits signed
	HighestSeq   uint32
	Jitter       uint32 // RTP ticks
	LastSR       uint32 // the middle 32 bits of the NTP time; 0: none
	DelaySince   uint32 // 1/65536 s
}

const reportSize = 24

// Reports returns how many report blocks an SR or RR has.
func (c Control) Reports() int {
	skip := c.reportsAt()
	if skip < 0 || len(c.Body) < skip {
		return 0
	}
	return min(int(c.Count), (len(c.Body)-skip)/reportSize)
}

func (c Control) reportsAt() int {
	switch c.Type {
	case TypeSR:
		return 24
	case TypeRR:
		return 4
	}
	return -1
}

// Report reads the i-th report block; i must be below Reports.
func (c Control) Report(i int) Report {
	b := c.Body[c.reportsAt()+i*reportSize:]
	lost := int32(uint32(b[5])<<24|uint32(b[6])<<16|uint32(b[7])<<8) >> 8
	return Report{
		SSRC: binary.BigEndian.Uint32(b), FractionLost: b[4], TotalLost: lost,
		HighestSeq: binary.BigEndian.Uint32(b[8:]), Jitter: binary.BigEndian.Uint32(b[12:]),
		LastSR: binary.BigEndian.Uint32(b[16:]), DelaySince: binary.BigEndian.Uint32(b[20:]),
	}
}

// Feedback reads the head of a feedback packet (RFC 4585 section 6.1) and returns its control information.
func (c Control) Feedback() (senderSSRC, mediaSSRC uint32, fci []byte, err error) {
	if (c.Type != TypeRTPFB && c.Type != TypePSFB) || len(c.Body) < 8 {
		return 0, 0, nil, ErrRTCP
	}
	return binary.BigEndian.Uint32(c.Body), binary.BigEndian.Uint32(c.Body[4:]), c.Body[8:], nil
}

// EachNACK calls f with each sequence number of a generic NACK's control information (RFC 4585 section 6.2.1)
// until f returns false.
func EachNACK(fci []byte, f func(seq uint16) bool) error {
	if len(fci)%4 != 0 {
		return ErrRTCP
	}
	for ; len(fci) >= 4; fci = fci[4:] {
		seq := binary.BigEndian.Uint16(fci)
		if !f(seq) {
			return nil
		}
		for mask := binary.BigEndian.Uint16(fci[2:]); mask != 0; mask >>= 1 {
			seq++
			if mask&1 != 0 && !f(seq) {
				return nil
			}
		}
	}
	return nil
}

// EachFIR calls f with each media SSRC of a full intra request (RFC 5104 section 4.3.1.1).
func EachFIR(fci []byte, f func(ssrc uint32, seq uint8)) error {
	if len(fci)%8 != 0 {
		return ErrRTCP
	}
	for ; len(fci) >= 8; fci = fci[8:] {
		f(binary.BigEndian.Uint32(fci), fci[4])
	}
	return nil
}
