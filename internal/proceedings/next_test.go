package proceedings

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cumbre-meet/cumbre/internal/dates"
)

// between has a meeting's two focal points, "fm" and "fu", and the times that they may propose.
func between(t *testing.T) *stage {
	t.Helper()
	s := withFocalPoints(t)
	s.ok(SetHome{By: "fm", Delegation: "d1", Home: Home{Zone: "America/Mexico_City", From: 540, To: 1080, Weekend: []int{6, 0}, Closed: []ClosedDay{{"2021-09-16", "Día de la Independencia"}}}})
	s.ok(SetHome{By: "", Delegation: "d2", Home: Home{Zone: "America/New_York", From: 540, To: 1020, Weekend: []int{0, 6}}})
	return s
}

func tuesday(by string) ProposeSlot {
	return ProposeSlot{By: by, Wall: "2021-06-08T10:00", Zone: "America/Mexico_City", Minutes: 90}
}

func TestANextMeetingIsAgreedSetMovedAndCancelled(t *testing.T) {
	s := between(t)
	s.ok(End{By: "chair"}) // all of it goes on afterwards
	s.ok(ProposeSlot{By: "fu", Wall: "2021-06-07T10:00", Zone: "America/Mexico_City", Minutes: 90})
	s.refused(SetNextMeeting{By: "chair", Slot: "s1", Mode: Virtual}, SlotNotAgreed)
	counter := tuesday("fm")
	counter.Counter, counter.Note = "s1", " Elections  on Sunday "
	if got := s.ok(counter); !slices.Equal(got, []string{"slot-proposed", "slot-answered", "slot-answered"}) {
		t.Error(got)
	}
	first, _ := s.state.Next.Slot("s1")
	second, _ := s.state.Next.Slot("s2")
	if first.Answers["d1"].Accepted || !second.Answers["d1"].Accepted || second.Note != "Elections on Sunday" {
		t.Errorf("%+v\n%+v", first, second)
	}
	s.refused(tuesday("fu"), SlotThere)
	s.refused(AnswerSlot{By: "chair", Slot: "s2", Accept: true}, NoAuthority)
	s.refused(AnswerSlot{By: "ana", Slot: "s2", Accept: true}, NoAuthority)
	s.refused(AnswerSlot{By: "fu", Slot: "s9", Accept: true}, SlotUnknown)
	s.ok(AnswerSlot{By: "fu", Slot: "s2", Accept: true})
	if got := s.ok(AnswerSlot{By: "fu", Slot: "s2", Accept: true}); len(got) != 0 {
		t.Error(got)
	}
	s.refused(SetNextMeeting{By: "fm", Slot: "s2", Mode: Virtual}, NotAllowed)
	s.ok(SetNextMeeting{By: "chair", Slot: "s2", Mode: Virtual})
	if got := s.ok(SetNextMeeting{By: "chair", Slot: "s2", Mode: Virtual}); len(got) != 0 {
		t.Error(got)
	}
	want := NextMeeting{Revision: 1, Mode: Virtual, Slot: "s2", Given: 1, Legs: []Leg{{
		ID: "l1", Minutes: 90, When: Moment{"2021-06-08T10:00:00", "America/Mexico_City", at("2021-06-08T15:00:00Z")},
	}}}
	if diff := cmp.Diff(want, s.state.Next.Plan); diff != "" {
		t.Error(diff)
	}
	s.refused(AnswerSlot{By: "fu", Slot: "s2"}, NotAllowed)
	s.refused(WithdrawSlot{By: "fm", Slot: "s2"}, NotAllowed)
	s.refused(WithdrawSlot{By: "fm", Slot: "s1"}, NotAllowed) // the other's
	s.ok(WithdrawSlot{By: "chair", Slot: "s1"})

	// Another time: the entry is the same, so that its calendar's UID is, and the revision is the next.
	s.ok(ProposeSlot{By: "fm", Wall: "2021-06-09T11:00", Zone: "America/Mexico_City", Minutes: 60})
	s.ok(AnswerSlot{By: "fu", Slot: "s3", Accept: true})
	s.ok(SetNextMeeting{Slot: "s3", Mode: Virtual})
	if p := s.state.Next.Plan; p.Revision != 2 || len(p.Legs) != 1 || p.Legs[0].ID != "l1" || p.Legs[0].When.Wall != "2021-06-09T11:00:00" {
		t.Errorf("%+v", p)
	}
	s.ok(CancelNextMeeting{By: "chair", Reason: "Storm"})
	if p := s.state.Next.Plan; p.Revision != 3 || !p.Cancelled || len(p.Live()) != 0 {
		t.Errorf("%+v", p)
	}
	s.refused(CancelNextMeeting{By: "chair"}, NextUnset)
	s.ok(AnswerSlot{By: "fu", Slot: "s3", Reason: "No longer"})
}

