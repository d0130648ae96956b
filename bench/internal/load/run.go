package load

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/pion/webrtc/v4"

	"github.com/cumbre-meet/cumbre/bench/internal/media"
	"github.com/cumbre-meet/cumbre/bench/internal/peer"
	"github.com/cumbre-meet/cumbre/bench/internal/process"
	"github.com/cumbre-meet/cumbre/bench/internal/servers"
)

const (
	// prepareTimeout is how long a server may take to answer after its start.
	prepareTimeout = 20 * time.Second
	// joinTimeout bounds one join, and then the wait until all have a frame. A saturated server takes seconds.
	joinTimeout = 40 * time.Second
	// settle passes between the last join and the measurement: keyframes and reports of the joins go by.
	settle = 3 * time.Second
	// look is how often it is looked whether all have a frame: the error of that time.
	look = 20 * time.Millisecond
	// subscriberNumber is the first of those who only watch.
	subscriberNumber = 1000
)

// Options are what a run needs beside its scenario.
type Options struct {
	Server   servers.Options
	PID      int                              // of the server, the leader of its process group
	Duration time.Duration                    // measured
	Settle   time.Duration                    // between the joins and the measurement; 0: 3 s
	Film     media.Picture                    // instead of a synthetic picture; without frames: synthetic
	Progress func(stage string, done, of int) // nil: none
}

// member is one participant and what was seen of it.
type member struct {
	servers.Participant
	number    int
	publisher *media.Publisher
	received  *peer.Subscriber
	began     time.Duration
	err       error
}

type run struct {
	Options
	Scenario
	server     servers.Server
	factory    *peer.Factory
	publishers []*member
	watchers   []*member // those who were there before the burst
	joiners    []*member
	playing    sync.WaitGroup
	result     Result
}

// Run measures one scenario. What could not be done by a server of this kind is servers.ErrCannot.
func Run(ctx context.Context, s Scenario, o Options) (Result, error) {
	if err := s.Check(); err != nil {
		return Result{}, err
	}
	server, err := servers.New(o.Server)
	if err != nil {
		return Result{}, err
	}
	if o.Duration <= 0 {
		return Result{}, errors.New("the duration must be positive")
	}
	if o.Settle <= 0 {
		o.Settle = settle
	}
	if o.Progress == nil {
		o.Progress = func(string, int, int) {}
	}
	if _, err := process.Of(o.PID); err != nil {
		return Result{}, fmt.Errorf("the server's process: %w", err)
	}
	factory, err := peer.NewFactory(o.Server.URL)
	if err != nil {
		return Result{}, err
	}
	r := &run{Options: o, Scenario: s, server: server, factory: factory}
	r.result = Result{Kind: o.Server.Kind, Scenario: s.Name, Publishers: s.Publishers, Loss: 100 * s.Loss, RoundTrip: 2 * millis(s.Delay)}
	return r.all(ctx)
}

// all is the run, stage by stage.
func (r *run) all(ctx context.Context) (Result, error) {
	life, stop := context.WithCancel(ctx)
	defer r.leave()
	defer stop()
	preparing, cancel := context.WithTimeout(ctx, prepareTimeout)
	defer cancel()
	r.Progress("preparing", 0, 0)
	if err := r.server.Prepare(preparing, r.shape()); err != nil {
		return r.result, err
	}
	idle, err := process.Of(r.PID)
	if err != nil {
		return r.result, err
	}
	r.result.RSSIdle = idle.RSS
	if err := r.publish(life); err != nil {
		return r.result, err
	}
	if err := r.join(ctx); err != nil {
		return r.result, err
	}
	return r.result, r.measure(ctx)
}

// connecting makes a member's connections: with a bad path for those who only watch.
func (r *run) connecting(m *member) servers.Connecting {
	var path *peer.Path
	if m.number >= subscriberNumber && (r.Loss > 0 || r.Delay > 0) {
		path = &peer.Path{Loss: r.Loss, Delay: r.Delay, Seed: uint64(m.number)}
	}
	c := servers.Connecting{Connection: func() (*webrtc.PeerConnection, error) { return r.factory.Connection(path) }}
	if m.received != nil {
		c.Attach = m.received.Attach
	}
	return c
}

// publish connects the publishers and lets them play until ctx ends.
func (r *run) publish(ctx context.Context) error {
	picture := r.Film
	if r.Pictures > 0 && len(picture.Frames) == 0 {
		var err error
		if picture, err = media.Synthetic(r.Picture); err != nil {
			return err
		}
	}
	for n := range r.Publishers {
		p, err := media.NewPublisher(fmt.Sprintf("publisher%d", n), n < r.Sounds, picture)
		if err != nil {
			return err
		}
		m := &member{number: n, publisher: p}
		if r.meeting() {
			m.received = peer.NewSubscriber(r.factory.Now)
		}
		m.Participant = r.server.Participant(n, r.connecting(m))
		r.publishers = append(r.publishers, m)
	}
	err := r.each(ctx, "publishing", r.publishers, func(ctx context.Context, m *member) error {
		return m.Publish(ctx, m.publisher)
	})
	if err != nil {
		return fmt.Errorf("publishing: %w", err)
	}
	for i, m := range r.publishers {
		phase := float64(i) / float64(len(r.publishers))
		r.playing.Go(func() { m.publisher.Play(ctx, phase, r.factory.Now) })
	}
	return nil
}

