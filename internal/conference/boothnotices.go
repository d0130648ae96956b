package conference

import (
	"github.com/cumbre-meet/cumbre/internal/interpretation"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// notify tells what the Desk found worth telling to those whom each Notice names. by is whose wish brought it about.
// Who holds a lease and what is spoken are in the picture of the interpretation, which everybody gets.
func (c *conference) notify(notices []interpretation.Notice, by string) {
	if len(notices) > 0 {
		c.booths.stale = true
	}
	for _, n := range notices {
		if m, to := c.notice(n, by); to != nil {
			c.tellNotice(m, to)
		}
	}
}

// notice is a Notice as clients get it, and who does; nil: nobody.
func (c *conference) notice(n interpretation.Notice, by string) (protocol.InterpretationNotice, func(*presence) bool) {
	switch n := n.(type) {
	case interpretation.InterpreterLost:
		return protocol.InterpretationNotice{
			Notice: "interpreter-lost", Booth: n.Booth, Channel: n.Channel, Participant: n.Participant, Why: string(n.Why),
		}, c.partners(n.Booth, n.Participant)
	case interpretation.InterpreterBack:
		return protocol.InterpretationNotice{
			Notice: "interpreter-back", Booth: n.Booth, Participant: n.Participant, On: n.OnAir, Why: string(n.Why),
		}, c.partners(n.Booth, n.Participant)
	case interpretation.CoughLimit:
		return protocol.InterpretationNotice{
			Notice: "cough-limit", Booth: n.Booth, Channel: n.Channel, Participant: n.Participant,
		}, either(c.inBooth(n.Booth), c.technician)
	case interpretation.TwoMicrophones:
		return protocol.InterpretationNotice{Notice: "two-microphones", Booth: n.Booth, On: n.On}, c.inBooth(n.Booth)
	case interpretation.InputChanged:
		return protocol.InterpretationNotice{
			Notice: "input-changed", Participant: n.Participant, Input: n.Input, Why: string(n.Why),
		}, only(n.Participant)
	case interpretation.PivotLost:
		return protocol.InterpretationNotice{
			Notice: "pivot-lost", Participant: n.Participant, Channel: n.Channel, Input: n.Input,
		}, either(only(n.Participant), c.technician)
	case interpretation.StillOnAir:
		return protocol.InterpretationNotice{Notice: "still-on-air", Participant: n.Participant, Channel: n.Channel}, only(n.Participant)
	case interpretation.HandoverChanged:
		return protocol.InterpretationNotice{
			Notice: "hand-over", Booth: n.Booth, Participant: n.Handover.By, Why: string(n.Why),
		}, c.inBooth(n.Booth)
	case interpretation.HandoverDue:
		return protocol.InterpretationNotice{Notice: "hand-over-due", Booth: n.Booth}, c.inBooth(n.Booth)
	case interpretation.ShiftAmber:
		return protocol.InterpretationNotice{Notice: "shift-amber", Booth: n.Booth}, c.inBooth(n.Booth)
	case interpretation.ShiftOver:
		return protocol.InterpretationNotice{Notice: "shift-over", Booth: n.Booth}, c.inBooth(n.Booth)
	case interpretation.SlowDownAsked:
		return c.slowDown(n, by)
	case interpretation.SoundReported:
		// Whose sound it is: who speaks is told what to do about it, the others of whom it is said.
		speaker := c.speaking()
		m := protocol.InterpretationNotice{Notice: "sound-inadequate", Booth: n.Booth, Participant: speaker}
		if n.Rehearsal {
			return m, c.technician
		}
		return m, either(only(speaker), either(c.technician, c.leading))
	case interpretation.UninterpretableChanged:
		m := protocol.InterpretationNotice{
			Notice: "uninterpretable", Channel: n.Channel, Booth: n.Booth, On: n.On, Why: string(n.Why),
		}
		if c.booths.desk.Setup().Rehearsal {
			return m, c.inBooth(n.Booth)
		}
		return m, either(c.listeners(n.Channel), either(c.leading, only(c.speaking())))
	case interpretation.TalkChanged:
		return protocol.InterpretationNotice{
			Notice: "talk-to-floor", Booth: n.Booth, Participant: n.Participant, On: n.On, Why: string(n.Why),
		}, either(c.leading, c.technician)
	case interpretation.SeatGone:
		return protocol.InterpretationNotice{Notice: "seat-gone", Booth: n.Booth, Participant: n.Participant}, only(n.Participant)
	case interpretation.LeaseChanged:
		return c.leaseLost(n)
	default: // FloorLanguageChanged: in the picture
		return protocol.InterpretationNotice{}, nil
	}
}

// leaseLost tells an interpreter whose microphone was closed by no doing of their own.
func (c *conference) leaseLost(n interpretation.LeaseChanged) (protocol.InterpretationNotice, func(*presence) bool) {
	switch n.Why {
	case interpretation.WhyTakenOver, interpretation.WhyReturned, interpretation.WhySetup:
		return protocol.InterpretationNotice{
			Notice: "microphone-closed", Participant: n.Holder, Channel: n.Channel, Why: string(n.Why),
		}, only(n.Previous)
	default:
		return protocol.InterpretationNotice{}, nil
	}
}

// slowDown does not say who asks, not even which booth; in a rehearsal the booth gets it back.
func (c *conference) slowDown(n interpretation.SlowDownAsked, by string) (protocol.InterpretationNotice, func(*presence) bool) {
	m := protocol.InterpretationNotice{Notice: "slow-down"}
	if n.Rehearsal {
		booth, _ := c.booths.desk.BoothOf(by)
		return m, c.inBooth(booth)
	}
	return m, either(only(c.speaking()), c.technician)
}

// partners are the others of a booth, and the technicians.
func (c *conference) partners(booth, but string) func(*presence) bool {
	in := c.inBooth(booth)
	return func(p *presence) bool { return p.id != but && in(p) || c.technician(p) }
}

// listeners hear a channel, or see it.
func (c *conference) listeners(language string) func(*presence) bool {
	return func(p *presence) bool {
		if p.waiting || c.interprets(p) {
			return false
		}
		for _, w := range p.signs {
			if w.Channel == language {
				return true
			}
		}
		return languageOf(c.channelOf(p)) == language
	}
}

func only(participant string) func(*presence) bool {
	return func(p *presence) bool { return participant != "" && p.id == participant && !p.waiting }
}

func either(a, b func(*presence) bool) func(*presence) bool {
	return func(p *presence) bool { return a(p) || b(p) }
}
