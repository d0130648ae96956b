package conference

import (
	"context"
	"crypto/ed25519"
	"errors"
	"time"

	"github.com/cumbre-meet/cumbre/internal/proceedings"
	"github.com/cumbre-meet/cumbre/internal/protocol"
	"github.com/cumbre-meet/cumbre/internal/translate"
)

// Texts under negotiation over REST: before, in and after the call alike. Who watches one is told by textstream.go.

// BeginText is what a text is begun from; see proceedings.BeginText.
type BeginText struct {
	Title     string
	Titles    protocol.Titles
	Languages []string
}

// NewParagraph is what is proposed; see proceedings.AddParagraph.
type NewParagraph struct {
	Words         map[string]string
	After         *string
	AlternativeTo string
}

// NewBracket is what is reserved; see proceedings.AskBracket.
type NewBracket struct {
	From         int
	Kind, Reason string
	Words        map[string]string
}

// NewAssent binds a delegation. Without a key the server signs, which knows whose link it was.
type NewAssent struct {
	SHA256         string
	Key, Signature []byte
}

// NewSilence begins a silence procedure; see proceedings.OpenSilence.
type NewSilence struct {
	Hours           int
	Until, Timezone string
}

// NewRectification mends an adopted text; see proceedings.ProposeRectification.
type NewRectification struct {
	Paragraph string
	Words     map[string]string
	Reason    string
	Hours     int
}

// textReader is who reads the texts of a meeting, also before its lobby opens and after its end: a text is worked on for
// weeks. Observers and press are outside until it is published.
func (h *Hub) textReader(meeting string, v Visitor) (proceedings.State, proceedings.Participant, error) {
	s, err := h.snapshot(meeting)
	if err != nil {
		return s, proceedings.Participant{}, err
	}
	p, err := s.Negotiator(v.by(), time.Now())
	if err != nil {
		return s, p, asProblem(err)
	}
	if !p.Role.ReadsDraft() {
		return s, p, problem("not-allowed", "Texts are negotiated by the delegations; what they publish is for everybody.")
	}
	return s, p, nil
}

// Texts lists the texts of a meeting.
func (h *Hub) Texts(_ context.Context, meeting string, v Visitor) (protocol.MeetingTexts, error) {
	s, p, err := h.textReader(meeting, v)
	if err != nil {
		return protocol.MeetingTexts{}, err
	}
	out := protocol.MeetingTexts{Texts: make([]protocol.TextHead, 0, len(s.Texts))}
	out.May.Begin = p.Role.Speaks()
	for _, t := range s.Texts {
		out.Texts = append(out.Texts, h.textHead(s, t, p, false))
	}
	return out, nil
}

// Text is a text whole.
func (h *Hub) Text(_ context.Context, meeting, text string, v Visitor) (protocol.TextChange, error) {
	s, p, err := h.textReader(meeting, v)
	if err != nil {
		return protocol.TextChange{}, err
	}
	t, ok := s.Text(text)
	if !ok {
		return protocol.TextChange{}, problem(string(proceedings.TextUnknown), "The meeting has no such text.")
	}
	return h.textChange(s, t, p, 0), nil
}

// CanonicalText is what a text's hash is of; with a language of its words in this one.
func (h *Hub) CanonicalText(_ context.Context, meeting, text, language string, v Visitor) (content []byte, sha256 string, err error) {
	s, _, err := h.textReader(meeting, v)
	if err != nil {
		return nil, "", err
	}
	t, ok := s.Text(text)
	if !ok {
		return nil, "", problem(string(proceedings.TextUnknown), "The meeting has no such text.")
	}
	if language == "" {
		return s.CanonicalText(t), s.TextSHA256(t), nil
	}
	return s.CanonicalText(t, language), s.TextSHA256(t, language), nil
}

// ParagraphHistory is what became of a paragraph.
func (h *Hub) ParagraphHistory(_ context.Context, meeting, text, paragraph string, v Visitor) (protocol.ParagraphHistory, error) {
	s, _, err := h.textReader(meeting, v)
	if err != nil {
		return protocol.ParagraphHistory{}, err
	}
	t, _ := s.Text(text)
	p, ok := t.Paragraph(paragraph)
	if !ok {
		return protocol.ParagraphHistory{}, problem(string(proceedings.ParagraphUnknown), "The text has no such paragraph.")
	}
	return historyOf(s, p), nil
}

// BeginText begins a text.
func (h *Hub) BeginText(ctx context.Context, meeting string, v Visitor, n BeginText) (protocol.TextChange, error) {
	return h.changeText(ctx, meeting, "", v, proceedings.BeginText{By: v.by(), Title: n.Title, Titles: n.Titles, Languages: n.Languages})
}

