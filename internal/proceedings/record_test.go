package proceedings

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// published is a meeting whose first version has Ana's words in Spanish and their interpretation.
func published(t *testing.T) (s State, now time.Time) {
	t.Helper()
	s, now = written(t)
	s = granted(t, s, AddSegment{By: "kay", Intervention: "i1", Language: "es", Text: "Nuestros países enfrentan retos."}, now)
	s = granted(t, s, AddSegment{By: "kay", Intervention: "i1", Language: "en", Origin: "interpretation", Text: "Our countries face challenges <…>."}, now)
	s = granted(t, s, AddSegment{By: "kay", Intervention: "i1", Form: "summary", Language: "en", Text: "Ms. Ana said that challenges were faced."}, now)
	return granted(t, s, PublishRecord{By: "kay"}, now), now
}

// What the hash is of, to the byte: other programs compute it.
func TestCanonicalFormOfAVersion(t *testing.T) {
	s, now := published(t)
	v, err := s.Version(1)
	if err != nil {
		t.Fatal(err)
	}
	at := now.Format("2006-01-02T15:04:05.000Z")
	want := `{"record":"cumbre/1","meeting":"m","title":"T","form":"verbatim","version":1}` + "\n" +
		`{"id":"s1","intervention":"i1","speaker":"Ana","delegation":"México","language":"es","origin":"floor","start":"` + at + `","text":"Nuestros países enfrentan retos."}` + "\n" +
		`{"id":"s2","intervention":"i1","speaker":"Ana","delegation":"México","language":"en","origin":"interpretation","start":"` + at + `","text":"Our countries face challenges <…>."}` + "\n"
	if diff := cmp.Diff(want, string(s.Canonical(v))); diff != "" {
		t.Fatal(diff)
	}
	sum := sha256.Sum256([]byte(want))
	if v.SHA256 != hex.EncodeToString(sum[:]) {
		t.Errorf("the hash is %s", v.SHA256)
	}
}

func TestVersionsAreNeverOverwritten(t *testing.T) {
	s, now := published(t)
	one, _ := s.Version(1)
	text := string(s.Canonical(one))
	refusedAs(t, s, PublishRecord{By: "kay"}, now, NothingNew)
	refusedAs(t, s, PublishRecord{By: "ana"}, now, NotAllowed)
	refusedAs(t, s, ArrangeRecord{By: "kay", Official: "summary"}, now, RecordFinal)
	s = granted(t, s, ReviseSegment{By: "lee", Segment: "s1", From: 1, Text: new("Otra cosa.")}, now)
	s = granted(t, s, PublishRecord{By: "lee"}, now.Add(time.Hour))
	two, err := s.Version(2)
	if err != nil || !strings.Contains(string(s.Canonical(two)), `"version":2,"previous":"`+one.SHA256+`"`) {
		t.Fatalf("%s, %v", s.Canonical(two), err)
	}
	if again, _ := s.Version(1); string(s.Canonical(again)) != text || again.SHA256 != one.SHA256 {
		t.Errorf("the first version is now %s", s.Canonical(again))
	}
}

func TestOneFormIsTheOfficialRecord(t *testing.T) {
	s, now := written(t)
	refusedAs(t, s, PublishRecord{By: "kay"}, now, TextEmpty)
	refusedAs(t, s, ArrangeRecord{By: "kay", Official: "both"}, now, FieldInvalid)
	s = granted(t, s, ArrangeRecord{By: "kay", Official: "summary"}, now)
	s = granted(t, s, AddSegment{By: "kay", Intervention: "i1", Language: "en", Text: "Verbatim."}, now)
	refusedAs(t, s, PublishRecord{By: "kay"}, now, TextEmpty)
	s = granted(t, s, AddSegment{By: "kay", Intervention: "i1", Form: "summary", Language: "en", Text: "She said so."}, now)
	s = granted(t, s, PublishRecord{By: "kay"}, now)
	v, _ := s.Version(1)
	if text := string(s.Canonical(v)); strings.Contains(text, "Verbatim.") || !strings.Contains(text, "She said so.") {
		t.Error(text)
	}
}

