package proceedings

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestASegmentIsSplitAndJoinedAgain(t *testing.T) {
	s, now := written(t)
	start := now.Add(-10 * time.Second)
	s = granted(t, s, AddSegment{By: "kay", Intervention: "i1", Language: "es", Text: "Señora vicepresidenta: buenos días.", Source: "asr", Start: start, End: now}, now)
	s = granted(t, s, SplitSegment{By: "lee", Segment: "s1", From: 1, At: len([]rune("Señora vicepresidenta: "))}, now)
	first, _ := s.Segment("s1")
	second, _ := s.Segment("s2")
	middle := first.End
	want := []Segment{
		{ID: "s1", Form: Verbatim, Intervention: "i1", Language: "es", Origin: FromFloor, Start: start, End: middle, Text: "Señora vicepresidenta:", Source: ByASR, Revision: 2, By: "lee", Change: 2},
		{ID: "s2", Form: Verbatim, Intervention: "i1", Language: "es", Origin: FromFloor, Start: middle, End: now, Text: "buenos días.", Source: ByASR, Revision: 1, By: "lee", Change: 3, Of: "s1"},
	}
	if diff := cmp.Diff(want, []Segment{first, second}); diff != "" {
		t.Fatal(diff)
	}
	if share := middle.Sub(start); share < 6*time.Second || share > 7*time.Second { // 23 of 35 characters of 10 s
		t.Errorf("the second part begins %s after the first", share)
	}
	s = granted(t, s, JoinSegments{By: "kay", Segment: "s2", With: "s1", From: 1, WithFrom: 2}, now)
	whole, _ := s.Segment("s1")
	gone, _ := s.Segment("s2")
	if whole.Text != "Señora vicepresidenta: buenos días." || !whole.Start.Equal(start) || !whole.End.Equal(now) || whole.Source != ByASR || whole.Revision != 3 {
		t.Errorf("%+v", whole)
	}
	if !gone.Removed || gone.Of != "s1" || gone.Text != "buenos días." {
		t.Errorf("what it was joined from keeps its words: %+v", gone)
	}
}

func TestWhatIsNoPlaceToSplitIsRefused(t *testing.T) {
	s, now := written(t)
	s = granted(t, s, AddSegment{By: "kay", Intervention: "i1", Language: "es", Text: "Buenos días.", Start: now.Add(-time.Minute), End: now}, now)
	split := func(at int) SplitSegment { return SplitSegment{By: "kay", Segment: "s1", From: 1, At: at} }
	for _, at := range []int{-1, 0, 3, 9, 12, 100} {
		refusedAs(t, s, split(at), now, FieldInvalid)
	}
	for _, c := range []struct {
		change func(*SplitSegment)
		code   Code
	}{
		{func(c *SplitSegment) { c.By = "ana" }, NotAllowed},
		{func(c *SplitSegment) { c.From = 2 }, RevisionStale},
		{func(c *SplitSegment) { c.Segment = "s2" }, SegmentUnknown},
		{func(c *SplitSegment) { c.Start = now.Add(-time.Hour) }, FieldInvalid},
		{func(c *SplitSegment) { c.Start = now.Add(time.Second) }, FieldInvalid},
	} {
		cmd := split(7)
		c.change(&cmd)
		refusedAs(t, s, cmd, now, c.code)
	}
	cmd := split(6)
	cmd.Start = now.Add(-time.Second)
	s = granted(t, s, cmd, now)
	if got, _ := s.Segment("s2"); !got.Start.Equal(cmd.Start) {
		t.Errorf("%+v", got)
	}
}

func TestOnlyWordsThatFollowOneAnotherAreJoined(t *testing.T) {
	s, now := written(t)
	add := func(change func(*AddSegment)) {
		now = now.Add(time.Second)
		c := AddSegment{By: "kay", Intervention: "i1", Language: "es", Text: "Uno."}
		change(&c)
		s = granted(t, s, c, now)
	}
	add(func(*AddSegment) {})
	add(func(c *AddSegment) { c.Language = "en" })                                    // s2: between them in time, and not in their way
	add(func(c *AddSegment) { c.Text = "Dos." })                                      // s3
	add(func(c *AddSegment) { c.Intervention, c.Speaker = "", "bob" })                // s4
	add(func(c *AddSegment) { c.Text = strings.Repeat("más ", MaxSegmentRunes/4-1) }) // s5
	add(func(c *AddSegment) { c.Text = "Y más." })                                    // s6
	join := func(a, b string) JoinSegments {
		return JoinSegments{By: "kay", Segment: a, With: b, From: 1, WithFrom: 1}
	}
	for _, pair := range [][2]string{{"s1", "s1"}, {"s1", "s2"}, {"s3", "s4"}, {"s3", "s5"}} {
		refusedAs(t, s, join(pair[0], pair[1]), now, FieldInvalid)
	}
	refusedAs(t, s, join("s5", "s6"), now, TextTooLong)
	refusedAs(t, s, JoinSegments{By: "kay", Segment: "s1", With: "s3", From: 1, WithFrom: 2}, now, RevisionStale)
	s = granted(t, s, join("s3", "s1"), now)
	refusedAs(t, s, join("s4", "s3"), now, SegmentUnknown)
	if got, _ := s.Segment("s1"); got.Text != "Uno. Dos." {
		t.Errorf("%+v", got)
	}
}

func TestACorrectionDoesNotChangeWhatWasJoined(t *testing.T) {
	s, now := written(t)
	s = granted(t, s, AddSegment{By: "kay", Intervention: "i1", Language: "es", Text: "Uno."}, now)
	s = granted(t, s, AddSegment{By: "kay", Intervention: "i1", Language: "es", Text: "Dos."}, now)
	s = granted(t, s, PublishRecord{By: "kay"}, now)
	s = granted(t, s, RequestCorrection{By: "ana", Segment: "s2", Text: "Tres."}, now)
	s = granted(t, s, JoinSegments{By: "kay", Segment: "s1", With: "s2", From: 1, WithFrom: 1}, now)
	s = granted(t, s, DecideCorrection{By: "kay", Correction: "k1", Accept: true}, now)
	if got, _ := s.Segment("s2"); !got.Removed || got.Text != "Dos." {
		t.Errorf("%+v", got)
	}
}

// Whatever is cut, no word is lost, nor made.
func TestCutAndJoinedWordsAreTheSame(t *testing.T) {
	for text, want := range map[string]string{"你好。": "你好。", "good day": "good day", "مرحبا بكم": "مرحبا بكم"} {
		a, b, ok := cut(text, slices.Index([]rune(text+"  "), ' ')%3+1)
		if got := together(a, b); ok && got != want {
			t.Errorf("%q became %q", text, got)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		text := cleanChat(rapid.String().Draw(t, "text"))
		a, b, ok := cut(text, rapid.IntRange(-1, 20).Draw(t, "at"))
		if !ok {
			return
		}
		same := slices.EqualFunc(words(text), append(words(a), words(b)...), sameWord)
		if !same || !slices.EqualFunc(words(text), words(together(a, b)), sameWord) {
			t.Fatalf("%q became %q and %q", text, a, b)
		}
	})
}
