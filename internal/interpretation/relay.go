package interpretation

import "slices"

// choiceOrFloor is the input that the seat would have with a lease: what was chosen by hand, else the floor, because an
// automatic input gives way.
func (s *seat) choiceOrFloor() string {
	if s.manual {
		return s.choice
	}
	return Floor
}

// live tells whether somebody works into a channel. A cough is part of the work.
func (d *Desk) live(language string) bool {
	ch := d.channels[language]
	if ch == nil || ch.holder == "" {
		return false
	}
	return d.seats[ch.holder].present()
}

// checkRelay refuses that a seat works from input into output: the same, or a circle. It walks the holders by what they
// chose, also those who are lost: they may come back.
func (d *Desk) checkRelay(s *seat, input, output string) error {
	if input == output {
		return refuse(RelayOwnOutput, "you would hear yourself: %s is what you work into; choose another input", input)
	}
	for range len(d.channels) + 1 {
		ch := d.channels[input]
		if ch == nil || ch.holder == "" {
			return nil
		}
		holder := d.seats[ch.holder]
		if holder == s {
			return nil // what they hold now they give back for output
		}
		input = holder.input
		if holder.manual {
			input = holder.choice
		}
		if input == output {
			return refuse(RelayCycle, "channel %s works from %s by relay; choose another input", ch.language, output)
		}
	}
	return refuse(RelayCycle, "the relay goes round in a circle; choose another input")
}

// freeChoice lets the input of somebody who is given a channel follow the floor, where what they chose by hand cannot be.
func (d *Desk) freeChoice(s *seat, output string) {
	if s.manual && d.checkRelay(s, s.choice, output) != nil {
		s.manual, s.choice = false, ""
		d.tell(InputChanged{Participant: s.participant, Input: Floor, Why: WhyRelayCycle})
		s.input = Floor
	}
}

func (c SetInput) apply(d *Desk) error {
	s, err := d.seated(c.By)
	if err != nil {
		return err
	}
	if c.Input != Floor && d.channels[c.Input] == nil {
		return refuse(ChannelUnknown, "there is no channel %q to take relay from", c.Input)
	}
	if c.Input != Floor {
		if err := d.checkRelay(s, c.Input, s.output); err != nil {
			return err
		}
	}
	s.manual, s.choice = true, c.Input
	return nil
}

func (c AutoRelay) apply(d *Desk) error {
	s, err := d.seated(c.By)
	if err != nil {
		return err
	}
	s.manual, s.choice = false, ""
	return nil
}

// understood tells whether a seat can work from a language. Who stated no passive languages can, as far as is known.
func (d *Desk) understood(s *seat, language string) bool {
	if len(s.understands) == 0 || language == "" {
		return true
	}
	b, _ := d.config(s.booth)
	same := func(tag string) bool { return sameLanguage(tag, language) }
	return slices.ContainsFunc(s.understands, same) || slices.ContainsFunc(b.Outputs, same)
}

// resolve finds what every seat works from, by rounds of growing hops: who works from the floor first, then who takes a
// channel that is one hop away, and so on. Nobody takes a channel before its own input is known, so that automatic
// relay closes no circle; and the one with the fewest hops is the first to be found.
func (d *Desk) resolve() {
	r := resolver{d: d, input: map[string]string{}, hop: map[string]int{}}
	pending := d.people()
	for hop := 0; ; hop++ {
		before := len(pending)
		pending = slices.DeleteFunc(pending, func(id string) bool { return r.take(d.seats[id], hop) })
		r.open(hop)
		if len(pending) == before && hop > 0 {
			break
		}
	}
	for _, id := range pending { // no live channel is understood: the floor, and those who chose to work from it
		if !d.seats[id].manual {
			r.input[id] = Floor
		}
	}
	for _, id := range pending {
		if s := d.seats[id]; s.manual {
			r.input[id] = s.choice
		}
	}
	for _, id := range d.people() {
		d.setInput(d.seats[id], r.input[id])
	}
}

type resolver struct {
	d     *Desk
	input map[string]string // by participant
	hop   map[string]int    // by live channel
}

// take decides a seat's input if it can be, with the channels of at most so many hops.
func (r *resolver) take(s *seat, hop int) bool {
	switch {
	case s.manual && (s.choice == Floor || !r.d.live(s.choice)):
		r.input[s.participant] = Floor
	case s.manual:
		if _, ok := r.hop[s.choice]; !ok {
			return false
		}
		r.input[s.participant] = s.choice
	case r.d.understood(s, r.d.floor.Language):
		r.input[s.participant] = Floor
	case hop == 0:
		return false
	default:
		best := r.nearest(s)
		if best == "" {
			return false
		}
		r.input[s.participant] = best
	}
	return true
}

// nearest is an understood channel with the fewest hops: the present one if it is among them, else the first by name.
// The rounds see to the fewest: a seat is decided in the first round in which there is any, so that all have as many.
func (r *resolver) nearest(s *seat) string {
	best := ""
	for _, language := range r.d.languages() {
		if _, ok := r.hop[language]; !ok || language == s.output || !r.d.understood(s, language) {
			continue
		}
		if best == "" || language == s.input {
			best = language
		}
	}
	return best
}

// open notes the channels of those who were decided in this round.
func (r *resolver) open(hop int) {
	for _, language := range r.d.languages() {
		if _, ok := r.hop[language]; ok || !r.d.live(language) {
			continue
		}
		if _, ok := r.input[r.d.channels[language].holder]; ok {
			r.hop[language] = hop + 1
		}
	}
}

// setInput makes input what the seat works from, and tells of it.
func (d *Desk) setInput(s *seat, input string) {
	if s.input == input {
		return
	}
	from := d.channels[s.input]
	s.input = input
	if !s.connected {
		return
	}
	why := WhyAutomatic
	switch {
	case from != nil && from.lost != "":
		why = WhyPivotLost
		d.tell(PivotLost{Participant: s.participant, Channel: from.language, Input: input})
	case s.manual && input == s.choice:
		why = WhyChosen
	case s.manual:
		why = WhyChannelEmpty
	}
	d.tell(InputChanged{Participant: s.participant, Input: input, Why: why})
}

// HopOf is how many interpreters stand between the floor and a channel: 0 where nobody works into it and it carries the
// floor, and for Floor itself.
func (d *Desk) HopOf(channel string) int {
	hops := 0
	for hops <= len(d.channels) && d.live(channel) {
		channel = d.seats[d.channels[channel].holder].input
		hops++
	}
	return hops
}

// Hops is how many interpreters stand between the floor and what a participant works from.
func (d *Desk) Hops(participant string) int {
	if s := d.seats[participant]; s != nil {
		return d.HopOf(s.input)
	}
	return 0
}

// RelayMark shows a number of hops as consoles do: the floor, "+" for an interpreter who works from it, "−" for relay.
func RelayMark(hops int) string {
	switch {
	case hops <= 0:
		return "FLOOR"
	case hops == 1:
		return "+"
	default:
		return "−"
	}
}
