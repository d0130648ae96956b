package httpapi

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/invite"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// Planned is what the API needs of the next meeting.
type Planned interface {
	Next(ctx context.Context, meeting string, v conference.Visitor) (protocol.NextMeeting, error)
	SetHome(ctx context.Context, meeting, delegation string, v conference.Visitor, home protocol.DelegationHome) (protocol.NextMeeting, error)
	ProposeSlot(ctx context.Context, meeting string, v conference.Visitor, n conference.NewSlot) (protocol.NextMeeting, error)
	AnswerSlot(ctx context.Context, meeting, slot string, v conference.Visitor, accept bool, reason string) (protocol.NextMeeting, error)
	WithdrawSlot(ctx context.Context, meeting, slot string, v conference.Visitor) (protocol.NextMeeting, error)
	SetNext(ctx context.Context, meeting string, v conference.Visitor, n conference.NewPlan) (protocol.NextMeeting, error)
	CancelNext(ctx context.Context, meeting string, v conference.Visitor, reason string) (protocol.NextMeeting, error)
	MakeNext(ctx context.Context, meeting string, v conference.Visitor) (protocol.Meeting, conference.Invitation, error)
}

type newHome struct {
	Zone    string               `json:"zone" doc:"IANA" example:"America/Mexico_City"`
	From    int                  `json:"from" doc:"of the working hours, minutes of the day" example:"540"`
	To      int                  `json:"to" doc:"their end" example:"1080"`
	Weekend []int                `json:"weekend,omitempty" doc:"days on which the delegation does not work: 0, Sunday, to 6"`
	Closed  []protocol.ClosedDay `json:"closed,omitempty" doc:"holidays and other days without meetings; at most 60"`
}

type newSlot struct {
	Wall    string `json:"wall" doc:"local to the zone, or with its offset where the clocks there show it twice" example:"2021-06-08T10:00"`
	Zone    string `json:"zone" doc:"IANA" example:"America/Mexico_City"`
	Minutes int    `json:"minutes" example:"90"`
	Note    string `json:"note,omitempty" doc:"up to 200 characters"`
	Counter string `json:"counter,omitempty" doc:"the slot in whose place it is proposed; the own delegation declines that one, unless it is set"`
}

type slotReply struct {
	Accept bool   `json:"accept"`
	Reason string `json:"reason,omitempty" doc:"of a decline; up to 200 characters"`
}

type newLeg struct {
	ID      string `json:"id,omitempty" doc:"of an entry that there is: its calendar entry changes; without: a new one"`
	Title   string `json:"title,omitempty"`
	Place   string `json:"place,omitempty" doc:"needed where the meeting is in person"`
	Wall    string `json:"wall" example:"2021-06-07T09:00"`
	Zone    string `json:"zone" doc:"IANA, of the place" example:"America/Guatemala"`
	Minutes int    `json:"minutes"`
}

type newPlan struct {
	Slot      string   `json:"slot,omitempty" doc:"that every delegation has accepted; without: the one that it is set for"`
	Mode      string   `json:"mode" enum:"virtual,in-person,hybrid"`
	Title     string   `json:"title,omitempty" doc:"without: as it is set already; without one, this meeting's"`
	Itinerary []newLeg `json:"itinerary,omitempty" doc:"at most 20; one begins at the slot's time. Without: the slot itself"`
}

type planCancellation struct {
	Reason string `json:"reason,omitempty" doc:"up to 200 characters"`
}

// madeMeeting is the meeting that was made, with the caller's own invitation to it.
type madeMeeting struct {
	Meeting    protocol.Meeting  `json:"meeting"`
	Invitation *issuedInvitation `json:"invitation,omitempty" doc:"the caller's; absent for the administrator"`
}

type (
	homeInput struct {
		DelegationPath
		Body newHome
	}
	slotInput struct {
		MeetingPath
		Body newSlot
	}
	// SlotPath are the parameters of a slot's address. Exported, as MeetingPath is.
	SlotPath struct {
		MeetingPath
		Slot string `path:"slot" doc:"NextSlot.id"`
	}
	answerInput struct {
		SlotPath
		Body slotReply
	}
	planInput struct {
		MeetingPath
		Body newPlan
	}
	cancelInput struct {
		MeetingPath
		Body planCancellation
	}
	seriesInput struct {
		MeetingPath
		Language string `query:"language" doc:"BCP 47. Without, or where there is no text in it: the invitation's, the delegation's or the meeting's, then English"`
	}
)

