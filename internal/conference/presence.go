package conference

import (
	"cmp"
	"slices"
	"time"

	"github.com/cumbre-meet/cumbre/internal/proceedings"
	"github.com/cumbre-meet/cumbre/internal/protocol"
	"github.com/cumbre-meet/cumbre/internal/sfu"
)

// instantFormat is RFC 3339 in UTC with milliseconds, as all times on the wire.
const instantFormat = "2006-01-02T15:04:05.000Z07:00"

// presence is somebody who is here now, in the meeting or its lobby: what is not durable. The actor's goroutine
// only.
type presence struct {
	id         string
	order      int
	waiting    bool             // in the lobby
	attendance *Attendance      // nil: lost, or external
	external   *ExternalSession // a WHIP publisher's
	isExternal bool             // also while it waits in the lobby without a session
	lostAt     time.Time        // since when there is no connection, or nothing comes from it; zero: there is one

	seat   *seat
	link   *link // nil: no media connection
	offers int   // of the present link
	slots  map[string]protocol.SlotChanged
	layers map[sfu.SourceKind][]string

	media      protocol.SetMedia
	silencedBy string // the chair who did, until the client says that its microphone is off
	hand       time.Time
	language   string
	quality    string
	measured   string // the last measurement's: two that agree change quality
	lossUp     float64

	listens  protocol.Listen         // what they chose to hear; the zero Listen: the floor
	monitors []protocol.WantSound    // what they want of their booth-sound lines; interpreters and technicians
	signs    map[string]sfu.Want     // wants of sign channels, by mid, by the channel's language
	told     told                    // of the interpretation
	source   *protocol.SourceQuality // as last reported
	contest  contest                 // for the place
	tab      string                  // whose the place is, as in the resume secret; "": nobody's of ours
	instance string                  // of the page that has it
	attempt  int                     // the number of its last hello
	tookBack bool                    // from an encoder, by hand
	calls    map[call]time.Time      // from the booths, and when; of the last callInterval
	record   recordPresence
}

// ordered lists who is here in the order of arrival, so that clients and tests see a stable one.
func (c *conference) ordered() []*presence {
	list := make([]*presence, 0, len(c.people))
	for _, p := range c.people {
		list = append(list, p)
	}
	slices.SortFunc(list, func(a, b *presence) int { return cmp.Compare(a.order, b.order) })
	return list
}

// enter makes somebody present.
func (c *conference) enter(id string, waiting bool) *presence {
	c.joins++
	p := &presence{
		id: id, order: c.joins, waiting: waiting, language: c.state.Participants[id].Language,
		seat: c.newSeat(id),
	}
	c.people[id] = p
	return p
}

// newSeat makes a participant's seat: an interpreter's is in a booth from the start.
func (c *conference) newSeat(id string) *seat {
	inv := c.state.Participants[id].Invitation
	return c.studio.newSeat(id, c.state.Invitations[inv].Role == proceedings.Interpreter)
}

// grace is how long a place is kept without a connection.
func (p *presence) grace() time.Duration {
	if p.external != nil {
		return externalGrace
	}
	return graceTime
}

// role is a present participant's.
func (c *conference) role(p *presence) proceedings.Role { return c.state.Participants[p.id].Role }

// chairPresent tells whether a chair is in the meeting, connected or about to come back.
func (c *conference) chairPresent() bool {
	for _, p := range c.people {
		if !p.waiting && c.role(p) == proceedings.Chair {
			return true
		}
	}
	return false
}

// shown is a participant as clients see it.
func (c *conference) shown(p *presence) protocol.Participant {
	known := c.state.Participants[p.id]
	out := protocol.Participant{
		ID: p.id, Name: known.Name, Function: known.Function, Delegation: known.Delegation, Role: string(known.Role),
		Language: p.language, Connection: "connected", Quality: p.quality,
		Microphone: p.media.Microphone && p.silencedBy == "", Camera: p.media.Camera, Screen: p.media.Screen,
		ScreenSound: p.media.ScreenSound, Booth: known.Booth, Trust: string(c.state.TrustOf(p.id)), Unrecorded: known.Unrecorded,
	}
	inv := c.state.Invitations[known.Invitation]
	out.Authority = inv.Authority || inv.FocalPoint
	switch {
	case p.external != nil && !p.lostAt.IsZero():
		out.Connection = "reconnecting"
	case p.isExternal:
		out.Connection = "external"
	case p.attendance == nil:
		out.Connection = "reconnecting"
	}
	if !p.hand.IsZero() {
		out.Hand = instant(p.hand)
	}
	return out
}

