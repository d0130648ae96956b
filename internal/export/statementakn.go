package export

import (
	"cmp"
	"io"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/cumbre-meet/cumbre/internal/proceedings"
)

// Akoma Ntoso, document type statement, in one language: the standard has an expression in each. The work is the text, its hash an alias; of two
// copies of an alternat only the manifestation is another.

// refSignatory is the role of who has bound a party.
const refSignatory = "signatory"

func (s *statement) akn(w io.Writer) error {
	x := newXML(w)
	x.start("akomaNtoso", "xmlns", aknNamespace)
	x.start("statement", "name", "statement")
	s.aknMeta(x)
	s.aknPreface(x)
	x.start("mainBody")
	if len(s.Paragraphs) == 0 {
		x.element("p", "—")
	}
	for _, r := range s.rows {
		if r.kind == rowParagraph {
			s.aknParagraph(x, r)
		}
	}
	x.end()
	s.aknConclusions(x)
	return x.finish()
}

func partyID(delegation string) string { return "delegation_" + cmp.Or(delegation, "none") }

// aknLevel is one of the three levels that a document is known at.
type aknLevel struct {
	name, this, uri, date, day string
	alias                      [2]string // what kind, and which; none: ""
}

func (s *statement) aknMeta(x *xmlWriter) {
	language := s.columns[0].language
	began := s.At
	date := "draft"
	if s.Version > 0 {
		began, date = s.Adopted, "adoption"
	}
	work := "/akn/int/statement/" + s.day(began) + "/" + url.PathEscape(s.Meeting) + "-" + url.PathEscape(s.ID)
	expression := work + "/" + language + "@" + s.At.UTC().Format(time.RFC3339)
	copied := [2]string{}
	if s.Copy != "" {
		copied = [2]string{"copy", s.Copy}
	}
	x.start("meta")
	x.start("identification", "source", "#"+refSource)
	s.aknIdentify(x, aknLevel{"FRBRWork", work + "/!main", work, date, s.day(began), [2]string{"sha256", s.SHA256}})
	x.empty("FRBRcountry", "value", "int")
	x.end()
	s.aknIdentify(x, aknLevel{"FRBRExpression", expression + "/!main", expression, cmp.Or(map[bool]string{true: "rectification"}[s.Version > 1], date), s.day(s.At), [2]string{"sha256", s.Hashes[language]}})
	if s.Version > 0 {
		x.empty("FRBRversionNumber", "value", strconv.Itoa(s.Version))
		x.empty("FRBRauthoritative", "value", "true")
	}
	x.empty("FRBRlanguage", "language", language)
	x.end()
	s.aknIdentify(x, aknLevel{"FRBRManifestation", expression + "/!main.xml", expression + ".xml", date, s.day(s.At), copied})
	x.end()
	x.end()
	s.aknReferences(x)
	x.end()
}

// aknIdentify leaves its level open: what only one level has comes behind.
func (s *statement) aknIdentify(x *xmlWriter, l aknLevel) {
	x.start(l.name)
	x.empty("FRBRthis", "value", l.this)
	x.empty("FRBRuri", "value", l.uri)
	if l.alias[1] != "" {
		x.empty("FRBRalias", "value", l.alias[1], "name", l.alias[0])
	}
	x.empty("FRBRdate", "date", l.day, "name", l.date)
	if l.name == "FRBRManifestation" {
		x.empty("FRBRauthor", "href", "#"+refSource, "as", "#"+refEditor)
		return
	}
	for _, p := range s.columns[0].parties {
		x.empty("FRBRauthor", "href", "#"+partyID(p.Delegation), "as", "#"+refAuthor)
	}
}

