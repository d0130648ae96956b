package proceedings

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"
)

// Bounds of the lists of speakers.
const (
	// MaxListed bounds who is on one list: more than a meeting has sessions. The whole list goes to everybody when it
	// changes.
	MaxListed = 400
	// MaxListedOverall bounds all lists of a meeting together: each welcome has them.
	MaxListedOverall = 1000
)

// ListSettings is how a list of speakers is kept. It is open from Opens on until Closes.
type ListSettings struct {
	Opens  time.Time `json:"opens,omitzero"`  // zero: it was not opened
	Closes time.Time `json:"closes,omitzero"` // zero: it is not known when
	Zone   string    `json:"zone,omitempty"`  // IANA, in which the times are said
	Order  Order     `json:"order,omitempty"` // "": ByRequest
	// Speaking times, s; 0: none. The delegation's is for the whole item.
	Limit           int `json:"limit,omitempty"`
	DelegationLimit int `json:"delegationLimit,omitempty"`
}

// Open tells whether one can ask for the floor.
func (l ListSettings) Open(now time.Time) bool {
	return !l.Opens.IsZero() && !now.Before(l.Opens) && (l.Closes.IsZero() || now.Before(l.Closes))
}

// SpeakersList is the list of speakers on one item. Entries are as they were asked for; a changed list has new ones.
type SpeakersList struct {
	ListSettings
	Entries []ListEntry
}

// ListEntry is a wish to speak.
type ListEntry struct {
	ID          string           `json:"id"` // "r1", "r2"… in the meeting
	Participant string           `json:"participant"`
	Delegation  string           `json:"delegation,omitempty"`
	Kind        InterventionKind `json:"kind"`
	OnBehalfOf  string           `json:"onBehalfOf,omitempty"`
	By          string           `json:"by,omitempty"`    // who added it; "": the speaker
	Place       int              `json:"place,omitempty"` // that the chair gave it, from 1; 0: the order's
	At          time.Time        `json:"-"`               // the event's
}

// ArrangeList says how an item's list is kept, all of it anew. Opens and Closes are "", "now", RFC 3339, or local to
// Zone as a meeting's start is.
type ArrangeList struct {
	By                     string
	ChairPresent           bool
	Item                   string
	Opens, Closes, Zone    string
	Order                  Order
	Limit, DelegationLimit int // s
}

// SetProtocolOrder says in which order the delegations come by rank; those that are not named come after them.
type SetProtocolOrder struct {
	By           string
	ChairPresent bool
	Delegations  []string // Delegation.ID
}

// AskFloor puts a speaker on an item's list: themself, or whom the chair adds, also after it has closed.
type AskFloor struct {
	By, Participant string // Participant "": By
	ChairPresent    bool
	Item            string
	Kind            InterventionKind // "": a statement
	OnBehalfOf      string
}

// Unlist takes an entry from a list: the own one, or any for the chair.
type Unlist struct {
	By           string
	ChairPresent bool
	Item, Entry  string
}

// MoveSpeaker moves an entry to a place of the list, from 1; 0: to where the order has it.
type MoveSpeaker struct {
	By           string
	ChairPresent bool
	Item, Entry  string
	Place        int
}

// GiveNext gives the floor to the next: who raised a point of order, else the first on the present item's list who is
// here.
type GiveNext struct {
	By           string
	ChairPresent bool
	Here         []string                        // Participant.ID of who is in the meeting
	Speaks       func(participant string) string // the language that somebody says they speak; nil: nobody does
}

// ListArranged replaces how a list is kept.
type ListArranged struct {
	Item     string       `json:"item,omitempty"`
	Settings ListSettings `json:"settings"`
	By       string       `json:"by"`
}

// ProtocolOrderSet replaces the order of the delegations by rank.
type ProtocolOrderSet struct {
	Delegations []string `json:"delegations"`
	By          string   `json:"by"`
}

// SpeakerListed adds an entry.
type SpeakerListed struct {
	Item  string    `json:"item,omitempty"`
	Entry ListEntry `json:"entry"`
}

