package journal

import (
	"context"
	"errors"
	"fmt"
	"os"
)

// trialFile is written to see whether the disk takes anything again. It means nothing and is removed at once.
const trialFile = "trial"

// trialBytes is the size of the trial: the largest record, and as much for what JetStream writes beside it. Smaller:
// a disk passes that refuses the next record; larger: more is written in vain every time.
const trialBytes = 2 * MaxPayload

// Check tells whether a record can be written now; nil: it can, as far as is known without writing one. After
// a *FailedError it mends the Store: as soon as the disk takes a trial again, the files are read from the start and
// opened anew, which finds out whether the record in question is there. That takes about a second per gigabyte;
// appends wait.
//
// Errors: *FullError, *FailedError, ErrClosed, ctx's error; *CorruptError if the files have less than was acknowledged.
func (s *Store) Check(ctx context.Context) error {
	select {
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
	case <-ctx.Done():
		return fmt.Errorf("journal: check: %w", ctx.Err())
	}
	failed := s.failure()
	if errors.Is(failed, ErrClosed) {
		return failed
	}
	if err := s.checkSpace(); err != nil {
		return err
	}
	if failed == nil {
		return nil
	}
	if err := s.try(); err != nil {
		return &FailedError{Cause: err}
	}
	s.stopServer()
	if err := s.start(ctx); err != nil {
		s.stopServer()
		s.fail(&FailedError{Cause: err})
		return s.failure()
	}
	return nil
}

// try writes the trial, synced, and removes it.
func (s *Store) try() (err error) {
	f, err := os.CreateTemp(s.options.Dir, trialFile)
	if err != nil {
		return err
	}
	defer func() {
		err = errors.Join(err, f.Close(), os.Remove(f.Name()))
	}()
	if _, err := f.Write(make([]byte, trialBytes)); err != nil {
		return err
	}
	return f.Sync()
}
