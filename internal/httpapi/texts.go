package httpapi

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/cumbre-meet/cumbre/internal/conference"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// Texts is what the API needs of texts under negotiation.
type Texts interface {
	Texts(ctx context.Context, meeting string, v conference.Visitor) (protocol.MeetingTexts, error)
	Text(ctx context.Context, meeting, text string, v conference.Visitor) (protocol.TextChange, error)
	CanonicalText(ctx context.Context, meeting, text, language string, v conference.Visitor) (content []byte, sha256 string, err error)
	ParagraphHistory(ctx context.Context, meeting, text, paragraph string, v conference.Visitor) (protocol.ParagraphHistory, error)
	BeginText(ctx context.Context, meeting string, v conference.Visitor, n conference.BeginText) (protocol.TextChange, error)
	TextWriting
	TextAgreement
	TextWatching
}

// TextWriting changes what a text says.
type TextWriting interface {
	AddParagraph(ctx context.Context, meeting, text string, v conference.Visitor, n conference.NewParagraph) (protocol.TextChange, error)
	ReviseParagraph(ctx context.Context, meeting, text, paragraph string, v conference.Visitor, from int, words map[string]string) (protocol.TextChange, error)
	TranslateParagraph(ctx context.Context, meeting, text, paragraph string, v conference.Visitor, from int, language, of string) (protocol.TextChange, error)
	WithdrawParagraph(ctx context.Context, meeting, text, paragraph string, v conference.Visitor, from int) (protocol.TextChange, error)
	PlaceParagraph(ctx context.Context, meeting, text, paragraph string, v conference.Visitor, after string) (protocol.TextChange, error)
	TakePosition(ctx context.Context, meeting, text, paragraph string, v conference.Visitor, from int, position string) (protocol.TextChange, error)
	AskBracket(ctx context.Context, meeting, text, paragraph string, v conference.Visitor, n conference.NewBracket) (protocol.TextChange, error)
	ReleaseBracket(ctx context.Context, meeting, text, bracket string, v conference.Visitor) (protocol.TextChange, error)
}

// TextAgreement binds delegations to a text.
type TextAgreement interface {
	GiveAssent(ctx context.Context, meeting, text string, v conference.Visitor, n conference.NewAssent) (protocol.TextChange, error)
	WithdrawAssent(ctx context.Context, meeting, text string, v conference.Visitor) (protocol.TextChange, error)
	CertifyConformity(ctx context.Context, meeting, text string, v conference.Visitor, languages []string, hashes map[string]string) (protocol.TextChange, error)
	OpenSilence(ctx context.Context, meeting, text string, v conference.Visitor, n conference.NewSilence) (protocol.TextChange, error)
	CancelSilence(ctx context.Context, meeting, text string, v conference.Visitor) (protocol.TextChange, error)
	BreakSilence(ctx context.Context, meeting, text string, v conference.Visitor, reason string) (protocol.TextChange, error)
	ProposeRectification(ctx context.Context, meeting, text string, v conference.Visitor, n conference.NewRectification) (protocol.TextChange, error)
	RefuseRectification(ctx context.Context, meeting, text, rectification string, v conference.Visitor, reason string) (protocol.TextChange, error)
}

