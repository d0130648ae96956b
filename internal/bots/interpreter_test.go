package bots

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/cumbre-meet/cumbre/internal/bots/speech"
	"github.com/cumbre-meet/cumbre/internal/interpretation"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// uttered is a packet of an interpreter, with what the server knew then.
type uttered struct {
	at   time.Time
	by   string
	said string // the recording, "" for silence
	in   protocol.Interpretation
	// turning tells that the floor's language changed at this very instant: the packet may have been under way.
	turning bool
}

// air is the language into which the packet went, "" where it went nowhere.
func (u uttered) air() string {
	for _, c := range u.in.Channels {
		if c.Holder == u.by {
			return c.Language
		}
	}
	return ""
}

// rehearsal is a meeting in virtual time: two interpreters of the demo at a testBooth, and a floor.
type rehearsal struct {
	t        *testing.T
	ctx      context.Context
	library  *speech.Library
	said     *passages
	booth    *testBooth
	consoles map[string]*testConsole
	stop     map[string]context.CancelFunc
	names    map[string]string // of recordings, by payload
	running  sync.WaitGroup

	mu      sync.Mutex
	packets []uttered
	turned  time.Time // when the floor's language changed last
}

func rehearse(t *testing.T, meeting func(*rehearsal)) *rehearsal {
	t.Helper()
	r := &rehearsal{t: t, names: map[string]string{}, consoles: map[string]*testConsole{}, stop: map[string]context.CancelFunc{}}
	var err error
	if r.library, err = speech.Load(); err != nil {
		t.Fatal(err)
	}
	for _, s := range slices.Concat(r.library.Speeches, r.library.Announcements) {
		for n, frames := range s.Interpretation.Frames {
			for _, f := range frames {
				if name := s.Interpretation.Sound + "-" + string(rune('1'+n)); len(f.Payload) > 12 {
					r.names[string(f.Payload)] = name // the shortest are in several
				}
			}
		}
	}
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		r.t, r.ctx, r.said, r.booth = t, ctx, newPassages(), newTestBooth(time.Now())
		r.running.Go(func() { r.booth.run(ctx) })
		r.come("i1", 0)
		r.come("i2", 1)
		meeting(r)
		cancel()
		r.running.Wait()
	})
	r.t = t // outside of the bubble
	return r
}

