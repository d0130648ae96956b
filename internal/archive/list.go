package archive

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// list is what the leaves are, in their order: records of the journal, of which each is a leaf, and lines about files. It only ever
// grows: of what a later sealing replaces the line stays.
type list []line

// line is one of these, as text:
//
//	records 1 124               the journal's records from one to another
//	file SHA256 BYTES NAME      an entry; a later line of the same name replaces it
//	gone NAME                   the entry is not there any more
type line struct {
	kind        string
	first, last uint64 // of records
	sha256      string // of a file, hexadecimal
	bytes       int64
	name        string
}

const (
	recordsLine = "records"
	fileLine    = "file"
	goneLine    = "gone"
)

// String is the line without its end; of file and gone it is the leaf.
func (l line) String() string {
	switch l.kind {
	case recordsLine:
		return fmt.Sprintf("%s %d %d", l.kind, l.first, l.last)
	case fileLine:
		return fmt.Sprintf("%s %s %d %s", l.kind, l.sha256, l.bytes, l.name)
	default:
		return l.kind + " " + l.name
	}
}

func (l list) marshal() []byte {
	var b bytes.Buffer
	for _, one := range l {
		b.WriteString(one.String() + "\n")
	}
	return b.Bytes()
}

var errLine = errors.New("it is no line of a list")

// parseList reads a list; every line has one way of being written. The error is a *lineError.
func parseList(b []byte) (list, error) {
	var out list
	records := uint64(0)
	for at := 0; at < len(b); {
		text, _, whole := bytes.Cut(b[at:], []byte("\n"))
		one, err := parseLine(string(text))
		switch {
		case err == nil && !whole:
			err = errors.New("the last line has no end")
		case err == nil && one.kind == recordsLine && one.first != records+1:
			err = fmt.Errorf("record %d has to follow here", records+1)
		case err == nil && one.kind == recordsLine:
			records = one.last
		}
		if err != nil {
			return out, &lineError{at, at + len(text), err}
		}
		out = append(out, one)
		at += len(text) + 1
	}
	return out, nil
}

// lineError is where a list cannot be read, in bytes from its beginning.
type lineError struct {
	from, to int
	reason   error
}

// Error implements error.
func (e *lineError) Error() string { return e.reason.Error() }

func parseLine(text string) (line, error) {
	kind, rest, _ := strings.Cut(text, " ")
	l := line{kind: kind}
	var err error
	switch kind {
	case recordsLine:
		first, last, _ := strings.Cut(rest, " ")
		l.first, err = strconv.ParseUint(first, 10, 63)
		if err == nil {
			l.last, err = strconv.ParseUint(last, 10, 63)
		}
		if err == nil && l.last < l.first {
			err = errLine
		}
	case fileLine:
		parts := strings.SplitN(rest, " ", 3)
		if len(parts) != 3 {
			return l, errLine
		}
		l.sha256, l.name = parts[0], parts[2]
		l.bytes, err = strconv.ParseInt(parts[1], 10, 63)
		if sum, bad := hex.DecodeString(l.sha256); bad != nil || len(sum) != 32 {
			err = errLine
		}
	case goneLine:
		l.name = rest
	default:
		return l, errLine
	}
	if err != nil || l.String() != text || kind != recordsLine && (!safeName.MatchString(l.name) || len(l.name) > maxNameBytes) {
		return l, errLine
	}
	return l, nil
}

// records is how many of the journal the list has.
func (l list) records() (n uint64) {
	for _, one := range l {
		if one.kind == recordsLine {
			n = one.last
		}
	}
	return n
}

// files are the lines of the entries that have to be there, in the order of the entries: the manifest first.
func (l list) files() []line {
	last := map[string]int{}
	for i, one := range l {
		if one.kind != recordsLine {
			last[one.name] = i
		}
	}
	var out []line
	for i, one := range l {
		switch {
		case one.kind != fileLine || last[one.name] != i:
		case one.name == manifestName:
			out = slices.Insert(out, 0, one)
		default:
			out = append(out, one)
		}
	}
	return out
}

// grow is the list after a further sealing: records up to last, and these files.
func (l list) grow(last uint64, files []line) list {
	if had := l.records(); last > had {
		l = append(slices.Clip(l), line{kind: recordsLine, first: had + 1, last: last})
	}
	had := map[string]line{}
	for _, one := range l.files() {
		had[one.name] = one
	}
	for _, one := range files {
		if had[one.name] != one {
			l = append(l, one)
		}
		delete(had, one.name)
	}
	for _, one := range l.files() {
		if _, is := had[one.name]; is {
			l = append(l, line{kind: goneLine, name: one.name})
		}
	}
	return l
}
