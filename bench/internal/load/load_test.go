package load

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/bench/internal/peer"
	"github.com/cumbre-meet/cumbre/bench/internal/process"
	"github.com/cumbre-meet/cumbre/bench/internal/receive"
)

func TestScenariosAreSound(t *testing.T) {
	for _, s := range Scenarios() {
		if err := s.Check(); err != nil {
			t.Errorf("%s: %v", s.Name, err)
		}
		for n := range s.Publishers {
			w := s.watching(n)
			if len(w.Pictures) != s.Pictures || s.meeting() && (slices.Contains(w.Pictures, n) || slices.Contains(w.Sounds, n)) {
				t.Errorf("%s: %d watches %+v", s.Name, n, w)
			}
		}
	}
	if _, err := Find("nothing"); err == nil || !strings.Contains(err.Error(), "video, sound, meeting, join, loss") {
		t.Errorf("%v", err)
	}
}

func TestEachOfAMeetingIsSeenByAsMany(t *testing.T) {
	s, err := Find("meeting")
	if err != nil {
		t.Fatal(err)
	}
	seen := make([]int, s.Publishers)
	for n := range s.Publishers {
		for _, p := range s.watching(n).Pictures {
			seen[p]++
		}
	}
	if slices.Min(seen) != 9 || slices.Max(seen) != 9 {
		t.Errorf("%v", seen)
	}
}

func TestWhatCannotBeMeasuredIsRefused(t *testing.T) {
	for _, spoil := range []func(*Scenario){
		func(s *Scenario) { s.Publishers = 0 },
		func(s *Scenario) { s.Subscribers = maxSubscribers + 1 },
		func(s *Scenario) { s.Sounds = 2 },
		func(s *Scenario) { s.AtOnce = 0 },
		func(s *Scenario) { s.Loss = 1 },
		func(s *Scenario) { s.Delay = time.Minute },
		func(s *Scenario) { s.Subscribers, s.Pictures = 0, 1 },
	} {
		s := Scenarios()[0]
		spoil(&s)
		if s.Check() == nil {
			t.Errorf("%+v was taken", s)
		}
	}
}

func TestDistribution(t *testing.T) {
	var d []time.Duration
	for i := 100; i > 0; i-- {
		d = append(d, time.Duration(i)*time.Millisecond)
	}
	if got := distribute(d); got != (Distribution{Median: 50, P95: 95, P99: 99, Max: 100, Count: 100}) {
		t.Errorf("%+v", got)
	}
	if got := distribute(nil); got != (Distribution{}) {
		t.Errorf("%+v", got)
	}
}

func TestSumIsOfTheTimeBetween(t *testing.T) {
	r := &run{Scenario: Scenario{Publishers: 1, Sounds: 1, Pictures: 1, Subscribers: 2}, joiners: []*member{{number: 1000}, {number: 1001}}}
	r.result.RSSIdle = 10 << 20
	a := snapshot{all: 10 * time.Second, at: time.Second, server: process.Usage{CPU: time.Second}, own: time.Second}
	a.Picture = receive.Stats{Packets: 100, Fresh: 100, Missing: 5}
	b := snapshot{all: 17 * time.Second, at: 11 * time.Second, server: process.Usage{CPU: 2 * time.Second, RSS: 12 << 20}, own: 6 * time.Second, frames: 600}
	b.Counts = peer.Counts{Pictures: 2, Sounds: 2}
	b.Picture = receive.Stats{Packets: 50100, Bytes: 50e6, Fresh: 50100, Missing: 5, Frames: 590, Frozen: 2 * time.Second, Freezes: 3}
	b.Sound = receive.Stats{Packets: 50000, Fresh: 50000, Missing: 500}
	r.sum(a, b)
	got := r.result
	if got.Packets != 100000 || got.PerPacket != 10 || got.ServerCores != 0.1 || got.RSSPerMember != 1<<20 || got.Generator != 0.5 {
		t.Errorf("%+v", got)
	}
	if got.PictureLost != 0 || got.SoundLost < 0.98 || got.SoundLost > 1 || got.FrozenMinute != 6000 || got.Mbits != 40 {
		t.Errorf("%+v", got)
	}
	if got.Others != 0.1 || got.Doubt() != "" { // 7 s, of these 1 the server's and 5 the generator's
		t.Errorf("%v: %q", got.Others, got.Doubt())
	}
	if got.Streams != 4 || got.StreamsWanted != 4 || got.Frames != 590 || got.FramesSent != 600 {
		t.Errorf("%+v", got)
	}
}

func TestADoubtfulResultSaysWhy(t *testing.T) {
	sound := Result{Packets: 1000, Streams: 4, StreamsWanted: 4}
	for want, spoil := range map[string]func(*Result){
		"":               func(*Result) {},
		"keep up: 91 %":  func(r *Result) { r.Missing = 100 },
		"3 of 4 streams": func(r *Result) { r.Streams = 3 },
		"1.5 cores":      func(r *Result) { r.Others = 1.5 },
	} {
		r := sound
		spoil(&r)
		if got := r.Doubt(); !strings.Contains(got, want) || want == "" && got != "" {
			t.Errorf("want %q, got %q", want, got)
		}
	}
	lossy := Result{Packets: 1000, Missing: 100, Loss: 5}
	if got := lossy.Doubt(); got != "" {
		t.Errorf("loss is the scenario's: %q", got)
	}
}
