package rtp

import (
	"encoding/binary"
	"errors"
)

// MaxHeaderSize bounds what a Header can hold: 12 bytes and one extension block of two-byte elements.
const MaxHeaderSize = 64

// ErrHeaderFull says that an extension does not fit into a Header.
var ErrHeaderFull = errors.New("rtp: extension does not fit the header")

// Header is an outgoing RTP header that is made once for a stream and patched for each packet. The zero Header
// is a header without extensions.
type Header struct {
	size uint8
	used uint8 // bytes of extension elements, before padding to 32 bits
	twcc uint8 // where the transport-wide sequence number is; 0: it has none
	buf  [MaxHeaderSize]byte
}

// NewHeader returns a header for the stream.
func NewHeader(ssrc uint32, payloadType uint8) Header {
	h := Header{size: HeaderSize}
	h.buf[0] = 2 << 6
	h.buf[1] = payloadType & 0x7F
	binary.BigEndian.PutUint32(h.buf[8:], ssrc)
	return h
}

// SetPayloadType changes the payload type.
func (h *Header) SetPayloadType(pt uint8) { h.buf[1] = h.buf[1]&0x80 | pt&0x7F }

// AddExtension appends an element in the one-byte form (RFC 8285 section 4.2): id 1–14, data of 1–16 bytes.
// Error: ErrHeaderFull.
func (h *Header) AddExtension(id uint8, data []byte) error {
	if id == 0 || id > 14 || len(data) == 0 || len(data) > 16 {
		return ErrHeaderFull
	}
	used := int(h.used) + 1 + len(data)
	words := (used + 3) / 4
	if HeaderSize+4+4*words > MaxHeaderSize {
		return ErrHeaderFull
	}
	at := HeaderSize + 4 + int(h.used)
	h.buf[0] |= 0x10
	binary.BigEndian.PutUint16(h.buf[HeaderSize:], profileOneByte)
	binary.BigEndian.PutUint16(h.buf[HeaderSize+2:], uint16(words))
	h.buf[at] = id<<4 | uint8(len(data)-1)
	copy(h.buf[at+1:], data)
	h.used, h.size = uint8(used), uint8(HeaderSize+4+4*words)
	return nil
}

// AddTransportSequence adds the extension of the transport-wide sequence number, which SetTransportSequence then sets.
// Error: ErrHeaderFull.
func (h *Header) AddTransportSequence(id uint8) error {
	at := HeaderSize + 4 + h.used + 1
	if err := h.AddExtension(id, []byte{0, 0}); err != nil {
		return err
	}
	h.twcc = at
	return nil
}

// SetTransportSequence sets the transport-wide sequence number of the header that Patch returned last. Without
// AddTransportSequence it does nothing.
func (h *Header) SetTransportSequence(n uint16) {
	if h.twcc != 0 {
		binary.BigEndian.PutUint16(h.buf[h.twcc:], n)
	}
}

// SetPadded says whether the payload ends in padding (RFC 3550 section 5.1).
func (h *Header) SetPadded(padded bool) {
	h.buf[0] &^= 0x20
	if padded {
		h.buf[0] |= 0x20
	}
}

// Patch sets what changes from packet to packet and returns the header's bytes, valid until the next Patch.
func (h *Header) Patch(seq uint16, timestamp uint32, marker bool) []byte {
	h.buf[1] &= 0x7F
	if marker {
		h.buf[1] |= 0x80
	}
	binary.BigEndian.PutUint16(h.buf[2:], seq)
	binary.BigEndian.PutUint32(h.buf[4:], timestamp)
	return h.buf[:h.size]
}

// Bytes is what Patch returned last.
func (h *Header) Bytes() []byte { return h.buf[:h.size] }

// Len is the header's length in bytes.
func (h *Header) Len() int { return int(h.size) }

// AppendPadding appends n bytes (1–255) of RTP padding to a whole packet and sets its padding bit (RFC 3550
// section 5.1). The packet must not be padded yet.
func AppendPadding(packet []byte, n int) []byte {
	if n < 1 || n > 255 || len(packet) < HeaderSize || packet[0]&0x20 != 0 {
		panic("rtp: AppendPadding misused")
	}
	packet[0] |= 0x20
	for range n - 1 {
		packet = append(packet, 0)
	}
	return append(packet, byte(n))
}
