package interpretation

import (
	"errors"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// failer is what a rapid.T and a testing.T have in common here.
type failer interface {
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// life is a Desk under anything that anybody might do, with what must always hold.
type life struct {
	failer
	pick    func(n int) int // 0 to n-1
	desk    *Desk
	now     time.Time
	top     uint64               // the greatest epoch seen
	holders map[string]string    // as the notices told
	talked  map[string]bool      // pressed the button since they came
	muted   map[string]bool      // came back, and took no channel since
	coughs  map[string]time.Time // since when each channel is silent by a cough
	granted map[string]int       // commands by kind, to see that the test does something
}

func lifeSetups() []Setup {
	a := Setup{Booths: []Booth{
		{ID: "se", Name: "se", Outputs: []string{"es", "en"}, Seats: 3},
		{ID: "ef", Name: "ef", Outputs: []string{"en", "fr"}, Seats: 2, Policy: Override},
		{ID: "ar", Name: "ar", Outputs: []string{"ar"}, Seats: 2, Policy: Override},
		{ID: "fa", Name: "fa", Outputs: []string{"fr", "ar"}, Seats: 2},
	}}
	b := a.clone()
	b.Rehearsal = true
	c := a.clone()
	c.Booths = append(c.Booths[1:], Booth{ID: "asl", Name: "asl", Kind: Sign, Outputs: []string{"ase"}, Seats: 1})
	return []Setup{a, b, c}
}

func newLife(t failer, pick func(int) int) *life {
	l := &life{
		failer: t, pick: pick, desk: New(lifeSetups()[0], firstEpoch), now: begin, top: firstEpoch,
		coughs: map[string]time.Time{}, holders: map[string]string{}, talked: map[string]bool{}, muted: map[string]bool{}, granted: map[string]int{},
	}
	l.desk.Tick(begin)
	l.top = slices.Max(l.epochs())
	return l
}

var lifePeople = []string{"ana", "ben", "cleo", "dina", "eva"}

func of[T any](l *life, all ...T) T { return all[l.pick(len(all))] }

func (l *life) epoch(by string) uint64 {
	s := l.desk.seats[by]
	var now uint64
	if s != nil && l.desk.channels[s.output] != nil {
		now = l.desk.channels[s.output].epoch
	}
	return of(l, now, now, now, now, now, now-1, 0, firstEpoch)
}

func (l *life) handoverEpoch(by string) uint64 {
	s := l.desk.seats[by]
	if s == nil {
		return 0
	}
	now := l.desk.booths[s.booth].handover.Epoch
	return of(l, now, now, now, now, now-1)
}

func (l *life) command() Command {
	by := of(l, lifePeople...)
	language := func() string { return of(l, "es", "en", "fr", "ar", "ase", "", "zh") }
	on := func() bool { return l.pick(2) == 0 }
	s := l.desk.seats[by]
	// Mostly what makes sense, so that the machine gets far; sometimes anything.
	output, colleague := language, func() string { return of(l, lifePeople...) }
	if s != nil && l.pick(4) > 0 {
		b, _ := l.desk.config(s.booth)
		output = func() string { return of(l, b.Outputs...) }
		if others := slices.DeleteFunc(l.desk.members(s.booth), func(m *seat) bool { return m == s }); len(others) > 0 {
			colleague = func() string { return of(l, others...).participant }
		}
	}
	if s == nil {
		if l.pick(8) == 0 {
			return of[Command](l, Connected{By: by}, Disconnected{By: by}, Leave{By: by}, OpenMicrophone{By: by}, Accept{By: by})
		}
		return Sit{By: by, Booth: of(l, "se", "se", "se", "se", "ef", "ef", "ef", "ar", "fa", "asl"), Seat: of(l, 0, 0, 0, 1, 2, 4), Understands: of(l, nil, []string{"en"}, []string{"es", "fr"}, []string{"zh"})}
	}
	if !s.connected && l.pick(3) > 0 {
		return Connected{By: by}
	}
	handover := func() Command {
		epoch := l.handoverEpoch(by)
		return of[Command](l, Accept{By: by, Epoch: epoch}, Accept{By: by, Epoch: epoch}, Switch{By: by, Epoch: epoch},
			Switch{By: by, Epoch: epoch}, Decline{By: by, Epoch: epoch}, Cancel{By: by, Epoch: epoch})
	}
	if l.desk.booths[s.booth].handover.State != HandoverIdle && l.pick(3) > 0 {
		return handover()
	}
	if l.desk.held(s) != nil && l.pick(4) == 0 {
		return Offer{By: by, To: colleague()}
	}
	if !s.checks.all() && l.pick(4) > 0 {
		return Check{By: by, Devices: true, Headphones: true, Level: true}
	}
	switch l.pick(26) {
	case 0:
		if l.pick(3) > 0 {
			return Heard{By: by, At: l.now, Speaking: on()}
		}
		return of[Command](l, Sit{By: by, Booth: s.booth}, Stand{By: by}, Leave{By: by}, Check{By: by, Devices: on(), Headphones: true, Level: true})
	case 1:
		return of[Command](l, Disconnected{By: by}, Connected{By: by})
	case 2, 3, 4:
		return Heard{By: by, At: l.now.Add(of(l, 0, 0, -time.Second, -time.Minute, time.Second)), Speaking: on()}
	case 5, 6, 7:
		return SetOutput{By: by, Language: output(), Epoch: l.epoch(by)}
	case 8, 9:
		return SetInput{By: by, Input: of(l, Floor, language(), language())}
	case 10:
		return of[Command](l, AutoRelay{By: by}, SlowDown{By: by}, SoundInadequate{By: by}, SetShift{By: by, Minutes: of(l, 0, 10, 30, 7)})
	case 11, 12, 13, 14:
		return OpenMicrophone{By: by, Epoch: l.epoch(by)}
	case 15:
		return CloseMicrophone{By: by, Epoch: l.epoch(by)}
	case 16:
		return Cough{By: by, On: on(), Epoch: l.epoch(by)}
	case 17:
		to := output()
		epoch := l.epoch(by)
		if ch := l.desk.channels[to]; ch != nil && l.pick(4) > 0 {
			epoch = ch.epoch
		}
		return TakeOver{By: by, Channel: to, Epoch: epoch}
	case 18:
		return Offer{By: by, To: colleague()}
	case 19:
		return Offer{By: by}
	case 20:
		return Request{By: by, When: of(l, Now, Soon, AtT, AtT, AtT, "x"), At: l.now.Add(of(l, time.Second, time.Minute, time.Minute, time.Hour))}
	case 21, 22:
		return handover()
	case 23:
		return FloorLanguage{By: by, Language: language(), From: of(l, FromSpeaker, FromChair, FromInterpreter)}
	case 24:
		return Uninterpretable{By: by, On: on()}
	default:
		return TalkToFloor{By: by, On: on()}
	}
}

// step does one thing and looks at everything.
func (l *life) step() {
	before := l.desk.clone()
	was := l.sounds()
	var told []Notice
	var err error
	switch l.pick(12) {
	case 0, 1:
		l.pass()
		return
	case 2:
		switch l.pick(24) {
		case 0, 1:
		case 2:
			l.work()
			return
		default:
			return
		}
		told, err = l.desk.Reconfigure(l.now, of(l, lifeSetups()[0], lifeSetups()[0], lifeSetups()[1], lifeSetups()[2]), nil)
		if err != nil {
			l.Fatal(err)
		}
		l.follow(nil, told)
	default:
		cmd := l.command()
		if told, err = l.desk.Do(l.now, cmd); err != nil {
			var refusal *Refusal
			if !errors.As(err, &refusal) || !slices.Contains(Codes(), refusal.Code) || refusal.Detail == "" {
				l.Fatalf("%#v: %v", cmd, err)
			}
			if !reflect.DeepEqual(before, l.desk) || told != nil {
				l.Fatalf("refused (%v), %#v changed\n%s", err, cmd, same(before, l.desk))
			}
			l.granted["refused-"+string(refusal.Code)]++
			return
		}
		l.follow(cmd, told)
	}
	l.look(was, told)
}

// pass lets time pass: nothing happens before Next.
func (l *life) pass() {
	was := l.sounds()
	to := l.now.Add(of(l, 0, 100*time.Millisecond, 100*time.Millisecond, time.Second, time.Second, 2*time.Second, 3*time.Second, 30*time.Second, 5*time.Minute))
	if next := l.desk.Next(); !next.IsZero() && !next.After(l.now) {
		l.Fatalf("the next deadline %v is not after %v", next, l.now)
	} else if quiet := next.Add(-1); !next.IsZero() && to.After(next) || next.IsZero() {
		if next.IsZero() {
			quiet = to
		}
		view := l.desk.View()
		if told := l.desk.Tick(quiet); told != nil {
			l.Fatalf("told before the deadline: %#v", told)
		}
		if now := l.desk.View(); !reflect.DeepEqual(view, now) {
			l.Fatalf("changed before the deadline:\n%s", cmp.Diff(view, now))
		}
	}
	told := l.desk.Tick(to)
	l.now = to
	l.follow(nil, told)
	l.look(was, told)
	if l.pick(3) > 0 {
		l.report(true)
	}
}

// report is the engine's, of everybody.
func (l *life) report(speaking bool) {
	was := l.sounds()
	var all []Notice
	for _, id := range l.desk.people() {
		cmd := Heard{By: id, At: l.now, Speaking: speaking}
		told, err := l.desk.Do(l.now, cmd)
		if err != nil {
			l.Fatalf("%#v: %v", cmd, err)
		}
		l.follow(cmd, told)
		all = append(all, told...)
	}
	l.look(was, all)
}

// work lets time pass in which nobody does anything, and everybody's packets come: longer than any hold of a button
// that is not one of the hand-over's.
func (l *life) work() {
	speaking := l.pick(2) == 0
	for range (MaxCough + time.Second) / (500 * time.Millisecond) {
		was := l.sounds()
		l.now = l.now.Add(500 * time.Millisecond)
		told := l.desk.Tick(l.now)
		l.follow(nil, told)
		l.look(was, told)
		l.report(speaking)
	}
}

// follow keeps what the notices and the commands say.
func (l *life) follow(cmd Command, told []Notice) {
	switch c := cmd.(type) {
	case TalkToFloor:
		l.talked[c.By] = c.On
	case Connected:
		if l.desk.seats[c.By] != nil {
			delete(l.talked, c.By)
			l.muted[c.By] = true
		}
	case Disconnected:
		delete(l.talked, c.By)
	default:
	}
	for _, n := range told {
		switch n := n.(type) {
		case LeaseChanged:
			if n.Previous != l.holders[n.Channel] || n.Epoch <= l.top {
				l.Fatalf("%+v, of %s, after epoch %d", n, l.holders[n.Channel], l.top)
			}
			l.holders[n.Channel] = n.Holder
			if _, returned := cmd.(Connected); returned && n.Holder != "" {
				l.Fatalf("a return took a lease: %+v", n)
			}
			delete(l.muted, n.Holder)
			l.granted["lease-"+string(n.Why)]++
		case HandoverChanged:
			l.granted[string(n.Handover.State)+"-"+string(n.Why)]++
		case PivotLost:
			l.granted["pivot-lost"]++
		case InputChanged:
			l.granted["input-"+string(n.Why)]++
		case CoughLimit:
			l.granted["cough-limit"]++
		case InterpreterLost:
			if s := l.desk.seats[n.Participant]; s != nil && s.cough {
				l.granted["lost-in-a-cough"]++
			}
		case TwoMicrophones:
			l.granted["two-microphones"]++
		default:
		}
	}
}

func (l *life) sounds() map[string]ListenerState {
	out := map[string]ListenerState{}
	for language := range l.desk.channels {
		out[language] = l.desk.sounds(language)
	}
	return out
}

func (l *life) epochs() []uint64 {
	var out []uint64
	for _, ch := range l.desk.channels {
		out = append(out, ch.epoch)
	}
	for _, b := range l.desk.booths {
		out = append(out, b.handover.Epoch)
	}
	return out
}

func TestWhatAlwaysHolds(t *testing.T) {
	// SampledFrom is even; IntRange prefers small numbers, and would hardly ever come to the later commands.
	steps := rapid.SampledFrom([]int{20, 100, 300})
	picks := map[int]*rapid.Generator[int]{}
	var all []int
	for n := range 40 {
		all = append(all, n)
		picks[n+1] = rapid.SampledFrom(slices.Clone(all))
	}
	rapid.Check(t, func(t *rapid.T) {
		l := newLife(t, func(n int) int { return picks[n].Draw(t, "pick") })
		for range steps.Draw(t, "steps") {
			l.step()
		}
	})
}

// A property that is never put to the test holds. This life is always the same one.
func TestALifeComesEverywhere(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	l := newLife(t, random.IntN)
	for range 25_000 {
		l.step()
	}
	for _, want := range []string{
		"lease-taken", "lease-switched", "lease-taken-over", "lease-direction", "lease-closed", "lease-returned",
		"lease-offline", "lease-left", "lease-setup", "OFFERED-offered", "REQUESTED-requested", "ARMED-accepted",
		"REQUESTED-accepted", "SWITCHED-switched", "IDLE-expired", "IDLE-dropped", "IDLE-no-packets", "IDLE-direction",
		"IDLE-declined", "IDLE-cancelled", "IDLE-left", "IDLE-setup", "IDLE-closed", "pivot-lost", "input-chosen",
		"input-automatic", "input-channel-free", "two-microphones",
		"cough-limit", "lost-in-a-cough", "lease-limit", "passed-in-a-pause",
	} {
		if l.granted[want] == 0 {
			t.Errorf("%s never happened", want)
		}
	}
	for _, code := range Codes() {
		if l.granted["refused-"+string(code)] == 0 {
			t.Errorf("%s was never refused", code)
		}
	}
}
