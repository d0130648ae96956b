package conference

import (
	"time"

	"github.com/cumbre-meet/cumbre/internal/proceedings"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

const (
	// askAgain is how long the holder of a place is not asked again whether somebody may take over. Less rattles the
	// dialogue; more leaves it out of date.
	askAgain = time.Second
	// answerHolds is how long an answer holds: the other side asks again every few seconds, and may have to type.
	// More leaves a place open for whoever comes next, or somebody who was refused by mistake outside.
	answerHolds = time.Minute
	// reloadTime is how long a place stays its holder's who is asked and reloads the page, or whose proxy drops the
	// connection. More keeps out somebody whose computer has crashed.
	reloadTime = 5 * time.Second
)

// contest is a second session's wish for the place of somebody who acts for others.
type contest struct {
	asked, answered time.Time
	allowed         bool
}

// mayTakeOver decides whether a session gets a place that another one has. Who can prove to be the same client has it at
// once, as has everybody where the first one's connection has been lost for some seconds, or is an encoder's, which nobody
// can ask.
func (c *conference) mayTakeOver(inv proceedings.Invitation, id string, proved bool, now time.Time) error {
	p := c.people[id]
	if p == nil || proved || p.waiting || p.isExternal || !inv.ActsAlone() {
		return nil
	}
	if p.attendance == nil && now.Sub(p.lostAt) >= reloadTime {
		return nil
	}
	switch {
	case now.Sub(p.contest.answered) < answerHolds && p.contest.allowed:
		p.contest = contest{}
		return nil
	case now.Sub(p.contest.answered) < answerHolds:
		return problem("session-kept", "%s is in the meeting in another window or on another device, and does not want to leave it there.", c.state.Participants[id].Name)
	}
	if now.Sub(p.contest.asked) >= askAgain {
		p.contest.asked = now
		p.send(protocol.TakeOverAsked{})
	}
	return inUse()
}

func inUse() error {
	return problem("session-in-use", "This invitation is in use in another window or on another device. Whoever is there is asked; it is free by itself within 15 seconds if that one is gone.")
}

// answerTakeOver takes the answer of who has the place. It says nothing where nobody has asked lately.
func (c *conference) answerTakeOver(p *presence, allow bool) {
	now := time.Now()
	if now.Sub(p.contest.asked) < answerHolds {
		p.contest.answered, p.contest.allowed = now, allow
	}
}
