// Package vault makes archives of meetings that are over and keeps the last one of each: one file, named by its content's SHA-256, in
// DIR/MEETING/HASH.cumbre. A file is whole on the disk before anybody learns of it. What may be made for whom its user decides.
package vault

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/cumbre-meet/cumbre/internal/archive"
	"github.com/cumbre-meet/cumbre/internal/disk"
	"github.com/cumbre-meet/cumbre/internal/proceedings"
)

const (
	// Reserve are bytes of the disk that archives leave free: as much as recordings, whose copies they mostly are.
	Reserve = 256 << 20
	// overhead is what an archive has at most besides documents, sound and the journal's words, in bytes: the record in all its formats.
	overhead = 64 << 20

	suffix  = ".cumbre"
	partial = ".new-" // how the name of a file begins that is being written
)

// Refusal says why an archive is not made; it is told to clients.
type Refusal string //nolint:errname // as in documents: a wish is refused

const (
	// ErrBusy says that another archive is being made: one at a time, as each reads and writes all of a meeting.
	ErrBusy Refusal = "archive-busy"
	// ErrLost says that the archive before is not there any more, or damaged: the next one has to continue it.
	ErrLost Refusal = "archive-lost"
)

// Error makes a Refusal an error.
func (r Refusal) Error() string { return "vault: " + string(r) }

// ArchiveCode is the code of the problem that clients are answered with.
func (r Refusal) ArchiveCode() string { return string(r) }

// Journal is what a Vault needs of the journal.
type Journal interface {
	Records(ctx context.Context, stream string, last uint64, f func(record []byte) error) error
}

// Files is where the content of documents or sounds is.
type Files func(meeting, id string) (*os.File, error)

// Config is what a Vault is made of.
type Config struct {
	Dir               string
	Key               *archive.Key
	Journal           Journal
	Documents, Sounds Files // by SHA-256, and by SoundFile.ID
	// Pages are made by who knows how: what was published and promised, and the next meeting. nil: none.
	Pages   func(s proceedings.State, at time.Time) ([]Page, error)
	Program string
	Log     *slog.Logger
}

// Page is a file to read, in a language.
type Page struct {
	Name     string // of the entry
	Language string // BCP 47
	Label    string // the language's name in itself
	Calendar bool   // it is the next meeting's; else what was published and promised
	Content  []byte
}

// Vault keeps archives. Its methods may be called from any goroutine.
type Vault struct {
	cfg  Config
	turn chan struct{} // held by who makes an archive
}

// Open prepares the folder.
func Open(cfg Config) (*Vault, error) {
	if err := os.MkdirAll(cfg.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("vault: %w", err)
	}
	return &Vault{cfg, make(chan struct{}, 1)}, nil
}

// Key is what the archives can be verified with.
func (v *Vault) Key() string { return v.cfg.Key.String() }

// Seal makes the archive of a meeting's journal up to a record, whose State is s. It is on the disk when Seal returns; Keep or the next start
// remove it where no event tells of it. The error is ErrBusy, ErrLost, a *DiskError, or what the journal says.
func (v *Vault) Seal(ctx context.Context, s proceedings.State, through uint64, at time.Time) (proceedings.Seal, error) {
	select {
	case v.turn <- struct{}{}:
		defer func() { <-v.turn }()
	default:
		return proceedings.Seal{}, ErrBusy
	}
	meeting := s.Meeting.ID
	if !valid(meeting) {
		return proceedings.Seal{}, fmt.Errorf("vault: %q is no meeting's identifier", meeting)
	}
	if err := v.room(s); err != nil {
		return proceedings.Seal{}, err
	}
	before, err := v.before(s)
	if err != nil {
		return proceedings.Seal{}, err
	}
	g := &gathering{v: v, ctx: ctx, state: s, through: through, at: at}
	files, err := g.files()
	if err != nil {
		return proceedings.Seal{}, err
	}
	sealed, err := v.write(meeting, archive.Contents{
		Meeting: meeting, Title: s.Meeting.Title, Program: v.cfg.Program, Sealed: at, Last: through, Records: g.records, Files: files,
		Before: before, Key: v.cfg.Key,
	})
	if err != nil {
		return proceedings.Seal{}, err
	}
	failing, err := v.judge(meeting, sealed)
	if err != nil {
		return proceedings.Seal{}, err
	}
	return proceedings.Seal{
		Through: through, Leaves: sealed.Leaves, Root: sealed.Root, Key: sealed.Key, SHA256: sealed.SHA256, Bytes: sealed.Bytes, Missing: g.missing,
		Failing: failing,
	}, nil
}

// judge reads what was written as its readers will: what they will be told is told to who seals it. One that is not whole is none.
func (v *Vault) judge(meeting string, sealed archive.Sealed) (failing []string, err error) {
	f, err := v.Read(meeting, sealed.SHA256)
	if err != nil {
		return nil, &DiskError{err}
	}
	defer func() { _ = f.Close() }() // it was only read
	report, err := archive.Verify(f, sealed.Bytes, archive.Options{Key: sealed.Key})
	if err != nil {
		return nil, &DiskError{err}
	}
	if !report.Verified {
		var said strings.Builder
		_ = report.Write(&said) // into memory
		v.cfg.Log.Warn("an archive has something that does not hold", "meeting", meeting, "report", said.String())
	}
	for _, c := range report.Checks {
		if c.Status != archive.OK {
			failing = append(failing, c.Name)
		}
	}
	if !report.Whole() {
		_ = os.Remove(f.Name())
		return nil, fmt.Errorf("vault: what was written is no whole archive: %v", failing)
	}
	return failing, nil
}

