package proceedings

import (
	"cmp"
	"slices"
	"time"
)

// Exportable is what of a meeting may leave it. Only State.Export makes one, and all that shows words outside takes one, be it
// a file or the check of a quotation: the regimes are kept here and nowhere else.
type Exportable struct{ content Content }

// Content is what it says. Changing it changes nothing for others but for what its lists share.
func (e Exportable) Content() Content { return e.content }

// Content is a meeting as it may be told.
type Content struct {
	Meeting   string // Meeting.ID
	Title     string
	Titles    Titles
	Languages []string
	Start     time.Time
	Timezone  string
	Created   time.Time
	Form      Form // of the passages
	// Version is which of the record the words are of; 0: the draft, which is not final.
	Version   int
	Published time.Time // the version
	// SHA256 is the version's, hexadecimal. It is of all words with all names; "" of a draft, and where something is withheld and
	// a hash without salt could prove a guess of it.
	SHA256 string
	Items  []AgendaItem
	// People are those who were in the meeting, by delegation; nil where that may not be told (Withheld.People).
	People   []Person
	Turns    []Turn // as they began
	Withheld Withheld
}

// Withheld is what is not told, and why somebody who misses it finds nothing.
type Withheld struct {
	People bool // who was there
	Names  bool // who spoke, in some turns
	Words  bool // some turns, or what was said in them
}

// Person is somebody as they may be named.
type Person struct {
	Name, Function string
	Delegation     string // its name
	Role           Role
	Trust          Trust // how sure it is that they are who the list says
}

// Turn is what one speaker said in one go.
type Turn struct {
	Intervention string // Intervention.ID; "": words outside of any
	Kind         InterventionKind
	Item         string // AgendaItem.ID
	Language     string // of the floor, BCP 47; "": not said
	Regime       Regime
	Speaker      Person // zero where nobody may be named
	OnBehalfOf   string
	Label        string // of Background: what the words are attributed to
	Start, End   time.Time
	Passages     []Segment // without By; empty where they may not be quoted
}

// Export is what of the meeting may leave it: the words of a version, or of the draft (0) in one form; a version has one ("" is
// it). A meeting that is off the record, and of which no delegation released words, is refused (RegimeForbids).
func (s State) Export(form Form, version int) (Exportable, error) {
	c := Content{
		Meeting: s.Meeting.ID, Title: s.Meeting.Title, Titles: s.Meeting.Titles, Languages: s.Meeting.Languages, Start: s.Meeting.Start,
		Timezone: s.Meeting.Timezone, Created: s.Meeting.Created, Items: slices.Clone(s.Meeting.Agenda),
	}
	words, err := s.basis(&c, form, version)
	if err != nil {
		return Exportable{}, err
	}
	house := s.everChathamHouse()
	hide := s.newMask(house)
	if err := s.tell(&c, words, hide, house); err != nil {
		return Exportable{}, err
	}
	if v := version - 1; v >= 0 && (s.Record.Versions[v].Salt != "" || c.Withheld == Withheld{}) {
		c.SHA256 = s.Record.Versions[v].SHA256
	}
	if house {
		c.Title, c.Titles = hide.text(c.Title), hide.titles(c.Titles)
		for i := range c.Items {
			c.Items[i].Title, c.Items[i].Titles = hide.text(c.Items[i].Title), hide.titles(c.Items[i].Titles)
		}
	}
	if !c.Withheld.People {
		c.People = s.people()
	}
	return Exportable{content: c}, nil
}

// Withholds tells what an export would not tell, without its words; RegimeForbids: there is none.
func (s State) Withholds(form Form, version int) (Withheld, error) {
	var c Content
	words, err := s.basis(&c, form, version)
	if err == nil {
		err = s.tell(&c, words, mask{}, s.everChathamHouse())
	}
	return c.Withheld, err
}

// basis are the words that are to be told, and what they are of.
func (s State) basis(c *Content, form Form, version int) (SegmentList, error) {
	if version == 0 {
		c.Form = cmp.Or(form, Verbatim)
		return s.Record.Segments, nil
	}
	v, err := s.Version(version)
	if err != nil {
		return SegmentList{}, err
	}
	if form != "" && form != v.Form {
		return SegmentList{}, refuseField("form", "version %d is the %s record; leave the form out", version, v.Form)
	}
	c.Version, c.Published, c.Form = v.Number, v.At, v.Form
	return v.Segments, nil
}

// tell adds the turns, and what is not told of them.
func (s State) tell(c *Content, words SegmentList, hide mask, house bool) error {
	general := s.Attributions.Meeting.Now.known().Regime
	c.Withheld.People = house || !general.Quotable()
	for _, t := range s.turns(c.Form, words) {
		if t, told := s.told(t, hide); told {
			c.Turns = append(c.Turns, t)
			c.Withheld.Names = c.Withheld.Names || !t.Regime.Names()
			c.Withheld.Words = c.Withheld.Words || !t.Regime.Quotable()
		} else {
			c.Withheld.Words = true
		}
	}
	if general == OffTheRecord && len(c.Turns) == 0 {
		return refuse(RegimeForbids, "the meeting is off the record: nothing of it can be exported or quoted; a delegation can release its own interventions")
	}
	return nil
}