// The visit of the document: two days, two countries.
func TestAnItineraryOfTwoCountries(t *testing.T) {
	s := between(t)
	s.ok(tuesday("fm"))
	s.ok(AnswerSlot{By: "fu", Slot: "s1", Accept: true})
	guatemala := LegWish{Title: "Arrival", Place: "Guatemala", Wall: "2021-06-07T09:00", Zone: "America/Guatemala", Minutes: 480}
	mexico := LegWish{Title: "Meeting", Place: "Palacio Nacional", Wall: "2021-06-08T10:00", Zone: "America/Mexico_City", Minutes: 90}
	set := func(legs ...LegWish) SetNextMeeting { return SetNextMeeting{Slot: "s1", Mode: InPerson, Legs: legs} }
	late, nowhere := mexico, mexico
	late.Wall, nowhere.Place = "2021-06-08T10:30", ""
	for want, bad := range map[string]SetNextMeeting{
		"itinerary":            set(guatemala, late),
		"itinerary[1].place":   set(guatemala, nowhere),
		"itinerary[0].zone":    set(LegWish{Place: "x", Wall: "2021-06-07T09:00", Zone: "America/Tapachula", Minutes: 1}),
		"itinerary[0].id":      set(LegWish{ID: "l7", Place: "x", Wall: "2021-06-08T10:00", Zone: "America/Mexico_City", Minutes: 1}),
		"itinerary[0].minutes": set(LegWish{Place: "x", Wall: "2021-06-08T10:00", Zone: "America/Mexico_City"}),
		"mode":                 {Slot: "s1", Mode: "by letter"},
	} {
		_, err := s.try(bad)
		if r := (*Refusal)(nil); !errors.As(err, &r) || r.Field != want {
			t.Errorf("%s: %v", want, err)
		}
	}
	s.ok(set(mexico, guatemala))
	if got := s.state.Next.Plan.Live(); len(got) != 2 || got[0].Place != "Guatemala" || got[1].ID != "l1" {
		t.Errorf("%+v", got)
	}
	text := "El martes 8 de junio en México, después del lunes 7 en Guatemala; el miércoles 9 de junio no."
	found := dates.Check(dates.Scan("es", text), s.state.Calendar(s.now))
	if len(found) != 1 || text[found[0].Start:found[0].End] != "miércoles 9 de junio" || found[0].Code != dates.DateUnknown {
		t.Errorf("%+v", found)
	}
	mexico.ID = "l1"
	s.ok(set(mexico))
	legs := s.state.Next.Plan.Legs
	if len(legs) != 2 || legs[1].ID != "l2" || !legs[1].Cancelled || s.state.Next.Plan.Revision != 2 {
		t.Errorf("%+v", legs)
	}
}

