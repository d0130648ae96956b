package conference

import (
	"cmp"
	"context"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cumbre-meet/cumbre/internal/auth"
	"github.com/cumbre-meet/cumbre/internal/proceedings"
	"github.com/cumbre-meet/cumbre/internal/protocol"
	"github.com/cumbre-meet/cumbre/internal/sfu"
)

// streamPrefix is before the meeting's identifier in the journal's stream names.
const streamPrefix = "meeting."

func stream(meeting string) string { return streamPrefix + meeting }

// Hub knows every meeting, finds whose a token is, and starts the actor of a meeting when somebody comes. Its
// methods may be called from any goroutine. Their errors are *protocol.Problem where the client is at fault.
type Hub struct {
	cfg   Config
	rooms *rooms
	life  sync.WaitGroup // the actors, and watch
	end   context.CancelFunc

	stayed map[string]int // the plan's revision that a begun meeting could not follow, by the plan's Meeting.ID; watch's

	failures, refused atomic.Uint64 // see RecordingStats

	indices  indices
	heads    textHeads
	desks    textDesks
	searches chan struct{} // who searches a record holds a place in it

	// mu guards what follows. It is held for lookups only, never while calling out, and may be taken while the
	// actor runs (never the other way).
	mu     sync.RWMutex
	closed bool
	// notRecorded is why nothing can be recorded now; "": it can.
	notRecorded string
	meetings    map[string]*entry
	tokens      map[string]claim // by the token's hash, in hexadecimal
	externals   map[string]*ExternalSession
}

// entry is one meeting.
type entry struct {
	state   proceedings.State
	seq     uint64
	damaged bool
	live    *conference // nil: nobody is there
	uses    int         // requests on their way to live
}

// claim is whose a token is.
type claim struct{ meeting, invitation string }

// OpenHub replays every meeting of the journal and is then ready. A meeting whose journal cannot be read is kept
// apart (problem meeting-damaged) and logged; the others go on.
func OpenHub(ctx context.Context, cfg Config) (*Hub, error) {
	d := DefaultLimits()
	cfg.Limits.Sessions = cmp.Or(cfg.Limits.Sessions, d.Sessions)
	cfg.Limits.Viewers = cmp.Or(cfg.Limits.Viewers, d.Viewers)
	cfg.Room.MaxEndpoints = max(cfg.Room.MaxEndpoints, cfg.Limits.Sessions+leadersReserve+cfg.Limits.Viewers)
	h := &Hub{cfg: cfg, rooms: newRooms(cfg.Media), meetings: map[string]*entry{}, tokens: map[string]claim{}, externals: map[string]*ExternalSession{}, stayed: map[string]int{}, searches: make(chan struct{}, searches)}
	h.indices.checks = make(chan struct{}, checksAtOnce)
	streams, err := cfg.Journal.Streams(ctx)
	if err != nil {
		return nil, fmt.Errorf("list the meetings: %w", err)
	}
	for _, name := range streams {
		id, ok := strings.CutPrefix(name, streamPrefix)
		if !ok {
			continue
		}
		e, err := h.replay(ctx, name)
		if ctx.Err() != nil {
			return nil, fmt.Errorf("replay the meetings: %w", ctx.Err())
		}
		if err != nil {
			cfg.Log.Error("a meeting's journal cannot be read; the meeting is not available", "meeting", id, "error", err)
			e = &entry{damaged: true}
		}
		h.meetings[id] = e
		h.index(id, e.state)
	}
	if cfg.Documents != nil {
		h.sweepDocuments()
	}
	if cfg.Recordings != nil {
		h.recoverSounds(ctx)
	}
	if cfg.Archives != nil {
		h.sweepArchives()
	}
	watching, end := context.WithCancel(context.WithoutCancel(ctx)) // ctx is the start's
	h.end = end
	h.life.Go(func() { h.watch(watching) })
	return h, nil
}

func (h *Hub) replay(ctx context.Context, name string) (*entry, error) {
	folder := proceedings.NewFolder()
	e := &entry{}
	err := h.cfg.Journal.Replay(ctx, name, 1, func(seq uint64, _ time.Time, payload []byte) error {
		events, err := proceedings.DecodeRecord(payload)
		if err != nil {
			return fmt.Errorf("record %d: %w", seq, err)
		}
		folder.Add(events)
		e.seq = seq
		return nil
	})
	if err != nil {
		return nil, err
	}
	e.state = folder.State()
	return e, nil
}

