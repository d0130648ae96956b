package journal

import (
	"context"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/cumbre-meet/cumbre/internal/disk"
)

// Append appends one record to stream and returns its sequence number, which is expected+1. It returns only after the
// record is on disk. expected is the sequence number of the stream's last record, 0 for a new stream; if the stream
// is elsewhere the error is a *ConflictError and nothing is written.
//
// Other errors: ErrStreamName, ErrTooLarge, ErrClosed and *FullError, when nothing is written; ctx's error while
// waiting for a turn, when nothing is written either (a record once begun is not cancelled); and *FailedError,
// after which the outcome is known only when Check has succeeded or the journal is opened again.
func (s *Store) Append(ctx context.Context, stream string, expected uint64, payload []byte) (seq uint64, err error) {
	if err := checkName(stream); err != nil {
		return 0, err
	}
	if len(payload) > MaxPayload {
		return 0, ErrTooLarge
	}
	if err := ctx.Err(); err != nil {
		return 0, fmt.Errorf("journal: append: %w", err)
	}
	select {
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
	case <-ctx.Done():
		return 0, fmt.Errorf("journal: append: %w", ctx.Err())
	}
	if err := s.failure(); err != nil {
		return 0, err
	}
	h := s.head(stream)
	if h.seq != expected {
		return 0, &ConflictError{Stream: stream, Expected: expected, Actual: h.seq}
	}
	if err := s.checkSpace(); err != nil {
		return 0, err
	}
	r := newRecord(stream, h, time.Now(), payload)
	global, err := s.publish(ctx, stream, h.global, r.marshal())
	if err != nil {
		err = &FailedError{Cause: err}
		s.fail(err)
		return 0, err
	}
	s.setHead(stream, head{seq: r.seq, global: global, hash: r.hash})
	return r.seq, nil
}

// publish hands the record to JetStream and waits until it is synced. last is the stream's last sequence number in
// JetStream, which checks it again.
func (s *Store) publish(ctx context.Context, stream string, last uint64, data []byte) (global uint64, err error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), appendTimeout)
	defer cancel()
	// JetStream does not answer when the disk refuses; it only reports it.
	stopWatching := s.report.onStoreError(cancel)
	defer stopWatching()

	message := &nats.Msg{Subject: subjectPrefix + stream, Data: data}
	ack, err := s.js.PublishMsg(ctx, message, jetstream.WithExpectLastSequencePerSubject(last))
	if err != nil {
		if reported := s.report.storeError(); reported != nil {
			return 0, reported
		}
		return 0, err
	}
	return ack.Sequence, nil
}

func (s *Store) checkSpace() error {
	if s.options.Reserve < 0 {
		return nil
	}
	free, err := disk.Free(s.options.Dir)
	if err != nil {
		return &FailedError{Cause: fmt.Errorf("free space: %w", err)}
	}
	if free < s.options.Reserve {
		return &FullError{Dir: s.options.Dir, Free: free, Reserve: s.options.Reserve}
	}
	return nil
}
