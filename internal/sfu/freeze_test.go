package sfu_test

import (
	"encoding/binary"
	"fmt"
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/sfu"
	"github.com/cumbre-meet/cumbre/internal/testkit/simnet"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// The viewer of the frozen minutes: 100 ms there and back; a packet is asked for again after retry.
const (
	lossyDelay = 50 * time.Millisecond
	lossyRetry = 100 * time.Millisecond
	// A picture of 1.4 Mbit/s.
	lossyFrame, lossyKeyframe = 6, 30
)

// ideal is a server that has all packets for ever and answers each request at once, and each for a keyframe that is not yet on its
// way: no server does better without sending more than is asked for.
type ideal struct {
	net      *simnet.Net
	down, up *simnet.Link
	player   *simnet.Player
	tags     []simnet.Tag
	key      bool
	frame    uint32
	came     map[units.Seq64]bool
}

func newIdeal(seed uint64, loss float64) *ideal {
	s := &ideal{net: simnet.New(seed), key: true, came: map[units.Seq64]bool{}}
	s.down = simnet.NewLink(s.net, simnet.Conditions{Delay: lossyDelay, Loss: loss}, func(b []byte) {
		if n := units.Seq64(binary.BigEndian.Uint64(b)); !s.came[n] {
			s.came[n] = true
			s.player.Take(n, s.tags[n])
		}
	})
	s.up = simnet.NewLink(s.net, simnet.Conditions{Delay: lossyDelay, Loss: loss}, func(b []byte) {
		for ; len(b) > 0; b = b[2:] {
			s.send(units.UnwrapSeq(units.Seq64(len(s.tags)), binary.BigEndian.Uint16(b)))
		}
	})
	s.player = simnet.NewPlayer(s.net, lossyRetry, func(seqs []uint16) {
		var b []byte
		for _, n := range seqs {
			b = binary.BigEndian.AppendUint16(b, n)
		}
		s.up.Send(b)
	}, func() { s.up.SendTo([]byte{0}, func([]byte) { s.key = true }) })
	s.net.Every(time.Second/30, func() bool { s.encode(); return true })
	return s
}

func (s *ideal) encode() {
	n := lossyFrame
	if s.key {
		n = lossyKeyframe
	}
	s.frame++
	for i := range n {
		s.tags = append(s.tags, simnet.Tag{Frame: s.frame, Packet: uint8(i), Packets: uint8(n), Keyframe: s.key})
		s.send(units.Seq64(len(s.tags) - 1))
	}
	s.key = false
}

func (s *ideal) send(n units.Seq64) { s.down.Send(binary.BigEndian.AppendUint64(nil, uint64(n))) }

// frozen is the seconds that a picture stands in a minute, on average.
func frozen(d time.Duration, players ...*simnet.Player) float64 {
	sum := 0.0
	for _, p := range players {
		sum += p.Frozen.Seconds()
	}
	return sum / d.Minutes() / float64(len(players))
}

// floor is that of the ideal server.
func floor(loss float64) float64 {
	s := newIdeal(1, loss)
	s.net.Run(10 * time.Second)
	s.player.Reset()
	s.net.Run(20 * time.Minute)
	return frozen(20*time.Minute, s.player)
}

// audience is a picture without layers, as from an encoder by WHIP, and viewers of it. late is how late, at most, their reports
// leave that say how long the round trip takes.
func audience(viewers int, up, down simnet.Conditions, late time.Duration) (m *simnet.Meeting, ana *simnet.Client, players []*simnet.Player) {
	m = simnet.NewMeeting(1, sfu.Config{})
	ana = m.Join("ana", simnet.Shape{Camera: true, Mic: true, Up: up, Down: up})
	ana.Camera.Layers[0].Weigh(lossyFrame, 700)
	ana.Camera.Layers[0].WeighKeyframes(lossyKeyframe)
	ana.Camera.Start()
	ana.Mic.Start()
	for i := range viewers {
		v := m.Join(sfu.EndpointID(fmt.Sprint("v", i)), simnet.Shape{StagePair: true, Down: down, Up: down})
		v.Late = late
		players = append(players, v.Inboxes["stage-picture"].Play(lossyRetry))
	}
	return m, ana, players
}

// TestFrozenUnderLoss has a path lose by itself, the viewers' or the publisher's: pictures stand for much less than with a server that does all
// that is asked for at once, since repairs, and requests of ours, go out twice, and what feedback reports lost is repaired without a request; and
// are never paused for it.
func TestFrozenUnderLoss(t *testing.T) {
	const d = 4 * time.Minute
	for _, loss := range []float64{0.01, 0.05, 0.1} {
		least := floor(loss)
		path := simnet.Conditions{Delay: lossyDelay, Loss: loss}
		for _, v := range []struct {
			name     string
			viewers  int
			up, down simnet.Conditions
			late     time.Duration
		}{
			{"viewers", 5, simnet.Conditions{}, path, 0},
			{"viewers whose reports are late", 5, simnet.Conditions{}, path, 150 * time.Millisecond},
			{"publisher", 1, path, simnet.Conditions{}, 0},
		} {
			t.Run(fmt.Sprint(loss, " ", v.name), func(t *testing.T) {
				m, _, players := audience(v.viewers, v.up, v.down, v.late)
				m.Net.Run(10 * time.Second)
				for _, p := range players {
					p.Reset()
				}
				m.Net.Run(d * 5 / time.Duration(v.viewers))
				got := frozen(d*5/time.Duration(v.viewers), players...)
				p := players[0]
				t.Logf("frozen %.2f s/min, the floor is %.2f; the first: %d freezes, longest gap %v, %d frames, asked for %d packets, %d keyframes",
					got, least, p.Freezes, p.Longest.Round(time.Millisecond), p.Frames, p.Asked, p.Keys)
				if got > 0.4*least+0.1 {
					t.Errorf("frozen %.2f s/min, the floor is %.2f", got, least)
				}
				m.Room.Stats(func(s sfu.Stats) {
					t.Logf("%d packets asked for, %d not there, %d refused; %d keyframes asked for, %d of the publisher",
						s.NACKsReceived, s.NACKsMissed, s.NACKsRefused, s.PLIsReceived, s.PLIsSent)
					if s.Paused > 0 {
						t.Errorf("paused %d times", s.Paused)
					}
				})
			})
		}
	}
}

// TestRepairsGoOutTwice: where packets are lost at random, also on a way that got longer a moment ago; not where a queue is full, or so much is
// lost that more of it may be for what is sent.
func TestRepairsGoOutTwice(t *testing.T) {
	perfect := simnet.Conditions{Delay: 2 * time.Millisecond}
	for _, c := range []struct {
		name        string
		before, now simnet.Conditions
		twice       bool
	}{
		{"at random", simnet.Conditions{Delay: lossyDelay}, simnet.Conditions{Delay: lossyDelay, Loss: 0.05}, true},
		{"the way got longer", perfect, simnet.Conditions{Delay: lossyDelay, Loss: 0.05}, true},
		{"a full queue", perfect, simnet.Conditions{Delay: 2 * time.Millisecond, Rate: 1_200_000, Queue: 200 * time.Millisecond}, false},
		{"a third", perfect, simnet.Conditions{Delay: 2 * time.Millisecond, Loss: 0.33}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			m, _, _ := audience(3, simnet.Conditions{}, c.before, 0)
			m.Net.Run(10 * time.Second)
			for id, client := range m.Clients {
				if id != "ana" {
					client.Down.Conditions, client.Up.Conditions = c.now, c.now
				}
			}
			m.Net.Run(4 * time.Second) // until it is known
			var before, after sfu.Stats
			m.Room.Stats(func(s sfu.Stats) { before = s })
			m.Net.Run(15 * time.Second)
			m.Room.Stats(func(s sfu.Stats) { after = s })
			sent := float64(after.Retransmitted - before.Retransmitted)
			asked := float64(after.NACKsReceived - before.NACKsReceived - (after.NACKsRefused - before.NACKsRefused) - (after.NACKsMissed - before.NACKsMissed))
			if asked < 20 {
				t.Fatalf("%v packets were asked for", asked)
			}
			if often := sent / asked; c.twice && often < 1.8 || !c.twice && often > 1.1 {
				t.Errorf("%.0f repairs of %.0f packets that were asked for", sent, asked)
			}
		})
	}
}
