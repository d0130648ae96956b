package conference_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/protocol"
	"github.com/cumbre-meet/cumbre/internal/sfu"
)

// picture is what a client knows of the meeting: a welcome, changed by what came after it.
type picture struct {
	Admission    string
	Meeting      protocol.Meeting
	Participants map[string]protocol.Participant
	Lobby        []protocol.Participant
	Chat         []protocol.ChatMessage
	Floor        protocol.Floor
	Stage        string

	Interpretation protocol.Interpretation
	Glossary       []protocol.Term
}

func (p *picture) apply(m any) {
	switch m := m.(type) {
	case protocol.Welcome:
		*p = picture{
			Admission: m.Admission, Meeting: m.Meeting, Participants: map[string]protocol.Participant{}, Lobby: m.Lobby,
			Chat: m.Chat, Floor: m.Floor, Stage: m.Stage,
			Interpretation: m.Interpretation, Glossary: m.Glossary,
		}
		for _, x := range m.Participants {
			p.Participants[x.ID] = x
		}
	case protocol.ParticipantChanged:
		p.Participants[m.Participant.ID] = m.Participant
	case protocol.ParticipantLeft:
		delete(p.Participants, m.Participant)
	case protocol.LobbyChanged:
		p.Lobby = m.Lobby
	case protocol.MeetingChanged:
		p.Meeting = m.Meeting
	case protocol.FloorChanged:
		p.Floor = m.Floor
	case protocol.InterpretationChanged:
		p.Interpretation = m.Interpretation
	case protocol.GlossaryChanged:
		p.Glossary = slices.DeleteFunc(p.Glossary, func(t protocol.Term) bool { return t.Key == m.Term.Key })
		if !m.Removed {
			p.Glossary = append(p.Glossary, m.Term)
		}
	case protocol.StageChanged:
		p.Stage = m.Participant
	case protocol.ChatReceived:
		p.Chat = append(p.Chat, m.Message)
	}
}

// person is somebody with an invitation, who comes and goes.
type person struct {
	inv    conference.Invitation
	client *client // nil: not here
	resume string
	sees   picture
}

// crowd acts at random.
type crowd struct {
	*world
	rnd    *rand.Rand
	people []*person

	rehearsed int // looks from outside at a rehearsal
}

func (c *crowd) look() {
	c.settle()
	for _, p := range c.people {
		if p.client == nil {
			continue
		}
		for _, m := range p.client.take() {
			p.sees.apply(m)
		}
		p.resume = p.client.resume
		if p.client.ended {
			p.client = nil
		}
	}
}

func (c *crowd) anybody() string {
	return c.people[c.rnd.IntN(len(c.people))].inv.ID
}

// message is anything that a client may say.
func (c *crowd) message(p *person) protocol.ClientMessage {
	on := func() bool { return c.rnd.IntN(2) == 0 }
	if p.inv.Role == "chair" && c.rnd.IntN(8) == 0 {
		return c.arrangement(on())
	}
	if c.rnd.IntN(3) == 0 || p.inv.Role == "interpreter" && c.rnd.IntN(3) > 0 {
		return c.interpretation(p)
	}
	switch c.rnd.IntN(16) {
	case 0, 1:
		return protocol.SetMedia{Microphone: on(), Camera: on(), Screen: on()}
	case 2:
		return protocol.SetHand{Raised: on()}
	case 3:
		return protocol.SetLanguage{Language: []string{"", "es", "en-us", "?"}[c.rnd.IntN(4)]}
	case 4:
		to := []string{"everyone", "delegation", "participant"}[c.rnd.IntN(3)]
		return protocol.SendChat{ID: 1, To: to, Participant: c.anybody(), Text: "x"}
	case 5, 6:
		return protocol.Admit{ID: 1, Participant: c.anybody()}
	case 7:
		return protocol.Offer{ID: 1, SDP: []string{"v=0", "bad"}[c.rnd.IntN(2)], New: on(), Lines: []protocol.OfferLine{{MID: "0", Use: "camera"}}}
	case 8, 9:
		return protocol.GiveFloor{ID: 1, Participant: c.anybody()}
	case 10:
		return protocol.YieldFloor{ID: 1}
	case 11:
		return protocol.Mute{ID: 1, Participant: c.anybody()}
	case 12:
		return protocol.Lock{ID: 1, Locked: on()}
	case 13:
		return protocol.LowerHand{ID: 1, Participant: c.anybody()}
	case 14:
		return protocol.WantSlots{Slots: []protocol.WantSlot{{MID: "5", Participant: c.anybody(), Kind: "camera", Height: 180}}}
	default:
		switch c.rnd.IntN(14) {
		case 0:
			return protocol.Remove{ID: 1, Participant: c.anybody()}
		case 1:
			return protocol.Refuse{ID: 1, Participant: c.anybody()}
		case 2:
			return protocol.Leave{}
		default:
			return protocol.React{Reaction: "thanks"}
		}
	}
}

