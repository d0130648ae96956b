package turn

import (
	"encoding/binary"
	"net/netip"
	"time"
)

const (
	stunHeader  = 20
	magicCookie = 0x2112A442 // RFC 8489 section 5
)

// The requests that somebody without an allocation has reason to send (RFC 8489 section 18.2, RFC 8656 section 17).
const (
	bindingRequest  = 0x0001
	allocateRequest = 0x0003
)

// opens tells whether a datagram is a request that somebody without an allocation may send.
func opens(b []byte) bool {
	if len(b) < stunHeader || binary.BigEndian.Uint32(b[4:]) != magicCookie {
		return false
	}
	kind := binary.BigEndian.Uint16(b)
	return kind == bindingRequest || kind == allocateRequest
}

// first is the first byte of every STUN request and indication with a method below 0x80, of which are all of TURN's
// (RFC 8656 section 17). No HTTP request begins with it: a method's name is made of letters.
const first = 0

// gateAddresses bounds the addresses that the gate remembers, some 60 bytes each. When it is full, those that are not
// limited are forgotten; where that frees nothing, all: a flood from very many addresses loses only its own memory.
const gateAddresses = 8192

// gateRate is what one address may ask without an allocation, in requests. An office of 50 behind one address that
// loses its network together comes with 3 interfaces and 2 requests each, over 2 transports, within some seconds. Each
// unauthenticated request is answered by about 100 bytes, so this also bounds what a forged sender can be made to
// receive: 5 KB/s.
var gateRate = rate{burst: 600, perSecond: 50} //nolint:gochecknoglobals // constant

// gate holds what comes from strangers to a rate, by address. An IPv6 client owns a /64.
type gate struct {
	buckets map[netip.Addr]*bucket
}

func newGate() *gate { return &gate{buckets: make(map[netip.Addr]*bucket)} }

func (g *gate) take(now time.Time, from netip.Addr) bool {
	key := network(from)
	b := g.buckets[key]
	if b == nil {
		if len(g.buckets) >= gateAddresses {
			g.forget(now)
		}
		b = &bucket{}
		g.buckets[key] = b
	}
	return b.take(now, gateRate, 1)
}

func (g *gate) forget(now time.Time) {
	for key, b := range g.buckets {
		if b.full(now, gateRate) {
			delete(g.buckets, key)
		}
	}
	if len(g.buckets) >= gateAddresses {
		clear(g.buckets)
	}
}

func network(addr netip.Addr) netip.Addr {
	addr = addr.Unmap().WithZone("")
	if prefix, err := addr.Prefix(64); addr.Is6() && err == nil {
		return prefix.Addr()
	}
	return addr
}