// seriesName is what the calendar is saved as.
const seriesName = "next-meeting.ics"

func (a *API) registerNext() {
	const base = "/api/v1/meetings/{meeting}/next"
	op := func(method, path, id, summary string) huma.Operation {
		one := a.operation(method, base+path, id, summary, a.membersOnly)
		one.Tags, one.DefaultStatus = []string{"Next meeting"}, http.StatusOK
		return one
	}
	huma.Register(a.huma, op("GET", "", "get-next", "The next meeting: times that are proposed, and what is set"), func(ctx context.Context, in *MeetingPath) (*answer[protocol.NextMeeting], error) {
		return a.nextAnswer(ctx)(a.backend.Next(ctx, in.Meeting, callerOf(ctx).visitor()))
	})
	huma.Register(a.huma, op("PUT", "/homes/{delegation}", "set-home", "Say when a delegation works: who acts for it, or leads"), a.setHome)
	huma.Register(a.huma, op("POST", "/slots", "propose-slot", "Propose a time: who acts for a delegation, or leads"), func(ctx context.Context, in *slotInput) (*answer[protocol.NextMeeting], error) {
		b := in.Body
		return a.nextAnswer(ctx)(a.backend.ProposeSlot(ctx, in.Meeting, callerOf(ctx).visitor(), conference.NewSlot{Wall: b.Wall, Zone: b.Zone, Note: b.Note, Counter: b.Counter, Minutes: b.Minutes}))
	})
	huma.Register(a.huma, op("PUT", "/slots/{slot}/answer", "answer-slot", "Accept or decline a time for the own delegation"), func(ctx context.Context, in *answerInput) (*answer[protocol.NextMeeting], error) {
		return a.nextAnswer(ctx)(a.backend.AnswerSlot(ctx, in.Meeting, in.Slot, callerOf(ctx).visitor(), in.Body.Accept, in.Body.Reason))
	})
	huma.Register(a.huma, op("DELETE", "/slots/{slot}", "withdraw-slot", "Withdraw a proposal"), func(ctx context.Context, in *SlotPath) (*answer[protocol.NextMeeting], error) {
		return a.nextAnswer(ctx)(a.backend.WithdrawSlot(ctx, in.Meeting, in.Slot, callerOf(ctx).visitor()))
	})
	huma.Register(a.huma, op("PUT", "/plan", "set-next", "Set the next meeting, or change what is set: who leads"), a.setNext)
	huma.Register(a.huma, op("POST", "/cancellation", "cancel-next", "Cancel it: who leads"), func(ctx context.Context, in *cancelInput) (*answer[protocol.NextMeeting], error) {
		return a.nextAnswer(ctx)(a.backend.CancelNext(ctx, in.Meeting, callerOf(ctx).visitor(), in.Body.Reason))
	})
	huma.Register(a.huma, op("POST", "/meeting", "make-next", "Make the meeting of the plan, once: who leads, with an invitation to it"), a.makeNext)
	huma.Register(a.huma, op("GET", "/letter", "get-next-letter", "What is set as the text of an e-mail"), a.nextLetter)
	calendar := op("GET", "/calendar.ics", "get-next-calendar", "What is set as calendar entries (RFC 5545), one for each entry of the itinerary")
	calendar.Responses = map[string]*huma.Response{"200": {
		Description: "an iCalendar object", Content: map[string]*huma.MediaType{"text/calendar": {Schema: &huma.Schema{Type: "string"}}},
	}}
	huma.Register(a.huma, calendar, a.nextCalendar)
}

func (a *API) nextAnswer(ctx context.Context) func(protocol.NextMeeting, error) (*answer[protocol.NextMeeting], error) {
	return func(n protocol.NextMeeting, err error) (*answer[protocol.NextMeeting], error) {
		return answered(ctx, a, n, err)
	}
}

func (a *API) setHome(ctx context.Context, in *homeInput) (*answer[protocol.NextMeeting], error) {
	b := in.Body
	home := protocol.DelegationHome{Zone: b.Zone, From: b.From, To: b.To, Weekend: b.Weekend, Closed: b.Closed}
	return a.nextAnswer(ctx)(a.backend.SetHome(ctx, in.Meeting, in.Delegation, callerOf(ctx).visitor(), home))
}

