// Package conference runs live meetings: one actor each, which alone changes the meeting's State (through
// proceedings and the journal), its Room (on the media loop) and what its sessions are told. What is not durable
// (who is connected, muted, has a hand up) is kept here only.
package conference

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/cumbre-meet/cumbre/internal/proceedings"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

const (
	// graceTime is how long a participant who lost the connection keeps their place. Less turns a tunnel into a
	// departure; more leaves dead faces on the wall. The issue asks for 30 s without network at least.
	graceTime = 60 * time.Second
	// externalGrace is how long a WHIP publisher that nothing comes from any more keeps its place, counted from when
	// the engine says that it is silent. Within it a client may restart ICE by PATCH (RFC 9725 section 4.3.2),
	// which takes it a second or two once it has a network again. Less ends publishers in a change of network; more
	// leaves the still picture of a dead encoder on the wall. Nobody is there who would be surprised to be gone.
	externalGrace = 15 * time.Second
	// idleTime is how long the actor of an empty meeting stays. More costs memory, less a start per visit.
	idleTime = 30 * time.Second
	// inboxSize decouples senders for a moment; a full inbox makes sessions wait, and with them their clients.
	inboxSize = 64
	// appendTime bounds one write to the journal. A disk that takes longer is as good as broken, and the meeting
	// must go on.
	appendTime = 5 * time.Second
	// maxConflicts bounds how often a command is decided again because another writer was first.
	maxConflicts = 5
	// farAway is when a timer fires that waits for nothing.
	farAway = time.Hour
)

// conference is the actor of one live meeting.
type conference struct {
	// Constant.
	id     string
	cfg    Config
	log    *slog.Logger
	hub    *Hub
	inbox  chan message
	quit   chan struct{} // closed by the Hub: the server stops
	done   chan struct{} // closed when the actor has ended
	studio *studio
	counts counts // written by the actor, read by anybody

	recordingChanged chan struct{} // one token: the Hub has news of the journal

	// The actor's goroutine only.
	state   proceedings.State
	seq     uint64 // of the last record in state
	people  map[string]*presence
	left    map[string]bool // who has left by hand, until somebody comes with their invitation
	booths  *booths
	sound   sound
	viewers map[string]*ExternalSession
	stage   string
	showing showing
	joins   int       // orders the participants
	idle    time.Time // since when nobody is here; zero: somebody is
	absent  time.Time // since when the floor's holder is not here; zero: they are, or there is none
	closing bool      // the meeting has ended: everybody is sent away at the end of the step

	lobbyTold lobbyTold
	floorTold floorTold
	proposals map[string]time.Time // of paragraphs that were told, by whose: the last

	notRecorded string // why nothing can be recorded, as everybody here was told; "": it can
	uncertain   bool   // an append failed since then: its record may be there all the same
	owed        string // who has left with the floor since then; "": nobody
}

// counts are for metrics.
type counts struct{ participants, waiting, viewers atomic.Int64 }

// newConference makes an actor. The caller holds h.mu.
func newConference(h *Hub, id string, state proceedings.State, seq uint64) *conference {
	return &conference{
		id: id, cfg: h.cfg, log: h.cfg.Log.With("meeting", id), hub: h,
		inbox: make(chan message, inboxSize), quit: make(chan struct{}), done: make(chan struct{}),
		studio:           newStudio(h.rooms, h.cfg.Room),
		recordingChanged: make(chan struct{}, 1), notRecorded: h.notRecorded,
		booths: newBooths(state.Interpretation, time.Now()), sound: newSound(),
		state: state, seq: seq, people: map[string]*presence{}, left: map[string]bool{}, viewers: map[string]*ExternalSession{},
	}
}

// run is the actor: one message, one piece of news or one deadline at a time, until the meeting has been empty for
// a while or the server stops.
func (c *conference) run() {
	defer close(c.done)
	defer c.studio.close()
	c.studio.setFloor(c.state.Floor.Holder)
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case m := <-c.inbox:
			c.handle(m)
		case <-c.studio.mail.ready:
			c.hear(c.studio.mail.take())
		case <-c.sound.mail.ready:
			c.hearOfSound()
		case <-c.recordingChanged:
			c.hearOfRecording()
		case <-timer.C:
		case <-c.quit:
			c.stop()
			return
		}
		now := time.Now()
		c.expire(now)
		c.settleBooths(now)
		c.settleShowing()
		c.settleSound()
		c.tellLobby(now)
		c.tellFloor(now)
		if c.closing {
			c.dismiss()
		}
		c.count()
		if c.retired(now) {
			return
		}
		timer.Reset(max(c.deadline().Sub(now), 0))
	}
}

