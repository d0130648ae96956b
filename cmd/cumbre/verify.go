package main

import "fmt"

// verifyCommand keeps the place of the archive's verification: whoever is handed an archive of a later version learns
// that this one cannot judge it, and that it has not done so.
type verifyCommand struct {
	File string `arg:"" help:"The archive."`
}

// Run implements kong's command.
func (c verifyCommand) Run() error {
	return fmt.Errorf("%s was not verified: this version (%s) neither makes nor reads archives; use the version that made it, or a later one",
		c.File, version())
}
