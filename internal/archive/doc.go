// Package archive is the file in which a meeting is kept for good: its journal as it is, its record, documents and sound, pages to
// read, and a signature over all of it. docs/archive.md describes the format to the byte.
//
// It is a ZIP file of stored entries, whose every byte follows from their names, order and content; those are the leaves of a
// transparency log (RFC 6962 section 2.1, as golang.org/x/mod/sumdb/tlog has it), whose head is a signed note. So there is no
// byte that could be another one. The package is pure: Write takes what is to be kept and writes it, Verify reads and reports.
package archive

const (
	// format is the version of the format. A reader refuses all others: what it does not know it cannot vouch for.
	format = "cumbre/archive/1"

	// maxEntries bounds the entries: twice what a meeting can have (4000 files of sound, 300 documents, 100 versions, 50 seals). A ZIP
	// without 64-bit counts has 65535.
	maxEntries = 10_000
	// maxEntryBytes bounds one entry: what a ZIP without 64-bit sizes has. A day of sound is some 350 MB.
	maxEntryBytes = 1<<32 - 2
	// maxTextBytes bounds what is read into memory whole: manifest, list, heads. The list of maxEntries is some 2 MB, and each seal adds to it.
	maxTextBytes = 32 << 20
	// maxNameBytes bounds an entry's name, in bytes.
	maxNameBytes = 160
)

// The entries that every archive has. The first two are first, the others last, in this order, heads of earlier seals in between.
const (
	manifestName = "archive.json"
	journalName  = "journal.records"
	listName     = "list.txt"
	headName     = "head.note"
)
