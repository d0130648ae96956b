package conference

import (
	"crypto/rand"
	"strings"
	"time"

	"github.com/cumbre-meet/cumbre/internal/proceedings"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// leadersReserve is how many organisers and chairs come in beyond the limit of sessions: a full meeting must not
// shut out those who can make room.
const leadersReserve = 20

// join brings a client of ours in: a new participant, or one who comes back, or a second session that takes over.
func (c *conference) join(m joinRequest) joined {
	inv := c.state.Invitations[m.invitation]
	id, tab := c.identify(inv, m.hello)
	proved := tab != "" && c.people[id].of(tab)
	if err := c.mayComeBack(m, id, tab, proved); err != nil {
		return joined{err: err}
	}
	if err := c.mayTakeOver(inv, id, proved, time.Now()); err != nil {
		return joined{err: err}
	}
	if err := c.arrive(inv, id); err != nil {
		return joined{err: err}
	}
	p, back := c.people[id], c.people[id] != nil
	own := back && p.is(m.hello)
	renewed := own && p.attendance != nil && p.link != nil
	if back {
		p.tookBack = p.tookBack || p.isExternal && !m.hello.Again
		c.replace(p, own)
		if !proved || p.isExternal { // the media connection stays for the client that can prove to have made it
			c.closeMedia(p)
		}
	} else {
		p = c.enter(id, c.state.Participants[id].Status == proceedings.Waiting)
	}
	if !proved {
		tab, p.contest = newID(), contest{}
	}
	p.tab, p.instance, p.attempt = tab, m.hello.Instance, m.hello.Attempt
	delete(c.left, id)
	a := &Attendance{conference: c, participant: id, out: m.out}
	p.attendance, p.lostAt, p.isExternal = a, time.Time{}, false
	c.applyRules(p)
	if !renewed {
		c.seated(p)
	}
	c.announce(p)
	c.welcome(p, proved)
	c.remind(p)
	c.tellSources(p)
	return joined{attendance: a}
}

// identify finds whose participant a client is, and which of their browser's tabs it is in, "" of a new one. With a personal
// invitation there is only one participant; with a shared one the resume secret tells, and without it somebody new comes.
// Whoever says hello a second time, because the first welcome is late, is the same.
func (c *conference) identify(inv proceedings.Invitation, hello protocol.Hello) (id, tab string) {
	id, rest, _ := strings.Cut(hello.Resume, ".")
	tab, mac, ok := strings.Cut(rest, ".")
	known, exists := c.state.Participants[id]
	if !ok || tab == "" || !exists || known.Invitation != inv.ID || !c.cfg.Key.CheckResume(mac, c.id, id, tab) {
		id, tab = inv.ID, ""
	}
	for _, p := range c.people {
		if p.is(hello) && c.state.Participants[p.id].Invitation == inv.ID {
			return p.id, p.tab
		}
	}
	if tab == "" && inv.Shared {
		return newID(), ""
	}
	return id, tab
}

// is tells whether a place is that of the page that says hello.
func (p *presence) is(hello protocol.Hello) bool {
	return hello.Instance != "" && p.instance == hello.Instance
}

// mayComeBack decides about what a client says by itself. Only a person takes a place back that is another window's, or
// comes again after leaving; and a hello that was on its way for longer than the next says nothing any more.
func (c *conference) mayComeBack(m joinRequest, id, tab string, proved bool) error {
	p := c.people[id]
	switch {
	case m.void != nil && (p == nil || !proved):
		return m.void
	case p != nil && p.is(m.hello) && m.hello.Attempt < p.attempt:
		return problem("hello-outdated", "A later hello of this client has come before.")
	case m.hello.Again && p.elsewhere(tab):
		return problem("session-replaced", "This invitation has been used in another window or on another device since, and is in use there.")
	case m.hello.Again && c.left[id]:
		return problem("session-left", "You have left the meeting in another window or on another device.")
	default:
		return nil
	}
}

// of tells whether a place is a tab's, or nobody's: whoever had it once and has been replaced since is at home no more.
func (p *presence) of(tab string) bool { return p == nil || p.tab == tab || p.tab == "" }

// elsewhere tells whether somebody has taken a tab's place since. A computer that wakes up must not put out the telephone that
// its owner went on with: only a person takes a place back.
func (p *presence) elsewhere(tab string) bool { return p != nil && (p.external != nil || !p.of(tab)) }

// resumeSecret is what brings a participant back, in the tab that it was given to.
func (c *conference) resumeSecret(id, tab string) string {
	return id + "." + tab + "." + c.cfg.Key.Resume(c.id, id, tab)
}

// newID makes an identifier that nobody guesses: 80 random bits.
func newID() string { return strings.ToLower(rand.Text()[:16]) }

// arrive decides whether somebody may come, and records it. The limit comes first: what is turned away leaves
// nothing in the journal.
func (c *conference) arrive(inv proceedings.Invitation, id string) error {
	limit := c.cfg.Limits.Sessions
	if inv.Role.Leads() {
		limit += leadersReserve
	}
	if c.people[id] == nil && len(c.people) >= limit {
		return problem("meeting-full", "The meeting has its %d participants. Try again when somebody has left.", c.cfg.Limits.Sessions)
	}
	return c.commit(proceedings.Arrive{Invitation: inv.ID, Participant: id})
}

// replace ends the session that held a participant's place until now; own: its page has made a later one.
func (c *conference) replace(p *presence, own bool) {
	c.leaveRecord(p)
	if p.attendance != nil {
		p.attendance.out.End(protocol.EncodeServer(protocol.Bye{Reason: "replaced", Own: own}))
		p.attendance = nil
	}
	if p.external != nil {
		p.external.over()
		p.external = nil
	}
}

// closeMedia ends a participant's connection and empties their seat; what it sent is over.
func (c *conference) closeMedia(p *presence) {
	if p.link != nil {
		p.link.conn.Close()
		p.link = nil
	}
	p.seat.leave()
	p.seat = c.newSeat(p.id)
	p.slots, p.layers, p.offers = nil, nil, 0
	p.media, p.silencedBy = protocol.SetMedia{}, ""
	c.booths.stale = true
}

// announce shows somebody who came (back) to the others.
func (c *conference) announce(p *presence) {
	if p.waiting {
		c.lobbyChanged()
		return
	}
	c.broadcast(protocol.ParticipantChanged{Participant: c.shown(p)}, func(o *presence) bool { return !o.waiting && o != p })
}

// remind repeats what a client that comes back to its media connection may have missed.
func (c *conference) remind(p *presence) {
	if p.silencedBy != "" {
		p.send(protocol.MuteRequested{By: p.silencedBy})
	}
	if p.link == nil {
		return
	}
	for _, s := range p.slots {
		p.send(s)
	}
	for kind, rids := range p.layers {
		p.send(protocol.LayersNeeded{Kind: string(kind), RIDs: rids})
	}
}

// letIn brings somebody from the lobby into the meeting.
func (c *conference) letIn(p *presence) {
	p.waiting = false
	c.applyRules(p)
	c.seated(p)
	c.announce(p)
	c.lobbyChanged()
	p.send(protocol.Admitted{})
	c.welcome(p, false)
	c.tellSources(p)
}

// lost keeps a participant's place for the grace time.
func (c *conference) lost(a *Attendance) {
	p := c.people[a.participant]
	if p == nil || p.attendance != a {
		return
	}
	p.attendance, p.lostAt = nil, time.Now()
	c.leaveRecord(p)
	c.away(p)
	c.changed(p)
}

// depart is the end of a presence by the participant's own doing or by loss: the floor goes back.
func (c *conference) depart(p *presence, reason string) {
	if c.awaited(p.id) {
		// Not saved: the holder stays, absent, and expire tries again.
		if err := c.commit(proceedings.Depart{Participant: p.id}); err != nil {
			c.owed = p.id
		}
	}
	if c.people[p.id] == p {
		c.goodbye(p, reason)
		c.vacate(p)
		c.gone(p, reason)
	}
}

// sendAway ends a presence because the chair said so.
func (c *conference) sendAway(id, reason string) {
	p := c.people[id]
	if p == nil {
		return
	}
	c.goodbye(p, reason)
	c.vacate(p)
	c.gone(p, reason)
}

// goodbye ends the session with the reason.
func (c *conference) goodbye(p *presence, reason string) {
	if p.attendance != nil {
		p.attendance.out.End(protocol.EncodeServer(protocol.Bye{Reason: reason}))
		p.attendance = nil
	}
}

// vacate gives up all that a presence holds.
func (c *conference) vacate(p *presence) {
	delete(c.people, p.id)
	c.leaveRecord(p)
	c.unseat(p)
	if p.link != nil {
		p.link.conn.Close()
	}
	p.seat.leave()
	if p.external != nil {
		p.external.over()
	}
}

// gone tells the others.
func (c *conference) gone(p *presence, reason string) {
	if p.waiting {
		c.lobbyChanged()
		return
	}
	c.broadcast(protocol.ParticipantLeft{Participant: p.id, Reason: reason}, inside)
}
