package invite

import (
	"net/url"
	"strings"
	"time"
	"unicode/utf8"
)

// stamp is RFC 5545 section 3.3.5 form #2, UTC. A local time would need a VTIMEZONE with the zone's rules, which calendars
// read differently or replace by their own; the instant is what the meeting keeps to. Its wall time is in the text.
const stamp = "20060102T150405Z"

// Calendar is an iCalendar object (RFC 5545) with the meeting, in one of Languages: METHOD PUBLISH (RFC 5546 section 3.2.1),
// since a REQUEST needs mail addresses, of which there are none, or CANCEL (section 3.2.5). The UID is the meeting's, the same in every
// language and for everybody invited; SEQUENCE grows with the agenda's revision and with each change of the time or title. Facts.Start must be set; now is when it is made.
func Calendar(language string, f Facts, now time.Time) []byte {
	var out lines
	letter := Write(language, f)
	host := hostOf(f.Base)
	lang := ";LANGUAGE=" + language
	status := "CONFIRMED"
	if f.Cancelled {
		status = "CANCELLED"
	}
	out.add("BEGIN", "VCALENDAR")
	out.add("VERSION", "2.0")
	out.add("PRODID", "-//Cumbre//Cumbre//EN")
	out.add("CALSCALE", "GREGORIAN")
	out.add("METHOD", Method(f.Cancelled))
	out.add("BEGIN", "VEVENT")
	out.add("UID", f.Meeting+"@"+host)
	out.add("DTSTAMP", now.UTC().Format(stamp))
	out.add("SEQUENCE", number(max(f.Revision-1, 0)+f.Changes))
	out.add("DTSTART", f.Start.UTC().Format(stamp))
	out.add("DTEND", f.Start.Add(time.Duration(f.minutes())*time.Minute).UTC().Format(stamp))
	out.add("SUMMARY"+lang, escaped(f.in(language)))
	out.add("DESCRIPTION"+lang, escaped(letter.Text))
	out.add("LOCATION", escaped(f.Link))
	out.add("URL", f.Link)
	out.add("ORGANIZER;CN=Cumbre", f.Base+"/")
	out.add("STATUS", status)
	out.add("TRANSP", "OPAQUE")
	out.add("END", "VEVENT")
	out.add("END", "VCALENDAR")
	return []byte(out.String())
}

// Method is what a calendar is told to do: it is also in the media type (RFC 6047 section 2.4).
func Method(cancelled bool) string {
	if cancelled {
		return "CANCEL"
	}
	return "PUBLISH"
}

// hostOf is the server's name, which makes a UID the world's only one.
func hostOf(base string) string {
	if at, err := url.Parse(base); err == nil && at.Hostname() != "" {
		return at.Hostname()
	}
	return "cumbre.invalid"
}

// escaped is a TEXT value (RFC 5545 section 3.3.11).
func escaped(s string) string {
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`).Replace(s)
}

// lines are content lines, folded.
type lines struct{ strings.Builder }

// add writes a content line in pieces of at most 75 octets, which never cut a character (RFC 5545 section 3.1).
func (l *lines) add(name, value string) {
	const longest = 75
	room := longest
	for rest := name + ":" + value; ; room = longest - 1 { // the space of a continuation counts
		if len(rest) <= room {
			l.WriteString(rest + "\r\n")
			return
		}
		cut := room
		for !utf8.RuneStart(rest[cut]) {
			cut--
		}
		l.WriteString(rest[:cut] + "\r\n ")
		rest = rest[cut:]
	}
}
