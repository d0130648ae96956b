package proceedings

import "time"

// A segment plays the sound behind it: the floor's words from their speaker's file, an interpretation's from that of its channel.

const (
	// unsaidEnd is how long a segment plays whose end nobody has said.
	unsaidEnd = 20 * time.Second
	// heardBefore is how much earlier a segment plays that a person wrote: one writes what one has heard. More plays what the
	// segment before has; less cuts the first words off.
	heardBefore = 3 * time.Second
)

// AttributionOfSegment is what may be made of a segment's words: as of their intervention, or what applied while they were spoken.
func (s State) AttributionOfSegment(v Segment) Attribution {
	if spoken, ok := s.Intervention(v.Intervention); ok {
		return s.AttributionOf(spoken)
	}
	end := v.End
	if end.IsZero() {
		end = v.Start
	}
	return s.AttributionAt(v.Start, end)
}

// SoundOf is where a segment's words are heard: the file, and from when to when in the meeting. ok is false where they were not
// recorded, and of words whose regime lets no sound be kept.
func (s State) SoundOf(v Segment) (f SoundFile, from, to time.Time, ok bool) {
	if len(s.Sounds) == 0 || v.Form == Summary || !s.AttributionOfSegment(v).Regime.Audible() {
		return f, from, to, false
	}
	from, to = s.heardWhen(v)
	speaker, channel := s.SpeakerOf(v), ""
	if v.Origin == FromInterpretation {
		speaker, channel = "", v.Language
	}
	best := time.Duration(0)
	for _, chunk := range s.Sounds {
		for i := range chunk {
			one := &chunk[i]
			if !one.Start.Before(to) || one.Channel != channel || one.Kind != "microphone" || speaker != "" && one.Participant != speaker {
				continue
			}
			if n := one.overlap(from, to); n > best {
				f, best, ok = *one, n, true
			}
		}
	}
	return f, from, to, ok
}

// heardWhen is the time of a segment's words. The floor's are within the turn: what its speaker said before or after it may be
// under another regime.
func (s State) heardWhen(v Segment) (from, to time.Time) {
	from, to = v.Start, v.End
	if v.Source == ByHuman {
		from = from.Add(-heardBefore)
	}
	if to.IsZero() {
		to = v.Start.Add(unsaidEnd)
	}
	spoken, ok := s.Intervention(v.Intervention)
	if !ok || v.Origin == FromInterpretation {
		return from, to
	}
	for _, span := range spoken.Intervals {
		if v.Start.Before(span.Start) || !span.End.IsZero() && !v.Start.Before(span.End) {
			continue
		}
		if from.Before(span.Start) {
			from = span.Start
		}
		if !span.End.IsZero() && span.End.Before(to) {
			to = span.End
		}
	}
	return from, to
}

// overlap is how much of a span the file has. What is still being written goes on.
func (f *SoundFile) overlap(from, to time.Time) time.Duration {
	if from.Before(f.Start) {
		from = f.Start
	}
	if end := f.End(); !end.IsZero() && end.Before(to) {
		to = end
	}
	return to.Sub(from)
}
