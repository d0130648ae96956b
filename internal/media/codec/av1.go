package codec

import "errors"

// ErrAV1 says that a payload is not AV1.
var ErrAV1 = errors.New("codec: malformed AV1 payload")

// parseAV1 reads the aggregation header (RTP Payload Format For AV1, v1.0.0, section 4.4): N marks the first
// packet of a coded video sequence, which is a keyframe; Z that the packet goes on with an OBU of the one before.
func parseAV1(b []byte) (Payload, error) {
	var p Payload
	if len(b) < 2 {
		return p, ErrAV1
	}
	continues, first := b[0]&0x80 != 0, b[0]&0x08 != 0
	if continues && first { // section 4.4: Z must be 0 where N is 1
		return p, ErrAV1
	}
	p.Keyframe, p.Start = first, first
	return p, nil
}
