// Package export writes the record of a meeting, and the texts that it negotiates, in the formats that their users expect. What may be told is decided
// before: it takes a proceedings.Exportable or ExportableText, which hold nothing else. A leaf; all formats are written as they are made, not kept whole.
package export

import (
	"errors"
	"io"

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

// File is a record, or a text, in a format, before it is written.
type File struct{ write func(io.Writer) error }

// To writes it: once.
func (f File) To(w io.Writer) error { return f.write(w) }

// Prepare looks whether a record can be written in a format, before its first byte: ErrFormat, UndrawnError.
func Prepare(f Format, e proceedings.Exportable, o Options) (File, error) {
	p := newPage(e.Content(), o)
	switch f {
	case HTML:
		return File{p.html}, nil
	case ODT:
		return File{p.odt}, nil
	case PDF:
		if err := p.draw(); err != nil {
			return File{}, err
		}
		return File{p.pdf}, nil
	case AKN:
		return File{p.akn}, nil
	case VTT:
		return File{p.vtt}, nil
	case JSON:
		return File{p.json}, nil
	default:
		return File{}, ErrFormat
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
