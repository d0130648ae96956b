package conference

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/cumbre-meet/cumbre/internal/proceedings"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// NewSlot is a time to propose; see proceedings.ProposeSlot.
type NewSlot struct {
	Wall, Zone, Note, Counter string
	Minutes                   int
}

// NewPlan is what is to be set; see proceedings.SetNextMeeting.
type NewPlan struct {
	Slot, Mode, Title string
	Itinerary         []NewLeg
}

// NewLeg is an entry of its itinerary.
type NewLeg struct {
	ID, Title, Place, Wall, Zone string
	Minutes                      int
}

// maxSeries is how far a series is followed to either side.
const maxSeries = 20

// Next is what there is of the next meeting, for somebody who may read it: who acts for a delegation, or leads, whether they have
// been in the meeting or not, and whoever was.
func (h *Hub) Next(_ context.Context, meeting string, v Visitor) (protocol.NextMeeting, error) {
	s, err := h.snapshot(meeting)
	if err != nil {
		return protocol.NextMeeting{}, err
	}
	p, err := v.reader(s)
	may := s.MayPlan(v.by())
	if err != nil && !may.Arrange && !may.Propose {
		return protocol.NextMeeting{}, asProblem(err)
	}
	out := nextOf(s, may, time.Now())
	if err == nil && !readsDraft(p) { // what is set is public, how it came about is not
		out.Homes, out.Slots = []protocol.DelegationHome{}, []protocol.NextSlot{}
	}
	out.Series = h.series(s)
	return out, nil
}

// planned lets the actor commit a command, and tells what there is then.
func (h *Hub) planned(ctx context.Context, meeting string, v Visitor, cmd proceedings.Command) (protocol.NextMeeting, error) {
	if err := h.execute(ctx, meeting, cmd); err != nil {
		return protocol.NextMeeting{}, err
	}
	return h.Next(ctx, meeting, v)
}

// SetHome says when a delegation works.
func (h *Hub) SetHome(ctx context.Context, meeting, delegation string, v Visitor, home protocol.DelegationHome) (protocol.NextMeeting, error) {
	cmd := proceedings.SetHome{By: v.by(), Delegation: delegation, Home: proceedings.Home{Zone: home.Zone, From: home.From, To: home.To, Weekend: home.Weekend}}
	for _, c := range home.Closed {
		cmd.Home.Closed = append(cmd.Home.Closed, proceedings.ClosedDay(c))
	}
	return h.planned(ctx, meeting, v, cmd)
}

// ProposeSlot proposes a time.
func (h *Hub) ProposeSlot(ctx context.Context, meeting string, v Visitor, n NewSlot) (protocol.NextMeeting, error) {
	return h.planned(ctx, meeting, v, proceedings.ProposeSlot{
		By: v.by(), Wall: n.Wall, Zone: n.Zone, Minutes: n.Minutes, Note: n.Note, Counter: n.Counter,
	})
}

// AnswerSlot accepts or declines it for the own delegation.
func (h *Hub) AnswerSlot(ctx context.Context, meeting, slot string, v Visitor, accept bool, reason string) (protocol.NextMeeting, error) {
	return h.planned(ctx, meeting, v, proceedings.AnswerSlot{By: v.by(), Slot: slot, Accept: accept, Reason: reason})
}

// WithdrawSlot takes it back.
func (h *Hub) WithdrawSlot(ctx context.Context, meeting, slot string, v Visitor) (protocol.NextMeeting, error) {
	return h.planned(ctx, meeting, v, proceedings.WithdrawSlot{By: v.by(), Slot: slot})
}

// SetNext sets the next meeting, or changes what is set.
func (h *Hub) SetNext(ctx context.Context, meeting string, v Visitor, n NewPlan) (protocol.NextMeeting, error) {
	cmd := proceedings.SetNextMeeting{By: v.by(), Slot: n.Slot, Mode: proceedings.Mode(n.Mode), Title: n.Title}
	for _, l := range n.Itinerary {
		cmd.Legs = append(cmd.Legs, proceedings.LegWish(l))
	}
	return h.replanned(ctx, meeting, v, cmd)
}

// CancelNext cancels it.
func (h *Hub) CancelNext(ctx context.Context, meeting string, v Visitor, reason string) (protocol.NextMeeting, error) {
	return h.replanned(ctx, meeting, v, proceedings.CancelNextMeeting{By: v.by(), Reason: reason})
}

