package dates

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// The names as a writer has them; the lexica have more.
func names() map[string][2][]string {
	return map[string][2][]string{
		"es": {
			{"domingo", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado"},
			{"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"},
		},
		"en": {
			{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
			{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
		},
		"fr": {
			{"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"},
			{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},
		},
		"pt": {
			{"domingo", "segunda-feira", "terça-feira", "quarta-feira", "quinta-feira", "sexta-feira", "sábado"},
			{"janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro", "novembro", "dezembro"},
		},
		"ar": {
			{"الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت"},
			{"يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"},
		},
	}
}

// forms are how a language writes a date: w the weekday, d the day, m the month, y the year.
func forms() map[string][]string {
	return map[string][]string{
		"es": {"w d de m de y", "w, d de m del y", "w d de m", "d de m de y", "d de m"},
		"en": {"w, d m y", "w, m d, y", "w, the dth of m", "m d", "d m", "d m y", "m dth, y"},
		"fr": {"w d m y", "w d m", "d m y", "d m"},
		"pt": {"w, d de m de y", "d de m"},
		"ar": {"w d m y", "d m y", "w الموافق d m"},
	}
}

func written(t *rapid.T, language string, d Date) (text string, hasYear, hasWeekday bool) {
	form := rapid.SampledFrom(forms()[language]).Draw(t, "form")
	hasYear, hasWeekday = strings.Contains(form, "y"), strings.Contains(form, "w")
	day, year := strconv.Itoa(d.Day), strconv.Itoa(d.Year)
	if language == "ar" && rapid.Bool().Draw(t, "eastern figures") {
		eastern := func(s string) string {
			return strings.Map(func(r rune) rune { return r - '0' + '٠' }, s)
		}
		day, year = eastern(day), eastern(year)
	}
	var out strings.Builder
	for i, r := range form {
		switch {
		case r == 'w':
			out.WriteString(names()[language][0][d.Weekday()])
		case r == 'm':
			out.WriteString(names()[language][1][d.Month-1])
		case r == 'y':
			out.WriteString(year)
		case r == 'd' && !strings.HasPrefix(form[i:], "de"):
			out.WriteString(day)
		case r == ' ':
			out.WriteString(rapid.SampledFrom([]string{" ", " ", "\u00a0", "\u202f", "\n", "  "}).Draw(t, "space"))
		default:
			out.WriteRune(r)
		}
	}
	text = out.String()
	if rapid.Bool().Draw(t, "capitals") {
		text = strings.ToUpper(text)
	}
	return text, hasYear, hasWeekday
}

func anyDate(t *rapid.T) Date {
	const days = 100 * 365
	return Date{1990, 1, 1}.plus(rapid.IntRange(0, days).Draw(t, "day"))
}

func TestWhatIsWrittenIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		language := rapid.SampledFrom(Languages()).Draw(t, "language")
		var text strings.Builder
		var want []Mention
		for range rapid.IntRange(1, 4).Draw(t, "how many") {
			d := anyDate(t)
			said, hasYear, hasWeekday := written(t, language, d)
			m := Mention{Start: text.Len(), End: text.Len() + len(said), Date: d, HasWeekday: hasWeekday}
			if hasWeekday {
				m.Weekday = d.Weekday()
			}
			if !hasYear {
				m.Date.Year = 0
			}
			want = append(want, m)
			text.WriteString(said + rapid.SampledFrom([]string{". ", "; ", " xyz ", ".\n\n"}).Draw(t, "between"))
		}
		if got := Scan(language, text.String()); !slices.Equal(got, want) {
			t.Fatalf("%s %q\n got %v\nwant %v", language, text.String(), got, want)
		}
	})
}