type (
	newText struct {
		Title     string          `json:"title,omitempty" doc:"without: the first of titles"`
		Titles    protocol.Titles `json:"titles,omitempty"`
		Languages []string        `json:"languages,omitempty" doc:"without: the meeting's"`
	}
	newParagraph struct {
		Words         map[string]string `json:"words" doc:"by language; others may come later. Up to 4000 characters each"`
		After         *string           `json:"after,omitempty" doc:"paragraph that it follows; empty: at the beginning; without: at the end"`
		AlternativeTo string            `json:"alternativeTo,omitempty" doc:"paragraph in whose place it is proposed, as N bis"`
	}
	paragraphEdit struct {
		From  int               `json:"from" doc:"the revision that the edit was made from; another one is refused (409 revision-stale)" example:"1"`
		Words map[string]string `json:"words" doc:"those that change. A machine's draft that is sent as it is becomes the person's, who certifies it"`
	}
	newDraft struct {
		From     int    `json:"from" doc:"the revision that was seen"`
		Language string `json:"language" doc:"of the draft" example:"en"`
		Of       string `json:"of" doc:"the language that it is made from" example:"es"`
	}
	fromRevision struct {
		From int `json:"from" doc:"the revision that was seen"`
	}
	paragraphPlace struct {
		After string `json:"after,omitempty" doc:"paragraph that it follows; without: to the beginning"`
	}
	newPosition struct {
		From     int    `json:"from" doc:"the revision that was seen"`
		Position string `json:"position" enum:"none,ad-referendum,agreed"`
	}
	newBracket struct {
		From   int               `json:"from" doc:"the revision that was seen"`
		Kind   string            `json:"kind,omitempty" enum:"bracket,reservation" doc:"without: bracket"`
		Reason string            `json:"reason" doc:"up to 1000 characters"`
		Words  map[string]string `json:"words,omitempty" doc:"by language: a piece of the paragraph as it is; without: the whole"`
	}
	newAssent struct {
		SHA256    string `json:"sha256" doc:"TextHead.sha256 of what was read"`
		Key       []byte `json:"key,omitempty" doc:"Ed25519 public key, base64; without key and signature the server signs for the member"`
		Signature []byte `json:"signature,omitempty" doc:"base64; over cumbre/assent/1, meeting, text, sha256 and delegation, each ended by a line feed"`
	}
	newCertificate struct {
		Languages []string          `json:"languages" minItems:"2" maxItems:"2"`
		Hashes    map[string]string `json:"hashes" doc:"TextHead.hashes of both, as they were read"`
	}
	newSilence struct {
		Hours    int    `json:"hours,omitempty" doc:"without: 72"`
		Until    string `json:"until,omitempty" doc:"RFC 3339, or local to the timezone; in the place of hours" example:"2021-05-10T18:00"`
		Timezone string `json:"timezone,omitempty" doc:"IANA; without: UTC" example:"America/Mexico_City"`
	}
	newObjection struct {
		Reason string `json:"reason" doc:"up to 1000 characters; everybody reads it"`
	}
	newRectification struct {
		Paragraph string            `json:"paragraph"`
		Words     map[string]string `json:"words" doc:"what is to stand, by language"`
		Reason    string            `json:"reason" doc:"up to 1000 characters"`
		Hours     int               `json:"hours,omitempty" doc:"for objections; without: 90 days"`
	}
)

// TextPath are the parameters of a text's address. The paths are exported, as huma reads embedded ones only then.
type TextPath struct {
	MeetingPath
	Text string `path:"text" doc:"the text's id" example:"t1"`
}

// ParagraphPath are those of a paragraph's.
type ParagraphPath struct {
	TextPath
	Paragraph string `path:"paragraph" doc:"the paragraph's id" example:"p1"`
}

type (
	// BracketPath are those of a bracket's.
	BracketPath struct {
		TextPath
		Bracket string `path:"bracket" doc:"the bracket's id" example:"b1"`
	}
	rectificationInput struct {
		TextPath
		Rectification string `path:"rectification" doc:"the rectification's id" example:"r1"`
		Body          newObjection
	}
	inText[B any] struct {
		TextPath
		Body B
	}
	inParagraph[B any] struct {
		ParagraphPath
		Body B
	}
	inMeeting[B any] struct {
		MeetingPath
		Body B
	}
)

const textsBase = "/api/v1/meetings/{meeting}/texts"

