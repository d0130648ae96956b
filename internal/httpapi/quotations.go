package httpapi

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// Quoted is what the API needs of the quotations that are kept.
type Quoted interface {
	Quotations(ctx context.Context, meeting string, v conference.Visitor) (protocol.KeptQuotations, error)
	KeepQuotation(ctx context.Context, meeting string, v conference.Visitor, n conference.NewQuotation) (protocol.KeptQuotations, error)
	DropQuotation(ctx context.Context, meeting, quotation string, v conference.Visitor) (protocol.KeptQuotations, error)
}

type (
	newQuotation struct {
		Quotation string `json:"quotation" doc:"up to 2000 bytes, which the record says"`
		Use       string `json:"use,omitempty" doc:"where it is used; up to 200 characters" example:"Joint statement, paragraph 3"`
		Segment   string `json:"segment" doc:"where it was found: QuotationMatch.first" example:"s12"`
	}
	keepQuotationInput struct {
		MeetingPath
		Body newQuotation
	}
	dropQuotationInput struct {
		MeetingPath
		Quotation string `path:"quotation" doc:"KeptQuotation.id"`
	}
)

func (a *API) registerQuotations() {
	const base = "/api/v1/meetings/{meeting}/quotes"
	op := func(method, path, id, summary string) huma.Operation {
		one := a.operation(method, base+path, id, summary, a.membersOnly)
		one.Tags, one.DefaultStatus = []string{"Record"}, http.StatusOK
		return one
	}
	huma.Register(a.huma, op("GET", "", "list-quotes", "The quotations that are kept, held against the record as it is"), func(ctx context.Context, in *MeetingPath) (*answer[protocol.KeptQuotations], error) {
		kept, err := a.backend.Quotations(ctx, in.Meeting, callerOf(ctx).visitor())
		return answered(ctx, a, kept, err)
	})
	huma.Register(a.huma, op("POST", "", "keep-quote", "Keep a quotation, to be held against the record whenever it changes"), func(ctx context.Context, in *keepQuotationInput) (*answer[protocol.KeptQuotations], error) {
		kept, err := a.backend.KeepQuotation(ctx, in.Meeting, callerOf(ctx).visitor(), conference.NewQuotation(in.Body))
		return answered(ctx, a, kept, err)
	})
	huma.Register(a.huma, op("DELETE", "/{quotation}", "drop-quote", "Keep a quotation no longer"), func(ctx context.Context, in *dropQuotationInput) (*answer[protocol.KeptQuotations], error) {
		kept, err := a.backend.DropQuotation(ctx, in.Meeting, in.Quotation, callerOf(ctx).visitor())
		return answered(ctx, a, kept, err)
	})
}
