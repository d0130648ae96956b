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
	"sync"

	"github.com/cumbre-meet/cumbre/internal/bots/speech"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// DemoTitle is the demo meeting's title.
const DemoTitle = "México – United States, 7 May 2021"

// demoFile keeps the demo's tokens in its data folder, so that the links stay the same over a restart.
const demoFile = "demo.json"

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
	Meeting string              `json:"meeting"`
	Bots    map[string]string   `json:"bots"` // key → token
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
	m, err := api.Meeting(ctx, s.Meeting)
	if err != nil {
		return err
	}
	if m.State == "ended" {
		return errors.New("the meeting has ended")
	}
	tokens := make([]string, 0, len(s.Bots)+len(s.Links))
	for _, m := range cast() {
		if s.Bots[m.key] == "" {
			return fmt.Errorf("no token for %s", m.key)
		}
		tokens = append(tokens, s.Bots[m.key])
	}
	for _, l := range s.Links {
		tokens = append(tokens, l.Token)
	}
	for _, t := range tokens {
		if err := (API{Base: api.Base, Token: t, HTTP: api.HTTP}).Check(ctx); err != nil {
			return err
		}
	}
	return nil
}

// create makes the meeting and everybody's invitation.
func (d *Demo) create(ctx context.Context, api API) (demoState, error) {
	m, err := api.CreateMeeting(ctx, demoMeeting())
	if err != nil {
		return demoState{}, err
	}
	s := demoState{Meeting: m.ID, Bots: make(map[string]string)}
	atOnce := false
	for _, b := range cast() {
		inv, err := api.Invite(ctx, m.ID, NewInvitation{
			Role: b.role, Name: b.name, Function: b.function, Delegation: b.delegation, Language: b.language, Lobby: &atOnce,
		})
		if err != nil {
			return demoState{}, fmt.Errorf("inviting %s: %w", b.key, err)
		}
		s.Bots[b.key] = inv.Token
	}
	for _, g := range guests() {
		g.invitation.Lobby = &atOnce
		inv, err := api.Invite(ctx, m.ID, g.invitation)
		if err != nil {
			return demoState{}, fmt.Errorf("inviting %s: %w", g.key, err)
		}
		s.Links = append(s.Links, protocol.DemoLink{Key: g.key, Label: g.label, Role: g.invitation.Role, URL: inv.URL, Token: inv.Token})
	}
	return s, nil
}

func demoMeeting() NewMeeting {
	return NewMeeting{
		Title: DemoTitle, Languages: []string{"es", "en"},
		Delegations: []NewDelegation{{mexico, []string{"es"}}, {unitedStates, []string{"en"}}},
		Start:       "2021-05-07T11:30", Timezone: "America/Mexico_City",
		Agenda: []protocol.AgendaItem{
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
	tokens := d.kept.Bots
	d.mu.Unlock()
	s := &script{library: library, bots: make(map[string]*bot), log: d.log}
	var life sync.WaitGroup
	for _, m := range cast() {
		b := newBot(m, base, tokens[m.key], client, d.log)
		s.bots[m.key] = b
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
