package bots

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// State is what a Client knows of its meeting: the welcome and everything that changed since.
type State struct {
	Me           string
	Resume       string
	Resumed      bool
	MediaAlive   bool
	Admitted     bool
	Meeting      protocol.Meeting
	Participants map[string]protocol.Participant
	Lobby        []protocol.Participant
	Floor        protocol.Floor
	Stage        string
	Chat         []protocol.ChatMessage
	Speakers     []protocol.Speaker
	Slots        map[string]protocol.SlotChanged // by mid
	Layers       map[string][]string             // by kind; no entry: the server has not said
	MutedBy      string                          // the last chair who turned the microphone off
	Mutes        int                             // how often
	Bye          string                          // why the server ended the session; "": it did not
	// Renegotiations is the count in the last answer: offers beyond the first of a PeerConnection.
	Renegotiations int
	Problems       []protocol.Problem // that answered no request, newest last; at most maxProblems

	Interpretation protocol.Interpretation
	Glossary       map[string]protocol.Term        // by key; interpreters only
	Notices        []protocol.InterpretationNotice // newest last; at most maxNotices
	BoothLevels    []protocol.BoothLevel
	ICEServers     []protocol.ICEServer // the server's relay

	Agenda    protocol.AgendaState
	Documents map[string]protocol.Document // by identifier
	Ticket    string                       // opens them

	welcomed bool
	closed   error
}

// maxProblems bounds State.Problems: enough to see a pattern.
const maxProblems = 16

// maxNotices bounds State.Notices: those of some hand-overs.
const maxNotices = 32

func newState() State {
	return State{
		Participants: make(map[string]protocol.Participant),
		Slots:        make(map[string]protocol.SlotChanged),
		Layers:       make(map[string][]string),
		Glossary:     make(map[string]protocol.Term),
		Documents:    make(map[string]protocol.Document),
	}
}

// View calls f with the current state; f must not keep it, change it, or call the Client.
func (c *Client) View(f func(*State)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f(&c.state)
}

// State gives a copy of the current state.
func (c *Client) State() State {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.state
	s.Participants = maps.Clone(s.Participants)
	s.Slots = maps.Clone(s.Slots)
	s.Layers = maps.Clone(s.Layers)
	s.Lobby = slices.Clone(s.Lobby)
	s.Chat = slices.Clone(s.Chat)
	s.Problems = slices.Clone(s.Problems)
	s.Glossary = maps.Clone(s.Glossary)
	s.Documents = maps.Clone(s.Documents)
	s.Notices = slices.Clone(s.Notices)
	return s
}

// Await waits until cond holds of the state. It ends with the session's error if that ends first; what names
// the condition in the error of a context that runs out.
func (c *Client) Await(ctx context.Context, what string, cond func(*State) bool) error {
	for {
		c.mu.Lock()
		ok, over, changed := cond(&c.state), c.session == nil, c.changed
		err := c.state.closed
		c.mu.Unlock()
		switch {
		case ok:
			return nil
		case over:
			return fmt.Errorf("waiting for %s: %w", what, orClosed(err))
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("waiting for %s: %w", what, ctx.Err())
		}
	}
}

// AwaitAdmitted waits until the chair let the client in; at once where no lobby is between.
func (c *Client) AwaitAdmitted(ctx context.Context) error {
	return c.Await(ctx, "admission", func(s *State) bool { return s.Admitted })
}

// notify wakes who awaits; the lock is held.
func (c *Client) notify() {
	close(c.changed)
	c.changed = make(chan struct{})
}

