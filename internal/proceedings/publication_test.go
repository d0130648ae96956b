package proceedings

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/dates"
)

// adoptedText is an adopted text of the document's meeting, whose next one is on Tuesday 8 June 2021; es and en are its paragraph.
func adoptedText(t *testing.T, es, en string) *stage {
	t.Helper()
	s := negotiation(t)
	s.ok(ProposeSlot{By: "ana", Wall: "2021-06-08T10:00", Zone: "America/Mexico_City", Minutes: 90})
	s.ok(AnswerSlot{By: "bob", Slot: "s1", Accept: true})
	s.ok(SetNextMeeting{By: "chair", Slot: "s1", Mode: InPerson, Legs: []LegWish{{Place: "Ciudad de México", Wall: "2021-06-08T10:00", Zone: "America/Mexico_City", Minutes: 90}}})
	s.ok(AddParagraph{By: "ann", Text: "t1", Words: map[string]string{"es": es, "en": en}})
	s.agreeAll("p1")
	s.ok(assenting(s.state, "ana", "t1", "d1"))
	s.ok(assenting(s.state, "bob", "t1", "d2"))
	s.ok(CertifyConformity{By: "int", Text: "t1", Languages: []string{"es", "en"}, Hashes: s.hashes()})
	return s
}

func (s *stage) findings(cmd Command) []Finding {
	s.t.Helper()
	_, err := Decide(s.state, cmd, s.now)
	r, ok := errors.AsType[*Refusal](err)
	if !ok || r.Code != StatementFails || len(r.Findings) == 0 {
		s.t.Fatalf("%+v: %v", cmd, err)
	}
	return r.Findings
}

// The document's own mistake: the report says 7 June, the meeting was on Tuesday 8 June 2021.
func TestAStatementWithTheWrongDayIsStopped(t *testing.T) {
	for es, words := range map[string]string{
		"La próxima reunión será el 7 de junio en la Ciudad de México.": "7 de junio",
		"Se reunirán el martes 7 de junio de 2021.":                     "martes 7 de junio de 2021",
	} {
		s := adoptedText(t, es, "The next meeting will be on 8 June.")
		found := s.findings(PublishStatement{By: "chair", Text: "t1"})
		for _, f := range found {
			if f.Words != words || f.Language != "es" || f.Paragraph != "p1" || string([]rune(es)[f.Start:f.End]) != words {
				t.Errorf("%+v", f)
			}
		}
		if !slices.ContainsFunc(found, func(f Finding) bool {
			return f.Code == string(dates.DateUnknown) && f.Date.Expected[0].Date == dates.Date{Year: 2021, Month: 6, Day: 8}
		}) {
			t.Errorf("%+v", found)
		}
		if strings.Contains(words, "martes") && found[0].Code != string(dates.WeekdayDiffers) {
			t.Errorf("%+v", found)
		}
		var overrides []Override
		for _, f := range found {
			overrides = append(overrides, Override{Paragraph: f.Paragraph, Language: f.Language, Words: f.Words, Code: f.Code, Reason: "As the report has it."})
		}
		s.refused(PublishStatement{By: "chair", Text: "t1", Overrides: []Override{{Paragraph: "p1", Language: "es", Words: words, Code: found[0].Code}}}, FieldInvalid)
		s.ok(PublishStatement{By: "chair", Text: "t1", Overrides: overrides})
		if p := s.state.Publications[0]; len(p.Overrides) != len(overrides) || p.Overrides[0].Reason != "As the report has it." {
			t.Errorf("%+v", p)
		}
	}
	s := adoptedText(t, "El martes 8 de junio de 2021, tras la reunión del 7 de mayo.", "On Tuesday, June 8th, after the meeting of 7 May 2021.")
	s.ok(PublishStatement{By: "chair", Text: "t1"})
}

