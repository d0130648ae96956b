package proceedings

import "time"

const (
	// LobbyMinutes is how long before the start the lobby opens, unless the meeting says otherwise. Earlier costs
	// nothing but an empty room that people wait in; later makes those late who test their devices there.
	LobbyMinutes = 30
	// MaxLobbyMinutes bounds it: a week.
	MaxLobbyMinutes = 7 * 24 * 60
)

// opening derives a meeting's wall time and when its lobby opens from its start.
func opening(m Meeting, minutes *int) (local string, opens time.Time, err error) {
	before := LobbyMinutes
	if minutes != nil {
		before = *minutes
	}
	if before < 0 || before > MaxLobbyMinutes {
		return "", time.Time{}, refuseField("lobbyMinutes", "a number from 0 to %d is needed", MaxLobbyMinutes)
	}
	if m.Start.IsZero() {
		return "", time.Time{}, nil
	}
	return m.Start.In(zoneOf(m.Timezone)).Format(wallClockForm), m.Start.Add(-time.Duration(before) * time.Minute), nil
}

// zoneOf finds a zone whose name was good when the meeting was made. One that has been taken out since is UTC.
func zoneOf(name string) *time.Location {
	if zone, err := time.LoadLocation(name); err == nil {
		return zone
	}
	return time.UTC
}

// ZoneMoved tells whether the zone's rules have changed since the meeting was made, so that its wall time and its instant
// no longer are the same moment. The instant stays what is kept to until somebody decides.
func (m Meeting) ZoneMoved() bool {
	return m.Local != "" && m.Start.In(zoneOf(m.Timezone)).Format(wallClockForm) != m.Local
}

// opensText is when the lobby opens, on the meeting's clocks.
func (m Meeting) opensText() string {
	return m.Opens.In(zoneOf(m.Timezone)).Format("2006-01-02 at 15:04 MST") + " (" + m.Timezone + ")"
}

// shut tells whether the lobby is not open yet for an invitation: who leads may come earlier, to prepare.
func (s State) shut(inv Invitation, now time.Time) bool {
	return !inv.Role.Leads() && now.Before(s.Meeting.Opens)
}
