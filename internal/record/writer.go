package record

import (
	"encoding/binary"
	"fmt"
	"io"

	"github.com/cumbre-meet/cumbre/internal/media/ogg"
)

// vendor is what the comment header says made the file (RFC 7845 section 5.2).
const vendor = "Cumbre"

// Tag is a comment of a file: NAME=value.
type Tag struct{ Name, Value string }

// writer writes one Opus stream into pages. Nothing of it is on the way to w before flush.
type writer struct {
	w        io.Writer
	serial   uint32
	sequence uint32
	samples  int64 // written and in the page under way
	page     ogg.Page
	buf      []byte
}

// newWriter writes the two header pages. preSkip samples at the beginning are decoded and not heard.
func newWriter(w io.Writer, serial uint32, stereo bool, preSkip uint16, tags []Tag) (*writer, error) {
	o := &writer{w: w, serial: serial}
	channels := byte(1)
	if stereo {
		channels = 2
	}
	head := append([]byte("OpusHead\x01"), channels)
	head = binary.LittleEndian.AppendUint16(head, preSkip)
	head = binary.LittleEndian.AppendUint32(head, ogg.Rate) // of the input; for information
	head = append(head, 0, 0, 0)                            // gain, mapping family
	comments := text([]byte("OpusTags"), vendor)
	comments = binary.LittleEndian.AppendUint32(comments, uint32(len(tags)))
	for _, t := range tags {
		comments = text(comments, t.Name+"="+t.Value)
	}
	o.buf = ogg.Page{Flags: ogg.First, Serial: serial, Lacing: ogg.Segments(nil, len(head)), Body: head}.Append(nil)
	o.buf = ogg.Page{Serial: serial, Sequence: 1, Lacing: ogg.Segments(nil, len(comments)), Body: comments}.Append(o.buf)
	o.sequence = 2
	return o, o.write()
}

func text(dst []byte, s string) []byte {
	return append(binary.LittleEndian.AppendUint32(dst, uint32(len(s))), s...)
}

// packet appends a packet that sounds for n samples.
func (o *writer) packet(b []byte, n int64) error {
	if len(o.page.Lacing)+len(b)/255+1 > ogg.MaxSegments {
		if err := o.flush(); err != nil {
			return err
		}
	}
	o.page.Lacing = ogg.Segments(o.page.Lacing, len(b))
	o.page.Body = append(o.page.Body, b...)
	o.samples += n
	return nil
}

// flush ends the page under way and writes it.
func (o *writer) flush() error {
	if len(o.page.Lacing) == 0 {
		return nil
	}
	o.end(0)
	return o.write()
}

// close writes the end of the stream: a last page, which may be without packets (RFC 3533 section 4).
func (o *writer) close() error {
	o.end(ogg.Last)
	return o.write()
}

func (o *writer) end(flags byte) {
	o.page.Flags, o.page.Granule, o.page.Serial, o.page.Sequence = flags, o.samples, o.serial, o.sequence
	o.buf = o.page.Append(o.buf)
	o.sequence++
	o.page.Lacing, o.page.Body = o.page.Lacing[:0], o.page.Body[:0]
}

func (o *writer) write() error {
	_, err := o.w.Write(o.buf)
	o.buf = o.buf[:0]
	if err != nil {
		return fmt.Errorf("record: %w", err)
	}
	return nil
}
