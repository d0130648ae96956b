//go:build !unix

package auth

import "io/fs"

// private is true: the mode bits of other systems say nothing about who can read a file.
func private(fs.FileMode) bool { return true }
