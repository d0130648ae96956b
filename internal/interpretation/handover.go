package interpretation

import "time"

// HandoverState is how far a hand-over is.
type HandoverState string

// The states of a hand-over. SWITCHED is told with a notice and passes at once into IDLE.
const (
	HandoverIdle      HandoverState = "IDLE"
	HandoverOffered   HandoverState = "OFFERED"
	HandoverRequested HandoverState = "REQUESTED"
	HandoverArmed     HandoverState = "ARMED"
	HandoverSwitched  HandoverState = "SWITCHED"
)

// Handover is the hand-over of a booth; it has one at a time.
type Handover struct {
	State    HandoverState
	Epoch    uint64
	From, To string // who is on air, who comes; "" when idle
	Channel  string
	By       string // who began it
	When     When   // of a request
	At       time.Time
	Agreed   bool      // the other one accepted
	Due      bool      // At has come
	Deadline time.Time // when it expires
}

// idle ends a booth's hand-over, whatever it was.
func (d *Desk) idle(id string, why Why) {
	b := d.booths[id]
	if b == nil || b.handover.State == HandoverIdle {
		return
	}
	b.handover = Handover{State: HandoverIdle, Epoch: d.newEpoch()}
	d.tell(HandoverChanged{Booth: id, Handover: b.handover, Why: why})
}

// idleIfParty ends it where the seat has a part in it.
func (d *Desk) idleIfParty(s *seat, why Why) {
	if b := d.booths[s.booth]; b != nil && (b.handover.From == s.participant || b.handover.To == s.participant) {
		d.idle(s.booth, why)
	}
}

func (d *Desk) setHandover(id string, h Handover, why Why) {
	h.Epoch = d.newEpoch()
	d.booths[id].handover = h
	d.tell(HandoverChanged{Booth: id, Handover: h, Why: why})
}

func (c Offer) apply(d *Desk) error {
	s, err := d.seated(c.By)
	if err != nil {
		return err
	}
	ch := d.held(s)
	if ch == nil {
		return refuse(NotOnAir, "you are not on air; you can ask for the channel")
	}
	to, err := d.colleague(s, c.To)
	if err != nil {
		return err
	}
	if d.held(to) != nil {
		return refuse(OnAirAlready, "your colleague is on air in the other direction")
	}
	if !to.checks.all() {
		return refuse(NotReady, "your colleague has not checked devices, headphones and level yet")
	}
	h := d.booths[s.booth].handover
	if h.State == HandoverRequested && h.To == to.participant && h.From == s.participant {
		return d.agree(s.booth) // both pressed at once
	}
	if h.State != HandoverIdle {
		return refuse(HandoverBusy, "a hand-over is going on in the booth; cancel or decline it first")
	}
	d.setHandover(s.booth, Handover{
		State: HandoverOffered, From: s.participant, To: to.participant, Channel: ch.language, By: s.participant,
		Deadline: d.now.Add(HandoverExpiry),
	}, WhyOffered)
	return nil
}

// colleague is the one whom an offer names, or in a booth of two seats the other one.
func (d *Desk) colleague(s *seat, name string) (*seat, error) {
	b, _ := d.config(s.booth)
	if name == "" && b.Seats > 2 {
		return nil, refuse(HandoverTarget, "say to whom: the booth has %d seats", b.Seats)
	}
	for _, m := range d.members(s.booth) {
		if m != s && (name == "" || m.participant == name) && m.connected {
			return m, nil
		}
	}
	return nil, refuse(ColleagueAbsent, "your colleague is not in the booth")
}

func (c Request) apply(d *Desk) error {
	s, err := d.seated(c.By)
	if err != nil {
		return err
	}
	if !s.checks.all() {
		return refuse(NotReady, "check devices, headphones and level first")
	}
	if d.held(s) != nil {
		return refuse(OnAirAlready, "you are on air")
	}
	from, err := d.activeColleague(s, c.To)
	if err != nil {
		return err
	}
	deadline, err := c.deadline(d.now)
	if err != nil {
		return err
	}
	h := d.booths[s.booth].handover
	if h.State == HandoverOffered && h.To == s.participant && h.From == from.participant {
		return d.agree(s.booth) // both pressed at once
	}
	if h.State != HandoverIdle {
		return refuse(HandoverBusy, "a hand-over is going on in the booth; cancel or decline it first")
	}
	h = Handover{
		State: HandoverRequested, From: from.participant, To: s.participant, Channel: from.output, By: s.participant,
		When: c.When, Deadline: deadline,
	}
	if c.When == AtT {
		h.At = c.At
	}
	d.setHandover(s.booth, h, WhyRequested)
	return nil
}

