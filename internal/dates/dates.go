// Package dates finds the dates and weekdays in a text and holds them against a calendar: does the weekday belong to the date,
// and is a date that lies ahead one of those that were agreed. It is pure and a leaf, and says what it finds in codes, not in prose:
// whoever shows it has the reader's language.
//
// Read are Spanish, English, French, Portuguese and Arabic: "martes 7 de junio de 2021", "June 8th", "du 7 au 9 juin", "7 y 8 de
// junio", "1.º de mayo", "siete de junio", "٨ حزيران/يونيه", and 2021-06-08 and 08/06/2021 in every language. Not read are
// years in words, days without a month ("the 8th"), months without a day, "tomorrow" and "in two weeks".
package dates

import (
	"fmt"
	"slices"
	"time"
)

// Date is a day of the Gregorian calendar, wherever that is.
type Date struct {
	Year  int // 0: not said
	Month time.Month
	Day   int
}

// On is the day on which an instant falls in a zone.
func On(at time.Time, zone *time.Location) Date {
	y, m, d := at.In(zone).Date()
	return Date{Year: y, Month: m, Day: d}
}

// During lists the days on which anything from begin to end falls, in any of the zones, in their order. An end at midnight
// is not on the new day.
func During(begin, end time.Time, zones ...*time.Location) []Date {
	var out []Date
	for _, zone := range zones {
		last := On(end.Add(-time.Nanosecond), zone)
		for day := On(begin, zone); len(out) < longestDays; day = day.plus(1) {
			if !slices.Contains(out, day) {
				out = append(out, day)
			}
			if !day.Before(last) {
				break
			}
		}
	}
	slices.SortFunc(out, Date.Compare)
	return out
}

// longestDays bounds what During lists: a month and a day on either side. Meetings last some days.
const longestDays = 33

// midnight is the day's first instant in UTC, as if the day were there. Of 31 June it is that of 1 July.
func (d Date) midnight() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

// Weekday is the day's of a date with a year.
func (d Date) Weekday() time.Weekday { return d.midnight().Weekday() }

// Compare is the order in time.
func (d Date) Compare(other Date) int { return d.midnight().Compare(other.midnight()) }

// Before tells whether the day comes before another one.
func (d Date) Before(other Date) bool { return d.Compare(other) < 0 }

func (d Date) plus(days int) Date { return On(d.midnight().AddDate(0, 0, days), time.UTC) }

// exists tells whether the calendar has the day; without a year, whether any year has it.
func (d Date) exists() bool {
	const leap = 2000
	if d.Year == 0 {
		d.Year = leap
	}
	return d == On(d.midnight(), time.UTC)
}

// String is the form of ISO 8601, with -- for a year that is not said.
func (d Date) String() string {
	if d.Year == 0 {
		return fmt.Sprintf("--%02d-%02d", d.Month, d.Day)
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// Mention is a day in a text. Two days with one month ("7 y 8 de junio", "7–8 June") are two mentions: the first has the words
// up to the joining one.
type Mention struct {
	Start, End int  // bytes of the text
	Date       Date // Month 0: only a weekday
	// Other is the other reading of a date in figures that can be read both ways, as 08/06/2021 in English.
	Other      Date
	Weekday    time.Weekday
	HasWeekday bool
}

// Languages are those whose words are read, by their BCP 47 primary subtags. Of others only dates in figures are.
func Languages() []string { return []string{"es", "en", "fr", "pt", "ar"} }
