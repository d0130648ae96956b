package srtp

// recentStreams is how many SSRCs are found without the map: nine pictures, three sounds, and retransmissions. Whoever has four or fewer
// touches one cache line of them.
const recentStreams = 16

// windows are those of the SSRCs of one direction, MaxSSRCs at most.
type windows struct {
	recent  [recentStreams]recentWindow
	replace int // in recent, next
	all     map[uint32]*window
}

// recentWindow is the window of an SSRC that was used lately; nil: none.
type recentWindow struct {
	ssrc uint32
	*window
}

func newWindows() windows { return windows{all: make(map[uint32]*window)} }

func (w *windows) count() int { return len(w.all) }

func (w *windows) full() bool { return len(w.all) >= MaxSSRCs }

// find returns the window of an SSRC, or nil.
func (w *windows) find(ssrc uint32) *window {
	for i := range w.recent {
		if r := &w.recent[i]; r.ssrc == ssrc && r.window != nil {
			return r.window
		}
	}
	known := w.all[ssrc]
	if known != nil {
		w.note(ssrc, known)
	}
	return known
}

// add makes the window of an SSRC that has none, for so many packets.
func (w *windows) add(ssrc uint32, size int) *window {
	made := newWindow(size)
	w.all[ssrc] = &made
	w.note(ssrc, &made)
	return &made
}

func (w *windows) note(ssrc uint32, found *window) {
	w.recent[w.replace] = recentWindow{ssrc, found}
	w.replace = (w.replace + 1) % len(w.recent)
}
