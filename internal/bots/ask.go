package bots

import (
	"time"

	"github.com/pion/rtcp"
)

const (
	// askAgain is the time between two requests for the same packet: longer than most round trips, so that an
	// answer under way is not asked for twice; longer still would miss what a jitter buffer waits for.
	askAgain = 80 * time.Millisecond
	// maxAsks is how often a packet is asked for; then a keyframe is.
	maxAsks = 10
	// maxMissing bounds the packets asked for; beyond it (half a second of a 720p picture) a keyframe heals more.
	maxMissing = 250
)

// asker asks for the packets of a picture that are missing (RFC 4585 section 6.2.1), and for a keyframe where they do not
// come. pion's own does not see what RTX has brought back, and would ask for it again and again.
type asker struct {
	missing  map[int64]ask
	keyframe bool // one is needed
}

type ask struct {
	times int
	next  time.Time
}

// gap notes that the packets after last and before seq are missing.
func (a *asker) gap(last, seq int64, now time.Time) {
	if seq-last-1+int64(len(a.missing)) > maxMissing {
		clear(a.missing)
		a.keyframe = true
		return
	}
	if a.missing == nil {
		a.missing = make(map[int64]ask)
	}
	for n := last + 1; n < seq; n++ {
		a.missing[n] = ask{next: now}
	}
}

// came notes that a late packet is there.
func (a *asker) came(seq int64) { delete(a.missing, seq) }

// due gives the packets to ask for now; the usual answer, none, costs nothing.
func (a *asker) due(now time.Time) []uint16 {
	var out []uint16
	for seq, m := range a.missing {
		if m.next.After(now) {
			continue
		}
		if m.times >= maxAsks {
			delete(a.missing, seq)
			a.keyframe = true
			continue
		}
		a.missing[seq] = ask{m.times + 1, now.Add(askAgain)}
		out = append(out, uint16(seq))
	}
	return out
}

// requests makes the feedback for a stream, nil where nothing is to be asked for.
func (a *asker) requests(ssrc uint32, now time.Time) []rtcp.Packet {
	if len(a.missing) == 0 && !a.keyframe {
		return nil
	}
	var out []rtcp.Packet
	if seqs := a.due(now); len(seqs) > 0 {
		out = append(out, &rtcp.TransportLayerNack{SenderSSRC: 1, MediaSSRC: ssrc, Nacks: rtcp.NackPairsFromSequenceNumbers(seqs)})
	}
	if a.keyframe {
		a.keyframe = false
		out = append(out, &rtcp.PictureLossIndication{SenderSSRC: 1, MediaSSRC: ssrc})
	}
	return out
}
