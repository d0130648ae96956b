package bots_test

import (
	"bytes"
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/cumbre-meet/cumbre/internal/bots"
)

// viewer listens by WHEP in a language, with one or more sound lines.
type viewer struct {
	language string
	lines    []*soundLine
	peer     *bots.External
	err      error

	mu    sync.Mutex
	byMID map[string]*soundLine
}

// join connects; err says whether it did.
func (l *viewer) join(c *congress, token string) {
	ctx, cancel := context.WithTimeout(c.ctx, 30*time.Second)
	defer cancel()
	config := bots.PeerConfig{OnSound: l.sound}
	for range l.lines {
		config.ReceiveSound = append(config.ReceiveSound, "floor-sound")
	}
	l.mu.Lock() // what comes before the lines are known waits
	defer l.mu.Unlock()
	l.peer, l.err = bots.ViewWHEP(ctx, bots.ExternalOptions{Base: c.server.url, Meeting: c.meeting, Token: token, Language: l.language}, config)
	if l.err != nil {
		return
	}
	for n, line := range l.lines {
		l.byMID[l.peer.MID("floor-sound", n)] = line
	}
}

func (l *viewer) sound(mid string, payload []byte, _ uint32) {
	l.mu.Lock()
	line := l.byMID[mid]
	l.mu.Unlock()
	if line != nil { // nil: it could not join
		line.came(payload)
	}
}

// soundLine is all that came on one line.
type soundLine struct {
	names map[string]string // of voices, by packet
	keeps bool              // recordings are made

	mu        sync.Mutex
	runs      []string // who was heard, one after the other
	packets   int
	since     map[string]int // packets by voice since the last mark
	recording bool
	kept      [][]byte // since the last mark
}

func newSoundLine(names map[string]string, keeps bool) *soundLine {
	return &soundLine{names: names, keeps: keeps, since: map[string]int{}}
}

func (s *soundLine) came(payload []byte) {
	name, ok := s.names[string(payload)]
	if !ok {
		name = "nobody's packet"
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if n := len(s.runs); n == 0 || s.runs[n-1] != name {
		s.runs = append(s.runs, name)
	}
	s.packets++
	s.since[name]++
	if s.recording {
		s.kept = append(s.kept, bytes.Clone(payload))
	}
}

// mark begins to count anew, and with keep to record.
func (s *soundLine) mark(keep bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.since)
	s.kept, s.recording = nil, keep && s.keeps
}

func (s *soundLine) counted() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.since)
}

func (s *soundLine) recorded() [][]byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.kept)
}

func (s *soundLine) history() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.runs)
}

func (s *soundLine) total() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.packets
}
