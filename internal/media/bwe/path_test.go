package bwe_test

import (
	"encoding/binary"
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/media/bwe"
	"github.com/cumbre-meet/cumbre/internal/media/twcc"
	"github.com/cumbre-meet/cumbre/internal/testkit/simnet"
	"github.com/cumbre-meet/cumbre/internal/units"
)

const (
	ms   = time.Millisecond
	kbps = units.Bitrate(1000)
	mbps = 1000 * kbps

	packetSize = 1200
	frameEvery = time.Second / 30
	feedEvery  = 50 * ms
)

// path is a bottleneck that flows share.
type path struct {
	net   *simnet.Net
	down  *simnet.Link
	flows []*flow
}

func newPath(seed uint64, c simnet.Conditions) *path {
	p := &path{net: simnet.New(seed)}
	p.down = simnet.NewLink(p.net, c, func(b []byte) { p.flows[b[0]].deliver(b) })
	return p
}

// wish is how much a flow's application sends of what it may.
type wish func(target units.Bitrate) units.Bitrate

// greedy takes all that it may, up to most.
func greedy(most units.Bitrate) wish {
	return func(target units.Bitrate) units.Bitrate { return min(target, most) }
}

func constant(rate units.Bitrate) wish { return func(units.Bitrate) units.Bitrate { return rate } }

// layered sends the best layer that fits, as an SFU forwards simulcast: up only with 15 % to spare.
func layered(layers ...units.Bitrate) wish {
	now := 0
	return func(target units.Bitrate) units.Bitrate {
		for now > 0 && layers[now] > target {
			now--
		}
		for now+1 < len(layers) && float64(layers[now+1])*1.15 < float64(target) {
			now++
		}
		return layers[now]
	}
}

// flow is one sender and receiver over a path.
type flow struct {
	path     *path
	index    byte
	ctl      *bwe.Controller
	wish     wish
	receiver twcc.Receiver
	up       *simnet.Link
	reports  []bwe.Report
	mangle   func(now units.Instant, r []bwe.Report) []bwe.Report // makes a receiver a liar
	debt     float64
	stopped  bool

	received, padding units.ByteCount
	slowest           time.Duration // longest queueing seen since it was last read
	highest, lowest   units.Bitrate // target since it was last read
}

func (p *path) join(cfg bwe.Config, demand units.Bitrate, w wish) *flow {
	f := &flow{path: p, index: byte(len(p.flows)), ctl: bwe.New(cfg), wish: w}
	f.ctl.SetDemand(demand)
	f.up = simnet.NewLink(p.net, simnet.Conditions{Delay: p.down.Delay}, f.feedback)
	p.flows = append(p.flows, f)
	for _, e := range []struct {
		every time.Duration
		do    func()
	}{{frameEvery, f.frame}, {10 * ms, f.tick}, {feedEvery, f.report}} {
		p.net.After(time.Duration(p.net.Rand().Int64N(int64(e.every))), func() {
			p.net.Every(e.every, func() bool { e.do(); return !f.stopped })
		})
	}
	return f
}

// frame sends one frame's packets, over a third of the time until the next.
func (f *flow) frame() {
	rate := f.wish(f.ctl.Target())
	f.debt += float64(rate) / 8 * frameEvery.Seconds() * (0.7 + 0.6*f.path.net.Rand().Float64())
	n := int(f.debt) / packetSize
	if n == 0 && f.debt > 300 {
		f.send(int(f.debt), false)
		f.debt = 0
		return
	}
	f.debt -= float64(n * packetSize)
	for i := range n {
		f.path.net.After(frameEvery/3*time.Duration(i)/time.Duration(n), func() { f.send(packetSize, false) })
	}
}

func (f *flow) tick() {
	now := f.path.net.Now()
	f.ctl.Tick(now)
	for left := f.ctl.Padding(now); left > 0; left -= packetSize {
		f.send(min(max(left, 100), packetSize), true)
	}
	target := f.ctl.Target()
	f.highest = max(f.highest, target)
	if f.lowest == 0 || target < f.lowest {
		f.lowest = target
	}
}

func (f *flow) send(size int, padding bool) {
	now := f.path.net.Now()
	b := make([]byte, size)
	b[0] = f.index
	binary.BigEndian.PutUint16(b[1:], f.ctl.Sent(now, size, padding))
	binary.BigEndian.PutUint64(b[3:], uint64(now))
	if padding {
		f.padding += units.ByteCount(size)
	}
	f.path.down.Send(b)
}

func (f *flow) deliver(b []byte) {
	now := f.path.net.Now()
	sent := units.Instant(binary.BigEndian.Uint64(b[3:]))
	f.slowest = max(f.slowest, now.Sub(sent)-f.path.down.Delay)
	f.received += units.ByteCount(len(b))
	f.receiver.Received(now.Add(41*time.Hour), binary.BigEndian.Uint16(b[1:])) // its clock is another
}

func (f *flow) report() {
	for {
		b := f.receiver.AppendFeedback(nil, 1, 2)
		if b == nil {
			return
		}
		f.up.Send(b)
	}
}

func (f *flow) feedback(b []byte) {
	f.reports = f.reports[:0]
	if _, err := twcc.Parse(b, func(seq uint16, received bool, arrival time.Duration) {
		f.reports = append(f.reports, bwe.Report{Seq: seq, Received: received, Arrival: arrival})
	}); err != nil {
		panic(err)
	}
	if f.mangle != nil {
		f.reports = f.mangle(f.path.net.Now(), f.reports)
	}
	f.ctl.Feedback(f.path.net.Now(), f.reports)
}

// measure lets d pass and returns what arrived, the mean and extremes of the target, and the longest queueing.
func (f *flow) measure(d time.Duration) measured {
	f.received, f.padding, f.slowest, f.highest, f.lowest = 0, 0, 0, 0, 0
	steps, sum := int(d/(100*ms)), 0.0
	for range steps {
		f.path.net.Run(100 * ms)
		sum += float64(f.ctl.Target())
	}
	return f.take(d, units.Bitrate(sum/float64(steps)))
}

func (f *flow) take(d time.Duration, mean units.Bitrate) measured {
	return measured{
		arrived: units.Bitrate(float64(f.received) * 8 / d.Seconds()),
		padding: units.Bitrate(float64(f.padding) * 8 / d.Seconds()),
		mean:    mean, least: f.lowest, most: f.highest, queued: f.slowest, state: f.ctl.State(f.path.net.Now()),
	}
}

type measured struct {
	arrived, padding, mean, least, most units.Bitrate
	queued                              time.Duration
	state                               bwe.State
}

func (m measured) log(t *testing.T, what string) {
	t.Helper()
	t.Logf("%s: arrived %.2f Mbit/s (padding %.2f), target mean %.2f (%.2f–%.2f), queued ≤ %v, loss %.3f, overuses %d, probes %d, limited by %s",
		what, in(m.arrived), in(m.padding), in(m.mean), in(m.least), in(m.most), m.queued.Round(ms), m.state.Loss,
		m.state.Overuses, m.state.Probes, m.state.Limited)
}

func in(b units.Bitrate) float64 { return float64(b) / float64(mbps) }

// reach is how long it takes the target to reach a rate, at most d.
func (f *flow) reach(rate units.Bitrate, d time.Duration) time.Duration {
	passed := time.Duration(0)
	for passed < d && f.ctl.Target() < rate {
		f.path.net.Run(10 * ms)
		passed += 10 * ms
	}
	return passed
}
