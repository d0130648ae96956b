package interpretation

import (
	"slices"
	"time"
)

// View is everything that people are shown, as of the last Do or Tick. It is a copy, sorted, and equal for equal Desks.
// During a rehearsal whoever takes no part in it is to be shown nothing of it but that there is one.
type View struct {
	Rehearsal bool
	// LowWhenOff is the Setup's. In a rehearsal it has no effect: nothing but the original is there to be heard.
	LowWhenOff bool
	Floor      FloorView
	Channels   []ChannelView // by language
	Booths     []BoothView   // as in the Setup
}

// FloorView is what is spoken on the floor; Language "" is unknown.
type FloorView struct {
	Language string
	From     Source
}

// ChannelView is one language.
type ChannelView struct {
	Language string
	Kind     Kind
	Holder   string // "": none
	Booth    string // the holder's
	Epoch    uint64
	State    ListenerState // Hears
	Sound    ListenerState // Sounds
	// InsideState and InsideSound are the same for those who take part in rehearsals: without a curtain.
	InsideState, InsideSound ListenerState
	// Uninterpretable is true also where State is graver.
	Uninterpretable bool
	Hops            int // 0: it carries the floor
	OnRelay         int // interpreters who work from it
}

// BoothView is one booth.
type BoothView struct {
	Booth
	Members        []SeatView // by Number
	Handover       Handover
	Shift          ShiftView
	TwoMicrophones bool
}

// SeatView is one interpreter.
type SeatView struct {
	Participant string
	Number      int
	State       SeatState
	Connected   bool
	Checks      Checks
	Output      string // "": not chosen
	Input       string // what they work from: Floor or a channel
	Automatic   bool   // it follows the floor's language
	Choice      string // what was chosen by hand; "" when Automatic
	Hops        int    // of Input
	Understands []string
	Talking     bool // on the floor
}

// ShiftView is the shift timer: Minutes 0 is none.
type ShiftView struct {
	Minutes     int
	Ends        time.Time
	Amber, Over bool
}

// View reads the Desk.
func (d *Desk) View() View {
	v := View{Rehearsal: d.setup.Rehearsal, LowWhenOff: d.setup.LowWhenOff, Floor: d.floor}
	relay := map[string]int{}
	for _, s := range d.seats {
		if s.connected {
			relay[s.input]++
		}
	}
	for _, language := range d.languages() {
		ch := d.channels[language]
		c := ChannelView{
			Language: language, Kind: ch.kind, Holder: ch.holder, Epoch: ch.epoch, State: d.Hears(language),
			Sound: d.Sounds(language), InsideState: d.hears(language), InsideSound: d.sounds(language),
			Uninterpretable: ch.uninterpretable != "", Hops: d.HopOf(language), OnRelay: relay[language],
		}
		if ch.holder != "" {
			c.Booth = d.seats[ch.holder].booth
		}
		v.Channels = append(v.Channels, c)
	}
	for _, b := range d.setup.clone().Booths {
		v.Booths = append(v.Booths, d.boothView(b))
	}
	return v
}

func (d *Desk) boothView(b Booth) BoothView {
	state := d.booths[b.ID]
	v := BoothView{Booth: b, Handover: state.handover, TwoMicrophones: state.crowded}
	v.Shift = ShiftView{
		Minutes: state.shift.minutes, Ends: state.shift.ends, Amber: state.shift.amber, Over: state.shift.over,
	}
	for _, s := range d.members(b.ID) {
		v.Members = append(v.Members, SeatView{
			Participant: s.participant, Number: s.number, State: d.state(s), Connected: s.connected, Checks: s.checks,
			Output: s.output, Input: s.input, Automatic: !s.manual, Choice: s.choice, Hops: d.HopOf(s.input),
			Understands: slices.Clone(s.understands), Talking: s.talking,
		})
	}
	return v
}

// Setup is the arrangement.
func (d *Desk) Setup() Setup { return d.setup.clone() }

// ChannelFor is the channel for a listener of a language, "es" for "es-MX"; "": there is none, and they hear the floor.
func (d *Desk) ChannelFor(language string) string {
	if d.channels[language] != nil {
		return language
	}
	for _, l := range d.languages() {
		if sameLanguage(l, language) {
			return l
		}
	}
	return ""
}

// BoothOf is where a participant sits.
func (d *Desk) BoothOf(participant string) (id string, ok bool) {
	s := d.seats[participant]
	if s == nil {
		return "", false
	}
	return s.booth, true
}

// Routing is what the media engine has to forward, sorted, and equal for equal Desks.
type Routing struct {
	Channels []ChannelRoute // by language
	Seats    []SeatRoute    // by participant; those who are connected
	Talkers  []string       // interpreters whose microphone goes to the floor now, sorted
}

// ChannelRoute is one language. Only the Holder's packets go into it, and only while Open.
type ChannelRoute struct {
	Language string
	Kind     Kind
	Holder   string // "": none
	Epoch    uint64
	Open     bool // the gate: closed by a cough, a loss, while speaking to the floor, in a pause while the floor passes
	Public   bool // for listeners; otherwise for interpreters only (a rehearsal)
}

// SeatRoute is what one interpreter gets.
type SeatRoute struct {
	Participant, Booth string
	Input              string   // Floor or a channel
	Partners           []string // connected colleagues of the booth, sorted
}

// Routing reads the Desk.
func (d *Desk) Routing() Routing {
	var r Routing
	for _, language := range d.languages() {
		ch := d.channels[language]
		c := ChannelRoute{Language: language, Kind: ch.kind, Holder: ch.holder, Epoch: ch.epoch, Public: !d.setup.Rehearsal}
		switch d.sounds(language) {
		case HearsOnAir, HearsPause:
			c.Open = true
		default:
		}
		r.Channels = append(r.Channels, c)
	}
	for _, id := range d.people() {
		s := d.seats[id]
		if !s.connected {
			continue
		}
		route := SeatRoute{Participant: id, Booth: s.booth, Input: s.input}
		for _, m := range d.members(s.booth) {
			if m != s && m.connected {
				route.Partners = append(route.Partners, m.participant)
			}
		}
		slices.Sort(route.Partners)
		r.Seats = append(r.Seats, route)
		if s.talking && !s.cough {
			r.Talkers = append(r.Talkers, id)
		}
	}
	return r
}