func TestCorrections(t *testing.T) {
	s, now := published(t)
	late := now.Add(CorrectionTime + time.Second)
	mine := RequestCorrection{By: "ana", Segment: "s1", Text: "Nuestros países enfrentan grandes retos.", Reason: "Faltaba una palabra."}
	refusedAs(t, s, RequestCorrection{By: "bob", Segment: "s1", Text: "x"}, now, NotAllowed) // somebody else's words
	refusedAs(t, s, RequestCorrection{By: "ana", Segment: "s3", Text: "x"}, now, SegmentUnknown)
	refusedAs(t, s, RequestCorrection{By: "ana", Segment: "s1", Text: " "}, now, TextEmpty)
	refusedAs(t, s, RequestCorrection{By: "ana", Segment: "s1", Text: "Nuestros países enfrentan retos."}, now, NothingNew)
	refusedAs(t, s, mine, late, CorrectionLate)
	s = granted(t, s, End{By: "chair"}, now)
	s = granted(t, s, mine, now.Add(CorrectionTime)) // after the meeting's end
	s = granted(t, s, RequestCorrection{By: "ana", Segment: "s2", Text: "Our two countries face challenges."}, now)

	refusedAs(t, s, DecideCorrection{By: "ana", Correction: "k1", Accept: true}, now, NotAllowed)
	refusedAs(t, s, DecideCorrection{By: "kay", Correction: "k1"}, now, FieldInvalid) // without a reason
	refusedAs(t, s, DecideCorrection{By: "kay", Correction: "k9", Accept: true}, now, CorrectionUnknown)
	s = granted(t, s, DecideCorrection{By: "kay", Correction: "k1", Accept: true}, now)
	s = granted(t, s, DecideCorrection{By: "chair", Correction: "k2", Reason: "The sound has no “two”."}, now)
	refusedAs(t, s, DecideCorrection{By: "kay", Correction: "k2", Accept: true}, now, CorrectionSettled)

	if list := s.Corrigendum(1); len(list) != 1 || list[0].ID != "k1" || list[0].Delegation != "d1" || list[0].Before != "Nuestros países enfrentan retos." {
		t.Errorf("corrigendum: %+v", list)
	}
	// The version stays; the next one has the words.
	v, _ := s.Version(1)
	if draft, _ := s.Segment("s1"); draft.Text != mine.Text || v.Segments.at(0).Text == mine.Text {
		t.Errorf("draft %q, version %q", draft.Text, v.Segments.at(0).Text)
	}
}

func TestCorrectionsAreBounded(t *testing.T) {
	s, now := published(t)
	for range MaxOwnCorrections {
		s.Record.Corrections = append(s.Record.Corrections, Correction{By: "ana"})
	}
	refusedAs(t, s, RequestCorrection{By: "ana", Segment: "s1", Text: "x"}, now, LimitReached)
	for range MaxCorrections {
		s.Record.Corrections = append(s.Record.Corrections, Correction{By: "bob"})
	}
	refusedAs(t, s, RequestCorrection{By: "chair", Segment: "s1", Text: "x"}, now, LimitReached)
}

func TestCorrectionBeforePublication(t *testing.T) {
	s, now := written(t)
	s = granted(t, s, AddSegment{By: "kay", Intervention: "i1", Language: "es", Text: "Hola."}, now)
	refusedAs(t, s, RequestCorrection{By: "ana", Segment: "s1", Text: "x"}, now, VersionUnknown)
}

