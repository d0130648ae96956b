package bots_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"os/exec"
	"strconv"
	"testing"

	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4/pkg/media/oggwriter"

	"github.com/cumbre-meet/cumbre/internal/bots/speech"
)

const (
	toneRate    = 48000 // samples a second
	toneFrame   = 960   // samples of a packet: 20 ms
	tonePackets = 50    // of a loop: one second, whole cycles of every frequency that is a multiple of 50 Hz
	// toneStart is how many packets of the encoder are left out: until then it has not settled.
	toneStart = 25
	// toneMargin is how many packets at both ends of a recording are not judged: the decoder has another before it, and
	// Ogg's pre-skip moves all by four.
	toneMargin = 8
)

// tone is a voice that can be told from the others by its packets, and by ear.
type tone struct {
	name    string
	hertz   int
	packets [][]byte
}

// newTones encodes voices as Opus of one frequency each. No packet is in two of them.
func newTones(t *testing.T, hertz map[string]int) map[string]*tone {
	t.Helper()
	out, owner := map[string]*tone{}, map[string]string{}
	for name, f := range hertz {
		ogg := ffmpeg(t, nil, "-f", "lavfi", "-i", fmt.Sprintf("sine=frequency=%d:sample_rate=%d:duration=2", f, toneRate),
			"-c:a", "libopus", "-b:a", "32k", "-vbr", "off", "-frame_duration", "20", "-f", "ogg", "-")
		packets, err := speech.ParseOgg(ogg)
		if err != nil || len(packets) < toneStart+tonePackets {
			t.Fatalf("%s: %d packets, %v", name, len(packets), err)
		}
		v := &tone{name: name, hertz: f, packets: packets[toneStart : toneStart+tonePackets]}
		for _, p := range v.packets {
			if other, ok := owner[string(p)]; ok && other != name {
				t.Fatalf("%s and %s have a packet in common", name, other)
			}
			owner[string(p)] = name
		}
		out[name] = v
	}
	return out
}

// ffmpeg runs it and gives what it writes.
func ffmpeg(t *testing.T, in []byte, args ...string) []byte {
	t.Helper()
	program, err := exec.LookPath("ffmpeg")
	if err != nil {
		t.Skip("ffmpeg is not installed")
	}
	c := exec.CommandContext(t.Context(), program, append([]string{"-v", "error", "-threads", "1"}, args...)...)
	c.Stdin = bytes.NewReader(in)
	var complaints bytes.Buffer
	c.Stderr = &complaints
	out, err := c.Output()
	if err != nil {
		t.Fatalf("ffmpeg: %v %s", err, complaints.String())
	}
	return out
}

// decode gives the samples of Opus packets of 20 ms that follow each other.
func decode(t *testing.T, packets [][]byte) []float64 {
	t.Helper()
	var file bytes.Buffer
	w, err := oggwriter.NewWith(&file, toneRate, 1)
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range packets {
		header := rtp.Header{Version: 2, SequenceNumber: uint16(i), Timestamp: uint32((i + 1) * toneFrame)}
		if err := w.WriteRTP(&rtp.Packet{Header: header, Payload: p}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	b := ffmpeg(t, file.Bytes(), "-f", "ogg", "-i", "-", "-f", "s16le", "-ac", "1", "-ar", strconv.Itoa(toneRate), "-")
	out := make([]float64, len(b)/2)
	for i := range out {
		out[i] = float64(int16(binary.LittleEndian.Uint16(b[2*i:])))
	}
	return out
}

// share is how much of the sound's energy lies at a frequency (Hz), 0 to 1: Goertzel's algorithm, over whole cycles.
func share(samples []float64, hertz int) float64 {
	c := 2 * math.Cos(2*math.Pi*float64(hertz)/toneRate)
	var s1, s2, energy float64
	for _, x := range samples {
		s1, s2 = x+c*s1-s2, s1
		energy += x * x
	}
	if energy == 0 {
		return 0
	}
	return 2 * (s1*s1 + s2*s2 - c*s1*s2) / (float64(len(samples)) * energy)
}

// recording is what came on a line for a while.
type recording struct {
	what    string // for who reads of a failure
	want    string // the voice that it should be
	packets [][]byte
}

// heardTones decodes recordings, all by one decoder, and checks that each is its voice's tone and holds nothing of the
// others: at least 95 % of the energy, and of each other at most a thousandth (−30 dB).
func heardTones(t *testing.T, all []recording, tones map[string]*tone) {
	t.Helper()
	var packets [][]byte
	for _, r := range all {
		packets = append(packets, r.packets...)
	}
	samples, at := decode(t, packets), 0
	for _, r := range all {
		from, to := (at+toneMargin)*toneFrame, (at+len(r.packets)-toneMargin)*toneFrame
		at += len(r.packets)
		if to > len(samples) || to-from < 10*toneFrame {
			t.Errorf("%s: samples %d to %d of %d", r.what, from, to, len(samples))
			continue
		}
		for name, v := range tones {
			switch got := share(samples[from:to], v.hertz); {
			case name == r.want && got < 0.95:
				t.Errorf("%s: %.1f %% of the sound is the tone of %s (%d Hz)", r.what, got*100, name, v.hertz)
			case name != r.want && got > 0.001:
				t.Errorf("%s: it should be %s, and %.2f %% is the tone of %s (%d Hz)", r.what, r.want, got*100, name, v.hertz)
			}
		}
	}
	t.Logf("%d recordings were decoded", len(all))
}
