package srtp

// window remembers which of the last indices were seen: a sliding bitmap (RFC 3711 section 3.3.2). The zero value
// with bits set is ready.
type window struct {
	highest int64
	started bool
	bits    []uint64 // ring of bits, a power of two words
}

func newWindow(size int) window { return window{bits: make([]uint64, size/64)} }

func (w *window) size() int64 { return int64(len(w.bits)) * 64 }

// fresh tells whether the index may be taken: not seen, and not older than the window.
func (w *window) fresh(index int64) bool {
	switch {
	case index < 0:
		return false
	case !w.started || index > w.highest:
		return true
	case w.highest-index >= w.size():
		return false
	}
	return w.bits[w.word(index)]&(1<<(index&63)) == 0
}

// take marks a fresh index.
func (w *window) take(index int64) {
	if !w.started {
		w.started = true
		w.highest = index
	}
	if index > w.highest {
		w.slide(index)
	}
	w.bits[w.word(index)] |= 1 << (index & 63)
}

func (w *window) word(index int64) int64 { return (index >> 6) & int64(len(w.bits)-1) }

// slide moves the window up to index and forgets what leaves it.
func (w *window) slide(index int64) {
	if index-w.highest >= w.size() {
		clear(w.bits)
	} else {
		for i := w.highest>>6 + 1; i <= index>>6; i++ {
			w.bits[i&int64(len(w.bits)-1)] = 0
		}
	}
	w.highest = index
}
