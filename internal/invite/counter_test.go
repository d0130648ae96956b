package invite

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func calendar(method string, lines ...string) []byte {
	return []byte("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:" + method + "\r\nBEGIN:VTIMEZONE\r\nTZID:X\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\n" +
		strings.Join(lines, "\r\n") + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")
}

func TestReadCounter(t *testing.T) {
	for name, c := range map[string]struct {
		lines []string
		want  Counter
	}{
		"in UTC": {
			[]string{"UID:m-l1@h", "DTSTART:20210609T150000Z", "DTEND:20210609T163000Z"}, Counter{UID: "m-l1@h", Start: "2021-06-09T15:00:00Z", Length: 90 * time.Minute},
		},
		"with a zone, folded, and a comment": {
			[]string{"UID:m-l1@h", "DTSTART;TZID=America/Mex\r\n ico_City:20210609T100000", "DURATION:PT1H30M", "COMMENT:Elections\\, on\\nSunday"},
			Counter{UID: "m-l1@h", Start: "2021-06-09T10:00", Zone: "America/Mexico_City", Length: 90 * time.Minute, Comment: "Elections, on\nSunday"},
		},
		"with a prefixed zone in quotes": {
			[]string{"UID:u", `DTSTART;X="a:b";TZID="/mozilla.org/20050126_1/America/New_York":20210609T100000`, "DURATION:P1DT2H"},
			Counter{UID: "u", Start: "2021-06-09T10:00", Zone: "America/New_York", Length: 26 * time.Hour},
		},
	} {
		if got, err := ReadCounter(calendar("COUNTER", c.lines...)); err != nil || got != c.want {
			t.Errorf("%s: %+v %v", name, got, err)
		}
	}
	for name, file := range map[string][]byte{
		"nothing": nil, "another method": calendar("REPLY", "UID:u", "DTSTART:20210609T150000Z", "DURATION:PT1H"),
		"no UID": calendar("COUNTER", "DTSTART:20210609T150000Z", "DURATION:PT1H"), "a day": calendar("COUNTER", "UID:u", "DTSTART;VALUE=DATE:20210609", "DURATION:P1D"),
		"a zone of its own": calendar("COUNTER", "UID:u", "DTSTART;TZID=Mexico Standard Time:20210609T100000", "DURATION:PT1H"),
		"the end before":    calendar("COUNTER", "UID:u", "DTSTART:20210609T150000Z", "DTEND:20210609T140000Z"),
		"a long one":        []byte(strings.Repeat("X:\n", maxCounterLines+1)),
	} {
		if got, err := ReadCounter(file); !errors.Is(err, ErrCounter) || len(err.Error()) > 200 {
			t.Errorf("%s: %+v %v", name, got, err)
		}
	}
}

func FuzzReadCounter(f *testing.F) {
	f.Add(calendar("COUNTER", "UID:m-l1@h", "DTSTART;TZID=America/Mexico_City:20210609T100000", "DURATION:P1DT1H30M", "COMMENT:x"))
	f.Add(calendar("COUNTER", "UID:m-l1@h", "DTSTART:20210609T150000Z", "DTEND:20210609T163000Z"))
	f.Add([]byte("END:X\nBEGIN:VCALENDAR\n\"::;=\n"))
	f.Fuzz(func(t *testing.T, file []byte) {
		c, err := ReadCounter(file)
		if err == nil && (c.UID == "" || c.Length < 0 || (c.Zone == "") != strings.HasSuffix(c.Start, "Z")) {
			t.Errorf("%+v", c)
		}
	})
}