// Whatever the calendar: a known date with its right weekday passes, and one that lies ahead and is not known does not.
func TestOnlyKnownDatesPass(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		meeting := anyDate(t)
		c := Calendar{Known: []Known{{meeting, ThisMeeting, ""}}}
		for range rapid.IntRange(0, 4).Draw(t, "known") {
			day := meeting.plus(rapid.IntRange(1, 900).Draw(t, "ahead"))
			c.Known = append(c.Known, Known{day, rapid.SampledFrom([]Kind{NextMeeting, Due}).Draw(t, "kind"), ""})
		}
		language := rapid.SampledFrom(Languages()).Draw(t, "language")
		d := meeting.plus(rapid.IntRange(1, 900).Draw(t, "said"))
		if rapid.Bool().Draw(t, "a known one") {
			d = rapid.SampledFrom(c.Known).Draw(t, "which").Date
		}
		text, hasYear, _ := written(t, language, d)
		found := Check(Scan(language, text), c)
		if c.has(d) && hasYear && len(found) > 0 {
			t.Fatalf("%q is known, and found fault with: %v", text, found)
		}
		if !c.has(d) && hasYear && (len(found) != 1 || found[0].Code != DateUnknown || found[0].Meant != d || len(found[0].Expected) > MaxExpected) {
			t.Fatalf("%q is not known: %v", text, found)
		}
		wrong := Mention{Date: d, HasWeekday: true, Weekday: (d.Weekday() + time.Weekday(rapid.IntRange(1, 6).Draw(t, "off"))) % 7}
		if found := Check([]Mention{wrong}, c); len(found) == 0 || found[0].Code != WeekdayDiffers || found[0].IsWeekday != d.Weekday() {
			t.Fatalf("%v is no %v: %v", d, wrong.Weekday, found)
		}
	})
}

// FuzzScan holds any text to this: mentions are in order, apart, on characters' bounds, and made of what stands there.
func FuzzScan(f *testing.F) {
	for _, language := range []string{"es", "en", "en-US", "fr", "pt", "ar", "nah"} {
		for _, text := range []string{
			"el martes 7 de junio de 2021, del 30 de junio al 2 de julio", "June 7–9, 2021 (Monday); next Tuesday", "du 7 jusqu’au 1ᵉʳ août",
			"الثلاثاء ٨ حزيران/يونيه ٢٠٢١م", "08/06/2021 2021-06-08 8.6.21", "1,2,3,4 & 5th of Ju\u00adne\xff 1.º", "terça-feira-8-de-junho", "7 (siete) de junio, siete (7) (7)", "junio 7 de 2027, 7-VI-2027 ７ de junio",
		} {
			f.Add(language, text)
		}
	}
	f.Fuzz(func(t *testing.T, language, text string) {
		end := 0
		mentions := Scan(language, text)
		for _, m := range mentions {
			if m.Start < end || m.End <= m.Start || m.End > len(text) {
				t.Fatalf("%q: %+v after %d", text, m, end)
			}
			if !utf8.RuneStart(text[m.Start]) || m.End < len(text) && !utf8.RuneStart(text[m.End]) && utf8.ValidString(text) {
				t.Fatalf("%q: %+v cuts a character", text, m)
			}
			if m.Date.Month != 0 && (m.Date.Month > 12 || m.Date.Day < 1) || m.Date.Month == 0 && !m.HasWeekday {
				t.Fatalf("%q: %+v is no date", text, m)
			}
			end = m.End
		}
		_ = fmt.Sprint(Check(mentions, theDocuments()))
	})
}

// A text that could be a date at each of its tokens costs in proportion to its length.
func TestHostileTextsCostInProportion(t *testing.T) {
	for _, piece := range []string{"7, ", "7 y ", "mar. ", "1/1/", "junio 7 ", "7-", "7 (siete) ", "7-vi-"} {
		allocs := func(n int) float64 {
			text := strings.Repeat(piece, n)
			return testing.AllocsPerRun(1, func() { Scan("es", text) })
		}
		if small, large := allocs(500), allocs(5000); large > 20*small {
			t.Errorf("%q: ten times the text costs %.0f allocations instead of %.0f", piece, large, small)
		}
	}
}
