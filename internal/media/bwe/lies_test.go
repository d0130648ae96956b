package bwe_test

import (
	"encoding/binary"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/cumbre-meet/cumbre/internal/media/bwe"
	"github.com/cumbre-meet/cumbre/internal/testkit/simnet"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// liars are receivers that report what is not so.
func liars() map[string]func(now units.Instant, r []bwe.Report) []bwe.Report {
	var before []bwe.Report
	return map[string]func(now units.Instant, r []bwe.Report) []bwe.Report{
		"never sent": func(_ units.Instant, r []bwe.Report) []bwe.Report {
			for i := range r {
				r[i].Seq += 30_000
			}
			return r
		},
		"all lost": func(_ units.Instant, r []bwe.Report) []bwe.Report {
			for i := range r {
				r[i] = bwe.Report{Seq: r[i].Seq}
			}
			return r
		},
		"reported again and again": func(_ units.Instant, r []bwe.Report) []bwe.Report {
			r = append(slices.Clone(before), r...)
			before = slices.Clone(r[max(len(r)-200, 0):])
			return r
		},
		"arrivals gone wild": func(now units.Instant, r []bwe.Report) []bwe.Report {
			for i := range r {
				r[i].Arrival += time.Duration(int64(now)%977) * time.Duration(i%7) * time.Second
			}
			return r
		},
		"a clock that jumps": func(now units.Instant, r []bwe.Report) []bwe.Report {
			for i := range r {
				r[i].Arrival += time.Duration(int64(now)/int64(time.Second)%5) * time.Hour
			}
			return r
		},
		"before it was sent": func(_ units.Instant, r []bwe.Report) []bwe.Report {
			for i := range r {
				r[i].Arrival = time.Hour + time.Duration(i)*time.Second
			}
			return r
		},
	}
}

func TestLiarsGainNothing(t *testing.T) {
	for name, lie := range liars() {
		t.Run(name, func(t *testing.T) {
			p := newPath(1, dsl())
			f := p.join(bwe.Config{}, 8*mbps, greedy(20*mbps))
			f.measure(10*time.Second).log(t, "honest")
			f.mangle = lie
			m := f.measure(60 * time.Second)
			m.log(t, "lying")
			t.Logf("%+v", m.state.Lies)
			if m.state.Lies == (bwe.Lies{}) && name != "all lost" {
				t.Error("not noticed")
			}
			if final := f.ctl.Target(); final > 4500*kbps {
				t.Error("a lie made the target", final)
			}
			f.mangle = nil
			m = f.measure(60 * time.Second)
			m.log(t, "honest again")
			if final := f.ctl.Target(); final < 2*mbps {
				t.Error("did not come back:", final)
			}
		})
	}
}

// TestPraiseIsBounded is how a receiver looks that reports all as come at once, whatever was lost: like a path without
// bounds. It gets what is wanted twice over, and Config.Max, and no more.
func TestPraiseIsBounded(t *testing.T) {
	for _, most := range []units.Bitrate{5 * mbps, 30 * mbps} {
		t.Run(fmt.Sprint(in(most)), func(t *testing.T) {
			p := newPath(1, simnet.Conditions{Delay: 50 * ms})
			f := p.join(bwe.Config{Max: most}, 4*mbps, greedy(3*mbps))
			f.measure(10 * time.Second)
			m := f.measure(time.Minute)
			m.log(t, "praising")
			if m.most > min(most, 8*mbps+mbps/10) {
				t.Error("the target rose to", m.most)
			}
		})
	}
}

// TestImpossibleTimesInOneMessage: packets that were sent within 10 ms and reported at once cannot have come 2 s apart.
func TestImpossibleTimesInOneMessage(t *testing.T) {
	c := bwe.New(bwe.Config{})
	now := units.Instant(time.Hour)
	first := c.Sent(now, 1000, false)
	second := c.Sent(now.Add(10*ms), 1000, false)
	c.Feedback(now.Add(100*ms), []bwe.Report{
		{Seq: first, Received: true, Arrival: time.Minute},
		{Seq: second, Received: true, Arrival: time.Minute + 2*time.Second},
	})
	if s := c.State(now); s.Lies.Impossible != 1 || s.RTT != 0 {
		t.Errorf("%+v", s)
	}
}

// TestWhatCameIsNotLost: a packet that was reported as come cannot be reported as lost.
func TestWhatCameIsNotLost(t *testing.T) {
	f := newPath(1, dsl()).join(bwe.Config{}, 8*mbps, greedy(1*mbps))
	f.mangle = func(_ units.Instant, r []bwe.Report) []bwe.Report {
		f.ctl.Feedback(f.path.net.Now(), slices.Clone(r))
		for i := range r {
			r[i].Received = false
		}
		return r
	}
	m := f.measure(5 * time.Second)
	if m.state.Loss != 0 || m.state.Lies.Repeated == 0 {
		t.Errorf("%+v", m.state)
	}
}

// TestFloodsAreBounded: beyond a hundred messages a second nothing is read.
func TestFloodsAreBounded(t *testing.T) {
	c := bwe.New(bwe.Config{})
	now := units.Instant(time.Hour)
	seq := c.Sent(now, 1000, false)
	for range 150 {
		c.Feedback(now, []bwe.Report{{Seq: seq, Received: true}})
	}
	c.Feedback(now.Add(time.Second), make([]bwe.Report, bwe.MaxReports+1))
	if lies := c.State(now).Lies; lies.Flooded != 51 || lies.Repeated != 99 {
		t.Errorf("%+v", lies)
	}
}

// TestSilenceLowers: no feedback while packets are sent is no reason to go on.
func TestSilenceLowers(t *testing.T) {
	f := newPath(1, dsl()).join(bwe.Config{}, 8*mbps, greedy(20*mbps))
	f.measure(10 * time.Second)
	f.up.Loss = 1
	m := f.measure(30 * time.Second)
	m.log(t, "no feedback")
	if got := f.ctl.Target(); got > 30*kbps {
		t.Error("still", got)
	}
	f.up.Loss = 0
	took := f.reach(3200*kbps, time.Minute)
	t.Logf("back at 80 %% after %v", took)
	between(t, "time until it is back, s", took.Seconds(), 0, 15)
}

// TestAnyFeedback: whatever is reported, the target stays within its bounds, and below what was sent lately allows.
func TestAnyFeedback(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		least := units.Bitrate(rapid.Int64Range(10_000, 500_000).Draw(t, "min"))
		cfg := bwe.Config{Min: least, Start: 600_000, Max: least + units.Bitrate(rapid.Int64Range(0, 50_000_000).Draw(t, "more"))}
		c := bwe.New(cfg)
		c.SetDemand(units.Bitrate(rapid.Int64Range(0, 20_000_000).Draw(t, "demand")))
		now := units.Instant(rapid.Int64Range(1, int64(time.Hour)).Draw(t, "epoch"))
		base := time.Duration(rapid.Int64Range(-int64(time.Hour), int64(time.Hour)).Draw(t, "clock"))
		var sent uint16
		for range rapid.IntRange(1, 300).Draw(t, "steps") {
			now = now.Add(time.Duration(rapid.IntRange(0, 400).Draw(t, "wait")) * ms)
			switch rapid.IntRange(0, 12).Draw(t, "move") {
			default:
				for range rapid.IntRange(1, 20).Draw(t, "packets") {
					sent = c.Sent(now, rapid.IntRange(0, 1500).Draw(t, "size"), rapid.Bool().Draw(t, "padding"))
				}
				c.SentUntracked(100)
			case 0, 1, 2:
				c.Tick(now)
				for left := c.Padding(now); left > 0; left -= 1000 {
					sent = c.Sent(now, min(left, 1000), true)
				}
			case 3:
				c.Restart(units.Bitrate(rapid.Int64Range(0, 60_000_000).Draw(t, "restart")))
			case 4, 5, 6:
				reports := make([]bwe.Report, rapid.IntRange(0, 40).Draw(t, "reports"))
				for i := range reports {
					reports[i] = bwe.Report{
						Seq:      sent - uint16(rapid.IntRange(-3, 60).Draw(t, "back")),
						Received: rapid.IntRange(0, 4).Draw(t, "came") > 0,
						Arrival:  base + time.Duration(now) + time.Duration(rapid.IntRange(-900, 20).Draw(t, "early"))*ms,
					}
				}
				c.Feedback(now, reports)
			}
			if got := c.Target(); got < least || got > cfg.Max {
				t.Fatalf("%d is not within %d and %d", got, least, cfg.Max)
			}
		}
	})
}

