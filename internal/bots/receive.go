package bots

import (
	"sync"
	"time"

	"github.com/pion/rtcp"
	"github.com/pion/rtp"
	"github.com/pion/rtp/codecs"
	"github.com/pion/webrtc/v4"
	"github.com/pion/webrtc/v4/pkg/media/samplebuilder"
)

const (
	// seenWindow is how far back a late packet is still recognised, in packets: two seconds of a 720p picture.
	// Less would count slow repairs as lost, more costs memory per line.
	seenWindow = 1024
	// reorderWindow is how many packets a frame is waited for when frames are put together.
	reorderWindow = 256
)

// LineStats counts what came on one receive line.
type LineStats struct {
	MID         string
	Use         string
	Picture     bool
	Packets     uint64 // different ones
	Bytes       uint64 // of RTP, headers included
	Duplicates  uint64
	Late        uint64 // came after a later one: reordered or repaired
	Lost        uint64 // gaps in the sequence that nothing filled
	Frames      uint64 // pictures whose last packet came
	Keyframes   uint64
	FirstPacket time.Time // zero: none came
	FirstFrame  time.Time // end of the first keyframe; zero: none came
}

// counter is one received stream; its goroutine writes, Lines reads.
type counter struct {
	mu    sync.Mutex
	stats LineStats
	first int64 // lowest and highest sequence number, unwrapped
	last  int64
	seen  [seenWindow]int64 // the sequence number (plus one) that last stood at each place
	key   bool              // the current frame is a keyframe
	ask   asker             // pictures only
}

// onTrack counts a new stream on a goroutine that ends with the connection.
func (p *Peer) onTrack(track *webrtc.TrackRemote, receiver *webrtc.RTPReceiver) {
	c := &counter{stats: LineStats{Picture: track.Kind() == webrtc.RTPCodecTypeVideo}}
	p.mu.Lock()
	for _, l := range p.lines {
		if l.transceiver.Receiver() == receiver {
			c.stats.MID, c.stats.Use = l.transceiver.Mid(), l.use
		}
	}
	p.counters = append(p.counters, c)
	p.mu.Unlock()
	go p.receive(track, c)
}

func (p *Peer) receive(track *webrtc.TrackRemote, c *counter) {
	frames := p.assembler(c)
	buffer := make([]byte, 2048)
	var packet rtp.Packet
	for {
		n, _, err := track.Read(buffer)
		if err != nil {
			return
		}
		if packet.Unmarshal(buffer[:n]) != nil {
			continue
		}
		now := time.Now()
		fresh := c.count(&packet, n, now)
		if feedback := c.requests(uint32(track.SSRC()), now); feedback != nil {
			_ = p.pc.WriteRTCP(feedback) // fails only where the connection ends, and then reading does too
		}
		switch {
		case !fresh || len(packet.Payload) == 0:
		case c.stats.Picture && frames != nil:
			frames(&packet)
		case !c.stats.Picture && p.config.OnSound != nil:
			p.config.OnSound(c.stats.MID, packet.Payload, packet.Timestamp)
		}
	}
}

// assembler puts frames together for OnFrame; nil where nobody wants them.
func (p *Peer) assembler(c *counter) func(*rtp.Packet) {
	if p.config.OnFrame == nil || !c.stats.Picture {
		return nil
	}
	b := samplebuilder.New(reorderWindow, &codecs.VP8Packet{}, 90000)
	return func(packet *rtp.Packet) {
		b.Push(packet.Clone())
		for s := b.Pop(); s != nil; s = b.Pop() {
			p.config.OnFrame(c.stats.MID, s.Data, s.PacketTimestamp)
		}
	}
}

// count notes one packet and tells whether it is new.
func (c *counter) count(packet *rtp.Packet, size int, now time.Time) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.place(packet.SequenceNumber, now) {
		c.stats.Duplicates++
		return false
	}
	if c.stats.Packets == 0 {
		c.stats.FirstPacket = now
	}
	c.stats.Packets++
	c.stats.Bytes += uint64(size)
	if c.stats.Picture && len(packet.Payload) > 0 {
		c.picture(packet, now)
	}
	return true
}

// place finds the sequence number's place and tells whether it is a new one.
func (c *counter) place(n uint16, now time.Time) bool {
	if c.stats.Packets == 0 {
		c.first, c.last = int64(n)+1<<16, int64(n)+1<<16
		c.seen[c.last%seenWindow] = c.last + 1
		return true
	}
	seq := c.last + int64(int16(n-uint16(c.last)))
	if seq <= c.last-seenWindow || seq < 0 || c.seen[seq%seenWindow] == seq+1 {
		return false
	}
	c.seen[seq%seenWindow] = seq + 1
	switch {
	case seq < c.last:
		c.stats.Late++
		c.ask.came(seq)
	case c.stats.Picture && seq > c.last+1:
		c.ask.gap(c.last, seq, now)
	}
	c.first, c.last = min(c.first, seq), max(c.last, seq)
	return true
}

// requests is what is to be asked of the sender.
func (c *counter) requests(ssrc uint32, now time.Time) []rtcp.Packet {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.ask.requests(ssrc, now)
}

// picture follows frames: VP8's payload descriptor (RFC 7741 section 4.2) and, at a frame's start, the P bit of
// its header (section 4.3) that is 0 on a keyframe.
func (c *counter) picture(packet *rtp.Packet, now time.Time) {
	var d codecs.VP8Packet
	payload, err := d.Unmarshal(packet.Payload)
	if err != nil || len(payload) == 0 {
		return
	}
	if d.S == 1 && d.PID == 0 {
		c.key = payload[0]&1 == 0
		if c.key {
			c.stats.Keyframes++
		}
	}
	if !packet.Marker {
		return
	}
	c.stats.Frames++
	if c.stats.FirstFrame.IsZero() && c.stats.Keyframes > 0 {
		c.stats.FirstFrame = now
	}
}

// Lines counts what came so far, one entry per stream.
func (p *Peer) Lines() []LineStats {
	p.mu.Lock()
	counters := append([]*counter(nil), p.counters...)
	p.mu.Unlock()
	out := make([]LineStats, 0, len(counters))
	for _, c := range counters {
		c.mu.Lock()
		s := c.stats
		s.Lost = uint64(c.last-c.first+1) - s.Packets
		if s.Packets == 0 {
			s.Lost = 0
		}
		c.mu.Unlock()
		out = append(out, s)
	}
	return out
}

// Line counts what came on the n-th line (from 0) of a use; the zero LineStats where nothing did.
func (p *Peer) Line(use string, n int) LineStats {
	mid := p.MID(use, n)
	var sum LineStats
	for _, s := range p.Lines() {
		if s.MID == mid && (sum.MID == "" || s.Packets > 0) {
			sum = s
		}
	}
	return sum
}
