package load

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"time"

	"github.com/cumbre-meet/cumbre/internal/bots"
)

const (
	// joinsAtOnce is how many viewers join at the same time: enough to load a server's door, few enough that the
	// generator itself does not become what is measured.
	joinsAtOnce = 4
	// settle is the usual time between the last join and the measurement: keyframes and reports of the joins pass.
	settle = 3 * time.Second
	// joinTimeout bounds one join.
	joinTimeout = 30 * time.Second
	// maxLines bounds the lines of each kind that a viewer asks for.
	maxLines = 9
)

// Options say what is measured. A meeting is either made, with AdminToken, or given, with Meeting and Tokens.
type Options struct {
	Base            string   // the server's address
	AdminToken      string   // makes a meeting; "": Meeting is given
	Meeting         string   // identifier of a given meeting
	ViewerToken     string   // of an invitation to it (shared, or for one viewer)
	PublisherTokens []string // one per publisher

	Subscribers int
	Publishers  int
	Session     bool // publishers use the live session instead of WHIP
	Lines       int  // receive lines of each kind per viewer; 0: as many as publishers, at most 9
	AudioOnly   bool
	VideoOnly   bool     // with Session: WHIP's publishers have no way to mute
	Loss        float64  // share of the media datagrams that the generator loses, each way, 0 to 1
	VideoFiles  []string // IVF with VP8: one stream, or with Session up to three simulcast layers, best first; none: synthetic
	AudioFile   string   // Ogg with Opus; "": synthetic
	Duration    time.Duration
	Settle      time.Duration // between the last join and the measurement; 0: 3 s
	PID         int           // the server's process; 0: not measured

	Progress func(Progress) // nil: none; called from one goroutine at a time
}

// Progress is where a run is.
type Progress struct {
	Stage   string // "publishing", "joining", "settling", "measuring", "leaving"
	Joined  int
	Elapsed time.Duration // of the stage
	Packets uint64        // received so far in the measurement
}

// Result is what a run found.
type Result struct {
	Subscribers int           `json:"subscribers"`
	Publishers  int           `json:"publishers"`
	Seconds     float64       `json:"seconds"`
	Failed      int           `json:"failedJoins"`
	Failure     string        `json:"failure,omitempty"` // of the first failed join
	Join        Distribution  `json:"joinMillis"`
	FirstFrame  Distribution  `json:"firstFrameMillis"` // from the beginning of the join; audio only: the first packet
	Sent        uint64        `json:"packetsSent"`      // by the publishers
	Packets     uint64        `json:"packetsReceived"`
	Bytes       uint64        `json:"bytesReceived"`
	Lost        uint64        `json:"packetsLost"`        // gaps that nothing filled
	LostPicture uint64        `json:"picturePacketsLost"` // of these, of pictures: sound is not asked for again
	Late        uint64        `json:"packetsLate"`        // reordered or repaired
	Complete    int           `json:"complete"`           // viewers that missed no packet
	Frames      uint64        `json:"framesReceived"`
	Server      *ProcessUsage `json:"server,omitempty"`
	PerPacket   float64       `json:"serverMicrosPerPacket,omitempty"`
	Own         ProcessUsage  `json:"generator"`
}

// LossShare is the share of packets lost, 0 to 1.
func (r Result) LossShare() float64 {
	if r.Packets+r.Lost == 0 {
		return 0
	}
	return float64(r.Lost) / float64(r.Packets+r.Lost)
}

// Distribution sums up times in milliseconds.
type Distribution struct {
	Median float64 `json:"median"`
	P95    float64 `json:"p95"`
	Max    float64 `json:"max"`
	Count  int     `json:"count"`
}

// distribution sums up durations, which it sorts. The p-th percentile is the smallest value that at least p percent of all
// do not exceed.
func distribution(d []time.Duration) Distribution {
	if len(d) == 0 {
		return Distribution{}
	}
	sortDurations(d)
	at := func(p float64) float64 {
		i := int(math.Ceil(p*float64(len(d)))) - 1
		return float64(d[max(i, 0)].Microseconds()) / 1000
	}
	return Distribution{Median: at(0.5), P95: at(0.95), Max: at(1), Count: len(d)}
}

// run is one measurement under way.
type run struct {
	Options
	publishers []*publisher
	viewers    []*viewer
	failure    error
	failed     int
}

// Run measures. It ends early, with what was found until then and ctx's error, when ctx ends.
func Run(ctx context.Context, o Options) (Result, error) {
	if err := o.check(); err != nil {
		return Result{}, err
	}
	if err := o.meeting(ctx); err != nil {
		return Result{}, err
	}
	media, err := loadMedia(o)
	if err != nil {
		return Result{}, err
	}
	r := &run{Options: o}
	defer r.leave()
	if err := r.publish(ctx, media); err != nil {
		return Result{}, err
	}
	if err := r.join(ctx); err != nil {
		return Result{}, err
	}
	return r.measure(ctx)
}

