package soak

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/pion/webrtc/v4"

	"github.com/cumbre-meet/cumbre/bench/internal/media"
	"github.com/cumbre-meet/cumbre/bench/internal/peer"
	"github.com/cumbre-meet/cumbre/bench/internal/servers"
)

const (
	// sampleEvery is between two looks at the server.
	sampleEvery = 5 * time.Second
	// stay and away are the longest times that one is there, and not: a mean of 12 and 3 s, some 400 joins a minute of 100.
	stay, away = 24 * time.Second, 6 * time.Second
	// joinTimeout bounds a join; watchTimeout the wait for somebody whom one wants to see, who may just have left.
	joinTimeout, watchTimeout = 30 * time.Second, 3 * time.Second
	// keptFor is how long the server keeps those who are lost (60 s), with time for the last collections.
	keptFor = 100 * time.Second
	// microphones, pictures: as many as a client of the meeting has lines for sounds, and sees here.
	microphones, pictures = 3, 2
	// vanishing is the share of those who go without leaving: a closed lid.
	vanishing = 0.1
)

// Options are a soak's.
type Options struct {
	Server       servers.Options // of kind cumbre
	Participants int
	Sessions     int // of these, in a live session with a camera; the others watch by WHEP
	Duration     time.Duration
	Seed         uint64
	Progress     func(stage string, done, of int)
}

type soak struct {
	Options
	server  servers.Server
	factory *peer.Factory
	picture media.Picture

	mu      sync.Mutex
	present map[int]bool // sessions that are there
	report  Report
	there   int
}

// Run soaks. An error is the generator's or the machine's; what the server did wrong is in the report.
func Run(ctx context.Context, o Options) (*Report, error) {
	if o.Participants < 1 || o.Participants > 1000 || o.Sessions < 0 || o.Sessions > o.Participants {
		return nil, errors.New("soak needs 1 to 1000 participants, and no more sessions than these")
	}
	if o.Duration < 4*sampleEvery {
		return nil, fmt.Errorf("soak needs at least %v: a look at each quarter", 4*sampleEvery)
	}
	s := &soak{Options: o, present: map[int]bool{}}
	var err error
	if s.server, err = servers.New(o.Server); err != nil {
		return nil, err
	}
	if s.factory, err = peer.NewFactory(o.Server.URL); err != nil {
		return nil, err
	}
	if s.picture, err = media.Synthetic(media.Tile()); err != nil {
		return nil, err
	}
	return &s.report, s.all(ctx)
}

func (s *soak) all(ctx context.Context) error {
	s.Progress("preparing", 0, 0)
	preparing, cancel := context.WithTimeout(ctx, joinTimeout)
	defer cancel()
	err := s.server.Prepare(preparing, servers.Meeting{Participants: max(s.Sessions, 1), Sounds: microphones, Pictures: pictures, Both: true, Choice: true})
	if err != nil {
		return err
	}
	// What the server makes once, for the first, is no leak.
	random := rand.New(rand.NewPCG(s.Seed, 0))
	for _, number := range []int{0, s.Sessions} {
		if number < s.Participants {
			s.visit(ctx, number, random, time.Second)
		}
	}
	if s.report.Before, err = s.settled(ctx, "settling", Sample{}); err != nil {
		return err
	}
	if err := s.churn(ctx); err != nil {
		return err
	}
	if s.report.After, err = s.settled(ctx, "waiting until all are let go", s.report.Before); err != nil {
		return err
	}
	s.report.judge()
	return nil
}

// churn lets all come and go for the duration, and takes samples.
func (s *soak) churn(ctx context.Context) error {
	began := s.factory.Now()
	life, cancel := context.WithTimeout(ctx, s.Duration)
	defer cancel()
	var group sync.WaitGroup
	for number := range s.Participants {
		group.Go(func() {
			random := rand.New(rand.NewPCG(s.Seed, uint64(number)+1))
			for wait(life, randomTime(random, away)) {
				s.visit(life, number, random, randomTime(random, stay))
			}
		})
	}
	defer group.Wait()
	for wait(life, sampleEvery) {
		sample, err := s.sample(life)
		if life.Err() != nil {
			break
		}
		if err != nil {
			return err
		}
		sample.At = s.factory.Now() - began
		s.report.During = append(s.report.During, sample)
		s.Progress("soaking", int(sample.At.Seconds()), int(s.Duration.Seconds()))
	}
	return ctx.Err()
}

