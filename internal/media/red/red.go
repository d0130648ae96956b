// Package red reads redundant audio data (RFC 2198) as libwebrtc sends it with Opus: each packet has, before its own
// sound (the primary block), that of the packets before it once more. It neither allocates nor keeps what it is given.
package red

import (
	"encoding/binary"
	"errors"
)

const (
	// MaxBlocks is how many redundant blocks a payload may have. libwebrtc sends one or two. More would let a sender
	// make us walk a longer list per packet, fewer would refuse senders that distrust their path.
	MaxBlocks = 16
	// MaxOffset is how much older than its packet a block may be, in ticks: the field has 14 bits, of Opus 341 ms.
	MaxOffset = 1<<14 - 1
	// MaxLength of a redundant block in bytes: the field has 10 bits.
	MaxLength = 1<<10 - 1

	blockHeader   = 4    // bytes: F, payload type, timestamp offset, length
	primaryHeader = 1    // byte: F = 0, payload type
	follows       = 0x80 // F: another header follows
)

// Errors of Parse.
var (
	ErrTooShort      = errors.New("red: payload too short for its blocks")
	ErrTooManyBlocks = errors.New("red: too many blocks")
	ErrOtherFormat   = errors.New("red: a block of another payload type")
)

// Payload is what a RED payload says of itself. The zero Payload is that of a payload without RED.
type Payload struct {
	// Primary is where the primary block begins, in bytes: it is all that follows. 0: the payload is not RED.
	Primary uint16
	// Reach is how much older than the packet its oldest redundant block is, in ticks of the packet's timestamp.
	Reach uint16
	// Blocks is how many redundant blocks there are.
	Blocks uint8
}

// Parse reads a payload (RFC 2198 section 3) whose blocks must all have the payload type pt.
// Errors: ErrTooShort (also for an empty primary block), ErrTooManyBlocks, ErrOtherFormat.
func Parse(b []byte, pt uint8) (Payload, error) {
	var p Payload
	at, size := 0, 0
	for ; at < len(b) && b[at]&follows != 0; at += blockHeader {
		if p.Blocks == MaxBlocks {
			return Payload{}, ErrTooManyBlocks
		}
		if len(b)-at < blockHeader {
			return Payload{}, ErrTooShort
		}
		if b[at]&^follows != pt {
			return Payload{}, ErrOtherFormat
		}
		offset, length := blockFields(b[at:])
		p.Reach = max(p.Reach, offset)
		p.Blocks++
		size += length
	}
	at += primaryHeader
	if at+size >= len(b) {
		return Payload{}, ErrTooShort
	}
	if b[at-primaryHeader] != pt {
		return Payload{}, ErrOtherFormat
	}
	p.Primary = uint16(at + size)
	return p, nil
}

// blockFields are the timestamp offset and the length in a block's header.
func blockFields(header []byte) (offset uint16, length int) {
	v := binary.BigEndian.Uint32(header)
	return uint16(v >> 10 & MaxOffset), int(v & MaxLength)
}

// SetPayloadType gives all blocks of b, the payload that p was read from, another payload type: each receiver has its own.
func (p Payload) SetPayloadType(b []byte, pt uint8) {
	for i := range int(p.Blocks) {
		b[i*blockHeader] = follows | pt
	}
	b[int(p.Blocks)*blockHeader] = pt
}

// Block is one redundant block.
type Block struct {
	Offset uint16 // by how many ticks it is older than the packet's timestamp
	Data   []byte
}

// Walk steps through the redundant blocks, the newest (the last one) first: after Next returned true, Block is one.
type Walk struct {
	Block

	b    []byte
	left int // blocks
	end  int // of the data of the next one
}

// Walk returns a walk over the redundant blocks of b, the payload that p was read from.
func (p Payload) Walk(b []byte) Walk { return Walk{b: b, left: int(p.Blocks), end: int(p.Primary)} }

// Next goes to the next older block.
func (w *Walk) Next() bool {
	if w.left == 0 {
		return false
	}
	w.left--
	offset, length := blockFields(w.b[w.left*blockHeader:])
	w.Block = Block{Offset: offset, Data: w.b[w.end-length : w.end : w.end]}
	w.end -= length
	return true
}

// Append appends a RED payload of the primary block and of redundant ones, oldest first, to dst. A block that its header
// cannot describe (MaxOffset, MaxLength) is left out.
func Append(dst []byte, pt uint8, primary []byte, blocks ...Block) []byte {
	for _, k := range blocks {
		if k.fits() {
			dst = binary.BigEndian.AppendUint32(dst, uint32(follows|pt)<<24|uint32(k.Offset)<<10|uint32(len(k.Data)))
		}
	}
	dst = append(dst, pt)
	for _, k := range blocks {
		if k.fits() {
			dst = append(dst, k.Data...)
		}
	}
	return append(dst, primary...)
}

func (k Block) fits() bool { return k.Offset <= MaxOffset && len(k.Data) <= MaxLength }
