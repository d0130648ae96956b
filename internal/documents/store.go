package documents

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/cumbre-meet/cumbre/internal/disk"
)

// atOnce bounds the files of one meeting that are being written: each may be of the largest size, and none counts
// against the meeting's bound before it is there.
const atOnce = 8

// Reserve are bytes of the disk that documents leave free. The journal stops where fewer than 64 MiB are: before that
// no document is taken any more, so that the meetings go on being recorded.
const Reserve = 128 << 20

// partial is how the name of a file begins that is being written.
const partial = ".new-"

// Stored is a file that is on the disk for good.
type Stored struct {
	SHA256    string // hexadecimal; the file's name
	Bytes     int64
	MediaType string
}

// Store keeps files under a folder. Its methods may be called from any goroutine.
type Store struct {
	dir     string
	reserve int64 // see Reserve

	mu sync.Mutex
	// held counts, by path, those who have put a file and not yet said whether it stays; writing those who are about to,
	// by meeting.
	held    map[string]int
	writing map[string]int
}

// Open prepares the folder.
func Open(dir string) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("documents: %w", err)
	}
	return &Store{dir: dir, reserve: Reserve, held: map[string]int{}, writing: map[string]int{}}, nil
}

// Put stores what body gives, which is a file of that name. It is on the disk when Put returns, and kept until Settle.
// The error is a *Refusal where the content is at fault, and a *DiskError where the disk is.
func (s *Store) Put(meeting, file string, body io.Reader, limit int64) (Stored, error) {
	mediaType, ok := promised(file)
	if !ok {
		return Stored{}, refuse(TypeUnknown, "documents are PDF, PNG, JPEG or plain text (.pdf, .png, .jpg, .txt); save it as one of these")
	}
	if !s.begin(meeting) {
		return Stored{}, refuse(Busy, "%d documents are being added to this meeting right now; try again in a moment", atOnce)
	}
	defer s.end(meeting)
	if free, err := disk.Free(s.dir); err == nil && free-limit < s.reserve {
		return Stored{}, diskError(errFull)
	}
	folder, err := s.folder(meeting)
	if err != nil {
		return Stored{}, err
	}
	f, err := os.CreateTemp(folder, partial)
	if err != nil {
		return Stored{}, diskError(err)
	}
	defer func() { _ = os.Remove(f.Name()) }() // gone under this name where all went well; else the next start removes it
	seen := &content{}
	sum, n, err := s.write(f, body, seen, limit)
	if closing := f.Close(); err == nil && closing != nil {
		err = diskError(closing)
	}
	if err != nil {
		return Stored{}, err
	}
	if found := seen.is(mediaType); found != "" {
		return Stored{}, refuse(NotAsNamed, "%s is named as %s, and is %s", quoted(file), called(mediaType), found)
	}
	out := Stored{SHA256: hex.EncodeToString(sum.Sum(nil)), Bytes: n, MediaType: mediaType}
	return out, s.publish(f.Name(), filepath.Join(folder, out.SHA256))
}

// write copies the body to the disk, past hash and content. Its errors are ours, or the body's as they are.
func (s *Store) write(f *os.File, body io.Reader, seen *content, limit int64) (hash.Hash, int64, error) {
	sum := sha256.New()
	target := &diskWriter{f: f}
	n, err := io.Copy(io.MultiWriter(target, sum, seen), io.LimitReader(body, limit+1))
	switch {
	case target.err != nil:
		return nil, 0, diskError(target.err)
	case err != nil:
		return nil, 0, err
	case n > limit:
		return nil, 0, refuse(TooLarge, "a document has at most %d MiB; make it smaller, or add it in parts", limit>>20)
	}
	if err := f.Sync(); err != nil {
		return nil, 0, diskError(err)
	}
	return sum, n, nil
}

