// Package remb writes and reads Receiver Estimated Maximum Bitrate messages (draft-alvestrand-rmcat-remb-03
// section 2.2): how much a receiver lets its sender send, where transport-wide feedback is not negotiated.
package remb

import (
	"encoding/binary"
	"errors"
	"math"
	"math/bits"

	"github.com/cumbre-meet/cumbre/internal/media/feedback"
	"github.com/cumbre-meet/cumbre/internal/units"
)

const (
	format       = 15         // FMT of application layer feedback (RFC 4585 section 6.4)
	identifier   = 0x52454D42 // "REMB"
	mantissaBits = 18
	fixedSize    = 8 // identifier, number of SSRCs, exponent and mantissa

	// MaxSSRCs is how many streams one message can name: its count has 8 bits.
	MaxSSRCs = 255
)

// ErrMalformed is application layer feedback that is no REMB, or a REMB that is cut.
var ErrMalformed = errors.New("remb: not a whole REMB message")

// Append appends one RTCP packet that limits the streams ssrcs to bitrate together. The format has 18 significant
// bits, the rest is rounded down; a negative bitrate is sent as 0. SSRCs beyond MaxSSRCs are left out.
func Append(dst []byte, senderSSRC uint32, bitrate units.Bitrate, ssrcs ...uint32) []byte {
	ssrcs = ssrcs[:min(len(ssrcs), MaxSSRCs)]
	mantissa := uint64(max(bitrate, 0))
	exponent := max(bits.Len64(mantissa)-mantissaBits, 0)
	mantissa >>= exponent

	start := len(dst)
	dst = feedback.Append(dst, feedback.Header{
		Type: feedback.PayloadSpecific, Format: format, SenderSSRC: senderSSRC,
	})
	dst = binary.BigEndian.AppendUint32(dst, identifier)
	dst = binary.BigEndian.AppendUint32(dst, uint32(len(ssrcs))<<24|uint32(exponent)<<mantissaBits|uint32(mantissa))
	for _, ssrc := range ssrcs {
		dst = binary.BigEndian.AppendUint32(dst, ssrc)
	}
	return feedback.Finish(dst, start)
}

// Parse reads a REMB. b is one RTCP packet of a compound, with its header; f, which may be nil, is called for each
// SSRC that it names, and not at all if there is an error: feedback.ErrType for another message, ErrMalformed and
// the other errors of feedback.Parse for a broken one. A bitrate beyond 63 bits is cut to the largest.
func Parse(b []byte, f func(ssrc uint32)) (units.Bitrate, error) {
	h, information, err := feedback.Parse(b)
	if err != nil {
		return 0, err
	}
	if err := h.Is(feedback.PayloadSpecific, format); err != nil {
		return 0, err
	}
	if len(information) < fixedSize || binary.BigEndian.Uint32(information) != identifier {
		return 0, ErrMalformed
	}
	ssrcs := information[fixedSize:]
	if len(ssrcs) != 4*int(information[4]) {
		return 0, ErrMalformed
	}
	if f != nil {
		for ; len(ssrcs) > 0; ssrcs = ssrcs[4:] {
			f(binary.BigEndian.Uint32(ssrcs))
		}
	}
	return decodeBitrate(binary.BigEndian.Uint32(information[4:])), nil
}

func decodeBitrate(field uint32) units.Bitrate {
	mantissa := uint64(field & (1<<mantissaBits - 1))
	exponent := int(field >> mantissaBits & (1<<6 - 1))
	if bits.Len64(mantissa)+exponent > 63 {
		return math.MaxInt64
	}
	return units.Bitrate(mantissa << exponent)
}
