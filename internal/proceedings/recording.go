package proceedings

import (
	"encoding/hex"
	"iter"
	"slices"
	"time"
)

// The sound of a meeting is recorded from when the chair or the organiser says so. Everybody is told, also before coming
// in: who enters agrees. A participant may decline all the same, an interpreter too; nothing of what they say is written
// from then on, and the others see it. What was written before stays.

// Recording is whether the sound is recorded now.
type Recording struct {
	Since time.Time // zero: it is not
	By    string    // Participant.ID
}

// On tells whether the sound is recorded.
func (r Recording) On() bool { return !r.Since.IsZero() }

// SoundFile is one file of sound: one source, on the floor or on one channel, from its start on. Its bytes lie beside the
// journal. At Start plus t there is what was heard then.
type SoundFile struct {
	ID          string    `json:"id"`
	Participant string    `json:"participant"`       // whose sound it is
	Kind        string    `json:"kind"`              // microphone, screen-sound
	Channel     string    `json:"channel,omitempty"` // its language; "": the floor
	Codec       string    `json:"codec"`             // "opus", in Ogg
	Start       time.Time `json:"start"`
	// Since it is closed; before that, zero.
	Milliseconds int64  `json:"milliseconds,omitempty"`
	Bytes        int64  `json:"bytes,omitempty"`
	SHA256       string `json:"sha256,omitempty"` // hexadecimal
	Lost         int64  `json:"lost,omitempty"`   // milliseconds of it that are silence because they did not arrive
	Recovered    bool   `json:"recovered,omitempty"`
}

// Open tells whether something may still be added to the file.
func (f SoundFile) Open() bool { return f.SHA256 == "" }

// End is when the file ends; zero: it is open.
func (f SoundFile) End() time.Time {
	if f.Open() {
		return time.Time{}
	}
	return f.Start.Add(time.Duration(f.Milliseconds) * time.Millisecond)
}

const (
	// MaxSoundFiles bounds a meeting's files of sound; record.MaxFiles is below it, for a crash adds what it had open.
	MaxSoundFiles = 4000
	// soundChunk is how many files share a piece of the State's list: what one more file costs to add.
	soundChunk = 64
)

// StartRecording has the sound recorded from now on.
type StartRecording struct{ By string }

// StopRecording ends that.
type StopRecording struct{ By string }

// DeclineRecording says that a participant's sound is not to be recorded, or may be again.
type DeclineRecording struct {
	By       string
	Declined bool
}

// OpenSound says that a file of sound has begun. The server's own.
type OpenSound struct{ File SoundFile }

// CloseSound says that one is complete. The server's own; it is also granted after the meeting's end.
type CloseSound struct{ File SoundFile }

// RecordingStarted says that the sound is recorded.
type RecordingStarted struct {
	By string `json:"by"`
}

// RecordingStopped says that it is not any more.
type RecordingStopped struct {
	By string `json:"by"`
}

// RecordingDeclined says that a participant's sound is not recorded from now on.
type RecordingDeclined struct {
	Participant string `json:"participant"`
}

// RecordingAccepted takes that back.
type RecordingAccepted struct {
	Participant string `json:"participant"`
}

// SoundOpened adds a file of sound.
type SoundOpened struct {
	File SoundFile `json:"file"`
}

// SoundClosed says what a file is like now that it is complete.
type SoundClosed struct {
	File SoundFile `json:"file"`
}

// Audible tells whether what is said now may be recorded: what the regime forbids that applies is not, whoever wants it.
func (s State) Audible() bool { return s.Applying().Regime.Audible() }

func (c StartRecording) decide(s State, _ time.Time) ([]Fact, error) {
	by, err := s.leader(c.By)
	switch {
	case err != nil || s.Recording.On():
		return nil, err
	case !s.Audible():
		return nil, refuse(RecordingForbidden, "what is said now may not be recorded: the regime is %s", s.Applying().Regime)
	default:
		return []Fact{RecordingStarted{By: by.ID}}, nil
	}
}

func (c StopRecording) decide(s State, _ time.Time) ([]Fact, error) {
	by, err := s.leader(c.By)
	if err != nil || !s.Recording.On() {
		return nil, err
	}
	return []Fact{RecordingStopped{By: by.ID}}, nil
}