// visit is one participant's stay.
func (s *soak) visit(life context.Context, number int, random *rand.Rand, howLong time.Duration) {
	received := peer.NewSubscriber(s.factory.Now)
	var pcs connections
	p := s.server.Participant(number, servers.Connecting{
		Connection: func() (*webrtc.PeerConnection, error) { return pcs.keep(s.factory.Connection(nil)) }, Attach: received.Attach,
	})
	// A visit that the end of the soak cuts short is no failed join.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(life), joinTimeout)
	defer cancel()
	playing, stop := context.WithCancel(context.WithoutCancel(life))
	defer stop()
	var err error
	if number < s.Sessions {
		err = s.session(ctx, playing, p, number, random)
	} else {
		err = p.Watch(ctx, servers.Watching{})
	}
	s.joined(number, err)
	if err == nil {
		wait(life, howLong)
		s.left(number)
	}
	stop()
	if err == nil && random.Float64() < vanishing && life.Err() == nil {
		pcs.close() // and no word to the server
		if v, ok := p.(interface{ Vanish() }); ok {
			v.Vanish()
		}
		return
	}
	p.Close()
}

// session publishes, and watches others who are there.
func (s *soak) session(ctx, playing context.Context, p servers.Participant, number int, random *rand.Rand) error {
	publisher, err := media.NewPublisher(fmt.Sprintf("soak%d", number), number < microphones, s.picture)
	if err != nil {
		return err
	}
	if err := p.Publish(ctx, publisher); err != nil {
		return err
	}
	go publisher.Play(playing, random.Float64(), s.factory.Now)
	watching, cancel := context.WithTimeout(ctx, watchTimeout)
	defer cancel()
	err = p.Watch(watching, servers.Watching{Pictures: s.others(number, random)})
	if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
		return nil // whom it wanted to see had gone
	}
	return err
}

func (s *soak) others(number int, random *rand.Rand) []int {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []int
	for n := range s.present {
		if n != number {
			out = append(out, n)
		}
	}
	slices.Sort(out)
	random.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out[:min(pictures, len(out))]
}

func (s *soak) joined(number int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.report.Joins++
	if err != nil {
		s.report.Failed++
		if s.report.Failure == "" {
			s.report.Failure = err.Error()
		}
		return
	}
	s.there++
	if number < s.Sessions {
		s.present[number] = true
	}
}

func (s *soak) left(number int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.there--
	delete(s.present, number)
}

// settled looks until as little is there as before, or for as long as the server keeps what it may keep. Without a
// before it waits until nobody's connection is left.
func (s *soak) settled(ctx context.Context, stage string, before Sample) (Sample, error) {
	http.DefaultClient.CloseIdleConnections()
	deadline := s.factory.Now() + keptFor
	for {
		sample, err := s.sample(ctx)
		if err != nil {
			return sample, err
		}
		s.Progress(stage, 0, 0)
		back := sample.Peers == 0 && sample.People == 0 && (before == Sample{} ||
			sample.Goroutines <= before.Goroutines+spareGoroutines && sample.Descriptors <= before.Descriptors+spareDescriptors)
		if back || s.factory.Now() > deadline {
			return sample, nil
		}
		if !wait(ctx, time.Second) {
			return sample, ctx.Err()
		}
	}
}

func (s *soak) sample(ctx context.Context) (Sample, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.Server.URL+"/metrics", nil)
	if err != nil {
		return Sample{}, err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return Sample{}, fmt.Errorf("the server's metrics: %w", err)
	}
	defer func() { _ = resp.Body.Close() }()
	const most = 4 << 20
	b, err := io.ReadAll(io.LimitReader(resp.Body, most))
	if err != nil {
		return Sample{}, fmt.Errorf("the server's metrics: %w", err)
	}
	if resp.StatusCode != http.StatusOK {
		return Sample{}, fmt.Errorf("the server's metrics: %s (soak needs them: --metrics)", resp.Status)
	}
	return parse(b)
}

// connections are a participant's, to be cut.
type connections struct {
	mu  sync.Mutex
	all []*webrtc.PeerConnection
}

func (c *connections) keep(pc *webrtc.PeerConnection, err error) (*webrtc.PeerConnection, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err == nil {
		c.all = append(c.all, pc)
	}
	return pc, err
}

func (c *connections) close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, pc := range c.all {
		_ = pc.Close() // sends DTLS's close_notify, as browsers do
	}
}

func randomTime(random *rand.Rand, most time.Duration) time.Duration {
	return time.Duration(random.Int64N(int64(most)))
}

// wait lets time pass; false: ctx has ended.
func wait(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
