// Command voice makes the sound files of the demo's speeches: it reads speeches.json in the current folder, has
// espeak-ng speak every text, and writes sound/ID.ogg (mono Opus, 20 ms packets) and sound/ID.level (one byte per
// packet: the level in dBov below full scale as RFC 6464 counts it). See voice.sh.
package main

import (
	"encoding/json"
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
	bitrate     = "24"      // kbit/s
	silentLevel = 127
)

type text struct {
	ID, Speaker, Voice, Text string
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
	for _, t := range append(l.Speeches, l.Announcements...) {
		name := t.Voice
		if name == "" {
			name = t.Speaker
		}
		v, ok := l.Voices[name]
		if !ok {
			return fmt.Errorf("%s: no voice %q", t.ID, name)
		}
		if err := speak(temp, t, v); err != nil {
			return fmt.Errorf("%s: %w", t.ID, err)
		}
	}
	return nil
}

// speak makes one text's files.
func speak(temp string, t text, v voice) error {
	raw, wav, pcm := filepath.Join(temp, "raw.wav"), filepath.Join(temp, "speech.wav"), filepath.Join(temp, "speech.raw")
	ogg := filepath.Join("sound", t.ID+".ogg")
	steps := [][]string{
		{"espeak-ng", "-v", v.Voice, "-p", strconv.Itoa(v.Pitch), "-s", strconv.Itoa(v.Speed), "-g", "3", "-w", raw, t.Text},
		// An even level, no rumble, a little less of the synthesiser's hiss, and a breath of silence around.
		{"sox", raw, "-r", strconv.Itoa(rate), "-c", "1", "-b", "16", wav, "highpass", "70", "treble", "-4", "bass", "+2", "pad", "0.15", "0.4", "norm", "-3"},
		{"sox", wav, "-t", "raw", "-e", "signed", "-b", "16", "-L", pcm},
		{"opusenc", "--quiet", "--bitrate", bitrate, "--vbr", "--framesize", "20", "--speech", "--expect-loss", "5", "--serial", "1", wav, ogg},
	}
	for _, s := range steps {
		if out, err := exec.Command(s[0], s[1:]...).CombinedOutput(); err != nil {
			return fmt.Errorf("%s: %w: %s", s[0], err, out)
		}
	}
	samples, err := os.ReadFile(pcm)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join("sound", t.ID+".level"), levels(samples), 0o644)
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
