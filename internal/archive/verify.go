package archive

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Options say how an archive is verified.
type Options struct {
	// Key is the one that it has to be sealed with; "": whatever it says, which is then not compared.
	Key string
	// Progress is told how many bytes of how many have been read; nil: nobody is.
	Progress func(done, all int64)
}

// ErrNotArchive says that a file is no archive, or not one that can be recognised.
var ErrNotArchive = errors.New("it is no archive of Cumbre")

// ErrKey says that a key cannot be one.
var ErrKey = errors.New("it is no key: one is written as cumbre+1a2b3c4d+A…")

// verifier is one verification.
type verifier struct {
	*Report
	in      *reader
	options Options
	pinned  note.Verifier // nil: none

	entries  []entry
	digests  map[string]line // by name, as they are
	texts    map[string][]byte
	manifest Manifest
	list     list
	head     head
	signer   note.Verifier // the manifest's key; nil: it has none
	journal  replayed
	// roots are those that the earlier heads are of, by number of leaves.
	roots map[int64]tlog.Hash
}

// Verify reads an archive of that many bytes and reports. The error is ErrNotArchive, ErrKey, or the reader's.
func Verify(r io.ReaderAt, size int64, o Options) (Report, error) {
	v := &verifier{
		Report: &Report{}, in: &reader{at: r, size: size, progress: o.Progress}, options: o, digests: map[string]line{}, texts: map[string][]byte{},
		roots: map[int64]tlog.Hash{},
	}
	for _, name := range checks() {
		v.Checks = append(v.Checks, Check{Name: name, Status: Skipped})
	}
	if o.Key != "" {
		var err error
		if v.pinned, err = note.NewVerifier(strings.TrimSpace(o.Key)); err != nil {
			return Report{}, ErrKey
		}
	}
	if !recognised(v.in, size) {
		return Report{}, errors.Join(ErrNotArchive, v.in.err)
	}
	v.verify()
	if v.in.err != nil {
		return Report{}, v.in.err
	}
	v.Verified = true
	for i, c := range v.Checks {
		v.Verified = v.Verified && c.Status == OK
		if c.Detail == "" {
			v.Checks[i].Detail = skippedDetail(c.Status)
		}
	}
	return *v.Report, nil
}

func skippedDetail(s Status) string {
	if s == Fails {
		return ""
	}
	return "what it needs is damaged"
}

// recognised tells files that are archives, damaged ones too: by the first name, or by the last.
func recognised(r io.ReaderAt, size int64) bool {
	first, last := make([]byte, len(manifestName)), make([]byte, min(size, 256))
	_, _ = r.ReadAt(first, localBytes)
	_, _ = r.ReadAt(last, size-int64(len(last)))
	return string(first) == manifestName || bytes.Contains(last, []byte(headName))
}

// verify goes through the checks; a later one uses what an earlier one has read.
func (v *verifier) verify() {
	var damaged []damage
	v.entries, damaged = scan(v.in, v.in.size)
	for _, d := range damaged {
		v.fail(CheckContainer, Finding{Entry: d.entry, From: d.from, To: d.to, Why: d.why})
	}
	v.readTexts()
	v.openManifest()
	v.openList()
	v.openHead()
	v.readEntries()
	v.done(CheckContainer, "%d entries, %d bytes", len(v.entries), v.in.size)
	v.compareList()
	v.compareHead()
	v.checkKey()
	if v.failed(CheckJournal) || v.journal.records == 0 {
		return
	}
	v.checkContents()
}

// isText tells the entries that are read whole.
func isText(name string) bool {
	return name == manifestName || name == listName || name == headName || strings.HasPrefix(name, "heads/")
}

func (v *verifier) readTexts() {
	all := int64(0)
	for _, e := range v.entries {
		if !isText(e.name) {
			continue
		}
		if all += e.size; all > maxTextBytes {
			v.fail(CheckContainer, v.at(e, fmt.Sprintf("it and the texts before it have more than %d MiB", maxTextBytes>>20)))
			continue
		}
		b := make([]byte, e.size)
		if _, err := v.in.ReadAt(b, e.data()); err == nil || errors.Is(err, io.EOF) {
			v.texts[e.name] = b
		}
	}
}

// at is a finding about an entry's content.
func (v *verifier) at(e entry, why string) Finding {
	return Finding{Entry: e.name, From: e.data(), To: e.end(), Why: why}
}

// of is a finding about an entry that may not be there.
func (v *verifier) of(name, why string) Finding {
	for _, e := range v.entries {
		if e.name == name {
			return v.at(e, why)
		}
	}
	return Finding{Entry: name, Why: why}
}

func (v *verifier) openManifest() {
	b, is := v.texts[manifestName]
	if !is {
		v.fail(CheckList, v.of(manifestName, "it is missing"))
		return
	}
	m, err := parseManifest(b)
	if err != nil {
		v.fail(CheckList, v.of(manifestName, err.Error()))
	}
	if m.Format == "" {
		return
	}
	v.manifest, v.Archive = m, &m
	if v.signer, err = note.NewVerifier(m.Key); err != nil {
		v.signer = nil
		v.fail(CheckKey, v.of(manifestName, "its key is none"))
	}
}

