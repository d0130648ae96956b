package record

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/cumbre-meet/cumbre/internal/disk"
)

// suffix is how files are named: their identifier and that.
const suffix = ".opus"

// startFormat is how a file's own comment says when it begins.
const startFormat = "2006-01-02T15:04:05.000Z07:00"

// Reserve are bytes of the disk that recordings leave free. Documents stop at 128 MiB and the journal at 64 MiB: sound is
// what goes first.
const Reserve = 256 << 20

// File is a file of sound.
type File struct {
	ID string
	Source
	Start time.Time // UTC, to the millisecond: of position 0
}

// Closed is a file that nothing is added to any more.
type Closed struct {
	File
	Duration time.Duration
	Bytes    int64
	SHA256   string        // hexadecimal
	Lost     time.Duration // of it that is silence because packets did not come
}

// Store keeps files under a folder, one folder for each meeting.
type Store struct {
	dir     string
	reserve int64
}

// Open prepares the folder.
func Open(dir string) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("record: %w", err)
	}
	return &Store{dir: dir, reserve: Reserve}, nil
}

// Read opens a file for reading: fs.ErrNotExist where it is not there.
func (s *Store) Read(meeting, id string) (*os.File, error) {
	if !valid(meeting) || !valid(id) {
		return nil, fs.ErrNotExist
	}
	return os.Open(filepath.Join(s.dir, meeting, id+suffix))
}

// Files lists a meeting's by their identifiers.
func (s *Store) Files(meeting string) ([]string, error) {
	if !valid(meeting) {
		return nil, nil
	}
	entries, err := os.ReadDir(filepath.Join(s.dir, meeting))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("record: %w", err)
	}
	var ids []string
	for _, e := range entries {
		if id, ok := strings.CutSuffix(e.Name(), suffix); ok && valid(id) {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

// Recover closes a file that a crash has left open: it is cut behind its last whole page and gets its end. ErrFile: there
// was nothing in it yet, and it is removed.
func (s *Store) Recover(meeting, id string) (Closed, error) {
	if !valid(meeting) || !valid(id) {
		return Closed{}, fs.ErrNotExist
	}
	path := filepath.Join(s.dir, meeting, id+suffix)
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return Closed{}, fmt.Errorf("record: %w", err)
	}
	defer func() { _ = f.Close() }() // it is synced
	c, err := scan(f, nil)
	if errors.Is(err, ErrFile) {
		_ = os.Remove(path) // else the next start does
		return Closed{}, err
	}
	if err == nil {
		err = mend(f, c)
	}
	if err != nil {
		return Closed{}, fmt.Errorf("record: %w", err)
	}
	out := Closed{File: described(id, c.tags), Duration: fromSamples(c.samples)}
	out.Bytes, out.SHA256, err = sum(f)
	return out, err
}

// mend cuts a file to its whole pages, and ends it.
func mend(f *os.File, c contents) error {
	if err := f.Truncate(c.good); err != nil {
		return err
	}
	if c.ended {
		return f.Sync()
	}
	if _, err := f.Seek(c.good, io.SeekStart); err != nil {
		return err
	}
	w := &writer{w: f, serial: c.serial, sequence: c.next, samples: c.samples}
	if err := w.close(); err != nil {
		return err
	}
	return f.Sync()
}

func sum(f *os.File) (size int64, hash string, err error) {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return 0, "", fmt.Errorf("record: %w", err)
	}
	h := sha256.New()
	if size, err = io.Copy(h, f); err != nil {
		return 0, "", fmt.Errorf("record: %w", err)
	}
	return size, hex.EncodeToString(h.Sum(nil)), nil
}

// describe is what a file says of itself, so that it can be told from others without the journal.
func (f File) describe(meeting string) []Tag {
	tags := []Tag{
		{"MEETING", meeting},
		{"FILE", f.ID},
		{"PARTICIPANT", f.Participant},
		{"SOURCE", f.Kind},
		{"START", f.Start.UTC().Format(startFormat)},
	}
	if f.Channel != "" {
		tags = append(tags, Tag{"CHANNEL", f.Channel})
	}
	return tags
}

func described(id string, tags []Tag) File {
	f := File{ID: id}
	for _, t := range tags {
		switch t.Name {
		case "PARTICIPANT":
			f.Participant = t.Value
		case "SOURCE":
			f.Kind = t.Value
		case "CHANNEL":
			f.Channel = t.Value
		case "START":
			f.Start, _ = time.Parse(startFormat, t.Value) // zero: it does not say
		}
	}
	return f
}

// create makes a meeting's folder, and a file in it, on the disk.
func (s *Store) create(meeting, id string) (*os.File, error) {
	if !valid(meeting) || !valid(id) {
		return nil, fmt.Errorf("record: no names: %s", strconv.Quote(meeting+"/"+id))
	}
	folder := filepath.Join(s.dir, meeting)
	if err := os.Mkdir(folder, 0o700); err == nil {
		if err := disk.SyncFolder(s.dir); err != nil {
			return nil, fmt.Errorf("record: %w", err)
		}
	}
	f, err := os.OpenFile(filepath.Join(folder, id+suffix), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("record: %w", err)
	}
	if err := disk.SyncFolder(folder); err != nil {
		_ = f.Close()
		return nil, fmt.Errorf("record: %w", err)
	}
	return f, nil
}

// full tells that the disk has no room for recordings.
func (s *Store) full() bool {
	free, err := disk.Free(s.dir)
	return err == nil && free < s.reserve
}

// size is what a meeting's files have, in bytes.
func (s *Store) size(meeting string) (total int64) {
	entries, _ := os.ReadDir(filepath.Join(s.dir, meeting))
	for _, e := range entries {
		if info, err := e.Info(); err == nil {
			total += info.Size()
		}
	}
	return total
}

// valid tells the names that may be part of a path: letters, digits, '-' and '_'.
func valid(name string) bool {
	return name != "" && len(name) <= 128 && !strings.ContainsFunc(name, func(r rune) bool {
		letter := r|0x20 >= 'a' && r|0x20 <= 'z'
		return !letter && (r < '0' || r > '9') && r != '-' && r != '_'
	})
}
