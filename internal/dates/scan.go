package dates

import (
	"slices"
	"strings"
	"time"
)

// reader reads the tokens of one text. Its methods take the place of a token and give the place behind what they have read; ok is
// false, and the place as it was, where that is not there.
type reader struct {
	lexicon
	tokens []token
	// usMonths: in dates of figures the month comes first, as in the United States; english: nobody knows.
	usMonths, unsure bool
}

// found is a Mention with the tokens that it is made of.
type found struct {
	Mention
	from, to int // tokens, to is behind
}

// Scan gives the days that a text names, in its order. language is a BCP 47 tag. Days with month and year are read in every
// language that there is a lexicon of: a Spanish text may say "June 7, 2027". The work is in proportion to the text.
func Scan(language, text string) []Mention {
	tag := strings.Split(strings.ToLower(language), "-")
	read := tokens(text)
	out := scan(tag, read)
	for _, other := range Languages() {
		if other != tag[0] {
			out = with(out, scan([]string{other}, read))
		}
	}
	return out
}

// with adds what another language's lexicon finds, where it is a whole date and nothing was found before. Both are in order.
func with(own, others []Mention) []Mention {
	out, i := make([]Mention, 0, len(own)), 0
	for _, m := range others {
		for i < len(own) && own[i].End <= m.Start {
			out, i = append(out, own[i]), i+1
		}
		if m.Date.Month != 0 && m.Date.Year != 0 && (i == len(own) || m.End <= own[i].Start) {
			out = append(out, m)
		}
	}
	return append(out, own[i:]...)
}

func scan(tag []string, tokens []token) []Mention {
	r := reader{lexicon: lexica()[tag[0]], tokens: tokens}
	if tag[0] == "en" {
		region := tag[len(tag)-1]
		r.usMonths, r.unsure = region == "us", len(tag) == 1
	}
	var all []found
	for i := 0; i < len(r.tokens); {
		if dates := r.dates(i); len(dates) > 0 {
			all = append(all, dates...)
			i = dates[len(dates)-1].to
			continue
		}
		if day, next, ok := r.phrase(r.weekdays, i); ok {
			if r.bare(i, next) {
				m := Mention{Start: r.tokens[i].start, End: r.tokens[next-1].end, Weekday: time.Weekday(day), HasWeekday: true}
				all = append(all, found{Mention: m, from: i, to: next})
			}
			i = next
			continue
		}
		i++
	}
	r.shareYears(all)
	out := make([]Mention, 0, len(all))
	for _, f := range all {
		out = append(out, f.Mention)
	}
	return out
}

// phrase reads the longest of some phrases. A hyphen within is as good as a space.
func (r *reader) phrase(p phrases, i int) (value, after int, ok bool) {
	const longest = 3 // words, of all lexica
	after = i
	for said, at, words := "", i, 0; words < longest && at < len(r.tokens); words++ {
		if words > 0 && at+1 < len(r.tokens) && r.tokens[at].text == dash && r.tokens[at].joined && r.tokens[at+1].joined {
			at++
		}
		if r.tokens[at].number >= 0 {
			break
		}
		if words > 0 {
			said += " "
		}
		said += r.tokens[at].text
		at++
		if v, is := p[said]; is {
			value, after, ok = v, at, true
		}
	}
	return value, after, ok
}

// skip passes over signs and words of a set, as many as there are but at most three: "de del año".
func (r *reader) skip(i int, p phrases, signs ...string) int {
	for range 3 {
		if i >= len(r.tokens) || r.tokens[i].number >= 0 {
			break
		}
		if _, is := p[r.tokens[i].text]; !is && !slices.Contains(signs, r.tokens[i].text) {
			break
		}
		i++
	}
	return i
}

