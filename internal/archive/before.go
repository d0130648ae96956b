package archive

import (
	"fmt"
	"io"
	"strconv"
	"strings"
)

// ReadBefore reads of an archive what the next sealing has to continue. It is for archives of one's own: it verifies nothing but that it can be
// read.
func ReadBefore(r io.ReaderAt, size int64) (Before, error) {
	v := &verifier{Report: &Report{}, in: &reader{at: r, size: size}, texts: map[string][]byte{}}
	entries, damaged := scan(v.in, size)
	if len(damaged) > 0 {
		return Before{}, fmt.Errorf("archive: the one before is damaged at byte %d: %s", damaged[0].from, damaged[0].why)
	}
	v.entries = entries
	for _, name := range checks() {
		v.Checks = append(v.Checks, Check{Name: name, Status: Skipped})
	}
	v.readTexts()
	l, err := parseList(v.texts[listName])
	if err != nil {
		return Before{}, fmt.Errorf("archive: the one before: %w", err)
	}
	heads := 1
	for name := range v.texts {
		if strings.HasPrefix(name, "heads/") {
			heads++
		}
	}
	b := Before{list: l}
	for i := range heads {
		head, is := v.texts[headOf(i+1, heads)]
		if !is {
			return Before{}, fmt.Errorf("archive: the one before lacks the head of sealing %s", strconv.Itoa(i+1))
		}
		b.heads = append(b.heads, head)
	}
	return b, v.in.err
}
