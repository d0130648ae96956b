package proceedings

import "fmt"

// Refusal says why a command was not granted. It is for people (Detail) and programs (Code).
type Refusal struct { //nolint:errname // the word of the domain: a command is refused
	Code   Code
	Field  string // of the command, where one is at fault: "delegations[1].name"
	Detail string // what is wrong and what to do
	// Stale is what an edit has missed, of RevisionStale; nil of all others.
	Stale *Stale
	// Missed is the same of a paragraph's edit.
	Missed *MissedParagraph
	// Choices are the times (RFC 3339) of which one may be meant by a local time that a zone's clocks skip or show twice.
	Choices []string
	// Findings are what keeps a statement from being published, of StatementFails.
	Findings []Finding
}

// Error makes a Refusal an error.
func (r *Refusal) Error() string {
	if r.Field != "" {
		return string(r.Code) + ": " + r.Field + ": " + r.Detail
	}
	return string(r.Code) + ": " + r.Detail
}

// Code is a stable name of a kind of refusal.
type Code string

// The codes.
const (
	FieldInvalid         Code = "field-invalid"
	MeetingExists        Code = "meeting-exists"
	MeetingUnknown       Code = "meeting-unknown"
	MeetingEndedCode     Code = "meeting-ended"
	MeetingLockedCode    Code = "meeting-locked"
	MeetingCancelledCode Code = "meeting-cancelled"
	LimitReached         Code = "limit-reached"
	InvitationUnknown    Code = "invitation-unknown"
	TokenRevoked         Code = "token-revoked"
	TokenExpired         Code = "token-expired"
	ParticipantUnknown   Code = "participant-unknown"
	AdmissionRefused     Code = "admission-refused"
	RemovedCode          Code = "participant-removed"
	NotAllowed           Code = "not-allowed"
	NotWaiting           Code = "not-waiting"
	NotAdmitted          Code = "not-admitted"
	NotHolder            Code = "floor-not-yours"
	MayNotSpeak          Code = "role-does-not-speak"
	NoDelegation         Code = "no-delegation"
	TextEmpty            Code = "text-empty"
	TextTooLong          Code = "text-too-long"
	TermUnknown          Code = "term-unknown"
	AgendaItemUnknown    Code = "agenda-item-unknown"
	DocumentUnknown      Code = "document-unknown"
	DocumentTooLarge     Code = "document-too-large"

	SegmentUnknown      Code = "segment-unknown"
	InterventionUnknown Code = "intervention-unknown"
	RevisionStale       Code = "revision-stale"
	NothingNew          Code = "nothing-new"
	RecordFinal         Code = "record-final"
	VersionUnknown      Code = "version-unknown"
	CorrectionUnknown   Code = "correction-unknown"
	CorrectionLate      Code = "correction-late"
	CorrectionSettled   Code = "correction-settled"
	QuotationUnknown    Code = "quotation-unknown"
	QuotationDiffers    Code = "quotation-differs"
	ArchiveEarly        Code = "archive-early"

	RegimeHolds   Code = "regime-holds"
	RegimeForbids Code = "regime-forbids"
	LobbyShut     Code = "lobby-shut"
	ListForeign   Code = "list-not-yours"
	NoAuthority   Code = "no-authority"
	AgendaStale   Code = "agenda-changed"
	ItemAdopted   Code = "agenda-item-adopted"

	ListClosed         Code = "list-closed"
	ListEmpty          Code = "list-empty"
	AlreadyListed      Code = "already-listed"
	EntryUnknown       Code = "entry-unknown"
	RepliesUsed        Code = "replies-used"
	FloorTaken         Code = "floor-taken"
	FloorOpen          Code = "floor-open"
	FloorHeld          Code = "floor-held"
	RecordingForbidden Code = "recording-forbidden"

	TextUnknown          Code = "text-unknown"
	ParagraphUnknown     Code = "paragraph-unknown"
	BracketUnknown       Code = "bracket-unknown"
	BracketForeign       Code = "bracket-not-yours"
	BracketOpenCode      Code = "bracket-open"
	ParagraphAgreedCode  Code = "paragraph-agreed"
	TextAdoptedCode      Code = "text-adopted"
	TextNotAdopted       Code = "text-not-adopted"
	TextFrozen           Code = "text-frozen"
	TextNotClean         Code = "text-not-clean"
	HashStale            Code = "hash-stale"
	SignatureWrong       Code = "signature-wrong"
	SilenceOver          Code = "silence-over"
	RectificationOpen    Code = "rectification-open"
	RectificationUnknown Code = "rectification-unknown"
	SlotUnknown          Code = "slot-unknown"
	SlotThere            Code = "slot-proposed-already"
	SlotNotAgreed        Code = "slot-not-agreed"
	NextUnset            Code = "next-meeting-unset"
	NextBegun            Code = "next-meeting-begun"
	ParagraphNotAgreed   Code = "paragraph-not-agreed"
	CommitmentUnknown    Code = "commitment-unknown"
	CommitmentClosed     Code = "commitment-closed"
	LanguageMissing      Code = "language-missing"
	NotCertified         Code = "not-certified"
	StatementFails       Code = "statement-fails"
	PublicationUnknown   Code = "publication-unknown"
)

// Codes lists them all: whoever answers a client has a status and a title for each.
func Codes() []Code {
	return []Code{
		FieldInvalid, MeetingExists, MeetingUnknown, MeetingEndedCode, MeetingCancelledCode, MeetingLockedCode, LimitReached,
		InvitationUnknown, TokenRevoked, TokenExpired, ParticipantUnknown, AdmissionRefused, RemovedCode, NotAllowed,
		NotWaiting, NotAdmitted, NotHolder, MayNotSpeak, NoDelegation, TextEmpty, TextTooLong, TermUnknown,
		AgendaItemUnknown, DocumentUnknown, DocumentTooLarge,
		SegmentUnknown, InterventionUnknown, RevisionStale, NothingNew, RecordFinal, VersionUnknown, CorrectionUnknown,
		CorrectionLate, CorrectionSettled, QuotationUnknown, QuotationDiffers, ArchiveEarly,
		RegimeHolds, RegimeForbids,
		LobbyShut, ListForeign, NoAuthority, AgendaStale, ItemAdopted,
		ListClosed, ListEmpty, AlreadyListed, EntryUnknown, RepliesUsed,
		FloorTaken, FloorOpen, FloorHeld,
		RecordingForbidden,
		TextUnknown, ParagraphUnknown, BracketUnknown, BracketForeign, BracketOpenCode, ParagraphAgreedCode, TextAdoptedCode,
		TextNotAdopted, TextFrozen, TextNotClean, HashStale, SignatureWrong, SilenceOver, RectificationOpen, RectificationUnknown,
		SlotUnknown, SlotThere, SlotNotAgreed, NextUnset, NextBegun,
		ParagraphNotAgreed, CommitmentUnknown, CommitmentClosed, LanguageMissing, NotCertified, StatementFails, PublicationUnknown,
	}
}

func refuse(code Code, detail string, args ...any) error {
	return &Refusal{Code: code, Detail: fmt.Sprintf(detail, args...)}
}

func refuseField(field, detail string, args ...any) error {
	return &Refusal{Code: FieldInvalid, Field: field, Detail: fmt.Sprintf(detail, args...)}
}
