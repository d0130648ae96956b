package proceedings

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// adopting is the agenda of onAgenda with a delegate of each party who acts for it.
func adopting(t *testing.T) *stage {
	t.Helper()
	s := onAgenda(t)
	for _, id := range []string{"ana", "bob"} {
		s.ok(ChangeMember{Invitation: id, Authority: new(true)})
	}
	return s
}

func (s *stage) arranged(change func([]AgendaItem) []AgendaItem) ArrangeAgenda {
	return ArrangeAgenda{Revision: s.state.Adoption.Revision, Items: change(slices.Clone(s.state.Meeting.Agenda))}
}

func (s *stage) adopt(by string) AdoptAgenda {
	return AdoptAgenda{By: by, Revision: s.state.Adoption.Revision}
}

func (s *stage) provisional() (titles string) {
	for _, a := range s.state.Meeting.Agenda {
		if !s.state.Adopted(a) {
			titles += a.ID + " "
		}
	}
	return strings.TrimSpace(titles)
}

func plus(title string) func([]AgendaItem) []AgendaItem {
	return func(in []AgendaItem) []AgendaItem { return append(in, AgendaItem{Title: title}) }
}

func TestTheAgendaIsProvisionalUntilEveryDelegationHasAdoptedIt(t *testing.T) {
	s := adopting(t)
	s.ok(s.adopt("ana"))
	if got := s.ok(s.adopt("ana")); len(got) != 0 || s.provisional() != "a1 a2 a3" || !s.state.AdoptedBy("d1") || s.state.AdoptedBy("d2") {
		t.Errorf("%v, provisional %s", got, s.provisional())
	}
	// Changed before the second one adopts: the first has not adopted that.
	s.ok(s.arranged(func(in []AgendaItem) []AgendaItem { in[1].Title = "Migration and relief"; return in }))
	s.refused(AdoptAgenda{By: "bob", Revision: 1}, AgendaStale)
	s.ok(s.adopt("bob"))
	if got := s.provisional(); got != "a2" {
		t.Errorf("provisional: %s", got)
	}
	s.ok(s.adopt("ana"))
	s.ok(s.arranged(plus("Other business")))
	if got := s.provisional(); got != "a4" {
		t.Errorf("with a later item provisional: %s", got)
	}
	s.ok(s.adopt("ana"))
	s.ok(s.adopt("bob"))
	if got := s.provisional(); got != "" {
		t.Errorf("provisional: %s", got)
	}
}

func TestWhoAdopts(t *testing.T) {
	s := adopting(t)
	s.person("eva", "delegate", "México")
	for _, by := range []string{"eva", "chair", "nobody", ""} {
		s.refused(s.adopt(by), NoAuthority)
	}
	s.ok(RevokeInvitation{Invitation: "ana"})
	s.refused(s.adopt("ana"), NoAuthority)
	alone := &stage{t: t, now: s.now}
	alone.ok(CreateMeeting{ID: "m", Title: "T"})
	alone.person("chair", "chair", "")
	alone.person("eva", "delegate", "")
	alone.refused(alone.adopt("chair"), AgendaItemUnknown)
	alone.ok(alone.arranged(plus("A")))
	alone.refused(alone.adopt("eva"), NoAuthority)
	alone.ok(alone.adopt("chair"))
	if got := alone.provisional(); got != "" {
		t.Errorf("provisional: %s", got)
	}
}

func TestWhatIsAdoptedStays(t *testing.T) {
	s := adopting(t)
	without := func(i int) func([]AgendaItem) []AgendaItem {
		return func(in []AgendaItem) []AgendaItem { return slices.Delete(in, i, i+1) }
	}
	s.ok(MoveAgenda{By: "chair", Item: "a1"})
	s.refused(s.arranged(without(0)), ItemAdopted) // the meeting is there
	s.ok(s.arranged(without(1)))
	s.ok(s.arranged(plus("D")))
	if last := s.state.Meeting.Agenda[2]; last.ID != "a4" {
		t.Errorf("an identifier was given twice: %+v", last)
	}
	s.ok(s.adopt("ana"))
	s.ok(s.adopt("bob"))
	s.refused(s.arranged(func(in []AgendaItem) []AgendaItem { in[1].Minutes = 3; return in }), ItemAdopted)
	s.refused(s.arranged(without(2)), ItemAdopted)
	s.refused(s.arranged(func(in []AgendaItem) []AgendaItem { slices.Reverse(in); return in }), ItemAdopted)
	s.refused(s.arranged(func(in []AgendaItem) []AgendaItem { return append(in, in[0]) }), FieldInvalid)
	s.refused(s.arranged(func(in []AgendaItem) []AgendaItem { return append(in, AgendaItem{ID: "a9", Title: "x"}) }), AgendaItemUnknown)
	s.refused(ArrangeAgenda{Revision: 1}, AgendaStale)
	// A new item may stand before adopted ones.
	s.ok(s.arranged(func(in []AgendaItem) []AgendaItem { return slices.Insert(in, 0, AgendaItem{Title: "Urgent"}) }))
	if got := s.provisional(); got != "a5" {
		t.Errorf("provisional: %s", got)
	}
	if got := s.ok(s.arranged(func(in []AgendaItem) []AgendaItem { return in })); len(got) != 0 {
		t.Errorf("the same agenda decides %v", got)
	}
	s.state.Adoption.Revision = MaxAgendaRevisions
	s.refused(s.arranged(plus("One more")), LimitReached)
	s.state.Adoption.Revision = 5
	long := strings.Repeat("𠮷", MaxNameRunes)
	s.refused(s.arranged(func(in []AgendaItem) []AgendaItem {
		for len(in) < MaxAgenda {
			in = append(in, AgendaItem{Title: long})
		}
		return in
	}), LimitReached)
}

