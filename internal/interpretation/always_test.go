package interpretation

import (
	"maps"
	"reflect"
	"slices"
	"time"

	"github.com/google/go-cmp/cmp"
)

// What always holds, whatever was done.

func (l *life) look(was map[string]ListenerState, told []Notice) {
	l.lookLeases()
	l.lookSeats()
	l.lookHandovers()
	l.lookRelay()
	l.lookListeners(was, told)
	l.lookEpochs()
	again := l.desk.clone()
	if a, b := l.desk.View(), again.View(); !reflect.DeepEqual(a, b) {
		l.Fatalf("equal desks look different:\n%s", cmp.Diff(a, b))
	}
	if a, b := l.desk.Routing(), again.Routing(); !reflect.DeepEqual(a, b) {
		l.Fatalf("equal desks route differently:\n%s", cmp.Diff(a, b))
	}
	if l.desk.notices != nil {
		l.Fatal("notices are kept")
	}
}

func (l *life) lookLeases() {
	actual := map[string]string{}
	seen := map[string]bool{}
	for language, ch := range l.desk.channels {
		if ch.holder == "" {
			continue
		}
		actual[language] = ch.holder
		s := l.desk.seats[ch.holder]
		if s == nil || s.output != language || seen[ch.holder] || !s.checks.all() {
			l.Fatalf("%s is held by %q: %+v", language, ch.holder, s)
		}
		seen[ch.holder] = true
		if b, ok := l.desk.config(s.booth); !ok || !slices.Contains(b.Outputs, language) {
			l.Fatalf("%s is held from booth %s", language, s.booth)
		}
		if state := l.desk.state(s); !s.connected && state != SeatLost || s.connected && state != SeatOnAir && state != SeatCough && state != SeatLost {
			l.Fatalf("the holder of %s is %s", language, state)
		}
	}
	maps.DeleteFunc(l.holders, func(language, holder string) bool { return holder == "" || l.desk.channels[language] == nil })
	if !maps.Equal(l.holders, actual) {
		l.Fatalf("the notices tell of other holders:\n%s", cmp.Diff(l.holders, actual))
	}
}

func (l *life) lookSeats() {
	taken := map[string]map[int]bool{}
	for id, s := range l.desk.seats {
		b, ok := l.desk.config(s.booth)
		if !ok || s.number < 1 || s.number > b.Seats || taken[s.booth][s.number] || s.participant != id {
			l.Fatalf("seat %+v", s)
		}
		if taken[s.booth] == nil {
			taken[s.booth] = map[int]bool{}
		}
		taken[s.booth][s.number] = true
		if l.muted[id] && l.desk.held(s) != nil {
			l.Fatalf("%s came back and is on air", id)
		}
		if s.cough && l.desk.held(s) == nil || s.silent && l.desk.held(s) == nil {
			l.Fatalf("left over from a lease: %+v", s)
		}
	}
	for _, id := range l.desk.Routing().Talkers {
		if s := l.desk.seats[id]; s == nil || !s.connected || !l.talked[id] || l.desk.setup.Rehearsal {
			l.Fatalf("%s is on the floor", id)
		}
	}
	for id, b := range l.desk.booths {
		if b.crowded != (len(l.desk.onAir(id)) > 1) {
			l.Fatalf("booth %s: two microphones are not shown", id)
		}
	}
}

func (l *life) lookHandovers() {
	for id, b := range l.desk.booths {
		h := b.handover
		if h.State == HandoverIdle {
			if h != (Handover{State: HandoverIdle, Epoch: h.Epoch}) {
				l.Fatalf("left over in booth %s: %+v", id, h)
			}
			continue
		}
		from, to, ch := l.desk.seats[h.From], l.desk.seats[h.To], l.desk.channels[h.Channel]
		switch {
		case from == nil || to == nil || !from.connected || !to.connected || from == to || from.booth != id || to.booth != id:
			l.Fatalf("a hand-over of somebody absent: %+v", h)
		case ch == nil || ch.holder != h.From || l.desk.held(to) != nil:
			l.Fatalf("a hand-over of what is not held: %+v", h)
		case h.State == HandoverArmed && (to.output != h.Channel || l.desk.state(to) != SeatArmed):
			l.Fatalf("armed for something else: %+v", h)
		case h.State == HandoverSwitched || !h.Deadline.After(l.desk.now):
			l.Fatalf("a hand-over is stuck: %+v", h)
		}
	}
}

