package proceedings

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestATurnIsWrittenDownAfterwards(t *testing.T) {
	s, now := written(t) // Ana has had the floor for a minute
	began := now.Add(-time.Minute)
	late := func(change func(*RecordIntervention)) RecordIntervention {
		c := RecordIntervention{By: "kay", Speaker: "bob", Start: began.Add(-40 * time.Second), End: began, Kind: Opening, Language: "EN"}
		change(&c)
		return c
	}
	for _, c := range []struct {
		change func(*RecordIntervention)
		code   Code
	}{
		{func(c *RecordIntervention) { c.By = "ana" }, NotAllowed},
		{func(c *RecordIntervention) { c.Speaker = "kay" }, ParticipantUnknown}, // keepers do not speak
		{func(c *RecordIntervention) { c.Speaker = "nobody" }, ParticipantUnknown},
		{func(c *RecordIntervention) { c.End = began.Add(time.Millisecond) }, FloorHeld},
		{func(c *RecordIntervention) { c.Start, c.End = now.Add(-time.Second), now }, FloorHeld},
		{func(c *RecordIntervention) { c.End = c.Start }, FieldInvalid},
		{func(c *RecordIntervention) { c.Start, c.End = now, now.Add(time.Second) }, FieldInvalid},
		{func(c *RecordIntervention) { c.Start = began.Add(-time.Hour) }, FieldInvalid},
		{func(c *RecordIntervention) { c.Item = "a1" }, AgendaItemUnknown},
		{func(c *RecordIntervention) { c.Kind = "song" }, FieldInvalid},
	} {
		refusedAs(t, s, late(c.change), now, c.code)
	}
	s = granted(t, s, late(func(*RecordIntervention) {}), now)
	want := Intervention{
		ID: "i2", Speaker: "bob", Delegation: "d2", Kind: Opening, Language: "en",
		Intervals: []Interval{{Start: began.Add(-40 * time.Second), End: began}}, End: began,
	}
	if diff := cmp.Diff(want, s.Interventions[1]); diff != "" || s.Floor.Intervention != "i1" {
		t.Fatal(diff)
	}
	if got := s.FloorTimes(now, AllInterventions).Delegations["d2"]; got != 40*time.Second {
		t.Errorf("%s are counted", got)
	}
	refusedAs(t, s, late(func(*RecordIntervention) {}), now, FloorHeld)
	// Whose last turn is the longest ago is Bob: he spoke first, though it was written down last.
	if last := s.lastTurns(""); last["d2"] >= last["d1"] {
		t.Errorf("%v", last)
	}
	s = granted(t, s, End{By: "chair"}, now)
	now = now.Add(time.Hour)
	s = granted(t, s, late(func(c *RecordIntervention) { c.Start, c.End = now.Add(-time.Minute), now }), now)
	if len(s.Interventions) != 3 {
		t.Error("the record goes on after the meeting")
	}
}

// Nobody's words are let out by writing their turn down later.
func TestALateTurnHasTheRegimeOfItsTime(t *testing.T) {
	s, now := written(t)
	s = granted(t, s, YieldFloor{By: "ana"}, now)
	s = granted(t, s, SetRegime{By: "chair", Regime: string(ChathamHouse)}, now)
	s = granted(t, s, SetRegime{By: "bob", Speaker: "bob", Regime: string(OffTheRecord)}, now)
	for _, tc := range []struct {
		speaker string
		start   time.Time
		want    Regime
	}{
		{"ana", now.Add(-10 * time.Minute), OnTheRecord},
		{"ana", now, ChathamHouse},
		{"bob", now.Add(10 * time.Second), OffTheRecord}, // what he has asked for a turn may have been for this one
	} {
		later := now.Add(time.Minute)
		got := granted(t, s, RecordIntervention{Speaker: tc.speaker, Start: tc.start, End: tc.start.Add(time.Second)}, later)
		if a := got.AttributionOf(got.Interventions[1]); a.Regime != tc.want {
			t.Errorf("%s at %s: %+v", tc.speaker, tc.start, a)
		}
	}
	if _, asked := s.Attributions.Next["bob"]; !asked {
		t.Error("his next turn is not his last one")
	}
}
