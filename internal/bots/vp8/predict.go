package vp8

// intraMode is a whole-block prediction (section 12.2). Modes that would read pixels outside the picture are not
// used: what stands there is a corner of the specification that decoders have read differently.
type intraMode uint8

const (
	predictDC intraMode = iota
	predictV
	predictH
	predictTM
	intraModes
)

// plane is one component of the reconstructed picture, padded to whole macroblocks.
type plane struct {
	pix    []uint8
	stride int
}

func newPlane(width, height int) plane { return plane{make([]uint8, width*height), width} }

// allowed tells whether a mode has the neighbours that it reads.
func (m intraMode) allowed(x, y int) bool {
	switch m {
	case predictV:
		return y > 0
	case predictH:
		return x > 0
	case predictTM:
		return x > 0 && y > 0
	default:
		return true
	}
}

// predict fills dst (n×n, stride n) from the neighbours of the block at pixel x, y.
func (p *plane) predict(m intraMode, x, y, n int, dst []uint8) {
	at := y*p.stride + x
	switch m {
	case predictV:
		for r := range n {
			copy(dst[r*n:r*n+n], p.pix[at-p.stride:at-p.stride+n])
		}
	case predictH:
		for r := range n {
			fill(dst[r*n:r*n+n], p.pix[at+r*p.stride-1])
		}
	case predictTM:
		p.trueMotion(at, n, dst)
	default:
		fill(dst[:n*n], p.average(x, y, n))
	}
}

func fill(dst []uint8, v uint8) {
	for i := range dst {
		dst[i] = v
	}
}

// trueMotion is TM_PRED: left + above − corner.
func (p *plane) trueMotion(at, n int, dst []uint8) {
	above := p.pix[at-p.stride : at-p.stride+n]
	corner := int32(p.pix[at-p.stride-1])
	for r := range n {
		d := int32(p.pix[at+r*p.stride-1]) - corner
		row := dst[r*n : r*n+n]
		for i := range row {
			row[i] = clip(int32(above[i]) + d)
		}
	}
}

// average is DC_PRED: the mean of the neighbours that there are, 128 without any.
func (p *plane) average(x, y, n int) uint8 {
	at, sum, count := y*p.stride+x, 0, 0
	if y > 0 {
		for _, v := range p.pix[at-p.stride : at-p.stride+n] {
			sum += int(v)
		}
		count += n
	}
	if x > 0 {
		for r := range n {
			sum += int(p.pix[at+r*p.stride-1])
		}
		count += n
	}
	if count == 0 {
		return 128
	}
	return uint8((sum + count/2) / count)
}

// difference is the sum of absolute differences between n×n source pixels and a prediction.
func difference(src []uint8, stride int, pred []uint8, predStride, n int) int {
	sum := 0
	for r := range n {
		a, b := src[r*stride:r*stride+n], pred[r*predStride:r*predStride+n]
		for i, v := range a {
			d := int(v) - int(b[i])
			sum += max(d, -d)
		}
	}
	return sum
}
