package public

import (
	"fmt"
	"html/template"
	"strings"
	"time"

	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// The drawing of a commitment: time from left to right, a row for each delegation, a mark where it said something, the due date
// as a line. Shapes say what colours do.

const (
	chartWidth = 640 // of the drawing, in its own units; the page scales it
	rowHeight  = 26
	chartLeft  = 12
	chartRight = 12
	chartTop   = 8
	markRadius = 7
)

// Chart draws what became of a commitment. It is decoration for who sees: the same is in words beside it.
func (v view) Chart(c protocol.Commitment) template.HTML {
	begin, err := time.Parse(time.RFC3339Nano, c.Made)
	if err != nil || len(c.Assessments) == 0 {
		return ""
	}
	end := begin.Add(24 * time.Hour)
	later := func(at string, form string) {
		if t, err := time.Parse(form, at); err == nil && t.After(end) {
			end = t
		}
	}
	for _, a := range c.Assessments {
		later(a.At, time.RFC3339Nano)
	}
	later(c.DueDay, time.DateOnly)
	later(c.Closed, time.RFC3339Nano)
	x := func(t time.Time) float64 {
		return chartLeft + markRadius + float64(chartWidth-chartLeft-chartRight-2*markRadius)*float64(t.Sub(begin))/float64(end.Sub(begin))
	}
	var b strings.Builder
	height := chartTop*2 + rowHeight*len(v.Delegations)
	fmt.Fprintf(&b, `<svg class="chart" viewBox="0 0 %d %d" aria-hidden="true">`, chartWidth, height)
	if due, err := time.Parse(time.DateOnly, c.DueDay); err == nil && !due.Before(begin) {
		fmt.Fprintf(&b, `<line class="due" x1="%.1f" x2="%.1f" y1="0" y2="%d"/>`, x(due), x(due), height)
	}
	for row, d := range v.Delegations {
		y := chartTop + rowHeight*row + rowHeight/2
		fmt.Fprintf(&b, `<line class="row" x1="%d" x2="%d" y1="%d" y2="%d"/>`, chartLeft, chartWidth-chartRight, y, y)
		for _, a := range c.Assessments {
			if at, err := time.Parse(time.RFC3339Nano, a.At); err == nil && a.Delegation == d.ID {
				b.WriteString(mark(a.Status, x(at), float64(y)))
			}
		}
	}
	b.WriteString("</svg>")
	return template.HTML(b.String()) //nolint:gosec // numbers and our own words only
}

// mark is a disc for kept, a ring for under way, a cross for not kept.
func mark(status int, x, y float64) string {
	switch {
	case status > 0:
		return fmt.Sprintf(`<circle class="kept" cx="%.1f" cy="%.1f" r="%d"/>`, x, y, markRadius)
	case status < 0:
		return fmt.Sprintf(`<path class="not" d="M%.1f %.1fl12 12m0 -12l-12 12"/>`, x-6, y-6)
	default:
		return fmt.Sprintf(`<circle class="under" cx="%.1f" cy="%.1f" r="%d"/>`, x, y, markRadius-1)
	}
}