// index finds a meeting's invitations by their tokens. Under mu, or before anybody else knows the Hub.
func (h *Hub) index(meeting string, s proceedings.State) {
	for id, inv := range s.Invitations {
		h.tokens[inv.TokenHash] = claim{meeting, id}
	}
}

// Close ends every live session (the clients come back to the next server) and waits for the actors.
func (h *Hub) Close(ctx context.Context) error {
	h.mu.Lock()
	if !h.closed {
		h.closed = true
		h.end()
		for _, e := range h.meetings {
			if e.live != nil {
				close(e.live.quit)
			}
		}
	}
	h.mu.Unlock()
	done := make(chan struct{})
	go func() {
		h.life.Wait()
		close(done)
	}()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("waiting for the meetings to stop: %w", ctx.Err())
	}
}

// Create makes a meeting.
func (h *Hub) Create(ctx context.Context, m CreateMeeting) (protocol.Meeting, error) {
	cmd := proceedings.CreateMeeting{
		ID: newID(), Title: m.Title, Titles: m.Titles, Languages: m.Languages, Start: m.Start, Timezone: m.Timezone,
		LobbyMinutes: m.LobbyMinutes, Agenda: agendaFrom(m.Agenda), Regime: m.Regime, Label: m.Label,
	}
	for _, d := range m.Delegations {
		cmd.Delegations = append(cmd.Delegations, proceedings.Delegation{Name: d.Name, Languages: d.Languages})
	}
	if m.Interpretation != nil {
		setup := m.Interpretation.setup()
		cmd.Interpretation = &setup
	}
	return h.create(ctx, cmd)
}

// create makes a meeting of a command.
func (h *Hub) create(ctx context.Context, cmd proceedings.CreateMeeting) (protocol.Meeting, error) {
	events, err := proceedings.Decide(proceedings.State{}, cmd, time.Now())
	if err != nil {
		return protocol.Meeting{}, asProblem(err)
	}
	record, err := proceedings.EncodeRecord(newID(), events)
	if err != nil {
		return protocol.Meeting{}, fmt.Errorf("create a meeting: %w", err)
	}
	if reason := h.NotRecorded(); reason != "" {
		return protocol.Meeting{}, h.refuse(reason)
	}
	seq, err := h.cfg.Journal.Append(ctx, stream(cmd.ID), 0, record)
	if err != nil {
		if reason, is := unwritableReason(err); is && ctx.Err() == nil {
			h.recording(reason, err)
			return protocol.Meeting{}, h.refuse(reason)
		}
		h.cfg.Log.Error("journal does not take a new meeting", "error", err)
		return protocol.Meeting{}, problem("not-saved", "The meeting could not be saved. Please try again; the operator finds the reason in the log.")
	}
	e := &entry{state: proceedings.Fold(proceedings.State{}, events...), seq: seq}
	h.mu.Lock()
	h.meetings[cmd.ID] = e
	h.mu.Unlock()
	return h.meetingOf(e.state), nil
}

// snapshot is the State of a meeting: 404 meeting-unknown, 500 meeting-damaged.
func (h *Hub) snapshot(id string) (proceedings.State, error) {
	h.mu.RLock()
	defer h.mu.RUnlock()
	e := h.meetings[id]
	switch {
	case e == nil:
		return proceedings.State{}, problem("meeting-unknown", "There is no meeting of this identifier.")
	case e.damaged:
		return proceedings.State{}, problem("meeting-damaged", "The journal of this meeting is damaged; the operator finds more in the log.")
	default:
		return e.state, nil
	}
}

// Meeting finds a meeting: 404 meeting-unknown.
func (h *Hub) Meeting(_ context.Context, id string) (protocol.Meeting, error) {
	s, err := h.snapshot(id)
	if err != nil {
		return protocol.Meeting{}, err
	}
	return h.meetingOf(s), nil
}

// Meetings lists all that can be read, newest first.
func (h *Hub) Meetings(context.Context) ([]protocol.Meeting, error) {
	h.mu.RLock()
	states := make([]proceedings.State, 0, len(h.meetings))
	for _, e := range h.meetings {
		if !e.damaged {
			states = append(states, e.state)
		}
	}
	h.mu.RUnlock()
	slices.SortFunc(states, func(a, b proceedings.State) int {
		return cmp.Or(b.Meeting.Created.Compare(a.Meeting.Created), cmp.Compare(a.Meeting.ID, b.Meeting.ID))
	})
	out := make([]protocol.Meeting, 0, len(states))
	for _, s := range states {
		out = append(out, h.meetingOf(s))
	}
	return out, nil
}

