//go:build linux

package udp

import (
	"slices"
	"sync"
	"time"
)

const (
	// handOver is how many messages a turn has at least that is handed to the senders: about a millisecond of the kernel's
	// work. Fewer wakes goroutines for what the loop does sooner by itself, more lets packets wait for the loop.
	handOver = 2 * batchMessages
	// laneBatches is how many batches of one sender wait or are sent at once, 24 KiB each. When all are, the loop waits: more
	// lets packets grow old in a queue that a later turn only lengthens.
	laneBatches = 8
)

// outlet is the way out of a Socket. All but the lanes' goroutines is the loop's.
//
// Each destination is the loop's or one lane's, so that its packets stay in order. Of a large turn each sends its own, the loop
// after it has handed the lanes theirs. A small turn, or one that needs no help, is the loop's alone, unless the lanes have not
// sent all of an earlier one.
type outlet struct {
	mode   SendMode
	why    string
	proven bool

	own      sender
	urgent   batch
	open     []*batch // being filled: the loop's, and one for each lane
	free     []*batch
	lanes    []lane
	done     chan *batch // sent
	running  sync.WaitGroup
	arrived  time.Time
	help     bool // the lanes are to send their part of a large turn
	messages int  // of this turn
	turn     int  // the present one: 0 or 1
	// flights counts the batches of this turn and of the one before that are with the lanes.
	flights [2]int
}

// lane is one of the senders' goroutines: it has the batches in between.
type lane struct{ jobs chan *batch }

func (o *outlet) setUp(s *Socket, mode SendMode) error {
	o.own.setUp(s.raw)
	o.open = []*batch{{}}
	var err error
	o.mode, o.why, err = choose(s.raw, mode)
	return err
}

// Mode is the way out in use.
func (s *Socket) Mode() SendMode { return s.out.mode }

// Why says why it is that, for the operator.
func (s *Socket) Why() string { return s.out.why }

// StartSenders lets n goroutines send what is much. It is called once, before anything is sent. They end with Close.
func (s *Socket) StartSenders(n int) {
	o := &s.out
	if n <= 0 {
		return
	}
	o.done = make(chan *batch, n*(laneBatches+1))
	for range n {
		l := lane{jobs: make(chan *batch, n*(laneBatches+1))}
		o.lanes = append(o.lanes, l)
		o.open = append(o.open, &batch{})
		for range laneBatches {
			o.free = append(o.free, &batch{})
		}
		o.running.Go(func() { l.run(s, o.done) })
	}
}

// run sends what comes until the jobs end.
func (l lane) run(s *Socket, done chan<- *batch) {
	var own sender
	own.setUp(s.raw)
	for b := range l.jobs {
		own.send(b)
		done <- b
	}
}

// stop ends the lanes, when they have sent what they have.
func (o *outlet) stop() {
	for _, l := range o.lanes {
		close(l.jobs)
	}
	o.lanes = nil
	o.running.Wait()
}

// Begin begins a turn: it says when that arrived which its packets are made of, and whether the senders are to help.
func (s *Socket) Begin(arrived time.Time, help bool) { s.out.arrived, s.out.help = arrived, help }

// Send queues a run's packets. They may be sent at once or by Flush, which says for how long their bytes must stay. Empty
// pieces are left out.
func (s *Socket) Send(r Run) {
	o := &s.out
	i := r.Share % len(o.open)
	b := o.open[i]
	runs := o.mode == GSO && !r.To.noGSO
	open := false // the latest message is a run of r's that may go on
	for _, p := range r.Pieces {
		for data := p.Data; len(data) > 0; {
			n := p.Segment // of the piece, what one message takes
			if runs {
				n *= min(maxSegments, max(maxRun/p.Segment, 1))
			}
			n = min(n, len(data))
			if !open || !b.extend(data[:n], p.Segment) {
				if b.full() {
					b = s.next(i)
				}
				b.add(r.To, data[:n], p.Segment)
				o.messages++
			}
			q := b.latest()
			open = runs && q.nbytes%q.segment == 0
			data = data[n:]
		}
	}
}

// Reply sends one datagram at once, past what is queued. Its bytes may change when it returns.
func (s *Socket) Reply(to *Destination, data []byte) {
	if len(data) == 0 {
		return
	}
	b := &s.out.urgent
	b.add(to, data, len(data))
	s.out.own.send(b)
	s.settle(b)
}

// next makes room in the i-th batch that is being filled.
func (s *Socket) next(i int) *batch {
	o := &s.out
	if i > 0 && (o.help || o.flights != [2]int{}) {
		s.hand(i)
	} else {
		s.sendNow(o.open[i])
	}
	return o.open[i]
}

// hand gives the i-th batch to its lane, and begins another.
func (s *Socket) hand(i int) {
	o := &s.out
	b := o.open[i]
	o.ready(b)
	b.turn = o.turn
	o.flights[o.turn]++
	s.stats.HandedMessages += uint64(b.nmsgs)
	o.lanes[i-1].jobs <- b // has room for all batches
	if len(o.free) == 0 {
		s.stats.SenderWaits++
		s.land(<-o.done)
	}
	last := len(o.free) - 1
	o.open[i], o.free = o.free[last], o.free[:last]
}

// sendNow sends a batch on the loop.
func (s *Socket) sendNow(b *batch) {
	s.out.ready(b)
	s.out.own.send(b)
	s.settle(b)
}

func (o *outlet) ready(b *batch) {
	b.arrived, b.single, b.proven = o.arrived, o.mode == Single, o.proven
}

// settle takes in what came of a batch, and empties it.
func (s *Socket) settle(b *batch) {
	o := &s.out
	s.stats.add(&b.stats)
	o.proven = o.proven || b.proven
	if b.noRuns && o.mode == GSO {
		o.mode, o.why = MMsg, "a run was refused"
	}
	if b.stats.GSORefused > 0 {
		for i := range b.nmsgs {
			if q := &b.queued[i]; q.refused {
				q.to.noGSO = true
			}
		}
	}
	b.reset()
}

// land takes back a batch that a lane has sent.
func (s *Socket) land(b *batch) {
	s.out.flights[b.turn]--
	s.settle(b)
	s.out.free = append(s.out.free, b)
}

// Flush sends what is queued. False: all of it has left. True: some is still with the senders, and the bytes that were
// given since the last Flush must stay until Flush has said so of others, given after; those from before it are free.
func (s *Socket) Flush() (flying bool) {
	o := &s.out
	s.landed()
	alone := o.flights == [2]int{} && (!o.help || o.messages < handOver)
	for i, b := range slices.Backward(o.open) {
		switch {
		case b.nmsgs == 0:
		case i == 0 || alone:
			s.sendNow(b)
		default:
			s.hand(i)
		}
	}
	o.messages = 0
	if o.flights[o.turn] == 0 {
		return false
	}
	o.turn ^= 1
	for o.flights[o.turn] > 0 {
		s.stats.SenderWaits++
		s.land(<-o.done)
	}
	return true
}

// landed takes back what the lanes have sent meanwhile.
func (s *Socket) landed() {
	for s.out.flights != [2]int{} {
		select {
		case b := <-s.out.done:
			s.land(b)
		default:
			return
		}
	}
}
