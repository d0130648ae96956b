package bots

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cumbre-meet/cumbre/internal/bots/portrait"
	"github.com/cumbre-meet/cumbre/internal/bots/speech"
	"github.com/cumbre-meet/cumbre/internal/bots/vp8"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

const (
	// A speaking bot's picture is as smooth as a mouth needs; a listening one's is cheaper. Higher rates cost
	// processor time on the machine that also serves and shows the demo.
	speakingRate  = 15 // frames per second
	listeningRate = 8
	boothRate     = 4 // of an interpreter who is silent: that the colleague is there
	// keyInterval is the most time between keyframes of a layer. Servers ask for one when they need it; this
	// heals what was lost without anybody's asking. Shorter costs bytes.
	keyInterval = 20 * time.Second
	// quantiser suits flat drawings: no visible noise, and a 720p keyframe of some 30 kB.
	quantiser = 26
	// voiceLevel is from where on a packet counts as speech, in dBov below full scale.
	voiceLevel = 50
	// comeBack bounds the pause before a bot that lost its session tries again.
	comeBack = 5 * time.Second
)

// bot is one participant of the demo. run is its life; speak may be called meanwhile, by one goroutine at a time.
type bot struct {
	member
	options Options
	log     *slog.Logger
	// attend is what the bot does in each session besides showing its picture, until ctx ends; nil: what speak is
	// called for.
	attend func(ctx context.Context, c *Client)

	level atomic.Uint32 // of its voice now (RFC 6464)
	muted atomic.Bool   // the chair turned the microphone off during the speech

	mu      sync.Mutex
	client  *Client // connected, or nil
	last    string  // the participant that it was last, "" before
	changed chan struct{}
}

func newBot(m member, base, token string, client *http.Client, log *slog.Logger) *bot {
	b := &bot{member: m, log: log.With("bot", m.key), changed: make(chan struct{})}
	b.level.Store(silentLevel)
	b.options = Options{
		Base: base, Token: token, Name: "cumbre-demo/" + m.key, Microphone: true, Camera: true,
		Simulcast: m.layers(), HTTP: client, Log: b.log, OnMuted: func() { b.muted.Store(true) },
	}
	return b
}

// layerNames are the simulcast layers' rids, best first, as the server's own client names them.
func layerNames() []string { return []string{"f", "h", "q"} }

// run keeps the bot in the meeting until ctx ends or the meeting does.
func (b *bot) run(ctx context.Context) error {
	picture, err := portrait.New(b.style)
	if err != nil {
		return err
	}
	wait := 250 * time.Millisecond
	for {
		began := time.Now()
		err := b.session(ctx, picture)
		if ctx.Err() != nil {
			return nil //nolint:nilerr // the caller stopped the bot: whatever ended its session is the end that was asked for
		}
		if over(err) {
			return fmt.Errorf("%s: %w", b.key, err)
		}
		if time.Since(began) > time.Minute {
			wait = 250 * time.Millisecond
		}
		b.log.Warn("the bot lost its session and comes back", "error", err, "in", wait)
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(wait):
		}
		wait = min(2*wait, comeBack)
	}
}

// errOver says that the server ended the bot's part in the meeting for good.
var errOver = errors.New("the bot's part in the meeting is over")

// over tells whether coming back is pointless: the invitation is no longer good.
func over(err error) bool {
	var p *protocol.Problem
	return errors.Is(err, errOver) || errors.As(err, &p) && (p.Status == 401 || p.Status == 403 || p.Status == 410)
}

// session is the bot's time in the meeting from joining to losing it.
func (b *bot) session(ctx context.Context, picture *portrait.Picture) error {
	c, err := Dial(ctx, b.options)
	if err != nil {
		return err
	}
	defer c.Close()
	if err := c.AwaitAdmitted(ctx); err != nil {
		return err
	}
	if err := c.Connect(ctx); err != nil {
		return err
	}
	if err := c.SetMedia(protocol.SetMedia{Camera: true, Microphone: b.attend != nil}); err != nil {
		return err
	}
	c.View(func(s *State) { b.options.Resume = s.Resume })
	b.set(c)
	defer b.set(nil)
	err = b.live(ctx, c, picture)
	var bye string
	c.View(func(s *State) { bye = s.Bye })
	if bye != "" {
		return fmt.Errorf("%w: %s", errOver, bye)
	}
	return err
}

// live is a session once it is connected.
func (b *bot) live(ctx context.Context, c *Client, picture *portrait.Picture) error {
	ctx, cancel := context.WithCancel(ctx)
	var beside sync.WaitGroup
	defer beside.Wait()
	defer cancel()
	if b.attend != nil {
		beside.Go(func() { b.attend(ctx, c) })
	}
	return b.show(ctx, c, picture)
}

