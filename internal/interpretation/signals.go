package interpretation

import (
	"slices"
	"time"
)

func minutes(n int) time.Duration { return time.Duration(n) * time.Minute }

func (c SetShift) apply(d *Desk) error {
	s, err := d.seated(c.By)
	if err != nil {
		return err
	}
	if !slices.Contains([]int{0, 10, 15, 20, 30}, c.Minutes) {
		return refuseField("minutes", "a shift has 10, 15, 20 or 30 minutes; 0 is none")
	}
	b := d.booths[s.booth]
	b.shift = shift{}
	if c.Minutes > 0 {
		b.shift = shift{minutes: c.Minutes, ends: d.now.Add(minutes(c.Minutes))}
	}
	return nil
}

func (d *Desk) advanceShift(id string) {
	s := &d.booths[id].shift
	if s.minutes == 0 {
		return
	}
	over := !d.now.Before(s.ends)
	if !s.amber && !over && !d.now.Before(s.ends.Add(-ShiftWarning)) {
		s.amber = true
		d.tell(ShiftAmber{Booth: id})
	}
	if !s.over && over {
		s.amber, s.over = true, true
		d.tell(ShiftOver{Booth: id})
	}
}

func (c FloorLanguage) apply(d *Desk) error {
	if c.Language != "" && !isTag(c.Language) {
		return refuseField("language", "a language tag is needed, such as es, pt-BR or zh (BCP 47), or none")
	}
	switch c.From {
	case FromSpeaker, FromChair:
	case FromInterpreter:
		if _, err := d.seated(c.By); err != nil {
			return err
		}
	default:
		return refuseField("from", "it is %s, %s or %s", FromSpeaker, FromChair, FromInterpreter)
	}
	d.setFloor(c.Language, c.From)
	return nil
}

// setFloor notes what is spoken. Another speaker or another language may well be interpretable.
func (d *Desk) setFloor(language string, from Source) {
	changed := language != d.floor.Language
	if changed || from == FromSpeaker {
		for _, l := range d.languages() {
			d.interpretable(d.channels[l], WhyNewSpeaker)
		}
	}
	d.floor = FloorView{Language: language, From: from}
	if !changed {
		return
	}
	d.tell(FloorLanguageChanged{Language: language, From: from})
	for _, l := range d.languages() {
		if ch := d.channels[l]; ch.holder != "" && sameLanguage(l, language) {
			d.tell(StillOnAir{Participant: ch.holder, Channel: l})
		}
	}
}

func (c Uninterpretable) apply(d *Desk) error {
	s, err := d.seated(c.By)
	if err != nil {
		return err
	}
	ch := d.channels[s.output]
	if ch == nil {
		return refuse(OutputMissing, "choose the language that you work into first")
	}
	if !c.On {
		if by := d.seats[ch.uninterpretable]; by != nil && by.booth == s.booth || ch.holder == s.participant {
			d.interpretable(ch, WhyReleased)
		}
		return nil
	}
	if ch.holder != "" && ch.holder != s.participant {
		return refuse(NotOnAir, "a colleague is on air on channel %s; it is theirs to say", ch.language)
	}
	if err := s.ready(); err != nil {
		return err
	}
	if ch.uninterpretable == "" {
		d.tell(UninterpretableChanged{Channel: ch.language, Booth: s.booth, On: true, Why: WhyChosen})
	}
	ch.uninterpretable = s.participant
	return nil
}

// interpretable takes the notice from a channel.
func (d *Desk) interpretable(ch *channel, why Why) {
	if ch.uninterpretable == "" {
		return
	}
	n := UninterpretableChanged{Channel: ch.language, Why: why}
	if by := d.seats[ch.uninterpretable]; by != nil {
		n.Booth = by.booth
	}
	ch.uninterpretable = ""
	d.tell(n)
}

// clearUninterpretable takes it where this seat has put it: who goes away cannot take it back.
func (d *Desk) clearUninterpretable(s *seat, why Why) {
	if ch := d.channels[s.output]; ch != nil && ch.uninterpretable == s.participant {
		d.interpretable(ch, why)
	}
}

func (c TalkToFloor) apply(d *Desk) error {
	s, err := d.seated(c.By)
	if err != nil {
		return err
	}
	if !c.On {
		d.endTalk(s, WhyReleased)
		return nil
	}
	if d.setup.Rehearsal {
		return refuse(Rehearsing, "in a rehearsal nobody outside the booth hears you")
	}
	if !s.checks.all() {
		return refuse(NotReady, "check devices, headphones and level first")
	}
	if !s.talking { // a repeated press does not prolong it
		s.talking, s.talkEnds = true, d.now.Add(MaxTalk)
		d.tell(TalkChanged{Participant: s.participant, Booth: s.booth, On: true, Ends: s.talkEnds, Why: WhyChosen})
	}
	return nil
}

func (d *Desk) endTalk(s *seat, why Why) {
	if s.talking {
		s.talking, s.talkEnds = false, time.Time{}
		d.tell(TalkChanged{Participant: s.participant, Booth: s.booth, Why: why})
	}
}

func (c SlowDown) apply(d *Desk) error {
	s, err := d.seated(c.By)
	if err != nil {
		return err
	}
	b := d.booths[s.booth]
	if err := tooSoon(b.signalled.slow, b.slowAt, d.now); err != nil {
		return err
	}
	b.signalled.slow, b.slowAt = true, d.now
	config, _ := d.config(s.booth)
	d.tell(SlowDownAsked{Channels: slices.Clone(config.Outputs), Rehearsal: d.setup.Rehearsal})
	return nil
}

func (c SoundInadequate) apply(d *Desk) error {
	s, err := d.seated(c.By)
	if err != nil {
		return err
	}
	b := d.booths[s.booth]
	if err := tooSoon(b.signalled.sound, b.soundAt, d.now); err != nil {
		return err
	}
	b.signalled.sound, b.soundAt = true, d.now
	d.tell(SoundReported{Booth: s.booth, Rehearsal: d.setup.Rehearsal})
	return nil
}

func tooSoon(ever bool, last, now time.Time) error {
	if wait := SignalInterval - now.Sub(last); ever && wait > 0 {
		return refuse(TooSoon, "your booth said so already; it can again in %d seconds", int((wait+time.Second-1)/time.Second))
	}
	return nil
}
