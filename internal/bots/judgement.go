package bots

import (
	"slices"
	"time"

	"github.com/cumbre-meet/cumbre/internal/protocol"
)

const (
	// turnLength is how long one of the demo's interpreters works before the other does. Half an hour is usual; in a
	// demo somebody should hear it happen.
	turnLength = 3 * time.Minute
	// shiftMinutes is what the booth's timer is set to: the shortest there is.
	shiftMinutes = 10
	// askAgainAfter is how long a hand-over that came to nothing is let be.
	askAgainAfter = 20 * time.Second
	// offerAgain is how long a person is not offered the microphone again.
	offerAgain = 5 * time.Minute
	// courtesy is how long the channel is left to a person who has worked on it and is still in the booth. Longer
	// would leave listeners with the original for somebody's coffee.
	courtesy = 30 * time.Second
)

// look is what an interpreter goes by: what the server says of the booths, and what is under way on the floor.
type look struct {
	now    time.Time
	me     string
	invite string // the booth of the own invitation, "" for any
	in     protocol.Interpretation
	mates  map[string]bool // the demo's own interpreters and delegates, by participant
	person bool            // a person has the floor: nobody has a text of what they say
	pause  bool            // nothing is being said, nor left to be interpreted
	silent bool            // the own mouth is shut
}

// step is a wish for the server, with a name for the log.
type step struct {
	name    string
	message message
}

// judgement decides what an interpreter of the demo does next, and remembers what the server does not tell. It is
// pure: the time comes with each look.
type judgement struct {
	holder  string               // who of the booth is on air
	turn    time.Time            // since when
	freed   time.Time            // when a person left the channel
	asked   time.Time            // the last attempt at a hand-over
	offered map[string]time.Time // to persons
}

// place is a look from a seat.
type place struct {
	look
	booth protocol.Booth
	seat  protocol.Seat
}

// decide gives the next step, nil for none.
func (j *judgement) decide(l look) *step {
	p, seated := l.place()
	if !seated {
		return l.sit()
	}
	j.observe(p)
	if !p.seat.Devices || !p.seat.Headphones || !p.seat.Level {
		return &step{"check-seat", checkSeat}
	}
	for _, rule := range []func(place) *step{j.handOver, j.giveWay, j.rescue, j.open, j.turnRound, j.offer, j.relieve, j.shift} {
		if s := rule(p); s != nil {
			return s
		}
	}
	return nil
}

// place finds the own seat.
func (l look) place() (place, bool) {
	for _, b := range l.in.Booths {
		for _, s := range b.Seats {
			if s.Participant == l.me {
				return place{l, b, s}, true
			}
		}
	}
	return place{}, false
}

// sit takes a seat where the server has not given one.
func (l look) sit() *step {
	for _, b := range l.in.Booths {
		if (l.invite == "" || l.invite == b.ID) && len(b.Seats) < b.Capacity {
			return &step{"sit", func(id int) protocol.ClientMessage {
				return protocol.Sit{ID: id, Booth: b.ID, Understands: []string{}}
			}}
		}
	}
	return nil
}

// observe notes who is on air.
func (j *judgement) observe(p place) {
	holder := ""
	for _, c := range p.in.Channels {
		if p.sits(c.Holder) && (holder == "" || !p.mates[c.Holder]) {
			holder = c.Holder
		}
	}
	if holder == j.holder {
		return
	}
	if j.holder != "" && !p.mates[j.holder] {
		j.freed = p.now
	}
	j.holder, j.turn = holder, p.now
}

// sits tells whether a participant has a seat of the booth.
func (p place) sits(participant string) bool {
	return slices.ContainsFunc(p.booth.Seats, func(s protocol.Seat) bool { return s.Participant == participant })
}

// held is the channel that is the own, nil off air.
func (p place) held() *protocol.Channel {
	return p.channel(func(c protocol.Channel) bool { return c.Holder == p.me })
}

func (p place) channel(which func(protocol.Channel) bool) *protocol.Channel {
	if i := slices.IndexFunc(p.in.Channels, which); i >= 0 {
		return &p.in.Channels[i]
	}
	return nil
}

// target is the channel into which the floor has to be interpreted, nil where that is not known.
func (p place) target() *protocol.Channel {
	i := slices.IndexFunc(p.booth.Outputs, func(o string) bool { return speaks(o, p.in.FloorLanguage) })
	if i < 0 || len(p.booth.Outputs) != 2 {
		return nil
	}
	return p.channel(func(c protocol.Channel) bool { return c.Language == p.booth.Outputs[1-i] })
}

// guests are the people who sit in the booth.
func (p place) guests() (out []protocol.Seat) {
	for _, s := range p.booth.Seats {
		if !p.mates[s.Participant] && s.State != "OFFLINE" && s.State != "LOST" {
			out = append(out, s)
		}
	}
	return out
}

