package record

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/cumbre-meet/cumbre/internal/disk"
	"github.com/cumbre-meet/cumbre/internal/media/ogg"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// frame is a packet of 20 ms that says which one it is.
func frame(n int) []byte { return []byte{0xF8, byte(n >> 8), byte(n), 1} }

func number(packet []byte) int {
	if len(packet) != 4 {
		return -1 // without content
	}
	return int(packet[1])<<8 | int(packet[2])
}

const tick = ogg.Rate / 50

// heard collects what a timeline gives out, one entry for each 2.5 ms.
type heard struct{ grains []int }

func (h *heard) out(b []byte, n int64, _ uint8) error {
	for range n / grain {
		h.grains = append(h.grains, number(b))
	}
	return nil
}

func (h *heard) at(pos int64) int {
	if i := int(pos / grain); i < len(h.grains) {
		return h.grains[i]
	}
	return -2
}

func TestWhatIsLostIsSilenceInItsPlace(t *testing.T) {
	h := &heard{}
	line := timeline{out: h.out}
	for i := range 50 {
		if i%7 == 3 || i > 20 && i < 26 {
			continue
		}
		_ = line.add(sound{at: int64(i) * tick, time: units.Time64(1000 + i*tick), payload: frame(i)})
	}
	_ = line.settle(1 << 40)
	for i := range 50 {
		want := i
		if i%7 == 3 || i > 20 && i < 26 {
			want = -1
		}
		for part := range int64(8) {
			if got := h.at(int64(i)*tick + part*grain); got != want {
				t.Fatalf("frame %d: %d is in its place", i, got)
			}
		}
	}
	if want := int64(7+4) * tick; line.lost != want { // 24 is one of both
		t.Errorf("%d samples are lost, want %d", line.lost, want)
	}
}

func TestWhatComesTooLateIsLeftOut(t *testing.T) {
	h := &heard{}
	line := timeline{out: h.out}
	for _, n := range []int{0, 1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 2, 19} {
		_ = line.add(sound{at: int64(len(h.grains)) * grain, time: units.Time64(n * tick), payload: frame(n)})
		_ = line.settle(int64(n)*tick + holdFor)
	}
	if h.at(2*tick) != -1 || h.at(3*tick) != 3 || h.at(19*tick) != 19 || line.late != 1 || line.lost != tick {
		t.Errorf("%d late, %d lost, %v", line.late, line.lost, h.grains)
	}
}

func TestAPauseIsAsLongAsItWas(t *testing.T) {
	h := &heard{}
	line := timeline{out: h.out}
	add := func(at int64, ts, n int) {
		_ = line.add(sound{at: at, time: units.Time64(ts), payload: frame(n)})
		_ = line.settle(at)
	}
	add(0, 0, 1)
	add(30*ogg.Rate+77, 960, 2) // the sender's timestamps stood still meanwhile
	add(30*ogg.Rate+77+tick, 1920, 3)
	_ = line.settle(1 << 40)
	if got := []int{h.at(0), h.at(15 * ogg.Rate), h.at(30 * ogg.Rate), h.at(30*ogg.Rate + tick)}; fmt.Sprint(got) != "[1 -1 2 3]" {
		t.Errorf("heard %v", got)
	}
	if line.lost != 0 {
		t.Errorf("a pause counts as %d lost samples", line.lost)
	}
}

// Packets come in any order within what is waited for, twice, not at all, of several streams: each is at its time or
// nowhere, and the whole is as long as the sum of what it says.
func TestEveryPacketIsInItsPlace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := &heard{}
		line := timeline{out: h.out}
		var sum int64
		line.out = func(b []byte, n int64, l uint8) error { sum += n; return h.out(b, n, l) }
		base := units.Time64(rapid.Int64Range(0, 1<<40).Draw(t, "base"))
		var order []sound
		for i := range rapid.IntRange(1, 200).Draw(t, "count") {
			if i > 0 && rapid.IntRange(0, 9).Draw(t, "lost") == 0 {
				continue
			}
			at := int64(i)*tick + rapid.Int64Range(0, 4*tick).Draw(t, "jitter")
			order = append(order, sound{at: at, time: base + units.Time64(i*tick), payload: frame(i)})
		}
		slices.SortStableFunc(order, func(a, b sound) int { return cmp.Compare(a.at, b.at) })
		for _, s := range order {
			_ = line.add(s)
			_ = line.settle(s.at)
		}
		_ = line.settle(1 << 40)
		if sum != line.end {
			t.Fatalf("%d samples were given out, and the end is at %d", sum, line.end)
		}
		first := -1
		for i := range len(h.grains) {
			n := h.grains[i]
			if n < 0 {
				continue
			}
			if first < 0 {
				first = n*8 - i
			}
			if d := n*8 - i - first; d > 0 || d < -7 {
				t.Fatalf("frame %d is heard %d grains off", n, d)
			}
		}
	})
}

