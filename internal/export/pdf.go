package export

import (
	"fmt"
	"io"
	"iter"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/cumbre-meet/cumbre/internal/pdf"
	"github.com/cumbre-meet/cumbre/internal/script"
)

// The looks of a record on paper; sizes in points.
const (
	pdfBody  = 10.5
	pdfSmall = 9.5
)

// UndrawnError says that a record has words in a script that the fonts of a format do not have.
type UndrawnError struct{ Character rune }

func (e UndrawnError) Error() string {
	return fmt.Sprintf("PDF has no letters for %q (U+%04X): Latin, Greek, Cyrillic, Hebrew and Arabic are there; take the web page or the text document", e.Character, e.Character)
}

// draw looks for what cannot be drawn.
func (p *page) draw() (err error) {
	p.signs, err = drawable(p.texts())
	return err
}

// drawable looks for what cannot be drawn. Letters of a script without a font refuse the file: a page of codes is no record. Signs
// that are no letters, as ★, are written as their codes, and the page says so.
func drawable(texts iter.Seq[string]) (signs bool, err error) {
	for text := range texts {
		for {
			r, missing := pdf.Missing(text)
			if !missing {
				break
			}
			if unicode.IsLetter(r) || unicode.IsMark(r) {
				return signs, UndrawnError{r}
			}
			signs = true
			text = strings.ReplaceAll(text, string(r), "")
		}
	}
	return signs, nil
}

// texts are all that others wrote and the page shows.
func (p *page) texts() iter.Seq[string] {
	return func(yield func(string) bool) {
		more := yield(p.Title)
		each := func(texts ...string) {
			for _, s := range texts {
				more = more && yield(s)
			}
		}
		for _, v := range p.Items {
			each(v.Title)
		}
		for _, v := range p.People {
			each(v.Name, v.Function, v.Delegation)
		}
		for _, s := range p.sections {
			for _, t := range s.turns {
				each(t.speaker)
				for _, g := range t.passage {
					each(g.Text)
				}
			}
		}
	}
}

// pdf writes pages of A4.
func (p *page) pdf(w io.Writer) error {
	d, err := pdf.New(w, pdf.Info{
		Title: p.Title, Subject: p.kind(), Language: p.language, RTL: p.rtl(), Created: p.day(), Running: p.Title,
		PageOf: func(n, of int) string { return fmt.Sprintf(p.words.pageOf, n, of) },
	})
	if err != nil {
		return err
	}
	p.pdfHead(d)
	p.pdfAgenda(d)
	p.pdfPeople(d)
	for _, s := range p.sections {
		p.pdfSection(d, s)
		if d.Err() != nil {
			return d.Err()
		}
	}
	return d.Close()
}

func (p *page) rtl() bool { return script.Direction(p.language) == "rtl" }

// pdfText is a paragraph in the page's own language.
func (p *page) pdfText(s string, style pdf.Style) pdf.Paragraph {
	return pdf.Paragraph{Spans: []pdf.Span{{Text: s}}, Style: style, RTL: p.rtl(), Language: p.language}
}

// pdfTheirs is one of words that are in whatever language, in the place of the page's own.
func (p *page) pdfTheirs(s string, style pdf.Style) pdf.Paragraph {
	v := p.pdfText(s, style)
	v.RTL, v.Style.AsPage = scriptDirection(s) == "rtl", true
	return v
}

func (p *page) pdfHeading(s string) pdf.Paragraph {
	v := p.pdfTheirs(s, pdf.Style{Size: 13.5, Above: 20, Below: 6, Bold: true, Rule: true, KeepNext: true})
	v.Bookmark = s
	return v
}

func (p *page) pdfHead(d *pdf.Document) {
	title := p.pdfTheirs(p.Title, pdf.Style{Size: 21, Bold: true, Below: 2})
	title.Bookmark = p.Title
	d.Add(title)
	d.Add(p.pdfText(p.kind(), pdf.Style{Size: 13, Soft: true, Below: 14}))
	fact := func(name, value string) {
		label := p.pdfText(name, pdf.Style{Size: pdfBody, Soft: true, Below: 1})
		d.Row([]pdf.Paragraph{label, p.pdfText(value, label.Style)}, []float64{1, 4})
	}
	fact(p.words.date, p.day().Format(time.DateOnly)+" ("+p.zone.String()+")")
	if len(p.Languages) > 0 {
		fact(p.words.languages, strings.Join(p.Languages, p.words.comma))
	}
	d.Add(p.pdfStanding())
	if hash := p.hash(); hash != "" {
		d.Add(pdf.Paragraph{Spans: []pdf.Span{{Text: hash}}, Style: pdf.Style{Size: pdfSmall, Soft: true}, Language: "en"})
	}
	notices := p.withheld()
	if p.signs {
		notices = append(notices, p.words.undrawn)
	}
	for i, s := range notices {
		above := 4.0
		if i == 0 {
			above = 12
		}
		d.Add(p.pdfText(s, pdf.Style{Size: pdfSmall, Soft: true, Bar: true, Indent: 9, Above: above}))
	}
}

