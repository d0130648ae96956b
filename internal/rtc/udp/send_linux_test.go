//go:build linux

package udp

import (
	"net"
	"net/netip"
	"slices"
	"testing"

	"golang.org/x/sys/unix"
)

// What makes one message: equal packets and a shorter last one, within the kernel's bounds, apart in memory or not.
func TestRuns(t *testing.T) {
	many := func(n, size int) (sizes []int) {
		for range n {
			sizes = append(sizes, size)
		}
		return sizes
	}
	for _, c := range []struct {
		sizes []int
		want  []int // packets of each message
	}{
		{[]int{5}, []int{1}},
		{[]int{5, 5, 5}, []int{3}},
		{[]int{5, 5, 4, 4}, []int{3, 1}},
		{[]int{5, 6}, []int{1, 1}},
		{[]int{5, 5, 0, 5}, []int{3}},
		{[]int{1200, 60, 1200}, []int{2, 1}},
		{[]int{1200, 1200, 700, 700}, []int{3, 1}},
		{many(100, 100), []int{64, 36}},
		{many(100, 1400), []int{46, 46, 8}},
		{append(many(64, 1000), 10), []int{64, 1}},
	} {
		packets, _ := makePackets(c.sizes)
		for _, list := range [][]Piece{pieces(packets), joined(packets)} {
			s := listen(t, "127.0.0.1", GSO)
			_, addr := peer(t, "udp4")
			d := s.Destination(addr, netip.Addr{})
			s.Send(Run{To: &d, Pieces: list})
			var got []int
			for i := range s.out.open[0].nmsgs {
				got = append(got, s.out.open[0].queued[i].packets)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%v in %d pieces: %v, want %v", c.sizes, len(list), got, c.want)
			}
		}
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
		conn, addr := peer(t, "udp4")
		d := s.Destination(addr, netip.Addr{})
		packets, want := makePackets([]int{900, 900, 900, 20})
		s.Send(Run{To: &d, Pieces: []Piece{{append(append([]byte(nil), packets[0]...), packets[1]...), 900}, {packets[2], 900}, {packets[3], 20}}})
		b := s.out.open[0]
		b.proven = c.proven
		s.out.own.batch = b
		s.out.own.failed(&b.queued[0], c.errno)
		s.settle(b)
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
		list := pieces(packets)
		server := &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: int(s.Port())}
		_, _ = conn.WriteToUDP([]byte("x"), server)
		if n := testing.AllocsPerRun(100, func() {
			s.Send(Run{To: &d, Pieces: list})
			s.Flush()
			_, _ = s.Poll()
		}); n != 0 {
			t.Errorf("%s: %v allocations", mode, n)
		}
	}
}
