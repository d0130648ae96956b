// Package udp is a UDP socket that is read and written in batches: recvmmsg and, on the way out, sendmsg,
// sendmmsg, or sendmmsg with UDP_SEGMENT. Systems other than Linux read and write packet by packet.
//
// A Socket has one user, the media loop. Only Wake may be called from elsewhere. Of what it sends, goroutines of the Socket's may
// hand large turns to the kernel: see StartSenders and Flush.
package udp

import (
	"errors"
	"net/netip"
	"time"
)

// Sizes.
const (
	// MaxPacket is the largest datagram that is read whole, in bytes: an Ethernet frame's and some room. Longer
	// ones are truncated, and then fail authentication.
	MaxPacket = 2048
	// readBatch is how many datagrams one read takes: a frame of every publisher of a busy meeting.
	readBatch = 64
	// socketBuffer is asked of the kernel for each direction: a keyframe (200 kB) to 40 receivers.
	socketBuffer = 8 << 20
	// maxSegments of one UDP_SEGMENT run: the kernel's UDP_MAX_SEGMENTS was 64 until 6.9.
	maxSegments = 64
	// maxRun is the most bytes of one run: an IPv4 packet has at most 65,535, headers included.
	maxRun = 65000
	// waitForRoom is how long a send waits for a full socket buffer before it drops. Longer stalls all peers,
	// shorter loses packets in a burst that the network would have taken.
	waitForRoom = 2 * time.Millisecond
	// maxWait is the longest that a datagram is believed to have waited to be read: a loop that stood still for longer did so
	// with its machine, or the clock was set.
	maxWait = time.Second
	// gatherLeast is the least that is worth another system call.
	gatherLeast = 50 * time.Microsecond
)

// ErrTimeout is returned by Read when the deadline passed or Wake was called before a datagram came.
var ErrTimeout = errors.New("udp: no datagram before the deadline")

// Packet is one received datagram. Its bytes are valid until the next Read.
type Packet struct {
	Data []byte
	From netip.AddrPort // never an IPv4-mapped address
	To   netip.Addr     // our address, where the system says it; else the zero Addr

	// Waited is how long it had been in the socket's buffer when it was read, by the kernel's timestamp; 0 where the system has none.
	Waited time.Duration
}

// Destination is where datagrams go. Make it with Socket.Destination and keep it: it holds what the kernel needs.
type Destination struct {
	Remote netip.AddrPort
	Local  netip.Addr // source address to use; zero: the system chooses
	raw    rawDestination
	noGSO  bool // a run to it was refused
}

// Piece is one packet, or several that lie one behind the other in memory: of Segment bytes each, the last may be
// shorter.
type Piece struct {
	Data    []byte
	Segment int
}

// Run is some packets to one destination, in order.
type Run struct {
	To     *Destination
	Pieces []Piece
	Share  int // which of the senders is its destination's: the same for all runs to it, not negative
}

// Stats counts what the socket did. It is read and written by the socket's user only; what the senders still have is not in it.
type Stats struct {
	ReadCalls, ReadPackets uint64
	SendCalls              uint64 // system calls
	SentMessages           uint64 // datagrams or UDP_SEGMENT runs
	SentPackets            uint64
	SentBytes              uint64
	DroppedNoRoom          uint64 // packets dropped because the socket's buffer stayed full
	DroppedErrors          uint64 // packets that the system refused to send
	GSORefused             uint64 // runs that were refused and sent packet by packet
	HandedMessages         uint64 // messages that a sender sent, and not the loop
	SenderWaits            uint64 // times that the loop waited for the senders
	Inside                 Delays `doc:"Seconds from the arrival of the oldest datagram of the loop's turn in the socket's buffer until a packet of that turn was with the kernel."`
}

// add counts what was sent elsewhere.
func (s *Stats) add(sent *Stats) {
	s.SendCalls += sent.SendCalls
	s.SentMessages += sent.SentMessages
	s.SentPackets += sent.SentPackets
	s.SentBytes += sent.SentBytes
	s.DroppedNoRoom += sent.DroppedNoRoom
	s.DroppedErrors += sent.DroppedErrors
	s.GSORefused += sent.GSORefused
	s.Inside.add(&sent.Inside)
}
