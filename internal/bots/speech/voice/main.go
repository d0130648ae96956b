// Command voice makes the sound files of the demo's speeches: it reads speeches.json in the current folder, has
// espeak-ng speak every text, and writes sound/ID.ogg (mono Opus, 20 ms packets) and sound/ID.level (one byte per
// packet: the level in dBov below full scale as RFC 6464 counts it). Interpretations are spoken by each interpreter:
// sound/SOUND-1.ogg, sound/SOUND-2.ogg and their levels, no longer than the speech. See voice.sh.
//
//	voice            makes all files
//	voice -new       makes those that are not there
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
)

const (
	rate        = 48000
	packet      = rate / 50 // samples
	preSkip     = 312       // samples that libopus's encoder looks ahead (RFC 7845 section 4.2)
	silentLevel = 127
	// Bitrates in kbit/s. Interpretations have two files each, which are to take no more room than one speech.
	speechBitrate         = 24
	interpretationBitrate = 16
	interpreters          = 2
	// maxHurry bounds how much faster than their voice interpreters speak to keep up. A text that needs more is too
	// long.
	maxHurry = 1.25
	// spare shortens what is hurried a little more than the ratio says: the pauses do not shrink with the words.
	spare = 1.03
)

type text struct {
	ID, Speaker, Voice, Text string
	Interpretation           interpretation
}

type interpretation struct {
	Language, Text, Sound string
}

type voice struct {
	Voice        string
	Pitch, Speed int
}

type library struct {
	Voices        map[string]voice
	Speeches      []text
	Announcements []text
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "voice:", err)
		os.Exit(1)
	}
}

func run() error {
	onlyNew := flag.Bool("new", false, "make only the files that are not there")
	flag.Parse()
	b, err := os.ReadFile("speeches.json")
	if err != nil {
		return err
	}
	var l library
	if err := json.Unmarshal(b, &l); err != nil {
		return err
	}
	temp, err := os.MkdirTemp("", "voice")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(temp) }()
	w := worker{temp: temp, voices: l.Voices, onlyNew: *onlyNew}
	for _, t := range append(l.Speeches, l.Announcements...) {
		if err := w.say(t); err != nil {
			return fmt.Errorf("%s: %w", t.ID, err)
		}
	}
	return nil
}

// worker makes the files.
type worker struct {
	temp    string
	voices  map[string]voice
	onlyNew bool
}

// say makes the files of a text and of its interpretation.
func (w worker) say(t text) error {
	name := t.Voice
	if name == "" {
		name = t.Speaker
	}
	if err := w.speak(t.ID, t.Text, name, speechBitrate, math.MaxInt); err != nil {
		return err
	}
	original, err := os.ReadFile(levelFile(t.ID))
	if err != nil {
		return err
	}
	for n := range interpreters {
		voice := fmt.Sprintf("interpreter-%d.%s", n+1, t.Interpretation.Language)
		sound := fmt.Sprintf("%s-%d", t.Interpretation.Sound, n+1)
		if err := w.speak(sound, t.Interpretation.Text, voice, interpretationBitrate, len(original)); err != nil {
			return fmt.Errorf("%s: %w", sound, err)
		}
	}
	return nil
}

func levelFile(name string) string { return filepath.Join("sound", name+".level") }

// speak makes one sound's files, of at most so many packets.
func (w worker) speak(name, words, voiceName string, bitrate, most int) error {
	if _, err := os.Stat(levelFile(name)); w.onlyNew && err == nil {
		return nil
	}
	v, ok := w.voices[voiceName]
	if !ok {
		return fmt.Errorf("no voice %q", voiceName)
	}
	natural := v.Speed
	for {
		samples, err := w.record(name, words, v, bitrate)
		if err != nil {
			return err
		}
		track := levels(samples)
		if len(track) <= most {
			return os.WriteFile(levelFile(name), track, 0o644)
		}
		v.Speed = int(math.Ceil(float64(v.Speed) * spare * float64(len(track)) / float64(most)))
		if float64(v.Speed) > maxHurry*float64(natural) {
			return fmt.Errorf("%d packets where %d are to be had: the text is too long", len(track), most)
		}
	}
}

// record makes the Ogg file and gives the samples.
func (w worker) record(name, words string, v voice, bitrate int) ([]byte, error) {
	raw, wav, pcm := filepath.Join(w.temp, "raw.wav"), filepath.Join(w.temp, "speech.wav"), filepath.Join(w.temp, "speech.raw")
	ogg := filepath.Join("sound", name+".ogg")
	steps := [][]string{
		{"espeak-ng", "-v", v.Voice, "-p", strconv.Itoa(v.Pitch), "-s", strconv.Itoa(v.Speed), "-g", "3", "-w", raw, words},
		// An even level, no rumble, a little less of the synthesiser's hiss, and a breath of silence around.
		{"sox", raw, "-r", strconv.Itoa(rate), "-c", "1", "-b", "16", wav, "highpass", "70", "treble", "-4", "bass", "+2", "pad", "0.15", "0.4", "norm", "-3"},
		{"sox", wav, "-t", "raw", "-e", "signed", "-b", "16", "-L", pcm},
		{"opusenc", "--quiet", "--bitrate", strconv.Itoa(bitrate), "--vbr", "--framesize", "20", "--speech", "--expect-loss", "5", "--serial", "1", wav, ogg},
	}
	for _, s := range steps {
		if out, err := exec.Command(s[0], s[1:]...).CombinedOutput(); err != nil {
			return nil, fmt.Errorf("%s: %w: %s", s[0], err, out)
		}
	}
	return os.ReadFile(pcm)
}

// levels measures each packet's root mean square over its 16-bit samples.
func levels(pcm []byte) []byte {
	n := len(pcm) / 2
	var out []byte
	for start := -preSkip; start < n; start += packet {
		sum := 0.0
		for i := max(start, 0); i < min(start+packet, n); i++ {
			s := float64(int16(uint16(pcm[2*i])|uint16(pcm[2*i+1])<<8)) / 32768
			sum += s * s
		}
		out = append(out, level(math.Sqrt(sum/packet)))
	}
	return out
}

func level(rms float64) byte {
	if rms <= 0 {
		return silentLevel
	}
	return byte(min(max(math.Round(-20*math.Log10(rms)), 0), silentLevel))
}
