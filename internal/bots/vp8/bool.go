package vp8

import "math/bits"

// boolWriter is the boolean entropy encoder of RFC 6386 section 7. The zero value is not ready: reset first.
type boolWriter struct {
	out   []byte
	low   uint32 // what is not written yet, the interval's bottom
	width uint32 // the interval's width, 128..255
	count int    // bits of low that are valid, minus 24
}

// even is the probability of a bit that says nothing, in 1/256.
const even = 128

// reset starts a new partition; dst's memory is used again.
func (w *boolWriter) reset(dst []byte) { *w = boolWriter{out: dst[:0], width: 255, count: -24} }

// put writes one bool of which false has the probability prob/256.
func (w *boolWriter) put(prob uint8, bit bool) {
	split := 1 + ((w.width-1)*uint32(prob))>>8
	if bit {
		w.low += split
		w.width -= split
	} else {
		w.width = split
	}
	shift := bits.LeadingZeros8(uint8(w.width))
	w.width <<= shift
	w.count += shift
	if w.count >= 0 {
		shift = w.emit(shift)
	}
	w.low <<= shift
}

// emit moves a whole byte from low to the output and gives the rest of the shift.
func (w *boolWriter) emit(shift int) int {
	offset := shift - w.count
	if (w.low<<(offset-1))&(1<<31) != 0 {
		w.carry()
	}
	w.out = append(w.out, byte(w.low>>(24-offset)))
	w.low = (w.low << offset) & 0xffffff
	shift = w.count
	w.count -= 8
	return shift
}

// carry adds one to what is written.
func (w *boolWriter) carry() {
	i := len(w.out) - 1
	for ; i >= 0 && w.out[i] == 0xff; i-- {
		w.out[i] = 0
	}
	if i >= 0 {
		w.out[i]++
	}
}

// literal writes the n low bits of v, the highest first, each with even chance (section 8).
func (w *boolWriter) literal(v uint32, n int) {
	for i := n - 1; i >= 0; i-- {
		w.put(even, v>>i&1 != 0)
	}
}

// flush ends the partition and gives it.
func (w *boolWriter) flush() []byte {
	w.literal(0, 32)
	return w.out
}
