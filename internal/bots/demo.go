package bots

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"github.com/cumbre-meet/cumbre/internal/bots/speech"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// DemoTitle is the demo meeting's title.
const DemoTitle = "México – United States, 7 May 2021"

// demoFile keeps the demo's tokens in its data folder, so that the links stay the same over a restart.
const demoFile = "demo.json"

// demoVersion is of demoFile: one of an earlier cast is not taken again.
const demoVersion = 3

// boothSeats is two for the bots and one for a newcomer who wants to try the console.
const boothSeats = 3

// Demo is the demonstration: a meeting already under way. Use: NewDemo, Prepare, then Run. It serves its links
// over HTTP from the moment that they exist.
type Demo struct {
	dir  string
	log  *slog.Logger
	load func() (*speech.Library, error) // what is said

	mu    sync.Mutex
	kept  demoState
	ready bool
}

// demoState is what demoFile keeps.
type demoState struct {
	Version int                 `json:"version"` // demoVersion
	Meeting string              `json:"meeting"`
	Booth   string              `json:"booth,omitempty"` // its identifier; "": the server did not set one up
	Bots    map[string]string   `json:"bots"`            // key → token
	Links   []protocol.DemoLink `json:"links"`
}

// NewDemo makes a demonstration that keeps its tokens in a folder.
func NewDemo(dir string, log *slog.Logger) *Demo { return &Demo{dir: dir, log: log, load: speech.Load} }

// Prepare finds the meeting of an earlier run, or makes one with its invitations, on the server at api.Base with
// the administrator's token. The earlier one is taken again while it is not over and its invitations are good.
func (d *Demo) Prepare(ctx context.Context, api API) (protocol.DemoLinks, error) {
	state, err := d.read()
	if err == nil {
		err = state.usable(ctx, api)
	}
	if err != nil {
		d.log.Debug("the demo meeting is made anew", "reason", err)
		if state, err = d.create(ctx, api); err != nil {
			return protocol.DemoLinks{}, fmt.Errorf("making the demo meeting: %w", err)
		}
		if err := d.write(state); err != nil {
			return protocol.DemoLinks{}, err
		}
	}
	d.mu.Lock()
	d.kept, d.ready = state, true
	d.mu.Unlock()
	return state.links(), nil
}

func (s demoState) links() protocol.DemoLinks {
	return protocol.DemoLinks{Meeting: s.Meeting, Title: DemoTitle, Links: s.Links}
}

func (d *Demo) read() (demoState, error) {
	var s demoState
	b, err := os.ReadFile(filepath.Join(d.dir, demoFile))
	if err != nil {
		return s, err
	}
	if err := json.Unmarshal(b, &s); err != nil {
		return s, fmt.Errorf("%s: %w", demoFile, err)
	}
	return s, nil
}

// write keeps the state; the tokens are nobody else's business.
func (d *Demo) write(s demoState) error {
	b, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return err
	}
	path := filepath.Join(d.dir, demoFile)
	if err := os.WriteFile(path+".new", append(b, '\n'), 0o600); err != nil {
		return fmt.Errorf("keeping the demo's links: %w", err)
	}
	return os.Rename(path+".new", path)
}

// usable tells why a kept state cannot be taken again.
func (s demoState) usable(ctx context.Context, api API) error {
	if s.Version != demoVersion {
		return errors.New("it is of another release")
	}
	m, err := api.Meeting(ctx, s.Meeting)
	if err != nil {
		return err
	}
	if m.State == "ended" {
		return errors.New("the meeting has ended")
	}
	tokens := make([]string, 0, len(s.Bots)+len(s.Links))
	for _, m := range s.cast() {
		if s.Bots[m.key] == "" {
			return fmt.Errorf("no token for %s", m.key)
		}
		tokens = append(tokens, s.Bots[m.key])
	}
	for _, g := range s.guests() {
		i := slices.IndexFunc(s.Links, func(l protocol.DemoLink) bool { return l.Key == g.key })
		if i < 0 {
			return fmt.Errorf("no link for %s", g.key)
		}
		tokens = append(tokens, s.Links[i].Token)
	}
	for _, t := range tokens {
		if err := (API{Base: api.Base, Token: t, HTTP: api.HTTP}).Check(ctx); err != nil {
			return err
		}
	}
	return nil
}

