package codec

import "errors"

// ErrVP9 says that a payload is not VP9.
var ErrVP9 = errors.New("codec: malformed VP9 payload")

// parseVP9 reads the payload descriptor (RFC 9628 section 4.2).
func parseVP9(b []byte) (Payload, error) {
	var p Payload
	if len(b) == 0 {
		return p, ErrVP9
	}
	d := b[0]
	at := 1
	if d&0x80 != 0 { // I
		if at = p.readPictureID(b, at); at == 0 {
			return Payload{}, ErrVP9
		}
	}
	layer := byte(0)
	if d&0x20 != 0 { // L
		if layer, at = p.vp9Layer(b, at, d&0x10 != 0); at == 0 {
			return Payload{}, ErrVP9
		}
	}
	inter := d&0x40 != 0
	if d&0x10 != 0 && inter {
		if at = vp9References(b, at); at == 0 {
			return Payload{}, ErrVP9
		}
	}
	if d&0x02 != 0 { // V
		if at = p.vp9Structure(b, at); at == 0 {
			return Payload{}, ErrVP9
		}
	}
	if at >= len(b) {
		return Payload{}, ErrVP9
	}
	begin := d&0x08 != 0
	spatial, interLayer := layer>>1&7, layer&1 != 0
	p.Start = begin && spatial == 0
	p.End = d&0x04 != 0
	p.Keyframe = p.Start && !inter && !interLayer
	return p, nil
}

// vp9Layer reads the layer indices, which TL0PICIDX follows outside of flexible mode.
func (p *Payload) vp9Layer(b []byte, at int, flexible bool) (layer byte, next int) {
	if at >= len(b) {
		return 0, 0
	}
	layer = b[at]
	p.TemporalID = layer >> 5
	if flexible {
		return layer, at + 1
	}
	if at+1 >= len(b) {
		return 0, 0
	}
	p.TL0PICIDX, p.HasTL0, p.tl0At = b[at+1], true, uint8(at+1)
	return layer, at + 2
}

// vp9References skips up to three reference indices of flexible mode.
func vp9References(b []byte, at int) int {
	for range 3 {
		if at >= len(b) {
			return 0
		}
		more := b[at]&1 != 0
		at++
		if !more {
			return at
		}
	}
	return 0 // RFC 9628 section 4.2: at most three
}

// vp9Structure reads the scalability structure (RFC 9628 section 4.2.1): the largest layer is the picture.
func (p *Payload) vp9Structure(b []byte, at int) int {
	if at >= len(b) {
		return 0
	}
	layers, sizes, groups := int(b[at]>>5)+1, b[at]&0x10 != 0, b[at]&0x08 != 0
	at++
	if sizes {
		if at+4*layers > len(b) {
			return 0
		}
		for range layers {
			p.Width = max(p.Width, uint16(b[at])<<8|uint16(b[at+1]))
			p.Height = max(p.Height, uint16(b[at+2])<<8|uint16(b[at+3]))
			at += 4
		}
	}
	if !groups {
		return at
	}
	if at >= len(b) {
		return 0
	}
	n := int(b[at])
	at++
	for range n {
		if at >= len(b) {
			return 0
		}
		at += 1 + int(b[at]>>2&3)
	}
	return at
}
