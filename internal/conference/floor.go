package conference

import (
	"cmp"
	"context"
	"reflect"
	"slices"
	"time"

	"github.com/cumbre-meet/cumbre/internal/proceedings"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// maxTimes bounds the speakers whose floor times are told, and maxReported the interventions of one answer: a large
// meeting's day. More makes each change of the floor dearer for everybody.
const (
	maxTimes    = 400
	maxReported = 1000
)

// floorTold is what everybody knows of the lists, the points of order and the floor times. They get the whole of what has
// changed: at most once in shownWithin, since three hundred who ask at once would otherwise each be told three hundred
// lists.
type floorTold struct {
	stale  bool
	at     time.Time // when they were last told
	lists  map[string]protocol.SpeakersList
	points []protocol.PointOfOrder
	times  protocol.FloorTimes
}

// due is when they are to be told; zero: they know.
func (f floorTold) due() time.Time {
	if !f.stale {
		return time.Time{}
	}
	return f.at.Add(shownWithin)
}

// speakers commits what is said of the floor and the lists of speakers; is is false for all other messages.
func (c *conference) speakers(p *presence, m protocol.ClientMessage) (is bool, err error) {
	chair := c.chairPresent()
	var cmd proceedings.Command
	switch m := m.(type) {
	case protocol.GiveFloor:
		return true, c.giveFloor(p, m)
	case protocol.ArrangeList:
		cmd = proceedings.ArrangeList{
			By: p.id, ChairPresent: chair, Item: m.Item, Opens: m.Opens, Closes: m.Closes, Zone: m.Zone,
			Order: proceedings.Order(m.Order), Limit: m.Limit, DelegationLimit: m.DelegationLimit,
		}
	case protocol.SetProtocolOrder:
		cmd = proceedings.SetProtocolOrder{By: p.id, ChairPresent: chair, Delegations: m.Delegations}
	case protocol.AskFloor:
		cmd = proceedings.AskFloor{
			By: p.id, Participant: m.Participant, ChairPresent: chair, Item: m.Item,
			Kind: proceedings.InterventionKind(m.Kind), OnBehalfOf: m.OnBehalfOf,
		}
	case protocol.Unlist:
		cmd = proceedings.Unlist{By: p.id, ChairPresent: chair, Item: m.Item, Entry: m.Entry}
	case protocol.MoveSpeaker:
		cmd = proceedings.MoveSpeaker{By: p.id, ChairPresent: chair, Item: m.Item, Entry: m.Entry, Place: m.Place}
	case protocol.GiveNext:
		cmd = proceedings.GiveNext{By: p.id, ChairPresent: chair, Here: c.here(), Speaks: c.speaks}
	case protocol.RaisePoint:
		cmd = proceedings.RaisePoint{By: p.id, Participant: m.Participant, ChairPresent: chair, Raised: m.Raised}
	case protocol.PauseClock:
		cmd = proceedings.PauseClock{By: p.id, ChairPresent: chair, Paused: m.Paused}
	case protocol.DescribeIntervention:
		cmd = proceedings.DescribeIntervention{
			By: p.id, ChairPresent: chair, Kind: proceedings.InterventionKind(m.Kind), Language: m.Language,
			OnBehalfOf: m.OnBehalfOf, Limit: m.Limit,
		}
	default:
		return false, nil
	}
	return true, c.commit(cmd)
}

// giveFloor gives it only to somebody who is here.
func (c *conference) giveFloor(by *presence, m protocol.GiveFloor) error {
	if m.Participant != "" {
		if _, err := c.other(by, m.Participant); err != nil {
			return err
		}
	}
	return c.commit(proceedings.GiveFloor{
		By: by.id, Participant: m.Participant, ChairPresent: c.chairPresent(), Kind: proceedings.InterventionKind(m.Kind),
		Language: cmp.Or(m.Language, c.speaks(m.Participant)), OnBehalfOf: m.OnBehalfOf, Limit: m.Limit,
	})
}

// here are the participants who are in the meeting, connected or about to come back.
func (c *conference) here() []string {
	out := make([]string, 0, len(c.people))
	for _, p := range c.people {
		if !p.waiting {
			out = append(out, p.id)
		}
	}
	return out
}

// awaited tells whether the floor waits for somebody: they have it, get it back, or raised a point of order.
func (c *conference) awaited(participant string) bool {
	waits, _ := c.state.Intervention(c.state.Floor.Interrupted)
	return c.state.Floor.Holder == participant || waits.Speaker == participant ||
		slices.ContainsFunc(c.state.Points, func(o proceedings.Point) bool { return o.Participant == participant })
}

// tellFloor tells everybody what has changed of the lists, the points of order and the floor times.
func (c *conference) tellFloor(now time.Time) {
	f := &c.floorTold
	if !f.stale || f.due().After(now) {
		return
	}
	f.stale, f.at = false, now
	if points := pointsOf(c.state); !slices.Equal(points, f.points) {
		f.points = points
		c.broadcast(protocol.PointsChanged{Points: points}, inside)
	}
	for _, list := range listsOf(c.state) {
		if !reflect.DeepEqual(list, f.lists[list.Item]) {
			set(&f.lists, list.Item, list)
			c.broadcast(protocol.ListChanged{List: list}, inside)
		}
	}
	if times := timesOf(c.state, proceedings.AllInterventions); !reflect.DeepEqual(times, f.times) {
		f.times = times
		c.broadcast(protocol.FloorTimesChanged{Times: times}, inside)
	}
}

// noteLanguage keeps with the intervention under way the language that the booths go by, wherever they have it from.
func (c *conference) noteLanguage() {
	v, held := c.state.Intervention(c.state.Floor.Intervention)
	language := c.booths.desk.View().Floor.Language
	if language == v.Language {
		c.booths.noted = speaker{}
	}
	noted := speaker{participant: v.ID, language: language}
	if c.booths.rehearsal || !held || language == "" || language == v.Language || noted == c.booths.noted || c.booths.speaker.participant != v.Speaker {
		return
	}
	c.booths.noted = noted // not saved: it is said once, and the booths have it
	if c.commit(proceedings.DescribeIntervention{Language: language}) == nil {
		c.booths.speaker.described = language
	}
}

// floorOf is the floor as clients see it.
func floorOf(s proceedings.State) protocol.Floor {
	f := protocol.Floor{Holder: s.Floor.Holder}
	if f.Holder == "" {
		return f
	}
	f.Since = instant(s.Floor.Since)
	v, known := s.Intervention(s.Floor.Intervention)
	if !known {
		return f
	}
	f.Intervention, f.Kind, f.Language, f.OnBehalfOf = v.ID, string(v.Kind), v.Language, v.OnBehalfOf
	f.Spent, f.Limit = v.Spent(time.Time{}).Milliseconds(), int(v.Limit/time.Second)
	if v.Open() {
		f.Running = instant(v.Intervals[len(v.Intervals)-1].Start)
	}
	if waits, waiting := s.Intervention(s.Floor.Interrupted); waiting {
		f.Interrupted = waits.Speaker
	}
	return f
}

// listsOf are the lists of speakers, in the agenda's order, that were opened or have somebody on them.
func listsOf(s proceedings.State) []protocol.SpeakersList {
	out := []protocol.SpeakersList{}
	items := []string{""}
	for _, a := range s.Meeting.Agenda {
		items = append(items, a.ID)
	}
	for _, item := range items {
		if list, kept := s.Lists[item]; kept {
			out = append(out, listOf(s, item, list.ListSettings))
		}
	}
	return out
}

func listOf(s proceedings.State, item string, l proceedings.ListSettings) protocol.SpeakersList {
	out := protocol.SpeakersList{
		Item: item, Zone: l.Zone, Order: string(cmp.Or(l.Order, proceedings.ByRequest)), Limit: l.Limit,
		DelegationLimit: l.DelegationLimit, Entries: []protocol.ListEntry{},
	}
	if !l.Opens.IsZero() {
		out.Opens = instant(l.Opens)
	}
	if !l.Closes.IsZero() {
		out.Closes = instant(l.Closes)
	}
	for _, e := range s.Speakers(item) {
		out.Entries = append(out.Entries, protocol.ListEntry{
			ID: e.ID, Participant: e.Participant, Name: s.Participants[e.Participant].Name, Delegation: e.Delegation,
			Kind: string(e.Kind), OnBehalfOf: e.OnBehalfOf, Moved: e.Place > 0, At: instant(e.At),
		})
	}
	return out
}

func pointsOf(s proceedings.State) []protocol.PointOfOrder {
	out := []protocol.PointOfOrder{}
	for _, o := range s.Points {
		p := s.Participants[o.Participant]
		out = append(out, protocol.PointOfOrder{Participant: p.ID, Name: p.Name, Delegation: p.Delegation, At: instant(o.At)})
	}
	return out
}

// timesOf are the floor times of some interventions, as far as they are over.
func timesOf(s proceedings.State, of func(proceedings.Intervention) bool) protocol.FloorTimes {
	times := s.FloorTimes(time.Time{}, of)
	out := protocol.FloorTimes{Delegations: []protocol.DelegationTime{}, Speakers: []protocol.SpeakerTime{}, Points: times.Points.Milliseconds()}
	for _, d := range append(slices.Clone(s.Meeting.Delegations), proceedings.Delegation{}) {
		if spent, spoke := times.Delegations[d.ID]; spoke {
			out.Delegations = append(out.Delegations, protocol.DelegationTime{Delegation: d.ID, MS: spent.Milliseconds()})
		}
	}
	for id, spent := range times.Speakers {
		out.Speakers = append(out.Speakers, protocol.SpeakerTime{Participant: id, Name: s.Participants[id].Name, MS: spent.Milliseconds()})
	}
	slices.SortFunc(out.Speakers, func(a, b protocol.SpeakerTime) int {
		return cmp.Or(cmp.Compare(b.MS, a.MS), cmp.Compare(a.Participant, b.Participant))
	})
	out.Speakers = out.Speakers[:min(len(out.Speakers), maxTimes)]
	return out
}

func interventionOf(s proceedings.State, v proceedings.Intervention, now time.Time) protocol.Intervention {
	out := protocol.Intervention{
		ID: v.ID, Participant: v.Speaker, Name: s.Participants[v.Speaker].Name, Delegation: v.Delegation, Kind: string(v.Kind),
		Item: v.Item, Language: v.Language, OnBehalfOf: v.OnBehalfOf, Limit: int(v.Limit / time.Second),
		MS: v.Spent(now).Milliseconds(), Intervals: []protocol.Interval{},
	}
	for _, span := range v.Intervals {
		one := protocol.Interval{Start: instant(span.Start)}
		if !span.End.IsZero() {
			one.End = instant(span.End)
		}
		out.Intervals = append(out.Intervals, one)
	}
	if v.Over() {
		out.End = instant(v.End)
	}
	return out
}

// FloorOf is all that is kept of the floor, of one item of the agenda ("" of what belongs to none) or, with a nil item,
// of all: 404 meeting-unknown, agenda-item-unknown; 403 awaiting-admission.
func (h *Hub) FloorOf(_ context.Context, meeting string, v Visitor, item *string) (protocol.FloorReport, error) {
	s, err := h.snapshot(meeting)
	if err != nil {
		return protocol.FloorReport{}, err
	}
	if _, err := v.reader(s); err != nil {
		return protocol.FloorReport{}, asProblem(err)
	}
	if item != nil && *item != "" && !slices.ContainsFunc(s.Meeting.Agenda, func(a proceedings.AgendaItem) bool { return a.ID == *item }) {
		return protocol.FloorReport{}, problem(string(proceedings.AgendaItemUnknown), "the agenda has no such item; use the id of one that it has")
	}
	of := func(v proceedings.Intervention) bool { return item == nil || v.Item == *item }
	now := time.Now()
	out := protocol.FloorReport{
		Floor: floorOf(s), Times: timesOf(s, of), Interventions: []protocol.Intervention{}, Lists: []protocol.SpeakersList{}, Points: pointsOf(s),
	}
	for _, list := range listsOf(s) {
		if item == nil || list.Item == *item {
			out.Lists = append(out.Lists, list)
		}
	}
	for _, v := range s.Interventions {
		if of(v) {
			out.Interventions = append(out.Interventions, interventionOf(s, v, now))
		}
	}
	slices.SortStableFunc(out.Interventions, func(a, b protocol.Intervention) int { return cmp.Compare(a.Intervals[0].Start, b.Intervals[0].Start) })
	if more := len(out.Interventions) - maxReported; more > 0 {
		out.Interventions = out.Interventions[more:]
	}
	return out, nil
}