// create makes the meeting, everybody's invitation, and the booth.
func (d *Demo) create(ctx context.Context, api API) (demoState, error) {
	m, err := api.CreateMeeting(ctx, demoMeeting())
	if err != nil {
		return demoState{}, err
	}
	s := demoState{Version: demoVersion, Meeting: m.ID, Bots: make(map[string]string)}
	if err := s.invite(ctx, api, s.cast()); err != nil {
		return demoState{}, err
	}
	if s.Booth, err = arrange(ctx, api, s.Bots["chair"]); err != nil {
		d.log.Warn("the demo has no interpretation: the server did not set up its booth", "error", err)
	} else if err := s.invite(ctx, api, interpreters()); err != nil {
		return demoState{}, err
	}
	if err := s.inviteGuests(ctx, api); err != nil {
		return demoState{}, err
	}
	library, err := d.load()
	if err != nil {
		return demoState{}, err
	}
	if err := s.deposit(ctx, api, m, library); err != nil {
		d.log.Warn("the demo has no documents", "error", err)
	}
	return s, nil
}

// cast is all bots: without a booth no interpreters.
func (s demoState) cast() []member {
	if s.Booth == "" {
		return cast()
	}
	return append(cast(), interpreters()...)
}

// guests are the ways in for people: without a booth not those that are about one.
func (s demoState) guests() []guest {
	return slices.DeleteFunc(guests(), func(g guest) bool {
		return s.Booth == "" && (g.invitation.Role == interpreterRole || g.invitation.Role == "technician")
	})
}

// invite keeps the tokens of bots' invitations.
func (s demoState) invite(ctx context.Context, api API, bots []member) error {
	atOnce := false
	for _, b := range bots {
		in := NewInvitation{Role: b.role, Name: b.name, Function: b.function, Delegation: b.delegation, Language: b.language, Lobby: &atOnce}
		if b.role == interpreterRole {
			in.Booth = s.Booth
		}
		inv, err := api.Invite(ctx, s.Meeting, in)
		if err != nil {
			return fmt.Errorf("inviting %s: %w", b.key, err)
		}
		s.Bots[b.key] = inv.Token
	}
	return nil
}

// inviteGuests keeps the ways in for people.
func (s *demoState) inviteGuests(ctx context.Context, api API) error {
	atOnce := false
	for _, g := range s.guests() {
		in := g.invitation
		in.Lobby = &atOnce
		if in.Role == interpreterRole {
			in.Booth = s.Booth
		}
		inv, err := api.Invite(ctx, s.Meeting, in)
		if err != nil {
			return fmt.Errorf("inviting %s: %w", g.key, err)
		}
		s.Links = append(s.Links, protocol.DemoLink{Key: g.key, Label: g.label, Role: in.Role, URL: inv.URL, Token: inv.Token})
	}
	return nil
}

// arrange has the chair set up the booth, and gives the identifier that the server has for it.
func arrange(ctx context.Context, api API, chair string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, stepAnswer)
	defer cancel()
	c, err := Dial(ctx, Options{Base: api.Base, Token: chair, Name: "cumbre-demo/arranging", HTTP: api.HTTP})
	if err != nil {
		return "", err
	}
	defer c.Close()
	if err := c.ArrangeInterpretation(ctx, false, protocol.NewBooth{
		Name: "español · English", Kind: "voice", Outputs: []string{"es", "en"}, Seats: boothSeats, Policy: "consent",
	}); err != nil {
		return "", err
	}
	err = c.Await(ctx, "the booth", func(st *State) bool { return len(st.Interpretation.Booths) > 0 })
	if err != nil {
		return "", err
	}
	return c.State().Interpretation.Booths[0].ID, nil
}