// file makes a file of frames that are numbered, with a page each 10.
func testFile(t testing.TB, frames int) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := newWriter(&b, 9, false, 0, []Tag{{"PARTICIPANT", "ana"}, {"START", "2021-05-07T15:00:00.000Z"}})
	if err != nil {
		t.Fatal(err)
	}
	for i := range frames {
		_ = w.packet(frame(i), tick)
		if i%10 == 9 {
			_ = w.flush()
		}
	}
	if err := w.close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// tester is what tests and rapid's have in common.
type tester interface {
	Helper()
	Fatalf(format string, args ...any)
}

// played is what a player lets hear of a file: the numbers of the frames, by 2.5 ms.
func played(t tester, b []byte) []int {
	t.Helper()
	h := &heard{}
	skip := int64(b[28+10]) | int64(b[28+11])<<8 // pre-skip, behind the first page's header
	var end int64
	c, err := scan(bytes.NewReader(b), func(p ogg.Page, _ int64) bool {
		p.Packets(func(b []byte) { _ = h.out(b, ogg.Samples(b), 0) })
		end = p.Granule
		return true
	})
	if err != nil || !c.ended || c.good != int64(len(b)) {
		t.Fatalf("%+v of %d bytes, %v", c, len(b), err)
	}
	return h.grains[(skip+grain-1)/grain : end/grain]
}

func TestAPartPlaysWhatWasSaidThen(t *testing.T) {
	file := testFile(t, 500)
	rapid.Check(t, func(t *rapid.T) {
		from := rapid.IntRange(0, 4100).Draw(t, "from") // grains of 2.5 ms
		n := rapid.IntRange(1, 4000).Draw(t, "length")
		part, err := Cut(bytes.NewReader(file), time.Duration(from)*2500*time.Microsecond, time.Duration(from+n)*2500*time.Microsecond)
		if err != nil {
			t.Fatal(err)
		}
		if skip := int(part[28+10]) | int(part[28+11])<<8; from < 4000 && (skip < min(from*grain, preRoll) || skip >= preRoll+tick) {
			t.Fatalf("from %d: the decoder has %d samples before it", from, skip)
		}
		got := played(t, part)
		if want := max(0, min(from+n, 4000)-from); len(got) != want {
			t.Fatalf("from %d, %d: %d are heard, want %d", from, n, len(got), want)
		}
		for i, g := range got {
			if g != (from+i)/8 {
				t.Fatalf("from %d: at %d frame %d is heard", from, i, g)
			}
		}
	})
}

