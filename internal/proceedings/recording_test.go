package proceedings

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// soundwork starts, stops and declines recordings, and opens and closes files as the server does.
func (l *life) soundwork(t *rapid.T, by string) Command {
	l.serial++
	f := SoundFile{ID: fmt.Sprintf("f%d", rapid.IntRange(0, l.serial).Draw(t, "file")), Participant: "i1", Kind: "microphone", Codec: "opus", Start: l.now}
	closed := f
	closed.SHA256, closed.Milliseconds, closed.Bytes = someHash, 1000, 4000
	return rapid.SampledFrom([]Command{
		StartRecording{By: by},
		StartRecording{By: by},
		StopRecording{By: by},
		DeclineRecording{By: by, Declined: true},
		DeclineRecording{By: by},
		OpenSound{File: f},
		OpenSound{File: f},
		CloseSound{File: closed},
		CloseSound{File: f},
	}).Draw(t, "sound")
}

// checkSounds: nothing is recorded outside of the session, and a file that is closed stays as it is.
func checkSounds(t *rapid.T, before, after State) {
	if after.Recording.On() && after.Phase != InSession {
		t.Fatalf("a meeting that is %s is recorded", after.Phase)
	}
	for _, chunk := range before.Sounds {
		for _, f := range chunk {
			now, ok := after.SoundFile(f.ID)
			if !ok || !f.Open() && now != f || now.Start != f.Start || now.Participant != f.Participant {
				t.Fatalf("%+v became %+v", f, now)
			}
		}
	}
}

// inSession is a meeting in session with a chair and a delegate.
func inSession(t *testing.T) State {
	t.Helper()
	now := time.Date(2021, 5, 7, 15, 0, 0, 0, time.UTC)
	s := Fold(State{})
	no := false
	for _, c := range []Command{
		CreateMeeting{ID: "m", Title: "T"},
		IssueInvitation{ID: "chair", TokenHash: "h", Role: "chair", Name: "C", Lobby: &no},
		IssueInvitation{ID: "ana", TokenHash: "i", Role: "observer", Name: "A", Lobby: &no},
		Arrive{Invitation: "chair", Participant: "chair"},
		Arrive{Invitation: "ana", Participant: "ana"},
	} {
		events, err := Decide(s, c, now)
		if err != nil {
			t.Fatal(err)
		}
		s = Fold(s, events...)
	}
	return s
}

func TestWhoRecords(t *testing.T) {
	s := inSession(t)
	for _, c := range []struct {
		command Command
		code    Code
		events  int
	}{
		{StartRecording{By: "ana"}, NotAllowed, 0},
		{StartRecording{By: "nobody"}, NotAllowed, 0},
		{StartRecording{By: "chair"}, "", 1},
		{StopRecording{By: "chair"}, "", 0}, // there is nothing to stop
		{DeclineRecording{By: "ana", Declined: true}, "", 1},
		{DeclineRecording{By: "nobody", Declined: true}, NotAdmitted, 0},
		{CloseSound{File: SoundFile{ID: "x", SHA256: someHash}}, FieldInvalid, 0},
		{OpenSound{File: SoundFile{ID: "x"}}, FieldInvalid, 0},
	} {
		events, err := Decide(s, c.command, time.Now())
		r, _ := err.(*Refusal) //nolint:errorlint // Decide's own
		if len(events) != c.events || (r == nil) != (c.code == "") || r != nil && r.Code != c.code {
			t.Errorf("%#v: %v, %v", c.command, events, err)
		}
	}
}

// TestFilesOfSoundAreSharedBetweenStates: one more file copies one piece of the list, however long it is.
func TestFilesOfSoundAreSharedBetweenStates(t *testing.T) {
	s := Fold(State{})
	for i := range 30 * soundChunk {
		s = Apply(s, Event{Fact: SoundOpened{File: SoundFile{ID: fmt.Sprintf("f%d", i)}}})
	}
	next := Apply(s, Event{Fact: SoundClosed{File: SoundFile{ID: "f70", SHA256: someHash}}})
	shared := 0
	for i := range s.Sounds {
		if &s.Sounds[i][0] == &next.Sounds[i][0] {
			shared++
		}
	}
	if f, _ := s.SoundFile("f70"); shared != 29 || !f.Open() {
		t.Errorf("%d of 30 pieces are shared; the old State has %+v", shared, f)
	}
	if f, _ := next.SoundFile("f70"); f.Open() {
		t.Error("the file is still open")
	}
}
