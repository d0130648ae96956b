package export

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/cumbre-meet/cumbre/internal/dates"
	"github.com/cumbre-meet/cumbre/internal/proceedings"
	"github.com/cumbre-meet/cumbre/internal/script"
)

// TextFormats lists those that a text is written in.
func TextFormats() []Format { return []Format{HTML, ODT, PDF, AKN, JSON} }

// PrepareText looks whether a text can be written in a format, before its first byte: ErrFormat, UndrawnError. An Akoma Ntoso document is in one language:
// the first of those that are wanted.
func PrepareText(f Format, e proceedings.ExportableText) (File, error) {
	c := e.Content()
	if f == AKN {
		c.Shown = c.Shown[:1]
	}
	s := newStatement(c, false)
	switch f {
	case HTML:
		return File{s.html}, nil
	case ODT:
		return File{s.odt}, nil
	case PDF:
		signs, err := drawable(s.texts())
		return File{newStatement(c, signs).pdf}, err
	case AKN:
		return File{s.akn}, nil
	case JSON:
		return File{s.json}, nil
	default:
		return File{}, ErrFormat
	}
}

// statement is a text as it is shown, in whatever format: rows with a cell for each language.
type statement struct {
	proceedings.TextContent
	columns []column
	rows    []textRow
	notes   []textRow // by their number, from 1
	zone    *time.Location
	signs   bool // of a PDF: some characters are written as their codes
}

// column is a language's.
type column struct {
	language string // of the text's words
	tag      string // of what is said about them
	words    textWords
	parties  []proceedings.TextParty // in its order
}

// rowKind says what a row is.
type rowKind string

// The kinds.
const (
	rowTitle     rowKind = "title"
	rowParties   rowKind = "parties"
	rowStanding  rowKind = "standing"
	rowParagraph rowKind = "paragraph"
	rowNote      rowKind = "note"
	rowClause    rowKind = "clause"
	rowSignature rowKind = "signature"
)

// textRow is something said in each language.
type textRow struct {
	kind   rowKind
	number string // of a paragraph, or a note
	cells  []textCell
}

// textCell is it in one of them.
type textCell struct {
	language string
	lines    [][]piece
}

// piece is some text in one look.
type piece struct {
	text string
	soft bool // what is said about the words
	note int  // it is a reference to this note, from 1
}

func newStatement(c proceedings.TextContent, signs bool) *statement {
	s := &statement{TextContent: c, zone: time.UTC, signs: signs}
	if zone, err := time.LoadLocation(c.Timezone); err == nil && c.Timezone != "" {
		s.zone = zone
	}
	for _, l := range c.Shown {
		tag, w := textWordsFor(l)
		s.columns = append(s.columns, column{language: l, tag: tag, words: w, parties: partiesIn(c, l)})
	}
	s.add(rowTitle, "", func(c column) textCell { return textCell{c.language, text(s.titleIn(c.language))} })
	if named := s.columns[0].partyNames(); named != "" {
		s.add(rowParties, "", func(c column) textCell { return textCell{c.language, text(c.partyNames())} })
	}
	s.add(rowStanding, "", func(c column) textCell { return textCell{c.tag, s.standing(c)} })
	for _, p := range c.Paragraphs {
		s.paragraph(p)
	}
	if c.Complete() {
		s.add(rowClause, "", func(c column) textCell { return textCell{c.tag, text(c.words.clause(c.names(s.Languages)))} })
	}
	for i := range c.Parties {
		s.add(rowSignature, "", func(c column) textCell { return textCell{c.tag, s.signature(c, c.parties[i])} })
	}
	return s
}

func (s *statement) add(kind rowKind, number string, cell func(column) textCell) textRow {
	r := textRow{kind: kind, number: number}
	for _, c := range s.columns {
		r.cells = append(r.cells, cell(c))
	}
	s.rows = append(s.rows, r)
	return r
}

// text is some lines in one look.
func text(each ...string) [][]piece {
	var out [][]piece
	for _, s := range each {
		for _, line := range lines(s) {
			out = append(out, []piece{{text: line}})
		}
	}
	return out
}

func (s *statement) titleIn(language string) string { return cmp.Or(s.Titles[language], s.Title) }

