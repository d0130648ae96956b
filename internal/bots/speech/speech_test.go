package speech

import (
	"bytes"
	"encoding/binary"
	"testing"
	"time"
)

func TestEverySpeechIsWhole(t *testing.T) {
	l, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	sides := map[string]int{}
	for _, s := range l.Speeches {
		sides[s.Language]++
		if d := s.Duration(); d < 20*time.Second || d > 32*time.Second {
			t.Errorf("%s takes %v", s.ID, d)
		}
		checkSound(t, s)
		if l.Announcement(s.Speaker) == nil {
			t.Errorf("nobody announces %s", s.Speaker)
		}
	}
	if sides["es"] < 4 || sides["en"] < 4 {
		t.Errorf("speeches by language: %v", sides)
	}
	for _, who := range []string{"opening", "guest"} {
		if a := l.Announcement(who); a == nil {
			t.Errorf("no announcement %q", who)
		} else {
			checkSound(t, a)
		}
	}
}

// checkSound tests that the packets are 20 ms each and that the levels say where speech is.
func checkSound(t *testing.T, s *Speech) {
	t.Helper()
	loud, last := 0, s.Frames[len(s.Frames)-1]
	for i, f := range s.Frames {
		if d := PacketDuration(f.Payload); d != FrameDuration {
			t.Fatalf("%s: packet %d takes %v", s.ID, i, d)
		}
		if len(f.Payload) > 500 {
			t.Errorf("%s: packet %d has %d bytes", s.ID, i, len(f.Payload))
		}
		if f.Level < 40 {
			loud++
		}
	}
	if share := float64(loud) / float64(len(s.Frames)); share < 0.5 || share > 0.98 {
		t.Errorf("%s: %.0f %% of the packets are loud", s.ID, 100*share)
	}
	if s.Frames[0].Level < 60 || last.Level < 60 {
		t.Errorf("%s: begins at %d and ends at %d dBov below full scale, not in silence", s.ID, s.Frames[0].Level, last.Level)
	}
}

func TestTheFilesAreSmall(t *testing.T) {
	total := 0
	entries, err := files.ReadDir("sound")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			t.Fatal(err)
		}
		total += int(info.Size())
	}
	if total > 3<<20 {
		t.Errorf("%d bytes", total)
	}
}

func TestParseOggJoinsPackets(t *testing.T) {
	long := bytes.Repeat([]byte{7}, 255*3)
	file := oggFile([]byte{1, 2}, nil, long)
	got, err := ParseOgg(file)
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 3 || !bytes.Equal(got[0], []byte{1, 2}) || len(got[1]) != 0 || !bytes.Equal(got[2], long) {
		t.Errorf("%d packets: %v", len(got), got)
	}
	for cut := 1; cut < len(file); cut += 11 {
		if _, err := ParseOgg(file[:cut]); err == nil && cut < 27 {
			t.Errorf("a file of %d bytes was accepted", cut)
		}
	}
}

func TestPacketDuration(t *testing.T) {
	for _, c := range []struct {
		packet []byte
		want   time.Duration
	}{
		{nil, 0},
		{[]byte{0 << 3}, 10 * time.Millisecond},
		{[]byte{3 << 3}, 60 * time.Millisecond},
		{[]byte{13 << 3}, 20 * time.Millisecond},
		{[]byte{15<<3 | 1}, 40 * time.Millisecond},
		{[]byte{16 << 3}, 2500 * time.Microsecond},
		{[]byte{0xf8, 0xff, 0xfe}, 20 * time.Millisecond},
		{[]byte{31<<3 | 3, 3}, 60 * time.Millisecond},
		{[]byte{31<<3 | 3}, 0},
	} {
		if got := PacketDuration(c.packet); got != c.want {
			t.Errorf("%v: %v, not %v", c.packet, got, c.want)
		}
	}
}

func FuzzParseOgg(f *testing.F) {
	f.Add(oggFile([]byte{1, 2, 3}, bytes.Repeat([]byte{9}, 600)))
	f.Add([]byte("OggS"))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		packets, err := ParseOgg(b)
		if err != nil {
			return
		}
		total := 0
		for _, p := range packets {
			total += len(p)
			PacketDuration(p)
		}
		if total > len(b) {
			t.Errorf("%d bytes of packets in a file of %d", total, len(b))
		}
	})
}

// oggFile makes an Ogg file of one Opus stream, a page per packet: for tests.
func oggFile(packets ...[]byte) []byte {
	var out []byte
	all := append([][]byte{[]byte("OpusHead\x01\x01\x38\x01\x80\xbb\x00\x00\x00\x00\x00"), []byte("OpusTags\x00\x00\x00\x00\x00\x00\x00\x00")}, packets...)
	for i, p := range all {
		page := append([]byte("OggS\x00\x00"), make([]byte, 20)...)
		binary.LittleEndian.PutUint32(page[18:], uint32(i))
		n := len(p)/255 + 1
		page = append(page, byte(n))
		for range n - 1 {
			page = append(page, 255)
		}
		page = append(page, byte(len(p)%255))
		out = append(append(out, page...), p...)
	}
	return out
}