func TestACrashLeavesWhatWasWritten(t *testing.T) {
	store, err := Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	whole := testFile(t, 100)
	const lastPage, pageSize = 27, 27 + 10 + 40
	headers := len(testFile(t, 0)) - lastPage
	path := filepath.Join(store.dir, "m", "f"+suffix)
	if err := os.Mkdir(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	for cut := 0; cut < len(whole); cut += 5 {
		if err := os.WriteFile(path, whole[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		c, err := store.Recover("m", "f")
		if errors.Is(err, ErrFile) {
			if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) || cut > 200 {
				t.Fatalf("cut at %d: not a file, and %v", cut, err)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		b, _ := os.ReadFile(path)
		got := played(t, b)
		if want := 10 * ((cut - headers) / pageSize); len(got)/8 != want {
			t.Fatalf("cut at %d: %d frames are there, want %d", cut, len(got)/8, want)
		}
		hash := sha256.Sum256(b)
		if c.SHA256 != hex.EncodeToString(hash[:]) || c.Bytes != int64(len(b)) || c.Participant != "ana" || c.Start.Year() != 2021 {
			t.Fatalf("cut at %d: %+v", cut, c)
		}
		if again, err := store.Recover("m", "f"); err != nil || again != c {
			t.Fatalf("once more: %+v, %v; it was %+v", again, err, c)
		}
	}
}

// log is News that are kept.
type log struct {
	opened []File
	closed []Closed
	status Status
}

func (l *log) Opened(f File)    { l.opened = append(l.opened, f) }
func (l *log) Closed(c Closed)  { l.closed = append(l.closed, c) }
func (l *log) Changed(s Status) { l.status = s }

// bench is a recorder in virtual time, with a speaker and an interpreter.
type bench struct {
	*Recorder
	log   *log
	start time.Time
	now   time.Time
	ids   int
	level uint8

	windows []Window
	sent    int
}

func newBench(t *testing.T) *bench {
	t.Helper()
	store, err := Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{log: &log{}, start: time.Date(2021, 5, 7, 15, 0, 0, 0, time.UTC)}
	b.now = b.start
	clock := func(at units.Instant) time.Time { return b.start.Add(time.Duration(at)) }
	b.Recorder = newRecorder(Options{
		Store: store, Meeting: "m", Clock: clock, News: b.log, Spoken: func(w Window) { b.windows = append(b.windows, w) },
		NewID: func() string { b.ids++; return fmt.Sprintf("f%d", b.ids) },
	})
	return b
}

func (b *bench) ana() Source { return Source{Participant: "ana", Kind: "microphone"} }

// speak sends 20 ms and lets them pass.
func (b *bench) speak(from Source) {
	b.Put(Packet{
		Source: from, Stream: 1, Time: units.Time64(b.now.Sub(b.start) * ogg.Rate / time.Second), At: units.Instant(b.now.Sub(b.start)),
		Payload: frame(b.sent), Level: b.level,
	})
	b.sent++
	b.pass(20 * time.Millisecond)
}

func (b *bench) pass(d time.Duration) {
	before := int(b.now.Sub(b.start) / turnEvery)
	b.now = b.now.Add(d)
	for n := before; n < int(b.now.Sub(b.start)/turnEvery); n++ {
		b.turn(b.start.Add(time.Duration(n+1) * turnEvery))
	}
}

func TestASecondAtMostIsNotOnTheDisk(t *testing.T) {
	b := newBench(t)
	for b.sent < 400 {
		b.speak(b.ana())
		if b.sent < 2 {
			continue
		}
		f, err := b.Store.Read("m", "f1")
		if errors.Is(err, fs.ErrNotExist) && b.sent < 50 {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		c, err := scan(f, nil)
		_ = f.Close()
		if missing := int64(b.sent)*tick - c.samples; err != nil && b.sent > 50 || missing > ogg.Rate*6/10 {
			t.Fatalf("after %d frames %d ms are missing: %v", b.sent, missing/48, err)
		}
		// What is written is synced 400 ms later: holdFor, two turns and syncEvery are less than the second.
		if open := b.files[b.ana()]; open != nil && open.dirty && b.now.Sub(open.syncedAt) > syncEvery+turnEvery {
			t.Fatalf("not synced for %v", b.now.Sub(open.syncedAt))
		}
	}
	b.finish(b.now)
	if len(b.log.closed) != 1 || b.log.closed[0].Duration != 8*time.Second || len(b.log.opened) != 1 {
		t.Fatalf("%+v", b.log)
	}
	f, _ := b.Store.Read("m", "f1")
	defer func() { _ = f.Close() }()
	c := b.log.closed[0]
	if size, hash, err := sum(f); err != nil || size != c.Bytes || hash != c.SHA256 {
		t.Errorf("%d %s %v, told %+v", size, hash, err, c)
	}
}

func TestAFileForEachSourceAndChannel(t *testing.T) {
	b := newBench(t)
	luis := Source{Participant: "luis", Kind: "microphone", Channel: "en"}
	for range 100 {
		b.speak(b.ana())
		b.speak(luis)
	}
	if b.log.status.Files != 2 {
		t.Errorf("%+v", b.log.status)
	}
	b.pass(idleAfter + time.Second)
	if len(b.log.closed) != 2 || b.log.status.Files != 0 {
		t.Fatalf("%d files are closed after the pause, %+v", len(b.log.closed), b.log.status)
	}
	b.speak(b.ana())
	b.finish(b.now)
	if len(b.log.closed) != 3 || b.log.closed[2].ID == b.log.closed[0].ID {
		t.Errorf("who speaks after a pause has a file anew: %+v", b.log.closed)
	}
}

func TestSpeechIsCutAtItsPauses(t *testing.T) {
	b := newBench(t)
	say := func(seconds float64, level uint8) {
		b.level = level
		for range int(seconds * 50) {
			b.speak(b.ana())
		}
	}
	say(2, 90) // a quiet room
	say(4, 25)
	say(0.4, 80) // between two words
	say(2, 30)
	say(2, 90)
	say(0.1, 20) // a cough
	say(2, 90)
	say(60, 20) // without a breath
	b.finish(b.now)
	var got []string
	for _, w := range b.windows {
		c, err := scan(bytes.NewReader(w.Audio), nil)
		if err != nil || fromSamples(c.samples) != w.Length {
			t.Errorf("%v of sound in a window of %v: %v", fromSamples(c.samples), w.Length, err)
		}
		got = append(got, fmt.Sprint(w.From.Sub(b.start), "+", w.Length))
	}
	if want := "[1.7s+7.4s 12.2s+25s 37.2s+25s 1m2.2s+10.3s]"; fmt.Sprint(got) != want {
		t.Errorf("windows %v, want %v", got, want)
	}
}

func TestAFullDiskEndsTheRecordingAndNothingElse(t *testing.T) {
	b := newBench(t)
	for range 60 {
		b.speak(b.ana())
	}
	b.Store.reserve = 1 << 62
	for range 60 {
		b.speak(b.ana())
	}
	if b.log.status.Trouble != disk.Full || len(b.log.closed) != 1 {
		t.Fatalf("%+v, %d closed", b.log.status, len(b.log.closed))
	}
	b.Store.reserve = 0
	for b.now.Sub(b.troubleAt) < retryAfter+time.Second {
		b.speak(b.ana())
	}
	if b.log.status.Trouble != "" || b.log.status.Files != 1 {
		t.Errorf("with space again: %+v", b.log.status)
	}
}

func TestAMeetingHasSoManyBytes(t *testing.T) {
	b := newBench(t)
	b.bytes = MaxMeetingBytes - 500
	for range 200 {
		b.speak(b.ana())
	}
	if b.log.status.Trouble != LimitReached || b.log.status.Files != 0 || b.bytes > MaxMeetingBytes+2000 {
		t.Errorf("%+v", b.log.status)
	}
}

func TestPutNeitherAllocatesNorWaits(t *testing.T) {
	b := newBench(t)
	p := Packet{Source: b.ana(), Payload: make([]byte, 160)}
	if n := testing.AllocsPerRun(2000, func() { b.Put(p) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
	for range 2 * ringSlots {
		b.Put(p)
	}
	got := 0
	b.ring.take(func(q Packet) {
		if len(q.Payload) != 160 {
			t.Fatalf("%d bytes", len(q.Payload))
		}
		got++
	})
	if got+int(b.ring.lost.Load()) != 2001+2*ringSlots || got != ringSlots {
		t.Errorf("%d came, %d were lost", got, b.ring.lost.Load())
	}
}

func TestTheRingCarriesEverythingInOrder(t *testing.T) {
	const packets = 20_000
	r := &ring{}
	go func() {
		for i := 0; i < packets; {
			before := r.lost.Load()
			b := frame(i)
			if r.add(Packet{Stream: uint32(i), Payload: append(b, make([]byte, i%1200)...)}); r.lost.Load() == before {
				i++
			} else {
				runtime.Gosched()
			}
		}
	}()
	for next := uint32(0); next < packets; {
		r.take(func(p Packet) {
			if p.Stream != next || number(p.Payload[:4]) != int(next&0xFFFF) || len(p.Payload) != 4+int(next%1200) {
				t.Errorf("packet %d of %d bytes came in the place of %d", p.Stream, len(p.Payload), next)
			}
			next++
		})
		runtime.Gosched()
	}
}

func FuzzScan(f *testing.F) {
	f.Add(testFile(f, 30))
	f.Add(testFile(f, 0))
	f.Fuzz(func(t *testing.T, b []byte) {
		c, err := scan(bytes.NewReader(b), nil)
		if c.good > int64(len(b)) {
			t.Fatalf("%d good bytes of %d", c.good, len(b))
		}
		if err != nil {
			return
		}
		part, err := Cut(bytes.NewReader(b), 100*time.Millisecond, 300*time.Millisecond)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := scan(bytes.NewReader(part), nil); err != nil {
			t.Fatalf("a part of it cannot be read: %v", err)
		}
	})
}
