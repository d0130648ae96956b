package journal

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"

	"github.com/minio/highwayhash"
)

// The format of a message in a block of nats-server's file store, version 1 (server/filestore.go of v2.15.2,
// writeMsgRecordLocked and rebuildStateFromBufLocked), integers in little-endian order:
//
//	length of all (4; top bit: has headers) | sequence number (8) | time (8) | length of the subject (2) |
//	subject | [length of the headers (4) | headers] | data | checksum (8)
//
// The checksum is HighwayHash-64 with the SHA-256 of "stream-block" as key, over sequence number, time, subject,
// headers and data.
const (
	messageHeaderSize = 22
	checksumSize      = 8
	headersFlag       = 1 << 31
	erasedFlag        = 1 << 63 // in the sequence number: a placeholder for an erased message
	tombstoneFlag     = 1 << 62 // in the sequence number: a note that a message is gone

	// maxMessageSize is larger than any message that we write.
	maxMessageSize = MaxPayload + recordOverhead + headerAllowance + MaxStreamName + messageHeaderSize + 256
)

var (
	errBlockCut     = errors.New("it is cut")
	errBlockDamaged = errors.New("its checksum is wrong")
)

// blockMessage is one message of a block.
type blockMessage struct {
	seq     uint64
	subject string
	data    []byte
	isMark  bool // not a message but the store's note about a missing one
}

// blockReader reads the messages of one block.
type blockReader struct{ checksum hash.Hash64 }

func newBlockReader(index uint64) *blockReader {
	key := sha256.Sum256(fmt.Appendf(nil, "%s-%d", jetStreamName, index))
	checksum, err := highwayhash.New64(key[:])
	if err != nil {
		panic(err) // the key has the right length
	}
	return &blockReader{checksum: checksum}
}

// read reads the message at the beginning of b, which is the rest of the block, and returns its size. errBlockCut:
// b is the beginning of a message or nothing but zeros, as an interrupted write leaves it; errBlockDamaged: b does
// not begin with what was written.
func (r *blockReader) read(b []byte) (m blockMessage, size int, err error) {
	if len(b) < messageHeaderSize {
		return m, 0, errBlockCut
	}
	length := binary.LittleEndian.Uint32(b)
	hasHeaders := length&headersFlag != 0
	size = int(length &^ headersFlag)
	switch {
	case size > len(b) && size <= maxMessageSize && !r.isWhole(b, hasHeaders):
		return m, 0, errBlockCut
	case size == 0 && len(bytes.TrimLeft(b, "\x00")) == 0:
		return m, 0, errBlockCut
	case size > len(b) || !r.isWhole(b[:size], hasHeaders):
		return m, 0, errBlockDamaged
	}
	subjectEnd := messageHeaderSize + int(binary.LittleEndian.Uint16(b[20:]))
	body := b[:size-checksumSize]
	data := subjectEnd
	if hasHeaders { // their length is not in the checksum
		data += 4 + int(binary.LittleEndian.Uint32(b[subjectEnd:]))
		if data > len(body) {
			return m, 0, errBlockDamaged
		}
	}
	m.seq = binary.LittleEndian.Uint64(b[4:])
	m.isMark = m.seq == 0 || m.seq&(erasedFlag|tombstoneFlag) != 0
	m.subject = string(body[messageHeaderSize:subjectEnd])
	m.data = body[data:]
	return m, size, nil
}

// isWhole tells whether the bytes of b are one message with a right checksum, whatever its length field says.
func (r *blockReader) isWhole(b []byte, hasHeaders bool) bool {
	if len(b) < messageHeaderSize+checksumSize {
		return false
	}
	subjectEnd := messageHeaderSize + int(binary.LittleEndian.Uint16(b[20:]))
	data := subjectEnd
	if hasHeaders {
		data += 4
	}
	end := len(b) - checksumSize
	if data > end {
		return false
	}
	r.checksum.Reset()
	r.checksum.Write(b[4:20])
	r.checksum.Write(b[messageHeaderSize:subjectEnd])
	r.checksum.Write(b[data:end])
	return bytes.Equal(r.checksum.Sum(nil), b[end:])
}
