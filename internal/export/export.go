// Package export writes the record of a meeting in the formats that its users expect. What may be told is decided before: it
// takes a proceedings.Exportable, which holds nothing else. A leaf; all formats are written as they are made, not kept whole.
package export

import (
	"errors"
	"io"
	"slices"

	"github.com/cumbre-meet/cumbre/internal/proceedings"
)

// Format is a kind of file.
type Format string

// The formats.
const (
	HTML Format = "html" // one file for people, nothing outside of it
	ODT  Format = "odt"  // OpenDocument 1.3 text (OASIS, ISO/IEC 26300)
	PDF  Format = "pdf"  // ISO 32000-1, for people, on paper too
	AKN  Format = "akn"  // Akoma Ntoso 1.0 debate (OASIS LegalDocML), for archives and parliaments
	VTT  Format = "vtt"  // WebVTT (W3C): the words with their times from the first word on
	JSON Format = "json" // for programs
)

// Formats lists them.
func Formats() []Format { return []Format{HTML, ODT, PDF, AKN, VTT, JSON} }

// MediaType is what is said of a file in HTTP.
func (f Format) MediaType() string {
	switch f {
	case HTML:
		return "text/html; charset=utf-8"
	case ODT:
		return "application/vnd.oasis.opendocument.text"
	case PDF:
		return "application/pdf"
	case AKN:
		return "application/akn+xml"
	case VTT:
		return "text/vtt; charset=utf-8"
	default:
		return "application/json"
	}
}

// Extension is the end of a file's name.
func (f Format) Extension() string {
	if f == AKN {
		return "akn.xml"
	}
	return string(f)
}

// Options say how a record is shown.
type Options struct {
	// Language is the one that the words are wanted in, BCP 47; "": as they were spoken. What is not there in it is shown
	// as it was spoken, and marked.
	Language string
}

// ErrFormat says that there is no such format.
var ErrFormat = errors.New("export: no such format")

// File is a record in a format, before it is written.
type File struct {
	format Format
	page   *page
}

// Prepare looks whether a record can be written in a format, before its first byte: ErrFormat, UndrawnError.
func Prepare(f Format, e proceedings.Exportable, o Options) (File, error) {
	if !slices.Contains(Formats(), f) {
		return File{}, ErrFormat
	}
	p := newPage(e.Content(), o)
	if f == PDF {
		if err := p.draw(); err != nil {
			return File{}, err
		}
	}
	return File{f, p}, nil
}

// To writes it: once.
func (f File) To(w io.Writer) error {
	switch p := f.page; f.format {
	case HTML:
		return p.html(w)
	case ODT:
		return p.odt(w)
	case PDF:
		return p.pdf(w)
	case AKN:
		return p.akn(w)
	case VTT:
		return p.vtt(w)
	default:
		return p.json(w)
	}
}

// Write writes a record.
func Write(w io.Writer, f Format, e proceedings.Exportable, o Options) error {
	file, err := Prepare(f, e, o)
	if err != nil {
		return err
	}
	return file.To(w)
}
