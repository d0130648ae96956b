package dates

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// said is a mention as the tables write it: the words, the date, the weekday.
func said(text string, m Mention) string {
	out := text[m.Start:m.End] + " = "
	if m.Date.Month != 0 {
		out += m.Date.String()
	}
	if m.Other != (Date{}) {
		out += " or " + m.Other.String()
	}
	if m.HasWeekday {
		out += " " + m.Weekday.String()[:3]
	}
	return strings.Join(strings.Fields(out), " ")
}

func TestScan(t *testing.T) {
	for _, c := range []struct {
		language, text string
		want           []string
	}{
		{"es", "el 7 de junio", []string{"7 de junio = --06-07"}},
		{"es-MX", "El martes 7 de junio de 2021.", []string{"martes 7 de junio de 2021 = 2021-06-07 Tue"}},
		{"es", "MARTES, 8 DE JUNIO DEL AÑO 2021", []string{"MARTES, 8 DE JUNIO DEL AÑO 2021 = 2021-06-08 Tue"}},
		{"es", "los días 7 y 8 de junio", []string{"7 = --06-07", "8 de junio = --06-08"}},
		{"es", "del 7 al 9 de junio de 2021", []string{"7 = 2021-06-07", "9 de junio de 2021 = 2021-06-09"}},
		{"es", "del 30 de junio al 2 de julio de 2021", []string{"30 de junio = 2021-06-30", "2 de julio de 2021 = 2021-07-02"}},
		{"es", "entre el 30 de diciembre y el 2 de enero de 2022", []string{"30 de diciembre = 2021-12-30", "2 de enero de 2022 = 2022-01-02"}},
		{"es", "lunes 7, martes 8 y miércoles 9 de junio", []string{"lunes 7 = --06-07 Mon", "martes 8 = --06-08 Tue", "miércoles 9 de junio = --06-09 Wed"}},
		{"es", "1.º de mayo, 1º de mayo, 1ro de mayo, primero de mayo", []string{"1.º de mayo = --05-01", "1º de mayo = --05-01", "1ro de mayo = --05-01", "primero de mayo = --05-01"}},
		{"es", "el siete de junio; el treinta y uno de mayo", []string{"siete de junio = --06-07", "treinta y uno de mayo = --05-31"}},
		{"es", "martes 08/06/2021", []string{"martes 08/06/2021 = 2021-06-08 Tue"}},
		{"es", "mar. 8 jun. 2021", []string{"mar. 8 jun. 2021 = 2021-06-08 Tue"}},
		{"es", "el artículo 12, 7 de junio", []string{"7 de junio = --06-07"}},
		{"es", "el martes a las diez; Plácido Domingo cantó el pasado lunes", []string{"martes = Tue"}},
		{"es", "un 3.8 de junio, a las 10:30 de julio, 1,200 de marzo, A7 de junio, 4 mil", nil},
		{"es", "8 de junio, 2000 personas", []string{"8 de junio = --06-08"}},
		{"es", "el mie\u0301rcoles 9 de junio", []string{"mie\u0301rcoles 9 de junio = --06-09 Wed"}},
		{"es", "31 de junio", []string{"31 de junio = --06-31"}},
		{"es", "en junio de 2021, el punto 7", nil},

		{"en", "8 June", []string{"8 June = --06-08"}},
		{"en", "June 8th, 2021", []string{"June 8th, 2021 = 2021-06-08"}},
		{"en", "Tuesday, 8 June", []string{"Tuesday, 8 June = --06-08 Tue"}},
		{"en", "Tuesday, June 8, 2021, at noon", []string{"Tuesday, June 8, 2021 = 2021-06-08 Tue"}},
		{"en", "Tuesday the 8th of June 2021", []string{"Tuesday the 8th of June 2021 = 2021-06-08 Tue"}},
		{"en", "the 7th and the 8th of June", []string{"7th = --06-07", "8th of June = --06-08"}},
		{"en", "7–8 June; June 7-9, 2021", []string{"7 = --06-07", "8 June = --06-08", "June 7 = 2021-06-07", "9, 2021 = 2021-06-09"}},
		{"en", "June 8 (Tuesday)", []string{"June 8 (Tuesday) = --06-08 Tue"}},
		{"en", "June 8, 30 people; 8 June, 1500 people; 8 June, 2021", []string{"June 8 = --06-08", "8 June = --06-08", "8 June, 2021 = 2021-06-08"}},
		{"en", "the eighth of June, but the second March meeting", []string{"eighth of June = --06-08"}},
		{"en", "June twenty-first", []string{"June twenty-first = --06-21"}},
		{"en", "next Tuesday, not last Monday", []string{"Tuesday = Tue"}},
		{"en", "You may. In May 2021 the march of 7 peoples", nil},
		{"en", "08/06/2021", []string{"08/06/2021 = 2021-06-08 or 2021-08-06"}},
		{"en-US", "06/08/2021, 13/06/2021", []string{"06/08/2021 = 2021-06-08", "13/06/2021 = 2021-06-13"}},
		{"en-GB", "08/06/21", []string{"08/06/21 = 2021-06-08"}},
		{"en", "25/12/2021 and 12-25-2021, 2021-06-08", []string{"25/12/2021 = 2021-12-25", "12-25-2021 = 2021-12-25", "2021-06-08 = 2021-06-08"}},
		{"en", "10.3.21.4, 555-12-2021-7, 1/2, 99/99/2021", nil},
		{"en", "8\u00a0June\u00a02021, 8\u202fJu\u00adne", []string{"8\u00a0June\u00a02021 = 2021-06-08", "8\u202fJu\u00adne = --06-08"}},
		{"en", "on 8\n\nJune was hot", nil},
		{"en", "on 8\nJune", []string{"8\nJune = --06-08"}},

		{"fr", "le mardi 8 juin 2021", []string{"mardi 8 juin 2021 = 2021-06-08 Tue"}},
		{"fr", "le 1er juin, le 1ᵉʳ juin, le premier juin", []string{"1er juin = --06-01", "1ᵉʳ juin = --06-01", "premier juin = --06-01"}},
		{"fr", "du 7 au 9 juin", []string{"7 = --06-07", "9 juin = --06-09"}},
		{"fr", "du 7 jusqu’au 9 juin", []string{"7 = --06-07", "9 juin = --06-09"}},
		{"fr", "le dix-sept août, le 7 sept. 2021", []string{"dix-sept août = --08-17", "7 sept. 2021 = 2021-09-07"}},
		{"fr", "Mardi, le président ; mardi dernier, rien", []string{"Mardi = Tue"}},
		{"es", "el 7 (siete) de junio de 2027; el siete (7) de junio; 7 (ocho) de junio", []string{"7 (siete) de junio de 2027 = 2027-06-07", "siete (7) de junio = --06-07"}},
		{"es", "7-VI-2027, 7.vi.2027, 7/XII/2027; A7-VI-2027, 7-VI, 7-XIII-2027", []string{"7-VI-2027 = 2027-06-07", "7.vi.2027 = 2027-06-07", "7/XII/2027 = 2027-12-07"}},
		{"es", "el ７ de junio de ２０２７", []string{"７ de junio de ２０２７ = 2027-06-07"}},
		{"es", "junio 7 de 2027, mayo 12; junio 2027; marzo 4 personas", []string{"junio 7 de 2027 = 2027-06-07"}},
		{"es", "June 7, 2027; el 8 de junio; le 9 juin 2027; June 10", []string{"June 7, 2027 = 2027-06-07", "8 de junio = --06-08", "9 juin 2027 = 2027-06-09"}},
		{"en", "on 7 June, el martes 8 de junio de 2027", []string{"7 June = --06-07", "martes 8 de junio de 2027 = 2027-06-08 Tue"}},
		{"fr", "8.6.2021", []string{"8.6.2021 = 2021-06-08"}},

		{"pt-BR", "terça-feira, 8 de junho de 2021; na quinta-feira", []string{"terça-feira, 8 de junho de 2021 = 2021-06-08 Tue", "quinta-feira = Thu"}},
		{"pt", "terça, dia 8 de junho; a segunda reunião", []string{"terça, dia 8 de junho = --06-08 Tue"}},

		{"ar", "يوم الثلاثاء ٨ يونيو ٢٠٢١", []string{"الثلاثاء ٨ يونيو ٢٠٢١ = 2021-06-08 Tue"}},
		{"ar", "الثلاثاء الموافق 8 حزيران/يونيه 2021", []string{"الثلاثاء الموافق 8 حزيران/يونيه 2021 = 2021-06-08 Tue"}},
		{"ar", "في الثامن من يونيو، ويومي 7 و8 يونيو", []string{"الثامن من يونيو = --06-08", "7 = --06-07", "8 يونيو = --06-08"}},
		{"ar", "الحادي والثلاثين من كانون الأول", []string{"الحادي والثلاثين من كانون الأول = --12-31"}},

		{"nah", "7 de junio, 2021-06-08", []string{"2021-06-08 = 2021-06-08"}},
		{"", "", nil},
	} {
		var got []string
		for _, m := range Scan(c.language, c.text) {
			got = append(got, said(c.text, m))
		}
		want := append([]string(nil), c.want...)
		for i := range want {
			want[i] = strings.Join(strings.Fields(want[i]), " ")
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s %q:\n%s", c.language, c.text, diff)
		}
	}
}

