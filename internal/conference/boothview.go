package conference

import (
	"slices"

	"github.com/cumbre-meet/cumbre/internal/interpretation"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// place is from where somebody sees the interpretation.
type place int

// The places.
const (
	outside   place = iota // learns of a rehearsal that there is one, and nothing of what happens in it
	presiding              // sees the booths and who listens to what, and hears what everybody hears
	behind                 // takes part in rehearsals, and sees how many listen
	directing              // the technician: takes part in rehearsals, and sees who listens to what
)

// rehearses tells whether one takes part in rehearsals there.
func (p place) rehearses() bool { return p == behind || p == directing }

// names tells whether one sees there who listens to what: those who answer for it that everybody hears.
func (p place) names() bool { return p == presiding || p == directing }

func (c *conference) placeOf(p *presence) place {
	switch {
	case c.technician(p):
		return directing
	case c.backstage(p):
		return behind
	case c.staff(p):
		return presiding
	default:
		return outside
	}
}

// interpretation is all there is to show at a place.
func (c *conference) interpretation(from place) protocol.Interpretation {
	v := c.booths.desk.View()
	out := protocol.Interpretation{
		Rehearsal: v.Rehearsal, LowWhenOff: v.LowWhenOff, Channels: make([]protocol.Channel, 0, len(v.Channels)), Booths: []protocol.Booth{},
	}
	full, curtain := from != outside, from == outside && v.Rehearsal
	if !curtain {
		out.FloorLanguage, out.FloorFrom = v.Floor.Language, string(v.Floor.From)
	}
	var heard audience
	if full && len(v.Channels) > 0 {
		heard = c.audience()
		out.Listening = heard.count[""]
		if from.names() {
			out.Listeners = heard.people[""]
		}
		for _, b := range v.Booths {
			out.Booths = append(out.Booths, boothOf(b))
		}
	}
	for _, ch := range v.Channels {
		out.Channels = append(out.Channels, shownChannel(ch, from, curtain, heard))
	}
	return out
}

// shownChannel is one channel as it is shown at a place; behind a curtain only that it is there.
func shownChannel(ch interpretation.ChannelView, from place, curtain bool, heard audience) protocol.Channel {
	out := protocol.Channel{
		Language: ch.Language, Kind: string(ch.Kind), State: string(ch.State), Sound: string(ch.Sound),
	}
	if from.rehearses() {
		out.State, out.Sound = string(ch.InsideState), string(ch.InsideSound)
	}
	if !curtain {
		out.Epoch, out.Holder, out.Booth, out.Hops = wireEpoch(ch.Epoch), ch.Holder, ch.Booth, ch.Hops
	}
	if from != outside {
		out.Relays, out.Listens = ch.OnRelay, heard.count[ch.Language]
	}
	if from.names() {
		out.Listeners = heard.people[ch.Language]
	}
	return out
}

// wireEpoch is an epoch as JSON has it: below 2^53 for some hundred thousand years.
func wireEpoch(n uint64) int64 { return int64(n) }

// audience is who hears or sees which channel, by language; "" is the floor. Viewers are counted and have no name.
type audience struct {
	count  map[string]int
	people map[string][]string // participants, sorted
}

func (a audience) add(language, participant string) {
	a.count[language]++
	if participant != "" {
		a.people[language] = append(a.people[language], participant)
	}
}

// audience finds who hears what: those with a live session and a media connection. Interpreters and technicians are at
// work and not counted; nor is who speaks on the floor, where their own words are all that they could hear.
func (c *conference) audience() audience {
	out := audience{count: map[string]int{}, people: map[string][]string{}}
	signed := c.signLanguages()
	hears := func(language, participant string) {
		if signed[language] { // a sign language has no sound: its listeners hear the floor
			language = ""
		}
		out.add(language, participant)
	}
	for _, p := range c.people {
		if p.waiting || p.attendance == nil || p.link == nil || c.backstage(p) {
			continue
		}
		if language := c.channelOf(p); !c.hearsOnlyThemself(p, language) {
			hears(language, p.id)
		}
		if !c.booths.rehearsal {
			for language := range p.watches() {
				out.add(language, p.id)
			}
		}
	}
	for _, v := range c.viewers {
		hears(c.publicChannel(v.language), "")
	}
	for _, people := range out.people {
		slices.Sort(people)
	}
	return out
}

// hearsOnlyThemself tells whether somebody speaks on the floor and listens to what carries the floor.
func (c *conference) hearsOnlyThemself(p *presence, language string) bool {
	return c.speaking() == p.id && (language == "" || c.booths.desk.Sounds(language) == interpretation.HearsPass)
}

// watches are the sign languages that somebody asked for, on however many slots.
func (p *presence) watches() map[string]bool {
	out := map[string]bool{}
	for _, w := range p.signs {
		out[w.Channel] = true
	}
	return out
}

func (c *conference) signLanguages() map[string]bool {
	out := map[string]bool{}
	for _, b := range c.state.Interpretation.Booths {
		for _, language := range b.Outputs {
			if b.Kind == interpretation.Sign {
				out[language] = true
			}
		}
	}
	return out
}

func boothOf(b interpretation.BoothView) protocol.Booth {
	out := protocol.Booth{
		ID: b.ID, Name: b.Name, Kind: string(b.Kind), Outputs: list(b.Outputs), Capacity: b.Seats, Policy: string(b.Policy),
		Seats: make([]protocol.Seat, 0, len(b.Members)), TwoMicrophones: b.TwoMicrophones,
		Handover: handoverOf(b.Handover),
		Shift:    protocol.Shift{Minutes: b.Shift.Minutes, Ends: instantOrNone(b.Shift.Ends), Amber: b.Shift.Amber, Over: b.Shift.Over},
	}
	if out.Kind == "" {
		out.Kind = string(interpretation.Voice)
	}
	if out.Policy == "" {
		out.Policy = string(interpretation.Consent)
	}
	for _, s := range b.Members {
		out.Seats = append(out.Seats, protocol.Seat{
			Participant: s.Participant, Number: s.Number, State: string(s.State), Devices: s.Checks.Devices,
			Headphones: s.Checks.Headphones, Level: s.Checks.Level, Output: s.Output, Input: s.Input, Automatic: s.Automatic,
			Hops: s.Hops, Understands: list(s.Understands), Talking: s.Talking,
		})
	}
	return out
}

func handoverOf(h interpretation.Handover) protocol.Handover {
	return protocol.Handover{
		State: string(h.State), Epoch: wireEpoch(h.Epoch), From: h.From, To: h.To, By: h.By, When: string(h.When),
		At: instantOrNone(h.At), Agreed: h.Agreed, Due: h.Due, Deadline: instantOrNone(h.Deadline),
	}
}
