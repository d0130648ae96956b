// Package journal is the store of record: named streams of events, appended one at a time with the sequence number
// that the writer expects, and chained by hashes.
//
// It is an embedded NATS server with one JetStream stream, which syncs every record to disk before it acknowledges it
// (JetStream's default is to sync every two minutes). A journal stream is a subject of it. Nothing listens on the
// network. One process at a time may have a directory open.
//
// JetStream repairs a damaged file by cutting it at the damage when it starts. For a journal that would lose
// acknowledged records silently, so Open reads all files before JetStream does, checks every record and every
// chain, and refuses what is damaged. That costs about a second per gigabyte at start.
package journal

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

const (
	// MaxPayload is the largest payload in bytes. The longest command (a chat message, a document's metadata) has
	// a few kilobytes. Higher: one record holds up the others while it is synced, and NATS ends at 1 MiB; lower:
	// a command with many events does not fit.
	MaxPayload = 256 << 10

	// MaxStreamName is the longest name of a stream in bytes.
	MaxStreamName = 128

	// DefaultReserve is the free disk space in bytes below which nothing is appended. JetStream shuts down when the
	// disk is full, so we stop before that and go on as soon as there is space. Higher: small disks stop
	// early; lower: logs and recordings fill the rest between our look and JetStream's write.
	DefaultReserve = 64 << 20

	// appendTimeout is how long a disk may take for one record. After it the outcome is unknown and the Store
	// refuses to go on. Higher: a dead disk is noticed late; lower: a busy one (a backup) stops meetings.
	appendTimeout = 15 * time.Second

	// startTimeout is how long the embedded server may take to start; it reads all its files.
	startTimeout = 2 * time.Minute
	startPoll    = 50 * time.Millisecond // how often we look whether it gave up

	jetStreamName = "JOURNAL"
	subjectPrefix = "journal."
	lockFile      = "lock"
	storeFolder   = "jetstream" // JetStream makes it in the directory that it is given
)

// Options say where the journal is and how it writes.
type Options struct {
	// Dir is the journal's own directory; it is made if it is missing.
	Dir string
	// SyncAlways syncs every record before it is acknowledged. False is for tests that do not test that.
	SyncAlways bool
	// Reserve is the free disk space in bytes below which Append refuses; 0: DefaultReserve, negative: none.
	Reserve int64
	// Log gets the embedded server's warnings and errors; nil: nobody.
	Log *slog.Logger
}

// Store is an open journal. Its methods may be called from any goroutine.
type Store struct {
	options Options
	lock    *dirLock

	// turn is held by the one who appends; JetStream would queue them as well. It is a channel so that waiting
	// for it can be cancelled. It comes before mu, and guards the embedded server, which Check may replace.
	turn   chan struct{}
	server *server.Server
	report *serverLog
	conn   *nats.Conn
	js     jetstream.JetStream

	mu     sync.Mutex // guards what follows; nothing is called while it is held
	stream jetstream.Stream
	heads  map[string]head
	failed error // when set, Append refuses; ErrClosed is the last
}

// head is the end of a stream.
type head struct {
	seq    uint64 // of the last record, 0: none
	global uint64 // its sequence number in JetStream
	hash   Hash   // its hash; zero before the first
}

// Open opens the journal in o.Dir, or makes an empty one there. It fails with a *LockedError if another process has
// it open and with a *CorruptError if a record is damaged. ctx bounds the start only.
func Open(ctx context.Context, o Options) (*Store, error) {
	if o.Reserve == 0 {
		o.Reserve = DefaultReserve
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if err := os.MkdirAll(o.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("journal: %w", err)
	}
	lock, err := lockDir(o.Dir)
	if err != nil {
		return nil, err
	}
	s := &Store{options: o, lock: lock, turn: make(chan struct{}, 1)}
	if err := s.start(ctx); err != nil {
		s.stopServer()
		_ = lock.release() // err says why; what closing half a store says as well helps nobody
		return nil, err
	}
	return s, nil
}

// start reads the files and starts the embedded server on them.
func (s *Store) start(ctx context.Context) error {
	heads, err := scan(ctx, filepath.Join(s.options.Dir, storeFolder, "$G", "streams", jetStreamName, "msgs"))
	if err != nil {
		return err
	}
	if err := s.keeps(heads); err != nil {
		return err
	}
	if err := s.startServer(ctx); err != nil {
		return err
	}
	stream, err := s.openStream(ctx)
	if err != nil {
		return err
	}
	if err := compareWithScan(ctx, stream, heads); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stream, s.heads, s.failed = stream, heads, nil
	return nil
}

// keeps makes sure that files that are read again, after a failure, have all that was acknowledged. They may have one
// record more: the one whose outcome was not known.
func (s *Store) keeps(heads map[string]head) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for name, h := range s.heads {
		if now := heads[name]; now.seq < h.seq || now.seq == h.seq && now.hash != h.hash {
			return &CorruptError{Stream: name, Seq: h.seq, Reason: "it was acknowledged and is missing"}
		}
	}
	return nil
}

