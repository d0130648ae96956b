package speech

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/cumbre-meet/cumbre/internal/media/ogg"
)

// maxPacket bounds an Opus packet: 1,275 bytes a frame, 48 frames at the most (RFC 6716 section 3.2.5), but what
// goes into one RTP packet is smaller than a datagram.
const maxPacket = 1 << 16

// errNoOpus says that a file is not what ParseOgg takes.
var errNoOpus = errors.New("the file is not Ogg with one Opus stream")

// ParseOgg gives the Opus packets of an Ogg file (RFC 3533, RFC 7845) with one stream, without the two header
// packets. The packets share the file's memory where they lie within one page.
func ParseOgg(file []byte) ([][]byte, error) {
	var packets [][]byte
	var partial []byte
	for page := 0; len(file) > 0; page++ {
		p, size, err := ogg.Next(file)
		if err != nil {
			return nil, fmt.Errorf("page %d: %w: %w", page, errNoOpus, err)
		}
		file = file[size:]
		at, start := 0, 0
		for _, n := range p.Lacing {
			at += int(n)
			if n == 255 {
				continue
			}
			packets = append(packets, join(partial, p.Body[start:at]))
			partial, start = nil, at
		}
		if partial = join(partial, p.Body[start:]); len(partial) > maxPacket {
			return nil, fmt.Errorf("page %d: a packet of more than %d bytes", page, maxPacket)
		}
	}
	if len(packets) < 2 || !bytes.HasPrefix(packets[0], []byte("OpusHead")) || !bytes.HasPrefix(packets[1], []byte("OpusTags")) {
		return nil, errNoOpus
	}
	return packets[2:], nil
}

func join(a, b []byte) []byte {
	if len(a) == 0 {
		return slices.Clip(b)
	}
	return append(slices.Clip(a), b...)
}

// PacketDuration is how long an Opus packet sounds; 0 for one that is none.
func PacketDuration(packet []byte) time.Duration {
	return time.Duration(ogg.Samples(packet)) * time.Second / ogg.Rate
}
