package export

import (
	_ "embed"
	"html/template"
	"io"

	"github.com/cumbre-meet/cumbre/internal/script"
)

//go:embed page.html.tmpl
var pageTemplate string

// html writes a page that needs nothing from elsewhere, and runs nothing.
func (p *page) html(w io.Writer) error {
	t, err := template.New("page").Funcs(template.FuncMap{"direction": script.Direction}).Parse(pageTemplate)
	if err != nil {
		return err
	}
	return t.Execute(w, pageView{p})
}

// pageView is what the template reads.
type pageView struct{ p *page }

func (v pageView) Language() string    { return v.p.language }
func (v pageView) Title() string       { return v.p.Title }
func (v pageView) Kind() string        { return v.p.kind() }
func (v pageView) Date() string        { return v.p.day().Format("2006-01-02") }
func (v pageView) Zone() string        { return v.p.zone.String() }
func (v pageView) Standing() string    { return v.p.standing() }
func (v pageView) Hash() string        { return v.p.hash() }
func (v pageView) Withheld() []string  { return v.p.withheld() }
func (v pageView) Languages() []string { return v.p.Languages }

// Word is one of the page's own words.
func (v pageView) Word(name string) string {
	w := v.p.words
	return map[string]string{
		"date": w.date, "languages": w.languages, "participants": w.participants, "agenda": w.agenda, "minutes": w.minutes, "unquoted": w.unquoted,
	}[name]
}

// agendaLine is an item of the agenda.
type agendaLine struct {
	Title   string
	Minutes int
}

func (v pageView) Agenda() []agendaLine {
	out := make([]agendaLine, 0, len(v.p.Items))
	for _, item := range v.p.Items {
		out = append(out, agendaLine{item.Title, item.Minutes})
	}
	return out
}

func (v pageView) People() []string {
	out := make([]string, 0, len(v.p.People))
	for _, person := range v.p.People {
		out = append(out, v.p.person(person))
	}
	return out
}

// sectionView, turnView and passageView are the parts of the page.
type (
	sectionView struct {
		Number int
		Title  string
		Turns  []turnView
	}
	turnView struct {
		ID, Speaker, Kind, Span string
		Quotable                bool
		Passages                []passageView
	}
	passageView struct{ ID, Language, Note, Text string }
)

func (v pageView) Sections() []sectionView {
	out := make([]sectionView, 0, len(v.p.sections))
	for _, s := range v.p.sections {
		section := sectionView{Number: s.number, Title: s.title}
		for _, t := range s.turns {
			view := turnView{
				ID: t.Intervention, Speaker: t.speaker, Kind: v.p.words.kinds[string(t.Kind)], Span: v.p.span(t), Quotable: t.Regime.Quotable(),
			}
			for _, g := range t.passage {
				view.Passages = append(view.Passages, passageView{g.ID, g.Language, g.note, g.Text})
			}
			section.Turns = append(section.Turns, view)
		}
		out = append(out, section)
	}
	return out
}
