//go:build unix

package disk

import "golang.org/x/sys/unix"

// Free is the space in bytes that is left for us on the disk of dir.
func Free(dir string) (int64, error) {
	var stat unix.Statfs_t
	if err := unix.Statfs(dir, &stat); err != nil {
		return 0, err //nolint:wrapcheck // the caller's words
	}
	return int64(stat.Bavail) * int64(stat.Bsize), nil //nolint:unconvert // not an int64 on every Unix
}
