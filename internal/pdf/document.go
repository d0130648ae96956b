// Package pdf writes documents of text as PDF (ISO 32000-1:2008): paragraphs, headings with bookmarks, tables, in every script that the fonts
// within have, from left to right and from right to left, with letters joined and numbers in their order. It knows nothing of what
// a document is about. A leaf; pages are written as they fill.
//
// The same calls give the same bytes: no time, no chance.
package pdf

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// A4 in points (1/72 inch), and what is left free: 25 mm at the sides, as official documents have it.
const (
	pageWidth, pageHeight = 595.28, 841.89
	marginSide            = 70.87
	marginTop             = 70.87
	marginBottom          = 73.7
	footerBelow           = 42.5 // the footer's line from the lower edge
	footerSize            = 8.5
)

// maxPages bounds a document. A record is at most 16 MiB of text, some 7,000 pages; more would be a mistake that fills a disk.
const maxPages = 20_000

// ErrTooLong says that a document would have more than 20,000 pages.
var ErrTooLong = errors.New("pdf: more than 20,000 pages")

// Info is what a document says of itself.
type Info struct {
	Title, Subject string
	Author         string // "": not said
	Language       string // BCP 47
	RTL            bool   // pages turn, and tables go, from the right
	Created        time.Time
	// Running stands at the top of each page but the first.
	Running string
	// Footer stands at each page's beginning side, PageOf at the other: it says "page n of m".
	Footer string
	PageOf func(page, pages int) string
}

// Style is how a paragraph looks. Lengths are in points.
type Style struct {
	Size         float64
	Above, Below float64
	Indent       float64 // at the beginning side
	Bold, Soft   bool
	Rule         bool // a line below, across the page
	Bar          bool // a bar at the beginning side
	KeepNext     bool // not at the end of a page
	AsPage       bool // at the page's beginning side, whatever the text's direction
}

// leading is a line's height, of its size: Arabic's marks need more than Latin.
const leading = 1.42

// Paragraph is some text.
type Paragraph struct {
	Spans    []Span
	Style    Style
	RTL      bool
	Language string // BCP 47: forms of letters differ (Serbian, Urdu)
	Bookmark string // "": none
	Depth    int    // of the bookmark, from 0
}

// Document is being written. Its first error stays, and makes all that follows do nothing.
type Document struct {
	info    Info
	file    *file
	set     *setter
	names   map[*face]string // as pages call the fonts
	root    ref
	tree    ref // of the pages
	fonts   ref // what pages need
	pages   []page
	marks   []bookmark
	content strings.Builder // of the last page, which is being filled
	y       float64         // on it, from the top
	err     error
}

// New begins a document.
func New(w io.Writer, info Info) (*Document, error) {
	set, err := newSetter()
	if err != nil {
		return nil, err
	}
	d := &Document{info: info, file: newFile(w), set: set, names: map[*face]string{}, y: marginTop}
	d.root, d.tree, d.fonts = d.file.reserve(), d.file.reserve(), d.file.reserve()
	d.pages = []page{{ref: d.file.reserve()}}
	for i, f := range set.faces {
		f.ref = d.file.reserve()
		d.names[f] = "/F" + strconv.Itoa(i)
	}
	return d, nil
}

// Err is the first error; a long loop asks it in order to stop early.
func (d *Document) Err() error {
	if d.err == nil {
		d.err = d.file.err
	}
	return d.err
}

// Add sets a paragraph.
func (d *Document) Add(p Paragraph) {
	d.row([]cell{{Paragraph: p, column: column{marginSide, pageWidth - 2*marginSide}}})
}

