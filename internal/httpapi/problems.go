package httpapi

import (
	"encoding/json"
	"html/template"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/cumbre-meet/cumbre/internal/protocol"
)

const problemType = "application/problem+json"

// problem makes a problem of one of the catalogue's codes.
func problem(code, detail string, args ...any) *protocol.Problem {
	kind, ok := catalogue()[code]
	if !ok {
		panic("httpapi: the problem " + code + " is not in the catalogue")
	}
	return protocol.NewProblem(kind.Status, code, kind.Title, detail, args...)
}

// writeProblem answers with a problem (RFC 9457) and the headers that its status needs.
func writeProblem(w http.ResponseWriter, p *protocol.Problem) {
	h := w.Header()
	if p.Status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", challenge(p))
	}
	if after := retryAfter(p); after != "" {
		h.Set("Retry-After", after)
	}
	h.Set("Content-Type", problemType)
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // the client's connection: nothing to do about its errors
}

// challenge is RFC 6750 section 3's: no error code where no token was given.
func challenge(p *protocol.Problem) string {
	if p.Code == "token-missing" {
		return `Bearer realm="cumbre"`
	}
	return `Bearer realm="cumbre", error="invalid_token"`
}

// transformErrors gives huma's own errors (malformed bodies, failed validation) the form of all our problems.
func transformErrors(_ huma.Context, _ string, v any) (any, error) {
	if p, ok := v.(*problemError); ok {
		return p.Problem, nil
	}
	model, ok := v.(*huma.ErrorModel)
	if !ok {
		return v, nil
	}
	code := map[int]string{
		http.StatusBadRequest: "body-malformed", http.StatusRequestTimeout: "body-too-slow",
		http.StatusRequestEntityTooLarge: "body-too-large", http.StatusUnsupportedMediaType: "media-type-unsupported",
		http.StatusUnprocessableEntity: "body-invalid", http.StatusNotAcceptable: "not-acceptable",
	}[model.Status]
	if code == "" {
		return problem("internal", "The server could not do this. It has been logged; please try again."), nil
	}
	if code == "media-type-unsupported" {
		return problem(code, "The Content-Type must be application/json."), nil
	}
	return problem(code, "%s", detailOf(model)), nil
}

// detailOf joins the places and what is wrong there, without the values: they are the sender's, and may be secret.
func detailOf(model *huma.ErrorModel) string {
	const most = 10 // a person mends these first
	var parts []string
	for i, e := range model.Errors {
		if i == most {
			parts = append(parts, "…")
			break
		}
		parts = append(parts, shorten(strings.TrimPrefix(e.Location, "body."))+": "+shorten(e.Message))
	}
	if len(parts) == 0 {
		return model.Detail
	}
	return strings.Join(parts, "; ")
}

// problemError lets a problem travel through huma with its status, headers and media type.
type problemError struct{ *protocol.Problem }

// GetStatus implements huma.StatusError.
func (p *problemError) GetStatus() int { return p.Status }

// ContentType implements huma.ContentTypeFilter.
func (p *problemError) ContentType(string) string { return problemType }

// GetHeaders implements huma.HeadersError.
func (p *problemError) GetHeaders() http.Header {
	h := http.Header{"Cache-Control": {"no-store"}}
	if after := retryAfter(p.Problem); after != "" {
		h.Set("Retry-After", after)
	}
	return h
}

// serveProblem describes a problem's type to whoever follows its link.
func (a *API) serveProblem(w http.ResponseWriter, r *http.Request) {
	code := r.PathValue("code")
	kind, ok := catalogue()[code]
	if !ok {
		writeProblem(w, problem("not-found", "There is no problem of this name. The API is described at /docs."))
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-cache")
	_ = problemPage().Execute(w, struct {
		Code string
		problemKind
	}{code, kind}) // the client's connection
}

func problemPage() *template.Template {
	return template.Must(template.New("problem").Parse(`<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{{.Title}} · Cumbre</title><link rel="stylesheet" href="../docs/docs.css">
<main><h1>{{.Title}}</h1><p><code>{{.Code}}</code>, HTTP status {{.Status}}</p>
<p>{{.Meaning}}</p><p>{{.Remedy}}</p><p><a href="../docs">The API's description</a></p></main></html>
`))
}
