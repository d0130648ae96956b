package export

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/cumbre-meet/cumbre/internal/proceedings"
)

// paragraph adds a paragraph's row, and those of its notes: whose each bracket is, and why.
func (s *statement) paragraph(p proceedings.TextParagraph) {
	first := len(s.notes)
	var notes []func(column) string
	note := func(say func(column) string) int {
		notes = append(notes, say)
		return first + len(notes)
	}
	marks := s.marks(p, note)
	s.add(rowParagraph, p.Number, func(c column) textCell {
		out := textCell{c.language, marked(p.Words[c.language], c.language, marks)}
		switch {
		case p.Words[c.language] == "":
			out = textCell{c.tag, [][]piece{{{text: c.words.missing, soft: true}}}}
		case slices.Contains(p.Machine, c.language):
			last := len(out.lines) - 1
			out.lines[last] = append(out.lines[last], piece{text: " " + c.words.machine, soft: true})
		}
		return out
	})
	for i, say := range notes {
		number := strconv.Itoa(first + i + 1)
		s.notes = append(s.notes, s.add(rowNote, number, func(c column) textCell { return textCell{c.tag, text(say(c))} }))
	}
}

// mark is what stands around a paragraph's words, or around pieces of them, with its note.
type mark struct {
	words map[string]string // by language; where there is none: the whole
	note  int
	bare  bool // without brackets: a reservation is on the paragraph, not on words
}

// marks are a paragraph's: an alternative stands in square brackets, too (proceedings 22).
func (s *statement) marks(p proceedings.TextParagraph, note func(func(column) string) int) []mark {
	var out []mark
	who := func(c column, name string) string {
		switch {
		case s.Unnamed:
			return c.words.someone
		case name == "":
			return c.words.chair
		default:
			return c.isolated(name)
		}
	}
	if p.Alternative {
		out = append(out, mark{note: note(func(c column) string {
			return filled(c.words.alternative, "{delegation}", who(c, p.Proposer))
		})})
	}
	for _, b := range p.Brackets {
		say := func(c column) string {
			sentence := c.words.bracket
			if b.Kind == proceedings.Reservation {
				sentence = c.words.reservation
			}
			out := filled(sentence, "{delegation}", who(c, b.Delegation))
			if b.Reason != "" {
				out += c.words.colon + c.isolated(strings.Join(lines(b.Reason), " "))
			}
			return out
		}
		out = append(out, mark{words: b.Words, note: note(say), bare: b.Kind == proceedings.Reservation})
	}
	return out
}

// edge is where a mark begins or ends in the words, in bytes.
type edge struct {
	at, length int // length is the mark's
	opens      bool
	mark       mark
}

// maxTries bounds how often find looks further: 100,000 brackets of half a paragraph of one letter would keep a core busy for minutes.
const maxTries = 100

// find is where a piece is in words, in bytes: where it is whole words, or else anywhere; -1: nowhere, or there is no piece.
func find(words, piece string) int {
	if piece == "" {
		return -1
	}
	joins := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) }
	for at, tries := 0, 0; ; tries++ {
		i := strings.Index(words[at:], piece)
		if i < 0 || tries == maxTries {
			return strings.Index(words, piece)
		}
		before, _ := utf8.DecodeLastRuneInString(words[:at+i])
		after, size := utf8.DecodeRuneInString(words[at+i+len(piece):])
		if !joins(before) && (size == 0 || !joins(after)) {
			return at + i
		}
		_, step := utf8.DecodeRuneInString(words[at+i:])
		at += i + step
	}
}

// marked are words in lines, with brackets around what the marks name. Of two that begin or end at one place the longer is outside.
func marked(words, language string, marks []mark) [][]piece {
	out := inLines{lines: [][]piece{nil}}
	from := 0
	for _, e := range edges(words, language, marks) {
		out.say(words[from:e.at])
		from = e.at
		switch {
		case e.opens && !e.mark.bare:
			out.put(piece{text: "["})
		case !e.opens:
			out.closed(e.mark)
		}
	}
	out.say(words[from:])
	return slices.DeleteFunc(out.lines, func(line []piece) bool { return len(line) == 0 })
}

// edges are where the marks begin and end, as they stand.
func edges(words, language string, marks []mark) []edge {
	var out []edge
	for _, m := range marks {
		start, end := 0, len(words)
		if i, part := find(words, m.words[language]), m.words[language]; i >= 0 {
			start, end = i, i+len(part)
		}
		out = append(out, edge{start, end - start, true, m}, edge{end, end - start, false, m})
	}
	slices.SortStableFunc(out, func(a, b edge) int {
		if a.at != b.at {
			return cmp.Compare(a.at, b.at)
		}
		switch { // what ends here stands before what begins here
		case a.opens && !b.opens:
			return 1
		case !a.opens && b.opens:
			return -1
		case a.opens:
			return cmp.Compare(b.length, a.length)
		default:
			return cmp.Compare(a.length, b.length)
		}
	})
	return out
}

// inLines are pieces, put one behind the other.
type inLines struct{ lines [][]piece }

func (o *inLines) put(p piece) {
	last := len(o.lines) - 1
	o.lines[last] = append(o.lines[last], p)
}

func (o *inLines) say(words string) {
	for i, line := range strings.Split(words, "\n") {
		if i > 0 {
			o.lines = append(o.lines, nil)
		}
		if line != "" {
			o.put(piece{text: line})
		}
	}
}

// closed ends a mark, with the number of its note.
func (o *inLines) closed(m mark) {
	if !m.bare {
		o.put(piece{text: "]"})
	}
	if line := o.lines[len(o.lines)-1]; len(line) > 0 && line[len(line)-1].note > 0 {
		o.put(piece{text: "\u00a0"}) // not one number
	}
	o.put(piece{text: strconv.Itoa(m.note), note: m.note})
}