// SpeakerUnlisted takes one away without the floor.
type SpeakerUnlisted struct {
	Item  string `json:"item,omitempty"`
	Entry string `json:"entry"`
	Place int    `json:"place"` // that it had, from 1
	By    string `json:"by,omitempty"`
}

// SpeakerMoved gives an entry a place.
type SpeakerMoved struct {
	Item  string `json:"item,omitempty"`
	Entry string `json:"entry"`
	From  int    `json:"from"`  // the place that it had, from 1
	Place int    `json:"place"` // from 1; 0: the order's
	By    string `json:"by"`
}

func (c ArrangeList) decide(s State, now time.Time) ([]Fact, error) {
	by, err := s.presiding(c.By, c.ChairPresent)
	if err != nil {
		return nil, err
	}
	if err := s.itemOrNone(c.Item); err != nil {
		return nil, err
	}
	l := ListSettings{Order: c.Order, Limit: c.Limit, DelegationLimit: c.DelegationLimit}
	if l.Order != "" && !slices.Contains(Orders(), l.Order) {
		return nil, refuseField("order", "it is one of request, rank, alternating, least-time")
	}
	if min(c.Limit, c.DelegationLimit) < 0 || max(c.Limit, c.DelegationLimit) > MaxLimit {
		return nil, refuseField("limit", "a number from 0 to %d is needed, in seconds", MaxLimit)
	}
	zone := c.Zone
	if zone == "" {
		zone = s.Meeting.Timezone
	}
	if l.Opens, l.Zone, err = moment("opens", c.Opens, zone, now); err != nil {
		return nil, err
	}
	if l.Closes, _, err = moment("closes", c.Closes, zone, now); err != nil {
		return nil, err
	}
	if !l.Closes.IsZero() && l.Closes.Before(l.Opens) {
		return nil, refuseField("closes", "it is before the list opens")
	}
	if l == s.Lists[c.Item].ListSettings {
		return nil, nil
	}
	return []Fact{ListArranged{Item: c.Item, Settings: l, By: by.ID}}, s.floorBudget()
}

// moment reads a time at which something opens or closes.
func moment(field, value, zone string, now time.Time) (time.Time, string, error) {
	if value == "now" {
		_, zone, err := start("", zone)
		return now, zone, renamed(field, err)
	}
	at, zone, err := start(value, zone)
	return at, zone, renamed(field, err)
}

// renamed names the field that a refused start is here.
func renamed(field string, err error) error {
	if r, ok := errors.AsType[*Refusal](err); ok && r.Field == "start" {
		return &Refusal{Code: r.Code, Field: field, Detail: r.Detail, Choices: r.Choices}
	}
	return err
}

func (s State) itemOrNone(item string) error {
	if item == "" {
		return nil
	}
	return s.agendaItem(item)
}

func (c SetProtocolOrder) decide(s State, _ time.Time) ([]Fact, error) {
	by, err := s.presiding(c.By, c.ChairPresent)
	if err != nil {
		return nil, err
	}
	for i, id := range c.Delegations {
		if !slices.ContainsFunc(s.Meeting.Delegations, func(d Delegation) bool { return d.ID == id }) || slices.Contains(c.Delegations[:i], id) {
			return nil, refuseField("delegations["+strconv.Itoa(i)+"]", "the id of one of the meeting's delegations is needed, each once")
		}
	}
	if slices.Equal(c.Delegations, s.ProtocolOrder) {
		return nil, nil
	}
	return []Fact{ProtocolOrderSet{Delegations: slices.Clone(c.Delegations), By: by.ID}}, s.floorBudget()
}