// AddParagraph proposes one.
func (h *Hub) AddParagraph(ctx context.Context, meeting, text string, v Visitor, n NewParagraph) (protocol.TextChange, error) {
	return h.changeText(ctx, meeting, text, v, proceedings.AddParagraph{By: v.by(), Text: text, Words: n.Words, After: n.After, AlternativeTo: n.AlternativeTo})
}

// ReviseParagraph changes words: 409 revision-stale, with what was missed, where it is not the revision that was edited.
func (h *Hub) ReviseParagraph(ctx context.Context, meeting, text, paragraph string, v Visitor, from int, words map[string]string) (protocol.TextChange, error) {
	return h.changeText(ctx, meeting, text, v, proceedings.ReviseParagraph{By: v.by(), Text: text, Paragraph: paragraph, From: from, Words: words})
}

// TranslateParagraph has a machine draft a paragraph's words in a language, from those in another: 503
// translation-unavailable where it does not.
func (h *Hub) TranslateParagraph(ctx context.Context, meeting, text, paragraph string, v Visitor, from int, language, of string) (protocol.TextChange, error) {
	s, _, err := h.textReader(meeting, v)
	if err != nil {
		return protocol.TextChange{}, err
	}
	t, _ := s.Text(text)
	p, ok := t.Paragraph(paragraph)
	if !ok {
		return protocol.TextChange{}, problem(string(proceedings.ParagraphUnknown), "The text has no such paragraph.")
	}
	cmd := proceedings.ReviseParagraph{By: v.by(), Text: text, Paragraph: paragraph, From: from, Of: of}
	if h.cfg.Translator == nil {
		return protocol.TextChange{}, problem("translation-unavailable", "No translation engine is configured here (translate-url, or Apertium on the server).")
	}
	words := p.Wording.Words[of].Text
	if words == "" {
		return protocol.TextChange{}, problem(string(proceedings.TextEmpty), "The paragraph has no words in %s to translate from.", of)
	}
	// What would be refused is refused before a machine works for it.
	cmd.Engine, cmd.Words = h.cfg.Translator.Name(), map[string]string{language: "-"}
	if _, err := proceedings.Decide(s, cmd, time.Now()); err != nil {
		return protocol.TextChange{}, asProblem(err)
	}
	draft, err := h.cfg.Translator.Translate(ctx, of, language, words)
	switch {
	case ctx.Err() != nil:
		return protocol.TextChange{}, ctx.Err()
	case errors.Is(err, translate.ErrPair):
		return protocol.TextChange{}, problem("translation-unavailable", "%s does not translate from %s to %s here.", cmd.Engine, of, language)
	case err != nil:
		h.cfg.Log.Warn("no draft of a translation", "meeting", meeting, "from", of, "to", language, "error", err)
		return protocol.TextChange{}, problem("translation-unavailable", "%s did not answer; the operator finds the reason in the log.", cmd.Engine)
	}
	cmd.Words[language] = draft
	return h.changeText(ctx, meeting, text, v, cmd)
}

// WithdrawParagraph takes a proposal back.
func (h *Hub) WithdrawParagraph(ctx context.Context, meeting, text, paragraph string, v Visitor, from int) (protocol.TextChange, error) {
	return h.changeText(ctx, meeting, text, v, proceedings.WithdrawParagraph{By: v.by(), Text: text, Paragraph: paragraph, From: from})
}

// PlaceParagraph moves one.
func (h *Hub) PlaceParagraph(ctx context.Context, meeting, text, paragraph string, v Visitor, after string) (protocol.TextChange, error) {
	return h.changeText(ctx, meeting, text, v, proceedings.PlaceParagraph{By: v.by(), Text: text, Paragraph: paragraph, After: after})
}

// TakePosition says what a delegation thinks of a paragraph.
func (h *Hub) TakePosition(ctx context.Context, meeting, text, paragraph string, v Visitor, from int, position string) (protocol.TextChange, error) {
	return h.changeText(ctx, meeting, text, v, proceedings.TakePosition{By: v.by(), Text: text, Paragraph: paragraph, From: from, Stance: position})
}

// AskBracket puts words between brackets.
func (h *Hub) AskBracket(ctx context.Context, meeting, text, paragraph string, v Visitor, n NewBracket) (protocol.TextChange, error) {
	return h.changeText(ctx, meeting, text, v, proceedings.AskBracket{
		By: v.by(), Text: text, Paragraph: paragraph, From: n.From, Kind: n.Kind, Reason: n.Reason, Words: n.Words,
	})
}

// ReleaseBracket takes one away.
func (h *Hub) ReleaseBracket(ctx context.Context, meeting, text, bracket string, v Visitor) (protocol.TextChange, error) {
	return h.changeText(ctx, meeting, text, v, proceedings.ReleaseBracket{By: v.by(), Text: text, Bracket: bracket})
}

