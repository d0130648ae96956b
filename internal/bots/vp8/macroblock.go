package vp8

// encodeMacroblock chooses how one macroblock is predicted, writes its coefficients and reconstructs it.
func (e *Encoder) encodeMacroblock(mb *macroblock, col, row int, key bool, left *context) {
	*mb = macroblock{}
	x, y := col*16, row*16
	luma, src, rec := e.chooseLuma(mb, x, y, key)
	if mb.inter {
		luma.copyFrom(rec, e.recon[0].stride)
	}
	var chroma [2]pixels8
	e.predictChroma(mb, x/2, y/2, &chroma)

	var c coefficients
	c.takeLuma(src, e.source[0].stride, luma[:], &e.steps)
	for i := range chroma {
		p := &e.source[i+1]
		c.takeChroma(i, p.pix[y/2*p.stride+x/2:], p.stride, chroma[i][:], &e.steps)
	}
	mb.empty = c.empty()
	if mb.empty {
		*left, e.above[col] = context{}, context{}
	} else {
		c.write(&e.tokens, &e.above[col], left)
	}
	c.restore(luma[:], chroma[0][:], chroma[1][:])
	e.keep(x, y, &luma, &chroma)
}

// pixels16 and pixels8 are a macroblock's luma and one of its chroma components.
type (
	pixels16 [256]uint8
	pixels8  [64]uint8
)

func (p *pixels16) copyFrom(src []uint8, stride int) {
	for r := range 16 {
		copy(p[r*16:r*16+16], src[r*stride:r*stride+16])
	}
}

func (p *pixels8) copyFrom(src []uint8, stride int) {
	for r := range 8 {
		copy(p[r*8:r*8+8], src[r*stride:r*stride+8])
	}
}

// chooseLuma finds the prediction nearest to the source. It gives the prediction (not yet filled in for inter),
// the source's and the reconstruction's pixels.
func (e *Encoder) chooseLuma(mb *macroblock, x, y int, key bool) (best pixels16, src, rec []uint8) {
	s, r := &e.source[0], &e.recon[0]
	src, rec = s.pix[y*s.stride+x:], r.pix[y*r.stride+x:]
	least := -1
	if !key {
		mb.inter = true
		least = difference(src, s.stride, rec, r.stride, 16) - intraBias
	}
	var try pixels16
	for m := predictDC; m < intraModes && (least < 0 || least > 0); m++ {
		if !m.allowed(x, y) {
			continue
		}
		r.predict(m, x, y, 16, try[:])
		if d := difference(src, s.stride, try[:], 16, 16); least < 0 && !mb.inter || d < least {
			least, best = d, try
			mb.inter, mb.luma = false, m
		}
	}
	return best, src, rec
}

// predictChroma predicts both chroma components: by the old picture where the luma is, else by the nearest mode.
func (e *Encoder) predictChroma(mb *macroblock, x, y int, out *[2]pixels8) {
	if mb.inter {
		for i := range out {
			r := &e.recon[i+1]
			out[i].copyFrom(r.pix[y*r.stride+x:], r.stride)
		}
		return
	}
	least := -1
	for m := predictDC; m < intraModes && least != 0; m++ {
		if !m.allowed(x, y) {
			continue
		}
		var try [2]pixels8
		d := 0
		for i := range try {
			s := &e.source[i+1]
			e.recon[i+1].predict(m, x, y, 8, try[i][:])
			d += difference(s.pix[y*s.stride+x:], s.stride, try[i][:], 8, 8)
		}
		if least < 0 || d < least {
			least, *out, mb.chroma = d, try, m
		}
	}
}

// keep puts a macroblock's reconstruction into the reference.
func (e *Encoder) keep(x, y int, luma *pixels16, chroma *[2]pixels8) {
	p := &e.recon[0]
	for r := range 16 {
		copy(p.pix[(y+r)*p.stride+x:][:16], luma[r*16:])
	}
	for i := range chroma {
		p := &e.recon[i+1]
		for r := range 8 {
			copy(p.pix[(y/2+r)*p.stride+x/2:][:8], chroma[i][r*8:])
		}
	}
}