// What must be stopped at its words: the report's 7 June, while the meeting is on the 8th.
func TestTheDocumentsDates(t *testing.T) {
	s := between(t)
	s.ok(tuesday("fm"))
	s.ok(AnswerSlot{By: "fu", Slot: "s1", Accept: true})
	s.ok(SetNextMeeting{Slot: "s1", Mode: Virtual})
	codes := func(language, text string) (out []dates.Code) {
		for _, f := range dates.Check(dates.Scan(language, text), s.state.Calendar(s.now)) {
			out = append(out, f.Code)
		}
		return out
	}
	for _, c := range []struct {
		language, text string
		want           []dates.Code
	}{
		{"es", "se reunirán el 7 de junio", []dates.Code{dates.DateUnknown}},
		{"es", "el martes 7 de junio de 2021", []dates.Code{dates.WeekdayDiffers, dates.DateUnknown}},
		{"en", "They will meet on 8 June", nil},
		{"fr", "réunis le 7 mai, ils se retrouveront le mardi 8 juin", nil},
	} {
		if got := codes(c.language, c.text); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v", c.text, got)
		}
	}
}

// A time that a zone's clocks skip or show twice is asked for, with both that may be meant, and either is taken then.
func TestWhichOfTwoTimes(t *testing.T) {
	s := between(t)
	for wall, want := range map[string][]string{
		"2021-11-07T01:30": {"2021-11-07T01:30:00-04:00", "2021-11-07T01:30:00-05:00"},
		"2022-03-13T02:30": {"2022-03-13T01:30:00-05:00", "2022-03-13T03:30:00-04:00"},
	} {
		propose := ProposeSlot{By: "fu", Wall: wall, Zone: "America/New_York", Minutes: 30}
		_, err := s.try(propose)
		r := (*Refusal)(nil)
		if !errors.As(err, &r) || r.Field != "when.wall" || !slices.Equal(r.Choices, want) {
			t.Fatalf("%s: %+v", wall, r)
		}
		for _, choice := range r.Choices {
			propose.Wall = choice
			s.ok(propose)
		}
	}
	for _, slot := range s.state.Next.Slots {
		if slot.When.Moved() {
			t.Errorf("%+v has moved", slot.When)
		}
	}
}

// 10:00 in Mexico City on 8 June was 11:00 in New York in 2021; Mexico gave up its summer time in 2022, so that a meeting
// agreed before for a June after it is no longer when it was said to be.
func TestRulesThatMove(t *testing.T) {
	agreed := Moment{Wall: "2023-06-08T10:00:00", Zone: "America/Mexico_City", At: at("2023-06-08T15:00:00Z")}
	if !agreed.Moved() {
		t.Error("not seen to have moved")
	}
	still := Moment{Wall: "2021-06-08T10:00:00", Zone: "America/Mexico_City", At: at("2021-06-08T15:00:00Z")}
	n := Next{
		Slots: []Slot{{ID: "s1", When: agreed}, {ID: "s2", When: still}},
		Plan:  NextMeeting{Revision: 1, Legs: []Leg{{ID: "l1", When: agreed}, {ID: "l2", When: agreed, Cancelled: true}}},
	}
	if got := n.Moved(); !slices.Equal(got, []string{"s1", "l1"}) {
		t.Error(got)
	}
}

func TestHoursOfADelegation(t *testing.T) {
	mexico := Home{Zone: "America/Mexico_City", From: 540, To: 1080, Weekend: []int{0, 6}, Closed: []ClosedDay{{"2021-09-16", "Independencia"}}}
	for begin, want := range map[string]Hours{
		"2021-06-08T10:00:00-05:00": Working, "2021-06-08T17:30:00-05:00": Outside, "2021-06-08T08:00:00-05:00": Outside,
		"2021-06-08T21:30:00-05:00": Night, "2021-06-08T06:45:00-05:00": Night, "2021-06-06T10:00:00-05:00": Weekend,
		"2021-09-16T10:00:00-05:00": Closed, "2021-09-15T23:30:00-05:00": Night,
	} {
		if got := mexico.At(at(begin), at(begin).Add(time.Hour)); got.Hours != want {
			t.Errorf("%s: %s, want %s", begin, got.Hours, want)
		}
	}
	if got := mexico.At(at("2021-09-16T16:00:00Z"), at("2021-09-16T17:00:00Z")); got.Wall != "2021-09-16T11:00:00" || got.EndWall != "2021-09-16T12:00:00" || got.Closed != "Independencia" {
		t.Errorf("%+v", got)
	}
}