func (v *verifier) openList() {
	b, is := v.texts[listName]
	if !is {
		v.fail(CheckList, v.of(listName, "it is missing"))
		return
	}
	var err error
	v.list, err = parseList(b)
	if e, bad := errors.AsType[*lineError](err); bad {
		f := v.of(listName, e.Error())
		f.To, f.From = f.From+int64(e.to), f.From+int64(e.from)
		v.fail(CheckList, f)
	}
}

// openHead reads the head with the key that the manifest has, or with the one that the caller knows.
func (v *verifier) openHead() {
	b, is := v.texts[headName]
	if !is {
		v.fail(CheckHead, v.of(headName, "it is missing"))
		return
	}
	signer := v.signer
	if signer == nil {
		signer = v.pinned
	}
	if signer == nil {
		v.fail(CheckHead, v.of(headName, "there is no key to verify it with"))
		return
	}
	h, err := openHead(b, signer)
	if err != nil {
		v.fail(CheckHead, v.of(headName, err.Error()))
		return
	}
	v.head = h
}

// readEntries reads all the others for their hashes, and the journal for what it says.
func (v *verifier) readEntries() {
	for _, e := range v.entries {
		d := newDigest()
		content := io.TeeReader(io.NewSectionReader(v.in, e.data(), e.size), d)
		if e.name == journalName {
			v.readJournal(e, content)
		}
		_, _ = io.Copy(io.Discard, content) // what cannot be read is v.in.err
		if d.crc.Sum32() != e.crc {
			v.fail(CheckContainer, Finding{Entry: e.name, From: e.offset, To: e.end(), Why: "the checksum (CRC-32) in its header is not that of its content"})
		}
		v.digests[e.name] = d.line(e.name)
	}
}

// compareList holds the entries against the list: which there are, in which order, with which content.
func (v *verifier) compareList() {
	if v.list == nil {
		return
	}
	var want []string
	for _, one := range v.list.files() {
		want = append(want, one.name)
		if one.name == manifestName {
			want = append(want, journalName)
		}
		there, is := v.digests[one.name]
		switch {
		case !is:
			v.fail(CheckList, Finding{Entry: one.name, Why: "the list has it, and it is not there"})
		case there != one:
			v.fail(CheckList, v.of(one.name, fmt.Sprintf("it is not what the list says: %d bytes with the SHA-256 %s", one.bytes, one.sha256)))
		}
	}
	want = append(want, listName)
	for i := 1; i <= max(1, v.manifest.Number) && i <= maxEntries; i++ {
		want = append(want, headOf(i, max(1, v.manifest.Number)))
	}
	for i, e := range v.entries {
		if i >= len(want) || e.name != want[i] {
			v.fail(CheckList, Finding{Entry: e.name, From: e.offset, To: e.end(), Why: "by the list it does not belong here"})
			break
		}
	}
	if len(v.entries) < len(want) {
		v.fail(CheckList, Finding{Entry: want[len(v.entries)], Why: "it is missing"})
	}
	v.done(CheckList, "%d files as listed, %d records", len(v.list.files()), v.list.records())
}

// compareHead holds the head against the list and the journal.
func (v *verifier) compareHead() {
	v.roots[0] = (&tree{}).root()
	size, root := v.list.walk(v.journal.leaves, func(size int64, root func() tlog.Hash) {
		for _, seal := range v.journal.seals {
			if seal.Leaves == size {
				v.roots[size] = root()
			}
		}
	})
	if v.head.meeting == "" {
		return
	}
	where := v.of(headName, "")
	say := func(why string) { where.Why = why; v.fail(CheckHead, where) }
	switch {
	case v.head.size != size:
		say(fmt.Sprintf("it is of %d leaves, and list and journal have %d", v.head.size, size))
	case v.head.root != root:
		say("list and journal are not what was signed")
	}
	if v.Archive != nil && (v.head.meeting != v.manifest.Meeting || v.head.sealed != v.manifest.Sealed) {
		say("it is of another meeting or time than archive.json says")
	}
	v.done(CheckHead, "%d leaves, root %s", size, root)
}

func (v *verifier) checkKey() {
	if v.signer == nil {
		return
	}
	key := v.manifest.Key
	if v.pinned == nil {
		v.done(CheckKey, "not compared: %s", key)
		return
	}
	v.KeyCompared = key == strings.TrimSpace(v.options.Key)
	if !v.KeyCompared {
		v.fail(CheckKey, v.of(manifestName, fmt.Sprintf("it was sealed with %s, not with the key given", key)))
	}
	v.done(CheckKey, "%s", key)
}

// reader counts what is read, and keeps the first error that is the medium's.
type reader struct {
	at       io.ReaderAt
	size     int64
	read     int64
	err      error
	progress func(done, all int64)
}

// ReadAt implements io.ReaderAt.
func (r *reader) ReadAt(p []byte, offset int64) (int, error) {
	n, err := r.at.ReadAt(p, offset)
	if err != nil && !errors.Is(err, io.EOF) && r.err == nil {
		r.err = err
	}
	if r.read += int64(n); r.progress != nil {
		r.progress(min(r.read, r.size), r.size)
	}
	return n, err
}
