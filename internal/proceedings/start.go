package proceedings

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Forms of a beginning: an instant with its offset (RFC 3339, also without seconds, as ISO 8601 allows), or what the
// clock on the wall of the time zone shows.
const (
	instantForm      = time.RFC3339
	instantMinutes   = "2006-01-02T15:04Z07:00"
	wallClockForm    = "2006-01-02T15:04:05"
	wallClockMinutes = "2006-01-02T15:04"
)

// start reads the beginning of a meeting. A local time that the zone's clocks skip or show twice is refused: guessed,
// the delegations would come an hour apart.
func start(value, zone string) (at time.Time, timezone string, err error) {
	if zone == "" {
		zone = "UTC"
	}
	const longestZone = 64 // "America/Argentina/ComodRivadavia" has 32
	location, err := time.LoadLocation(zone)
	if err != nil || len(zone) > longestZone || strings.EqualFold(zone, "local") {
		return time.Time{}, "", refuseField("timezone", "%q is no IANA time zone; write one such as America/Mexico_City or UTC", shortened(zone))
	}
	if value == "" {
		return time.Time{}, zone, nil
	}
	for _, form := range []string{instantForm, instantMinutes, wallClockForm, wallClockMinutes} {
		at, err = time.ParseInLocation(form, value, location)
		if err != nil || at.Year() < 1970 || at.Year() >= 10_000 {
			continue
		}
		if form == wallClockForm || form == wallClockMinutes {
			if err := once(at, value, form); err != nil {
				return time.Time{}, "", err
			}
		}
		return at.UTC(), zone, nil
	}
	return time.Time{}, "", refuseField("start", "a time is needed as in 2021-05-07T10:00:00-05:00, or 2021-05-07T10:00 local to the time zone")
}

// once refuses a local time that its zone's clocks do not show exactly once, with both that may be meant. at is value as
// time.ParseInLocation reads it, which says nothing of either case.
func once(at time.Time, value, form string) error {
	wall, err := time.Parse(form, value)
	if err != nil {
		return nil //nolint:nilerr // it was read in its zone before
	}
	var readings []time.Time
	shown := 0
	for _, beside := range []time.Duration{-24 * time.Hour, 24 * time.Hour} { // no zone changes its offset twice in a day
		_, offset := at.Add(beside).Zone()
		reading := wall.Add(-time.Duration(offset) * time.Second).In(at.Location())
		if slices.ContainsFunc(readings, reading.Equal) {
			continue
		}
		readings = append(readings, reading)
		if reading.Format(wallClockForm) == wall.Format(wallClockForm) {
			shown++
		}
	}
	if len(readings) < 2 || shown == 1 {
		return nil
	}
	slices.SortFunc(readings, time.Time.Compare)
	first, second := readings[0].Format(instantForm), readings[1].Format(instantForm)
	how := "the clocks in %s show this time twice on that day; write which one: %s or %s"
	if shown == 0 {
		how = "the clocks in %s skip this time on that day; write another, such as %s or %s"
	}
	return &Refusal{Code: FieldInvalid, Field: "start", Detail: fmt.Sprintf(how, at.Location(), first, second), Choices: []string{first, second}}
}
