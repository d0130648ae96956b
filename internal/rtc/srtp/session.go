package srtp

import (
	"encoding/binary"
	"errors"

	"github.com/cumbre-meet/cumbre/internal/units"
)

// What is wrong with a packet. They are values without detail because they are made in floods, and counted.
var (
	ErrMalformed     = errors.New("srtp: malformed packet")
	ErrAuthenticity  = errors.New("srtp: packet is not authentic")
	ErrReplayed      = errors.New("srtp: replayed or too old")
	ErrTooManySSRCs  = errors.New("srtp: too many SSRCs")
	ErrReused        = errors.New("srtp: packet index was used before")
	ErrIndexesSpent  = errors.New("srtp: all packet indexes are used")
	ErrNoRoomInArena = errors.New("srtp: destination is too small")
)

const (
	rtpHeaderLen  = 12
	rtcpHeaderLen = 8
	indexLen      = 4
	encryptedBit  = 1 << 31
)

// Bounds of what a peer can make us keep.
const (
	// MaxSSRCs per direction of one peer. A browser that publishes camera in three layers, screen, and two sounds,
	// with RTX, has 12; a subscriber with 16 pictures is sent 37. Each costs the receive side ReceiveWindow/8 bytes.
	MaxSSRCs = 128
	// ReceiveWindow is the replay window in packets. Firefox's RTX stream sends probes whose sequence numbers are
	// thousands behind or ahead of its repairs; 64 (the RFC's least) drops them and repairs with them. It must
	// stay below 2^15, from where the roll-over counter would be guessed wrong.
	ReceiveWindow = 8192
	// sendWindow is how far back packets may be sent out of order.
	sendWindow = 1024
	// rtcpWindow is the same for RTCP received.
	rtcpWindow = 256
)

// Sealer protects what we send on one connection. It has one user at a time.
type Sealer struct {
	suite     suite
	rtcpIndex uint32
	sent      windows
}

// NewSealer takes our direction's master key.
func NewSealer(m Master) (*Sealer, error) {
	s, err := newSuite(m)
	if err != nil {
		return nil, err
	}
	return &Sealer{suite: s, sent: newWindows()}, nil
}

// SealRTP appends one protected packet to dst, whose capacity must hold it with MaxOverhead (and pad) bytes more.
// header is a whole RTP header with its extensions, payload what follows; both are only read. pad, 0 to 255, is
// the number of padding bytes to add (RFC 3550 section 5.1); it is ignored when the header already says that
// there is padding. Where payload has capacity for them, they are written behind it there, and nothing is copied. A sequence number that was used before is refused with ErrReused: under GCM a second packet
// with the same index would give away the authentication key (RFC 7714 section 8.4).
func (s *Sealer) SealRTP(dst, header, payload []byte, pad int) ([]byte, error) {
	if len(header) < rtpHeaderLen || pad < 0 || pad > 255 {
		return dst, ErrMalformed
	}
	if cap(dst)-len(dst) < len(header)+len(payload)+pad+MaxOverhead {
		return dst, ErrNoRoomInArena
	}
	ssrc := binary.BigEndian.Uint32(header[8:])
	index, err := s.take(ssrc, binary.BigEndian.Uint16(header[2:]))
	if err != nil {
		return dst, err
	}
	start := len(dst)
	dst = append(dst, header...)
	if pad == 0 || header[0]&0x20 != 0 {
		return s.suite.copyRTP(dst, len(header), payload, ssrc, uint64(index)), nil
	}
	dst[start] |= 0x20
	if n := len(payload); cap(payload)-n >= pad {
		payload = payload[:n+pad]
		clear(payload[n:])
		payload[n+pad-1] = byte(pad)
		return s.suite.copyRTP(dst, len(header), payload, ssrc, uint64(index)), nil
	}
	dst = append(dst, payload...)
	padded := dst[len(dst) : len(dst)+pad]
	clear(padded)
	padded[pad-1] = byte(pad)
	dst = dst[:len(dst)+pad]
	packet := s.suite.sealRTP(dst[start:], len(header), ssrc, uint64(index))
	return dst[:start+len(packet)], nil
}

// take finds the 48-bit index of a sequence number and marks it used.
func (s *Sealer) take(ssrc uint32, seq uint16) (int64, error) {
	w := s.sent.find(ssrc)
	if w == nil {
		if s.sent.full() {
			return 0, ErrTooManySSRCs
		}
		w = s.sent.add(ssrc, sendWindow)
	}
	index := int64(seq)
	if w.started {
		index = int64(units.UnwrapSeq(units.Seq64(w.highest), seq))
	}
	if index >= 1<<48 {
		return 0, ErrIndexesSpent
	}
	if !w.fresh(index) {
		return 0, ErrReused
	}
	w.take(index)
	return index, nil
}

