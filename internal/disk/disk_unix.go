//go:build unix

package disk

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

// Free is the space in bytes that is left for us on the disk of dir.
func Free(dir string) (int64, error) {
	var stat unix.Statfs_t
	if err := unix.Statfs(dir, &stat); err != nil {
		return 0, err //nolint:wrapcheck // the caller's words
	}
	return int64(stat.Bavail) * int64(stat.Bsize), nil //nolint:unconvert // not an int64 on every Unix
}

// SyncFolder has the names in a folder on the disk.
func SyncFolder(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err //nolint:wrapcheck // the caller's words
	}
	return errors.Join(f.Sync(), f.Close())
}

// Why says why the disk did not take something, of the error of an operation: Full, ReadOnly or Failed.
func Why(err error) string {
	switch {
	case errors.Is(err, unix.ENOSPC), errors.Is(err, unix.EDQUOT):
		return Full
	case errors.Is(err, unix.EROFS):
		return ReadOnly
	default:
		return Failed
	}
}
