// Package ice is the server's side of ICE: a lite agent (RFC 8445 section 2.5) that answers connectivity checks, asks
// back over the same paths, follows nominations and address changes, and knows from the peer's checks whether it still
// consents to be sent to (RFC 7675). It is pure: bytes and the time in, bytes out.
package ice

import (
	"bytes"
	"crypto/hmac"
	"encoding/binary"
	"errors"
	"hash"
	"hash/crc32"
	"net/netip"
)

const (
	stunHeaderLen   = 20
	magicCookie     = 0x2112A442
	integrityLen    = 20
	fingerprintXor  = 0x5354554e
	maxUsernameLen  = 513 // RFC 8489 section 14.3
	maxUnknownAttrs = 4   // so many are named in a 420; an honest client has none
)

// Message types (RFC 8489 section 5).
const (
	BindingRequest    = 0x0001
	BindingIndication = 0x0011
	BindingSuccess    = 0x0101
	BindingError      = 0x0111
)

// Attributes (RFC 8489 section 18.3, RFC 8445 section 16.1).
const (
	attrUsername          = 0x0006
	attrIntegrity         = 0x0008
	attrErrorCode         = 0x0009
	attrUnknownAttributes = 0x000a
	attrIntegritySHA256   = 0x001c
	attrXorMappedAddress  = 0x0020
	attrPriority          = 0x0024
	attrUseCandidate      = 0x0025
	attrFingerprint       = 0x8028
	attrControlled        = 0x8029
	attrControlling       = 0x802a
)

// ErrMalformed says that bytes are no well-formed STUN message. It has no detail: it is made in floods.
var ErrMalformed = errors.New("ice: malformed STUN message")

// Message is a parsed STUN message. It refers to the bytes it was parsed from.
type Message struct {
	Type          uint16
	TransactionID [12]byte
	Username      []byte
	Priority      uint32
	UseCandidate  bool
	Controlled    bool // the sender says it is the controlled one

	raw         []byte
	integrityAt int // offset of MESSAGE-INTEGRITY; 0: none
	unknown     [maxUnknownAttrs]uint16
	unknownN    int
}

// Is tells whether a datagram looks like STUN: two zero bits and the magic cookie (RFC 8489 section 5).
func Is(b []byte) bool {
	return len(b) >= stunHeaderLen && b[0] < 4 && binary.BigEndian.Uint32(b[4:]) == magicCookie
}

// Parse reads a whole datagram into m. A FINGERPRINT that is there must be right.
func Parse(b []byte, m *Message) error {
	if !Is(b) || len(b)%4 != 0 || int(binary.BigEndian.Uint16(b[2:])) != len(b)-stunHeaderLen {
		return ErrMalformed
	}
	*m = Message{Type: binary.BigEndian.Uint16(b), raw: b}
	copy(m.TransactionID[:], b[8:])
	for at := stunHeaderLen; at < len(b); {
		if len(b)-at < 4 {
			return ErrMalformed
		}
		kind, n := binary.BigEndian.Uint16(b[at:]), int(binary.BigEndian.Uint16(b[at+2:]))
		next := at + 4 + (n+3)&^3
		if next > len(b) {
			return ErrMalformed
		}
		if err := m.attribute(kind, b[at+4:at+4+n], at); err != nil {
			return err
		}
		at = next
	}
	return nil
}

