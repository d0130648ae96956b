package proceedings

import (
	"cmp"
	"slices"
	"time"
)

// Regime is what may be made of words: who may be named, and whether they may be quoted at all.
type Regime string

// The regimes, from the loosest to the strictest.
const (
	OnTheRecord    Regime = "on-the-record"
	Background     Regime = "background"      // quoted, and attributed to the agreed label only
	ChathamHouse   Regime = "chatham-house"   // quoted; neither who spoke nor who was there may be told, nor for whom
	DeepBackground Regime = "deep-background" // neither quoted nor attributed
	OffTheRecord   Regime = "off-the-record"  // nothing leaves the meeting
)

// Regimes lists them, from the loosest to the strictest.
func Regimes() []Regime {
	return []Regime{OnTheRecord, Background, ChathamHouse, DeepBackground, OffTheRecord}
}

// Names tells whether the speaker may be named outside.
func (r Regime) Names() bool { return r == OnTheRecord }

// Quotable tells whether words may be quoted outside.
func (r Regime) Quotable() bool { return r != DeepBackground && r != OffTheRecord }

// Audible tells whether sound may be recorded. A voice is an identity, and where words are not quoted there is nothing that a
// recording could prove.
func (r Regime) Audible() bool { return r == OnTheRecord || r == Background }

// strictness orders the regimes. A word that is none counts as the strictest: what is not understood is not let out.
func (r Regime) strictness() int {
	if i := slices.Index(Regimes(), r); i >= 0 {
		return i
	}
	return len(Regimes())
}

// Attribution is a regime with the label that Background needs, such as "a senior official". The zero Attribution is
// OnTheRecord.
type Attribution struct {
	Regime Regime `json:"regime"`
	Label  string `json:"label,omitempty"`
}

// known is the Attribution with its regime.
func (a Attribution) known() Attribution {
	a.Regime = cmp.Or(a.Regime, OnTheRecord)
	return a
}

// looser tells whether a lets more be told than b.
func (a Attribution) looser(b Attribution) bool {
	return a.known().Regime.strictness() < b.known().Regime.strictness()
}

func stricter(a, b Attribution) Attribution {
	if a.looser(b) {
		return b.known()
	}
	return a.known()
}

// Attributions are a meeting's regimes. Words keep the regime under which they were spoken: a change is for those to come.
type Attributions struct {
	Meeting Agreed
	Items   map[string]Agreed      // by AgendaItem.ID, where it is not the meeting's
	Next    map[string]Attribution // by Participant.ID: for their next turn, where it is stricter
	// Spans is what applied when, outside of turns that have their own; each until the next. Never changed, only added to.
	Spans   []Span
	Changes int // of all
}

// Agreed is a regime and what it was when the meeting opened. In session nothing looser than that can be set: those who
// came had no other word.
type Agreed struct{ Now, Convened Attribution }

// Span says what applies from a moment on.
type Span struct {
	From time.Time
	Attribution
}

// MaxRegimeChanges bounds the changes of a meeting's regimes over its life: one for each turn of a long day, and more.
const MaxRegimeChanges = 5000

// SetRegime sets what may be made of words that are to be spoken: in the meeting, at an Item, or in a Speaker's next turn. Of an
// Intervention's words, which are spoken, it can only loosen the regime, and only for the speaker's delegation. At most one
// of the three is given.
type SetRegime struct {
	By                          string // Invitation.ID; "": the administrator
	Item, Speaker, Intervention string
	Regime, Label               string
}

// lasts: a delegation may release its words after the meeting's end.
func (SetRegime) lasts() {}

// RegimeSet says what may be made of words, as SetRegime.
type RegimeSet struct {
	Item         string `json:"item,omitempty"`
	Speaker      string `json:"speaker,omitempty"`
	Intervention string `json:"intervention,omitempty"`
	Attribution
	By string `json:"by,omitempty"`
}

