package httpapi

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// Publishing is what the API needs of what a meeting tells the public.
type Publishing interface {
	Publications(ctx context.Context, meeting string, v conference.Visitor) (protocol.Publications, error)
	CheckText(ctx context.Context, meeting, text string, v conference.Visitor) (protocol.StatementCheck, error)
	PublishStatement(ctx context.Context, meeting string, v conference.Visitor, n conference.NewStatement) (protocol.Publications, error)
	PublishReadout(ctx context.Context, meeting string, v conference.Visitor, n conference.NewReadout) (protocol.Publications, error)
	Public(ctx context.Context, meeting string) (protocol.PublicMeeting, error)
}

// Committing is what it needs of commitments.
type Committing interface {
	Commitments(ctx context.Context, meeting string, v conference.Visitor) (protocol.Commitments, error)
	MakeCommitment(ctx context.Context, meeting string, v conference.Visitor, n conference.NewCommitment) (protocol.Commitments, error)
	AssessCommitment(ctx context.Context, meeting, commitment string, v conference.Visitor, status int, note string) (protocol.Commitments, error)
	CloseCommitment(ctx context.Context, meeting, commitment string, v conference.Visitor, settled bool) (protocol.Commitments, error)
}

type (
	newStatement struct {
		Text      string                       `json:"text" doc:"an adopted text" example:"t1"`
		Embargo   string                       `json:"embargo,omitempty" doc:"in the future: RFC 3339, or local to the timezone; without: at once" example:"2021-05-07T18:00"`
		Timezone  string                       `json:"timezone,omitempty" doc:"IANA; without: UTC"`
		Overrides []protocol.StatementOverride `json:"overrides,omitempty" doc:"what the checks find and is right all the same"`
	}
	newReadout struct {
		Titles     protocol.Titles              `json:"titles" doc:"in each language of bodies"`
		Bodies     map[string]string            `json:"bodies" doc:"by language; empty lines part paragraphs. Up to 15,000 characters each"`
		Embargo    string                       `json:"embargo,omitempty"`
		Timezone   string                       `json:"timezone,omitempty"`
		Supersedes string                       `json:"supersedes,omitempty" doc:"the own delegation's readout that this corrects"`
		Overrides  []protocol.StatementOverride `json:"overrides,omitempty"`
	}
	newCommitment struct {
		Text      string            `json:"text"`
		Paragraph string            `json:"paragraph" doc:"that every delegation has agreed"`
		Actors    []string          `json:"actors,omitempty" doc:"delegations; who acts for one names the own one alone"`
		Partners  []string          `json:"partners,omitempty" doc:"others, by name"`
		Action    map[string]string `json:"action" doc:"what is promised, by language; up to 500 characters"`
		Due       string            `json:"due,omitempty" doc:"a day, not before the text's adoption, or next-meeting" example:"2021-06-08"`
	}
	newAssessment struct {
		Status int    `json:"status" minimum:"-1" maximum:"1" doc:"-1: not kept, 0: under way, 1: kept"`
		Note   string `json:"note,omitempty" doc:"up to 1000 characters"`
	}
	settlement struct {
		Settled bool `json:"settled"`
	}
	// CommitmentPath are the parameters of a commitment's address. Exported, as MeetingPath is.
	CommitmentPath struct {
		MeetingPath
		Commitment string `path:"commitment" doc:"the commitment's id" example:"c1"`
	}
	inCommitment[B any] struct {
		CommitmentPath
		Body B
	}
)

// maxReadoutBytes bounds a readout's body: 15,000 characters in each of ten languages, each written as JSON's \u escape (6 bytes), with
// titles and overrides. A larger bound is memory that one delegation can make us hold while it sends.
const maxReadoutBytes = 1 << 20

const meetingBase = "/api/v1/meetings/{meeting}"

func (a *API) registerPublications() {
	b := a.backend
	op := func(method, path, id, summary, tag string) huma.Operation {
		one := a.operation(method, meetingBase+path, id, summary, a.membersOnly)
		one.Tags, one.DefaultStatus = []string{tag}, http.StatusOK
		return one
	}
	huma.Register(a.huma, op("GET", "/publications", "list-publications", "What a meeting has issued, or will", "Publication"), func(ctx context.Context, in *MeetingPath) (*answer[protocol.Publications], error) {
		p, err := b.Publications(ctx, in.Meeting, callerOf(ctx).visitor())
		return answered(ctx, a, p, err)
	})
	huma.Register(a.huma, op("GET", "/texts/{text}/check", "check-text", "Hold a text's dates and quotations against the calendar and the record", "Publication"), func(ctx context.Context, in *TextPath) (*answer[protocol.StatementCheck], error) {
		found, err := b.CheckText(ctx, in.Meeting, in.Text, callerOf(ctx).visitor())
		return answered(ctx, a, found, err)
	})
	huma.Register(a.huma, op("POST", "/statements", "publish-statement", "Publish an adopted text in all its languages", "Publication"), func(ctx context.Context, in *inMeeting[newStatement]) (*answer[protocol.Publications], error) {
		p, err := b.PublishStatement(ctx, in.Meeting, callerOf(ctx).visitor(), conference.NewStatement(in.Body))
		return answered(ctx, a, p, err)
	})
	readout := op("POST", "/readouts", "publish-readout", "Publish the own delegation's account, marked as one", "Publication")
	readout.MaxBodyBytes = maxReadoutBytes
	huma.Register(a.huma, readout, func(ctx context.Context, in *inMeeting[newReadout]) (*answer[protocol.Publications], error) {
		p, err := b.PublishReadout(ctx, in.Meeting, callerOf(ctx).visitor(), conference.NewReadout(in.Body))
		return answered(ctx, a, p, err)
	})
	committed := func(ctx context.Context) func(protocol.Commitments, error) (*answer[protocol.Commitments], error) {
		return func(c protocol.Commitments, err error) (*answer[protocol.Commitments], error) {
			return answered(ctx, a, c, err)
		}
	}
	huma.Register(a.huma, op("GET", "/commitments", "list-commitments", "What was promised, and what became of it", "Commitments"), func(ctx context.Context, in *MeetingPath) (*answer[protocol.Commitments], error) {
		return committed(ctx)(b.Commitments(ctx, in.Meeting, callerOf(ctx).visitor()))
	})
	huma.Register(a.huma, op("POST", "/commitments", "make-commitment", "Write down what an agreed paragraph promises", "Commitments"), func(ctx context.Context, in *inMeeting[newCommitment]) (*answer[protocol.Commitments], error) {
		return committed(ctx)(b.MakeCommitment(ctx, in.Meeting, callerOf(ctx).visitor(), conference.NewCommitment(in.Body)))
	})
	huma.Register(a.huma, op("POST", "/commitments/{commitment}/assessments", "assess-commitment", "Say for the own delegation what became of a commitment", "Commitments"), func(ctx context.Context, in *inCommitment[newAssessment]) (*answer[protocol.Commitments], error) {
		return committed(ctx)(b.AssessCommitment(ctx, in.Meeting, in.Commitment, callerOf(ctx).visitor(), in.Body.Status, in.Body.Note))
	})
	huma.Register(a.huma, op("PUT", "/commitments/{commitment}/settlement", "settle-commitment", "Say whether the own delegation holds a commitment for settled", "Commitments"), func(ctx context.Context, in *inCommitment[settlement]) (*answer[protocol.Commitments], error) {
		return committed(ctx)(b.CloseCommitment(ctx, in.Meeting, in.Commitment, callerOf(ctx).visitor(), in.Body.Settled))
	})
}
