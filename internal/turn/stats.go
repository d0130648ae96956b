package turn

import "sync/atomic"

// Stats counts what the relay did since its start, and what it holds now. All counters only rise.
type Stats struct {
	// What there is now.
	Allocations int
	Connections int // TCP and TLS, with an allocation or without

	AllocationsMade    uint64
	AllocationsRefused uint64 // all were in use
	AllocationsEvicted uint64 // for another of the same session
	AllocationsIdle    uint64 // nothing came from the media engine for Limits.Idle
	AllocationsMisused uint64 // a channel to a port of ours that is not the media port

	CredentialsWrong   uint64
	CredentialsExpired uint64
	CredentialsForeign uint64 // usernames that are none of ours
	RequestsFailed     uint64 // all that was answered with an error, or not at all, once past the gate
	PeersRefused       uint64 // permissions and channels to addresses that are not the media port's
	StrangersDropped   uint64 // datagrams from who has no allocation, that are no request for one
	StrangersLimited   uint64 // requests and connections beyond the rate of their address

	ConnectionsRefused   uint64 // too many
	ConnectionsUnsettled uint64 // no allocation in time, or too much before it
	HandshakesFailed     uint64 // TLS, on all ports that share with TURN
	NotTURN              uint64 // connections to a port of TURN's own that bring something else

	PacketsIn        uint64 // to the media engine
	BytesIn          uint64
	PacketsOut       uint64 // from the media engine
	BytesOut         uint64
	DroppedElsewhere uint64 // data for an address that is not the media port's
	DroppedRate      uint64 // beyond the rate of an allocation
	DroppedBusy      uint64 // the media loop had too much of this client's already
}

// counters are Stats that any goroutine counts.
type counters struct {
	connections                                                         atomic.Int64
	made, refused, evicted, idle, misused                               atomic.Uint64
	wrong, expired, foreign, failed, peersRefused                       atomic.Uint64
	strangersDropped, strangersLimited                                  atomic.Uint64
	connectionsRefused, connectionsUnsettled, handshakes, notTURN       atomic.Uint64
	packetsIn, bytesIn, packetsOut, bytesOut, elsewhere, overRate, busy atomic.Uint64
}

// Stats may be called from any goroutine.
func (s *Server) Stats() Stats {
	s.mu.Lock()
	allocations := len(s.ledger.entries)
	s.mu.Unlock()
	c := &s.count
	return Stats{
		Allocations: allocations, Connections: int(c.connections.Load()),
		AllocationsMade: c.made.Load(), AllocationsRefused: c.refused.Load(), AllocationsEvicted: c.evicted.Load(),
		AllocationsIdle: c.idle.Load(), AllocationsMisused: c.misused.Load(),
		CredentialsWrong: c.wrong.Load(), CredentialsExpired: c.expired.Load(), CredentialsForeign: c.foreign.Load(),
		RequestsFailed: c.failed.Load(), PeersRefused: c.peersRefused.Load(),
		StrangersDropped: c.strangersDropped.Load(), StrangersLimited: c.strangersLimited.Load(),
		ConnectionsRefused: c.connectionsRefused.Load(), ConnectionsUnsettled: c.connectionsUnsettled.Load(),
		HandshakesFailed: c.handshakes.Load(), NotTURN: c.notTURN.Load(),
		PacketsIn: c.packetsIn.Load(), BytesIn: c.bytesIn.Load(), PacketsOut: c.packetsOut.Load(), BytesOut: c.bytesOut.Load(),
		DroppedElsewhere: c.elsewhere.Load(), DroppedRate: c.overRate.Load(), DroppedBusy: c.busy.Load(),
	}
}
