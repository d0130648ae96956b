package bots

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/cumbre-meet/cumbre/internal/bots/speech"
)

const (
	// lag is how long after a speaker an interpreter begins. Professionals wait for a unit of meaning, 2 to 3 s.
	lag = 2 * time.Second
	// catchUp is how much later than that an interpreter still begins at the beginning: behind the chair's sentence,
	// say. Who comes later goes on in the middle. More would end long after the speaker.
	catchUp = 4 * time.Second
	// interpretersEnd is how long speakers and chair wait for the interpreters' end before going on: they are some two
	// seconds behind, more where the chair's own sentence and a short speech follow each other.
	interpretersEnd = 8 * time.Second
	// maxPassages bounds what is remembered of the floor: a sentence of the chair, a speech, and what follows.
	maxPassages = 8
	// quietLevel is where a recording pauses, in dBov below full scale.
	quietLevel = 60
)

// passage is one text that is, or was, said on the floor.
type passage struct {
	speech *speech.Speech
	began  time.Time
	ended  time.Time // zero: it is being said
	cut    bool      // it ended before its end
	taken  bool      // an interpreter is saying it
	done   bool      // it is interpreted, or nobody will any more
}

// passages is what the script and the interpreters share, as a speaker's text lies on the desk in the booth. It is
// safe for concurrent use.
type passages struct {
	mu      sync.Mutex
	list    []*passage // oldest first
	changed chan struct{}
}

func newPassages() *passages { return &passages{changed: make(chan struct{})} }

// change runs f under the lock and wakes who waits.
func (p *passages) change(f func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	f()
	close(p.changed)
	p.changed = make(chan struct{})
}

// begin notes that a text begins to be said.
func (p *passages) begin(s *speech.Speech, now time.Time) *passage {
	n := &passage{speech: s, began: now}
	p.change(func() {
		p.list = slices.DeleteFunc(p.list, func(o *passage) bool { return o.done })
		if len(p.list) == maxPassages {
			p.list = slices.Delete(p.list, 0, 1)
		}
		p.list = append(p.list, n)
	})
	return n
}

// end notes that nobody is saying it any more; whole tells whether to the end.
func (p *passages) end(n *passage, now time.Time, whole bool) {
	p.change(func() { n.ended, n.cut = now, !whole })
}

// take gives an interpreter on air into a language what to say now, and from which frame on; nil: nothing.
func (p *passages) take(now time.Time, language string, voice int) (*passage, int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, n := range p.list {
		if n.done || n.taken || !speaks(n.speech.Interpretation.Language, language) || now.Before(n.began.Add(lag)) {
			continue
		}
		frames := n.speech.Interpretation.Frames[voice]
		at := entry(frames, now.Sub(n.began.Add(lag)))
		if at == len(frames) || n.cut && now.After(n.ended.Add(lag)) {
			n.done = true
			continue
		}
		n.taken = true
		return n, at
	}
	return nil, 0
}

// entry is where in a recording to begin when one is so late: at the beginning, or at the next pause.
func entry(frames []speech.Frame, late time.Duration) int {
	if late <= catchUp {
		return 0
	}
	for at := int(late / speech.FrameDuration); at < len(frames); at++ {
		if frames[at].Level >= quietLevel {
			return at
		}
	}
	return len(frames)
}

// release gives a passage back: done, or for a colleague to go on with.
func (p *passages) release(n *passage, done bool) {
	p.change(func() { n.taken, n.done = false, done })
}

// isCut tells since when a passage's original is over before its end; zero: it is not.
func (p *passages) isCut(n *passage) time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !n.cut {
		return time.Time{}
	}
	return n.ended
}

// watch gives a channel that is closed with the next change, and whether it is quiet: nobody says anything on the
// floor, and nothing that was said is left to be interpreted.
func (p *passages) watch(now time.Time) (changed <-chan struct{}, quiet bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	quiet = !slices.ContainsFunc(p.list, func(n *passage) bool {
		pending := !n.done && !n.cut && now.Before(n.began.Add(lag+catchUp))
		return n.ended.IsZero() || n.taken || pending
	})
	return p.changed, quiet
}

// interpreted waits until no interpreter is in the middle of a passage, as a chair does before going on.
func (p *passages) interpreted(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, interpretersEnd)
	defer cancel()
	for {
		p.mu.Lock()
		changed := p.changed
		busy := slices.ContainsFunc(p.list, func(n *passage) bool { return n.taken })
		p.mu.Unlock()
		if !busy {
			return
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return
		}
	}
}

// speaks tells whether two language tags are of the same language, whatever their regions.
func speaks(a, b string) bool {
	a, _, _ = strings.Cut(a, "-")
	b, _, _ = strings.Cut(b, "-")
	return a != "" && strings.EqualFold(a, b)
}
