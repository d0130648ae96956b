package proceedings

import (
	"slices"
	"strconv"
	"time"
)

// What the events of a text change in it: its paragraphs and their order.

func (f TextBegun) apply(s *State, at time.Time) {
	s.Texts = append(slices.Clip(s.Texts), Text{
		ID: "t" + strconv.Itoa(len(s.Texts)+1), Title: f.Title, Titles: f.Titles, Languages: f.Languages, Changes: 1, By: f.By, At: at,
	})
	s.TextChanges++
}

// withText lets an event change a text that there is. Events of texts that there are not change nothing: a journal that
// somebody wrote by hand must not stop a server.
func (s *State) withText(id string, change func(t Text) Text) {
	if t, ok := s.Text(id); ok {
		s.setText(change(t))
	}
}

func (s *State) withParagraph(text, id string, change func(t Text, p Paragraph) (Text, Paragraph)) {
	s.withText(text, func(t Text) Text {
		p, ok := t.Paragraph(id)
		if !ok {
			return t
		}
		t, p = change(t, p)
		return t.changed(p)
	})
}

func (f ParagraphAdded) apply(s *State, at time.Time) {
	s.withText(f.Text, func(t Text) Text {
		w := (&Wording{}).next(f.Words, Words{By: f.By, At: at})
		w.Before = nil
		s.TextBytes += w.wordsBytes()
		t.Changes++
		p := Paragraph{ID: "p" + strconv.Itoa(len(t.Paragraphs)+1), Place: f.Place, Delegation: f.Delegation, Wording: w, Change: t.Changes}
		if _, beside := t.Paragraph(f.Place); !beside {
			p.Place = p.ID
		}
		t.Paragraphs = slices.Insert(slices.Clone(t.Paragraphs), t.paragraph(f.After)+1, p)
		return t.besides(p.Place).voided().reworded(t.Languages...)
	})
}

// besides marks the alternatives of a place as changed, as their status is another; while there are several, nobody has
// agreed to one of them.
func (t Text) besides(place string) Text {
	several := t.alternatives(place) > 1
	for i, p := range t.Paragraphs { // the list is this State's own by now
		if p.Place == place {
			t.Paragraphs[i].Change = t.Changes
			if several {
				t.Paragraphs[i].Positions = nil
			}
		}
	}
	return t
}

func (f ParagraphRevised) apply(s *State, at time.Time) {
	s.withParagraph(f.Text, f.Paragraph, func(t Text, p Paragraph) (Text, Paragraph) {
		w := p.Wording.next(f.Words, Words{Engine: f.Engine, Of: f.Of, By: f.By, At: at})
		s.TextBytes += w.wordsBytes()
		p.Wording, p.Positions = w, nil
		return t.reworded(keysOf(f.Words)...), p
	})
}

func (f ParagraphWithdrawn) apply(s *State, _ time.Time) {
	s.withText(f.Text, func(t Text) Text {
		p, ok := t.Paragraph(f.Paragraph)
		if !ok {
			return t
		}
		p.Withdrawn, p.Brackets, p.Positions = true, nil, nil
		return t.changed(p).besides(p.Place).reworded(t.Languages...)
	})
}

func (f ParagraphPlaced) apply(s *State, _ time.Time) {
	s.withText(f.Text, func(t Text) Text {
		p, ok := t.Paragraph(f.Paragraph)
		if !ok {
			return t
		}
		t.Changes++
		t.Paragraphs = placed(t.Paragraphs, p.Place, f.After)
		return t.voided().reworded(t.Languages...)
	})
}
