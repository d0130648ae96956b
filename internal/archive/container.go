package archive

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"regexp"
	"slices"
)

// The ZIP file (PKWARE APPNOTE 6.3.10) is as simple as one can be: stored entries one behind the other, without data descriptors, extra
// fields, comments or times, then the central directory. All bytes but names, sizes and checksums are constant, so that a reader makes them
// anew and compares. Offsets beyond 4 GiB are the one thing that ZIP writes otherwise (section 4.5.3, ZIP64).
const (
	localSignature   = 0x04034b50
	centralSignature = 0x02014b50
	endSignature     = 0x06054b50
	end64Signature   = 0x06064b50
	locatorSignature = 0x07064b50

	localBytes   = 30
	zipVersion   = 20 // 2.0: folders
	zip64Version = 45
	noTime       = 0
	noDate       = 1<<5 | 1 // 1 January 1980, ZIP's first day
	beyond       = 1<<32 - 1
)

// safeName holds for names that mean one file on every system, below the folder that they are unpacked into.
var safeName = regexp.MustCompile(`^[A-Za-z0-9_-][A-Za-z0-9_.-]*(/[A-Za-z0-9_-][A-Za-z0-9_.-]*)?$`)

// entry is a file in the container.
type entry struct {
	name   string
	size   int64
	crc    uint32
	offset int64 // of its header
}

func (e entry) data() int64 { return e.offset + localBytes + int64(len(e.name)) }
func (e entry) end() int64  { return e.data() + e.size }

// local is the header before an entry's content.
func (e entry) local() []byte {
	b := make([]byte, 0, localBytes+len(e.name))
	b = binary.LittleEndian.AppendUint32(b, localSignature)
	b = binary.LittleEndian.AppendUint16(b, zipVersion)
	b = e.common(b)
	b = binary.LittleEndian.AppendUint16(b, 0) // extra fields
	return append(b, e.name...)
}

// common is what both headers have: flags, method, time, date, checksum, both sizes, the name's length.
func (e entry) common(b []byte) []byte {
	for _, v := range []uint16{0, 0, noTime, noDate} {
		b = binary.LittleEndian.AppendUint16(b, v)
	}
	b = binary.LittleEndian.AppendUint32(b, e.crc)
	b = binary.LittleEndian.AppendUint32(b, uint32(e.size))
	b = binary.LittleEndian.AppendUint32(b, uint32(e.size))
	return binary.LittleEndian.AppendUint16(b, uint16(len(e.name)))
}

// central is the entry in the directory.
func (e entry) central() []byte {
	needs, extra, offset := uint16(zipVersion), []byte(nil), uint32(e.offset)
	if e.offset >= beyond {
		needs, offset = zip64Version, beyond
		extra = binary.LittleEndian.AppendUint16(extra, 1) // ZIP64
		extra = binary.LittleEndian.AppendUint16(extra, 8)
		extra = binary.LittleEndian.AppendUint64(extra, uint64(e.offset))
	}
	b := binary.LittleEndian.AppendUint32(nil, centralSignature)
	b = binary.LittleEndian.AppendUint16(b, needs) // made by
	b = binary.LittleEndian.AppendUint16(b, needs)
	b = e.common(b)
	b = binary.LittleEndian.AppendUint16(b, uint16(len(extra)))
	b = append(b, make([]byte, 2+2+2+4)...) // comment, disk, attributes
	b = binary.LittleEndian.AppendUint32(b, offset)
	b = append(b, e.name...)
	return append(b, extra...)
}

// directory is all that follows the last entry.
func directory(entries []entry) []byte {
	var b []byte
	for _, e := range entries {
		b = append(b, e.central()...)
	}
	size, start, count := len(b), int64(0), uint16(len(entries))
	if n := len(entries); n > 0 {
		start = entries[n-1].end()
	}
	at := uint32(start)
	if start >= beyond {
		at = beyond
		end64 := start + int64(size)
		b = binary.LittleEndian.AppendUint32(b, end64Signature)
		b = binary.LittleEndian.AppendUint64(b, 44) // what follows of this record
		b = binary.LittleEndian.AppendUint16(b, zip64Version)
		b = binary.LittleEndian.AppendUint16(b, zip64Version)
		b = append(b, make([]byte, 4+4)...) // disks
		for _, v := range []uint64{uint64(count), uint64(count), uint64(size), uint64(start)} {
			b = binary.LittleEndian.AppendUint64(b, v)
		}
		b = binary.LittleEndian.AppendUint32(b, locatorSignature)
		b = binary.LittleEndian.AppendUint32(b, 0) // disk
		b = binary.LittleEndian.AppendUint64(b, uint64(end64))
		b = binary.LittleEndian.AppendUint32(b, 1) // disks
	}
	b = binary.LittleEndian.AppendUint32(b, endSignature)
	for _, v := range []uint16{0, 0, count, count} {
		b = binary.LittleEndian.AppendUint16(b, v)
	}
	b = binary.LittleEndian.AppendUint32(b, uint32(size))
	b = binary.LittleEndian.AppendUint32(b, at)
	return binary.LittleEndian.AppendUint16(b, 0) // comment
}

// damage is where a container is not what it has to be, and what was expected.
type damage struct {
	entry    string
	from, to int64
	why      string
}

