package sfu

import "github.com/cumbre-meet/cumbre/internal/units"

// Link is an Endpoint as seen by one of its transports.
type Link struct {
	endpoint  *Endpoint
	transport Transport
}

// Link returns a receiver that is bound to the endpoint's present transport: after Replace or Leave it does
// nothing. Give it (rather than the Endpoint) to a connection that may outlive its place: its late packets and
// its Disconnected cannot touch the successor.
func (e *Endpoint) Link() *Link { return &Link{endpoint: e, transport: e.transport} }

func (l *Link) current() bool { return !l.endpoint.gone && l.endpoint.transport == l.transport }

// HandleRTP is Endpoint.HandleRTP while the link is current.
func (l *Link) HandleRTP(now units.Instant, packet []byte) {
	if l.current() {
		l.endpoint.HandleRTP(now, packet)
	}
}

// HandleRTCP is Endpoint.HandleRTCP while the link is current.
func (l *Link) HandleRTCP(now units.Instant, compound []byte) {
	if l.current() {
		l.endpoint.HandleRTCP(now, compound)
	}
}

// Connected is Endpoint.Connected while the link is current.
func (l *Link) Connected(now units.Instant) {
	if l.current() {
		l.endpoint.Connected(now)
	}
}

// Resumed is Endpoint.Resumed while the link is current.
func (l *Link) Resumed(now units.Instant) {
	if l.current() {
		l.endpoint.Resumed(now)
	}
}

// Disconnected is Endpoint.Disconnected while the link is current.
func (l *Link) Disconnected(now units.Instant) {
	if l.current() {
		l.endpoint.Disconnected(now)
	}
}