// handle deals with one message of a session, a request or the Hub.
func (c *conference) handle(m message) {
	switch m := m.(type) {
	case joinRequest:
		m.reply <- c.join(m)
	case sayRequest:
		m.reply <- c.say(m.from, m.message)
	case lostNotice:
		c.lost(m.from)
	case publishRequest:
		m.reply <- c.publish(m)
	case viewRequest:
		m.reply <- c.view(m)
	case hangUpNotice:
		c.hangUp(m.session, "left")
	case commandRequest:
		m.reply <- c.commit(m.command)
	case addSegmentRequest:
		m.reply <- c.addSegment(m.command)
	case reviseSegmentRequest:
		m.reply <- c.reviseSegment(m.command)
	case segmentsRequest:
		m.reply <- c.segmentsAfter(m.command)
	}
}

// commit decides a command, stores its events and acts on them. Where another writer was first, its events are
// taken in and the command is decided again. The error is a *protocol.Problem.
func (c *conference) commit(cmd proceedings.Command) error {
	for range maxConflicts {
		events, err := proceedings.Decide(c.state, cmd, time.Now())
		if err != nil {
			return asProblem(err)
		}
		if len(events) == 0 {
			return nil
		}
		record, err := proceedings.EncodeRecord(newID(), events)
		if err != nil {
			c.log.Error("event not encodable", "error", err)
			return asProblem(err)
		}
		if c.hearOfRecording(); c.notRecorded != "" {
			return c.hub.refuse(c.notRecorded)
		}
		seq, err := c.store(record)
		if err == nil {
			c.take(seq, events)
			return nil
		}
		if e, ok := errors.AsType[unwritable](err); ok { // what it has cannot be read either
			return c.failed(e.Unwritable(), err)
		}
		stored, moved := c.catchUp(record)
		if stored {
			return nil
		}
		if !moved {
			c.log.Error("journal does not take events", "error", err)
			if reason, is := unwritableReason(err); is {
				return c.failed(reason, err)
			}
			break
		}
	}
	return problem("not-saved", "The meeting goes on, but the server could not save this. Please try again; the operator finds the reason in the log.")
}

// store appends a record after the last one.
func (c *conference) store(record []byte) (uint64, error) {
	ctx, cancel := context.WithTimeout(context.Background(), appendTime)
	defer cancel()
	return c.cfg.Journal.Append(ctx, stream(c.id), c.seq, record)
}

// catchUp takes in what the journal has beyond the State. A failed write may have been stored all the same: stored
// tells that the record was found; moved, that there was anything new.
func (c *conference) catchUp(record []byte) (stored, moved bool) {
	ctx, cancel := context.WithTimeout(context.Background(), appendTime)
	defer cancel()
	err := c.cfg.Journal.Replay(ctx, stream(c.id), c.seq+1, func(seq uint64, _ time.Time, payload []byte) error {
		events, err := proceedings.DecodeRecord(payload)
		if err != nil {
			return err
		}
		moved = true
		stored = stored || bytes.Equal(payload, record)
		c.take(seq, events)
		return nil
	})
	if err != nil {
		c.log.Error("journal cannot be read", "error", err)
	}
	return stored, moved
}

// take applies stored events and does what follows from them.
func (c *conference) take(seq uint64, events []proceedings.Event) {
	before := c.state
	c.state, c.seq = proceedings.Fold(c.state, events...), seq
	c.holdSound()
	c.hub.moved(c.id, c.state, c.seq)
	for _, e := range events {
		c.react(before, e)
	}
	if floorOf(before) != floorOf(c.state) {
		c.floorChanged()
	}
	if before.FloorChanges != c.state.FloorChanges || before.Floor != c.state.Floor {
		c.floorTold.stale = true
	}
	if quotationsDiffer(before, c.state) {
		c.broadcast(protocol.RecordChanged{Change: c.state.Record.Changes}, watching)
	}
	if before.Phase != c.state.Phase || before.Locked != c.state.Locked || regimeChanged(before, c.state) || before.Recording != c.state.Recording ||
		before.Audible() != c.state.Audible() {
		c.meetingChanged()
	}
}