func (s *statement) aknReferences(x *xmlWriter) {
	x.start("references", "source", "#"+refSource)
	x.empty("TLCOrganization", "eId", refSource, "href", "/akn/ontology/organization/int/cumbre", "showAs", "Cumbre")
	for _, p := range s.columns[0].parties {
		x.empty("TLCOrganization", "eId", partyID(p.Delegation), "href", "/akn/ontology/organization/int/"+partyID(p.Delegation),
			"showAs", cmp.Or(p.Name, s.columns[0].words.chair))
	}
	for _, role := range [][2]string{{refAuthor, "Author"}, {refEditor, "Editor"}, {refSignatory, "Signatory"}} {
		x.empty("TLCRole", "eId", role[0], "href", "/akn/ontology/role/int/"+role[0], "showAs", role[1])
	}
	for _, p := range s.columns[0].parties {
		if p.By != "" {
			id := "person_" + partyID(p.Delegation)
			x.empty("TLCPerson", "eId", id, "href", "/akn/ontology/person/int/"+id, "showAs", p.By)
		}
	}
	x.end()
}

func (s *statement) aknPreface(x *xmlWriter) {
	c := s.columns[0]
	in := func(element, text string, attributes ...string) {
		x.start("p")
		x.element(element, text, attributes...)
		x.end()
	}
	x.start("preface")
	in("docType", s.kind(c), "xml:lang", c.tag)
	in("docTitle", s.titleIn(c.language), "xml:lang", c.language)
	in("docDate", s.day(s.At), "date", s.day(s.At))
	if named := c.partyNames(); named != "" {
		x.element("p", named, "class", string(rowParties))
	}
	for _, line := range s.standing(c) {
		x.element("p", line[0].text, "class", string(rowStanding), "xml:lang", c.tag)
	}
	for _, hash := range s.hashes() {
		x.element("p", hash, "class", "hash")
	}
	x.end()
}

func (s *statement) aknParagraph(x *xmlWriter, r textRow) {
	id := "para_" + strings.NewReplacer(" ", "", "(", "-", ")", "").Replace(r.number)
	x.start("paragraph", "eId", id)
	x.element("num", r.number+".", "eId", id+"__num_1")
	x.start("content", "eId", id+"__content_1")
	for i, line := range r.cells[0].lines {
		x.start("p", "eId", id+"__p_"+strconv.Itoa(i+1), "xml:lang", r.cells[0].language)
		for _, p := range line {
			switch {
			case p.note > 0:
				s.aknNote(x, p)
			case p.soft:
				x.inline("remark", p.text, "status", "editorial", "xml:lang", s.columns[0].tag)
			default:
				x.text(p.text)
			}
		}
		x.end()
	}
	x.end()
	x.end()
}

func (s *statement) aknNote(x *xmlWriter, p piece) {
	note := s.notes[p.note-1].cells[0]
	id := "note_" + p.text
	x.tag("authorialNote", []string{"eId", id, "marker", p.text, "placement", "bottom"}, ">")
	for i, line := range note.lines {
		x.inline("p", line[0].text, "eId", id+"__p_"+strconv.Itoa(i+1), "xml:lang", note.language)
	}
	x.raw("</authorialNote>")
}

func (s *statement) aknConclusions(x *xmlWriter) {
	c := s.columns[0]
	x.start("conclusions")
	for _, r := range s.rows {
		if r.kind == rowClause {
			x.element("p", r.cells[0].lines[0][0].text, "class", string(rowClause), "xml:lang", c.tag)
		}
	}
	for _, p := range c.parties {
		s.aknSignature(x, c, p)
	}
	x.end()
}

// aknSignature has a party's lines, the person's name marked as such.
func (s *statement) aknSignature(x *xmlWriter, c column, p proceedings.TextParty) {
	id := "signature_" + partyID(p.Delegation)
	x.start("p", "xml:lang", c.tag)
	x.start("signature", "eId", id, "refersTo", "#"+partyID(p.Delegation))
	for i, line := range s.signature(c, p) {
		if i > 0 {
			x.raw("<br/>")
		}
		if line[0].text == p.By && i == 1 {
			x.inline("person", p.By, "eId", id+"__person_1", "refersTo", "#person_"+partyID(p.Delegation), "as", "#"+refSignatory)
			continue
		}
		x.text(line[0].text)
	}
	x.end()
	x.end()
}