// theDocuments is the calendar of the meeting that the project comes from: the next one is on 8 June 2021.
func theDocuments() Calendar {
	return Calendar{Known: []Known{
		{Date{2021, 5, 7}, ThisMeeting, "México – United States"},
		{Date{2021, 6, 7}, NextMeeting, "Guatemala"},
		{Date{2021, 6, 8}, NextMeeting, "Ciudad de México"},
		{Date{2021, 12, 31}, Due, "vaccines"},
	}}
}

func TestCheck(t *testing.T) {
	one := Calendar{Known: []Known{{Date{2021, 5, 7}, ThisMeeting, ""}, {Date{2021, 6, 8}, NextMeeting, ""}}}
	two := theDocuments()
	for name, c := range map[string]struct {
		calendar       Calendar
		language, text string
		want           []string
	}{
		"another day than the meeting's": {one, "es", "se reunirán el 7 de junio", []string{"7 de junio: date-unknown 2021-06-08"}},
		"and another weekday": {
			one, "es", "el martes 7 de junio de 2021",
			[]string{"martes 7 de junio de 2021: weekday-differs Monday", "martes 7 de junio de 2021: date-unknown 2021-06-08"},
		},
		"the meeting's":                {one, "en", "on 8 June", nil},
		"with its weekday":             {one, "fr", "le mardi 8 juin", nil},
		"the right day, not its name":  {one, "fr", "le lundi 8 juin", []string{"lundi 8 juin: weekday-differs Tuesday"}},
		"both days of a visit":         {two, "en", "7–8 June 2021", nil},
		"one day too many":             {two, "es", "del 7 al 9 de junio", []string{"9 de junio: date-unknown 2021-06-08 2021-06-07 2021-12-31"}},
		"this meeting's own":           {one, "es", "reunidos el viernes 7 de mayo de 2021", nil},
		"long ago":                     {one, "en", "the treaty of 2 February 1848", nil},
		"long ago, the weekday wrong":  {one, "en", "of Friday, 2 February 1848", []string{"Friday, 2 February 1848: weekday-differs Wednesday"}},
		"lately, without a year":       {one, "en", "as said on Wednesday, 24 March", nil},
		"another year":                 {one, "en", "8 June 2022", []string{"8 June 2022: date-unknown 2021-06-08"}},
		"what is due":                  {two, "en", "by 31 December", nil},
		"next year":                    {one, "en", "1 January", []string{"1 January: date-unknown 2021-06-08"}},
		"no such day":                  {one, "en", "31 June", []string{"31 June: date-impossible"}},
		"no such day in that year":     {one, "en", "29 February 2021", []string{"29 February 2021: date-impossible"}},
		"29 February waits for a year": {one, "es", "29 de febrero", []string{"29 de febrero: date-unknown 2021-06-08"}},
		"read both ways":               {one, "en", "06/08/2021", []string{"06/08/2021: date-ambiguous"}},
		"the same both ways":           {one, "en", "05/05/2021", nil},
		"a weekday of ours":            {one, "en", "on Tuesday", nil},
		"a weekday of nobody":          {one, "en", "on Thursday", []string{"Thursday: weekday-unknown 2021-06-08"}},
		"nothing is known":             {Calendar{}, "en", "8 June; Tuesday; Monday, 8 June 2021", []string{"Monday, 8 June 2021: weekday-differs Tuesday"}},
		"no next meeting":              {Calendar{Known: one.Known[:1]}, "en", "8 June", []string{"8 June: date-unknown"}},
	} {
		var got []string
		for _, f := range Check(Scan(c.language, c.text), c.calendar) {
			said := c.text[f.Start:f.End] + ": " + string(f.Code)
			if f.Code == WeekdayDiffers {
				said += " " + f.IsWeekday.String()
			}
			for _, k := range f.Expected {
				said += " " + k.Date.String()
			}
			got = append(got, said)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %q:\n%s", name, c.text, diff)
		}
	}
}

func TestDuringZones(t *testing.T) {
	zone := func(name string) *time.Location {
		l, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	begin := time.Date(2021, 6, 8, 3, 30, 0, 0, time.UTC) // 22:30 on the 7th in Mexico City
	got := During(begin, begin.Add(time.Hour), zone("America/Mexico_City"), zone("Europe/Madrid"), time.UTC)
	if diff := cmp.Diff([]Date{{2021, 6, 7}, {2021, 6, 8}}, got); diff != "" {
		t.Error(diff)
	}
	midnight := time.Date(2021, 6, 8, 0, 0, 0, 0, time.UTC)
	if got := During(midnight.Add(-time.Hour), midnight, time.UTC); len(got) != 1 || got[0] != (Date{2021, 6, 7}) {
		t.Error(got)
	}
	if got := During(midnight, midnight.AddDate(3, 0, 0), time.UTC); len(got) != longestDays {
		t.Error(len(got))
	}
	if got := During(midnight, midnight, time.UTC); len(got) != 1 {
		t.Error(got)
	}
}
