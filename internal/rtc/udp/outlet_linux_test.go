//go:build linux

package udp

import (
	"encoding/binary"
	"net"
	"net/netip"
	"testing"
	"time"
)

// The kernel that the tests run on is tried from end to end: a way that works is chosen, with a reason, and a configured one is taken.
func TestChosenWay(t *testing.T) {
	s := listen(t, "127.0.0.1", Auto)
	k, err := openLoopback()
	if err != nil {
		t.Skip(err)
	}
	defer k.close()
	if way, why := probe(k); s.Mode() != way || s.Why() != why {
		t.Errorf("%s (%s); a second trial says %s (%s)", s.Mode(), s.Why(), way, why)
	}
	if s := listen(t, "127.0.0.1", Single); s.Mode() != Single || s.Why() != asked {
		t.Errorf("%s (%s)", s.Mode(), s.Why())
	}
}

// rounds sends turns of numbered packets from two pieces of memory, as the engine does: it writes over what is free.
type rounds struct {
	s      *Socket
	to     []Destination
	sent   []uint32 // to each
	arenas [2][]byte
	pieces [1]Piece
}

const roundPacket = 600

// turn sends n packets to each of the first destinations.
func (r *rounds) turn(destinations, n int) (flying bool) {
	arena := r.arenas[0][:0]
	for i := range destinations {
		at := len(arena)
		for range n {
			arena = arena[:len(arena)+roundPacket]
			p := arena[len(arena)-roundPacket:]
			for j := 0; j < roundPacket; j += 4 {
				binary.BigEndian.PutUint32(p[j:], r.sent[i])
			}
			r.sent[i]++
		}
		r.pieces[0] = Piece{arena[at:], roundPacket}
		r.s.Send(Run{To: &r.to[i], Share: i, Pieces: r.pieces[:]})
	}
	if flying = r.s.Flush(); flying {
		r.arenas[0], r.arenas[1] = r.arenas[1], r.arenas[0]
	}
	return flying
}

// expectOrder reads n packets: each whole, one after the other from number 0.
func expectOrder(t *testing.T, c *net.UDPConn, n uint32) {
	t.Helper()
	_ = c.SetReadDeadline(time.Now().Add(10 * time.Second))
	var b [MaxPacket]byte
	for want := range n {
		m, err := c.Read(b[:])
		if err != nil {
			t.Fatalf("packet %d: %v", want, err)
		}
		for j := 0; j < m; j += 4 {
			if got := binary.BigEndian.Uint32(b[j:]); m != roundPacket || got != want {
				t.Fatalf("packet %d: %d bytes, at %d it is of %d", want, m, j, got)
			}
		}
	}
}

func newRounds(t *testing.T, senders, destinations int) (*rounds, []*net.UDPConn) {
	t.Helper()
	s := listen(t, "127.0.0.1", Auto)
	s.StartSenders(senders)
	s.Begin(time.Now(), true)
	r := &rounds{s: s, sent: make([]uint32, destinations)}
	var conns []*net.UDPConn
	for range destinations {
		c, a := peer(t, "udp4")
		conns, r.to = append(conns, c), append(r.to, s.Destination(a, netip.Addr{}))
	}
	for i := range r.arenas {
		r.arenas[i] = make([]byte, 0, destinations*3*roundPacket)
	}
	return r, conns
}

// Large turns go by the senders, small ones by the loop, and each destination gets its packets whole and in order, though the loop
// writes over the memory that it is told is free.
func TestSendersKeepTheOrder(t *testing.T) {
	for _, senders := range []int{0, 1, 3} {
		r, conns := newRounds(t, senders, handOver)
		total := 0
		for round := range 30 {
			r.s.Begin(time.Now(), true)
			n := 1 + round%3
			if flying := r.turn(handOver, n); flying && senders == 0 {
				t.Fatal("there are no senders")
			}
			r.turn(handOver/3, 1)
			total += handOver*n + handOver/3
		}
		for i, c := range conns {
			expectOrder(t, c, r.sent[i])
		}
		for r.s.out.flights != [2]int{} {
			r.s.land(<-r.s.out.done)
		}
		_, delays, _ := r.s.Stats().Inside.Histogram()
		counted := uint64(0)
		for _, n := range delays {
			counted += n
		}
		st := r.s.Stats()
		if st.SentPackets != uint64(total) || counted != uint64(total) || st.DroppedErrors+st.DroppedNoRoom+st.GSORefused > 0 {
			t.Errorf("%d senders, %d packets, %d delays: %+v", senders, total, counted, *st)
		}
		if senders > 0 && st.HandedMessages < uint64(30*handOver/2) || senders == 0 && st.HandedMessages > 0 {
			t.Errorf("%d senders: %d messages were handed to them", senders, st.HandedMessages)
		}
	}
}

