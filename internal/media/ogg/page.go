// Package ogg reads and writes pages of Ogg (RFC 3533), and tells what an Opus packet says of itself (RFC 6716).
package ogg

import (
	"encoding/binary"
	"errors"
)

// ErrPage says that there is no whole page with the right checksum.
var ErrPage = errors.New("ogg: no whole page")

// Flags of a page (RFC 3533 section 6).
const (
	Continued = 1 // it begins with the rest of a packet
	First     = 2 // of its stream
	Last      = 4
)

const (
	headerSize = 27
	// MaxSegments bounds the segments of a page; a segment has at most 255 bytes.
	MaxSegments = 255
	// MaxPage is the size of the largest page, in bytes.
	MaxPage = headerSize + MaxSegments + MaxSegments*255
)

// Page is one page.
type Page struct {
	Flags    byte
	Granule  int64 // of Opus: samples at 48 kHz until the end of the last packet that ends here; -1: none does
	Serial   uint32
	Sequence uint32
	Lacing   []byte // the sizes of its segments
	Body     []byte
}

// table is that of the CRC of RFC 3533 section 6: polynomial 0x04c11db7, not reflected.
var table = func() (t [256]uint32) {
	for i := range t {
		r := uint32(i) << 24
		for range 8 {
			carry := r >> 31
			r = r<<1 ^ carry*0x04c11db7
		}
		t[i] = r
	}
	return t
}()

func checksum(crc uint32, b []byte) uint32 {
	for _, c := range b {
		crc = crc<<8 ^ table[byte(crc>>24)^c]
	}
	return crc
}

// Next reads the page at the beginning of b, and tells its size in bytes. The page shares b's memory. ErrPage: there is
// none, it is cut off, or its checksum is wrong.
func Next(b []byte) (p Page, size int, err error) {
	if len(b) < headerSize || string(b[:4]) != "OggS" || b[4] != 0 {
		return p, 0, ErrPage
	}
	body := headerSize + int(b[26])
	if len(b) < body {
		return p, 0, ErrPage
	}
	size = body
	for _, n := range b[headerSize:body] {
		size += int(n)
	}
	if len(b) < size {
		return p, 0, ErrPage
	}
	crc := checksum(checksum(checksum(0, b[:22]), make([]byte, 4)), b[26:size])
	if crc != binary.LittleEndian.Uint32(b[22:]) {
		return p, 0, ErrPage
	}
	return Page{
		Flags: b[5], Granule: int64(binary.LittleEndian.Uint64(b[6:])), Serial: binary.LittleEndian.Uint32(b[14:]),
		Sequence: binary.LittleEndian.Uint32(b[18:]), Lacing: b[headerSize:body:body], Body: b[body:size:size],
	}, size, nil
}

// Append appends the page to dst.
func (p Page) Append(dst []byte) []byte {
	at := len(dst)
	dst = append(dst, "OggS\x00"...)
	dst = append(dst, p.Flags)
	dst = binary.LittleEndian.AppendUint64(dst, uint64(p.Granule))
	dst = binary.LittleEndian.AppendUint32(dst, p.Serial)
	dst = binary.LittleEndian.AppendUint32(dst, p.Sequence)
	dst = append(dst, 0, 0, 0, 0, byte(len(p.Lacing)))
	dst = append(dst, p.Lacing...)
	dst = append(dst, p.Body...)
	binary.LittleEndian.PutUint32(dst[at+22:], checksum(0, dst[at:]))
	return dst
}

// Packets calls f for each packet that begins and ends in the page, in order: Opus packets are never longer than one. It
// tells whether there was nothing else.
func (p Page) Packets(f func(packet []byte)) (whole bool) {
	at, start := 0, 0
	for i, n := range p.Lacing {
		at += int(n)
		switch {
		case n == 255:
			if i == len(p.Lacing)-1 {
				return false
			}
			continue
		case start == 0 && p.Flags&Continued != 0:
		default:
			f(p.Body[start:at:at])
		}
		start = at
	}
	return p.Flags&Continued == 0
}

// Segments appends the lacing of a packet of that size.
func Segments(dst []byte, size int) []byte {
	for ; size >= 255; size -= 255 {
		dst = append(dst, 255)
	}
	return append(dst, byte(size))
}
