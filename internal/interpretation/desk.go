package interpretation

import (
	"maps"
	"slices"
	"time"
)

// Times of the machine. Each is what people in a booth or listeners perceive, not a matter of load.
const (
	// LostAfter is how long a holder's packets may stay away: interpreters send without DTX, so that 2 s of nothing is a
	// broken path and no pause. Shorter would raise alarms at every change of network; longer leaves listeners in silence.
	LostAfter = 2 * time.Second
	// PauseAfter is how long nobody speaks into an open microphone before it is called a pause: interpreters wait for the
	// end of a clause, and a label that comes and goes within sentences is noise. The sound does not change with it.
	PauseAfter = 3 * time.Second
	// OfflineAfter is how long a dropped seat is LOST, with an alarm, before it is merely OFFLINE and its lease is given
	// back. A change of network with a new connection takes some 10 s.
	OfflineAfter = 60 * time.Second
	// HandoverExpiry is how long a step of a hand-over waits for the next.
	HandoverExpiry = 60 * time.Second
	// MaxRequestAhead bounds the time of a Request: the longest shift.
	MaxRequestAhead = 30 * time.Minute
	// SignalInterval is the least time between two "slow down" of a booth, and between two "sound inadequate": a speaker
	// who is told more often than every few sentences stops listening to it.
	SignalInterval = 15 * time.Second
	// ShiftWarning is how long before its end a shift is amber.
	ShiftWarning = time.Minute
	// MaxCough bounds one hold of the cough button, by what listeners hear of it: silence, with the original kept down. A
	// cough or a sip of water takes seconds; a key that got stuck, or a page that hangs with it, must not leave a channel
	// silent. Shorter would close the microphone on a fit of coughing, longer leaves listeners with neither.
	MaxCough = 30 * time.Second
	// MaxTalk bounds one hold of the hold-to-talk button: a key that got stuck must not leave the booth on the floor.
	MaxTalk = 60 * time.Second
)

// Desk is the interpretation of one live meeting. It has one owner; it is not safe for concurrent use.
type Desk struct {
	setup    Setup
	now      time.Time // the latest that was told
	epoch    uint64    // the last that was given
	booths   map[string]*booth
	seats    map[string]*seat    // by participant
	channels map[string]*channel // by language
	floor    FloorView
	notices  []Notice // of the command in work
}

// booth is what a booth has beside its seats.
type booth struct {
	handover  Handover
	shift     shift
	active    string    // who was last given a lease
	slowAt    time.Time // the last "slow down"
	soundAt   time.Time // the last "sound inadequate"
	crowded   bool      // more than one microphone is open
	signalled signalled
}

// signalled tells which of the signals have been given at all, as the zero time might be one.
type signalled struct{ slow, sound bool }

type shift struct {
	minutes     int // 0: none
	ends        time.Time
	amber, over bool // told
}

// channel is one output language.
type channel struct {
	language        string
	kind            Kind
	holder          string // "": none
	epoch           uint64
	lost            string // who was lost while on air, where nobody took it since; "": nobody
	uninterpretable string // who said so; "": nobody
}

// New makes the Desk of a Setup that Validate passed. Epochs begin above firstEpoch: give the Unix time in
// milliseconds, and what clients remember of an earlier life of the server is stale.
func New(setup Setup, firstEpoch uint64) *Desk {
	d := &Desk{
		setup: setup.clone(), epoch: firstEpoch,
		booths: map[string]*booth{}, seats: map[string]*seat{}, channels: map[string]*channel{},
	}
	d.arrange()
	return d
}

// Do grants cmd at now, with what is to be told, or refuses it with a *Refusal and changes nothing. Deadlines that
// passed until now count as passed. A now earlier than one that was told counts as that one.
func (d *Desk) Do(now time.Time, cmd Command) ([]Notice, error) {
	if cmd == nil {
		return nil, refuseField("command", "it is needed")
	}
	if heard, ok := cmd.(Heard); ok && d.ordinary(heard, now) {
		d.now = latest(d.now, now)
		return nil, heard.apply(d)
	}
	next := d.clone()
	next.advance(now)
	if err := cmd.apply(next); err != nil {
		return nil, err
	}
	return d.commit(next), nil
}

