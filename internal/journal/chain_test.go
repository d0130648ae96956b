package journal

import (
	"bytes"
	"slices"
	"testing"
)

// What Records gives is what a Chain follows; what is changed, left out or put elsewhere is seen, once.
func TestAChainOutsideOfItsStore(t *testing.T) {
	s, err := Open(t.Context(), Options{Dir: t.TempDir(), Reserve: -1})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	for i := range uint64(5) {
		if _, err := s.Append(t.Context(), "meeting.a", i, []byte{'p', byte('0' + i)}); err != nil {
			t.Fatal(err)
		}
	}
	var records [][]byte
	keep := func(record []byte) error { records = append(records, record); return nil }
	if err := s.Records(t.Context(), "meeting.a", 4, keep); err != nil || len(records) != 4 {
		t.Fatalf("%d records, %v", len(records), err)
	}
	follow := func(stream string, records ...[]byte) (faults []int, payloads string) {
		c := NewChain(stream)
		for i, b := range records {
			_, payload, err := c.Add(b)
			if err != nil {
				faults = append(faults, i)
			}
			payloads += string(payload)
		}
		return faults, payloads
	}
	if faults, payloads := follow("meeting.a", records...); len(faults) > 0 || payloads != "p0p1p2p3" {
		t.Errorf("%v %q", faults, payloads)
	}
	c := NewChain("meeting.a")
	for _, b := range records {
		_, _, _ = c.Add(b)
	}
	if seq, _ := c.Head(); seq != 4 {
		t.Error(seq)
	}
	changed := bytes.Replace(records[1], []byte("p1"), []byte("pX"), 1)
	for what, tc := range map[string]struct {
		stream  string
		records [][]byte
		faults  []int
	}{
		"another stream": {"meeting.b", records, []int{0, 1, 2, 3}},
		"changed":        {"meeting.a", [][]byte{records[0], changed, records[2], records[3]}, []int{1}},
		"left out":       {"meeting.a", [][]byte{records[0], records[2], records[3]}, []int{1}},
		"turned round":   {"meeting.a", [][]byte{records[0], records[2], records[1], records[3]}, []int{1, 2, 3}},
		"cut":            {"meeting.a", [][]byte{records[0], records[1][:40]}, []int{1}},
	} {
		if faults, _ := follow(tc.stream, tc.records...); !slices.Equal(faults, tc.faults) {
			t.Errorf("%s: faults at %v, want %v", what, faults, tc.faults)
		}
	}
}
