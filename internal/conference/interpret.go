package conference

import (
	"time"

	"github.com/cumbre-meet/cumbre/internal/interpretation"
	"github.com/cumbre-meet/cumbre/internal/proceedings"
	"github.com/cumbre-meet/cumbre/internal/protocol"
	"github.com/cumbre-meet/cumbre/internal/sfu"
)

// interpret deals with the messages of interpretation that are not events of the meeting; interpreting is false for all
// others.
func (c *conference) interpret(p *presence, m protocol.ClientMessage) (interpreting bool, err error) {
	switch m := m.(type) {
	case protocol.Listen:
		return true, c.listen(p, m)
	case protocol.WantSounds:
		return true, c.wantSounds(p, m)
	case protocol.ReportSource:
		return true, c.reportSource(p, m)
	case protocol.SetFloorLanguage:
		return true, c.setFloorLanguage(p, m.Language)
	case protocol.CallTechnician:
		return true, c.callTechnician(p)
	case protocol.Sit:
		return true, c.sit(p, m)
	}
	cmd, err := deskCommand(p.id, m)
	switch {
	case err != nil:
		return true, err
	case cmd == nil:
		return false, nil
	case !c.interprets(p):
		return true, problem("not-allowed", "Only interpreters can do this, in their booth.")
	default:
		return true, c.desk(cmd, p.id)
	}
}

// deskCommand is the command that a message means; nil: it is none of an interpreter's.
func deskCommand(by string, m protocol.ClientMessage) (interpretation.Command, error) {
	switch m := m.(type) {
	case protocol.Stand:
		return interpretation.Stand{By: by}, nil
	case protocol.CheckSeat:
		return interpretation.Check{By: by, Devices: m.Devices, Headphones: m.Headphones, Level: m.Level}, nil
	case protocol.SetOutput:
		return interpretation.SetOutput{By: by, Language: m.Language, Epoch: epoch(m.Epoch)}, nil
	case protocol.SetInput:
		if m.Input == automatic {
			return interpretation.AutoRelay{By: by}, nil
		}
		return interpretation.SetInput{By: by, Input: m.Input}, nil
	case protocol.OpenMicrophone:
		return interpretation.OpenMicrophone{By: by, Epoch: epoch(m.Epoch)}, nil
	case protocol.CloseMicrophone:
		return interpretation.CloseMicrophone{By: by, Epoch: epoch(m.Epoch)}, nil
	case protocol.Cough:
		return interpretation.Cough{By: by, On: m.On, Epoch: epoch(m.Epoch)}, nil
	case protocol.TakeOver:
		return interpretation.TakeOver{By: by, Channel: m.Channel, Epoch: epoch(m.Epoch)}, nil
	case protocol.SetShift:
		return interpretation.SetShift{By: by, Minutes: m.Minutes}, nil
	case protocol.Uninterpretable:
		return interpretation.Uninterpretable{By: by, On: m.On}, nil
	case protocol.TalkToFloor:
		return interpretation.TalkToFloor{By: by, On: m.On}, nil
	case protocol.SlowDown:
		return interpretation.SlowDown{By: by}, nil
	case protocol.SoundInadequate:
		return interpretation.SoundInadequate{By: by}, nil
	case protocol.HandOver:
		return handOver(by, m)
	default:
		return nil, nil //nolint:nilnil // documented: it is none
	}
}

// automatic is the input, and the choice of a listener, that follows the floor's language.
const automatic = "automatic"

// epoch is one as the Desk counts. The decoder lets none below 0 through.
func epoch(n int64) uint64 { return uint64(max(n, 0)) }

func handOver(by string, m protocol.HandOver) (interpretation.Command, error) {
	switch m.Action {
	case "offer":
		return interpretation.Offer{By: by, To: m.To}, nil
	case "request":
		r := interpretation.Request{By: by, To: m.To, When: interpretation.When(m.When)}
		if r.When == "" {
			r.When = interpretation.Now
		}
		if r.When == interpretation.AtT {
			at, err := time.Parse(time.RFC3339, m.At)
			if err != nil {
				return nil, problem("field-invalid", "at: a time is needed as in 2021-05-07T10:00:00Z")
			}
			r.At = at
		}
		return r, nil
	case "accept":
		return interpretation.Accept{By: by, Epoch: epoch(m.Epoch)}, nil
	case "decline":
		return interpretation.Decline{By: by, Epoch: epoch(m.Epoch)}, nil
	case "cancel":
		return interpretation.Cancel{By: by, Epoch: epoch(m.Epoch)}, nil
	default: // the decoder lets nothing else through
		return interpretation.Switch{By: by, Epoch: epoch(m.Epoch)}, nil
	}
}

