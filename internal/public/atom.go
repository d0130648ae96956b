package public

import (
	"cmp"
	"encoding/xml"
	"io"

	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// feed is an Atom feed (RFC 4287).
type feed struct {
	XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
	Title   string   `xml:"title"`
	ID      string   `xml:"id"`
	Updated string   `xml:"updated"`
	Links   []link   `xml:"link"`
	Authors []author `xml:"author"`
	Entries []entry  `xml:"entry"`
}

type link struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type author struct {
	Name string `xml:"name"`
}

type entry struct {
	Lang      string   `xml:"xml:lang,attr"`
	Title     string   `xml:"title"`
	ID        string   `xml:"id"`
	Updated   string   `xml:"updated"`
	Published string   `xml:"published"`
	Link      link     `xml:"link"`
	Authors   []author `xml:"author"`
	Content   content  `xml:"content"`
}

type content struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

// Atom writes the feed of a meeting: an entry for each language of each publication, all with the same instant. base is the page's
// address.
func Atom(w io.Writer, m protocol.PublicMeeting, base string) error {
	f := feed{
		Title: m.Title, ID: base, Updated: m.Publications[0].Issued, Authors: authors(m.Delegations),
		Links: []link{{Rel: "self", Type: "application/atom+xml", Href: base + "/feed.atom"}, {Rel: "alternate", Type: "text/html", Href: base}},
	}
	for _, p := range m.Publications {
		for _, language := range p.Languages {
			f.Entries = append(f.Entries, entryOf(p, base, language))
		}
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	return xml.NewEncoder(w).Encode(f)
}

func entryOf(p protocol.Publication, base, language string) entry {
	text := ""
	for _, one := range p.Paragraphs {
		if words := one.Words[language]; words != "" {
			if one.Number != "" {
				text += one.Number + ". "
			}
			text += words + "\n\n"
		}
	}
	w, known := texts()[language]
	if !known {
		w = texts()["en"]
	}
	if p.Kind != "joint" {
		text = with(w.notAgreed, "delegation", name(p.Parties)) + "\n\n" + text
	}
	return entry{
		Lang: language, Title: cmp.Or(p.Titles[language], p.Title), ID: base + "#" + p.ID + "-" + language, Updated: p.Issued, Published: p.Issued,
		Link: link{Rel: "alternate", Type: "text/html", Href: base + "#" + p.ID}, Authors: authors(p.Parties), Content: content{Type: "text", Text: text},
	}
}

// authors are the delegations; RFC 4287 section 4.1.1 wants one at least.
func authors(parties []protocol.PublicationParty) []author {
	out := make([]author, 0, len(parties)+1)
	for _, d := range parties {
		out = append(out, author{d.Name})
	}
	if len(out) == 0 {
		out = append(out, author{"Cumbre"})
	}
	return out
}