// ordinary tells whether news of packets changes no more than when they came: nobody was missed, and no deadline has
// passed. It is so several times a second for every interpreter, and not worth to draw all conclusions anew.
func (d *Desk) ordinary(heard Heard, now time.Time) bool {
	s := d.seats[heard.By]
	next := d.Next()
	return s != nil && s.present() && (next.IsZero() || next.After(now))
}

// latest is the later of the two: time does not run backwards here.
func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// Tick lets time pass until now.
func (d *Desk) Tick(now time.Time) []Notice {
	next := d.clone()
	next.advance(now)
	return d.commit(next)
}

// Reconfigure changes the arrangement and keeps what can be kept: the seats of a booth that stays, as many as it still
// has, with output, input and lease where they still exist. When a rehearsal begins or ends, every microphone is
// closed: who rehearses must not be on air by somebody else's doing.
func (d *Desk) Reconfigure(now time.Time, setup Setup, languages []string) ([]Notice, error) {
	if err := setup.Validate(languages); err != nil {
		return nil, err
	}
	next := d.clone()
	next.advance(now)
	next.rearrange(setup.clone())
	return d.commit(next), nil
}

// commit makes next the state.
func (d *Desk) commit(next *Desk) []Notice {
	next.settle()
	told := next.notices
	next.notices = nil
	*d = *next
	return told
}

// settle draws the conclusions of a change: who works from what, and where two microphones are open.
func (d *Desk) settle() {
	d.resolve()
	for _, id := range d.boothIDs() {
		b := d.booths[id]
		open := d.onAir(id)
		if crowded := len(open) > 1; crowded != b.crowded {
			b.crowded = crowded
			d.tell(TwoMicrophones{Booth: id, Participants: open, On: crowded})
		}
	}
}

func (d *Desk) clone() *Desk {
	next := *d
	next.booths = make(map[string]*booth, len(d.booths))
	for id, b := range d.booths {
		c := *b
		next.booths[id] = &c
	}
	next.seats = make(map[string]*seat, len(d.seats))
	for id, s := range d.seats {
		c := *s // understands is never written to
		next.seats[id] = &c
	}
	next.channels = make(map[string]*channel, len(d.channels))
	for language, ch := range d.channels {
		c := *ch
		next.channels[language] = &c
	}
	return &next
}

func (d *Desk) tell(n Notice) { d.notices = append(d.notices, n) }

func (d *Desk) newEpoch() uint64 {
	d.epoch++
	return d.epoch
}

// advance lets the deadlines pass.
func (d *Desk) advance(now time.Time) {
	d.now = latest(d.now, now)
	for _, id := range d.people() {
		d.advanceSeat(d.seats[id])
	}
	for _, id := range d.boothIDs() {
		d.advanceHandover(id)
		d.advanceShift(id)
	}
}

