package export

import (
	"fmt"
	"io"
	"iter"
	"strings"

	"github.com/cumbre-meet/cumbre/internal/pdf"
	"github.com/cumbre-meet/cumbre/internal/script"
)

// pdfColumns is how many languages stand beside each other on A4: a third column has five words in a line.
const pdfColumns = 2

// pdfGutter is what is free between them, of a column: lines that end there and lines that begin there must not be read as one.
const pdfGutter = 0.06

// texts are all that others wrote and the file shows.
func (s *statement) texts() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, r := range s.rows {
			for _, c := range r.cells {
				for _, line := range c.lines {
					for _, p := range line {
						if !yield(p.text) {
							return
						}
					}
				}
			}
		}
	}
}

// pdf writes pages of A4: two languages beside each other, more one after the other.
func (s *statement) pdf(w io.Writer) error {
	first := s.columns[0]
	title := s.titleIn(first.language)
	d, err := pdf.New(w, pdf.Info{
		Title: title, Subject: s.kind(first), Language: first.language, RTL: script.Direction(first.language) == "rtl", Created: s.At, Running: title,
		PageOf: func(n, of int) string { return fmt.Sprintf(first.words.pageOf, n, of) },
	})
	if err != nil {
		return err
	}
	if len(s.columns) <= pdfColumns {
		for _, r := range s.rows {
			s.pdfRow(d, r, r.cells)
		}
	} else {
		for i := range s.columns {
			for _, r := range s.rows {
				s.pdfRow(d, r, r.cells[i:i+1])
			}
		}
	}
	for i, hash := range s.hashes() {
		style := pdf.Style{Size: 8, Soft: true}
		if i == 0 {
			style.Above = 22
		}
		d.Add(pdf.Paragraph{Spans: []pdf.Span{{Text: hash}}, Style: style, Language: "en"})
	}
	return d.Close()
}

// pdfStyle is how a row looks on paper.
func pdfStyle(kind rowKind) pdf.Style {
	switch kind {
	case rowTitle:
		return pdf.Style{Size: 17, Bold: true, Above: 34, Below: 3, KeepNext: true}
	case rowParties:
		return pdf.Style{Size: 12, Below: 8, KeepNext: true}
	case rowStanding:
		return pdf.Style{Size: pdfSmall, Soft: true, Below: 12}
	case rowNote:
		return pdf.Style{Size: 8.5, Soft: true, Indent: 10, Below: 4}
	case rowClause:
		return pdf.Style{Size: pdfBody, Above: 12, Below: 8}
	case rowSignature:
		return pdf.Style{Size: pdfBody, Above: 10, Below: 4}
	default:
		return pdf.Style{Size: pdfBody, Above: 2, Below: 6}
	}
}

// pdfRow sets a row's lines beside each other.
func (s *statement) pdfRow(d *pdf.Document, r textRow, cells []textCell) {
	most := 0
	for _, c := range cells {
		most = max(most, len(c.lines))
	}
	for i := range most {
		style := pdfStyle(r.kind)
		if i > 0 {
			style.Above = 0
		}
		if i < most-1 {
			style.Below = 0
			style.KeepNext = r.kind == rowSignature // nobody's name stands on another page than their delegation
		}
		var paragraphs []pdf.Paragraph
		var shares []float64
		for j, c := range cells {
			if j > 0 {
				paragraphs, shares = append(paragraphs, pdf.Paragraph{Style: style}), append(shares, pdfGutter)
			}
			paragraphs, shares = append(paragraphs, r.pdfLine(c, i, style)), append(shares, 1)
		}
		if i == 0 && r.kind == rowTitle && len(cells[0].lines) > 0 {
			paragraphs[0].Bookmark = cells[0].plain()
		}
		d.Row(paragraphs, shares)
	}
}

// pdfLine is a cell's line of an index; an empty one where it has none.
func (r textRow) pdfLine(c textCell, index int, style pdf.Style) pdf.Paragraph {
	v := pdf.Paragraph{Style: style, RTL: script.Direction(c.language) == "rtl", Language: c.language}
	if index == 0 && r.number != "" {
		v.Spans = append(isolates(r.label(c), pdf.Span{Soft: r.kind == rowNote}), pdf.Span{Text: " "})
	}
	if index >= len(c.lines) {
		return v
	}
	for _, p := range c.lines[index] {
		look := pdf.Span{Soft: p.soft, Bold: r.kind == rowSignature && index == 0}
		if p.note > 0 {
			v.Spans = append(v.Spans, pdf.Span{Text: superscript(p.text), Isolate: true})
			continue
		}
		v.Spans = append(v.Spans, isolates(p.text, look)...)
	}
	return v
}

// superscript has the digits of a note's number, which all fonts have.
func superscript(number string) string {
	return strings.NewReplacer("0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴", "5", "⁵", "6", "⁶", "7", "⁷", "8", "⁸", "9", "⁹").Replace(number)
}

// plain is a cell's text in one line, without marks.
func (c textCell) plain() string {
	var out []string
	for _, line := range c.lines {
		for _, p := range line {
			out = append(out, p.text)
		}
	}
	return strings.Join(out, " ")
}
