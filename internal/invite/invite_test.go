package invite

import (
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func example(t *testing.T) Facts {
	t.Helper()
	zone, err := time.LoadLocation("America/Mexico_City")
	if err != nil {
		t.Fatal(err)
	}
	return Facts{
		Meeting: "k3v9qz2m7xw4np8r",
		Titled:  Titled{Title: "México – United States", Titles: map[string]string{"es-MX": "México – Estados Unidos; reunión", "ar": "المكسيك – الولايات المتحدة"}},
		Agenda:  []Point{{Titled{Title: "Migración, causas", Titles: map[string]string{"en": "Migration, causes"}}, 40}, {Titled{Title: "Clima"}, 0}},
		Start:   time.Date(2021, 5, 7, 15, 0, 0, 0, time.UTC), Zone: zone, Opens: time.Date(2021, 5, 7, 14, 30, 0, 0, time.UTC),
		Revision: 3, Name: "Ana Pérez", Delegation: "México", FocalPoint: true,
		Link: "https://cumbre.example/m/k3v9qz2m7xw4np8r#q2X9nT7vB4kLm0ZsWcRdYeUfGhJiOpAa", Base: "https://cumbre.example",
	}
}

// What is sent is read by people: the whole of it is kept beside the test, in each language. UPDATE=1 writes it anew.
func TestLettersAndCalendars(t *testing.T) {
	for _, language := range Languages() {
		f := example(t)
		letter, changed, off := Write(language, f), f, f
		changed.Changes, changed.Changed, off.Cancelled, off.Reason = 1, true, true, "Huracán"
		later, cancelled := Write(language, changed), Write(language, off)
		for name, got := range map[string]string{
			language + ".txt":              letter.Subject + "\n\n" + letter.Text,
			"changed-" + language + ".txt": later.Text + "\n----\n\n" + cancelled.Subject + "\n\n" + cancelled.Text,
			language + ".ics":              string(Calendar(language, f, time.Date(2021, 4, 30, 9, 0, 0, 0, time.UTC))),
		} {
			path := filepath.Join("testdata", name)
			if os.Getenv("UPDATE") != "" {
				if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("%s:\n%s", name, diff)
			}
		}
	}
}

func TestNoLanguageLacksAWord(t *testing.T) {
	places := regexp.MustCompile(`\{[a-z]+\}`)
	english := reflect.ValueOf(texts()["en"])
	for language, t2 := range texts() {
		v := reflect.ValueOf(t2)
		for i := range v.NumField() {
			name, field := v.Type().Field(i).Name, v.Field(i)
			if field.Kind() == reflect.Array {
				for j := range field.Len() {
					if field.Index(j).String() == "" {
						t.Errorf("%s: %s[%d] is empty", language, name, j)
					}
				}
				continue
			}
			has, wants := places.FindAllString(field.String(), -1), places.FindAllString(english.Field(i).String(), -1)
			slices.Sort(has)
			slices.Sort(wants)
			if field.String() == "" || !slices.Equal(has, wants) {
				t.Errorf("%s: %s has %v, English has %v", language, name, has, wants)
			}
		}
	}
}

func TestWhatIsNotKnownIsNotSaid(t *testing.T) {
	for _, language := range Languages() {
		letter := Write(language, Facts{Titled: Titled{Title: "T"}, Name: "N {title}", Link: "L"})
		all := letter.Subject + letter.Text
		if strings.Contains(all, "0001") || !strings.Contains(all, "N {title}") || strings.Contains(all, "\n\n\n") {
			t.Errorf("%s: %s", language, all)
		}
	}
	for wanted, want := range map[string]string{"es-MX": "es", "FR": "fr", "nah": "en", "": "en", "ar": "ar"} {
		if got := LanguageFor(wanted); got != want {
			t.Errorf("%q: %s", wanted, got)
		}
	}
}

// properties reads a calendar back as RFC 5545 says: unfold, then the name before the first colon, unescape.
func properties(t *rapid.T, calendar string) map[string]string {
	if !strings.HasSuffix(calendar, "\r\n") || strings.Contains(strings.ReplaceAll(calendar, "\r\n", ""), "\n") {
		t.Fatal("a line does not end with CRLF")
	}
	for line := range strings.SplitSeq(calendar, "\r\n") {
		if len(line) > 75 || !utf8.ValidString(line) {
			t.Fatalf("%d octets: %q", len(line), line)
		}
	}
	out := map[string]string{}
	for line := range strings.SplitSeq(strings.ReplaceAll(calendar, "\r\n ", ""), "\r\n") {
		name, value, _ := strings.Cut(line, ":")
		name, _, _ = strings.Cut(name, ";")
		out[name] = strings.NewReplacer(`\\`, `\`, `\;`, ";", `\,`, ",", `\n`, "\n").Replace(value)
	}
	return out
}

func TestAnyCalendarReadsAsItWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[\pL\pN ,;:\\"{}–]{1,200}`)
		f := Facts{
			Meeting: "m", Titled: Titled{Title: text.Draw(t, "title")}, Name: text.Draw(t, "name"), Zone: time.UTC,
			Start: time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "start"), 0), Link: "https://h.example/m/m#t", Base: "https://h.example",
		}
		language := rapid.SampledFrom(Languages()).Draw(t, "language")
		got := properties(t, string(Calendar(language, f, f.Start)))
		want := map[string]string{"SUMMARY": f.Title, "DESCRIPTION": Write(language, f).Text, "URL": f.Link, "UID": "m@h.example", "DTSTART": f.Start.UTC().Format(stamp)}
		for name, value := range want {
			if got[name] != value {
				t.Fatalf("%s: %q, want %q", name, got[name], value)
			}
		}
	})
}
