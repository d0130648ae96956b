// Package public shows what everybody may know of a meeting: its statements in all their languages, and what became of what was
// promised, as a page that needs no script and nothing from elsewhere, as an Atom feed and as JSON-LD. It is pure and a leaf but
// for protocol: what may be shown is decided before.
package public

import (
	"cmp"
	_ "embed"
	"encoding/json"
	"html/template"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/cumbre-meet/cumbre/internal/dates"
	"github.com/cumbre-meet/cumbre/internal/protocol"
	"github.com/cumbre-meet/cumbre/internal/script"
)

//go:embed page.html.tmpl
var pageTemplate string

// Languages are those that the page itself speaks.
func Languages() []string { return []string{"es", "en", "fr", "ar"} }

// Page writes the page of a meeting. base is the address that it is at, without a query; language is the page's own, one of
// Languages.
func Page(w io.Writer, m protocol.PublicMeeting, base, language string) error {
	t, err := parsed()
	if err != nil {
		return err
	}
	return t.Execute(w, newView(m, base, language))
}

// File writes the same page to be kept beside others of its kind, as in an archive: without a feed, data or anything else of a server.
// beside are the files with it in other languages, by these.
func File(w io.Writer, m protocol.PublicMeeting, language string, beside map[string]string) error {
	v := newView(m, "", language)
	v.beside = beside
	t, err := parsed()
	if err != nil {
		return err
	}
	return t.Execute(w, v)
}

func parsed() (*template.Template, error) {
	return template.New("page").Funcs(template.FuncMap{"direction": script.Direction, "languageName": LanguageName}).Parse(pageTemplate)
}

// view is what the template reads.
type view struct {
	protocol.PublicMeeting
	Base, Language string
	beside         map[string]string // of a file: the others by their languages; nil: it is a page of a server
	words          words
	zone           *time.Location
}

func newView(m protocol.PublicMeeting, base, language string) view {
	if !slices.Contains(Languages(), language) {
		language = "en"
	}
	zone, err := time.LoadLocation(m.Timezone)
	if err != nil {
		zone = time.UTC
	}
	return view{PublicMeeting: m, Base: base, Language: language, words: texts()[language], zone: zone}
}

// Word is one of the page's own words.
func (v view) Word(name string) string {
	w := v.words
	return map[string]string{
		"feed": w.feed, "languages": w.languages, "statements": w.statements, "superseded": w.superseded, "supersedes": w.supersedes, "hash": w.hash,
		"commitments": w.commitments, "vague": w.vague, "disagree": w.disagree, "history": w.history, "follow": w.follow, "data": w.data,
	}[name]
}

// Heading is the meeting's title in the page's language, or as it was given.
func (v view) Heading() string { return cmp.Or(v.Titles[v.Language], v.Title) }

// Others are the languages that the page has besides the present one.
func (v view) Others() []string {
	return slices.DeleteFunc(Languages(), func(l string) bool { return l == v.Language || v.File() && v.beside[l] == "" })
}

// File tells whether the page is one of an archive.
func (v view) File() bool { return v.beside != nil }

// Address is where the page is in another language.
func (v view) Address(language string) string {
	if v.File() {
		return v.beside[language]
	}
	return "?language=" + language
}

// Day is the day of an instant, in the meeting's zone, or of a date.
func (v view) Day(at string) string {
	if day, err := time.Parse(time.DateOnly, at); err == nil {
		return dates.Written(v.Language, dates.On(day, time.UTC))
	}
	t, err := time.Parse(time.RFC3339Nano, at)
	if err != nil {
		return ""
	}
	return dates.Written(v.Language, dates.On(t, v.zone))
}

// NextLine says when the next meeting is.
func (v view) NextLine() string {
	zone, err := time.LoadLocation(v.Next.Timezone)
	at, wrong := time.Parse(time.RFC3339Nano, v.Next.Start)
	if err != nil || wrong != nil {
		return ""
	}
	line := with(v.words.next, "day", dates.Written(v.Language, dates.On(at, zone)))
	if v.Next.Place != "" {
		line += " · " + v.Next.Place
	}
	return line
}

// Colon is before what is said of a word: in French with a space that does not break.
func (v view) Colon() string {
	if v.Language == "fr" {
		return "\u00a0: "
	}
	return ": "
}

