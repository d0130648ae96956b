package conference_test

import (
	"testing"
	"time"

	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/proceedings"
)

// What an adopted text promises is for readers of drafts until the text is published: it is not on the archive's pages, and takes no
// name out of its mask.
func TestAnUnpublishedTextHasNoOutcome(t *testing.T) {
	s := proceedings.State{
		Meeting:     proceedings.Meeting{ID: "m", Title: "México – United States", Delegations: []proceedings.Delegation{{ID: "d1", Name: "México"}}},
		Texts:       []proceedings.Text{{ID: "t1", Versions: []proceedings.TextVersion{{Number: 1}}}},
		Commitments: []proceedings.Commitment{{ID: "c1", Text: "t1", Paragraph: "p1", Action: map[string]string{"es": "Cooperar"}}},
	}
	out := conference.OutcomeOf(s, time.Now())
	if !out.Empty() || len(out.Public.Commitments)+len(out.Public.Delegations) > 0 {
		t.Errorf("%+v", out.Public)
	}
}
