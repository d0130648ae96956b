package conference_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

func giveNext(id int) protocol.ClientMessage { return protocol.GiveNext{ID: id} }

func askFloor(item, kind string) func(int) protocol.ClientMessage {
	return func(id int) protocol.ClientMessage { return protocol.AskFloor{ID: id, Item: item, Kind: kind} }
}

func raisePoint(raised bool) func(int) protocol.ClientMessage {
	return func(id int) protocol.ClientMessage { return protocol.RaisePoint{ID: id, Raised: raised} }
}

func openList(item string) func(int) protocol.ClientMessage {
	return func(id int) protocol.ClientMessage {
		return protocol.ArrangeList{ID: id, Item: item, Opens: "now", Order: "request", Limit: 180}
	}
}

// listedNames is a list as its speakers' names.
func listedNames(l protocol.SpeakersList) string {
	var out []string
	for _, e := range l.Entries {
		out = append(out, e.Name)
	}
	return strings.Join(out, " ")
}

// A debate as its delegates see it: ask, next, a point of order, the times; and the same to read over the API, after a
// restart too.
func TestTheListOfSpeakersIsLive(t *testing.T) {
	inWorld(t, func(w *world) {
		anas := w.invite("delegate", "Ana", "México", func(in *conference.Invite) { in.Language = "es" })
		chair, ana := w.join(w.invite("chair", "Ada", "").Token), w.join(anas.Token)
		bob, gil := w.join(w.invite("delegate", "Bob", "United States").Token), w.join(w.invite("delegate", "Gil", "").Token)
		lobby := w.join(w.invite("delegate", "Eva", "México", withLobby).Token)
		chair.ok(moveAgenda("a1"))
		if code := ana.command(askFloor("a1", "")); code != "list-closed" {
			t.Errorf("before it is open: %q", code)
		}
		if code := ana.command(openList("a1")); code != "not-allowed" {
			t.Errorf("a delegate opens it: %q", code)
		}
		chair.ok(openList("a1"))
		for _, c := range []*client{gil, ana, bob} {
			c.ok(askFloor("a1", ""))
		}
		w.settle()
		if got := need[protocol.ListChanged](bob).List; listedNames(got) != "Gil Ana Bob" || got.Opens == "" || got.Limit != 180 {
			t.Errorf("told %+v", got)
		}
		if m, told := find[protocol.ListChanged](lobby); told {
			t.Errorf("the lobby is told %+v", m)
		}
		gil.say(protocol.Leave{})
		chair.ok(giveNext)
		floor := need[protocol.FloorChanged](ana).Floor
		if floor.Holder != ana.me || floor.Kind != "statement" || floor.Language != "es" || floor.Limit != 180 || floor.Running == "" {
			t.Errorf("after the absent: %+v", floor)
		}
		time.Sleep(20 * time.Second)
		bob.ok(raisePoint(true))
		w.settle()
		if got := need[protocol.PointsChanged](chair).Points; len(got) != 1 || got[0].Name != "Bob" {
			t.Errorf("points %+v", got)
		}
		chair.ok(giveNext)
		if got := need[protocol.FloorChanged](ana).Floor; got.Holder != bob.me || got.Kind != "point-of-order" || got.Interrupted != ana.me {
			t.Errorf("at the point of order: %+v", got)
		}
		time.Sleep(10 * time.Second)
		bob.say(protocol.Leave{})
		before := need[protocol.FloorChanged](ana).Floor
		if before.Holder != ana.me || before.Spent < 20_000 || before.Spent > 21_000 || before.Running == "" {
			t.Errorf("and after it: %+v", before)
		}
		chair.ok(func(id int) protocol.ClientMessage { return protocol.PauseClock{ID: id, Paused: true} })
		if got := need[protocol.FloorChanged](ana).Floor; got.Running != "" || got.Holder != ana.me {
			t.Errorf("in a pause: %+v", got)
		}
		ana.ok(func(id int) protocol.ClientMessage { return protocol.YieldFloor{ID: id} })
		w.settle()
		times := need[protocol.FloorTimesChanged](chair).Times
		if len(times.Delegations) != 1 || times.Delegations[0].MS != before.Spent || times.Points < 10_000 {
			t.Errorf("times %+v", times)
		}
		w.restart()
		welcome := need[protocol.Welcome](w.join(anas.Token))
		if diff := cmp.Diff(times, welcome.FloorTimes); diff != "" || len(welcome.Lists) != 1 || listedNames(welcome.Lists[0]) != "Gil Bob" {
			t.Errorf("after a restart: %s %+v", diff, welcome.Lists)
		}
		report, err := w.hub.FloorOf(context.Background(), w.meeting.ID, conference.Visitor{Invitation: anas.ID}, nil)
		if err != nil || len(report.Interventions) != 2 || report.Interventions[1].Kind != "point-of-order" || len(report.Interventions[0].Intervals) != 2 {
			t.Errorf("%+v %v", report, err)
		}
		none := ""
		if report, err = w.hub.FloorOf(context.Background(), w.meeting.ID, conference.Visitor{Admin: true}, &none); err != nil || len(report.Interventions) != 0 {
			t.Errorf("of no item: %+v %v", report, err)
		}
	})
}