func (a *API) registerTexts() {
	huma.Register(a.huma, a.textOp("GET", "", "list-texts", "The texts that a meeting negotiates"), func(ctx context.Context, in *MeetingPath) (*answer[protocol.MeetingTexts], error) {
		texts, err := a.backend.Texts(ctx, in.Meeting, callerOf(ctx).visitor())
		return answered(ctx, a, texts, err)
	})
	began := a.textOp("POST", "", "begin-text", "Begin a text")
	began.DefaultStatus = http.StatusCreated
	huma.Register(a.huma, began, func(ctx context.Context, in *inMeeting[newText]) (*answer[protocol.TextChange], error) {
		return a.textAnswer(ctx)(a.backend.BeginText(ctx, in.Meeting, callerOf(ctx).visitor(), conference.BeginText(in.Body)))
	})
	huma.Register(a.huma, a.textOp("GET", "/{text}", "get-text", "A text whole"), func(ctx context.Context, in *TextPath) (*answer[protocol.TextChange], error) {
		return a.textAnswer(ctx)(a.backend.Text(ctx, in.Meeting, in.Text, callerOf(ctx).visitor()))
	})
	huma.Register(a.huma, a.textOp("GET", "/{text}/paragraphs/{paragraph}/history", "get-paragraph-history", "A paragraph's revisions, with who, when and what"), func(ctx context.Context, in *ParagraphPath) (*answer[protocol.ParagraphHistory], error) {
		history, err := a.backend.ParagraphHistory(ctx, in.Meeting, in.Text, in.Paragraph, callerOf(ctx).visitor())
		return answered(ctx, a, history, err)
	})
	a.registerParagraphs()
	a.registerAgreement()
	a.registerTextStream()
	a.registerTextFiles()
}

func (a *API) textOp(method, path, id, summary string) huma.Operation {
	one := a.operation(method, textsBase+path, id, summary, a.membersOnly)
	one.Tags, one.DefaultStatus = []string{"Texts"}, http.StatusOK
	return one
}

// textAnswer makes an answer of what the backend says of a text.
func (a *API) textAnswer(ctx context.Context) func(protocol.TextChange, error) (*answer[protocol.TextChange], error) {
	return func(c protocol.TextChange, err error) (*answer[protocol.TextChange], error) {
		return answered(ctx, a, c, err)
	}
}

// changes registers a route that changes a text: do gives what it has changed.
func changes[I any](a *API, method, path, id, summary string, do func(ctx context.Context, v conference.Visitor, in *I) (protocol.TextChange, error)) {
	huma.Register(a.huma, a.textOp(method, path, id, summary), func(ctx context.Context, in *I) (*answer[protocol.TextChange], error) {
		return a.textAnswer(ctx)(do(ctx, callerOf(ctx).visitor(), in))
	})
}

func (a *API) registerParagraphs() {
	b := a.backend
	added := a.textOp("POST", "/{text}/paragraphs", "add-paragraph", "Propose a paragraph, or an alternative")
	added.DefaultStatus = http.StatusCreated
	huma.Register(a.huma, added, func(ctx context.Context, in *inText[newParagraph]) (*answer[protocol.TextChange], error) {
		return a.textAnswer(ctx)(b.AddParagraph(ctx, in.Meeting, in.Text, callerOf(ctx).visitor(), conference.NewParagraph(in.Body)))
	})
	const one = "/{text}/paragraphs/{paragraph}"
	changes(a, "PATCH", one, "revise-paragraph", "Change a paragraph's words", func(ctx context.Context, v conference.Visitor, in *inParagraph[paragraphEdit]) (protocol.TextChange, error) {
		return b.ReviseParagraph(ctx, in.Meeting, in.Text, in.Paragraph, v, in.Body.From, in.Body.Words)
	})
	changes(a, "POST", one+"/translation", "draft-translation", "Have a machine draft a paragraph in another language", func(ctx context.Context, v conference.Visitor, in *inParagraph[newDraft]) (protocol.TextChange, error) {
		return b.TranslateParagraph(ctx, in.Meeting, in.Text, in.Paragraph, v, in.Body.From, in.Body.Language, in.Body.Of)
	})
	changes(a, "POST", one+"/withdrawal", "withdraw-paragraph", "Withdraw the own delegation's proposal", func(ctx context.Context, v conference.Visitor, in *inParagraph[fromRevision]) (protocol.TextChange, error) {
		return b.WithdrawParagraph(ctx, in.Meeting, in.Text, in.Paragraph, v, in.Body.From)
	})
	changes(a, "POST", one+"/place", "place-paragraph", "Move a paragraph, with its alternatives", func(ctx context.Context, v conference.Visitor, in *inParagraph[paragraphPlace]) (protocol.TextChange, error) {
		return b.PlaceParagraph(ctx, in.Meeting, in.Text, in.Paragraph, v, in.Body.After)
	})
	changes(a, "PUT", one+"/position", "take-position", "Say what the own delegation thinks of a paragraph as it is", func(ctx context.Context, v conference.Visitor, in *inParagraph[newPosition]) (protocol.TextChange, error) {
		return b.TakePosition(ctx, in.Meeting, in.Text, in.Paragraph, v, in.Body.From, in.Body.Position)
	})
	changes(a, "POST", one+"/brackets", "ask-bracket", "Put words, or the paragraph, between brackets, or reserve the position on it", func(ctx context.Context, v conference.Visitor, in *inParagraph[newBracket]) (protocol.TextChange, error) {
		return b.AskBracket(ctx, in.Meeting, in.Text, in.Paragraph, v, conference.NewBracket(in.Body))
	})
	changes(a, "DELETE", "/{text}/brackets/{bracket}", "release-bracket", "Release the own delegation's bracket", func(ctx context.Context, v conference.Visitor, in *BracketPath) (protocol.TextChange, error) {
		return b.ReleaseBracket(ctx, in.Meeting, in.Text, in.Bracket, v)
	})
}

