// Package receive judges what comes on one track as a viewer's jitter buffer would, without decoding: which packets came,
// when each frame could be shown, how long the picture stood still. It is pure: callers pass the time.
package receive

import "time"

const (
	// window is how many packets a stream looks back and ahead: over two seconds of 720p. Fewer would count slow
	// repairs as lost; each costs 24 bytes for each stream.
	window = 1024
	// nackEvery and nackTries are when, and how often, a missing packet is asked for: browsers ask once per round trip,
	// ten times at most. The scenario loss has 100 ms there and back: less would ask again for what is on its way, and on longer
	// paths it does.
	nackEvery = 130 * time.Millisecond
	nackTries = 10
	// nackMost bounds the numbers of one request.
	nackMost = 64
	// keyAfter is how long a picture stands still for want of a packet before a keyframe is asked for, and between
	// such requests. Chromium's receiver asks after 200 ms without a frame that can be decoded.
	keyAfter = 200 * time.Millisecond
	// A freeze is a gap between frames above the larger of the mean plus freezeAdds and freezeTimes the mean (W3C webrtc-stats).
	freezeAdds  = 150 * time.Millisecond
	freezeTimes = 3
)

// Packet is what a stream has to know of an RTP packet.
type Packet struct {
	Number uint16
	Size   int
	Marker bool // last of its frame
	Start  bool // first of its frame
	Key    bool // first of a keyframe
}

// Stats is what came on a stream.
type Stats struct {
	Packets    int64         // all, repeated ones too
	Bytes      int64         // of RTP
	Fresh      int64         // different ones
	Missing    int64         // gaps that nothing has filled, up to the highest number
	Repaired   int64         // came after a higher number: retransmitted or reordered
	Frames     int64         // that could be shown
	Frozen     time.Duration // in freezes, as webrtc-stats counts totalFreezesDuration
	Freezes    int64
	LongestGap time.Duration // between frames
	FirstFrame time.Duration // when the first could be shown; 0: none
	First      time.Duration // when the first packet came; 0: none
}

// Ask is what the receiver has to ask its sender for.
type Ask struct {
	Numbers  []uint16 // to repeat (RFC 4585 NACK)
	Keyframe bool     // PLI
}

// place is one sequence number's.
type place struct {
	number int64 // 1 higher than the packet that stands here, so that 0 is none
	Packet
}

type missing struct {
	number int64
	asked  time.Duration
	tries  int
}

// Stream is one track. Picture tells whether it has frames; sound has none.
type Stream struct {
	Picture bool

	stats    Stats
	begun    bool
	lowest   int64
	highest  int64
	next     int64 // the first number that is not shown yet
	synced   bool  // a keyframe has been shown, and all since
	places   [window]place
	missing  []missing
	shown    time.Duration // of the last frame
	mean     time.Duration // between frames, smoothed
	askedKey time.Duration
	stuck    time.Duration // since when nothing could be shown; 0: it can
}

// Stats is what has come so far.
func (s *Stream) Stats() Stats {
	out := s.stats
	if s.begun {
		out.Missing = s.highest - s.lowest + 1 - out.Fresh
	}
	return out
}

// Push takes a packet in at a time that never goes back.
func (s *Stream) Push(now time.Duration, p Packet) {
	s.stats.Packets++
	s.stats.Bytes += int64(p.Size)
	if !s.begun {
		s.begun = true
		s.highest = int64(p.Number) + 1<<16
		s.lowest, s.next = s.highest, s.highest
		s.stats.First = now
	}
	n := s.highest + int64(int16(p.Number-uint16(s.highest)))
	at := &s.places[n%window]
	if n <= s.highest-window || at.number == n+1 {
		return // too old, or there already
	}
	s.stats.Fresh++
	switch {
	case n < s.lowest:
		s.lowest = n
	case n < s.highest:
		s.stats.Repaired++
		s.came(n)
	case n > s.highest+1:
		s.gap(now, n)
	}
	s.highest = max(s.highest, n)
	*at = place{n + 1, p}
	if s.Picture {
		s.show(now)
	}
}

// gap notes what is missing before n.
func (s *Stream) gap(now time.Duration, n int64) {
	if !s.Picture || n-s.highest > window {
		return
	}
	for m := s.highest + 1; m < n && len(s.missing) < window; m++ {
		s.missing = append(s.missing, missing{number: m, asked: now - nackEvery})
	}
}

