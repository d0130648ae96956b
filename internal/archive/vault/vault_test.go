package vault

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/archive"
	"github.com/cumbre-meet/cumbre/internal/journal"
	"github.com/cumbre-meet/cumbre/internal/proceedings"
)

const someHash = "7d8f0f6b1f6a3c1f5e0a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f70"

// over is a meeting that has ended, with a Vault.
type over struct {
	t     *testing.T
	vault *Vault
	store *journal.Store
	state proceedings.State
	last  uint64
	now   time.Time
}

func newOver(t *testing.T, regime string, languages ...string) *over {
	t.Helper()
	store, err := journal.Open(t.Context(), journal.Options{Dir: t.TempDir(), Reserve: -1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	key, err := archive.NewKey(ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)))
	if err != nil {
		t.Fatal(err)
	}
	none := func(string, string) (*os.File, error) { return nil, fs.ErrNotExist }
	v, err := Open(Config{
		Dir: filepath.Join(t.TempDir(), "archives"), Key: key, Journal: store, Documents: none, Sounds: none, Program: "test", Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	o := &over{t: t, vault: v, store: store, now: time.Date(2021, 5, 7, 15, 0, 0, 0, time.UTC)}
	no := false
	o.do(proceedings.CreateMeeting{ID: "m1", Title: "Cumbre", Languages: languages, Regime: regime})
	o.do(proceedings.IssueInvitation{ID: "ana", TokenHash: someHash, Role: "chair", Name: "Ana Pérez", Lobby: &no})
	o.do(proceedings.Arrive{Invitation: "ana", Participant: "ana"})
	o.do(proceedings.GiveFloor{By: "ana", Participant: "ana", ChairPresent: true, Language: "es"})
	o.do(proceedings.AddSegment{By: "ana", Intervention: "i1", Language: "es", Text: "Palabras dichas."})
	o.do(proceedings.PublishRecord{Salt: "SALT"})
	o.do(proceedings.End{By: "ana"})
	return o
}

func (o *over) do(cmd proceedings.Command) {
	o.t.Helper()
	o.now = o.now.Add(time.Second)
	events, err := proceedings.Decide(o.state, cmd, o.now)
	if err != nil {
		o.t.Fatalf("%T: %v", cmd, err)
	}
	record, err := proceedings.EncodeRecord("c", events)
	if err != nil {
		o.t.Fatal(err)
	}
	if o.last, err = o.store.Append(o.t.Context(), archive.StreamOf("m1"), o.last, record); err != nil {
		o.t.Fatal(err)
	}
	o.state = proceedings.Fold(o.state, events...)
}

// seal makes an archive and gives its file and what verifying it says.
func (o *over) seal() (proceedings.Seal, []byte, archive.Report) {
	o.t.Helper()
	seal, err := o.vault.Seal(o.t.Context(), o.state, o.last, o.now)
	if err != nil {
		o.t.Fatal(err)
	}
	b, err := os.ReadFile(filepath.Join(o.vault.cfg.Dir, "m1", seal.SHA256+suffix))
	if err != nil {
		o.t.Fatal(err)
	}
	r, err := archive.Verify(bytes.NewReader(b), int64(len(b)), archive.Options{Key: o.vault.Key()})
	if err != nil {
		o.t.Fatal(err)
	}
	return seal, b, r
}

// entryOf is an entry's content; "": there is none.
func entryOf(t *testing.T, b []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	content, err := fs.ReadFile(z, name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return string(content)
}

func TestPagesKeepTheRegime(t *testing.T) {
	for regime, tc := range map[string]struct{ says, never string }{
		"on-the-record":  {"record/record.html", "\x00"},
		"chatham-house":  {"record/record.html", "Ana Pérez"},
		"off-the-record": {"La reunión fue confidencial", "record/record.html"},
	} {
		_, b, r := newOver(t, regime, "es").seal()
		page := entryOf(t, b, "index.html")
		if record := entryOf(t, b, "record/record.html"); !r.Verified || !strings.Contains(page, tc.says) || strings.Contains(page+record, tc.never) {
			t.Errorf("%s: verified %t: %s\n%s", regime, r.Verified, page, record)
		}
	}
}

func TestPagesAreInTheMeetingsLanguage(t *testing.T) {
	for language, title := range map[string]string{"ar": `lang="ar" dir="rtl"`, "fr-CA": `lang="fr" dir="ltr"`, "nah": `lang="en" dir="ltr"`} {
		if _, b, _ := newOver(t, "", language).seal(); !strings.Contains(entryOf(t, b, "index.html"), title) {
			t.Errorf("%s: %s", language, entryOf(t, b, "index.html"))
		}
	}
}

// What was lost before is left out and named, and who seals is told what verifying will say of it.
func TestWhatIsLostIsNamed(t *testing.T) {
	o := newOver(t, "", "es")
	o.do(proceedings.KeepQuotation{Text: "Palabras dichas", Segment: "s1"})
	f := proceedings.SoundFile{ID: "f", Participant: "ana", Kind: "microphone", Codec: "opus", Start: o.now}
	o.do(proceedings.OpenSound{File: f})
	f.SHA256, f.Bytes = someHash, 5
	o.do(proceedings.CloseSound{File: f})
	o.do(proceedings.ReviseSegment{Segment: "s1", From: 1, Text: new("Otras palabras.")})
	o.do(proceedings.PublishRecord{Salt: "SALT"})
	seal, _, r := o.seal()
	if !slices.Equal(seal.Missing, []string{"sound/f.opus"}) || !slices.Equal(seal.Failing, []string{"sound", "quotations"}) || r.Verified || !r.Whole() {
		t.Errorf("%+v %+v", seal, r)
	}
}

func TestOneArchiveAtATime(t *testing.T) {
	o := newOver(t, "", "es")
	o.vault.turn <- struct{}{}
	if _, err := o.vault.Seal(t.Context(), o.state, o.last, o.now); !errors.Is(err, ErrBusy) {
		t.Error(err)
	}
	<-o.vault.turn
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := o.vault.Seal(ctx, o.state, o.last, o.now); err == nil {
		t.Error("sealed for nobody")
	}
	if left, _ := filepath.Glob(filepath.Join(o.vault.cfg.Dir, "m1", "*")); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
	// The next one continues the one before, which has to be there.
	seal, _, _ := o.seal()
	o.do(proceedings.SealArchive{Seal: seal})
	path := filepath.Join(o.vault.cfg.Dir, "m1", seal.SHA256+suffix)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, bytes.Replace(whole, []byte("Cumbre"), []byte("Cumbra"), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := o.vault.Seal(t.Context(), o.state, o.last, o.now); !errors.Is(err, ErrLost) {
		t.Errorf("one that was changed is continued: %v", err)
	}
	if err := o.vault.Keep("m1", "another"); err != nil {
		t.Fatal(err)
	}
	if _, err := o.vault.Seal(t.Context(), o.state, o.last, o.now); !errors.Is(err, ErrLost) {
		t.Error(err)
	}
	if _, err := o.vault.Read("m1", "../"+seal.SHA256); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}

func TestAdoptedTextsArePages(t *testing.T) {
	o := newOver(t, "", "es", "ar")
	o.do(proceedings.BeginText{Title: "Comunicado", Titles: map[string]string{"ar": "بيان"}})
	o.do(proceedings.AddParagraph{Text: "t1", Words: map[string]string{"es": "Cooperaremos <siempre>.", "ar": "سنتعاون."}})
	o.do(proceedings.TakePosition{By: "ana", Text: "t1", Paragraph: "p1", From: 1, Stance: "agreed"})
	text, _ := o.state.Text("t1")
	key, hash := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize)), o.state.TextSHA256(text)
	public, _ := key.Public().(ed25519.PublicKey)
	o.do(proceedings.GiveAssent{By: "ana", Text: "t1", SHA256: hash, Key: public, Signature: ed25519.Sign(key, proceedings.AssentStatement("m1", "t1", hash, ""))})
	_, b, r := o.seal()
	page := entryOf(t, b, "texts/t1-1.html")
	for _, want := range []string{"بيان", `dir="rtl"`, "Cooperaremos &lt;siempre&gt;."} {
		if !strings.Contains(page, want) {
			t.Errorf("%s lacks %s", page, want)
		}
	}
	for _, name := range []string{"texts/t1-1.pdf", "texts/t1-1.odt", "texts/t1-1.json", "texts/t1-1-es.akn.xml", "texts/t1-1-ar.akn.xml"} {
		if entryOf(t, b, name) == "" {
			t.Errorf("no %s", name)
		}
	}
	if index := entryOf(t, b, "index.html"); !r.Verified || !strings.Contains(index, "texts/t1-1.html") {
		t.Errorf("%+v\n%s", r, index)
	}
}
