package udp

import (
	"bytes"
	"fmt"
)

// kernel is what a probe tries: a way from one socket to another, on this machine.
type kernel interface {
	// batch sends datagrams by one sendmmsg.
	batch(datagrams [][]byte) error
	// run sends datagrams that lie one behind the other, of a size each but the last, as one UDP_SEGMENT run.
	run(b []byte, size int) error
	// receive gives the next datagram that has come; an error: none has.
	receive() ([]byte, error)
}

// probeRuns are what the kernel has to cut right: sizes of packets, and of the last. Equal ones are a frame's (kernels 7.0 to
// 7.1.4 corrupt them), a shorter last one is a frame's end or a sound behind it; two is the shortest run, and 46 of 1,400 the largest.
func probeRuns() []probeRun {
	return []probeRun{
		{2, 1200, 1200}, {6, 1200, 1200}, {6, 1200, 80}, {3, 100, 100}, {maxRun / 1400, 1400, 1400}, {maxSegments, 200, 1},
	}
}

type probeRun struct{ packets, size, last int }

// probe finds the best way that works from end to end, and says why it is that.
func probe(k kernel) (SendMode, string) {
	two := [][]byte{numbered(1, 300, 300), numbered(1, 90, 90)}
	if err := k.batch(two); err != nil {
		return Single, fmt.Sprintf("sendmmsg does not work: %v", err)
	}
	if err := expect(k, two); err != nil {
		return Single, fmt.Sprintf("sendmmsg does not work: %v", err)
	}
	for _, r := range probeRuns() {
		b := numbered(r.packets, r.size, r.last)
		if err := k.run(b, r.size); err != nil {
			return MMsg, fmt.Sprintf("a run of %d packets is refused: %v", r.packets, err)
		}
		var want [][]byte
		for rest := b; len(rest) > 0; rest = rest[min(r.size, len(rest)):] {
			want = append(want, rest[:min(r.size, len(rest))])
		}
		if err := expect(k, want); err != nil {
			return MMsg, fmt.Sprintf("a run of %d packets comes out wrong: %v", r.packets, err)
		}
	}
	return GSO, "runs come out right"
}

// numbered makes packets, one behind the other, no eight bytes of which are the same.
func numbered(packets, size, last int) []byte {
	b := make([]byte, (packets-1)*size+last)
	x := uint32(packets*size + last)
	for i := range b {
		x = x*1664525 + 1013904223 // Numerical Recipes' generator: its high byte does not repeat here
		b[i] = byte(x >> 24)
	}
	return b
}

// expect compares what comes with what was sent.
func expect(k kernel, want [][]byte) error {
	for i, w := range want {
		got, err := k.receive()
		switch {
		case err != nil:
			return fmt.Errorf("datagram %d of %d: %w", i+1, len(want), err)
		case len(got) != len(w):
			return fmt.Errorf("datagram %d of %d has %d bytes instead of %d", i+1, len(want), len(got), len(w))
		case !bytes.Equal(got, w):
			return fmt.Errorf("datagram %d of %d has other content than was sent", i+1, len(want))
		}
	}
	return nil
}