func (s *Stream) came(n int64) {
	for i := range s.missing {
		if s.missing[i].number == n {
			s.missing = append(s.missing[:i], s.missing[i+1:]...)
			return
		}
	}
}

// has gives the packet with a number, nil where it has not come.
func (s *Stream) has(n int64) *Packet {
	if at := &s.places[n%window]; at.number == n+1 {
		return &at.Packet
	}
	return nil
}

// show shows all frames that are complete and follow what is shown; where a packet is missing, a later keyframe that
// is complete.
func (s *Stream) show(now time.Duration) {
	for {
		if s.synced {
			if end, ok := s.frameAt(s.next); ok {
				s.next = end + 1
				s.frame(now)
				continue
			}
		}
		start, ok := s.keyframeFrom(s.next)
		if !ok {
			break
		}
		s.next, s.synced = start, true
	}
	switch {
	case s.synced && !s.hole():
		s.stuck = 0
	case s.stuck == 0:
		s.stuck = now
	}
}

// hole tells whether a packet is missing in the frame that would be next.
func (s *Stream) hole() bool {
	for n := s.next; n <= s.highest; n++ {
		if s.has(n) == nil {
			return true
		}
	}
	return false
}

// frameAt finds the end of the frame that begins at n, if all of it is there.
func (s *Stream) frameAt(n int64) (int64, bool) {
	for ; n <= s.highest; n++ {
		p := s.has(n)
		if p == nil {
			return 0, false
		}
		if p.Marker {
			return n, true
		}
	}
	return 0, false
}

// keyframeFrom finds a complete keyframe after n (while nothing is shown yet, at n too).
func (s *Stream) keyframeFrom(n int64) (int64, bool) {
	if s.synced {
		n++
	}
	for n = max(n, s.highest-window+1, s.lowest); n <= s.highest; n++ {
		if p := s.has(n); p != nil && p.Start && p.Key {
			if _, ok := s.frameAt(n); ok {
				return n, true
			}
		}
	}
	return 0, false
}

// frame counts a frame that is shown now.
func (s *Stream) frame(now time.Duration) {
	s.stats.Frames++
	if s.stats.Frames == 1 {
		s.stats.FirstFrame, s.shown = now, now
		return
	}
	gap := now - s.shown
	s.shown = now
	s.stats.LongestGap = max(s.stats.LongestGap, gap)
	if s.mean > 0 && gap > max(freezeTimes*s.mean, s.mean+freezeAdds) {
		s.stats.Freezes++
		s.stats.Frozen += gap
	}
	const first, smooth = 10, 30 // frames that the mean is begun with, and goes over
	if n := min(s.stats.Frames-1, smooth); n < first || gap < s.mean+freezeAdds {
		s.mean += (gap - s.mean) / time.Duration(n)
	}
}

// Ask says what to ask for now. The caller asks the sender, after Push or when time has passed.
func (s *Stream) Ask(now time.Duration) Ask {
	var out Ask
	kept := s.missing[:0]
	for _, m := range s.missing {
		if m.number < s.next && s.synced || m.number <= s.highest-window || m.tries == nackTries {
			continue // it is of no use any more
		}
		if len(out.Numbers) < nackMost && now-m.asked >= nackEvery {
			m.asked = now
			m.tries++
			out.Numbers = append(out.Numbers, uint16(m.number))
		}
		kept = append(kept, m)
	}
	s.missing = kept
	if s.stuck != 0 && now-max(s.stuck, s.askedKey) >= keyAfter {
		s.askedKey = now
		out.Keyframe = true
	}
	return out
}

// Add sums two streams up; times are the later ones.
func (s Stats) Add(o Stats) Stats {
	return Stats{
		Packets: s.Packets + o.Packets, Bytes: s.Bytes + o.Bytes, Fresh: s.Fresh + o.Fresh, Missing: s.Missing + o.Missing,
		Repaired: s.Repaired + o.Repaired, Frames: s.Frames + o.Frames, Frozen: s.Frozen + o.Frozen, Freezes: s.Freezes + o.Freezes,
		LongestGap: max(s.LongestGap, o.LongestGap), FirstFrame: max(s.FirstFrame, o.FirstFrame), First: max(s.First, o.First),
	}
}
