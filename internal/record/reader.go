package record

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/cumbre-meet/cumbre/internal/media/ogg"
)

// ErrFile says that a file is not one of ours: Ogg with one stream of Opus, from its first page.
var ErrFile = errors.New("record: not a file of Ogg/Opus")

// MaxCut is the longest part that Cut gives. It is put together in memory: ten minutes are at most some 6 MB.
const MaxCut = 10 * time.Minute

// preRoll is what a decoder needs to hear before the sound is right, in samples (RFC 7845 section 4.6): a part begins so
// much earlier, and the player leaves it out.
const preRoll = 80 * ogg.Rate / 1000

// maxTags bounds the comments that are read of a file.
const maxTags = 64

// contents are what a scan finds in a file.
type contents struct {
	tags    []Tag
	stereo  bool
	serial  uint32
	next    uint32 // sequence of the page behind the last
	samples int64
	good    int64 // bytes up to the end of the last whole page
	ended   bool  // it has its last page
}

// scanner reads pages one behind the other.
type scanner struct {
	r    io.Reader
	buf  []byte
	n    int // of buf that are there
	eof  bool
	fail error
}

// next is the next page, until the first that is not whole. It is valid until the next call.
func (s *scanner) next() (p ogg.Page, size int, ok bool) {
	for {
		p, size, err := ogg.Next(s.buf[:s.n])
		if err == nil {
			return p, size, true
		}
		if s.eof || s.n == len(s.buf) {
			return p, 0, false
		}
		got, err := s.r.Read(s.buf[s.n:])
		s.n += got
		if err != nil {
			s.eof = true
			if !errors.Is(err, io.EOF) {
				s.fail = fmt.Errorf("record: %w", err)
			}
		}
	}
}

func (s *scanner) skip(size int) { s.n = copy(s.buf, s.buf[size:s.n]) }

// scan reads a file up to its last good page, and calls each with its pages of sound and the position of their beginning.
func scan(r io.Reader, each func(p ogg.Page, from int64) bool) (c contents, err error) {
	s := &scanner{r: r, buf: make([]byte, 2*ogg.MaxPage)}
	for page := 0; ; page++ {
		p, size, ok := s.next()
		if !ok || page > 0 && (p.Serial != c.serial || p.Sequence != c.next) || c.ended {
			break
		}
		switch page {
		case 0:
			c.serial = p.Serial
			if c.stereo, ok = head(p); !ok {
				return c, ErrFile
			}
		case 1:
			if c.tags, ok = comments(p); !ok {
				return c, ErrFile
			}
		default:
			from := c.samples
			if p.Granule < from {
				return c, s.fail
			}
			c.samples = p.Granule
			if each != nil && !each(p, from) {
				return c, s.fail
			}
		}
		c.next, c.ended = p.Sequence+1, p.Flags&ogg.Last != 0
		c.good += int64(size)
		s.skip(size)
	}
	if c.next < 2 && s.fail == nil {
		return c, ErrFile
	}
	return c, s.fail
}

// head reads the identification header (RFC 7845 section 5.1).
func head(p ogg.Page) (stereo, ok bool) {
	p.Packets(func(b []byte) {
		ok = len(b) >= 19 && bytes.HasPrefix(b, []byte("OpusHead\x01")) && p.Flags&ogg.First != 0
		stereo = ok && b[9] == 2
	})
	return stereo, ok
}

// comments reads the comment header (RFC 7845 section 5.2).
func comments(p ogg.Page) (tags []Tag, ok bool) {
	p.Packets(func(b []byte) {
		rest, is := bytes.CutPrefix(b, []byte("OpusTags"))
		if !is {
			return
		}
		_, rest, is = cutText(rest) // the vendor's
		if !is || len(rest) < 4 {
			return
		}
		n := binary.LittleEndian.Uint32(rest)
		rest = rest[4:]
		var one string
		for range min(n, maxTags) {
			if one, rest, is = cutText(rest); !is {
				return
			}
			name, value, _ := strings.Cut(one, "=")
			tags = append(tags, Tag{name, value})
		}
		ok = true
	})
	return tags, ok
}

func cutText(b []byte) (s string, rest []byte, ok bool) {
	if len(b) < 4 {
		return "", nil, false
	}
	n := uint64(binary.LittleEndian.Uint32(b))
	if b = b[4:]; n > uint64(len(b)) {
		return "", nil, false
	}
	return string(b[:n]), b[n:], true
}

// Cut makes a file of a part of another: what plays between from and to since its start, to the sample. What is not there
// (yet) is left out. The part is bounded by MaxCut.
func Cut(r io.Reader, from, to time.Duration) ([]byte, error) {
	p := part{begin: toSamples(from), end: toSamples(min(to, from+MaxCut)), at: -1}
	c, err := scan(r, p.page)
	if err != nil {
		return nil, err
	}
	return p.file(c)
}

// part collects packets.
type part struct {
	begin, end int64
	packets    [][]byte
	at         int64 // of the first packet; -1: there is none
	samples    int64 // of all
}

// page takes what a page has of the part.
func (o *part) page(p ogg.Page, at int64) (more bool) {
	first := max(0, o.begin-preRoll)
	if at < o.end && p.Granule > first {
		p.Packets(func(b []byte) {
			n := ogg.Samples(b)
			if at+n > first && at < o.end {
				if o.at < 0 {
					o.at = at
				}
				o.packets = append(o.packets, bytes.Clone(b))
				o.samples += n
			}
			at += n
		})
	}
	return at < o.end
}

// file makes a file of them. Its last page's position cuts the end (RFC 7845 section 4.4).
func (o *part) file(c contents) ([]byte, error) {
	skip := min(max(0, o.begin-o.at), preRoll+ogg.MaxPacketSamples) // more only where positions lie
	if o.samples <= skip || o.at < 0 {
		skip, o.packets = 0, nil
	}
	var out bytes.Buffer
	w, err := newWriter(&out, c.serial, c.stereo, uint16(skip), c.tags)
	if err != nil {
		return nil, err
	}
	for _, b := range o.packets {
		if err := w.packet(b, ogg.Samples(b)); err != nil {
			return nil, err
		}
	}
	w.samples -= max(0, min(o.at+w.samples-o.end, w.samples))
	if err := w.close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func toSamples(d time.Duration) int64 { return int64(max(d, 0)) * ogg.Rate / int64(time.Second) }

func fromSamples(n int64) time.Duration { return time.Duration(n) * time.Second / ogg.Rate }
