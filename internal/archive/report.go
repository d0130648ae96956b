package archive

import (
	"cmp"
	"fmt"
	"io"
	"strings"
)

// Status is what became of a check.
type Status string

// The statuses.
const (
	OK      Status = "ok"
	Fails   Status = "fails"
	Skipped Status = "not checked"
)

// The checks, in their order.
const (
	CheckContainer    = "container"
	CheckList         = "list"
	CheckHead         = "head"
	CheckKey          = "key"
	CheckSeals        = "earlier seals"
	CheckJournal      = "journal"
	CheckRecord       = "record"
	CheckTexts        = "texts"
	CheckPublications = "publications"
	CheckDocuments    = "documents"
	CheckSound        = "sound"
	CheckQuotations   = "quotations"
)

func checks() []string {
	return []string{
		CheckContainer, CheckList, CheckHead, CheckKey, CheckSeals, CheckJournal, CheckRecord, CheckTexts, CheckPublications,
		CheckDocuments, CheckSound, CheckQuotations,
	}
}

// mostFindings bounds those that a report has of one check: a file that is damaged all over is told of in some lines.
const mostFindings = 50

// Report is what Verify found.
type Report struct {
	Verified bool      `json:"verified"` // no check fails, and none was left out
	Archive  *Manifest `json:"archive"`  // null: it cannot be read
	// KeyCompared tells whether the key is the one that the caller knows. Without, the archive is whole and of whoever has that key.
	KeyCompared bool    `json:"keyCompared"`
	Checks      []Check `json:"checks"`
}

// Check is one of them.
type Check struct {
	Name     string    `json:"name"`
	Status   Status    `json:"status"`
	Detail   string    `json:"detail"` // what was checked, or why not
	Findings []Finding `json:"findings,omitempty"`
	More     int       `json:"more,omitempty"` // findings besides
}

// Finding is one thing that is wrong, and where.
type Finding struct {
	Entry  string `json:"entry,omitempty"`
	Record uint64 `json:"record,omitempty"` // of the journal
	From   int64  `json:"from"`             // bytes of the file: the first, and the one after the last. Both 0: no place in it
	To     int64  `json:"to"`
	Why    string `json:"why"`
}

func (r *Report) check(name string) *Check {
	for i := range r.Checks {
		if r.Checks[i].Name == name {
			return &r.Checks[i]
		}
	}
	panic("archive: no check " + name)
}

func (r *Report) fail(name string, f Finding) {
	c := r.check(name)
	c.Status = Fails
	if len(c.Findings) == mostFindings {
		c.More++
		return
	}
	c.Findings = append(c.Findings, f)
}

// done says what was checked, where nothing failed before.
func (r *Report) done(name, detail string, args ...any) {
	c := r.check(name)
	c.Detail = fmt.Sprintf(detail, args...)
	if c.Status == Skipped {
		c.Status = OK
	}
}

func (r *Report) failed(names ...string) bool {
	for _, name := range names {
		if r.check(name).Status == Fails {
			return true
		}
	}
	return false
}

// Write writes the report for people.
func (r *Report) Write(w io.Writer) error {
	var b strings.Builder
	if m := r.Archive; m != nil {
		fmt.Fprintf(&b, "Archive %d of the meeting %q (%s), sealed %s by Cumbre %s\n\n", m.Number, m.Title, m.Meeting, m.Sealed, m.Program)
	}
	for _, c := range r.Checks {
		fmt.Fprintf(&b, "  %-11s  %-13s  %s\n", strings.Replace(string(c.Status), "fails", "FAILS", 1), c.Name, c.Detail)
		for _, f := range c.Findings {
			fmt.Fprintf(&b, "               %s: %s\n", f.place(), f.Why)
		}
		if c.More > 0 {
			fmt.Fprintf(&b, "               and %d more\n", c.More)
		}
	}
	b.WriteString("\n" + r.verdict() + "\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// place is where a finding is, for people.
func (f Finding) place() string {
	var at []string
	if f.Entry != "" {
		at = append(at, f.Entry)
	}
	if f.Record > 0 {
		at = append(at, fmt.Sprintf("record %d", f.Record))
	}
	if f.To > 0 {
		at = append(at, fmt.Sprintf("bytes %d to %d", f.From, max(f.From, f.To-1)))
	}
	return cmp.Or(strings.Join(at, ", "), "the whole")
}

// Whole tells whether the file is one that was sealed, whatever it says.
func (r *Report) Whole() bool {
	return !r.failed(CheckContainer, CheckList, CheckHead, CheckSeals, CheckJournal)
}

func (r *Report) verdict() string {
	whole := r.Whole()
	switch {
	case r.Verified && r.KeyCompared:
		return "VERIFIED. This is what was sealed, with the key that you gave."
	case r.Verified:
		return "VERIFIED, but for whose it is: nothing was changed since it was sealed with the key above. Compare that key with the one that the\n" +
			"organisation shows (`cumbre version --data DIR`, the meeting's record page), or give it: cumbre verify --key KEY FILE"
	case whole && r.failed(CheckKey):
		return "NOT VERIFIED: it was sealed with another key than the one that you gave. It may be anybody's."
	case whole && !r.failed(CheckRecord, CheckTexts, CheckPublications, CheckDocuments, CheckSound):
		return "NOT VERIFIED: the file is as it was sealed, and not all that it says holds."
	case whole:
		return "NOT VERIFIED: the file is as it was sealed, and lacks something that its journal tells of."
	default:
		return "NOT VERIFIED: the file is not as it was sealed, or was never sealed. Ask for another copy."
	}
}
