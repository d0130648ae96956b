package record

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"hash/fnv"
	"io"
	"os"
	"time"

	"github.com/cumbre-meet/cumbre/internal/disk"
	"github.com/cumbre-meet/cumbre/internal/media/ogg"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// What the recorder does, and when.
const (
	// turnEvery is how often packets are taken and pages written. With holdFor and syncEvery it is the second that a crash
	// may lose: longer loses more, shorter makes more and smaller pages.
	turnEvery = 200 * time.Millisecond
	// syncEvery is how often a file is synced that something is written to. A kill of the process loses nothing that was
	// written; a power cut loses what was not synced. Each sync is a wait for the disk, per file.
	syncEvery = 400 * time.Millisecond
	// idleAfter is how long a file waits for its source. Longer leaves files without their hash; shorter makes more files.
	idleAfter = 2 * time.Minute
	// maxLength bounds a file: its hash is known, and what a damaged disk can take away ends, after this.
	maxLength = time.Hour
	// maxOpen bounds the files under way of a meeting: 24 channels, the floor's speaker and a chamber of open microphones.
	maxOpen = 96
	// retryAfter is how long nothing is tried after the disk took nothing.
	retryAfter = 5 * time.Second
	// MaxMeetingBytes bounds a meeting's files together: ten hours of ten sounds at 96 kbit/s are 4.3 GB.
	MaxMeetingBytes = 8 << 30
	// MaxFiles bounds a meeting's files: ten hours in which ten sounds pause for idleAfter every three minutes. Each has
	// two events in the journal.
	MaxFiles = 2000
)

// LimitReached is the trouble of a meeting that has all that it may have; the others are disk's.
const LimitReached = "limit-reached"

// News is told by a Recorder, on its own goroutine, in order. It may wait a little.
type News interface {
	// Opened says that a file is there and has its first sound.
	Opened(f File)
	// Closed says that nothing is added to a file any more; it is on the disk.
	Closed(c Closed)
	// Changed says how it goes: when that changes, and while something is recorded every few seconds.
	Changed(s Status)
}

// Status is how it goes.
type Status struct {
	Trouble string        // why nothing is written: disk.Full, ReadOnly or Failed, or LimitReached; "": all is well
	Files   int           // under way
	Bytes   int64         // of the meeting
	Lost    time.Duration // missing in all that was recorded since the start
	Dropped uint64        // packets that the disk was too slow for, or of more sounds at once than maxOpen
}

// Recorder writes what is heard in one meeting. Put is the media loop's; everything else is done by its own goroutine.
type Recorder struct {
	Options

	ring ring
	quit chan struct{}
	done chan struct{}

	// The goroutine's.
	files     map[Source]*file
	opened    int
	bytes     int64
	lost      int64  // samples, of closed files
	refused   uint64 // packets of sounds beyond maxOpen
	trouble   string
	troubleAt time.Time
	told      Status
	toldAt    time.Time
}

// file is one under way.
type file struct {
	File
	disk     *os.File
	w        *writer
	line     timeline
	words    *windows  // nil: nobody listens
	came     time.Time // the last packet
	syncedAt time.Time
	dirty    bool
	bytes    int64
	hash     hash.Hash
	told     bool
	failed   error
}

// Options are what a Recorder is made of.
type Options struct {
	Store   *Store
	Meeting string
	Known   int                           // files that the meeting has had
	Clock   func(units.Instant) time.Time // when an instant of the media loop was
	NewID   func() string
	News    News
	Spoken  func(Window) // gets what is spoken, for its recognition, on the Recorder's goroutine; nil: nobody does
}

// New makes a Recorder, which runs until Close.
func New(o Options) *Recorder {
	r := newRecorder(o)
	go r.run()
	return r
}

func newRecorder(o Options) *Recorder {
	return &Recorder{
		Options: o, files: map[Source]*file{}, quit: make(chan struct{}), done: make(chan struct{}), opened: o.Known,
	}
}

// Put takes a packet. It neither waits nor allocates.
func (r *Recorder) Put(p Packet) { r.ring.add(p) }

// Close ends the recording: no Put may follow. Done tells when all is on the disk and told.
func (r *Recorder) Close() { close(r.quit) }

// Done is closed at the end.
func (r *Recorder) Done() <-chan struct{} { return r.done }

func (r *Recorder) run() {
	defer close(r.done)
	r.bytes = r.Store.size(r.Meeting)
	tick := time.NewTicker(turnEvery)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			r.turn(time.Now())
		case <-r.quit:
			r.finish(time.Now())
			return
		}
	}
}

// turn takes what came, and writes what is ripe.
func (r *Recorder) turn(now time.Time) {
	r.ring.take(func(p Packet) { r.packet(now, p) })
	for key, f := range r.files {
		r.advance(now, f)
		if f.failed != nil || now.Sub(f.came) >= idleAfter || now.Sub(f.Start) >= maxLength || r.trouble != "" {
			r.close(key, f)
		}
	}
	if r.trouble == "" && len(r.files) > 0 && r.Store.full() {
		r.fail(now, disk.Full)
	}
	r.tell(now)
}

// finish closes everything, with all that came.
func (r *Recorder) finish(now time.Time) {
	r.ring.take(func(p Packet) { r.packet(now, p) })
	for key, f := range r.files {
		r.close(key, f)
	}
	r.tell(now)
}