// Without much to send the senders sleep: the loop is quicker.
func TestSmallTurnsStayWithTheLoop(t *testing.T) {
	r, conns := newRounds(t, 2, handOver-1)
	for range 5 {
		if r.turn(handOver-1, 1) {
			t.Error("a small turn is flying")
		}
	}
	expectOrder(t, conns[0], 5)
	big, _ := newRounds(t, 2, 3*handOver)
	big.s.Begin(time.Now(), false)
	if big.turn(3*handOver, 1) || big.s.Stats().HandedMessages > 0 {
		t.Error("a turn that needs no help was handed over")
	}
	if n := r.s.Stats().HandedMessages; n != 0 {
		t.Errorf("%d messages were handed over", n)
	}
}

// What the senders have when the socket is closed still leaves.
func TestCloseSendsWhatIsLeft(t *testing.T) {
	r, conns := newRounds(t, 2, 2*handOver)
	r.turn(2*handOver, 3)
	_ = r.s.Close()
	for _, c := range conns {
		expectOrder(t, c, 3)
	}
}

// What the kernel refuses a sender is counted, and the rest of its batch leaves.
func TestSendersCountErrors(t *testing.T) {
	if s := listen(t, "127.0.0.1", Auto); s.Mode() != GSO {
		t.Skip("no runs here")
	}
	r, conns := newRounds(t, 1, handOver)
	r.turn(handOver, 2) // proves that runs are taken
	bad := r.to[7]
	r.to[7].raw.nameLen = 0 // no destination: EDESTADDRREQ, an error that is not a run's
	r.turn(handOver, 2)
	r.to[7] = bad
	r.turn(handOver, 1)
	for r.s.out.flights != [2]int{} {
		r.s.land(<-r.s.out.done)
	}
	if st := r.s.Stats(); st.DroppedErrors != 2 || st.SentPackets != handOver*5-2 {
		t.Errorf("%+v", *st)
	}
	expectOrder(t, conns[6], 5)
}

// A turn by the senders allocates nothing.
func TestNoAllocationsWithSenders(t *testing.T) {
	r, _ := newRounds(t, 2, handOver)
	r.turn(handOver, 3)
	if n := testing.AllocsPerRun(50, func() { r.turn(handOver, 3) }); n != 0 {
		t.Errorf("%v allocations a turn", n)
	}
	if r.s.Stats().HandedMessages == 0 {
		t.Error("the senders had nothing to do")
	}
}

// Datagrams that waited to be read say for how long each of them did, as the kernel counts.
func TestWaited(t *testing.T) {
	const apart = 3 * time.Millisecond // the least that is to be seen
	s := listen(t, "127.0.0.1", Auto)
	c, _ := peer(t, "udp4")
	before := time.Now()
	for range 2 {
		if _, err := c.WriteToUDP([]byte("x"), &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: int(s.Port())}); err != nil {
			t.Fatal(err)
		}
		for written := time.Now(); time.Since(written) < apart; {
		}
	}
	s.SetDeadline(time.Now().Add(5 * time.Second))
	p, err := s.Read()
	if len(p) != 2 || err != nil {
		t.Fatal(p, err)
	}
	if first, second := p[0].Waited, p[1].Waited; second < apart || first < second+apart || first > time.Since(before) {
		t.Errorf("waited %v and %v of %v", first, second, time.Since(before))
	}
}
