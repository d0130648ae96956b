package documents

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/cumbre-meet/cumbre/internal/disk"
)

// Refusal says why a file is not kept. It is for people (Detail) and programs (Code).
type Refusal struct { //nolint:errname // as in proceedings: a wish is refused
	Code   string
	Detail string
}

// Error makes a Refusal an error.
func (r *Refusal) Error() string { return r.Code + ": " + r.Detail }

// RefusalCode is the Code, for who knows the interface only.
func (r *Refusal) RefusalCode() string { return r.Code }

// The codes.
const (
	TypeUnknown = "document-type-unknown"
	NotAsNamed  = "document-not-as-named"
	TooLarge    = "document-too-large"
	Busy        = "documents-busy"
)

func refuse(code, detail string, args ...any) error {
	return &Refusal{Code: code, Detail: fmt.Sprintf(detail, args...)}
}

// quoted is a file's name in a sentence.
func quoted(file string) string {
	const most = 60
	if runes := []rune(file); len(runes) > most {
		file = string(runes[:most]) + "…"
	}
	return strconv.Quote(file)
}

// DiskError says that the disk did not take a file.
type DiskError struct{ Cause error }

// Error implements error.
func (e *DiskError) Error() string { return "documents: " + e.Cause.Error() }

// Unwrap returns the cause.
func (e *DiskError) Unwrap() error { return e.Cause }

// Unwritable says why nothing can be written, in the words of the journal's errors.
func (e *DiskError) Unwritable() string {
	if errors.Is(e.Cause, errFull) {
		return disk.Full
	}
	return disk.Why(e.Cause)
}

// errFull says that less than the reserve would be left.
var errFull = errors.New("less space than the reserve would be left on the disk")

func diskError(err error) error { return &DiskError{Cause: err} }
