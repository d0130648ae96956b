package pdf

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"fmt"
	"hash"
	"io"
	"strings"
	"unicode/utf16"
)

// file writes the objects of a PDF one after the other (ISO 32000-1:2008, section 7.5): what it keeps is where each began. The first error of
// the writer below stays.
type file struct {
	out     *bufio.Writer
	sum     hash.Hash
	at      int64
	offsets []int64 // by ref, from 1; 0: reserved, not written
	packed  bytes.Buffer
	packer  *zlib.Writer
	err     error
}

// ref is the number of an object.
type ref int

func (r ref) String() string { return fmt.Sprintf("%d 0 R", int(r)) }

func newFile(w io.Writer) *file {
	f := &file{out: bufio.NewWriter(w), sum: sha256.New(), offsets: []int64{0}}
	f.packer = zlib.NewWriter(&f.packed)
	f.write("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n") // the second line says that there are bytes above 127 (7.5.2)
	return f
}

func (f *file) write(s string) {
	n, err := f.out.WriteString(s)
	f.at += int64(n)
	_, _ = io.WriteString(f.sum, s)
	if f.err == nil {
		f.err = err
	}
}

func (f *file) reserve() ref {
	f.offsets = append(f.offsets, 0)
	return ref(len(f.offsets) - 1)
}

func (f *file) object(r ref, body string) {
	f.offsets[r] = f.at
	f.write(fmt.Sprintf("%d 0 obj\n%s\nendobj\n", int(r), body))
}

func (f *file) add(body string) ref {
	r := f.reserve()
	f.object(r, body)
	return r
}

// stream writes content, packed; entries are what else its dictionary says.
func (f *file) stream(entries string, content []byte) ref {
	r := f.reserve()
	f.packed.Reset()
	f.packer.Reset(&f.packed)
	_, _ = f.packer.Write(content) // a Buffer has no errors
	_ = f.packer.Close()
	f.object(r, fmt.Sprintf("<</Length %d/Filter/FlateDecode%s>>\nstream\n%s\nendstream", f.packed.Len(), entries, f.packed.Bytes()))
	return r
}

// finish writes the table of objects and the trailer (7.5.4, 7.5.5). The file's identifier is of its content, so that the same
// content is the same file.
func (f *file) finish(root, info ref) error {
	id := fmt.Sprintf("%X", f.sum.Sum(nil)[:16])
	start := f.at
	f.write(fmt.Sprintf("xref\n0 %d\n0000000000 65535 f \n", len(f.offsets)))
	for _, at := range f.offsets[1:] {
		f.write(fmt.Sprintf("%010d 00000 n \n", at))
	}
	f.write(fmt.Sprintf("trailer\n<</Size %d/Root %s/Info %s/ID[<%s><%s>]>>\nstartxref\n%d\n%%%%EOF\n", len(f.offsets), root, info, id, id, start))
	if err := f.out.Flush(); f.err == nil {
		f.err = err
	}
	return f.err
}

// textString is a string for people, in UTF-16 with its mark (7.9.2.2).
func textString(s string) string {
	var b strings.Builder
	b.WriteString("<FEFF")
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	return b.String() + ">"
}