// replanned is planned for what moves or cancels the next meeting: one that was made of the plan follows, unless it has begun.
func (h *Hub) replanned(ctx context.Context, meeting string, v Visitor, cmd proceedings.Command) (protocol.NextMeeting, error) {
	s, err := h.snapshot(meeting)
	if err != nil {
		return protocol.NextMeeting{}, err
	}
	if made, err := h.snapshot(s.Next.Meeting); err == nil && made.Begun() {
		return protocol.NextMeeting{}, problem(string(proceedings.NextBegun), "The next meeting has begun, or is over: its time stays.")
	}
	if err := h.execute(ctx, meeting, cmd); err != nil {
		return protocol.NextMeeting{}, err
	}
	if err := h.follow(ctx, meeting); err != nil {
		return protocol.NextMeeting{}, err
	}
	return h.Next(ctx, meeting, v)
}

// follow brings the meeting that was made of a meeting's plan to where the plan is now. What fails here is tried again by
// settlePlans: the plan holds.
func (h *Hub) follow(ctx context.Context, meeting string) error {
	s, err := h.snapshot(meeting)
	if err != nil {
		return err
	}
	made, err := h.snapshot(s.Next.Meeting)
	if err != nil {
		return nil //nolint:nilerr // none was made, or not yet: it will be made of the plan as it is then
	}
	cmd, ahead := s.Ahead(made)
	if !ahead {
		return nil
	}
	return h.execute(ctx, made.Meeting.ID, cmd)
}

// settlePlans has every meeting follow the plan that it was made of: a crash, or a full disk, may have come between the two. One
// that began meanwhile stays, and that is logged once.
func (h *Hub) settlePlans(ctx context.Context) {
	var due, stayed []string
	h.mu.RLock()
	for id, e := range h.meetings {
		made := h.meetings[e.state.Next.Meeting]
		if made == nil || made.damaged {
			continue
		}
		switch cmd, ahead := e.state.Ahead(made.state); {
		case !ahead:
		case !made.state.Begun():
			due = append(due, id)
		case h.stayed[id] != cmd.Plan:
			h.stayed[id] = cmd.Plan
			stayed = append(stayed, id)
		}
	}
	h.mu.RUnlock()
	for _, id := range stayed {
		h.cfg.Log.Warn("a meeting had begun when its plan changed, so that it stayed: tell its delegations", "meeting", id)
	}
	for _, id := range due {
		if err := h.follow(ctx, id); err != nil && ctx.Err() == nil {
			h.cfg.Log.Warn("a meeting could not follow its plan; it is tried again", "meeting", id, "error", err)
		}
	}
}

// MakeNext makes the next meeting of the plan, once, and gives who leads this one an invitation to it. Its identifier is in this
// meeting's journal before it is made: a crash between, or a second request, makes no other.
func (h *Hub) MakeNext(ctx context.Context, meeting string, v Visitor) (protocol.Meeting, Invitation, error) {
	if err := h.execute(ctx, meeting, proceedings.MakeNextMeeting{By: v.by(), ID: newID()}); err != nil {
		return protocol.Meeting{}, Invitation{}, err
	}
	s, err := h.snapshot(meeting)
	if err != nil {
		return protocol.Meeting{}, Invitation{}, err
	}
	made, err := h.Meeting(ctx, s.Next.Meeting)
	if err != nil {
		if made, err = h.create(ctx, s.Follow(s.OpenCommitments())); err != nil {
			return protocol.Meeting{}, Invitation{}, err
		}
	}
	own, ok := s.Invitations[v.by()]
	if !ok {
		return made, Invitation{}, nil
	}
	inv, err := h.Invite(ctx, made.ID, Invite{Role: string(own.Role), Name: own.Name, Function: own.Function, Delegation: own.Delegation, Language: own.Language})
	return made, inv, err
}

// series are the meetings before and after one.
func (h *Hub) series(s proceedings.State) []protocol.SeriesMeeting {
	h.mu.RLock()
	defer h.mu.RUnlock()
	find := func(id string) (proceedings.State, bool) {
		e := h.meetings[id]
		if id == "" || e == nil || e.damaged {
			return proceedings.State{}, false
		}
		return e.state, true
	}
	out := []protocol.SeriesMeeting{inSeries(s)}
	out[0].Here = true
	for before, ok := find(s.Meeting.Previous); ok && len(out) <= maxSeries; before, ok = find(before.Meeting.Previous) {
		out = append(out, inSeries(before))
	}
	slices.Reverse(out)
	for after, ok := find(s.Next.Meeting); ok && len(out) < 2*maxSeries; after, ok = find(after.Next.Meeting) {
		out = append(out, inSeries(after))
	}
	return out
}

