package transcribe

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"
)

const (
	// workers is how many requests are under way at once. More load the engine with work that it queues itself.
	workers = 2
	// maxWaiting bounds the sounds that wait, of all meetings: some ten minutes of speech, 4 MB. When there are more the
	// oldest is left out: late words are worth less than present ones.
	maxWaiting = 32
	// maxAge is how long a sound is tried. Beyond it, words would come after everybody has stopped waiting for them.
	maxAge = 5 * time.Minute
	// firstWait and longestWait are between two tries of an engine that does not answer. It is tried by every worker: longer
	// loses words after it is back, shorter loads what is ill.
	firstWait   = time.Second
	longestWait = 30 * time.Second
)

// Recognizer gives the words of a sound; Engine is one.
type Recognizer interface {
	Transcribe(ctx context.Context, s Sound) ([]Words, error)
}

// Job is a sound, and what becomes of its words.
type Job struct {
	Sound
	Deliver func(ctx context.Context, words []Words) // on a worker's goroutine; not called where there are none
}

// Stats is how the recognition does.
type Stats struct {
	Waiting int    `doc:"Stretches of speech that wait for the recognition."`
	Done    uint64 `doc:"Stretches of speech that were recognised."`
	Dropped uint64 `doc:"Stretches of speech that were left out: the engine was too slow, away for too long, or did not take them."`
	Down    int    `doc:"1 while the engine does not answer, else 0."`
}

// Queue hands sounds to a Recognizer, a bounded number of them. Its methods may be called from any goroutine.
type Queue struct {
	engine Recognizer
	log    *slog.Logger
	ctx    context.Context //nolint:containedctx // of the workers: ends with Close
	end    context.CancelFunc
	group  sync.WaitGroup
	some   chan struct{} // a token for a worker to look

	mu      sync.Mutex
	waiting []entry
	stats   Stats
}

type entry struct {
	Job
	since time.Time
}

// NewQueue starts the workers, which end with Close.
func NewQueue(engine Recognizer, log *slog.Logger) *Queue {
	q := &Queue{engine: engine, log: log, some: make(chan struct{}, maxWaiting)}
	q.ctx, q.end = context.WithCancel(context.Background())
	for range workers {
		q.group.Go(q.work)
	}
	return q
}

// Close ends the workers. What waits is left out.
func (q *Queue) Close() {
	q.end()
	q.group.Wait()
}

// Stats tells how it goes.
func (q *Queue) Stats() Stats {
	q.mu.Lock()
	defer q.mu.Unlock()
	s := q.stats
	s.Waiting = len(q.waiting)
	return s
}

// Add takes a sound. It never waits.
func (q *Queue) Add(j Job) {
	q.mu.Lock()
	if len(q.waiting) >= maxWaiting {
		q.waiting = q.waiting[1:]
		q.stats.Dropped++
	}
	q.waiting = append(q.waiting, entry{j, time.Now()})
	q.mu.Unlock()
	select {
	case q.some <- struct{}{}:
	default:
	}
}

func (q *Queue) next() (entry, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.waiting) == 0 {
		return entry{}, false
	}
	e := q.waiting[0]
	q.waiting = q.waiting[1:]
	return e, true
}

func (q *Queue) work() {
	for {
		select {
		case <-q.ctx.Done():
			return
		case <-q.some:
		}
		for e, ok := q.next(); ok && q.ctx.Err() == nil; e, ok = q.next() {
			q.try(e)
		}
	}
}

// try asks until there is an answer, or no hope.
func (q *Queue) try(e entry) {
	for wait := firstWait; ; wait = min(2*wait, longestWait) {
		words, err := q.engine.Transcribe(q.ctx, e.Sound)
		if err == nil {
			q.answered(nil, true)
			if len(words) > 0 {
				e.Deliver(q.ctx, words)
			}
			return
		}
		failure, ok := errors.AsType[*Error](err)
		hopeless := !ok || !failure.Temporary()
		if q.ctx.Err() != nil {
			return
		}
		q.answered(err, hopeless || time.Since(e.since) > maxAge)
		if hopeless || time.Since(e.since) > maxAge {
			return
		}
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-q.ctx.Done():
			timer.Stop()
			return
		}
	}
}

// answered notes an outcome; last: the sound is not tried again.
func (q *Queue) answered(err error, last bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	down := q.stats.Down
	switch {
	case err == nil:
		q.stats.Done++
		q.stats.Down = 0
	case last:
		q.stats.Dropped++
	}
	if failure, ok := errors.AsType[*Error](err); ok && failure.Temporary() {
		q.stats.Down = 1
	}
	if q.stats.Down != down || last && err != nil {
		q.log.Warn("speech recognition", "answers", q.stats.Down == 0, "error", err)
	}
}
