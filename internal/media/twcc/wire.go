package twcc

import (
	"encoding/binary"
	"errors"
	"time"

	"github.com/cumbre-meet/cumbre/internal/media/feedback"
	"github.com/cumbre-meet/cumbre/internal/units"
)

const (
	format    = 15 // FMT of transport-wide feedback (section 3.1)
	fixedSize = 8  // base sequence number, status count, reference time, feedback packet count

	runFlag     = 0 << 15 // chunk types (sections 3.1.3 and 3.1.4)
	vectorFlag  = 1 << 15
	twoBitsFlag = 1 << 14
	maxRun      = 1<<13 - 1
	oneBitCount = 14 // symbols in a status vector of one bit each
	twoBitCount = 7  // and of two bits each
)

// symbol is a packet status (section 3.1.1); its value is also the size of the receive delta in bytes.
type symbol uint8

const (
	notReceived symbol = 0
	smallDelta  symbol = 1
	largeDelta  symbol = 2
	reserved    symbol = 3
)

// encode appends the feedback about n packets from next on, whose symbols are set. first is the arrival of the
// first one that came, in ticks.
func (r *Receiver) encode(dst []byte, senderSSRC, mediaSSRC uint32, n int, first int64) []byte {
	start := len(dst)
	dst = feedback.Append(dst, feedback.Header{
		Type: feedback.TransportLayer, Format: format, SenderSSRC: senderSSRC, MediaSSRC: mediaSSRC,
	})
	dst = binary.BigEndian.AppendUint16(dst, uint16(r.next))
	dst = binary.BigEndian.AppendUint16(dst, uint16(n))
	reference := first / ticksPerRef
	dst = binary.BigEndian.AppendUint32(dst, uint32(reference)<<8|uint32(r.count)) // 24 bits of the reference
	for rest := r.symbols[:n]; len(rest) > 0; {
		var chunk uint16
		chunk, rest = nextChunk(rest)
		dst = binary.BigEndian.AppendUint16(dst, chunk)
	}
	previous := reference * ticksPerRef
	for i, s := range r.symbols[:n] {
		if s == notReceived {
			continue
		}
		at := toTicks(r.arrivals[(r.next+units.Seq64(i))%window])
		if s == smallDelta {
			dst = append(dst, byte(at-previous))
		} else {
			dst = binary.BigEndian.AppendUint16(dst, uint16(at-previous))
		}
		previous = at
	}
	return feedback.Finish(dst, start)
}

// nextChunk encodes the first symbols as a run if that carries at least as many as a vector would, else as
// a vector. It returns the symbols that are left.
func nextChunk(symbols []symbol) (uint16, []symbol) {
	run := 1
	for run < len(symbols) && run < maxRun && symbols[run] == symbols[0] {
		run++
	}
	oneBit := 0 // symbols that a vector of single bits can carry
	for oneBit < min(len(symbols), oneBitCount) && symbols[oneBit] != largeDelta {
		oneBit++
	}
	whole := oneBit == min(len(symbols), oneBitCount)
	if run >= oneBitCount || run == len(symbols) || (run >= twoBitCount && !whole) {
		return runFlag | uint16(symbols[0])<<13 | uint16(run), symbols[run:]
	}
	if whole {
		return vector(symbols[:oneBit], vectorFlag, oneBitCount, 1), symbols[oneBit:]
	}
	n := min(len(symbols), twoBitCount)
	return vector(symbols[:n], vectorFlag|twoBitsFlag, twoBitCount, 2), symbols[n:]
}

func vector(symbols []symbol, flags uint16, count, width int) uint16 {
	chunk := flags
	for i, s := range symbols {
		chunk |= uint16(s) << ((count - 1 - i) * width)
	}
	return chunk
}

// ErrMalformed is a feedback message that is cut or uses the reserved status.
var ErrMalformed = errors.New("twcc: feedback is cut or has a reserved status")

// Feedback is what a feedback message says about itself.
type Feedback struct {
	SenderSSRC uint32
	MediaSSRC  uint32
	Base       uint16        // first sequence number reported
	Statuses   int           // how many are reported
	Reference  time.Duration // by the receiver's clock, a multiple of 64 ms; wraps at 2^24 of them (12.4 days)
	Count      uint8         // of feedback messages, wraps
}

