package portrait

import "image"

// convert brings a part of src into all layers. Its edges must be multiples of 8.
func (p *Picture) convert(src *image.RGBA, r image.Rectangle) {
	toYCbCr(p.layers[0], src, r)
	for i := 1; i < Layers; i++ {
		r = image.Rect(r.Min.X/2, r.Min.Y/2, r.Max.X/2, r.Max.Y/2)
		halve(p.layers[i].Y, p.layers[i].YStride, p.layers[i-1].Y, p.layers[i-1].YStride, r)
		c := image.Rect(r.Min.X/2, r.Min.Y/2, r.Max.X/2, r.Max.Y/2)
		halve(p.layers[i].Cb, p.layers[i].CStride, p.layers[i-1].Cb, p.layers[i-1].CStride, c)
		halve(p.layers[i].Cr, p.layers[i].CStride, p.layers[i-1].Cr, p.layers[i-1].CStride, c)
	}
}

// toYCbCr converts by ITU-R BT.601 with limited range, 8 fractional bits; a chroma sample is the mean of its four
// pixels.
func toYCbCr(dst *image.YCbCr, src *image.RGBA, r image.Rectangle) {
	for y := r.Min.Y; y < r.Max.Y; y += 2 {
		a := src.Pix[src.PixOffset(r.Min.X, y):src.PixOffset(r.Max.X, y)]
		b := src.Pix[src.PixOffset(r.Min.X, y+1):]
		b = b[:len(a)]
		up, down := dst.Y[dst.YOffset(r.Min.X, y):], dst.Y[dst.YOffset(r.Min.X, y+1):]
		cb, cr := dst.Cb[dst.COffset(r.Min.X, y):], dst.Cr[dst.COffset(r.Min.X, y):]
		for i, n := 0, 0; i+8 <= len(a); i, n = i+8, n+1 {
			p, q := a[i:i+8:i+8], b[i:i+8:i+8]
			up[2*n], up[2*n+1] = luma(p[0], p[1], p[2]), luma(p[4], p[5], p[6])
			down[2*n], down[2*n+1] = luma(q[0], q[1], q[2]), luma(q[4], q[5], q[6])
			red := int32(p[0]) + int32(p[4]) + int32(q[0]) + int32(q[4])
			green := int32(p[1]) + int32(p[5]) + int32(q[1]) + int32(q[5])
			blue := int32(p[2]) + int32(p[6]) + int32(q[2]) + int32(q[6])
			cb[n] = uint8((-38*red - 74*green + 112*blue + 128<<10 + 512) >> 10)
			cr[n] = uint8((112*red - 94*green - 18*blue + 128<<10 + 512) >> 10)
		}
	}
}

func luma(r, g, b uint8) uint8 {
	return uint8((66*int32(r)+129*int32(g)+25*int32(b)+128)>>8) + 16
}

// halve makes each pixel of r in dst the mean of four of src.
func halve(dst []uint8, dstStride int, src []uint8, srcStride int, r image.Rectangle) {
	n := r.Dx()
	for y := r.Min.Y; y < r.Max.Y; y++ {
		out := dst[y*dstStride+r.Min.X:][:n]
		a := src[2*y*srcStride+2*r.Min.X:][:2*n]
		b := src[(2*y+1)*srcStride+2*r.Min.X:][:2*n]
		for x := range out {
			out[x] = uint8((int(a[2*x]) + int(a[2*x+1]) + int(b[2*x]) + int(b[2*x+1]) + 2) >> 2)
		}
	}
}