// sit changes an interpreter's seat, within the booth of the invitation. Who sits already keeps the checks and the
// output, or, where the new seat is refused, everything.
func (c *conference) sit(p *presence, m protocol.Sit) error {
	if !c.interprets(p) {
		return problem("not-allowed", "Only interpreters can do this, in their booth.")
	}
	me := c.state.Participants[p.id]
	if m.Booth != me.Booth {
		return problem("not-allowed", "Your invitation is to booth %q. Ask the organiser for one to another booth.", me.Booth)
	}
	tags := make([]string, 0, len(m.Understands))
	for _, t := range m.Understands {
		tag, ok := proceedings.LanguageTag(t)
		if !ok {
			return problem("field-invalid", "understands: language tags are needed, such as es, pt-BR or zh (BCP 47)")
		}
		tags = append(tags, tag)
	}
	wanted := interpretation.Sit{By: p.id, Booth: m.Booth, Seat: m.Seat, Understands: tags}
	had, sits := c.seatOf(p.id)
	if !sits {
		return c.desk(wanted, p.id)
	}
	if had.State == interpretation.SeatOnAir || had.State == interpretation.SeatCough {
		return &interpretation.Refusal{Code: interpretation.OnAirAlready, Detail: "close your microphone before you change your seat"}
	}
	if wanted.Seat == 0 {
		wanted.Seat = had.Number
	}
	c.fact(interpretation.Stand{By: p.id}, p.id)
	err := c.desk(wanted, p.id)
	if err != nil {
		c.fact(interpretation.Sit{By: p.id, Booth: m.Booth, Seat: had.Number, Understands: had.Understands}, p.id)
	}
	if had.State != interpretation.SeatOffline {
		c.fact(interpretation.Check{By: p.id, Devices: had.Checks.Devices, Headphones: had.Checks.Headphones, Level: had.Checks.Level}, p.id)
	}
	if had.Output != "" {
		c.fact(interpretation.SetOutput{By: p.id, Language: had.Output}, p.id)
	}
	return err
}

// seatOf finds somebody's seat.
func (c *conference) seatOf(participant string) (interpretation.SeatView, bool) {
	for _, b := range c.booths.desk.View().Booths {
		for _, s := range b.Members {
			if s.Participant == participant {
				return s, true
			}
		}
	}
	return interpretation.SeatView{}, false
}

// listen takes what somebody wants to hear. It is kept for as long as their place is.
func (c *conference) listen(p *presence, m protocol.Listen) error {
	if c.interprets(p) {
		return problem("not-allowed", "Interpreters choose what they work from (set-input), and what they monitor (want-sounds).")
	}
	tag, ok := proceedings.LanguageTag(m.Language)
	if m.Language != "" && !ok || m.Language == "" && m.To == "language" {
		return problem("field-invalid", "language: a language tag is needed, such as es, pt-BR or zh-Hant (BCP 47)")
	}
	m.Language = tag
	p.listens = m
	c.booths.stale = true
	return nil
}

// heardBy is what a participant's interpretation line carries. An interpreter who works from the floor has it on the
// lines of the stage and the floor, as everybody.
func (c *conference) heardBy(p *presence, inputs map[string]string) sfu.SoundWant {
	switch input := inputs[p.id]; {
	case p.waiting:
		return sfu.SoundWant{}
	case !c.interprets(p):
		return sfu.SoundWant{Channel: c.channelOf(p)}
	case input == "" || input == interpretation.Floor:
		return sfu.SoundWant{}
	default:
		return sfu.SoundWant{Channel: c.booths.room(input, true)}
	}
}

