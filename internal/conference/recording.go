package conference

import (
	"context"
	"errors"
	"time"

	"github.com/cumbre-meet/cumbre/internal/disk"
	"github.com/cumbre-meet/cumbre/internal/proceedings"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// A journal that cannot be written is everybody's matter: the Hub knows it for the whole server, tells every live
// meeting, and finds out when it is over. The meetings go on with all that is not durable, and refuse the rest at
// once: waiting for a disk that does not answer would hold up the others.

// checkEvery is how often the Hub looks whether the journal can be written. Longer: commands are refused after there is
// space again; shorter: a disk in trouble gets more trials, each half a megabyte and, once it takes one, a reading of
// the whole journal.
const checkEvery = 5 * time.Second

// failedReason is why nothing can be written, where the journal does not say.
const failedReason = disk.Failed

// RecordingStats is whether the journal can be written, for metrics.
type RecordingStats struct {
	Failed   int    `doc:"1 while the journal cannot be written and meetings are not recorded, else 0."`
	Failures uint64 `doc:"How often the journal became unwritable."`
	Refused  uint64 `doc:"Commands that were refused because the journal could not be written."`
}

// unwritable is an error of a Journal that can write nothing, whatever it is.
type unwritable interface {
	error
	Unwritable() string
}

// unwritableReason tells whether err says that the journal can write nothing at all, and why: "disk-full",
// "disk-read-only" or "disk-failed". A conflict or a record that is too large says nothing about the disk.
func unwritableReason(err error) (reason string, is bool) {
	if e, ok := errors.AsType[unwritable](err); ok {
		return e.Unwritable(), true
	}
	return failedReason, errors.Is(err, context.DeadlineExceeded)
}

// watch looks after the journal, and after what time decides, until ctx ends.
func (h *Hub) watch(ctx context.Context) {
	tick := time.NewTicker(checkEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		h.settleTexts(ctx, time.Now())
		h.settlePlans(ctx)
		err := h.cfg.Journal.Check(ctx)
		switch reason, known := unwritableReason(err); {
		case ctx.Err() != nil:
			return
		case err == nil:
			h.recording("", nil)
		case known:
			h.recording(reason, err)
		default:
			h.recording(failedReason, err)
		}
	}
}

// recording takes that the journal can be written (reason "") or not, and tells every live meeting. It never waits.
func (h *Hub) recording(reason string, cause error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.notRecorded == reason {
		return
	}
	if h.notRecorded == "" {
		h.failures.Add(1)
	}
	h.notRecorded = reason
	if reason == "" {
		h.cfg.Log.Info("the journal can be written again: meetings are recorded")
	} else {
		h.cfg.Log.Error("the journal cannot be written: meetings go on without being recorded", "reason", reason, "error", cause)
	}
	for _, e := range h.meetings {
		if e.live == nil {
			continue
		}
		select {
		case e.live.recordingChanged <- struct{}{}:
		default: // it has not looked since the last time
		}
	}
}

// NotRecorded is why nothing can be recorded now: "disk-full", "disk-read-only" or "disk-failed"; "": it can.
func (h *Hub) NotRecorded() string {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return h.notRecorded
}

// RecordingStats counts failures of the journal.
func (h *Hub) RecordingStats() RecordingStats {
	s := RecordingStats{Failures: h.failures.Load(), Refused: h.refused.Load()}
	if h.NotRecorded() != "" {
		s.Failed = 1
	}
	return s
}

// refuse is the problem of a command that would have to be recorded.
func (h *Hub) refuse(reason string) error {
	h.refused.Add(1)
	return problem("not-recorded", "The server cannot write: %s. This was not done. The meeting goes on, and the server "+
		"tries again every few seconds; do it again when the notice is gone. The operator finds the reason in the log.", inWords(reason))
}

// inWords is why the disk takes nothing, in a sentence for people.
func inWords(reason string) string {
	switch reason {
	case disk.Full:
		return "its disk is full"
	case disk.ReadOnly:
		return "its disk is read-only"
	default:
		return "its disk does not take it"
	}
}

// meetingOf is a meeting as clients see it.
func (h *Hub) meetingOf(s proceedings.State) protocol.Meeting {
	m := meetingOf(s)
	m.NotRecorded = h.NotRecorded()
	return m
}

// meeting is the meeting as its clients see it. What they are told of the journal is the actor's own knowledge, so
// that no welcome is ahead of the news.
func (c *conference) meeting() protocol.Meeting {
	m := meetingOf(c.state)
	m.NotRecorded = c.notRecorded
	if m.SoundRecording != nil && m.SoundRecording.Trouble == "" {
		m.SoundRecording.Trouble = c.sound.status.Trouble
	}
	return m
}

// hearOfRecording takes what the Hub knows of the journal, and tells everybody if it is new.
func (c *conference) hearOfRecording() {
	now := c.hub.NotRecorded()
	if c.notRecorded == now {
		return
	}
	c.notRecorded = now
	if now == "" {
		c.makeUp()
	}
	c.meetingChanged()
}

// makeUp does what waited for the journal.
func (c *conference) makeUp() {
	if c.uncertain {
		c.uncertain = false
		c.catchUp(nil) // the record whose outcome was not known may be there
	}
	if c.owed != "" && c.owed == c.state.Floor.Holder && c.people[c.owed] == nil {
		c.absent = time.Now().Add(-graceTime) // expire gives it back
	}
	c.owed = ""
}

// failed takes that an append failed because nothing can be written. The error is the problem for the client.
func (c *conference) failed(reason string, cause error) error {
	c.uncertain = true
	c.hub.recording(reason, cause)
	c.hearOfRecording()
	return c.hub.refuse(reason)
}
