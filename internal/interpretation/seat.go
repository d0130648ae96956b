package interpretation

import (
	"slices"
	"time"
)

// SeatState is how far an interpreter is.
type SeatState string

// The states of a seat.
const (
	SeatOffline SeatState = "OFFLINE" // not connected, or seated and not yet checked
	SeatChecked SeatState = "CHECKED" // something was tried out; not all of it, or no output is chosen
	SeatStandby SeatState = "STANDBY"
	SeatArmed   SeatState = "ARMED" // in a hand-over: the microphone is open locally and not forwarded
	SeatOnAir   SeatState = "ON_AIR"
	SeatCough   SeatState = "COUGH"
	SeatLost    SeatState = "LOST"
)

// Checks is what an interpreter has tried out.
type Checks struct{ Devices, Headphones, Level bool }

func (c Checks) all() bool { return c.Devices && c.Headphones && c.Level }

// seat is a participant in a booth.
type seat struct {
	participant, booth string
	number             int // from 1
	understands        []string
	tried              bool // a Check was made
	checks             Checks
	connected          bool
	dropped            time.Time // when not connected
	offline            bool      // not connected for longer than OfflineAfter
	output             string    // "": not chosen
	manual             bool      // the input is choice, and does not follow the floor
	choice             string
	input              string // what is worked from: Floor or a channel
	cough              bool
	coughEnds          time.Time // at the latest, while the seat is present
	silent             bool      // no packets for LostAfter, while on air
	heard, voiced      time.Time
	talking            bool
	talkEnds           time.Time
}

// present tells whether the seat's sound is there.
func (s *seat) present() bool { return s.connected && !s.silent }

// held is the channel whose lease the seat has; nil: none.
func (d *Desk) held(s *seat) *channel {
	if ch := d.channels[s.output]; ch != nil && ch.holder == s.participant {
		return ch
	}
	return nil
}

func (d *Desk) state(s *seat) SeatState {
	onAir := d.held(s) != nil
	h := d.booths[s.booth].handover
	switch {
	case !s.connected && s.offline:
		return SeatOffline
	case !s.connected, s.silent:
		return SeatLost
	case onAir && s.cough:
		return SeatCough
	case onAir:
		return SeatOnAir
	case h.State == HandoverArmed && h.To == s.participant:
		return SeatArmed
	case !s.tried:
		return SeatOffline
	case !s.checks.all() || s.output == "":
		return SeatChecked
	default:
		return SeatStandby
	}
}

// seated is the connected seat of somebody who wishes something.
func (d *Desk) seated(by string) (*seat, error) {
	s := d.seats[by]
	if s == nil {
		return nil, refuse(NotSeated, "you have no seat in a booth; take one first")
	}
	if !s.connected {
		return nil, refuse(NotConnected, "your connection to the booth is down; it comes back muted")
	}
	return s, nil
}

// ready refuses a microphone that must stay closed.
func (s *seat) ready() error {
	if !s.checks.all() {
		return refuse(NotReady, "check devices, headphones and level first")
	}
	if s.output == "" {
		return refuse(OutputMissing, "choose the language that you work into first")
	}
	return nil
}

func (c Sit) apply(d *Desk) error {
	b, ok := d.config(c.Booth)
	if !ok {
		return refuse(BoothUnknown, "there is no booth %q", c.Booth)
	}
	if c.By == "" {
		return refuseField("by", "it is needed")
	}
	if s := d.seats[c.By]; s != nil {
		return refuse(AlreadySeated, "you sit in booth %s, seat %d; stand up first", s.booth, s.number)
	}
	if len(c.Understands) > MaxUnderstood {
		return refuseField("understands", "at most %d languages are accepted", MaxUnderstood)
	}
	if i := slices.IndexFunc(c.Understands, func(tag string) bool { return !isTag(tag) }); i >= 0 {
		return refuseField("understands", "language tags are needed, such as es, pt-BR or zh (BCP 47)")
	}
	number, err := d.freeSeat(b, c.Seat)
	if err != nil {
		return err
	}
	s := &seat{
		participant: c.By, booth: b.ID, number: number, understands: slices.Clone(c.Understands), connected: true,
		input: Floor, heard: d.now, voiced: d.now,
	}
	if len(b.Outputs) == 1 {
		s.output = b.Outputs[0]
	}
	d.seats[c.By] = s
	d.found(c.By)
	return nil
}

// found ends the loss of a channel whose last holder is back.
func (d *Desk) found(participant string) {
	for _, ch := range d.channels {
		if ch.lost == participant {
			ch.lost = ""
		}
	}
}

func (d *Desk) freeSeat(b Booth, wanted int) (int, error) {
	if wanted < 0 || wanted > b.Seats {
		return 0, refuseField("seat", "the booth has the seats 1 to %d", b.Seats)
	}
	taken := map[int]bool{}
	for _, s := range d.members(b.ID) {
		taken[s.number] = true
	}
	if wanted > 0 && taken[wanted] {
		return 0, refuse(SeatTaken, "a colleague sits in seat %d; take another", wanted)
	}
	if wanted > 0 {
		return wanted, nil
	}
	for n := 1; n <= b.Seats; n++ {
		if !taken[n] {
			return n, nil
		}
	}
	return 0, refuse(BoothFull, "all %d seats of the booth are taken", b.Seats)
}

