package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/cumbre-meet/cumbre/internal/archive"
)

// verifyCommand verifies an archive. It needs neither a server nor a network.
type verifyCommand struct {
	File string `arg:"" help:"The archive."`
	Key  string `env:"-" placeholder:"KEY|@FILE" help:"The key that it has to be sealed with, as the organisation hands it out, or @ and a file that has it. Without: whose the archive is, is not verified."`
	JSON bool   `name:"json" env:"-" help:"Print the report as JSON."`
}

// Help is what follows the flags' list.
func (*verifyCommand) Help() string {
	return `An archive is what "Seal" on a meeting's record page makes: one file with the meeting's journal, record, documents and sound. This checks that
every byte is as it was sealed, that the journal's events follow from each other, and that record, documents, sound and quotations are
those that they tell of. Each check is a line; what fails is told with the entry, the record of the journal and the bytes of the file.

Exit status: 0 verified, 1 not verified, 2 not an archive, or not readable. docs/archive.md describes the format.`
}

// unreadable ends the program with the status 2.
type unreadable struct{ error }

// errNotVerified ends it with 1; the report has said why.
var errNotVerified = errors.New("")

// slowFile is from which size in bytes on progress is shown: a second's reading.
const slowFile = 256 << 20

// Run implements kong's command.
func (c *verifyCommand) Run() error {
	key, err := tokenOrFile(c.Key)
	if err != nil {
		return unreadable{fmt.Errorf("--key: %w", err)}
	}
	f, err := os.Open(c.File)
	if err != nil {
		return unreadable{err}
	}
	defer func() { _ = f.Close() }() // it was only read
	info, err := f.Stat()
	if err != nil {
		return unreadable{err}
	}
	options := archive.Options{Key: key}
	if info.Size() >= slowFile {
		options.Progress = progress()
	}
	report, err := archive.Verify(f, info.Size(), options)
	switch {
	case errors.Is(err, archive.ErrKey):
		return unreadable{fmt.Errorf("--key: %w", err)}
	case err != nil:
		return unreadable{fmt.Errorf("%s: %w", c.File, err)}
	}
	if err := c.print(report); err != nil {
		return err
	}
	if !report.Verified {
		return errNotVerified
	}
	return nil
}

func (c *verifyCommand) print(report archive.Report) error {
	if !c.JSON {
		return report.Write(os.Stdout)
	}
	e := json.NewEncoder(os.Stdout)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(report)
}

// progress tells on the standard error how far it is, a line every few seconds.
func progress() func(done, all int64) {
	const every = 3 * time.Second
	last := time.Now()
	return func(done, all int64) {
		if time.Since(last) < every {
			return
		}
		last = time.Now()
		fmt.Fprintf(os.Stderr, "%d of %d MiB\n", done>>20, all>>20)
	}
}