func (c Request) deadline(now time.Time) (time.Time, error) {
	switch {
	case c.When == Now, c.When == Soon:
		return now.Add(HandoverExpiry), nil
	case c.When != AtT:
		return time.Time{}, refuseField("when", "it is %s, %s or %s", Now, Soon, AtT)
	case !c.At.After(now) || c.At.After(now.Add(MaxRequestAhead)):
		return time.Time{}, refuseField("at", "a time within the next %d minutes is needed", int(MaxRequestAhead.Minutes()))
	}
	return c.At.Add(HandoverExpiry), nil
}

// activeColleague is who is on air in the booth: the one named, or the only one.
func (d *Desk) activeColleague(s *seat, name string) (*seat, error) {
	var found *seat
	for _, m := range d.members(s.booth) {
		if m == s || d.held(m) == nil || name != "" && m.participant != name {
			continue
		}
		if found != nil {
			return nil, refuse(HandoverTarget, "say from whom: two colleagues are on air")
		}
		found = m
	}
	switch {
	case found == nil && name != "":
		return nil, refuse(ColleagueAbsent, "your colleague is not on air")
	case found == nil:
		return nil, refuse(NotOnAir, "no colleague is on air; open your microphone")
	case !found.present():
		return nil, refuse(ColleagueAbsent, "your colleague is lost; take over")
	}
	return found, nil
}

// party is the hand-over in which somebody has a part, with the epoch checked.
func (d *Desk) party(by string, epoch uint64) (*seat, Handover, error) {
	s, err := d.seated(by)
	if err != nil {
		return nil, Handover{}, err
	}
	h := d.booths[s.booth].handover
	switch {
	case h.Epoch != epoch:
		return nil, h, refuse(LeaseStale, "the hand-over changed meanwhile; look at it and try again")
	case h.State == HandoverIdle:
		return nil, h, refuse(HandoverNone, "no hand-over is going on in the booth")
	case s.participant != h.From && s.participant != h.To:
		return nil, h, refuse(HandoverRole, "the hand-over is between two colleagues")
	}
	return s, h, nil
}

func (c Accept) apply(d *Desk) error {
	s, h, err := d.party(c.By, c.Epoch)
	switch {
	case err != nil:
		return err
	case h.State == HandoverArmed || h.Agreed:
		return refuse(HandoverBusy, "the hand-over is agreed already")
	case h.By == s.participant:
		return refuse(HandoverRole, "you began the hand-over; your colleague accepts it")
	}
	return d.agree(s.booth)
}

// agree arms the one who comes, or notes that they will be at the time asked for.
func (d *Desk) agree(id string) error {
	h := d.booths[id].handover
	to := d.seats[h.To]
	if err := d.checkRelay(to, to.choiceOrFloor(), h.Channel); err != nil {
		return err
	}
	if to.output != h.Channel {
		d.clearUninterpretable(to, WhyDirection)
		to.output = h.Channel
	}
	if h.At.After(d.now) {
		h.Agreed = true
	} else {
		h.State, h.Agreed, h.Deadline = HandoverArmed, true, d.now.Add(HandoverExpiry)
	}
	d.setHandover(id, h, WhyAccepted)
	return nil
}

func (c Decline) apply(d *Desk) error {
	s, h, err := d.party(c.By, c.Epoch)
	if err == nil && h.By == s.participant {
		err = refuse(HandoverRole, "you began the hand-over; you can cancel it")
	}
	if err != nil {
		return err
	}
	d.idle(s.booth, WhyDeclined)
	return nil
}

func (c Cancel) apply(d *Desk) error {
	s, h, err := d.party(c.By, c.Epoch)
	if err == nil && h.By != s.participant {
		err = refuse(HandoverRole, "your colleague began the hand-over; you can decline it")
	}
	if err != nil {
		return err
	}
	d.idle(s.booth, WhyCancelled)
	return nil
}

func (c Switch) apply(d *Desk) error {
	s, h, err := d.party(c.By, c.Epoch)
	switch {
	case err != nil:
		return err
	case h.State != HandoverArmed:
		return refuse(HandoverNone, "your colleague is not armed yet")
	case h.From != s.participant:
		return refuse(HandoverRole, "the colleague on air switches, at a pause")
	}
	to := d.seats[h.To]
	h.State = HandoverSwitched
	d.setHandover(s.booth, h, WhySwitched)
	d.freeChoice(to, h.Channel)
	d.move(d.channels[h.Channel], to, WhySwitched) // which ends the hand-over
	return nil
}

func (d *Desk) advanceHandover(id string) {
	h := d.booths[id].handover
	switch {
	case h.State == HandoverIdle:
	case !d.now.Before(h.Deadline):
		d.idle(id, WhyExpired)
	case h.State == HandoverRequested && h.When == AtT && !h.Due && !d.now.Before(h.At):
		h.Due = true
		if h.Agreed {
			h.State, h.Deadline = HandoverArmed, d.now.Add(HandoverExpiry)
			d.setHandover(id, h, WhyAccepted)
			return
		}
		d.booths[id].handover = h
		d.tell(HandoverDue{Booth: id})
	}
}