func (c Stand) apply(d *Desk) error {
	s := d.seats[c.By]
	if s == nil {
		return refuse(NotSeated, "you have no seat in a booth")
	}
	d.unseat(s, WhyLeft)
	return nil
}

func (c Leave) apply(d *Desk) error {
	if s := d.seats[c.By]; s != nil {
		d.unseat(s, WhyLeft)
	}
	return nil
}

// unseat takes a seat away, with all that its holder had begun. A channel whose holder was lost stays lost.
func (d *Desk) unseat(s *seat, why Why) {
	d.hush(s, why)
	d.clearUninterpretable(s, why)
	d.idle(s.booth, why)
	delete(d.seats, s.participant)
}

// hush takes a seat off the air and off the floor.
func (d *Desk) hush(s *seat, why Why) {
	if ch := d.held(s); ch != nil {
		present := s.present()
		d.move(ch, nil, why)
		if !present {
			ch.lost = s.participant
		}
	}
	d.endTalk(s, why)
}

func (c Check) apply(d *Desk) error {
	s, err := d.seated(c.By)
	if err != nil {
		return err
	}
	s.tried, s.checks = true, Checks{Devices: c.Devices, Headphones: c.Headphones, Level: c.Level}
	if !s.checks.all() {
		// A microphone that is no longer checked is no longer open.
		d.hush(s, WhyClosed)
		d.idleIfParty(s, WhyClosed)
	}
	return nil
}

func (c Disconnected) apply(d *Desk) error {
	s := d.seats[c.By]
	if s == nil || !s.connected {
		return nil
	}
	lost := InterpreterLost{Participant: s.participant, Booth: s.booth, Why: WhyDropped}
	if ch := d.held(s); ch != nil {
		lost.Channel, ch.lost = ch.language, s.participant
	}
	s.connected, s.dropped, s.offline, s.silent, s.cough = false, d.now, false, false, false
	d.endTalk(s, WhyDropped)
	d.idle(s.booth, WhyDropped)
	d.tell(lost)
	return nil
}

func (c Connected) apply(d *Desk) error {
	s := d.seats[c.By]
	if s == nil {
		return nil
	}
	// Also where no drop was noticed: a new connection comes back muted.
	if ch := d.held(s); ch != nil {
		d.move(ch, nil, WhyReturned)
	}
	d.found(c.By)
	d.endTalk(s, WhyReturned)
	d.idle(s.booth, WhyReturned)
	if !s.connected {
		d.tell(InterpreterBack{Participant: s.participant, Booth: s.booth, Why: WhyReturned})
	}
	s.connected, s.offline, s.silent, s.cough, s.dropped = true, false, false, false, time.Time{}
	s.heard, s.voiced = d.now, d.now
	return nil
}

func (c Heard) apply(d *Desk) error {
	s := d.seats[c.By]
	if s == nil || !s.connected {
		return nil
	}
	at := c.At
	if at.After(d.now) {
		at = d.now
	}
	if at.After(s.heard) {
		s.heard = at
	}
	if c.Speaking && at.After(s.voiced) {
		s.voiced = at
	}
	if s.silent && d.now.Sub(s.heard) < LostAfter {
		s.silent = false
		if ch := d.held(s); ch != nil {
			// Listeners had the original meanwhile: a cough that goes on is bounded from now.
			s.coughEnds = d.now.Add(MaxCough)
			ch.lost = ""
			d.tell(InterpreterBack{Participant: s.participant, Booth: s.booth, OnAir: true, Why: WhyResumed})
		}
	}
	return nil
}

// advanceSeat lets a seat's deadlines pass.
func (d *Desk) advanceSeat(s *seat) {
	ch := d.held(s)
	switch {
	case !s.connected && !s.offline && d.now.Sub(s.dropped) >= OfflineAfter:
		s.offline = true
		if ch != nil {
			d.move(ch, nil, WhyOffline)
			ch.lost = s.participant
		}
	case ch != nil && s.present() && d.now.Sub(s.heard) >= LostAfter:
		s.silent, ch.lost = true, s.participant
		d.idle(s.booth, WhySilent)
		d.tell(InterpreterLost{Participant: s.participant, Booth: s.booth, Channel: ch.language, Why: WhySilent})
	case ch != nil && s.present() && s.cough && !d.now.Before(s.coughEnds):
		d.hush(s, WhyLimit)
		d.tell(CoughLimit{Participant: s.participant, Booth: s.booth, Channel: ch.language})
	}
	if s.talking && !d.now.Before(s.talkEnds) {
		d.endTalk(s, WhyLimit)
	}
}

func (d *Desk) seatDeadlines(s *seat, consider func(time.Time)) {
	if !s.connected && !s.offline {
		consider(s.dropped.Add(OfflineAfter))
	}
	if s.talking {
		consider(s.talkEnds)
	}
	if ch := d.held(s); ch != nil && s.present() {
		consider(s.heard.Add(LostAfter))
		switch {
		case s.cough:
			consider(s.coughEnds)
		case ch.kind == Voice:
			consider(s.voiced.Add(PauseAfter))
		}
	}
}