// SealRTCP appends one protected compound packet to dst under the same conditions. The index counts all SSRCs of
// the connection together, which RFC 3711 section 3.4 permits: it only has to rise for each.
func (s *Sealer) SealRTCP(dst, compound []byte) ([]byte, error) {
	if len(compound) < rtcpHeaderLen {
		return dst, ErrMalformed
	}
	if cap(dst)-len(dst) < len(compound)+MaxOverhead {
		return dst, ErrNoRoomInArena
	}
	if s.rtcpIndex >= encryptedBit-1 {
		return dst, ErrIndexesSpent
	}
	s.rtcpIndex++
	start := len(dst)
	dst = append(dst, compound...)
	packet := s.suite.sealRTCP(dst[start:], binary.BigEndian.Uint32(compound[4:]), s.rtcpIndex)
	return dst[:start+len(packet)], nil
}

// RTPOverhead is what SealRTP adds to a packet without padding, in bytes.
func (s *Sealer) RTPOverhead() int { return s.suite.rtpOverhead() }

// Opener verifies and decrypts what a peer sends. It has one user at a time.
type Opener struct {
	suite suite
	rtp   windows
	rtcp  windows
}

// NewOpener takes the peer's direction's master key.
func NewOpener(m Master) (*Opener, error) {
	s, err := newSuite(m)
	if err != nil {
		return nil, err
	}
	return &Opener{suite: s, rtp: newWindows(), rtcp: newWindows()}, nil
}

// headerLen is the length of an RTP header with CSRCs and extension, or an error if the packet is too short for it.
func headerLen(packet []byte) (int, error) {
	if len(packet) < rtpHeaderLen || packet[0]>>6 != 2 {
		return 0, ErrMalformed
	}
	h := rtpHeaderLen + 4*int(packet[0]&0x0f)
	if packet[0]&0x10 != 0 {
		if len(packet) < h+4 {
			return 0, ErrMalformed
		}
		h += 4 + 4*int(binary.BigEndian.Uint16(packet[h+2:]))
	}
	if len(packet) < h {
		return 0, ErrMalformed
	}
	return h, nil
}

// OpenRTP decrypts one packet in place and returns it without its tag. The packet's bytes are lost if there is an
// error.
func (o *Opener) OpenRTP(packet []byte) ([]byte, error) {
	h, err := headerLen(packet)
	if err != nil {
		return nil, err
	}
	seq, ssrc := binary.BigEndian.Uint16(packet[2:]), binary.BigEndian.Uint32(packet[8:])
	w := o.rtp.find(ssrc)
	index := int64(seq)
	if w != nil {
		index = int64(units.UnwrapSeq(units.Seq64(w.highest), seq))
		if !w.fresh(index) {
			return nil, ErrReplayed
		}
	} else if o.rtp.full() {
		return nil, ErrTooManySSRCs
	}
	out, ok := o.suite.openRTP(packet, h, ssrc, uint64(index))
	if !ok {
		return nil, ErrAuthenticity
	}
	if w == nil {
		w = o.rtp.add(ssrc, ReceiveWindow)
	}
	w.take(index)
	return out, nil
}

// OpenRTCP decrypts one compound packet in place and returns it without index and tag.
func (o *Opener) OpenRTCP(packet []byte) ([]byte, error) {
	if len(packet) < rtcpHeaderLen+o.suite.rtcpOverhead() || packet[0]>>6 != 2 {
		return nil, ErrMalformed
	}
	word := o.rtcpWord(packet)
	if word&encryptedBit == 0 {
		return nil, ErrAuthenticity
	}
	index, ssrc := word&^encryptedBit, binary.BigEndian.Uint32(packet[4:])
	w := o.rtcp.find(ssrc)
	if w != nil && !w.fresh(int64(index)) {
		return nil, ErrReplayed
	}
	if w == nil && o.rtcp.full() {
		return nil, ErrTooManySSRCs
	}
	out, ok := o.suite.openRTCP(packet, ssrc, index)
	if !ok {
		return nil, ErrAuthenticity
	}
	if w == nil {
		w = o.rtcp.add(ssrc, rtcpWindow)
	}
	w.take(int64(index))
	return out, nil
}

// rtcpWord is the word of the E bit and the index. With GCM it is last, else the tag follows it.
func (o *Opener) rtcpWord(packet []byte) uint32 {
	end := len(packet)
	if _, cm := o.suite.(*cm); cm {
		end -= cmTagLen
	}
	return binary.BigEndian.Uint32(packet[end-indexLen:])
}

// SSRCs is the number of RTP streams that the Opener has state for.
func (o *Opener) SSRCs() int { return o.rtp.count() }
