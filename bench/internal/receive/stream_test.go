package receive

import (
	"slices"
	"testing"
	"time"
)

const ms = time.Millisecond

// frames pushes frames of 3 packets every 33 ms, but those that lost names; frame 0, and those that key names, are keyframes.
func push(s *Stream, from, to int, lost func(n int) bool, key ...int) {
	for f := from; f < to; f++ {
		for i := range 3 {
			if n := f*3 + i; !lost(n) {
				s.Push(time.Duration(f+1)*33*ms, packet(n, slices.Contains(key, f) || f == 0))
			}
		}
	}
}

func packet(n int, key bool) Packet {
	return Packet{Number: uint16(n + 65530), Size: 1000, Start: n%3 == 0, Marker: n%3 == 2, Key: key && n%3 == 0}
}

func none(int) bool { return false }

func TestAllFramesAreShown(t *testing.T) {
	s := &Stream{Picture: true}
	push(s, 0, 100, none) // over the wrap of 16 bits
	got := s.Stats()
	if got.Frames != 100 || got.Fresh != 300 || got.Missing != 0 || got.Freezes != 0 || got.FirstFrame != 33*ms || got.LongestGap != 33*ms {
		t.Errorf("%+v", got)
	}
	if ask := s.Ask(4000 * ms); ask.Keyframe || ask.Numbers != nil {
		t.Errorf("%+v", ask)
	}
}

func TestALostPacketIsAskedForAndThePictureGoesOnWhenItComes(t *testing.T) {
	s := &Stream{Picture: true}
	push(s, 0, 50, func(n int) bool { return n == 121 })
	now := 50 * 33 * ms
	if ask := s.Ask(now); !slices.Equal(ask.Numbers, []uint16{packet(121, false).Number}) {
		t.Fatalf("%+v", ask)
	}
	if ask := s.Ask(now + ms); len(ask.Numbers) != 0 {
		t.Errorf("asked again at once: %+v", ask)
	}
	if got := s.Stats(); got.Frames != 40 || got.Missing != 1 {
		t.Errorf("%+v", got)
	}
	s.Push(now+5*ms, packet(121, false))
	got := s.Stats()
	if got.Frames != 50 || got.Missing != 0 || got.Repaired != 1 || got.Freezes != 1 {
		t.Errorf("%+v", got)
	}
	if want := now + 5*ms - 40*33*ms; got.Frozen != want {
		t.Errorf("frozen for %v, want %v", got.Frozen, want)
	}
}

func TestAKeyframeEndsAFreeze(t *testing.T) {
	s := &Stream{Picture: true}
	push(s, 0, 30, none)
	push(s, 30, 45, func(n int) bool { return n == 91 })
	if ask := s.Ask(45 * 33 * ms); !ask.Keyframe {
		t.Errorf("no keyframe is asked for: %+v", ask)
	}
	if ask := s.Ask(45*33*ms + ms); ask.Keyframe {
		t.Error("asked again at once")
	}
	push(s, 45, 60, none, 50)
	if got := s.Stats(); got.Frames != 40 || got.Missing != 1 || got.Freezes != 1 || got.LongestGap != 21*33*ms {
		t.Errorf("%+v", got)
	}
	if ask := s.Ask(3000 * ms); len(ask.Numbers) != 0 || ask.Keyframe {
		t.Errorf("asks for what is of no use any more: %+v", ask)
	}
}

func TestNothingIsShownBeforeAKeyframe(t *testing.T) {
	s := &Stream{Picture: true}
	push(s, 1, 20, none, 10)
	if got := s.Stats(); got.Frames != 10 || got.FirstFrame != 11*33*ms {
		t.Errorf("%+v", got)
	}
}

func TestSoundIsCountedAndNotAskedFor(t *testing.T) {
	s := &Stream{}
	for n := range 10 {
		if n != 5 {
			s.Push(time.Duration(n)*20*ms, Packet{Number: uint16(n), Size: 100, Marker: true})
		}
	}
	s.Push(200*ms, Packet{Number: 9, Size: 100})
	if got := s.Stats(); got.Packets != 10 || got.Fresh != 9 || got.Missing != 1 || got.Frames != 0 {
		t.Errorf("%+v", got)
	}
	if ask := s.Ask(300 * ms); ask.Keyframe || ask.Numbers != nil {
		t.Errorf("%+v", ask)
	}
}

func FuzzStreamKeepsItsCounts(f *testing.F) {
	f.Add([]byte{0, 1, 2, 3, 200, 4, 9, 9})
	f.Fuzz(func(t *testing.T, b []byte) {
		s, n := &Stream{Picture: true}, uint16(0)
		for i, step := range b {
			n += uint16(int8(step)) * 7
			s.Push(time.Duration(i)*ms, Packet{Number: n, Marker: step&1 == 0, Start: step&2 == 0, Key: step&4 == 0})
			ask := s.Ask(time.Duration(i) * ms)
			if got := s.Stats(); got.Missing < 0 || got.Fresh > got.Packets || len(ask.Numbers) > nackMost {
				t.Fatalf("after %d: %+v, %+v", i, got, ask)
			}
		}
	})
}
