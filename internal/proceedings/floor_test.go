package proceedings

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// debate is a meeting on its first item, with a chair, four speakers and an interpreter.
func debate(t *testing.T) *stage {
	t.Helper()
	s := &stage{t: t, now: at("2021-05-07T15:00:00Z")}
	s.ok(CreateMeeting{
		ID: "m", Title: "T", Languages: []string{"es", "en"}, Timezone: "America/Mexico_City", Delegations: []Delegation{{Name: "México"}, {Name: "United States"}, {Name: "Guatemala"}},
		Agenda: []AgendaItem{{Title: "A"}, {Title: "B"}},
	})
	for id, who := range map[string][2]string{
		"chair": {"chair", ""}, "org": {"organiser", ""}, "ana": {"delegate", "d1"}, "amy": {"delegate", "d1"},
		"bob": {"delegate", "d2"}, "gil": {"delegate", "d3"}, "obs": {"observer", ""}, "ines": {"interpreter", ""},
	} {
		s.person(id, who[0], who[1])
	}
	s.ok(MoveAgenda{By: "chair", Item: "a1"})
	return s
}

func (s *stage) later(d time.Duration) { s.now = s.now.Add(d) }

// queue is the present list, as participants in their order.
func (s *stage) queue() string {
	var names []string
	for _, e := range s.state.Speakers(s.state.Agenda.Item) {
		names = append(names, e.Participant)
	}
	return strings.Join(names, " ")
}

func (s *stage) wantQueue(want string) {
	s.t.Helper()
	if got := s.queue(); got != want {
		s.t.Errorf("the list is %q, want %q", got, want)
	}
}

// ask opens the list and puts people on it, a second apart.
func (s *stage) ask(order Order, who ...string) {
	s.t.Helper()
	s.ok(ArrangeList{By: "chair", Item: "a1", Opens: "now", Order: order})
	for _, id := range who {
		s.later(time.Second)
		s.ok(AskFloor{By: id, Item: "a1"})
	}
}

func everybody() []string { return []string{"chair", "org", "ana", "amy", "bob", "gil"} }

