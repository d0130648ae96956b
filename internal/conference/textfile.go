package conference

import (
	"context"

	"github.com/cumbre-meet/cumbre/internal/proceedings"
)

// ExportableText is a text as it may leave the meeting.
type ExportableText = proceedings.ExportableText

// TextRequest is what of a text is wanted.
type TextRequest = proceedings.TextRequest

// ExportText is a text as a file has it, for who reads texts: 404 text-unknown, version-unknown, 422 field-invalid, 403 regime-forbids.
func (h *Hub) ExportText(_ context.Context, meeting string, v Visitor, r TextRequest) (ExportableText, error) {
	s, _, err := h.textReader(meeting, v)
	if err != nil {
		return ExportableText{}, err
	}
	e, err := s.ExportText(r)
	if err != nil {
		return ExportableText{}, asProblem(err)
	}
	return e, nil
}
