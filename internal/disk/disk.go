// Package disk tells what those who write to a disk have to know of it, alike for all of them.
package disk

// Why nothing can be written: what errors say that have a method Unwritable.
const (
	Full     = "disk-full"
	ReadOnly = "disk-read-only"
	Failed   = "disk-failed" // an input/output error, a timeout, or what is none of the others
)