func (c *crowd) arrangement(rehearsal bool) protocol.ClientMessage {
	return protocol.ArrangeInterpretation{ID: 1, Rehearsal: rehearsal, Booths: []protocol.NewBooth{
		{ID: "b1", Outputs: []string{"es", "en"}}, {ID: "sign", Kind: "sign", Outputs: []string{"ase"}},
	}[:1+c.rnd.IntN(2)]}
}

// interpretation is anything that a client may say of it.
func (c *crowd) interpretation(p *person) protocol.ClientMessage {
	on := c.rnd.IntN(2) == 0
	language := []string{"es", "en", "ase", "de"}[c.rnd.IntN(4)]
	var lease, handover int64
	for _, ch := range p.sees.Interpretation.Channels {
		if ch.Language == language {
			lease = ch.Epoch
		}
	}
	for _, b := range p.sees.Interpretation.Booths {
		handover = max(handover, b.Handover.Epoch)
	}
	switch c.rnd.IntN(19) {
	case 0:
		return protocol.Listen{To: []string{"floor", "language", "automatic"}[c.rnd.IntN(3)], Language: language}
	case 1:
		return protocol.WantSounds{Sounds: []protocol.WantSound{{MID: "7", Participant: c.anybody()}, {MID: "8", Channel: language}}}
	case 2:
		return protocol.Sit{ID: 1, Booth: "b1", Seat: c.rnd.IntN(3), Understands: []string{"es"}}
	case 3:
		return protocol.Stand{ID: 1}
	case 4, 5, 6:
		return protocol.CheckSeat{ID: 1, Devices: true, Headphones: true, Level: c.rnd.IntN(8) > 0}
	case 7, 8:
		return protocol.SetOutput{ID: 1, Language: language, Epoch: lease}
	case 9:
		return protocol.SetInput{ID: 1, Input: []string{"floor", "automatic", language}[c.rnd.IntN(3)]}
	case 10, 11:
		return protocol.OpenMicrophone{ID: 1, Epoch: lease}
	case 12:
		return protocol.Cough{ID: 1, On: on, Epoch: lease}
	case 13:
		action := []string{"offer", "request", "accept", "decline", "cancel", "switch"}[c.rnd.IntN(6)]
		return protocol.HandOver{ID: 1, Action: action, To: c.anybody(), Epoch: handover}
	case 14:
		return protocol.TakeOver{ID: 1, Channel: language, Epoch: lease}
	case 15:
		return protocol.TalkToFloor{ID: 1, On: on}
	case 16:
		return protocol.AddTerm{ID: 1, Text: []protocol.TermIn{{Language: "es", Text: "cumbre"}}}
	case 17:
		if c.rnd.IntN(4) > 0 {
			return protocol.SetFloorLanguage{ID: 1, Language: language}
		}
		return c.arrangement(on)
	default:
		return []protocol.ClientMessage{
			protocol.SlowDown{ID: 1},
			protocol.Uninterpretable{ID: 1, On: on},
			protocol.SetShift{ID: 1, Minutes: 10},
			protocol.CloseMicrophone{ID: 1, Epoch: lease},
			protocol.ReportSource{Band: 7000},
			protocol.RemoveTerm{ID: 1, Key: "t1"},
		}[c.rnd.IntN(6)]
	}
}

// neverOnTheFloor: an interpreter's sounds may be heard on the floor only while the Desk lets them talk there.
func (c *crowd) neverOnTheFloor(step int) {
	c.t.Helper()
	synctest.Wait()
	for _, p := range c.people {
		if p.client == nil || p.inv.Role != "interpreter" || p.sees.Admission != "admitted" {
			continue
		}
		talking := false
		for _, b := range p.sees.Interpretation.Booths {
			for _, s := range b.Seats {
				talking = talking || s.Participant == p.inv.ID && s.Talking
			}
		}
		if heard, muted := c.hub.Rules(c.meeting.ID, p.inv.ID); heard != talking || !muted[2] || !muted[3] {
			c.t.Fatalf("step %d: %s is heard on the floor: %v; talks there: %v; muted: %v", step, p.inv.Name, heard, talking, muted)
		}
	}
}

// noRehearsalGetsOut: who takes no part in one sees that there is one, and nothing else of it.
func (c *crowd) noRehearsalGetsOut(step int) {
	c.t.Helper()
	for _, p := range c.people {
		view := p.sees.Interpretation
		switch {
		case p.client == nil || p.sees.Admission != "admitted" || !view.Rehearsal:
			continue
		case p.inv.Role == "interpreter" || p.inv.Role == "technician" || p.inv.Role == "chair" || p.inv.Role == "organiser":
			continue
		}
		want := protocol.Interpretation{Rehearsal: true, Booths: []protocol.Booth{}}
		for _, ch := range view.Channels {
			want.Channels = append(want.Channels, protocol.Channel{Language: ch.Language, Kind: ch.Kind, State: "OFF", Sound: "OFF"})
		}
		if diff := cmp.Diff(want, view); diff != "" {
			c.t.Fatalf("step %d: %s (%s) sees more of a rehearsal:\n%s", step, p.inv.Name, p.inv.Role, diff)
		}
		c.rehearsed++
	}
}