// attribute takes one attribute. What follows MESSAGE-INTEGRITY is not protected and ignored, but for the
// FINGERPRINT (RFC 8489 section 14.5).
func (m *Message) attribute(kind uint16, v []byte, at int) error {
	if kind == attrFingerprint {
		sum := crc32.ChecksumIEEE(m.raw[:at]) ^ fingerprintXor
		if len(v) != 4 || at+8 != len(m.raw) || binary.BigEndian.Uint32(v) != sum {
			return ErrMalformed
		}
		return nil
	}
	if m.integrityAt != 0 {
		return nil
	}
	switch kind {
	case attrUsername:
		if len(v) > maxUsernameLen {
			return ErrMalformed
		}
		m.Username = v
	case attrIntegrity:
		if len(v) != integrityLen {
			return ErrMalformed
		}
		m.integrityAt = at
	case attrPriority:
		if len(v) != 4 {
			return ErrMalformed
		}
		m.Priority = binary.BigEndian.Uint32(v)
	case attrUseCandidate:
		m.UseCandidate = true
	case attrControlled:
		m.Controlled = true
	case attrIntegritySHA256, attrControlling:
	default:
		if kind < 0x8000 && m.unknownN < maxUnknownAttrs {
			m.unknown[m.unknownN] = kind
			m.unknownN++
		}
	}
	return nil
}

// LocalUfrag is the part of the USERNAME before the colon: which of our credentials the check is for.
func (m *Message) LocalUfrag() []byte {
	ufrag, _, _ := bytes.Cut(m.Username, []byte{':'})
	return ufrag
}

// authentic tells whether MESSAGE-INTEGRITY is there and was made with the mac's key (RFC 8489 section 14.5): it
// covers what precedes it, with the length in the header as if it were the last attribute.
func (m *Message) authentic(mac hash.Hash) bool {
	if m.integrityAt == 0 {
		return false
	}
	at := m.integrityAt
	sum := integrity(mac, m.raw[:at])
	return hmac.Equal(sum, m.raw[at+4:at+4+integrityLen])
}

func integrity(mac hash.Hash, b []byte) []byte {
	var length [2]byte
	binary.BigEndian.PutUint16(length[:], uint16(len(b)-stunHeaderLen+4+integrityLen))
	mac.Reset()
	mac.Write(b[:2])
	mac.Write(length[:])
	mac.Write(b[4:])
	return mac.Sum(nil)
}

// builder writes a message.
type builder struct {
	b     []byte
	start int
}

func newMessage(dst []byte, kind uint16, id [12]byte) builder {
	r := builder{b: dst, start: len(dst)}
	r.b = binary.BigEndian.AppendUint16(r.b, kind)
	r.b = append(r.b, 0, 0)
	r.b = binary.BigEndian.AppendUint32(r.b, magicCookie)
	r.b = append(r.b, id[:]...)
	return r
}

func (r *builder) add(kind uint16, v []byte) {
	r.b = binary.BigEndian.AppendUint16(r.b, kind)
	r.b = binary.BigEndian.AppendUint16(r.b, uint16(len(v)))
	r.b = append(r.b, v...)
	for range -len(v) & 3 {
		r.b = append(r.b, 0)
	}
}

// xorAddress is XOR-MAPPED-ADDRESS (RFC 8489 section 14.2).
func (r *builder) xorAddress(a netip.AddrPort) {
	var v [20]byte
	ip := a.Addr().Unmap().AsSlice()
	v[1] = 1
	if len(ip) == 16 {
		v[1] = 2
	}
	binary.BigEndian.PutUint16(v[2:], a.Port()^(magicCookie>>16))
	for i := range ip {
		v[4+i] = ip[i] ^ r.b[r.start+4+i] //nolint:gosec // an address has 4 or 16 bytes
	}
	r.add(attrXorMappedAddress, v[:4+len(ip)])
}

func (r *builder) errorCode(code int, reason string) {
	v := append([]byte{0, 0, byte(code / 100), byte(code % 100)}, reason...)
	r.add(attrErrorCode, v)
}

// finish adds MESSAGE-INTEGRITY and FINGERPRINT.
func (r *builder) finish(mac hash.Hash) []byte {
	r.add(attrIntegrity, integrity(mac, r.b[r.start:]))
	binary.BigEndian.PutUint16(r.b[r.start+2:], uint16(len(r.b)-r.start-stunHeaderLen+8))
	var v [4]byte
	binary.BigEndian.PutUint32(v[:], crc32.ChecksumIEEE(r.b[r.start:])^fingerprintXor)
	r.add(attrFingerprint, v[:])
	return r.b
}
