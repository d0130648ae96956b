package conference

import (
	"context"
	"strings"
	"sync"
	"time"

	"github.com/cumbre-meet/cumbre/internal/proceedings"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// ExternalSession is a WHIP publisher's or a WHEP viewer's session. Its methods may be called from any goroutine.
type ExternalSession struct {
	// Constant.
	id         string
	invitation string
	viewer     bool
	language   string // a viewer's
	conference *conference
	seat       *seat
	link       *link

	done chan struct{}
	once sync.Once

	mu    sync.Mutex // one PATCH at a time
	ufrag string     // of the client's present ICE session
}

// ID names the session in its URL.
func (s *ExternalSession) ID() string { return s.id }

// Invitation is the identifier of the invitation whose token it was made with: only that token may change it.
func (s *ExternalSession) Invitation() string { return s.invitation }

// Viewer tells a WHEP session from a WHIP one.
func (s *ExternalSession) Viewer() bool { return s.viewer }

// ETag names the current ICE session (RFC 9725 section 4.3.1).
func (s *ExternalSession) ETag() string { return s.link.conn.ETag() }

// Patch takes a trickle-ice-sdpfrag body (RFC 8840). With another ice-ufrag than the present one it restarts ICE and
// returns the answer's fragment; else it brought candidates, and "" is returned (204).
func (s *ExternalSession) Patch(fragment string) (answer string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ufrag := ufragOf(fragment)
	if ufrag == "" || ufrag == s.ufrag {
		return "", s.link.conn.AddRemoteCandidates(fragment)
	}
	answer, err = s.link.conn.RestartICE(fragment)
	if err == nil {
		s.ufrag = ufrag
	}
	return answer, err
}

// Close ends the session. It returns at once, and the session is not found any more; Done tells when it has ended.
func (s *ExternalSession) Close() {
	s.conference.hub.forget(s)
	// Where the conference is over, so is the session.
	_ = s.conference.tell(context.Background(), hangUpNotice{s})
}

// Done is closed when the session has ended, for whatever reason.
func (s *ExternalSession) Done() <-chan struct{} { return s.done }

// over marks the end. The actor's goroutine.
func (s *ExternalSession) over() {
	s.once.Do(func() {
		s.conference.hub.forget(s)
		close(s.done)
	})
}

// ufragOf finds the first ice-ufrag of an SDP or a fragment (RFC 8839 section 5.4).
func ufragOf(sdp string) string {
	_, rest, ok := strings.Cut(sdp, "a=ice-ufrag:")
	if !ok {
		return ""
	}
	ufrag, _, _ := strings.Cut(rest, "\n")
	return strings.TrimSpace(ufrag)
}

// newExternal connects an offer in a seat. Nothing else has changed if it fails.
func (c *conference) newExternal(s *seat, invitation, language, sdp string) (*ExternalSession, string, error) {
	l, answer, err := s.connect(Offer{SDP: sdp, Viewer: s.viewer, MaxSlots: maxSlots})
	if err != nil {
		return nil, "", err
	}
	session := &ExternalSession{
		id: newID(), invitation: invitation, viewer: s.viewer, language: language, conference: c, seat: s, link: l,
		done: make(chan struct{}), ufrag: ufragOf(sdp),
	}
	c.hub.remember(session)
	return session, answer, nil
}

// publish brings a WHIP publisher in, as a participant.
func (c *conference) publish(m publishRequest) external {
	inv := c.state.Invitations[m.invitation]
	if inv.Role == proceedings.Interpreter {
		return external{err: problem("interpreter-in-booth",
			"This is an interpreter's token. Interpreters speak in their booth, with our client; an encoder would be on the floor.")}
	}
	if !inv.Role.Speaks() {
		return external{err: problem(string(proceedings.NotAllowed),
			"The invitation's role only listens. Publish with the token of a delegate, a chair or an organiser.")}
	}
	// An encoder that tries again by itself does not undo what a person did by hand.
	if p := c.people[inv.ID]; p != nil && !p.waiting && p.attendance != nil && (inv.ActsAlone() || p.tookBack) {
		return external{err: inUse()}
	}
	if err := c.arrive(inv, inv.ID); err != nil {
		return external{err: err}
	}
	if c.state.Participants[inv.ID].Status == proceedings.Waiting {
		return external{err: c.keepWaiting(inv.ID)}
	}
	p := c.people[inv.ID]
	s := c.newSeat(inv.ID)
	if p != nil {
		s = p.seat
	}
	session, answer, err := c.newExternal(s, inv.ID, "", m.sdp)
	if err != nil {
		return external{err: err}
	}
	c.install(p, session)
	return external{session: session, answer: answer}
}

// install gives a participant's place to a WHIP publisher.
func (c *conference) install(p *presence, session *ExternalSession) {
	if p == nil {
		p = c.enter(session.invitation, false)
		p.seat = session.seat
	} else {
		c.supersede(p)
	}
	p.instance, p.tookBack = "", false
	p.external, p.isExternal, p.link, p.lostAt = session, true, session.link, time.Time{}
	c.applyRules(p)
	c.changed(p)
}

// supersede ends what held a place whose seat a WHIP publisher has just taken.
func (c *conference) supersede(p *presence) {
	c.leaveRecord(p)
	c.goodbye(p, "replaced")
	if p.link != nil {
		p.link.conn.Close()
	}
	if p.external != nil {
		p.external.over()
	}
	p.media, p.silencedBy = protocol.SetMedia{}, ""
	p.slots, p.layers, p.offers = nil, nil, 0
}

// keepWaiting shows somebody without our client in the lobby, for the grace time: the chair can admit them, and
// the next attempt succeeds.
func (c *conference) keepWaiting(id string) error {
	p := c.people[id]
	if p == nil {
		p = c.enter(id, true)
		p.isExternal = true
	}
	if p.attendance == nil {
		p.lostAt = time.Now()
	}
	c.lobbyChanged()
	return problem("awaiting-admission",
		"The chair sees this participant in the lobby. Try again once admitted, or use an invitation made with \"lobby\": false.")
}

// view brings a WHEP viewer in. It is no participant: nobody sees it, and nothing of it is recorded.
func (c *conference) view(m viewRequest) external {
	inv := c.state.Invitations[m.invitation]
	if err := c.state.MayView(inv.ID, time.Now()); err != nil {
		return external{err: asProblem(err)}
	}
	if len(c.viewers) >= c.cfg.Limits.Viewers {
		return external{err: problem("meeting-full", "The meeting has its %d viewers. Try again when one has left.", c.cfg.Limits.Viewers)}
	}
	s := c.studio.newViewerSeat("viewer-" + newID())
	s.follow(c.publicChannel(m.language)) // from the first packet on
	session, answer, err := c.newExternal(s, inv.ID, m.language, m.sdp)
	if err != nil {
		return external{err: err}
	}
	if !inv.Shared {
		c.closeViewers(inv.ID) // a second one takes over
	}
	c.viewers[string(s.id)] = session
	c.booths.stale = true
	return external{session: session, answer: answer}
}

// closeViewers ends the viewers of an invitation.
func (c *conference) closeViewers(invitation string) {
	for _, v := range c.viewers {
		if v.invitation == invitation {
			c.hangUp(v, "removed")
		}
	}
}

// hangUp ends an external session, unless it has ended before.
func (c *conference) hangUp(s *ExternalSession, reason string) {
	if !s.viewer {
		if p := c.people[s.invitation]; p != nil && p.external == s {
			c.depart(p, reason)
		}
		return
	}
	if c.viewers[string(s.seat.id)] == s {
		delete(c.viewers, string(s.seat.id))
		c.booths.stale = true
		s.link.conn.Close()
		s.seat.leave()
		s.over()
	}
}
