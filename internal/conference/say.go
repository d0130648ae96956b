package conference

import (
	"time"

	"github.com/cumbre-meet/cumbre/internal/proceedings"
	"github.com/cumbre-meet/cumbre/internal/protocol"
	"github.com/cumbre-meet/cumbre/internal/sfu"
)

// say deals with one message of a client. Its answer goes into the outbox; the error is errOver where the session
// is no longer the participant's.
func (c *conference) say(from *Attendance, m protocol.ClientMessage) error {
	p := c.people[from.participant]
	if p == nil || p.attendance != from {
		return errOver
	}
	id := m.MessageID()
	if o, ok := m.(protocol.Offer); ok {
		c.offer(p, o)
		return nil
	}
	err := c.act(p, m)
	if p.told.acted {
		c.settleBooths(time.Now()) // what came of it goes before the answer, so that whoever has that goes by the present epochs
	}
	if err != nil {
		from.out.Send(protocol.EncodeServer(protocol.ProblemMessage{ID: id, Problem: *asProblem(err)}))
	} else if id > 0 {
		from.out.Send(protocol.EncodeServer(protocol.Ack{ID: id}))
	}
	return nil
}

// act is the table of what a client may say, and who does it.
func (c *conference) act(p *presence, m protocol.ClientMessage) error {
	switch m := m.(type) {
	case protocol.Leave:
		c.left[p.id] = true
		c.depart(p, "left")
		return nil
	case protocol.SetLanguage:
		return c.setLanguage(p, m.Language)
	case protocol.SetMedia:
		c.setMedia(p, m)
		return nil
	}
	if p.waiting {
		return problem("not-admitted", "You are in the lobby: the chair lets you in first.")
	}
	switch m := m.(type) {
	case protocol.WantSlots:
		return c.wantSlots(p, m)
	case protocol.SetHand:
		if c.interprets(p) {
			return problem("not-allowed", "Interpreters do not ask for the floor: they speak in their booth.")
		}
		c.setHand(p, m.Raised)
		return nil
	case protocol.React:
		c.broadcast(protocol.Reacted{Participant: p.id, Reaction: m.Reaction}, inside)
		return nil
	case protocol.Mute:
		return c.mute(p, m.Participant)
	case protocol.LowerHand:
		return c.lowerHand(p, m.Participant)
	case protocol.MoveAgenda:
		return c.moveAgenda(p, m.Item)
	case protocol.AnswerTakeOver:
		c.answerTakeOver(p, m.Allow)
		return nil
	case protocol.SetRegime:
		return c.setRegime(p, m)
	case protocol.ShowDocument:
		return c.showDocument(p, m)
	default:
		if interpreting, err := c.interpret(p, m); interpreting {
			return err
		}
		if speaking, err := c.speakers(p, m); speaking {
			return err
		}
		if recording, err := c.recordSay(p, m); recording {
			return err
		}
		return c.command(p, m)
	}
}

// command commits what is an event of the meeting.
func (c *conference) command(p *presence, m protocol.ClientMessage) error {
	var cmd proceedings.Command
	switch m := m.(type) {
	case protocol.SendChat:
		cmd = proceedings.SendChat{By: p.id, To: proceedings.Audience(m.To), Participant: m.Participant, Booth: m.Booth, Text: m.Text}
	case protocol.Admit:
		cmd = proceedings.Admit{By: p.id, Participant: m.Participant}
	case protocol.Refuse:
		cmd = proceedings.Refuse{By: p.id, Participant: m.Participant}
	case protocol.Remove:
		cmd = proceedings.Remove{By: p.id, Participant: m.Participant}
	case protocol.YieldFloor:
		cmd = proceedings.YieldFloor{By: p.id}
	case protocol.Lock:
		cmd = proceedings.Lock{By: p.id, Locked: m.Locked}
	case protocol.AddTerm:
		cmd = proceedings.AddTerm{By: p.id, Key: m.Key, Note: m.Note, Text: textsOf(m.Text)}
	case protocol.RemoveTerm:
		cmd = proceedings.RemoveTerm{By: p.id, Key: m.Key}
	case protocol.ArrangeInterpretation:
		cmd = proceedings.ArrangeInterpretation{By: p.id, Setup: setupOf(m)}
	case protocol.StartRecording:
		cmd = proceedings.StartRecording{By: p.id}
	case protocol.StopRecording:
		cmd = proceedings.StopRecording{By: p.id}
	case protocol.DeclineRecording:
		cmd = proceedings.DeclineRecording{By: p.id, Declined: m.Declined}
	case protocol.End:
		cmd = proceedings.End{By: p.id}
	default:
		return problem("not-allowed", "This message has no place here.")
	}
	return c.commit(cmd)
}

