package speech

import (
	"bytes"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/media/ogg"
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

// TestInterpretationsKeepUp wants every text in the other language, by each interpreter, in no more time than the
// speaker's and not much less: who begins two seconds later ends within two seconds.
func TestInterpretationsKeepUp(t *testing.T) {
	l, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	other := map[string]string{"es": "en", "en": "es"}
	for _, s := range append(slices.Clone(l.Speeches), l.Announcements...) {
		in := s.Interpretation
		if in.Language != other[s.Language] || len(in.Text) < 10 || in.Text == s.Text {
			t.Errorf("%s: %q %q", s.ID, in.Language, in.Text)
		}
		for n, frames := range in.Frames {
			name := fmt.Sprintf("%s-%d", in.Sound, n+1)
			checkFrames(t, name, frames)
			if ratio := float64(len(frames)) / float64(len(s.Frames)); ratio > 1 || ratio < 0.6 {
				t.Errorf("%s takes %.2f of the speaker's time", name, ratio)
			}
		}
		if bytes.Equal(in.Frames[0][40].Payload, in.Frames[1][40].Payload) {
			t.Errorf("%s: both interpreters have one voice", s.ID)
		}
	}
}

func checkSound(t *testing.T, s *Speech) {
	t.Helper()
	checkFrames(t, s.ID, s.Frames)
}

// checkFrames tests that the packets are 20 ms each and that the levels say where speech is.
func checkFrames(t *testing.T, name string, frames []Frame) {
	t.Helper()
	loud, last := 0, frames[len(frames)-1]
	for i, f := range frames {
		if d := PacketDuration(f.Payload); d != FrameDuration {
			t.Fatalf("%s: packet %d takes %v", name, i, d)
		}
		if len(f.Payload) > 500 {
			t.Errorf("%s: packet %d has %d bytes", name, i, len(f.Payload))
		}
		if f.Level < 40 {
			loud++
		}
	}
	if share := float64(loud) / float64(len(frames)); share < 0.5 || share > 0.98 {
		t.Errorf("%s: %.0f %% of the packets are loud", name, 100*share)
	}
	if frames[0].Level < 60 || last.Level < 60 {
		t.Errorf("%s: begins at %d and ends at %d dBov below full scale, not in silence", name, frames[0].Level, last.Level)
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
		out = ogg.Page{Sequence: uint32(i), Lacing: ogg.Segments(nil, len(p)), Body: p}.Append(out)
	}
	return out
}
