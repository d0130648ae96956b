package rtc

import (
	"fmt"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/cumbre-meet/cumbre/internal/rtc/udp"
)

// BenchmarkFanOut is a frame of six packets to 200 peers on loopback, who do not read; the metrics are per packet sent: time, which
// is what bounds one loop, and processor time of all goroutines.
func BenchmarkFanOut(b *testing.B) {
	for _, c := range []struct {
		mode    udp.SendMode
		senders int
	}{{udp.Single, 0}, {udp.MMsg, 0}, {udp.GSO, 0}, {udp.GSO, 1}, {udp.GSO, 2}} {
		b.Run(fmt.Sprintf("%s, %d senders", c.mode, c.senders), func(b *testing.B) {
			const peers = 200
			bench, f := newFanOut(b, c.mode, c.senders, peers)
			b.ReportAllocs()
			before := processorTime(b)
			for b.Loop() {
				f.make(b)
				bench.turn(f)
			}
			packets := float64(b.N * len(f.packets) * peers)
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/packets, "ns/packet")
			b.ReportMetric(float64((processorTime(b)-before).Nanoseconds())/packets, "cpu-ns/packet")
		})
	}
}

// processorTime is what the process has used so far.
func processorTime(t testing.TB) time.Duration {
	t.Helper()
	var u unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