func (c AskFloor) decide(s State, now time.Time) ([]Fact, error) {
	whom, added := c.Participant, ""
	if whom == "" || whom == c.By {
		whom = c.By
	} else {
		by, err := s.presiding(c.By, c.ChairPresent)
		if err != nil {
			return nil, err
		}
		added = by.ID
	}
	p, err := s.speaker(whom)
	if err != nil {
		return nil, err
	}
	if err := s.itemOrNone(c.Item); err != nil {
		return nil, err
	}
	e := ListEntry{ID: "r" + strconv.Itoa(s.FloorChanges+1), Participant: p.ID, Delegation: p.Delegation, Kind: c.Kind, By: added}
	if e.Kind == "" {
		e.Kind = Statement
	}
	if e.Kind == PointOfOrder {
		return nil, refuseField("kind", "a point of order is raised at once, not listed")
	}
	if _, e.OnBehalfOf, err = described(e.Kind, "", c.OnBehalfOf, 0); err != nil {
		return nil, err
	}
	if err := s.mayBeListed(c.Item, e, added != "" || p.Role == Chair, now); err != nil {
		return nil, err
	}
	return []Fact{SpeakerListed{Item: c.Item, Entry: e}}, s.floorBudget()
}

// mayBeListed holds an entry against the list. A right of reply is asked for while the list is open and after it.
func (s State) mayBeListed(item string, e ListEntry, byChair bool, now time.Time) error {
	list := s.Lists[item]
	whose := party(e.Delegation, e.Participant)
	replies := s.replies(item, whose)
	for _, other := range list.Entries {
		if other.Participant == e.Participant && (other.Kind == Reply) == (e.Kind == Reply) {
			return refuse(AlreadyListed, "%s is on the list already; withdraw first to ask for something else", s.Participants[e.Participant].Name)
		}
		if other.Kind == Reply && party(other.Delegation, other.Participant) == whose {
			replies++
		}
	}
	switch {
	case e.Kind == Reply && replies >= MaxReplies:
		return refuse(RepliesUsed, "the right of reply is given %d times to a delegation on an item; both are used or asked for", MaxReplies)
	case e.Kind != Reply && !byChair && !list.Open(now):
		return list.shut(now)
	case len(list.Entries) >= MaxListed:
		return refuse(LimitReached, "%d speakers are on this list, more are not taken", MaxListed)
	}
	all := 0
	for _, l := range s.Lists {
		all += len(l.Entries)
	}
	if all >= MaxListedOverall {
		return refuse(LimitReached, "%d speakers are on the lists of this meeting, more are not taken", MaxListedOverall)
	}
	return nil
}

// shut says why nobody can ask now.
func (l ListSettings) shut(now time.Time) error {
	switch {
	case l.Opens.IsZero():
		return refuse(ListClosed, "the list of speakers is not open; the chair opens it")
	case now.Before(l.Opens):
		return refuse(ListClosed, "the list of speakers opens at %s; ask for the floor then", l.clock(l.Opens))
	default:
		return refuse(ListClosed, "the list of speakers closed at %s; only the chair can add a speaker now", l.clock(l.Closes))
	}
}

// clock is a time as the wall of the list's zone shows it.
func (l ListSettings) clock(at time.Time) string {
	zone, err := time.LoadLocation(l.Zone)
	if err != nil {
		zone = time.UTC
	}
	return fmt.Sprintf("%s (%s)", at.In(zone).Format("15:04:05 on 2006-01-02"), zone)
}

// listed finds an entry and the place that it has now.
func (s State) listed(item, entry string) (e ListEntry, place int, err error) {
	queue := s.Speakers(item)
	at := slices.IndexFunc(queue, func(e ListEntry) bool { return e.ID == entry })
	if at < 0 {
		return e, 0, refuse(EntryUnknown, "the list of speakers has no such entry (any more)")
	}
	return queue[at], at + 1, nil
}

func (c Unlist) decide(s State, _ time.Time) ([]Fact, error) {
	e, place, err := s.listed(c.Item, c.Entry)
	if err != nil {
		return nil, err
	}
	if p, ok := s.Present(c.By); !ok || p.ID != e.Participant {
		if _, err := s.presiding(c.By, c.ChairPresent); err != nil {
			return nil, err
		}
	}
	return []Fact{SpeakerUnlisted{Item: c.Item, Entry: e.ID, Place: place, By: c.By}}, nil
}

