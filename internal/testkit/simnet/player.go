package simnet

import (
	"time"

	"github.com/cumbre-meet/cumbre/internal/units"
)

const (
	// playerRetryEvery is how often a Player looks whether to ask again; libwebrtc's nack_requester.h processes every 20 ms.
	playerRetryEvery = 20 * time.Millisecond
	// playerTries is how often it asks for a packet (libwebrtc nack_requester.cc kMaxNackRetries).
	playerTries = 10
	// playerKeyAfter is how long nothing can be shown before it asks for a keyframe, and between such requests. Chromium asks
	// so when it waits for one, and else after 3 s: this is a viewer that is hard to please.
	playerKeyAfter = 200 * time.Millisecond
	// A freeze is a gap between frames above the larger of freezeTimes the mean and the mean plus freezeAdds, where the mean
	// is of 30 frames (W3C webrtc-stats, freezeCount).
	freezeTimes = 3
	freezeAdds  = 150 * time.Millisecond
	freezeMean  = 30
)

// Player is a viewer's jitter buffer: it shows frames as they are whole and follow what was shown, asks for what is missing
// at once and again every Retry, and for keyframes.
type Player struct {
	Retry  time.Duration // until a packet is asked for again
	Ask    func(seqs []uint16)
	AskKey func()

	Frames  int           // that were shown
	Frozen  time.Duration // in freezes, as totalFreezesDuration
	Freezes int
	Longest time.Duration // between two frames
	Asked   int           // packets, each as often as it was asked for
	Keys    int           // keyframes that were asked for

	net      *Net
	come     map[units.Seq64]Tag
	keys     []units.Seq64 // starts of keyframes that came and are not shown
	highest  units.Seq64
	next     units.Seq64 // of the frame to be shown next
	begun    bool
	missing  map[units.Seq64]*lacking
	shown    units.Instant
	gaps     [freezeMean]time.Duration // between the latest frames
	stuck    units.Instant             // since when a packet is missing in the next frame; 0: none is
	askedKey units.Instant
}

type lacking struct {
	asked units.Instant
	tries int
}

// NewPlayer makes a Player; ask and askKey send its requests.
func NewPlayer(n *Net, retry time.Duration, ask func(seqs []uint16), askKey func()) *Player {
	p := &Player{Retry: retry, Ask: ask, AskKey: askKey, net: n, come: map[units.Seq64]Tag{}, missing: map[units.Seq64]*lacking{}}
	n.Every(playerRetryEvery, func() bool { p.again(); return true })
	return p
}

// Reset forgets what was counted.
func (p *Player) Reset() {
	p.Frames, p.Frozen, p.Freezes, p.Longest, p.Asked, p.Keys = 0, 0, 0, 0, 0, 0
}

// Take takes a packet that came for the first time.
func (p *Player) Take(seq units.Seq64, t Tag) {
	if len(p.come) == 0 && !p.begun {
		p.next, p.highest = seq, seq-1
	}
	if seq < p.next {
		return
	}
	p.come[seq] = t
	delete(p.missing, seq)
	if t.Keyframe && t.Packet == 0 {
		p.keys = append(p.keys, seq)
	}
	if seq > p.highest+1 {
		p.lack(seq)
	}
	p.highest = max(p.highest, seq)
	p.show()
}

// lack asks at once for what is missing before seq.
func (p *Player) lack(seq units.Seq64) {
	var ask []uint16
	for n := p.highest + 1; n < seq; n++ {
		p.missing[n] = &lacking{asked: p.net.now, tries: 1}
		ask = append(ask, uint16(n))
	}
	p.Asked += len(ask)
	p.Ask(ask)
}

// again asks again for what is still missing, and for a keyframe.
func (p *Player) again() {
	var ask []uint16
	for n := p.next; n <= p.highest; n++ {
		m := p.missing[n]
		if m == nil || p.net.now.Sub(m.asked) < p.Retry || m.tries >= playerTries {
			continue
		}
		m.asked = p.net.now
		m.tries++
		ask = append(ask, uint16(n))
	}
	if len(ask) > 0 {
		p.Asked += len(ask)
		p.Ask(ask)
	}
	if !p.stuck.IsZero() && p.net.now.Sub(max(p.stuck, p.askedKey)) >= playerKeyAfter {
		p.askedKey = p.net.now
		p.Keys++
		p.AskKey()
	}
}

// show shows all frames that are whole and follow, or begins anew with a keyframe.
func (p *Player) show() {
	for {
		if t, ok := p.come[p.next]; ok && (p.begun || t.Keyframe) && t.Packet == 0 && p.whole(p.next, t) {
			p.frame(t)
			continue
		}
		if !p.leap() {
			break
		}
	}
	switch {
	case p.begun && len(p.missing) == 0:
		p.stuck = 0
	case p.stuck.IsZero():
		p.stuck = p.net.now
	}
}

func (p *Player) whole(first units.Seq64, t Tag) bool {
	for i := range units.Seq64(t.Packets) {
		if _, ok := p.come[first+i]; !ok {
			return false
		}
	}
	return true
}

// leap goes on with the first keyframe that is whole, if what is before it is not.
func (p *Player) leap() bool {
	for i, key := range p.keys {
		if key > p.next && p.whole(key, p.come[key]) {
			p.forget(key)
			p.keys = p.keys[i:]
			return true
		}
	}
	return false
}

// forget leaves what is before seq.
func (p *Player) forget(seq units.Seq64) {
	for ; p.next < seq; p.next++ {
		delete(p.come, p.next)
		delete(p.missing, p.next)
	}
}

// frame shows the next one.
func (p *Player) frame(t Tag) {
	for len(p.keys) > 0 && p.keys[0] <= p.next {
		p.keys = p.keys[1:]
	}
	p.forget(p.next + units.Seq64(t.Packets))
	p.begun = true
	now := p.net.now
	p.stuck = 0
	if !p.shown.IsZero() {
		p.gap(now.Sub(p.shown))
	}
	p.shown = now
	p.Frames++
}

func (p *Player) gap(gap time.Duration) {
	sum, n := time.Duration(0), 0
	for _, g := range p.gaps {
		if g > 0 {
			sum, n = sum+g, n+1
		}
	}
	p.Longest = max(p.Longest, gap)
	if n > 0 && gap > max(freezeTimes*sum/time.Duration(n), sum/time.Duration(n)+freezeAdds) {
		p.Frozen += gap
		p.Freezes++
	}
	copy(p.gaps[:], p.gaps[1:])
	p.gaps[freezeMean-1] = max(gap, 1)
}
