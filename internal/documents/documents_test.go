package documents

import (
	"bytes"
	"errors"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
)

const limit = 1 << 20

func open(t *testing.T) *Store {
	t.Helper()
	s, err := Open(filepath.Join(t.TempDir(), "documents"))
	if err != nil {
		t.Fatal(err)
	}
	s.reserve = 0
	return s
}

// files lists what is in a meeting's folder.
func files(t *testing.T, s *Store, meeting string) []string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(s.dir, meeting))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

func picture(t *testing.T, as string) string {
	t.Helper()
	var b bytes.Buffer
	var err error
	if as == typePNG {
		err = png.Encode(&b, image.NewGray(image.Rect(0, 0, 20, 10)))
	} else {
		err = jpeg.Encode(&b, image.NewGray(image.Rect(0, 0, 20, 10)), nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

const somePDF = "%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"

func TestContentIsWhatTheNameSays(t *testing.T) {
	s := open(t)
	jpg, pic := picture(t, typeJPEG), picture(t, typePNG)
	for _, tc := range []struct{ name, file, content, want string }{
		{"a PDF", "Informe.PDF", somePDF, typePDF},
		{"a PNG picture", "a.png", pic, typePNG},
		{"a JPEG picture", "a.jpeg", jpg, typeJPEG},
		{"a camera's JPEG, with bytes behind it", "a.jpg", jpg + "SEFT trailer", typeJPEG},
		{"a text", "speech.txt", "Señoras y señores:\r\n\tSalām, سلام.\n", typeText},
		{"a text of Windows", "speech.txt", "\ufeffLadies", typeText},
		{"the longest text", "speech.txt", strings.Repeat("ñ", MaxTextRunes), typeText},

		{"no type", "speech", "text", TypeUnknown},
		{"a word processor's", "speech.docx", "PK\x03\x04", TypeUnknown},
		{"a page", "speech.html", "<html>", TypeUnknown},
		{"an archive named PDF", "a.pdf", "PK\x03\x04" + strings.Repeat("\x00", 600), "application/zip"},
		{"a page named PDF", "a.pdf", "<!DOCTYPE html><script>alert(1)</script>", "text/html"},
		{"a text named PDF", "a.pdf", "Ladies and gentlemen", "a plain text"},
		{"half a PDF", "a.pdf", somePDF[:len(somePDF)-8], "a PDF whose end is missing"},
		{"half a PNG picture", "a.png", pic[:len(pic)-4], "a PNG picture whose end is missing"},
		{"a damaged PNG picture", "a.png", pic[:20] + "\xff" + pic[21:], "a PNG picture that is damaged"},
		{"half a JPEG picture", "a.jpg", jpg[:len(jpg)-2], "a JPEG picture whose end is missing"},
		{"a PNG named JPEG", "a.jpg", pic, "a PNG picture"},
		{"a PDF named text", "a.txt", somePDF + "\x00", "a PDF"},
		{"Latin-1", "a.txt", "Se\xf1oras", "not UTF-8"},
		{"a bell", "a.txt", "ding\a", "control characters"},
		{"a page break", "a.txt", "one\ftwo", "control characters"},
		{"a NUL", "a.txt", "a\x00b", "control characters"},
		{"a text that ends within a character", "a.txt", "Se\xc3", "whose end is missing"},
		{"a text too long", "a.txt", strings.Repeat("ñ", MaxTextRunes+1), "more than 200,000"},
		{"an empty text", "a.txt", "", "is empty"},
		{"an empty PDF", "a.pdf", "", "is empty"},
	} {
		for _, slow := range []bool{false, true} {
			body := io.Reader(strings.NewReader(tc.content))
			if slow && len(tc.content) < 2000 {
				body = iotest.OneByteReader(body)
			}
			got, err := s.Put("m1", tc.file, body, limit)
			var r *Refusal
			switch {
			case strings.Contains(tc.want, "/") && !errors.As(err, &r):
				if err != nil || got.MediaType != tc.want || got.Bytes != int64(len(tc.content)) {
					t.Errorf("%s: %+v %v", tc.name, got, err)
				}
			case !errors.As(err, &r) || !strings.Contains(r.Detail, tc.want) && r.Code != tc.want:
				t.Errorf("%s: %+v, %v; want %s", tc.name, got, err, tc.want)
			}
		}
	}
}

func TestWhatWasPutIsThereAndNothingElse(t *testing.T) {
	s := open(t)
	got, err := s.Put("m1", "a.txt", strings.NewReader("abc"), limit)
	// FIPS 180-4's example.
	const want = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
	if err != nil || got.SHA256 != want {
		t.Fatalf("%+v %v", got, err)
	}
	for name, body := range map[string]io.Reader{
		"too large": strings.NewReader(strings.Repeat("a", limit+1)),
		"cut off":   io.MultiReader(strings.NewReader("ab"), iotest.ErrReader(io.ErrUnexpectedEOF)),
		"no PDF":    strings.NewReader("\x00"),
	} {
		if _, err := s.Put("m1", "b.txt", body, limit); err == nil {
			t.Errorf("%s: stored", name)
		}
	}
	if names := files(t, s, "m1"); !slices.Equal(names, []string{want}) {
		t.Errorf("files %v", names)
	}
	f, err := s.Open("m1", want)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(f)
	if string(b) != "abc" || err != nil || f.Close() != nil {
		t.Errorf("%q %v", b, err)
	}
	for _, meeting := range []string{"", "..", "m1/..", "m2"} {
		if _, err := s.Open(meeting, want); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("meeting %q: %v", meeting, err)
		}
	}
	if _, err := s.Open("m1", "../m1/"+want); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a path for a hash: %v", err)
	}
	if _, err := s.Put("../m1", "a.txt", strings.NewReader("abc"), limit); err == nil {
		t.Error("a path for a meeting")
	}
}

func TestAFullDiskIsSaid(t *testing.T) {
	s := open(t)
	s.reserve = 1 << 62
	_, err := s.Put("m1", "a.txt", strings.NewReader("abc"), limit)
	var d *DiskError
	if !errors.As(err, &d) || d.Unwritable() != "disk-full" || len(files(t, s, "m1")) > 0 {
		t.Errorf("%v", err)
	}
}

// Settle: a file goes with the last who wants it, not before.
func TestSettle(t *testing.T) {
	s := open(t)
	put := func() string {
		got, err := s.Put("m1", "a.txt", strings.NewReader("abc"), limit)
		if err != nil {
			t.Fatal(err)
		}
		return got.SHA256
	}
	settle := func(hash string, put, wanted bool) {
		if err := s.Settle("m1", hash, put, func() bool { return wanted }); err != nil {
			t.Fatal(err)
		}
	}
	hash := put()
	put() // the same content, by two at once
	settle(hash, true, false)
	if len(files(t, s, "m1")) != 1 {
		t.Error("the second's file went with the first's refusal")
	}
	settle(hash, true, true)
	if len(files(t, s, "m1")) != 1 {
		t.Error("a wanted file is gone")
	}
	settle(hash, false, false)
	if names := files(t, s, "m1"); len(names) != 0 {
		t.Errorf("left: %v", names)
	}
	settle(hash, false, false) // again changes nothing
}

// What a crash between the bytes and the event leaves, and one while the bytes are being written.
func TestSweep(t *testing.T) {
	s := open(t)
	var hashes []string
	for _, text := range []string{"kept", "orphan"} {
		for _, meeting := range []string{"m1", "m2"} {
			got, err := s.Put(meeting, "a.txt", strings.NewReader(text), limit)
			if err != nil {
				t.Fatal(err)
			}
			hashes = append(hashes, got.SHA256)
		}
	}
	kept, orphan := hashes[0], hashes[2]
	for _, name := range []string{partial + "123", "README"} {
		if err := os.WriteFile(filepath.Join(s.dir, "m1", name), []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	lost := strings.Repeat("0", 64)
	s, err := Open(s.dir)
	if err != nil {
		t.Fatal(err)
	}
	removed, missing, err := s.Sweep(map[string][]string{"m1": {kept, lost}, "m3": {}})
	if err != nil || removed != 2 || !slices.Equal(missing["m1"], []string{lost}) || len(missing) != 1 {
		t.Errorf("removed %d, missing %v, %v", removed, missing, err)
	}
	if names := files(t, s, "m1"); !slices.Equal(names, []string{kept, "README"}) {
		t.Errorf("of m1 stays %v", names)
	}
	if names := files(t, s, "m2"); len(names) != 2 || !slices.Contains(names, orphan) {
		t.Errorf("of a meeting that cannot be read stays %v", names)
	}
}

// gate is a body that says that it is read, and waits.
type gate struct{ reached, open chan struct{} }

func (g gate) Read([]byte) (int, error) {
	<-g.reached
	<-g.open
	return 0, io.EOF
}

func TestFewAtOnce(t *testing.T) {
	s := open(t)
	g := gate{make(chan struct{}), make(chan struct{})}
	var writers sync.WaitGroup
	for range atOnce {
		writers.Go(func() { _, _ = s.Put("m1", "a.txt", g, limit) })
	}
	for range atOnce {
		g.reached <- struct{}{}
	}
	var r *Refusal
	if _, err := s.Put("m1", "a.txt", strings.NewReader("abc"), limit); !errors.As(err, &r) || r.Code != Busy {
		t.Errorf("one more: %v", err)
	}
	if _, err := s.Put("m2", "a.txt", strings.NewReader("abc"), limit); err != nil {
		t.Errorf("another meeting: %v", err)
	}
	close(g.open)
	writers.Wait()
	if _, err := s.Put("m1", "a.txt", strings.NewReader("abc"), limit); err != nil {
		t.Errorf("when they are done: %v", err)
	}
}

func FuzzContent(f *testing.F) {
	f.Add([]byte(somePDF), 3)
	f.Add([]byte("Se\xc3\xb1oras"), 3)
	f.Add([]byte("\x89PNG\r\n\x1a\n"), 1)
	f.Add([]byte{0xff, 0xd8, 0xff, 0xd9}, 2)
	f.Fuzz(func(t *testing.T, data []byte, cut int) {
		whole, pieces := &content{}, &content{}
		_, _ = whole.Write(data)
		cut = min(max(cut, 0), len(data))
		_, _ = pieces.Write(data[:cut])
		_, _ = pieces.Write(data[cut:])
		for _, mediaType := range []string{typePDF, typePNG, typeJPEG, typeText} {
			if a, b := whole.is(mediaType), pieces.is(mediaType); a != b {
				t.Fatalf("%s: %q in one piece, %q in two", mediaType, a, b)
			}
		}
	})
}
