package journal

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// scan reads the message blocks of our JetStream stream in dir, checks all records and chains, and returns where each
// stream ends. A directory that does not exist has none. The error for damage is a *CorruptError.
//
// A record that was being written when the process or the machine stopped may be cut. It was not acknowledged;
// JetStream will remove it. It is passed over if nothing whole comes after it.
func scan(ctx context.Context, dir string) (map[string]head, error) {
	heads := make(map[string]head)
	blocks, err := blockFiles(dir)
	if err != nil {
		return nil, err
	}
	for i, block := range blocks {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("journal: scan: %w", err)
		}
		data, err := os.ReadFile(block.path)
		if err != nil {
			return nil, fmt.Errorf("journal: scan: %w", err)
		}
		if err := scanBlock(heads, block, data, i == len(blocks)-1); err != nil {
			return nil, err
		}
	}
	return heads, nil
}

// blockFile is a file N.blk of JetStream's file store.
type blockFile struct {
	index uint64
	path  string
}

func blockFiles(dir string) ([]blockFile, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("journal: scan: %w", err)
	}
	var blocks []blockFile
	for _, entry := range entries {
		number, isBlock := strings.CutSuffix(entry.Name(), ".blk")
		index, err := strconv.ParseUint(number, 10, 32)
		if isBlock && err == nil {
			blocks = append(blocks, blockFile{index: index, path: filepath.Join(dir, entry.Name())})
		}
	}
	slices.SortFunc(blocks, func(a, b blockFile) int { return int(a.index) - int(b.index) })
	return blocks, nil
}

// scanBlock goes through the records of one block. isLast: no block comes after it.
func scanBlock(heads map[string]head, block blockFile, data []byte, isLast bool) error {
	reader := newBlockReader(block.index)
	for offset := 0; offset < len(data); {
		corrupt := &CorruptError{Where: fmt.Sprintf("%s at %d", block.path, offset)}
		m, size, err := reader.read(data[offset:])
		if errors.Is(err, errBlockCut) && isLast && !reader.anyWhole(data[offset:]) {
			return nil // the record that was being written
		}
		if err != nil {
			corrupt.Reason = err.Error()
			return corrupt
		}
		offset += size
		if m.isMark {
			continue
		}
		if err := addToHeads(heads, m); err != nil {
			corrupt.Stream = strings.TrimPrefix(m.subject, subjectPrefix)
			corrupt.Seq = heads[corrupt.Stream].seq + 1
			corrupt.Reason = err.Error()
			return corrupt
		}
	}
	return nil
}

// anyWhole tells whether a whole message begins somewhere after the beginning of b: then what b begins with was not
// the last one. More than the largest message counts as whole: an interrupted write leaves less.
func (r *blockReader) anyWhole(b []byte) bool {
	if len(b) > maxMessageSize {
		return true
	}
	for offset := 1; offset < len(b); offset++ {
		if _, _, err := r.read(b[offset:]); err == nil {
			return true
		}
	}
	return false
}

var errForeign = errors.New("not a record of the journal")

func addToHeads(heads map[string]head, m blockMessage) error {
	stream, ours := strings.CutPrefix(m.subject, subjectPrefix)
	if !ours {
		return errForeign
	}
	r, err := unmarshalRecord(stream, m.data)
	if err != nil {
		return err
	}
	h, err := heads[stream].follow(r)
	if err != nil {
		return err
	}
	h.global = m.seq
	heads[stream] = h
	return nil
}
