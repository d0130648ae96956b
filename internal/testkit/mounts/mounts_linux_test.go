package mounts_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/cumbre-meet/cumbre/internal/testkit/mounts"
)

func TestASmallDiskIsSmall(t *testing.T) { mounts.Run(t, "TestSmallDiskChild") }

// TestSmallDiskChild puts 2 MiB on a disk of one, and then on one of four.
func TestSmallDiskChild(t *testing.T) {
	dir := mounts.SmallDisk(t, 1)
	before, after := filepath.Join(dir, "before"), filepath.Join(dir, "after")
	if err := os.WriteFile(before, []byte("kept"), 0o600); err != nil {
		t.Fatal(err)
	}
	large := make([]byte, 2<<20)
	if err := os.WriteFile(after, large, 0o600); !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("2 MiB on 1 MiB: %v", err)
	}
	mounts.Resize(t, dir, 4)
	if err := os.WriteFile(after, large, 0o600); err != nil {
		t.Error(err)
	}
	if got, err := os.ReadFile(before); err != nil || !bytes.Equal(got, []byte("kept")) {
		t.Errorf("%q %v", got, err)
	}
}
