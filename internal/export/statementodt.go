package export

import (
	"fmt"
	"io"
	"strings"

	"github.com/cumbre-meet/cumbre/internal/script"
)

// odtColumns is how many languages stand beside each other on a sheet; from the third on it lies on its side.
const odtColumns = 4

// odt writes an OpenDocument text: a table with a column for each language, or one after the other where they are many.
func (s *statement) odt(w io.Writer) error {
	first := s.columns[0]
	sheet := odtSheet{
		language: first.language, title: s.titleIn(first.language), subject: s.kind(first), styles: odtTextStyles(),
		landscape: len(s.columns) > 2 && len(s.columns) <= odtColumns,
	}
	return sheet.write(w, s.odtContent)
}

func odtTextStyles() []odtStyle {
	const grey = "#4a4f5a"
	return []odtStyle{
		{name: string(rowTitle), size: "16pt", weight: "bold", below: "0.15cm", level: 1},
		{name: string(rowParties), size: "12pt", below: "0.3cm"},
		{name: string(rowStanding), size: "9.5pt", below: "0.1cm", colour: grey},
		{name: string(rowParagraph), size: "11pt", below: "0.2cm"},
		{name: string(rowNote), size: "9pt", below: "0.15cm", colour: grey},
		{name: string(rowClause), size: "11pt", above: "0.5cm", below: "0.3cm"},
		{name: string(rowSignature), size: "11pt", below: "0.05cm"},
		{name: "Party", size: "11pt", weight: "bold", above: "0.5cm", below: "0.05cm"},
		{name: "Notice", size: "8.5pt", below: "0.05cm", colour: grey},
	}
}

func (s *statement) odtContent(x *xmlWriter) {
	x.start("office:document-content", odtNamespaces()...)
	s.odtAutomatic(x)
	x.start("office:body")
	x.start("office:text")
	if n := len(s.columns); n > 1 && n <= odtColumns {
		x.start("table:table", "table:name", "Languages", "table:style-name", "Languages")
		x.empty("table:table-column", "table:number-columns-repeated", fmt.Sprint(n))
		for _, r := range s.rows {
			x.start("table:table-row")
			for _, c := range r.cells {
				x.start("table:table-cell", "table:style-name", "Cell", "office:value-type", "string")
				s.odtCell(x, r, c)
				x.end()
			}
			x.end()
		}
		x.end()
	} else {
		for i := range s.columns {
			for _, r := range s.rows {
				s.odtCell(x, r, r.cells[i])
			}
		}
	}
	for i, hash := range s.hashes() {
		if i == 0 {
			x.element("text:p", "", "text:style-name", "Notice_ltr")
		}
		x.element("text:p", hash, "text:style-name", "Notice_ltr")
	}
}

// odtAutomatic makes the styles of the table, and a text style for each language.
func (s *statement) odtAutomatic(x *xmlWriter) {
	x.start("office:automatic-styles")
	x.start("style:style", "style:name", "Languages", "style:family", "table")
	x.empty("style:table-properties", "table:align", "margins", "style:writing-mode", writingMode(script.Direction(s.columns[0].language)))
	x.end()
	x.start("style:style", "style:name", "Cell", "style:family", "table-cell")
	x.empty("style:table-cell-properties", "fo:padding-left", "0.2cm", "fo:padding-right", "0.2cm", "fo:padding-top", "0.05cm", "fo:padding-bottom", "0.05cm")
	x.end()
	x.start("style:style", "style:name", "Reference", "style:family", "text")
	x.empty("style:text-properties", "style:text-position", "super 60%")
	x.end()
	seen := map[string]bool{}
	for _, c := range s.columns {
		for _, tag := range []string{c.language, c.tag} {
			if !seen[tag] {
				seen[tag] = true
				odtLanguage(x, tag)
			}
		}
	}
	x.end()
}

func (s *statement) odtCell(x *xmlWriter, r textRow, c textCell) {
	dir := script.Direction(c.language)
	for i, line := range c.lines {
		style := string(r.kind)
		if r.kind == rowSignature && i == 0 {
			style = "Party"
		}
		if r.kind == rowTitle {
			x.start("text:h", "text:style-name", style+"_"+dir, "text:outline-level", "1")
		} else {
			x.start("text:p", "text:style-name", style+"_"+dir)
		}
		if i == 0 && r.number != "" {
			x.text(r.label(c) + " ")
		}
		for _, p := range line {
			switch {
			case p.note > 0:
				x.inline("text:span", p.text, "text:style-name", "Reference")
			case p.soft:
				x.inline("text:span", p.text, "text:style-name", "Note")
			default:
				x.inline("text:span", p.text, "text:style-name", "L_"+c.language)
			}
		}
		x.end()
	}
}

// odtLanguage makes a text style of a language: the spelling checker and a screen reader need it.
func odtLanguage(x *xmlWriter, tag string) {
	language, country, _ := strings.Cut(tag, "-")
	if len(country) != 2 {
		country = "none"
	}
	x.start("style:style", "style:name", "L_"+tag, "style:family", "text")
	x.empty("style:text-properties", "fo:language", language, "fo:country", country, "style:language-complex", language, "style:country-complex", country)
	x.end()
}
