// Package conferencetest has fakes of what conferences need, for the tests of everything above them: a journal in
// memory and a media engine without a network.
package conferencetest

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"
)

// ErrConflict is what Journal answers where the stream has moved on.
var ErrConflict = errors.New("conferencetest: conflict")

// Journal is a conference.Journal in memory. Its zero value is empty and ready.
type Journal struct {
	mu      sync.Mutex
	streams map[string][][]byte
	fail    func(stored bool) error
}

// Append implements conference.Journal.
func (j *Journal) Append(_ context.Context, stream string, expected uint64, payload []byte) (uint64, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if uint64(len(j.streams[stream])) != expected {
		return 0, ErrConflict
	}
	if j.fail != nil {
		if err := j.fail(false); err != nil {
			return 0, err
		}
	}
	if j.streams == nil {
		j.streams = map[string][][]byte{}
	}
	j.streams[stream] = append(j.streams[stream], slices.Clone(payload))
	if j.fail != nil {
		if err := j.fail(true); err != nil {
			return 0, err
		}
	}
	return expected + 1, nil
}

// FailAppends makes f decide about each Append: it is called before the record is stored (an error: it is not) and
// after (an error: it is, but the writer does not learn it). Nil ends that.
func (j *Journal) FailAppends(f func(stored bool) error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.fail = f
}

// Check implements conference.Journal: it fails as an Append would before it stores.
func (j *Journal) Check(context.Context) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.fail == nil {
		return nil
	}
	return j.fail(false)
}

// UnwritableError is an error of a Journal that can write nothing; its value is the reason.
type UnwritableError string

// Error implements error.
func (e UnwritableError) Error() string { return "conferencetest: " + string(e) }

// Unwritable is why.
func (e UnwritableError) Unwritable() string { return string(e) }

// Replay implements conference.Journal.
func (j *Journal) Replay(_ context.Context, stream string, from uint64, f func(uint64, time.Time, []byte) error) error {
	j.mu.Lock()
	records := slices.Clone(j.streams[stream])
	j.mu.Unlock()
	for i, r := range records {
		if seq := uint64(i) + 1; seq >= from {
			if err := f(seq, time.Time{}, r); err != nil {
				return err
			}
		}
	}
	return nil
}

// Streams implements conference.Journal.
func (j *Journal) Streams(context.Context) ([]string, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	var out []string
	for name := range j.streams {
		out = append(out, name)
	}
	slices.Sort(out)
	return out, nil
}

// Records are a stream's payloads.
func (j *Journal) Records(stream string) [][]byte {
	j.mu.Lock()
	defer j.mu.Unlock()
	return slices.Clone(j.streams[stream])
}
