package bots

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/cumbre-meet/cumbre/internal/interpretation"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// testBooth is the server's part of one booth, es and en with three seats, on the real Desk: what the tests of
// interpreters work against, by calls or behind a fakeServer.
type testBooth struct {
	mu     sync.Mutex
	desk   *interpretation.Desk
	told   map[string]func(protocol.Interpretation) // by participant: what they are shown changed
	did    []string                                 // the commands that were granted: "who what"
	refuse func(by string, cmd interpretation.Command) error
}

func newTestBooth(now time.Time) *testBooth {
	setup := interpretation.Setup{Booths: []interpretation.Booth{{ID: "b1", Name: "es · en", Outputs: []string{"es", "en"}, Seats: 3}}}
	return &testBooth{desk: interpretation.New(setup, uint64(now.UnixMilli())), told: map[string]func(protocol.Interpretation){}}
}

// join seats somebody, who is told of every change.
func (b *testBooth) join(by string, told func(protocol.Interpretation)) error {
	b.mu.Lock()
	b.told[by] = told
	b.mu.Unlock()
	return b.do(by, interpretation.Sit{By: by, Booth: "b1", Understands: []string{"es", "en"}})
}

func (b *testBooth) do(by string, cmd interpretation.Command) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.refuse != nil {
		if err := b.refuse(by, cmd); err != nil {
			return err
		}
	}
	if _, err := b.desk.Do(time.Now(), cmd); err != nil {
		return err
	}
	b.did = append(b.did, fmt.Sprintf("%s %T", by, cmd))
	b.tell()
	return nil
}

// heard notes a packet of somebody's microphone.
func (b *testBooth) heard(by string, speaking bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	before := b.desk.Sounds("es") + b.desk.Sounds("en")
	now := time.Now()
	if _, err := b.desk.Do(now, interpretation.Heard{By: by, At: now, Speaking: speaking}); err == nil && before != b.desk.Sounds("es")+b.desk.Sounds("en") {
		b.tell()
	}
}

// run lets time pass for the Desk until ctx ends.
func (b *testBooth) run(ctx context.Context) {
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-tick.C:
			b.mu.Lock()
			if next := b.desk.Next(); !next.IsZero() && !now.Before(next) {
				b.desk.Tick(now)
				b.tell()
			}
			b.mu.Unlock()
		}
	}
}

// tell shows everybody the state; the lock is held.
func (b *testBooth) tell() {
	in := shown(b.desk.View())
	for _, f := range b.told {
		f(in)
	}
}

func (b *testBooth) view() protocol.Interpretation {
	b.mu.Lock()
	defer b.mu.Unlock()
	return shown(b.desk.View())
}

// shown is what the protocol says of a View.
func shown(v interpretation.View) protocol.Interpretation {
	in := protocol.Interpretation{Rehearsal: v.Rehearsal, FloorLanguage: v.Floor.Language, FloorFrom: string(v.Floor.From)}
	for _, c := range v.Channels {
		in.Channels = append(in.Channels, protocol.Channel{
			Language: c.Language, Kind: string(c.Kind), Holder: c.Holder, Booth: c.Booth, Epoch: int64(c.Epoch),
			State: string(c.State), Sound: string(c.Sound), Hops: c.Hops, Relays: c.OnRelay,
		})
	}
	for _, b := range v.Booths {
		out := protocol.Booth{
			ID: b.ID, Name: b.Name, Kind: "voice", Outputs: b.Outputs, Capacity: b.Seats, Policy: "consent",
			Handover: protocol.Handover{
				State: string(b.Handover.State), Epoch: int64(b.Handover.Epoch), From: b.Handover.From, To: b.Handover.To,
				By: b.Handover.By, When: string(b.Handover.When), Agreed: b.Handover.Agreed, Due: b.Handover.Due,
			},
			Shift: protocol.Shift{Minutes: b.Shift.Minutes, Amber: b.Shift.Amber, Over: b.Shift.Over},
		}
		for _, m := range b.Members {
			out.Seats = append(out.Seats, protocol.Seat{
				Participant: m.Participant, Number: m.Number, State: string(m.State), Devices: m.Checks.Devices,
				Headphones: m.Checks.Headphones, Level: m.Checks.Level, Output: m.Output, Input: m.Input,
			})
		}
		in.Booths = append(in.Booths, out)
	}
	return in
}

