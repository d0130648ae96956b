package vp8

// block is the 16 values of a 4×4 block in raster order.
type block [16]int32

// forward is the discrete cosine transform that inverseInto undoes, scaled as section 14.3 expects its input. Its
// rounding is ours to choose: only the inverse is bit-exact by the specification.
func (b *block) forward() {
	for i := 0; i < 16; i += 4 {
		a, d := (b[i]+b[i+3])<<3, (b[i]-b[i+3])<<3
		m, c := (b[i+1]+b[i+2])<<3, (b[i+1]-b[i+2])<<3
		b[i], b[i+2] = a+m, a-m
		b[i+1] = (c*2217 + d*5352 + 14500) >> 12
		b[i+3] = (d*2217 - c*5352 + 7500) >> 12
	}
	for i := range 4 {
		a, d := b[i]+b[i+12], b[i]-b[i+12]
		m, c := b[i+4]+b[i+8], b[i+4]-b[i+8]
		b[i], b[i+8] = (a+m+7)>>4, (a-m+7)>>4
		b[i+4] = (c*2217 + d*5352 + 12000) >> 16
		if d != 0 {
			b[i+4]++
		}
		b[i+12] = (d*2217 - c*5352 + 51000) >> 16
	}
}

// inverseInto adds the inverse transform (section 14.3) to the 4×4 pixels at p.
func (b *block) inverseInto(p []uint8, stride int) {
	const (
		c1 = 85627 // √2·cos(π/8) in 1/65536
		c2 = 35468 // √2·sin(π/8) in 1/65536
	)
	var m block
	for i := range 4 {
		s, t := b[i]+b[i+8], b[i]-b[i+8]
		c := b[i+4]*c2>>16 - b[i+12]*c1>>16
		d := b[i+4]*c1>>16 + b[i+12]*c2>>16
		m[i], m[i+4], m[i+8], m[i+12] = s+d, t+c, t-c, s-d
	}
	for y := range 4 {
		r := m[y*4 : y*4+4 : y*4+4]
		s, t := r[0]+4+r[2], r[0]+4-r[2]
		c := r[1]*c2>>16 - r[3]*c1>>16
		d := r[1]*c1>>16 + r[3]*c2>>16
		o := p[y*stride : y*stride+4 : y*stride+4]
		o[0] = clip(int32(o[0]) + (s+d)>>3)
		o[1] = clip(int32(o[1]) + (t+c)>>3)
		o[2] = clip(int32(o[2]) + (t-c)>>3)
		o[3] = clip(int32(o[3]) + (s-d)>>3)
	}
}

func clip(v int32) uint8 {
	if uint32(v) > 255 {
		if v < 0 {
			return 0
		}
		return 255
	}
	return uint8(v)
}

// forwardWalsh is the Walsh–Hadamard transform of the 16 luma DCs that inverseWalsh undoes.
func (b *block) forwardWalsh() {
	for i := 0; i < 16; i += 4 {
		a, d := (b[i]+b[i+2])<<2, (b[i+1]+b[i+3])<<2
		m, c := (b[i]-b[i+2])<<2, (b[i+1]-b[i+3])<<2
		b[i], b[i+1], b[i+2], b[i+3] = a+d, m+c, m-c, a-d
		if a != 0 {
			b[i]++
		}
	}
	for i := range 4 {
		a, d := b[i]+b[i+8], b[i+4]+b[i+12]
		m, c := b[i]-b[i+8], b[i+4]-b[i+12]
		for k, v := range [4]int32{a + d, m + c, m - c, a - d} {
			if v < 0 {
				v++
			}
			b[i+4*k] = (v + 3) >> 3
		}
	}
}

// inverseWalsh is section 14.3's inverse WHT.
func (b *block) inverseWalsh() {
	for i := range 4 {
		a, d := b[i]+b[i+12], b[i]-b[i+12]
		m, c := b[i+4]+b[i+8], b[i+4]-b[i+8]
		b[i], b[i+4], b[i+8], b[i+12] = a+m, d+c, a-m, d-c
	}
	for i := 0; i < 16; i += 4 {
		a, d := b[i]+3+b[i+3], b[i]+3-b[i+3]
		m, c := b[i+1]+b[i+2], b[i+1]-b[i+2]
		b[i], b[i+1], b[i+2], b[i+3] = (a+m)>>3, (d+c)>>3, (a-m)>>3, (d-c)>>3
	}
}