// TestTheTargetNeedsEvidence: while no probe is sent, no report raises the target beyond 1.5 × the highest rate that was
// sent over 150 ms, or 1.5 × the start.
func TestTheTargetNeedsEvidence(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := bwe.New(bwe.Config{Start: 300_000})
		now, peak := units.Instant(time.Second), 0.0
		for range 80 {
			bytes := 0
			for range rapid.IntRange(1, 6).Draw(t, "packets") {
				size := rapid.IntRange(50, 1200).Draw(t, "size")
				c.Sent(now, size, false)
				bytes += size
			}
			peak = max(peak, float64(bytes)*8/0.050)
			now = now.Add(50 * ms)
			reports := make([]bwe.Report, rapid.IntRange(0, 12).Draw(t, "reports"))
			for i := range reports {
				reports[i] = bwe.Report{
					Seq: uint16(rapid.IntRange(0, 2000).Draw(t, "seq")), Received: rapid.Bool().Draw(t, "came"),
					Arrival: time.Duration(now) - time.Duration(rapid.IntRange(0, 200).Draw(t, "early"))*ms,
				}
			}
			c.Feedback(now, reports)
			bound := 1.5*max(300_000, 1.4*peak) + 10_000 // four of the bursts fit such a window
			if got := float64(c.Target()); got > bound {
				t.Fatalf("%.0f, at most %.0f were sent: want at most %.0f", got, peak, bound)
			}
		}
	})
}

