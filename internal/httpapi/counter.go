package httpapi

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/invite"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// maxNote bounds what of a calendar's comment becomes a proposal's note, in code points: a note's own bound.
const maxNote = 200

type counterInput struct {
	MeetingPath
	Body struct {
		Calendar string `json:"calendar" doc:"the file: an iCalendar object with METHOD COUNTER (RFC 5546 section 3.2.7), whose UID is one of the next meeting's entries"`
	}
}

func (a *API) registerCounter() {
	op := a.operation("POST", "/api/v1/meetings/{meeting}/next/counters", "counter-next", "Propose the time that a calendar proposes in the place of an entry", a.membersOnly)
	op.Tags, op.DefaultStatus = []string{"Next meeting"}, 200
	huma.Register(a.huma, op, a.counterNext)
}

// counterNext makes a proposal of a calendar's counter-proposal.
func (a *API) counterNext(ctx context.Context, in *counterInput) (*answer[protocol.NextMeeting], error) {
	c, err := invite.ReadCounter([]byte(in.Body.Calendar))
	if err != nil {
		return nil, a.restError(ctx, problem("field-invalid", "Field calendar: %s. Save the calendar's proposal as a file, and add that.", err.Error()))
	}
	v := callerOf(ctx).visitor()
	next, err := a.backend.Next(ctx, in.Meeting, v)
	if err != nil {
		return nil, a.restError(ctx, err)
	}
	i := entryOf(next, in.Meeting, c.UID)
	if i < 0 {
		return nil, a.restError(ctx, problem("field-invalid", "Field calendar: its UID is of no entry of this next meeting. Use the calendar entry that was made of it."))
	}
	slot := conference.NewSlot{
		Wall: c.Start, Zone: cmp.Or(c.Zone, next.Plan.Itinerary[i].When.Zone), Minutes: int(c.Length / time.Minute), Note: noteOf(c.Comment),
	}
	if slices.ContainsFunc(next.Slots, func(s protocol.NextSlot) bool { return s.ID == next.Plan.Slot }) {
		slot.Counter = next.Plan.Slot
	}
	return a.nextAnswer(ctx)(a.backend.ProposeSlot(ctx, in.Meeting, v, slot))
}

// entryOf finds the entry of an itinerary by a calendar's UID: its own, or that of invitations to the meeting which was made of the
// plan, whose time is the first entry's; -1: there is none.
func entryOf(next protocol.NextMeeting, meeting, uid string) int {
	uid, _, _ = strings.Cut(uid, "@")
	if next.Plan == nil {
		return -1
	}
	return slices.IndexFunc(next.Plan.Itinerary, func(l protocol.NextLeg) bool {
		return !l.Cancelled && (uid == meeting+"-"+l.ID || next.Meeting != "" && uid == next.Meeting)
	})
}

// noteOf is a comment in one line, as long as a note may be.
func noteOf(comment string) string {
	note := []rune(strings.Join(strings.Fields(comment), " "))
	return string(note[:min(len(note), maxNote)])
}