func demoMeeting() NewMeeting {
	return NewMeeting{
		Title: DemoTitle, Languages: []string{"es", "en"},
		Delegations: []NewDelegation{{mexico, []string{"es"}}, {unitedStates, []string{"en"}}},
		Start:       "2021-05-07T11:30", Timezone: "America/Mexico_City",
		Agenda: []NewAgendaItem{
			{Title: "Apertura · Opening statements", Minutes: 10},
			{Title: "Migración · Migration", Minutes: 20},
			{Title: "Guatemala, Honduras, El Salvador: ayuda · relief", Minutes: 20},
			{Title: "Violencia y crimen organizado · Violence and organised crime", Minutes: 15},
			{Title: "Pandemia · Pandemic", Minutes: 10},
			{Title: "Clima · Climate", Minutes: 10},
		},
	}
}

type guest struct {
	key, label string
	invitation NewInvitation
}

// guests are the ways in for people.
func guests() []guest {
	return []guest{
		{"delegate-mx", "a delegate of México (español)", NewInvitation{
			Role: "delegate", Name: "Invitada, invitado", Function: "Miembro de la delegación", Delegation: mexico, Language: "es",
		}},
		{"delegate-us", "a delegate of the United States (English)", NewInvitation{
			Role: "delegate", Name: "Guest", Function: "Member of the delegation", Delegation: unitedStates, Language: "en",
		}},
		{"chair", "the chair (gives the floor, mutes, admits)", NewInvitation{
			Role: "chair", Name: "Second chair", Function: "Chair", Language: "en",
		}},
		{"interpreter", "an interpreter (the third seat of the booth; the console)", NewInvitation{
			Role: interpreterRole, Name: "Guest interpreter", Function: "español · English",
		}},
		{"technician", "the technician (sees all booths and channels)", NewInvitation{
			Role: "technician", Name: "Technician", Function: "Conference technician", Language: "en",
		}},
		{"observer", "an observer (any number of people)", NewInvitation{
			Role: "observer", Name: "Observer", Shared: true,
		}},
	}
}

// ServeHTTP answers GET /api/v1/demo with the links: the demo is for everybody who reaches the server.
func (d *Demo) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	d.mu.Lock()
	links, ready := d.kept.links(), d.ready
	d.mu.Unlock()
	w.Header().Set("Cache-Control", "no-store")
	if !ready {
		p := protocol.NewProblem(http.StatusServiceUnavailable, "not-ready", "Not ready", "The demo meeting is being made. Try again in a second.")
		w.Header().Set("Retry-After", "1")
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(p.Status)
		_ = json.NewEncoder(w).Encode(p)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(links)
}

// Run has the bots join the meeting at base and hold it until ctx ends. Prepare must have succeeded. client may be
// nil for the usual one.
func (d *Demo) Run(ctx context.Context, base string, client *http.Client) error {
	library, err := d.load()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	d.mu.Lock()
	kept := d.kept
	d.mu.Unlock()
	s := &script{library: library, bots: make(map[string]*bot), said: newPassages(), log: d.log}
	all := make([]*bot, 0, len(kept.Bots))
	ours := func() map[string]bool {
		out := make(map[string]bool, len(all))
		for _, b := range all {
			if id := b.was(); id != "" {
				out[id] = true
			}
		}
		return out
	}
	for _, m := range kept.cast() {
		b := newBot(m, base, kept.Bots[m.key], client, d.log)
		all = append(all, b)
		if m.role != interpreterRole {
			s.bots[m.key] = b
			continue
		}
		i := &interpreter{voice: m.voice, passages: s.said, mates: ours, log: b.log, level: &b.level}
		b.attend = func(ctx context.Context, c *Client) { i.work(ctx, c) }
	}
	var life sync.WaitGroup
	for _, b := range all {
		life.Go(func() {
			if err := b.run(ctx); err != nil {
				d.log.Info("a bot has left the demo", "reason", err)
			}
		})
	}
	life.Go(func() { s.run(ctx) })
	life.Wait()
	return nil
}
