package protocol

// NextMeeting is the meeting that follows on this one: times that are proposed, and what is set. Observers and press see what is set.
type NextMeeting struct {
	Title       string           `json:"title" doc:"of this meeting"`
	Homes       []DelegationHome `json:"homes" doc:"one for each delegation, in the meeting's order"`
	Slots       []NextSlot       `json:"slots" doc:"that are proposed, in the order of their time"`
	Plan        *NextPlan        `json:"plan,omitempty" doc:"absent: nothing was set yet"`
	Meeting     string           `json:"meeting,omitempty" doc:"Meeting.id of the one that was made of the plan"`
	Series      []SeriesMeeting  `json:"series" doc:"the meetings before and after this one, in their order; at most 40"`
	May         NextRights       `json:"may"`
	Commitments int              `json:"commitments" doc:"that are open: the next meeting's agenda begins with them"`
}

// NextRights are what the caller may do.
type NextRights struct {
	Arrange bool   `json:"arrange" doc:"set, change, cancel and make the next meeting: who leads"`
	Propose bool   `json:"propose" doc:"propose times, and say when a delegation works"`
	Answer  bool   `json:"answer" doc:"accept and decline"`
	For     string `json:"for,omitempty" doc:"Delegation.id of the own one"`
}

// DelegationHome is when a delegation works, by its own word.
type DelegationHome struct {
	Delegation string      `json:"delegation" doc:"Delegation.id"`
	Name       string      `json:"name"`
	Zone       string      `json:"zone,omitempty" doc:"IANA; absent: nobody has said it"`
	From       int         `json:"from" doc:"of the working hours, minutes of the day"`
	To         int         `json:"to" doc:"their end"`
	Weekend    []int       `json:"weekend" doc:"days on which it does not work: 0, Sunday, to 6"`
	Closed     []ClosedDay `json:"closed"`
}

// ClosedDay is a holiday, or another day on which a delegation does not meet.
type ClosedDay struct {
	Date string `json:"date" example:"2021-09-16"`
	Name string `json:"name,omitempty"`
}

// ZonedTime is a time as it was agreed: on the clocks of a zone, with the instant that this meant then.
type ZonedTime struct {
	Wall  string `json:"wall" example:"2021-06-08T10:00:00"`
	Zone  string `json:"zone" doc:"IANA" example:"America/Mexico_City"`
	At    string `json:"at" doc:"RFC 3339, UTC"`
	Moved bool   `json:"moved,omitempty" doc:"the zone's rules have changed since: the clocks there will not show wall at that instant"`
}

// LocalHours is what a time is for one delegation.
type LocalHours struct {
	Delegation string `json:"delegation" doc:"Delegation.id, of those whose zone is known"`
	Wall       string `json:"wall" doc:"what its clocks show at the beginning"`
	EndWall    string `json:"endWall"`
	Hours      string `json:"hours" enum:"night,closed,weekend,outside,working" doc:"the worst that it touches: night from 22 to 7; closed: a holiday"`
	Closed     string `json:"closed,omitempty" doc:"the holiday's name"`
}

// NextSlot is a time that is proposed.
type NextSlot struct {
	ID         string         `json:"id"`
	Delegation string         `json:"delegation,omitempty" doc:"Delegation.id of who proposes; absent: who leads"`
	ByName     string         `json:"byName,omitempty"`
	Counter    string         `json:"counter,omitempty" doc:"the slot in whose place it is proposed"`
	When       ZonedTime      `json:"when"`
	Minutes    int            `json:"minutes"`
	Note       string         `json:"note,omitempty"`
	Proposed   string         `json:"proposed" doc:"RFC 3339: when"`
	Over       bool           `json:"over" doc:"its time is over"`
	Answers    []SlotAnswer   `json:"answers"`
	Agreed     bool           `json:"agreed" doc:"every delegation has accepted"`
	Local      []LocalHours   `json:"local"`
	May        NextSlotRights `json:"may"`
}

// NextSlotRights are what the caller may do with a slot.
type NextSlotRights struct {
	Answer   bool `json:"answer"`
	Withdraw bool `json:"withdraw"`
}

// SlotAnswer is what a delegation says to a slot.
type SlotAnswer struct {
	Delegation string `json:"delegation,omitempty" doc:"Delegation.id; absent: who leads, where there are no delegations"`
	Accepted   bool   `json:"accepted"`
	Reason     string `json:"reason,omitempty"`
}

// NextPlan is what is set.
type NextPlan struct {
	Revision  int       `json:"revision" doc:"counts what was told, from 1; a calendar's SEQUENCE is one less"`
	Mode      string    `json:"mode" enum:"virtual,in-person,hybrid"`
	Title     string    `json:"title"`
	Slot      string    `json:"slot" doc:"that everybody accepted"`
	Itinerary []NextLeg `json:"itinerary" doc:"in the order of time; cancelled entries last"`
	Cancelled bool      `json:"cancelled,omitempty" doc:"all of it"`
	Reason    string    `json:"reason,omitempty" doc:"of the cancellation"`
}

// NextLeg is one entry of an itinerary.
type NextLeg struct {
	ID        string       `json:"id"`
	Title     string       `json:"title,omitempty"`
	Place     string       `json:"place,omitempty"`
	When      ZonedTime    `json:"when"`
	Minutes   int          `json:"minutes"`
	Cancelled bool         `json:"cancelled,omitempty" doc:"it is no longer part of the plan"`
	Local     []LocalHours `json:"local"`
}

// SeriesMeeting is a meeting of a series.
type SeriesMeeting struct {
	ID       string `json:"id"`
	Title    string `json:"title"`
	Start    string `json:"start,omitempty" doc:"RFC 3339"`
	Timezone string `json:"timezone,omitempty"`
	State    string `json:"state" enum:"scheduled,in-session,ended,cancelled"`
	Here     bool   `json:"here,omitempty" doc:"this one"`
}
