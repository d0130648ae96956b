package httpapi

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// nextBackend has a next meeting on 8 June 2021; what it is asked for is kept.
type nextBackend struct {
	*fakeBackend
	plan  *protocol.NextPlan
	slots []conference.NewSlot
	plans []conference.NewPlan
}

func (b *nextBackend) Next(context.Context, string, conference.Visitor) (protocol.NextMeeting, error) {
	return protocol.NextMeeting{
		Plan: b.plan, Homes: []protocol.DelegationHome{{Delegation: "d1", Zone: "America/New_York", Weekend: []int{}, Closed: []protocol.ClosedDay{}}},
		Slots: []protocol.NextSlot{}, Series: []protocol.SeriesMeeting{},
	}, nil
}

func (b *nextBackend) ProposeSlot(ctx context.Context, meeting string, v conference.Visitor, n conference.NewSlot) (protocol.NextMeeting, error) {
	if b.slots = append(b.slots, n); n.Zone == "twice" {
		p := protocol.NewProblem(422, "field-invalid", "A field has a wrong value", "when.wall: twice")
		p.Choices = []string{"2021-11-07T01:30:00-04:00", "2021-11-07T01:30:00-05:00"}
		return protocol.NextMeeting{}, p
	}
	return b.Next(ctx, meeting, v)
}

func (b *nextBackend) SetNext(ctx context.Context, meeting string, v conference.Visitor, n conference.NewPlan) (protocol.NextMeeting, error) {
	b.plans = append(b.plans, n)
	return b.Next(ctx, meeting, v)
}

func (b *nextBackend) MakeNext(_ context.Context, _ string, v conference.Visitor) (protocol.Meeting, conference.Invitation, error) {
	if v.Admin {
		return protocol.Meeting{ID: "m9"}, conference.Invitation{}, nil
	}
	return protocol.Meeting{ID: "m9"}, conference.Invitation{ID: "i9", Role: "chair", Token: "tok"}, nil
}

func withNext(t *testing.T, plan *protocol.NextPlan) (*API, *nextBackend) {
	t.Helper()
	api, fake := newTestAPI(t, nil)
	b := &nextBackend{fakeBackend: fake, plan: plan}
	api.backend = b
	return api, b
}

func TestTheNextMeetingsCalendarAndLetter(t *testing.T) {
	const path = "/api/v1/meetings/m1/next"
	api, _ := withNext(t, nil)
	wantProblem(t, call(api, "GET", path+"/calendar.ics", delegateToken, ""), 409, "next-meeting-unset")
	plan := &protocol.NextPlan{Revision: 2, Mode: "virtual", Title: "Second round", Itinerary: []protocol.NextLeg{
		{ID: "l1", Minutes: 90, When: protocol.ZonedTime{Zone: "America/Mexico_City", At: "2021-06-08T15:00:00Z"}},
		{ID: "l2", Minutes: 60, Cancelled: true, When: protocol.ZonedTime{Zone: "UTC", At: "2021-06-09T15:00:00Z"}},
	}}
	api, _ = withNext(t, plan)
	res := call(api, "GET", path+"/calendar.ics?language=fr", focalToken, "")
	body := bodyOf(t, res)
	wantHeaders(t, res, "Content-Type", "text/calendar; charset=utf-8; method=PUBLISH", "Content-Disposition", `attachment; filename="next-meeting.ics"`, "Cache-Control", "no-store")
	for _, line := range []string{"UID:m1-l1@example.org\r\n", "SEQUENCE:1\r\n", "DTSTART:20210608T150000Z\r\n", "STATUS:CANCELLED\r\n", "URL:http://example.org/m/m1/next\r\n"} {
		if !strings.Contains(body, line) {
			t.Errorf("%q is not in %s", line, body)
		}
	}
	var got letter
	body = bodyOf(t, call(api, "GET", path+"/letter?language=es", focalToken, ""))
	if err := json.Unmarshal([]byte(body), &got); err != nil || got.Subject != "Próxima reunión: Second round, martes 8 de junio de 2021" || !strings.Contains(got.Text, "11:00–12:30 (America/New_York") {
		t.Errorf("%v %s", err, body)
	}
	plan.Cancelled = true
	res = call(api, "GET", path+"/calendar.ics", chairToken, "")
	if body := bodyOf(t, res); !strings.Contains(body, "METHOD:CANCEL\r\n") || strings.Contains(body, "STATUS:CONFIRMED") {
		t.Error(body)
	}
	wantHeaders(t, res, "Content-Type", "text/calendar; charset=utf-8; method=CANCEL")
}

func TestTheNextMeetingIsPlannedOverREST(t *testing.T) {
	const path = "/api/v1/meetings/m1/next"
	api, b := withNext(t, nil)
	bodyOf(t, call(api, "POST", path+"/slots", focalToken, `{"wall":"2021-06-08T10:00","zone":"America/Mexico_City","minutes":90,"note":"n","counter":"s1"}`))
	if len(b.slots) != 1 || b.slots[0] != (conference.NewSlot{Wall: "2021-06-08T10:00", Zone: "America/Mexico_City", Note: "n", Counter: "s1", Minutes: 90}) {
		t.Errorf("%+v", b.slots)
	}
	body := bodyOf(t, call(api, "POST", path+"/slots", focalToken, `{"wall":"2021-11-07T01:30","zone":"twice","minutes":90}`))
	if !strings.Contains(body, `"choices":["2021-11-07T01:30:00-04:00","2021-11-07T01:30:00-05:00"]`) {
		t.Error(body)
	}
	bodyOf(t, call(api, "PUT", path+"/plan", chairToken, `{"slot":"s1","mode":"in-person","itinerary":[{"id":"l1","title":"T","place":"P","wall":"2021-06-08T10:00","zone":"UTC","minutes":5}]}`))
	if len(b.plans) != 1 || b.plans[0].Mode != "in-person" || b.plans[0].Itinerary[0] != (conference.NewLeg{ID: "l1", Title: "T", Place: "P", Wall: "2021-06-08T10:00", Zone: "UTC", Minutes: 5}) {
		t.Errorf("%+v", b.plans)
	}
	wantProblem(t, call(api, "PUT", path+"/plan", chairToken, `{"slot":"s1","mode":"by letter"}`), 422, "body-invalid")
	wantProblem(t, call(api, "GET", path, foreignToken, ""), 403, "token-foreign")
	wantProblem(t, call(api, "GET", path, "", ""), 401, "token-missing")
	if body := bodyOf(t, call(api, "POST", path+"/meeting", chairToken, "")); !strings.Contains(body, `"url":"http://example.org/m/m9#tok"`) {
		t.Error(body)
	}
	if body := bodyOf(t, call(api, "POST", path+"/meeting", adminToken, "")); strings.Contains(body, `"invitation"`) {
		t.Error(body)
	}
}