// say does what a client's message asks.
func (b *testBooth) say(by string, m protocol.ClientMessage) error {
	cmd := wish(by, m)
	if cmd == nil {
		return fmt.Errorf("a %T is not known here", m)
	}
	return b.do(by, cmd)
}

// wish is the Desk's command for a message, nil for none.
func wish(by string, m protocol.ClientMessage) interpretation.Command {
	switch m := m.(type) {
	case protocol.Sit:
		return interpretation.Sit{By: by, Booth: m.Booth, Seat: m.Seat, Understands: m.Understands}
	case protocol.Stand:
		return interpretation.Stand{By: by}
	case protocol.CheckSeat:
		return interpretation.Check{By: by, Devices: m.Devices, Headphones: m.Headphones, Level: m.Level}
	case protocol.SetOutput:
		return interpretation.SetOutput{By: by, Language: m.Language, Epoch: uint64(m.Epoch)}
	case protocol.SetInput:
		return interpretation.SetInput{By: by, Input: m.Input}
	case protocol.OpenMicrophone:
		return interpretation.OpenMicrophone{By: by, Epoch: uint64(m.Epoch)}
	case protocol.CloseMicrophone:
		return interpretation.CloseMicrophone{By: by, Epoch: uint64(m.Epoch)}
	case protocol.Cough:
		return interpretation.Cough{By: by, On: m.On, Epoch: uint64(m.Epoch)}
	case protocol.TakeOver:
		return interpretation.TakeOver{By: by, Channel: m.Channel, Epoch: uint64(m.Epoch)}
	case protocol.SetShift:
		return interpretation.SetShift{By: by, Minutes: m.Minutes}
	case protocol.SetFloorLanguage:
		return interpretation.FloorLanguage{By: by, Language: m.Language, From: interpretation.FromChair}
	case protocol.HandOver:
		return handOverWish(by, m)
	}
	return nil
}

func handOverWish(by string, m protocol.HandOver) interpretation.Command {
	epoch := uint64(m.Epoch)
	switch m.Action {
	case "offer":
		return interpretation.Offer{By: by, To: m.To}
	case "request":
		return interpretation.Request{By: by, To: m.To, When: interpretation.When(m.When)}
	case "accept":
		return interpretation.Accept{By: by, Epoch: epoch}
	case "decline":
		return interpretation.Decline{By: by, Epoch: epoch}
	case "cancel":
		return interpretation.Cancel{By: by, Epoch: epoch}
	case "switch":
		return interpretation.Switch{By: by, Epoch: epoch}
	}
	return nil
}

// problemFor is how the server words a refusal.
func problemFor(err error) protocol.Problem {
	code := "refused"
	if r, ok := errors.AsType[*interpretation.Refusal](err); ok {
		code = string(r.Code)
	}
	return *protocol.NewProblem(409, code, "Refused", "%v", err)
}

// testConsole stands for an interpreter's Client: the state and commands of a testBooth, in virtual time too.
type testConsole struct {
	booth *testBooth
	sent  func(Sound, protocol.Interpretation) // of every packet, with what the console knew

	mu      sync.Mutex
	state   State
	changed chan struct{}
	done    chan struct{}
}

func newTestConsole(b *testBooth, me string) *testConsole {
	c := &testConsole{booth: b, state: newState(), changed: make(chan struct{}), done: make(chan struct{})}
	c.state.Me = me
	return c
}

func (c *testConsole) change(f func(*State)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f(&c.state)
	close(c.changed)
	c.changed = make(chan struct{})
}

func (c *testConsole) show(in protocol.Interpretation) {
	c.change(func(s *State) { s.Interpretation = in })
}

func (c *testConsole) View(f func(*State)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f(&c.state)
}

func (c *testConsole) Done() <-chan struct{} { return c.done }

func (c *testConsole) changes() <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.changed
}

func (c *testConsole) command(_ context.Context, m message) error {
	return c.booth.say(c.state.Me, m(1))
}

func (c *testConsole) sendSound(s Sound) error {
	in := c.booth.view()
	c.booth.heard(c.state.Me, s.Voice)
	c.sent(s, in)
	return nil
}