func (c SetRegime) decide(s State, now time.Time) ([]Fact, error) {
	want, err := attribution(c.Regime, c.Label)
	if err != nil {
		return nil, err
	}
	if s.Attributions.Changes >= MaxRegimeChanges {
		return nil, refuse(LimitReached, "the regimes of this meeting were changed %d times, more are not kept", MaxRegimeChanges)
	}
	by := Participant{Role: Organiser}
	if c.By != "" {
		if by, err = s.Reader(c.By, now); err != nil {
			return nil, err
		}
	}
	switch {
	case c.Intervention != "" && c.Speaker+c.Item == "":
		return c.release(s, by, want)
	case s.Phase == Ended:
		return nil, refuse(MeetingEndedCode, "the meeting has ended: no words are to come; a delegation can release its own interventions")
	case s.Phase == Cancelled:
		return nil, s.calledOff()
	case c.Speaker != "" && c.Item+c.Intervention == "":
		return c.nextTurn(s, by, want)
	case c.Speaker == "" && c.Intervention == "":
		return c.general(s, by, want)
	default:
		return nil, refuseField("item", "a regime is set for the meeting, one item, one speaker or one intervention: give at most one of them")
	}
}

// attribution checks a regime and its label.
func attribution(regime, label string) (Attribution, error) {
	a := Attribution{Regime: cmp.Or(Regime(regime), OnTheRecord)}
	var err error
	if a.Label, err = optionalName("label", label); err != nil {
		return a, err
	}
	switch {
	case !slices.Contains(Regimes(), a.Regime):
		return a, refuseField("regime", "it is on-the-record, background, chatham-house, deep-background or off-the-record")
	case a.Regime == Background && a.Label == "":
		return a, refuseField("label", "say what the words are attributed to, such as: a senior official")
	case a.Regime != Background && a.Label != "":
		return a, refuseField("label", "only background has one; leave it empty")
	default:
		return a, nil
	}
}

// general sets the meeting's or an item's regime.
func (c SetRegime) general(s State, by Participant, want Attribution) ([]Fact, error) {
	if !by.Role.Leads() {
		return nil, refuse(NotAllowed, "only the chair and the organiser set the meeting's regime; speakers can ask for a stricter one for their own next turn")
	}
	if c.Item != "" {
		if err := s.agendaItem(c.Item); err != nil {
			return nil, err
		}
	}
	agreed := s.agreed(c.Item)
	if s.Phase != Scheduled && want.looser(agreed.Convened) {
		return nil, refuse(RegimeHolds, "the meeting was opened with the regime %s for this: it can be tightened, and the delegation that spoke can release its own words",
			agreed.Convened.known().Regime)
	}
	if want == agreed.Now.known() {
		return nil, nil
	}
	return []Fact{RegimeSet{Item: c.Item, Attribution: want, By: by.ID}}, nil
}

// nextTurn sets a stricter regime for what a speaker is going to say.
func (c SetRegime) nextTurn(s State, by Participant, want Attribution) ([]Fact, error) {
	speaker, ok := s.Present(c.Speaker)
	switch {
	case !ok:
		return nil, refuse(NotAdmitted, "there is no such participant in the meeting")
	case !by.Role.Leads() && by.ID != speaker.ID:
		return nil, refuse(NotAllowed, "a regime for a turn is set by who will speak, or by the chair")
	case s.Attributions.Next[speaker.ID].known() == want:
		return nil, nil
	case want.Regime != OnTheRecord && want.looser(s.Applying()):
		return nil, refuse(RegimeHolds, "what applies now, %s, is stricter; a turn can only be stricter still", s.Applying().Regime)
	default:
		return []Fact{RegimeSet{Speaker: speaker.ID, Attribution: want, By: by.ID}}, nil
	}
}

// release loosens the regime of words that were spoken.
func (c SetRegime) release(s State, by Participant, want Attribution) ([]Fact, error) {
	v, ok := s.Intervention(c.Intervention)
	if !ok {
		return nil, refuse(InterventionUnknown, "the meeting has no such intervention; use the id of one that it has")
	}
	has := s.AttributionOf(v)
	speaker := s.Participants[v.Speaker]
	own := by.ID != "" && (by.ID == speaker.ID || by.Role.Speaks() && by.Delegation != "" && by.Delegation == speaker.Delegation)
	switch {
	case want == has:
		return nil, nil
	case has.looser(want):
		return nil, refuse(RegimeHolds, "these words were spoken under %s: a regime is tightened before speaking", has.Regime)
	case !own:
		return nil, refuse(NotAllowed, "only the delegation that spoke can release its words from the regime %s", has.Regime)
	default:
		return []Fact{RegimeSet{Intervention: v.ID, Attribution: want, By: by.ID}}, nil
	}
}

