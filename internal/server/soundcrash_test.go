package server

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"os"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pion/rtp"
	"github.com/pion/webrtc/v4"

	"github.com/cumbre-meet/cumbre/internal/media/ogg"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// soundKillsVariable says how often TestAKillLosesASecondOfSoundAtMost kills.
const soundKillsVariable = "SERVER_TEST_SOUND_KILLS"

// mouth sends numbered Opus, and notes when.
type mouth struct {
	round byte
	sent  atomic.Int64
	at    [1 << 10]time.Time // by number; those below sent
}

const maxMouth = 1 << 10

func (m *mouth) run(ctx context.Context, audio *webrtc.TrackLocalStaticRTP, target int64, reached func()) {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for n := range maxMouth {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		m.at[n] = time.Now()
		_ = audio.WriteRTP(&rtp.Packet{ // the server may be gone
			Header:  rtp.Header{Version: 2, SequenceNumber: uint16(n), Timestamp: uint32(n * 960)},
			Payload: []byte{0xfc, byte(n >> 8), byte(n), m.round},
		})
		if m.sent.Add(1) == target {
			reached()
		}
	}
}

// before is the number of the last packet that was sent before a moment.
func (m *mouth) before(at time.Time) int {
	last := -1
	for n := range m.sent.Load() {
		if m.at[n].Before(at) {
			last = int(n)
		}
	}
	return last
}

// TestAKillLosesASecondOfSoundAtMost kills a server in the middle of a busy and recorded meeting at random moments. What was
// sent more than a second before the kill is in the recording after the next start, every packet; a recording that was
// complete stays as it was; and no segment, caption or turn at the floor that was acknowledged is lost (bustle).
func TestAKillLosesASecondOfSoundAtMost(t *testing.T) {
	if testing.Short() {
		t.Skip("starts many processes")
	}
	rounds := 3
	if n, err := strconv.Atoi(os.Getenv(soundKillsVariable)); err == nil {
		rounds = n
	}
	w := &witness{dir: t.TempDir()}
	var room invited
	var chair *speaker
	var meeting string
	var beside *bustle
	acknowledged := 0
	known := map[string]string{} // hashes of recordings
	worst := time.Duration(0)
	for round := range rounds {
		c := w.start(t)
		c.waitReady(t)
		if round == 0 {
			b := w.newBusy(t, c)
			meeting, chair = b.id, b.chair
			body := map[string]any{"role": "delegate", "name": "Room system", "lobby": false}
			if status, err := c.call(t.Context(), "POST", "/"+meeting+"/invitations", body, &room); err != nil || status != http.StatusCreated {
				t.Fatal(status, err)
			}
			startRecording(t, c, chair)
			beside = &bustle{meeting: meeting, chair: chair, keeper: b.keeper(t, c), room: room.ID, written: map[string]bool{}}
		}
		m := &mouth{round: byte(round)}
		killedAt := m.speak(t, c, meeting, room.Token, func() func() { return beside.start(t, c, round) })
		again := w.start(t)
		again.waitReady(t)
		acknowledged = beside.verify(t, again)
		found := again.sounds(t, meeting, known)
		lost := m.check(t, found, killedAt)
		worst = max(worst, lost)
		again.kill(t)
	}
	t.Logf("%d kills; at the most %v of sound before the kill was not in the recording; %d segments, captions and turns", rounds, worst, acknowledged)
	if acknowledged < 3*rounds {
		t.Error("nearly nothing was done beside the sound: the test shows nothing")
	}
}

// startRecording has the chair start the recording.
func startRecording(t *testing.T, c *child, chair *speaker) {
	t.Helper()
	l, err := c.join(t.Context(), chair.token)
	if err != nil {
		t.Fatal(err)
	}
	defer l.conn.CloseNow() //nolint:errcheck // it was said
	if err := l.ask(t.Context(), func(id int) protocol.ClientMessage { return protocol.StartRecording{ID: id} }); err != nil {
		t.Fatal(err)
	}
}

