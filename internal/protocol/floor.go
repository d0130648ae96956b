package protocol

// ---- Client → server -------------------------------------------------------------------------------------

// ArrangeList says how the list of speakers on an item is kept, all of it anew (chair; the organiser where no chair is in
// the meeting, as all that is the chair's here).
type ArrangeList struct {
	ID              int    `json:"id" minimum:"0" maximum:"2147483647"`
	Item            string `json:"item" maxLength:"64" doc:"AgendaItem.id; empty: the list of what belongs to no item"`
	Opens           string `json:"opens" maxLength:"64" doc:"now, RFC 3339, or local to zone; empty: it is not open"`
	Closes          string `json:"closes" maxLength:"64" doc:"the same; empty: it is not known when"`
	Zone            string `json:"zone,omitempty" maxLength:"64" doc:"IANA; without: the meeting's"`
	Order           string `json:"order" enum:"request,rank,alternating,least-time"`
	Limit           int    `json:"limit" minimum:"0" maximum:"86400" doc:"speaking time of each, seconds; 0: none"`
	DelegationLimit int    `json:"delegationLimit" minimum:"0" maximum:"86400" doc:"of a delegation on this item, seconds; 0: none"`
}

// MessageID is the client's, for the answer.
func (m ArrangeList) MessageID() int { return m.ID }

// SetProtocolOrder says how the delegations come by rank. Those that are not named come after, as the meeting lists them.
type SetProtocolOrder struct {
	ID          int      `json:"id" minimum:"0" maximum:"2147483647"`
	Delegations []string `json:"delegations" maxItems:"300" doc:"Delegation.id"`
}

// MessageID is the client's, for the answer.
func (m SetProtocolOrder) MessageID() int { return m.ID }

// AskFloor puts the sender on the list of speakers of an item, or whom the chair adds.
type AskFloor struct {
	ID          int    `json:"id" minimum:"0" maximum:"2147483647"`
	Item        string `json:"item" maxLength:"64" doc:"AgendaItem.id, or empty"`
	Kind        string `json:"kind,omitempty" enum:"opening,statement,reply,question,answer,closing" doc:"without: a statement. reply: the right of reply, which needs no open list"`
	OnBehalfOf  string `json:"onBehalfOf,omitempty" maxLength:"200"`
	Participant string `json:"participant,omitempty" maxLength:"64" doc:"whom the chair adds, also after the list has closed"`
}

// MessageID is the client's, for the answer.
func (m AskFloor) MessageID() int { return m.ID }

// Unlist takes an entry from a list: the own one, or any (chair).
type Unlist struct {
	ID    int    `json:"id" minimum:"0" maximum:"2147483647"`
	Item  string `json:"item" maxLength:"64" doc:"AgendaItem.id, or empty"`
	Entry string `json:"entry" maxLength:"64"`
}

// MessageID is the client's, for the answer.
func (m Unlist) MessageID() int { return m.ID }

// MoveSpeaker moves an entry to a place of its list, where it stays whatever the order is (chair).
type MoveSpeaker struct {
	ID    int    `json:"id" minimum:"0" maximum:"2147483647"`
	Item  string `json:"item" maxLength:"64" doc:"AgendaItem.id, or empty"`
	Entry string `json:"entry" maxLength:"64"`
	Place int    `json:"place" minimum:"0" maximum:"400" doc:"from 1; 0: where the order has it"`
}

// MessageID is the client's, for the answer.
func (m MoveSpeaker) MessageID() int { return m.ID }

// GiveNext gives the floor to who raised a point of order, else to the first on the present item's list who is in the
// meeting (chair). Who is not is skipped and stays on the list.
type GiveNext struct {
	ID int `json:"id" minimum:"0" maximum:"2147483647"`
}

// MessageID is the client's, for the answer.
func (m GiveNext) MessageID() int { return m.ID }

// RaisePoint raises a point of order or takes it back. The chair takes back anybody's.
type RaisePoint struct {
	ID          int    `json:"id" minimum:"0" maximum:"2147483647"`
	Raised      bool   `json:"raised"`
	Participant string `json:"participant,omitempty" maxLength:"64" doc:"whose the chair takes back"`
}

// MessageID is the client's, for the answer.
func (m RaisePoint) MessageID() int { return m.ID }

// PauseClock stops the floor's clock while what was said is interpreted, or lets it run again (chair, interpreters).
type PauseClock struct {
	ID     int  `json:"id" minimum:"0" maximum:"2147483647"`
	Paused bool `json:"paused"`
}

// MessageID is the client's, for the answer.
func (m PauseClock) MessageID() int { return m.ID }

// DescribeIntervention says of the intervention under way what it is, all of it anew (chair).
type DescribeIntervention struct {
	ID         int    `json:"id" minimum:"0" maximum:"2147483647"`
	Kind       string `json:"kind" enum:"opening,statement,reply,point-of-order,question,answer,closing"`
	Language   string `json:"language" maxLength:"35" doc:"of the floor, BCP 47; empty: not known"`
	OnBehalfOf string `json:"onBehalfOf" maxLength:"200"`
	Limit      int    `json:"limit" minimum:"0" maximum:"86400" doc:"speaking time, seconds; 0: none"`
}

// MessageID is the client's, for the answer.
func (m DescribeIntervention) MessageID() int { return m.ID }

// ---- Server → client -------------------------------------------------------------------------------------