// publish gives a file its name, on the disk too, and holds it.
func (s *Store) publish(from, to string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	// The same content again replaces itself.
	if err := os.Rename(from, to); err != nil {
		return diskError(err)
	}
	if err := disk.SyncFolder(filepath.Dir(to)); err != nil {
		return diskError(err)
	}
	s.held[to]++
	return nil
}

// Settle ends the hold of a Put, or says that a file may not be wanted any more. The file goes where nobody else holds it
// and wanted, which is asked meanwhile, says no.
func (s *Store) Settle(meeting, sha256 string, put bool, wanted func() bool) error {
	if !valid(meeting) || !valid(sha256) {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	path := filepath.Join(s.dir, meeting, sha256)
	if put {
		if s.held[path]--; s.held[path] <= 0 {
			delete(s.held, path)
		}
	}
	if s.held[path] > 0 || wanted() {
		return nil
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return diskError(err)
	}
	return nil
}

// Open opens a file for reading. It is fs.ErrNotExist where it is not there.
func (s *Store) Open(meeting, sha256 string) (*os.File, error) {
	if !valid(meeting) || !valid(sha256) {
		return nil, fs.ErrNotExist
	}
	return os.Open(filepath.Join(s.dir, meeting, sha256))
}

// Sweep removes what a crash has left: files that were being written, and files that no meeting wants. It tells which
// files are wanted and missing. A meeting that is not in wanted is left alone: its journal cannot be read, and may be
// restored. It is for the start, before anything is put.
func (s *Store) Sweep(wanted map[string][]string) (removed int, missing map[string][]string, err error) {
	missing = map[string][]string{}
	for meeting, hashes := range wanted {
		entries, err := os.ReadDir(filepath.Join(s.dir, meeting))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return removed, missing, diskError(err)
		}
		there := map[string]bool{}
		for _, e := range entries {
			there[e.Name()] = true
		}
		for _, h := range hashes {
			if !there[h] {
				missing[meeting] = append(missing[meeting], h)
			}
			delete(there, h)
		}
		for _, e := range entries {
			if !there[e.Name()] || !ours(e.Name()) {
				continue
			}
			if err := os.Remove(filepath.Join(s.dir, meeting, e.Name())); err != nil {
				return removed, missing, diskError(err)
			}
			removed++
		}
	}
	return removed, missing, nil
}

// ours tells the names that this package gives: what somebody else has put there stays.
func ours(name string) bool {
	if strings.HasPrefix(name, partial) {
		return true
	}
	b, err := hex.DecodeString(name)
	return err == nil && len(b) == sha256.Size
}

func (s *Store) begin(meeting string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.writing[meeting] >= atOnce {
		return false
	}
	s.writing[meeting]++
	return true
}

func (s *Store) end(meeting string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.writing[meeting]--; s.writing[meeting] == 0 {
		delete(s.writing, meeting)
	}
}

// folder makes a meeting's, and has it on the disk.
func (s *Store) folder(meeting string) (string, error) {
	if !valid(meeting) {
		return "", fmt.Errorf("documents: %q is no meeting's identifier", meeting)
	}
	folder := filepath.Join(s.dir, meeting)
	err := os.Mkdir(folder, 0o700)
	if err == nil {
		err = disk.SyncFolder(s.dir)
	}
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return "", diskError(err)
	}
	return folder, nil
}

// valid tells the names that may be part of a path: letters, digits, '-' and '_'.
func valid(name string) bool {
	return name != "" && len(name) <= 128 && !strings.ContainsFunc(name, func(r rune) bool {
		letter := r|0x20 >= 'a' && r|0x20 <= 'z'
		return !letter && (r < '0' || r > '9') && r != '-' && r != '_'
	})
}

// diskWriter remembers whose an error is: the disk's or the body's.
type diskWriter struct {
	f   *os.File
	err error
}

// Write implements io.Writer.
func (w *diskWriter) Write(p []byte) (int, error) {
	n, err := w.f.Write(p)
	w.err = err
	return n, err
}
