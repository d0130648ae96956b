package proceedings

import (
	"fmt"
	"testing"
	"time"
)

// played has files of ana's, ben's and iris's, and two turns of ana's, the second of which is off the record.
func played() (s State, at func(seconds int) time.Time) {
	at = func(seconds int) time.Time { return time.Date(2021, 5, 7, 15, 0, seconds, 0, time.UTC) }
	s = Fold(State{})
	file := func(id, participant, channel string, start, end int) {
		f := SoundFile{ID: id, Participant: participant, Kind: "microphone", Channel: channel, Start: at(start)}
		if end > 0 {
			f.SHA256, f.Milliseconds = someHash, int64(end-start)*1000
		}
		s = Apply(s, Event{Fact: SoundOpened{File: f}})
	}
	file("ana1", "ana", "", 0, 30)
	file("ben", "ben", "", 0, 60)
	file("iris", "iris", "en", 0, 60)
	file("ana2", "ana", "", 40, 0)
	s.Interventions = []Intervention{
		{ID: "i1", Speaker: "ana", Intervals: []Interval{{Start: at(0), End: at(30)}, {Start: at(40), End: at(50)}}},
		{ID: "i2", Speaker: "ana", Intervals: []Interval{{Start: at(50)}}, Attribution: Attribution{Regime: OffTheRecord}},
		{ID: "i3", Speaker: "ben", Intervals: []Interval{{Start: at(50)}}, Attribution: Attribution{Regime: Background, Label: "an official"}},
	}
	return s, at
}

func TestASegmentPlaysWhatWasSaid(t *testing.T) {
	s, at := played()
	for _, c := range []struct {
		segment Segment
		want    string // file, and from when to when
	}{
		{Segment{Intervention: "i1", Origin: FromFloor, Start: at(5), End: at(9)}, "ana1 5 9"},
		{Segment{Intervention: "i1", Origin: FromFloor, Start: at(5), End: at(9), Source: ByHuman}, "ana1 2 9"},
		{Segment{Intervention: "i1", Origin: FromFloor, Start: at(2), End: at(9), Source: ByHuman}, "ana1 0 9"},
		{Segment{Intervention: "i1", Origin: FromFloor, Start: at(45), End: at(55)}, "ana2 45 50"}, // not into the next turn
		{Segment{Intervention: "i1", Origin: FromFloor, Start: at(45)}, "ana2 45 50"},
		{Segment{Intervention: "i1", Origin: FromFloor, Start: at(31), End: at(39)}, ""},
		{Segment{Intervention: "i1", Origin: FromFloor, Form: Summary, Start: at(5), End: at(9)}, ""},
		{Segment{Intervention: "i2", Origin: FromFloor, Start: at(52), End: at(55)}, ""}, // whatever was recorded
		{Segment{Intervention: "i2", Origin: FromInterpretation, Language: "en", Start: at(52), End: at(55)}, ""},
		{Segment{Intervention: "i3", Origin: FromFloor, Start: at(52), End: at(55)}, "ben 52 55"},
		{Segment{Intervention: "i1", Origin: FromInterpretation, Language: "en", Start: at(5), End: at(9)}, "iris 5 9"},
		{Segment{Intervention: "i1", Origin: FromInterpretation, Language: "fr", Start: at(5), End: at(9)}, ""},
		{Segment{Intervention: "i1", Origin: FromTranslation, Language: "fr", Start: at(5), End: at(9)}, "ana1 5 9"},
		{Segment{Speaker: "ben", Origin: FromFloor, Start: at(5)}, "ben 5 25"},
		{Segment{Speaker: "cy", Origin: FromFloor, Start: at(5), End: at(9)}, ""},
	} {
		got := ""
		if f, from, to, ok := s.SoundOf(c.segment); ok {
			got = fmt.Sprint(f.ID, " ", from.Sub(at(0)).Seconds(), " ", to.Sub(at(0)).Seconds())
		}
		if got != c.want {
			t.Errorf("%+v plays %q, want %q", c.segment, got, c.want)
		}
	}
}

func TestSoundUnderARegimeThatForbidsItIsNotPlayed(t *testing.T) {
	s, at := played()
	words := Segment{Speaker: "ben", Origin: FromFloor, Start: at(5), End: at(9)}
	for _, r := range Regimes() {
		s.Attributions.Spans = []Span{{From: at(0), Attribution: Attribution{Regime: r}}}
		if _, _, _, ok := s.SoundOf(words); ok != r.Audible() {
			t.Errorf("%s: plays %v", r, ok)
		}
	}
}

// Words that nobody has put into a turn are not played into one under a stricter regime, nor out of one.
func TestSoundEndsWhereAStricterRegimeBegins(t *testing.T) {
	s, at := played()
	s.Interventions = []Intervention{
		{ID: "i1", Speaker: "ben", Intervals: []Interval{{Start: at(10), End: at(20)}}, End: at(20), Attribution: Attribution{Regime: Background, Label: "an official"}},
	}
	for _, c := range []struct {
		segment Segment
		want    string
	}{
		{Segment{Speaker: "ben", Origin: FromFloor, Start: at(5)}, "ben 5 10"},
		{Segment{Origin: FromFloor, Start: at(22), Source: ByHuman}, "ben 20 42"},
		{Segment{Origin: FromInterpretation, Language: "en", Start: at(8)}, "iris 8 10"},
		{Segment{Speaker: "ben", Origin: FromFloor, Start: at(12)}, "ben 12 32"}, // as strict as the turn
	} {
		f, from, to, _ := s.SoundOf(c.segment)
		if got := fmt.Sprint(f.ID, " ", from.Sub(at(0)).Seconds(), " ", to.Sub(at(0)).Seconds()); got != c.want {
			t.Errorf("%+v plays %q, want %q", c.segment, got, c.want)
		}
	}
	s.Interventions = nil
	s.Attributions.Spans = []Span{{From: at(0)}, {From: at(9), Attribution: Attribution{Regime: Background}}, {From: at(14)}}
	for start, want := range map[int]string{5: "5 9", 16: "14 36"} {
		_, from, to, _ := s.SoundOf(Segment{Speaker: "ben", Origin: FromFloor, Start: at(start), Source: map[bool]Source{true: ByHuman}[start == 16]})
		if got := fmt.Sprint(from.Sub(at(0)).Seconds(), " ", to.Sub(at(0)).Seconds()); got != want {
			t.Errorf("from %d: %q, want %q", start, got, want)
		}
	}
}