func TestMovingWhatOneHasAdopted(t *testing.T) {
	s := adopting(t)
	s.ok(s.adopt("ana"))
	s.ok(s.arranged(func(in []AgendaItem) []AgendaItem { slices.Reverse(in); return in }))
	if s.state.AdoptedBy("d1") {
		t.Error("adopted in an order that was not there")
	}
}

func TestTitlesInLanguages(t *testing.T) {
	s := &stage{t: t, now: at("2021-05-07T15:00:00Z")}
	create := func(change func(*CreateMeeting)) CreateMeeting {
		c := CreateMeeting{ID: "m", Languages: []string{"en", "es"}, Titles: map[string]string{"es": " México  – EUA", "EN": "Mexico – US"}}
		change(&c)
		return c
	}
	for field, spoil := range map[string]func(*CreateMeeting){
		"titles.es":           func(c *CreateMeeting) { c.Titles["es"] = "a\u202eb" },
		"titles":              func(c *CreateMeeting) { c.Titles["Spanish"] = "x" },
		"titles.en":           func(c *CreateMeeting) { c.Titles["en"] = "x" },
		"title":               func(c *CreateMeeting) { c.Titles = nil },
		"agenda[0].titles.fr": func(c *CreateMeeting) { c.Agenda = []AgendaItem{{Title: "A", Titles: Titles{"fr": " "}}} },
	} {
		if r := refusalOf(s, create(spoil)); r.Field != field {
			t.Errorf("%s: %+v", field, r)
		}
	}
	s.ok(create(func(*CreateMeeting) {}))
	if diff := cmp.Diff(Titles{"en": "Mexico – US", "es": "México – EUA"}, s.state.Meeting.Titles); diff != "" || s.state.Meeting.Title != "Mexico – US" {
		t.Errorf("%q\n%s", s.state.Meeting.Title, diff)
	}
}

func sorted(in []string) []string {
	slices.Sort(in)
	return in
}

// agendaWork arranges or adopts the agenda, at times from a revision that is over.
func (l *life) agendaWork(t *rapid.T, by, text string) Command {
	revision := l.state.Adoption.Revision - rapid.SampledFrom([]int{0, 0, 0, 0, 1}).Draw(t, "stale")
	if rapid.Bool().Draw(t, "adopt") {
		return AdoptAgenda{By: by, Revision: revision}
	}
	items := slices.Clone(l.state.Meeting.Agenda)
	for i := range items {
		switch rapid.IntRange(0, 9).Draw(t, "what") {
		case 0:
			items[i].Title = text
		case 1:
			items[i], items[0] = items[0], items[i]
		case 2:
			items[i].Minutes++
		default:
		}
	}
	if len(items) > 0 && rapid.IntRange(0, 3).Draw(t, "less") == 0 {
		items = items[1:]
	}
	if rapid.Bool().Draw(t, "more") {
		items = append(items, AgendaItem{ID: rapid.SampledFrom([]string{"", "", "a1", "a99"}).Draw(t, "id"), Title: text})
	}
	return ArrangeAgenda{Revision: revision, Items: items}
}

// checkAdopted: what every delegation had adopted is there as it was, in the same order.
func checkAdopted(t *rapid.T, before, after State) {
	var was, is []AgendaItem
	for _, a := range before.Meeting.Agenda {
		if before.Adopted(a) {
			was = append(was, a)
		}
	}
	for _, a := range after.Meeting.Agenda {
		if slices.ContainsFunc(was, func(b AgendaItem) bool { return a.ID == b.ID }) {
			is = append(is, a)
		}
	}
	if diff := cmp.Diff(was, is); diff != "" {
		t.Fatalf("adopted items changed:\n%s", diff)
	}
	ids := map[string]bool{}
	for _, a := range after.Meeting.Agenda {
		if ids[a.ID] || a.ID == "" || a.Title == "" || after.Adopted(a) && len(after.Adoption.By) < 2 {
			t.Fatalf("item %+v, adopted by %v", a, after.Adoption.By)
		}
		ids[a.ID] = true
	}
}

// In a random life both delegations seldom have somebody who acts for them; here they have.
func TestAnyAgendaKeepsWhatIsAdopted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := newLife(t)
		for _, delegation := range []string{"1", "2"} {
			l.do(t, IssueInvitation{ID: "f" + delegation, TokenHash: "h", Role: "delegate", Name: "F", Delegation: "d" + delegation, FocalPoint: true})
		}
		for range rapid.IntRange(1, 20).Draw(t, "steps") {
			before := l.state
			l.do(t, l.agendaWork(t, rapid.SampledFrom([]string{"f1", "f2"}).Draw(t, "by"), "Item"))
			checkAdopted(t, before, l.state)
		}
		l.checkReplay(t)
	})
}
