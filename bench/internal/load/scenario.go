// Package load runs a scenario against one running server and measures it.
package load

import (
	"fmt"
	"strings"
	"time"

	"github.com/cumbre-meet/cumbre/bench/internal/media"
	"github.com/cumbre-meet/cumbre/bench/internal/servers"
)

// Scenario is a meeting to measure.
type Scenario struct {
	Name, About string

	Publishers  int // who publish; in a meeting, all
	Subscribers int // who only watch
	Sounds      int // publishers with a microphone, the first ones; at most Publishers
	Pictures    int // pictures that each one sees
	Picture     media.Shape
	Watchers    int           // joined before the clock of a burst of joins starts
	AtOnce      int           // joins under way together
	Loss        float64       // of the subscribers' media datagrams, each way, 0 to 1
	Delay       time.Duration // of the subscribers' datagrams, each way
}

// bounds of a scenario: more is a generator's mistake, or needs another generator.
const (
	maxPublishers  = 100
	maxSubscribers = 1000
	maxPictures    = 25
)

// Scenarios are those that there are, in the order in which they are run.
func Scenarios() []Scenario {
	return []Scenario{
		{
			Name: "video", About: "one 720p picture with sound",
			Publishers: 1, Subscribers: 200, Sounds: 1, Pictures: 1, Picture: media.HD(), AtOnce: 4,
		},
		{
			Name: "sound", About: "five microphones",
			Publishers: 5, Subscribers: 100, Sounds: 5, AtOnce: 4,
		},
		{
			Name: "meeting", About: "all have cameras, each sees nine and hears three",
			Publishers: 50, Sounds: 3, Pictures: 9, Picture: media.Tile(), AtOnce: 4,
		},
		{
			Name: "join", About: "viewers join as fast as they can; ten are there",
			Publishers: 1, Subscribers: 200, Sounds: 1, Pictures: 1, Picture: media.Tile(), Watchers: 10, AtOnce: 16,
		},
		{
			Name: "loss", About: "a 720p picture with sound, with loss and 100 ms there and back",
			Publishers: 1, Subscribers: 10, Sounds: 1, Pictures: 1, Picture: media.HD(), AtOnce: 4,
			Loss: 0.05, Delay: 50 * time.Millisecond,
		},
	}
}

// Find gives the scenario with a name.
func Find(name string) (Scenario, error) {
	var names []string
	for _, s := range Scenarios() {
		if s.Name == name {
			return s, nil
		}
		names = append(names, s.Name)
	}
	return Scenario{}, fmt.Errorf("the scenario %q is none of %s", name, strings.Join(names, ", "))
}

// Check says what is wrong with a scenario.
func (s Scenario) Check() error {
	switch {
	case s.Publishers < 1 || s.Publishers > maxPublishers:
		return fmt.Errorf("%d publishers: 1 to %d", s.Publishers, maxPublishers)
	case s.Subscribers < 0 || s.Subscribers > maxSubscribers:
		return fmt.Errorf("%d subscribers: 0 to %d", s.Subscribers, maxSubscribers)
	case s.meeting() && s.Pictures >= s.Publishers:
		return fmt.Errorf("%d participants cannot see %d others each", s.Publishers, s.Pictures)
	case s.Pictures < 0 || s.Pictures > maxPictures:
		return fmt.Errorf("%d pictures: 0 to %d", s.Pictures, maxPictures)
	case s.Sounds < 0 || s.Sounds > s.Publishers:
		return fmt.Errorf("%d microphones of %d publishers", s.Sounds, s.Publishers)
	case s.AtOnce < 1:
		return fmt.Errorf("%d joins at once: at least 1", s.AtOnce)
	case !(s.Loss >= 0 && s.Loss < 1):
		return fmt.Errorf("a loss of %.0f %%: 0 to 99", 100*s.Loss)
	case s.Delay < 0 || s.Delay > time.Second:
		return fmt.Errorf("a delay of %v: 0 to 1 s", s.Delay)
	}
	return nil
}

// meeting tells whether who publishes also watches.
func (s Scenario) meeting() bool { return s.Subscribers == 0 }

// shape is what the server has to be ready for.
func (s Scenario) shape() servers.Meeting {
	return servers.Meeting{
		Participants: s.Publishers, Sounds: s.Sounds, Pictures: s.Pictures, Both: s.meeting(),
		Choice: s.meeting() && s.Pictures < s.Publishers-1, Loss: s.Loss > 0,
	}
}

// watching is what a participant receives: in a meeting the next ones in the round, else all.
func (s Scenario) watching(number int) servers.Watching {
	var w servers.Watching
	for n := range s.Sounds {
		if !s.meeting() || n != number {
			w.Sounds = append(w.Sounds, n)
		}
	}
	for i := range s.Pictures {
		if s.meeting() {
			w.Pictures = append(w.Pictures, (number+1+i)%s.Publishers)
		} else {
			w.Pictures = append(w.Pictures, i)
		}
	}
	return w
}
