package load

import (
	"context"
	"fmt"
	"time"

	"github.com/cumbre-meet/cumbre/bench/internal/peer"
	"github.com/cumbre-meet/cumbre/bench/internal/process"
	"github.com/cumbre-meet/cumbre/bench/internal/servers"
)

// snapshot is all counters at a moment.
type snapshot struct {
	peer.Counts
	server process.Usage
	own    time.Duration
	all    time.Duration // of the machine
	frames int64         // sent, times those who see them
	late   int64
	inside servers.Inside
	at     time.Duration
}

func (r *run) members() []*member { return append(append([]*member(nil), r.watchers...), r.joiners...) }

func (r *run) snapshot(ctx context.Context) (snapshot, error) {
	s := snapshot{own: own(), at: r.factory.Now()}
	var err error
	if s.server, err = process.Of(r.PID); err != nil {
		return s, fmt.Errorf("the server has ended: %w", err)
	}
	if s.all, err = process.Machine(); err != nil {
		return s, err
	}
	if i, ok := r.server.(servers.Insider); ok {
		if s.inside, err = i.Inside(ctx); err != nil {
			return s, err
		}
	}
	var published int64
	for _, p := range r.publishers {
		published += p.publisher.Frames.Load()
		s.late += p.publisher.Late.Load()
	}
	for _, m := range r.members() {
		c := m.received.Counts()
		s.Sound, s.Picture = s.Sound.Add(c.Sound), s.Picture.Add(c.Picture)
		s.Sounds += c.Sounds
		s.Pictures += c.Pictures
		if m.err == nil {
			// All pictures have the same rate.
			s.frames += published / int64(r.Publishers) * int64(r.Pictures)
		}
	}
	return s, nil
}

// longestInside stands for all that is longer, in seconds: the end of the last class that Cumbre counts in.
const longestInside = 0.05

// measure counts for the duration.
func (r *run) measure(ctx context.Context) error {
	r.pause(ctx, "settling", r.Settle)
	r.soundWindow(r.members())
	before, err := r.snapshot(ctx)
	if err != nil {
		return err
	}
	r.pause(ctx, "measuring", r.Duration)
	after, err := r.snapshot(ctx)
	if err != nil {
		return err
	}
	r.result.SoundDelay, _ = r.soundWindow(r.members())
	r.sum(before, after)
	return ctx.Err()
}

// sum fills in what happened between two moments.
func (r *run) sum(a, b snapshot) {
	out, members := &r.result, r.members()
	took := b.at - a.at
	out.Seconds = took.Seconds()
	out.Subscribers = len(members)
	out.Packets = b.Sound.Packets + b.Picture.Packets - a.Sound.Packets - a.Picture.Packets
	out.Mbits = float64(b.Sound.Bytes+b.Picture.Bytes-a.Sound.Bytes-a.Picture.Bytes) * 8 / 1e6 / took.Seconds()
	// What was missing before may have come meanwhile.
	soundMissing, pictureMissing := max(b.Sound.Missing-a.Sound.Missing, 0), max(b.Picture.Missing-a.Picture.Missing, 0)
	out.Missing = soundMissing + pictureMissing
	out.SoundLost = share(soundMissing, soundMissing+b.Sound.Fresh-a.Sound.Fresh)
	out.PictureLost = share(pictureMissing, pictureMissing+b.Picture.Fresh-a.Picture.Fresh)
	out.Repaired = b.Sound.Repaired + b.Picture.Repaired - a.Sound.Repaired - a.Picture.Repaired
	out.Streams = b.Sounds + b.Pictures
	for _, m := range members {
		out.StreamsWanted += r.wanted(m)
	}
	cpu := b.server.CPU - a.server.CPU
	out.ServerCores = cpu.Seconds() / took.Seconds()
	if out.Packets > 0 {
		out.PerPacket = float64(cpu.Nanoseconds()) / 1000 / float64(out.Packets)
	}
	inside := b.inside.Since(a.inside)
	// JSON has no infinity.
	out.Inside50, out.Inside99 = 1000*min(inside.Percentile(0.5), longestInside), 1000*min(inside.Percentile(0.99), longestInside)
	out.RSSLoaded = b.server.RSS
	if n := int64(len(members)); n > 0 {
		out.RSSPerMember = (out.RSSLoaded - out.RSSIdle) / n
	}
	out.Frames, out.FramesSent = b.Picture.Frames-a.Picture.Frames, b.frames-a.frames
	out.Freezes = b.Picture.Freezes - a.Picture.Freezes
	if b.Pictures > 0 {
		out.FrozenMinute = millis(b.Picture.Frozen-a.Picture.Frozen) / float64(b.Pictures) / took.Minutes()
	}
	out.Generator = (b.own - a.own).Seconds() / took.Seconds()
	out.LateFrames = b.late - a.late
	// The clocks are read one after the other: a little less than nothing is nothing.
	out.Others = max((b.all-a.all-cpu-(b.own-a.own)).Seconds()/took.Seconds(), 0)
}
