package codec

import "errors"

// ErrVP8 says that a payload is not VP8.
var ErrVP8 = errors.New("codec: malformed VP8 payload")

// parseVP8 reads the payload descriptor (RFC 7741 section 4.2) and, where a frame starts, its header (RFC 6386
// section 9.1).
func parseVP8(b []byte) (Payload, error) {
	var p Payload
	if len(b) == 0 {
		return p, ErrVP8
	}
	p.Start = b[0]&0x10 != 0 && b[0]&0x07 == 0 // S bit, partition 0
	at := 1
	if b[0]&0x80 != 0 {
		if at = p.vp8Extension(b); at == 0 {
			return Payload{}, ErrVP8
		}
	}
	if at >= len(b) { // RFC 7741 section 4.3: a payload is never empty
		return Payload{}, ErrVP8
	}
	if p.Start {
		p.vp8Frame(b[at:])
	}
	return p, nil
}

// vp8Extension reads the octets that the X bit announces and returns where the frame's bytes start; 0: short.
func (p *Payload) vp8Extension(b []byte) int {
	if len(b) < 2 {
		return 0
	}
	x, at := b[1], 2
	if x&0x80 != 0 { // I
		if at = p.readPictureID(b, at); at == 0 {
			return 0
		}
	}
	if x&0x40 != 0 { // L
		if at >= len(b) {
			return 0
		}
		p.TL0PICIDX, p.HasTL0, p.tl0At = b[at], true, uint8(at)
		at++
	}
	if x&0x30 != 0 { // T or K: one octet for both
		if at >= len(b) {
			return 0
		}
		if x&0x20 != 0 {
			p.TemporalID = b[at] >> 6
		}
		at++
	}
	return at
}

func (p *Payload) vp8Frame(b []byte) {
	if b[0]&0x01 != 0 { // P bit: an interframe
		return
	}
	p.Keyframe = true
	if len(b) >= 10 && b[3] == 0x9D && b[4] == 0x01 && b[5] == 0x2A {
		p.Width = (uint16(b[6]) | uint16(b[7])<<8) & 0x3FFF
		p.Height = (uint16(b[8]) | uint16(b[9])<<8) & 0x3FFF
	}
}
