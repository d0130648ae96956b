package media

import (
	"encoding/binary"
	"time"
)

const (
	// SoundFrame is the duration of an Opus packet.
	SoundFrame = 20 * time.Millisecond
	// soundBytes is an Opus packet's size: 32 kbit/s, speech.
	soundBytes = 80
	// opusTOC is the first byte (RFC 6716 section 3.1): CELT-only fullband of 20 ms, mono, one frame.
	opusTOC = 31 << 3
)

// Sound makes one packet that carries when it was sent: sender and receiver have the same clock.
func Sound(sent time.Duration) []byte {
	b := make([]byte, soundBytes)
	b[0] = opusTOC
	binary.BigEndian.PutUint64(b[1:], uint64(sent))
	return b
}

// SoundSent reads when a packet was sent; false where it is none of ours.
func SoundSent(payload []byte) (time.Duration, bool) {
	if len(payload) != soundBytes || payload[0] != opusTOC {
		return 0, false
	}
	return time.Duration(binary.BigEndian.Uint64(payload[1:])), true
}
