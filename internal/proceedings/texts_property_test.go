package proceedings

import (
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// negotiating is a random command on a text, mostly of those that there are.
func (l *life) negotiating(t *rapid.T, by, words string) Command {
	text := rapid.SampledFrom([]string{"t1", "t1", "t1", "t2", "t9"}).Draw(t, "which")
	held, _ := l.state.Text(text)
	paragraph, from := "p9", 1
	if len(held.Paragraphs) > 0 {
		p := rapid.SampledFrom(held.Paragraphs).Draw(t, "paragraph")
		paragraph, from = p.ID, p.Revision()+rapid.SampledFrom([]int{0, 0, 0, 0, -1, 1}).Draw(t, "stale")
	}
	said := map[string]string{}
	for _, language := range rapid.SampledFrom([][]string{{"es"}, {"en"}, {"es", "en"}, {"fr"}, nil}).Draw(t, "languages") {
		said[language] = words + "x"
	}
	bracket := rapid.SampledFrom([]string{"b1", "b2", "b3"}).Draw(t, "bracket")
	var after *string
	if rapid.Bool().Draw(t, "after") {
		after = &paragraph
	}
	switch rapid.IntRange(0, 19).Draw(t, "on the text") {
	case 0:
		return BeginText{By: by, Title: words, Languages: []string{"es", "en"}}
	case 1, 2, 3:
		return AddParagraph{By: by, Text: text, Words: said, After: after}
	case 4:
		return AddParagraph{By: by, Text: text, Words: said, AlternativeTo: paragraph}
	case 5, 6:
		return ReviseParagraph{By: by, Text: text, Paragraph: paragraph, From: from, Words: said}
	case 7:
		return ReviseParagraph{By: by, Text: text, Paragraph: paragraph, From: from, Words: said, Engine: "machine", Of: "es"}
	case 8:
		return rapid.SampledFrom([]Command{
			WithdrawParagraph{By: by, Text: text, Paragraph: paragraph, From: from}, PlaceParagraph{By: by, Text: text, Paragraph: paragraph, After: "p1"},
		}).Draw(t, "move")
	case 9:
		return AskBracket{By: by, Text: text, Paragraph: paragraph, From: from, Reason: words, Kind: rapid.SampledFrom([]string{"", "reservation", "x"}).Draw(t, "kind")}
	case 10:
		return ReleaseBracket{By: by, Text: text, Bracket: bracket}
	case 11, 12:
		return TakePosition{By: by, Text: text, Paragraph: paragraph, From: from, Stance: rapid.SampledFrom([]string{"none", "ad-referendum", "agreed", "agreed", "perhaps"}).Draw(t, "stance")}
	case 13, 14:
		return l.assent(t, by, text)
	case 15:
		return rapid.SampledFrom([]Command{
			OpenSilence{By: by, Text: text, Hours: 1},
			CancelSilence{By: by, Text: text},
			BreakSilence{By: by, Text: text, Reason: words},
			KeepSilence{Text: text},
			WithdrawAssent{By: by, Text: text},
		}).Draw(t, "silence")
	case 17, 18:
		return l.afterwards(t, by, text, paragraph, words)
	case 16:
		return CertifyConformity{By: by, Text: text, Languages: []string{"es", "en"}, Hashes: map[string]string{
			"es": l.state.TextSHA256(held, "es"), "en": l.state.TextSHA256(held, "en"),
		}}
	default:
		return rapid.SampledFrom([]Command{
			ProposeRectification{By: by, Text: text, Paragraph: paragraph, Words: said, Reason: words, Hours: 1},
			RefuseRectification{By: by, Text: text, Rectification: "r1", Reason: words},
			SettleRectification{Text: text, Rectification: "r1"},
		}).Draw(t, "rectification")
	}
}

// close does what brings the first text to its adoption: i1 acts for d1, i3 for d2, i4 leads.
func (l *life) close(t *rapid.T) {
	do := func(cmd Command) {
		before := l.state
		events := l.do(t, cmd)
		checkTexts(t, before, l.state, l.now, events)
	}
	acting := map[string]string{"d1": "i1", "d2": "i3", "": "i4"}
	text, _ := l.state.Text("t1")
	for _, place := range text.Places() {
		for i, p := range place {
			for _, b := range p.Brackets {
				do(ReleaseBracket{By: acting[b.Delegation], Text: "t1", Bracket: b.ID})
			}
			if i > 0 {
				do(WithdrawParagraph{By: acting[p.Delegation], Text: "t1", Paragraph: p.ID, From: p.Revision()})
			}
		}
		p := place[0]
		said := map[string]string{}
		for _, language := range text.Languages {
			if said[language] = p.Wording.Words[language].Text; said[language] == "" {
				said[language] = "tres"
			}
		}
		do(ReviseParagraph{By: "i1", Text: "t1", Paragraph: p.ID, From: p.Revision(), Words: said})
		text, _ := l.state.Text("t1")
		p, _ = text.Paragraph(p.ID)
		for _, by := range []string{"i1", "i3"} {
			do(TakePosition{By: by, Text: "t1", Paragraph: p.ID, From: p.Revision(), Stance: "agreed"})
		}
	}
	do(assenting(l.state, "i1", "t1", "d1"))
	if places := text.Places(); len(places) > 0 && rapid.Bool().Draw(t, "meanwhile") { // the other assents to something else
		p := places[0][0].ID
		now := func() int {
			text, _ := l.state.Text("t1")
			p, _ := text.Paragraph(p)
			return p.Revision()
		}
		do(TakePosition{By: "i3", Text: "t1", Paragraph: p, From: now(), Stance: "none"})
		do(ReviseParagraph{By: "i3", Text: "t1", Paragraph: p, From: now(), Words: map[string]string{"en": "meanwhile"}})
		do(TakePosition{By: "i1", Text: "t1", Paragraph: p, From: now(), Stance: "agreed"})
		do(TakePosition{By: "i3", Text: "t1", Paragraph: p, From: now(), Stance: "agreed"})
	}
	do(assenting(l.state, "i3", "t1", "d2"))
	text, _ = l.state.Text("t1")
	if places := text.Places(); len(text.Versions) > 0 && rapid.Bool().Draw(t, "rectify") {
		do(ProposeRectification{By: "i1", Text: "t1", Paragraph: places[0][0].ID, Words: map[string]string{"es": "cuatro"}, Reason: "x", Hours: 1})
		l.now = l.now.Add(time.Hour)
		for _, r := range text.Rectifications {
			do(SettleRectification{Text: "t1", Rectification: r.ID})
		}
		do(SettleRectification{Text: "t1", Rectification: rectificationID(len(text.Rectifications))})
	}
}

// afterwards is a random command of what follows a text.
func (l *life) afterwards(t *rapid.T, by, text, paragraph, words string) Command {
	commitment := rapid.SampledFrom([]string{"c1", "c2", "c9"}).Draw(t, "commitment")
	return rapid.SampledFrom([]Command{
		PublishStatement{By: by, Text: text},
		PublishStatement{By: by, Text: text, Embargo: "2021-05-09T10:00Z"},
		PublishReadout{By: by, Titles: map[string]string{"es": words}, Bodies: map[string]string{"es": words + " el 7 de mayo"}},
		MakeCommitment{By: by, Text: text, Paragraph: paragraph, Actors: []string{"d1"}, Action: map[string]string{"es": words}},
		MakeCommitment{By: by, Text: text, Paragraph: paragraph, Action: map[string]string{"es": words}, Due: DueNext},
		AssessCommitment{By: by, Commitment: commitment, Status: rapid.IntRange(-2, 2).Draw(t, "status"), Note: words},
		CloseCommitment{By: by, Commitment: commitment, Settled: rapid.Bool().Draw(t, "settled")},
	}).Draw(t, "afterwards")
}

func (l *life) assent(t *rapid.T, by, text string) Command {
	if by == "" {
		by = "nobody"
	}
	c := assenting(l.state, by, text, l.state.Invitations[by].Delegation)
	if rapid.IntRange(0, 9).Draw(t, "old") == 0 {
		c.SHA256 = strings.Repeat("0", 64)
	}
	return c
}

// checkTexts: an adopted text has nothing open in it and everybody's assent to what it says (or their silence); it changes by
// a rectification only; who asked for a bracket released it; revisions follow each other and keep who made them.
func checkTexts(t *rapid.T, before, s State, now time.Time, events []Event) {
	for _, e := range events {
		switch f := e.Fact.(type) {
		case BracketReleased:
			held, _ := before.Text(f.Text)
			p, _ := held.Paragraph(f.Paragraph)
			i := slices.IndexFunc(p.Brackets, func(b Bracket) bool { return b.ID == f.Bracket })
			if i < 0 || p.Brackets[i].Delegation != before.PartyOf(f.By) {
				t.Fatalf("%+v by %q released %+v", f, before.PartyOf(f.By), p.Brackets)
			}
		case PublicationIssued:
			checkPublication(t, before, f.Publication)
		case CommitmentMade:
			held, _ := before.Text(f.Commitment.Text)
			if p, _ := held.Paragraph(f.Commitment.Paragraph); len(held.Versions) == 0 && before.StatusOf(held, p) != IsAgreed {
				t.Fatalf("%+v of a paragraph that is not agreed", f.Commitment)
			}
			if by := before.Invitations[f.Commitment.By]; by.Role == Delegate && before.PartyOf(by.ID) != "" && !slices.Equal(f.Commitment.Actors, []string{before.PartyOf(by.ID)}) {
				t.Fatalf("%+v is another delegation's promise", f.Commitment)
			}
		case CommitmentSettled:
			was, _ := before.Commitment(f.Commitment)
			is, _ := s.Commitment(f.Commitment)
			if !was.Open() || !is.Open() && len(is.Closing) != len(s.Meeting.Parties()) {
				t.Fatalf("%+v, then %+v", was, is)
			}
		case TextAdopted:
			was, _ := before.Text(f.Text)
			checkAdoption(t, before, s, was, f)
		}
	}
	size, changes := 0, 0
	for i, text := range s.Texts {
		changes += text.Changes
		size += checkWordings(t, text)
		if i < len(before.Texts) {
			checkAdoptedStays(t, before, s, before.Texts[i], text)
		}
		if v := text.Silence(); v.Open() && len(text.Versions) > 0 {
			t.Fatalf("a silence procedure over the adopted text %s at %v", text.ID, now)
		}
	}
	if size != s.TextBytes || s.TextChanges > MaxTextChanges {
		t.Fatalf("%d bytes counted, %d there; %d changes of %d", s.TextBytes, size, s.TextChanges, changes)
	}
}

// checkPublication: what is published jointly is adopted as its hash says, and certified in all its languages.
func checkPublication(t *rapid.T, s State, p Publication) {
	if p.Kind != JointStatement {
		if p.Delegation == "" || p.Text != "" {
			t.Fatalf("%+v", p)
		}
		return
	}
	held, _ := s.Text(p.Text)
	if n := len(held.Versions); n == 0 || held.Versions[n-1].SHA256 != p.SHA256 || len(held.Uncertified()) > 0 {
		t.Fatalf("%+v of %+v", p, held.Versions)
	}
}

func checkAdoption(t *rapid.T, before, s State, was Text, f TextAdopted) {
	now, _ := s.Text(f.Text)
	hash := s.TextSHA256(now)
	if f.SHA256 != hash || now.Versions[0].SHA256 != hash {
		t.Fatalf("adopted %s, the text is %s", f.SHA256, hash)
	}
	for _, o := range s.Obstacles(now) {
		if o.Code != NotAgreed || !f.Silence {
			t.Fatalf("adopted with %+v", o)
		}
	}
	if f.Silence {
		if v := was.Silence(); !v.Open() || v.SHA256 != hash {
			t.Fatalf("adopted by silence %+v", v)
		}
		return
	}
	for _, party := range before.Meeting.Parties() {
		if a, live := now.Live(party); !live || a.SHA256 != hash {
			t.Fatalf("adopted without %q: %+v", party, now.Assents)
		}
	}
}

func checkWordings(t *rapid.T, text Text) int {
	size, seen := 0, map[string]bool{}
	for _, p := range text.Paragraphs {
		if seen[p.ID] {
			t.Fatalf("%s is there twice", p.ID)
		}
		seen[p.ID] = true
		for w := p.Wording; w != nil; w = w.Before {
			size += w.wordsBytes()
			if w.Before != nil && w.Before.Revision != w.Revision-1 || w.Before == nil && w.Revision != 1 {
				t.Fatalf("%s: revision %d", p.ID, w.Revision)
			}
			for language, words := range w.Words {
				if words.Text == "" || utf8.RuneCountInString(words.Text) > MaxParagraphRunes || !slices.Contains(text.Languages, language) {
					t.Fatalf("%s: %q in %s", p.ID, words.Text, language)
				}
			}
		}
		if (len(p.Brackets) > 0 || text.alternatives(p.Place) > 1) && len(p.Positions) > 0 {
			t.Fatalf("%s is agreed to by %v with a bracket or an alternative", p.ID, slices.Collect(maps.Keys(p.Positions)))
		}
	}
	return size
}

// checkAdoptedStays: what is adopted says what it said, or has a version more.
func checkAdoptedStays(t *rapid.T, before, s State, was, is Text) {
	if len(was.Versions) == 0 {
		return
	}
	for i, v := range was.Versions {
		if is.Versions[i].SHA256 != v.SHA256 {
			t.Fatalf("version %d of %s was changed", v.Number, was.ID)
		}
	}
	if len(is.Versions) == len(was.Versions) && s.TextSHA256(is) != before.TextSHA256(was) {
		t.Fatalf("the adopted text %s was changed", was.ID)
	}
	if last := is.Versions[len(is.Versions)-1]; last.SHA256 != s.TextSHA256(is) {
		t.Fatalf("version %d of %s is not what it says", last.Number, is.ID)
	}
}