// dates reads the dates that begin at a token: one, or as many as share a month.
func (r *reader) dates(i int) []found {
	weekday, at, named := r.weekdayBefore(i)
	out := r.figures(at)
	if out == nil {
		out = r.roman(at)
	}
	if out == nil {
		out = r.daysFirst(at)
	}
	if out == nil {
		out = r.monthsFirst(at)
	}
	if out == nil {
		return nil
	}
	if named {
		out[0].Weekday, out[0].HasWeekday = weekday, true
		out[0].from, out[0].Start = i, r.tokens[i].start
	}
	last := &out[len(out)-1]
	if !last.HasWeekday {
		r.weekdayBehind(last)
	}
	return out
}

// weekdayBefore reads "martes, el ".
func (r *reader) weekdayBefore(i int) (day time.Weekday, after int, ok bool) {
	value, after, ok := r.phrase(r.weekdays, i)
	if !ok {
		if value, after, ok = r.phrase(r.short, i); !ok {
			return 0, i, false
		}
	}
	return time.Weekday(value), r.skip(after, r.before, comma, "."), true
}

// weekdayBehind reads " (martes)".
func (r *reader) weekdayBehind(f *found) {
	if f.to >= len(r.tokens) || r.tokens[f.to].text != "(" {
		return
	}
	day, after, ok := r.phrase(r.weekdays, f.to+1)
	if ok && after < len(r.tokens) && r.tokens[after].text == ")" {
		f.Weekday, f.HasWeekday = time.Weekday(day), true
		f.to, f.End = after+1, r.tokens[after].end
	}
}

// bare tells whether a weekday is meant by itself and is not over: "el martes", not Plácido Domingo nor "el pasado martes".
func (r *reader) bare(from, to int) bool {
	before, behind := "", ""
	if from > 0 {
		before = r.tokens[from-1].text
	}
	if to < len(r.tokens) {
		behind = r.tokens[to].text
	}
	if _, over := r.past[before]; over {
		return false
	}
	if _, over := r.past[behind]; over {
		return false
	}
	_, cue := r.cues[before]
	return r.cues == nil || cue
}

// day reads a day of the month, also one that is said twice: "7 (siete)", "siete (7)". words tells that it was not written in figures.
func (r *reader) day(i int) (day, after int, words, ok bool) {
	day, after, words, ok = r.once(i)
	if !ok || after >= len(r.tokens) || r.tokens[after].text != "(" {
		return day, after, words, ok
	}
	again, behind, inWords, ok := r.once(after + 1)
	if ok && again == day && inWords != words && behind < len(r.tokens) && r.tokens[behind].text == ")" {
		return day, behind + 1, false, true
	}
	return day, after, words, true
}

func (r *reader) once(i int) (day, after int, words, ok bool) {
	if i >= len(r.tokens) {
		return 0, i, false, false
	}
	t := r.tokens[i]
	if t.number < 0 {
		day, after, ok = r.phrase(r.numerals, i)
		return day, after, true, ok
	}
	if t.digits > 2 || t.number == 0 || !r.free(i) {
		return 0, i, false, false
	}
	after = i + 1
	if after+1 < len(r.tokens) && r.tokens[after].text == "." && r.tokens[after].joined && r.tokens[after+1].joined {
		if _, is := r.suffixes[r.tokens[after+1].text]; is { // 1.º
			after++
		}
	}
	if after < len(r.tokens) && r.tokens[after].joined && r.tokens[after].number < 0 {
		if _, is := r.suffixes[r.tokens[after].text]; is {
			after++
		}
	}
	return t.number, after, false, true
}

// free tells whether a number stands by itself: not the end of 3.8, 10:07 or A7.
func (r *reader) free(i int) bool {
	if i == 0 || !r.tokens[i].joined {
		return true
	}
	before := r.tokens[i-1]
	if _, is := r.prefixes[before.text]; is {
		return true
	}
	switch before.text {
	case ".", comma, ":":
		return i == 1 || !before.joined || r.tokens[i-2].number < 0
	default:
		return !wordlike(before)
	}
}

