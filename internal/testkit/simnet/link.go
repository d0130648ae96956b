package simnet

import "github.com/cumbre-meet/cumbre/internal/testkit/path"

type (
	// Conditions are those of one direction of a path, as the laboratory with real browsers has them.
	Conditions = path.Conditions
	// Bursts is the Gilbert–Elliott model of losses.
	Bursts = path.Bursts
)

// Link carries packets one way.
type Link struct {
	path.Way

	net     *Net
	deliver func(packet []byte)
}

// NewLink makes a link that hands packets to deliver.
func NewLink(n *Net, c Conditions, deliver func(packet []byte)) *Link {
	return &Link{Way: path.NewWay(c, n.rand), net: n, deliver: deliver}
}

// Send puts a packet on the link, which takes it over.
func (l *Link) Send(packet []byte) { l.SendTo(packet, l.deliver) }

// SendTo is Send for a link that several share: deliver gets the packet.
func (l *Link) SendTo(packet []byte, deliver func(packet []byte)) {
	fate := l.Way.Send(l.net.now, len(packet))
	if !fate.At.IsZero() {
		l.net.At(fate.At, func() { deliver(packet) })
	}
	if !fate.Again.IsZero() {
		again := append([]byte(nil), packet...)
		l.net.At(fate.Again, func() { deliver(again) })
	}
}