func (l *life) lookRelay() {
	walk := func(start string, next func(*seat) string) {
		input := start
		for hops := 0; ; hops++ {
			ch := l.desk.channels[input]
			if ch == nil || ch.holder == "" {
				return
			}
			if hops > len(l.desk.channels) {
				l.Fatalf("a circle from %s", start)
			}
			input = next(l.desk.seats[ch.holder])
		}
	}
	for id, s := range l.desk.seats {
		walk(s.input, func(s *seat) string { return s.input })
		if s.manual {
			walk(s.choice, (*seat).choiceOrFloor)
		}
		if s.input == s.output || s.manual && s.choice == s.output {
			l.Fatalf("%s hears themself: %+v", id, s)
		}
		if s.input != Floor && !l.desk.live(s.input) {
			l.Fatalf("%s works from the dead channel %s", id, s.input)
		}
		if s.input != Floor && !s.manual && (l.desk.understood(s, l.desk.floor.Language) || !l.desk.understood(s, s.input)) {
			l.Fatalf("%s takes relay from %s without need", id, s.input)
		}
		if s.manual && l.desk.live(s.choice) && s.input != s.choice {
			l.Fatalf("%s chose %s and works from %s", id, s.choice, s.input)
		}
		if hops := l.desk.Hops(id); hops > len(l.desk.channels) || (hops == 0) != (s.input == Floor) {
			l.Fatalf("%s: %d hops", id, hops)
		}
	}
}

func (l *life) lookListeners(was map[string]ListenerState, told []Notice) {
	on := []ListenerState{HearsOnAir, HearsPause}
	for _, view := range l.desk.View().Channels {
		if l.desk.setup.Rehearsal && (view.State != HearsOff || view.Sound != HearsOff) {
			l.Fatalf("a rehearsal is heard: %+v", view)
		}
		if !l.desk.setup.Rehearsal && (view.State != view.InsideState || view.Sound != view.InsideSound) {
			l.Fatalf("a curtain without a rehearsal: %+v", view)
		}
	}
	for _, route := range l.desk.Routing().Channels {
		ch := l.desk.channels[route.Language]
		sound, hears := l.desk.sounds(route.Language), l.desk.hears(route.Language)
		switch {
		case route.Open && ch.holder == "":
			l.Fatalf("the gate of %s is open for nobody", route.Language)
		case route.Open != slices.Contains(on, sound):
			l.Fatalf("%s: gate open %v, and %s is heard", route.Language, route.Open, sound)
		case hears != sound && (hears != HearsUninterpretable || ch.uninterpretable == ""):
			l.Fatalf("%s sounds as %s and is %s", route.Language, sound, hears)
		case sound == HearsPause && sameLanguage(route.Language, l.desk.floor.Language):
			l.Fatalf("the floor speaks %s, and its listeners have a silent channel", route.Language)
		case sound == HearsPass && !sameLanguage(route.Language, l.desk.floor.Language):
			l.Fatalf("%s passes the floor in %s", route.Language, l.desk.floor.Language)
		case sound == HearsCough && !l.desk.seats[ch.holder].cough:
			l.Fatalf("%s coughs by itself", route.Language)
		case sound == HearsCough && l.desk.now.Sub(l.coughing(route.Language)) >= MaxCough:
			l.Fatalf("%s is silent for longer than a cough", route.Language)
		}
		if sound != HearsCough {
			delete(l.coughs, route.Language)
		}
		before := was[route.Language]
		if slices.Contains(on, before) && !slices.Contains(on, sound) && sound != HearsCough && !l.passed(ch, sound) && !excused(route.Language, told) {
			l.Fatalf("%s went from %s to %s without a word: %#v", route.Language, before, sound, told)
		}
	}
}

// coughing is since when a channel is silent by a cough.
func (l *life) coughing(language string) time.Time {
	if _, known := l.coughs[language]; !known {
		l.coughs[language] = l.desk.now
	}
	return l.coughs[language]
}

// passed tells whether a channel's listeners hear the floor because it is theirs and the holder pauses: nobody needs
// telling.
func (l *life) passed(ch *channel, sound ListenerState) bool {
	if holder := l.desk.seats[ch.holder]; sound == HearsPass && holder != nil && l.desk.now.Sub(holder.voiced) >= PauseAfter {
		l.granted["passed-in-a-pause"]++
		return true
	}
	return false
}

// excused tells whether the notices explain that a channel is no longer heard.
func excused(language string, told []Notice) bool {
	return slices.ContainsFunc(told, func(n Notice) bool {
		switch n := n.(type) {
		case LeaseChanged:
			return n.Channel == language
		case InterpreterLost:
			return n.Channel == language
		case TalkChanged:
			return n.On
		default:
			return false
		}
	})
}

// lookEpochs wants that an epoch that was not there before is greater than all that were.
func (l *life) lookEpochs() {
	epochs := l.epochs()
	slices.Sort(epochs)
	if len(slices.Compact(slices.Clone(epochs))) != len(epochs) {
		l.Fatalf("an epoch is used twice: %v", epochs)
	}
	l.top = max(l.top, slices.Max(epochs))
	if l.desk.epoch < l.top {
		l.Fatalf("epoch %d after %d", l.desk.epoch, l.top)
	}
}