// agreed is the regime of an item, or of the meeting for "".
func (s State) agreed(item string) Agreed {
	if a, has := s.Attributions.Items[item]; has {
		return a
	}
	return s.Attributions.Meeting
}

// Applying is what applies to words that are spoken now: those of the turn that is going on, or of the present item.
func (s State) Applying() Attribution {
	if v, ok := s.Intervention(s.Floor.Intervention); ok {
		return s.AttributionOf(v)
	}
	return s.agreed(s.Agenda.Item).Now.known()
}

// AttributionOf is what may be made of an intervention's words. One that was not given at the floor, but written down
// afterwards, has what applied when it began.
func (s State) AttributionOf(v Intervention) Attribution {
	if v.Attribution.Regime != "" {
		return v.Attribution
	}
	if len(v.Intervals) == 0 {
		return s.AttributionAt(s.Meeting.Created, time.Time{})
	}
	return s.AttributionAt(v.Intervals[0].Start, v.Intervals[0].Start)
}

// AttributionAt is the strictest regime between two moments, both included, outside of turns that have their own. A zero end
// is the present.
func (s State) AttributionAt(from, to time.Time) Attribution {
	out := Attribution{}.known()
	spans := s.Attributions.Spans
	for i, v := range spans {
		over := i+1 < len(spans) && !spans[i+1].From.After(from)
		if !over && (to.IsZero() || i == 0 || !v.From.After(to)) {
			out = stricter(v.Attribution, out)
		}
	}
	return out
}

func (f RegimeSet) apply(s *State, at time.Time) {
	s.Attributions.Changes++
	switch {
	case f.Intervention != "":
		for i := range s.Interventions {
			if s.Interventions[i].ID == f.Intervention {
				s.Interventions[i].Attribution = f.Attribution
			}
		}
	case f.Speaker != "":
		s.Attributions.Next[f.Speaker] = f.Attribution
	case f.Item != "":
		s.Attributions.Items[f.Item] = s.agreed(f.Item).set(f.Attribution, s.Phase)
	default:
		s.Attributions.Meeting = s.Attributions.Meeting.set(f.Attribution, s.Phase)
	}
	s.noteRegime(at)
}

// set changes what is agreed. Until the meeting opens that is what it is convened with.
func (a Agreed) set(want Attribution, phase Phase) Agreed {
	a.Now = want
	if phase == Scheduled {
		a.Convened = want
	}
	return a
}

// noteRegime begins another Span where another regime applies.
func (s *State) noteRegime(at time.Time) {
	present := s.agreed(s.Agenda.Item).Now.known()
	spans := s.Attributions.Spans
	if len(spans) == 0 && present.Regime == OnTheRecord || len(spans) > 0 && spans[len(spans)-1].Attribution == present {
		return
	}
	if len(spans) == 0 {
		spans = append(spans, Span{From: s.Meeting.Created, Attribution: Attribution{}.known()})
		if s.Phase == Scheduled {
			spans[0].Attribution = present // nothing was said yet
			s.Attributions.Spans = spans
			return
		}
		for i := range s.Interventions { // one may have begun in this very millisecond
			if s.Interventions[i].Attribution.Regime == "" {
				s.Interventions[i].Attribution = spans[0].Attribution
			}
		}
	}
	s.Attributions.Spans = append(spans, Span{From: at, Attribution: present})
}

// takeNext is what applies to a turn that begins: what was asked for it, where that is stricter than the rest. It is not
// said where all was on the record until now.
func (s *State) takeNext(speaker string) Attribution {
	next, asked := s.Attributions.Next[speaker]
	delete(s.Attributions.Next, speaker)
	if !asked && len(s.Attributions.Spans) == 0 {
		return Attribution{}
	}
	return stricter(s.agreed(s.Agenda.Item).Now, next)
}

// detached has its own maps; Spans is shared, and whoever adds to it makes a new one.
func (a Attributions) detached() Attributions {
	a.Items = cloned(a.Items)
	a.Next = cloned(a.Next)
	a.Spans = slices.Clip(a.Spans)
	return a
}
