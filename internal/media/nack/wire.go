package nack

import (
	"encoding/binary"
	"errors"

	"github.com/cumbre-meet/cumbre/internal/media/feedback"
)

const (
	format = 1 // FMT of the generic NACK (RFC 4585 section 6.2.1)

	// maxItems keeps one NACK packet within 1,012 bytes, so that it fits a datagram with what is sent beside it.
	maxItems = 250
)

// ErrMalformed is a NACK whose feedback control information is empty or cut.
var ErrMalformed = errors.New("nack: feedback control information is not a whole number of items")

// AppendNACK appends a NACK for seqs to dst: one RTCP packet, or several where one would be too large for
// a datagram; none if seqs is empty. Rising order (over the wrap as well) packs best; any order is right.
func AppendNACK(dst []byte, senderSSRC, mediaSSRC uint32, seqs []uint16) []byte {
	for len(seqs) > 0 {
		start := len(dst)
		dst = feedback.Append(dst, feedback.Header{
			Type: feedback.TransportLayer, Format: format, SenderSSRC: senderSSRC, MediaSSRC: mediaSSRC,
		})
		for range maxItems {
			if len(seqs) == 0 {
				break
			}
			var item uint32
			item, seqs = packItem(seqs)
			dst = binary.BigEndian.AppendUint32(dst, item)
		}
		dst = feedback.Finish(dst, start)
	}
	return dst
}

// packItem makes one item, PID and BLP, of as many leading seqs as it can carry and returns the others.
func packItem(seqs []uint16) (uint32, []uint16) {
	pid, lost := seqs[0], uint16(0)
	n := 1
	for ; n < len(seqs); n++ {
		distance := seqs[n] - pid
		if distance > 16 {
			break
		}
		if distance > 0 {
			lost |= 1 << (distance - 1)
		}
	}
	return uint32(pid)<<16 | uint32(lost), seqs[n:]
}

// ParseNACK calls f for each sequence number that the NACK asks for. b is one RTCP packet of a compound, with its
// header. f is not called if there is an error: feedback.ErrType for another message, ErrMalformed and the other
// errors of feedback.Parse for a broken one. A datagram's 1,500 bytes ask for at most 6,300 packets; the caller
// bounds what it sends.
func ParseNACK(b []byte, f func(seq uint16)) error {
	h, items, err := feedback.Parse(b)
	if err != nil {
		return err
	}
	if err := h.Is(feedback.TransportLayer, format); err != nil {
		return err
	}
	if len(items) == 0 || len(items)%4 != 0 {
		return ErrMalformed
	}
	for ; len(items) > 0; items = items[4:] {
		pid := binary.BigEndian.Uint16(items)
		f(pid)
		for lost, seq := binary.BigEndian.Uint16(items[2:]), pid+1; lost != 0; lost, seq = lost>>1, seq+1 {
			if lost&1 != 0 {
				f(seq)
			}
		}
	}
	return nil
}

// MediaSSRC is the SSRC of the stream that a NACK is about. b must have passed ParseNACK.
func MediaSSRC(b []byte) uint32 { return binary.BigEndian.Uint32(b[8:]) }
