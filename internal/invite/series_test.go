package invite

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// visit is the document's: two days, two countries.
func visit(t *testing.T) Series {
	t.Helper()
	zone := func(name string) *time.Location {
		l, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	at := func(day, hour int) time.Time { return time.Date(2021, 6, day, hour, 0, 0, 0, time.UTC) }
	return Series{
		Meeting: "k3v9qz2m7xw4np8r", Titled: Titled{Title: "México – United States", Titles: map[string]string{"es": "México – Estados Unidos; visita", "ar": "المكسيك – الولايات المتحدة"}},
		Mode: "in-person", Revision: 2, Own: zone("America/New_York"), Link: "https://cumbre.example/m/k3v9qz2m7xw4np8r/next", Base: "https://cumbre.example",
		Entries: []Entry{
			{ID: "l1", Title: "Reunión bilateral", Place: "Palacio Nacional de la Cultura, Guatemala", Start: at(7, 15), End: at(7, 23), Zone: zone("America/Guatemala")},
			{ID: "l2", Place: "Palacio Nacional, Ciudad de México", Start: at(8, 15), End: at(9, 1), Zone: zone("America/Mexico_City")},
			{ID: "l3", Title: "Cena", Place: "Los Pinos", Start: at(9, 1), End: at(9, 3), Zone: zone("America/Mexico_City"), Cancelled: true},
		},
	}
}

func made() time.Time { return time.Date(2021, 5, 7, 18, 0, 0, 0, time.UTC) }

// As with invitations, the whole of what people read is kept beside the test. UPDATE=1 writes it anew.
func TestLettersAndCalendarsOfASeries(t *testing.T) {
	for _, language := range Languages() {
		s := visit(t)
		letter, off := s.Letter(language), s
		off.Cancelled, off.Reason, off.Revision = true, "Huracán", 3
		cancelled := off.Letter(language)
		for name, got := range map[string]string{
			language + ".txt": letter.Subject + "\n\n" + letter.Text + "\n----\n\n" + cancelled.Subject + "\n\n" + cancelled.Text,
			language + ".ics": string(s.Calendar(language, made())),
		} {
			path := filepath.Join("testdata", "series-"+name)
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

func TestNoLanguageLacksAWordOfASeries(t *testing.T) {
	places := regexp.MustCompile(`\{[a-z]+\}`)
	english := reflect.ValueOf(seriesTexts()["en"])
	for language, words := range seriesTexts() {
		v := reflect.ValueOf(words)
		for i := range v.NumField() {
			if v.Field(i).Kind() == reflect.Map {
				continue
			}
			has, wants := places.FindAllString(v.Field(i).String(), -1), places.FindAllString(english.Field(i).String(), -1)
			slices.Sort(has)
			slices.Sort(wants)
			if v.Field(i).String() == "" || !slices.Equal(has, wants) {
				t.Errorf("%s: %s has %v, English has %v", language, v.Type().Field(i).Name, has, wants)
			}
		}
		for _, mode := range []string{"virtual", "in-person", "hybrid"} {
			if words.modes[mode] == "" {
				t.Errorf("%s: %s", language, mode)
			}
		}
	}
}

// A series as other programs read it: the same two as of invitations.
const (
	pythonSeries = `
import icalendar, json, sys
c = icalendar.Calendar.from_ical(sys.stdin.buffer.read())
at = lambda e, name: e.decoded(name).strftime("%Y-%m-%dT%H:%M:%S%z")
print(json.dumps({"method": str(c["METHOD"]), "events": [{"uid": str(e["UID"]), "sequence": int(e["SEQUENCE"]), "start": at(e, "DTSTART"), "end": at(e, "DTEND"),
  "summary": str(e["SUMMARY"]), "location": str(e["LOCATION"]), "status": str(e["STATUS"]), "related": str(e.get("RELATED-TO", ""))} for e in c.walk("VEVENT")]}))
`
	nodeSeries = `
import ICAL from "ical.js";
let text = "";
for await (const part of process.stdin.setEncoding("utf8")) text += part;
const c = new ICAL.Component(ICAL.parse(text));
const at = (time) => time.toJSDate().toISOString().replace(/\.000Z$/, time.zone === ICAL.Timezone.utcTimezone ? "+0000" : " in " + time.zone);
console.log(JSON.stringify({method: c.getFirstPropertyValue("method"), events: c.getAllSubcomponents("vevent").map((one) => {
  const e = new ICAL.Event(one);
  return {uid: e.uid, sequence: e.sequence, start: at(e.startDate), end: at(e.endDate), summary: e.summary, location: e.location,
    status: one.getFirstPropertyValue("status"), related: one.getFirstPropertyValue("related-to") ?? ""};
})}));
`
)

type readSeries struct {
	Method string
	Events []readEvent
}

type readEvent struct {
	UID, Start, End, Summary, Location, Status, Related string
	Sequence                                            int
}

func TestOtherProgramsReadTheSeries(t *testing.T) {
	web, err := filepath.Abs(filepath.Join("..", "..", "web"))
	if err != nil {
		t.Fatal(err)
	}
	event := func(n, start, end, summary, location, status string) readEvent {
		e := readEvent{UID: "k3v9qz2m7xw4np8r-l" + n + "@cumbre.example", Start: "2021-06-0" + start + ":00:00+0000", End: "2021-06-0" + end + ":00:00+0000", Summary: summary, Location: location, Status: status, Sequence: 1}
		if n != "1" {
			e.Related = "k3v9qz2m7xw4np8r-l1@cumbre.example"
		}
		return e
	}
	want := readSeries{Method: "PUBLISH", Events: []readEvent{
		event("1", "7T15", "7T23", "México – Estados Unidos; visita: Reunión bilateral", "Palacio Nacional de la Cultura, Guatemala", "CONFIRMED"),
		event("2", "8T15", "9T01", "México – Estados Unidos; visita", "Palacio Nacional, Ciudad de México", "CONFIRMED"),
		event("3", "9T01", "9T03", "México – Estados Unidos; visita: Cena", "Los Pinos", "CANCELLED"),
	}}
	for name, r := range map[string]struct {
		program []string
		lacking string
	}{
		"ical.js":   {[]string{"node", "--input-type=module", "--eval", nodeSeries}, "ERR_MODULE_NOT_FOUND"},
		"icalendar": {[]string{"/usr/bin/python3", "-c", pythonSeries}, "No module named 'icalendar'"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, cancelled := range []bool{false, true} {
				s, wanted := visit(t), want
				if s.Cancelled = cancelled; cancelled {
					wanted.Method, wanted.Events = "CANCEL", slices.Clone(want.Events)
					for i := range wanted.Events {
						wanted.Events[i].Status = "CANCELLED"
					}
				}
				c := exec.Command(r.program[0], r.program[1:]...)
				c.Dir, c.Stdin = web, bytes.NewReader(s.Calendar("es", made()))
				var complaints strings.Builder
				c.Stderr = &complaints
				out, err := c.Output()
				if errors.Is(err, exec.ErrNotFound) || strings.Contains(complaints.String(), r.lacking) {
					t.Skip(name + " is not installed")
				}
				var got readSeries
				if err := errors.Join(err, json.Unmarshal(out, &got)); err != nil {
					t.Fatalf("%v\n%s", err, complaints.String())
				}
				if diff := cmp.Diff(wanted, got); diff != "" {
					t.Errorf("as it is meant and as it is read:\n%s", diff)
				}
			}
		})
	}
}

func TestAnySeriesKeepsItsIdentity(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[\pL\pN ,;:\\"{}–]{0,120}`)
		s := Series{Meeting: "m", Titled: Titled{Title: text.Draw(t, "title")}, Base: "https://h.example", Link: "https://h.example/m/m/next", Mode: "virtual", Revision: rapid.IntRange(1, 9).Draw(t, "revision")}
		start := time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "start"), 0)
		s.Entries = []Entry{{ID: "l1", Title: text.Draw(t, "part"), Place: text.Draw(t, "place"), Start: start, End: start.Add(time.Hour), Zone: time.UTC}}
		language := rapid.SampledFrom(Languages()).Draw(t, "language")
		got := properties(t, string(s.Calendar(language, start)))
		for name, want := range map[string]string{"UID": "m-l1@h.example", "SEQUENCE": number(s.Revision - 1), "DTSTART": start.UTC().Format(stamp), "DESCRIPTION": s.Letter(language).Text} {
			if got[name] != want {
				t.Fatalf("%s: %q, want %q", name, got[name], want)
			}
		}
	})
}
