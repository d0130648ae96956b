package speech

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"time"
)

// maxPacket bounds an Opus packet: 1,275 bytes a frame, 48 frames at the most (RFC 6716 section 3.2.5), but what
// goes into one RTP packet is smaller than a datagram.
const maxPacket = 1 << 16

// errNoOpus says that a file is not what ParseOgg takes.
var errNoOpus = errors.New("the file is not Ogg with one Opus stream")

// ParseOgg gives the Opus packets of an Ogg file (RFC 3533, RFC 7845) with one stream, without the two header
// packets. The packets share the file's memory where they lie within one page. Checksums are not verified.
func ParseOgg(file []byte) ([][]byte, error) {
	var packets [][]byte
	var partial []byte
	for page := 0; len(file) > 0; page++ {
		lacing, body, rest, err := oggPage(file)
		if err != nil {
			return nil, fmt.Errorf("page %d: %w", page, err)
		}
		file = rest
		at, start := 0, 0
		for _, n := range lacing {
			at += int(n)
			if n == 255 {
				continue
			}
			packets = append(packets, join(partial, body[start:at]))
			partial, start = nil, at
		}
		if partial = join(partial, body[start:]); len(partial) > maxPacket {
			return nil, fmt.Errorf("page %d: a packet of more than %d bytes", page, maxPacket)
		}
	}
	if len(packets) < 2 || !bytes.HasPrefix(packets[0], []byte("OpusHead")) || !bytes.HasPrefix(packets[1], []byte("OpusTags")) {
		return nil, errNoOpus
	}
	return packets[2:], nil
}

// oggPage cuts one page (RFC 3533 section 6) off a file: its segment table and its body.
func oggPage(file []byte) (lacing, body, rest []byte, err error) {
	const header = 27
	if len(file) < header || string(file[:4]) != "OggS" || file[4] != 0 {
		return nil, nil, nil, errNoOpus
	}
	n := int(file[26])
	if len(file) < header+n {
		return nil, nil, nil, errNoOpus
	}
	lacing = file[header : header+n]
	size := 0
	for _, l := range lacing {
		size += int(l)
	}
	if len(file) < header+n+size {
		return nil, nil, nil, fmt.Errorf("%w: it ends within a page", errNoOpus)
	}
	return lacing, file[header+n : header+n+size], file[header+n+size:], nil
}

func join(a, b []byte) []byte {
	if len(a) == 0 {
		return slices.Clip(b)
	}
	return append(slices.Clip(a), b...)
}

// PacketDuration is how long an Opus packet sounds, by its table-of-contents byte (RFC 6716 section 3.1); 0 for
// one that is none.
func PacketDuration(packet []byte) time.Duration {
	if len(packet) == 0 {
		return 0
	}
	frames := 1
	switch packet[0] & 3 {
	case 1, 2:
		frames = 2
	case 3:
		if len(packet) < 2 {
			return 0
		}
		frames = int(packet[1] & 0x3f)
	}
	return time.Duration(frames) * frameDuration(packet[0]>>3)
}

// frameDuration is the length of one frame by the configuration number (RFC 6716 table 2).
func frameDuration(config byte) time.Duration {
	switch {
	case config < 12: // SILK: 10, 20, 40, 60 ms
		return time.Duration([4]int{10, 20, 40, 60}[config%4]) * time.Millisecond
	case config < 16: // hybrid: 10, 20 ms
		return time.Duration([2]int{10, 20}[config%2]) * time.Millisecond
	default: // CELT: 2.5, 5, 10, 20 ms
		return 2500 * time.Microsecond << (config % 4)
	}
}