// scan finds the entries, from the first byte to the last. Where a header is damaged it stops: what comes after it cannot be told apart
// from content.
func scan(r io.ReaderAt, size int64) (entries []entry, found []damage) {
	seen, offset := map[string]bool{}, int64(0)
	for {
		e, is, bad := readLocal(r, size, offset)
		if bad != nil {
			return entries, append(found, *bad)
		}
		if !is {
			break
		}
		if len(entries) == maxEntries {
			return entries, append(found, damage{e.name, offset, e.data(), fmt.Sprintf("it has more than %d entries", maxEntries)})
		}
		if key := folded(e.name); seen[key] {
			found = append(found, damage{e.name, offset, e.data(), "an entry of this name was there already"})
		} else {
			seen[key] = true
		}
		entries, offset = append(entries, e), e.end()
	}
	if bad := checkDirectory(r, size, offset, directory(entries)); bad != nil {
		found = append(found, *bad)
		if e, is := describedAt(entries, bad.from-offset); is {
			found = append(found, damage{e.name, e.offset, e.data(), "this header, or the directory, is another one"})
		}
	}
	return entries, found
}

// describedAt finds the entry of a place in the directory.
func describedAt(entries []entry, at int64) (entry, bool) {
	for _, e := range entries {
		if at -= int64(len(e.central())); at < 0 {
			return e, true
		}
	}
	return entry{}, false
}

// readLocal reads the header at an offset; is is false where the directory begins there.
func readLocal(r io.ReaderAt, size, offset int64) (e entry, is bool, bad *damage) {
	broken := func(to int64, why string) (entry, bool, *damage) {
		return entry{}, false, &damage{e.name, offset, min(to, size), why}
	}
	head := make([]byte, localBytes)
	if n, _ := r.ReadAt(head, offset); n < 4 || n < localBytes && binary.LittleEndian.Uint32(head) == localSignature {
		return broken(offset+localBytes, "it is cut here: an entry or the directory has to follow")
	}
	switch binary.LittleEndian.Uint32(head) {
	case localSignature:
	case centralSignature, endSignature:
		return entry{}, false, nil
	default:
		return broken(offset+localBytes, "an entry or the directory has to begin here, and does not")
	}
	e = entry{
		offset: offset, crc: binary.LittleEndian.Uint32(head[14:]), size: int64(binary.LittleEndian.Uint32(head[22:])),
	}
	name := make([]byte, binary.LittleEndian.Uint16(head[26:]))
	if len(name) > maxNameBytes {
		return broken(offset+localBytes, fmt.Sprintf("the name has %d bytes, at most %d are accepted", len(name), maxNameBytes))
	}
	if n, _ := r.ReadAt(name, offset+localBytes); n < len(name) {
		return broken(size, "it is cut within a name")
	}
	e.name = string(name)
	made := e.local()
	switch at := differ(made, slices.Concat(head, name)); {
	case !safeName.MatchString(e.name):
		shown := fmt.Sprintf("%q", e.name)
		e.name = ""
		return broken(offset+localBytes+int64(len(name)), "the name "+shown+" could lie outside of the folder, or is none that archives have")
	case at >= 0:
		return broken(offset+int64(len(made)), fmt.Sprintf("byte %d of the header is not what archives have (stored, not encrypted, without extra fields)", at))
	case e.end() > size:
		return broken(size, fmt.Sprintf("it has %d bytes by its header, and %d follow", e.size, size-e.data()))
	default:
		return e, true, nil
	}
}

// checkDirectory compares what follows the entries with what has to.
func checkDirectory(r io.ReaderAt, size, offset int64, made []byte) *damage {
	there := make([]byte, min(int64(len(made)), size-offset))
	_, _ = r.ReadAt(there, offset) // what cannot be read differs
	at := int64(differ(made, there))
	switch end := offset + int64(len(made)); {
	case at >= 0 && offset+at >= size:
		return &damage{"", size, size, fmt.Sprintf("it is cut: %d bytes of the directory are missing", end-size)}
	case at >= 0:
		return &damage{"", offset + at, offset + at + 1, "the directory is not that of these entries"}
	case size > end:
		return &damage{"", end, size, fmt.Sprintf("%d bytes follow the end", size-end)}
	default:
		return nil
	}
}

// differ is the first place at which two slices differ; -1: nowhere.
func differ(a, b []byte) int {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return i
		}
	}
	if len(a) != len(b) {
		return min(len(a), len(b))
	}
	return -1
}

// folded is a name as systems see it that do not tell capitals from small letters.
func folded(name string) string {
	b := []byte(name)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] = c | 0x20
		}
	}
	return string(b)
}

// container writes entries.
type container struct {
	out     io.Writer
	offset  int64
	entries []entry
}

// add writes an entry whose size and checksum are known, and holds the content against them.
func (c *container) add(name string, size int64, crc uint32, content io.Reader) error {
	e := entry{name: name, size: size, crc: crc, offset: c.offset}
	if !safeName.MatchString(name) || len(name) > maxNameBytes || size > maxEntryBytes || len(c.entries) == maxEntries {
		return fmt.Errorf("archive: %q (%d bytes) cannot be an entry, or there are %d", name, size, maxEntries)
	}
	if _, err := c.out.Write(e.local()); err != nil {
		return err
	}
	sum := crc32.NewIEEE()
	n, err := io.Copy(io.MultiWriter(c.out, sum), io.LimitReader(content, size+1))
	switch {
	case err != nil:
		return err
	case n != size || sum.Sum32() != crc:
		return fmt.Errorf("archive: %s changed while it was read", name)
	}
	c.entries, c.offset = append(c.entries, e), e.end()
	return nil
}

func (c *container) close() error {
	_, err := c.out.Write(directory(c.entries))
	return err
}
