// Package floor does what any forwarding unit must for a packet, and nothing else: seal it for each subscriber (SRTP with
// AES-128-GCM, RFC 7714) and hand it to the kernel. What it costs is the least that a packet can cost on a machine.
package floor

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"encoding/binary"
	"errors"
	"net/netip"
	"time"

	"github.com/cumbre-meet/cumbre/bench/internal/media"
)

const (
	// header is an RTP header with a one-byte extension block for MID and transport-wide number: 12 + 4 + 8 bytes.
	header = 24
	// tag is GCM's (RFC 7714 section 13.1).
	tag = 16
	// descriptor is VP8's with a 15-bit picture identifier (RFC 7741 section 4.2).
	descriptor = 4
	// payload is the most of a frame in one packet, with the descriptor: pion's publishers, which the servers get, cut at
	// this: 1,200 less the 12 bytes of a plain header.
	payload = 1188
	// turn is how many subscribers' packets are sealed before they are sent: an arena that stays in the cache.
	turn = 32
)

// Way is how packets go to the kernel.
type Way string

// The ways: a system call for each packet, for a batch of packets, or for a batch of UDP segmentation runs.
const (
	Single Way = "single"
	Batch  Way = "mmsg"
	Runs   Way = "gso"
)

// Options say what is sent.
type Options struct {
	To          netip.Addr // subscribers are its ports
	FirstPort   uint16     // of the first subscriber; the others follow
	Subscribers int
	Sounds      int           // streams of 50 packets a second
	Picture     media.Picture // one stream; without frames: none
	Way         Way
	Duration    time.Duration
}

// Sent is what went out.
type Sent struct {
	Packets int64 `json:"packets"`
	Bytes   int64 `json:"bytes"`
	Calls   int64 `json:"systemCalls"`
	Refused int64 `json:"packetsRefused"` // by the kernel: no room
	Late    int64 `json:"turnsLate"`      // over 20 ms behind the clock
}

// output hands packets to the kernel. Packets of one call to send go to one destination and lie one after the other
// in the buffer, all of one size but the last, which may be shorter.
type output interface {
	send(subscriber int, packets []byte, size int)
	flush()
	sent() *Sent
	close() error
}

// subscriber is one destination's sealing.
type subscriber struct {
	aead  cipher.AEAD
	nonce [12]byte
	count uint64
}

// floor is one run.
type floor struct {
	Options
	out         output
	subscribers []subscriber
	arena       []byte
	plain       []byte // a packet's payload; its content does not matter
}

// Run sends for the duration and returns what it sent.
func Run(ctx context.Context, o Options) (Sent, error) {
	if o.Subscribers < 1 || o.Subscribers > 4096 || o.Duration <= 0 || o.Sounds < 0 || o.Sounds+len(o.Picture.Frames) == 0 {
		return Sent{}, errors.New("floor needs 1 to 4096 subscribers, something to send them, and a duration")
	}
	out, err := newOutput(o)
	if err != nil {
		return Sent{}, err
	}
	f := &floor{Options: o, out: out, plain: make([]byte, payload)}
	for n := range o.Subscribers {
		block, err := aes.NewCipher(binary.BigEndian.AppendUint64(make([]byte, 8, 16), uint64(n)))
		if err != nil {
			return Sent{}, err
		}
		aead, err := cipher.NewGCM(block)
		if err != nil {
			return Sent{}, err
		}
		f.subscribers = append(f.subscribers, subscriber{aead: aead})
	}
	f.play(ctx)
	return *out.sent(), out.close()
}

// event is what is sent to all at a time: the frame of a picture, or a sound packet.
type event struct {
	at     time.Duration
	size   int // of the payload in all
	packet int // of the payload in one packet, but the last
}

// play sends each event when it is due.
func (f *floor) play(ctx context.Context) {
	start := time.Now()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for e := range f.events() {
		timer.Reset(time.Until(start.Add(e.at)))
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
		}
		if time.Since(start)-e.at > 20*time.Millisecond {
			f.out.sent().Late++
		}
		f.forward(e)
	}
}

// events gives all of the duration, in order. The sounds of several speakers are a fraction of their frame apart, as the
// load's are.
func (f *floor) events() func(func(event) bool) {
	return func(yield func(event) bool) {
		frame, sound := 0, 0
		for {
			at, isFrame := f.Duration, false
			if n := len(f.Picture.Frames); n > 0 {
				at, isFrame = time.Duration(frame)*f.Picture.Frame, true
			}
			if f.Sounds > 0 {
				if t := time.Duration(sound) * media.SoundFrame / time.Duration(f.Sounds); !isFrame || t < at {
					at, isFrame = t, false
				}
			}
			if at >= f.Duration {
				return
			}
			e := event{at: at, size: len(media.Sound(0)), packet: payload}
			if isFrame {
				e.size, e.packet = len(f.Picture.Frames[frame%len(f.Picture.Frames)]), payload-descriptor
				frame++
			} else {
				sound++
			}
			if !yield(e) {
				return
			}
		}
	}
}

// forward seals an event for all subscribers and sends it.
func (f *floor) forward(e event) {
	for n := range f.subscribers {
		if n%turn == 0 {
			f.out.flush()
			f.arena = f.arena[:0]
		}
		first := len(f.arena)
		// Room for all of a turn is made at the first event of each size, so that what is queued does not move.
		if need := turn * sealedSize(e); cap(f.arena) < need {
			f.arena = make([]byte, 0, 2*need)
			first = 0
		}
		for rest := e.size; rest > 0; rest -= e.packet {
			f.arena = f.subscribers[n].seal(f.arena, f.plain[:min(rest, e.packet)+extra(e)])
		}
		f.out.send(n, f.arena[first:], header+min(e.size, e.packet)+extra(e)+tag)
	}
	f.out.flush()
	f.arena = f.arena[:0]
}

func extra(e event) int {
	if e.packet < payload {
		return descriptor
	}
	return 0
}

// sealedSize is what an event has in bytes for one subscriber.
func sealedSize(e event) int {
	packets := (e.size + e.packet - 1) / e.packet
	return e.size + packets*(header+tag+extra(e))
}

// seal appends a packet: header, sealed payload, tag.
func (s *subscriber) seal(to, plain []byte) []byte {
	s.count++
	binary.BigEndian.PutUint64(s.nonce[4:], s.count)
	at := len(to)
	to = to[:at+header]
	h := to[at:]
	h[0], h[1] = 0x90, 96
	binary.BigEndian.PutUint16(h[2:], uint16(s.count))
	return s.aead.Seal(to, s.nonce[:], plain, h)
}
