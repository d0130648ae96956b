// Package chart draws horizontal bars as SVG without scripts, fonts or other files, readable on light and on dark, and by
// those who cannot see them.
package chart

import (
	"fmt"
	"html"
	"math"
	"strconv"
	"strings"
)

// Sizes in SVG's pixels.
const (
	width     = 720
	left      = 190 // of the bars
	right     = 96  // for the values
	rowHeight = 24
	barHeight = 16
	groupGap  = 30
	top       = 44
	charWidth = 7 // of the 13-pixel text, to cut labels
)

// Bar is one value.
type Bar struct {
	Label string
	Value float64 // at least 0
	Style int     // 0 is ours; 1 and on are the others; Reference is a bound
	Mark  string  // behind the value, such as "*": what a line of Foot explains
}

// Reference is the style of what nobody can go below.
const Reference = -1

// Group is bars under one heading.
type Group struct {
	Heading string
	Bars    []Bar
}

// Chart is a picture.
type Chart struct {
	Title, Unit string
	Digits      int // after the point
	Groups      []Group
	Foot        []string // lines below
}

// styles of the bars: each has 3 to 1 against white and against GitHub's dark, and neighbours differ in lightness too.
const styles = `.b{fill:#fff}text{font:13px system-ui,sans-serif;fill:#24292f}.t{font-weight:600;font-size:15px}.h{font-weight:600}.f{font-size:12px}.a{stroke:#8c959f}
.s0{fill:#0b7a58}.s1{fill:#8250df}.s2{fill:#bf6a02}.s3{fill:#57606a}.r{fill:none;stroke:#57606a;stroke-width:1.5;stroke-dasharray:4 3}
@media(prefers-color-scheme:dark){.b{fill:#0d1117}text{fill:#e6edf3}.s0{fill:#2bb98a}.s1{fill:#a37cf0}.s2{fill:#e39a3b}.s3{fill:#9aa4af}.r{stroke:#9aa4af}.a{stroke:#6e7681}}`

// SVG draws the chart.
func (c Chart) SVG() string {
	var b strings.Builder
	y, most := top, c.most()
	for _, g := range c.Groups {
		if g.Heading != "" {
			fmt.Fprintf(&b, `<text class="h" x="8" y="%d">%s</text>`+"\n", y+12, html.EscapeString(g.Heading))
			y += rowHeight
		}
		start := y
		for _, bar := range g.Bars {
			c.bar(&b, bar, y, most)
			y += rowHeight
		}
		fmt.Fprintf(&b, `<line class="a" x1="%d" x2="%d" y1="%d" y2="%d"/>`+"\n", left, left, start-2, y-2)
		y += groupGap - rowHeight + barHeight
	}
	for _, line := range c.Foot {
		fmt.Fprintf(&b, `<text class="f" x="8" y="%d">%s</text>`+"\n", y, html.EscapeString(cut(line, (width-16)*10/charWidth/9)))
		y += rowHeight - 6
	}
	head := fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-labelledby="title desc">
<title id="title">%s</title>
<desc id="desc">%s</desc>
<style>%s</style>
<rect class="b" width="%d" height="%d"/>
<text class="t" x="8" y="24">%s</text>
`, width, y, html.EscapeString(c.Title), html.EscapeString(c.words()), styles, width, y, html.EscapeString(c.Title))
	return head + b.String() + "</svg>\n"
}

func (c Chart) most() float64 {
	most := 0.0
	for _, g := range c.Groups {
		for _, bar := range g.Bars {
			most = max(most, bar.Value)
		}
	}
	if most == 0 {
		return 1
	}
	return most
}

func (c Chart) bar(b *strings.Builder, bar Bar, y int, most float64) {
	length := math.Max(1, math.Round(bar.Value/most*(width-left-right)*10)/10)
	class := "r"
	if bar.Style != Reference {
		class = "s" + strconv.Itoa(min(bar.Style, 3))
	}
	fmt.Fprintf(b, `<text x="%d" y="%d" text-anchor="end">%s</text>`, left-8, y+12, html.EscapeString(cut(bar.Label, (left-8)/charWidth)))
	fmt.Fprintf(b, `<rect class="%s" x="%d" y="%d" width="%s" height="%d"/>`, class, left, y, number(length, 1), barHeight)
	fmt.Fprintf(b, `<text x="%s" y="%d">%s</text>`+"\n", number(left+length+6, 1), y+12, html.EscapeString(c.value(bar)))
}

func (c Chart) value(bar Bar) string {
	s := strconv.FormatFloat(bar.Value, 'f', c.Digits, 64) + " " + c.Unit
	return s + bar.Mark
}

// words is the chart as a text.
func (c Chart) words() string {
	var groups []string
	for _, g := range c.Groups {
		var bars []string
		for _, bar := range g.Bars {
			bars = append(bars, bar.Label+" "+c.value(bar))
		}
		s := strings.Join(bars, ", ")
		if g.Heading != "" {
			s = g.Heading + ": " + s
		}
		groups = append(groups, s)
	}
	return strings.Join(append(groups, c.Foot...), ". ") + "."
}

func number(f float64, digits int) string {
	return strings.TrimSuffix(strconv.FormatFloat(f, 'f', digits, 64), ".0")
}

func cut(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n-1]) + "…"
	}
	return s
}
