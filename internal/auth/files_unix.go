//go:build unix

package auth

import "io/fs"

// private tells whether only the owner has any right.
func private(mode fs.FileMode) bool { return mode.Perm()&0o077 == 0 }