// partner is the demo's other interpreter, where they can work; nil otherwise.
func (p place) partner() *protocol.Seat {
	for _, s := range p.booth.Seats {
		ready := s.Devices && s.Headphones && s.Level && s.State != "OFFLINE" && s.State != "LOST"
		if s.Participant != p.me && p.mates[s.Participant] && ready {
			return &s
		}
	}
	return nil
}

// first tells whether it is for this one to act where either could.
func (p place) first() bool {
	partner := p.partner()
	return partner == nil || p.seat.Number < partner.Number
}

// handOver does the own part in one that is going on.
func (j *judgement) handOver(p place) *step {
	h := p.booth.Handover
	switch {
	case h.From != p.me && h.To != p.me:
	case (h.State == "OFFERED" || h.State == "REQUESTED") && h.By != p.me && !h.Agreed:
		return &step{"accept", handOver(protocol.HandOver{Action: "accept", Epoch: h.Epoch})}
	case h.State == "ARMED" && h.From == p.me && p.pause:
		return &step{"switch", handOver(protocol.HandOver{Action: "switch", Epoch: h.Epoch})}
	}
	return nil
}

// giveWay closes the microphone where a person works in the booth, or where there is nothing to interpret from.
func (j *judgement) giveWay(p place) *step {
	mine := p.held()
	if mine == nil {
		return nil
	}
	guest := p.channel(func(c protocol.Channel) bool { return c.Holder != p.me && !p.mates[c.Holder] && p.sits(c.Holder) })
	if guest == nil && (!p.person || !p.silent) {
		return nil
	}
	return &step{"close-microphone", closeMicrophone(mine.Epoch)}
}

// rescue takes the channel of a colleague who is lost.
func (j *judgement) rescue(p place) *step {
	lost := p.channel(func(c protocol.Channel) bool {
		return c.Holder != p.me && slices.ContainsFunc(p.booth.Seats, func(s protocol.Seat) bool {
			return s.Participant == c.Holder && s.State == "LOST"
		})
	})
	if lost == nil || p.held() != nil || !p.first() || p.person {
		return nil
	}
	return &step{"take-over", takeOver(lost.Language, lost.Epoch)}
}

// open goes on air where nobody is.
func (j *judgement) open(p place) *step {
	to := p.target()
	left := len(p.guests()) > 0 && !j.freed.IsZero() && p.now.Before(j.freed.Add(courtesy))
	switch {
	case j.holder != "" || to == nil || to.Holder != "" || p.person || left || !p.first():
		return nil
	case p.seat.Output != to.Language:
		return &step{"set-output", setOutput(to.Language, 0)}
	}
	return &step{"open-microphone", openMicrophone(to.Epoch)}
}

// turnRound changes the direction with the floor's language.
func (j *judgement) turnRound(p place) *step {
	mine, to := p.held(), p.target()
	if mine == nil || to == nil || mine.Language == to.Language || to.Holder != "" || !p.silent {
		return nil
	}
	if h := p.booth.Handover; h.From == p.me { // it ends with the direction, and is begun again
		delete(j.offered, h.To)
		j.asked = time.Time{}
	}
	return &step{"set-output", setOutput(to.Language, mine.Epoch)}
}

// offer offers the microphone to a person who is ready to work.
func (j *judgement) offer(p place) *step {
	if p.held() == nil || p.booth.Handover.State != "IDLE" {
		return nil
	}
	for _, s := range p.guests() {
		last, ever := j.offered[s.Participant]
		if s.State != "STANDBY" || ever && p.now.Before(last.Add(offerAgain)) {
			continue
		}
		if j.offered == nil {
			j.offered = make(map[string]time.Time)
		}
		j.offered[s.Participant] = p.now
		return &step{"offer", handOver(protocol.HandOver{Action: "offer", To: s.Participant})}
	}
	return nil
}

// relieve begins a hand-over between the two when one has worked long enough. The first of them begins it both ways,
// with an offer and with a request, so that both are to be seen.
func (j *judgement) relieve(p place) *step {
	partner := p.partner()
	due := !p.now.Before(j.turn.Add(turnLength)) && !p.now.Before(j.asked.Add(askAgainAfter))
	if partner == nil || !due || !p.first() || len(p.guests()) > 0 || p.booth.Handover.State != "IDLE" {
		return nil
	}
	h := protocol.HandOver{To: partner.Participant}
	switch j.holder {
	case p.me:
		h.Action = "offer"
	case partner.Participant:
		h.Action, h.When = "request", "soon"
	default:
		return nil
	}
	j.asked = p.now
	return &step{h.Action, handOver(h)}
}

// shift sets the booth's timer.
func (j *judgement) shift(p place) *step {
	if p.held() == nil || p.booth.Shift.Minutes != 0 || len(p.guests()) > 0 {
		return nil
	}
	return &step{"set-shift", setShift(shiftMinutes)}
}