// A point of order stops the speaker's clock, which runs on when it is over; it costs its delegation nothing.
func TestAPointOfOrderInterruptsAndTheSpeechGoesOn(t *testing.T) {
	s := debate(t)
	s.ok(GiveFloor{By: "chair", Participant: "ana", Language: "es"})
	s.later(30 * time.Second)
	if got := s.ok(RaisePoint{By: "bob", Raised: true}); !cmp.Equal(got, []string{"point-raised"}) {
		t.Error(got)
	}
	s.refused(RaisePoint{By: "ana", Raised: true}, FloorTaken)
	s.ok(RaisePoint{By: "gil", Raised: true})
	if got := s.ok(GiveNext{By: "chair", Here: everybody()}); !cmp.Equal(got, []string{"floor-interrupted", "floor-given"}) {
		t.Error(got)
	}
	s.refused(RaisePoint{By: "ana", Raised: true}, FloorTaken)
	s.later(20 * time.Second)
	if got := s.ok(GiveFloor{By: "chair", Participant: "gil", Kind: PointOfOrder}); !cmp.Equal(got, []string{"floor-yielded", "floor-given"}) {
		t.Error(got)
	}
	s.later(10 * time.Second)
	if got := s.ok(YieldFloor{By: "gil"}); !cmp.Equal(got, []string{"floor-yielded", "floor-resumed"}) {
		t.Error(got)
	}
	s.later(15 * time.Second)
	if s.state.Floor.Holder != "ana" || len(s.state.Points) != 0 {
		t.Errorf("the floor is %+v, points %+v", s.state.Floor, s.state.Points)
	}
	got := s.state.FloorTimes(s.now, AllInterventions)
	want := FloorTimes{
		Speakers:    map[string]time.Duration{"ana": 45 * time.Second},
		Delegations: map[string]time.Duration{"d1": 45 * time.Second}, Points: 30 * time.Second,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// How a speech that waits ends.
func TestAnInterruptedSpeechIsAbandoned(t *testing.T) {
	for name, tc := range map[string]struct {
		do   Command
		want []string
	}{
		"its speaker leaves":    {Depart{Participant: "ana"}, []string{"intervention-abandoned"}},
		"is removed":            {Remove{By: "chair", Participant: "ana"}, []string{"participant-removed", "invitation-revoked", "intervention-abandoned"}},
		"another has the floor": {GiveFloor{By: "chair", Participant: "gil"}, []string{"floor-yielded", "intervention-abandoned", "floor-given"}},
		"the meeting ends":      {End{By: "chair"}, []string{"floor-yielded", "intervention-abandoned", "meeting-ended"}},
		"or it goes on":         {GiveFloor{By: "chair", Participant: "ana"}, []string{"floor-yielded", "floor-resumed"}},
		"the point is over":     {GiveFloor{By: "chair"}, []string{"floor-yielded", "floor-resumed"}},
		"who raised it left":    {Depart{Participant: "bob"}, []string{"floor-yielded", "floor-resumed"}},
	} {
		s := debate(t)
		s.ok(GiveFloor{By: "chair", Participant: "ana"})
		s.ok(GiveFloor{By: "chair", Participant: "bob", Kind: PointOfOrder})
		if diff := cmp.Diff(tc.want, s.ok(tc.do)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestTheClockStandsWhileItIsInterpreted(t *testing.T) {
	s := debate(t)
	s.refused(PauseClock{By: "chair", Paused: true}, FloorOpen)
	s.ok(GiveFloor{By: "chair", Participant: "ana"})
	s.later(10 * time.Second)
	s.refused(PauseClock{By: "bob", Paused: true}, NotAllowed)
	s.ok(PauseClock{By: "ines", Paused: true})
	s.ok(PauseClock{By: "chair", Paused: true})
	s.later(time.Minute)
	s.ok(PauseClock{By: "chair"})
	s.later(5 * time.Second)
	s.ok(YieldFloor{By: "ana"})
	if got := s.state.Interventions[0].Spent(s.now); got != 15*time.Second {
		t.Errorf("%s counted", got)
	}
}

func TestAListOpensAndClosesAtATimeOnTheWall(t *testing.T) {
	s := debate(t)
	s.refused(AskFloor{By: "ana", Item: "a1"}, ListClosed)
	s.ok(ArrangeList{By: "chair", Item: "a1", Opens: "2021-05-07T10:05", Closes: "2021-05-07T10:30"})
	refusal := func(want string) {
		t.Helper()
		_, err := s.try(AskFloor{By: "bob", Item: "a1"})
		if r, ok := errors.AsType[*Refusal](err); !ok || r.Code != ListClosed || !strings.Contains(r.Detail, want) {
			t.Errorf("%v does not say %s", err, want)
		}
	}
	refusal("opens at 10:05:00 on 2021-05-07 (America/Mexico_City)")
	s.now = at("2021-05-07T15:05:00Z")
	s.ok(AskFloor{By: "ana", Item: "a1", Kind: Question, OnBehalfOf: "CELAC"})
	s.refused(AskFloor{By: "ana", Item: "a1"}, AlreadyListed)
	s.refused(AskFloor{By: "obs", Item: "a1"}, MayNotSpeak)
	s.refused(AskFloor{By: "amy", Item: "a9"}, AgendaItemUnknown)
	s.refused(AskFloor{By: "amy", Participant: "gil", Item: "a1"}, NotAllowed)
	s.now = at("2021-05-07T15:30:00Z")
	refusal("closed at 10:30:00 on 2021-05-07 (America/Mexico_City)")
	s.ok(AskFloor{By: "chair", Participant: "bob", Item: "a1"})
	s.ok(ArrangeList{By: "chair", Item: "a1", Opens: "now"})
	s.ok(AskFloor{By: "gil", Item: "a1"})
	s.wantQueue("ana bob gil")
	s.refused(Unlist{By: "bob", Item: "a1", Entry: s.state.Lists["a1"].Entries[0].ID}, NotAllowed)
	s.ok(Unlist{By: "ana", Item: "a1", Entry: s.state.Lists["a1"].Entries[0].ID})
	s.wantQueue("bob gil")
	for field, c := range map[string]ArrangeList{
		"closes": {By: "chair", Opens: "2021-05-07T11:00", Closes: "2021-05-07T10:00"},
		"opens":  {By: "chair", Opens: "soon"}, "order": {By: "chair", Order: "height"}, "limit": {By: "chair", Limit: -1},
		"timezone": {By: "chair", Opens: "now", Zone: "Mars/Olympus"},
	} {
		_, err := s.try(c)
		if r, ok := errors.AsType[*Refusal](err); !ok || r.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}

func TestOrders(t *testing.T) {
	for _, tc := range []struct {
		order Order
		want  string
	}{
		{ByRequest, "ana amy bob gil chair"},
		{ByRank, "bob ana amy gil chair"}, // the United States first, the others as the meeting lists them
		{Alternating, "gil chair bob ana amy"},
		{LeastTime, "gil chair ana amy bob"},
	} {
		s := debate(t)
		s.ok(SetProtocolOrder{By: "chair", Delegations: []string{"d2"}})
		s.ok(GiveFloor{By: "chair", Participant: "bob"})
		s.later(3 * time.Minute)
		s.ok(GiveFloor{By: "chair", Participant: "amy"})
		s.later(2 * time.Minute)
		s.ok(GiveFloor{By: "chair"})
		s.ask(tc.order, "ana", "amy", "bob", "gil", "chair")
		if got := s.queue(); got != tc.want {
			t.Errorf("%s: %s, want %s", tc.order, got, tc.want)
		}
	}
	s := debate(t)
	s.refused(SetProtocolOrder{By: "chair", Delegations: []string{"d1", "d1"}}, FieldInvalid)
	s.refused(SetProtocolOrder{By: "ana", Delegations: []string{"d1"}}, NotAllowed)
}

// The chair's hand goes before any order, and stays where it put somebody while others come and go.
func TestWhomTheChairMovesStaysThere(t *testing.T) {
	s := debate(t)
	s.ask(ByRequest, "ana", "bob", "gil", "amy")
	id := func(who string) string {
		for _, e := range s.state.Lists["a1"].Entries {
			if e.Participant == who {
				return e.ID
			}
		}
		return ""
	}
	move := func(who string, place int, want string) {
		t.Helper()
		s.ok(MoveSpeaker{By: "chair", Item: "a1", Entry: id(who), Place: place})
		s.wantQueue(want)
	}
	move("amy", 1, "amy ana bob gil")
	move("gil", 1, "gil amy ana bob")
	move("ana", 4, "gil amy bob ana")
	move("gil", 3, "amy bob gil ana")
	s.ok(GiveNext{By: "chair", Here: everybody()})
	s.wantQueue("bob gil ana")
	move("ana", 0, "ana gil bob")
	s.refused(MoveSpeaker{By: "chair", Item: "a1", Entry: id("ana"), Place: 4}, FieldInvalid)
	s.refused(MoveSpeaker{By: "chair", Item: "a1", Entry: "r99", Place: 1}, EntryUnknown)
	s.refused(MoveSpeaker{By: "bob", Item: "a1", Entry: id("ana"), Place: 1}, NotAllowed)
}

func TestNextSkipsWhoIsNotHereAndSaysSo(t *testing.T) {
	s := debate(t)
	s.refused(GiveNext{By: "chair", Here: everybody()}, ListEmpty)
	s.ask(ByRequest, "ana", "bob")
	events, err := Decide(s.state, GiveNext{By: "chair", Here: []string{"bob"}, Speaks: func(string) string { return "en" }}, s.now)
	if err != nil {
		t.Fatal(err)
	}
	want := FloorGiven{Participant: "bob", By: "chair", Kind: Statement, Language: "en", Entry: "r3", Place: 2, Skipped: []string{"r2"}}
	if diff := cmp.Diff(want, events[0].Fact); diff != "" {
		t.Error(diff)
	}
	s.refused(GiveNext{By: "chair", Here: []string{"gil"}}, ListEmpty)
	s.refused(GiveNext{By: "org", ChairPresent: true, Here: everybody()}, NotAllowed)
	s.ok(Remove{By: "chair", Participant: "ana"})
	s.wantQueue("bob")
}

func TestTheRightOfReplyComesLastTwiceAndShorter(t *testing.T) {
	s := debate(t)
	s.ask(ByRequest, "bob")
	s.ok(ArrangeList{By: "chair", Item: "a1", Opens: "now", Closes: "now", Limit: 180})
	s.ok(AskFloor{By: "ana", Item: "a1", Kind: Reply})
	s.ok(AskFloor{By: "chair", Participant: "gil", Item: "a1"})
	s.wantQueue("bob gil ana")
	s.ok(AskFloor{By: "amy", Item: "a1", Kind: Reply})
	var limits []time.Duration
	for range 4 {
		s.ok(GiveNext{By: "chair", Here: everybody()})
		limits = append(limits, s.state.Interventions[len(s.state.Interventions)-1].Limit)
	}
	if diff := cmp.Diff([]time.Duration{3 * time.Minute, 3 * time.Minute, 10 * time.Minute, 5 * time.Minute}, limits); diff != "" {
		t.Error(diff)
	}
	s.refused(AskFloor{By: "ana", Item: "a1", Kind: Reply}, RepliesUsed)
	s.refused(AskFloor{By: "chair", Participant: "ana", Item: "a1", Kind: Reply}, RepliesUsed)
	s.ok(AskFloor{By: "ana", Item: "a2", Kind: Reply})
}

func TestADelegationsTimeIsForAllOfIt(t *testing.T) {
	s := debate(t)
	s.ok(ArrangeList{By: "chair", Item: "a1", Limit: 300, DelegationLimit: 480})
	for i, want := range []time.Duration{5 * time.Minute, 3 * time.Minute, time.Second} {
		s.ok(GiveFloor{By: "chair", Participant: []string{"ana", "amy"}[i%2]})
		if got := s.state.Interventions[i].Limit; got != want {
			t.Errorf("turn %d has %s, want %s", i, got, want)
		}
		s.later(5 * time.Minute)
	}
	s.ok(GiveFloor{By: "chair", Participant: "bob", Limit: 60})
	if got := s.state.Interventions[3].Limit; got != time.Minute {
		t.Errorf("the chair's word is a minute, not %s", got)
	}
}

func TestWhatAnInterventionIsCanBeCorrected(t *testing.T) {
	s := debate(t)
	s.refused(DescribeIntervention{By: "chair", Kind: Opening}, FloorOpen)
	s.ok(GiveFloor{By: "chair", Participant: "ana", Language: "es", Limit: 60})
	s.ok(DescribeIntervention{By: "chair", Kind: Opening, Language: "en-us", OnBehalfOf: " CELAC ", Limit: 120})
	s.ok(DescribeIntervention{Language: "fr"})
	if got := s.ok(DescribeIntervention{Language: "FR"}); got != nil {
		t.Errorf("the same again is %v", got)
	}
	v := s.state.Interventions[0]
	if v.Kind != Opening || v.Language != "fr" || v.OnBehalfOf != "CELAC" || v.Limit != 2*time.Minute {
		t.Errorf("%+v", v)
	}
	s.refused(DescribeIntervention{By: "chair", Kind: PointOfOrder}, FieldInvalid)
	s.refused(DescribeIntervention{By: "ana", Kind: Statement}, NotAllowed)
	s.refused(DescribeIntervention{By: "chair", Kind: Statement, OnBehalfOf: "a\x00"}, FieldInvalid)
}

func TestTheListsAreBounded(t *testing.T) {
	s := debate(t)
	s.ask(ByRequest, "ana")
	s.state.FloorChanges = MaxFloorChanges
	s.refused(AskFloor{By: "bob", Item: "a1"}, LimitReached)
	s.refused(RaisePoint{By: "bob", Raised: true}, LimitReached)
	s.state.FloorChanges = 1
	full := s.state.Lists["a1"]
	for len(full.Entries) < MaxListed {
		full.Entries = append(full.Entries, full.Entries[0])
	}
	s.state.Lists["a1"] = full
	s.refused(AskFloor{By: "bob", Item: "a1"}, LimitReached)
	s.state.Interventions = make([]Intervention, MaxInterventions)
	s.refused(GiveFloor{By: "chair", Participant: "bob"}, LimitReached)
}
