package journal

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
)

// serverLog is the embedded server's logger: warnings and errors go on to slog, the rest nowhere. It also watches for
// failures to store, which JetStream reports in no other way.
type serverLog struct {
	log   *slog.Logger
	fatal chan struct{} // closed at the first fatal error: the server does not start

	mu       sync.Mutex // guards what follows
	last     error
	store    error
	isFatal  bool
	watching func()
}

// storeFailure is how nats-server 2.15 begins its report that a record could not be stored (server/stream.go,
// processJetStreamMsgWithBatch). If the wording changes, failures are noticed by timeout only.
const storeFailure = "JetStream failed to store"

var errUnreported = errors.New("no reason was given")

func newServerLog(log *slog.Logger) *serverLog {
	return &serverLog{log: log, fatal: make(chan struct{}), last: errUnreported}
}

// onStoreError has f called if the server reports that it could not store; f must not block.
func (l *serverLog) onStoreError(f func()) (stop func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.watching = f
	return func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.watching = nil
	}
}

func (l *serverLog) storeError() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.store
}

func (l *serverLog) lastError() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.last
}

// Noticef implements server.Logger.
func (l *serverLog) Noticef(string, ...any) {}

// Debugf implements server.Logger.
func (l *serverLog) Debugf(string, ...any) {}

// Tracef implements server.Logger.
func (l *serverLog) Tracef(string, ...any) {}

// Warnf implements server.Logger.
func (l *serverLog) Warnf(format string, v ...any) {
	l.log.Warn("journal server", "report", fmt.Sprintf(format, v...))
}

// Errorf implements server.Logger.
func (l *serverLog) Errorf(format string, v ...any) {
	text := fmt.Sprintf(format, v...)
	l.log.Error("journal server", "report", text)
	if notify := l.note(errors.New(text)); notify != nil {
		notify()
	}
}

// note keeps err and returns who wants to hear of it.
func (l *serverLog) note(err error) (notify func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.last = err
	if strings.HasPrefix(err.Error(), storeFailure) {
		l.store = err
		return l.watching
	}
	return nil
}

// Fatalf implements server.Logger. Unlike nats-server's own it does not end the process.
func (l *serverLog) Fatalf(format string, v ...any) {
	l.Errorf(format, v...)
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.isFatal {
		l.isFatal = true
		close(l.fatal)
	}
}
