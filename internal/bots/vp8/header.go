package vp8

// appendTag writes the uncompressed frame tag (section 9.1): version 0, shown.
func (e *Encoder) appendTag(dst []byte, key bool, firstPartition int) []byte {
	tag := uint32(firstPartition)<<5 | 1<<4
	if !key {
		tag |= 1
	}
	dst = append(dst, byte(tag), byte(tag>>8), byte(tag>>16))
	if key {
		w, h := e.opts.Width, e.opts.Height
		dst = append(dst, 0x9d, 0x01, 0x2a, byte(w), byte(w>>8), byte(h), byte(h>>8))
	}
	return dst
}

// writeHeader writes the first partition: the frame header (section 9.2 to 9.11) and the macroblocks' modes.
func (e *Encoder) writeHeader(key bool) {
	w := &e.header
	w.reset(w.out)
	if key {
		w.literal(0, 2) // colour space BT.601, clamping needed
	}
	w.literal(0, 1)                   // no segments
	w.literal(0, 1+6+3)               // loop filter: normal, level 0, sharpness 0
	w.literal(0, 1)                   // no loop filter deltas
	w.literal(0, 2)                   // one token partition
	w.literal(uint32(e.quantiser), 7) // quantiser index
	w.literal(0, 5)                   // no quantiser deltas
	if key {
		w.literal(0, 1) // probabilities are this frame's alone
	} else {
		w.literal(0, 2+2+2+2) // golden and alternate frames: not refreshed, not copied, sign biases 0
		w.literal(0, 1)       // probabilities are this frame's alone
		w.literal(1, 1)       // the last frame is refreshed
	}
	for i := range updateProbs {
		for j := range updateProbs[i] {
			for k := range updateProbs[i][j] {
				for _, p := range updateProbs[i][j][k] {
					w.put(p, false) // the default token probability stays
				}
			}
		}
	}
	e.writeModes(key)
}

// writeModes writes the modes' probabilities and each macroblock's modes (section 9.10, 9.11, 19.3).
func (e *Encoder) writeModes(key bool) {
	w := &e.header
	skip, intra := e.shares()
	w.literal(1, 1) // macroblocks without coefficients are marked
	w.literal(uint32(skip), 8)
	if !key {
		w.literal(uint32(intra), 8)
		w.literal(255, 8) // the reference is the last frame
		w.literal(128, 8) // golden against alternate: not used
		w.literal(0, 2)   // intra mode probabilities stay
		for i := range motionUpdateProbs {
			for _, p := range motionUpdateProbs[i] {
				w.put(p, false) // motion vector probabilities stay
			}
		}
	}
	for i := range e.modes {
		mb := &e.modes[i]
		w.put(skip, mb.empty)
		switch {
		case key:
			w.putKeyModes(mb)
		case mb.inter:
			w.put(intra, true)
			w.put(255, false) // the last frame
			w.put(zeroMotionProbs[e.interNeighbours(i)], false)
		default:
			w.put(intra, false)
			w.putIntraModes(mb)
		}
	}
}

// shares gives the probabilities, in 1/256 and at least 1, that a macroblock has coefficients and that it is intra.
func (e *Encoder) shares() (coded, intra uint8) {
	var c, n int
	for i := range e.modes {
		if !e.modes[i].empty {
			c++
		}
		if !e.modes[i].inter {
			n++
		}
	}
	share := func(v int) uint8 { return uint8(min(max(v*256/len(e.modes), 1), 255)) }
	return share(c), share(n)
}

// zeroMotionProbs are the probabilities of zero motion by how many neighbours have it, each by its weight
// (section 18.3: the first column of the mode contexts). A stream whose motion is all zero needs no other.
var zeroMotionProbs = [6]uint8{7, 14, 135, 60, 159, 234}

// interNeighbours weighs the inter neighbours: above 2, left 2, above left 1. Outside the picture is intra.
func (e *Encoder) interNeighbours(i int) int {
	weight, col := 0, i%e.cols
	if i >= e.cols && e.modes[i-e.cols].inter {
		weight += 2
	}
	if col > 0 && e.modes[i-1].inter {
		weight += 2
	}
	if i >= e.cols && col > 0 && e.modes[i-e.cols-1].inter {
		weight++
	}
	return weight
}

// putKeyModes writes the modes of a key frame's macroblock (section 11.2, 11.4).
func (w *boolWriter) putKeyModes(mb *macroblock) {
	w.put(145, true) // not by subblocks
	switch mb.luma {
	case predictDC:
		w.put(156, false)
		w.put(163, false)
	case predictV:
		w.put(156, false)
		w.put(163, true)
	case predictH:
		w.put(156, true)
		w.put(128, false)
	default:
		w.put(156, true)
		w.put(128, true)
	}
	w.putChromaMode(mb.chroma, [3]uint8{142, 114, 183})
}

// putIntraModes writes the modes of an inter frame's intra macroblock (section 16.1).
func (w *boolWriter) putIntraModes(mb *macroblock) {
	w.put(112, mb.luma != predictDC)
	switch mb.luma {
	case predictDC:
	case predictV, predictH:
		w.put(86, false)
		w.put(140, mb.luma == predictH)
	default:
		w.put(86, true)
		w.put(37, false)
	}
	w.putChromaMode(mb.chroma, [3]uint8{162, 101, 204})
}

func (w *boolWriter) putChromaMode(m intraMode, probs [3]uint8) {
	w.put(probs[0], m != predictDC)
	if m == predictDC {
		return
	}
	w.put(probs[1], m != predictV)
	if m != predictV {
		w.put(probs[2], m == predictTM)
	}
}

// motionUpdateProbs tell how likely each motion vector probability is to be sent anew (section 17.2).
var motionUpdateProbs = [2][19]uint8{
	{237, 246, 253, 253, 254, 254, 254, 254, 254, 254, 254, 254, 254, 254, 250, 250, 252, 254, 254},
	{231, 243, 245, 253, 254, 254, 254, 254, 254, 254, 254, 254, 254, 254, 251, 251, 254, 254, 254},
}
