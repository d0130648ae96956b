package srtp

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // RFC 3711 names it; as a MAC it is not broken
	"crypto/subtle"
	"encoding/binary"
	"fmt"
	"hash"
)

// cmTagLen is the 80 bits of HMAC_SHA1_80.
const cmTagLen = 10

// streamLen is the number of key stream bytes made at once: a packet of usual size in one go.
const streamLen = 1536

// cm is AES_CM_128_HMAC_SHA1_80 (RFC 3711 sections 4.1.1 and 4.2.1).
type cm struct {
	rtp, rtcp cmKeys
	block     [aes.BlockSize]byte // scratch
	stream    [streamLen]byte
	sum       [sha1.Size]byte
}

type cmKeys struct {
	block cipher.Block
	mac   hash.Hash
	salt  [cmSaltLen]byte
}

func newCM(m Master) (*cm, error) {
	c := &cm{}
	if err := c.rtp.derive(m, labelRTPKey, labelRTPAuth, labelRTPSalt); err != nil {
		return nil, err
	}
	if err := c.rtcp.derive(m, labelRTCPKey, labelRTCPAuth, labelRTCPSalt); err != nil {
		return nil, err
	}
	return c, nil
}

func (k *cmKeys) derive(m Master, keyLabel, authLabel, saltLabel byte) error {
	key, err := m.derive(keyLabel, keyLen)
	if err != nil {
		return err
	}
	auth, err := m.derive(authLabel, authKeyLen)
	if err != nil {
		return err
	}
	salt, err := m.derive(saltLabel, cmSaltLen)
	if err != nil {
		return err
	}
	if k.block, err = aes.NewCipher(key); err != nil {
		return fmt.Errorf("srtp: %w", err)
	}
	k.mac = hmac.New(sha1.New, auth)
	copy(k.salt[:], salt)
	return nil
}

// crypt xors src into dst with the key stream of RFC 3711 section 4.1.1:
// IV = (salt·2^16) xor (SSRC·2^64) xor (index·2^16). dst and src may be the same.
func (c *cm) crypt(k *cmKeys, dst, src []byte, ssrc uint32, index uint64) {
	iv := &c.block
	clear(iv[:])
	copy(iv[:], k.salt[:])
	binary.BigEndian.PutUint32(iv[4:], binary.BigEndian.Uint32(iv[4:])^ssrc)
	binary.BigEndian.PutUint64(iv[6:], binary.BigEndian.Uint64(iv[6:])^(index&(1<<48-1)))
	counter := uint16(0)
	for len(src) > 0 {
		n := min(len(src), streamLen)
		for i := 0; i < n; i += aes.BlockSize {
			binary.BigEndian.PutUint16(iv[14:], counter)
			counter++
			k.block.Encrypt(c.stream[i:i+aes.BlockSize], iv[:])
		}
		subtle.XORBytes(dst[:n], src[:n], c.stream[:n])
		dst, src = dst[n:], src[n:]
	}
}

// tag is the truncated HMAC over b and, for RTP, the roll-over counter.
func (c *cm) tag(k *cmKeys, b []byte, roc []byte) []byte {
	k.mac.Reset()
	k.mac.Write(b)
	k.mac.Write(roc)
	return k.mac.Sum(c.sum[:0])[:cmTagLen]
}

func (c *cm) rtpTag(packet []byte, index uint64) []byte {
	binary.BigEndian.PutUint32(c.block[:], uint32(index>>16))
	return c.tag(&c.rtp, packet, c.block[:4])
}

func (c *cm) sealRTP(packet []byte, h int, ssrc uint32, index uint64) []byte {
	c.crypt(&c.rtp, packet[h:], packet[h:], ssrc, index)
	return append(packet, c.rtpTag(packet, index)...)
}

func (c *cm) copyRTP(dst []byte, h int, payload []byte, ssrc uint32, index uint64) []byte {
	start := len(dst)
	dst = dst[:start+len(payload)]
	c.crypt(&c.rtp, dst[start:], payload, ssrc, index)
	return append(dst, c.rtpTag(dst[start-h:], index)...)
}

func (c *cm) openRTP(packet []byte, h int, ssrc uint32, index uint64) ([]byte, bool) {
	if len(packet) < h+cmTagLen {
		return nil, false
	}
	body, tag := packet[:len(packet)-cmTagLen], packet[len(packet)-cmTagLen:]
	if subtle.ConstantTimeCompare(c.rtpTag(body, index), tag) != 1 {
		return nil, false
	}
	c.crypt(&c.rtp, body[h:], body[h:], ssrc, index)
	return body, true
}

func (c *cm) sealRTCP(packet []byte, ssrc, index uint32) []byte {
	c.crypt(&c.rtcp, packet[rtcpHeaderLen:], packet[rtcpHeaderLen:], ssrc, uint64(index))
	packet = binary.BigEndian.AppendUint32(packet, index|encryptedBit)
	return append(packet, c.tag(&c.rtcp, packet, nil)...)
}

func (c *cm) openRTCP(packet []byte, ssrc, index uint32) ([]byte, bool) {
	signed, tag := packet[:len(packet)-cmTagLen], packet[len(packet)-cmTagLen:]
	if subtle.ConstantTimeCompare(c.tag(&c.rtcp, signed, nil), tag) != 1 {
		return nil, false
	}
	body := signed[:len(signed)-indexLen]
	c.crypt(&c.rtcp, body[rtcpHeaderLen:], body[rtcpHeaderLen:], ssrc, uint64(index))
	return body, true
}

func (c *cm) rtpOverhead() int  { return cmTagLen }
func (c *cm) rtcpOverhead() int { return cmTagLen + indexLen }