// coefficients are a macroblock's 25 blocks: 16 luma, 8 chroma, and the luma DCs' (Y2), each as what a decoder
// gets back and as levels.
type coefficients struct {
	blocks [25]block
	levels [25][16]int16
	ends   [25]int // levels up to the last that is not 0
}

const (
	blockU  = 16
	blockV  = 20
	blockY2 = 24
)

// residual puts source minus prediction of one 4×4 block into b and tells whether anything is left.
func (b *block) residual(src []uint8, stride int, pred []uint8, predStride int) bool {
	var left int32
	for r := range 4 {
		s, p := src[r*stride:r*stride+4], pred[r*predStride:r*predStride+4]
		for i := range 4 {
			d := int32(s[i]) - int32(p[i])
			b[r*4+i] = d
			left |= d
		}
	}
	return left != 0
}

func (c *coefficients) takeLuma(src []uint8, stride int, pred []uint8, q *quantiser) {
	dc, some := &c.blocks[blockY2], false
	for i := range 16 {
		b := &c.blocks[i]
		x, y := i%4*4, i/4*4
		if !b.residual(src[y*stride+x:], stride, pred[y*16+x:], 16) {
			continue
		}
		some = true
		b.forward()
		dc[i] = b[0]
		c.ends[i] = b.quantise(&q.y1, 1, &c.levels[i])
	}
	if !some {
		return
	}
	dc.forwardWalsh()
	c.ends[blockY2] = dc.quantise(&q.y2, 0, &c.levels[blockY2])
	dc.inverseWalsh()
	for i := range 16 {
		c.blocks[i][0] = dc[i]
	}
}

// takeChroma takes component i (0: U, 1: V).
func (c *coefficients) takeChroma(i int, src []uint8, stride int, pred []uint8, q *quantiser) {
	for k := range 4 {
		n := blockU + i*4 + k
		x, y := k%2*4, k/2*4
		if c.blocks[n].residual(src[y*stride+x:], stride, pred[y*8+x:], 8) {
			c.blocks[n].forward()
			c.ends[n] = c.blocks[n].quantise(&q.uv, 0, &c.levels[n])
		}
	}
}

func (c *coefficients) empty() bool {
	for i, end := range c.ends {
		if first := lumaFirst(i); end > first {
			return false
		}
	}
	return true
}

// lumaFirst is a block's first coefficient: luma's DC is in the Y2 block.
func lumaFirst(i int) int {
	if i < blockU {
		return 1
	}
	return 0
}

// write writes all tokens in the order of section 13 and updates the contexts.
func (c *coefficients) write(w *boolWriter, above, left *context) {
	put := func(plane, n, first int, a, l *uint8) {
		has := uint8(0)
		if w.putBlock(plane, *a+*l, first, c.ends[n], &c.levels[n]) {
			has = 1
		}
		*a, *l = has, has
	}
	put(planeY2, blockY2, 0, &above.y2, &left.y2)
	for i := range 16 {
		put(planeYAfterY2, i, 1, &above.y[i%4], &left.y[i/4])
	}
	for i := range 4 {
		put(planeChroma, blockU+i, 0, &above.u[i%2], &left.u[i/2])
	}
	for i := range 4 {
		put(planeChroma, blockV+i, 0, &above.v[i%2], &left.v[i/2])
	}
}

// restore adds what a decoder gets back to the prediction.
func (c *coefficients) restore(luma, u, v []uint8) {
	for i := range 16 {
		if c.blocks[i] != (block{}) {
			c.blocks[i].inverseInto(luma[i/4*64+i%4*4:], 16)
		}
	}
	for i := range 4 {
		at := i/2*32 + i%2*4
		if c.blocks[blockU+i] != (block{}) {
			c.blocks[blockU+i].inverseInto(u[at:], 8)
		}
		if c.blocks[blockV+i] != (block{}) {
			c.blocks[blockV+i].inverseInto(v[at:], 8)
		}
	}
}
