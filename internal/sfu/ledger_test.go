package sfu

import "testing"

// A number is found until another takes its place, and nothing before anything is noted.
func TestLedger(t *testing.T) {
	var l ledger
	s := &slot{}
	l.note(7, s, 70)
	if _, ok := l.find(7); ok {
		t.Error("found in a ledger that notes nothing")
	}
	l.open()
	l.note(7, s, 70)
	if e, ok := l.find(7); !ok || e.slot != s || e.seq != 70 {
		t.Errorf("%+v, %v", e, ok)
	}
	for _, number := range []uint16{8, 7 + ledgerSize} {
		if _, ok := l.find(number); ok {
			t.Errorf("%d was never noted", number)
		}
	}
	l.note(7+ledgerSize, s, 71)
	if _, ok := l.find(7); ok {
		t.Error("found after another took its place")
	}
}