// A title says days and quotations as the words do.
func TestTitlesAreChecked(t *testing.T) {
	s := negotiation(t)
	readout := PublishReadout{By: "ana", Bodies: map[string]string{"es": "Fue una buena reunión."}}
	for title, words := range map[string]string{
		"Nota: nos vemos el lunes 31 de febrero de 2027":       "lunes 31 de febrero de 2027",
		"Nota: «pueden contar con nosotros para nada de nada»": "pueden contar con nosotros para nada de nada",
	} {
		readout.Titles = map[string]string{"es": title}
		f := s.findings(readout)[0]
		if f.Part != PartTitle || f.Paragraph != "" || f.Language != "es" || f.Words != words || string([]rune(title)[f.Start:f.End]) != words {
			t.Errorf("%+v", f)
		}
		readout.Overrides = []Override{{Language: "es", Words: f.Words, Code: f.Code, Reason: "x"}} // of the words, not of the title
		s.findings(readout)
		readout.Overrides[0].Part = PartTitle
		s.ok(readout)
		readout.Overrides = nil
	}
	for i, title := range []BeginText{
		{By: "chair", Titles: map[string]string{"es": "Declaración del martes 7 de junio de 2021", "en": "Statement"}},
		{By: "chair", Title: "Declaración del martes 7 de junio de 2021"},
	} {
		s.ok(title)
		found := s.state.CheckStatement(s.state.Texts[i+1], s.now)
		if len(found) == 0 || found[0].Part != PartTitle || found[0].Language != "es" || found[0].Words != "martes 7 de junio de 2021" {
			t.Errorf("%+v", found)
		}
	}
}

func TestAStatementIsPublishedWholeAndOnce(t *testing.T) {
	s := adoptedText(t, "Cooperaremos.", "We shall cooperate.")
	s.refused(PublishStatement{By: "ana", Text: "t1"}, NotAllowed)
	s.refused(PublishStatement{By: "chair", Text: "t1", Embargo: "2021-05-08T10:00", Timezone: "America/Atlantis"}, FieldInvalid)
	s.refused(PublishStatement{By: "chair", Text: "t1", Embargo: "2031-05-08T10:00Z"}, FieldInvalid)
	s.refused(PublishStatement{By: "chair", Text: "t1", Embargo: "2020-01-01T00:00"}, FieldInvalid)
	s.refused(PublishReadout{By: "ana", Titles: map[string]string{"es": "Nota"}, Bodies: map[string]string{"es": "Bien."}, Embargo: "2020-01-01T00:00"}, FieldInvalid)
	s.ok(PublishStatement{By: "chair", Text: "t1", Embargo: "2021-05-07T18:00", Timezone: "America/Mexico_City"})
	if p := s.state.Publications[0]; len(s.state.Public(s.now)) != 0 || p.Local != "2021-05-07T18:00:00" || p.SHA256 != s.text().Versions[0].SHA256 {
		t.Errorf("%+v", p)
	}
	if public := s.state.Public(at("2021-05-07T23:00:00Z")); len(public) != 1 {
		t.Errorf("after the embargo: %+v", public)
	}
	s.refused(PublishStatement{By: "chair", Text: "t1"}, NothingNew)
	// A rectification is published as what it is, with new certificates.
	s.ok(ProposeRectification{By: "ana", Text: "t1", Paragraph: "p1", Words: map[string]string{"en": "We will cooperate."}, Reason: "x", Hours: 1})
	s.now = s.now.Add(time.Hour)
	s.ok(SettleRectification{Text: "t1", Rectification: "r1"})
	s.refused(PublishStatement{By: "chair", Text: "t1"}, NotCertified)
	s.ok(CertifyConformity{By: "int", Text: "t1", Languages: []string{"es", "en"}, Hashes: s.hashes()})
	s.ok(PublishStatement{By: "chair", Text: "t1"})
	if p := s.state.Publications[1]; p.Supersedes != "u1" || p.Version != 2 || s.state.SupersededBy("u1", s.now) != "u2" {
		t.Errorf("%+v", p)
	}
}

