package conference

import (
	"strings"
	"sync"
	"time"

	"github.com/cumbre-meet/cumbre/internal/proceedings"
	"github.com/cumbre-meet/cumbre/internal/protocol"
	"github.com/cumbre-meet/cumbre/internal/record"
	"github.com/cumbre-meet/cumbre/internal/sfu"
	"github.com/cumbre-meet/cumbre/internal/units"
)

// While the State says that the sound is recorded, and somebody is here, the actor has a record.Recorder, which the Room's
// Tap feeds on the media loop. What the Recorder tells becomes events here; a file is on the disk before its event, and
// what a crash leaves without one is found by the next start (soundfiles.go).

// forbidden is why nothing is recorded while a regime forbids it.
const forbidden = "regime"

// closeTime bounds the wait for the last files when the server stops. A disk that takes longer has them recovered.
const closeTime = 5 * time.Second

// sound is a conference's recorder. The actor's goroutine only, but for the mail.
type sound struct {
	recorder *record.Recorder // nil: nothing is recorded
	hiding   bool             // what is said now may not be recorded
	hidden   time.Time        // when that was so, the last time
	ended    *record.Recorder // the one before, which may still be closing its files
	mail     *soundMail
	status   record.Status
	owed     []proceedings.Command // that the journal has not taken yet
}

// soundMail carries a Recorder's news to the actor.
type soundMail struct {
	ready chan struct{} // one token: there is news

	mu       sync.Mutex
	commands []proceedings.Command
	windows  []record.Window // at most maxWindows
	status   record.Status
}

// maxWindows bounds the stretches of speech that an actor has not looked at yet: it is busy for seconds then.
const maxWindows = 64

func newSound() sound { return sound{mail: &soundMail{ready: make(chan struct{}, 1)}} }

func (m *soundMail) put(change func()) {
	m.mu.Lock()
	change()
	m.mu.Unlock()
	select {
	case m.ready <- struct{}{}:
	default:
	}
}

// Opened implements record.News.
func (m *soundMail) Opened(f record.File) {
	m.put(func() { m.commands = append(m.commands, proceedings.OpenSound{File: soundFile(f)}) })
}

// Closed implements record.News.
func (m *soundMail) Closed(c record.Closed) {
	m.put(func() { m.commands = append(m.commands, proceedings.CloseSound{File: closedFile(c)}) })
}

// Changed implements record.News.
func (m *soundMail) Changed(s record.Status) { m.put(func() { m.status = s }) }

// spoken takes a stretch of speech.
func (m *soundMail) spoken(w record.Window) {
	m.put(func() {
		if len(m.windows) < maxWindows {
			m.windows = append(m.windows, w)
		}
	})
}

func (m *soundMail) take() ([]proceedings.Command, []record.Window, record.Status) {
	m.mu.Lock()
	defer m.mu.Unlock()
	commands, windows := m.commands, m.windows
	m.commands, m.windows = nil, nil
	return commands, windows, m.status
}

func soundFile(f record.File) proceedings.SoundFile {
	return proceedings.SoundFile{ID: f.ID, Participant: f.Participant, Kind: f.Kind, Channel: f.Channel, Codec: "opus", Start: f.Start}
}

func closedFile(c record.Closed) proceedings.SoundFile {
	f := soundFile(c.File)
	f.Milliseconds, f.Bytes, f.SHA256, f.Lost = c.Duration.Milliseconds(), c.Bytes, c.SHA256, c.Lost.Milliseconds()
	return f
}

// longestTail bounds how long a channel is left out after words that may not be recorded: an interpreter is a sentence behind, and what is
// heard is of these words until a pause. More loses what the next speaker says, where somebody never pauses.
const longestTail = 15 * time.Second

// tap hands the Room's sounds to a recorder. Media loop only.
type tap struct {
	recorder *record.Recorder
	loop     units.Instant // the same moment on the loop's clock and on ours
	wall     time.Time
	// While a channel's last words may be of what is not recorded: when the last of them came, zero once they are over.
	tails   map[string]units.Instant
	tailEnd units.Instant
}

// Sound implements sfu.Tap. What a rehearsal's booths do is nobody's to hear.
func (t *tap) Sound(now units.Instant, s sfu.Sound) {
	if strings.HasPrefix(s.Channel, rehearsalPrefix) || s.Channel != "" && t.tail(now, s) {
		return
	}
	t.recorder.Put(record.Packet{
		Source: record.Source{Participant: string(s.Source.Endpoint), Kind: string(s.Source.Kind), Channel: s.Channel}, // a language
		Stream: s.Stream, Time: s.Time, At: now, Level: s.Level, Payload: s.Payload,
	})
}

// tail tells whether a channel still carries what was said before the recorder began.
func (t *tap) tail(now units.Instant, s sfu.Sound) bool {
	if now >= t.tailEnd {
		return false
	}
	last, known := t.tails[s.Channel]
	switch {
	case !known:
		last = t.loop
	case last == 0:
		return false
	}
	if now.Sub(last) >= record.Pause {
		t.tails[s.Channel] = 0
		return false
	}
	if s.Level <= record.SpeechAt {
		last = now
	}
	t.tails[s.Channel] = last
	return true
}

