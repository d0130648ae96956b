package documents

import (
	"errors"
	"math"

	"golang.org/x/sys/windows"
)

// syncFolder does nothing: folders cannot be synced on Windows, and NTFS keeps a journal of names.
func syncFolder(string) error { return nil }

// freeSpace is the space in bytes that is left for us on the disk of dir.
func freeSpace(dir string) (int64, error) {
	path, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return 0, err
	}
	var free uint64
	if err := windows.GetDiskFreeSpaceEx(path, &free, nil, nil); err != nil {
		return 0, err
	}
	return int64(min(free, math.MaxInt64)), nil
}

func isFull(err error) bool { return errors.Is(err, windows.ERROR_DISK_FULL) }

func isReadOnly(err error) bool { return errors.Is(err, windows.ERROR_WRITE_PROTECT) }
