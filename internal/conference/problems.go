package conference

import (
	"errors"
	"net/http"

	"github.com/cumbre-meet/cumbre/internal/documents"
	"github.com/cumbre-meet/cumbre/internal/interpretation"
	"github.com/cumbre-meet/cumbre/internal/proceedings"
	"github.com/cumbre-meet/cumbre/internal/protocol"
)

// errOver says that an attendance or a conference is over; its outbox has been told why.
var errOver = errors.New("conference: over")

// kind is what all problems of a code have in common.
type kind struct {
	status int
	title  string
}

// kinds has every problem that conferences answer with: those of proceedings, of interpretation, and their own.
func kinds() map[string]kind { //nolint:funlen // a table, one line each
	return map[string]kind{
		string(proceedings.FieldInvalid):         {http.StatusUnprocessableEntity, "A field has a wrong value"},
		string(proceedings.MeetingExists):        {http.StatusConflict, "The meeting exists already"},
		string(proceedings.MeetingUnknown):       {http.StatusNotFound, "No such meeting"},
		string(proceedings.MeetingEndedCode):     {http.StatusGone, "The meeting has ended"},
		string(proceedings.MeetingCancelledCode): {http.StatusGone, "The meeting is cancelled"},
		string(proceedings.MeetingLockedCode):    {http.StatusForbidden, "The meeting is locked"},
		string(proceedings.LimitReached):         {http.StatusConflict, "A limit of the meeting is reached"},
		string(proceedings.InvitationUnknown):    {http.StatusNotFound, "No such invitation"},
		string(proceedings.TokenRevoked):         {http.StatusForbidden, "Invitation revoked"},
		string(proceedings.TokenExpired):         {http.StatusForbidden, "Invitation expired"},
		string(proceedings.ParticipantUnknown):   {http.StatusNotFound, "No such participant"},
		string(proceedings.AdmissionRefused):     {http.StatusForbidden, "Not admitted by the chair"},
		string(proceedings.RemovedCode):          {http.StatusForbidden, "Removed from the meeting"},
		string(proceedings.NotAllowed):           {http.StatusForbidden, "Not allowed"},
		string(proceedings.NotWaiting):           {http.StatusConflict, "Not in the lobby"},
		string(proceedings.NotAdmitted):          {http.StatusConflict, "Not in the meeting"},
		string(proceedings.NotHolder):            {http.StatusConflict, "The floor is somebody else's"},
		string(proceedings.MayNotSpeak):          {http.StatusConflict, "The role only listens"},
		string(proceedings.NoDelegation):         {http.StatusConflict, "No delegation"},
		string(proceedings.TextEmpty):            {http.StatusUnprocessableEntity, "Empty text"},
		string(proceedings.TextTooLong):          {http.StatusUnprocessableEntity, "Text too long"},

		string(proceedings.LobbyShut):   {http.StatusConflict, "The lobby is not open yet"},
		string(proceedings.ListForeign): {http.StatusForbidden, "Another's list of members"},
		string(proceedings.NoAuthority): {http.StatusForbidden, "No authority to act for a delegation"},
		string(proceedings.AgendaStale): {http.StatusConflict, "The agenda was changed meanwhile"},
		string(proceedings.ItemAdopted): {http.StatusConflict, "The agenda item is adopted"},
		"session-in-use":                {http.StatusConflict, "In use elsewhere"},
		"session-kept":                  {http.StatusConflict, "Kept elsewhere"},
		"session-replaced":              {http.StatusConflict, "Taken over elsewhere"},
		"session-left":                  {http.StatusConflict, "Left elsewhere"},
		"hello-outdated":                {http.StatusConflict, "A later hello came first"},

		string(proceedings.TermUnknown): {http.StatusNotFound, "No such term"},

		string(proceedings.SegmentUnknown):      {http.StatusNotFound, "No such segment"},
		string(proceedings.InterventionUnknown): {http.StatusNotFound, "No such intervention"},
		string(proceedings.RevisionStale):       {http.StatusConflict, "Changed meanwhile"},
		string(proceedings.NothingNew):          {http.StatusConflict, "Nothing new"},
		string(proceedings.RecordFinal):         {http.StatusConflict, "The official record is published"},
		string(proceedings.VersionUnknown):      {http.StatusNotFound, "No such version"},
		string(proceedings.CorrectionUnknown):   {http.StatusNotFound, "No such correction"},
		string(proceedings.CorrectionLate):      {http.StatusConflict, "Too late for corrections"},
		string(proceedings.CorrectionSettled):   {http.StatusConflict, "Decided already"},

		string(proceedings.ArchiveEarly): {http.StatusConflict, "Too early for the archive"},
		"archive-none":                   {http.StatusNotFound, "No archive yet"},
		"archive-busy":                   {http.StatusTooManyRequests, "An archive is being made"},
		"archive-lost":                   {http.StatusInternalServerError, "The archive's content is missing"},

		string(proceedings.QuotationUnknown): {http.StatusNotFound, "No such quotation"},
		string(proceedings.QuotationDiffers): {http.StatusConflict, "The record does not say this"},

		string(proceedings.TextUnknown):          {http.StatusNotFound, "No such text"},
		string(proceedings.ParagraphUnknown):     {http.StatusNotFound, "No such paragraph"},
		string(proceedings.BracketUnknown):       {http.StatusNotFound, "No such bracket"},
		string(proceedings.BracketForeign):       {http.StatusForbidden, "Another delegation's bracket"},
		string(proceedings.BracketOpenCode):      {http.StatusConflict, "A bracket or an alternative is open"},
		string(proceedings.ParagraphAgreedCode):  {http.StatusConflict, "The paragraph is agreed"},
		string(proceedings.TextAdoptedCode):      {http.StatusConflict, "The text is adopted"},
		string(proceedings.TextNotAdopted):       {http.StatusConflict, "The text is not adopted"},
		string(proceedings.TextFrozen):           {http.StatusConflict, "A silence procedure runs"},
		string(proceedings.TextNotClean):         {http.StatusConflict, "The text is not clean"},
		string(proceedings.HashStale):            {http.StatusConflict, "The text is another one now"},
		string(proceedings.SignatureWrong):       {http.StatusUnprocessableEntity, "The signature is wrong"},
		string(proceedings.SilenceOver):          {http.StatusConflict, "Too late for objections"},
		string(proceedings.RectificationOpen):    {http.StatusConflict, "A rectification is under way"},
		string(proceedings.RectificationUnknown): {http.StatusNotFound, "No such rectification"},
		string(proceedings.ParagraphNotAgreed):   {http.StatusConflict, "The paragraph is not agreed"},
		string(proceedings.CommitmentUnknown):    {http.StatusNotFound, "No such commitment"},
		string(proceedings.CommitmentClosed):     {http.StatusConflict, "The commitment is settled"},
		string(proceedings.LanguageMissing):      {http.StatusConflict, "A language is missing"},
		string(proceedings.NotCertified):         {http.StatusConflict, "Conformity is not certified"},
		string(proceedings.StatementFails):       {http.StatusConflict, "The statement does not agree with the calendar or the record"},
		string(proceedings.PublicationUnknown):   {http.StatusNotFound, "No such publication"},
		"translation-unavailable":                {http.StatusServiceUnavailable, "No translation"},
		string(proceedings.SlotUnknown):          {http.StatusNotFound, "No such proposal"},
		string(proceedings.SlotThere):            {http.StatusConflict, "Proposed already"},
		string(proceedings.SlotNotAgreed):        {http.StatusConflict, "Not accepted by every delegation"},
		string(proceedings.NextUnset):            {http.StatusConflict, "No next meeting is set"},
		string(proceedings.NextBegun):            {http.StatusConflict, "The next meeting has begun"},

		string(proceedings.RegimeHolds):   {http.StatusConflict, "A stricter regime was agreed"},
		string(proceedings.RegimeForbids): {http.StatusForbidden, "The regime forbids it"},

		string(proceedings.AgendaItemUnknown):  {http.StatusNotFound, "No such agenda item"},
		string(proceedings.DocumentUnknown):    {http.StatusNotFound, "No such document"},
		string(proceedings.DocumentTooLarge):   {http.StatusRequestEntityTooLarge, "The document is too large"},
		"document-not-shown":                   {http.StatusConflict, "This document is not shown to everybody"},
		string(proceedings.ListClosed):         {http.StatusConflict, "The list of speakers is closed"},
		string(proceedings.ListEmpty):          {http.StatusConflict, "Nobody is next"},
		string(proceedings.AlreadyListed):      {http.StatusConflict, "On the list already"},
		string(proceedings.EntryUnknown):       {http.StatusNotFound, "No such entry on the list"},
		string(proceedings.RepliesUsed):        {http.StatusConflict, "The rights of reply are used"},
		string(proceedings.FloorTaken):         {http.StatusConflict, "You have the floor"},
		string(proceedings.FloorOpen):          {http.StatusConflict, "Nobody has the floor"},
		string(proceedings.FloorHeld):          {http.StatusConflict, "Somebody had the floor then"},
		documents.TypeUnknown:                  {http.StatusUnsupportedMediaType, "No kind of document that is kept"},
		documents.NotAsNamed:                   {http.StatusUnsupportedMediaType, "The document is not what its name says"},
		documents.Busy:                         {http.StatusTooManyRequests, "Too many documents at once"},
		"document-lost":                        {http.StatusInternalServerError, "The document's content is missing"},
		"ticket-invalid":                       {http.StatusForbidden, "The address is no longer good"},
		string(proceedings.RecordingForbidden): {http.StatusConflict, "What is said now may not be recorded"},
		"recording-unknown":                    {http.StatusNotFound, "No such recording"},
		"recording-lost":                       {http.StatusInternalServerError, "The recording's content is missing"},

		string(interpretation.BoothUnknown):    {http.StatusNotFound, "No such booth"},
		string(interpretation.BoothFull):       {http.StatusConflict, "The booth is full"},
		string(interpretation.SeatTaken):       {http.StatusConflict, "The seat is taken"},
		string(interpretation.AlreadySeated):   {http.StatusConflict, "Seated already"},
		string(interpretation.NotSeated):       {http.StatusConflict, "No seat in a booth"},
		seatNotReady:                           {http.StatusConflict, "Not checked yet"},
		string(interpretation.OutputMissing):   {http.StatusConflict, "No language to work into"},
		string(interpretation.DirectionLacks):  {http.StatusUnprocessableEntity, "The booth does not work into this language"},
		string(interpretation.ChannelUnknown):  {http.StatusNotFound, "No such channel"},
		string(interpretation.ChannelHeld):     {http.StatusConflict, "Somebody is on air"},
		string(interpretation.LeaseStale):      {http.StatusConflict, "Something changed meanwhile"},
		string(interpretation.NotOnAir):        {http.StatusConflict, "Not on air"},
		string(interpretation.OnAirAlready):    {http.StatusConflict, "On air already"},
		string(interpretation.RelayOwnOutput):  {http.StatusConflict, "Relay from the own output"},
		string(interpretation.RelayCycle):      {http.StatusConflict, "Relay would go round in a circle"},
		string(interpretation.HandoverNone):    {http.StatusConflict, "No hand-over"},
		string(interpretation.HandoverBusy):    {http.StatusConflict, "A hand-over is under way"},
		string(interpretation.HandoverRole):    {http.StatusConflict, "Somebody else's step of the hand-over"},
		string(interpretation.HandoverTarget):  {http.StatusUnprocessableEntity, "A colleague has to be named"},
		string(interpretation.ColleagueAbsent): {http.StatusConflict, "The colleague is not there"},
		string(interpretation.ConsentNeeded):   {http.StatusConflict, "The colleague has to agree"},
		string(interpretation.TooSoon):         {http.StatusTooManyRequests, "Too soon"},
		string(interpretation.Rehearsing):      {http.StatusConflict, "This is a rehearsal"},

		"interpreter-in-booth": {http.StatusForbidden, "Interpreters speak in their booth"},
		"technician-absent":    {http.StatusConflict, "No technician is here"},

		"token-missing":      {http.StatusUnauthorized, "No token"},
		"token-unknown":      {http.StatusUnauthorized, "Unknown token"},
		"token-replaced":     {http.StatusForbidden, "The invitation has a new link"},
		"token-foreign":      {http.StatusForbidden, "Another meeting's token"},
		"meeting-full":       {http.StatusServiceUnavailable, "The meeting is full"},
		"meeting-damaged":    {http.StatusInternalServerError, "The meeting's journal is damaged"},
		"not-saved":          {http.StatusServiceUnavailable, "It could not be saved"},
		"not-recorded":       {http.StatusServiceUnavailable, "The server cannot write"},
		"stopping":           {http.StatusServiceUnavailable, "Stopping"},
		"session-unknown":    {http.StatusNotFound, "No such session"},
		"awaiting-admission": {http.StatusForbidden, "Waiting for admission"},
		"not-connected":      {http.StatusConflict, "The participant is not connected"},
		"media-gone":         {http.StatusConflict, "The media connection is gone"},
		"offer-invalid":      {http.StatusBadRequest, "The offer's lines are wrong"},
		"internal":           {http.StatusInternalServerError, "Server error"},
	}
}

