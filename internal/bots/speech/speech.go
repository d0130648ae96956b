// Package speech has the speeches of the demo's delegates: texts of our own, written for it, that nobody ever
// held, with their sound and its level. voice.sh makes the sound files from the texts.
package speech

import (
	"embed"
	"encoding/json"
	"fmt"
	"time"
)

// FrameDuration is the length of each packet's sound.
const FrameDuration = 20 * time.Millisecond

// silence is RFC 6464's level of digital silence.
const silence = 127

//go:embed speeches.json sound
var files embed.FS

// Frame is one Opus packet (mono, 20 ms) and how loud it is.
type Frame struct {
	Payload []byte
	Level   uint8 // dBov below full scale: 0 loudest, 127 silence (RFC 6464)
}

// Speech is one intervention, or one sentence of the chair.
type Speech struct {
	ID       string `json:"id"`
	Speaker  string `json:"speaker"`  // who says it, such as "mx-president"
	For      string `json:"for"`      // announcements: who is announced
	Language string `json:"language"` // BCP 47
	Agenda   int    `json:"agenda"`   // speeches: the agenda point, from 0
	Text     string `json:"text"`
	Frames   []Frame
	// Interpretation is what an interpreter says of it.
	Interpretation Interpretation `json:"interpretation"`
}

// Interpreters is how many voices each interpretation has been recorded with, so that a hand-over can be heard.
const Interpreters = 2

// Interpretation is a speech in the other language, as one would say it simultaneously.
type Interpretation struct {
	Language string                `json:"language"` // BCP 47
	Text     string                `json:"text"`
	Sound    string                `json:"sound"` // its files are SOUND-1, SOUND-2: one of each interpreter
	Frames   [Interpreters][]Frame `json:"-"`
}

// Duration is how long the speech takes.
func (s *Speech) Duration() time.Duration { return time.Duration(len(s.Frames)) * FrameDuration }

// Library is all there is to say.
type Library struct {
	Speeches      []*Speech `json:"speeches"` // in the order of the agenda
	Announcements []*Speech `json:"announcements"`
}

// Announcement gives the chair's sentence for somebody, nil without.
func (l *Library) Announcement(who string) *Speech {
	for _, a := range l.Announcements {
		if a.For == who {
			return a
		}
	}
	return nil
}

// Load reads the embedded speeches with their sound. An error is a broken build.
func Load() (*Library, error) {
	b, err := files.ReadFile("speeches.json")
	if err != nil {
		return nil, err
	}
	l := &Library{}
	if err := json.Unmarshal(b, l); err != nil {
		return nil, fmt.Errorf("speeches.json: %w", err)
	}
	for _, list := range [][]*Speech{l.Speeches, l.Announcements} {
		for _, s := range list {
			if err := s.load(); err != nil {
				return nil, fmt.Errorf("speech %s: %w", s.ID, err)
			}
		}
	}
	return l, nil
}

// load reads the speech's packets and levels, and its interpretation's.
func (s *Speech) load() (err error) {
	if s.Frames, err = sound(s.ID); err != nil {
		return err
	}
	for i := range s.Interpretation.Frames {
		name := fmt.Sprintf("%s-%d", s.Interpretation.Sound, i+1)
		if s.Interpretation.Frames[i], err = sound(name); err != nil {
			return fmt.Errorf("the interpretation: %w", err)
		}
	}
	return nil
}

// sound reads the packets and levels of one recording.
func sound(name string) ([]Frame, error) {
	file, err := files.ReadFile("sound/" + name + ".ogg")
	if err != nil {
		return nil, err
	}
	levels, err := files.ReadFile("sound/" + name + ".level")
	if err != nil {
		return nil, err
	}
	packets, err := ParseOgg(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	frames := make([]Frame, len(packets))
	for i, p := range packets {
		frames[i] = Frame{Payload: p, Level: silence}
		if i < len(levels) {
			frames[i].Level = levels[i]
		}
	}
	return frames, nil
}
