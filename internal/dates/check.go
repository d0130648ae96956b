package dates

import (
	"slices"
	"time"
)

// Kind is what a known day is.
type Kind string

// The kinds of known days.
const (
	ThisMeeting Kind = "meeting"
	NextMeeting Kind = "next-meeting"
	Due         Kind = "due" // of a commitment
)

// Known is a day that a text may name.
type Known struct {
	Date Date
	Kind Kind
	Name string // of what is then, for people: a place, a commitment's action
}

// Calendar is what a text's dates are held against.
type Calendar struct {
	// Known has each day of this meeting and of the next one, as it is in every delegation's zone, and the days on which
	// commitments are due. Without one of ThisMeeting nothing is known to lie ahead, and years that are not said stay so.
	Known []Known
}

// Code is what is wrong with a Mention.
type Code string

// The codes.
const (
	// WeekdayDiffers: the date is another day of the week; Finding.Weekday is which.
	WeekdayDiffers Code = "weekday-differs"
	// DateUnknown: a date after this meeting that is none of the known ones; Finding.Expected are those.
	DateUnknown Code = "date-unknown"
	// DateAmbiguous: figures that are one day for some readers and another for others.
	DateAmbiguous Code = "date-ambiguous"
	// DateImpossible: the calendar has no such day.
	DateImpossible Code = "date-impossible"
	// WeekdayUnknown: a weekday by itself that is none of the known days'; Finding.Expected are those.
	WeekdayUnknown Code = "weekday-unknown"
)

// Finding is one thing that is wrong.
type Finding struct {
	Mention
	Code Code
	// Meant is the mention's date with the year that it was taken to mean; zero where there is none.
	Meant Date
	// IsWeekday is Meant's day of the week, of WeekdayDiffers.
	IsWeekday time.Weekday
	// Expected are the days that lie ahead, nearest to what was said first, at most MaxExpected; empty where none is known.
	Expected []Known
}

// MaxExpected bounds what a Finding expects: a message names no more.
const MaxExpected = 5

// lookBack is how many days before this meeting a date without a year may lie that would otherwise be the next year's. More takes
// a plan for the coming winter for the past, whose dates nobody checks; less takes last month's meeting for next year's.
const lookBack = 90

// Check gives what is wrong, in the text's order; of one mention the weekday comes before the date.
func Check(mentions []Mention, c Calendar) []Finding {
	var out []Finding
	for _, m := range mentions {
		out = append(out, c.check(m)...)
	}
	return out
}

func (c Calendar) check(m Mention) []Finding {
	switch {
	case m.Date.Month == 0:
		return c.checkWeekday(m)
	case !m.Date.exists():
		return []Finding{{Mention: m, Code: DateImpossible}}
	case m.Other != (Date{}) && m.Other != m.Date:
		return []Finding{{Mention: m, Code: DateAmbiguous, Meant: m.Date}}
	}
	meant, ok := c.meant(m.Date)
	if !ok {
		return nil
	}
	var out []Finding
	if is := meant.Weekday(); m.HasWeekday && is != m.Weekday {
		out = append(out, Finding{Mention: m, Code: WeekdayDiffers, Meant: meant, IsWeekday: is})
	}
	if _, last, ok := c.meeting(); ok && last.Before(meant) && !c.has(meant) {
		out = append(out, Finding{Mention: m, Code: DateUnknown, Meant: meant, Expected: c.ahead(meant)})
	}
	return out
}

func (c Calendar) checkWeekday(m Mention) []Finding {
	if len(c.Known) == 0 || slices.ContainsFunc(c.Known, func(k Known) bool { return k.Date.Weekday() == m.Weekday }) {
		return nil
	}
	_, last, _ := c.meeting()
	return []Finding{{Mention: m, Code: WeekdayUnknown, Expected: c.ahead(last)}}
}

// meeting is this meeting's first and last day.
func (c Calendar) meeting() (first, last Date, ok bool) {
	for _, k := range c.Known {
		if k.Kind != ThisMeeting {
			continue
		}
		if !ok || k.Date.Before(first) {
			first = k.Date
		}
		if !ok || last.Before(k.Date) {
			last = k.Date
		}
		ok = true
	}
	return first, last, ok
}

func (c Calendar) has(d Date) bool {
	return slices.ContainsFunc(c.Known, func(k Known) bool { return k.Date == d })
}

// ahead lists the known days after this meeting, those nearest to a day first. It has one entry a day and kind: zones that
// agree are no news.
func (c Calendar) ahead(of Date) []Known {
	_, last, _ := c.meeting()
	var out []Known
	for _, k := range c.Known {
		if k.Kind != ThisMeeting && last.Before(k.Date) && !slices.Contains(out, k) {
			out = append(out, k)
		}
	}
	slices.SortStableFunc(out, func(a, b Known) int {
		return int(a.Date.midnight().Sub(of.midnight()).Abs().Hours() - b.Date.midnight().Sub(of.midnight()).Abs().Hours())
	})
	return out[:min(len(out), MaxExpected)]
}

// meant completes a date without a year: a known day's, else the next one from this meeting's first day on, or the one before
// where that was at most lookBack days ago.
func (c Calendar) meant(d Date) (Date, bool) {
	if d.Year != 0 {
		return d, true
	}
	for _, k := range c.Known {
		if k.Date.Month == d.Month && k.Date.Day == d.Day {
			return k.Date, true
		}
	}
	first, _, ok := c.meeting()
	if !ok {
		return Date{}, false
	}
	earliest := first.plus(-lookBack)
	const leapYears = 8 // between 1896 and 1904, the longest that 29 February stays away
	for year := earliest.Year; year <= earliest.Year+leapYears; year++ {
		d.Year = year
		if d.exists() && !d.Before(earliest) {
			return d, true
		}
	}
	return Date{}, false
}