func wordlike(t token) bool {
	for _, letter := range t.text {
		return wordly(letter)
	}
	return false
}

// pending are days whose month is yet to come, with how each was joined to the one before.
type pending struct {
	found
	words bool
	comma bool
}

// days reads "lunes 7, martes 8 y miércoles 9".
func (r *reader) days(i int) (out []pending, after int) {
	for at := i; ; {
		p := pending{}
		start, joined := at, at
		if len(out) > 0 {
			if at = r.skip(at, r.joins, comma, dash, "/", "&", "'", "’"); at == joined {
				return out, joined
			}
			p.comma = at == joined+1 && r.tokens[joined].text == comma
			start = at
			var named bool
			if p.Weekday, at, named = r.weekdayBefore(at); named {
				p.HasWeekday = true
			}
		}
		day, next, words, ok := r.day(at)
		if !ok {
			return out, joined
		}
		p.Date.Day, p.words = day, words
		p.from, p.to, p.Start, p.End = start, next, r.tokens[start].start, r.tokens[next-1].end
		out = append(out, p)
		at, after = next, next
		if len(out) >= longestDays {
			return out, after
		}
	}
}

// joined takes the days that belong to a month at one end of them: what only a comma parts from the rest is of something else,
// "artículo 12, 7 de junio".
func joined(days []pending, monthBefore bool) []pending {
	last := len(days) - 1
	switch {
	case last <= 0 || !days[last].comma:
		return days
	case monthBefore:
		return days[:1]
	default:
		return days[last:]
	}
}

// daysFirst reads "7 y 8 de junio de 2021".
func (r *reader) daysFirst(i int) []found {
	days, at := r.days(i)
	if len(days) == 0 {
		return nil
	}
	month, after, ok := r.phrase(r.months, r.skip(at, r.of))
	if !ok || r.needsOf && days[len(days)-1].words && r.skip(at, r.of) == at {
		return nil
	}
	days = joined(days, false)
	if days[0].from > i {
		return nil // it begins further on
	}
	if after+1 < len(r.tokens) && r.tokens[after].text == "/" { // حزيران/يونيه
		if again, beyond, is := r.phrase(r.months, after+1); is && again == month {
			after = beyond
		}
	}
	year, after := r.year(after, false)
	return r.complete(days, time.Month(month), year, after)
}

// monthsFirst reads "June 7 and 8, 2021", and, where a month is seldom first, "junio 7 de 2027" with a year alone.
func (r *reader) monthsFirst(i int) []found {
	month, at, ok := r.phrase(r.months, i)
	if !ok {
		return nil
	}
	at = r.skip(at, r.before, ".")
	days, _ := r.days(at)
	if len(days) == 0 {
		return nil
	}
	days = joined(days, true)
	after := days[len(days)-1].to
	if len(days) == 1 && after+1 < len(r.tokens) && r.tokens[after].text == ":" && r.tokens[after].joined {
		return nil // "in May 10:00"
	}
	year, after := r.year(after, true)
	if year == 0 && !r.monthFirst {
		return nil
	}
	days[0].from, days[0].Start = i, r.tokens[i].start
	return r.complete(days, time.Month(month), year, after)
}

// year reads the year behind a month, or behind "June 8,". Behind "8 June," it is one of our times, or a number of something.
func (r *reader) year(i int, behindDay bool) (year, after int) {
	at, least, most := r.skip(i, r.of, "."), 1000, 9999
	if r.monthFirst && at < len(r.tokens) && r.tokens[at].text == comma {
		at++
		if !behindDay {
			least, most = 1900, 2199
		}
	}
	if at < len(r.tokens) && r.tokens[at].digits == 4 && r.tokens[at].number >= least && r.tokens[at].number <= most {
		return r.tokens[at].number, at + 1
	}
	return 0, i
}

