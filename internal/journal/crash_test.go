package journal_test

import (
	"bufio"
	"crypto/sha256"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/journal"
)

// The test starts its own binary as the process that is killed; these tell it what to do.
const (
	childDirVariable  = "JOURNAL_TEST_DIR"
	childSeedVariable = "JOURNAL_TEST_SEED"
)

// child starts this test binary to run only TestChild on dir.
func child(t *testing.T, dir string, seed uint64) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestChild$", "-test.count=1")
	cmd.Env = append(os.Environ(), childDirVariable+"="+dir, fmt.Sprintf("%s=%d", childSeedVariable, seed))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() })
	return cmd, bufio.NewScanner(out)
}

const crashStreams = 3

func payloadOf(stream string, seq uint64) []byte {
	random := rand.New(rand.NewPCG(uint64(len(stream)), seq))
	payload := make([]byte, random.IntN(3000))
	for i := range payload {
		payload[i] = byte(random.Uint32())
	}
	return fmt.Appendf(payload, "%s %d", stream, seq)
}

// TestChild is the process that TestNoAcknowledgedRecordIsLost kills: it appends to several streams for ever and
// says on its standard output, in one write for each, what was acknowledged.
func TestChild(t *testing.T) {
	dir := os.Getenv(childDirVariable)
	if dir == "" {
		t.Skip("only for the tests that start it")
	}
	s, err := journal.Open(t.Context(), journal.Options{Dir: dir, SyncAlways: true})
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println("open")
	var group sync.WaitGroup
	for i := range crashStreams {
		group.Go(func() {
			stream := fmt.Sprintf("meeting.%d", i)
			seq, _ := s.Head(stream)
			for {
				next, err := s.Append(t.Context(), stream, seq, payloadOf(stream, seq+1))
				if err != nil {
					t.Error(err)
					return
				}
				seq = next
				fmt.Printf("ack %s %d\n", stream, seq)
			}
		})
	}
	group.Wait()
}

// TestNoAcknowledgedRecordIsLost kills a writing process at random moments. After each time every acknowledged record
// is there, the chain verifies, and the lock is free.
func TestNoAcknowledgedRecordIsLost(t *testing.T) {
	if testing.Short() {
		t.Skip("starts many processes")
	}
	const kills = 15
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	dir := t.TempDir()
	acknowledged := map[string]uint64{}
	total := 0
	for round := range kills {
		cmd, lines := child(t, dir, seed)
		// Kill after so many lines; 0 is while it starts. Then read what it still said.
		wanted := random.IntN(120)
		if round == 0 {
			wanted = 0
		}
		for n := 0; ; n++ {
			if n == wanted {
				pause(time.Duration(random.IntN(2000)) * time.Microsecond)
				if err := cmd.Process.Kill(); err != nil {
					t.Fatal(err)
				}
			}
			if !lines.Scan() {
				break
			}
			var stream string
			var seq uint64
			if _, err := fmt.Sscanf(lines.Text(), "ack %s %d", &stream, &seq); err != nil {
				continue // "open"
			}
			if seq != acknowledged[stream]+1 {
				t.Fatalf("round %d: %s was at %d, then %d", round, stream, acknowledged[stream], seq)
			}
			acknowledged[stream] = seq
			total++
		}
		if err := cmd.Wait(); err == nil || !strings.Contains(err.Error(), "killed") {
			t.Fatalf("round %d: the process ended by itself: %v", round, err)
		}
		verify(t, dir, acknowledged)
	}
	t.Logf("%d records acknowledged over %d kills", total, kills)
	if total == 0 {
		t.Error("nothing was written: the test shows nothing")
	}
}

// pause spins, so that the kill comes between two lines and not only right after one.
func pause(d time.Duration) {
	for end := time.Now().Add(d); time.Now().Before(end); {
		continue
	}
}

// verify checks that all acknowledged records are there, and at most one more in each stream, which it takes for
// acknowledged from then on.
func verify(t *testing.T, dir string, acknowledged map[string]uint64) {
	t.Helper()
	s, err := journal.Open(t.Context(), journal.Options{Dir: dir, SyncAlways: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for i := range crashStreams {
		stream := fmt.Sprintf("meeting.%d", i)
		last := acknowledged[stream]
		seen := uint64(0)
		err := s.Replay(t.Context(), stream, 0, func(seq uint64, _ time.Time, payload []byte) error {
			if sha256.Sum256(payload) != sha256.Sum256(payloadOf(stream, seq)) {
				return fmt.Errorf("record %d has another payload", seq)
			}
			seen = seq
			return nil
		})
		if err != nil || seen < last || seen > last+1 {
			t.Fatalf("%s: %d records of %d acknowledged: %v", stream, seen, last, err)
		}
		acknowledged[stream] = seen
	}
}

func TestASecondProcessIsRefused(t *testing.T) {
	dir := t.TempDir()
	cmd, lines := child(t, dir, 0)
	for lines.Scan() && lines.Text() != "open" {
	}
	_, err := journal.Open(t.Context(), journal.Options{Dir: dir})
	locked, ok := errors.AsType[*journal.LockedError](err)
	if !ok || locked.PID != cmd.Process.Pid || locked.Dir != dir {
		t.Errorf("while process %d has it: %v", cmd.Process.Pid, err)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	open(t, dir)
	_, err = journal.Open(t.Context(), journal.Options{Dir: dir})
	if locked, ok := errors.AsType[*journal.LockedError](err); !ok || locked.PID != os.Getpid() {
		t.Errorf("while this process has it: %v", err)
	}
}
