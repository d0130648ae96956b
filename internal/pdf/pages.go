package pdf

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// page is one of the document's: its text is written when it is full, what stands around it when the number of pages is known.
type page struct{ ref, body ref }

// bookmark is an entry of the outline.
type bookmark struct {
	title string
	depth int
	page  ref
	y     float64 // from the page's lower edge
}

// turn ends a page and begins another.
func (d *Document) turn() {
	if len(d.pages) == maxPages && d.err == nil {
		d.err = ErrTooLong
	}
	d.fill()
	d.pages = append(d.pages, page{ref: d.file.reserve()})
	d.y = marginTop
}

// fill writes the text of the last page.
func (d *Document) fill() {
	d.pages[len(d.pages)-1].body = d.file.stream("", []byte(d.content.String()))
	d.content.Reset()
}

// mark puts a paragraph that begins here into the outline.
func (d *Document) mark(p Paragraph) {
	if p.Bookmark != "" {
		d.marks = append(d.marks, bookmark{p.Bookmark, p.Depth, d.pages[len(d.pages)-1].ref, pageHeight - d.y + 4})
	}
}

// Close writes what is left: pages with their numbers, fonts, bookmarks, what the document says of itself.
func (d *Document) Close() error {
	if d.Err() != nil {
		return d.err
	}
	d.fill()
	kids := make([]string, len(d.pages))
	for i, p := range d.pages {
		around := d.file.stream("", []byte(d.around(i)))
		d.file.object(p.ref, fmt.Sprintf("<</Type/Page/Parent %s/Contents[%s %s]>>", d.tree, p.body, around))
		kids[i] = p.ref.String()
	}
	d.file.object(d.tree, fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]/MediaBox[0 0 %s %s]/Resources %s>>",
		len(kids), strings.Join(kids, " "), number(pageWidth), number(pageHeight), d.fonts))
	var fonts strings.Builder
	for _, f := range d.set.faces {
		if err := f.embed(d.file); err != nil {
			return err
		}
		fonts.WriteString(d.names[f] + " " + f.ref.String())
	}
	d.file.object(d.fonts, "<</Font<<"+fonts.String()+">>>>")
	direction := "L2R"
	if d.info.RTL {
		direction = "R2L"
	}
	outline := d.outline()
	if outline != "" {
		outline = "/Outlines " + outline + "/PageMode/UseOutlines"
	}
	d.file.object(d.root, fmt.Sprintf("<</Type/Catalog/Pages %s%s/Lang%s/ViewerPreferences<</DisplayDocTitle true/Direction/%s>>>>",
		d.tree, outline, textString(d.info.Language), direction))
	return d.file.finish(d.root, d.file.add(d.about()))
}

// about is the information dictionary (14.3.3).
func (d *Document) about() string {
	date := d.info.Created.UTC().Format("D:20060102150405Z")
	out := "<</Title" + textString(d.info.Title) + "/Subject" + textString(d.info.Subject) + "/Creator(Cumbre)/Producer(Cumbre)"
	if d.info.Author != "" {
		out += "/Author" + textString(d.info.Author)
	}
	if d.info.Created != (time.Time{}) {
		out += "/CreationDate(" + date + ")/ModDate(" + date + ")"
	}
	return out + ">>"
}

// around is what stands above and below a page's text.
func (d *Document) around(i int) string {
	var b strings.Builder
	left, right := d.info.Footer, ""
	if d.info.PageOf != nil {
		right = d.info.PageOf(i+1, len(d.pages))
	}
	if d.info.RTL {
		left, right = right, left
	}
	d.edge(&b, left, footerBelow, false)
	d.edge(&b, right, footerBelow, true)
	if i > 0 {
		const above = 42.5
		d.edge(&b, d.info.Running, pageHeight-above, d.info.RTL)
	}
	return b.String()
}

// edge writes one line outside of the text, cut where it is too long.
func (d *Document) edge(b *strings.Builder, text string, y float64, atRight bool) {
	if text == "" {
		return
	}
	c := d.set.compose([]Span{{Text: text, Soft: true}}, d.info.RTL, d.info.Language)
	const share = 0.72 // of the width: the rest is the other side's
	l := d.set.lines(c, (pageWidth-2*marginSide)*share/footerSize)[0]
	x := marginSide
	if atRight {
		x = pageWidth - marginSide - l.width*footerSize
	}
	l.draw(b, d.names, x, y, footerSize)
}

// outline writes the bookmarks (12.3.3) and gives the reference to them; "" where there are none. A depth that skips one
// counts as one deeper than the last.
func (d *Document) outline() string {
	if len(d.marks) == 0 {
		return ""
	}
	type node struct {
		ref                           ref
		parent, prev, next, kid, last int // indexes; 0: none (the root is 0)
		kids                          int
	}
	nodes := make([]node, 1, len(d.marks)+1)
	nodes[0].ref = d.file.reserve()
	open := []int{0}
	for i, m := range d.marks {
		open = open[:min(m.depth+1, len(open))]
		parent := open[len(open)-1]
		n := node{ref: d.file.reserve(), parent: parent, prev: nodes[parent].last}
		at := i + 1
		if n.prev > 0 {
			nodes[n.prev].next = at
		} else {
			nodes[parent].kid = at
		}
		nodes[parent].last = at
		nodes[parent].kids++
		nodes = append(nodes, n)
		open = append(open, at)
	}
	link := func(key string, at int) string {
		if at == 0 {
			return ""
		}
		return "/" + key + " " + nodes[at].ref.String()
	}
	for i, n := range nodes {
		family := link("First", n.kid) + link("Last", n.last)
		if i == 0 {
			d.file.object(n.ref, fmt.Sprintf("<</Type/Outlines%s/Count %d>>", family, n.kids))
			continue
		}
		if n.kids > 0 {
			family += "/Count -" + strconv.Itoa(n.kids) // shut
		}
		m := d.marks[i-1]
		d.file.object(n.ref, fmt.Sprintf("<</Title%s/Parent %s%s%s%s/Dest[%s/XYZ null %s null]>>",
			textString(m.title), nodes[n.parent].ref, link("Prev", n.prev), link("Next", n.next), family, m.page, number(m.y)))
	}
	return nodes[0].ref.String()
}

// number is a length as PDF writes it: no exponent, a thousandth is exact enough.
func number(v float64) string {
	s := strconv.FormatFloat(v, 'f', 3, 64)
	s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	if s == "-0" {
		return "0"
	}
	return s
}