func (a *API) setNext(ctx context.Context, in *planInput) (*answer[protocol.NextMeeting], error) {
	wanted := conference.NewPlan{Slot: in.Body.Slot, Mode: in.Body.Mode, Title: in.Body.Title}
	for _, l := range in.Body.Itinerary {
		wanted.Itinerary = append(wanted.Itinerary, conference.NewLeg(l))
	}
	return a.nextAnswer(ctx)(a.backend.SetNext(ctx, in.Meeting, callerOf(ctx).visitor(), wanted))
}

func (a *API) makeNext(ctx context.Context, in *MeetingPath) (*answer[madeMeeting], error) {
	made, inv, err := a.backend.MakeNext(ctx, in.Meeting, callerOf(ctx).visitor())
	out := madeMeeting{Meeting: withLists(made)}
	if err == nil && inv.ID != "" {
		out.Invitation = &a.issued(made.ID, inv).Body
	}
	return answered(ctx, a, out, err)
}

func (a *API) nextLetter(ctx context.Context, in *seriesInput) (*answer[letter], error) {
	language, series, err := a.seriesOf(ctx, in)
	if err != nil {
		return nil, a.restError(ctx, err)
	}
	l := series.Letter(language)
	return reply(letter{Language: l.Language, Subject: l.Subject, Text: l.Text, Filename: seriesName}), nil
}

func (a *API) nextCalendar(ctx context.Context, in *seriesInput) (*calendarOutput, error) {
	language, series, err := a.seriesOf(ctx, in)
	if err != nil {
		return nil, a.restError(ctx, err)
	}
	return &calendarOutput{
		ContentType: "text/calendar; charset=utf-8; method=" + invite.Method(series.Cancelled), Disposition: `attachment; filename="` + seriesName + `"`,
		Cache: "no-store", Body: series.Calendar(language, time.Now()),
	}, nil
}

// seriesOf is what is set, in the caller's language or the wanted one: 409 next-meeting-unset.
func (a *API) seriesOf(ctx context.Context, in *seriesInput) (string, invite.Series, error) {
	c := callerOf(ctx)
	next, err := a.backend.Next(ctx, in.Meeting, c.visitor())
	if err != nil {
		return "", invite.Series{}, err
	}
	if next.Plan == nil {
		return "", invite.Series{}, problem("next-meeting-unset", "No next meeting is set yet, so that there is nothing to send.")
	}
	meeting, err := a.backend.Meeting(ctx, in.Meeting)
	if err != nil {
		return "", invite.Series{}, err
	}
	s := Series(next, meeting, c.grant.Invitation.Delegation, a.base)
	languages := []string{in.Language, c.grant.Invitation.Language}
	if i := slices.IndexFunc(meeting.Delegations, func(d protocol.Delegation) bool { return d.ID == c.grant.Invitation.Delegation }); i >= 0 {
		languages = append(languages, meeting.Delegations[i].Languages...)
	}
	return invite.LanguageFor(append(languages, meeting.Languages...)...), s, nil
}

// Series is what is set, for calendars and letters to a delegation ("": to nobody's). base is the server's address; the Plan is not nil.
func Series(next protocol.NextMeeting, meeting protocol.Meeting, delegation, base string) invite.Series {
	plan := next.Plan
	s := invite.Series{
		Meeting: meeting.ID, Titled: invite.Titled{Title: plan.Title}, Mode: plan.Mode, Revision: plan.Revision, Cancelled: plan.Cancelled, Reason: plan.Reason,
		Base: base, Link: base + "/m/" + url.PathEscape(meeting.ID) + "/next",
	}
	if s.Title == meeting.Title {
		s.Titles = meeting.Titles
	}
	for _, l := range plan.Itinerary {
		at, _ := time.Parse(time.RFC3339, l.When.At) // ours
		s.Entries = append(s.Entries, invite.Entry{
			ID: l.ID, Title: l.Title, Place: l.Place, Start: at, End: at.Add(time.Duration(l.Minutes) * time.Minute), Zone: zoneNamed(l.When.Zone), Cancelled: l.Cancelled,
		})
	}
	for _, h := range next.Homes {
		if h.Delegation == delegation && h.Zone != "" {
			s.Own = zoneNamed(h.Zone)
		}
	}
	return s
}

// zoneNamed is UTC where there is no such zone (any more).
func zoneNamed(name string) *time.Location {
	if zone, err := time.LoadLocation(name); err == nil {
		return zone
	}
	return time.UTC
}