// Kind says whose word a publication is.
func (v view) Kind(p protocol.Publication) string {
	if p.Kind == "joint" {
		return v.words.joint
	}
	return with(v.words.readout, "delegation", name(p.Parties))
}

// Unilateral marks a readout; "" of a joint statement.
func (v view) Unilateral(p protocol.Publication) string {
	if p.Kind == "joint" {
		return ""
	}
	return with(v.words.notAgreed, "delegation", name(p.Parties))
}

func (v view) Issued(p protocol.Publication) string {
	return with(v.words.issued, "day", v.Day(p.Issued))
}

func name(parties []protocol.PublicationParty) string {
	if len(parties) == 0 {
		return "—"
	}
	return parties[0].Name
}

// Action is what is promised, in the page's language where it was written in it.
func (v view) Action(c protocol.Commitment) promised {
	language := v.Language
	if c.Action[language] == "" {
		for _, l := range append(slices.Clone(v.Languages), v.Language) {
			if c.Action[l] != "" {
				language = l
				break
			}
		}
	}
	return promised{Language: language, Text: c.Action[language]}
}

type promised struct{ Language, Text string }

// Who promises.
func (v view) Who(c protocol.Commitment) string {
	var actors []string
	for _, a := range c.Actors {
		actors = append(actors, a.Name)
	}
	out := strings.Join(actors, " · ")
	if len(c.Partners) > 0 {
		out = strings.TrimPrefix(out+" — "+with(v.words.partners, "names", strings.Join(c.Partners, " · ")), " — ")
	}
	return out
}

// When it is due.
func (v view) When(c protocol.Commitment) string {
	switch {
	case c.DueDay != "":
		return with(v.words.due, "day", v.Day(c.DueDay))
	case c.Due != "":
		return v.words.dueNext
	default:
		return v.words.dueNever
	}
}

// Standing is whether a commitment is settled.
func (v view) Standing(c protocol.Commitment) string {
	if c.Closed != "" {
		return with(v.words.settled, "day", v.Day(c.Closed))
	}
	return v.words.open
}

// Where it stands in the text.
func (v view) Where(c protocol.Commitment) string { return with(v.words.paragraph, "number", c.Number) }

// said is what one delegation says of a commitment.
type said struct {
	Name, Status, Note, Day string
	Value                   int
	Silent                  bool
}

// Now is what each delegation said last.
func (v view) Now(c protocol.Commitment) []said {
	out := []said{}
	for _, d := range v.Delegations {
		one := said{Name: d.Name, Status: v.words.silent, Silent: true}
		for _, a := range c.Assessments {
			if a.Delegation == d.ID {
				one = said{Name: d.Name, Status: v.words.status(a.Status), Note: a.Note, Day: v.Day(a.At), Value: a.Status}
			}
		}
		out = append(out, one)
	}
	return out
}

// LinkedData is the JSON-LD (schema.org) of a publication: each language is a work of its own, and the others its translations.
func (v view) LinkedData(p protocol.Publication) (template.JS, error) {
	work := func(language string) map[string]any {
		out := map[string]any{
			"@type": "Report", "@id": v.Base + "#" + p.ID + "-" + language, "name": cmp.Or(p.Titles[language], p.Title), "inLanguage": language,
			"datePublished": p.Issued, "identifier": "sha256:" + p.SHA256, "url": v.Base + "#" + p.ID,
		}
		var text []string
		for _, one := range p.Paragraphs {
			if words := one.Words[language]; words != "" {
				text = append(text, strings.TrimSpace(one.Number+" "+words))
			}
		}
		out["text"] = strings.Join(text, "\n\n")
		return out
	}
	first := work(p.Languages[0])
	first["@context"] = "https://schema.org"
	var translations, authors []map[string]any
	for _, l := range p.Languages[1:] {
		translations = append(translations, work(l))
	}
	for _, d := range p.Parties {
		authors = append(authors, map[string]any{"@type": "Organization", "name": d.Name})
	}
	if translations != nil {
		first["workTranslation"] = translations
	}
	first["author"] = authors
	event := map[string]any{"@type": "Event", "name": v.Heading(), "url": v.Base}
	if v.Start != "" {
		event["startDate"] = v.Start
	}
	first["about"] = event
	b, err := json.Marshal(first) // < and > are escaped, so that no text ends the element
	return template.JS(b), err    //nolint:gosec // JSON as encoding/json writes it
}
