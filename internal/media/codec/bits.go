package codec

// bitReader reads most significant bit first. Reading beyond the end gives zeros and sets short.
type bitReader struct {
	b     []byte
	at    int // in bits
	short bool
}

func (r *bitReader) bit() uint32 {
	if r.at>>3 >= len(r.b) {
		r.short = true
		return 0
	}
	v := r.b[r.at>>3] >> (7 - r.at&7) & 1
	r.at++
	return uint32(v)
}

func (r *bitReader) bits(n int) uint32 {
	var v uint32
	for range n {
		v = v<<1 | r.bit()
	}
	return v
}

// ue reads an unsigned Exp-Golomb code (ITU-T H.264 section 9.1).
func (r *bitReader) ue() uint32 {
	zeros := 0
	for r.bit() == 0 {
		zeros++
		if zeros > 31 || r.short {
			r.short = true
			return 0
		}
	}
	return 1<<zeros - 1 + r.bits(zeros)
}
