package export

import (
	"archive/zip"
	"io"
	"strconv"
	"strings"
)

// odt writes an OpenDocument text (OASIS OpenDocument 1.3 Part 3): a zip whose first file, stored as it is, says what it is
// (Part 2, section 3.3). Fonts are named, not embedded.
func (p *page) odt(w io.Writer) error {
	z := zip.NewWriter(w)
	mimetype, err := z.CreateHeader(&zip.FileHeader{Name: "mimetype", Method: zip.Store})
	if err != nil {
		return err
	}
	if _, err := io.WriteString(mimetype, ODT.MediaType()); err != nil {
		return err
	}
	for _, file := range []struct {
		name  string
		write func(*xmlWriter)
	}{
		{"META-INF/manifest.xml", odtManifest}, {"meta.xml", p.odtMeta}, {"styles.xml", p.odtStyles}, {"content.xml", p.odtContent},
	} {
		part, err := z.Create(file.name)
		if err != nil {
			return err
		}
		x := newXML(part)
		file.write(x)
		if err := x.finish(); err != nil {
			return err
		}
	}
	return z.Close()
}

func odtManifest(x *xmlWriter) {
	x.start("manifest:manifest", "xmlns:manifest", "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0", "manifest:version", "1.3")
	entry := func(path, media string) {
		x.empty("manifest:file-entry", "manifest:full-path", path, "manifest:media-type", media)
	}
	entry("/", ODT.MediaType())
	entry("content.xml", "text/xml")
	entry("styles.xml", "text/xml")
	entry("meta.xml", "text/xml")
}

// odtNamespaces are those that content and styles use.
func odtNamespaces() []string {
	const odf = "urn:oasis:names:tc:opendocument:xmlns:"
	return []string{
		"xmlns:office", odf + "office:1.0", "xmlns:style", odf + "style:1.0", "xmlns:text", odf + "text:1.0",
		"xmlns:fo", odf + "xsl-fo-compatible:1.0", "xmlns:svg", odf + "svg-compatible:1.0", "xmlns:meta", odf + "meta:1.0",
		"xmlns:dc", "http://purl.org/dc/elements/1.1/", "office:version", "1.3",
	}
}

func (p *page) odtMeta(x *xmlWriter) {
	x.start("office:document-meta", odtNamespaces()...)
	x.start("office:meta")
	x.element("dc:title", p.Title)
	x.element("dc:subject", p.kind())
	x.element("dc:language", p.language)
	x.element("meta:generator", "Cumbre")
}

// odtStyle is a paragraph's.
type odtStyle struct {
	name, size, weight, above, below, colour string
	level                                    int // of a heading
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

func (p *page) odtStyles(x *xmlWriter) {
	x.start("office:document-styles", odtNamespaces()...)
	x.start("office:font-face-decls")
	x.empty("style:font-face", "style:name", "Serif", "svg:font-family", "'Noto Serif'", "style:font-family-generic", "roman")
	x.empty("style:font-face", "style:name", "Naskh", "svg:font-family", "'Noto Naskh Arabic'", "style:font-family-generic", "roman")
	x.end()
	x.start("office:styles")
	x.start("style:default-style", "style:family", "paragraph")
	x.empty("style:paragraph-properties", "fo:text-align", "start", "fo:orphans", "2", "fo:widows", "2")
	x.empty("style:text-properties", "style:font-name", "Serif", "style:font-name-complex", "Naskh", "fo:font-size", "11pt", "style:font-size-complex", "12pt")
	x.end()
	for _, s := range odtParagraphs() {
		for _, dir := range []string{"ltr", "rtl"} {
			p.odtStyle(x, s, dir)
		}
	}
	for _, s := range [][2]string{{"Note", "#4a4f5a"}} {
		x.start("style:style", "style:name", s[0], "style:family", "text")
		x.empty("style:text-properties", "fo:color", s[1], "fo:font-style", "italic", "style:font-style-complex", "normal")
		x.end()
	}
	x.end()
	x.start("office:automatic-styles")
	x.start("style:page-layout", "style:name", "Page")
	x.empty("style:page-layout-properties", "fo:page-width", "21cm", "fo:page-height", "29.7cm", "fo:margin-top", "2.2cm", "fo:margin-bottom", "2.2cm",
		"fo:margin-left", "2.5cm", "fo:margin-right", "2.5cm", "style:writing-mode", writingMode(direction(p.language)))
	x.end()
	x.end()
	x.start("office:master-styles")
	x.start("style:master-page", "style:name", "Standard", "style:page-layout-name", "Page")
	x.start("style:footer")
	x.start("text:p", "text:style-name", "Notice_"+direction(p.language))
	x.text(string(ownIsolate) + p.Title + string(endIsolate) + " – ") // a title in another script stays whole
	x.element("text:page-number", "1", "text:select-page", "current")
}

func writingMode(direction string) string {
	if direction == "rtl" {
		return "rl-tb"
	}
	return "lr-tb"
}

func (p *page) odtStyle(x *xmlWriter, s odtStyle, dir string) {
	level := ""
	if s.level > 0 {
		level = strconv.Itoa(s.level)
	}
	x.start("style:style", "style:name", s.name+"_"+dir, "style:display-name", strings.ReplaceAll(s.name, "_20_", " ")+" "+dir, "style:family", "paragraph",
		"style:default-outline-level", level)
	// LibreOffice 7.4 takes start for left. A title stands where the document's lines begin, whatever its script.
	align := map[string]string{"ltr": "left", "rtl": "right"}[dir]
	if s.name == "Title" {
		align = map[string]string{"ltr": "left", "rtl": "right"}[direction(p.language)]
	}
	x.empty("style:paragraph-properties", "fo:text-align", align, "style:writing-mode", writingMode(dir), "fo:margin-top", s.above, "fo:margin-bottom", s.below,
		"fo:keep-with-next", map[bool]string{true: "always"}[s.level > 0])
	x.empty("style:text-properties", "fo:font-size", s.size, "style:font-size-complex", s.size, "fo:font-weight", s.weight, "style:font-weight-complex", s.weight,
		"fo:color", s.colour)
	x.end()
}

func (p *page) odtContent(x *xmlWriter) {
	x.start("office:document-content", odtNamespaces()...)
	p.odtLanguages(x)
	x.start("office:body")
	x.start("office:text")
	own := direction(p.language)
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
				language, country, _ := strings.Cut(g.Language, "-")
				if len(country) != 2 {
					country = "none"
				}
				x.start("style:style", "style:name", "L_"+g.Language, "style:family", "text")
				x.empty("style:text-properties", "fo:language", language, "fo:country", country, "style:language-complex", language, "style:country-complex", country)
				x.end()
			}
		}
	}
	x.end()
}

func (p *page) odtWords(x *xmlWriter, t turn) {
	for _, g := range t.passage {
		for i, line := range lines(g.Text) {
			x.start("text:p", "text:style-name", "Words_"+direction(g.Language))
			if g.note != "" && i == 0 {
				x.element("text:span", g.note, "text:style-name", "Note")
				x.text(" ")
			}
			x.element("text:span", line, "text:style-name", "L_"+g.Language)
			x.end()
		}
	}
}
