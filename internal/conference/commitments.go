package conference

import (
	"context"
	"maps"
	"slices"

	"github.com/cumbre-meet/cumbre/internal/proceedings"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// NewCommitment is what is promised; see proceedings.MakeCommitment.
type NewCommitment struct {
	Text, Paragraph  string
	Actors, Partners []string
	Action           map[string]string
	Due              string
}

// Commitments lists what a meeting's texts promise.
func (h *Hub) Commitments(_ context.Context, meeting string, v Visitor) (protocol.Commitments, error) {
	s, p, err := h.textReader(meeting, v)
	if err != nil {
		return protocol.Commitments{}, err
	}
	acts := s.ActsForParty(p.ID)
	out := protocol.Commitments{
		Commitments: make([]protocol.Commitment, 0, len(s.Commitments)),
		May:         protocol.CommitmentRights{Make: p.Role.Keeps() || acts, MakeAny: p.Role.Keeps(), Assess: acts, Delegation: p.Party()},
	}
	for _, c := range s.Commitments {
		out.Commitments = append(out.Commitments, commitmentOf(s, c))
	}
	return out, nil
}

// MakeCommitment writes one down.
func (h *Hub) MakeCommitment(ctx context.Context, meeting string, v Visitor, n NewCommitment) (protocol.Commitments, error) {
	return h.committed(ctx, meeting, v, proceedings.MakeCommitment{
		By: v.by(), Text: n.Text, Paragraph: n.Paragraph, Actors: n.Actors, Partners: n.Partners, Action: n.Action, Due: n.Due,
	})
}

// AssessCommitment says for the visitor's delegation what became of one.
func (h *Hub) AssessCommitment(ctx context.Context, meeting, commitment string, v Visitor, status int, note string) (protocol.Commitments, error) {
	return h.committed(ctx, meeting, v, proceedings.AssessCommitment{By: v.by(), Commitment: commitment, Status: status, Note: note})
}

// CloseCommitment says whether the visitor's delegation holds one for settled.
func (h *Hub) CloseCommitment(ctx context.Context, meeting, commitment string, v Visitor, settled bool) (protocol.Commitments, error) {
	return h.committed(ctx, meeting, v, proceedings.CloseCommitment{By: v.by(), Commitment: commitment, Settled: settled})
}

func (h *Hub) committed(ctx context.Context, meeting string, v Visitor, cmd proceedings.Command) (protocol.Commitments, error) {
	if err := h.execute(ctx, meeting, cmd); err != nil {
		return protocol.Commitments{}, err
	}
	return h.Commitments(ctx, meeting, v)
}

func commitmentOf(s proceedings.State, c proceedings.Commitment) protocol.Commitment {
	t, _ := s.Text(c.Text)
	out := protocol.Commitment{
		ID: c.ID, Text: c.Text, Paragraph: c.Paragraph, Number: t.Numbers()[c.Paragraph], Actors: partiesOf(s, c.Actors), Partners: c.Partners, Action: c.Action,
		Due: c.Due, DueDay: c.Due, Vague: c.Vague(), Made: instant(c.At), Closed: instantOrNone(c.Closed), Settled: slices.Sorted(maps.Keys(c.Closing)),
		Disagree: c.Disagree(), Assessments: make([]protocol.CommitmentAssessment, 0, len(c.Assessments)),
	}
	if out.Partners == nil {
		out.Partners = []string{}
	}
	if out.Settled == nil {
		out.Settled = []string{}
	}
	if c.Due == proceedings.DueNext {
		out.DueDay = ""
		if legs := s.Next.Plan.Live(); len(legs) > 0 {
			out.DueDay = legs[0].When.Wall[:len("2006-01-02")]
		}
	}
	for _, a := range c.Assessments {
		out.Assessments = append(out.Assessments, protocol.CommitmentAssessment{
			Delegation: a.Delegation, Status: a.Status, Note: a.Note, At: instant(a.At), ByName: nameOf(s, a.By),
		})
	}
	return out
}
