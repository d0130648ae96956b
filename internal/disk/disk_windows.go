package disk

import (
	"errors"
	"math"

	"golang.org/x/sys/windows"
)

// Free is the space in bytes that is left for us on the disk of dir.
func Free(dir string) (int64, error) {
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

// SyncFolder does nothing: folders cannot be synced on Windows, and NTFS keeps a journal of names.
func SyncFolder(string) error { return nil }

// Why says why the disk did not take something, of the error of an operation: Full, ReadOnly or Failed.
func Why(err error) string {
	switch {
	case errors.Is(err, windows.ERROR_DISK_FULL):
		return Full
	case errors.Is(err, windows.ERROR_WRITE_PROTECT):
		return ReadOnly
	default:
		return Failed
	}
}
