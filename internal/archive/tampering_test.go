package archive

import (
	"archive/zip"
	"bytes"
	"hash/crc32"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/cumbre-meet/cumbre/internal/journal"
	"github.com/cumbre-meet/cumbre/internal/proceedings"
)

func sealed(t testing.TB) []byte {
	t.Helper()
	b, err := os.ReadFile(fixture)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// judge is what becomes of a file that is not the one that was sealed: a report, or that it is none of ours.
func judge(t testing.TB, b []byte) (r Report, foreign bool) {
	t.Helper()
	r, err := Verify(bytes.NewReader(b), int64(len(b)), Options{})
	if err != nil && err.Error() != ErrNotArchive.Error() {
		t.Fatal(err)
	}
	return r, err != nil
}

// covers tells whether a finding is at the place, or at the entry that has it.
func covers(r Report, at int64) bool {
	for _, c := range r.Checks {
		for _, f := range c.Findings {
			if f.From <= at && at < f.To {
				return true
			}
		}
	}
	return false
}

// Every byte of an archive matters: whichever is another one, the report says so, and says where.
func TestEveryByteMatters(t *testing.T) {
	whole := newSmall(t).sealedTwice()
	if r, _ := judge(t, whole); !r.Verified {
		t.Fatal(text(r))
	}
	for at := range whole {
		b := slices.Clone(whole)
		b[at] ^= 1 << (at % 8)
		r, foreign := judge(t, b)
		if foreign || r.Verified || !covers(r, int64(at)) {
			t.Errorf("byte %d of %d (%q): foreign %t\n%s", at, len(whole), whole[at], foreign, text(r))
		}
	}
}

// Signatures and hashes in base64 have several ways of being written, of which one is accepted.
func TestAHeadIsWrittenInOneWay(t *testing.T) {
	k := testKey(t, 7)
	whole, err := head{meeting: "m1", size: 21, sealed: "2021-05-07T15:00:14.000Z"}.sign(k)
	if err != nil {
		t.Fatal(err)
	}
	if h, err := openHead(whole, k.public); err != nil || h.size != 21 {
		t.Fatalf("%+v %v", h, err)
	}
	b := slices.Clone(whole)
	for at := range whole {
		values := 256
		if at < len(whole)-8 { // the end of the signature has bits that base64 does not need
			values = 8
		}
		for value := range values {
			if b[at] = byte(value); values == 8 {
				b[at] = whole[at] ^ 1<<value
			}
			if _, err := openHead(b, k.public); err == nil && b[at] != whole[at] {
				t.Fatalf("byte %d as %d: %q", at, value, b)
			}
		}
		b[at] = whole[at]
	}
	for _, more := range []string{"\n", " ", "\r\n", string(whole[bytes.LastIndex(whole, []byte("—")):])} {
		if _, err := openHead(append(slices.Clone(whole), more...), k.public); err == nil {
			t.Errorf("with %q", more)
		}
	}
}

// rebuild writes the fixture's entries anew, as change says.
func rebuild(t *testing.T, change func(name string, content []byte) (string, []byte)) []byte {
	t.Helper()
	whole := sealed(t)
	entries, _ := scan(bytes.NewReader(whole), int64(len(whole)))
	var out bytes.Buffer
	c := &container{out: &out}
	for _, e := range entries {
		name, content := change(e.name, slices.Clone(whole[e.data():e.end()]))
		if name == "" {
			continue
		}
		if err := c.add(name, int64(len(content)), crc32.ChecksumIEEE(content), bytes.NewReader(content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// What somebody does who knows the format, and has not the key.
func TestForgeries(t *testing.T) {
	replaced := func(entry, old, now string) func(string, []byte) (string, []byte) {
		return func(name string, content []byte) (string, []byte) {
			if name == entry {
				content = bytes.ReplaceAll(content, []byte(old), []byte(now))
			}
			return name, content
		}
	}
	for name, tc := range map[string]struct {
		change       func(string, []byte) (string, []byte)
		check, words string
	}{
		"nothing":           {func(name string, content []byte) (string, []byte) { return name, content }, "", ""},
		"another document":  {replaced("documents/doc1.txt", "cifras", "cifraz"), CheckDocuments, "documents/doc1.txt, bytes"},
		"another recording": {replaced("sound/snd1.opus", "OggS", "OggX"), CheckSound, "the journal says 7 bytes"},
		"another word":      {replaced("record/version-1.jsonl", "grandes", "pequenos"), CheckRecord, "version 1 was published with the SHA-256"},
		"another event":     {replaced(journalName, "grandes retos.", "menores retos."), CheckJournal, "record 7, bytes"},
		"another title":     {replaced(manifestName, "States", "Stetas"), CheckList, "archive.json, bytes"},
		"another number":    {replaced(manifestName, `"number": 2`, `"number": 3`), CheckList, ""},
		"a later format":    {replaced(manifestName, format, "cumbre/archive/2"), CheckList, "use the one that made it, or a later one"},
		"an unknown member": {replaced(manifestName, `"program"`, `"x": 1, "program"`), CheckList, "unknown field"},
		"a page is gone": {func(name string, content []byte) (string, []byte) {
			if name == "index.html" {
				name = ""
			}
			return name, content
		}, CheckList, "index.html: the list has it, and it is not there"},
		"a page more": {func(name string, content []byte) (string, []byte) {
			if name == headName {
				name = "hidden.html"
			}
			return name, content
		}, CheckList, "by the list it does not belong here"},
		"an entry that no event knows": {func(name string, content []byte) (string, []byte) {
			if name == "index.html" {
				name = "documents/more.pdf"
			}
			return name, content
		}, CheckDocuments, "the journal does not tell of it"},
		"the list follows": {replaced(listName, hexSum([]byte("cifras")), hexSum([]byte("cifraz"))), CheckHead, "not what was signed"},
	} {
		t.Run(name, func(t *testing.T) {
			r, _ := judge(t, rebuild(t, tc.change))
			if tc.check == "" || tc.words != "" {
				expect(t, r, tc.check, tc.words)
			} else if r.Verified {
				t.Error(text(r))
			}
		})
	}
}

// zipped is an archive as archive/zip writes one, with whatever names and methods.
func zipped(t *testing.T, method uint16, names ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range names {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: method})
		if err != nil {
			t.Fatal(err)
		}
		_, _ = w.Write(make([]byte, 1<<20))
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// raw is an archive of one stored entry with a name that Write does not take.
func raw(name string, size uint32) []byte {
	e := entry{name: name, size: int64(size), crc: crc32.ChecksumIEEE(make([]byte, min(size, 10)))}
	b := append(e.local(), make([]byte, min(size, 10))...)
	return append(b, directory([]entry{e})...)
}

func TestHostileContainers(t *testing.T) {
	whole := sealed(t)
	for name, tc := range map[string]struct {
		file  []byte
		words string // "": it is none of ours
	}{
		"a bomb":             {append(zipped(t, zip.Deflate, manifestName), headName...), "not what archives have (stored"},
		"a real size":        {raw(manifestName, 1<<31), "bytes by its header"},
		"above the folder":   {inEntry("../x"), `the name "../x" could lie outside`},
		"absolute":           {inEntry("/etc/passwd"), "could lie outside"},
		"a drive":            {inEntry(`C:\x`), "could lie outside"},
		"backslashes":        {inEntry(`a\..\b`), "could lie outside"},
		"deeper":             {inEntry("a/../../b"), "could lie outside"},
		"hidden":             {inEntry("documents/.bashrc"), "could lie outside"},
		"a folder":           {inEntry("documents/"), "could lie outside"},
		"steers the screen":  {inEntry("documents/\u202egpj.exe"), "could lie outside"},
		"a long name":        {inEntry(strings.Repeat("n", 161)), "at most 160"},
		"twice":              {inEntry(manifestName), "an entry of this name was there already"},
		"twice but for case": {inEntry("ARCHIVE.JSON"), "an entry of this name was there already"},
		"appended":           {append(slices.Clone(whole), 'x'), "1 bytes follow the end"},
		"in front":           {append([]byte("#!/bin/sh\n"), whole...), "an entry or the directory has to begin here"},
		"a zip":              {zipped(t, zip.Store, "word/document.xml"), ""},
		"empty":              {nil, ""},
		"text":               {[]byte("not an archive"), ""},
	} {
		t.Run(name, func(t *testing.T) {
			r, foreign := judge(t, tc.file)
			if foreign != (tc.words == "") || !foreign && (r.Verified || !strings.Contains(text(r), tc.words)) {
				t.Errorf("foreign %t\n%s", foreign, text(r))
			}
		})
	}
}

// inEntry is the fixture with one entry more, in front of the directory.
func inEntry(name string) []byte {
	whole, _ := os.ReadFile(fixture)
	entries, _ := scan(bytes.NewReader(whole), int64(len(whole)))
	end := entries[len(entries)-1].end()
	more := entry{name: name, offset: end}
	b := append(slices.Clone(whole[:end]), more.local()...)
	return append(b, directory(append(entries, more))...)
}

func TestEveryCutIsSeen(t *testing.T) {
	whole := sealed(t)
	for n := range len(whole) {
		if r, foreign := judge(t, whole[:n]); r.Verified || n > localBytes+len(manifestName) && (foreign || !r.failed(CheckContainer)) {
			t.Fatalf("cut to %d of %d bytes: foreign %t\n%s", n, len(whole), foreign, text(r))
		}
	}
}

// Beyond 4 GiB a container is written otherwise; archive/zip reads it.
func TestLargeContainers(t *testing.T) {
	entries := []entry{{name: "a", size: maxEntryBytes}, {name: "b", size: 3, crc: crc32.ChecksumIEEE([]byte("abc"))}}
	entries[1].offset = entries[0].end()
	file := &sparse{zeros: entries[0].data(), tail: map[int64][]byte{
		0: entries[0].local(), entries[1].offset: entries[1].local(), entries[1].data(): []byte("abc"), entries[1].end(): directory(entries),
	}}
	size := entries[1].end() + int64(len(directory(entries)))
	z, err := zip.NewReader(file, size)
	if err != nil {
		t.Fatal(err)
	}
	content, err := z.File[1].Open()
	if err != nil || z.File[1].Name != "b" {
		t.Fatal(err)
	}
	b := make([]byte, 3)
	if _, err := content.Read(b); string(b) != "abc" {
		t.Errorf("%q, %v", b, err)
	}
	if found, damaged := scan(file, size); len(damaged) > 0 || !slices.Equal(found, entries) {
		t.Errorf("%v %v", found, damaged)
	}
}

// sparse is a large file of zeros with some pieces.
type sparse struct {
	zeros int64
	tail  map[int64][]byte
}

// ReadAt implements io.ReaderAt.
func (s *sparse) ReadAt(p []byte, offset int64) (int, error) {
	clear(p)
	for at, piece := range s.tail {
		for i := range piece {
			if n := at + int64(i) - offset; n >= 0 && n < int64(len(p)) {
				p[n] = piece[i]
			}
		}
	}
	return len(p), nil
}

// Whatever a file has, it is judged, and only the sealed one is verified.
func FuzzVerify(f *testing.F) {
	whole := sealed(f)
	f.Add(whole)
	f.Add(whole[:len(whole)/2])
	f.Add(raw("../x", 3))
	f.Add(raw(manifestName, 10))
	f.Add([]byte("PK\x05\x06head.note"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if r, foreign := judge(t, b); !foreign && r.Verified && r.Archive.Key == testKey(t, 7).String() && !bytes.Equal(b, whole) {
			t.Fatal("another file is verified as well")
		}
		_, _ = ReadBefore(bytes.NewReader(b), int64(len(b)))
	})
}

// force puts events into the journal that nobody has decided, as a server does that lies and seals.
func (s *summit) force(facts ...proceedings.Fact) {
	s.t.Helper()
	var events []proceedings.Event
	for _, f := range facts {
		events = append(events, proceedings.Event{At: s.now, Fact: f})
	}
	record, err := proceedings.EncodeRecord("c", events)
	if err != nil {
		s.t.Fatal(err)
	}
	if s.last, err = s.store.Append(s.t.Context(), StreamOf("m1"), s.last, record); err != nil {
		s.t.Fatal(err)
	}
	s.state = proceedings.Fold(s.state, events...)
}

// entryHash is the hash of an entry of the fixture.
func entryHash(t *testing.T, name string) string {
	t.Helper()
	whole := sealed(t)
	entries, _ := scan(bytes.NewReader(whole), int64(len(whole)))
	for _, e := range entries {
		if e.name == name {
			return hexSum(whole[e.data():e.end()])
		}
	}
	t.Fatalf("the fixture has no %s", name)
	return ""
}

// What is sealed and signed is held against itself all the same.
func TestAJournalThatContradictsItself(t *testing.T) {
	none := strings.Repeat("0", 64)
	for name, tc := range map[string]struct {
		facts        func(hash string) []proceedings.Fact
		check, words string
	}{
		"another hash of a version": {func(string) []proceedings.Fact {
			return []proceedings.Fact{proceedings.RecordPublished{Number: 2, SHA256: none}}
		}, CheckRecord, "version 2 is published with a hash that is not"},
		"a signature of nobody": {func(hash string) []proceedings.Fact {
			return []proceedings.Fact{proceedings.AssentGiven{Text: "t2", SHA256: hash, Delegation: "d1", Key: make([]byte, 32), Signature: make([]byte, 64)}}
		}, CheckTexts, "the signature of d1 under t2"},
		"a signature that anybody can make": {func(hash string) []proceedings.Fact {
			key, signature := make([]byte, 32), make([]byte, 64) // of order 1: the neutral element signs everything
			key[0], signature[0] = 1, 1
			return []proceedings.Fact{proceedings.AssentGiven{Text: "t2", SHA256: hash, Delegation: "d1", Key: key, Signature: signature}}
		}, CheckTexts, "the signature of d1 under t2 binds nobody"},
		"an assent to other words": {func(string) []proceedings.Fact {
			return []proceedings.Fact{proceedings.AssentGiven{Text: "t2", SHA256: none, Delegation: "d1"}}
		}, CheckTexts, "d1 assents to t2 with the hash 000"},
		"adopted by nobody": {func(hash string) []proceedings.Fact {
			return []proceedings.Fact{proceedings.TextAdopted{Text: "t2", SHA256: hash}}
		}, CheckTexts, "t2 is adopted without the assent of d1"},
		"adopted otherwise": {func(string) []proceedings.Fact {
			return []proceedings.Fact{proceedings.TextAdopted{Text: "t2", SHA256: none}}
		}, CheckTexts, "version 1 of t2 has another hash than its words"},
		"adopted in silence": {func(hash string) []proceedings.Fact {
			return []proceedings.Fact{proceedings.TextAdopted{Text: "t2", SHA256: hash, Silence: true}}
		}, CheckTexts, "no silence over this hash was kept"},
		"no text": {func(string) []proceedings.Fact {
			return []proceedings.Fact{proceedings.TextAdopted{Text: "t9", SHA256: none}}
		}, CheckTexts, `there is no text "t9"`},
		"certified otherwise": {func(string) []proceedings.Fact {
			return []proceedings.Fact{proceedings.ConformityCertified{Text: "t2", Languages: [2]string{"en", "es"}}}
		}, CheckTexts, "a certificate of t2 is of other words in en"},
		"a statement of nothing adopted": {func(hash string) []proceedings.Fact {
			return []proceedings.Fact{proceedings.PublicationIssued{Publication: proceedings.Publication{ID: "u1", Kind: proceedings.JointStatement, Text: "t2", Version: 1, SHA256: hash}}}
		}, CheckPublications, "u1 is of no version"},
		"a readout of other words": {func(hash string) []proceedings.Fact {
			return []proceedings.Fact{proceedings.PublicationIssued{Publication: proceedings.Publication{ID: "u1", Kind: proceedings.Readout, SHA256: hash}}}
		}, CheckPublications, "the readout u1 has another hash"},
		"a statement without certificates": {func(string) []proceedings.Fact {
			return []proceedings.Fact{proceedings.PublicationIssued{Publication: proceedings.Publication{ID: "u1", Kind: proceedings.JointStatement, Text: "t1", Version: 1, SHA256: entryHash(t, TextName("t1", 1))}}}
		}, CheckPublications, "without certificates"},
		"a quotation of nobody": {func(string) []proceedings.Fact {
			return []proceedings.Fact{proceedings.QuotationKept{Quotation: proceedings.Quotation{Text: "pequeños retos", Intervention: "i1", Segment: "s1", Language: "es", Origin: "floor"}}}
		}, CheckQuotations, `"pequeños retos"`},
		"a recording without end": {func(string) []proceedings.Fact {
			return []proceedings.Fact{proceedings.SoundOpened{File: proceedings.SoundFile{ID: "x"}}}
		}, CheckSound, "sound/x.opus: the journal does not say"},
		"a document that is not there": {func(string) []proceedings.Fact {
			return []proceedings.Fact{proceedings.DocumentAdded{Document: proceedings.Document{ID: "../x"}}}
		}, CheckDocuments, "documents/../x: the journal tells of it"},
		"a sealing that never was": {func(string) []proceedings.Fact {
			return []proceedings.Fact{proceedings.ArchiveSealed{Seal: proceedings.Seal{Key: "k", Leaves: 3}}}
		}, CheckSeals, "it tells of sealing 1, and this is 1"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSummit(t)
			s.do(proceedings.BeginText{Title: "Segundo"})
			s.do(proceedings.AddParagraph{Text: "t2", Words: map[string]string{"es": "Sí.", "en": "Yes."}})
			text, _ := s.state.Text("t2")
			s.force(tc.facts(s.state.TextSHA256(text))...)
			b, _ := s.write()
			expect(t, verify(t, b, s.key.String()), tc.check, tc.words)
		})
	}
}

// Whatever a journal's events are, with a chain that is right, they are judged.
func FuzzJournal(f *testing.F) {
	whole := sealed(f)
	entries, _ := scan(bytes.NewReader(whole), int64(len(whole)))
	in := bytes.NewReader(whole[entries[1].data():entries[1].end()])
	first := []byte(nil)
	for record, err := nextRecord(in); err == nil; record, err = nextRecord(in) {
		_, payload, err := journal.NewChain(StreamOf("m1")).Add(record)
		if first == nil && err == nil {
			first = slices.Clone(payload)
		}
		f.Add(slices.Clone(record[len(record)-len(payload):]))
	}
	f.Fuzz(func(t *testing.T, payload []byte) {
		v := &verifier{Report: &Report{}, in: &reader{at: bytes.NewReader(nil)}, digests: map[string]line{}}
		for _, name := range checks() {
			v.Checks = append(v.Checks, Check{Name: name, Status: Skipped})
		}
		folder := proceedings.NewFolder()
		for _, b := range [][]byte{first, payload, payload} {
			if events, err := proceedings.DecodeRecord(b); err == nil {
				v.replay(folder, events, Finding{})
			}
		}
		v.journal.state = folder.State()
		v.checkContents()
	})
}