func (s *Store) openStream(ctx context.Context) (stream jetstream.Stream, err error) {
	s.conn, err = nats.Connect("", nats.InProcessServer(s.server), nats.Name("journal"))
	if err != nil {
		return nil, fmt.Errorf("journal: connect to the embedded server: %w", err)
	}
	s.js, err = jetstream.New(s.conn)
	if err != nil {
		return nil, fmt.Errorf("journal: %w", err)
	}
	stream, err = s.js.CreateOrUpdateStream(ctx, jetstream.StreamConfig{
		Name:        jetStreamName,
		Subjects:    []string{subjectPrefix + ">"},
		Storage:     jetstream.FileStorage,
		Retention:   jetstream.LimitsPolicy, // without limits: nothing is ever removed
		MaxMsgSize:  MaxPayload + recordOverhead + headerAllowance,
		DenyDelete:  true,
		DenyPurge:   true,
		AllowDirect: true,
	})
	if err != nil {
		return nil, fmt.Errorf("journal: open the stream: %w", err)
	}
	return stream, nil
}

// compareWithScan makes sure that JetStream kept all records that the files had, and that the files had all that its
// index knows of: the index is written last, about every two minutes and at the end.
func compareWithScan(ctx context.Context, stream jetstream.Stream, heads map[string]head) error {
	info, err := stream.Info(ctx)
	if err != nil {
		return fmt.Errorf("journal: open the stream: %w", err)
	}
	records, last := uint64(0), uint64(0)
	for _, h := range heads {
		records += h.seq
		last = max(last, h.global)
	}
	if info.State.Msgs != records {
		return &CorruptError{Reason: fmt.Sprintf("the files have %d records, JetStream found %d", records,
			info.State.Msgs)}
	}
	if info.State.LastSeq != last {
		return &CorruptError{Reason: fmt.Sprintf("the files end at record %d of all, the index knows of %d", last,
			info.State.LastSeq)}
	}
	return nil
}

func (s *Store) startServer(ctx context.Context) (err error) {
	s.report = newServerLog(s.options.Log)
	s.server, err = server.NewServer(&server.Options{
		ServerName:         "journal",
		DontListen:         true,
		JetStream:          true,
		StoreDir:           s.options.Dir,
		SyncAlways:         s.options.SyncAlways,
		JetStreamMaxMemory: 16 << 20, // no stream is in memory
		JetStreamMaxStore:  1 << 50,  // no quota: the disk is the bound, see Reserve
		MaxPayload:         MaxPayload + recordOverhead + headerAllowance,
		NoSigs:             true,
	})
	if err != nil {
		return fmt.Errorf("journal: embedded server: %w", err)
	}
	s.server.SetLoggerV2(s.report, false, false, false)
	go s.server.Start() // returns; stop waits for what it leaves running

	for waited := time.Duration(0); waited < startTimeout; waited += startPoll {
		if s.server.ReadyForConnections(startPoll) && s.server.JetStreamEnabled() {
			return nil
		}
		select {
		case <-s.report.fatal:
			return fmt.Errorf("journal: embedded server did not start: %w", s.report.lastError())
		case <-ctx.Done():
			return fmt.Errorf("journal: embedded server: %w", ctx.Err())
		default:
		}
	}
	return fmt.Errorf("journal: embedded server did not start in %v: %w", startTimeout, s.report.lastError())
}

// Close waits for the record that is being written, ends the embedded server, and releases the directory.
func (s *Store) Close() error {
	s.turn <- struct{}{}
	defer func() { <-s.turn }()
	if errors.Is(s.failure(), ErrClosed) {
		return nil
	}
	s.fail(ErrClosed)
	s.stopServer()
	return s.lock.release()
}

// stopServer ends the embedded server, as far as it was started.
func (s *Store) stopServer() {
	if s.conn != nil {
		s.conn.Close()
		s.conn = nil
	}
	if s.server != nil {
		s.server.Shutdown()
		s.server.WaitForShutdown()
		s.server = nil
	}
}

// Streams returns the names of all streams that have a record, sorted.
func (s *Store) Streams(context.Context) ([]string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	names := make([]string, 0, len(s.heads))
	for name := range s.heads {
		names = append(names, name)
	}
	slices.Sort(names)
	return names, nil
}

// Head returns the sequence number and the hash of a stream's last record, 0 and the zero Hash if it has none. The
// hash stands for the whole stream: who has it can tell later that nothing was changed or cut.
func (s *Store) Head(stream string) (seq uint64, hash Hash) {
	h := s.head(stream)
	return h.seq, h.hash
}

func (s *Store) head(stream string) head {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.heads[stream]
}

func (s *Store) setHead(stream string, h head) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.heads[stream] = h
}

// fail makes the Store refuse from now on.
func (s *Store) fail(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failed = err
}

func (s *Store) failure() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.failed
}

// checkName returns ErrStreamName unless name is made of tokens of letters, digits, '-' and '_', joined by dots.
func checkName(name string) error {
	if len(name) > MaxStreamName {
		return ErrStreamName
	}
	for token := range strings.SplitSeq(name, ".") {
		if token == "" || strings.ContainsFunc(token, notInToken) {
			return ErrStreamName
		}
	}
	return nil
}

func notInToken(r rune) bool {
	letter := (r >= 'a' && r <= 'z') || (r >= 'A' && r <= 'Z')
	return !letter && (r < '0' || r > '9') && r != '-' && r != '_'
}
