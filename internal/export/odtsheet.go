package export

import (
	"archive/zip"
	"io"
	"strconv"
	"strings"

	"github.com/cumbre-meet/cumbre/internal/script"
)

// odtSheet is what all OpenDocument texts have around their content.
type odtSheet struct {
	language       string // of the page's own words
	title, subject string
	styles         []odtStyle
	landscape      bool
}

// write writes an OpenDocument text (OASIS OpenDocument 1.3 Part 3): a zip whose first file, stored as it is, says what it is
// (Part 2, section 3.3). Fonts are named, not embedded.
func (o odtSheet) write(w io.Writer, content func(*xmlWriter)) error {
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
		{"META-INF/manifest.xml", odtManifest}, {"meta.xml", o.meta}, {"styles.xml", o.sheet}, {"content.xml", content},
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
		"xmlns:fo", odf + "xsl-fo-compatible:1.0", "xmlns:svg", odf + "svg-compatible:1.0", "xmlns:meta", odf + "meta:1.0", "xmlns:table", odf + "table:1.0",
		"xmlns:dc", "http://purl.org/dc/elements/1.1/", "office:version", "1.3",
	}
}

func (o odtSheet) meta(x *xmlWriter) {
	x.start("office:document-meta", odtNamespaces()...)
	x.start("office:meta")
	x.element("dc:title", o.title)
	x.element("dc:subject", o.subject)
	x.element("dc:language", o.language)
	x.element("meta:generator", "Cumbre")
}

// odtStyle is a paragraph's.
type odtStyle struct {
	name, size, weight, above, below, colour string
	level                                    int // of a heading
}

func (o odtSheet) sheet(x *xmlWriter) {
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
	for _, s := range o.styles {
		for _, dir := range []string{"ltr", "rtl"} {
			o.style(x, s, dir)
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
	width, height, way := "21cm", "29.7cm", "portrait"
	if o.landscape {
		width, height, way = height, width, "landscape"
	}
	x.empty("style:page-layout-properties", "fo:page-width", width, "fo:page-height", height, "style:print-orientation", way, "fo:margin-top", "2.2cm", "fo:margin-bottom", "2.2cm",
		"fo:margin-left", "2.5cm", "fo:margin-right", "2.5cm", "style:writing-mode", writingMode(script.Direction(o.language)))
	x.end()
	x.end()
	x.start("office:master-styles")
	x.start("style:master-page", "style:name", "Standard", "style:page-layout-name", "Page")
	x.start("style:footer")
	x.start("text:p", "text:style-name", "Notice_"+script.Direction(o.language))
	x.text(string(ownIsolate) + o.title + string(endIsolate) + " – ") // a title in another script stays whole
	x.element("text:page-number", "1", "text:select-page", "current")
}

func writingMode(direction string) string {
	if direction == "rtl" {
		return "rl-tb"
	}
	return "lr-tb"
}

func (o odtSheet) style(x *xmlWriter, s odtStyle, dir string) {
	level := ""
	if s.level > 0 {
		level = strconv.Itoa(s.level)
	}
	x.start("style:style", "style:name", s.name+"_"+dir, "style:display-name", strings.ReplaceAll(s.name, "_20_", " ")+" "+dir, "style:family", "paragraph",
		"style:default-outline-level", level)
	// LibreOffice 7.4 takes start for left. A title stands where the document's lines begin, whatever its script.
	align := map[string]string{"ltr": "left", "rtl": "right"}[dir]
	if s.name == "Title" {
		align = map[string]string{"ltr": "left", "rtl": "right"}[script.Direction(o.language)]
	}
	x.empty("style:paragraph-properties", "fo:text-align", align, "style:writing-mode", writingMode(dir), "fo:margin-top", s.above, "fo:margin-bottom", s.below,
		"fo:keep-with-next", map[bool]string{true: "always"}[s.level > 0])
	x.empty("style:text-properties", "fo:font-size", s.size, "style:font-size-complex", s.size, "fo:font-weight", s.weight, "style:font-weight-complex", s.weight,
		"fo:color", s.colour)
	x.end()
}
