package vp8

// step quantises by one divisor, with a dead zone: what is less than about two thirds of a step becomes 0.
type step struct {
	size    int32
	inverse int32 // 2^16 / size
	round   int32
}

func newStep(size int32) step { return step{size, 1<<16/size + 1, size * 3 / 8} }

// apply gives the quantised value.
func (s *step) apply(v int32) int32 {
	if v < 0 {
		return -((-v + s.round) * s.inverse >> 16)
	}
	return (v + s.round) * s.inverse >> 16
}

// quantiser is the steps of one quantiser index (section 14.1): [0] for DC, [1] for AC.
type quantiser struct{ y1, y2, uv [2]step }

func newQuantiser(index int) quantiser {
	dc, ac := int32(dcSteps[index]), int32(acSteps[index])
	return quantiser{
		y1: [2]step{newStep(dc), newStep(ac)},
		y2: [2]step{newStep(dc * 2), newStep(max(ac*155/100, 8))},
		uv: [2]step{newStep(min(dc, 132)), newStep(ac)},
	}
}

// quantise replaces coefficients from first on by what a decoder gets back and puts the levels, in zigzag order,
// into levels. It gives the number of levels up to the last that is not 0.
func (b *block) quantise(s *[2]step, first int, levels *[16]int16) int {
	end := 0
	for i := first; i < 16; i++ {
		z := zigzag[i]
		st := &s[min(i, 1)]
		v := b[z]
		if v == 0 {
			levels[i] = 0
			continue
		}
		q := min(max(st.apply(v), -maxLevel), maxLevel)
		levels[i] = int16(q)
		b[z] = q * st.size
		if q != 0 {
			end = i + 1
		}
	}
	return end
}

// maxLevel is the largest level a token carries (DCT_CAT6: 67 + 11 bits).
const maxLevel = 2047
