package proceedings

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Home is when a delegation works, by its own word (ADR 26): its zone, its hours, and the days on which it does not.
type Home struct {
	Zone    string      `json:"zone"`              // IANA
	From    int         `json:"from"`              // of the working hours, minutes of the day
	To      int         `json:"to"`                // their end, the same; after From
	Weekend []int       `json:"weekend,omitempty"` // time.Weekday, in their order
	Closed  []ClosedDay `json:"closed,omitempty"`  // in their order
}

// ClosedDay is a holiday, or another day on which a delegation does not meet.
type ClosedDay struct {
	Date string `json:"date"` // 2021-09-16
	Name string `json:"name,omitempty"`
}

// MaxClosed bounds a delegation's closed days: the holidays of three years.
const MaxClosed = 60

// Hours is what a time is for a delegation.
type Hours string

// The kinds of hours, from the worst.
const (
	Night   Hours = "night"   // from 22 to 7
	Closed  Hours = "closed"  // a holiday
	Weekend Hours = "weekend" // a day on which it does not work
	Outside Hours = "outside" // outside of the working hours
	Working Hours = "working"
)

// nightFrom and nightTo bound the night, in minutes of the day: who is asked to meet then is asked for a sacrifice, whatever their
// working hours.
const nightFrom, nightTo = 22 * 60, 7 * 60

// Local is a slot or leg as a delegation's clocks show it.
type Local struct {
	Wall, EndWall string // wallClockForm
	Hours         Hours  // the worst that it touches
	Closed        string // the holiday's name, of Closed
}

// At is what a time from begin to end is for the delegation.
func (h Home) At(begin, end time.Time) Local {
	zone := zoneOf(h.Zone)
	out := Local{Wall: begin.In(zone).Format(wallClockForm), EndWall: end.In(zone).Format(wallClockForm), Hours: Working}
	worst := func(hours Hours) {
		order := []Hours{Night, Closed, Weekend, Outside, Working}
		if slices.Index(order, hours) < slices.Index(order, out.Hours) {
			out.Hours = hours
		}
	}
	const step = 15 * time.Minute // no zone's offset nor anybody's hours are finer
	for at := begin; at.Before(end); at = at.Add(step) {
		local := at.In(zone)
		minute := local.Hour()*60 + local.Minute()
		day := local.Format(time.DateOnly)
		i := slices.IndexFunc(h.Closed, func(c ClosedDay) bool { return c.Date == day })
		switch {
		case minute >= nightFrom || minute < nightTo:
			worst(Night)
		case i < 0 && slices.Contains(h.Weekend, int(local.Weekday())):
			worst(Weekend)
		case i < 0 && (minute < h.From || minute >= h.To):
			worst(Outside)
		}
		if i >= 0 {
			worst(Closed)
			out.Closed = h.Closed[i].Name
		}
	}
	return out
}

// SetHome says when a delegation works: its focal point or delegate with authority, or who leads.
type SetHome struct {
	By         string // Invitation.ID; "": the administrator
	Delegation string // Delegation.ID
	Home       Home
}

// DelegationHomeSet says it.
type DelegationHomeSet struct {
	Delegation string `json:"delegation"`
	Home       Home   `json:"home"`
	By         string `json:"by,omitempty"`
}

func (SetHome) lasts() {}

func (c SetHome) decide(s State, _ time.Time) ([]Fact, error) {
	delegation, err := s.proposes(c.By)
	switch {
	case err != nil:
		return nil, err
	case !slices.ContainsFunc(s.Meeting.Delegations, func(d Delegation) bool { return d.ID == c.Delegation }):
		return nil, refuseField("delegation", "this meeting has no such delegation; it has %s", s.delegationList())
	case delegation != "" && delegation != c.Delegation:
		return nil, refuse(ListForeign, "each delegation says its own zone and days")
	}
	home, err := c.Home.checked()
	if err != nil {
		return nil, err
	}
	if before, ok := s.Next.Homes[c.Delegation]; ok && before.equal(home) {
		return nil, nil
	}
	return []Fact{DelegationHomeSet{Delegation: c.Delegation, Home: home, By: c.By}}, s.nextBudget()
}

func (h Home) equal(other Home) bool {
	return h.Zone == other.Zone && h.From == other.From && h.To == other.To && slices.Equal(h.Weekend, other.Weekend) && slices.Equal(h.Closed, other.Closed)
}

func (h Home) checked() (Home, error) {
	if h.Zone == "" {
		return h, refuseField("zone", "it is needed: an IANA time zone such as America/Mexico_City")
	}
	_, zone, err := start("", h.Zone)
	if err != nil {
		return h, asMoment(err)
	}
	const day = 24 * 60
	if h.From < 0 || h.To > day || h.From >= h.To {
		return h, refuseField("from", "the working hours begin before they end, in minutes from 0 to %d", day)
	}
	out := Home{Zone: zone, From: h.From, To: h.To, Weekend: slices.Compact(slices.Sorted(slices.Values(h.Weekend)))}
	if len(out.Weekend) > 6 || len(out.Weekend) > 0 && (out.Weekend[0] < 0 || out.Weekend[len(out.Weekend)-1] > 6) {
		return h, refuseField("weekend", "at most six days from 0, Sunday, to 6 are needed")
	}
	if len(h.Closed) > MaxClosed {
		return h, refuseField("closed", "at most %d days are kept; leave out those that are over", MaxClosed)
	}
	for i, c := range h.Closed {
		at := "closed[" + strconv.Itoa(i) + "]"
		if day, err := time.Parse(time.DateOnly, c.Date); err != nil || day.Year() < 1970 {
			return h, refuseField(at+".date", "a day is needed as 2021-09-16")
		}
		if c.Name, err = optionalName(at+".name", c.Name); err != nil {
			return h, err
		}
		if slices.ContainsFunc(out.Closed, func(d ClosedDay) bool { return d.Date == c.Date }) {
			return h, refuseField(at+".date", "the day is there twice")
		}
		out.Closed = append(out.Closed, c)
	}
	slices.SortFunc(out.Closed, func(a, b ClosedDay) int { return strings.Compare(a.Date, b.Date) })
	return out, nil
}

func (f DelegationHomeSet) apply(s *State, _ time.Time) {
	s.Next.Changes++
	s.Next.Homes = with(s.Next.Homes, f.Delegation, f.Home)
}
