package server

import (
	"fmt"
	"net"
	"net/netip"
	"runtime"

	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/config"
	"github.com/cumbre-meet/cumbre/internal/rtc"
	"github.com/cumbre-meet/cumbre/internal/rtc/sdp"
	"github.com/cumbre-meet/cumbre/internal/rtc/udp"
	"github.com/cumbre-meet/cumbre/internal/sfu"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// media lets conferences use the engine.
type media struct{ engine *rtc.Engine }

// Run implements conference.Media.
func (m media) Run(f func(now units.Instant)) { m.engine.Post(f) }

// OnTick implements conference.Media.
func (m media) OnTick(f func(now units.Instant)) (remove func()) { return m.engine.OnTick(f) }

// OnTurn implements conference.Media.
func (m media) OnTurn(f func(now units.Instant) (until units.Instant)) (remove func()) {
	return m.engine.OnTurn(f)
}

// Connect implements conference.Media.
func (m media) Connect(offer conference.Offer, attach conference.Attach) (conference.Connection, string, error) {
	peer, answer, err := m.engine.Connect(offer.SDP, optionsOf(offer), func(now units.Instant, t sfu.Transport, lines []sfu.Line) rtc.Receiver {
		receiver := attach(now, t, lines)
		if receiver == nil {
			return nil // not an interface that holds nil
		}
		return receiver
	})
	if err != nil {
		return nil, "", err
	}
	return connection{peer}, answer, nil
}

func optionsOf(offer conference.Offer) rtc.ConnectOptions {
	direction := sdp.Publish
	if offer.Viewer {
		direction = sdp.View
	}
	return rtc.ConnectOptions{Uses: offer.Uses, MaxSlots: offer.MaxSlots, Direction: direction}
}

// connection lets conferences use a peer.
type connection struct{ *rtc.Peer }

// Renegotiate implements conference.Connection.
func (c connection) Renegotiate(offer conference.Offer, update func(now units.Instant, lines []sfu.Line)) (string, error) {
	return c.Peer.Renegotiate(offer.SDP, optionsOf(offer), update)
}

// maxAddresses bounds the addresses that are advertised by default: each is a candidate that every client tries, and
// machines with containers have dozens.
const maxAddresses = 16

// defaultSenders is how many senders there are at most unless the configuration says so: one loop seals for no more than three.
const defaultSenders = 4

// sendersFrom is how many processors are left to the rest of the program, and to the loop. On two, senders gained nothing
// (docs/performance.md), and they need memory.
const sendersFrom = 2

// mediaConfig is the engine's part of the configuration.
func mediaConfig(cfg config.Config) (rtc.Config, error) {
	out := rtc.Config{
		Port: cfg.MediaPort, Addresses: cfg.MediaAddresses, UDP: cfg.MediaUDP, TCP: cfg.MediaTCP,
		SendMode: udp.SendMode(cfg.MediaSend), Senders: cfg.MediaSenders,
	}
	if out.Senders < 0 {
		out.Senders = min(max(runtime.GOMAXPROCS(0)-sendersFrom, 0), defaultSenders)
	}
	if cfg.MediaListen != "" {
		addr, err := netip.ParseAddr(cfg.MediaListen)
		if err != nil {
			return rtc.Config{}, fmt.Errorf("media-listen: %w", err)
		}
		out.ListenAddr = addr
		return out, nil
	}
	if len(out.Addresses) == 0 && isLocal(cfg.HTTP) {
		// People on this machine only: the loopback address always works for them, whatever the network does.
		addrs, err := localAddresses()
		if err != nil {
			return rtc.Config{}, fmt.Errorf("addresses of this machine: %w", err)
		}
		out.Addresses = addrs
	}
	return out, nil
}

// isLocal tells whether HTTP is reachable from this machine only.
func isLocal(hostPort string) bool {
	host, _, err := net.SplitHostPort(hostPort)
	if err != nil {
		return false
	}
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// localAddresses are 127.0.0.1 and what the interfaces have.
func localAddresses() ([]netip.Addr, error) {
	found, err := net.InterfaceAddrs()
	if err != nil {
		return nil, err
	}
	addrs := []netip.Addr{netip.AddrFrom4([4]byte{127, 0, 0, 1})}
	for _, a := range found {
		prefix, err := netip.ParsePrefix(a.String())
		if err != nil || len(addrs) == maxAddresses {
			continue
		}
		if addr := prefix.Addr().Unmap(); addr.IsGlobalUnicast() {
			addrs = append(addrs, addr)
		}
	}
	return addrs, nil
}
