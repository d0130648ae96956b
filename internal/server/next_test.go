package server

import (
	"slices"
	"strings"
	"testing"

	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// What a calendar proposes in the place of an entry becomes a proposal of the delegation, with its words.
func TestACalendarsCounterProposal(t *testing.T) {
	b := newTable(t, start(t, testConfig(t)))
	ana, bob := b.delegate("Ana", "México"), b.delegate("Bob", "United States")
	var next protocol.NextMeeting
	request(t, "POST", b.meetingURL("/next/slots"), ana.Token, map[string]any{"wall": "2027-06-08T10:00", "zone": "America/Mexico_City", "minutes": 90}, &next)
	request(t, "PUT", b.meetingURL("/next/slots/"+next.Slots[0].ID+"/answer"), bob.Token, map[string]any{"accept": true}, &next)
	request(t, "PUT", b.meetingURL("/next/plan"), b.s.AdminToken(), map[string]any{"slot": next.Slots[0].ID, "mode": "virtual"}, &next)
	if next.Plan == nil {
		t.Fatalf("%+v", next)
	}
	_, told := do(t, "GET", b.meetingURL("/next/calendar.ics"), bob.Token, "")
	counter := strings.NewReplacer("METHOD:PUBLISH", "METHOD:COUNTER", "T160000Z", "T170000Z", "T173000Z", "T180000Z", "STATUS:CONFIRMED", "COMMENT:After the vote").Replace(told)
	res := request(t, "POST", b.meetingURL("/next/counters"), bob.Token, map[string]any{"calendar": counter}, &next)
	if res.StatusCode != 200 || len(next.Slots) != 2 {
		t.Fatalf("%d %+v\n%s", res.StatusCode, next, counter)
	}
	if s := next.Slots[1]; s.Note != "After the vote" || s.Minutes != 60 || s.When.At != "2027-06-08T17:00:00.000Z" || s.When.Zone != "America/Mexico_City" {
		t.Errorf("%+v", s)
	}
	for name, file := range map[string]string{"as it was told": told, "another meeting's": strings.ReplaceAll(counter, "UID:"+b.meeting, "UID:other")} {
		var refusal protocol.Problem
		if res := request(t, "POST", b.meetingURL("/next/counters"), bob.Token, map[string]any{"calendar": file}, &refusal); res.StatusCode != 422 || !strings.Contains(refusal.Detail, "calendar") {
			t.Errorf("%s: %d %+v", name, res.StatusCode, refusal)
		}
	}
}

// agreedOn has both delegations accept a time for as long as 90 minutes, and tells its slot.
func (b *table) agreedOn(wall string, mine, theirs string) string {
	b.t.Helper()
	var next protocol.NextMeeting
	request(b.t, "POST", b.meetingURL("/next/slots"), mine, map[string]any{"wall": wall, "zone": "America/Mexico_City", "minutes": 90}, &next)
	i := slices.IndexFunc(next.Slots, func(s protocol.NextSlot) bool { return strings.HasPrefix(s.When.Wall, wall) })
	if i < 0 {
		b.t.Fatalf("%s is not proposed: %+v", wall, next)
	}
	request(b.t, "PUT", b.meetingURL("/next/slots/"+next.Slots[i].ID+"/answer"), theirs, map[string]any{"accept": true}, &next)
	return next.Slots[i].ID
}

// A meeting that was made of the plan: it is moved when both delegations accept another time, and cancelled; every calendar of it
// keeps its UID and gets a higher SEQUENCE, and the meeting itself follows.
func TestAMadeMeetingIsMovedAndCancelled(t *testing.T) {
	b := newTable(t, start(t, testConfig(t)))
	ana, bob := b.delegate("Ana", "México"), b.delegate("Bob", "United States")
	admin := b.s.AdminToken()
	var next protocol.NextMeeting
	request(t, "PUT", b.meetingURL("/next/plan"), admin, map[string]any{"slot": b.agreedOn("2027-06-08T10:00", ana.Token, bob.Token), "mode": "virtual"}, &next)
	var made struct{ Meeting protocol.Meeting }
	request(t, "POST", b.meetingURL("/next/meeting"), admin, nil, &made)
	var eva struct{ Token string }
	there := b.s.URL() + "/api/v1/meetings/" + made.Meeting.ID
	request(t, "POST", there+"/invitations", admin, map[string]any{"role": "delegate", "name": "Eva", "delegation": "México"}, &eva)
	calendars := func(lines ...string) {
		t.Helper()
		_, series := do(t, "GET", b.meetingURL("/next/calendar.ics"), bob.Token, "")
		_, own := do(t, "GET", b.s.URL()+"/api/v1/invitation/calendar.ics", eva.Token, "")
		for _, file := range []string{series, own} {
			for _, line := range lines {
				if !strings.Contains(file, line+"\r\n") {
					t.Errorf("%s is not in\n%s", line, file)
				}
			}
		}
		if !strings.Contains(series, "UID:"+b.meeting+"-l1@") || !strings.Contains(own, "UID:"+made.Meeting.ID+"@") {
			t.Errorf("%s\n%s", series, own)
		}
	}
	calendars("METHOD:PUBLISH", "SEQUENCE:0", "DTSTART:20270608T160000Z", "DTEND:20270608T173000Z", "STATUS:CONFIRMED")

	// A calendar of somebody who was invited there proposes another time.
	_, own := do(t, "GET", b.s.URL()+"/api/v1/invitation/calendar.ics", eva.Token, "")
	counter := strings.NewReplacer("METHOD:PUBLISH", "METHOD:COUNTER", "DTSTART:20270608T160000Z", "DTSTART:20270609T160000Z", "DTEND:20270608T173000Z", "DTEND:20270609T180000Z").Replace(own)
	if res := request(t, "POST", b.meetingURL("/next/counters"), ana.Token, map[string]any{"calendar": counter}, &next); res.StatusCode != 200 || len(next.Slots) != 2 {
		t.Fatalf("%d %+v\n%s", res.StatusCode, next, counter)
	}
	wanted := map[string]any{"slot": next.Slots[1].ID, "mode": "virtual"}
	var refusal protocol.Problem
	if res := request(t, "PUT", b.meetingURL("/next/plan"), admin, wanted, &refusal); res.StatusCode != 409 || refusal.Code != "slot-not-agreed" {
		t.Errorf("moved without asking: %d %+v", res.StatusCode, refusal)
	}
	request(t, "PUT", b.meetingURL("/next/slots/"+next.Slots[1].ID+"/answer"), bob.Token, map[string]any{"accept": true}, &next)
	request(t, "PUT", b.meetingURL("/next/plan"), admin, wanted, &next)
	calendars("METHOD:PUBLISH", "SEQUENCE:1", "DTSTART:20270609T160000Z", "DTEND:20270609T180000Z", "STATUS:CONFIRMED") // as long as agreed
	var now protocol.Meeting
	if request(t, "GET", there, admin, nil, &now); now.Start != "2027-06-09T10:00:00-06:00" || now.Rescheduled != 1 || now.Minutes != 120 {
		t.Errorf("%+v", now)
	}

	request(t, "POST", b.meetingURL("/next/cancellation"), admin, map[string]any{"reason": "Storm"}, &next)
	calendars("METHOD:CANCEL", "SEQUENCE:2", "STATUS:CANCELLED")
	if request(t, "GET", there, admin, nil, &now); now.State != "cancelled" || now.CancelReason != "Storm" {
		t.Errorf("%+v", now)
	}
	request(t, "PUT", b.meetingURL("/next/plan"), admin, wanted, &next)
	calendars("METHOD:PUBLISH", "SEQUENCE:3", "DTSTART:20270609T160000Z", "STATUS:CONFIRMED")
}
