package documents

import (
	"errors"

	"golang.org/x/sys/windows"
)

// syncFolder does nothing: folders cannot be synced on Windows, and NTFS keeps a journal of names.
func syncFolder(string) error { return nil }

func isFull(err error) bool { return errors.Is(err, windows.ERROR_DISK_FULL) }

func isReadOnly(err error) bool { return errors.Is(err, windows.ERROR_WRITE_PROTECT) }