// each does something for all members, a few at once, and gives the first failure.
func (r *run) each(ctx context.Context, stage string, members []*member, do func(context.Context, *member) error) error {
	var group sync.WaitGroup
	slots := make(chan struct{}, r.AtOnce)
	for i, m := range members {
		slots <- struct{}{}
		r.Progress(stage, i+1, len(members))
		group.Go(func() {
			defer func() { <-slots }()
			ctx, cancel := context.WithTimeout(ctx, joinTimeout)
			defer cancel()
			m.err = do(ctx, m)
		})
	}
	group.Wait()
	for _, m := range members {
		if m.err != nil {
			return m.err
		}
	}
	return ctx.Err()
}

// join brings the subscribers in: those who are to be there first, then the others by the clock.
func (r *run) join(ctx context.Context) error {
	watch := func(ctx context.Context, m *member) error {
		m.began = r.factory.Now()
		return m.Watch(ctx, r.watching(m.number))
	}
	r.joiners = r.publishers
	if !r.meeting() {
		r.watchers, r.joiners = r.viewers(0, r.Watchers), r.viewers(r.Watchers, r.Subscribers)
	}
	if len(r.watchers) > 0 {
		if err := r.each(ctx, "watching", r.watchers, watch); err != nil {
			return err
		}
		if err := r.framed(ctx, r.watchers); err != nil {
			return err
		}
		r.pause(ctx, "settling", r.Settle)
		r.soundWindow(r.watchers)
	}
	before, err := process.Of(r.PID)
	if err != nil {
		return err
	}
	began := r.factory.Now()
	r.failures(r.each(ctx, "joining", r.joiners, watch))
	framed := r.framed(ctx, r.joiners)
	after, err := process.Of(r.PID)
	if err != nil {
		return fmt.Errorf("the server has ended: %w", err)
	}
	r.result.AllIn = millis(r.factory.Now() - began)
	r.result.JoinCPU = millis(after.CPU-before.CPU) / float64(max(len(r.joiners), 1))
	r.result.JoinDelay, r.result.JoinGap = r.soundWindow(r.watchers)
	r.firstFrames()
	if framed != nil && r.result.Failure == "" {
		r.result.Failure = framed.Error()
	}
	return ctx.Err()
}

func (r *run) viewers(from, n int) []*member {
	var out []*member
	for i := range n {
		m := &member{number: subscriberNumber + from + i, received: peer.NewSubscriber(r.factory.Now)}
		m.Participant = r.server.Participant(m.number, r.connecting(m))
		out = append(out, m)
	}
	return out
}

// failures counts the joins that failed.
func (r *run) failures(first error) {
	if first == nil {
		return
	}
	r.result.Failure = first.Error()
	for _, m := range r.joiners {
		if m.err != nil {
			r.result.FailedJoins++
		}
	}
}

// framed waits until all members that could join have all their streams, each with a frame (or sound).
func (r *run) framed(ctx context.Context, members []*member) error {
	ctx, cancel := context.WithTimeout(ctx, joinTimeout)
	defer cancel()
	tick := time.NewTicker(look)
	defer tick.Stop()
	for {
		missing := 0
		for _, m := range members {
			if c := m.received.Counts(); m.err == nil && c.Sounds+c.Pictures < r.wanted(m) {
				missing++
			}
		}
		r.Progress("first frames", len(members)-missing, len(members))
		if missing == 0 {
			return nil
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return fmt.Errorf("%d of %d subscribers lacked a frame or sound after %v", missing, len(members), joinTimeout)
		}
	}
}

func (r *run) wanted(m *member) int {
	w := r.watching(m.number)
	return len(w.Sounds) + len(w.Pictures)
}

func (r *run) firstFrames() {
	var all []time.Duration
	for _, m := range r.joiners {
		c := m.received.Counts()
		first := c.Picture.FirstFrame
		if r.Pictures == 0 {
			first = c.Sound.First
		}
		if first > 0 {
			all = append(all, first-m.began)
		}
	}
	r.result.FirstFrame = distribute(all)
}

// soundWindow gives the delays of sound, and the longest gap, since the last time.
func (r *run) soundWindow(members []*member) (Distribution, float64) {
	var all []time.Duration
	var gap time.Duration
	for _, m := range members {
		delays, g := m.received.SoundWindow()
		all = append(all, delays...)
		gap = max(gap, g)
	}
	return distribute(all), millis(gap)
}

// pause lets time pass.
func (r *run) pause(ctx context.Context, stage string, d time.Duration) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	end := time.NewTimer(d)
	defer end.Stop()
	for n := 0; ; n++ {
		r.Progress(stage, n, int(d.Seconds()))
		select {
		case <-tick.C:
		case <-end.C:
			return
		case <-ctx.Done():
			return
		}
	}
}

// leave ends all that was begun. The publishers' playing has been stopped.
func (r *run) leave() {
	r.Progress("leaving", 0, 0)
	r.playing.Wait()
	all := append(append(append([]*member(nil), r.joiners...), r.watchers...), r.publishers...)
	var group sync.WaitGroup
	for _, m := range all {
		group.Go(func() { m.Close() })
	}
	group.Wait()
}

func own() time.Duration {
	u, _ := process.Of(os.Getpid()) // this process is there
	return u.CPU
}
