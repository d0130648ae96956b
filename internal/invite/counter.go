package invite

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Counter is what a calendar proposes in the place of an entry that it was told: METHOD COUNTER (RFC 5546 section 3.2.7).
type Counter struct {
	UID     string
	Start   string // as the calendar's clock shows it: "2006-01-02T15:04", or an instant in UTC (RFC 3339)
	Zone    string // IANA; "": Start is an instant
	Length  time.Duration
	Comment string
}

// ErrCounter says what a calendar's file lacks to be a proposal.
var ErrCounter = errors.New("no counter-proposal of a calendar")

const (
	// maxCounterLines bounds the lines of a file that is read: a real one has some 60, with its time zone.
	maxCounterLines = 2000
	// localStamp and dateStamp are the other two forms of a time (RFC 5545 sections 3.3.5 and 3.3.4).
	localStamp = "20060102T150405"
)

// ReadCounter reads the first event of an iCalendar object (RFC 5545) whose method is COUNTER. A zone is taken by its IANA
// name, also behind the prefix that some calendars put before it; others' own definitions (VTIMEZONE) are not read. The error
// is ErrCounter with what is wrong.
func ReadCounter(file []byte) (Counter, error) {
	var c Counter
	var end, duration, method string
	var inside []string
	lines := unfolded(string(file))
	if len(lines) > maxCounterLines {
		return c, fmt.Errorf("%w: it has more than %d lines", ErrCounter, maxCounterLines)
	}
	for _, line := range lines {
		name, params, value := property(line)
		switch {
		case name == "BEGIN":
			inside = append(inside, strings.ToUpper(value))
			continue
		case name == "END" && len(inside) > 0:
			inside = inside[:len(inside)-1]
			continue
		}
		switch at := strings.Join(inside, "/"); {
		case at == "VCALENDAR" && name == "METHOD":
			method = strings.ToUpper(value)
		case at != "VCALENDAR/VEVENT":
		case name == "UID" && c.UID == "":
			c.UID = value
		case name == "DTSTART" && c.Start == "":
			c.Start, c.Zone = value, zoneIn(params)
		case name == "DTEND" && end == "":
			end = value
		case name == "DURATION" && duration == "":
			duration = value
		case name == "COMMENT" && c.Comment == "":
			c.Comment = unescaped(value)
		}
	}
	if method != "COUNTER" {
		return c, fmt.Errorf("%w: its METHOD is %q", ErrCounter, bounded(method))
	}
	if c.UID == "" {
		return c, fmt.Errorf("%w: it has no UID", ErrCounter)
	}
	return c, c.time(end, duration)
}

// time reads when the event is: a local time needs its zone, a day alone is none.
func (c *Counter) time(end, duration string) error {
	form := localStamp
	if strings.HasSuffix(c.Start, "Z") {
		form, c.Zone = stamp, ""
	} else if c.Zone == "" {
		return fmt.Errorf("%w: DTSTART %q has no time zone by its IANA name (TZID), and is not in UTC", ErrCounter, bounded(c.Start))
	}
	start, err := time.Parse(form, c.Start)
	if err != nil {
		return fmt.Errorf("%w: DTSTART %q is no date with a time", ErrCounter, bounded(c.Start))
	}
	if c.Length, err = length(start, form, end, duration); err != nil {
		return err
	}
	if c.Start = start.Format("2006-01-02T15:04"); form == stamp {
		c.Start = start.Format(time.RFC3339)
	}
	return nil
}

// length is between both ends, which a calendar writes in one form, or what DURATION says (section 3.3.6).
func length(start time.Time, form, end, duration string) (time.Duration, error) {
	if duration != "" {
		days, clock, _ := strings.Cut(strings.TrimPrefix(duration, "P"), "T")
		whole, err := time.ParseDuration("0s" + strings.ToLower(clock))
		n := 0
		if days != "" {
			if _, wrong := fmt.Sscanf(days, "%dD", &n); wrong != nil {
				err = cmp.Or(err, wrong)
			}
		}
		if err != nil || n < 0 || n > 31 || whole < 0 {
			return 0, fmt.Errorf("%w: DURATION %q is not read", ErrCounter, bounded(duration))
		}
		return whole + time.Duration(n)*24*time.Hour, nil
	}
	at, err := time.Parse(form, end)
	if err != nil || at.Before(start) {
		return 0, fmt.Errorf("%w: DTEND %q is no time after DTSTART, in its form", ErrCounter, bounded(end))
	}
	return at.Sub(start), nil
}

// unfolded are the content lines of a file (section 3.1).
func unfolded(file string) []string {
	file = strings.ReplaceAll(file, "\r\n", "\n")
	file = strings.ReplaceAll(strings.ReplaceAll(file, "\n ", ""), "\n\t", "")
	return strings.Split(strings.TrimRight(file, "\n"), "\n")
}

// property cuts a content line into its name, in capitals, its parameters and its value. A colon in a quoted parameter is
// part of it.
func property(line string) (name, params, value string) {
	quoted := false
	for i, r := range line {
		switch {
		case r == '"':
			quoted = !quoted
		case r == ':' && !quoted:
			name, params, _ = strings.Cut(line[:i], ";")
			return strings.ToUpper(name), params, line[i+1:]
		}
	}
	return "", "", ""
}

// zoneIn is the IANA zone that parameters name; "": none.
func zoneIn(params string) string {
	for p := range strings.SplitSeq(params, ";") {
		name, value, _ := strings.Cut(p, "=")
		if !strings.EqualFold(name, "TZID") {
			continue
		}
		value = strings.Trim(value, `"`)
		for rest := value; rest != ""; { // "/freeassociation.sourceforge.net/America/New_York"
			if _, err := time.LoadLocation(rest); err == nil && !strings.EqualFold(rest, "local") {
				return rest
			}
			_, after, more := strings.Cut(rest, "/")
			if !more {
				break
			}
			rest = after
		}
	}
	return ""
}

// unescaped is the text of a TEXT value.
func unescaped(s string) string {
	return strings.NewReplacer(`\\`, `\`, `\;`, ";", `\,`, ",", `\n`, "\n", `\N`, "\n").Replace(s)
}

// bounded keeps an error that quotes a file short.
func bounded(s string) string {
	const longest = 40
	if len(s) > longest {
		return s[:longest] + "…"
	}
	return s
}
