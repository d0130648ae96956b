package journal_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/disk"
	"github.com/cumbre-meet/cumbre/internal/journal"
	"github.com/cumbre-meet/cumbre/internal/testkit/mounts"
)

// Sizes of the small disk, in MiB: it is full after some records, and then it is not.
const (
	smallDisk = 4
	largeDisk = 256
)

// TestFullDiskLosesNothing runs TestFullDiskChild in a mount namespace of its own, where it can have a tiny disk.
func TestFullDiskLosesNothing(t *testing.T) { mounts.Run(t, "TestFullDiskChild") }

// TestFullDiskChild fills a disk of 4 MiB with records, without a reserve. The one that does not fit is an error,
// promptly; all before it are there after a reopen.
func TestFullDiskChild(t *testing.T) {
	dir := mounts.SmallDisk(t, smallDisk)
	options := journal.Options{Dir: dir, SyncAlways: true, Reserve: -1}
	s, err := journal.Open(t.Context(), options)
	if err != nil {
		t.Fatal(err)
	}
	acknowledged := uint64(0)
	begun := time.Now()
	for err == nil {
		begun = time.Now()
		if _, err = s.Append(t.Context(), "a", acknowledged, make([]byte, 100_000)); err == nil {
			acknowledged++
		}
	}
	if _, ok := errors.AsType[*journal.FailedError](err); !ok || acknowledged == 0 {
		t.Fatalf("after %d records: %v", acknowledged, err)
	}
	t.Logf("after %d records, in %v: %v", acknowledged, time.Since(begun), err)
	if took := time.Since(begun); took > 5*time.Second {
		t.Errorf("the error took %v", took)
	}
	if _, again := s.Append(t.Context(), "a", acknowledged, nil); !errors.As(again, new(*journal.FailedError)) {
		t.Error("the next one:", again)
	}
	if unwritable := s.Check(t.Context()); unwritable == nil || s.Close() != nil {
		t.Error("a full disk passes the check, or closing fails")
	}
	mounts.Resize(t, dir, largeDisk)
	s = open(t, dir)
	seen := uint64(0)
	err = s.Replay(t.Context(), "a", 0, func(seq uint64, _ time.Time, payload []byte) error {
		if len(payload) != 100_000 {
			return fmt.Errorf("record %d has %d bytes", seq, len(payload))
		}
		seen = seq
		return nil
	})
	if err != nil || seen < acknowledged || seen > acknowledged+1 {
		t.Fatalf("%d records of %d acknowledged: %v", seen, acknowledged, err)
	}
	if seq, err := s.Append(t.Context(), "a", seen, []byte("more")); err != nil || seq != seen+1 {
		t.Error("with space again:", seq, err)
	}
}

// TestFullDiskIsMendedWithoutARestart runs TestMendChild likewise.
func TestFullDiskIsMendedWithoutARestart(t *testing.T) { mounts.Run(t, "TestMendChild") }

// TestMendChild fills a disk until it refuses a record in the middle. The store says so until there is space; then Check
// opens it again, with all that was acknowledged, and it goes on.
func TestMendChild(t *testing.T) {
	dir := mounts.SmallDisk(t, smallDisk)
	s, err := journal.Open(t.Context(), journal.Options{Dir: dir, SyncAlways: true, Reserve: -1})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Append(t.Context(), "other", 0, []byte("first")); err != nil {
		t.Fatal(err)
	}
	acknowledged := uint64(0)
	for err == nil {
		if _, err = s.Append(t.Context(), "a", acknowledged, make([]byte, 100_000)); err == nil {
			acknowledged++
		}
	}
	failed, ok := errors.AsType[*journal.FailedError](err)
	if !ok || failed.Unwritable() != disk.Full {
		t.Fatalf("%v", err)
	}
	for range 3 {
		err := s.Check(t.Context())
		if failed, ok := errors.AsType[*journal.FailedError](err); !ok || failed.Unwritable() != disk.Full {
			t.Fatal("while the disk is full:", err)
		}
	}
	mounts.Resize(t, dir, largeDisk)
	if err := s.Check(t.Context()); err != nil {
		t.Fatal("with space again:", err)
	}
	head, _ := s.Head("a")
	if head < acknowledged || head > acknowledged+1 {
		t.Errorf("%d records, %d were acknowledged", head, acknowledged)
	}
	if seq, err := s.Append(t.Context(), "a", head, []byte("more")); err != nil || seq != head+1 {
		t.Error(seq, err)
	}
	if seq, err := s.Append(t.Context(), "other", 1, []byte("second")); err != nil || seq != 2 {
		t.Error(seq, err)
	}
	count := uint64(0)
	err = s.Replay(t.Context(), "a", 0, func(uint64, time.Time, []byte) error { count++; return nil })
	if err != nil || count != head+1 {
		t.Error(count, err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "trial*")); len(left) > 0 {
		t.Error("left behind:", left)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if err := s.Check(t.Context()); !errors.Is(err, journal.ErrClosed) {
		t.Error("closed:", err)
	}
}

// TestMendingNeverHidesALoss runs TestLossChild likewise.
func TestMendingNeverHidesALoss(t *testing.T) { mounts.Run(t, "TestLossChild") }

// TestLossChild has a disk that comes back without the files: what was acknowledged is missing, so nothing is appended.
func TestLossChild(t *testing.T) {
	dir := mounts.SmallDisk(t, smallDisk)
	s, err := journal.Open(t.Context(), journal.Options{Dir: dir, SyncAlways: true, Reserve: -1})
	if err != nil {
		t.Fatal(err)
	}
	acknowledged := uint64(0)
	for err == nil {
		if _, err = s.Append(t.Context(), "a", acknowledged, make([]byte, 100_000)); err == nil {
			acknowledged++
		}
	}
	if err := os.RemoveAll(filepath.Join(dir, "jetstream")); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := s.Check(t.Context()); !errors.As(err, new(*journal.CorruptError)) {
			t.Error("check:", err)
		}
		if _, err := s.Append(t.Context(), "a", 0, nil); err == nil {
			t.Error("it begins anew")
		}
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}