func instant(t time.Time) string { return t.UTC().Format(instantFormat) }

// instantOrNone is "" for no time.
func instantOrNone(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return instant(t)
}

// send tells one client, if it is connected.
func (p *presence) send(m any) {
	if p.attendance != nil {
		p.attendance.out.Send(protocol.EncodeServer(m))
	}
}

// broadcast tells all connected clients that the filter names; it is encoded once.
func (c *conference) broadcast(m any, to func(*presence) bool) {
	var encoded []byte
	for _, p := range c.people {
		if p.attendance == nil || !to(p) {
			continue
		}
		if encoded == nil {
			encoded = protocol.EncodeServer(m)
		}
		p.attendance.out.Send(encoded)
	}
}

// inside are those who take part.
func inside(p *presence) bool { return !p.waiting }

// leading are those who see the lobby.
func (c *conference) leading(p *presence) bool { return !p.waiting && c.role(p).Leads() }

// changed tells everybody what a participant is like now.
func (c *conference) changed(p *presence) {
	if p.waiting {
		c.lobbyChanged()
		return
	}
	c.broadcast(protocol.ParticipantChanged{Participant: c.shown(p)}, inside)
}

// lobbyChanged has those who lead told of the lobby, at the end of the turn or when they may be.
func (c *conference) lobbyChanged() { c.lobbyTold.stale = true }

// lobbyTold is what those who lead know of the lobby.
type lobbyTold struct {
	stale bool      // not how it is now
	at    time.Time // when they were last told
}

// due is when they are to be told; zero: they know.
func (l lobbyTold) due() time.Time {
	if !l.stale {
		return time.Time{}
	}
	return l.at.Add(shownWithin)
}

// tellLobby shows the lobby to those who lead. They get the whole of it each time: while it fills and empties, at most
// once in shownWithin. Three hundred who come one by one would otherwise be 8 MiB for each chair, more than an outbox holds.
func (c *conference) tellLobby(now time.Time) {
	if !c.lobbyTold.stale || c.lobbyTold.due().After(now) {
		return
	}
	c.lobbyTold = lobbyTold{at: now}
	c.broadcast(protocol.LobbyChanged{Lobby: c.lobby()}, c.leading)
}

func (c *conference) lobby() []protocol.Participant {
	var out []protocol.Participant
	for _, p := range c.ordered() {
		if p.waiting {
			out = append(out, c.shown(p))
		}
	}
	return out
}

func (c *conference) meetingChanged() {
	c.broadcast(protocol.MeetingChanged{Meeting: c.meeting()}, func(*presence) bool { return true })
}

// floorChanged brings the Room to the new floor and tells everybody.
func (c *conference) floorChanged() {
	c.studio.setFloor(c.state.Floor.Holder)
	c.booths.stale = true // another speaker may speak another language
	if p := c.people[c.state.Floor.Holder]; p != nil && p.isExternal {
		p.silencedBy = "" // a room system cannot unmute itself; the chair does by giving it the floor
		c.changed(p)
	}
	for _, p := range c.people {
		c.applyRules(p)
	}
	c.broadcast(protocol.FloorChanged{Floor: floorOf(c.state)}, inside)
}

// applyBoothRules is applyRules for an interpreter: the microphone is always taken, as the booth's gate decides who
// hears it; the camera by what is signalled; and the floor only while the button is held.
func (c *conference) applyBoothRules(p *presence) {
	talking := c.booths.talks(p.id)
	p.seat.setRules(rules{
		heard: talking, talk: talking, unrecorded: c.state.Participants[p.id].Unrecorded,
		muted: [4]bool{p.waiting, p.waiting || !p.media.Camera, true, true},
	})
}

// applyRules brings a participant's sources to what they may send and who may hear them: with a holder of the
// floor only the holder and the chairs are heard; observers and press send nothing at all; and nothing is
// forwarded that the client does not signal.
func (c *conference) applyRules(p *presence) {
	role := c.role(p)
	if role == proceedings.Interpreter {
		c.applyBoothRules(p)
		return
	}
	holder := c.state.Floor.Holder
	r := rules{unrecorded: c.state.Participants[p.id].Unrecorded, heard: role.Speaks() && (holder == "" || holder == p.id || role == proceedings.Chair)}
	on := [4]bool{p.media.Microphone && p.silencedBy == "", p.media.Camera, p.media.Screen, p.media.ScreenSound}
	for i := range on {
		signalled := on[i] || p.isExternal && (i > 0 || p.silencedBy == "")
		r.muted[i] = p.waiting || !role.Speaks() || !signalled
	}
	p.seat.setRules(r)
}

