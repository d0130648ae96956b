package sfu

import (
	"github.com/cumbre-meet/cumbre/internal/media/bwe"
	"github.com/cumbre-meet/cumbre/internal/units"
)

const (
	// ledgerSize is how many packets are remembered by their transport-wide sequence numbers, a power of two: a second of 10 Mbit/s.
	// 16 bytes each, for clients whose paths lose packets at random, or did.
	ledgerSize = 1024
	// outrunBy is how many packets that were sent later must have come for one to be lost and not late, as many as acknowledgements that
	// repeat are in TCP (RFC 5681 section 3.2). Less repairs what was overtaken, more misses the last ones of a message.
	outrunBy = 3
)

// ledger tells which packet a transport-wide sequence number was, so that what feedback reports lost is repaired before, or without, a
// request. The zero ledger remembers nothing.
type ledger struct {
	entries []ledgerEntry // nil: nothing is noted
}

type ledgerEntry struct {
	slot   *slot
	number uint16
	seq    uint16
}

// open lets packets be noted from now on.
func (l *ledger) open() {
	if l.entries == nil {
		l.entries = make([]ledgerEntry, ledgerSize)
	}
}

func (l *ledger) note(number uint16, s *slot, seq uint16) {
	if l.entries != nil {
		l.entries[number%ledgerSize] = ledgerEntry{slot: s, number: number, seq: seq}
	}
}

func (l *ledger) find(number uint16) (e ledgerEntry, ok bool) {
	if l.entries == nil {
		return e, false
	}
	e = l.entries[number%ledgerSize]
	return e, e.slot != nil && e.number == number
}

// mendLost repairs what feedback reports lost, where packets are lost at random: the viewer's request may be lost as well, and asking again takes
// it a round trip.
func (e *Endpoint) mendLost(now units.Instant, list []bwe.Report) {
	d := &e.down
	if !d.ctl.Lossy(now) {
		return
	}
	d.ledger.open()
	later := 0
	for _, r := range list {
		if r.Received {
			later++
		}
	}
	for _, r := range list {
		switch {
		case later < outrunBy:
			return
		case r.Received:
			later--
		default:
			if lost, ok := d.ledger.find(r.Seq); ok {
				lost.slot.mend(now, lost.seq)
			}
		}
	}
}
