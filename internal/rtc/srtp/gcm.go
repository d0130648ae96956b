package srtp

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/binary"
	"fmt"
)

const gcmTagLen = 16

// gcm is AEAD_AES_128_GCM (RFC 7714).
type gcm struct {
	rtp, rtcp         cipher.AEAD
	rtpSalt, rtcpSalt [gcmSaltLen]byte
	nonce             [gcmSaltLen]byte // scratch: kept here so that it does not escape per packet
	aad               [rtcpHeaderLen + indexLen]byte
}

func newGCM(m Master) (*gcm, error) {
	g := &gcm{}
	var err error
	if g.rtp, err = deriveGCM(m, labelRTPKey, labelRTPSalt, &g.rtpSalt); err != nil {
		return nil, err
	}
	if g.rtcp, err = deriveGCM(m, labelRTCPKey, labelRTCPSalt, &g.rtcpSalt); err != nil {
		return nil, err
	}
	return g, nil
}

func deriveGCM(m Master, keyLabel, saltLabel byte, salt *[gcmSaltLen]byte) (cipher.AEAD, error) {
	key, err := m.derive(keyLabel, keyLen)
	if err != nil {
		return nil, err
	}
	s, err := m.derive(saltLabel, gcmSaltLen)
	if err != nil {
		return nil, err
	}
	copy(salt[:], s)
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("srtp: %w", err)
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fmt.Errorf("srtp: %w", err)
	}
	return aead, nil
}

// rtpNonce is RFC 7714 section 8.1: two zero bytes, SSRC, ROC, sequence number, xor salt.
func (g *gcm) rtpNonce(ssrc uint32, index uint64) []byte {
	n := &g.nonce
	n[0], n[1] = 0, 0
	binary.BigEndian.PutUint32(n[2:], ssrc)
	binary.BigEndian.PutUint32(n[6:], uint32(index>>16))
	binary.BigEndian.PutUint16(n[10:], uint16(index))
	for i := range n {
		n[i] ^= g.rtpSalt[i]
	}
	return n[:]
}

// rtcpNonce is RFC 7714 section 9.1: two zero bytes, SSRC, two zero bytes, index, xor salt.
func (g *gcm) rtcpNonce(ssrc, index uint32) []byte {
	n := &g.nonce
	clear(n[:])
	binary.BigEndian.PutUint32(n[2:], ssrc)
	binary.BigEndian.PutUint32(n[8:], index)
	for i := range n {
		n[i] ^= g.rtcpSalt[i]
	}
	return n[:]
}

// rtcpAAD is RFC 7714 section 9.2: the first 8 bytes and the word of the E bit and the index.
func (g *gcm) rtcpAAD(packet []byte, word uint32) []byte {
	copy(g.aad[:], packet[:rtcpHeaderLen])
	binary.BigEndian.PutUint32(g.aad[rtcpHeaderLen:], word)
	return g.aad[:]
}

func (g *gcm) sealRTP(packet []byte, h int, ssrc uint32, index uint64) []byte {
	return g.rtp.Seal(packet[:h], g.rtpNonce(ssrc, index), packet[h:], packet[:h])
}

func (g *gcm) copyRTP(dst []byte, h int, payload []byte, ssrc uint32, index uint64) []byte {
	return g.rtp.Seal(dst, g.rtpNonce(ssrc, index), payload, dst[len(dst)-h:])
}

func (g *gcm) openRTP(packet []byte, h int, ssrc uint32, index uint64) ([]byte, bool) {
	if len(packet) < h+gcmTagLen {
		return nil, false
	}
	out, err := g.rtp.Open(packet[:h], g.rtpNonce(ssrc, index), packet[h:], packet[:h])
	return out, err == nil
}

func (g *gcm) sealRTCP(packet []byte, ssrc, index uint32) []byte {
	word := index | encryptedBit
	out := g.rtcp.Seal(packet[:rtcpHeaderLen], g.rtcpNonce(ssrc, index), packet[rtcpHeaderLen:], g.rtcpAAD(packet, word))
	return binary.BigEndian.AppendUint32(out, word)
}

// openRTCP accepts only encrypted packets, as RFC 8827 section 6.5 demands.
func (g *gcm) openRTCP(packet []byte, ssrc, index uint32) ([]byte, bool) {
	body := packet[:len(packet)-indexLen]
	out, err := g.rtcp.Open(body[:rtcpHeaderLen], g.rtcpNonce(ssrc, index), body[rtcpHeaderLen:], g.rtcpAAD(body, index|encryptedBit))
	return out, err == nil
}

func (g *gcm) rtpOverhead() int  { return gcmTagLen }
func (g *gcm) rtcpOverhead() int { return gcmTagLen + indexLen }
