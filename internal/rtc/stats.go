package rtc

import "github.com/cumbre-meet/cumbre/internal/rtc/udp"

// Stats counts what the engine did since its start, and what it holds now. All counters only rise.
type Stats struct {
	// What there is now.
	Peers          int
	PeersConnected int
	Handshakes     int // under way
	TCPConnections int
	RelayedFlows   int // that came through a Relay
	Addresses      int // entries in the demultiplexing table

	Turns uint64 // of the loop

	// Received and delivered.
	RTPReceived  uint64
	RTCPReceived uint64
	BytesIn      uint64 // of SRTP and SRTCP, as on the wire

	// Sent, or dropped before the socket.
	RTPSent           uint64
	RTCPSent          uint64
	BytesOut          uint64 // of SRTP and SRTCP, as on the wire
	DroppedNotReady   uint64 // no keys, no path, or no consent
	DroppedSeal       uint64 // sequence number used twice, or malformed
	DroppedTCPBacklog uint64 // the client does not read its TCP or relayed connection fast enough

	// STUN.
	ChecksAnswered         uint64
	ChecksConfirmed        uint64 // checks of our own that were answered: paths that work both ways
	ChecksUnknown          uint64 // for no peer that there is
	ChecksUnauthenticated  uint64
	ChecksRateLimited      uint64
	STUNMalformed          uint64
	STUNIgnored            uint64 // indications, and responses to nothing that was asked
	PathChanges            uint64
	ICERestarts            uint64
	TCPRefused             uint64 // too many connections
	TCPFirstFrameRefused   uint64 // no authenticated binding request in time
	TCPFramesMalformed     uint64
	TCPPaused              uint64 // times that a connection was not read for a while, being beyond Limits.Ingress
	HandshakesDone         uint64
	HandshakesFailed       uint64
	HandshakesRefused      uint64 // too many under way: the client's next retransmission tries again
	FingerprintsWrong      uint64
	ConsentLost            uint64 // peers silent for ConsentTimeout
	PeersTimedOut          uint64 // never connected, or silent for GoneTimeout
	DroppedUnknownAddress  uint64 // DTLS, SRTP from an address without an authenticated check
	DroppedUnknownProtocol uint64 // first byte of none of them (RFC 7983)
	DroppedBeforeKeys      uint64 // SRTP before DTLS is done
	DroppedDTLSBacklog     uint64
	DroppedMalformed       uint64 // SRTP
	DroppedNotAuthentic    uint64 // SRTP
	DroppedOverRate        uint64 // SRTP of a peer beyond Limits.Ingress: not decrypted
	DroppedReplayed        uint64 // SRTP
	DroppedTooManySSRCs    uint64 // SRTP

	// Socket.
	UDP        udp.Stats
	SendMode   udp.SendMode // empty without UDP
	SendReason string       // why it is that
}
