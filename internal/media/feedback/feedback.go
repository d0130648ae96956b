// Package feedback has the part that all RTCP feedback messages share (RFC 4585 section 6.1).
package feedback

import (
	"encoding/binary"
	"errors"
)

// The packet types of feedback messages (RFC 4585 section 6.1).
const (
	TransportLayer  uint8 = 205
	PayloadSpecific uint8 = 206
)

// HeaderSize is the size of the common part in bytes: the RTCP header, the sender's and the media SSRC.
const HeaderSize = 12

const (
	version    = 2 << 6 // RFC 3550 section 6.1
	paddingBit = 1 << 5
	formatMask = 1<<5 - 1
)

// What Parse refuses.
var (
	ErrShort   = errors.New("rtcp feedback: shorter than its header")
	ErrVersion = errors.New("rtcp feedback: version is not 2")
	ErrLength  = errors.New("rtcp feedback: length field does not match the packet")
	ErrPadding = errors.New("rtcp feedback: padding is longer than the packet")
	ErrType    = errors.New("rtcp feedback: another kind of message")
)

// Header is the common part of a feedback message.
type Header struct {
	Type       uint8 // TransportLayer or PayloadSpecific
	Format     uint8 // FMT, 0..31
	SenderSSRC uint32
	MediaSSRC  uint32
}

// Is returns ErrType when the message is not of that type and format.
func (h Header) Is(packetType, format uint8) error {
	if h.Type != packetType || h.Format != format {
		return ErrType
	}
	return nil
}

// Append appends the common part with an empty length field. When the feedback control information has been
// appended as well, Finish completes the packet.
func Append(dst []byte, h Header) []byte {
	dst = append(dst, version|h.Format&formatMask, h.Type, 0, 0)
	dst = binary.BigEndian.AppendUint32(dst, h.SenderSSRC)
	return binary.BigEndian.AppendUint32(dst, h.MediaSSRC)
}

// Finish pads the packet that begins at start to a multiple of four bytes (RFC 3550 section 6.4.1: the last byte
// counts the padding) and writes its length.
func Finish(dst []byte, start int) []byte {
	if odd := (len(dst) - start) % 4; odd != 0 {
		count := 4 - odd
		for range count - 1 {
			dst = append(dst, 0)
		}
		dst = append(dst, byte(count))
		dst[start] |= paddingBit
	}
	binary.BigEndian.PutUint16(dst[start+2:], uint16((len(dst)-start)/4-1))
	return dst
}

// Parse reads one packet of a compound, which b must hold exactly. The feedback control information that it
// returns is a part of b, without the padding.
func Parse(b []byte) (Header, []byte, error) {
	if len(b) < HeaderSize {
		return Header{}, nil, ErrShort
	}
	if b[0]&0xC0 != version {
		return Header{}, nil, ErrVersion
	}
	if 4*(int(binary.BigEndian.Uint16(b[2:]))+1) != len(b) {
		return Header{}, nil, ErrLength
	}
	h := Header{
		Type:       b[1],
		Format:     b[0] & formatMask,
		SenderSSRC: binary.BigEndian.Uint32(b[4:]),
		MediaSSRC:  binary.BigEndian.Uint32(b[8:]),
	}
	information := b[HeaderSize:]
	if b[0]&paddingBit != 0 {
		count := int(b[len(b)-1])
		if count == 0 || count > len(information) {
			return Header{}, nil, ErrPadding
		}
		information = information[:len(information)-count]
	}
	return h, information, nil
}
