package journal

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// Replay calls f for the records of stream from the sequence number from on (0 and 1: all), in order, up to the
// last one at the time of the call. The time is when the record was appended, in UTC; f may keep the payload. An
// error of f ends the replay and is returned as it is.
//
// The whole chain is checked, from the first record to the last, also where f is not called. The error is
// a *CorruptError at the first record that is not right; f has then been called only for right ones. A stream
// without records is no error.
func (s *Store) Replay(
	ctx context.Context, stream string, from uint64, f func(seq uint64, at time.Time, payload []byte) error,
) error {
	return s.replay(ctx, stream, func(r record) error {
		if r.seq < from {
			return nil
		}
		return f(r.seq, r.at, r.payload)
	})
}

// replay calls f for every record up to the last one at the time of the call.
func (s *Store) replay(ctx context.Context, stream string, f func(r record) error) error {
	if err := checkName(stream); err != nil {
		return err
	}
	if err := s.failure(); errors.Is(err, ErrClosed) {
		return err
	}
	end := s.head(stream)
	h := head{}
	for h.seq < end.seq {
		r, global, err := s.read(ctx, stream, h)
		if err != nil {
			return err
		}
		next, err := h.follow(r)
		if err != nil {
			return &CorruptError{Stream: stream, Seq: h.seq + 1, Reason: err.Error()}
		}
		next.global = global
		h = next
		if err := f(r); err != nil {
			return err
		}
	}
	if h != end {
		return &CorruptError{Stream: stream, Seq: h.seq, Reason: "the end is not what was written"}
	}
	return nil
}

// present is JetStream's stream; after a failure Check replaces it.
func (s *Store) present() jetstream.Stream {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stream
}

// read reads the record of stream that comes after h.
func (s *Store) read(ctx context.Context, stream string, h head) (r record, global uint64, err error) {
	message, err := s.present().GetMsg(ctx, h.global+1, jetstream.WithGetMsgSubject(subjectPrefix+stream))
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return record{}, 0, &CorruptError{Stream: stream, Seq: h.seq + 1, Reason: "it is missing"}
	}
	if err != nil {
		return record{}, 0, fmt.Errorf("journal: replay of %s: %w", stream, err)
	}
	r, err = unmarshalRecord(stream, message.Data)
	if err != nil {
		return record{}, 0, &CorruptError{Stream: stream, Seq: h.seq + 1, Reason: err.Error()}
	}
	return r, message.Sequence, nil
}
