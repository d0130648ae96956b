package proceedings

import (
	"testing"
	"time"
)

func TestTheLobbyIsShutUntilItOpens(t *testing.T) {
	s := &stage{t: t, now: at("2021-06-08T14:29:59Z")}
	s.ok(CreateMeeting{ID: "m", Title: "T", Start: "2021-06-08T10:00", Timezone: "America/Mexico_City"})
	s.person("chair", "chair", "")
	lobby := false
	for _, role := range []string{"delegate", "interpreter", "observer"} {
		if role == "interpreter" {
			continue // has a booth to sit in, and no other rule
		}
		s.ok(IssueInvitation{ID: role, TokenHash: role, Role: role, Name: role, Lobby: &lobby})
		s.refused(Arrive{Invitation: role, Participant: role}, LobbyShut)
		if err := s.state.MayView(role, s.now); err == nil {
			t.Errorf("%s may watch", role)
		}
		if _, status, err := s.state.Use(role, s.now); status != Early || err != nil {
			t.Errorf("%s: %s %v", role, status, err)
		}
	}
	s.now = s.now.Add(time.Second)
	s.ok(Arrive{Invitation: "delegate", Participant: "delegate"})
	s.now = s.now.Add(-time.Minute)
	s.ok(Arrive{Invitation: "delegate", Participant: "delegate"}) // who is in comes back whatever the clock says
}

func TestOpeningIsOfTheMeeting(t *testing.T) {
	for _, c := range []struct {
		minutes *int
		start   string
		opens   time.Time
		ok      bool
	}{
		{nil, "2021-06-08T15:00:00Z", at("2021-06-08T14:30:00Z"), true},
		{new(0), "2021-06-08T15:00:00Z", at("2021-06-08T15:00:00Z"), true},
		{new(90), "2021-06-08T15:00:00Z", at("2021-06-08T13:30:00Z"), true},
		{new(90), "", time.Time{}, true},
		{new(-1), "2021-06-08T15:00:00Z", time.Time{}, false},
		{new(MaxLobbyMinutes + 1), "", time.Time{}, false},
	} {
		s := &stage{t: t, now: at("2021-05-07T15:00:00Z")}
		_, err := s.try(CreateMeeting{ID: "m", Title: "T", Start: c.start, LobbyMinutes: c.minutes})
		if (err == nil) != c.ok || !s.state.Meeting.Opens.Equal(c.opens) {
			t.Errorf("%+v: %v, %v", c, s.state.Meeting.Opens, err)
		}
	}
}

// A meeting keeps its wall time and its instant; where the zone's rules moved between them, it is told.
func TestAZoneWhoseRulesMoved(t *testing.T) {
	m := Meeting{Start: at("2023-06-08T16:00:00Z"), Timezone: "America/Mexico_City", Local: "2023-06-08T10:00:00"}
	if m.ZoneMoved() {
		t.Error("10:00 in Mexico City was 16:00 UTC in the summer of 2023")
	}
	// Planned before Mexico gave up summer time (October 2022): 10:00 was to be 15:00 UTC.
	m.Start = at("2023-06-08T15:00:00Z")
	if !m.ZoneMoved() {
		t.Error("the rules have moved since")
	}
	if (Meeting{Start: m.Start, Timezone: m.Timezone}).ZoneMoved() {
		t.Error("a meeting of before wall times were kept is said to have moved")
	}
}