// Parse reads a feedback message. b is one RTCP packet of a compound, with its header. f is called for each packet
// reported, in order; arrival is by the receiver's clock, comparable to Reference, and 0 for a packet that did not
// come. f is not called if there is an error: feedback.ErrType for another message, ErrMalformed and the other
// errors of feedback.Parse for a broken one. One message reports at most 65,535 packets, whatever its size.
func Parse(b []byte, f func(seq uint16, received bool, arrival time.Duration)) (Feedback, error) {
	h, body, err := feedback.Parse(b)
	if err != nil {
		return Feedback{}, err
	}
	if err := h.Is(feedback.TransportLayer, format); err != nil {
		return Feedback{}, err
	}
	if len(body) < fixedSize {
		return Feedback{}, ErrMalformed
	}
	referenceAndCount := binary.BigEndian.Uint32(body[4:])
	fb := Feedback{
		SenderSSRC: h.SenderSSRC,
		MediaSSRC:  h.MediaSSRC,
		Base:       binary.BigEndian.Uint16(body),
		Statuses:   int(binary.BigEndian.Uint16(body[2:])),
		Reference:  time.Duration(int32(referenceAndCount)>>8) * refUnit, // signed 24 bits
		Count:      uint8(referenceAndCount),
	}
	deltas, err := findDeltas(body[fixedSize:], fb.Statuses)
	if err != nil {
		return Feedback{}, err
	}
	statuses := statusReader{chunks: body[fixedSize:]}
	at := fb.Reference
	for i := range fb.Statuses {
		s, _ := statuses.next() // findDeltas has been through all of them
		switch s {
		case smallDelta:
			at += time.Duration(deltas[0]) * tick
		case largeDelta:
			at += time.Duration(int16(binary.BigEndian.Uint16(deltas))) * tick
		default:
			f(fb.Base+uint16(i), false, 0)
			continue
		}
		deltas = deltas[s:]
		f(fb.Base+uint16(i), true, at)
	}
	return fb, nil
}

// Statuses is how many packets a feedback message reports, as far as its fixed part says; 0 for what is none. One message
// of 1,200 bytes can report 65,535: look before Parse.
func Statuses(b []byte) int {
	_, body, err := feedback.Parse(b)
	if err != nil || len(body) < fixedSize {
		return 0
	}
	return int(binary.BigEndian.Uint16(body[2:]))
}

// findDeltas returns the receive deltas that follow the chunks of n statuses, when all are there.
func findDeltas(body []byte, n int) ([]byte, error) {
	statuses := statusReader{chunks: body}
	size := 0
	for range n {
		s, ok := statuses.next()
		if !ok || s == reserved {
			return nil, ErrMalformed
		}
		size += int(s)
	}
	if len(statuses.chunks) < size {
		return nil, ErrMalformed
	}
	return statuses.chunks[:size], nil
}

// statusReader goes through the symbols of packet status chunks.
type statusReader struct {
	chunks []byte // those not yet begun, and what follows them
	chunk  uint16
	left   int // symbols left in chunk
}

// next returns the next symbol; not ok: the chunks are cut, or a run is empty.
func (r *statusReader) next() (symbol, bool) {
	if r.left == 0 && !r.begin() {
		return 0, false
	}
	r.left--
	switch {
	case r.chunk&vectorFlag == 0:
		return symbol(r.chunk >> 13 & 3), true
	case r.chunk&twoBitsFlag == 0:
		return symbol(r.chunk >> r.left & 1), true
	default:
		return symbol(r.chunk >> (2 * r.left) & 3), true
	}
}

func (r *statusReader) begin() bool {
	if len(r.chunks) < 2 {
		return false
	}
	r.chunk = binary.BigEndian.Uint16(r.chunks)
	r.chunks = r.chunks[2:]
	switch {
	case r.chunk&vectorFlag == 0:
		r.left = int(r.chunk & maxRun)
	case r.chunk&twoBitsFlag == 0:
		r.left = oneBitCount
	default:
		r.left = twoBitCount
	}
	return r.left > 0
}