// handle applies one message of the server. Its error ends the session.
func (c *Client) handle(b []byte) error {
	message, err := protocol.DecodeServer(b)
	if err != nil {
		c.log.Debug("a message of the server was not understood", "error", err)
		return nil // a newer server may say more than we know
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	defer c.notify()
	switch m := message.(type) {
	case protocol.Ack:
		c.answer(m.ID, reply{})
	case protocol.Answer:
		c.state.Renegotiations = m.Renegotiations
		c.answer(m.ID, reply{sdp: m.SDP})
	case protocol.ProblemMessage:
		p := m.Problem
		if !c.answer(m.ID, reply{err: &p}) && len(c.state.Problems) < maxProblems {
			c.state.Problems = append(c.state.Problems, p)
		}
		if m.Fatal {
			return &p
		}
	case protocol.Bye:
		c.state.Bye = m.Reason
		return errors.New("the server said goodbye: " + m.Reason)
	case protocol.MuteRequested:
		c.state.MutedBy, c.state.Mutes = m.By, c.state.Mutes+1
		if c.opts.OnMuted != nil {
			go c.opts.OnMuted()
		}
	default:
		c.state.apply(message)
	}
	return nil
}

// answer hands a reply to who waits for it; the lock is held.
func (c *Client) answer(id int, r reply) bool {
	ch, ok := c.replies[id]
	if ok {
		delete(c.replies, id)
		ch <- r
	}
	return ok
}

// apply changes the state by one event of the server.
func (s *State) apply(message any) {
	switch m := message.(type) {
	case protocol.Welcome:
		s.welcome(m)
	case protocol.ParticipantChanged:
		s.Participants[m.Participant.ID] = m.Participant
	case protocol.ParticipantLeft:
		delete(s.Participants, m.Participant)
	case protocol.LobbyChanged:
		s.Lobby = m.Lobby
	case protocol.MeetingChanged:
		s.Meeting = m.Meeting
	case protocol.FloorChanged:
		s.Floor = m.Floor
	case protocol.StageChanged:
		s.Stage = m.Participant
	case protocol.ChatReceived:
		s.Chat = append(s.Chat, m.Message)
	case protocol.SlotChanged:
		s.Slots[m.MID] = m
	case protocol.LayersNeeded:
		s.Layers[m.Kind] = m.RIDs
	case protocol.Speakers:
		s.Speakers = m.Speakers
	case protocol.AgendaChanged:
		s.Agenda = m.Agenda
	case protocol.DocumentAdded:
		s.Documents[m.Document.ID] = m.Document
	case protocol.DocumentWithdrawn:
		delete(s.Documents, m.Document)
	default:
		s.interpreted(message)
	}
}

// interpreted is apply for the events of the interpretation.
func (s *State) interpreted(message any) {
	switch m := message.(type) {
	case protocol.InterpretationChanged:
		s.Interpretation = m.Interpretation
	case protocol.InterpretationNotice:
		if len(s.Notices) == maxNotices {
			s.Notices = slices.Delete(s.Notices, 0, 1)
		}
		s.Notices = append(s.Notices, m)
	case protocol.BoothLevels:
		s.BoothLevels = m.Levels
	case protocol.GlossaryChanged:
		if m.Removed {
			delete(s.Glossary, m.Term.Key)
		} else {
			s.Glossary[m.Term.Key] = m.Term
		}
	}
}

// welcome replaces the whole picture; what belongs to the PeerConnection stays.
func (s *State) welcome(m protocol.Welcome) {
	s.Me, s.Resume, s.Resumed, s.MediaAlive = m.Me, m.Resume, m.Resumed, m.MediaAlive
	s.Admitted = m.Admission == "admitted"
	s.Meeting, s.Lobby, s.Chat, s.Floor, s.Stage = m.Meeting, m.Lobby, m.Chat, m.Floor, m.Stage
	s.Participants = make(map[string]protocol.Participant, len(m.Participants))
	for _, p := range m.Participants {
		s.Participants[p.ID] = p
	}
	s.Interpretation, s.BoothLevels = m.Interpretation, nil
	s.ICEServers = m.ICEServers
	s.Glossary = make(map[string]protocol.Term, len(m.Glossary))
	for _, t := range m.Glossary {
		s.Glossary[t.Key] = t
	}
	s.Agenda, s.Ticket = m.Agenda, m.DocumentTicket
	s.Documents = make(map[string]protocol.Document, len(m.Documents))
	for _, d := range m.Documents {
		s.Documents[d.ID] = d
	}
	s.welcomed, s.closed = true, nil
}
