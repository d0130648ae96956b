package journal_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/journal"
)

const fullDirVariable = "JOURNAL_TEST_FULL_DIR"

// TestFullDiskLosesNothing runs TestFullDiskChild in a mount namespace of its own, where it can have a tiny disk.
func TestFullDiskLosesNothing(t *testing.T) {
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestFullDiskChild$", "-test.count=1", "-test.v")
	cmd.Env = append(os.Environ(), fullDirVariable+"="+t.TempDir())
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWNS | syscall.CLONE_NEWUSER,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
	out, err := cmd.CombinedOutput()
	if errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.EACCES) || errors.Is(err, syscall.ENOSPC) {
		t.Skip("no user namespaces here:", err)
	}
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	t.Logf("%s", out)
}

// TestFullDiskChild fills a disk of 4 MiB with records, without a reserve. The one that does not fit is an error,
// promptly; all before it are there after a reopen.
func TestFullDiskChild(t *testing.T) {
	dir := os.Getenv(fullDirVariable)
	if dir == "" {
		t.Skip("only for the test that starts it")
	}
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=4m"); err != nil {
		t.Skip("cannot mount here:", err)
	}
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
	if err := s.Close(); err != nil {
		t.Error("close:", err)
	}
	if err := syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_REMOUNT, "size=256m"); err != nil {
		t.Fatal(err)
	}
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