// come has an interpreter join, or come back.
func (r *rehearsal) come(who string, voice int) {
	c := newTestConsole(r.booth, who)
	c.sent = func(s Sound, in protocol.Interpretation) {
		u := uttered{at: time.Now(), by: who, said: r.names[string(s.Payload)], in: in}
		if s.Level == silentLevel != (string(s.Payload) == string(still().Payload)) && u.said == "" && len(s.Payload) < 4 {
			r.t.Errorf("a packet of %x has level %d", s.Payload, s.Level)
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		u.turning = u.at.Equal(r.turned)
		r.packets = append(r.packets, u)
	}
	if err := r.booth.join(who, c.show); err != nil {
		r.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(r.ctx)
	r.consoles[who], r.stop[who] = c, cancel
	i := &interpreter{
		voice: voice, passages: r.said, log: slog.New(slog.DiscardHandler), level: &atomic.Uint32{},
		mates: func() map[string]bool { return map[string]bool{"i1": true, "i2": true, "delegate": true} },
	}
	r.running.Go(func() { i.work(ctx, c) })
}

// guest seats a person who is ready to work into a language.
func (r *rehearsal) guest(output string) {
	r.must(r.booth.join("guest", func(protocol.Interpretation) {}))
	r.must(r.booth.do("guest", interpretation.Check{By: "guest", Devices: true, Headphones: true, Level: true}))
	r.must(r.booth.do("guest", interpretation.SetOutput{By: "guest", Language: output}))
	r.running.Go(func() { // sends all the time, as interpreters do
		for tick := time.NewTicker(200 * time.Millisecond); ; {
			select {
			case <-r.ctx.Done():
				tick.Stop()
				return
			case <-tick.C:
				r.booth.heard("guest", false)
			}
		}
	})
}

func (r *rehearsal) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

// floor is who has it: "delegate" for a bot, "person", or "".
func (r *rehearsal) floor(holder string) {
	for _, c := range r.consoles {
		c.change(func(s *State) { s.Floor.Holder = holder })
	}
}

// say says a text on the floor, as the script does, or so much of it.
func (r *rehearsal) say(s *speech.Speech, much time.Duration) *passage {
	if in := r.booth.view(); in.FloorLanguage != s.Language {
		r.mu.Lock()
		r.turned = time.Now()
		r.mu.Unlock()
		r.must(r.booth.do("", interpretation.FloorLanguage{Language: s.Language, From: interpretation.FromChair}))
	}
	p := r.said.begin(s, time.Now())
	time.Sleep(min(much, s.Duration()))
	r.said.end(p, time.Now(), much >= s.Duration())
	return p
}

// turn is the chair's sentence and a speech.
func (r *rehearsal) turn(s *speech.Speech) (chair, speaker *passage) {
	r.said.interpreted(r.ctx)
	chair = r.say(r.library.Announcement(s.Speaker), time.Hour)
	r.floor("delegate")
	speaker = r.say(s, time.Hour)
	r.said.interpreted(r.ctx)
	r.floor("")
	time.Sleep(breath)
	return chair, speaker
}

// granted counts a command.
func (r *rehearsal) granted(what string) (n int) {
	r.booth.mu.Lock()
	defer r.booth.mu.Unlock()
	for _, d := range r.booth.did {
		if strings.Contains(d, what) {
			n++
		}
	}
	return n
}

// onAir is who holds a channel, "" where nobody does.
func (r *rehearsal) onAir() (who string) {
	for _, c := range r.booth.view().Channels {
		who += c.Holder
	}
	return who
}

// checkAir wants speech to go only where it is of use: into a channel that is the speaker's own, whose language the
// floor does not speak.
func (r *rehearsal) checkAir() {
	r.t.Helper()
	for _, u := range r.packets {
		if u.said == "" || u.turning {
			continue
		}
		_, language, _ := strings.Cut(u.said, ".")
		if air := u.air(); air != language[:2] || speaks(air, u.in.FloorLanguage) {
			r.t.Fatalf("at %v %s says %s into %q while the floor is in %q", u.at, u.by, u.said, air, u.in.FloorLanguage)
		}
	}
}

func TestTheBoothInterpretsAndHandsOver(t *testing.T) {
	var all []*passage
	var began time.Time
	r := rehearse(t, func(r *rehearsal) {
		began = time.Now()
		for n := range 2 * len(r.library.Speeches) {
			chair, speaker := r.turn(r.library.Speeches[n%len(r.library.Speeches)])
			all = append(all, chair, speaker)
		}
		if got := r.booth.view().Booths[0].Shift.Minutes; got != shiftMinutes {
			r.t.Errorf("the shift timer is set to %d minutes", got)
		}
		t.Logf("%v, %d switches: %d offers, %d requests", time.Since(began), r.granted("Switch"), r.granted("Offer"), r.granted("Request"))
		if r.granted("Switch") < 3 || r.granted("Offer") == 0 || r.granted("Request") == 0 {
			r.t.Errorf("%q", r.booth.did)
		}
		if r.granted("OpenMicrophone") != 1 {
			r.t.Errorf("%d times was a microphone opened: the air was empty", r.granted("OpenMicrophone"))
		}
	})
	r.checkAir()
	r.checkPassages(all)
	r.checkHandOvers(all)
	r.checkRate(began, all[len(all)-1].ended)
}

// checkPassages wants each text interpreted once, whole, by one interpreter, two to six seconds behind.
func (r *rehearsal) checkPassages(all []*passage) {
	r.t.Helper()
	for _, p := range all {
		var first, last time.Time
		by := map[string]int{}
		for _, u := range r.packets {
			name := p.speech.Interpretation.Sound
			if strings.HasPrefix(u.said, name+"-") && u.at.After(p.began) && u.at.Before(p.ended.Add(20*time.Second)) {
				if first.IsZero() {
					first = u.at
				}
				last = u.at
				by[u.said]++
			}
		}
		late, over := first.Sub(p.began), last.Sub(p.ended)
		if len(by) != 1 || late < lag || late > lag+catchUp || over > 3*time.Second+500*time.Millisecond {
			r.t.Errorf("%s: %v, begun after %v, ended after %v", p.speech.ID, by, late, over)
		}
		for name, n := range by {
			if voice := int(name[len(name)-1] - '1'); n < len(p.speech.Interpretation.Frames[voice])*8/10 {
				r.t.Errorf("%s: %d packets were said", name, n)
			}
		}
	}
}

// checkHandOvers wants the interpreters to change only between texts, and after their time.
func (r *rehearsal) checkHandOvers(all []*passage) {
	r.t.Helper()
	before, since := "", time.Time{}
	for _, u := range r.packets {
		holder := ""
		for _, c := range u.in.Channels {
			holder += c.Holder
		}
		if holder == before {
			continue
		}
		if before != "" {
			if turn := u.at.Sub(since); turn < turnLength || turn > turnLength+90*time.Second {
				r.t.Errorf("%s worked for %v", before, turn)
			}
			for _, p := range all {
				if u.at.After(p.began) && u.at.Before(p.ended) {
					r.t.Errorf("a hand-over in the middle of %s", p.speech.ID)
				}
			}
		}
		before, since = holder, u.at
	}
}

// checkRate wants a packet every 20 ms of each of them, on air or not.
func (r *rehearsal) checkRate(from, to time.Time) {
	r.t.Helper()
	n := map[string]int{}
	for _, u := range r.packets {
		if u.at.Before(to) {
			n[u.by]++
		}
	}
	want := int(to.Sub(from) / speech.FrameDuration)
	for _, who := range []string{"i1", "i2"} {
		if n[who] < want-5 || n[who] > want+5 {
			r.t.Errorf("%s sent %d packets in the time of %d", who, n[who], want)
		}
	}
}

func TestAnInterpreterWhoIsLostIsReplaced(t *testing.T) {
	r := rehearse(t, func(r *rehearsal) {
		s := r.library.Speeches[0]
		r.turn(s)
		r.running.Go(func() {
			time.Sleep(12 * time.Second) // in the middle of the speech
			r.stop["i1"]()
			r.must(r.booth.do("i1", interpretation.Disconnected{By: "i1"}))
		})
		if r.onAir() != "i1" {
			r.t.Fatalf("%q is on air", r.onAir())
		}
		lost := time.Now().Add(12 * time.Second)
		_, p := r.turn(r.library.Speeches[1])
		if r.onAir() != "i2" {
			r.t.Fatalf("%q is on air", r.onAir())
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		spoke := time.Time{}
		for _, u := range r.packets {
			if u.by == "i2" && strings.HasPrefix(u.said, p.speech.Interpretation.Sound) && spoke.IsZero() {
				spoke = u.at
			}
		}
		if spoke.IsZero() || spoke.Sub(lost) > 6*time.Second || !spoke.Before(p.ended) {
			r.t.Errorf("the colleague spoke at %v, who was lost at %v", spoke, lost)
		}
	})
	r.checkAir()
}

// TestAPersonIsGivenWay has a newcomer sit in the third seat, take the microphone, and put it down.
func TestAPersonIsGivenWay(t *testing.T) {
	r := rehearse(t, func(r *rehearsal) {
		r.turn(r.library.Speeches[0])
		r.guest("es")
		r.running.Go(func() { // a change of direction ends an offer; then it comes again
			for ; r.onAir() != "guest" && r.ctx.Err() == nil; time.Sleep(100 * time.Millisecond) {
				h := r.booth.view().Booths[0].Handover
				if h.State == "OFFERED" {
					if h.To != "guest" {
						r.t.Errorf("the offer is %+v", h)
					}
					r.must(r.booth.say("guest", protocol.HandOver{Action: "accept", Epoch: h.Epoch}))
				}
			}
		})
		r.turn(r.library.Speeches[1])
		if r.onAir() != "guest" {
			r.t.Fatalf("%q is on air", r.onAir())
		}
		for n := range 8 {
			r.turn(r.library.Speeches[2+n])
		}
		if r.onAir() != "guest" {
			r.t.Fatalf("%q is on air", r.onAir())
		}
		for _, c := range r.booth.view().Channels {
			if c.Holder == "guest" {
				r.must(r.booth.do("guest", interpretation.CloseMicrophone{By: "guest", Epoch: uint64(c.Epoch)}))
			}
		}
		time.Sleep(courtesy - time.Second)
		if r.onAir() != "" {
			r.t.Errorf("%q did not wait", r.onAir())
		}
		time.Sleep(3 * time.Second)
		if r.onAir() != "i1" {
			r.t.Errorf("%q is on air", r.onAir())
		}
	})
	r.checkAir()
}

// TestAPersonMayAsk has a newcomer ask for the microphone: it is agreed at once, and switched at the next pause.
func TestAPersonMayAsk(t *testing.T) {
	rehearse(t, func(r *rehearsal) {
		r.turn(r.library.Speeches[0])
		r.booth.refuse = func(by string, cmd interpretation.Command) error {
			if _, ok := cmd.(interpretation.Offer); ok {
				return context.Canceled // so that the request is the person's
			}
			return nil
		}
		r.guest("es")
		r.must(r.booth.do("guest", interpretation.Request{By: "guest", When: interpretation.Now}))
		time.Sleep(3 * time.Second) // a refused offer of the bot's is between
		if r.onAir() != "guest" {
			r.t.Errorf("%q is on air", r.onAir())
		}
	})
}

func TestNothingIsInterpretedThatHasNoText(t *testing.T) {
	r := rehearse(t, func(r *rehearsal) {
		r.turn(r.library.Speeches[0])
		r.floor("person")
		time.Sleep(2 * time.Second)
		if r.onAir() != "" {
			r.t.Errorf("%q is on air while a person speaks: listeners miss the original", r.onAir())
		}
		r.floor("")
		_, p := r.turn(r.library.Speeches[1])
		if r.onAir() != "i1" || !p.done {
			r.t.Errorf("%q is on air, %+v", r.onAir(), p)
		}
	})
	r.checkAir()
}

func TestASpeechThatIsCutIsNotInterpretedFurther(t *testing.T) {
	r := rehearse(t, func(r *rehearsal) {
		r.turn(r.library.Speeches[0])
		p := r.say(r.library.Speeches[1], 10*time.Second)
		cut := time.Now()
		time.Sleep(10 * time.Second)
		r.mu.Lock()
		defer r.mu.Unlock()
		last := r.packets[0]
		for _, u := range r.packets {
			if u.said != "" {
				last = u
			}
		}
		if d := last.at.Sub(cut); d <= 0 || d > lag+clauseEnd+100*time.Millisecond || !strings.HasPrefix(last.said, p.speech.Interpretation.Sound) {
			r.t.Errorf("%s for %v after the speaker", last.said, d)
		}
	})
	r.checkAir()
}

// TestTheFloorTurnsUnderTheInterpreter has somebody of the channel's own language take the floor in the middle.
func TestTheFloorTurnsUnderTheInterpreter(t *testing.T) {
	r := rehearse(t, func(r *rehearsal) {
		r.turn(r.library.Speeches[0])
		r.said.interpreted(r.ctx)
		r.say(r.library.Speeches[2], 10*time.Second)
		r.say(r.library.Speeches[3], time.Hour)
		time.Sleep(lag + time.Second)
		for _, c := range r.booth.view().Channels {
			if (c.Holder != "") != (c.Language == "es") {
				r.t.Errorf("%+v", c)
			}
		}
	})
	r.checkAir()
}
