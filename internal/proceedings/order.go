package proceedings

import (
	"cmp"
	"slices"
	"time"
)

// Order says by what a list of speakers is ordered.
type Order string

// The orders.
const (
	ByRequest   Order = "request"     // as they asked
	ByRank      Order = "rank"        // as the delegations come in protocol
	Alternating Order = "alternating" // the party whose last turn is the longest ago
	LeastTime   Order = "least-time"  // the party that has had the floor for the shortest time
)

// Orders lists them, in the order in which they are shown.
func Orders() []Order { return []Order{ByRequest, ByRank, Alternating, LeastTime} }

// Speakers is an item's list in the order in which the floor is to be given. It is a function of the list, of the turns
// that were and of the floor times: the interval that runs does not count until it is over, so that the order does not
// change by itself.
func (s State) Speakers(item string) []ListEntry {
	list := s.Lists[item]
	var free, replies, placed []ListEntry
	for _, e := range list.Entries {
		switch {
		case e.Place > 0:
			placed = append(placed, e)
		case e.Kind == Reply:
			replies = append(replies, e) // after the list is done, as they asked
		default:
			free = append(free, e)
		}
	}
	out := append(s.ordered(item, list.Order, free), replies...)
	// Who was moved by hand stands where the chair wanted them.
	slices.SortStableFunc(placed, func(a, b ListEntry) int { return cmp.Compare(a.Place, b.Place) })
	for _, e := range placed {
		out = slices.Insert(out, min(e.Place-1, len(out)), e)
	}
	return out
}

// ordered orders entries that are as they were asked for. It may change their list.
func (s State) ordered(item string, order Order, entries []ListEntry) []ListEntry {
	switch order {
	case ByRank:
		rank := s.rank()
		slices.SortStableFunc(entries, func(a, b ListEntry) int {
			return cmp.Compare(rank(a.Delegation), rank(b.Delegation))
		})
	case LeastTime:
		times := s.FloorTimes(time.Time{}, AllInterventions)
		spent := func(e ListEntry) time.Duration {
			if e.Delegation == "" {
				return times.Speakers[e.Participant]
			}
			return times.Delegations[e.Delegation]
		}
		slices.SortStableFunc(entries, func(a, b ListEntry) int { return cmp.Compare(spent(a), spent(b)) })
	case Alternating:
		return alternated(entries, s.lastTurns(item))
	case ByRequest:
	}
	return entries
}

// rank is a delegation's place in protocol; those that are not in it come after, as the meeting lists them, and who has
// no delegation last.
func (s State) rank() func(delegation string) int {
	places := make(map[string]int, len(s.Meeting.Delegations))
	for i, d := range s.Meeting.Delegations {
		places[d.ID] = len(s.ProtocolOrder) + i
	}
	for i, id := range s.ProtocolOrder {
		places[id] = i
	}
	return func(delegation string) int {
		if at, ok := places[delegation]; ok {
			return at
		}
		return len(s.ProtocolOrder) + len(s.Meeting.Delegations)
	}
}

// lastTurns is when each party had its last turn on an item: higher is later.
func (s State) lastTurns(item string) map[string]int {
	turns := make([]Intervention, 0, len(s.Interventions))
	for _, v := range s.Interventions {
		if v.Item == item && v.Kind != PointOfOrder && len(v.Intervals) > 0 {
			turns = append(turns, v)
		}
	}
	byStart(turns)
	out := map[string]int{}
	for i, v := range turns {
		out[party(v.Delegation, v.Speaker)] = i + 1
	}
	return out
}

// byStart sorts interventions by when they began: those that were written down later come among the others.
func byStart(turns []Intervention) {
	slices.SortStableFunc(turns, func(a, b Intervention) int { return a.Intervals[0].Start.Compare(b.Intervals[0].Start) })
}

// alternated takes, again and again, the first of the party whose last turn is the longest ago.
func alternated(entries []ListEntry, last map[string]int) []ListEntry {
	queues := map[string][]ListEntry{}
	var parties []string // as they first asked
	turn := 0
	for _, e := range entries {
		p := party(e.Delegation, e.Participant)
		if queues[p] == nil {
			parties = append(parties, p)
		}
		queues[p] = append(queues[p], e)
	}
	for _, t := range last {
		turn = max(turn, t)
	}
	out := make([]ListEntry, 0, len(entries))
	for range entries {
		slices.SortStableFunc(parties, func(a, b string) int { return cmp.Compare(last[a], last[b]) })
		p := parties[0]
		out = append(out, queues[p][0])
		turn++
		last[p] = turn
		if queues[p] = queues[p][1:]; len(queues[p]) == 0 {
			parties = parties[1:]
		}
	}
	return out
}