func TestSearch(t *testing.T) {
	for _, tc := range []struct{ query, text, want string }{
		{"migracion", "La Migración y las migraciones.", "La [Migración] y las [migracion]es."},
		{"PANDÉMIE", "la pandemie", "la [pandemie]"},
		{"retos grandes", "Grandes países, grandes retos", "[Grandes] países, [grandes] [retos]"},
		{"retos clima", "Grandes retos", ""},
		{"igración", "migración", ""}, // words are found from their beginning
		{"الهجره", "قضايا الهجرة", ""},
		{"الأمن", "الامن والهجرة", "[الامن] والهجرة"},
		{"变化", "气候变化", "气候[变化]"},
		{"l'etat", "L’État c’est", "[L]’[État] c’est"},
		{"2021", "el 7 de mayo de 2021.", "el 7 de mayo de [2021]."},
	} {
		q, err := ParseQuery(tc.query)
		if err != nil {
			t.Fatal(err)
		}
		var got strings.Builder
		at := 0
		hits := q.Match(tc.text)
		for _, s := range hits {
			got.WriteString(tc.text[at:s.Start] + "[" + tc.text[s.Start:s.End] + "]")
			at = s.End
		}
		if hits != nil {
			got.WriteString(tc.text[at:])
		}
		if got.String() != tc.want {
			t.Errorf("%q in %q: %q", tc.query, tc.text, got.String())
		}
	}
	for _, bad := range []string{"", " -!", strings.Repeat("x", MaxQueryRunes+1), strings.Repeat("x ", maxQueryWords+1)} {
		if _, err := ParseQuery(bad); err == nil {
			t.Errorf("%q is searched for", bad)
		}
	}
}

func FuzzSearch(f *testing.F) {
	f.Add("migracion", "La Migración")
	f.Add("变", "气候变化 ﬁn \xff")
	f.Add("e\u0301", "é e\u0301 ㎏")
	f.Fuzz(func(t *testing.T, query, text string) {
		q, err := ParseQuery(query)
		if err != nil {
			return
		}
		at := 0
		for _, s := range q.Match(text) {
			if s.Start < at || s.End <= s.Start || s.End > len(text) {
				t.Fatalf("%q in %q: %v", query, text, s)
			}
			at = s.End
		}
	})
}

// A journal of 100,000 events: replay reads each once, and what it costs does not grow with the record.
func TestLongJournalReplays(t *testing.T) {
	if testing.Short() {
		t.Skip("a second")
	}
	const events = 100_000
	at := time.Date(2021, 5, 7, 15, 0, 0, 0, time.UTC)
	folder := NewFolder()
	folder.Add([]Event{{At: at, Fact: MeetingCreated{Meeting: Meeting{ID: "m", Created: at}}}})
	records := make([][]byte, 0, events)
	for i := range events {
		v := Segment{ID: SegmentID(i), Form: Verbatim, Language: "es", Origin: FromFloor, Start: at, Text: strings.Repeat("palabra ", 8), Revision: 1}
		var f Fact = SegmentAdded{Segment: v}
		if i >= MaxSegments {
			v.ID, v.Revision = SegmentID(i%MaxSegments), 1+i/MaxSegments
			f = SegmentRevised{Segment: v}
		}
		record, err := EncodeRecord("c", []Event{{At: at, Fact: f}})
		if err != nil {
			t.Fatal(err)
		}
		records = append(records, record)
	}
	begin := time.Now()
	for _, r := range records {
		list, err := DecodeRecord(r)
		if err != nil {
			t.Fatal(err)
		}
		folder.Add(list)
	}
	took := time.Since(begin)
	s := folder.State()
	if last, _ := s.Segment("s1"); s.Record.Changes != events || s.Record.Segments.Len() != MaxSegments || last.Revision != 5 {
		t.Fatalf("%d changes, %d segments, %+v", s.Record.Changes, s.Record.Segments.Len(), last)
	}
	t.Logf("%d events replayed in %v", events, took)
	if took > 10*time.Second { // the issue asks for 2 s on a machine that has nothing else to do
		t.Errorf("%d events were replayed in %v", events, took)
	}
}

func TestSegmentListsAreEqualByWhatTheySay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 3*chunkSize).Draw(t, "segments")
		a, b := longRecord(n), longRecord(n)
		if !a.Record.Segments.Equal(b.Record.Segments) {
			t.Fatal("two that say the same are not equal")
		}
		if n == 0 {
			return
		}
		v := *b.Record.Segments.at(rapid.IntRange(0, n-1).Draw(t, "one"))
		v.Text += "!"
		c := Fold(b, Event{Fact: SegmentRevised{Segment: v}})
		if c.Record.Segments.Equal(b.Record.Segments) || !b.Record.Segments.Equal(a.Record.Segments) {
			t.Fatal("a revision is not told")
		}
	})
}
