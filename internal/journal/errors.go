package journal

import (
	"errors"
	"fmt"
	"strings"
	"syscall"

	"github.com/cumbre-meet/cumbre/internal/disk"
)

var (
	// ErrStreamName is a name that no stream can have.
	ErrStreamName = errors.New("journal: a stream's name is made of letters, digits, '-', '_' and single dots, " +
		"at most 128 bytes")
	// ErrTooLarge is a payload above MaxPayload.
	ErrTooLarge = errors.New("journal: payload larger than 256 KiB")
	// ErrClosed is what a closed Store answers.
	ErrClosed = errors.New("journal: closed")
)

// ConflictError says that the stream is at another sequence number than the writer expected. The caller reads what
// came in between, decides again, and tries again.
type ConflictError struct {
	Stream   string
	Expected uint64
	Actual   uint64 // sequence number of the stream's last record
}

// Error implements error.
func (e *ConflictError) Error() string {
	return fmt.Sprintf("journal: %s is at %d, the writer expected %d", e.Stream, e.Actual, e.Expected)
}

// CorruptError says that a record is not what was written, or is missing. The journal changes nothing then: the
// operator restores the directory from a backup. Only if the power failed during a write may the damage be in
// a record that was never acknowledged; it is then the last one of the last file.
type CorruptError struct {
	Stream string // "" if the record is too damaged to tell
	Seq    uint64 // the first record that is not right; 0 if the record is too damaged to tell
	Where  string // file and offset in bytes, if the damage was found in the files
	Reason string
}

// Error implements error.
func (e *CorruptError) Error() string {
	what := "a record"
	if e.Stream != "" {
		what = fmt.Sprintf("record %d of %s", e.Seq, e.Stream)
	}
	if e.Where != "" {
		what += " in " + e.Where
	}
	return fmt.Sprintf("journal: %s is damaged: %s", what, e.Reason)
}

// LockedError says that another process has the directory open.
type LockedError struct {
	Dir string
	PID int // of the other process; 0: unknown
}

// Error implements error.
func (e *LockedError) Error() string {
	who := "another process"
	if e.PID != 0 {
		who = fmt.Sprintf("process %d", e.PID)
	}
	return fmt.Sprintf("journal: %s is in use by %s", e.Dir, who)
}

// FullError says that the disk has no space left for records. Nothing was written. Append works again when there
// is space.
type FullError struct {
	Dir     string
	Free    int64 // bytes
	Reserve int64 // bytes that must be free
}

// Error implements error.
func (e *FullError) Error() string {
	return fmt.Sprintf("journal: the disk of %s has %d bytes free, fewer than the reserve of %d", e.Dir, e.Free,
		e.Reserve)
}

// Unwritable implements the interface of errors that say why nothing can be written: disk.Full.
func (e *FullError) Unwritable() string { return disk.Full }

// FailedError says that the disk did not take a record. Whether it is there is known after the next Open or a Check
// that succeeds; until then the Store refuses to append.
type FailedError struct{ Cause error }

// Error implements error.
func (e *FailedError) Error() string {
	return "journal: writing failed, nothing is written until the disk takes it again: " + e.Cause.Error()
}

// Unwrap returns the cause.
func (e *FailedError) Unwrap() error { return e.Cause }

// Unwritable implements the interface of errors that say why nothing can be written. JetStream hands on the text of
// the system's error only.
func (e *FailedError) Unwritable() string {
	is := func(errno syscall.Errno) bool {
		return errors.Is(e.Cause, errno) || strings.Contains(e.Cause.Error(), errno.Error())
	}
	switch {
	case is(syscall.ENOSPC):
		return disk.Full
	case is(syscall.EROFS):
		return disk.ReadOnly
	default:
		return disk.Failed
	}
}
