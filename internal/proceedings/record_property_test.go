package proceedings

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// writing is something that is done to the record.
func (l *life) writing(t *rapid.T, by, text string) Command {
	if rapid.Bool().Draw(t, "server") {
		by = ""
	}
	language := rapid.SampledFrom([]string{"es", "en", "spanish"}).Draw(t, "language")
	n := l.state.Record.Segments.Len()
	if n == 0 || rapid.IntRange(0, 2).Draw(t, "add") == 0 {
		return AddSegment{
			By: by, Language: language, Text: text,
			Intervention: rapid.SampledFrom([]string{"", "", "i1", "i99"}).Draw(t, "intervention"),
			Origin:       rapid.SampledFrom([]string{"", "floor", "interpretation", "hearsay"}).Draw(t, "origin"),
			Source:       rapid.SampledFrom([]string{"", "asr"}).Draw(t, "source"),
			Form:         rapid.SampledFrom([]string{"", "summary"}).Draw(t, "form"),
		}
	}
	segment := SegmentID(rapid.IntRange(0, n).Draw(t, "segment"))
	switch rapid.IntRange(0, 10).Draw(t, "what") {
	case 8:
		v, _ := l.state.Segment(segment)
		return SplitSegment{By: by, Segment: segment, From: v.Revision, At: rapid.IntRange(-1, 20).Draw(t, "at")}
	case 9:
		other := SegmentID(rapid.IntRange(0, n).Draw(t, "other"))
		a, _ := l.state.Segment(segment)
		b, _ := l.state.Segment(other)
		return JoinSegments{By: by, Segment: segment, From: a.Revision, With: other, WithFrom: b.Revision}
	case 0:
		return PublishRecord{By: by, Salt: rapid.SampledFrom([]string{"", "SALT7", "no salt"}).Draw(t, "salt")}
	case 1:
		return RequestCorrection{By: by, Segment: segment, Text: text}
	case 2:
		return DecideCorrection{By: by, Correction: rapid.SampledFrom([]string{"k1", "k2", "k9"}).Draw(t, "correction"), Accept: rapid.Bool().Draw(t, "accept"), Reason: text}
	case 3:
		return ArrangeRecord{By: by, Official: rapid.SampledFrom([]string{"verbatim", "summary", "both"}).Draw(t, "official")}
	}
	v, _ := l.state.Segment(segment)
	c := ReviseSegment{By: by, Segment: segment, From: v.Revision - rapid.SampledFrom([]int{0, 0, 0, 1}).Draw(t, "behind")}
	if rapid.Bool().Draw(t, "words") {
		c.Text = &text
	} else {
		c.Removed = new(rapid.Bool().Draw(t, "removed"))
	}
	return c
}

// late writes a turn down afterwards.
func (l *life) late(t *rapid.T, by, who string) Command {
	if rapid.Bool().Draw(t, "server") {
		by = ""
	}
	end := l.now.Add(-time.Duration(rapid.IntRange(-1, 5000).Draw(t, "ago")) * time.Second)
	return RecordIntervention{
		By: by, Speaker: who, End: end, Start: end.Add(-time.Duration(rapid.IntRange(-1, 900).Draw(t, "long")) * time.Second),
		Kind: rapid.SampledFrom([]InterventionKind{"", Reply, PointOfOrder, "song"}).Draw(t, "kind"),
		Item: rapid.SampledFrom([]string{"", "a1", "a9"}).Draw(t, "item"),
	}
}

// recorded tells whether a fact may come after the meeting's end.
func recorded(f Fact) bool {
	switch f.(type) {
	case InterventionRecorded, SoundOpened, SoundClosed, SegmentAdded, SegmentRevised, RecordArranged, RecordPublished, CorrectionRequested, CorrectionDecided, RegimeSet, QuotationKept, QuotationDropped, ArchiveSealed:
		return true
	case InvitationIssued, InvitationRenewed, InvitationRevoked, MemberChanged:
		return true
	case TextBegun, ParagraphAdded, ParagraphRevised, ParagraphWithdrawn, ParagraphPlaced, BracketAsked, BracketReleased, PositionTaken, AssentGiven,
		AssentWithdrawn, TextAdopted, ConformityCertified, SilenceOpened, SilenceCancelled, SilenceBroken, RectificationProposed, RectificationRefused, TextRectified, CommitmentMade, CommitmentAssessed, CommitmentSettled, PublicationIssued:
		return true
	case DelegationHomeSet, SlotProposed, SlotAnswered, SlotWithdrawn, NextMeetingSet, NextMeetingCancelled, NextMeetingMade:
		return true
	default:
		return false
	}
}

// checkRecord: the counts are those of what there is; no revision is skipped or changed afterwards.
func checkRecord(t *rapid.T, before, s State) {
	bytes, change := 0, 0
	for v := range s.Record.Segments.All() {
		bytes += len(v.Text)
		change = max(change, v.Change)
		if v.Text == "" || utf8.RuneCountInString(v.Text) > MaxSegmentRunes || strings.ContainsFunc(v.Text, func(r rune) bool { return r != '\n' && hidden(r) }) {
			t.Fatalf("segment %q", v.Text)
		}
		if _, ok := s.Intervention(v.Intervention); !ok && v.Intervention != "" {
			t.Fatalf("%s is of %s, which there is not", v.ID, v.Intervention)
		}
		old, was := before.Segment(v.ID)
		if was && old.Revision == v.Revision && !equalSegments(old, v) || was && v.Revision > old.Revision+1 || !was && v.Revision != 1 {
			t.Fatalf("%+v became %+v", old, v)
		}
	}
	for i, v := range s.Record.Versions {
		sum := sha256.Sum256(s.Canonical(v))
		if v.SHA256 != hex.EncodeToString(sum[:]) || v.Number != i+1 || v.Form != s.Record.Form() || i < len(before.Record.Versions) && !cmp.Equal(v, before.Record.Versions[i]) {
			t.Fatalf("version %+v", v)
		}
	}
	for _, k := range s.Record.Corrections {
		said, _ := s.Segment(k.Segment)
		if k.Status == CorrectionRefused && k.Decision == "" || s.Participants[s.SpeakerOf(said)].Delegation != k.Delegation {
			t.Fatalf("correction %+v of %+v", k, said)
		}
	}
	if bytes != s.Record.Bytes || change > s.Record.Changes {
		t.Fatalf("%d bytes, counted as %d; change %d of %d", bytes, s.Record.Bytes, change, s.Record.Changes)
	}
}
