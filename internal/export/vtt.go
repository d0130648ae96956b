package export

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"time"
)

// Times of a cue whose end nobody wrote down: as long as reading takes, within what a caption may stand.
const (
	readingRune = 60 * time.Millisecond // BBC subtitle guidelines: 160 to 180 words a minute
	shortestCue = time.Second
	longestCue  = 10 * time.Second
)

// vtt writes WebVTT (W3C, 4 April 2019). Time zero is the first word's; a NOTE says when that was.
func (p *page) vtt(w io.Writer) error {
	out := bufio.NewWriter(w)
	line := func(format string, args ...any) { _, _ = fmt.Fprintf(out, format, args...) } // Flush gives the error
	type cue struct {
		passage
		speaker    string
		start, end time.Time
	}
	var cues []cue
	for _, s := range p.sections {
		for _, t := range s.turns {
			for _, g := range t.passage {
				cues = append(cues, cue{g, t.speaker, g.Start, g.End})
			}
		}
	}
	line("WEBVTT\n\nNOTE %s\n", strings.TrimSpace(p.standing()+" "+p.hash()))
	if len(cues) == 0 {
		return out.Flush()
	}
	zero := cues[0].start
	for _, c := range cues {
		if c.start.Before(zero) {
			zero = c.start
		}
	}
	line("\nNOTE 00:00:00.000 is %s\n", zero.UTC().Format("2006-01-02T15:04:05.000Z"))
	for i, c := range cues {
		if c.end.IsZero() || !c.end.After(c.start) {
			c.end = c.start.Add(min(max(time.Duration(len([]rune(c.Text)))*readingRune, shortestCue), longestCue))
			if i+1 < len(cues) && cues[i+1].start.After(c.start) && cues[i+1].start.Before(c.end) {
				c.end = cues[i+1].start
			}
		}
		text := c.Text
		if c.note != "" {
			text = c.note + " " + text
		}
		line("\n%s\n%s --> %s\n<v %s><lang %s>%s</lang></v>\n", c.ID, stamp(c.start.Sub(zero)), stamp(c.end.Sub(zero)),
			cueText(c.speaker), c.Language, cueText(text))
	}
	return out.Flush()
}

// stamp is a WebVTT timestamp.
func stamp(d time.Duration) string {
	ms := d.Milliseconds()
	return fmt.Sprintf("%02d:%02d:%02d.%03d", ms/3_600_000, ms/60_000%60, ms/1000%60, ms%1000)
}

// cueText escapes a text for a cue, in which an empty line would be the end.
func cueText(s string) string {
	s = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
	lines := strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\r' })
	return strings.Join(lines, "\n")
}
