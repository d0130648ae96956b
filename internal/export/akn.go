package export

import (
	"cmp"
	"io"
	"net/url"
	"strconv"
	"time"

	"github.com/cumbre-meet/cumbre/internal/proceedings"
)

// Akoma Ntoso Version 1.0, Part 1: XML Vocabulary (OASIS Standard, 29 August 2018), document type debate. The names of works
// are as in its Naming Convention: the country is int, the meeting is the number.
const aknNamespace = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"

// The references that are always there.
const (
	refSource = "cumbre"
	refBody   = "meeting"
	refAuthor = "author"
	refEditor = "editor"
	refNobody = "unnamed"
)

func (p *page) akn(w io.Writer) error {
	x := newXML(w)
	refs := p.references()
	x.start("akomaNtoso", "xmlns", aknNamespace)
	x.start("debate", "name", "record")
	p.aknMeta(x, refs)
	p.aknPreface(x)
	x.start("debateBody")
	if len(p.sections) == 0 {
		x.start("debateSection", "name", "record", "eId", "dbsect_1")
		x.element("heading", p.kind(), "eId", "dbsect_1__heading")
		x.element("narrative", cmp.Or(firstOf(p.withheld()), "—"))
		x.end()
	}
	for i, s := range p.sections {
		p.aknSection(x, s, "dbsect_"+strconv.Itoa(i+1), refs)
	}
	return x.finish()
}

func firstOf(s []string) string {
	if len(s) == 0 {
		return ""
	}
	return s[0]
}

// references are the identifiers of people and labels.
type references struct {
	ids    map[string]string // by what is shown
	people []string          // what is shown, in order
	label  map[string]bool   // it is a role, not a person
}

func (p *page) references() references {
	r := references{ids: map[string]string{}, label: map[string]bool{}}
	add := func(shown string, label bool) {
		if shown != "" && r.ids[shown] == "" {
			r.people = append(r.people, shown)
			r.ids[shown], r.label[shown] = "person_"+strconv.Itoa(len(r.people)), label
		}
	}
	for _, v := range p.People {
		add(v.Name, false)
	}
	for _, t := range p.Turns {
		add(t.Speaker.Name, false)
		add(t.Label, true)
	}
	return r
}

func (p *page) aknMeta(x *xmlWriter, refs references) {
	day := p.day().Format(time.DateOnly)
	language := cmp.Or(p.options.Language, "mul") // ISO 639-2: multiple languages
	work := "/akn/int/debaterecord/" + day + "/" + url.PathEscape(p.Meeting)
	expression := work + "/" + language + "@"
	x.start("meta")
	x.start("identification", "source", "#"+refSource)
	identify := func(level, this, uri, date, author string) {
		x.start(level)
		x.empty("FRBRthis", "value", this)
		x.empty("FRBRuri", "value", uri)
		x.empty("FRBRdate", "date", day, "name", date)
		x.empty("FRBRauthor", "href", "#"+author, "as", "#"+map[string]string{refBody: refAuthor, refSource: refEditor}[author])
	}
	identify("FRBRWork", work+"/!main", work, "meeting", refBody)
	x.empty("FRBRcountry", "value", "int")
	x.end()
	identify("FRBRExpression", expression+"/!main", expression, "meeting", refSource)
	if p.Version > 0 {
		x.empty("FRBRversionNumber", "value", strconv.Itoa(p.Version))
	}
	x.empty("FRBRlanguage", "language", language)
	x.end()
	identify("FRBRManifestation", expression+"/!main.xml", expression+".xml", "meeting", refSource)
	x.end()
	x.end()
	x.start("references", "source", "#"+refSource)
	x.empty("TLCOrganization", "eId", refSource, "href", "/akn/ontology/organization/int/cumbre", "showAs", "Cumbre")
	x.empty("TLCOrganization", "eId", refBody, "href", "/akn/ontology/organization/int/meeting", "showAs", p.Title)
	x.empty("TLCRole", "eId", refAuthor, "href", "/akn/ontology/role/int/author", "showAs", "Author")
	x.empty("TLCRole", "eId", refEditor, "href", "/akn/ontology/role/int/editor", "showAs", "Editor")
	x.empty("TLCRole", "eId", refNobody, "href", "/akn/ontology/role/int/participant", "showAs", p.words.participant)
	for _, shown := range refs.people {
		kind, place := "TLCPerson", "person"
		if refs.label[shown] {
			kind, place = "TLCRole", "role"
		}
		x.empty(kind, "eId", refs.ids[shown], "href", "/akn/ontology/"+place+"/int/"+refs.ids[shown], "showAs", shown)
	}
	x.end()
	x.end()
}

func (p *page) aknPreface(x *xmlWriter) {
	x.start("preface")
	x.start("p")
	x.element("docType", p.kind())
	x.end()
	x.start("p")
	x.element("docTitle", p.Title)
	x.end()
	x.start("p")
	x.element("docDate", p.day().Format(time.DateOnly), "date", p.day().Format(time.DateOnly))
	x.end()
	x.element("p", p.standing(), "class", "standing")
	if hash := p.hash(); hash != "" {
		x.element("p", hash, "class", "hash")
	}
	for _, v := range p.People {
		x.element("p", p.person(v), "class", "participant")
	}
	for _, s := range p.withheld() {
		x.element("p", s, "class", "withheld")
	}
	x.end()
}

func (p *page) aknSection(x *xmlWriter, s section, id string, refs references) {
	x.start("debateSection", "name", "agendaItem", "eId", id)
	if s.number > 0 {
		x.element("num", strconv.Itoa(s.number)+".", "eId", id+"__num_1")
	}
	x.element("heading", s.title, "eId", id+"__heading_1")
	for i, t := range s.turns {
		speech := id + "__speech_" + strconv.Itoa(i+1)
		by := cmp.Or(refs.ids[t.Speaker.Name], refs.ids[t.Label], refNobody)
		x.start("speech", "eId", speech, "by", "#"+by, "startTime", aknTime(t.Start), "endTime", aknTime(t.End))
		x.element("from", t.speaker, "eId", speech+"__from_1")
		if len(t.passage) == 0 {
			note := "—"
			if !t.Regime.Quotable() {
				note = p.words.unquoted
			}
			x.start("p", "eId", speech+"__p_1")
			x.element("remark", note, "status", "editorial", "xml:lang", p.language)
			x.end()
		}
		p.aknWords(x, t, speech)
		x.end()
	}
	x.end()
}

func (p *page) aknWords(x *xmlWriter, t turn, speech string) {
	number := 0
	for _, g := range t.passage {
		for i, line := range lines(g.Text) {
			number++
			x.start("p", "eId", speech+"__p_"+strconv.Itoa(number), "xml:lang", g.Language)
			if g.note != "" && i == 0 {
				remark := ""
				if g.Origin == proceedings.FromInterpretation || g.Origin == proceedings.FromTranslation {
					remark = "translation"
				}
				x.element("remark", g.note, "type", remark, "status", "editorial", "xml:lang", p.language)
			}
			x.text(line)
			x.end()
		}
	}
}

// aknTime is an xsd:dateTime; "" is left out.
func aknTime(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.UTC().Format("2006-01-02T15:04:05Z")
}