func TestWhoseHome(t *testing.T) {
	s := between(t)
	good := Home{Zone: "Europe/Madrid", From: 540, To: 1080}
	s.refused(SetHome{By: "fu", Delegation: "d1", Home: good}, ListForeign)
	s.refused(SetHome{By: "ana", Delegation: "d1", Home: good}, NoAuthority)
	s.ok(SetHome{By: "chair", Delegation: "d1", Home: good})
	for field, spoil := range map[string]func(*Home){
		"zone":           func(h *Home) { h.Zone = "Mars/Olympus" },
		"from":           func(h *Home) { h.To = 0 },
		"weekend":        func(h *Home) { h.Weekend = []int{0, 1, 2, 3, 4, 5, 6} },
		"closed[0].date": func(h *Home) { h.Closed = []ClosedDay{{"16 September", ""}} },
		"closed[1].date": func(h *Home) { h.Closed = []ClosedDay{{"2021-09-16", ""}, {"2021-09-16", ""}} },
		"closed":         func(h *Home) { h.Closed = make([]ClosedDay, MaxClosed+1) },
	} {
		bad := good
		spoil(&bad)
		_, err := s.try(SetHome{By: "fm", Delegation: "d1", Home: bad})
		if r := (*Refusal)(nil); !errors.As(err, &r) || r.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}

func TestTheNextMeetingIsMadeOnce(t *testing.T) {
	s := between(t)
	s.refused(MakeNextMeeting{By: "chair", ID: "n"}, NextUnset)
	s.ok(tuesday("fm"))
	s.ok(AnswerSlot{By: "fu", Slot: "s1", Accept: true})
	s.ok(SetNextMeeting{Slot: "s1", Mode: Hybrid, Title: "Second round"})
	s.refused(MakeNextMeeting{By: "fm", ID: "n"}, NotAllowed)
	s.ok(MakeNextMeeting{By: "chair", ID: "n"})
	if got := s.ok(MakeNextMeeting{By: "chair", ID: "other"}); len(got) != 0 {
		t.Error(got)
	}
	cmd := s.state.Follow([]AgendaItem{{Title: "Vaccines"}})
	events, err := Decide(State{}, cmd, s.now)
	if err != nil {
		t.Fatal(err)
	}
	m := Fold(State{}, events...).Meeting
	if m.ID != "n" || m.Previous != "m" || m.Title != "Second round" || !m.Start.Equal(at("2021-06-08T15:00:00Z")) || m.Timezone != "America/Mexico_City" ||
		len(m.Delegations) != 2 || m.Agenda[0].Title != "Vaccines" {
		t.Errorf("%+v", m)
	}
}

func TestBoundsOfTheNextMeeting(t *testing.T) {
	s := between(t)
	for i := range MaxSlots {
		s.ok(ProposeSlot{Wall: at("2021-06-08T15:00:00Z").Add(time.Duration(i) * time.Hour).Format(time.RFC3339), Zone: "UTC", Minutes: 60})
	}
	s.refused(tuesday("fm"), LimitReached)
	for _, bad := range []ProposeSlot{
		{Wall: "2021-05-07T10:00", Zone: "UTC", Minutes: 1},
		{Wall: "2041-05-07T10:00", Zone: "UTC", Minutes: 1},
		{Wall: "2021-06-08T10:00", Minutes: 1},
		{Zone: "UTC", Minutes: 1},
		{Wall: "2021-06-08T10:00", Zone: "UTC", Minutes: MaxLegMinutes + 1},
		{Wall: "2021-06-08T10:00", Zone: "UTC", Minutes: 1, Note: "a\u202eb"},
	} {
		s.refused(bad, FieldInvalid)
	}
	s.state.Next.Changes = MaxNextChanges
	s.refused(AnswerSlot{By: "fm", Slot: "s1", Accept: true}, LimitReached)
}