// Next is when Tick has something to do; zero: never.
func (d *Desk) Next() time.Time {
	var next time.Time
	consider := func(at time.Time) {
		if at.After(d.now) && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	for _, s := range d.seats {
		d.seatDeadlines(s, consider)
	}
	for _, b := range d.booths {
		if b.handover.State != HandoverIdle {
			consider(b.handover.Deadline)
			consider(b.handover.At)
		}
		if b.shift.minutes > 0 {
			consider(b.shift.ends.Add(-ShiftWarning))
			consider(b.shift.ends)
		}
	}
	return next
}

// config is the arrangement of a booth.
func (d *Desk) config(id string) (Booth, bool) {
	i := slices.IndexFunc(d.setup.Booths, func(b Booth) bool { return b.ID == id })
	if i < 0 {
		return Booth{}, false
	}
	return d.setup.Booths[i], true
}

// arrange makes the booths and channels of the setup that are not there yet.
func (d *Desk) arrange() {
	for _, b := range d.setup.Booths {
		if d.booths[b.ID] == nil {
			d.booths[b.ID] = &booth{handover: Handover{State: HandoverIdle, Epoch: d.newEpoch()}}
		}
		for _, language := range b.Outputs {
			if d.channels[language] == nil {
				d.channels[language] = &channel{language: language, kind: b.kind(), epoch: d.newEpoch()}
			}
		}
	}
}

// rearrange goes from one setup to another.
func (d *Desk) rearrange(setup Setup) {
	if setup.Rehearsal != d.setup.Rehearsal {
		d.curtain()
	}
	d.setup = setup
	d.arrange()
	for _, id := range d.people() {
		s := d.seats[id]
		b, ok := d.config(s.booth)
		if !ok || s.number > b.Seats {
			d.unseat(s, WhySetup)
			d.tell(SeatGone{Participant: s.participant, Booth: s.booth})
		}
	}
	outputs := map[string]Kind{}
	for _, b := range setup.Booths {
		for _, language := range b.Outputs {
			outputs[language] = b.kind()
		}
	}
	d.fitSeats(outputs)
	for _, language := range d.languages() {
		ch := d.channels[language]
		kind, ok := outputs[language]
		switch {
		case !ok:
			delete(d.channels, language)
		case kind != ch.kind:
			d.move(ch, nil, WhySetup)
			ch.kind = kind
		}
	}
	maps.DeleteFunc(d.booths, func(id string, _ *booth) bool {
		_, ok := d.config(id)
		return !ok
	})
}

// curtain closes every microphone and forgets what was only said among the booths.
func (d *Desk) curtain() {
	for _, id := range d.people() {
		d.hush(d.seats[id], WhySetup)
	}
	for _, language := range d.languages() {
		d.interpretable(d.channels[language], WhySetup)
		d.channels[language].lost = ""
	}
	if d.floor.From == FromInterpreter {
		d.setFloor("", FromInterpreter)
	}
}

// fitSeats takes from the seats what the new arrangement no longer has.
func (d *Desk) fitSeats(outputs map[string]Kind) {
	for _, id := range d.people() {
		s := d.seats[id]
		b, _ := d.config(s.booth)
		if s.output != "" && !slices.Contains(b.Outputs, s.output) {
			d.hush(s, WhySetup)
			d.clearUninterpretable(s, WhySetup)
			d.idle(s.booth, WhySetup)
			s.output = ""
		}
		if s.output == "" && len(b.Outputs) == 1 {
			s.output = b.Outputs[0]
		}
		if _, ok := outputs[s.choice]; s.manual && s.choice != Floor && (!ok || s.choice == s.output) {
			s.manual, s.choice = false, ""
		}
	}
}

// The orders in which things are gone through: always the same, so that equal desks tell equal things.

func (d *Desk) people() []string    { return slices.Sorted(maps.Keys(d.seats)) }
func (d *Desk) boothIDs() []string  { return slices.Sorted(maps.Keys(d.booths)) }
func (d *Desk) languages() []string { return slices.Sorted(maps.Keys(d.channels)) }

// members are the seats of a booth, by number.
func (d *Desk) members(id string) []*seat {
	var out []*seat
	for _, s := range d.seats {
		if s.booth == id {
			out = append(out, s)
		}
	}
	slices.SortFunc(out, func(a, b *seat) int { return a.number - b.number })
	return out
}

// onAir are the members of a booth who hold a lease, sorted.
func (d *Desk) onAir(id string) []string {
	var out []string
	for _, s := range d.members(id) {
		if d.held(s) != nil && s.present() {
			out = append(out, s.participant)
		}
	}
	slices.Sort(out)
	return out
}
