package journal_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cumbre-meet/cumbre/internal/journal"
)

// open opens a journal that does not wait for the disk. The test's end closes it.
func open(t *testing.T, dir string) *journal.Store {
	t.Helper()
	s, err := journal.Open(t.Context(), journal.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func replay(t *testing.T, s *journal.Store, stream string, from uint64) []string {
	t.Helper()
	var got []string
	err := s.Replay(t.Context(), stream, from, func(seq uint64, _ time.Time, payload []byte) error {
		got = append(got, fmt.Sprintf("%d %s", seq, payload))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestStreamsCountApartAndSurviveAReopen(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "journal")
	s := open(t, dir)
	before := time.Now()
	for i, stream := range []string{"meeting.a", "meeting.b", "meeting.a"} {
		expected, _ := s.Head(stream)
		seq, err := s.Append(t.Context(), stream, expected, fmt.Appendf(nil, "record %d", i))
		if err != nil || seq != expected+1 {
			t.Fatal(seq, err)
		}
	}
	check := func(s *journal.Store) {
		if diff := cmp.Diff([]string{"1 record 0", "2 record 2"}, replay(t, s, "meeting.a", 0)); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]string{"2 record 2"}, replay(t, s, "meeting.a", 2)); diff != "" {
			t.Error(diff)
		}
		if got := replay(t, s, "meeting.a", 3); got != nil {
			t.Error(got)
		}
		if diff := cmp.Diff([]string{"1 record 1"}, replay(t, s, "meeting.b", 1)); diff != "" {
			t.Error(diff)
		}
		if got := replay(t, s, "meeting.c", 0); got != nil {
			t.Error(got)
		}
		names, err := s.Streams(t.Context())
		if diff := cmp.Diff([]string{"meeting.a", "meeting.b"}, names); diff != "" || err != nil {
			t.Error(diff, err)
		}
	}
	check(s)
	_, hash := s.Head("meeting.a")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, dir)
	check(s)
	if _, again := s.Head("meeting.a"); again != hash {
		t.Error("the head's hash changed over a reopen")
	}
	err := s.Replay(t.Context(), "meeting.a", 1, func(_ uint64, at time.Time, _ []byte) error {
		if at.Before(before.Round(0)) || at.After(time.Now()) {
			t.Errorf("appended at %v, not between %v and now", at, before)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	if seq, err := s.Append(t.Context(), "meeting.a", 2, nil); seq != 3 || err != nil {
		t.Error(seq, err)
	}
}

func TestAppendRefuses(t *testing.T) {
	s := open(t, t.TempDir())
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	for _, c := range []struct {
		name    string
		ctx     context.Context
		stream  string
		payload int
		want    error
	}{
		{"empty name", t.Context(), "", 1, journal.ErrStreamName},
		{"wildcard", t.Context(), "meeting.*", 1, journal.ErrStreamName},
		{"wildcard for all", t.Context(), ">", 1, journal.ErrStreamName},
		{"empty token", t.Context(), "meeting..a", 1, journal.ErrStreamName},
		{"space", t.Context(), "meeting a", 1, journal.ErrStreamName},
		{"long name", t.Context(), strings.Repeat("a", journal.MaxStreamName+1), 1, journal.ErrStreamName},
		{"large payload", t.Context(), "a", journal.MaxPayload + 1, journal.ErrTooLarge},
		{"cancelled", cancelled, "a", 1, context.Canceled},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := s.Append(c.ctx, c.stream, 0, make([]byte, c.payload)); !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
	name := strings.Repeat("a", journal.MaxStreamName)
	if seq, err := s.Append(t.Context(), name, 0, make([]byte, journal.MaxPayload)); seq != 1 || err != nil {
		t.Error("the largest record:", seq, err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if _, err := s.Append(t.Context(), "a", 0, nil); !errors.Is(err, journal.ErrClosed) {
		t.Error(err)
	}
	if err := s.Replay(t.Context(), "a", 0, nil); !errors.Is(err, journal.ErrClosed) {
		t.Error(err)
	}
}

func TestConflictSaysWhereTheStreamIs(t *testing.T) {
	s := open(t, t.TempDir())
	if _, err := s.Append(t.Context(), "a", 0, []byte("x")); err != nil {
		t.Fatal(err)
	}
	for _, expected := range []uint64{0, 2} {
		_, err := s.Append(t.Context(), "a", expected, []byte("y"))
		conflict, ok := errors.AsType[*journal.ConflictError](err)
		if !ok || conflict.Stream != "a" || conflict.Actual != 1 || conflict.Expected != expected {
			t.Errorf("expected %d: %v", expected, err)
		}
	}
	if diff := cmp.Diff([]string{"1 x"}, replay(t, s, "a", 0)); diff != "" {
		t.Error(diff)
	}
}

// TestWritersDecideAgain has several writers on one stream, each of which tries again after a conflict: every record
// gets in, once.
func TestWritersDecideAgain(t *testing.T) {
	s := open(t, t.TempDir())
	const writers, each = 8, 25
	var conflicts sync.Map
	var group sync.WaitGroup
	for writer := range writers {
		group.Go(func() {
			seq, n := uint64(0), 0
			for i := 0; i < each; {
				next, err := s.Append(t.Context(), "a", seq, fmt.Appendf(nil, "%d/%d", writer, i))
				if conflict, ok := errors.AsType[*journal.ConflictError](err); ok {
					seq = conflict.Actual
					n++
					continue
				}
				if err != nil {
					t.Error(err)
					return
				}
				seq = next
				i++
			}
			conflicts.Store(writer, n)
		})
	}
	group.Wait()
	next := make([]int, writers)
	records := 0
	err := s.Replay(t.Context(), "a", 0, func(_ uint64, _ time.Time, payload []byte) error {
		var writer, i int
		if _, err := fmt.Sscanf(string(payload), "%d/%d", &writer, &i); err != nil {
			return err
		}
		if next[writer] != i {
			return fmt.Errorf("writer %d: record %d where %d was due", writer, i, next[writer])
		}
		next[writer]++
		records++
		return nil
	})
	if err != nil || records != writers*each {
		t.Fatal(records, err)
	}
	total := 0
	conflicts.Range(func(_, n any) bool { total += n.(int); return true })
	if total == 0 {
		t.Error("no writer met a conflict: the test shows nothing")
	}
}

func TestReplayStopsAtTheCallersError(t *testing.T) {
	s := open(t, t.TempDir())
	for i := range uint64(3) {
		if _, err := s.Append(t.Context(), "a", i, nil); err != nil {
			t.Fatal(err)
		}
	}
	stop := errors.New("stop")
	calls := 0
	err := s.Replay(t.Context(), "a", 0, func(uint64, time.Time, []byte) error { calls++; return stop })
	if !errors.Is(err, stop) || calls != 1 {
		t.Error(calls, err)
	}
}

func TestFullDiskIsRefusedBeforeTheWrite(t *testing.T) {
	dir := t.TempDir()
	s, err := journal.Open(t.Context(), journal.Options{Dir: dir, Reserve: 1 << 62})
	if err != nil {
		t.Fatal(err)
	}
	_, err = s.Append(t.Context(), "a", 0, []byte("x"))
	if full, ok := errors.AsType[*journal.FullError](err); !ok || full.Free <= 0 || full.Dir != dir {
		t.Error(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if seq, err := open(t, dir).Append(t.Context(), "a", 0, []byte("x")); seq != 1 || err != nil {
		t.Error("with space again:", seq, err)
	}
}

func TestCloseLeavesNothingRunning(t *testing.T) {
	before := runtime.NumGoroutine()
	s, err := journal.Open(t.Context(), journal.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Append(t.Context(), "a", 0, nil); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(s.Close(), s.Close()); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(10 * time.Second); runtime.NumGoroutine() > before; runtime.Gosched() {
		if time.Now().After(deadline) {
			stacks := make([]byte, 1<<16)
			t.Fatalf("%d goroutines, %d before:\n%s", runtime.NumGoroutine(), before,
				stacks[:runtime.Stack(stacks, true)])
		}
	}
}

func TestOpenSaysWhatIsWrongWithTheDirectory(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := journal.Open(t.Context(), journal.Options{Dir: file}); !errors.Is(err, syscall.ENOTDIR) {
		t.Error(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "jetstream"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if s, err := journal.Open(t.Context(), journal.Options{Dir: dir}); err == nil {
		t.Error("opened over a file", s.Close())
	} else {
		t.Log(err)
	}
}

func BenchmarkAppendSynced(b *testing.B) {
	s, err := journal.Open(b.Context(), journal.Options{Dir: b.TempDir(), SyncAlways: true})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	payload := make([]byte, 300)
	for i := uint64(0); b.Loop(); i++ {
		if _, err := s.Append(b.Context(), "a", i, payload); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReplay(b *testing.B) {
	s, err := journal.Open(b.Context(), journal.Options{Dir: b.TempDir()})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	for i := range uint64(1000) {
		if _, err := s.Append(b.Context(), "a", i, make([]byte, 300)); err != nil {
			b.Fatal(err)
		}
	}
	for b.Loop() {
		err := s.Replay(b.Context(), "a", 0, func(uint64, time.Time, []byte) error { return nil })
		if err != nil {
			b.Fatal(err)
		}
	}
}
