package proceedings

import "time"

// FloorTimes is how long everybody has had the floor, without the points of order, which cost nothing.
type FloorTimes struct {
	Speakers    map[string]time.Duration // by Participant.ID
	Delegations map[string]time.Duration // by Delegation.ID; "": of speakers without one
	Points      time.Duration            // of all points of order together
}

// FloorTimes sums the interventions' intervals, of one item or of all, until now.
func (s State) FloorTimes(now time.Time, of func(Intervention) bool) FloorTimes {
	out := FloorTimes{Speakers: map[string]time.Duration{}, Delegations: map[string]time.Duration{}}
	for _, v := range s.Interventions {
		if !of(v) {
			continue
		}
		spent := v.Spent(now)
		if v.Kind == PointOfOrder {
			out.Points += spent
			continue
		}
		out.Speakers[v.Speaker] += spent
		out.Delegations[v.Delegation] += spent
	}
	return out
}

// AllInterventions counts every one in FloorTimes.
func AllInterventions(Intervention) bool { return true }

// Rights of reply: at most 2 for a delegation on an item, of 10 and then 5 minutes, as the UN General Assembly has them
// (decision 34/401, paragraphs 8 to 10). More lets two delegations keep a meeting; fewer leaves the last word unanswered.
const (
	MaxReplies  = 2
	firstReply  = 10 * 60 // s
	secondReply = 5 * 60  // s
)

// party is whose time and turns a speaker's are: the delegation's, or, without one, their own.
func party(delegation, participant string) string {
	if delegation != "" {
		return delegation
	}
	return "participant " + participant
}

// replies counts the rights of reply that a party has used on an item.
func (s State) replies(item, whose string) int {
	n := 0
	for _, v := range s.Interventions {
		if v.Kind == Reply && v.Item == item && party(v.Delegation, v.Speaker) == whose {
			n++
		}
	}
	return n
}

// usualLimit is the speaking time of a participant's next intervention on the present item, s; 0: none. Who has used up
// the delegation's time is over it from the first second.
func (s State) usualLimit(kind InterventionKind, p Participant, now time.Time) int {
	item := s.Agenda.Item
	switch kind {
	case PointOfOrder:
		return 0
	case Reply:
		if s.replies(item, party(p.Delegation, p.ID)) == 0 {
			return firstReply
		}
		return secondReply
	default:
	}
	list := s.Lists[item]
	if list.DelegationLimit == 0 || p.Delegation == "" {
		return list.Limit
	}
	spent := s.FloorTimes(now, func(v Intervention) bool { return v.Item == item }).Delegations[p.Delegation]
	left := max(1, list.DelegationLimit-int(spent/time.Second))
	if list.Limit == 0 {
		return left
	}
	return min(left, list.Limit)
}
