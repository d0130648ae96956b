package interpretation

import "slices"

// move gives a lease to a seat, or to nobody (nil). Both microphones' states follow from who holds it. Whatever
// hand-over the two were in is over.
func (d *Desk) move(ch *channel, to *seat, why Why) {
	previous := ch.holder
	if from := d.seats[previous]; from != nil {
		from.cough, from.silent = false, false
		d.idleIfParty(from, why)
	}
	ch.holder, ch.lost, ch.epoch = "", "", d.newEpoch()
	if to != nil {
		ch.holder, to.output, to.cough, to.silent = to.participant, ch.language, false, false
		// Packets had no meaning before; the time in which they may stay away begins now.
		to.heard, to.voiced = d.now, d.now
		d.idleIfParty(to, why)
		d.began(to)
	}
	d.tell(LeaseChanged{Channel: ch.language, Holder: ch.holder, Previous: previous, Epoch: ch.epoch, Why: why})
}

// began starts the shift anew where another interpreter of the booth takes the work.
func (d *Desk) began(s *seat) {
	b := d.booths[s.booth]
	if b.active != s.participant && b.shift.minutes > 0 {
		b.shift = shift{minutes: b.shift.minutes, ends: d.now.Add(minutes(b.shift.minutes))}
	}
	b.active = s.participant
}

// claim is the channel of the output of a seat that is ready, with the epoch checked.
func (d *Desk) claim(by string, epoch uint64) (*seat, *channel, error) {
	s, err := d.seated(by)
	if err != nil {
		return nil, nil, err
	}
	if err := s.ready(); err != nil {
		return nil, nil, err
	}
	ch := d.channels[s.output]
	if ch.epoch != epoch {
		return nil, nil, stale(ch.language)
	}
	return s, ch, nil
}

// holding is the channel that a seat holds, with the epoch checked.
func (d *Desk) holding(by string, epoch uint64) (*seat, *channel, error) {
	s, err := d.seated(by)
	if err != nil {
		return nil, nil, err
	}
	ch := d.channels[s.output]
	if ch != nil && ch.epoch != epoch {
		return nil, nil, stale(ch.language)
	}
	if d.held(s) == nil {
		return nil, nil, refuse(NotOnAir, "you are not on air")
	}
	return s, ch, nil
}

func stale(language string) error {
	return refuse(LeaseStale, "channel %s changed hands meanwhile; look who is on air and try again", language)
}

func (c OpenMicrophone) apply(d *Desk) error {
	s, ch, err := d.claim(c.By, c.Epoch)
	switch {
	case err != nil:
		return err
	case ch.holder == s.participant:
		return nil
	case ch.holder != "":
		return d.refuseHeld(ch)
	}
	if err := d.checkRelay(s, s.choiceOrFloor(), ch.language); err != nil {
		return err
	}
	d.move(ch, s, WhyTaken)
	d.direction(s)
	return nil
}

// refuseHeld says why a held channel cannot be had by opening the microphone.
func (d *Desk) refuseHeld(ch *channel) error {
	if holder := d.seats[ch.holder]; !holder.present() {
		return refuse(ChannelHeld, "the interpreter on channel %s is lost; take over", ch.language)
	}
	return refuse(ChannelHeld, "somebody is on air on channel %s; ask for it", ch.language)
}

func (c CloseMicrophone) apply(d *Desk) error {
	_, ch, err := d.holding(c.By, c.Epoch)
	if err != nil {
		return err
	}
	d.move(ch, nil, WhyClosed)
	return nil
}

func (c Cough) apply(d *Desk) error {
	s, _, err := d.holding(c.By, c.Epoch)
	if err != nil {
		return err
	}
	switch {
	case s.cough && !c.On:
		s.voiced = d.now // nobody paused while they coughed
	case c.On && !s.cough: // a repeated press does not prolong it
		s.coughEnds = d.now.Add(MaxCough)
	}
	s.cough = c.On
	return nil
}

func (c TakeOver) apply(d *Desk) error {
	s, err := d.seated(c.By)
	if err != nil {
		return err
	}
	mine, _ := d.config(s.booth)
	if !slices.Contains(mine.Outputs, c.Channel) {
		return refuse(DirectionLacks, "your booth does not work into %q", c.Channel)
	}
	if !s.checks.all() {
		return refuse(NotReady, "check devices, headphones and level first")
	}
	ch := d.channels[c.Channel]
	switch {
	case ch.epoch != c.Epoch:
		return stale(ch.language)
	case ch.holder == s.participant:
		return nil
	case ch.holder == "":
		return refuse(NotOnAir, "nobody is on air on channel %s; open your microphone", ch.language)
	}
	holder := d.seats[ch.holder]
	theirs, _ := d.config(holder.booth)
	if holder.present() && (mine.policy() != Override || theirs.policy() != Override) {
		return refuse(ConsentNeeded, "the interpreter on channel %s is there; ask for it", ch.language)
	}
	d.turn(s, ch, WhyTakenOver)
	return nil
}

// turn gives a seat a channel of its booth, in one step with giving back the other one where it holds that.
func (d *Desk) turn(s *seat, to *channel, why Why) {
	if s.output != to.language {
		d.clearUninterpretable(s, WhyDirection)
	}
	if from := d.held(s); from != nil {
		d.move(from, nil, WhyDirection)
	}
	d.freeChoice(s, to.language)
	d.move(to, s, why)
	d.direction(s)
}

func (c SetOutput) apply(d *Desk) error {
	s, err := d.seated(c.By)
	if err != nil {
		return err
	}
	b, _ := d.config(s.booth)
	if !slices.Contains(b.Outputs, c.Language) {
		return refuse(DirectionLacks, "your booth does not work into %q", c.Language)
	}
	from := d.held(s)
	if from != nil && from.epoch != c.Epoch {
		return stale(from.language)
	}
	if c.Language == s.output {
		return nil
	}
	if err := d.checkRelay(s, s.choiceOrFloor(), c.Language); err != nil {
		return err
	}
	if from == nil {
		d.clearUninterpretable(s, WhyDirection)
		s.output = c.Language
		d.idleIfParty(s, WhyDirection)
		return nil
	}
	to, why := d.channels[c.Language], WhyDirection
	if to.holder != "" {
		if d.seats[to.holder].present() {
			return d.refuseHeld(to)
		}
		why = WhyTakenOver // without asking, as by TakeOver
	}
	d.turn(s, to, why)
	return nil
}

// direction concludes from a bilateral booth's direction what is spoken on the floor: the other of its two languages,
// where that was unknown or the floor was thought to speak the very language that is worked into. It says nothing
// where the interpreter works from another booth, or by sign.
func (d *Desk) direction(s *seat) {
	b, _ := d.config(s.booth)
	other := b.other(s.output)
	d.resolve()
	if other == "" || b.kind() == Sign || s.input != Floor {
		return
	}
	if d.floor.Language == "" || sameLanguage(d.floor.Language, s.output) {
		d.setFloor(other, FromInterpreter)
	}
}