// GiveAssent binds the visitor's delegation.
func (h *Hub) GiveAssent(ctx context.Context, meeting, text string, v Visitor, n NewAssent) (protocol.TextChange, error) {
	cmd := proceedings.GiveAssent{By: v.by(), Text: text, SHA256: n.SHA256, Key: n.Key, Signature: n.Signature}
	if len(n.Key) == 0 && len(n.Signature) == 0 {
		s, err := h.snapshot(meeting)
		if err != nil {
			return protocol.TextChange{}, err
		}
		key := h.cfg.Key.Signer("assent")
		cmd.Key, _ = key.Public().(ed25519.PublicKey)
		cmd.Server = true
		cmd.Signature = ed25519.Sign(key, proceedings.AssentStatement(meeting, text, n.SHA256, s.Invitations[v.by()].Delegation))
	}
	return h.changeText(ctx, meeting, text, v, cmd)
}

// WithdrawAssent takes it back.
func (h *Hub) WithdrawAssent(ctx context.Context, meeting, text string, v Visitor) (protocol.TextChange, error) {
	return h.changeText(ctx, meeting, text, v, proceedings.WithdrawAssent{By: v.by(), Text: text})
}

// CertifyConformity says that two languages say the same.
func (h *Hub) CertifyConformity(ctx context.Context, meeting, text string, v Visitor, languages []string, hashes map[string]string) (protocol.TextChange, error) {
	return h.changeText(ctx, meeting, text, v, proceedings.CertifyConformity{By: v.by(), Text: text, Languages: languages, Hashes: hashes})
}

// OpenSilence begins a silence procedure.
func (h *Hub) OpenSilence(ctx context.Context, meeting, text string, v Visitor, n NewSilence) (protocol.TextChange, error) {
	return h.changeText(ctx, meeting, text, v, proceedings.OpenSilence{By: v.by(), Text: text, Hours: n.Hours, Until: n.Until, Timezone: n.Timezone})
}

// CancelSilence ends it without a result.
func (h *Hub) CancelSilence(ctx context.Context, meeting, text string, v Visitor) (protocol.TextChange, error) {
	return h.changeText(ctx, meeting, text, v, proceedings.CancelSilence{By: v.by(), Text: text})
}

// BreakSilence objects.
func (h *Hub) BreakSilence(ctx context.Context, meeting, text string, v Visitor, reason string) (protocol.TextChange, error) {
	return h.changeText(ctx, meeting, text, v, proceedings.BreakSilence{By: v.by(), Text: text, Reason: reason})
}

// ProposeRectification says what is wrong in an adopted text.
func (h *Hub) ProposeRectification(ctx context.Context, meeting, text string, v Visitor, n NewRectification) (protocol.TextChange, error) {
	return h.changeText(ctx, meeting, text, v, proceedings.ProposeRectification{
		By: v.by(), Text: text, Paragraph: n.Paragraph, Words: n.Words, Reason: n.Reason, Hours: n.Hours,
	})
}

// RefuseRectification objects to one.
func (h *Hub) RefuseRectification(ctx context.Context, meeting, text, rectification string, v Visitor, reason string) (protocol.TextChange, error) {
	return h.changeText(ctx, meeting, text, v, proceedings.RefuseRectification{By: v.by(), Text: text, Rectification: rectification, Reason: reason})
}

// changeText has a command decided, and answers with what it changed: of the text that it began where none is named.
func (h *Hub) changeText(ctx context.Context, meeting, text string, v Visitor, cmd proceedings.Command) (protocol.TextChange, error) {
	before, _, err := h.textReader(meeting, v)
	if err != nil {
		return protocol.TextChange{}, err
	}
	if err := h.execute(ctx, meeting, cmd); err != nil {
		return protocol.TextChange{}, asProblem(err)
	}
	s, p, err := h.textReader(meeting, v)
	if err != nil {
		return protocol.TextChange{}, err
	}
	t, ok := s.Text(text)
	if !ok {
		t = s.Texts[len(s.Texts)-1]
	}
	was, _ := before.Text(text)
	return h.textChange(s, t, p, was.Changes), nil
}

// settleTexts does what silence and time decide: adopts texts whose silence was kept, and lets rectifications take effect.
func (h *Hub) settleTexts(ctx context.Context, now time.Time) {
	h.mu.RLock()
	due := map[string]proceedings.Command{}
	for id, e := range h.meetings {
		if text, at := e.state.NextSilence(); !at.IsZero() && !now.Before(at) {
			due[id] = proceedings.KeepSilence{Text: text}
		} else if text, mends, at := e.state.NextRectification(); !at.IsZero() && !now.Before(at) {
			due[id] = proceedings.SettleRectification{Text: text, Rectification: mends}
		}
	}
	h.mu.RUnlock()
	for id, cmd := range due {
		if err := h.execute(ctx, id, cmd); err != nil && ctx.Err() == nil {
			h.cfg.Log.Warn("a text could not be settled; it is tried again", "meeting", id, "error", err)
		}
	}
}
