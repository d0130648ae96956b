package server

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/pion/rtp"

	"github.com/cumbre-meet/cumbre/internal/media/ogg"
	"github.com/cumbre-meet/cumbre/internal/proceedings"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// recogniser is a real engine, Debian's pocketsphinx: its address.
func recogniser(t *testing.T) string {
	t.Helper()
	if _, err := exec.LookPath("pocketsphinx_continuous"); err != nil || testing.Short() {
		t.Skip("needs pocketsphinx: make tools installs it")
	}
	cmd := exec.CommandContext(t.Context(), "../../tools/asr-pocketsphinx")
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	lines := bufio.NewScanner(out)
	if !lines.Scan() {
		t.Fatal("the engine gives no address")
	}
	return lines.Text()
}

// speech are the first packets of a recorded speech.
func speech(t *testing.T, file string, length time.Duration) (packets [][]byte) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for samples := int64(0); len(b) > 0 && samples < int64(length/time.Second)*ogg.Rate; {
		p, size, err := ogg.Next(b)
		if err != nil {
			t.Fatal(err)
		}
		p.Packets(func(one []byte) {
			if !strings.HasPrefix(string(one), "Opus") {
				packets = append(packets, one)
				samples += ogg.Samples(one)
			}
		})
		b = b[size:]
	}
	return packets
}

// TestWhatIsSaidIsRecognisedByARealEngine plays a speech by WHIP into a meeting that is recorded, and wants a third of its
// words in the record, in however many captions. The engine is one of 2015, which has half of them; a good one has nearly all.
func TestWhatIsSaidIsRecognisedByARealEngine(t *testing.T) {
	cfg := testConfig(t)
	cfg.ASRURL = recogniser(t)
	s := start(t, cfg)
	meeting := createMeeting(t, s)
	room := invite(t, s, meeting, map[string]any{"role": "delegate", "name": "Room system", "language": "en", "lobby": false})
	chair := invite(t, s, meeting, map[string]any{"role": "chair", "name": "Ada"})
	c := &child{url: s.URL()}
	l, err := c.join(t.Context(), chair.Token)
	if err != nil {
		t.Fatal(err)
	}
	defer l.conn.CloseNow() //nolint:errcheck // nothing more is said on it
	go func() {             // as clients do while they have nothing to say
		for tick := time.Tick(5 * time.Second); l.send(t.Context(), protocol.Ping{T: 1}) == nil; {
			<-tick
		}
	}()
	if err := l.send(t.Context(), protocol.SetCaptions{Language: "en"}); err != nil {
		t.Fatal(err)
	}
	if err := l.ask(t.Context(), func(id int) protocol.ClientMessage { return protocol.StartRecording{ID: id} }); err != nil {
		t.Fatal(err)
	}
	pc := newPeer(t)
	audio := sendsOpus(t, pc)
	connect(t, s, pc, "/whip/"+meeting, room.Token)
	began := time.Now()
	for n, p := range speech(t, "../bots/speech/sound/04-migration-us.ogg", 9*time.Second) {
		// At its own time, also after a busy machine was late: a pause that nobody made ends a sentence.
		<-time.After(time.Until(began.Add(time.Duration(n) * 20 * time.Millisecond)))
		_ = audio.WriteRTP(&rtp.Packet{Header: rtp.Header{Version: 2, SequenceNumber: uint16(n), Timestamp: uint32(n * 960)}, Payload: p})
	}
	if err := l.ask(t.Context(), func(id int) protocol.ClientMessage { return protocol.StopRecording{ID: id} }); err != nil {
		t.Fatal(err)
	}
	const said = "on migration we agree that common figures come first we offer a joint working group that meets every two weeks and"
	heard, all := "", strings.Fields(said)
	for right := 0; right < len(all)/3; t.Logf("%d of %d words: %q", right, len(all), heard) {
		caption := machineCaption(t, l, heard)
		if record := recognised(t, s, meeting); !strings.Contains(record, caption) {
			t.Errorf("the caption is %q, the record %q", caption, record)
		}
		heard += " " + caption
		right = 0
		for _, word := range all {
			if strings.Contains(heard+" ", " "+word+" ") {
				right++
			}
		}
	}
}

// machineCaption is what speech recognition shows next, after what it has shown.
func machineCaption(t *testing.T, l *live, after string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for {
		m, err := l.receive(ctx)
		if err != nil {
			t.Fatalf("no caption of the recognition after %q: %v", after, err)
		}
		if c, ok := m.(protocol.Caption); ok && c.Source == "asr" {
			return strings.ToLower(c.Text)
		}
	}
}

// recognised are the words of a meeting's journal that speech recognition has put there.
func recognised(t *testing.T, s *Server, meeting string) string {
	t.Helper()
	var words []string
	err := s.journal.Replay(t.Context(), "meeting."+meeting, 1, func(_ uint64, _ time.Time, payload []byte) error {
		events, err := proceedings.DecodeRecord(payload)
		for _, e := range events {
			if f, ok := e.Fact.(proceedings.SegmentAdded); ok && f.Segment.Source == proceedings.ByASR && f.Segment.Language == "en" {
				words = append(words, f.Segment.Text)
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.ToLower(strings.Join(words, " "))
}
