package archive

import (
	"crypto/sha256"

	"golang.org/x/mod/sumdb/tlog"
)

// tree is the log's Merkle tree (RFC 6962 section 2.1) while leaves are added to it: the roots of the full trees that its leaves make up,
// the largest first.
type tree struct {
	full []subtree
	size int64
}

type subtree struct {
	root   tlog.Hash
	leaves int64
}

// add adds a leaf by its hash.
func (t *tree) add(leaf tlog.Hash) {
	next := subtree{leaf, 1}
	for n := len(t.full); n > 0 && t.full[n-1].leaves == next.leaves; n-- {
		next = subtree{tlog.NodeHash(t.full[n-1].root, next.root), 2 * next.leaves}
		t.full = t.full[:n-1]
	}
	t.full = append(t.full, next)
	t.size++
}

// head is how many leaves a list has and their root, given the hashes of the journal's records.
func (l list) head(records []tlog.Hash) (size int64, root tlog.Hash) {
	return l.walk(records, func(int64, func() tlog.Hash) {})
}

// walk is head, and tells after each leaf how many there are, and their root for who wants it.
func (l list) walk(records []tlog.Hash, after func(size int64, root func() tlog.Hash)) (size int64, root tlog.Hash) {
	t := &tree{}
	add := func(leaf tlog.Hash) {
		t.add(leaf)
		after(t.size, t.root)
	}
	for _, one := range l {
		if one.kind != recordsLine {
			add(tlog.RecordHash([]byte(one.String())))
			continue
		}
		n := uint64(len(records))
		for _, leaf := range records[min(one.first-1, n):min(one.last, n)] {
			add(leaf)
		}
	}
	return t.size, t.root()
}

// root is the head of the leaves so far.
func (t *tree) root() tlog.Hash {
	n := len(t.full)
	if n == 0 {
		return sha256.Sum256(nil)
	}
	root := t.full[n-1].root
	for i := n - 2; i >= 0; i-- {
		root = tlog.NodeHash(t.full[i].root, root)
	}
	return root
}