// Floor is who may speak, and the intervention under way.
type Floor struct {
	Holder       string `json:"holder" doc:"participant, or empty: the floor is open"`
	Since        string `json:"since,omitempty" doc:"RFC 3339"`
	Intervention string `json:"intervention,omitempty" doc:"Intervention.id"`
	Kind         string `json:"kind,omitempty" enum:"opening,statement,reply,point-of-order,question,answer,closing"`
	Language     string `json:"language,omitempty" doc:"of the floor, BCP 47"`
	OnBehalfOf   string `json:"onBehalfOf,omitempty"`
	Spent        int64  `json:"spent,omitempty" doc:"milliseconds of the intervals that are over"`
	Running      string `json:"running,omitempty" doc:"RFC 3339: since when the clock runs; absent: it stands"`
	Limit        int    `json:"limit,omitempty" doc:"speaking time, seconds; absent: none"`
	Interrupted  string `json:"interrupted,omitempty" doc:"participant who goes on after this point of order"`
}

// FloorTimes is how long everybody has had the floor, as far as it is over: the interval that runs comes on top. Points of
// order cost nothing.
type FloorTimes struct {
	Delegations []DelegationTime `json:"delegations" doc:"that have spoken, in the meeting's order"`
	Speakers    []SpeakerTime    `json:"speakers" doc:"who have spoken, the longest first, at most 400"`
	Points      int64            `json:"points" doc:"of all points of order, milliseconds"`
}

// DelegationTime is a delegation's.
type DelegationTime struct {
	Delegation string `json:"delegation" doc:"Delegation.id; empty: of those without one"`
	MS         int64  `json:"ms" doc:"milliseconds"`
}

// SpeakerTime is a speaker's.
type SpeakerTime struct {
	Participant string `json:"participant"`
	Name        string `json:"name"`
	MS          int64  `json:"ms" doc:"milliseconds"`
}

// FloorTimesChanged replaces the floor times.
type FloorTimesChanged struct {
	Type  string     `json:"type"` // "floor-times"
	Times FloorTimes `json:"times"`
}

// SpeakersList is the list of speakers on one item. It is open from Opens on until Closes.
type SpeakersList struct {
	Item            string      `json:"item" doc:"AgendaItem.id; empty: of what belongs to none"`
	Opens           string      `json:"opens,omitempty" doc:"RFC 3339; absent: it was not opened"`
	Closes          string      `json:"closes,omitempty" doc:"RFC 3339; absent: it is not known when"`
	Zone            string      `json:"zone,omitempty" doc:"IANA, in which the times are said"`
	Order           string      `json:"order" enum:"request,rank,alternating,least-time"`
	Limit           int         `json:"limit,omitempty" doc:"speaking time of each, seconds"`
	DelegationLimit int         `json:"delegationLimit,omitempty" doc:"of a delegation on this item, seconds"`
	Entries         []ListEntry `json:"entries" doc:"in the order in which the floor will be given"`
}

// ListEntry is a wish to speak. Who is not among the participants is not in the meeting now.
type ListEntry struct {
	ID          string `json:"id"`
	Participant string `json:"participant"`
	Name        string `json:"name"`
	Delegation  string `json:"delegation,omitempty" doc:"Delegation.id"`
	Kind        string `json:"kind" enum:"opening,statement,reply,question,answer,closing"`
	OnBehalfOf  string `json:"onBehalfOf,omitempty"`
	Moved       bool   `json:"moved,omitempty" doc:"the chair put it in this place"`
	At          string `json:"at" doc:"RFC 3339: when it was asked for"`
}

// ListChanged replaces an item's list.
type ListChanged struct {
	Type string       `json:"type"` // "speakers-list"
	List SpeakersList `json:"list"`
}

// PointOfOrder waits for the chair.
type PointOfOrder struct {
	Participant string `json:"participant"`
	Name        string `json:"name"`
	Delegation  string `json:"delegation,omitempty" doc:"Delegation.id"`
	At          string `json:"at" doc:"RFC 3339: when it was raised"`
}

// PointsChanged replaces the points of order that wait.
type PointsChanged struct {
	Type   string         `json:"type"` // "points-of-order"
	Points []PointOfOrder `json:"points"`
}

// Intervention is one turn at the floor.
type Intervention struct {
	ID          string     `json:"id"`
	Participant string     `json:"participant"`
	Name        string     `json:"name"`
	Delegation  string     `json:"delegation,omitempty" doc:"Delegation.id"`
	Kind        string     `json:"kind" enum:"opening,statement,reply,point-of-order,question,answer,closing"`
	Item        string     `json:"item,omitempty" doc:"AgendaItem.id at its beginning"`
	Language    string     `json:"language,omitempty" doc:"of the floor, BCP 47"`
	OnBehalfOf  string     `json:"onBehalfOf,omitempty"`
	Limit       int        `json:"limit,omitempty" doc:"speaking time, seconds"`
	MS          int64      `json:"ms" doc:"floor time, milliseconds"`
	Intervals   []Interval `json:"intervals" doc:"when the speaker had the floor and the clock ran"`
	End         string     `json:"end,omitempty" doc:"RFC 3339: when the floor was given back; absent: it goes on"`
}

// Interval is a span of time.
type Interval struct {
	Start string `json:"start" doc:"RFC 3339"`
	End   string `json:"end,omitempty" doc:"RFC 3339; absent: it goes on"`
}

// FloorReport is all that is kept of the floor.
type FloorReport struct {
	Floor         Floor          `json:"floor"`
	Times         FloorTimes     `json:"times" doc:"of all items, or of the one asked for"`
	Interventions []Intervention `json:"interventions" doc:"as they began; of all items, or of the one asked for; the last 1000"`
	Lists         []SpeakersList `json:"lists"`
	Points        []PointOfOrder `json:"points"`
}
