package conference

import (
	"cmp"
	"iter"
	"slices"
	"time"

	"github.com/cumbre-meet/cumbre/internal/proceedings"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// segmentOf is a segment as clients see it.
func segmentOf(s proceedings.State, v proceedings.Segment) protocol.Segment {
	_, _, _, sound := s.SoundOf(v)
	return protocol.Segment{
		ID: v.ID, Form: string(v.Form), Intervention: v.Intervention, Speaker: s.SpeakerOf(v), Language: v.Language,
		Origin: string(v.Origin), Start: instant(v.Start), End: instantOrNone(v.End), Text: v.Text, Source: string(v.Source),
		Revision: v.Revision, By: v.By, Removed: v.Removed, Of: v.Of, Change: v.Change, Sound: sound,
	}
}

func differenceOf(pieces []proceedings.Piece) []protocol.Difference {
	out := make([]protocol.Difference, 0, len(pieces))
	for _, p := range pieces {
		out = append(out, protocol.Difference{Op: string(p.Op), Text: p.Text})
	}
	return out
}

func conflictOf(stale *proceedings.Stale) *protocol.Conflict {
	if stale == nil {
		return nil
	}
	out := &protocol.Conflict{Segment: segmentOf(proceedings.State{}, stale.Segment), Difference: differenceOf(stale.Difference)}
	out.Segment.Speaker, out.Segment.Sound = stale.Speaker, stale.Sound
	return out
}

// recordOf is what there is of the record, for somebody who may see it.
func (h *Hub) recordOf(s proceedings.State, p proceedings.Participant, now time.Time) protocol.MeetingRecord {
	out := protocol.MeetingRecord{
		Meeting: h.meetingOf(s), Official: string(s.Record.Form()), Change: s.Record.Changes, Me: p.ID, Delegation: p.Delegation,
		Languages: []string{}, Speakers: []protocol.RecordSpeaker{}, Interventions: []protocol.RecordIntervention{},
		Versions: []protocol.RecordVersion{}, Corrections: []protocol.Correction{},
		May: protocol.RecordRights{Draft: readsDraft(p), Keep: p.Role.Keeps(), Archive: p.Role == proceedings.Organiser},
	}
	out.Withheld, out.Quotations = withheldOf(s, p), quotationCount(s, p)
	spoke := map[string]bool{}
	for v := range wordsFor(s, p) {
		out.Segments++
		if !slices.Contains(out.Languages, v.Language) {
			out.Languages = append(out.Languages, v.Language)
		}
		spoke[s.SpeakerOf(v)] = true
	}
	for _, v := range s.Interventions {
		if !out.May.Draft && !s.AttributionOf(v).Regime.Names() {
			continue
		}
		out.Interventions = append(out.Interventions, turnOf(v))
		spoke[v.Speaker] = true
	}
	for id := range spoke {
		if who, ok := s.Participants[id]; ok {
			out.Speakers = append(out.Speakers, protocol.RecordSpeaker{ID: id, Name: who.Name, Function: who.Function, Delegation: who.Delegation})
		}
	}
	slices.SortFunc(out.Speakers, compareNames)
	slices.SortStableFunc(out.Interventions, func(a, b protocol.RecordIntervention) int { return cmp.Compare(a.Start, b.Start) })
	if out.May.Keep {
		out.People = peopleOf(s)
	}
	for _, v := range s.Record.Versions {
		out.Versions = append(out.Versions, versionOf(s, v))
	}
	for _, k := range s.Record.Corrections {
		said, _ := s.Segment(k.Segment)
		if out.May.Draft || k.Status == proceedings.CorrectionAccepted && s.OnTheRecord(said) {
			out.Corrections = append(out.Corrections, correctionOf(s, k))
		}
	}
	if n := len(s.Record.Versions); n > 0 && p.Role.Speaks() && p.ID != "" {
		out.May.Correct = !now.After(s.Record.Versions[n-1].At.Add(proceedings.CorrectionTime))
	}
	return out
}

// withheldOf is what does not leave the meeting with somebody. Where nothing is published yet, nothing does with who does not read
// the draft, and there is nothing to tell of it.
func withheldOf(s proceedings.State, p proceedings.Participant) protocol.RecordWithheld {
	version, err := readVersion(s, p, 0)
	if err != nil {
		return protocol.RecordWithheld{}
	}
	w, err := s.Withholds("", version)
	return protocol.RecordWithheld{All: err != nil, People: w.People, Names: w.Names, Words: w.Words}
}

// wordsFor are the segments that somebody may read now: of the draft, or on the record in the last version.
func wordsFor(s proceedings.State, p proceedings.Participant) iter.Seq[proceedings.Segment] {
	if readsDraft(p) {
		return s.Segments()
	}
	if n := len(s.Record.Versions); n > 0 {
		last := s.Record.Versions[n-1]
		return slices.Values(readable(s, p, last.Segments, last.Form))
	}
	return slices.Values([]proceedings.Segment{})
}

func compareNames(a, b protocol.RecordSpeaker) int {
	return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
}

func turnOf(v proceedings.Intervention) protocol.RecordIntervention {
	out := protocol.RecordIntervention{ID: v.ID, Speaker: v.Speaker, Kind: string(v.Kind), Item: v.Item, Language: v.Language}
	if n := len(v.Intervals); n > 0 {
		out.Start, out.End = instant(v.Intervals[0].Start), instantOrNone(v.Intervals[n-1].End)
	}
	return out
}

func versionOf(s proceedings.State, v proceedings.Version) protocol.RecordVersion {
	return protocol.RecordVersion{
		Number: v.Number, At: instant(v.At), By: v.By, ByName: s.Participants[v.By].Name, Form: string(v.Form), SHA256: v.SHA256,
		Until: instant(v.At.Add(proceedings.CorrectionTime)),
	}
}

func correctionOf(s proceedings.State, k proceedings.Correction) protocol.Correction {
	return protocol.Correction{
		ID: k.ID, Version: k.Version, Segment: k.Segment, Delegation: k.Delegation, By: k.By, ByName: s.Participants[k.By].Name,
		Before: k.Before, After: k.After, Difference: differenceOf(proceedings.Difference(k.Before, k.After)), Reason: k.Reason,
		At: instant(k.At), Status: string(k.Status), Decision: k.Decision, DecidedAt: instantOrNone(k.DecidedAt),
	}
}