func (c column) rtl() bool { return script.Direction(c.tag) == "rtl" }

// partyNames are the parties in a line. A dash needs no grammar.
func (c column) partyNames() string {
	var names []string
	for _, p := range c.parties {
		if p.Name != "" {
			names = append(names, c.isolated(p.Name))
		}
	}
	return strings.Join(names, " – ")
}

// isolated keeps a name in a script of the other direction whole, whatever stands around it.
func (c column) isolated(s string) string {
	if scriptDirection(s) == script.Direction(c.tag) {
		return s
	}
	return string(ownIsolate) + s + string(endIsolate)
}

// moment is an instant on the meeting's wall: "7 May 2021, 10:05 (America/Mexico_City)". What goes from the left is whole in a line that goes
// from the right.
func (s *statement) moment(c column, at time.Time) string {
	return s.date(c, at) + c.words.comma + c.ltr(at.In(s.zone).Format("15:04")+" ("+s.zone.String()+")")
}

// date is its day, as the column's language writes it.
func (s *statement) date(c column, at time.Time) string {
	return dates.Written(c.tag, dates.On(at, s.zone))
}

func (c column) ltr(s string) string {
	if c.rtl() {
		return string(ltrIsolate) + s + string(endIsolate)
	}
	return s
}

// label is a paragraph's or a note's number, as it stands before the words: "2 bis" stays whole before Arabic, its full stop is of the line.
func (r textRow) label(c textCell) string {
	switch {
	case r.kind == rowNote:
		return "(" + r.number + ")"
	case script.Direction(c.language) == "rtl":
		return string(ltrIsolate) + r.number + string(endIsolate) + "."
	default:
		return r.number + "."
	}
}

// standing says what the text is: how final, whose copy.
func (s *statement) standing(c column) [][]piece {
	if s.Version == 0 {
		out := filled(c.words.draft, "{date}", s.moment(c, s.At))
		return text(append([]string{out}, s.also(c)...)...)
	}
	out := []string{filled(c.words.adopted, "{date}", s.date(c, s.Adopted))}
	if s.Version > 1 {
		out = append(out, filled(c.words.rectified, "{n}", strconv.Itoa(s.Version), "{date}", s.date(c, s.At),
			"{paragraphs}", c.isolated(strings.Join(s.Rectified, c.words.comma))))
	}
	return text(append(out, s.also(c)...)...)
}

func (s *statement) also(c column) []string {
	var out []string
	for _, p := range s.Parties {
		if p.Delegation == s.Copy && s.Copy != "" {
			out = append(out, filled(c.words.copyOf, "{delegation}", c.isolated(p.Name)))
		}
	}
	if s.Unnamed {
		out = append(out, c.words.unnamed)
	}
	if s.signs {
		out = append(out, c.words.undrawn)
	}
	return out
}

func filled(sentence string, pairs ...string) string {
	return strings.NewReplacer(pairs...).Replace(sentence)
}

// signature is how a party is bound.
func (s *statement) signature(c column, p proceedings.TextParty) [][]piece {
	name := c.words.chair
	if p.Name != "" {
		name = c.isolated(p.Name)
	}
	out := text(filled(c.words.forParty, "{delegation}", name), p.By, p.Function)
	var said string
	switch {
	case p.Signed:
		said = filled(c.words.assented, "{date}", s.date(c, p.At))
	case p.Silent:
		said = filled(c.words.silent, "{date}", s.date(c, p.At))
	default:
		return out
	}
	return append(out, []piece{{text: said, soft: true}})
}

// hashes are the lines that say what the file is a copy of (docs/texts.md), in no language.
func (s *statement) hashes() []string {
	out := []string{fmt.Sprintf("%s/%s · SHA-256 %s", s.Meeting, s.ID, s.SHA256)}
	for _, l := range s.Shown {
		out = append(out, fmt.Sprintf("%s · SHA-256 %s", l, s.Hashes[l]))
	}
	return out
}

// kind is what the text is called as a document.
func (s *statement) kind(c column) string {
	if s.Version == 0 {
		return c.words.draftKind
	}
	return c.words.kind
}

// day is the text's date, in the meeting's zone.
func (s *statement) day(at time.Time) string { return at.In(s.zone).Format(time.DateOnly) }
