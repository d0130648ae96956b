package conference

import (
	"context"
	"errors"
	"os"
	"slices"
	"time"

	"github.com/cumbre-meet/cumbre/internal/proceedings"
	"github.com/cumbre-meet/cumbre/internal/protocol"
	"github.com/cumbre-meet/cumbre/internal/record"
)

// recordingOf is a file of sound as clients see it.
func recordingOf(s proceedings.State, f proceedings.SoundFile) protocol.Recording {
	return protocol.Recording{
		ID: f.ID, Participant: f.Participant, Name: s.Participants[f.Participant].Name, Kind: f.Kind, Channel: f.Channel, Codec: f.Codec,
		Start: instant(f.Start), MS: f.Milliseconds, Bytes: f.Bytes, SHA256: f.SHA256, LostMS: f.Lost, Recovered: f.Recovered,
	}
}

// listens refuses who may not hear all that was recorded: whole files have words that are in no version of the record.
func (v Visitor) listens(s proceedings.State) error {
	p, err := v.reader(s)
	switch {
	case err != nil:
		return asProblem(err)
	case !readsDraft(p):
		return problem("not-allowed", "Observers and press hear the words that they read in the published record, each of them.")
	default:
		return nil
	}
}

// Recordings lists a meeting's files of sound, as they began, for whoever may read the draft of its record.
func (h *Hub) Recordings(_ context.Context, meeting string, v Visitor) ([]protocol.Recording, error) {
	s, err := h.snapshot(meeting)
	if err != nil {
		return nil, err
	}
	if err := v.listens(s); err != nil {
		return nil, err
	}
	out := []protocol.Recording{}
	for f := range s.AllSounds() {
		out = append(out, recordingOf(s, f))
	}
	return out, nil
}

// OpenRecording finds a file of sound, and its bytes; of one that is still being written, those that are on the disk.
func (h *Hub) OpenRecording(_ context.Context, meeting, recording string, v Visitor) (protocol.Recording, *os.File, error) {
	s, err := h.snapshot(meeting)
	if err != nil {
		return protocol.Recording{}, nil, err
	}
	if err := v.listens(s); err != nil {
		return protocol.Recording{}, nil, err
	}
	return h.openSound(s, recording)
}

func (h *Hub) openSound(s proceedings.State, recording string) (protocol.Recording, *os.File, error) {
	meeting := s.Meeting.ID
	f, ok := s.SoundFile(recording)
	if !ok || h.cfg.Recordings == nil {
		return protocol.Recording{}, nil, problem("recording-unknown", "The meeting has no such recording.")
	}
	file, err := h.cfg.Recordings.Read(meeting, f.ID)
	if err != nil {
		h.cfg.Log.Error("a recording cannot be read", "meeting", meeting, "recording", f.ID, "error", err)
		return protocol.Recording{}, nil, problem("recording-lost", "The server does not have this sound any more; the operator finds the reason in the log.")
	}
	return recordingOf(s, f), file, nil
}

// CutRecording gives what plays of a file between two moments of the meeting, as a file of its own: record.MaxCut of it at
// the most. A zero to is as much as there is.
func (h *Hub) CutRecording(ctx context.Context, meeting, recording string, v Visitor, from, to time.Time) ([]byte, error) {
	r, file, err := h.OpenRecording(ctx, meeting, recording, v)
	if err != nil {
		return nil, err
	}
	return h.cut(r, file, meeting, from, to)
}

func (h *Hub) cut(r protocol.Recording, file *os.File, meeting string, from, to time.Time) ([]byte, error) {
	defer func() { _ = file.Close() }() // it was only read
	start, err := time.Parse(instantFormat, r.Start)
	if err != nil {
		return nil, asProblem(err)
	}
	begin, end := max(0, from.Sub(start)), to.Sub(start)
	if to.IsZero() {
		end = begin + record.MaxCut
	}
	if end <= begin {
		return nil, problem("field-invalid", "to: it must be after from, and after the recording's start")
	}
	b, err := record.Cut(file, begin, end)
	if err != nil {
		h.cfg.Log.Error("a recording is damaged", "meeting", meeting, "recording", r.ID, "error", err)
		return nil, problem("recording-lost", "The server cannot read this sound; the operator finds the reason in the log.")
	}
	return b, nil
}

// recoverSounds closes the files that a crash has left open, also those that have no event yet, and says what is missing.
func (h *Hub) recoverSounds(ctx context.Context) {
	for id, e := range h.meetings {
		if e.damaged {
			continue
		}
		there, err := h.cfg.Recordings.Files(id)
		if err != nil {
			h.cfg.Log.Error("recordings cannot be listed", "meeting", id, "error", err)
			continue
		}
		for _, file := range there {
			if f, known := e.state.SoundFile(file); !known || f.Open() {
				h.recoverSound(ctx, id, e, file)
			}
		}
		for f := range e.state.AllSounds() {
			if !slices.Contains(there, f.ID) {
				h.cfg.Log.Error("a recording is missing: was the data folder restored in part?", "meeting", id, "recording", f.ID)
			}
		}
	}
}

func (h *Hub) recoverSound(ctx context.Context, meeting string, e *entry, file string) {
	c, err := h.cfg.Recordings.Recover(meeting, file)
	if errors.Is(err, record.ErrFile) {
		h.cfg.Log.Warn("a recording had nothing in it", "meeting", meeting, "recording", file)
		return
	}
	if err != nil {
		h.cfg.Log.Error("a recording was not recovered; the next start tries again", "meeting", meeting, "recording", file, "error", err)
		return
	}
	closed := closedFile(c)
	closed.Recovered = true
	for _, cmd := range []proceedings.Command{proceedings.OpenSound{File: soundFile(c.File)}, proceedings.CloseSound{File: closed}} {
		if err := h.append(ctx, meeting, e, cmd); err != nil {
			h.cfg.Log.Error("a recovered recording is not in the journal; the next start tries again", "meeting", meeting, "recording", file, "error", err)
			return
		}
	}
	h.cfg.Log.Info("a recording was recovered", "meeting", meeting, "recording", file, "duration", c.Duration)
}

// append decides and stores a command of a meeting that has no actor yet: for the start only.
func (h *Hub) append(ctx context.Context, meeting string, e *entry, cmd proceedings.Command) error {
	events, err := proceedings.Decide(e.state, cmd, time.Now())
	if err != nil || len(events) == 0 {
		return err
	}
	stored, err := proceedings.EncodeRecord(newID(), events)
	if err != nil {
		return err
	}
	seq, err := h.cfg.Journal.Append(ctx, stream(meeting), e.seq, stored)
	if err != nil {
		return err
	}
	e.state, e.seq = proceedings.Fold(e.state, events...), seq
	return nil
}