// seatNotReady is what clients are told for interpretation.NotReady: not-ready is the server's own.
const seatNotReady = "seat-not-ready"

// InterpretationCode is the code of the problem that a refusal of interpretation is answered with.
func InterpretationCode(c interpretation.Code) string {
	if c == interpretation.NotReady {
		return seatNotReady
	}
	return string(c)
}

// ProblemCodes lists the codes of the problems that the methods of this package return or send.
func ProblemCodes() []string {
	codes := make([]string, 0, len(kinds()))
	for code := range kinds() {
		codes = append(codes, code)
	}
	return codes
}

// problem makes a problem of one of the kinds.
func problem(code, detail string, args ...any) *protocol.Problem {
	k, ok := kinds()[code]
	if !ok {
		panic("conference: no kind of problem " + code)
	}
	return protocol.NewProblem(k.status, code, k.title, detail, args...)
}

// asProblem is what a client is told of an error. What is not its fault has no details.
func asProblem(err error) *protocol.Problem {
	if p, ok := errors.AsType[*protocol.Problem](err); ok {
		return p
	}
	r, ok := errors.AsType[*proceedings.Refusal](err)
	if i, is := errors.AsType[*interpretation.Refusal](err); is {
		r, ok = &proceedings.Refusal{Code: proceedings.Code(InterpretationCode(i.Code)), Field: i.Field, Detail: i.Detail}, true
	}
	if !ok {
		return problem("internal", "The server could not do this. It has been logged; please try again.")
	}
	if r.Field != "" {
		p := problem(string(r.Code), "%s: %s", r.Field, r.Detail)
		p.Choices = r.Choices
		return p
	}
	p := problem(string(r.Code), "%s", r.Detail)
	p.Conflict = conflictOf(r.Stale)
	p.ParagraphConflict = paragraphConflictOf(r.Missed)
	if len(r.Findings) > 0 {
		p.Findings = findingsOf(r.Findings)
	}
	return p
}
