// Package srtp seals and opens SRTP and SRTCP packets (RFC 3711) with AEAD_AES_128_GCM (RFC 7714) or
// AES_CM_128_HMAC_SHA1_80, the two protection profiles that browsers negotiate (RFC 5764, RFC 8827 section 6.5).
//
// A Sealer encrypts while it copies: plaintext that is shared by many receivers goes into each one's packet
// without an intermediate copy. An Opener decrypts in place. Neither allocates per packet, and an Opener keeps
// nothing about an SSRC until a packet of it is authentic.
package srtp

import (
	"crypto/aes"
	"errors"
	"fmt"
)

// Profile is a DTLS-SRTP protection profile (RFC 5764 section 4.1.2, RFC 7714 section 14.2).
type Profile uint16

// The profiles.
const (
	AES128CMHMACSHA180 Profile = 0x0001
	AEADAES128GCM      Profile = 0x0007
)

// String is the profile's name in the IANA registry.
func (p Profile) String() string {
	switch p {
	case AES128CMHMACSHA180:
		return "SRTP_AES128_CM_HMAC_SHA1_80"
	case AEADAES128GCM:
		return "SRTP_AEAD_AES_128_GCM"
	}
	return fmt.Sprintf("SRTP profile %#04x", uint16(p))
}

const (
	keyLen     = 16
	cmSaltLen  = 14
	gcmSaltLen = 12
	authKeyLen = 20
)

// saltLen is in bytes, 0 for an unknown profile.
func (p Profile) saltLen() int {
	switch p {
	case AES128CMHMACSHA180:
		return cmSaltLen
	case AEADAES128GCM:
		return gcmSaltLen
	}
	return 0
}

// KeyingMaterialLen is the number of bytes to export from DTLS (RFC 5764 section 4.2); 0 for an unknown profile.
func (p Profile) KeyingMaterialLen() int {
	if p.saltLen() == 0 {
		return 0
	}
	return 2 * (keyLen + p.saltLen())
}

// MaxOverhead is the most that sealing adds to a packet, in bytes: SRTCP with GCM has a tag of 16 and an index of 4.
const MaxOverhead = 20

// Master is one direction's master key and salt.
type Master struct {
	Profile Profile
	Key     []byte // 16 bytes
	Salt    []byte // 12 (GCM) or 14 (CM) bytes
}

// SplitKeyingMaterial cuts what DTLS exported into the client's and the server's master keys (RFC 5764 section
// 4.2): client key, server key, client salt, server salt.
func SplitKeyingMaterial(p Profile, material []byte) (client, server Master, err error) {
	if n := p.KeyingMaterialLen(); n == 0 || len(material) != n {
		return client, server, fmt.Errorf("srtp: %d bytes of keying material for %v", len(material), p)
	}
	salts := material[2*keyLen:]
	client = Master{Profile: p, Key: material[:keyLen], Salt: salts[:p.saltLen()]}
	server = Master{Profile: p, Key: material[keyLen : 2*keyLen], Salt: salts[p.saltLen():]}
	return client, server, nil
}

// The labels of RFC 3711 section 4.3.1.
const (
	labelRTPKey   = 0
	labelRTPAuth  = 1
	labelRTPSalt  = 2
	labelRTCPKey  = 3
	labelRTCPAuth = 4
	labelRTCPSalt = 5
)

// derive is the key derivation of RFC 3711 section 4.3.1 with a derivation rate of 0: AES in counter mode under
// the master key, from (label·2^48 xor salt)·2^16. A salt of 96 bits is left-aligned (RFC 7714 section 11).
func (m Master) derive(label byte, n int) ([]byte, error) {
	if len(m.Key) != keyLen || m.Profile.saltLen() == 0 || len(m.Salt) != m.Profile.saltLen() {
		return nil, errors.New("srtp: master key or salt of a wrong length")
	}
	block, err := aes.NewCipher(m.Key)
	if err != nil {
		return nil, fmt.Errorf("srtp: %w", err)
	}
	var in, out [aes.BlockSize]byte
	copy(in[:], m.Salt)
	in[7] ^= label
	key := make([]byte, 0, n+aes.BlockSize)
	for i := 0; len(key) < n; i++ {
		in[15] = byte(i)
		block.Encrypt(out[:], in[:])
		key = append(key, out[:]...)
	}
	return key[:n], nil
}

// suite is one direction's session keys. ssrc is that of the packet, index the 48-bit packet index (ROC and
// sequence number) of RTP or the 31-bit index of RTCP.
type suite interface {
	// sealRTP encrypts in place: packet is the plaintext, header of h bytes first, with tagLen free bytes behind
	// it in its capacity. It returns the whole packet.
	sealRTP(packet []byte, h int, ssrc uint32, index uint64) []byte
	// copyRTP is sealRTP from elsewhere: dst is the header and ends where the ciphertext is to begin.
	copyRTP(dst []byte, h int, payload []byte, ssrc uint32, index uint64) []byte
	// openRTP decrypts in place and returns the packet without its tag; false if it is not authentic.
	openRTP(packet []byte, h int, ssrc uint32, index uint64) ([]byte, bool)
	// sealRTCP encrypts in place as sealRTP does, with all but the first 8 bytes encrypted, and appends the index.
	sealRTCP(packet []byte, ssrc, index uint32) []byte
	// openRTCP decrypts in place; the caller has read the index.
	openRTCP(packet []byte, ssrc, index uint32) ([]byte, bool)
	rtpOverhead() int
	rtcpOverhead() int
}

func newSuite(m Master) (suite, error) {
	switch m.Profile {
	case AEADAES128GCM:
		return newGCM(m)
	case AES128CMHMACSHA180:
		return newCM(m)
	}
	return nil, fmt.Errorf("srtp: %v is not supported", m.Profile)
}
