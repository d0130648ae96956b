// Package invite writes what somebody who is invited to a meeting is sent: the text of an e-mail and a calendar entry
// (RFC 5545), in their language. It is pure; nothing is sent from here.
package invite

import (
	"strings"
	"time"
)

// Facts are what is said.
type Facts struct {
	Meeting string // identifier
	Titled
	Agenda   []Point
	Start    time.Time      // zero: not set
	Zone     *time.Location // of the meeting
	Opens    time.Time      // the lobby; zero: it is always open
	Revision int            // of the meeting's agenda, from 1
	Changes  int            // of its time or title since it was made, its cancellation among them
	Changed  bool           // the last of these was after this person was invited
	Minutes  int            // that it lasts; 0: as long as its agenda's points

	Cancelled bool
	Reason    string // of the cancellation; "": none given

	Name       string
	Delegation string // its name; "": none
	FocalPoint bool   // they name the delegation's members
	Link       string // their own
	Base       string // address of the server, without a slash at the end
}

// Titled is a title, and the same in several languages by their BCP 47 tags.
type Titled struct {
	Title  string
	Titles map[string]string
}

// Point is one of the agenda's.
type Point struct {
	Titled
	Minutes int // planned; 0: not said
}

// in is the title in a language of ours.
func (t Titled) in(language string) string {
	if title, ok := t.Titles[language]; ok {
		return title
	}
	best := ""
	for tag := range t.Titles {
		if base, _, _ := strings.Cut(tag, "-"); base == language && (best == "" || tag < best) {
			best = tag
		}
	}
	if best == "" {
		return t.Title
	}
	return t.Titles[best]
}

// Languages are those that there are texts in.
func Languages() []string { return []string{"es", "en", "fr", "ar"} }

// LanguageFor is the first of the wanted languages (BCP 47) that there are texts in, or English.
func LanguageFor(wanted ...string) string {
	for _, tag := range wanted {
		base, _, _ := strings.Cut(strings.ToLower(tag), "-")
		if _, ok := texts()[base]; ok {
			return base
		}
	}
	return "en"
}

// usualMinutes is how long a meeting is taken to last whose agenda does not say it. Less lets the next appointment overlap.
const usualMinutes = 60

// minutes is how long the meeting is planned to last.
func (f Facts) minutes() int {
	if f.Minutes > 0 {
		return f.Minutes
	}
	sum := 0
	for _, p := range f.Agenda {
		sum += p.Minutes
	}
	if sum == 0 {
		return usualMinutes
	}
	return sum
}

// Letter is an e-mail's text.
type Letter struct{ Language, Subject, Text string }

// Write writes the letter in one of Languages.
func Write(language string, f Facts) Letter {
	t := texts()[language]
	title := f.in(language)
	if f.Cancelled {
		return f.off(language)
	}
	subject := fill(t.subject, "title", title)
	if !f.Start.IsZero() {
		subject = fill(t.subjectOn, "title", title, "day", day(language, f.Start.In(f.Zone)))
	}
	paragraphs := []string{fill(t.greeting, "name", f.Name), fill(t.invited, "title", title)}
	if f.Changed {
		paragraphs = append(paragraphs, t.changed)
	}
	paragraphs = append(paragraphs, facts(language, t, f))
	if points := agenda(language, f); points != "" {
		paragraphs = append(paragraphs, t.agenda+"\n"+points)
	}
	paragraphs = append(paragraphs, t.link+"\n"+f.Link, t.personal)
	if f.FocalPoint {
		paragraphs = append(paragraphs, fill(t.focal, "delegation", f.Delegation))
	}
	paragraphs = append(paragraphs, t.nothing)
	text := strings.Join(nonEmpty(paragraphs), "\n\n") + "\n"
	return Letter{Language: language, Subject: subject, Text: text}
}

// off is the letter of a meeting that does not take place.
func (f Facts) off(language string) Letter {
	t, series := texts()[language], seriesTexts()[language]
	paragraphs := []string{fill(t.greeting, "name", f.Name), fill(t.off, "title", f.in(language)), facts(language, t, f)}
	if f.Reason != "" {
		paragraphs = append(paragraphs, fill(series.reason, "reason", f.Reason))
	}
	text := strings.Join(nonEmpty(paragraphs), "\n\n") + "\n"
	return Letter{Language: language, Subject: fill(series.subjectOff, "title", f.in(language)), Text: text}
}

// facts are lines: when, when the lobby opens, for whom.
func facts(language string, t words, f Facts) string {
	var lines []string
	if !f.Start.IsZero() {
		lines = append(lines, fill(t.when, "time", moment(language, f.Start.In(f.Zone))))
		if f.Zone != time.UTC && f.Zone.String() != "UTC" {
			lines = append(lines, fill(t.whenUTC, "time", moment(language, f.Start.UTC())))
		}
		if !f.Opens.IsZero() && !f.Cancelled {
			lines = append(lines, fill(t.opens, "time", clock(f.Opens.In(f.Zone))))
		}
	}
	if f.Delegation != "" {
		lines = append(lines, fill(t.delegation, "delegation", f.Delegation))
	}
	return strings.Join(lines, "\n")
}

func agenda(language string, f Facts) string {
	var out strings.Builder
	for i, p := range f.Agenda {
		if i > 0 {
			out.WriteByte('\n')
		}
		out.WriteString(ordinal(i+1) + p.in(language))
		if p.Minutes > 0 {
			out.WriteString(fill(texts()[language].minutes, "minutes", number(p.Minutes)))
		}
	}
	return out.String()
}

func nonEmpty(in []string) []string {
	out := in[:0]
	for _, s := range in {
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

// fill puts values into a text's {places}, which come in pairs. A value is not looked at for places.
func fill(text string, pairs ...string) string {
	for i := 0; i < len(pairs); i += 2 {
		pairs[i] = "{" + pairs[i] + "}"
	}
	return strings.NewReplacer(pairs...).Replace(text)
}