func (r *reader) complete(days []pending, month time.Month, year, after int) []found {
	out := make([]found, 0, len(days))
	for _, p := range days {
		p.Date.Month, p.Date.Year = month, year
		out = append(out, p.found)
	}
	last := &out[len(out)-1]
	if last.to < after {
		last.to, last.End = after, r.tokens[after-1].end
	}
	return out
}

// figures reads 2021-06-08, 08/06/2021, 8.6.21 and 8-6-2021: three numbers, nothing between them but one and the same sign.
func (r *reader) figures(i int) []found {
	if i+5 > len(r.tokens) || !r.free(i) {
		return nil
	}
	t := r.tokens[i : i+5]
	for k := 1; k < 5; k++ {
		if !t[k].joined || (t[k].number >= 0) != (k%2 == 0) {
			return nil
		}
	}
	mark := t[1].text
	if t[0].number < 0 || t[3].text != mark || mark != "/" && mark != dash && mark != "." {
		return nil
	}
	if i+6 < len(r.tokens) && r.tokens[i+5].joined && r.tokens[i+5].text == mark && r.tokens[i+6].joined && r.tokens[i+6].number >= 0 {
		return nil // 10.3.21.4 is something else
	}
	f := found{Mention: Mention{Start: t[0].start, End: t[4].end}, from: i, to: i + 5}
	a, b, c := t[0], t[2], t[4]
	switch {
	case a.digits == 4 && b.digits <= 2 && c.digits <= 2:
		f.Date = Date{Year: a.number, Month: time.Month(b.number), Day: c.number}
	case a.digits <= 2 && b.digits <= 2 && (c.digits == 4 || c.digits == 2 && mark == "/"):
		f.Date, f.Other = r.order(a.number, b.number, c)
	default:
		return nil
	}
	if f.Date.Month < 1 || f.Date.Month > 12 || f.Date.Day < 1 || f.Date.Year < 1000 {
		return nil // a number of something, not a date
	}
	return []found{f}
}

// roman reads 7-VI-2027 and 7.vi.2027: a day, a month in Roman figures and a year of four, nothing between them but the same sign.
func (r *reader) roman(i int) []found {
	if i+5 > len(r.tokens) || !r.free(i) {
		return nil
	}
	t := r.tokens[i : i+5]
	mark := t[1].text
	month := slices.Index([]string{"i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"}, t[2].text) + 1
	if !t[1].joined || !t[2].joined || !t[3].joined || !t[4].joined || t[3].text != mark || mark != dash && mark != "." && mark != "/" {
		return nil
	}
	if month == 0 || t[0].number < 1 || t[0].digits > 2 || t[4].digits != 4 || t[4].number < 1000 {
		return nil
	}
	date := Date{Year: t[4].number, Month: time.Month(month), Day: t[0].number}
	return []found{{Mention: Mention{Start: t[0].start, End: t[4].end, Date: date}, from: i, to: i + 5}}
}

// order reads a and b of a/b/year as the language does. Where one of them is no month, there is one way only.
func (r *reader) order(a, b int, c token) (date, other Date) {
	year := c.number
	if c.digits == 2 {
		year += 2000
	}
	dayFirst := Date{Year: year, Month: time.Month(b), Day: a}
	monthFirst := Date{Year: year, Month: time.Month(a), Day: b}
	switch {
	case b > 12, r.usMonths && a <= 12:
		return monthFirst, Date{}
	case r.unsure && a <= 12:
		return dayFirst, monthFirst
	default:
		return dayFirst, Date{}
	}
}

// shareYears gives the year of "30 June – 2 July 2021" to its first date.
func (r *reader) shareYears(all []found) {
	for k := len(all) - 2; k >= 0; k-- {
		a, b := &all[k], all[k+1]
		if a.Date.Month == 0 || a.Date.Year != 0 || b.Date.Year == 0 || r.skip(a.to, r.joins, dash) < b.from {
			continue
		}
		a.Date.Year = b.Date.Year
		if a.Date.Month > b.Date.Month {
			a.Date.Year--
		}
	}
}