// channelOf is the Room's channel that a listener hears; "": the floor.
func (c *conference) channelOf(p *presence) string {
	language := p.listens.Language
	switch p.listens.To {
	case "floor":
		return ""
	case "language":
	default: // automatic, and who has said nothing: the own language
		if language == "" {
			language = p.language
		}
	}
	channel := c.booths.desk.ChannelFor(language)
	if language == "" || c.booths.rehearsal && !c.technician(p) {
		return ""
	}
	return c.booths.room(channel, c.technician(p))
}

// publicChannel is the channel of a viewer's language; "": the floor.
func (c *conference) publicChannel(language string) string {
	if language == "" || c.booths.rehearsal {
		return ""
	}
	return c.booths.desk.ChannelFor(language)
}

// wantSounds takes what an interpreter or technician asks of the booth-sound lines. Lines that are not named keep what
// they have.
func (c *conference) wantSounds(p *presence, m protocol.WantSounds) error {
	if !c.backstage(p) {
		return problem("not-allowed", "Only interpreters and technicians can do this.")
	}
	next := append([]protocol.WantSound(nil), p.monitors...)
	for i, s := range m.Sounds {
		if s.Channel != "" && s.Participant != "" || s.Stage && (s.Channel != "" || s.Participant != "") || s.MID == "" {
			return problem("field-invalid", "sounds[%d]: a mid, and either channel, or participant, or stage, or none of them", i)
		}
		if s.Participant != "" && !c.mayMonitor(p, s.Participant) {
			return problem("not-allowed", "sounds[%d]: only the microphones of the own booth can be heard here.", i)
		}
		next = replaceSound(next, s)
	}
	if len(next) > maxSlots {
		return problem("field-invalid", "sounds: at most %d lines are accepted", maxSlots)
	}
	p.monitors = next
	c.booths.stale = true
	return nil
}

func replaceSound(list []protocol.WantSound, s protocol.WantSound) []protocol.WantSound {
	for i := range list {
		if list[i].MID == s.MID {
			list[i] = s
			return list
		}
	}
	return append(list, s)
}

// mayMonitor tells whether a microphone is somebody's to listen to, on air or not: a colleague's, and for a technician
// every interpreter's. The Room gives what is on the floor by other lines.
func (c *conference) mayMonitor(p *presence, participant string) bool {
	other, ok := c.state.Present(participant)
	if !ok || other.Role != proceedings.Interpreter {
		return false
	}
	return c.technician(p) || other.Booth != "" && other.Booth == c.state.Participants[p.id].Booth
}

// monitorsOf is what somebody's booth-sound lines carry, by mid.
func (c *conference) monitorsOf(p *presence) map[string]sfu.SoundWant {
	if len(p.monitors) == 0 || !c.backstage(p) {
		return nil
	}
	out := make(map[string]sfu.SoundWant, len(p.monitors))
	for _, s := range p.monitors {
		w := sfu.SoundWant{Channel: c.booths.room(s.Channel, true), Stage: s.Stage}
		if s.Participant != "" && c.mayMonitor(p, s.Participant) {
			w.Source = sfu.SourceID{Endpoint: sfu.EndpointID(s.Participant), Kind: sfu.SourceMicrophone}
		}
		out[s.MID] = w
	}
	return out
}

// maySee tells whether somebody may ask for a participant's picture by name: an interpreter's is the booths', others
// see it in the channel of its sign language. Of somebody who was never here nobody knows whose it will be.
func (c *conference) maySee(p *presence, participant string) bool {
	other, known := c.state.Participants[participant]
	return known && (other.Role != proceedings.Interpreter || c.backstage(p))
}

// sign makes a want one of a sign channel, and remembers it: its name in the Room changes with a rehearsal.
func (c *conference) sign(p *presence, w sfu.Want, language string) sfu.Want {
	delete(p.signs, w.MID)
	if language == "" {
		return w
	}
	if tag, ok := proceedings.LanguageTag(language); ok && len(p.signs) < maxSlots {
		w.Channel = tag
		set(&p.signs, w.MID, w)
		w.Channel = c.booths.room(tag, c.backstage(p))
		c.booths.stale = true
	}
	return w
}

