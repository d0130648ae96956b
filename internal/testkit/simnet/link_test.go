package simnet_test

import (
	"slices"
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/testkit/simnet"
	"github.com/cumbre-meet/cumbre/internal/units"
)

type delivery struct {
	n  byte
	at units.Instant
}

// carry sends n packets of 125 bytes, a millisecond apart.
func carry(seed uint64, n int, c simnet.Conditions) []delivery {
	net := simnet.New(seed)
	var got []delivery
	l := simnet.NewLink(net, c, func(p []byte) { got = append(got, delivery{p[0], net.Now()}) })
	for i := range n {
		l.Send(append([]byte{byte(i)}, make([]byte, 124)...))
		net.Run(time.Millisecond)
	}
	net.Run(10 * time.Second)
	return got
}

func TestSameSeedSameRun(t *testing.T) {
	c := simnet.Conditions{
		Delay: 10 * time.Millisecond, Jitter: 5 * time.Millisecond, Loss: 0.1, Reorder: 0.1, ReorderBy: 20 * time.Millisecond,
		Duplicate: 0.1, Bursts: &simnet.Bursts{GoodToBad: 0.05, BadToGood: 0.3, LossInBad: 0.9},
	}
	a, b := carry(1, 200, c), carry(1, 200, c)
	if !slices.Equal(a, b) {
		t.Error("two runs of one seed differ")
	}
	if slices.Equal(a, carry(2, 200, c)) {
		t.Error("another seed gives the same")
	}
}

func TestJitterKeepsOrder(t *testing.T) {
	got := carry(1, 200, simnet.Conditions{Delay: 5 * time.Millisecond, Jitter: 30 * time.Millisecond})
	if len(got) != 200 || !slices.IsSortedFunc(got, func(a, b delivery) int { return int(a.n) - int(b.n) }) {
		t.Errorf("%d packets, or out of order", len(got))
	}
}

func TestRateAndQueue(t *testing.T) {
	// 125 bytes a millisecond are 1 Mbit/s: a link of half of that, with a queue of 50 ms, loses about half.
	got := carry(1, 200, simnet.Conditions{Rate: 500_000, Queue: 50 * time.Millisecond})
	if len(got) < 115 || len(got) > 135 {
		t.Errorf("%d of 200 packets came", len(got))
	}
	for i := 1; i < len(got); i++ {
		if d := got[i].at.Sub(got[i-1].at); d < 1900*time.Microsecond {
			t.Fatalf("packets %v apart on a link that takes 2 ms for each", d)
		}
	}
}