func (c MoveSpeaker) decide(s State, _ time.Time) ([]Fact, error) {
	by, err := s.presiding(c.By, c.ChairPresent)
	if err != nil {
		return nil, err
	}
	e, place, err := s.listed(c.Item, c.Entry)
	switch n := len(s.Lists[c.Item].Entries); {
	case err != nil:
		return nil, err
	case c.Place < 0 || c.Place > n:
		return nil, refuseField("place", "a number from 0 to %d is needed", n)
	case c.Place == e.Place, c.Place == place && e.Place == 0:
		return nil, nil
	}
	return []Fact{SpeakerMoved{Item: c.Item, Entry: e.ID, From: place, Place: c.Place, By: by.ID}}, s.floorBudget()
}

func (c GiveNext) decide(s State, now time.Time) ([]Fact, error) {
	if _, err := s.presiding(c.By, c.ChairPresent); err != nil {
		return nil, err
	}
	give := GiveFloor{By: c.By, ChairPresent: c.ChairPresent}
	for _, p := range s.Points {
		if give.Participant == "" && slices.Contains(c.Here, p.Participant) {
			give.Participant, give.Kind = p.Participant, PointOfOrder
		}
	}
	for _, e := range s.Speakers(s.Agenda.Item) {
		if give.Participant != "" {
			break
		}
		if _, err := s.speaker(e.Participant); err != nil || !slices.Contains(c.Here, e.Participant) || e.Participant == s.Floor.Holder {
			give.skipped = append(give.skipped, e.ID)
			continue
		}
		give.Participant, give.Kind = e.Participant, e.Kind
	}
	switch {
	case give.Participant == "" && len(give.skipped) > 0:
		return nil, refuse(ListEmpty, "nobody else who is on the list of speakers is in the meeting now")
	case give.Participant == "":
		return nil, refuse(ListEmpty, "nobody is on the list of speakers")
	}
	if c.Speaks != nil {
		give.Language = c.Speaks(give.Participant)
	}
	return give.decide(s, now)
}

// unlisted takes somebody who must not come back from all lists.
func (s State) unlisted(participant, by string) []Fact {
	out := s.withdrawnPoint(participant, by)
	for _, item := range slices.Sorted(maps.Keys(s.Lists)) {
		gone := 0
		for i, e := range s.Speakers(item) {
			if e.Participant == participant {
				out = append(out, SpeakerUnlisted{Item: item, Entry: e.ID, Place: i + 1 - gone, By: by})
				gone++
			}
		}
	}
	return out
}

func (f ListArranged) apply(s *State, _ time.Time) {
	s.FloorChanges++
	list := s.Lists[f.Item]
	list.ListSettings = f.Settings
	s.Lists[f.Item] = list
}

func (f ProtocolOrderSet) apply(s *State, _ time.Time) {
	s.FloorChanges++
	s.ProtocolOrder = f.Delegations
}

func (f SpeakerListed) apply(s *State, at time.Time) {
	s.FloorChanges++
	f.Entry.At = at
	list := s.Lists[f.Item]
	list.Entries = append(slices.Clip(list.Entries), f.Entry)
	s.Lists[f.Item] = list
}

func (f SpeakerUnlisted) apply(s *State, _ time.Time) {
	s.FloorChanges++
	s.takeOff(f.Item, f.Entry, f.Place)
}

// takeOff takes an entry from a list; who was moved behind it comes a place forward.
func (s *State) takeOff(item, entry string, place int) {
	list, ok := s.Lists[item]
	if !ok {
		return
	}
	rest := make([]ListEntry, 0, len(list.Entries))
	for _, e := range list.Entries {
		if e.ID == entry {
			continue
		}
		if e.Place > 1 && e.Place > place {
			e.Place--
		}
		rest = append(rest, e)
	}
	list.Entries = rest
	s.Lists[item] = list
}

func (f SpeakerMoved) apply(s *State, _ time.Time) {
	s.FloorChanges++
	list := s.Lists[f.Item]
	list.Entries = slices.Clone(list.Entries)
	for i := range list.Entries {
		switch e := &list.Entries[i]; {
		case e.ID == f.Entry:
			e.Place = f.Place
		case e.Place > 0: // the others move up where it was, and down where it comes
			if e.Place > f.From {
				e.Place--
			}
			if f.Place > 0 && e.Place >= f.Place {
				e.Place++
			}
		}
	}
	s.Lists[f.Item] = list
}