// FuzzFeedback has anything reported, by a script of bytes.
func FuzzFeedback(f *testing.F) {
	f.Add([]byte{0, 200, 1, 3, 0, 1, 0, 10, 1, 0, 20, 4, 100, 2, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8})
	f.Add([]byte{0, 255, 0, 255, 4, 255, 3, 1, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 2, 2, 2})
	f.Fuzz(func(t *testing.T, script []byte) {
		c := bwe.New(bwe.Config{})
		now := units.Instant(time.Second)
		take := func() byte {
			if len(script) == 0 {
				return 0
			}
			b := script[0]
			script = script[1:]
			return b
		}
		for len(script) > 0 {
			switch take() % 5 {
			case 0:
				c.Sent(now, int(take())*8, false)
			case 1, 2:
				c.Tick(now)
				if n := c.Padding(now); n > 0 {
					c.Sent(now, n, true)
				}
			case 3:
				reports := make([]bwe.Report, 0, 20)
				for range take() % 20 {
					var arrival [8]byte
					seq, came := uint16(take())<<8|uint16(take()), take()
					for i := range int(came % 9) {
						arrival[i] = take()
					}
					reports = append(reports, bwe.Report{
						Seq: seq, Received: came&1 != 0, Arrival: time.Duration(binary.LittleEndian.Uint64(arrival[:])),
					})
				}
				c.Feedback(now, reports)
			case 4:
				now = now.Add(time.Duration(take()) * 10 * ms)
			}
			d := bwe.DefaultConfig()
			if got := c.Target(); got < d.Min || got > d.Max {
				t.Fatal("target", got)
			}
		}
	})
}

func TestNothingAllocates(t *testing.T) {
	c := bwe.New(bwe.Config{})
	now := units.Instant(time.Second)
	var reports [64]bwe.Report
	if n := testing.AllocsPerRun(2000, func() {
		now = now.Add(10 * ms)
		for i := range reports {
			seq := c.Sent(now, 1200, false)
			reports[i] = bwe.Report{Seq: seq, Received: i%9 != 0, Arrival: time.Duration(now) + time.Duration(i)*100*time.Microsecond}
		}
		c.SentUntracked(100)
		c.Tick(now)
		c.Padding(now)
		c.Feedback(now.Add(9*ms), reports[:])
	}); n != 0 {
		t.Error(n, "allocations")
	}
}

func BenchmarkSent(b *testing.B) {
	c := bwe.New(bwe.Config{})
	now := units.Instant(time.Second)
	b.ReportAllocs()
	for range b.N {
		now = now.Add(time.Millisecond)
		c.Sent(now, 1200, false)
	}
}
