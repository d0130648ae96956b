package rtc

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net/netip"
	"time"

	"github.com/cumbre-meet/cumbre/internal/media/policer"
	"github.com/cumbre-meet/cumbre/internal/rtc/sdp"
	"github.com/cumbre-meet/cumbre/internal/rtc/udp"
	"github.com/cumbre-meet/cumbre/internal/sfu"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// Config says where an Engine listens and what it advertises. The zero Config with UDP or TCP set is usable.
type Config struct {
	// ListenAddr is the address that the sockets are bound to. The zero Addr: all, IPv4 and IPv6.
	ListenAddr netip.Addr
	// Port is the number of the UDP and of the TCP port. 0: the system chooses one, the same for both.
	Port uint16
	// Addresses are advertised as host candidates. Empty: those of the interfaces that are up (never loopback,
	// unless there is nothing else or ListenAddr is loopback).
	Addresses []netip.Addr
	// UDP and TCP switch the two ways in; at least one is needed.
	UDP, TCP bool
	// SendMode chooses the way out: "auto", "single", "mmsg" or "gso". Empty: auto.
	SendMode udp.SendMode
	// Senders is the number of goroutines that hand large turns to the kernel beside the loop. 0: the loop does all.
	Senders int
	// Certificate is the server's DTLS certificate. Nil: an ECDSA P-256 one is made by New.
	Certificate *tls.Certificate
	// Limits bounds what clients can make the engine keep. Zero fields take DefaultLimits' values.
	Limits Limits
}

// maxSenders is more than one loop's sealing can feed: it takes a third of a packet's time, the kernel two thirds.
const maxSenders = 16

// Limits bounds what clients can make the engine keep.
type Limits struct {
	// Peers is the number of connections, connected or not. Each costs about 100 KiB.
	Peers int
	// Handshakes is the number of DTLS handshakes under way at once: each is a goroutine with some signatures.
	// Fewer delays mass joins, more lets a burst of joiners starve the media loop of CPU time.
	Handshakes int
	// TCPConnections is the number of ICE-TCP connections, authenticated or not.
	TCPConnections int
	// TCPQueue is the number of bytes that may wait to be written to one ICE-TCP connection. More is more delay
	// for a slow client, less drops more of a keyframe's burst.
	TCPQueue units.ByteCount
	// Ingress is what one connection may send of SRTP and SRTCP. Once its authentic packets have used it up, further ones are
	// dropped unread; of ICE-TCP they are not read from the socket until their time comes. It bounds what a client costs the one loop that serves all; what goes out again is bounded by
	// source (sfu.Config). A browser with camera, screen and two sounds sends under 7 Mbit/s and 1,500 packets/s.
	Ingress policer.Limit

	// HandshakeTimeout is how long one DTLS handshake may take.
	HandshakeTimeout time.Duration
	// ConnectTimeout is how long a peer may take from its answer to its first authenticated ICE check.
	ConnectTimeout time.Duration
	// SilenceTimeout is how long a connected peer may be silent before its Receiver is told. A client checks its path
	// every 5 s (RFC 7675 section 5.1) and sends RTCP about as often. Less cries wolf over some lost packets, more
	// shows a dead client as alive.
	SilenceTimeout time.Duration
	// ConsentTimeout is how long a peer may be silent before nothing is sent to it any more (RFC 7675).
	ConsentTimeout time.Duration
	// GoneTimeout is how long a peer may be silent before it is given up: until then an ICE restart resumes it.
	GoneTimeout time.Duration
}

// DefaultLimits are the bounds of a server with about 1,500 clients.
func DefaultLimits() Limits {
	return Limits{
		Peers:            4000,
		Handshakes:       64,
		TCPConnections:   1024,
		TCPQueue:         512 << 10,
		Ingress:          policer.Limit{Bytes: 40_000_000 / 8, Packets: 8000},
		HandshakeTimeout: 10 * time.Second,
		ConnectTimeout:   30 * time.Second,
		SilenceTimeout:   11 * time.Second,
		ConsentTimeout:   30 * time.Second,
		GoneTimeout:      60 * time.Second,
	}
}

func (l *Limits) fill() {
	d := DefaultLimits()
	orInt := func(v *int, def int) {
		if *v == 0 {
			*v = def
		}
	}
	orDuration := func(v *time.Duration, def time.Duration) {
		if *v == 0 {
			*v = def
		}
	}
	orInt(&l.Peers, d.Peers)
	orInt(&l.Handshakes, d.Handshakes)
	orInt(&l.TCPConnections, d.TCPConnections)
	if l.TCPQueue == 0 {
		l.TCPQueue = d.TCPQueue
	}
	if l.Ingress == (policer.Limit{}) {
		l.Ingress = d.Ingress
	}
	orDuration(&l.HandshakeTimeout, d.HandshakeTimeout)
	orDuration(&l.ConnectTimeout, d.ConnectTimeout)
	orDuration(&l.SilenceTimeout, d.SilenceTimeout)
	orDuration(&l.ConsentTimeout, d.ConsentTimeout)
	orDuration(&l.GoneTimeout, d.GoneTimeout)
}

func (c *Config) check() error {
	if !c.UDP && !c.TCP {
		return errors.New("rtc: neither UDP nor TCP is enabled")
	}
	if !c.SendMode.Valid() {
		return fmt.Errorf("rtc: send mode %q is none of auto, single, mmsg, gso", string(c.SendMode))
	}
	if c.Senders < 0 || c.Senders > maxSenders {
		return fmt.Errorf("rtc: %d senders: 0 to %d", c.Senders, maxSenders)
	}
	c.Limits.fill()
	return nil
}

// ConnectOptions goes with an offer.
type ConnectOptions struct {
	// Uses says what each m-line is for, by its mid. Nil for WHIP and WHEP: then the uses follow from the order
	// and the direction of the lines. Lines whose mid it does not have are answered inactive.
	Uses map[string]sfu.Use
	// MaxSlots bounds the m-lines of an offer; 0: sdp.MaxLines.
	MaxSlots int
	// Direction says what becomes of lines offered as sendrecv, and which lines are wanted at all.
	Direction sdp.Direction
}

// Receiver gets what a connection delivers, on the media loop.
type Receiver interface {
	// HandleRTP gets one decrypted RTP packet. It may change the bytes but must not keep them.
	HandleRTP(now units.Instant, packet []byte)
	// HandleRTCP gets one decrypted compound RTCP packet; the same holds.
	HandleRTCP(now units.Instant, compound []byte)
	// Connected says that DTLS is done: packets can be sent.
	Connected(now units.Instant)
	// Silent says that nothing authentic came from the client for Limits.SilenceTimeout; Heard, that something does
	// again. Only in turn, the first is Silent.
	Silent(now units.Instant)
	Heard(now units.Instant)
	// Resumed says that the client settled on a path after Connected, by an ICE restart or another way: what was sent to
	// it shortly before, and what it asked for, may be lost.
	Resumed(now units.Instant)
	// Disconnected says that the connection is gone for good. It is called once, after which nothing is.
	Disconnected(now units.Instant)
}

// Attach is called on the media loop when the lines of a connection are known, before any of its packets is
// delivered. It returns who gets the packets; nil closes the connection.
type Attach = func(now units.Instant, t sfu.Transport, lines []sfu.Line) Receiver
