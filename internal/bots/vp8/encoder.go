package vp8

import (
	"bytes"
	"fmt"
	"image"
)

const (
	// maxSide is what the frame header's 14 bits carry (section 9.1).
	maxSide = 1<<14 - 1
	// intraBias is by how much a new prediction must be better than correcting the old picture in place, as a
	// sum of absolute differences over 256 pixels: an intra macroblock costs some bits more in an inter frame.
	intraBias = 96
	// maxQuantiser is the coarsest index (section 9.6).
	maxQuantiser = 127
)

// Options choose the size of the picture and its quality.
type Options struct {
	Width, Height int // pixels of the frames, 1..16383
	// Quantiser is the index of the finest steps used, 0 (best) to 127. 20 to 40 suits drawings.
	Quantiser int
	// MaxFrame is how many bytes a frame may have before the following are quantised more coarsely; 0: any.
	MaxFrame int
}

// Encoder makes one VP8 stream. It is not safe for concurrent use.
type Encoder struct {
	opts      Options
	cols      int // macroblocks
	rows      int
	quantiser int // index in use

	source [3]plane // the last source, padded: what has changed is found by comparing
	recon  [3]plane // what a decoder has: the reference, updated in place (all motion is zero)

	modes  []macroblock // of the frame being made
	above  []context    // of each column
	tokens boolWriter   // second partition
	header boolWriter   // first partition
	begun  bool
	steps  quantiser
}

// macroblock is what the first partition says of one macroblock.
type macroblock struct {
	inter  bool
	empty  bool // no coefficients
	luma   intraMode
	chroma intraMode
}

// context tells which of the neighbouring blocks have coefficients, 1 or 0 each (section 13.3).
type context struct {
	y    [4]uint8
	u, v [2]uint8
	y2   uint8
}

// New makes an encoder.
func New(opts Options) (*Encoder, error) {
	if opts.Width < 1 || opts.Height < 1 || opts.Width > maxSide || opts.Height > maxSide {
		return nil, fmt.Errorf("vp8: a size of %d×%d cannot be encoded", opts.Width, opts.Height)
	}
	if opts.Quantiser < 0 || opts.Quantiser > maxQuantiser {
		return nil, fmt.Errorf("vp8: a quantiser of %d is not within 0 and %d", opts.Quantiser, maxQuantiser)
	}
	e := &Encoder{opts: opts, cols: (opts.Width + 15) / 16, rows: (opts.Height + 15) / 16, quantiser: opts.Quantiser}
	for i := range e.source {
		w, h := e.cols*16, e.rows*16
		if i > 0 {
			w, h = w/2, h/2
		}
		e.source[i], e.recon[i] = newPlane(w, h), newPlane(w, h)
	}
	e.modes = make([]macroblock, e.cols*e.rows)
	e.above = make([]context, e.cols)
	return e, nil
}

// Frame tells what Encode made.
type Frame struct {
	Key       bool
	Changed   int // macroblocks that were coded anew
	Quantiser int
}

// Encode appends one frame to dst. The picture must be 4:2:0 of the encoder's size, in BT.601 with limited range. The first frame is a key frame whether asked for or not.
func (e *Encoder) Encode(dst []byte, picture *image.YCbCr, key bool) ([]byte, Frame, error) {
	r := picture.Rect
	if r.Dx() != e.opts.Width || r.Dy() != e.opts.Height || picture.SubsampleRatio != image.YCbCrSubsampleRatio420 {
		return dst, Frame{}, fmt.Errorf("vp8: the picture is %v %v, not 4:2:0 of %d×%d",
			r, picture.SubsampleRatio, e.opts.Width, e.opts.Height)
	}
	key = key || !e.begun
	e.begun = true
	e.steps = newQuantiser(e.quantiser)
	f := Frame{Key: key, Quantiser: e.quantiser}
	e.tokens.reset(e.tokens.out)
	clear(e.above)
	for row := range e.rows {
		f.Changed += e.encodeRow(picture, row, key)
	}
	e.writeHeader(key)
	first, second := e.header.flush(), e.tokens.flush()
	start := len(dst)
	dst = e.appendTag(dst, key, len(first))
	dst = append(append(dst, first...), second...)
	e.adapt(len(dst) - start)
	return dst, f, nil
}

// adapt moves the quantiser by what the last frame cost.
func (e *Encoder) adapt(size int) {
	if e.opts.MaxFrame <= 0 {
		return
	}
	switch {
	case size > e.opts.MaxFrame:
		e.quantiser = min(e.quantiser+e.quantiser/4+2, maxQuantiser)
	case size < e.opts.MaxFrame/4:
		e.quantiser = max(e.quantiser-1, e.opts.Quantiser)
	}
}

// encodeRow encodes one row of macroblocks and gives how many have changed.
func (e *Encoder) encodeRow(picture *image.YCbCr, row int, key bool) int {
	same := !e.load(picture, row)
	changed := 0
	var left context
	for col := range e.cols {
		mb := &e.modes[row*e.cols+col]
		if !key && (same || e.unchanged(picture, col, row)) {
			*mb = macroblock{inter: true, empty: true}
			left, e.above[col] = context{}, context{}
			continue
		}
		changed++
		e.store(picture, col, row)
		e.encodeMacroblock(mb, col, row, key, &left)
	}
	return changed
}

// load tells whether a row of macroblocks differs from the last source anywhere; rows at the lower edge that
// are not whole always go to the closer look.
func (e *Encoder) load(picture *image.YCbCr, row int) bool {
	for i := range e.source {
		size, pix, stride, w, h := e.component(picture, i)
		for y := row * size; y < min((row+1)*size, h); y++ {
			p := &e.source[i]
			if !bytes.Equal(pix[y*stride:y*stride+w], p.pix[y*p.stride:y*p.stride+w]) {
				return true
			}
		}
	}
	return false
}

// component gives one component of the picture: the side of a macroblock in it, its pixels, and its size.
func (e *Encoder) component(picture *image.YCbCr, i int) (size int, pix []uint8, stride, w, h int) {
	cw, ch := (e.opts.Width+1)/2, (e.opts.Height+1)/2
	switch i {
	case 0:
		return 16, picture.Y, picture.YStride, e.opts.Width, e.opts.Height
	case 1:
		return 8, picture.Cb, picture.CStride, cw, ch
	default:
		return 8, picture.Cr, picture.CStride, cw, ch
	}
}

// unchanged tells whether a macroblock's source is the last one.
func (e *Encoder) unchanged(picture *image.YCbCr, col, row int) bool {
	for i := range e.source {
		size, pix, stride, w, h := e.component(picture, i)
		p := &e.source[i]
		x0, x1 := col*size, min((col+1)*size, w)
		for y := row * size; y < min((row+1)*size, h); y++ {
			if !bytes.Equal(pix[y*stride+x0:y*stride+x1], p.pix[y*p.stride+x0:y*p.stride+x1]) {
				return false
			}
		}
	}
	return true
}

// store copies a macroblock of the picture into source, with the last pixels repeated beyond the picture's edge.
func (e *Encoder) store(picture *image.YCbCr, col, row int) {
	for i := range e.source {
		size, pix, stride, w, h := e.component(picture, i)
		p := &e.source[i]
		x0, x1 := col*size, min((col+1)*size, w)
		for y := row * size; y < (row+1)*size; y++ {
			from := min(y, h-1) * stride
			to := p.pix[y*p.stride+x0 : y*p.stride+(col+1)*size]
			n := copy(to, pix[from+x0:from+x1])
			fill(to[n:], to[n-1])
		}
	}
}