// settleSound starts and ends the recorder, and has told what it did. Once in a turn of the actor.
func (c *conference) settleSound() {
	c.holdSound()
	if c.mayRecord() && c.cfg.Recordings != nil && len(c.people) > 0 && c.sound.recorder == nil {
		c.startSound()
	}
	if len(c.people) == 0 && c.sound.recorder != nil {
		c.stopSound()
	}
	c.saveSounds()
}

// mayRecord tells whether what is said now is to be recorded.
func (c *conference) mayRecord() bool { return c.state.Recording.On() && c.state.Audible() }

// holdSound ends the recorder where nothing may be recorded any more: of a change of the State first of all, so that no word
// of who has the floor next is in it.
func (c *conference) holdSound() {
	hides := !c.state.Audible()
	if hides || c.sound.hiding {
		c.sound.hidden = time.Now()
	}
	c.sound.hiding = hides
	if c.sound.recorder != nil && !c.mayRecord() {
		c.stopSound()
	}
}

func (c *conference) startSound() {
	t := &tap{}
	clock := func(at units.Instant) time.Time { return t.wall.Add(at.Sub(t.loop)) }
	o := record.Options{
		Store: c.cfg.Recordings, Meeting: c.id, Known: c.state.SoundFiles(), Clock: clock, NewID: newID, News: c.sound.mail,
	}
	if c.cfg.Speech != nil {
		o.Spoken = c.sound.mail.spoken
	}
	t.recorder = record.New(o)
	c.sound.recorder = t.recorder
	room := c.studio.room
	tail := longestTail - time.Since(c.sound.hidden)
	c.studio.media.Run(func(now units.Instant) {
		t.loop, t.wall = now, time.Now()
		if tail > 0 {
			t.tails, t.tailEnd = map[string]units.Instant{}, now.Add(tail)
		}
		room.SetTap(t)
	})
}

func (c *conference) stopSound() {
	r, room := c.sound.recorder, c.studio.room
	c.sound.recorder, c.sound.ended = nil, r
	c.studio.media.Run(func(units.Instant) {
		room.SetTap(nil)
		r.Close()
	})
}

// endSound waits for the last files, because the server stops.
func (c *conference) endSound() {
	if c.sound.recorder != nil {
		c.stopSound()
	}
	if c.sound.ended != nil {
		select {
		case <-c.sound.ended.Done():
		case <-time.After(closeTime):
		}
	}
	c.hearOfSound()
	c.saveSounds()
}

// hearOfSound takes what a recorder tells.
func (c *conference) hearOfSound() {
	commands, windows, status := c.sound.mail.take()
	for _, w := range windows {
		c.recognise(w)
	}
	c.sound.owed = append(c.sound.owed, commands...)
	before := c.sound.status
	if before == status {
		return
	}
	c.sound.status = status
	c.broadcast(c.recorderOf(status), func(p *presence) bool {
		return !p.waiting && (c.role(p).Leads() || c.role(p) == proceedings.Technician)
	})
	if before.Trouble != status.Trouble {
		c.log.Warn("the recording of sound has changed", "trouble", status.Trouble)
		c.meetingChanged()
	}
}

// saveSounds makes events of it, once the journal takes them.
func (c *conference) saveSounds() {
	for len(c.sound.owed) > 0 && c.notRecorded == "" {
		if err := c.commit(c.sound.owed[0]); err != nil {
			c.log.Error("a file of sound is not in the journal", "error", err)
			if asProblem(err).Status >= 500 {
				return
			}
		}
		c.sound.owed = c.sound.owed[1:]
	}
}

func (c *conference) recorderOf(s record.Status) protocol.RecorderChanged {
	out := protocol.RecorderChanged{
		Files: s.Files, Bytes: s.Bytes, LostMS: s.Lost.Milliseconds(), Dropped: int64(s.Dropped), Trouble: s.Trouble,
	}
	if c.cfg.Speech != nil {
		speech := c.cfg.Speech.Stats()
		out.Speech = &protocol.SpeechState{Waiting: speech.Waiting, Dropped: int64(speech.Dropped), Down: speech.Down > 0}
	}
	return out
}

// soundRecording is what everybody is told of it; nil: the sound is not recorded.
func soundRecording(s proceedings.State) *protocol.SoundRecording {
	if !s.Recording.On() {
		return nil
	}
	out := &protocol.SoundRecording{Since: instant(s.Recording.Since)}
	if !s.Audible() {
		out.Trouble = forbidden
	}
	return out
}

// recordingDeclined keeps a participant's sound from the recorder, or no longer.
func (c *conference) recordingDeclined(participant string) {
	if p := c.people[participant]; p != nil {
		c.applyRules(p)
		c.changed(p)
	}
}