func TestAReadoutIsOneDelegations(t *testing.T) {
	s := negotiation(t)
	readout := PublishReadout{By: "ana", Titles: map[string]string{"es": "Nota sobre la videollamada"}, Bodies: map[string]string{"es": "Fue una buena reunión."}}
	s.refused(PublishStatement{By: "chair", Text: "t1"}, TextNotAdopted)
	joint := readout
	joint.Titles = map[string]string{"es": "Declaración conjunta"}
	s.refused(joint, FieldInvalid)
	joint.Titles = map[string]string{"es": " texto  ES "}
	s.ok(BeginText{By: "chair", Titles: map[string]string{"es": "Texto es", "en": "Text en"}})
	s.refused(joint, FieldInvalid)
	missing := readout
	missing.Bodies = map[string]string{"es": "x", "en": "y"}
	s.refused(missing, LanguageMissing)
	other := readout
	other.By = "ann"
	s.refused(other, NoAuthority)
	s.ok(readout)
	other.By, other.Supersedes = "bob", "u1"
	s.refused(other, PublicationUnknown)
	readout.Supersedes, readout.Bodies = "u1", map[string]string{"es": "Fue una reunión muy buena."}
	s.ok(readout)
	if p := s.state.Publications[1]; p.Delegation != "d1" || p.Kind != Readout || s.state.SupersededBy("u1", s.now) != "u2" {
		t.Errorf("%+v", p)
	}
}

// A readout does not tell who else was there.
func TestAReadoutNamesNobodyElse(t *testing.T) {
	s := &stage{t: t, now: at("2021-05-07T15:00:00Z")}
	s.ok(CreateMeeting{ID: "m", Title: "México – United States", Delegations: []Delegation{{Name: "México"}, {Name: "United States"}}, Regime: string(ChathamHouse)})
	s.ok(IssueInvitation{ID: "ana", TokenHash: "ana", Role: "delegate", Name: "Ana", Delegation: "México", Authority: true})
	s.ok(PublishReadout{By: "ana", Titles: map[string]string{"es": "Nota"}, Bodies: map[string]string{"es": "Fue una buena reunión."}})
	title, _ := s.state.PublicTitle(s.now)
	if parties := s.state.PublicParties(s.now); !slices.Equal(parties, []string{"d1"}) || strings.Contains(title, "United") {
		t.Errorf("%v, %q", parties, title)
	}
}

// What stands between quotation marks is held against the record.
func TestQuotationsOfAStatementAreHeldAgainstTheRecord(t *testing.T) {
	s := negotiation(t)
	s.ok(AddSegment{By: "chair", Language: "en", Text: "You can count on us, he said, to work for the people of both countries.", Origin: "floor"})
	readout := PublishReadout{By: "ana", Titles: map[string]string{"en": "Note"}, Bodies: map[string]string{
		"en": `The “root causes” matter. “You can count on us (…) to work for the people”. “You can count on you to work”`,
	}}
	found := s.findings(readout)
	if len(found) != 1 || found[0].Words != "You can count on you to work" || found[0].Code != QuotationFails {
		t.Errorf("%+v", found)
	}
	readout.Bodies = map[string]string{"en": "“You can count on us (…) to work for the people”"}
	s.ok(readout)
}

func TestQuotationMarks(t *testing.T) {
	for text, want := range map[string]int{
		"«uno dos tres cuatro»": 1, "«uno dos tres»": 0, `"one two three four" and "five six seven eight"`: 2, "„eins zwei drei vier“": 1,
		"“open one two three four": 0, "": 0, "“a «b c d e» f”": 1, "「我们可以依靠你们一起工作的朋友啊」": 1,
		"‘you can’t count on us’": 1, "‘root causes’": 0, "the ministers’ work isn’t done by l’accord of others’ words": 0, "‘tis so, and ‘you can count on us’": 1,
		"‘he said “no” to all’, “one ‘two three four five’ six”": 2, "'one two three four' — one two three four": 0,
	} {
		if got := quotations(text); len(got) != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
