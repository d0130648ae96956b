//go:build unix

package journal

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// dirLock is the lock on the journal's directory. It is the kernel's (flock), so it ends with the process, however
// that ends. The file stays; its content, the owner's process id, is only for messages.
type dirLock struct{ file *os.File }

func lockDir(dir string) (*dirLock, error) {
	f, err := os.OpenFile(filepath.Join(dir, lockFile), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("journal: lock: %w", err)
	}
	err = unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if err == nil {
		return &dirLock{file: f}, errors.Join(f.Truncate(0), writePID(f))
	}
	defer func() { _ = f.Close() }() // nothing was written
	if !errors.Is(err, unix.EWOULDBLOCK) {
		return nil, fmt.Errorf("journal: lock: %w", err)
	}
	text, _ := io.ReadAll(io.LimitReader(f, 32))
	pid, _ := strconv.Atoi(strings.TrimSpace(string(text)))
	return nil, &LockedError{Dir: dir, PID: pid}
}

func writePID(f *os.File) error {
	_, err := fmt.Fprintln(f, os.Getpid())
	return err
}

func (l *dirLock) release() error { return l.file.Close() }
