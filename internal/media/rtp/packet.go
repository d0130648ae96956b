package rtp

import (
	"encoding/binary"
	"errors"
)

// HeaderSize is the length of an RTP header without CSRCs and extensions.
const HeaderSize = 12

// Profiles of the extension block (RFC 8285 sections 4.2 and 4.3).
const (
	profileOneByte     = 0xBEDE
	profileTwoByte     = 0x1000 // the low four bits are "appbits"
	profileTwoByteMask = 0xFFF0
)

// Errors of Parse.
var (
	ErrTooShort = errors.New("rtp: packet too short")
	ErrVersion  = errors.New("rtp: version is not 2")
	ErrPadding  = errors.New("rtp: padding longer than the payload")
)

// Packet is a parsed RTP packet. Its slices point into the bytes that were parsed.
type Packet struct {
	Marker      bool
	PayloadType uint8
	Sequence    uint16
	Timestamp   uint32
	SSRC        uint32
	Extensions  []byte // the block's data, without its four byte head
	Payload     []byte // without padding; empty in a padding-only packet
	Padding     int    // bytes

	profile uint16
}

// Parse reads one RTP packet (RFC 3550 section 5.1).
func Parse(b []byte) (Packet, error) {
	var p Packet
	if len(b) < HeaderSize {
		return p, ErrTooShort
	}
	if b[0]>>6 != 2 {
		return p, ErrVersion
	}
	p.Marker = b[1]&0x80 != 0
	p.PayloadType = b[1] & 0x7F
	p.Sequence = binary.BigEndian.Uint16(b[2:])
	p.Timestamp = binary.BigEndian.Uint32(b[4:])
	p.SSRC = binary.BigEndian.Uint32(b[8:])
	at := HeaderSize + 4*int(b[0]&0x0F)
	if b[0]&0x10 != 0 {
		if len(b) < at+4 {
			return p, ErrTooShort
		}
		p.profile = binary.BigEndian.Uint16(b[at:])
		size := 4 * int(binary.BigEndian.Uint16(b[at+2:]))
		at += 4
		if len(b) < at+size {
			return p, ErrTooShort
		}
		p.Extensions = b[at : at+size]
		at += size
	}
	if len(b) < at {
		return p, ErrTooShort
	}
	return p, p.setPayload(b[at:], b[0]&0x20 != 0)
}

func (p *Packet) setPayload(b []byte, padded bool) error {
	if padded {
		if len(b) == 0 {
			return ErrPadding
		}
		p.Padding = int(b[len(b)-1])
		if p.Padding == 0 || p.Padding > len(b) {
			return ErrPadding
		}
	}
	p.Payload = b[:len(b)-p.Padding]
	return nil
}

// Extension returns the data of the extension element with that identifier, or nil. An element of length 0
// gives an empty, non-nil slice. Identifier 0 is padding and is never found.
func (p *Packet) Extension(id uint8) []byte {
	if id == 0 {
		return nil
	}
	for w := p.Walk(); w.Next(); {
		if w.ID == id {
			return w.Data
		}
	}
	return nil
}

// Walk returns a walk over the extension elements in their order.
func (p *Packet) Walk() ExtensionWalk {
	w := ExtensionWalk{rest: p.Extensions}
	switch {
	case p.profile == profileOneByte:
		w.head = 1
	case p.profile&profileTwoByteMask == profileTwoByte:
		w.head = 2
	default: // another profile's block (RFC 3550 section 5.3.1): nothing that we know
		w.rest = nil
	}
	return w
}

// ExtensionWalk steps through extension elements: after Next returned true, ID and Data are the element.
type ExtensionWalk struct {
	ID   uint8
	Data []byte

	rest []byte
	head int // 1 or 2 bytes of head per element
}

// Next goes to the next element. It ends at the end, at a malformed element, and at the one-byte form's
// identifier 15 (RFC 8285 section 4.2).
func (w *ExtensionWalk) Next() bool {
	for len(w.rest) > 0 && w.rest[0] == 0 { // padding
		w.rest = w.rest[1:]
	}
	if len(w.rest) < w.head || len(w.rest) == 0 {
		return false
	}
	var size int
	if w.head == 1 {
		w.ID, size = w.rest[0]>>4, int(w.rest[0]&0x0F)+1
		if w.ID == 15 || w.ID == 0 { // 0 with a length is malformed: its length cannot be trusted
			return false
		}
	} else {
		w.ID, size = w.rest[0], int(w.rest[1])
	}
	if len(w.rest) < w.head+size {
		return false
	}
	w.Data = w.rest[w.head : w.head+size : w.head+size]
	w.rest = w.rest[w.head+size:]
	return true
}

// AudioLevel reads the client-to-mixer audio level (RFC 6464 section 3): dBov below full scale, 0 loudest, 127
// silence; ok is false where the data is not one.
func AudioLevel(data []byte) (level uint8, voice, ok bool) {
	if len(data) < 1 {
		return 0, false, false
	}
	return data[0] & 0x7F, data[0]&0x80 != 0, true
}

// LooksLikeRTCP tells RTCP from RTP on one port (RFC 5761 section 4: payload types 64–95 are not used for RTP).
func LooksLikeRTCP(b []byte) bool {
	return len(b) >= 2 && b[1] >= 192 && b[1] <= 223
}