// signsOf are the wants of sign channels as the Room calls them now.
func (c *conference) signsOf(p *presence) []sfu.Want {
	out := make([]sfu.Want, 0, len(p.signs))
	for _, w := range p.signs {
		w.Channel = c.booths.room(w.Channel, c.backstage(p))
		out = append(out, w)
	}
	return out
}

// setFloorLanguage takes what is spoken on the floor: from the chair, from an interpreter, or from who speaks.
func (c *conference) setFloorLanguage(p *presence, language string) error {
	tag, ok := proceedings.LanguageTag(language)
	if language != "" && !ok {
		return problem("field-invalid", "language: a language tag is needed, such as es, pt-BR or zh-Hant (BCP 47)")
	}
	cmd := interpretation.FloorLanguage{By: p.id, Language: tag}
	switch {
	case c.interprets(p):
		cmd.From = interpretation.FromInterpreter
	case c.leading(p):
		cmd.From = interpretation.FromChair
	case c.speaking() == p.id:
		cmd.From = interpretation.FromSpeaker
	default:
		return problem("not-allowed", "Only the chair, the interpreters and who has the floor say what is spoken on it.")
	}
	return c.desk(cmd, p.id)
}

// callTechnician asks the technicians to come to the booth.
func (c *conference) callTechnician(p *presence) error {
	booth, sits := c.booths.desk.BoothOf(p.id)
	if !c.interprets(p) || !sits {
		return problem("not-allowed", "Only interpreters can do this, in their booth.")
	}
	here := false
	for _, o := range c.people {
		here = here || c.technician(o) && o.attendance != nil
	}
	if !here {
		return problem("technician-absent", "No technician is in the meeting now. Write to the chair or the organiser.")
	}
	c.tellNotice(protocol.InterpretationNotice{Notice: "technician-called", Booth: booth, Participant: p.id}, c.technician)
	return nil
}

// reportSource shows how good somebody's sound is to those who work from it.
func (c *conference) reportSource(p *presence, m protocol.ReportSource) error {
	if !c.role(p).Speaks() && !c.interprets(p) {
		return problem("not-allowed", "Who only listens has no sound to report of.")
	}
	p.source = &protocol.SourceQuality{
		Participant: p.id, Band: m.Band, Speech: m.Speech, Noise: m.Noise, Clipping: m.Clipping, Processed: m.Processed,
		Headphones: m.Headphones, Loss: perMille(p.lossUp),
	}
	c.broadcast(*p.source, c.staff)
	return nil
}

func perMille(share float64) int { return int(min(max(share, 0), 1)*1000 + 0.5) }

// tellSources gives somebody who comes what was last reported.
func (c *conference) tellSources(p *presence) {
	if !c.staff(p) {
		return
	}
	for _, o := range c.ordered() {
		if o.source != nil {
			p.send(*o.source)
		}
	}
}

// setupOf is the arrangement that a message asks for.
func setupOf(m protocol.ArrangeInterpretation) interpretation.Setup {
	out := interpretation.Setup{Rehearsal: m.Rehearsal, LowWhenOff: m.LowWhenOff}
	for _, b := range m.Booths {
		out.Booths = append(out.Booths, interpretation.Booth{
			ID: b.ID, Name: b.Name, Kind: interpretation.Kind(b.Kind), Outputs: b.Outputs, Seats: b.Seats,
			Policy: interpretation.Policy(b.Policy),
		})
	}
	return out
}

func textsOf(in []protocol.TermIn) []proceedings.TermText {
	out := make([]proceedings.TermText, 0, len(in))
	for _, t := range in {
		out = append(out, proceedings.TermText(t))
	}
	return out
}

func termOf(t proceedings.Term) protocol.Term {
	out := protocol.Term{Key: t.Key, Note: t.Note, By: t.By}
	for _, text := range t.Text {
		out.Text = append(out.Text, protocol.TermIn(text))
	}
	return out
}

func (c *conference) glossary() []protocol.Term {
	out := make([]protocol.Term, 0, len(c.state.Glossary))
	for _, t := range c.state.Glossary {
		out = append(out, termOf(t))
	}
	return out
}