// setLanguage takes the language that somebody wants.
func (c *conference) setLanguage(p *presence, language string) error {
	tag, ok := proceedings.LanguageTag(language)
	if language != "" && !ok {
		return problem("field-invalid", "language: a language tag is needed, such as es, pt-BR or zh-Hant (BCP 47)")
	}
	if p.language != tag {
		p.language = tag
		c.booths.stale = true
		c.changed(p)
	}
	return nil
}

// setMedia takes what a client says that it sends. After the chair's mute the microphone stays off until the client
// has said so itself once: a message that was on its way must not undo the mute.
func (c *conference) setMedia(p *presence, m protocol.SetMedia) {
	switch {
	case p.silencedBy == "":
	case m.Microphone:
		p.send(protocol.MuteRequested{By: p.silencedBy})
	default:
		p.silencedBy = ""
	}
	switch role := c.role(p); {
	case role == proceedings.Interpreter:
		m.Screen, m.ScreenSound = false, false
	case !role.Speaks():
		m = protocol.SetMedia{} // who only listens sends nothing, whatever the client says
	}
	if p.media == m {
		return
	}
	p.media = m
	c.applyRules(p)
	c.changed(p)
}

func (c *conference) setHand(p *presence, raised bool) {
	switch {
	case raised == !p.hand.IsZero():
		return
	case raised:
		p.hand = time.Now()
	default:
		p.hand = time.Time{}
	}
	c.changed(p)
}

// other finds whom somebody who leads the meeting means.
func (c *conference) other(by *presence, participant string) (*presence, error) {
	if !c.role(by).Leads() {
		return nil, problem("not-allowed", "only the chair and the organiser can do this")
	}
	p := c.people[participant]
	if p == nil || p.waiting {
		return nil, problem("not-connected", "This participant is not in the meeting (any more).")
	}
	return p, nil
}

// mute turns a microphone off; nothing else. Its owner can turn it on again.
func (c *conference) mute(by *presence, participant string) error {
	p, err := c.other(by, participant)
	if err != nil {
		return err
	}
	if c.interprets(p) {
		return problem("not-allowed", "Nobody mutes a booth: its microphones do not reach the floor.")
	}
	if p.silencedBy != "" || !p.media.Microphone && !p.isExternal {
		return nil // it is off
	}
	p.silencedBy = by.id
	c.applyRules(p)
	p.send(protocol.MuteRequested{By: by.id})
	c.changed(p)
	return nil
}

func (c *conference) lowerHand(by *presence, participant string) error {
	p, err := c.other(by, participant)
	if err != nil {
		return err
	}
	c.setHand(p, false)
	return nil
}

// wantSlots asks the Room for what a client wants to see.
func (c *conference) wantSlots(p *presence, m protocol.WantSlots) error {
	wants := make([]sfu.Want, 0, len(m.Slots))
	for i, s := range m.Slots {
		if s.Stage && s.Participant != "" || s.Participant != "" && s.Kind == "" {
			return problem("field-invalid", "slots[%d]: either stage, or participant with kind, or neither of them", i)
		}
		if s.Channel != "" && (s.Stage || s.Participant != "") {
			return problem("field-invalid", "slots[%d]: either stage, or participant with kind, or channel", i)
		}
		w := sfu.Want{MID: s.MID, Stage: s.Stage, Height: s.Height, Priority: s.Priority}
		if s.Participant != "" && c.maySee(p, s.Participant) {
			w.Source = sfu.SourceID{Endpoint: sfu.EndpointID(s.Participant), Kind: sfu.SourceKind(s.Kind)}
		}
		wants = append(wants, c.sign(p, w, s.Channel))
	}
	p.seat.want(wants)
	return nil
}
