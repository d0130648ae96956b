package export

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cumbre-meet/cumbre/internal/proceedings"
)

// page is a record as it is shown, in whatever format.
type page struct {
	proceedings.Content
	options  Options
	language string // of words
	words    words
	sections []section
	zone     *time.Location
	signs    bool // PDF: some characters are written as their codes
}

// section is what was said at one item of the agenda in one go; coming back to it begins another.
type section struct {
	number int // of the item, from 1; 0: none
	title  string
	turns  []turn
}

// turn is a speaker's, with the words in the language wanted.
type turn struct {
	proceedings.Turn
	speaker string // as shown
	passage []passage
}

// passage is some words with what has to be said of them: "(As interpreted.)".
type passage struct {
	proceedings.Segment
	note string
}

func newPage(c proceedings.Content, o Options) *page {
	p := &page{Content: c, options: o, zone: time.UTC}
	p.language, p.words = wordsFor(o.Language)
	p.Title, p.Items = p.titled(c.Title, c.Titles), slices.Clone(c.Items)
	for i, item := range p.Items {
		p.Items[i].Title = p.titled(item.Title, item.Titles)
	}
	if zone, err := time.LoadLocation(c.Timezone); err == nil && c.Timezone != "" {
		p.zone = zone
	}
	items := map[string]int{}
	for i, item := range c.Items {
		items[item.ID] = i + 1
	}
	for _, t := range c.Turns {
		last := len(p.sections) - 1
		if number := items[t.Item]; last < 0 || p.sections[last].number != number {
			s := section{number: number, title: p.words.outside}
			if number > 0 {
				s.title = p.Items[number-1].Title
			}
			p.sections = append(p.sections, s)
			last++
		}
		p.sections[last].turns = append(p.sections[last].turns, turn{Turn: t, speaker: p.speaker(t), passage: p.passages(t)})
	}
	return p
}

// titled is a title in the language wanted, where there is one.
func (p *page) titled(title string, in proceedings.Titles) string {
	for _, language := range slices.Sorted(maps.Keys(in)) {
		if p.options.Language != "" && sameLanguage(language, p.options.Language) {
			return in[language]
		}
	}
	return title
}

// speaker is how the speaker of a turn is shown.
func (p *page) speaker(t proceedings.Turn) string {
	switch {
	case t.Label != "":
		return t.Label
	case t.Speaker.Name == "":
		return p.words.participant
	}
	out := t.Speaker.Name
	about := []string{}
	for _, s := range []string{t.Speaker.Function, t.Speaker.Delegation} {
		if s != "" {
			about = append(about, s)
		}
	}
	if len(about) > 0 {
		out += " (" + strings.Join(about, ", ") + ")"
	}
	if t.OnBehalfOf != "" {
		out += ", " + p.words.onBehalf + " " + t.OnBehalfOf
	}
	return out
}

// passages are a turn's words in the language wanted: as spoken where that was it, else as interpreted, else translated, else
// in the language of the floor.
func (p *page) passages(t proceedings.Turn) []passage {
	by := map[proceedings.Origin][]proceedings.Segment{}
	for _, v := range t.Passages {
		if v.Origin == proceedings.FromFloor || p.options.Language != "" && sameLanguage(v.Language, p.options.Language) {
			by[v.Origin] = append(by[v.Origin], v)
		}
	}
	spoken := by[proceedings.FromFloor]
	wanted := p.options.Language == ""
	for _, v := range spoken {
		wanted = wanted || sameLanguage(v.Language, p.options.Language)
	}
	for _, o := range []proceedings.Origin{proceedings.FromInterpretation, proceedings.FromTranslation} {
		if !wanted && len(by[o]) > 0 {
			return p.noted(by[o])
		}
	}
	return p.noted(spoken)
}

func (p *page) noted(in []proceedings.Segment) []passage {
	out := make([]passage, 0, len(in))
	for _, v := range in {
		out = append(out, passage{Segment: v, note: p.note(v)})
	}
	return out
}

// note is what has to be said of words; none of those that are the speaker's own in the language wanted.
func (p *page) note(v proceedings.Segment) string {
	var notes []string
	switch v.Origin {
	case proceedings.FromInterpretation:
		notes = append(notes, p.words.interpreted)
	case proceedings.FromTranslation:
		notes = append(notes, p.words.translated)
	case proceedings.FromPrepared:
		notes = append(notes, p.words.prepared)
	default:
		if p.options.Language != "" && !sameLanguage(v.Language, p.options.Language) {
			notes = append(notes, p.words.original)
		}
	}
	if v.Source == proceedings.ByASR {
		notes = append(notes, p.words.machine)
	}
	return strings.Join(notes, " ")
}

// sameLanguage compares the language itself: a meeting in es has words in es-MX.
func sameLanguage(a, b string) bool {
	a, _, _ = strings.Cut(a, "-")
	b, _, _ = strings.Cut(b, "-")
	return strings.EqualFold(a, b)
}

// title of the kind of record.
func (p *page) kind() string {
	if p.Form == proceedings.Summary {
		return p.words.summary
	}
	return p.words.record
}

// standing says how final the words are.
func (p *page) standing() string {
	if p.Version == 0 {
		return p.words.draft
	}
	return strings.NewReplacer("{n}", strconv.Itoa(p.Version), "{date}", p.ltr(p.Published.In(p.zone).Format("2006-01-02 15:04")+" ("+p.zone.String()+")")).
		Replace(p.words.version)
}

// Unicode's marks around what has its own direction.
const (
	ltrIsolate = '\u2066'
	ownIsolate = '\u2068' // the direction of its first letter
	endIsolate = '\u2069'
)

// ltr keeps a date whole in a text of the page's language: after Arabic letters 2021-05-07 would stand as 07-05-2021
// (Unicode Standard Annex 9, rule W2).
func (p *page) ltr(s string) string {
	if p.rtl() {
		return string(ltrIsolate) + s + string(endIsolate)
	}
	return s
}

// hash names the version's hash, which the canonical form of its words has (docs/record.md); "" where there is none to tell.
func (p *page) hash() string {
	if p.SHA256 == "" {
		return ""
	}
	return "SHA-256 " + p.SHA256
}

// day is when the meeting was, in its zone.
func (p *page) day() time.Time {
	at := p.Created
	if len(p.Turns) > 0 && !p.Turns[0].Start.IsZero() {
		at = p.Turns[0].Start
	} else if !p.Start.IsZero() {
		at = p.Start
	}
	return at.In(p.zone)
}

// clock is a time of day in the meeting's zone.
func (p *page) clock(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.In(p.zone).Format("15:04:05")
}

// span is when a turn was.
func (p *page) span(t turn) string {
	if t.End.IsZero() {
		return p.clock(t.Start)
	}
	return p.clock(t.Start) + "–" + p.clock(t.End)
}

// withheld are the sentences that say what is not told.
func (p *page) withheld() []string {
	var out []string
	for _, v := range []struct {
		is   bool
		text string
	}{{p.Withheld.People, p.words.peopleWithheld}, {p.Withheld.Names, p.words.namesWithheld}, {p.Withheld.Words, p.words.wordsWithheld}} {
		if v.is {
			out = append(out, v.text)
		}
	}
	return out
}

// person is a line of the list of participants.
func (p *page) person(v proceedings.Person) string {
	return strings.Join(notEmpty(v.Name, v.Function, v.Delegation, p.words.roles[string(v.Role)], p.words.trust[string(v.Trust)]), p.words.comma)
}

func notEmpty(parts ...string) []string {
	return slices.DeleteFunc(parts, func(s string) bool { return s == "" })
}