// step lets one person do one thing, or the world turn.
func (c *crowd) step() {
	p := c.people[c.rnd.IntN(len(c.people))]
	events := c.hub.Events
	switch c.rnd.IntN(12) {
	case 0:
		time.Sleep(time.Duration(c.rnd.IntN(40)) * time.Second)
	case 1:
		if c.hub.Stats().Live > 0 {
			events(c.meeting.ID).StageChanged(sfu.EndpointID(c.anybody()))
			events(c.meeting.ID).QualityMeasured([]sfu.Quality{{Endpoint: sfu.EndpointID(c.anybody()), LossUp: c.rnd.Float64() / 5}})
		}
	case 2:
		if conns := c.media.Connections(); len(conns) > 0 {
			conns[c.rnd.IntN(len(conns))].Disconnect()
		}
	case 12:
		c.breakDisk("disk-full")
	case 13:
		c.memory.FailAppends(nil)
	case 3:
		if p.client != nil {
			p.client.attendance.Lost()
			p.client = nil
		}
	default:
		if p.client == nil {
			c.come(p)
			return
		}
		_ = p.client.attendance.Handle(c.t.Context(), c.message(p)) // it may have been sent away
	}
}

// come tries to join, with the resume secret or without it.
func (c *crowd) come(p *person) {
	resume := p.resume
	if c.rnd.IntN(3) == 0 {
		resume = ""
	}
	client, err := c.tryJoin(p.inv.Token, resume)
	if err == nil {
		p.client = client
	}
}

// check compares what each person has put together from messages with the whole picture that the server gives.
func (c *crowd) check(step int) {
	c.t.Helper()
	c.look()
	for _, p := range c.people {
		if p.client == nil {
			continue
		}
		had := p.sees
		client, err := c.tryJoin(p.inv.Token, p.resume)
		if err != nil {
			c.t.Fatalf("step %d: %s cannot come back: %v", step, p.inv.Name, err)
		}
		p.client = client
		c.look()
		// Coming back is seen by all; nothing else may differ, but that an interpreter comes back muted.
		if p.inv.Role == "interpreter" {
			had.Interpretation = p.sees.Interpretation
		}
		if diff := cmp.Diff(had, p.sees); diff != "" {
			c.t.Fatalf("step %d: %s (%s) had another picture than the server:\n%s", step, p.inv.Name, p.inv.Role, diff)
		}
	}
}

func TestEveryClientsPictureIsTheServers(t *testing.T) {
	rehearsed := 0
	for seed := range uint64(8) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			inWorld(t, func(w *world) {
				c := &crowd{world: w, rnd: rand.New(rand.NewPCG(seed, 1))}
				for i, role := range []string{"chair", "organiser", "delegate", "delegate", "delegate", "observer", "press", "interpreter", "interpreter", "technician"} {
					change := []func(*conference.Invite){}
					if i%2 == 0 {
						change = append(change, withLobby)
					}
					c.people = append(c.people, &person{inv: w.invite(role, fmt.Sprint(role, i), []string{"d1", "d2", ""}[i%3], change...)})
				}
				for step := range 300 {
					c.step()
					c.look()
					c.neverOnTheFloor(step)
					c.noRehearsalGetsOut(step)
					if step%25 == 24 {
						c.check(step)
					}
				}
				c.recount()
				rehearsed += c.rehearsed
			})
		})
	}
	if rehearsed == 0 {
		t.Error("nobody looked at a rehearsal from outside")
	}
}

// recount starts a new server on the journal: what is durable is the same there.
func (c *crowd) recount() {
	c.memory.FailAppends(nil)
	time.Sleep(lookEvery)
	c.look()
	before, _ := c.hub.Meeting(c.t.Context(), c.meeting.ID)
	invitations, _ := c.hub.Invitations(c.t.Context(), c.meeting.ID)
	var chats []protocol.ChatMessage
	for _, p := range c.people {
		if p.client != nil && len(p.sees.Chat) > len(chats) {
			chats = p.sees.Chat
		}
	}
	c.restart()
	after, _ := c.hub.Meeting(c.t.Context(), c.meeting.ID)
	again, _ := c.hub.Invitations(c.t.Context(), c.meeting.ID)
	if diff := cmp.Diff(before, after); diff != "" {
		c.t.Error(diff)
	}
	if diff := cmp.Diff(invitations, again); diff != "" {
		c.t.Error(diff)
	}
	if !slices.IsSortedFunc(chats, func(a, b protocol.ChatMessage) int { return int(a.Seq) - int(b.Seq) }) {
		c.t.Errorf("chat out of order: %+v", chats)
	}
}