func (a *API) registerAgreement() {
	b := a.backend
	changes(a, "POST", "/{text}/assents", "give-assent", "Bind the own delegation to the text; the last one adopts it", func(ctx context.Context, v conference.Visitor, in *inText[newAssent]) (protocol.TextChange, error) {
		return b.GiveAssent(ctx, in.Meeting, in.Text, v, conference.NewAssent(in.Body))
	})
	changes(a, "DELETE", "/{text}/assent", "withdraw-assent", "Take the own delegation's assent back, until the text is adopted", func(ctx context.Context, v conference.Visitor, in *TextPath) (protocol.TextChange, error) {
		return b.WithdrawAssent(ctx, in.Meeting, in.Text, v)
	})
	changes(a, "POST", "/{text}/certificates", "certify-conformity", "Certify that the text says the same in two languages", func(ctx context.Context, v conference.Visitor, in *inText[newCertificate]) (protocol.TextChange, error) {
		return b.CertifyConformity(ctx, in.Meeting, in.Text, v, in.Body.Languages, in.Body.Hashes)
	})
	changes(a, "POST", "/{text}/silence", "open-silence", "Begin a silence procedure: who does not object until its deadline agrees", func(ctx context.Context, v conference.Visitor, in *inText[newSilence]) (protocol.TextChange, error) {
		return b.OpenSilence(ctx, in.Meeting, in.Text, v, conference.NewSilence(in.Body))
	})
	changes(a, "DELETE", "/{text}/silence", "cancel-silence", "End the silence procedure without a result", func(ctx context.Context, v conference.Visitor, in *TextPath) (protocol.TextChange, error) {
		return b.CancelSilence(ctx, in.Meeting, in.Text, v)
	})
	changes(a, "POST", "/{text}/objections", "break-silence", "Object: it ends the silence procedure and tells everybody", func(ctx context.Context, v conference.Visitor, in *inText[newObjection]) (protocol.TextChange, error) {
		return b.BreakSilence(ctx, in.Meeting, in.Text, v, in.Body.Reason)
	})
	changes(a, "POST", "/{text}/rectifications", "propose-rectification", "Say what is wrong in an adopted text", func(ctx context.Context, v conference.Visitor, in *inText[newRectification]) (protocol.TextChange, error) {
		return b.ProposeRectification(ctx, in.Meeting, in.Text, v, conference.NewRectification(in.Body))
	})
	changes(a, "POST", "/{text}/rectifications/{rectification}/objections", "refuse-rectification", "Object to a rectification", func(ctx context.Context, v conference.Visitor, in *rectificationInput) (protocol.TextChange, error) {
		return b.RefuseRectification(ctx, in.Meeting, in.Text, in.Rectification, v, in.Body.Reason)
	})
}
