// Package mounts gives tests a small disk of their own, without root: the test runs once more, as a child process in a
// user and mount namespace (user_namespaces(7), mount_namespaces(7)), where it may mount a tmpfs. Linux only.
package mounts

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"testing"
)

// dirVariable tells the child where its disk goes. Without it a test is not the child.
const dirVariable = "TESTKIT_SMALL_DISK"

// Run runs a test of this program in a mount namespace of its own, by its exact name. That test begins with SmallDisk.
// Where the kernel or its configuration gives no namespaces, or the child skips, t is skipped.
func Run(t *testing.T, test string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+test+"$", "-test.count=1", "-test.v") //nolint:gosec // this test program itself
	cmd.Env = append(os.Environ(), dirVariable+"="+t.TempDir())
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWNS | syscall.CLONE_NEWUSER,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
	out, err := cmd.CombinedOutput()
	if errors.Is(err, syscall.EPERM) || errors.Is(err, syscall.EACCES) || errors.Is(err, syscall.ENOSPC) {
		t.Skip("no user namespaces here:", err)
	}
	switch {
	case err != nil:
		t.Fatalf("%v\n%s", err, out)
	case bytes.Contains(out, []byte("--- SKIP")):
		t.Skipf("%s", out)
	case !bytes.Contains(out, []byte("--- PASS: "+test)):
		t.Fatalf("no test is called %s\n%s", test, out) // -test.run of nothing succeeds
	}
	t.Logf("%s", out)
}

// SmallDisk mounts an empty disk of some MiB. It skips the test in any process but the one that Run starts.
func SmallDisk(t *testing.T, mebibytes int) (dir string) {
	t.Helper()
	dir = os.Getenv(dirVariable)
	if dir == "" {
		t.Skip("only for the test that starts it")
	}
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, size(mebibytes)); err != nil {
		t.Skip("cannot mount here:", err)
	}
	return dir
}

// Resize gives a disk that SmallDisk mounted another size, in MiB. Its files stay.
func Resize(t *testing.T, dir string, mebibytes int) {
	t.Helper()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", syscall.MS_REMOUNT, size(mebibytes)); err != nil {
		t.Fatal(err)
	}
}

func size(mebibytes int) string { return fmt.Sprintf("size=%dm", mebibytes) }
