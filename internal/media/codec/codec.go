// Package codec reads what a forwarder needs of video payloads: where frames and keyframes start, their
// dimensions, and the picture identifiers that must stay continuous when a slot changes its source. It never
// decodes and never allocates.
package codec

// Kind is a payload format.
type Kind uint8

// The payload formats. Opaque is everything that is forwarded without a look inside (Opus).
const (
	Opaque Kind = iota
	VP8
	H264
	VP9
	AV1
)

// Payload is what one packet's payload says.
type Payload struct {
	// Start tells that the packet surely starts a frame. H.264 does not say so: there it is set with a sequence
	// parameter set, which comes first in a keyframe.
	Start bool
	// End tells that the packet ends a frame, as far as the payload says so (VP9); else the RTP marker does.
	End bool
	// Keyframe tells that a keyframe begins with this packet: decoding can start here. Without Start (an IDR
	// picture of H.264) that is so only if what came before it is known not to be its parameter sets.
	Keyframe bool
	// Width and Height in pixels, where this packet says them; else 0.
	Width, Height uint16

	// TemporalID is the temporal layer; 0 without one.
	TemporalID uint8

	// The picture identifiers of VP8 (RFC 7741 section 4.2) and VP9 (RFC 9628 section 4.2), and where they are
	// in the payload, for SetPictureID.
	PictureID     uint16
	PictureIDBits uint8 // 0 (none), 7 or 15
	TL0PICIDX     uint8
	HasTL0        bool

	pictureAt uint8
	tl0At     uint8
}

// Parse reads a payload. An error tells that it is not of the format; its packet is best dropped.
func Parse(k Kind, b []byte) (Payload, error) {
	switch k {
	case VP8:
		return parseVP8(b)
	case H264:
		return parseH264(b)
	case VP9:
		return parseVP9(b)
	case AV1:
		return parseAV1(b)
	default: // Opaque
		return Payload{}, nil
	}
}

// SetPictureID overwrites the picture identifier and TL0PICIDX in b, which has the layout that p was read from;
// identifiers that p lacks stay out. Sizes do not change: a 7 bit identifier takes the low 7 bits.
func (p *Payload) SetPictureID(b []byte, pictureID uint16, tl0 uint8) {
	switch p.PictureIDBits {
	case 7:
		b[p.pictureAt] = byte(pictureID & 0x7F)
	case 15:
		b[p.pictureAt] = 0x80 | byte(pictureID>>8)
		b[p.pictureAt+1] = byte(pictureID)
	}
	if p.HasTL0 {
		b[p.tl0At] = tl0
	}
}

// readPictureID reads the M bit, 7 or 15 bit identifier at b[at:] and returns what follows it; 0: too short.
func (p *Payload) readPictureID(b []byte, at int) int {
	if at >= len(b) {
		return 0
	}
	p.pictureAt = uint8(at)
	if b[at]&0x80 == 0 {
		p.PictureID, p.PictureIDBits = uint16(b[at]), 7
		return at + 1
	}
	if at+1 >= len(b) {
		return 0
	}
	p.PictureID, p.PictureIDBits = uint16(b[at]&0x7F)<<8|uint16(b[at+1]), 15
	return at + 2
}
