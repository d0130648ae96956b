package codec

import (
	"encoding/binary"
	"errors"
)

// ErrH264 says that a payload is not H.264.
var ErrH264 = errors.New("codec: malformed H.264 payload")

// NAL unit types (ITU-T H.264 table 7-1, RFC 6184 section 5.2).
const (
	nalIDR   = 5
	nalSPS   = 7
	nalSTAPA = 24
	nalFUA   = 28
)

// parseH264 reads a single NAL unit, a STAP-A or an FU-A (RFC 6184 sections 5.6, 5.7.1 and 5.8).
func parseH264(b []byte) (Payload, error) {
	var p Payload
	if len(b) == 0 || b[0]&0x80 != 0 { // the forbidden bit
		return p, ErrH264
	}
	switch kind := b[0] & 0x1F; {
	case kind == nalSTAPA:
		return p, p.h264Aggregate(b[1:])
	case kind == nalFUA:
		return p, p.h264Fragment(b)
	case kind >= 1 && kind <= 23:
		p.h264Unit(b)
		return p, nil
	}
	return p, ErrH264
}

// h264Unit notes what a whole NAL unit (or its beginning) says.
func (p *Payload) h264Unit(b []byte) {
	switch b[0] & 0x1F {
	case nalSPS:
		p.Keyframe, p.Start = true, true
		if w, h, ok := spsDimensions(b[1:]); ok {
			p.Width, p.Height = w, h
		}
	case nalIDR:
		// first_mb_in_slice is 0 in the first slice of a picture: its code is the single bit 1.
		if len(b) > 1 && b[1]&0x80 != 0 {
			p.Keyframe = true
		}
	}
}

func (p *Payload) h264Aggregate(b []byte) error {
	if len(b) < 3 {
		return ErrH264
	}
	for len(b) > 0 {
		if len(b) < 2 {
			return ErrH264
		}
		size := int(binary.BigEndian.Uint16(b))
		if size == 0 || len(b) < 2+size {
			return ErrH264
		}
		p.h264Unit(b[2 : 2+size])
		b = b[2+size:]
	}
	return nil
}

func (p *Payload) h264Fragment(b []byte) error {
	if len(b) < 3 {
		return ErrH264
	}
	if start := b[1]&0x80 != 0; !start {
		return nil
	}
	switch b[1] & 0x1F {
	case nalSPS:
		p.Keyframe, p.Start = true, true
	case nalIDR:
		if b[2]&0x80 != 0 {
			p.Keyframe = true
		}
	}
	return nil
}

// maxSPS bounds how much of a parameter set is read: dimensions come within the first bytes unless scaling
// lists precede them, which no real-time encoder sends.
const maxSPS = 128

// spsDimensions reads the cropped size of a sequence parameter set without its NAL head (ITU-T H.264 section
// 7.3.2.1.1).
func spsDimensions(nal []byte) (width, height uint16, ok bool) {
	var raw [maxSPS]byte
	r := bitReader{b: unescape(raw[:0], nal)}
	profile := r.bits(8)
	r.bits(16) // constraints, level
	r.ue()     // seq_parameter_set_id
	chroma := uint32(1)
	if highProfile(profile) {
		if chroma, ok = r.highProfileFields(); !ok {
			return 0, 0, false
		}
	}
	r.ue() // log2_max_frame_num_minus4
	r.pictureOrder()
	r.ue()  // max_num_ref_frames
	r.bit() // gaps_in_frame_num_value_allowed_flag
	return r.frameSize(chroma)
}

// unescape takes out the emulation prevention bytes (ITU-T H.264 section 7.4.1.1) of at most maxSPS bytes.
func unescape(dst, nal []byte) []byte {
	zeros := 0
	for _, c := range nal {
		if zeros >= 2 && c == 3 {
			zeros = 0
			continue
		}
		if len(dst) == cap(dst) {
			break
		}
		dst = append(dst, c)
		if c == 0 {
			zeros++
		} else {
			zeros = 0
		}
	}
	return dst
}

func highProfile(profile uint32) bool {
	switch profile {
	case 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135:
		return true
	}
	return false
}

func (r *bitReader) highProfileFields() (chroma uint32, ok bool) {
	chroma = r.ue()
	if chroma == 3 {
		r.bit() // separate_colour_plane_flag
	}
	r.ue()  // bit_depth_luma_minus8
	r.ue()  // bit_depth_chroma_minus8
	r.bit() // qpprime_y_zero_transform_bypass_flag
	return chroma, r.bit() == 0 && !r.short
}

func (r *bitReader) pictureOrder() {
	switch r.ue() { // pic_order_cnt_type
	case 0:
		r.ue() // log2_max_pic_order_cnt_lsb_minus4
	case 1:
		r.bit() // delta_pic_order_always_zero_flag
		r.ue()  // offset_for_non_ref_pic; it and the next are signed, which have the same lengths
		r.ue()  // offset_for_top_to_bottom_field
		for n := r.ue(); n > 0 && !r.short; n-- {
			r.ue() // offset_for_ref_frame
		}
	}
}

func (r *bitReader) frameSize(chroma uint32) (width, height uint16, ok bool) {
	w := uint64(r.ue()+1) * 16
	units := uint64(r.ue() + 1)
	frameOnly := r.bit()
	if frameOnly == 0 {
		r.bit() // mb_adaptive_frame_field_flag
	}
	h := units * 16 * uint64(2-frameOnly)
	r.bit() // direct_8x8_inference_flag
	if r.bit() == 1 {
		cropX, cropY := uint64(1), uint64(2-frameOnly)
		if chroma == 1 || chroma == 2 {
			cropX = 2
		}
		if chroma == 1 {
			cropY *= 2
		}
		w -= min(w, cropX*(uint64(r.ue())+uint64(r.ue())))
		h -= min(h, cropY*(uint64(r.ue())+uint64(r.ue())))
	}
	if r.short || w == 0 || h == 0 || w > 16384 || h > 16384 {
		return 0, 0, false
	}
	return uint16(w), uint16(h), true
}