// Invite issues an invitation. Its token is in the answer only.
func (h *Hub) Invite(ctx context.Context, meeting string, in Invite) (Invitation, error) {
	token, hash := auth.NewToken()
	cmd := proceedings.IssueInvitation{
		ID: newID(), TokenHash: hex.EncodeToString(hash[:]), Role: in.Role, Name: in.Name, Function: in.Function,
		Delegation: in.Delegation, Language: in.Language, Lobby: in.Lobby, Shared: in.Shared, Expires: in.Expires,
		Booth: in.Booth, Understands: in.Understands, By: in.By, Replaces: in.Replaces, FocalPoint: in.FocalPoint,
		Authority: in.Authority, Vouched: in.Vouched,
	}
	if err := h.execute(ctx, meeting, cmd); err != nil {
		return Invitation{}, err
	}
	s, err := h.snapshot(meeting)
	if err != nil {
		return Invitation{}, err
	}
	out := invitationOf(s, s.Invitations[cmd.ID])
	out.Token = token
	return out, nil
}

// Invitations lists a meeting's, oldest first.
func (h *Hub) Invitations(_ context.Context, meeting string) ([]Invitation, error) {
	s, err := h.snapshot(meeting)
	if err != nil {
		return nil, err
	}
	return invitationsOf(s, func(proceedings.Invitation) bool { return true }), nil
}

// invitationsOf are those of which a condition holds, oldest first.
func invitationsOf(s proceedings.State, wanted func(proceedings.Invitation) bool) []Invitation {
	out := []Invitation{}
	for _, inv := range s.Invitations {
		if wanted(inv) {
			out = append(out, invitationOf(s, inv))
		}
	}
	slices.SortFunc(out, func(a, b Invitation) int {
		return cmp.Or(a.Created.Compare(b.Created), cmp.Compare(a.ID, b.ID))
	})
	return out
}

func invitationOf(s proceedings.State, inv proceedings.Invitation) Invitation {
	_, came := s.Participants[inv.ID]
	return Invitation{
		ID: inv.ID, Role: string(inv.Role), Name: inv.Name, Function: inv.Function, Delegation: inv.Delegation,
		Language: inv.Language, Lobby: inv.Lobby, Shared: inv.Shared, Created: inv.Created, Expires: inv.Expires,
		Revoked: inv.Revoked, Booth: inv.Booth, Understands: inv.Understands, FocalPoint: inv.FocalPoint, Authority: inv.Authority,
		Vouched: inv.Vouched, EntryRefused: inv.EntryRefused, Opened: inv.Opened, Came: came,
	}
}

// Revoke makes an invitation void and removes who came with it. by is a focal point's invitation; "": the administration.
func (h *Hub) Revoke(ctx context.Context, meeting, invitation, by string) error {
	return h.execute(ctx, meeting, proceedings.RevokeInvitation{Invitation: invitation, By: by})
}

// execute lets a meeting's actor commit a command.
func (h *Hub) execute(ctx context.Context, meeting string, cmd proceedings.Command) error {
	reply := make(chan error, 1)
	err, over := use(ctx, h, meeting, func(*conference) message { return commandRequest{cmd, reply} }, reply)
	if over != nil {
		return over
	}
	return err
}

// Authenticate finds what a token gives: 401 token-missing, token-unknown; 403 token-revoked, token-replaced, token-expired,
// participant-removed.
func (h *Hub) Authenticate(_ context.Context, token string) (Grant, error) {
	grant, err := h.authenticate(token)
	if err == nil {
		err = grant.void
	}
	if err != nil {
		return Grant{}, err
	}
	return grant, nil
}

// AuthenticateHello is Authenticate for a client that may have been here before: a link that was renewed since, or a
// shared one that has expired, brings nobody new, and throws nobody out. Join decides.
func (h *Hub) AuthenticateHello(_ context.Context, hello protocol.Hello) (Grant, error) {
	return h.authenticate(hello.Token)
}

