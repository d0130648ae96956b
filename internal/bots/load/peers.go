package load

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cumbre-meet/cumbre/internal/bots"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// publisher sends the media in a loop.
type publisher struct {
	peer *bots.Peer
	end  func()
	// needs tells whether the server forwards the layer to anybody.
	needs func(rid string) bool
	stop  context.CancelFunc
	done  sync.WaitGroup
	sent  atomic.Uint64 // packets
}

// viewer is one subscriber.
type viewer struct {
	*bots.External
	began  time.Time
	joined time.Duration
}

// firstFrame is the time from the beginning of the join to the end of the first picture (audio only: to the first
// packet); 0: none came.
func (v *viewer) firstFrame(audioOnly bool) time.Duration {
	var first time.Duration
	for _, l := range v.Lines() {
		at := l.FirstFrame
		if audioOnly {
			at = l.FirstPacket
		}
		if d := at.Sub(v.began); !at.IsZero() && (first == 0 || d < first) {
			first = d
		}
	}
	return first
}

// publish connects the publishers and starts their media.
func (r *run) publish(ctx context.Context, m *media) error {
	r.Progress(Progress{Stage: "publishing"})
	for i := range r.Publishers {
		p, err := r.publisher(ctx, r.PublisherTokens[i], m.rids())
		if err != nil {
			return fmt.Errorf("publisher %d: %w", i+1, err)
		}
		r.publishers = append(r.publishers, p)
		life, stop := context.WithCancel(context.Background())
		p.stop = stop
		if !r.VideoOnly {
			p.done.Go(func() { m.sound.play(life, p) })
		}
		if !r.AudioOnly {
			for i := range m.layers {
				p.done.Go(func() { m.layers[i].play(life, p) })
			}
		}
	}
	return nil
}

func (r *run) publisher(ctx context.Context, token string, rids []string) (*publisher, error) {
	if r.Session {
		return r.sessionPublisher(ctx, token, rids)
	}
	e, err := bots.PublishWHIP(ctx, bots.ExternalOptions{Base: r.Base, Meeting: r.Meeting, Token: token},
		bots.PeerConfig{Microphone: true, Camera: !r.AudioOnly, Loss: r.Loss})
	if err != nil {
		return nil, err
	}
	return &publisher{peer: e.Peer, needs: func(string) bool { return true }, end: func() {
		ctx, cancel := context.WithTimeout(context.Background(), joinTimeout)
		defer cancel()
		_ = e.End(ctx) // the server may be gone: then there is nothing to end
	}}, nil
}

func (r *run) sessionPublisher(ctx context.Context, token string, rids []string) (*publisher, error) {
	c, err := bots.Dial(ctx, bots.Options{
		Base: r.Base, Token: token, Name: "cumbre-bench", Microphone: true, Camera: !r.AudioOnly, Simulcast: rids, Loss: r.Loss,
	})
	if err != nil {
		return nil, err
	}
	if err = c.AwaitAdmitted(ctx); err == nil {
		err = c.Connect(ctx)
	}
	if err == nil {
		err = c.SetMedia(protocol.SetMedia{Microphone: !r.VideoOnly, Camera: !r.AudioOnly})
	}
	if err != nil {
		c.Close()
		return nil, err
	}
	return &publisher{peer: c.Peer(), needs: needs(c), end: c.Close}, nil
}

// needs is what the server has told a session of its camera's layers; before it has said anything, all.
func needs(c *bots.Client) func(rid string) bool {
	return func(rid string) bool {
		needed := true
		c.View(func(s *bots.State) {
			if rids, ok := s.Layers["camera"]; ok && rid != "" {
				needed = slices.Contains(rids, rid)
			}
		})
		return needed
	}
}

// join brings the viewers in, a few at a time. Single failures are counted; when all fail the first is returned.
func (r *run) join(ctx context.Context) error {
	var mu sync.Mutex
	var group sync.WaitGroup
	began := time.Now()
	slots := make(chan struct{}, joinsAtOnce)
	for range r.Subscribers {
		slots <- struct{}{}
		if ctx.Err() != nil {
			<-slots
			break
		}
		group.Go(func() {
			defer func() { <-slots }()
			v, err := r.view(ctx)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				r.failed++
				if r.failure == nil {
					r.failure = err
				}
				return
			}
			r.viewers = append(r.viewers, v)
			r.Progress(Progress{Stage: "joining", Joined: len(r.viewers), Elapsed: time.Since(began)})
		})
	}
	group.Wait()
	if r.Subscribers > 0 && len(r.viewers) == 0 {
		return fmt.Errorf("no viewer could join: %w", r.failure)
	}
	return ctx.Err()
}

func (r *run) view(ctx context.Context) (*viewer, error) {
	ctx, cancel := context.WithTimeout(ctx, joinTimeout)
	defer cancel()
	config := bots.PeerConfig{Loss: r.Loss}
	for range r.Lines {
		config.ReceiveSound = append(config.ReceiveSound, "floor-sound")
		if !r.AudioOnly {
			config.ReceivePicture = append(config.ReceivePicture, "picture")
		}
	}
	v := &viewer{began: time.Now()}
	e, err := bots.ViewWHEP(ctx, bots.ExternalOptions{Base: r.Base, Meeting: r.Meeting, Token: r.ViewerToken}, config)
	if err != nil {
		return nil, err
	}
	v.External, v.joined = e, time.Since(v.began)
	return v, nil
}

// leave ends everything that was begun.
func (r *run) leave() {
	r.Progress(Progress{Stage: "leaving", Joined: len(r.viewers)})
	for _, p := range r.publishers {
		p.stop()
		p.done.Wait()
		p.end()
	}
	var group sync.WaitGroup
	slots := make(chan struct{}, joinsAtOnce)
	ctx, cancel := context.WithTimeout(context.Background(), joinTimeout)
	defer cancel()
	for _, v := range r.viewers {
		slots <- struct{}{}
		group.Go(func() {
			defer func() { <-slots }()
			_ = v.End(ctx) // the server may be gone
		})
	}
	group.Wait()
}