// speak publishes until the server is killed, between one and four seconds later; others work meanwhile.
func (m *mouth) speak(t *testing.T, c *child, meeting, token string, others func() (wait func())) (killedAt time.Time) {
	t.Helper()
	pc := newPeer(t)
	audio := sendsOpus(t, pc)
	connectTo(t, c.url, pc, "/whip/"+meeting, token)
	wait := others()
	ctx, cancel := context.WithCancel(t.Context())
	reached, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		m.run(ctx, audio, 60+rand.Int64N(140), func() { close(reached) })
	}()
	<-reached
	pause(time.Duration(rand.IntN(20_000)) * time.Microsecond)
	killedAt = time.Now()
	c.kill(t)
	cancel()
	<-done
	wait()
	return killedAt
}

// keeper invites a record keeper.
func (b *busy) keeper(t *testing.T, c *child) *speaker {
	t.Helper()
	var inv invited
	body := map[string]any{"role": "record-keeper", "name": "Kay", "lobby": false}
	if status, err := c.call(t.Context(), "POST", "/"+b.id+"/invitations", body, &inv); err != nil || status != http.StatusCreated {
		t.Fatal(status, err)
	}
	return &speaker{id: inv.ID, token: inv.Token}
}

// sounds are the packets of the recordings that were not known before, which become known; the others must be as they were.
func (c *child) sounds(t *testing.T, meeting string, known map[string]string) (packets [][]byte) {
	t.Helper()
	var list struct{ Recordings []protocol.Recording }
	if status, err := c.call(t.Context(), "GET", "/"+meeting+"/recordings", nil, &list); err != nil || status != http.StatusOK {
		t.Fatal(status, err)
	}
	before := maps.Clone(known)
	for _, r := range list.Recordings {
		content := c.content(t, meeting, r.ID)
		sum := sha256.Sum256(content)
		if hash := hex.EncodeToString(sum[:]); r.SHA256 != hash || before[r.ID] != "" && before[r.ID] != hash {
			t.Errorf("recording %s is %s, told %s, before %s", r.ID, hash, r.SHA256, before[r.ID])
		}
		if delete(before, r.ID); known[r.ID] != "" {
			continue
		}
		if !r.Recovered {
			t.Errorf("recording %s is not told to be recovered", r.ID)
		}
		known[r.ID] = r.SHA256
		for len(content) > 0 {
			p, size, err := ogg.Next(content)
			if err != nil {
				t.Fatalf("recording %s: %v", r.ID, err)
			}
			p.Packets(func(b []byte) { packets = append(packets, b) })
			if content = content[size:]; len(content) == 0 && p.Flags&ogg.Last == 0 {
				t.Errorf("recording %s has no end", r.ID)
			}
		}
	}
	for id := range before {
		t.Errorf("recording %s is gone", id)
	}
	return packets
}

func (c *child) content(t *testing.T, meeting, recording string) []byte {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), "GET", c.url+"/api/v1/meetings/"+meeting+"/recordings/"+recording+"/content", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+c.admin)
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var b bytes.Buffer
	if _, err := io.Copy(&b, res.Body); err != nil || res.StatusCode != http.StatusOK {
		t.Fatal(res.StatusCode, err)
	}
	return b.Bytes()
}

// check wants every packet up to a second before the kill, and tells how much before it is missing.
func (m *mouth) check(t *testing.T, packets [][]byte, killedAt time.Time) time.Duration {
	t.Helper()
	have := map[int]bool{}
	first, last := maxMouth, -1
	for _, b := range packets {
		if len(b) == 4 && b[3] == m.round {
			n := int(b[1])<<8 | int(b[2])
			have[n] = true
			first, last = min(first, n), max(last, n)
		}
	}
	if first > 25 {
		t.Errorf("round %d: the first packet is %d", m.round, first)
	}
	for n := first; n <= last; n++ {
		if !have[n] {
			t.Errorf("round %d: packet %d of %d is missing", m.round, n, last)
		}
	}
	if want := m.before(killedAt.Add(-time.Second)); last < want {
		t.Errorf("round %d: the last packet is %d; %d was sent a second before the kill", m.round, last, want)
	}
	if last < 0 {
		return 0
	}
	return killedAt.Sub(m.at[last])
}
