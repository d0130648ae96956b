package journal

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"time"
)

// Hash is the SHA-256 of a record and, through the hash of the one before it, of its whole stream up to it.
type Hash [sha256.Size]byte

// record is what is stored for a payload. Its bytes are, integers in big-endian order:
//
//	version (1) | sequence number (8) | time, Unix nanoseconds (8) | hash of the record before (32) |
//	own hash (32) | payload
//
// The own hash covers everything else and the name of the stream (see sum). It makes damage to the last record
// visible too, which no later one vouches for.
type record struct {
	seq      uint64
	at       time.Time
	previous Hash
	hash     Hash
	payload  []byte
}

const (
	recordVersion  = 1
	recordOverhead = 1 + 8 + 8 + 2*sha256.Size

	// headerAllowance is the room for the header that carries the expected sequence number to JetStream.
	headerAllowance = 1 << 10

	// hashDomain keeps the hashes apart from those of any other use of SHA-256.
	hashDomain = "cumbre journal record 1\n"
)

var (
	errRecordShort   = errors.New("shorter than a record")
	errRecordVersion = errors.New("record of an unknown version")
	errRecordHash    = errors.New("its hash is wrong")
)

// newRecord makes the record that follows h.
func newRecord(stream string, h head, at time.Time, payload []byte) record {
	r := record{seq: h.seq + 1, at: at, previous: h.hash, payload: payload}
	r.hash = r.sum(stream)
	return r
}

// sum is the SHA-256 of the domain, the stream's name with its length (8 bytes), sequence number, time, the hash
// before, and the payload, which nothing follows.
func (r *record) sum(stream string) (sum Hash) {
	b := make([]byte, 0, len(hashDomain)+8+len(stream)+8+8+len(r.previous))
	b = append(b, hashDomain...)
	b = binary.BigEndian.AppendUint64(b, uint64(len(stream)))
	b = append(b, stream...)
	b = binary.BigEndian.AppendUint64(b, r.seq)
	b = binary.BigEndian.AppendUint64(b, uint64(r.at.UnixNano()))
	b = append(b, r.previous[:]...)
	h := sha256.New()
	h.Write(b)
	h.Write(r.payload)
	h.Sum(sum[:0])
	return sum
}

func (r *record) marshal() []byte {
	b := make([]byte, 0, recordOverhead+len(r.payload))
	b = append(b, recordVersion)
	b = binary.BigEndian.AppendUint64(b, r.seq)
	b = binary.BigEndian.AppendUint64(b, uint64(r.at.UnixNano()))
	b = append(b, r.previous[:]...)
	b = append(b, r.hash[:]...)
	return append(b, r.payload...)
}

// unmarshalRecord reads a record of the stream and checks its own hash. The payload is a part of b.
func unmarshalRecord(stream string, b []byte) (record, error) {
	if len(b) < recordOverhead {
		return record{}, errRecordShort
	}
	if b[0] != recordVersion {
		return record{}, errRecordVersion
	}
	r := record{
		seq:     binary.BigEndian.Uint64(b[1:]),
		at:      time.Unix(0, int64(binary.BigEndian.Uint64(b[9:]))).UTC(),
		payload: b[recordOverhead:],
	}
	copy(r.previous[:], b[17:])
	copy(r.hash[:], b[17+len(r.previous):])
	if r.sum(stream) != r.hash {
		return r, errRecordHash
	}
	return r, nil
}

// follow checks that r comes right after h and returns the new head, without its place in JetStream.
func (h head) follow(r record) (head, error) {
	if r.seq != h.seq+1 {
		return h, fmt.Errorf("record %d follows record %d", r.seq, h.seq)
	}
	if r.previous != h.hash {
		return h, fmt.Errorf("it does not continue the chain of record %d", h.seq)
	}
	return head{seq: r.seq, hash: r.hash}, nil
}
