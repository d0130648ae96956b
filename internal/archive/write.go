package archive

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash"
	"hash/crc32"
	"io"
	"slices"
	"strconv"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

// File is one that is to be kept. Open is called twice, and has to give the same each time.
type File struct {
	Name string
	Open func() (io.ReadCloser, error)
}

// Bytes is a File that is in memory.
func Bytes(name string, content []byte) File {
	return File{name, func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil }}
}

// Contents are what an archive is made of.
type Contents struct {
	Meeting, Title, Program string
	Sealed                  time.Time
	// Last is the last record that is kept. Records calls its argument with all up to that one, in order, as the journal chains
	// them; it is called twice.
	Last    uint64
	Records func(f func(record []byte) error) error
	Files   []File
	Before  Before
	Key     *Key
}

// Before is what a sealing has to know of those before it. The zero Before is none.
type Before struct {
	list  list
	heads [][]byte
}

// Sealed is what became of it.
type Sealed struct {
	Leaves int64
	Root   string // of the log, base64
	Key    string
	SHA256 string // of the file, hexadecimal
	Bytes  int64
}

// Write writes an archive. What it was given has to stay as it is meanwhile.
func Write(w io.Writer, c Contents) (Sealed, error) {
	m := Manifest{
		Format: format, Meeting: c.Meeting, Title: c.Title, Number: len(c.Before.heads) + 1, Sealed: c.Sealed.UTC().Format(timeFormat),
		Records: c.Last, Key: c.Key.String(), Program: c.Program,
	}
	files := append([]File{Bytes(manifestName, m.marshal())}, c.Files...)
	plans, byName := make([]line, 0, len(files)), map[string]planned{}
	for _, f := range files {
		p, err := plan(f)
		if err != nil {
			return Sealed{}, err
		}
		plans, byName[f.Name] = append(plans, p.line), p
	}
	journal, leaves, err := planJournal(c)
	if err != nil {
		return Sealed{}, err
	}
	all := c.Before.list.grow(c.Last, plans)
	h := head{meeting: c.Meeting, sealed: m.Sealed}
	h.size, h.root = all.head(leaves)
	signed, err := h.sign(c.Key)
	if err != nil {
		return Sealed{}, fmt.Errorf("archive: sign the head: %w", err)
	}
	sum := &counted{hash: sha256.New()}
	out := &container{out: io.MultiWriter(w, sum)}
	if err := writeAll(out, all, byName, journal, append(slices.Clip(c.Before.heads), signed)); err != nil {
		return Sealed{}, err
	}
	return Sealed{h.size, h.root.String(), m.Key, hex.EncodeToString(sum.hash.Sum(nil)), sum.size}, nil
}

// writeAll writes the entries in their order.
func writeAll(out *container, all list, byName map[string]planned, journal planned, heads [][]byte) error {
	for _, one := range all.files() {
		if err := byName[one.name].write(out); err != nil {
			return err
		}
		if one.name == manifestName {
			if err := journal.write(out); err != nil {
				return err
			}
		}
	}
	last := []File{Bytes(listName, all.marshal())}
	for i, b := range heads {
		last = append(last, Bytes(headOf(i+1, len(heads)), b))
	}
	for _, f := range last {
		p, err := plan(f)
		if err == nil {
			err = p.write(out)
		}
		if err != nil {
			return err
		}
	}
	return out.close()
}

// headOf is the name of a sealing's head in an archive of that many.
func headOf(number, of int) string {
	if number == of {
		return headName
	}
	return "heads/" + strconv.Itoa(number) + ".note"
}

// planned is a file with what has to be known before it is written.
type planned struct {
	line
	crc  uint32
	open func() (io.ReadCloser, error)
}

func plan(f File) (planned, error) {
	content, err := f.Open()
	if err != nil {
		return planned{}, fmt.Errorf("archive: %s: %w", f.Name, err)
	}
	defer func() { _ = content.Close() }() // it was only read
	d := newDigest()
	if _, err := io.Copy(d, content); err != nil {
		return planned{}, fmt.Errorf("archive: %s: %w", f.Name, err)
	}
	return planned{d.line(f.Name), d.crc.Sum32(), f.Open}, nil
}

func (p planned) write(out *container) error {
	content, err := p.open()
	if err != nil {
		return fmt.Errorf("archive: %s: %w", p.name, err)
	}
	defer func() { _ = content.Close() }() // it was only read
	return out.add(p.name, p.bytes, p.crc, content)
}

// planJournal reads the records for their hashes. The entry is each record after its length (4 bytes, big-endian).
func planJournal(c Contents) (planned, []tlog.Hash, error) {
	d := newDigest()
	var leaves []tlog.Hash
	err := c.Records(func(record []byte) error {
		leaves = append(leaves, tlog.RecordHash(record))
		return writeRecord(d, record)
	})
	if err == nil && uint64(len(leaves)) != c.Last {
		err = fmt.Errorf("the journal has %d records, %d are to be kept", len(leaves), c.Last)
	}
	if err != nil {
		return planned{}, nil, fmt.Errorf("archive: %w", err)
	}
	open := func() (io.ReadCloser, error) {
		r, w := io.Pipe()
		go func() { w.CloseWithError(c.Records(func(record []byte) error { return writeRecord(w, record) })) }()
		return r, nil
	}
	return planned{d.line(journalName), d.crc.Sum32(), open}, leaves, nil
}

func writeRecord(w io.Writer, record []byte) error {
	_, err := w.Write(append(binary.BigEndian.AppendUint32(nil, uint32(len(record))), record...))
	return err
}

// digest is what the container and the list have to know of a content.
type digest struct {
	counted
	crc hash.Hash32
}

func newDigest() *digest { return &digest{counted{hash: sha256.New()}, crc32.NewIEEE()} }

// Write implements io.Writer.
func (d *digest) Write(p []byte) (int, error) {
	_, _ = d.crc.Write(p) // a hash takes all
	return d.counted.Write(p)
}

func (d *digest) line(name string) line {
	return line{kind: fileLine, name: name, bytes: d.size, sha256: hex.EncodeToString(d.hash.Sum(nil))}
}

// counted is a hash that knows of how much it is.
type counted struct {
	hash hash.Hash
	size int64
}

// Write implements io.Writer.
func (c *counted) Write(p []byte) (int, error) {
	c.size += int64(len(p))
	return c.hash.Write(p)
}
