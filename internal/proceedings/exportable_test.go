package proceedings

import (
	"fmt"
	"strings"
	"testing"
)

// A meeting of which one turn is under each regime, each of them with the same words.
func everyRegime(t *testing.T) *talk {
	t.Helper()
	c := newTalk(t, CreateMeeting{Languages: []string{"es", "en"}})
	c.open()
	for i, r := range Regimes() {
		label := ""
		if r == Background {
			label = "a senior official"
		}
		c.ok(SetRegime{By: "Ana", Speaker: "Ana", Regime: string(r), Label: label})
		c.speaks("Ana")
		c.ok(AddSegment{By: "chair", Intervention: fmt.Sprintf("i%d", 2*i+1), Language: "es", Text: fmt.Sprintf("Soy Ana, de MÉXICO; Alba, turno %d.", i)})
		c.speaks("Bob")
	}
	return c
}

func TestOnlyWhatTheRegimeAllowsIsExportable(t *testing.T) {
	c := everyRegime(t)
	e, err := c.s.Export(Verbatim, 0)
	if err != nil {
		t.Fatal(err)
	}
	got := e.Content()
	want := map[Regime]struct{ name, text string }{
		OnTheRecord:    {"Ana", "Soy Ana, de MÉXICO; Alba, turno 0."},
		Background:     {"", "Soy [N. N.], de MÉXICO; Alba, turno 1."},
		ChathamHouse:   {"", "Soy [N. N.], de [N. N.]; [N. N.], turno 2."},
		DeepBackground: {"", ""},
	}
	seen := 0
	for _, turn := range got.Turns {
		if turn.Speaker.Name == "Bob" {
			continue
		}
		seen++
		text := ""
		for _, v := range turn.Passages {
			text += v.Text
			if v.By != "" || v.Speaker != "" {
				t.Errorf("%s tells who wrote or spoke: %+v", turn.Regime, v)
			}
		}
		w, told := want[turn.Regime]
		if !told || turn.Speaker.Name != w.name || text != w.text || (turn.Label != "") != (turn.Regime == Background) {
			t.Errorf("%s: %+v", turn.Regime, turn)
		}
		if turn.Speaker.Name == "" && turn.Speaker != (Person{}) {
			t.Errorf("%s tells of the speaker %+v", turn.Regime, turn.Speaker)
		}
	}
	if seen != 4 || got.People != nil || got.Withheld != (Withheld{People: true, Names: true, Words: true}) {
		t.Errorf("%d turns, people %v, withheld %+v", seen, got.People, got.Withheld)
	}
}

func TestNothingOfAMeetingThatIsOffTheRecordIsExportable(t *testing.T) {
	c := newTalk(t, CreateMeeting{Regime: "off-the-record"})
	c.open()
	c.speaks("Ana")
	c.ok(AddSegment{By: "chair", Intervention: "i1", Language: "es", Text: "Uno."})
	c.ok(AddSegment{By: "chair", Speaker: "Bob", Language: "en", Text: "Two."})
	_, err := c.s.Export(Verbatim, 0)
	if err == nil || !strings.Contains(err.Error(), string(RegimeForbids)) {
		t.Fatal(err)
	}
	c.ok(SetRegime{By: "Alba", Intervention: "i1", Regime: "on-the-record"})
	e, err := c.s.Export(Verbatim, 0)
	if got := e.Content(); err != nil || len(got.Turns) != 1 || got.Turns[0].Passages[0].Text != "Uno." || got.People != nil || !got.Withheld.Words {
		t.Errorf("%v %+v", err, got)
	}
}

func TestOnTheRecordAllIsTold(t *testing.T) {
	c := newTalk(t, CreateMeeting{})
	c.open()
	c.speaks("Ana")
	c.ok(AddSegment{By: "chair", Intervention: "i1", Language: "es", Text: "Uno."})
	c.ok(AddSegment{By: "chair", Intervention: "i1", Language: "es", Form: "summary", Text: "La oradora dijo uno."})
	c.ok(YieldFloor{By: "Ana"})
	for _, text := range []string{"Two.", "Three."} {
		c.ok(AddSegment{By: "chair", Speaker: "Bob", Language: "en", Text: text})
	}
	e, err := c.s.Export(Verbatim, 0)
	if err != nil {
		t.Fatal(err)
	}
	got := e.Content()
	if len(got.Turns) != 2 || len(got.Turns[1].Passages) != 2 || got.Turns[1].Speaker != (Person{Name: "Bob", Delegation: "United States", Role: Delegate, Trust: Guest}) {
		t.Errorf("%+v", got.Turns)
	}
	if len(got.People) != 4 || got.People[0].Name != "Alba" || got.People[3].Name != "Chair" || got.Withheld != (Withheld{}) {
		t.Errorf("%+v %+v", got.People, got.Withheld)
	}
}

func TestTheMaskTakesNamesAndNothingElse(t *testing.T) {
	m := newMask([]string{"Ana Pérez de la O.", "Ли"}, []string{"United States"})
	for text, want := range map[string]string{
		"ana pérez de la o.":               "[N. N.].",
		"Anastasia Pérez, Ana's":           "Anastasia [N. N.], [N. N.]'s",
		"the United Nations and our State": "the United Nations and our State",
		"The UNITED  STATES' view; Ли, de": "The [N. N.]' view; [N. N.], de",
		"":                                 "",
	} {
		if got := m.text(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// Recognition and interpreters write names their own way.
func TestTheMaskTakesNamesAsOtherLanguagesWriteThem(t *testing.T) {
	m := newMask([]string{"Juan López", "王毅", "ジョン・スミス", "عبد الله الكريم"}, []string{"México", "المكسيك"})
	for text, want := range map[string]string{
		"Mexico and LOPEZ agree": "[N. N.] and [N. N.] agree",
		"Lo\u0301pez":            "[N. N.]",
		"王毅表示同意":                 "[N. N.]表示同意",
		"スミス氏は":                  "[N. N.]氏は",
		"والمكسيك وللمكسيك وبالمكسيك مكسيك": "[N. N.] [N. N.] [N. N.] [N. N.]",
		"قال عبد الله الكريم إن":            "قال [N. N.] إن",
		"المكسيكي والأمن":                   "المكسيكي والأمن", // the adjective
		"lope, Mexicano":                    "lope, Mexicano",
	} {
		if got := m.text(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