// The order of protocol is the meeting's: all are told, also who comes later.
func TestTheOrderOfProtocolIsTold(t *testing.T) {
	inWorld(t, func(w *world) {
		chair := w.join(w.invite("chair", "Ada", "").Token)
		ana := w.join(w.invite("delegate", "Ana", "México").Token)
		order := []string{"d2", "d1"}
		rank := func(id int) protocol.ClientMessage { return protocol.SetProtocolOrder{ID: id, Delegations: order} }
		w.settle()
		ana.take()
		chair.ok(rank)
		w.settle()
		if m := need[protocol.MeetingChanged](ana).Meeting; !slices.Equal(m.Protocol, order) {
			t.Errorf("told: %v", m.Protocol)
		}
		bob := w.join(w.invite("delegate", "Bob", "United States").Token)
		if got := need[protocol.Welcome](bob).Meeting.Protocol; !slices.Equal(got, order) {
			t.Errorf("who comes later: %v", got)
		}
	})
}

// However many ask at once, everybody is told a few lists.
func TestARushOnTheListIsToldSparingly(t *testing.T) {
	inWorld(t, func(w *world) {
		chair := w.join(w.invite("chair", "Ada", "").Token)
		chair.ok(openList(""))
		var people []*client
		for range 60 {
			people = append(people, w.join(w.invite("delegate", "D", "México").Token))
		}
		w.settle()
		chair.take()
		for _, p := range people {
			p.ok(askFloor("", ""))
		}
		w.settle()
		told := 0
		last := protocol.SpeakersList{}
		for _, m := range chair.take() {
			if l, is := m.(protocol.ListChanged); is {
				told++
				last = l.List
			}
		}
		if told > 2 || len(last.Entries) != len(people) {
			t.Errorf("%d lists were told of %d who asked; the last has %d", told, len(people), len(last.Entries))
		}
	})
}

// The language of an intervention is what the booths go by, whoever said it, and the other way round.
func TestTheBoothsAndTheInterventionAgreeOnTheLanguage(t *testing.T) {
	inWorld(t, func(w *world) {
		chair := w.join(w.invite("chair", "Ada", "").Token)
		ines := w.join(w.invite("interpreter", "Inés", "").Token)
		ana := w.join(w.invite("delegate", "Ana", "México", func(in *conference.Invite) { in.Language = "es" }).Token)
		agree := func(want string) {
			t.Helper()
			w.settle()
			floor := protocol.Floor{}
			for _, m := range ana.take() {
				if f, is := m.(protocol.FloorChanged); is {
					floor = f.Floor
				}
			}
			ines.take()
			if floor.Language != want || ines.view.FloorLanguage != want {
				t.Errorf("the intervention is in %q, the booths have %q, want %q", floor.Language, ines.view.FloorLanguage, want)
			}
		}
		chair.ok(giveFloor(ana.me))
		agree("es")
		ines.ok(func(id int) protocol.ClientMessage { return protocol.SetFloorLanguage{ID: id, Language: "en"} })
		agree("en")
		if from := ines.view.FloorFrom; from != "interpreter" {
			t.Errorf("said by %q", from)
		}
		chair.ok(func(id int) protocol.ClientMessage {
			return protocol.DescribeIntervention{ID: id, Kind: "opening", Language: "es"}
		})
		agree("es")
		ana.say(protocol.SetLanguage{Language: "en"})
		agree("en")
	})
}