func inSeries(s proceedings.State) protocol.SeriesMeeting {
	return protocol.SeriesMeeting{
		ID: s.Meeting.ID, Title: s.Meeting.Title, Start: instantOrNone(s.Meeting.Start), Timezone: s.Meeting.Timezone, State: string(s.Phase),
	}
}

func nextOf(s proceedings.State, may proceedings.NextRights, now time.Time) protocol.NextMeeting {
	out := protocol.NextMeeting{
		Title: s.Meeting.Title, Homes: homesOf(s), Slots: make([]protocol.NextSlot, 0, len(s.Next.Slots)), Plan: planOf(s), Meeting: s.Next.Meeting,
		May: protocol.NextRights{Arrange: may.Arrange, Propose: may.Propose, Answer: may.Answer, For: may.Delegation}, Commitments: len(s.OpenCommitments()),
	}
	for _, slot := range s.Next.Slots {
		out.Slots = append(out.Slots, slotOf(s, slot, may, now))
	}
	slices.SortStableFunc(out.Slots, func(a, b protocol.NextSlot) int { return cmp.Compare(a.When.At, b.When.At) })
	return out
}

func homesOf(s proceedings.State) []protocol.DelegationHome {
	out := make([]protocol.DelegationHome, 0, len(s.Meeting.Delegations))
	for _, d := range s.Meeting.Delegations {
		home := s.Next.Homes[d.ID]
		one := protocol.DelegationHome{
			Delegation: d.ID, Name: d.Name, Zone: home.Zone, From: home.From, To: home.To,
			Weekend: append([]int{}, home.Weekend...), Closed: make([]protocol.ClosedDay, 0, len(home.Closed)),
		}
		for _, c := range home.Closed {
			one.Closed = append(one.Closed, protocol.ClosedDay(c))
		}
		out = append(out, one)
	}
	return out
}

func slotOf(s proceedings.State, slot proceedings.Slot, may proceedings.NextRights, now time.Time) protocol.NextSlot {
	over := !slot.When.At.After(now)
	set := s.Next.Plan.Holds() && s.Next.Plan.Slot == slot.ID
	one := protocol.NextSlot{
		ID: slot.ID, Delegation: slot.Delegation, ByName: s.Invitations[slot.By].Name, Counter: slot.Counter, When: zonedOf(slot.When), Minutes: slot.Minutes,
		Note: slot.Note, Proposed: instant(slot.At), Over: over, Answers: []protocol.SlotAnswer{}, Agreed: s.Agreed(slot),
		Local: localOf(s, slot.When.At, slot.Minutes),
		May:   protocol.NextSlotRights{Answer: may.Answer && !over && !set, Withdraw: !set && (may.Arrange || may.Propose && slot.Delegation == may.Delegation)},
	}
	for _, party := range s.Meeting.Parties() {
		if a, ok := slot.Answers[party]; ok {
			one.Answers = append(one.Answers, protocol.SlotAnswer{Delegation: party, Accepted: a.Accepted, Reason: a.Reason})
		}
	}
	return one
}

func planOf(s proceedings.State) *protocol.NextPlan {
	p := s.Next.Plan
	if p.Revision == 0 {
		return nil
	}
	out := &protocol.NextPlan{
		Revision: p.Revision, Mode: string(p.Mode), Title: cmp.Or(p.Title, s.Meeting.Title), Slot: p.Slot, Itinerary: make([]protocol.NextLeg, 0, len(p.Legs)),
		Cancelled: p.Cancelled, Reason: p.Reason,
	}
	for _, l := range p.Legs {
		out.Itinerary = append(out.Itinerary, protocol.NextLeg{
			ID: l.ID, Title: l.Title, Place: l.Place, When: zonedOf(l.When), Minutes: l.Minutes, Cancelled: l.Cancelled, Local: localOf(s, l.When.At, l.Minutes),
		})
	}
	return out
}

func zonedOf(m proceedings.Moment) protocol.ZonedTime {
	return protocol.ZonedTime{Wall: m.Wall, Zone: m.Zone, At: instant(m.At), Moved: m.Moved()}
}

func localOf(s proceedings.State, at time.Time, minutes int) []protocol.LocalHours {
	out := []protocol.LocalHours{}
	for _, d := range s.Meeting.Delegations {
		home, ok := s.Next.Homes[d.ID]
		if !ok {
			continue
		}
		l := home.At(at, at.Add(time.Duration(minutes)*time.Minute))
		out = append(out, protocol.LocalHours{Delegation: d.ID, Wall: l.Wall, EndWall: l.EndWall, Hours: string(l.Hours), Closed: l.Closed})
	}
	return out
}
