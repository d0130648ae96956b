package export

import (
	"io"
	"strconv"
	"strings"

	"github.com/cumbre-meet/cumbre/internal/script"
)

// odt writes a record as an OpenDocument text.
func (p *page) odt(w io.Writer) error {
	return odtSheet{language: p.language, title: p.Title, subject: p.kind(), styles: odtParagraphs()}.write(w, p.odtContent)
}

func odtParagraphs() []odtStyle {
	const grey = "#4a4f5a"
	return []odtStyle{
		{name: "Title", size: "20pt", weight: "bold", below: "0.1cm"},
		{name: "Subtitle", size: "12pt", below: "0.6cm", colour: grey},
		{name: "Heading_20_1", size: "15pt", weight: "bold", above: "0.8cm", below: "0.25cm", level: 1},
		{name: "Heading_20_2", size: "11pt", weight: "bold", above: "0.45cm", below: "0.1cm", level: 2},
		{name: "Facts", size: "10.5pt", below: "0.1cm"},
		{name: "Notice", size: "10pt", below: "0.2cm", colour: grey},
		{name: "Words", size: "11pt", below: "0.25cm"},
	}
}

func (p *page) odtContent(x *xmlWriter) {
	x.start("office:document-content", odtNamespaces()...)
	p.odtLanguages(x)
	x.start("office:body")
	x.start("office:text")
	own := script.Direction(p.language)
	para := func(style, dir, text string) { x.element("text:p", text, "text:style-name", style+"_"+dir) }
	heading := func(level int, text string) {
		x.element("text:h", text, "text:style-name", "Heading_20_"+strconv.Itoa(level)+"_"+own, "text:outline-level", strconv.Itoa(level))
	}
	para("Title", scriptDirection(p.Title), p.Title)
	para("Subtitle", own, p.kind())
	para("Facts", own, p.words.date+": "+p.ltr(p.day().Format("2006-01-02")+" ("+p.zone.String()+")"))
	if len(p.Languages) > 0 {
		para("Facts", own, p.words.languages+": "+strings.Join(p.Languages, ", "))
	}
	para("Notice", own, p.standing())
	if hash := p.hash(); hash != "" {
		para("Notice", "ltr", hash)
	}
	for _, s := range p.withheld() {
		para("Notice", own, s)
	}
	if len(p.Items) > 0 {
		heading(1, p.words.agenda)
	}
	for i, item := range p.Items {
		line := strconv.Itoa(i+1) + ". " + item.Title
		if item.Minutes > 0 {
			line += " (" + strconv.Itoa(item.Minutes) + " " + p.words.minutes + ")"
		}
		para("Facts", own, line)
	}
	if len(p.People) > 0 {
		heading(1, p.words.participants)
	}
	for _, v := range p.People {
		para("Facts", own, p.person(v))
	}
	for _, s := range p.sections {
		title := s.title
		if s.number > 0 {
			title = strconv.Itoa(s.number) + ". " + title
		}
		heading(1, title)
		for _, t := range s.turns {
			line := t.speaker
			if kind := p.words.kinds[string(t.Kind)]; kind != "" {
				line += " · " + kind
			}
			heading(2, line+" · "+p.span(t))
			if !t.Regime.Quotable() {
				para("Notice", own, p.words.unquoted)
			}
			p.odtWords(x, t)
		}
	}
}

// odtLanguages makes a text style for each language of the words: the spelling checker and a screen reader need it.
func (p *page) odtLanguages(x *xmlWriter) {
	x.start("office:automatic-styles")
	seen := map[string]bool{}
	for _, s := range p.sections {
		for _, t := range s.turns {
			for _, g := range t.passage {
				if seen[g.Language] {
					continue
				}
				seen[g.Language] = true
				odtLanguage(x, g.Language)
			}
		}
	}
	x.end()
}

func (p *page) odtWords(x *xmlWriter, t turn) {
	for _, g := range t.passage {
		for i, line := range lines(g.Text) {
			x.start("text:p", "text:style-name", "Words_"+script.Direction(g.Language))
			if g.note != "" && i == 0 {
				x.element("text:span", g.note, "text:style-name", "Note")
				x.text(" ")
			}
			x.element("text:span", line, "text:style-name", "L_"+g.Language)
			x.end()
		}
	}
}