// pdfStanding says how final the words are; what is isolated in the sentence is so here.
func (p *page) pdfStanding() pdf.Paragraph {
	v := p.pdfText("", pdf.Style{Size: pdfSmall, Soft: true, Above: 12})
	v.Spans = isolates(p.standing(), pdf.Span{})
	return v
}

// isolates are a sentence's parts: what stands between Unicode's marks has its own direction.
func isolates(s string, look pdf.Span) []pdf.Span {
	var out []pdf.Span
	add := func(text string, isolate bool) {
		if text != "" {
			look.Text, look.Isolate = text, isolate
			out = append(out, look)
		}
	}
	for {
		start := strings.IndexFunc(s, func(r rune) bool { return r == ltrIsolate || r == ownIsolate })
		if start < 0 {
			break
		}
		add(s[:start], false)
		s = s[start+len(string(ownIsolate)):]
		inner, rest, _ := strings.Cut(s, string(endIsolate))
		add(inner, true)
		s = rest
	}
	add(s, false)
	return out
}

func (p *page) pdfAgenda(d *pdf.Document) {
	if len(p.Items) == 0 {
		return
	}
	d.Add(p.pdfHeading(p.words.agenda))
	for i, item := range p.Items {
		minutes := ""
		if item.Minutes > 0 {
			minutes = strconv.Itoa(item.Minutes) + " " + p.words.minutes
		}
		style := pdf.Style{Size: pdfBody, Below: 2}
		soft := style
		soft.Soft = true
		d.Row([]pdf.Paragraph{
			p.pdfText(strconv.Itoa(i+1)+".", style), p.pdfTheirs(item.Title, style), p.pdfText(minutes, soft),
		}, []float64{1, 15, 2.2})
	}
}

func (p *page) pdfPeople(d *pdf.Document) {
	if len(p.People) == 0 {
		return
	}
	d.Add(p.pdfHeading(p.words.participants))
	style := pdf.Style{Size: pdfBody, Below: 2}
	soft := style
	soft.Soft, soft.Size = true, pdfSmall
	delegation := p.People[0].Delegation
	for i, v := range p.People {
		first := style
		if v.Delegation != delegation {
			first.Above = 6
		}
		if v.Delegation != "" && (i == 0 || v.Delegation != delegation) {
			d.Add(p.pdfTheirs(v.Delegation, pdf.Style{Size: pdfBody, Bold: true, Above: first.Above, Below: 1, KeepNext: true}))
			first.Above = 0
		}
		delegation = v.Delegation
		role := strings.Join(notEmpty(p.words.roles[string(v.Role)], p.words.trust[string(v.Trust)]), p.words.comma)
		d.Row([]pdf.Paragraph{
			p.pdfTheirs(v.Name, first), p.pdfTheirs(v.Function, style), p.pdfText(role, soft),
		}, []float64{4, 3.5, 4})
	}
}

func (p *page) pdfSection(d *pdf.Document, s section) {
	title := s.title
	if s.number > 0 {
		title = strconv.Itoa(s.number) + ". " + title
	}
	d.Add(p.pdfHeading(title))
	for _, t := range s.turns {
		d.Add(p.pdfSpeaker(t))
		if !t.Regime.Quotable() {
			d.Add(p.pdfText(p.words.unquoted, pdf.Style{Size: pdfBody, Soft: true, Below: 5}))
		}
		for _, g := range t.passage {
			p.pdfPassage(d, g)
		}
	}
}

func (p *page) pdfSpeaker(t turn) pdf.Paragraph {
	v := p.pdfText("", pdf.Style{Size: pdfBody, Above: 9, Below: 2, KeepNext: true})
	v.Spans = []pdf.Span{{Text: t.speaker, Bold: true, Isolate: true}}
	if kind := p.words.kinds[string(t.Kind)]; kind != "" {
		v.Spans = append(v.Spans, pdf.Span{Text: " · " + kind})
	}
	v.Spans = append(v.Spans, pdf.Span{Text: " \u00a0"}, pdf.Span{Text: p.span(t), Soft: true, Isolate: true})
	return v
}

func (p *page) pdfPassage(d *pdf.Document, g passage) {
	style := pdf.Style{Size: pdfBody, Below: 5}
	for i, line := range lines(g.Text) {
		v := pdf.Paragraph{Style: style, RTL: script.Direction(g.Language) == "rtl", Language: g.Language}
		if g.note != "" && i == 0 {
			v.Spans = []pdf.Span{{Text: g.note, Soft: true, Isolate: true}, {Text: " "}}
		}
		v.Spans = append(v.Spans, pdf.Span{Text: line})
		d.Add(v)
	}
}
