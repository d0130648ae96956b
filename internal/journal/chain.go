package journal

import (
	"context"
	"errors"
	"time"
)

// MaxRecord is the largest record in bytes, as Records gives it: a payload and what the chain needs.
const MaxRecord = MaxPayload + recordOverhead

// Chain follows the records of one stream outside of a Store: those of an archive. The zero Hash and 0 are before the
// first.
type Chain struct {
	stream string
	head   head
}

// NewChain follows stream from its first record.
func NewChain(stream string) *Chain { return &Chain{stream: stream} }

// Add takes the next record, as Records gives it. The payload is a part of b. The error says what is wrong with the record, or
// with its place in the chain; the next one is then held against it all the same, so that one error is told once.
func (c *Chain) Add(b []byte) (at time.Time, payload []byte, err error) {
	r, err := unmarshalRecord(c.stream, b)
	if err != nil {
		c.head.seq++
		if errors.Is(err, errRecordHash) { // its successor was made of the hash that it has
			c.head.hash = r.hash
		}
		return r.at, r.payload, err
	}
	_, err = c.head.follow(r)
	c.head = head{seq: r.seq, hash: r.hash}
	return r.at, r.payload, err
}

// Head is the last record's number and hash.
func (c *Chain) Head() (seq uint64, hash Hash) { return c.head.seq, c.head.hash }

// Records calls f for the first records of stream up to the one of the number last, in order, as they are stored and chained;
// f may keep them. Its errors are Replay's.
func (s *Store) Records(ctx context.Context, stream string, last uint64, f func(record []byte) error) error {
	return s.replay(ctx, stream, func(r record) error {
		if r.seq > last {
			return nil
		}
		return f(r.marshal())
	})
}
