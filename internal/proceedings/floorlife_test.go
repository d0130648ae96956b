package proceedings

import (
	"cmp"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// speaking is something that is said about the floor and the lists of speakers.
func (l *life) speaking(t *rapid.T, who func(string) string, text string) Command {
	by, chair := who("by"), rapid.Bool().Draw(t, "chair")
	item := rapid.SampledFrom([]string{"", "", "a1", "a9"}).Draw(t, "item")
	entry := "r0"
	if list := l.state.Lists[item].Entries; len(list) > 0 {
		entry = rapid.SampledFrom(list).Draw(t, "entry").ID
	}
	kind := rapid.SampledFrom([]InterventionKind{"", Opening, Reply, PointOfOrder, "song"}).Draw(t, "kind")
	switch rapid.IntRange(0, 9).Draw(t, "speaking") {
	case 0:
		when := func(label string) string {
			return rapid.SampledFrom([]string{"", "now", "2021-05-07T16:00", "2021-05-07T15:30:00-05:00", "noon"}).Draw(t, label)
		}
		return ArrangeList{
			By: by, ChairPresent: chair, Item: item, Opens: when("opens"), Closes: when("closes"),
			Zone:  rapid.SampledFrom([]string{"", "America/Mexico_City", "Mars"}).Draw(t, "zone"),
			Order: rapid.SampledFrom(append(Orders(), "height")).Draw(t, "order"),
			Limit: rapid.IntRange(-1, 600).Draw(t, "limit"), DelegationLimit: rapid.IntRange(0, 1200).Draw(t, "delegation"),
		}
	case 1:
		return Unlist{By: by, ChairPresent: chair, Item: item, Entry: entry}
	case 2:
		return MoveSpeaker{By: by, ChairPresent: chair, Item: item, Entry: entry, Place: rapid.IntRange(-1, 4).Draw(t, "place")}
	case 3:
		return GiveNext{By: by, ChairPresent: chair, Here: l.participants()[rapid.IntRange(0, len(l.participants())).Draw(t, "away"):]}
	case 4:
		return RaisePoint{By: by, Participant: rapid.SampledFrom([]string{"", who("whom")}).Draw(t, "point"), ChairPresent: chair, Raised: rapid.Bool().Draw(t, "raised")}
	case 5:
		return PauseClock{By: by, ChairPresent: chair, Paused: rapid.Bool().Draw(t, "paused")}
	case 6:
		return DescribeIntervention{By: by, ChairPresent: chair, Kind: kind, Language: rapid.SampledFrom([]string{"", "en", "?"}).Draw(t, "language"), OnBehalfOf: text}
	case 7:
		return SetProtocolOrder{By: by, ChairPresent: chair, Delegations: rapid.SampledFrom([][]string{nil, {"d2"}, {"d2", "d1"}, {"d1", "d1"}, {"d9"}}).Draw(t, "protocol")}
	default:
		return AskFloor{By: by, Participant: rapid.SampledFrom([]string{"", who("whom")}).Draw(t, "for"), ChairPresent: chair, Item: item, Kind: kind, OnBehalfOf: text}
	}
}

// checkFloor: every giving is of an open floor, every yielding of a held one, by its holder; what is interrupted is held,
// and goes on or is abandoned before anything but a point of order is heard.
func checkFloor(t *rapid.T, before State, events []Event) {
	holder := before.Floor.Holder
	waits, _ := before.Intervention(before.Floor.Interrupted)
	waiting := waits.Speaker
	for _, e := range events {
		switch f := e.Fact.(type) {
		case FloorGiven:
			if holder != "" || waiting != "" && f.Kind != PointOfOrder {
				t.Fatalf("the floor is given to %s while %q has it and %q waits", f.Participant, holder, waiting)
			}
			holder = f.Participant
		case FloorInterrupted:
			if holder == "" || holder != f.Participant || waiting != "" {
				t.Fatalf("%s is interrupted on the floor of %q, while %q waits", f.Participant, holder, waiting)
			}
			holder, waiting = "", f.Participant
		case FloorResumed:
			if holder != "" || waiting == "" || waiting != f.Participant {
				t.Fatalf("%s goes on on the floor of %q, where %q waits", f.Participant, holder, waiting)
			}
			holder, waiting = f.Participant, ""
		case InterventionAbandoned:
			if waiting == "" {
				t.Fatalf("%s is abandoned, and nobody waits", f.Intervention)
			}
			waiting = ""
		case FloorYielded:
			if holder == "" || holder != f.Participant {
				t.Fatalf("%s yields the floor of %q", f.Participant, holder)
			}
			holder = ""
		default:
		}
	}
	if waiting != "" && holder == "" {
		t.Fatalf("%s waits for nobody", waiting)
	}
}

// checkSpeakers: at most one clock runs, and it is the floor's; lists have nobody twice, and whoever was moved is where they
// were moved to.
func checkSpeakers(t *rapid.T, s State) {
	for _, v := range s.Interventions {
		open := v.ID == s.Floor.Intervention && !s.Floor.Paused
		if v.Open() != open || v.Over() == (v.ID == s.Floor.Intervention || v.ID == s.Floor.Interrupted) {
			t.Fatalf("%+v with the floor %+v", v, s.Floor)
		}
	}
	for item, list := range s.Lists {
		queue := s.Speakers(item)
		if len(queue) != len(list.Entries) {
			t.Fatalf("%d of %d are in the order", len(queue), len(list.Entries))
		}
		seen := map[string]bool{}
		for i, e := range queue {
			key := e.Participant
			if e.Kind == Reply {
				key += " replies"
			}
			if seen[key] || seen[e.ID] || e.Place > 0 && e.Place != i+1 {
				t.Fatalf("place %d of %+v", i+1, queue)
			}
			seen[key], seen[e.ID] = true, true
			if p, ok := s.Present(e.Participant); !ok || !p.Role.Speaks() || e.Kind == PointOfOrder {
				t.Fatalf("%+v is listed with %+v", p, e)
			}
		}
	}
	for i, o := range s.Points {
		if _, ok := s.Present(o.Participant); !ok || slices.ContainsFunc(s.Points[:i], func(p Point) bool { return p.Participant == o.Participant }) {
			t.Fatalf("points of order %+v", s.Points)
		}
	}
}

// checkOneFloor: no two had the floor at once, whenever it was written down.
func checkOneFloor(t *rapid.T, s State, now time.Time) {
	var spans []Interval
	for _, v := range s.Interventions {
		spans = append(spans, v.Intervals...)
	}
	for i := range spans {
		if spans[i].End.IsZero() { // the clock that runs
			spans[i].End = now
		}
	}
	slices.SortFunc(spans, func(a, b Interval) int { return cmp.Or(a.Start.Compare(b.Start), a.End.Compare(b.End)) })
	for i, v := range spans {
		if i > 0 && v.Start.Before(spans[i-1].End) {
			t.Fatalf("%v and %v", spans[i-1], v)
		}
	}
}

// checkFloorTimes: the sums are what one gets who reads the journal with a stopwatch.
func (l *life) checkFloorTimes(t *rapid.T) {
	want := FloorTimes{Speakers: map[string]time.Duration{}, Delegations: map[string]time.Duration{}}
	var holder, waits string
	var kind, waitsKind InterventionKind
	var since time.Time
	running := false
	stop := func(at time.Time) {
		if running && kind == PointOfOrder {
			want.Points += at.Sub(since)
		} else if running {
			want.Speakers[holder] += at.Sub(since)
			want.Delegations[l.state.Participants[holder].Delegation] += at.Sub(since)
		}
		running = false
	}
	for _, record := range l.records {
		events, err := DecodeRecord(record)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range events {
			switch f := e.Fact.(type) {
			case FloorGiven:
				holder, kind, since, running = f.Participant, f.Kind, e.At, true
			case FloorYielded, ClockPaused:
				stop(e.At)
			case FloorInterrupted:
				stop(e.At)
				waits, waitsKind = holder, kind
			case FloorResumed:
				holder, kind, since, running = waits, waitsKind, e.At, true
			case ClockResumed:
				since, running = e.At, true
			case InterventionRecorded:
				if spent := f.End.Sub(f.Start); f.Kind == PointOfOrder {
					want.Points += spent
				} else {
					want.Speakers[f.Speaker] += spent
					want.Delegations[l.state.Participants[f.Speaker].Delegation] += spent
				}
			case InterventionDescribed:
				if kind != PointOfOrder {
					kind = f.Kind
				}
			}
		}
	}
	stop(l.now)
	got := l.state.FloorTimes(l.now, AllInterventions)
	var speakers, delegations, all time.Duration
	for who, d := range got.Speakers {
		if d != want.Speakers[who] {
			t.Fatalf("%s spoke for %s, says the journal: %s", who, d, want.Speakers[who])
		}
		speakers += d
	}
	for which, d := range got.Delegations {
		if d != want.Delegations[which] {
			t.Fatalf("%s spoke for %s, says the journal: %s", which, d, want.Delegations[which])
		}
		delegations += d
	}
	for _, v := range l.state.Interventions {
		all += v.Spent(l.now)
	}
	if len(got.Speakers) < len(want.Speakers) || got.Points != want.Points || speakers != delegations || speakers+got.Points != all {
		t.Fatalf("%s of speakers, %s of delegations and %s of points are %s; the journal has %+v", speakers, delegations, got.Points, all, want)
	}
}

// A debate alone gets further than a life of everything: the same invariants, with people who are there and a chair who
// knows what they want.
func TestAnyDebateKeepsTheInvariants(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := newLife(t)
		for id, role := range map[string]string{"chair": "chair", "ana": "delegate", "bob": "delegate", "amy": "delegate"} {
			lobby, party := false, map[string]string{"ana": "d1", "bob": "d2", "amy": "d1"}[id]
			l.do(t, IssueInvitation{ID: id, TokenHash: id, Role: role, Name: id, Delegation: party, Lobby: &lobby})
			l.do(t, Arrive{Invitation: id, Participant: id})
		}
		l.do(t, ArrangeList{By: "chair", Opens: "now"})
		who := func(label string) string {
			return rapid.SampledFrom([]string{"chair", "chair", "ana", "bob", "amy"}).Draw(t, label)
		}
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			l.now = l.now.Add(time.Duration(rapid.IntRange(0, 600_000).Draw(t, "later")) * time.Millisecond)
			before := l.state
			cmd := rapid.OneOf(
				rapid.Custom(func(t *rapid.T) Command { return l.speaking(t, who, "") }),
				rapid.SampledFrom([]Command{
					GiveFloor{By: "chair", Participant: who("whom"), Kind: rapid.SampledFrom([]InterventionKind{"", PointOfOrder, Reply}).Draw(t, "kind")},
					YieldFloor{By: who("yields")},
					l.late(t, "chair", who("late")),
					Depart{Participant: who("departs")},
					GiveNext{By: "chair", Here: []string{"ana", "bob", "amy"}},
					MoveAgenda{By: "chair", Item: rapid.SampledFrom([]string{"", "a1"}).Draw(t, "item")},
					Remove{By: "chair", Participant: who("removed")},
				}),
			).Draw(t, "command")
			checkFloor(t, before, l.do(t, cmd))
			checkState(t, l.state)
			checkSpeakers(t, l.state)
			checkOneFloor(t, l.state, l.now)
		}
		l.checkFloorTimes(t)
		l.checkReplay(t)
	})
}
