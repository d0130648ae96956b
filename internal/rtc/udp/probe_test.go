package udp

import (
	"errors"
	"strings"
	"testing"
)

// pipe is a kernel that hands over what is sent, with a fault.
type pipe struct {
	come    [][]byte
	noBatch bool
	noRuns  bool
	spoil   func(packets [][]byte) [][]byte // of runs
}

func (p *pipe) batch(datagrams [][]byte) error {
	if p.noBatch {
		return errors.New("function not implemented")
	}
	p.come = append(p.come, datagrams...)
	return nil
}

func (p *pipe) run(b []byte, size int) error {
	if p.noRuns {
		return errors.New("invalid argument")
	}
	var packets [][]byte
	for ; len(b) > 0; b = b[min(size, len(b)):] {
		packets = append(packets, append([]byte(nil), b[:min(size, len(b))]...))
	}
	if p.spoil != nil {
		packets = p.spoil(packets)
	}
	p.come = append(p.come, packets...)
	return nil
}

func (p *pipe) receive() ([]byte, error) {
	if len(p.come) == 0 {
		return nil, errors.New("it did not come")
	}
	b := p.come[0]
	p.come = p.come[1:]
	return b, nil
}

// Each fault of a kernel leads to the best way without it, and the reason names it.
func TestProbeFindsFaults(t *testing.T) {
	equal := func(packets [][]byte) bool { return len(packets[0]) == len(packets[len(packets)-1]) }
	for name, c := range map[string]struct {
		kernel pipe
		want   SendMode
		why    string
	}{
		"none":        {pipe{}, GSO, "right"},
		"no sendmmsg": {pipe{noBatch: true}, Single, "not implemented"},
		"no runs":     {pipe{noRuns: true}, MMsg, "invalid argument"},
		"one long datagram": {pipe{spoil: func(p [][]byte) [][]byte {
			return [][]byte{append(append([]byte(nil), p[0]...), p[1]...)}
		}}, MMsg, "bytes instead of"},
		"the last is lost": {pipe{spoil: func(p [][]byte) [][]byte { return p[:len(p)-1] }}, MMsg, "did not come"},
		"runs of equal length have a packet twice": {pipe{spoil: func(p [][]byte) [][]byte {
			if equal(p) {
				p[len(p)-1] = p[0]
			}
			return p
		}}, MMsg, "other content"},
		"a shorter last packet is filled up": {pipe{spoil: func(p [][]byte) [][]byte {
			if !equal(p) {
				p[len(p)-1] = append(p[len(p)-1], 0)
			}
			return p
		}}, MMsg, "bytes instead of"},
		"a byte is wrong in the middle": {pipe{spoil: func(p [][]byte) [][]byte {
			p[len(p)/2][7] ^= 1
			return p
		}}, MMsg, "other content"},
	} {
		way, why := probe(&c.kernel)
		if way != c.want || !strings.Contains(why, c.why) {
			t.Errorf("%s: %s, %q; want %s, %q", name, way, why, c.want, c.why)
		}
	}
}

// What is compared must tell packets apart wherever they are cut.
func TestNumberedDoesNotRepeat(t *testing.T) {
	b := numbered(46, 1400, 1400)
	seen := make(map[[8]byte]int)
	for i := range len(b) - 8 {
		k := [8]byte(b[i:])
		if at, again := seen[k]; again {
			t.Fatalf("the bytes at %d are those at %d", i, at)
		}
		seen[k] = i
	}
}
