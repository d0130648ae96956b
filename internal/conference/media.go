package conference

import (
	"net/netip"

	"github.com/cumbre-meet/cumbre/internal/sfu"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// Media is what conferences need of the WebRTC transport; rtc.Engine implements it through a small adapter in
// internal/server. All methods may be called from any goroutine.
type Media interface {
	// Run runs f on the media loop, in order, and returns without waiting.
	Run(f func(now units.Instant))
	// OnTick runs f on the media loop about every 10 ms until remove is called (which may be on the loop). A
	// conference drives its Room's Tick with it.
	OnTick(f func(now units.Instant)) (remove func())
	// OnTurn runs f on the media loop at the end of each of its turns, after the packets that came in it, until remove is
	// called. until is by when a turn must end again for what f kept back; 0: nothing. A conference drives its Room's Turn with it.
	OnTurn(f func(now units.Instant) (until units.Instant)) (remove func())
	// Connect answers an offer and makes a connection. attach runs on the media loop before any packet of the
	// connection is delivered; it joins the lines to the Room and returns who gets the packets.
	// A *protocol.Problem says what is wrong with the offer.
	Connect(offer Offer, attach Attach) (Connection, string, error)
}

// Offer is what a client sends to connect.
type Offer struct {
	SDP string
	// Uses says what each m-line is for, by its mid. Nil for WHIP and WHEP: derived from the order (rtc).
	Uses map[string]sfu.Use
	// Viewer, where Uses is nil: a WHEP offer, whose lines are all answered sendonly; else WHIP, all recvonly.
	Viewer bool
	// MaxSlots bounds the lines that are accepted.
	MaxSlots int
}

// Attach is called on the media loop when the connection's lines are known.
type Attach func(now units.Instant, t sfu.Transport, lines []sfu.Line) Receiver

// Receiver gets what a connection delivers, on the media loop. sfu.Endpoint implements it.
type Receiver interface {
	// HandleRTP gets one decrypted RTP packet. It may change the bytes but must not keep them.
	HandleRTP(now units.Instant, packet []byte)
	// HandleRTCP gets one decrypted compound RTCP packet; the same holds.
	HandleRTCP(now units.Instant, compound []byte)
	// Connected says that DTLS is done: packets can be sent.
	Connected(now units.Instant)
	// Silent says that nothing came from the client for the engine's silence timeout, neither ICE checks nor packets;
	// Heard, that something does again. Only in turn, the first is Silent.
	Silent(now units.Instant)
	Heard(now units.Instant)
	// Resumed says that the client settled on a path after Connected, by an ICE restart or another way: what was sent to
	// it shortly before, and what it asked for, may be lost.
	Resumed(now units.Instant)
	// Disconnected says that the connection is gone for good: consent lost for the engine's timeout, a DTLS
	// close, or Close.
	Disconnected(now units.Instant)
}

// Connection is one client's transport. Its methods may be called from any goroutine.
type Connection interface {
	// Renegotiate answers a further offer of the same client: an ICE restart (new ufrag), more lines, or both.
	// update runs on the media loop with all lines as they are now.
	Renegotiate(offer Offer, update func(now units.Instant, lines []sfu.Line)) (answer string, err error)
	// AddRemoteCandidates takes a trickle fragment (RFC 8840). An ICE-lite server needs none of it; it is
	// checked for form and for the ufrag.
	AddRemoteCandidates(fragment string) error
	// RestartICE gives the server's fragment for a WHIP/WHEP PATCH with a new ufrag (RFC 9725 section 4.3.2).
	RestartICE(fragment string) (answer string, err error)
	// ETag names the current ICE session (RFC 9725 section 4.3).
	ETag() string
	// RemoteAddr is the last address that packets came from.
	RemoteAddr() netip.AddrPort
	// Close ends the connection.
	Close()
}
