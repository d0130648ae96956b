package invite

import (
	"bytes"
	"encoding/json"
	"errors"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// The calendar as other programs read it: ical.js, which is Thunderbird's, and Debian's python3-icalendar. They get the file on
// their standard input and say what is in it.
const (
	pythonReader = `
import icalendar, json, sys
c = icalendar.Calendar.from_ical(sys.stdin.buffer.read())
[e] = c.walk("VEVENT")
at = lambda name: e.decoded(name).strftime("%Y-%m-%dT%H:%M:%S%z")
print(json.dumps({"method": str(c["METHOD"]), "version": str(c["VERSION"]), "uid": str(e["UID"]), "sequence": int(e["SEQUENCE"]), "start": at("DTSTART"), "end": at("DTEND"),
  "summary": str(e["SUMMARY"]), "description": str(e["DESCRIPTION"]), "location": str(e["LOCATION"]), "url": str(e["URL"]), "organizer": str(e["ORGANIZER"]),
  "status": str(e["STATUS"]), "language": e["SUMMARY"].params["LANGUAGE"], "attendees": len(e.get("ATTENDEE", [])), "errors": len(c.errors) + len(e.errors)}))
`
	nodeReader = `
import ICAL from "ical.js";
let text = "";
for await (const part of process.stdin.setEncoding("utf8")) text += part;
const c = new ICAL.Component(ICAL.parse(text));
const all = c.getAllSubcomponents("vevent");
if (all.length !== 1) throw new Error(all.length + " events");
const e = new ICAL.Event(all[0]);
const value = (name) => all[0].getFirstPropertyValue(name);
const at = (time) => time.toJSDate().toISOString().replace(/\.000Z$/, time.zone === ICAL.Timezone.utcTimezone ? "+0000" : " in " + time.zone);
console.log(JSON.stringify({method: c.getFirstPropertyValue("method"), version: c.getFirstPropertyValue("version"), uid: e.uid, sequence: e.sequence, start: at(e.startDate), end: at(e.endDate),
  summary: e.summary, description: e.description, location: e.location, url: value("url"), organizer: e.organizer,
  status: value("status"), language: all[0].getFirstProperty("summary").getParameter("language"), attendees: e.attendees.length, errors: 0}));
`
)

// entry is what a reader finds.
type entry struct {
	Method, Version, UID, Start, End, Summary, Description, Location, URL, Organizer, Language, Status string
	Sequence, Attendees, Errors                                                                        int
}

func TestOtherProgramsReadTheCalendar(t *testing.T) {
	web, err := filepath.Abs(filepath.Join("..", "..", "web"))
	if err != nil {
		t.Fatal(err)
	}
	readers := map[string]struct {
		program []string
		lacking string // what it prints where the library is not installed
	}{
		"ical.js":   {[]string{"node", "--input-type=module", "--eval", nodeReader}, "ERR_MODULE_NOT_FOUND"},
		"icalendar": {[]string{"/usr/bin/python3", "-c", pythonReader}, "No module named 'icalendar'"},
	}
	for name, r := range readers {
		t.Run(name, func(t *testing.T) {
			for i, language := range Languages() {
				f := example(t)
				f.Changes = i // as it was made, and moved so often
				want := entry{
					Method: "PUBLISH", Version: "2.0", UID: f.Meeting + "@cumbre.example", Sequence: f.Revision - 1 + i, Status: "CONFIRMED",
					Start: "2021-05-07T15:00:00+0000", End: "2021-05-07T15:40:00+0000", Summary: f.in(language), Description: Write(language, f).Text,
					Location: f.Link, URL: f.Link, Organizer: f.Base + "/", Language: language,
				}
				if i == len(Languages())-1 {
					f.Cancelled, f.Reason = true, "Huracán; Agatha"
					want.Method, want.Status, want.Description = "CANCEL", "CANCELLED", Write(language, f).Text
				}
				c := exec.Command(r.program[0], r.program[1:]...)
				c.Dir, c.Stdin = web, bytes.NewReader(Calendar(language, f, time.Date(2021, 4, 30, 9, 0, 0, 0, time.UTC)))
				var complaints strings.Builder
				c.Stderr = &complaints
				out, err := c.Output()
				if errors.Is(err, exec.ErrNotFound) || strings.Contains(complaints.String(), r.lacking) {
					t.Skip(name + " is not installed")
				}
				var got entry
				if err := errors.Join(err, json.Unmarshal(out, &got)); err != nil {
					t.Fatalf("%s: %v\n%s", language, err, complaints.String())
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s, as it is meant and as it is read:\n%s", language, diff)
				}
			}
		})
	}
}