func (h *Hub) authenticate(token string) (Grant, error) {
	if token == "" {
		return Grant{}, problem("token-missing", "An invitation's token is needed.")
	}
	hash := auth.Hash(token)
	h.mu.RLock()
	who, ok := h.tokens[hex.EncodeToString(hash[:])]
	h.mu.RUnlock()
	if !ok {
		return Grant{}, problem("token-unknown", "No invitation has this token. Check that the link is whole, or ask the organiser for a new one.")
	}
	s, err := h.snapshot(who.meeting)
	if err != nil {
		return Grant{}, err
	}
	var void error
	if s.Invitations[who.invitation].TokenHash != hex.EncodeToString(hash[:]) {
		void = problem("token-replaced", "This invitation has a new link, and the old one is void. Ask whoever sent it for the new one.")
	}
	inv, status, err := s.Use(who.invitation, time.Now())
	if err != nil && void == nil {
		void = asProblem(err)
	}
	if err != nil && (!inv.Shared || inv.Revoked) {
		return Grant{}, void
	}
	admission := map[proceedings.Status]string{
		proceedings.Admitted: "admitted", proceedings.Waiting: "lobby", proceedings.Refused: "refused",
		proceedings.Early: "early",
	}
	return Grant{Meeting: h.meetingOf(s), Invitation: invitationOf(s, inv), Admission: admission[status], void: void}, nil
}

// AuthenticateFor is Authenticate for a resource of one meeting: also 403 token-foreign.
func (h *Hub) AuthenticateFor(ctx context.Context, meeting, token string) (Grant, error) {
	grant, err := h.Authenticate(ctx, token)
	if err != nil {
		return Grant{}, err
	}
	if grant.Meeting.ID != meeting {
		return Grant{}, problem("token-foreign", "This token is an invitation to another meeting. Use the link of this one.")
	}
	return grant, nil
}

// Join brings a client in; the welcome is its outbox's first message.
func (h *Hub) Join(ctx context.Context, grant Grant, hello protocol.Hello, out Outbox) (*Attendance, error) {
	reply := make(chan joined, 1)
	answer, err := use(ctx, h, grant.Meeting.ID, func(*conference) message {
		return joinRequest{grant.Invitation.ID, grant.void, hello, out, reply}
	}, reply)
	switch {
	case err != nil:
		return nil, err
	case answer.err != nil:
		return nil, answer.err
	case ctx.Err() != nil:
		answer.attendance.Lost()
		return nil, fmt.Errorf("join: %w", ctx.Err())
	default:
		return answer.attendance, nil
	}
}

// Publish connects a WHIP publisher: a participant without our client. The string is the SDP answer.
func (h *Hub) Publish(ctx context.Context, grant Grant, offerSDP string) (*ExternalSession, string, error) {
	reply := make(chan external, 1)
	return h.external(ctx, grant, publishRequest{grant.Invitation.ID, offerSDP, reply}, reply)
}

// View connects a WHEP viewer, who hears the channel of the language, or the floor where there is none.
func (h *Hub) View(ctx context.Context, grant Grant, language, offerSDP string) (*ExternalSession, string, error) {
	tag, ok := proceedings.LanguageTag(language)
	if language != "" && !ok {
		return nil, "", problem("field-invalid", "language: a language tag is needed, such as es, pt-BR or zh-Hant (BCP 47)")
	}
	reply := make(chan external, 1)
	return h.external(ctx, grant, viewRequest{grant.Invitation.ID, tag, offerSDP, reply}, reply)
}

func (h *Hub) external(ctx context.Context, grant Grant, request message, reply chan external) (*ExternalSession, string, error) {
	answer, err := use(ctx, h, grant.Meeting.ID, func(*conference) message { return request }, reply)
	if err != nil {
		return nil, "", err
	}
	if answer.err != nil {
		return nil, "", answer.err
	}
	return answer.session, answer.answer, nil
}

// External finds a WHIP or WHEP session of a meeting by its id: 404 session-unknown once it has ended.
func (h *Hub) External(meeting, id string) (*ExternalSession, error) {
	h.mu.RLock()
	defer h.mu.RUnlock()
	s := h.externals[id]
	if s == nil || s.conference.id != meeting {
		return nil, problem("session-unknown", "There is no such session here, or it has ended.")
	}
	return s, nil
}

// Stats counts what is live.
func (h *Hub) Stats() Stats {
	h.mu.RLock()
	defer h.mu.RUnlock()
	s := Stats{Meetings: len(h.meetings)}
	for _, e := range h.meetings {
		if e.live == nil {
			continue
		}
		s.Live++
		s.Participants += int(e.live.counts.participants.Load())
		s.Waiting += int(e.live.counts.waiting.Load())
		s.Viewers += int(e.live.counts.viewers.Load())
	}
	return s
}

// MediaStats counts what the Rooms of all meetings have forwarded, dropped and repaired since the start.
func (h *Hub) MediaStats() sfu.Stats { return h.rooms.stats() }
