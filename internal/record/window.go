package record

import (
	"bytes"
	"time"

	"github.com/cumbre-meet/cumbre/internal/media/ogg"
)

// Pause is how long nobody speaks at the end of a sentence. Less takes the gap between two words for it, more makes words come later.
const Pause = 700 * time.Millisecond

// Where speech is cut for its recognition. All in samples at 48 kHz, but the level.
const (
	// SpeechAt is the level in dBov below full scale up to which a packet counts as speech; pauses between words are softer.
	SpeechAt = 50
	// leadIn is what is taken from before speech begins: its first consonant is softer than SpeechAt.
	leadIn = 300 * ogg.Rate / 1000
	// pauseFor ends a window: a Pause.
	pauseFor = int64(Pause/time.Millisecond) * ogg.Rate / 1000
	// leastSpeech is what a window has to have of speech: a cough has less, and engines make up words for it.
	leastSpeech = 300 * ogg.Rate / 1000
	// longestWindow is where a window is cut in speech: Whisper looks at 30 s at once.
	longestWindow = 25 * ogg.Rate
)

// Window is a stretch of speech: what its recognition gets.
type Window struct {
	File
	From   time.Time // when it began in the meeting
	Length time.Duration
	Audio  []byte // Ogg/Opus
}

// windows cuts a file's sound at pauses.
type windows struct {
	file   *file
	stereo bool
	give   func(Window)

	packets [][]byte
	lengths []int64
	from    int64 // position of the first
	total   int64
	speech  int64 // samples of speech in it; 0: it has not begun
	quiet   int64 // samples since the last of speech
}

// add takes what was written, in order; end is the file's position behind it.
func (w *windows) add(packet []byte, n int64, level uint8, end int64) {
	if len(w.packets) == 0 {
		w.from = end - n
	}
	w.packets, w.lengths = append(w.packets, packet), append(w.lengths, n)
	w.total += n
	if level <= SpeechAt {
		w.speech, w.quiet = w.speech+n, 0
	} else {
		w.quiet += n
	}
	switch {
	case w.speech == 0:
		w.keep(leadIn)
	case w.quiet >= pauseFor || w.total >= longestWindow:
		w.cut()
	}
}

// keep lets go of all but the last of that length.
func (w *windows) keep(length int64) {
	n := 0
	for n < len(w.lengths) && w.total-w.lengths[n] >= length {
		w.total -= w.lengths[n]
		w.from += w.lengths[n]
		n++
	}
	w.packets, w.lengths = w.packets[n:], w.lengths[n:]
}

// cut ends the window. What is not speech enough is nobody's.
func (w *windows) cut() {
	if w.speech >= leastSpeech {
		w.give(Window{
			File: w.file.File, From: w.file.Start.Add(fromSamples(w.from)), Length: fromSamples(w.total), Audio: w.audio(),
		})
	}
	w.packets, w.lengths, w.total, w.speech, w.quiet = nil, nil, 0, 0, 0
}

// audio is a file of the window.
func (w *windows) audio() []byte {
	var out bytes.Buffer
	o, err := newWriter(&out, serialOf(w.file.ID), w.stereo, 0, nil)
	for i, p := range w.packets {
		if err == nil {
			err = o.packet(p, w.lengths[i])
		}
	}
	if err == nil {
		err = o.close()
	}
	if err != nil {
		return nil // a buffer takes everything
	}
	return out.Bytes()
}