func (b *bot) set(c *Client) {
	me := ""
	if c != nil {
		me = c.State().Me
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.client = c
	if me != "" {
		b.last = me
	}
	close(b.changed)
	b.changed = make(chan struct{})
}

// connected waits until the bot is in the meeting.
func (b *bot) connected(ctx context.Context) (*Client, error) {
	for {
		b.mu.Lock()
		c, changed := b.client, b.changed
		b.mu.Unlock()
		if c != nil {
			return c, nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// was is the participant that the bot is or was last, also while it is away; "" before its first session.
func (b *bot) was() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.last
}

// show sends the picture until the session ends.
func (b *bot) show(ctx context.Context, c *Client, picture *portrait.Picture) error {
	cam := newCamera(picture, b.layers())
	start, done := time.Now(), c.Done()
	next := time.NewTimer(0)
	defer next.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-done:
			return c.err()
		case now := <-next.C:
			level, rate := uint8(b.level.Load()), b.listening()
			if level < silentLevel {
				rate = b.speaking()
			}
			next.Reset(time.Second / time.Duration(rate))
			if err := cam.frame(c, now.Sub(start), now, level); err != nil {
				return err
			}
		}
	}
}

// camera draws and encodes a bot's picture in simulcast layers, as far as somebody watches.
type camera struct {
	picture *portrait.Picture
	rids    []string // all of them
	layers  []*cameraLayer
	buffer  []byte
}

type cameraLayer struct {
	index   int // 0 is the largest
	rid     string
	encoder *vp8.Encoder // made when the layer is first watched: a 720p encoder takes 3 MB
	active  bool
	lastKey time.Duration
}

func newCamera(picture *portrait.Picture, rids []string) *camera {
	c := &camera{picture: picture, rids: rids}
	for _, rid := range rids {
		c.layers = append(c.layers, &cameraLayer{index: slices.Index(layerNames(), rid), rid: rid})
	}
	return c
}

// frame sends one frame of each layer that is needed.
func (cam *camera) frame(c *Client, at time.Duration, now time.Time, level uint8) error {
	needed := cam.rids
	c.View(func(s *State) {
		if rids, ok := s.Layers["camera"]; ok {
			needed = rids
		}
	})
	if len(needed) == 0 {
		for _, l := range cam.layers {
			l.active = false
		}
		return nil
	}
	cam.picture.Draw(at, now, level)
	for _, l := range cam.layers {
		was := l.active
		if l.active = slices.Contains(needed, l.rid); !l.active {
			continue
		}
		key := c.Peer().KeyframeWanted(l.rid) || !was || at-l.lastKey >= keyInterval
		if err := cam.send(c, l, key, at); err != nil {
			return err
		}
	}
	return nil
}

// send encodes and sends one layer of the picture as it is drawn.
func (cam *camera) send(c *Client, l *cameraLayer, key bool, at time.Duration) error {
	var err error
	if l.encoder == nil {
		l.encoder, err = vp8.New(vp8.Options{
			Width: portrait.Width >> l.index, Height: portrait.Height >> l.index, Quantiser: quantiser, MaxFrame: 60_000 >> l.index,
		})
		if err != nil {
			return err
		}
	}
	if key {
		l.lastKey = at
	}
	if cam.buffer, _, err = l.encoder.Encode(cam.buffer[:0], cam.picture.Layer(l.index), key); err != nil {
		return err
	}
	if err := c.Peer().SendPicture(l.rid, cam.buffer, at); err != nil {
		return fmt.Errorf("sending the picture: %w", err)
	}
	return nil
}

// speak holds a speech: microphone on, one packet every 20 ms, microphone off. It ends early when may says no, the
// chair mutes the bot, or its session is lost; whole tells whether all was said.
func (b *bot) speak(ctx context.Context, s *speech.Speech, may func(*State) bool) (whole bool, err error) {
	c, err := b.connected(ctx)
	if err != nil {
		return false, err
	}
	b.muted.Store(false)
	if err := c.SetMedia(protocol.SetMedia{Camera: true, Microphone: true}); err != nil {
		return false, err
	}
	defer func() {
		b.level.Store(silentLevel)
		_ = c.SetMedia(protocol.SetMedia{Camera: true})
	}()
	tick := time.NewTicker(speech.FrameDuration)
	defer tick.Stop()
	done, start, sent := c.Done(), time.Now(), 0
	for sent < len(s.Frames) {
		select {
		case <-ctx.Done():
			return false, ctx.Err()
		case <-done:
			return false, c.err()
		case now := <-tick.C:
			allowed := true
			c.View(func(st *State) { allowed = may(st) })
			if !allowed || b.muted.Load() {
				return false, nil
			}
			due := min(int(now.Sub(start)/speech.FrameDuration), len(s.Frames))
			for ; sent < due; sent++ {
				if err := b.utter(c, s.Frames[sent]); err != nil {
					return false, err
				}
			}
		}
	}
	return true, nil
}

func (b *bot) utter(c *Client, f speech.Frame) error {
	b.level.Store(uint32(f.Level))
	return c.Peer().SendSound(Sound{Payload: f.Payload, Duration: speech.FrameDuration, Level: f.Level, Voice: f.Level < voiceLevel})
}
