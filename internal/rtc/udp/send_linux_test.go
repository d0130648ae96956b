//go:build linux

package udp

import (
	"net"
	"net/netip"
	"testing"

	"golang.org/x/sys/unix"
)

func TestRunLength(t *testing.T) {
	for _, c := range []struct {
		sizes []int
		n     int
	}{
		{[]int{5}, 1},
		{[]int{5, 5, 5}, 3},
		{[]int{5, 5, 4, 4}, 3},
		{[]int{5, 6}, 1},
		{[]int{5, 5, 0, 5}, 2},
		{[]int{1200, 60, 1200}, 2},
		{make([]int, 3), 3},
	} {
		var packets [][]byte
		for _, s := range c.sizes {
			packets = append(packets, make([]byte, s))
		}
		if c.sizes[0] == 0 {
			continue // Send leaves empty packets out
		}
		if n, _ := runLength(packets); n != c.n {
			t.Errorf("%v: %d, want %d", c.sizes, n, c.n)
		}
	}
	equal := make([][]byte, 100)
	for i := range equal {
		equal[i] = make([]byte, 100)
	}
	if n, _ := runLength(equal); n != maxSegments {
		t.Errorf("%d segments", n)
	}
	for i := range equal {
		equal[i] = make([]byte, 1400)
	}
	if n, size := runLength(equal); n*size > maxRun {
		t.Errorf("%d bytes", n*size)
	}
}

func TestCorruptKernels(t *testing.T) {
	for release, want := range map[string]bool{
		"6.18.44-fc": false, "7.0.0": true, "7.0.12-generic": true, "7.1.4": true, "7.1.5": false, "7.2": false, "": false, "7.1-rc1": true,
	} {
		if corruptsRuns(release) != want {
			t.Errorf("%q: %v", release, !want)
		}
	}
}

// A run that the kernel refuses is sent packet by packet, and the destination, or all, go without runs from then on.
func TestRefusedRuns(t *testing.T) {
	for _, c := range []struct {
		errno  unix.Errno
		proven bool
		mode   SendMode
	}{{unix.EIO, true, MMsg}, {unix.EINVAL, true, GSO}, {unix.EINVAL, false, MMsg}} {
		s := listen(t, "127.0.0.1", GSO)
		s.out.proven = c.proven
		conn, addr := peer(t, "udp4")
		d := s.Destination(addr, netip.Addr{})
		packets, want := makePackets([]int{900, 900, 900, 20})
		s.out.add(&d, packets)
		s.failed(&s.out.queued[0], c.errno)
		if got := receiveAll(t, conn, len(want)); len(got) != len(want) || got[3] != want[3] {
			t.Errorf("%v: got %v, want %v", c.errno, got, want)
		}
		if s.Mode() != c.mode || !d.noGSO || s.stats.GSORefused != 1 || s.stats.SentPackets != 4 {
			t.Errorf("%v: mode %s, %+v", c.errno, s.Mode(), s.stats)
		}
	}
}

func TestNoAllocations(t *testing.T) {
	for _, mode := range modes() {
		s := listen(t, "127.0.0.1", mode)
		conn, addr := peer(t, "udp4")
		d := s.Destination(addr, netip.Addr{})
		packets, _ := makePackets([]int{900, 900, 20})
		server := &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: int(s.Port())}
		_, _ = conn.WriteToUDP([]byte("x"), server)
		if n := testing.AllocsPerRun(100, func() {
			s.Send(Run{To: &d, Packets: packets})
			s.Flush()
			_, _ = s.Poll()
		}); n != 0 {
			t.Errorf("%s: %v allocations", mode, n)
		}
	}
}
