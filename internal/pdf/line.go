package pdf

import (
	"sort"
	"strings"
	"unicode"
)

// line is a line of a paragraph: runs from left to right.
type line struct {
	runs  []run
	width float64 // at size 1
}

// lines breaks a paragraph into lines of at most a measure, in ems: where the Unicode Line Breaking Algorithm (UAX #14) allows
// it, as late as possible; what is longer than a line between two such places, between any two glyphs.
func (s *setter) lines(c composed, measure float64) []line {
	var out []line
	start, last, width := 0, 0, 0.0 // of the line; where it could end; what is up to there
	cut := func(end int) {
		out = append(out, c.line(extent{start, end}))
		start, last, width = end, end, 0
	}
	s.breaks.Init(c.text)
	for parts := s.breaks.LineIterator(); parts.Next(); {
		part := parts.Line()
		end := part.Offset + len(part.Text)
		if width > 0 && width+c.inked(extent{last, end}) > measure {
			cut(last)
		}
		for at := last; width == 0 && c.inked(extent{at, end}) > measure; at = last {
			if at = c.fits(extent{at, end}, measure); at >= end {
				break
			}
			cut(at)
		}
		width += c.wide(extent{last, end})
		last = end
	}
	if start < len(c.text) || len(out) == 0 {
		cut(len(c.text))
	}
	return out
}

// wide is how long a part is; inked is that without the spaces at its end, which may hang over.
func (c composed) wide(v extent) (sum float64) {
	for _, w := range c.widths[v.start:v.end] {
		sum += w
	}
	return sum
}

func (c composed) inked(v extent) float64 { return c.wide(c.trimmed(v)) }

func (c composed) trimmed(v extent) extent {
	for v.end > v.start && unicode.IsSpace(c.text[v.end-1]) {
		v.end--
	}
	return v
}

// fits is where a part that is too long is cut: behind what fits, but at least one character.
func (c composed) fits(v extent, measure float64) int {
	sum := 0.0
	for i := v.start; i < v.end; i++ {
		if sum += c.widths[i]; sum > measure && i > v.start {
			for i > v.start+1 && c.widths[i] == 0 {
				i-- // not between a letter and its marks, or within a ligature
			}
			return i
		}
	}
	return v.end
}

// line is a part of the paragraph as a line.
func (c composed) line(v extent) line {
	v = c.trimmed(v)
	var out line
	for _, r := range c.runs {
		start, end := max(r.start, v.start), min(r.end, v.end)
		if start >= end {
			continue
		}
		out.runs = append(out.runs, r.part(extent{start, end}))
	}
	out.width = c.wide(v)
	visual(out.runs, func(r run) int8 { return r.level })
	return out
}

// part is a run's part; the glyphs are shared.
func (r run) part(v extent) run {
	before := func(limit int) int { // how many glyphs stand left of the first with a cluster from there on, in reading direction
		return sort.Search(len(r.glyphs), func(i int) bool {
			if r.level%2 == 1 {
				return r.glyphs[i].cluster < limit
			}
			return r.glyphs[i].cluster >= limit
		})
	}
	from, to := before(v.start), before(v.end)
	if r.level%2 == 1 {
		from, to = to, from
	}
	r.extent, r.glyphs = v, r.glyphs[from:to]
	return r
}

// draw appends the operators that show a line (ISO 32000-1, 9.4.3): x and y are its beginning, from the page's left and lower edge, in points.
func (l line) draw(b *strings.Builder, names map[*face]string, x, y, size float64) {
	for _, r := range l.runs {
		scaled := size * r.face.scale
		b.WriteString("BT " + colour(r.soft) + " " + names[r.face] + " " + number(scaled) + " Tf 1 0 0 1 " + number(x) + " " + number(y) + " Tm\n")
		x += r.show(b, scaled)
		b.WriteString("ET\n")
	}
}

// show writes a run's glyphs and gives how far they go, in points. Between glyphs stand corrections, in thousandths of the size, to the left.
func (r run) show(b *strings.Builder, size float64) (length float64) {
	const nothing = 0.01
	pending := 0.0
	b.WriteString("[")
	for _, g := range r.glyphs {
		if pending += g.dx; pending > nothing || pending < -nothing {
			b.WriteString(number(-pending))
		}
		const digits = "0123456789ABCDEF"
		b.Write([]byte{'<', digits[g.cid>>12], digits[g.cid>>8&15], digits[g.cid>>4&15], digits[g.cid&15], '>'})
		pending = g.advance - g.dx - g.width
		length += g.advance * size / 1000
	}
	b.WriteString("] TJ\n")
	return length
}

func colour(soft bool) string {
	if soft {
		return "0.29 0.31 0.35 rg"
	}
	return "0 0 0 rg"
}