// everChathamHouse tells whether some of the meeting was, or is to be, under the Chatham House Rule: then nobody's presence is
// told, since whoever is not named as a speaker elsewhere would be the one who spoke here.
func (s State) everChathamHouse() bool {
	rule := func(a Attribution) bool { return a.Regime == ChathamHouse }
	if rule(s.Attributions.Meeting.Now) || slices.ContainsFunc(s.Attributions.Spans, func(v Span) bool { return rule(v.Attribution) }) {
		return true
	}
	for _, a := range s.Attributions.Items {
		if rule(a.Now) {
			return true
		}
	}
	return slices.ContainsFunc(s.Interventions, func(v Intervention) bool { return rule(v.Attribution) })
}

// turns are all turns with all their words, as they began: the interventions, and what was said outside of any, which goes on
// as long as the same person speaks.
func (s State) turns(form Form, words SegmentList) []Turn {
	out := make([]Turn, 0, len(s.Interventions))
	at := make(map[string]int, len(s.Interventions))
	for _, v := range s.Interventions {
		t := Turn{Intervention: v.ID, Kind: v.Kind, Item: v.Item, Language: v.Language, OnBehalfOf: v.OnBehalfOf, Speaker: s.person(v.Speaker)}
		a := s.AttributionOf(v)
		t.Regime, t.Label = a.Regime, a.Label
		if len(v.Intervals) > 0 {
			t.Start, t.End = v.Intervals[0].Start, v.Intervals[len(v.Intervals)-1].End
		}
		at[v.ID] = len(out)
		out = append(out, t)
	}
	var outside []Segment
	for v := range words.All() {
		i, is := at[v.Intervention]
		switch {
		case v.Form != form || v.Removed:
		case is:
			out[i].Passages = append(out[i].Passages, v)
		default:
			outside = append(outside, v)
		}
	}
	for i := range out {
		InOrder(out[i].Passages)
	}
	out = append(out, s.outside(outside)...)
	slices.SortStableFunc(out, func(a, b Turn) int { return a.Start.Compare(b.Start) })
	return out
}

// outside makes turns of words outside of any intervention.
func (s State) outside(words []Segment) []Turn {
	InOrder(words)
	var out []Turn
	for i, v := range words {
		end := v.End
		if end.IsZero() {
			end = v.Start
		}
		a := s.AttributionOfSegment(v)
		last := len(out) - 1
		if i == 0 || words[i-1].Speaker != v.Speaker || v.Speaker == "" || out[last].Regime != a.Regime || out[last].Label != a.Label {
			out = append(out, Turn{Regime: a.Regime, Label: a.Label, Speaker: s.person(v.Speaker), Start: v.Start})
			last++
		}
		out[last].End = end
		out[last].Passages = append(out[last].Passages, v)
	}
	return out
}

// told is what may be told of a turn; false: not even that there was one.
func (s State) told(t Turn, hide mask) (Turn, bool) {
	if t.Regime == OffTheRecord || t.Regime.strictness() >= len(Regimes()) {
		return Turn{}, false
	}
	speaker := t.Speaker
	if !t.Regime.Names() {
		t.Speaker, t.OnBehalfOf = Person{}, ""
	}
	if !t.Regime.Quotable() {
		t.Passages = nil
	}
	if t.Regime == Background {
		hide = newMask([]string{speaker.Name}, nil)
	}
	for i := range t.Passages {
		v := &t.Passages[i]
		v.By, v.Speaker = "", ""
		if !t.Regime.Names() {
			v.Text = hide.text(v.Text)
		}
	}
	return t, true
}

// person is a participant by name; the zero Person for "".
func (s State) person(id string) Person {
	p := s.Participants[id]
	if p.ID == "" {
		return Person{}
	}
	out := Person{Name: p.Name, Function: p.Function, Role: p.Role, Trust: s.TrustOf(p.ID)}
	for _, d := range s.Meeting.Delegations {
		if d.ID == p.Delegation {
			out.Delegation = d.Name
		}
	}
	return out
}

// people are those who were let in and not removed, by delegation, then by name.
func (s State) people() []Person {
	rank := map[string]int{"": len(s.Meeting.Delegations)}
	names := map[string]string{}
	for i, d := range s.Meeting.Delegations {
		rank[d.Name], names[d.ID] = i, d.Name
	}
	out := []Person{}
	for _, p := range s.Participants {
		if p.Status == Admitted {
			out = append(out, Person{Name: p.Name, Function: p.Function, Role: p.Role, Delegation: names[p.Delegation], Trust: s.TrustOf(p.ID)})
		}
	}
	slices.SortFunc(out, func(a, b Person) int {
		return cmp.Or(cmp.Compare(rank[a.Delegation], rank[b.Delegation]), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Function, b.Function), cmp.Compare(a.Role, b.Role))
	})
	return out
}
