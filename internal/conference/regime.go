package conference

import (
	"context"
	"maps"
	"slices"

	"github.com/cumbre-meet/cumbre/internal/proceedings"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// NewRegime says what may be made of words, as proceedings.SetRegime.
type NewRegime struct {
	Item, Speaker, Intervention string
	Regime, Label               string
}

// Exportable is what of a meeting may leave it.
type Exportable = proceedings.Exportable

func attributionOf(a proceedings.Attribution) protocol.Attribution {
	regime := string(a.Regime)
	if regime == "" {
		regime = string(proceedings.OnTheRecord)
	}
	return protocol.Attribution{Regime: regime, Label: a.Label}
}

// regimeOf is what may be made of the meeting's words; nil where all is on the record and always was.
func regimeOf(s proceedings.State) *protocol.Regime {
	if s.Attributions.Changes == 0 {
		return nil
	}
	out := &protocol.Regime{
		Applies: attributionOf(s.Applying()), Meeting: attributionOf(s.Attributions.Meeting.Now),
		Items: []protocol.ItemRegime{}, Next: []protocol.SpeakerRegime{},
	}
	for _, item := range s.Meeting.Agenda {
		if a, has := s.Attributions.Items[item.ID]; has {
			out.Items = append(out.Items, protocol.ItemRegime{Item: item.ID, Attribution: attributionOf(a.Now)})
		}
	}
	for _, id := range slices.Sorted(maps.Keys(s.Attributions.Next)) {
		if a := s.Attributions.Next[id]; a.Regime != proceedings.OnTheRecord {
			out.Next = append(out.Next, protocol.SpeakerRegime{Participant: id, Attribution: attributionOf(a)})
		}
	}
	return out
}

// setRegime is a participant's wish. Whoever came by a shared invitation has only that.
func (c *conference) setRegime(by *presence, m protocol.SetRegime) error {
	return c.commit(proceedings.SetRegime{
		By: c.state.Participants[by.id].Invitation, Item: m.Item, Speaker: m.Speaker, Intervention: m.Intervention,
		Regime: m.Regime, Label: m.Label,
	})
}

// regimeChanged tells whether clients have to be told of another regime.
func regimeChanged(before, after proceedings.State) bool {
	return before.Attributions.Changes != after.Attributions.Changes || after.Attributions.Changes > 0 && before.Applying() != after.Applying()
}

// SetRegime says what may be made of a meeting's words.
func (h *Hub) SetRegime(ctx context.Context, meeting string, v Visitor, n NewRegime) (protocol.Meeting, error) {
	cmd := proceedings.SetRegime{
		By: v.by(), Item: n.Item, Speaker: n.Speaker, Intervention: n.Intervention, Regime: n.Regime, Label: n.Label,
	}
	if err := h.execute(ctx, meeting, cmd); err != nil {
		return protocol.Meeting{}, asProblem(err)
	}
	return h.Meeting(ctx, meeting)
}

// LanguageTag brings a language into its usual writing: 422 field-invalid. "" stays.
func LanguageTag(language string) (string, error) {
	tag, ok := proceedings.LanguageTag(language)
	if language != "" && !ok {
		return "", problem("field-invalid", "language: a language tag is needed, such as es, pt-BR or zh-Hant (BCP 47)")
	}
	return tag, nil
}

// Export is what of a version of the record may leave the meeting, for somebody who may read it; version 0 is the draft, and for
// who does not read it the last version: 403 regime-forbids, 404 version-unknown.
func (h *Hub) Export(_ context.Context, meeting string, v Visitor, form string, version int) (Exportable, error) {
	s, p, err := h.recordReader(meeting, v)
	if err != nil {
		return Exportable{}, err
	}
	if version, err = readVersion(s, p, version); err != nil {
		return Exportable{}, err
	}
	e, err := s.Export(proceedings.Form(form), version)
	if err != nil {
		return Exportable{}, asProblem(err)
	}
	return e, nil
}

// readVersion is the version that somebody reads who asks for one; 0 is the draft. What is not published leaves the meeting with
// nobody who was not in it.
func readVersion(s proceedings.State, p proceedings.Participant, version int) (int, error) {
	if version > 0 || readsDraft(p) {
		return version, nil
	}
	if len(s.Record.Versions) == 0 {
		return 0, problem(string(proceedings.VersionUnknown), "The record has not been published yet.")
	}
	return len(s.Record.Versions), nil
}