func (c DeclineRecording) decide(s State, _ time.Time) ([]Fact, error) {
	p, ok := s.Present(c.By)
	switch {
	case !ok:
		return nil, refuse(NotAdmitted, "only participants of the meeting can say this")
	case p.Unrecorded == c.Declined:
		return nil, nil
	case c.Declined:
		return []Fact{RecordingDeclined{Participant: p.ID}}, nil
	default:
		return []Fact{RecordingAccepted{Participant: p.ID}}, nil
	}
}

func (c OpenSound) decide(s State, _ time.Time) ([]Fact, error) {
	f := c.File
	if _, known := s.SoundFile(f.ID); known {
		return nil, nil
	}
	switch {
	case f.ID == "" || f.Participant == "" || f.Codec == "" || f.Start.IsZero() || !f.Open():
		return nil, refuseField("file", "it needs an identifier, a participant, a codec and a start")
	case s.SoundFiles() >= MaxSoundFiles:
		return nil, refuse(LimitReached, "the meeting has %d files of sound, more are not kept", MaxSoundFiles)
	default:
		return []Fact{SoundOpened{File: f}}, nil
	}
}

func (c CloseSound) decide(s State, _ time.Time) ([]Fact, error) {
	f, known := s.SoundFile(c.File.ID)
	switch b, err := hex.DecodeString(c.File.SHA256); {
	case !known:
		return nil, refuse(FieldInvalid, "the meeting has no such file of sound")
	case !f.Open():
		return nil, nil
	case err != nil || len(b) != 32 || c.File.Milliseconds < 0 || c.File.Bytes < 0 || c.File.Lost < 0:
		return nil, refuseField("file", "it needs a SHA-256, a length and a size")
	}
	f.Milliseconds, f.Bytes, f.SHA256 = c.File.Milliseconds, c.File.Bytes, c.File.SHA256
	f.Lost, f.Recovered = c.File.Lost, c.File.Recovered
	return []Fact{SoundClosed{File: f}}, nil
}

// The last files are closed when the meeting is over.
func (OpenSound) lasts()  {}
func (CloseSound) lasts() {}

// AllSounds are the files, as they began.
func (s State) AllSounds() iter.Seq[SoundFile] {
	return func(yield func(SoundFile) bool) {
		for _, chunk := range s.Sounds {
			for _, f := range chunk {
				if !yield(f) {
					return
				}
			}
		}
	}
}

// SoundFiles is how many there are.
func (s State) SoundFiles() int {
	last := len(s.Sounds) - 1
	if last < 0 {
		return 0
	}
	return last*soundChunk + len(s.Sounds[last])
}

// SoundFile finds a file by its identifier.
func (s State) SoundFile(id string) (SoundFile, bool) {
	c, i := s.soundFile(id)
	if i < 0 {
		return SoundFile{}, false
	}
	return s.Sounds[c][i], true
}

// soundFile is where a file is; the newest are looked at first. -1: there is none.
func (s State) soundFile(id string) (chunk, index int) {
	for c, chunk := range slices.Backward(s.Sounds) {
		if i := slices.IndexFunc(chunk, func(f SoundFile) bool { return f.ID == id }); i >= 0 {
			return c, i
		}
	}
	return 0, -1
}

func (f RecordingStarted) apply(s *State, at time.Time) { s.Recording = Recording{Since: at, By: f.By} }

func (RecordingStopped) apply(s *State, _ time.Time) { s.Recording = Recording{} }

func (f RecordingDeclined) apply(s *State, _ time.Time) { s.setUnrecorded(f.Participant, true) }

func (f RecordingAccepted) apply(s *State, _ time.Time) { s.setUnrecorded(f.Participant, false) }

func (s *State) setUnrecorded(id string, unrecorded bool) {
	p := s.Participants[id]
	p.Unrecorded = unrecorded
	s.Participants[id] = p
}

// The list is in pieces that other States share: only the piece that changes is copied.
func (f SoundOpened) apply(s *State, _ time.Time) {
	last := len(s.Sounds) - 1
	if last < 0 || len(s.Sounds[last]) == soundChunk {
		s.Sounds = append(slices.Clip(s.Sounds), []SoundFile{f.File})
		return
	}
	s.Sounds = slices.Clone(s.Sounds)
	s.Sounds[last] = append(slices.Clip(s.Sounds[last]), f.File)
}

func (f SoundClosed) apply(s *State, _ time.Time) {
	c, i := s.soundFile(f.File.ID)
	if i < 0 {
		return
	}
	s.Sounds = slices.Clone(s.Sounds)
	s.Sounds[c] = slices.Clone(s.Sounds[c])
	s.Sounds[c][i] = f.File
}