// check completes the options and says what is wrong with them.
func (o *Options) check() error {
	switch {
	case o.Base == "":
		return errors.New("the server's address is missing")
	case o.Subscribers < 0 || o.Publishers < 0 || o.Subscribers+o.Publishers == 0:
		return errors.New("there is nothing to do: neither subscribers nor publishers")
	case !(o.Loss >= 0 && o.Loss < 1):
		return errors.New("the loss must be at least 0 and less than all")
	case len(o.VideoFiles) > len(layerNames()):
		return fmt.Errorf("a picture has at most %d layers, and %d files were given", len(layerNames()), len(o.VideoFiles))
	case o.VideoOnly && (o.AudioOnly || !o.Session):
		return errors.New("pictures without sound go through the live session, and audio only is the opposite")
	case len(o.VideoFiles) > 1 && !o.Session:
		return errors.New("simulcast layers go through the live session")
	case o.Duration <= 0:
		return errors.New("the duration must be positive")
	case o.AdminToken == "" && o.Meeting == "":
		return errors.New("either an administrator's token or a meeting with tokens is needed")
	case o.AdminToken == "" && o.Subscribers > 0 && o.ViewerToken == "":
		return errors.New("a meeting was given without a token for viewers")
	case o.AdminToken == "" && len(o.PublisherTokens) < o.Publishers:
		return fmt.Errorf("%d publishers need a token each, and %d were given", o.Publishers, len(o.PublisherTokens))
	}
	if o.Lines <= 0 {
		o.Lines = max(o.Publishers, 1)
	}
	o.Lines = min(o.Lines, maxLines)
	if o.Settle <= 0 {
		o.Settle = settle
	}
	if o.Progress == nil {
		o.Progress = func(Progress) {}
	}
	if o.PID != 0 {
		if _, err := usageOf(o.PID); err != nil {
			return fmt.Errorf("the server's process: %w", err)
		}
	}
	return nil
}

// meeting makes the meeting and its invitations where none is given.
func (o *Options) meeting(ctx context.Context) error {
	if o.Meeting != "" {
		return nil
	}
	api := bots.API{Base: o.Base, Token: o.AdminToken}
	m, err := api.CreateMeeting(ctx, bots.NewMeeting{Title: "Load " + time.Now().UTC().Format(time.DateTime)})
	if err != nil {
		return fmt.Errorf("making a meeting: %w", err)
	}
	o.Meeting = m.ID
	atOnce := false
	for i := range o.Publishers {
		inv, err := api.Invite(ctx, m.ID, bots.NewInvitation{Role: "delegate", Name: fmt.Sprintf("Publisher %d", i+1), Lobby: &atOnce})
		if err != nil {
			return fmt.Errorf("inviting a publisher: %w", err)
		}
		o.PublisherTokens = append(o.PublisherTokens, inv.Token)
	}
	inv, err := api.Invite(ctx, m.ID, bots.NewInvitation{Role: "observer", Name: "Viewers", Lobby: &atOnce, Shared: true})
	if err != nil {
		return fmt.Errorf("inviting viewers: %w", err)
	}
	o.ViewerToken = inv.Token
	return nil
}

// measure counts for the duration.
func (r *run) measure(ctx context.Context) (Result, error) {
	r.wait(ctx, "settling", r.Settle, nil)
	before := r.snapshot()
	began := time.Now()
	r.wait(ctx, "measuring", r.Duration, func() uint64 { return r.snapshot().packets - before.packets })
	after, took := r.snapshot(), time.Since(began)
	return r.result(before, after, took), ctx.Err()
}

// wait lets time pass with a progress every second.
func (r *run) wait(ctx context.Context, stage string, d time.Duration, packets func() uint64) {
	began := time.Now()
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	end := time.NewTimer(d)
	defer end.Stop()
	for {
		p := Progress{Stage: stage, Joined: len(r.viewers), Elapsed: time.Since(began)}
		if packets != nil {
			p.Packets = packets()
		}
		r.Progress(p)
		select {
		case <-ctx.Done():
			return
		case <-end.C:
			return
		case <-tick.C:
		}
	}
}

// snapshot is all counters at a moment.
type snapshot struct {
	packets, bytes, late, frames, sent uint64
	lostBy                             []uint64 // of each viewer, sound and picture
	lostPicture                        []uint64
	server, own                        ProcessUsage
}

func (r *run) snapshot() snapshot {
	var s snapshot
	if r.PID != 0 {
		s.server, _ = usageOf(r.PID)
	}
	s.own, _ = usageOf(os.Getpid())
	for _, p := range r.publishers {
		s.sent += p.sent.Load()
	}
	for _, v := range r.viewers {
		lost, picture := uint64(0), uint64(0)
		for _, l := range v.Lines() {
			s.packets += l.Packets
			s.bytes += l.Bytes
			s.late += l.Late
			s.frames += l.Frames
			lost += l.Lost
			if l.Picture {
				picture += l.Lost
			}
		}
		s.lostBy = append(s.lostBy, lost)
		s.lostPicture = append(s.lostPicture, picture)
	}
	return s
}

func (r *run) result(a, b snapshot, took time.Duration) Result {
	out := Result{
		Subscribers: len(r.viewers), Publishers: len(r.publishers), Seconds: took.Seconds(), Failed: r.failed,
		Sent: b.sent - a.sent, Packets: b.packets - a.packets, Bytes: b.bytes - a.bytes, Late: b.late - a.late,
		Frames: b.frames - a.frames, Own: b.own.since(a.own, took),
	}
	if r.failure != nil {
		out.Failure = r.failure.Error()
	}
	for i := range b.lostBy {
		// What was missing at the beginning may have come meanwhile.
		lost := b.lostBy[i] - min(a.lostBy[i], b.lostBy[i])
		out.Lost += lost
		out.LostPicture += b.lostPicture[i] - min(a.lostPicture[i], b.lostPicture[i])
		if lost == 0 {
			out.Complete++
		}
	}
	var joins, frames []time.Duration
	for _, v := range r.viewers {
		joins = append(joins, v.joined)
		if d := v.firstFrame(r.AudioOnly); d > 0 {
			frames = append(frames, d)
		}
	}
	out.Join, out.FirstFrame = distribution(joins), distribution(frames)
	if r.PID != 0 {
		u := b.server.since(a.server, took)
		out.Server = &u
		if out.Packets > 0 {
			out.PerPacket = float64(u.CPU.Nanoseconds()) / 1000 / float64(out.Packets)
		}
	}
	return out
}
