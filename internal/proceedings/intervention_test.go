package proceedings

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// The sum of the interventions is what the events say.
func TestInterventionsAreTheFloorsIntervals(t *testing.T) {
	s := onAgenda(t)
	start := s.now
	after := func(d time.Duration) { s.now = s.now.Add(d) }
	s.ok(MoveAgenda{By: "chair", Item: "a2"})
	s.ok(GiveFloor{By: "chair", Participant: "ana"})
	before := s.state
	after(10 * time.Second)
	s.ok(GiveFloor{By: "chair", Participant: "bob"})
	after(5 * time.Second)
	s.ok(YieldFloor{By: "bob"})
	want := []Intervention{
		{ID: "i1", Speaker: "ana", Delegation: "d1", Kind: Statement, Item: "a2", Intervals: []Interval{{start, start.Add(10 * time.Second)}}, End: start.Add(10 * time.Second)},
		{ID: "i2", Speaker: "bob", Delegation: "d2", Kind: Statement, Item: "a2", Intervals: []Interval{{start.Add(10 * time.Second), start.Add(15 * time.Second)}}, End: start.Add(15 * time.Second)},
	}
	if diff := cmp.Diff(want, s.state.Interventions); diff != "" {
		t.Error(diff)
	}
	if old := before.Interventions[0]; !old.Open() || before.Floor.Intervention != "i1" || old.Spent(start.Add(time.Second)) != time.Second {
		t.Errorf("the State before changed: %+v, floor %+v", old, before.Floor)
	}
	if v, ok := s.state.Intervention("i2"); !ok || v.Open() || v.Spent(start) != 5*time.Second {
		t.Errorf("found %+v, %v", v, ok)
	}
	if _, ok := s.state.Intervention("i3"); ok {
		t.Error("found an intervention that never was")
	}
}
