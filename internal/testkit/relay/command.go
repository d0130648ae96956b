//go:build linux

package relay

import (
	"encoding/json"
	"fmt"

	"github.com/cumbre-meet/cumbre/internal/testkit/path"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// Command is a line of JSON that the relay reads: other conditions for a link, by the directions that are given, or a
// question for all statistics.
type Command struct {
	ID    int              `json:"id"`
	Link  string           `json:"link"`
	Down  *path.Conditions `json:"down"`
	Up    *path.Conditions `json:"up"`
	Stats bool             `json:"stats"`
}

// Answer is the relay's line for a Command, once what it says is so.
type Answer struct {
	ID    int                   `json:"id"`
	Error string                `json:"error,omitempty"`
	Links map[string]Directions `json:"links,omitempty"`
	// OverMs is the time that the statistics are of.
	OverMs float64 `json:"overMs,omitempty"`
}

// Directions are the statistics of a link. Down is from the first of its interfaces to the second.
type Directions struct {
	Down Statistics `json:"down"`
	Up   Statistics `json:"up"`
}

// obey does what a line says.
func (r *Relay) obey(line []byte, now units.Instant) Answer {
	var c Command
	if err := json.Unmarshal(line, &c); err != nil {
		return Answer{ID: c.ID, Error: err.Error()}
	}
	if c.Stats {
		return r.statistics(c.ID, now)
	}
	for _, l := range r.links {
		if l.name != c.Link {
			continue
		}
		if c.Down != nil {
			l.down.way.Conditions = *c.Down
		}
		if c.Up != nil {
			l.up.way.Conditions = *c.Up
		}
		return Answer{ID: c.ID}
	}
	return Answer{ID: c.ID, Error: fmt.Sprintf("no link is called %q", c.Link)}
}

func (r *Relay) statistics(id int, now units.Instant) Answer {
	over := now.Sub(r.counted)
	r.counted = now
	a := Answer{ID: id, Links: make(map[string]Directions, len(r.links)), OverMs: inMs(over)}
	for _, l := range r.links {
		a.Links[l.name] = Directions{Down: l.down.take(now, over), Up: l.up.take(now, over)}
	}
	return a
}
