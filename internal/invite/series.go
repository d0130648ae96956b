package invite

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Series is a next meeting: one or several entries, in one or several places.
type Series struct {
	Meeting string // identifier of the meeting that it follows on
	Titled
	Mode      string // virtual, in-person, hybrid
	Entries   []Entry
	Revision  int  // of what was told, from 1
	Cancelled bool // all of it
	Reason    string
	Own       *time.Location // of the reader's delegation; nil: not known
	Link      string         // where it is looked up; without a token
	Base      string         // address of the server, without a slash at the end
}

// Entry is one event of a Series.
type Entry struct {
	ID           string
	Title, Place string
	Start, End   time.Time
	Zone         *time.Location // of the place
	Cancelled    bool           // it is no longer part of the series
}

// live are the entries that take place, or, of a cancelled series, would have.
func (s Series) live() []Entry {
	return slices.DeleteFunc(slices.Clone(s.Entries), func(e Entry) bool { return e.Cancelled })
}

// Letter is the series as the text of an e-mail, in one of Languages.
func (s Series) Letter(language string) Letter {
	t := seriesTexts()[language]
	title := s.in(language)
	live := s.live()
	subject := fill(t.subject, "title", title)
	text := fill(t.set, "title", title)
	switch {
	case s.Cancelled:
		subject, text = fill(t.subjectOff, "title", title), fill(t.off, "title", title)
	case s.Revision > 1:
		text = fill(t.moved, "title", title)
	}
	if len(live) > 0 {
		subject = fill(t.dated, "subject", subject, "day", day(language, live[0].Start.In(live[0].Zone)))
	}
	paragraphs := []string{text}
	if s.Cancelled && s.Reason != "" {
		paragraphs = append(paragraphs, fill(t.reason, "reason", s.Reason))
	}
	if mode := t.modes[s.Mode]; mode != "" && !s.Cancelled {
		paragraphs = append(paragraphs, mode)
	}
	for _, e := range live {
		paragraphs = append(paragraphs, s.entry(language, e))
	}
	paragraphs = append(paragraphs, t.link+"\n"+s.Link)
	return Letter{Language: language, Subject: subject, Text: strings.Join(nonEmpty(paragraphs), "\n\n") + "\n"}
}

// entry is an entry's lines: what, where, when there, when at the reader's, when in universal time.
func (s Series) entry(language string, e Entry) string {
	t, general := seriesTexts()[language], texts()[language]
	var lines []string
	if e.Title != "" {
		lines = append(lines, e.Title)
	}
	if e.Place != "" {
		lines = append(lines, fill(t.place, "place", e.Place))
	}
	start := e.Start.In(e.Zone)
	lines = append(lines, fill(general.when, "time", span(language, e, e.Zone)))
	if s.Own != nil && clockOf(e.Start.In(s.Own)) != clockOf(start) {
		lines = append(lines, fill(t.own, "time", span(language, e, s.Own)))
	}
	if start.Location().String() != "UTC" {
		lines = append(lines, fill(general.whenUTC, "time", span(language, e, time.UTC)))
	}
	return strings.Join(lines, "\n")
}

// span is an entry's day with its hours in a zone; the end has its day where that is another.
func span(language string, e Entry, zone *time.Location) string {
	start, end := e.Start.In(zone), e.End.In(zone)
	if start.Format(time.DateOnly) == end.Format(time.DateOnly) {
		return momentOf(language, start, clock(start)+"–"+clock(end))
	}
	return momentOf(language, start, clock(start)+" – "+day(language, end)+" "+clock(end))
}

func clockOf(at time.Time) string { return at.Format("2006-01-02T15:04") }

// Calendar is an iCalendar object (RFC 5545) with an event for each entry: each has the same UID in every language and after every
// change, SEQUENCE grows, what is no longer part of it is STATUS:CANCELLED. METHOD is PUBLISH, or CANCEL of a series that is
// off (RFC 5546 sections 3.2.1, 3.2.5). The events are one series by RELATED-TO. now is when it is made.
func (s Series) Calendar(language string, now time.Time) []byte {
	var out lines
	host := hostOf(s.Base)
	out.add("BEGIN", "VCALENDAR")
	out.add("VERSION", "2.0")
	out.add("PRODID", "-//Cumbre//Cumbre//EN")
	out.add("CALSCALE", "GREGORIAN")
	out.add("METHOD", Method(s.Cancelled))
	for i, e := range s.Entries {
		out.add("BEGIN", "VEVENT")
		out.add("UID", s.uid(e, host))
		if i > 0 {
			out.add("RELATED-TO;RELTYPE=SIBLING", s.uid(s.Entries[0], host))
		}
		s.event(&out, language, e, now)
		out.add("END", "VEVENT")
	}
	out.add("END", "VCALENDAR")
	return []byte(out.String())
}

func (s Series) uid(e Entry, host string) string { return s.Meeting + "-" + e.ID + "@" + host }

func (s Series) event(out *lines, language string, e Entry, now time.Time) {
	lang := ";LANGUAGE=" + language
	title := s.in(language)
	summary := title
	if e.Title != "" && e.Title != title {
		summary = fill(seriesTexts()[language].part, "title", title, "part", e.Title)
	}
	status := "CONFIRMED"
	if s.Cancelled || e.Cancelled {
		status = "CANCELLED"
	}
	out.add("DTSTAMP", now.UTC().Format(stamp))
	out.add("SEQUENCE", number(max(s.Revision-1, 0)))
	out.add("DTSTART", e.Start.UTC().Format(stamp))
	out.add("DTEND", e.End.UTC().Format(stamp))
	out.add("SUMMARY"+lang, escaped(summary))
	out.add("DESCRIPTION"+lang, escaped(s.Letter(language).Text))
	out.add("LOCATION"+lang, escaped(cmp.Or(e.Place, s.Link)))
	out.add("URL", s.Link)
	out.add("ORGANIZER;CN=Cumbre", s.Base+"/")
	out.add("STATUS", status)
	out.add("TRANSP", "OPAQUE")
}
