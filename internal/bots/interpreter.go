package bots

import (
	"context"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cumbre-meet/cumbre/internal/bots/speech"
)

const (
	// afterStep is how long an interpreter waits for the server to say what a step has changed, before it looks again.
	afterStep = 300 * time.Millisecond
	// afterRefusal is the same after a step that was refused or not answered.
	afterRefusal = time.Second
	// lookAgain is how often an interpreter looks at the clock when nothing else happens.
	lookAgain = 500 * time.Millisecond
	// stepAnswer is how long the server may take to answer a step.
	stepAnswer = 5 * time.Second
	// maxBacklog is how many packets are made up for after a stop of the machine: more would be heard as a burst.
	maxBacklog = 10
)

// console is what an interpreter works at: a Client, or in tests what stands for one.
type console interface {
	View(f func(*State))
	Done() <-chan struct{}
	changes() <-chan struct{}
	command(ctx context.Context, m message) error
	sendSound(s Sound) error
}

// interpreter is one of the demo's: it listens to the server's word on seats and channels, and says the
// interpretation of the text that is being said. Its life in a session is work.
type interpreter struct {
	voice    int
	passages *passages
	mates    func() map[string]bool // the participants of all bots
	log      *slog.Logger
	level    *atomic.Uint32 // of the voice, for the picture

	speaking atomic.Bool // the mouth is open
}

// work sits, interprets and hands over until the session or ctx ends.
func (i *interpreter) work(ctx context.Context, c console) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var both sync.WaitGroup
	both.Go(func() {
		defer cancel()
		if err := i.sound(ctx, c); err != nil && ctx.Err() == nil {
			i.log.Debug("the interpreter's sound ended", "error", err)
		}
	})
	both.Go(func() {
		defer cancel()
		i.decide(ctx, c)
	})
	both.Wait()
}

// sound sends a packet every 20 ms.
func (i *interpreter) sound(ctx context.Context, c console) error {
	m := &mouth{voice: i.voice, passages: i.passages}
	defer func() {
		m.stop(false)
		i.speaking.Store(false)
		i.level.Store(silentLevel)
	}()
	tick := time.NewTicker(speech.FrameDuration)
	defer tick.Stop()
	done, start, sent := c.Done(), time.Now(), 0
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-done:
			return ErrClosed
		case now := <-tick.C:
			due := int(now.Sub(start) / speech.FrameDuration)
			sent = max(sent, due-maxBacklog)
			air, floor := direction(c)
			for ; sent < due; sent++ {
				f := m.next(now, air, floor)
				if err := i.utter(c, f); err != nil {
					return err
				}
			}
			i.speaking.Store(m.saying != nil)
		}
	}
}

func (i *interpreter) utter(c console, f speech.Frame) error {
	i.level.Store(uint32(f.Level))
	return c.sendSound(Sound{Payload: f.Payload, Duration: speech.FrameDuration, Level: f.Level, Voice: f.Level < voiceLevel})
}

// direction is the language of the channel that is the own ("" off air), and the floor's, as the server has said.
func direction(c console) (air, floor string) {
	c.View(func(s *State) {
		floor = s.Interpretation.FloorLanguage
		for _, ch := range s.Interpretation.Channels {
			if ch.Holder == s.Me {
				air = ch.Language
			}
		}
	})
	return air, floor
}

// decide takes the judgement's steps as things change.
func (i *interpreter) decide(ctx context.Context, c console) {
	j := &judgement{}
	clock := time.NewTicker(lookAgain)
	defer clock.Stop()
	done := c.Done()
	for {
		changed := c.changes()
		said, quiet := i.passages.watch(time.Now())
		if s := j.decide(i.look(c, quiet)); s != nil {
			i.take(ctx, c, s)
			if ctx.Err() != nil {
				return
			}
			continue
		}
		select {
		case <-ctx.Done():
			return
		case <-done:
			return
		case <-changed:
		case <-said:
		case <-clock.C:
		}
	}
}

// take takes a step and gives the server time to say what came of it.
func (i *interpreter) take(ctx context.Context, c console, s *step) {
	answer, cancel := context.WithTimeout(ctx, stepAnswer)
	err := c.command(answer, s.message)
	cancel()
	i.log.Debug("interpreter", "step", s.name, "error", err)
	wait := afterStep
	if err != nil {
		wait = afterRefusal
	}
	rest(ctx, wait)
}

// look gathers what the judgement goes by.
func (i *interpreter) look(c console, quiet bool) look {
	l := look{now: time.Now(), mates: i.mates(), pause: quiet, silent: !i.speaking.Load()}
	c.View(func(s *State) {
		l.me, l.in = s.Me, s.Interpretation
		l.invite = s.Participants[s.Me].Booth
		l.person = s.Floor.Holder != "" && !l.mates[s.Floor.Holder]
	})
	return l
}
