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

// AttributionOfSegment is what may be made of a segment's words: as of their intervention, or the strictest that applied while
// they were spoken. Words that nobody has put into a turn may be that turn's all the same.
func (s State) AttributionOfSegment(v Segment) Attribution {
	if spoken, ok := s.Intervention(v.Intervention); ok {
		return s.AttributionOf(spoken)
	}
	end := v.End
	if end.IsZero() {
		end = v.Start
	}
	out := s.AttributionAt(v.Start, end)
	for _, turn := range s.Interventions {
		if turn.Attribution.Regime == "" || len(turn.Intervals) == 0 || turn.Intervals[0].Start.After(end) {
			continue
		}
		if turn.End.IsZero() || v.Start.Before(turn.End) {
			out = stricter(turn.Attribution, out)
		}
	}
	return out
}

// SoundOf is where a segment's words are heard: the file, and from when to when in the meeting. ok is false where they were not
// recorded, and of words whose regime lets no sound be kept.
func (s State) SoundOf(v Segment) (f SoundFile, from, to time.Time, ok bool) {
	if len(s.Sounds) == 0 || v.Form == Summary {
		return f, from, to, false
	}
	own := s.AttributionOfSegment(v)
	if !own.Regime.Audible() {
		return f, from, to, false
	}
	from, to = s.heardWhen(v, own)
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
// under another regime. Others end where a stricter one begins, and begin where it ended.
func (s State) heardWhen(v Segment, own Attribution) (from, to time.Time) {
	from, to = v.Start, v.End
	if v.Source == ByHuman {
		from = from.Add(-heardBefore)
	}
	if to.IsZero() {
		to = v.Start.Add(unsaidEnd)
	}
	spoken, ok := s.Intervention(v.Intervention)
	if !ok || v.Origin == FromInterpretation {
		return s.withinRegime(v.Start, own, from, to)
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

// withinRegime cuts what is before and after a moment where it falls under a stricter regime than the moment's own.
func (s State) withinRegime(at time.Time, own Attribution, from, to time.Time) (time.Time, time.Time) {
	cut := func(start, end time.Time, a Attribution) {
		switch {
		case !own.looser(a):
		case start.After(at):
			if start.Before(to) {
				to = start
			}
		case !end.IsZero() && !end.After(at):
			from = later(from, end)
		}
	}
	spans := s.Attributions.Spans
	for i, one := range spans {
		var end time.Time
		if i+1 < len(spans) {
			end = spans[i+1].From
		}
		cut(one.From, end, one.Attribution)
	}
	for _, turn := range s.Interventions {
		if len(turn.Intervals) > 0 {
			cut(turn.Intervals[0].Start, turn.End, s.AttributionOf(turn))
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
