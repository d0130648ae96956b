package conference

import (
	"context"
	"slices"
	"time"

	"github.com/cumbre-meet/cumbre/internal/proceedings"
	"github.com/cumbre-meet/cumbre/internal/record"
	"github.com/cumbre-meet/cumbre/internal/transcribe"
)

// What is recorded is recognised, where the operator has said by what: so nobody is heard by a machine who is not recorded.
// The Recorder cuts speech at its pauses; the words come back minutes later at the worst, and become segments of the record
// like anybody's, marked as what they are.

// undetermined is the language of words of which nobody has said it (BCP 47).
const undetermined = "und"

// recognise hands a stretch of speech on, with what is known of it now.
func (c *conference) recognise(w record.Window) {
	meeting, hub := c.id, c.hub
	base := c.spokenIn(w)
	hint := base.Language
	if hint == undetermined {
		hint = ""
	}
	c.cfg.Speech.Add(transcribe.Job{
		Sound: transcribe.Sound{Audio: w.Audio, Length: w.Length, Language: hint},
		Deliver: func(ctx context.Context, words []transcribe.Words) {
			for _, one := range words {
				cmd := base
				cmd.Text, cmd.Start, cmd.End = one.Text, w.From.Add(one.Start), w.From.Add(one.End)
				if err := hub.execute(ctx, meeting, cmd); err != nil {
					hub.cfg.Log.Warn("recognised words are not in the record", "meeting", meeting, "error", err)
					return
				}
			}
		},
	})
}

// spokenIn is a segment of a window's words, without them: whose, in which language, and whether it is the original.
func (c *conference) spokenIn(w record.Window) proceedings.AddSegment {
	out := proceedings.AddSegment{Source: string(proceedings.ByASR), Origin: string(proceedings.FromFloor), Language: undetermined}
	spoken := w.From.Add(w.Length / 2)
	if w.Channel != "" {
		spoken = w.From // an interpreter is behind: what was begun in a turn is of that turn
	}
	v, at := interventionAt(c.state, spoken)
	if w.Channel != "" {
		out.Origin, out.Language = string(proceedings.FromInterpretation), w.Channel
		if at {
			out.Intervention = v.ID
		} else {
			out.Speaker = w.Participant
		}
		return out
	}
	out.Speaker = w.Participant
	if at && v.Speaker == w.Participant {
		out.Intervention, out.Speaker = v.ID, ""
	}
	switch speaker := c.state.Participants[w.Participant]; {
	case out.Intervention != "" && v.Language != "":
		out.Language = v.Language
	case speaker.Language != "":
		out.Language = speaker.Language
	case len(c.state.Meeting.Languages) == 1:
		out.Language = c.state.Meeting.Languages[0]
	}
	return out
}

// interventionAt is the intervention that had the floor at a moment: whose clock ran, or else the last begun that was not over,
// as while an interpreter renders what was said and the clock stands.
func interventionAt(s proceedings.State, at time.Time) (found proceedings.Intervention, ok bool) {
	for _, v := range slices.Backward(s.Interventions) {
		for _, span := range v.Intervals {
			if !at.Before(span.Start) && (span.End.IsZero() || at.Before(span.End)) {
				return v, true
			}
		}
		if !ok && len(v.Intervals) > 0 && !at.Before(v.Intervals[0].Start) && (v.End.IsZero() || at.Before(v.End)) {
			found, ok = v, true
		}
	}
	return found, ok
}