// react does what follows from one event; before is the State before its record. Floor and meeting are compared as a
// whole in take.
func (c *conference) react(before proceedings.State, e proceedings.Event) {
	switch f := e.Fact.(type) {
	case proceedings.ParticipantAdmitted:
		if p := c.people[f.Participant]; p != nil && p.waiting {
			c.letIn(p)
		}
	case proceedings.ParticipantRefused:
		c.sendAway(f.Participant, "refused")
	case proceedings.ParticipantRemoved:
		c.sendAway(f.Participant, "removed")
	case proceedings.InvitationRevoked:
		c.closeViewers(f.Invitation)
		for _, p := range c.ordered() {
			if c.state.Participants[p.id].Invitation == f.Invitation {
				c.sendAway(p.id, "removed")
			}
		}
	case proceedings.ChatSent:
		c.deliver(c.state.Chat[len(c.state.Chat)-1])
	case proceedings.InterpretationArranged:
		c.rearranged()
	case proceedings.TermAdded:
		c.broadcast(protocol.GlossaryChanged{Term: termOf(f.Term)}, c.interprets)
	case proceedings.TermRemoved:
		c.broadcast(protocol.GlossaryChanged{Term: protocol.Term{Key: f.Key}, Removed: true}, c.interprets)
	case proceedings.AgendaMoved:
		c.broadcast(protocol.AgendaChanged{Agenda: agendaState(c.state)}, inside)
	case proceedings.DocumentAdded:
		c.documentAdded(f.Document)
	case proceedings.DocumentWithdrawn:
		c.documentWithdrawn(before, f.Document)
	case proceedings.AgendaArranged, proceedings.AgendaAdopted, proceedings.ProtocolOrderSet:
		c.meetingChanged()
	case proceedings.InvitationRenewed:
		c.hub.renewed(c.id, c.state)
	case proceedings.MemberChanged:
		if p := c.people[f.Invitation]; p != nil {
			c.changed(p)
		}
	case proceedings.RecordingDeclined:
		c.recordingDeclined(f.Participant)
	case proceedings.RecordingAccepted:
		c.recordingDeclined(f.Participant)
	case proceedings.MeetingRescheduled:
		c.meetingChanged()
	case proceedings.MeetingEnded, proceedings.MeetingCancelled:
		c.closing = true
	default:
		c.recordReact(e)
	}
}

// expire does what is due: those lost for too long are gone, and the floor does not stay with somebody absent.
func (c *conference) expire(now time.Time) {
	for _, p := range c.people {
		if !p.lostAt.IsZero() && now.Sub(p.lostAt) >= p.grace() {
			c.depart(p, "lost")
		}
	}
	holder := c.state.Floor.Holder
	switch {
	case holder == "" || c.people[holder] != nil:
		c.absent = time.Time{}
	case c.absent.IsZero():
		c.absent = now
	case now.Sub(c.absent) >= graceTime:
		c.absent = now // again in a while, should the journal not take it
		_ = c.commit(proceedings.Depart{Participant: holder})
	}
	if next := c.booths.desk.Next(); !next.IsZero() && !next.After(now) {
		c.booths.stale = true // a pause, or a seat that is given up, brings no notice
		c.notify(c.booths.desk.Tick(now), "")
	}
	switch {
	case len(c.people)+len(c.viewers) > 0:
		c.idle = time.Time{}
	case c.idle.IsZero():
		c.idle = now
	}
}

// deadline is when expire or retired has something to do next.
func (c *conference) deadline() time.Time {
	next := time.Now().Add(farAway)
	consider := func(since time.Time, after time.Duration) {
		if at := since.Add(after); !since.IsZero() && at.Before(next) {
			next = at
		}
	}
	for _, p := range c.people {
		consider(p.lostAt, p.grace())
	}
	consider(c.absent, graceTime)
	consider(c.idle, idleTime)
	consider(c.booths.desk.Next(), 0)
	consider(c.booths.tell, 0)
	consider(c.lobbyTold.due(), 0)
	consider(c.floorTold.due(), 0)
	return next
}

func (c *conference) count() {
	waiting := 0
	for _, p := range c.people {
		if p.waiting {
			waiting++
		}
	}
	c.counts.participants.Store(int64(len(c.people) - waiting))
	c.counts.waiting.Store(int64(waiting))
	c.counts.viewers.Store(int64(len(c.viewers)))
}

// retired tells whether the actor ends: nobody has been here for a while, and nobody is on the way.
func (c *conference) retired(now time.Time) bool {
	if c.idle.IsZero() || now.Sub(c.idle) < idleTime || c.state.Floor.Holder != "" {
		return false
	}
	if c.hub.retire(c) {
		return true
	}
	c.idle = now
	return false
}

// dismiss sends everybody away after the end of the meeting, or its cancellation.
func (c *conference) dismiss() {
	c.closing = false
	reason := "ended"
	if c.state.Phase == proceedings.Cancelled {
		reason = "cancelled"
	}
	for _, p := range c.ordered() {
		c.goodbye(p, reason)
		c.vacate(p)
	}
	for _, v := range c.viewers {
		c.hangUp(v, reason)
	}
}

// stop ends all sessions because the server stops: the clients come back to the next one.
func (c *conference) stop() {
	for _, p := range c.people {
		if p.attendance != nil {
			p.attendance.out.End(nil)
			p.attendance = nil
		}
		c.vacate(p)
	}
	for _, v := range c.viewers {
		c.hangUp(v, "left")
	}
	c.endSound()
}
