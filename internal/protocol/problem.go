// Package protocol is the contract with clients as data: the JSON messages of the live session, the REST bodies
// that they share, and the problems (RFC 9457) that both answer with. The Go structs are the source; OpenAPI and
// the TypeScript types are made from them.
package protocol

import "fmt"

// Problem is an error for a client: RFC 9457's members and three of ours, code and the conflicts. Type is stable and machine-readable, Detail
// is for a person and says what to do.
type Problem struct { //nolint:errname // the word of RFC 9457
	Type   string `json:"type" doc:"stable identifier, a relative reference such as /problems/token-revoked, served with a description"`
	Title  string `json:"title" doc:"short, the same for every occurrence of the type"`
	Status int    `json:"status" doc:"HTTP status code"`
	Detail string `json:"detail,omitempty" doc:"what happened here and what to do about it"`
	Code   string `json:"code" doc:"the last part of type, such as token-revoked"`
	// Conflict is an extension member (section 3.2).
	Conflict *Conflict `json:"conflict,omitempty" doc:"of revision-stale: what the edit has missed"`
	// Findings is another.
	Findings []StatementFinding `json:"findings,omitempty" doc:"of statement-fails: what the calendar or the record does not bear out"`
	// ParagraphConflict is another.
	ParagraphConflict *ParagraphConflict `json:"paragraphConflict,omitempty" doc:"of revision-stale, where a text's paragraph was edited: what the edit has missed"`
	// Choices is another.
	Choices []string `json:"choices,omitempty" doc:"of a local time that the zone's clocks skip or show twice: the two times (RFC 3339) of which one may be meant; send one of them in its place"`
}

// ProblemBase is the common start of every problem's type.
const ProblemBase = "/problems/"

// Error makes a Problem an error.
func (p *Problem) Error() string { return p.Code + ": " + p.Detail }

// NewProblem makes a problem of a code; the detail is formatted.
func NewProblem(status int, code, title, detail string, args ...any) *Problem {
	return &Problem{
		Type: ProblemBase + code, Title: title, Status: status, Code: code,
		Detail: fmt.Sprintf(detail, args...),
	}
}