// Row sets paragraphs beside each other, each on its share of the width, from the beginning side on. A row that does not fit on a page goes on
// on the next.
func (d *Document) Row(paragraphs []Paragraph, shares []float64) {
	total := 0.0
	for _, s := range shares {
		total += s
	}
	const gap = 10
	cells := make([]cell, len(paragraphs))
	x := 0.0
	for i, p := range paragraphs {
		width := (pageWidth - 2*marginSide) * shares[i] / total
		inner := width - gap
		if i == len(cells)-1 {
			inner = width
		}
		cells[i] = cell{Paragraph: p, column: column{marginSide + x, inner}}
		if d.info.RTL {
			cells[i].column.left = pageWidth - marginSide - x - inner
		}
		x += width
	}
	d.row(cells)
}

// column is where a column is, in points from the page's left edge.
type column struct{ left, width float64 }

// cell is a paragraph in lines.
type cell struct {
	Paragraph
	column column
	lines  []line
}

func (c *cell) set(with *setter) {
	spans := make([]Span, len(c.Spans))
	for i, s := range c.Spans {
		s.Bold, s.Soft = s.Bold || c.Style.Bold, s.Soft || c.Style.Soft
		spans[i] = s
	}
	c.lines = with.lines(with.compose(spans, c.RTL, c.Language), (c.column.width-c.Style.Indent)/c.Style.Size)
}

func (c *cell) fromRight(page bool) bool {
	if c.Style.AsPage {
		return page
	}
	return c.RTL
}

// row sets cells beside each other.
func (d *Document) row(cells []cell) {
	if d.Err() != nil {
		return
	}
	most, height, style := 0, 0.0, cells[0].Style
	for i := range cells {
		c := &cells[i]
		c.set(d.set)
		most, height = max(most, len(c.lines)), max(height, c.Style.Size*leading)
	}
	if d.y > marginTop {
		d.y += style.Above
	}
	for at := 0; at < most && d.err == nil; {
		n := d.fitting(most-at, at == 0, height, style.KeepNext)
		if n == 0 {
			d.turn()
			continue
		}
		if at == 0 {
			d.mark(cells[0].Paragraph)
		}
		d.stretch(cells, at, n, height)
		at += n
	}
	if style.Rule {
		const above = 3
		d.y += above
		fmt.Fprintf(&d.content, "0.79 0.8 0.83 RG 0.6 w %s %s m %s %s l S\n", number(marginSide), number(pageHeight-d.y), number(pageWidth-marginSide), number(pageHeight-d.y))
	}
	d.y += style.Below
}

// fitting is how many of a paragraph's next lines stand on this page: no single line of it at a page's end or beginning, and a heading only with
// some lines below it.
func (d *Document) fitting(left int, first bool, height float64, keep bool) int {
	const orphans, following = 2, 3
	room := int((pageHeight - marginBottom - d.y) / height)
	fresh := d.y <= marginTop
	if keep && !fresh && left+following > room {
		return 0
	}
	n := min(room, left)
	if left-n > 0 && left-n < orphans {
		n = left - orphans
	}
	if first && !fresh && n < min(orphans, left) {
		return 0
	}
	if fresh {
		n = max(n, 1)
	}
	return n
}

// stretch draws n lines of each cell, from at on.
func (d *Document) stretch(cells []cell, at, n int, height float64) {
	for _, c := range cells {
		size, fromRight := c.Style.Size, c.fromRight(d.info.RTL)
		for i := at; i < min(at+n, len(c.lines)); i++ {
			l := c.lines[i]
			x := c.column.left + c.Style.Indent
			if fromRight {
				x = c.column.left + c.column.width - c.Style.Indent - l.width*size
			}
			baseline := d.y + float64(i-at)*height + height/2 + height/leading/3
			l.draw(&d.content, d.names, x, pageHeight-baseline, size)
		}
		if c.Style.Bar {
			x := c.column.left + 1
			if fromRight {
				x = c.column.left + c.column.width - 1
			}
			fmt.Fprintf(&d.content, "0.54 0.35 0 RG 2 w %s %s m %s %s l S\n", number(x), number(pageHeight-d.y), number(x), number(pageHeight-d.y-float64(n)*height))
		}
	}
	d.y += float64(n) * height
}