// packet puts one packet into its file.
func (r *Recorder) packet(now time.Time, p Packet) {
	at := r.Clock(p.At)
	f := r.files[p.Source]
	if f == nil {
		if f = r.open(now, at, p); f == nil {
			return
		}
	}
	f.came = now
	if f.failed == nil {
		f.failed = f.line.add(sound{
			at: toSamples(at.Sub(f.Start)), stream: p.Stream, time: p.Time, level: p.Level, payload: bytes.Clone(p.Payload),
		})
	}
}

// open begins a file with the time of its first packet. nil: there is none, and the trouble says why.
func (r *Recorder) open(now, at time.Time, p Packet) *file {
	switch {
	case r.trouble == LimitReached, r.trouble != "" && now.Sub(r.troubleAt) < retryAfter:
		return nil
	case len(r.files) >= maxOpen:
		r.refused++
		return nil
	case r.bytes >= MaxMeetingBytes || r.opened >= MaxFiles:
		r.fail(now, LimitReached)
		return nil
	case r.Store.full():
		r.fail(now, disk.Full)
		return nil
	}
	f := &file{File: File{ID: r.NewID(), Source: p.Source, Start: at.UTC().Truncate(time.Millisecond)}, syncedAt: now, hash: sha256.New()}
	var err error
	if f.disk, err = r.Store.create(r.Meeting, f.ID); err == nil {
		f.w, err = newWriter(f, serialOf(f.ID), ogg.Stereo(p.Payload), 0, f.describe(r.Meeting))
	}
	if err != nil {
		r.fail(now, disk.Why(err))
		return nil
	}
	if r.Spoken != nil {
		f.words = &windows{file: f, stereo: ogg.Stereo(p.Payload), give: r.Spoken}
	}
	f.line.out = f.take
	r.trouble = ""
	r.opened++
	r.files[p.Source] = f
	return f
}

// take writes a packet, and lets who listens have it.
func (f *file) take(packet []byte, n int64, level uint8) error {
	if f.words != nil {
		f.words.add(packet, n, level, f.line.end)
	}
	return f.w.packet(packet, n)
}

// serialOf is the number of a file's stream: any that differs from others' (RFC 3533 section 4).
func serialOf(id string) uint32 {
	h := fnv.New32a()
	_, _ = io.WriteString(h, id) // never fails
	return h.Sum32()
}

// Write puts bytes on the disk, and counts them.
func (f *file) Write(b []byte) (int, error) {
	n, err := f.disk.Write(b)
	f.bytes += int64(n)
	_, _ = f.hash.Write(b[:n]) // never fails
	f.dirty = f.dirty || n > 0
	return n, err
}

// advance writes what is ripe, and syncs it in time.
func (r *Recorder) advance(now time.Time, f *file) {
	if f.failed != nil {
		return
	}
	before := f.bytes
	err := errors.Join(f.line.settle(toSamples(now.Sub(f.Start))), f.w.flush())
	r.bytes += f.bytes - before
	if err == nil && f.dirty && now.Sub(f.syncedAt) >= syncEvery {
		err = f.disk.Sync()
		f.dirty, f.syncedAt = false, now
	}
	if f.failed = err; err != nil {
		r.fail(now, disk.Why(err))
		return
	}
	if !f.told {
		f.told = true
		r.News.Opened(f.File)
	}
	if r.bytes >= MaxMeetingBytes {
		r.fail(now, LimitReached)
	}
}

// close ends a file: on the disk, with its hash. One that the disk does not let end is recovered at the next start.
func (r *Recorder) close(key Source, f *file) {
	delete(r.files, key)
	defer func() { _ = f.disk.Close() }() // what matters is that it is synced
	r.lost += f.line.lost
	if f.failed != nil {
		return
	}
	if !f.told {
		r.News.Opened(f.File)
	}
	last := f.line.end
	for _, s := range f.line.held {
		last = max(last, s.at)
	}
	before := f.bytes
	err := errors.Join(f.line.settle(last+holdFor), f.w.close(), f.disk.Sync())
	r.bytes += f.bytes - before
	if f.words != nil {
		f.words.cut()
	}
	if err != nil {
		r.fail(time.Now(), disk.Why(err))
		return
	}
	r.News.Closed(Closed{
		File: f.File, Duration: fromSamples(f.line.end), Lost: fromSamples(f.line.lost), Bytes: f.bytes,
		SHA256: hex.EncodeToString(f.hash.Sum(nil)),
	})
}

// fail notes why nothing can be written.
func (r *Recorder) fail(now time.Time, why string) {
	if r.trouble != LimitReached {
		r.trouble, r.troubleAt = why, now
	}
}

// toldEvery is how often Changed repeats itself while something is recorded.
const toldEvery = 5 * time.Second

func (r *Recorder) tell(now time.Time) {
	s := Status{Trouble: r.trouble, Files: len(r.files), Bytes: r.bytes, Dropped: r.ring.lost.Load() + r.refused}
	lost := r.lost
	for _, f := range r.files {
		lost += f.line.lost
	}
	s.Lost = fromSamples(lost)
	pressing := s.Trouble != r.told.Trouble || s.Files != r.told.Files || s.Dropped != r.told.Dropped
	if !pressing && (now.Sub(r.toldAt) < toldEvery || s == r.told) {
		return
	}
	r.told, r.toldAt = s, now
	r.News.Changed(s)
}
