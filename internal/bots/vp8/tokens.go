package vp8

// zigzag is the order of coefficients (section 13).
var zigzag = [16]uint8{0, 1, 4, 8, 5, 2, 3, 6, 9, 12, 13, 10, 7, 11, 14, 15}

// bands group the positions of coefficients (section 13.3).
var bands = [17]uint8{0, 1, 2, 3, 6, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 7, 0}

// category is a range of levels with extra bits (section 13.2).
type category struct {
	base  int32
	probs []uint8 // of each extra bit, the highest first
}

var categories = [6]category{
	{5, []uint8{159}},
	{7, []uint8{165, 145}},
	{11, []uint8{173, 148, 140}},
	{19, []uint8{176, 155, 140, 135}},
	{35, []uint8{180, 157, 141, 134, 130}},
	{67, []uint8{254, 254, 243, 230, 196, 177, 153, 140, 133, 130, 129}},
}

// putBlock writes the tokens of one block: levels first..end-1 in zigzag order and the end of block. context is
// the number of neighbours (left, above) that have coefficients. It tells whether this one has.
func (w *boolWriter) putBlock(plane int, context uint8, first, end int, levels *[16]int16) bool {
	table := &tokenProbs[plane]
	p := &table[bands[first]][context]
	if end <= first {
		w.put(p[0], false)
		return false
	}
	afterZero := false
	for i := first; i < end; i++ {
		if !afterZero {
			w.put(p[0], true) // not the end
		}
		v := int32(levels[i])
		next := &table[bands[i+1]]
		if v == 0 {
			w.put(p[1], false)
			p, afterZero = &next[0], true
			continue
		}
		w.put(p[1], true)
		afterZero = false
		w.putLevel(p, max(v, -v))
		w.put(even, v < 0)
		p = &next[2]
		if v == 1 || v == -1 {
			p = &next[1]
		}
	}
	if end < 16 {
		w.put(p[0], false)
	}
	return true
}

// putLevel writes a level of at least 1 without its sign (the token tree of section 13.2).
func (w *boolWriter) putLevel(p *[11]uint8, v int32) {
	w.put(p[2], v > 1)
	switch {
	case v == 1:
	case v <= 4:
		w.put(p[3], false)
		w.put(p[4], v > 2)
		if v > 2 {
			w.put(p[5], v == 4)
		}
	case v <= 10:
		w.put(p[3], true)
		w.put(p[6], false)
		w.put(p[7], v >= 7)
		c := 0
		if v >= 7 {
			c = 1
		}
		w.putExtra(c, v)
	default:
		w.put(p[3], true)
		w.put(p[6], true)
		c := 2
		for c < 5 && v >= categories[c+1].base {
			c++
		}
		w.put(p[8], c >= 4)
		w.put(p[9+(c-2)/2], c&1 != 0)
		w.putExtra(c, v)
	}
}

func (w *boolWriter) putExtra(c int, v int32) {
	cat := &categories[c]
	v -= cat.base
	n := len(cat.probs)
	for i, p := range cat.probs {
		w.put(p, v>>(n-1-i)&1 != 0)
	}
}
