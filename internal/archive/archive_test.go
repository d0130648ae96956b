package archive

import (
	"archive/zip"
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/cumbre-meet/cumbre/internal/journal"
	"github.com/cumbre-meet/cumbre/internal/proceedings"
)

var update = flag.Bool("update", false, "write testdata/v1.cumbre anew: only where no version that reads the old one has been released")

const fixture = "testdata/v1.cumbre"

// summit is a small meeting that is over: a journal, a document, a recording, a version of the record, a quotation.
type summit struct {
	t       *testing.T
	store   *journal.Store
	state   proceedings.State
	now     time.Time
	last    uint64
	files   []File
	before  Before
	key     *Key
	sealing int
}

func testKey(t testing.TB, seed byte) *Key {
	t.Helper()
	k, err := NewKey(ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, ed25519.SeedSize)))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func hexSum(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// newSummit is one with an adopted text.
func newSummit(t *testing.T) *summit {
	t.Helper()
	s := newSmall(t)
	s.negotiate()
	return s
}

func newSmall(t *testing.T) *summit {
	t.Helper()
	store, err := journal.Open(t.Context(), journal.Options{Dir: t.TempDir(), Reserve: -1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	s := &summit{t: t, store: store, now: time.Date(2021, 5, 7, 15, 0, 0, 0, time.UTC), key: testKey(t, 7)}
	no := false
	s.do(proceedings.CreateMeeting{
		ID: "m1", Title: "México – United States", Languages: []string{"es", "en"},
		Delegations: []proceedings.Delegation{{Name: "México"}, {Name: "United States"}},
	})
	s.do(proceedings.IssueInvitation{ID: "ana", TokenHash: hexSum(nil), Role: "chair", Name: "Ana", Delegation: "México", Lobby: &no})
	s.do(proceedings.Arrive{Invitation: "ana", Participant: "ana"})
	s.do(proceedings.GiveFloor{By: "ana", Participant: "ana", ChairPresent: true, Language: "es"})
	document, sound := []byte("cifras"), []byte("OggS…")
	s.do(proceedings.AddDocument{ID: "doc1", Kind: "document", File: "cifras.txt", MediaType: "text/plain", Bytes: int64(len(document)), SHA256: hexSum(document)})
	file := proceedings.SoundFile{ID: "snd1", Participant: "ana", Kind: "microphone", Codec: "opus", Start: s.now}
	s.do(proceedings.OpenSound{File: file})
	s.do(proceedings.AddSegment{By: "ana", Intervention: "i1", Language: "es", Text: "Nuestros países enfrentan grandes retos."})
	s.do(proceedings.End{By: "ana"})
	file.Milliseconds, file.Bytes, file.SHA256 = 1000, int64(len(sound)), hexSum(sound)
	s.do(proceedings.CloseSound{File: file})
	s.do(proceedings.KeepQuotation{Text: "enfrentan grandes retos", Segment: "s1"})
	s.publish()
	s.files = append(s.files, Bytes("index.html", []byte("<p>México</p>")), Bytes(DocumentName(s.state.Documents[0]), document), Bytes("sound/snd1.opus", sound))
	return s
}

func (s *summit) do(cmd proceedings.Command) {
	s.t.Helper()
	s.now = s.now.Add(time.Second)
	events, err := proceedings.Decide(s.state, cmd, s.now)
	if err != nil || len(events) == 0 {
		s.t.Fatalf("%T: %v", cmd, err)
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

// negotiate has both delegations adopt a text of one paragraph.
func (s *summit) negotiate() {
	s.t.Helper()
	no := false
	s.do(proceedings.BeginText{Title: "Comunicado"})
	s.do(proceedings.AddParagraph{Text: "t1", Words: map[string]string{"es": "Cooperaremos.", "en": "We shall cooperate."}})
	for delegation, who := range []string{"eva", "bob"} {
		party := []string{"d1", "d2"}[delegation]
		s.do(proceedings.IssueInvitation{ID: who, TokenHash: hexSum([]byte(who)), Role: "delegate", Name: who, Delegation: party, Lobby: &no, Authority: true})
		s.do(proceedings.TakePosition{By: who, Text: "t1", Paragraph: "p1", From: 1, Stance: "agreed"})
	}
	for delegation, who := range []string{"eva", "bob"} {
		t, _ := s.state.Text("t1")
		hash := s.state.TextSHA256(t)
		key := ed25519.NewKeyFromSeed(bytes.Repeat([]byte(who)[:1], ed25519.SeedSize))
		public, _ := key.Public().(ed25519.PublicKey)
		s.do(proceedings.GiveAssent{
			By: who, Text: "t1", SHA256: hash, Key: public, Server: delegation == 1,
			Signature: ed25519.Sign(key, proceedings.AssentStatement("m1", "t1", hash, []string{"d1", "d2"}[delegation])),
		})
	}
	t, _ := s.state.Text("t1")
	s.files = append(s.files, Bytes(TextName("t1", 1), s.state.CanonicalText(t)))
}

func (s *summit) publish() {
	s.do(proceedings.PublishRecord{Salt: "SALT"})
	v := s.state.Record.Versions[len(s.state.Record.Versions)-1]
	s.files = append(s.files, Bytes(VersionName(v.Number), s.state.Canonical(v)))
}

// seal makes an archive, and says so in the journal.
func (s *summit) seal() []byte {
	s.t.Helper()
	s.sealing++
	b, sealed := s.write()
	s.do(proceedings.SealArchive{Seal: proceedings.Seal{
		Through: s.last, Leaves: sealed.Leaves, Root: sealed.Root, Key: sealed.Key, SHA256: sealed.SHA256, Bytes: sealed.Bytes,
	}})
	before, err := ReadBefore(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		s.t.Fatal(err)
	}
	s.before = before
	return b
}

// page replaces the page with which one begins.
func (s *summit) page(content string) {
	for i, f := range s.files {
		if f.Name == "index.html" {
			s.files[i] = Bytes(f.Name, []byte(content))
		}
	}
}

// sealedTwice is an archive that continues another.
func (s *summit) sealedTwice() []byte {
	s.t.Helper()
	s.seal()
	s.do(proceedings.ReviseSegment{By: "ana", Segment: "s1", From: 1, Text: new("Nuestros países enfrentan grandes retos comunes.")})
	s.publish()
	return s.seal()
}

func (s *summit) write() ([]byte, Sealed) {
	s.t.Helper()
	var out bytes.Buffer
	last := s.last
	sealed, err := Write(&out, Contents{
		Meeting: "m1", Title: s.state.Meeting.Title, Program: "test", Sealed: s.now, Last: last,
		Records: func(f func([]byte) error) error { return s.store.Records(s.t.Context(), StreamOf("m1"), last, f) },
		Files:   s.files, Before: s.before, Key: s.key,
	})
	if err != nil {
		s.t.Fatal(err)
	}
	if sealed.Bytes != int64(out.Len()) || sealed.SHA256 != hexSum(out.Bytes()) {
		s.t.Errorf("%+v of %d bytes", sealed, out.Len())
	}
	return out.Bytes(), sealed
}

func verify(t testing.TB, b []byte, key string) Report {
	t.Helper()
	r, err := Verify(bytes.NewReader(b), int64(len(b)), Options{Key: key})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func text(r Report) string {
	var b strings.Builder
	_ = r.Write(&b)
	return b.String()
}

// expect wants a check to fail with some words; "": everything holds.
func expect(t *testing.T, r Report, check, words string) {
	t.Helper()
	switch {
	case words == "" && !r.Verified, words != "" && (r.Verified || r.check(check).Status != Fails || !strings.Contains(text(r), words)):
		t.Errorf("want %s %q:\n%s", check, words, text(r))
	}
}

func TestWhatIsSealedVerifies(t *testing.T) {
	s := newSummit(t)
	b := s.seal()
	r := verify(t, b, s.key.String())
	if expect(t, r, "", ""); !r.KeyCompared || r.Archive.Meeting != "m1" || r.Archive.Number != 1 {
		t.Errorf("%+v", r)
	}
	if r := verify(t, b, ""); r.KeyCompared || !r.Verified || !strings.Contains(text(r), "for whose it is") {
		t.Error(text(r))
	}
	expect(t, verify(t, b, testKey(t, 8).String()), CheckKey, "not with the key given")
	if _, err := Verify(bytes.NewReader(b), int64(len(b)), Options{Key: "cumbre+1"}); !errors.Is(err, ErrKey) {
		t.Error(err)
	}
}

// Another program's reader opens it, and finds what was put in.
func TestAnArchiveIsAZip(t *testing.T) {
	s := newSummit(t)
	b := s.seal()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range z.File {
		names = append(names, f.Name)
		content, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadAll(content); err != nil { // which checks the CRC-32
			t.Errorf("%s: %v", f.Name, err)
		}
	}
	want := []string{"archive.json", "journal.records", "record/version-1.jsonl", "index.html", "documents/doc1.txt", "sound/snd1.opus", "texts/t1-1.jsonl", "list.txt", "head.note"}
	if !slices.Equal(names, want) {
		t.Errorf("%v", names)
	}
}

// What was corrected comes into a further archive, of whose log the first one's is the beginning.
func TestALaterSealingContinuesTheFirst(t *testing.T) {
	s := newSummit(t)
	s.seal()
	s.do(proceedings.ReviseSegment{By: "ana", Segment: "s1", From: 1, Text: new("Nuestros países enfrentan grandes retos comunes.")})
	s.publish()
	s.page("<p>México, corregido</p>")
	b := s.seal()
	r := verify(t, b, s.key.String())
	expect(t, r, "", "")
	if r.Archive.Number != 2 || !strings.HasPrefix(r.check(CheckSeals).Detail, "1 ") {
		t.Error(text(r))
	}
	// One that leaves the first out.
	s.before = Before{}
	alone, _ := s.write()
	expect(t, verify(t, alone, ""), CheckSeals, "it tells of sealing 1, and this is 1")
}

// A second archive that tells another story of what the first had is signed, and found out.
func TestALaterSealingCannotRewriteTheFirst(t *testing.T) {
	s := newSummit(t)
	s.seal()
	s.before.list = slices.Clone(s.before.list)
	s.before.list[2].bytes++
	forged, _ := s.write()
	expect(t, verify(t, forged, ""), CheckSeals, "not the beginning of this log")
}

func TestRootsAreThoseOfTlog(t *testing.T) {
	var hashes []tlog.Hash
	stored := tlog.HashReaderFunc(func(indexes []int64) (out []tlog.Hash, err error) {
		for _, i := range indexes {
			out = append(out, hashes[i])
		}
		return out, nil
	})
	grown := &tree{}
	for n := range int64(70) {
		want, err := tlog.TreeHash(n, stored)
		if n > 0 && (err != nil || grown.root() != want) {
			t.Fatalf("%d leaves: %v, want %v, %v", n, grown.root(), want, err)
		}
		leaf := fmt.Appendf(nil, "leaf %d", n)
		more, err := tlog.StoredHashes(n, leaf, stored)
		if err != nil {
			t.Fatal(err)
		}
		hashes = append(hashes, more...)
		grown.add(tlog.RecordHash(leaf))
	}
}

// The archive that the first version made stays verifiable, whatever changes.
func TestTheFirstVersionsArchiveStaysVerifiable(t *testing.T) {
	if *update {
		if err := os.WriteFile(fixture, newSummit(t).sealedTwice(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	b, err := os.ReadFile(fixture)
	if err != nil {
		t.Fatal(err)
	}
	expect(t, verify(t, b, testKey(t, 7).String()), "", "")
}