// deliver shows a chat text to those who may read it.
func (c *conference) deliver(e proceedings.ChatEntry) {
	m := protocol.ChatReceived{Message: c.chatMessage(e)}
	c.broadcast(m, func(p *presence) bool { return !p.waiting && e.VisibleTo(c.state.Participants[p.id]) })
}

func (c *conference) chatMessage(e proceedings.ChatEntry) protocol.ChatMessage {
	return protocol.ChatMessage{
		Seq: e.Seq, From: e.From, FromName: c.state.Participants[e.From].Name, To: string(e.To),
		Participant: e.Participant, Delegation: e.Delegation, Booth: e.Booth, Text: e.Text, At: instant(e.At),
	}
}

// welcome gives a client the whole picture.
func (c *conference) welcome(p *presence, resumed bool) {
	w := protocol.Welcome{
		Version: protocol.Version, Me: p.id, Resume: c.resumeSecret(p.id, p.tab), Resumed: resumed, MediaAlive: p.link != nil,
		Now: instant(time.Now()), Meeting: c.meeting(), Admission: "lobby",
	}
	if !p.waiting {
		w.Admission, w.Floor, w.Stage = "admitted", floorOf(c.state), c.stage
		w.Chat = c.chatFor(p)
		if c.cfg.Relays != nil {
			w.ICEServers = c.cfg.Relays(p.id)
		}
		w.Agenda, w.Documents = agendaState(c.state), documentsFor(c.state, c.state.Participants[p.id])
		w.Shown = c.showing
		w.DocumentTicket = c.ticket(p.id, time.Now())
		w.FloorTimes, w.Lists, w.Points = timesOf(c.state, proceedings.AllInterventions), listsOf(c.state), pointsOf(c.state)
		w.Interpretation = c.welcomed(p)
		if c.role(p) == proceedings.Interpreter {
			w.Glossary = c.glossary()
		}
		for _, other := range c.ordered() {
			if !other.waiting {
				w.Participants = append(w.Participants, c.shown(other))
			}
		}
		if c.leading(p) {
			w.Lobby = c.lobby()
		}
	}
	p.send(w)
}

// chatFor is the last of the chat that a participant may read, oldest first.
func (c *conference) chatFor(p *presence) []protocol.ChatMessage {
	var out []protocol.ChatMessage
	me := c.state.Participants[p.id]
	for _, e := range slices.Backward(c.state.Chat) {
		if len(out) == protocol.MaxChatHistory {
			break
		}
		if e.VisibleTo(me) {
			out = append(out, c.chatMessage(e))
		}
	}
	slices.Reverse(out)
	return out
}

// meetingOf is what the State says of a meeting.
func meetingOf(s proceedings.State) protocol.Meeting {
	m := protocol.Meeting{
		ID: s.Meeting.ID, Title: s.Meeting.Title, Titles: protocol.Titles(s.Meeting.Titles), Languages: list(s.Meeting.Languages), Delegations: []protocol.Delegation{},
		Agenda: agendaItems(s), Timezone: s.Meeting.Timezone, State: string(s.Phase), Locked: s.Locked,
		Protocol: s.ProtocolOrder, Revision: s.Adoption.Revision, AdoptedBy: adoptedBy(s), ZoneMoved: s.Meeting.ZoneMoved(),
	}
	m.Regime = regimeOf(s)
	for _, d := range s.Meeting.Delegations {
		m.Delegations = append(m.Delegations, protocol.Delegation{ID: d.ID, Name: d.Name, Languages: list(d.Languages)})
	}
	m.Start, m.Opens = onTheWall(s.Meeting, s.Meeting.Start), onTheWall(s.Meeting, s.Meeting.Opens)
	m.SoundRecording = soundRecording(s)
	m.Minutes = s.Meeting.Minutes
	m.Rescheduled, m.RescheduledAt, m.CancelReason = s.Schedule.Changes, instantOrNone(s.Schedule.At), s.Schedule.Reason
	return m
}

// onTheWall is a time in RFC 3339 with the offset of the meeting's zone; "" of none.
func onTheWall(m proceedings.Meeting, at time.Time) string {
	if at.IsZero() {
		return ""
	}
	if zone, err := time.LoadLocation(m.Timezone); err == nil {
		at = at.In(zone)
	}
	return at.Format(time.RFC3339)
}

// list is never nil: JSON has [] then.
func list(in []string) []string { return append([]string{}, in...) }