// room refuses what would fill the disk.
func (v *Vault) room(s proceedings.State) error {
	need := int64(Reserve + overhead)
	for _, d := range s.Documents {
		need += d.Bytes
	}
	for f := range s.AllSounds() {
		need += f.Bytes
	}
	if free, err := disk.Free(v.cfg.Dir); err == nil && free < need {
		return &DiskError{errFull}
	}
	return nil
}

// before is what the next archive continues.
func (v *Vault) before(s proceedings.State) (archive.Before, error) {
	n := len(s.Seals)
	if n == 0 {
		return archive.Before{}, nil
	}
	f, err := v.Read(s.Meeting.ID, s.Seals[n-1].SHA256)
	if err != nil {
		return archive.Before{}, fmt.Errorf("%w: %w", ErrLost, err)
	}
	defer func() { _ = f.Close() }() // it was only read
	sum := sha256.New()
	size, err := io.Copy(sum, f)
	if err != nil {
		return archive.Before{}, &DiskError{err}
	}
	b, err := archive.ReadBefore(f, size)
	if err == nil && hex.EncodeToString(sum.Sum(nil)) != s.Seals[n-1].SHA256 {
		err = errors.New("it is not what was sealed")
	}
	if err != nil {
		return archive.Before{}, fmt.Errorf("%w: %w", ErrLost, err)
	}
	return b, nil
}

// write writes the file, and gives it its name once it is on the disk.
func (v *Vault) write(meeting string, c archive.Contents) (archive.Sealed, error) {
	folder := filepath.Join(v.cfg.Dir, meeting)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return archive.Sealed{}, &DiskError{err}
	}
	f, err := os.CreateTemp(folder, partial)
	if err != nil {
		return archive.Sealed{}, &DiskError{err}
	}
	defer func() { _ = os.Remove(f.Name()) }() // gone under this name where all went well; else the next start removes it
	target := &diskWriter{f: f}
	out := bufio.NewWriterSize(target, 1<<20)
	sealed, err := archive.Write(out, c)
	if err == nil {
		err = out.Flush()
	}
	if err == nil {
		err = target.keep(f.Sync())
	}
	if closing := f.Close(); err == nil {
		err = target.keep(closing)
	}
	if err == nil {
		err = target.keep(os.Rename(f.Name(), filepath.Join(folder, sealed.SHA256+suffix)))
	}
	if err == nil {
		err = target.keep(errors.Join(disk.SyncFolder(folder), disk.SyncFolder(v.cfg.Dir)))
	}
	if target.err != nil {
		return archive.Sealed{}, &DiskError{target.err}
	}
	return sealed, err
}

// Read opens an archive. It is fs.ErrNotExist where it is not there.
func (v *Vault) Read(meeting, sha256 string) (*os.File, error) {
	if !valid(meeting) || !valid(sha256) {
		return nil, fs.ErrNotExist
	}
	return os.Open(filepath.Join(v.cfg.Dir, meeting, sha256+suffix))
}

// Keep removes a meeting's archives but for one ("": all), which has all that those before it had. It does nothing while one is being made.
func (v *Vault) Keep(meeting, sha256 string) error {
	if !valid(meeting) {
		return nil
	}
	select {
	case v.turn <- struct{}{}:
		defer func() { <-v.turn }()
	default:
		return nil // the next Keep does it
	}
	folder := filepath.Join(v.cfg.Dir, meeting)
	entries, err := os.ReadDir(folder)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return &DiskError{err}
	}
	for _, e := range entries {
		ours := strings.HasPrefix(e.Name(), partial) || strings.HasSuffix(e.Name(), suffix)
		if !ours || sha256 != "" && e.Name() == sha256+suffix {
			continue
		}
		if err := os.Remove(filepath.Join(folder, e.Name())); err != nil {
			return &DiskError{err}
		}
	}
	return nil
}

// valid tells the names that may be part of a path: letters, digits, '-' and '_'.
func valid(name string) bool {
	return name != "" && len(name) <= 128 && !strings.ContainsFunc(name, func(r rune) bool {
		letter := r|0x20 >= 'a' && r|0x20 <= 'z'
		return !letter && (r < '0' || r > '9') && r != '-' && r != '_'
	})
}

var errFull = errors.New("too little space is free for an archive")

// DiskError says that the disk did not take an archive.
type DiskError struct{ Cause error }

// Error implements error.
func (e *DiskError) Error() string { return "vault: " + e.Cause.Error() }

// Unwrap returns the cause.
func (e *DiskError) Unwrap() error { return e.Cause }

// Unwritable says why nothing can be written, in the words of the journal's errors.
func (e *DiskError) Unwritable() string {
	if errors.Is(e.Cause, errFull) {
		return disk.Full
	}
	return disk.Why(e.Cause)
}

// diskWriter remembers whose an error is: the disk's, or that of what is read.
type diskWriter struct {
	f   *os.File
	err error
}

// Write implements io.Writer.
func (w *diskWriter) Write(p []byte) (int, error) {
	n, err := w.f.Write(p)
	return n, w.keep(err)
}

func (w *diskWriter) keep(err error) error {
	if err != nil && w.err == nil {
		w.err = err
	}
	return err
}
